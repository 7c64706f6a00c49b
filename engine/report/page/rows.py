"""The rows of the chronology as they came to be known, for the table of the page."""

from __future__ import annotations

from engine.case import ReadCase
from engine.dates.when import Day
from engine.replay import RowKnown
from engine.report.page.pieces import row_id
from engine.told import Words, words_by_row
from engine.values import dataclass


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of the table: from which day it is there, from which its words, and what may be shown of them."""

    place: str
    number: str
    date: str
    agency: str
    words: tuple[Words, ...]
    first: Day
    words_from: Day


def rows_shown(read: ReadCase, known: tuple[RowKnown, ...], *, professionals: bool) -> tuple[RowShown, ...]:
    """The dated rows that can be known of, in the order in which they could."""
    words = words_by_row(read, professionals=professionals)
    several = len({source.file for source in read.sources}) > 1
    shown = []
    for row in known:
        file = f" of {row.ref.file}" if several else ""
        shown.append(
            RowShown(
                place=row_id(row.ref.file, row.ref.number, row.ref.sheet),
                number=f"{row.ref.shown}{file}",
                date=row.when.text,
                agency=row.agency or "not named",
                words=words.get(row.ref, ()),
                first=row.first,
                words_from=row.words,
            )
        )
    return tuple(shown)
