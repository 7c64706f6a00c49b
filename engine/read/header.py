"""Where the header stands: the row, in the first rows of a table, that names the columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from engine.errors import Place, ReadError
from engine.read.columns import Layout, Named, date_word, known, lay_out, plain, promising

HEADER_WITHIN = 30
"""The header is looked for in this many rows, empty ones counted."""

_DATE = re.compile(r"\s*[0-9]{1,4}[/.-][0-9]")
_LOOKED_FOR = {
    "date": "Date, Start Date, Date of Event, Date or Period of Event and others",
    "event": "Event, Significant Event, Description, Details and others",
}


class Candidate(NamedTuple):
    """A row that may be the header, compared by its first four: a known date header, date and event both
    there, how many canonical columns, how many of them sure."""

    dated: bool
    full: bool
    columns: int
    sure: int
    separator: str
    number: int
    layout: Layout


def best_header(
    samples: Iterable[tuple[str, Sequence[Sequence[str]]]], named: Named
) -> tuple[Candidate | None, list[int]]:
    """The header among the first rows (once for each separator tried), and other rows that look like one.

    The best row wins, the first of equals. Only a row that follows at once and names more columns replaces a
    complete header; any other is the header of a second table further down.
    """
    best: Candidate | None = None
    found: list[Candidate] = []
    for separator, rows in samples:
        for number, cells in enumerate(rows, 1):
            one = candidate(cells, separator, number, named)
            if one is None:
                continue
            found.append(one)
            if best is None or _better(one, best):
                best = one
    if best is None:
        return None, []
    others = [
        one.number
        for one in found
        if one.separator == best.separator and one.number != best.number and one.dated and one.full
        and [plain(label) for label in one.layout.labels] != [plain(label) for label in best.layout.labels]
    ]  # fmt: skip
    return best, others


def _better(one: Candidate, best: Candidate) -> bool:
    below = one.separator == best.separator and one.number > best.number
    if below and best.dated and best.full and one.number > best.number + 1:
        return False
    return one[:4] > best[:4]


def candidate(cells: Sequence[str], separator: str, number: int, named: Named) -> Candidate | None:
    """`cells` as a header, or None where they do not look like one."""
    header = _trimmed(cells)
    some_known = promising(header, named)
    if not some_known and not _all_words(header):
        return None
    layout = lay_out(header, named)
    full = layout.has("date") and layout.has("event")
    if not some_known and not full:
        return None
    # A date already filled in ("Date: 12/03/22" above the table) is no header.
    dated = any(known(cell) == "date" for cell in header) and not any(_DATE.match(cell) for cell in header)
    columns = len(set(filter(None, layout.columns)))
    by_hand = any(plain(cell) in named for cell in header if cell.strip())
    return Candidate(dated or by_hand, full, columns, layout.sure, separator, number, layout)


def second_header(cells: Sequence[str], number: int, at: int, named: Named) -> Layout | None:
    """The layout of a further table below the first, where the cell in the date column `at` begins one."""
    if at >= len(cells) or not date_word(cells[at]):
        return None
    found = candidate(cells, "", number, named)
    return found.layout if found is not None and found.dated and found.full else None


def _all_words(cells: Sequence[str]) -> bool:
    """True for short cells without a figure: the only row of unknown words that is taken for a header."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 1 and all(len(cell) < 60 and not re.search("[0-9]", cell) for cell in filled)


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    # One unlabelled column may follow "DATES", so a single blank is kept.
    return cells[: min(len(cells), end + 1)] if end < 2 else cells[:end]


def require(layout: Layout, place: Place) -> None:
    """Raise ReadError where no column says when, or what happened."""
    for column, what in (("date", "when it happened"), ("event", "what happened")):
        if not layout.has(column):
            raise ReadError(
                f"The header has no column for {what} (looked for: {_LOOKED_FOR[column]}).",
                f'Name it, for example --columns "its header={column}".',
                place,
            )


def require_named(named: Named, labels: Iterable[str], file: str) -> None:
    """Raise ReadError where a header that was given by hand is in no table of the file."""
    there = set(map(plain, labels))
    for header, columns in named.items():
        if header not in there:
            raise ReadError(
                f"No column with the header that was given by hand for {' and '.join(columns) or 'no use'} was found.",
                "Write the header as it stands in the file.",
                Place(file),
            )


def no_header(place: Place, named: Named) -> ReadError:
    """That no row looks like a header."""
    if named:
        what = f"None of the headers given by hand is in the first {HEADER_WITHIN} rows."
        return ReadError(what, "Write each header as it stands in the file.", place)
    return ReadError(
        f"No header row was found in the first {HEADER_WITHIN} rows"
        f" (looked for: {_LOOKED_FOR['date']}; {_LOOKED_FOR['event']}).",
        'Name the columns, for example --columns "Day=date,What=event".',
        place,
    )


def is_header_again(cells: Sequence[str], header: Sequence[str]) -> bool:
    """True where a page break has repeated the header."""
    return list(filter(None, map(plain, cells))) == list(filter(None, map(plain, header)))
