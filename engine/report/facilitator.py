"""`flag training CASE`: the facilitator's page. When to stop, what the group could know by then, what the review found.

    session, training file -> for each stop: the rows revealed, the report of that day, whose eyes -> Markdown

Nothing of a later day is in a stop's section; what came of the prompts stands at the end of the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import UsageError
from engine.replay import rows_known
from engine.report.briefing.room import listed, names_of, row_words
from engine.report.model import NOTICE, Prompt
from engine.report.safetext import markdown
from engine.report.stepping import KNOWLEDGE
from engine.report.stops import StopKnown, known_at, last_row, stop_parts
from engine.report.words import count_of, short
from engine.session import Session
from engine.timeline import RowRef
from engine.told import words_by_row
from engine.training import Training

RENEWED = (
    "<!-- Written by `flag training`. Do not edit this page: change the chronology, its training file or the rules. -->"
)
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
CLOSING = (
    "Before people leave: go round once and let everybody say one thing that they take with them. Say again who can be"
    " talked to, and stay a while yourself. Collect every sheet."
)


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
    stops = tuple(known_at(session, within, rows))
    words = words_by_row(session.read, professionals=session.options.professionals)
    files = len({row.file for row in session.read.case.rows}) > 1
    parts = [*_opening(session, training, stops, files=files)]
    for stop in stops:
        parts += stop_parts(stop, words, files=files)
    parts += [*_end(session, training, stops, files=files)]
    return "\n\n".join(parts) + "\n"


def _opening(session: Session, training: Training, stops: tuple[StopKnown, ...], *, files: bool) -> Iterator[str]:
    last = stops[-1].report
    yield RENEWED
    yield f"# TRAINING: {markdown(last.case)}, for the facilitator"
    yield "\n>\n".join(f"> {part}" for part in OPENING)
    yield markdown(NOTICE.format(version=last.flag.version, day="the day of each stop"))
    yield "## About this case"
    if training.about:
        yield markdown(training.about)
    if training.source:
        yield f"Source: {markdown(training.source)}. Told in other words; each stop names the paragraphs."
    outside = len(training.stops) - len(stops)
    left = f" {count_of(outside, 'stop')} outside its days left out." if outside else ""
    restricted = "left out (… or [restricted]); `--for professionals` shows them."
    if session.options.professionals:
        restricted = "shown: for professionals only."
    yield (
        f"{count_of(len(session.read.case.rows), 'row')}, {count_of(len(stops), 'stop')}.{left}"
        f" {KNOWLEDGE[last.knowledge]} Restricted clauses are {restricted}"
    )
    listed_stops = (
        f"| {one.number} | {short(one.stop.day)} | {last_row(one, files=files)} | {markdown(one.stop.title)} |"
        for one in stops
    )
    yield "\n".join(["| Stop | Day | Reveal up to | About |", "|---|---|---|---|", *listed_stops])


def _end(session: Session, training: Training, stops: tuple[StopKnown, ...], *, files: bool) -> Iterator[str]:
    yield "## At the end"
    came = _came(session, stops, files=files)
    if came:
        yield f"What came of the questions above, by {short(session.as_at)}, as far as this chronology tells:"
        yield "\n".join(["| Raised at stop | Question | What came of it |", "|---|---|---|", *came])
    if training.after:
        yield "To talk about:"
        yield "\n".join(f"- {markdown(question)}" for question in training.after)
    yield CLOSING


def _came(session: Session, stops: tuple[StopKnown, ...], *, files: bool) -> list[str]:
    """A line for each question on the page: at which stops it was raised, for whom, and what became of it."""
    now = {prompt.id: prompt for prompt in session.report().prompts}
    told: dict[tuple[str, str], tuple[list[str], list[int]]] = {}
    for stop in stops:
        for prompt in (prompt for concern in stop.asked for prompt in concern.prompts):
            what = _became(session, now.get(prompt.id), files=files)
            names, numbers = told.setdefault((prompt.title, what), ([], []))
            names += [name for name in prompt.children if name not in names]
            numbers += [stop.number] if stop.number not in numbers else []
    report = stops[-1].report
    return [
        f"| {listed([str(number) for number in numbers])} | {markdown(title)}"
        f" ({markdown(names_of(report, names) or 'household')}) | {markdown(what)} |"
        for (title, what), (names, numbers) in told.items()
    ]


def _became(session: Session, prompt: Prompt | None, *, files: bool) -> str:
    """What became of a prompt by the last day."""
    if prompt is None:
        return "no longer said"
    ended, where = prompt.resolved, ""
    if ended is not None and ended.row is not None:
        ref = RowRef(ended.file or "", ended.row, ended.sheet)
        when = session.read.case.rows[ref][0] if ref in session.read.case.rows else None
        day = short(when.earliest) if when is not None and when.exact else ended.when
        where = f" ({day}, {row_words(ended.row, ended.sheet, ref.file if files else '')})"
    if prompt.state == "resolved":
        return f"resolved{where}"
    if prompt.state == "lapsed":
        return f"closed while open, or lost its subject{where}"
    if prompt.state == "answered":
        return f"still open; answered{where}"
    return "still open"
