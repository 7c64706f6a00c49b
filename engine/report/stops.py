"""What a facilitator is given for one stop: what the group could know by its day, what the rules ask, what was found.

What is shown for a stop is only what was known by its day, but for the part headed so: what the review found stands
there, for the facilitator to say once the group has spoken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.comparing import Knowledge, comparison
from engine.dates.when import Day
from engine.replay import RowKnown
from engine.report.briefing.concerns import URGENCY_WORDS, Concern, is_open, left_out, open_concerns
from engine.report.briefing.room import days_words, listed, names_of, row_words, rows_words
from engine.report.model import Child, Prompt, Report, Sighting
from engine.report.safetext import markdown
from engine.report.words import count_of, short
from engine.session import Session
from engine.timeline import RowRef
from engine.told import Words
from engine.training import Stop
from engine.values import dataclass

MOST_ASKED = 6
"""Concerns of a stop that are told with their question; the others are named or counted."""
MOST_NAMED = 8
"""Concerns that are named by their titles alone."""
MOST_ROWS = 6
MOST_DUE = 4
NOTHING_SHOWN = (Words("", "nothing of this row may be shown here; see --for professionals"),)


@dataclass(frozen=True, slots=True)
class StopKnown:
    """A stop with what was known by its day."""

    number: int
    stop: Stop
    rows: tuple[RowKnown, ...]
    """Rows whose words became known since the stop before."""
    unsettled: tuple[RowKnown, ...]
    """Rows that may have been there by this day, but whose own day was not certain yet: their words are not shown."""
    known: int
    """How many rows are known by now."""
    total: int
    """How many rows the whole chronology has."""
    report: Report
    eyes: tuple[Knowledge, ...]
    told: frozenset[str]
    """Ids of the prompts that were open at the stop before."""

    @property
    def asked(self) -> tuple[Concern, ...]:
        """The concerns raised since the stop before that are told with their question."""
        return tuple(self.raised[:MOST_ASKED])

    @property
    def raised(self) -> list[Concern]:
        """The concerns with a prompt that was not open at the stop before."""
        concerns, _ = open_concerns(self.report)
        return [one for one in concerns if any(prompt.id not in self.told for prompt in one.prompts)]


def known_at(session: Session, stops: Sequence[Stop], rows: Sequence[RowKnown]) -> Iterator[StopKnown]:
    """Each stop with what was known by its day; the rows stand in the order in which their words became known."""
    past = session.history()
    before: Day = 0
    told: frozenset[str] = frozenset()
    for number, stop in enumerate(stops, start=1):
        report = session.report(stop.day, past)
        yield StopKnown(
            number=number,
            stop=stop,
            rows=tuple(row for row in rows if before < row.words <= stop.day),
            unsettled=tuple(row for row in rows if row.first <= stop.day < row.words),
            known=sum(row.words <= stop.day for row in rows),
            total=len(session.read.case.rows),
            report=report,
            eyes=comparison(session, stop.day),
            told=told,
        )
        before, told = stop.day, frozenset(prompt.id for prompt in report.prompts if is_open(prompt))


def last_row(one: StopKnown, *, files: bool) -> str:
    """The last row to reveal before a stop."""
    if not one.rows:
        return "nothing new"
    row = one.rows[-1]
    return f"row {named(row.ref, files=files)} ({markdown(row.agency or 'agency not named')})"


def named(ref: RowRef, *, files: bool) -> str:
    """A row by its number, with its file where the case has several."""
    return markdown(f"{ref.shown} of {ref.file}" if files else ref.shown)


def place(row: tuple[int, str | None, str]) -> tuple[str, str, int]:
    """The order of rows: by file, sheet and number."""
    return row[2], row[1] or "", row[0]


def stop_parts(one: StopKnown, words: Mapping[RowRef, tuple[Words, ...]], *, files: bool) -> Iterator[str]:
    """The parts of a stop's section, in Markdown."""
    stop = one.stop
    yield f"## Stop {one.number}. {short(stop.day)}: {markdown(stop.title)}"
    left = one.total - one.known
    rest = f" {left} more {'is' if left == 1 else 'are'} not counted yet." if left else ""
    yield f"Reveal up to **{last_row(one, files=files)}**. {one.known} of {count_of(one.total, 'row')} known.{rest}"
    yield f"> **Ask:** {markdown(stop.ask)}"
    yield "### What the group could know"
    yield f"Revealed since {'the beginning' if one.number == 1 else f'stop {one.number - 1}'}:"
    rows = (_row(row, words, files=files) for row in one.rows)
    yield "\n".join(["| Row | Day | Agency | What it says |", "|---|---|---|---|", *rows])
    if one.unsettled:
        loose = ", ".join(f"{named(row.ref, files=files)} ({markdown(row.when.text)})" for row in one.unsettled)
        yield (
            "Dated over days that are not over yet; the rules count them as possible, so a prompt may rest on them. Do"
            f" not read them out: row {loose}."
        )
    if one.report.children:
        yield "\n".join(_child(one.report, child, files=files) for child in one.report.children)
    yield "### What the rules ask on this day"
    yield "For after the group has written its own."
    yield from _asks(one)
    yield from _eyes(one)
    yield from _due_and_kept(one.report)
    yield "### Only after the group has spoken"
    if stop.made_sense:
        yield "Why it made sense then:"
        yield "\n".join(f"- {markdown(reason)}" for reason in stop.made_sense)
    where = f" ({markdown(stop.paragraph)})" if stop.paragraph else ""
    yield f"What the review found{where}: {markdown(stop.found)}"


