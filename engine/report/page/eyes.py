"""The table of the page that tells which prompts each agency could have seen alone, and which only all together."""

from __future__ import annotations

from jinja2 import Environment
from markupsafe import Markup

from engine.comparing import comparison
from engine.dates.when import Day
from engine.replay import SHORT_CASE
from engine.report.eyes import Merged, merged
from engine.report.words import count_of, short
from engine.session import Session
from engine.values import dataclass

TITLES = (
    ("Only when the records are put together", True),
    ("Certain only when the records are put together", True),
    ("Earlier together than by any agency alone", True),
    ("Could be seen by an agency alone as early", False),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table."""

    title: str
    who: str
    together: str
    alone: tuple[tuple[str, str], ...]


def eyes_table(session: Session, environment: Environment) -> Markup:
    """The section with the table; nothing for a long case, or one agency's own view."""
    agencies = {agency for _, agency, _ in session.read.case.rows.values() if agency}
    if session.eyes is not None or len(agencies) < 2 or len(session.read.case.rows) > SHORT_CASE:
        return Markup("")
    known = merged(comparison(session))
    if not known:
        return Markup("")
    parts: list[list[Merged]] = [[], [], [], []]
    for one in known:
        parts[_part(one)].append(one)
    groups = [
        (title, [_line(one) for one in part], opened)
        for (title, opened), part in zip(TITLES, parts, strict=True)
        if part
    ]
    return Markup(environment.get_template("eyes.html").render(groups=groups, counts=_counts(known, parts)))


def _part(one: Merged) -> int:
    if one.only_together:
        return 0
    if one.surely_only_together:
        return 1
    return 2 if one.days_earlier else 3


def _counts(known: list[Merged], parts: list[list[Merged]]) -> str:
    numbers = [sum(one.times for one in part) for part in parts]
    return (
        f"Of {count_of(sum(one.times for one in known), 'open prompt')}, {numbers[0]} appear only when the records are"
        f" put together, {numbers[1]} are certain only then, and {numbers[2]} could be seen earlier then than by any"
        " agency alone."
    )


def _line(one: Merged) -> Line:
    rows = f"; rows {', '.join(one.rows)}" if len(one.rows) > 1 else f"; row {one.rows[0]}" if one.rows else ""
    times = f", {one.times} times" if one.times > 1 else ""
    alone = tuple(
        (each.agency, _since(each.possible, each.definite))
        for each in one.alone
        if each.possible is not None or each.definite is not None
    )
    who = f"{one.child or 'household'}{times}{rows}"
    return Line(one.title, who, _since(one.possible_since, one.definite_since), alone)


def _since(possible: Day | None, definite: Day | None) -> str:
    if definite is not None and (possible is None or possible >= definite):
        return f"{short(definite)}, on this record"
    if possible is None:
        return "not"
    if definite is None:
        return f"{short(possible)}, possible"
    return f"{short(possible)}, possible; {short(definite)}, on this record"
