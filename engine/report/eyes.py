"""`flag eyes FILE`: which prompts each agency could have seen from what it knew, and which only all together."""

from __future__ import annotations

from collections.abc import Sequence

from engine import __version__
from engine.comparing import Alone, Knowledge, comparison
from engine.dates.when import Day
from engine.knowing import Knowers
from engine.report.model import DANGER, EYES, NOTICE
from engine.report.terminal import Style
from engine.report.words import count_of, iso
from engine.session import Session
from engine.timeline import Case
from engine.values import dataclass, replace


def render_eyes(session: Session, style: Style) -> str:
    """The table as text, ending in a newline."""
    found = comparison(session)
    known = merged(found)
    only = [one for one in known if one.only_together]
    certain = [one for one in known if not one.only_together and one.surely_only_together]
    later = [one for one in known if one not in only and one not in certain and one.days_earlier]
    rest = [one for one in known if one not in only and one not in certain and one not in later]
    lines = style.filled(NOTICE.format(version=__version__, day=iso(session.as_at)))
    if any(one.urgency == "now" for one in found):
        lines += style.filled(DANGER)
    lines += style.filled(
        f"An agency alone is looked at as it knew the case: {EYES.partition(': ')[2]} A row that says nothing of an"
        " agency is no entry of its having been told."
    )
    lines += ["", *style.filled(_counts(known, only, certain, later))]
    for title, part in (
        ("ONLY WHEN THE RECORDS ARE PUT TOGETHER", only),
        ("CERTAIN ONLY WHEN THE RECORDS ARE PUT TOGETHER", certain),
        ("EARLIER TOGETHER THAN BY ANY AGENCY ALONE", later),
        ("COULD BE SEEN BY AN AGENCY ALONE AS EARLY", rest),
    ):
        if part:
            lines += ["", style.strong(title)]
            for one in part:
                lines += _prompt(one, style)
    lines += ["", style.strong("WHAT EACH AGENCY KNEW")]
    lines += _agencies(session, known, style)
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class Merged:
    """Prompts of one rule and child that all eyes could see since the same days: told once, with all their rows."""

    title: str
    child: str | None
    rows: tuple[str, ...]
    agencies: tuple[str, ...]
    possible_since: Day | None
    definite_since: Day | None
    alone: tuple[Alone, ...]
    times: int
    only_together: bool
    surely_only_together: bool
    days_earlier: int


def merged(known: Sequence[Knowledge]) -> list[Merged]:
    """The prompts in their order, those that say the same told once."""
    out: dict[tuple[object, ...], Merged] = {}
    for one in known:
        key = (one.rule, one.child, one.possible_since, one.definite_since, one.alone)
        rows = tuple(row.shown for row in one.rows)
        old = out.get(key)
        if old is None:
            out[key] = Merged(
                one.title, one.child, rows, one.agencies, one.possible_since, one.definite_since, one.alone, 1,
                one.only_together, one.surely_only_together, one.days_earlier,
            )  # fmt: skip
        else:
            out[key] = replace(
                old, rows=tuple(dict.fromkeys((*old.rows, *rows))), times=old.times + 1,
                agencies=tuple(dict.fromkeys((*old.agencies, *one.agencies))),
            )  # fmt: skip
    return list(out.values())


def _counts(known: list[Merged], only: list[Merged], certain: list[Merged], later: list[Merged]) -> str:
    def number(part: list[Merged]) -> int:
        return sum(one.times for one in part)

    total = number(known)
    if not total:
        return "No prompts from the rules that could be evaluated, on all records together."
    return (
        f"{count_of(total, 'prompt')} open on all records together: {number(only)} only when they are put together,"
        f" {number(certain)} certain only then, {number(later)} earlier then than by any agency alone."
    )


def _prompt(one: Merged, style: Style) -> list[str]:
    times = f", {one.times} times" if one.times > 1 else ""
    rows = f"; rows {', '.join(one.rows)}" if len(one.rows) > 1 else f"; row {one.rows[0]}" if one.rows else ""
    lines = style.filled(f"- {one.title} ({one.child or 'household'}{times}{rows})", 2, 4)
    lines += style.filled(f"all together: {_since(one.possible_since, one.definite_since)}", 6, 8)
    for alone in one.alone:
        if alone.possible is not None or alone.definite is not None:
            lines += style.filled(f"{alone.agency} alone: {_since(alone.possible, alone.definite)}", 6, 8)
    unable: dict[str, list[str]] = {}
    for alone in one.alone:
        if alone.why_not and alone.agency in one.agencies:
            unable.setdefault(alone.why_not, []).append(alone.agency)
    for why, agencies in unable.items():
        lines += style.filled(f"{', '.join(agencies)} alone: could not be evaluated, {why}", 6, 8)
    return lines


def _since(possible: Day | None, definite: Day | None) -> str:
    if definite is not None and (possible is None or possible >= definite):
        return f"on this record since {iso(definite)}"
    if possible is None:
        return "not on any day"
    if definite is None:
        return f"possible since {iso(possible)}"
    return f"possible since {iso(possible)}, on this record since {iso(definite)}"


def _agencies(session: Session, known: list[Merged], style: Style) -> list[str]:
    from engine.knowing import who_knows
    from engine.pack import load_pack

    read = session.eyes.whole if session.eyes is not None else session.read
    knowers = session.eyes.knowers if session.eyes is not None else who_knows(read, load_pack().vocabulary)
    total = sum(one.times for one in known)
    lines = []
    for agency in knowers.agencies:
        recorded, told, perhaps = _rows_known(read.case, knowers, agency, session.as_at)
        if not recorded:
            continue
        seen = sum(
            one.times
            for one in known
            for alone in one.alone
            if alone.agency == agency and (alone.possible is not None or alone.definite is not None)
        )
        lines += style.filled(
            f"{agency}: {count_of(recorded, 'row')} of its own, {told} that it was told of or there for, {perhaps} that"
            f" it may have known in whole or in part; could have seen {seen} of {total} alone.",
            2,
            4,
        )
    return lines


def _rows_known(case: Case, knowers: Knowers, agency: str, as_at: Day) -> tuple[int, int, int]:
    """By a day: its own rows, others' that it was told of or there for, and those that it may have known."""
    days = {
        row: max(when.earliest, recorded or when.earliest)
        for row, (when, _, recorded) in case.rows.items()
        if when is not None
    }
    hows = [known.how for row, known in knowers.rows[agency].items() if row in days and days[row] <= as_at]
    own = hows.count("recorded")
    told = hows.count("told") + hows.count("part")
    return own, told, len(knowers.may_have_known(case, agency, as_at))