def _row(row: RowKnown, words: Mapping[RowRef, tuple[Words, ...]], *, files: bool) -> str:
    when = short(row.when.earliest) if row.when.exact else row.when.text
    late = "" if row.words == row.when.latest else f", recorded {short(row.words)}"
    parts = words.get(row.ref, ()) or NOTHING_SHOWN
    told = "<br>".join(markdown(f"{part.label}: {part.text}" if part.label else part.text) for part in parts)
    return f"| {named(row.ref, files=files)} | {markdown(when)}{late} | {markdown(row.agency)} | {told} |"


def _child(report: Report, child: Child, *, files: bool) -> str:
    certain, possible = child.last_seen.certain, child.last_seen.possible
    seen = "no certain entry" if certain is None else f"last for certain {_sighting(certain, files=files)}"
    if possible is not None:
        seen += f"; possibly {_sighting(possible, files=files)}"
    attempts = child.attempts_without_seeing_since
    tried = f" At least {count_of(attempts, 'attempt')} without seeing since." if attempts else ""
    return "- " + markdown(
        f"{names_of(report, [child.id])}, {child.age}; {child.status}. Seen in person: {seen}.{tried}"
    )


def _sighting(seen: Sighting, *, files: bool) -> str:
    where = row_words(seen.row, seen.sheet, seen.file if files else "")
    return f"{days_words(seen.earliest, seen.latest)} ({where}, {seen.by or 'agency not named'})"


def _asks(one: StopKnown) -> Iterator[str]:
    concerns, apart = open_concerns(one.report)
    raised = one.raised
    old = [concern for concern in concerns if concern not in raised]
    if not concerns and not apart:
        yield "No prompts from the rules that could be evaluated."
    if raised:
        yield "Raised since the last stop:" if one.number > 1 else "Raised by this day:"
        yield "\n".join(_with_question(one.report, concern) for concern in one.asked)
    rest = raised[MOST_ASKED:]
    if rest:
        yield f"Raised as well: {_titles(one.report, rest[:MOST_NAMED])}."
    if old:
        yield f"Still open from before: {_titles(one.report, old[:MOST_NAMED])}."
    more = left_out([*rest[MOST_NAMED:], *old[MOST_NAMED:]], apart)
    if more:
        yield f"And {more}: `flag FILE --as-at DAY --all` shows them."


_SURE = {"definite": "on this record", "possible": "possible"}


def _with_question(report: Report, concern: Concern) -> str:
    first = concern.first
    how = listed(list(dict.fromkeys(_SURE[prompt.certainty] for prompt in concern.prompts)))
    evidence = [item for prompt in concern.prompts for item in prompt.evidence]
    rows = sorted({(item.row, item.sheet, item.file if item.several else "") for item in evidence}, key=place)
    about = [_children(report, concern.prompts), URGENCY_WORDS[first.urgency], how]
    about += [rows_words(rows, MOST_ROWS)] if rows else []
    return f"- **{markdown(first.title)}** ({markdown('; '.join(about))}). {markdown(first.ask)}"


def _titles(report: Report, concerns: Sequence[Concern]) -> str:
    return markdown("; ".join(f"{one.first.title} ({_children(report, one.prompts)})" for one in concerns))


def _children(report: Report, prompts: Sequence[Prompt]) -> str:
    return names_of(report, dict.fromkeys(one for prompt in prompts for one in prompt.children)) or "household"


def _eyes(one: StopKnown) -> Iterator[str]:
    only = _each_once(one.report, [known for known in one.eyes if known.only_together])
    sure = _each_once(
        one.report, [known for known in one.eyes if known.surely_only_together and not known.only_together]
    )
    if only:
        yield f"No single agency could have seen this from what it knew: {only}."
    if sure:
        yield f"Certain only when the agencies' records are put together: {sure}."
    if one.eyes and not only and not sure:
        yield "Every prompt open on this day could have been seen by at least one agency from what it knew."


def _each_once(report: Report, known: Sequence[Knowledge]) -> str:
    """The titles of prompts, each once with all its children."""
    titles: dict[str, list[str]] = {}
    for item in known:
        titles.setdefault(item.title, []).extend([item.child] if item.child else [])
    told = (f"{title} ({names_of(report, dict.fromkeys(ids)) or 'household'})" for title, ids in titles.items())
    return markdown("; ".join(told))


def _due_and_kept(report: Report) -> Iterator[str]:
    """What runs out next, and what was done as the standards ask."""
    due: dict[tuple[str, str], list[str]] = {}
    for item in report.due:
        key = (days_words(item.due.earliest, item.due.latest), item.title)
        due.setdefault(key, []).extend([item.child] if item.child else [])
    if due:
        named = [
            f"{when}, {title} ({names_of(report, dict.fromkeys(ids)) or 'household'})"
            for (when, title), ids in list(due.items())[:MOST_DUE]
        ]
        more = f"; and {len(due) - MOST_DUE} more" if len(due) > MOST_DUE else ""
        yield f"Falls due if nothing more is recorded: {markdown('; '.join(named))}{more}."
    kept = dict.fromkeys(kept for child in report.children for kept in child.kept_to)
    if kept:
        yield f"Kept to by then: {markdown('; '.join(kept))}."
