"""`flag training CASE`: the facilitator's page. When to stop, what the group could know by then, what the review found.

    session, training file -> for each stop: the rows revealed, the report of that day, whose eyes -> Markdown

What is shown for a stop is only what was known by its day. What the review found stands apart beneath it, for the
facilitator to say once the group has spoken, and what came of the prompts stands at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.comparing import Knowledge, comparison
from engine.dates.when import Day
from engine.errors import UsageError
from engine.replay import RowKnown, rows_known
from engine.report.briefing.concerns import URGENCY_WORDS, Concern, left_out, open_concerns
from engine.report.briefing.room import day_words, days_words, listed, names_of, row_words, rows_words
from engine.report.model import NOTICE, Child, Prompt, Report, Sighting
from engine.report.safetext import markdown
from engine.report.stepping import KNOWLEDGE
from engine.report.words import count_of, short
from engine.session import Session
from engine.timeline import RowRef
from engine.told import Words, words_by_row
from engine.training import Stop, Training
from engine.values import dataclass

MOST_ASKED = 6
"""Concerns of a stop that are told with their question; the others are named or counted."""
MOST_NAMED = 8
"""Concerns that are named by their titles alone."""
MOST_ROWS = 6

OPENING = (
    "**TRAINING. For the facilitator only: this page holds what the group is not to see yet. Do not hand it out.**",
    "**Distress.** A child came to harm in this case, or might have. Say so when you invite people and again when you"
    " begin. Anybody may step out, at any time and without giving a reason. Name a person who can be talked to on the"
    " day and afterwards, and leave time at the end. Do not ask anybody about their own life.",
    "**Somebody may recognise it.** The case is anonymised, but somebody in the room may have known the family or"
    " worked with one like it. Nobody guesses who the family is or who the workers were, and no page leaves the room"
    " unless you decide so. Where the case is from your own area, ask beforehand whether anybody took part in it.",
    "**No hindsight.** People decided on what they knew, in the time they had. At every stop ask first why what was"
    " done made sense, and what was done well. The rules know no better than the group: they read every row, and"
    " nothing else.",
)
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
    report: Report
    eyes: tuple[Knowledge, ...]


def render_training(session: Session, training: Training) -> str:
    """The page as Markdown, ending in a newline. Raises UsageError where there is nothing to stop at."""
    if not training.stops:
        raise UsageError(
            "No stops are written for this case.",
            "Write NAME.training.yaml beside NAME.csv; docs/training/README.md says how.",
        )
    rows = sorted(rows_known(session), key=lambda row: row.words)
    first = rows[0].words if rows else session.as_at
    within = [stop for stop in training.stops if first <= stop.day <= session.as_at]
    if not within:
        raise UsageError(
            "Every stop lies before the first row or after the last day.", "Correct the days in the training file."
        )
    return _Page(session, training, tuple(_known(session, within, rows))).text()


def _known(session: Session, stops: Sequence[Stop], rows: Sequence[RowKnown]) -> Iterator[StopKnown]:
    past = session.history()
    before: Day = 0
    for number, stop in enumerate(stops, start=1):
        yield StopKnown(
            number=number,
            stop=stop,
            rows=tuple(row for row in rows if before < row.words <= stop.day),
            unsettled=tuple(row for row in rows if row.first <= stop.day < row.words),
            known=sum(row.words <= stop.day for row in rows),
            report=session.report(stop.day, past),
            eyes=comparison(session, stop.day),
        )
        before = stop.day


class _Page:
    """The texts of the page. Whatever is from the record or the training file goes through `markdown`."""

    def __init__(self, session: Session, training: Training, stops: tuple[StopKnown, ...]) -> None:
        self._session = session
        self._training = training
        self._stops = stops
        self._words = words_by_row(session.read, professionals=session.options.professionals)
        self._files = len(session.read.sources) > 1 and len({row.file for row in session.read.case.rows}) > 1
        self._asked: dict[str, tuple[str, Prompt, list[int]]] = {}
        """Prompts whose question is on the page: id -> children by name, the prompt, the stops."""

    def text(self) -> str:
        """The whole page."""
        parts = [*self._opening()]
        for stop in self._stops:
            parts += [*self._stop(stop)]
        parts += [*self._end()]
        return "\n\n".join(parts) + "\n"

    def _opening(self) -> Iterator[str]:
        session, last = self._session, self._stops[-1].report
        yield "<!-- Written by `flag training`. Change the chronology, its training file or the rules, not this page. -->"
        yield f"# TRAINING: {markdown(last.case)}, for the facilitator"
        yield "\n>\n".join(f"> {part}" for part in OPENING)
        yield markdown(NOTICE.format(version=last.flag.version, day="the day of each stop"))
        yield "## About this case"
        if self._training.about:
            yield markdown(self._training.about)
        if self._training.source:
            yield f"Source: {markdown(self._training.source)}. Told in other words; the paragraphs are named at each stop."
        yield (
            f"{count_of(len(session.read.case.rows), 'row')}, {count_of(len(self._stops), 'stop')}."
            f" {KNOWLEDGE[last.knowledge]}{self._left_out()} {self._audience()}"
        )
        yield "\n".join(
            [
                "| Stop | Day | Reveal up to | |",
                "|---|---|---|---|",
                *(
                    f"| {one.number} | {short(one.stop.day)} | {self._last_row(one)} | {markdown(one.stop.title)} |"
                    for one in self._stops
                ),
            ]
        )

    def _left_out(self) -> str:
        number = len(self._training.stops) - len(self._stops)
        if not number:
            return ""
        last = short(self._session.as_at)
        return f" {count_of(number, 'stop')} outside the days shown (the last is {last}) left out."

    def _audience(self) -> str:
        if self._session.options.professionals:
            return "Restricted clauses are shown: for professionals only."
        return "Restricted clauses are left out (… or [restricted]); `--for professionals` shows them."

    # --- a stop ---------------------------------------------------------------------------------------

    def _stop(self, one: StopKnown) -> Iterator[str]:
        stop = one.stop
        total = len(self._session.read.case.rows)
        yield f"## Stop {one.number}. {short(stop.day)}: {markdown(stop.title)}"
        rest = f"; the other {total - one.known} count for nothing yet" if one.known < total else ""
        yield f"Reveal up to **{self._last_row(one)}**. {one.known} of {count_of(total, 'row')} known{rest}."
        yield f"> **Ask:** {markdown(stop.ask)}"
        yield "### What the group could know"
        yield f"Revealed since {'the beginning' if one.number == 1 else f'stop {one.number - 1}'}:"
        yield "\n".join(["| Row | Day | Agency | What it says |", "|---|---|---|---|", *map(self._row, one.rows)])
        if one.unsettled:
            named = ", ".join(f"{self._named(row.ref)} ({markdown(row.when.text)})" for row in one.unsettled)
            yield f"Dated too loosely to be read out by this day, though perhaps there already: row {named}."
        yield "\n".join(self._child(one.report, child) for child in one.report.children)
        yield "### What the rules ask on this day"
        yield "For after the group has written its own."
        yield from self._asks(one)
        yield from self._eyes(one)
        yield "### Only after the group has spoken"
        if stop.made_sense:
            yield "Why it made sense then:"
            yield "\n".join(f"- {markdown(reason)}" for reason in stop.made_sense)
        kept = dict.fromkeys(kept for child in one.report.children for kept in child.kept_to)
        if kept:
            yield f"What was kept to by then: {markdown('; '.join(kept))}."
        where = f" ({markdown(stop.paragraph)})" if stop.paragraph else ""
        yield f"What the review found{where}: {markdown(stop.found)}"

    def _row(self, row: RowKnown) -> str:
        when = row.when.text if not row.when.exact else short(row.when.earliest)
        late = "" if row.words == row.when.latest else f", recorded {short(row.words)}"
        words = self._words.get(row.ref, ()) or NOTHING_SHOWN
        told = " ".join(f"{part.label}: {part.text}" if part.label else part.text for part in words)
        return f"| {self._named(row.ref)} | {markdown(when)}{late} | {markdown(row.agency)} | {markdown(told)} |"

    def _child(self, report: Report, child: Child) -> str:
        certain, possible = child.last_seen.certain, child.last_seen.possible
        seen = "no certain entry" if certain is None else f"last for certain {self._sighting(certain)}"
        if possible is not None:
            seen += f"; possibly {self._sighting(possible)}"
        attempts = child.attempts_without_seeing_since
        tried = f" At least {count_of(attempts, 'attempt')} without seeing since." if attempts else ""
        name = names_of(report, [child.id])
        return markdown_item(f"{name}, {child.age}; {child.status}. Seen in person: {seen}.{tried}")

    def _sighting(self, seen: Sighting) -> str:
        where = row_words(seen.row, seen.sheet, seen.file if self._files else "")
        return f"{days_words(seen.earliest, seen.latest)} ({where}, {seen.by or 'agency not named'})"

    def _asks(self, one: StopKnown) -> Iterator[str]:
        concerns, apart = open_concerns(one.report)
        told = self._ids_before(one.number)
        new = [concern for concern in concerns if any(prompt.id not in told for prompt in concern.prompts)]
        old = [concern for concern in concerns if concern not in new]
        if not concerns and not apart:
            yield "No prompts from the rules that could be evaluated."
        if new:
            yield "Raised since the last stop:" if one.number > 1 else "Raised by this day:"
            yield "\n".join(self._asked_with_rows(one, concern) for concern in new[:MOST_ASKED])
        rest = new[MOST_ASKED:]
        if rest:
            yield f"Raised as well: {self._titles(one.report, rest[:MOST_NAMED])}."
        if old:
            yield f"Still open from before: {self._titles(one.report, old[:MOST_NAMED])}."
        more = left_out([*rest[MOST_NAMED:], *old[MOST_NAMED:]], apart)
        if more:
            yield f"And {more}: `flag FILE --as-at DAY --all` shows them."

    def _ids_before(self, number: int) -> set[str]:
        earlier = [one for one in self._stops if one.number < number]
        return {prompt.id for one in earlier[-1:] for prompt in one.report.prompts if prompt.state in ("open", "answered")}

    def _asked_with_rows(self, one: StopKnown, concern: Concern) -> str:
        for prompt in concern.prompts:
            who = names_of(one.report, prompt.children)
            self._asked.setdefault(prompt.id, (who, prompt, []))[2].append(one.number)
        first = concern.first
        sure = {"definite": "on this record", "possible": "possible"}
        how = listed(list(dict.fromkeys(sure[prompt.certainty] for prompt in concern.prompts)))
        evidence = [item for prompt in concern.prompts for item in prompt.evidence]
        rows = sorted({(item.row, item.sheet, item.file if item.several else "") for item in evidence}, key=str_and_row)
        about = [_children(one.report, concern.prompts), URGENCY_WORDS[first.urgency], how]
        about += [rows_words(rows, MOST_ROWS)] if rows else []
        return f"- **{markdown(first.title)}** ({markdown('; '.join(about))}). {markdown(first.ask)}"

    def _titles(self, report: Report, concerns: Sequence[Concern]) -> str:
        return markdown("; ".join(f"{one.first.title} ({_children(report, one.prompts)})" for one in concerns))

    def _eyes(self, one: StopKnown) -> Iterator[str]:
        only = _named_once(one, [known for known in one.eyes if known.only_together])
        sure = _named_once(one, [known for known in one.eyes if known.surely_only_together and not known.only_together])
        if only:
            yield f"No single agency could have seen this from what it knew: {only}."
        if sure:
            yield f"Certain only when the agencies' records are put together: {sure}."
        if one.eyes and not only and not sure:
            yield "Each of these could have been seen by at least one agency from what it knew."

    # --- the end --------------------------------------------------------------------------------------

    def _end(self) -> Iterator[str]:
        last = self._session.report()
        now = {prompt.id: prompt for prompt in last.prompts}
        came: dict[tuple[str, str, str], tuple[list[str], set[int]]] = {}
        for prompt_id, (who, prompt, stops) in self._asked.items():
            key = (prompt.title, _came_of(now.get(prompt_id)), prompt.urgency)
            names, numbers = came.setdefault(key, ([], set()))
            names += [who or "household"] if (who or "household") not in names else []
            numbers.update(stops)
        yield "## At the end"
        yield f"What came of the questions above, by {short(self._session.as_at)}, as far as this chronology tells:"
        yield "\n".join(
            [
                "| Raised at stop | | What came of it |",
                "|---|---|---|",
                *(
                    f"| {', '.join(map(str, sorted(numbers)))} | {markdown(title)} ({markdown(listed(names))})"
                    f" | {markdown(what)} |"
                    for (title, what, _), (names, numbers) in came.items()
                ),
            ]
        )
        if self._training.after:
            yield "To talk about:"
            yield "\n".join(f"- {markdown(question)}" for question in self._training.after)
        yield (
            "Before people leave: go round once and let everybody say one thing that they take with them. Say again who"
            " can be talked to, and stay a while yourself. Collect every sheet."
        )

    def _last_row(self, one: StopKnown) -> str:
        row = one.rows[-1] if one.rows else None
        if row is None:
            return "nothing new"
        return f"row {self._named(row.ref)} ({markdown(row.agency or 'agency not named')})"

    def _named(self, ref: RowRef) -> str:
        return markdown(f"{ref.shown} of {ref.file}" if self._files else ref.shown)


def markdown_item(text: str) -> str:
    """One item of a list."""
    return f"- {markdown(text)}"


def str_and_row(row: tuple[int, str | None, str]) -> tuple[str, str, int]:
    """The order of rows: by file, sheet and number."""
    return row[2], row[1] or "", row[0]


def _children(report: Report, prompts: Sequence[Prompt]) -> str:
    return names_of(report, dict.fromkeys(one for prompt in prompts for one in prompt.children)) or "household"


def _named_once(one: StopKnown, known: Sequence[Knowledge]) -> str:
    """The titles of prompts, each once with all its children."""
    titles: dict[str, list[str]] = {}
    for item in known:
        titles.setdefault(item.title, []).extend([item.child] if item.child else [])
    named = (f"{title} ({names_of(one.report, dict.fromkeys(ids)) or 'household'})" for title, ids in titles.items())
    return markdown("; ".join(named))


def _came_of(prompt: Prompt | None) -> str:
    """What became of a prompt by the last day."""
    if prompt is None:
        return "no longer said: it was possible, and turned out otherwise"
    ended = prompt.resolved
    where = f", {row_words(ended.row, ended.sheet)}" if ended is not None and ended.row is not None else ""
    when = f" {day_words(ended.when)}" if ended is not None and ended.when else ""
    if prompt.state == "resolved":
        return f"resolved{when}{where}"
    if prompt.state == "answered":
        return f"answered{when}{where}, and still open"
    if prompt.state == "lapsed":
        return f"closed while open, or lost its subject{when}{where}"
    return "still open"
