"""The briefing for a strategy discussion or conference: what fits on two pages, the most urgent first.

What does not fit is counted, with where to find it. A prompt for today is shown by its title at least: rather than
leave one out, the document grows beyond two pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.report.briefing.blocks import Block, Document, Heading, Table, said, strong
from engine.report.briefing.children import children_blocks
from engine.report.briefing.concerns import is_open, open_concerns
from engine.report.briefing.fitting import pages
from engine.report.briefing.prompts import Shown, prompt_blocks
from engine.report.briefing.record import due_blocks, question_blocks, record_blocks
from engine.report.briefing.room import ROOMS, Room, day_words
from engine.report.model import DANGER, Report
from engine.report.safetext import shortened
from engine.report.words import count_of

MOST_PAGES = 1.96
"""A little less than two: what is reckoned is not quite what is printed."""
_AS_AT = {
    "last-entry": "the day of the last entry; for a meeting give its day with --as-at",
    "side-sheet": "the day that the side sheet gives",
    "given": "the day given",
}
_KNOWLEDGE = {
    "as-dated": "rows count from the day they are dated",
    "as-recorded": "rows count from the day they were recorded",
    "hindsight": "with hindsight: rows count from the day they are dated, whenever they were recorded",
}


def briefing(report: Report, professionals: bool = False) -> Document:
    """The document for one case; `professionals` says whether the report was made with restricted clauses."""
    concerns, apart = open_concerns(report)
    today = sum(concern.urgency == "now" for concern in concerns)
    every = len(concerns)
    for room in ROOMS:

        def made(full: int, titled: int, room: Room = room) -> Document:
            return _document(report, professionals, room, Shown(concerns, apart, full, titled))

        full = _most(0, every, lambda number: made(number, max(number, today)))  # noqa: B023 (used at once)
        if full is not None and full >= min(room.least, every):
            # The titles of those for today are in; as many of the others as there is room for.
            titled = _most(max(full, today), every, lambda number: made(full, number))  # noqa: B023
            return made(full, max(full, today) if titled is None else titled)
    titled = _most(0, today, lambda number: made(0, number))
    return made(0, titled or 0)


def _most(least: int, most: int, made: Callable[[int], Document]) -> int | None:
    """The greatest number in the range whose document fits; None where that of the least does not."""
    if pages(made(least)) > MOST_PAGES:
        return None
    while least < most:
        middle = (least + most + 1) // 2
        if pages(made(middle)) <= MOST_PAGES:
            least = middle
        else:
            most = middle - 1
    return least


def _document(report: Report, professionals: bool, room: Room, shown: Shown) -> Document:
    case = shortened(report.case, 60)
    day = day_words(report.as_at)
    return Document(
        title=f"{case}: briefing as at {day}",
        foot=f"flag {report.flag.version}, rules and words {report.flag.fingerprint[:12]}, as at {day}",
        blocks=(
            Heading(1, f"{case}: briefing as at {day}"),
            *_opening(report, professionals),
            *children_blocks(report, room),
            *prompt_blocks(report, shown, room),
            *question_blocks(report, room),
            *due_blocks(report, room),
            *record_blocks(report, room),
            *_blank(room),
        ),
    )


def _opening(report: Report, professionals: bool) -> Iterator[Block]:
    notice, danger, rest = report.notice.partition(DANGER)
    yield said(notice.strip())
    if danger:
        yield said(strong(f"{danger}{rest}"), style="notice")
    rows = sum(source.rows for source in report.sources)
    unread = sum(source.unread for source in report.sources)
    opened = [prompt for prompt in report.prompts if is_open(prompt)]
    today = sum(prompt.urgency == "now" for prompt in opened)
    yield said(
        f"{count_of(rows, 'row')} in the file, {unread} not read in full;"
        f" {count_of(len(opened), 'open prompt')} ({today} for today);"
        f" {count_of(len({item.rule for item in report.not_evaluated}), 'rule')} not evaluated.",
        f"The day is {_AS_AT[report.as_at_from]}; {_KNOWLEDGE[report.knowledge]}.",
    )
    yield said(
        "Made for professionals: restricted clauses are shown. Not for a meeting that family members attend."
        if professionals
        else "Restricted clauses are left out: only their rows are named.",
        "Keep and share this as you do the record itself.",
    )


def _blank(room: Room) -> Iterator[Block]:
    """Room for what the meeting decides besides its answers to prompts."""
    if room.blank:
        yield Heading(2, "What the meeting decides besides")
        row = ((), (), ())
        yield Table("Empty lines for decisions", ("Decision", "Owner", "By when"), (72, 16, 12), (row,) * room.blank)
