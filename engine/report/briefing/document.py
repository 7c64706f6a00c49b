"""The briefing for a strategy discussion or conference: what fits on two pages, the most urgent first.

What does not fit is counted, with where to find it. A prompt for today is shown by its title at least: rather than
leave one out, the document grows beyond two pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

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

Made = Callable[..., Document]
"""Makes the document: with this room, so many prompts in full, by title up to this one, this room for the rest."""
MOST_BLANK = 6
"""Empty lines for decisions."""
MOST_PAGES = 1.95
"""A little less than two: what is reckoned is not quite what is printed."""
_AS_AT = {
    "last-entry": "As at the day of the last entry; for a meeting give its day with --as-at",
    "side-sheet": "As at the day that the side sheet gives",
    "given": "As at the day given",
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

    def made(room: Room, full: int, titled: int, rest: Room | None = None, blank: int = 0) -> Document:
        return _document(report, professionals, (room, rest or room), Shown(concerns, apart, full, titled), blank)

    room, full, titled = _choice(made, len(concerns), today)
    rest = next((more for more in ROOMS if pages(made(room, full, titled, more)) <= MOST_PAGES), ROOMS[-1])
    blank = _most(0, MOST_BLANK, partial(made, room, full, titled, rest)) or 0
    return made(room, full, titled, rest, blank)


def _choice(made: Made, every: int, today: int) -> tuple[Room, int, int]:
    """How much room each part is given, how many prompts are shown in full, and up to which by title."""
    for room in ROOMS:
        # The titles of all prompts for today come before the words of any.
        full = _most(min(room.least, every), every, partial(_with_titles, made, room, today))
        if full is not None:
            least = max(full, today)
            return room, full, _most(least, every, partial(made, room, full)) or least
    for room in ROOMS[-4:]:
        titled = _most(0, today, partial(made, room, 0))
        if titled is not None:
            return room, 0, titled
    return ROOMS[-1], 0, 0


def _with_titles(made: Made, room: Room, today: int, full: int) -> Document:
    return made(room, full, max(full, today))


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


def _document(report: Report, professionals: bool, rooms: tuple[Room, Room], shown: Shown, blank: int) -> Document:
    room, rest = rooms
    case = shortened(report.case, 90)
    day = day_words(report.as_at)
    return Document(
        title=f"{case}: briefing as at {day}",
        foot=f"flag {report.flag.version}, rules and words {report.flag.fingerprint[:12]}, as at {day}",
        blocks=(
            Heading(1, f"{case}: briefing as at {day}"),
            *_opening(report, professionals, len(shown.concerns) + len(shown.apart)),
            *children_blocks(report, room),
            *prompt_blocks(report, shown, room),
            *question_blocks(report, rest),
            *due_blocks(report, rest),
            *record_blocks(report, rest),
            *_close(blank),
        ),
    )


def _opening(report: Report, professionals: bool, concerns: int) -> Iterator[Block]:
    notice, danger, rest = report.notice.partition(DANGER)
    yield said(notice.strip())
    if danger:
        yield said(strong(f"{danger}{rest}"), style="notice")
    rows = sum(source.rows for source in report.sources)
    unread = len({(item.file, item.sheet, item.row) for item in report.unread})
    opened = [prompt for prompt in report.prompts if is_open(prompt)]
    today = sum(prompt.urgency == "now" for prompt in opened)
    told = f", in {count_of(concerns, 'concern')}" if opened else ""
    yield said(
        f"{count_of(rows, 'row')} in the file, {unread} not read in full;"
        f" {count_of(len(opened), 'open prompt')} ({today} for today){told};"
        f" {count_of(len({item.rule for item in report.not_evaluated}), 'rule')} not evaluated.",
        f"{_AS_AT[report.as_at_from]}; {_KNOWLEDGE[report.knowledge]}.",
    )
    yield said(
        "Made for professionals: restricted clauses are shown. Not for a meeting that family members attend."
        if professionals
        else "Restricted clauses are left out: only their rows are named.",
        "Keep and share this as you do the record itself.",
    )


def _close(blank: int) -> Iterator[Block]:
    """Room for what the meeting decides besides its answers to prompts, and where there is more to read."""
    if blank:
        yield Heading(2, "Other decisions of the meeting")
        row = ((), (), ())
        yield Table("Empty lines for decisions", ("Decision", "Owner", "By when"), (72, 16, 12), (row,) * blank)
    yield said("Everything: flag FILE --all. Why a rule did or did not speak: flag why FILE RULE.", style="small")
