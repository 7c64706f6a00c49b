"""From text to numbered rows of cells: the separator, quoting, and where the header stands."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from engine.errors import Place, ReadError, Warning
from engine.read.columns import Layout, known, lay_out, plain, promising
from engine.rows import COLUMNS

SEPARATORS = ",;\t|"
LARGEST_CELL = 50_000_000
"""Characters; a larger cell is no record, and is refused."""
MOST_COLUMNS = 500
HEADER_WITHIN = 30
"""The header is looked for in this many rows, empty ones counted."""


class Line(NamedTuple):
    """One row of cells with its number as Excel shows it, from 1."""

    number: int
    cells: list[str]


class Table(NamedTuple):
    """A table as found: what stood above the header, the header's number, how it was understood, the rest."""

    above: list[Line]
    header: Line
    layout: Layout
    rows: list[Line]
    warnings: list[Warning]


def read_table(text: str, file: str, named: Mapping[str, str] | None = None) -> Table:
    """Cut `text` into cells and find the header. Raises ReadError with the place and what to do."""
    text, told = _told_separator(text)
    separators = told or [mark for mark in SEPARATORS if mark in text] or [","]
    best = _best_header(text, separators, file, named)
    if best is None or not best.columns:
        raise _no_header(file, named)
    separator, number, layout = best.separator, best.number, best.layout
    lines, warnings = _lines(text, separator, file)
    header = lines[number - 1]
    if len(layout.columns) > MOST_COLUMNS:
        raise ReadError(
            f"The header has more than {MOST_COLUMNS} columns.", "Keep the chronology's own columns.",
            Place(file, row=number),
        )  # fmt: skip
    rows = lines[number:]
    layout, more = _unlabelled_event(layout, rows, Place(file, row=number))
    _require(layout, named, Place(file, row=number))
    return Table(lines[: number - 1], header, layout, rows, warnings + more)


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


def _best_header(text: str, separators: list[str], file: str, named: Mapping[str, str] | None) -> Candidate | None:
    """The best header of the first rows, the first of equals; None where no row looks like one."""
    best: Candidate | None = None
    for separator in separators:
        for number, cells in enumerate(_sample(text, separator, file), 1):
            found = _candidate(cells, separator, number, named)
            if found is not None and (best is None or found[:4] > best[:4]):
                best = found
    return best


def _candidate(cells: Sequence[str], separator: str, number: int, named: Mapping[str, str] | None) -> Candidate | None:
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
    return Candidate(dated or bool(named), full, columns, layout.sure, separator, number, layout)


_DATE = re.compile(r"\s*[0-9]{1,4}[/.-][0-9]")


def _all_words(cells: Sequence[str]) -> bool:
    """True for short cells without a figure: the only row of unknown words that is taken for a header."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 1 and all(len(cell) < 60 and not re.search("[0-9]", cell) for cell in filled)


def _told_separator(text: str) -> tuple[str, list[str]]:
    """Excel's own first line "sep=;", which Excel does not show as a row."""
    first = text[:8]
    if first[:4].lower() == "sep=" and first[4:5] and first[5:6] in ("\r", "\n"):
        rest = text[5:]
        return rest[2:] if rest.startswith("\r\n") else rest[1:], [first[4]]
    return text, []


def _sample(text: str, separator: str, file: str) -> list[list[str]]:
    with _large_cells():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            return list(islice(reader, HEADER_WITHIN))
        except csv.Error:
            raise _too_large(file, None) from None


class _large_cells:  # noqa: N801 - read as a phrase: "with large cells"
    """Lets the csv module read cells up to LARGEST_CELL, and puts its own limit back afterwards."""

    def __enter__(self) -> None:
        self._before = csv.field_size_limit(LARGEST_CELL)

    def __exit__(self, *_: object) -> None:
        csv.field_size_limit(self._before)


def _lines(text: str, separator: str, file: str) -> tuple[list[Line], list[Warning]]:
    with _large_cells():
        lines: list[Line] = []
        try:
            for cells in _strictly(text, separator):
                lines.append(Line(len(lines) + 1, cells))
            return lines, []
        except csv.Error as wrong:
            reason = str(wrong)
        if "field larger" in reason:
            raise _too_large(file, len(lines) + 1)
        if "end of data" in reason:
            raise ReadError(
                "A quotation mark opens in this row and is never closed, so later rows cannot be told apart.",
                "Close it, or take it out.",
                Place(file, row=len(lines) + 1),
            )
        place = Place(file, row=len(lines) + 1)
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    warning = Warning("a quotation mark stands inside a quoted cell; check how the row reads", place)
    return [Line(n, cells) for n, cells in enumerate(read, 1)], [warning]


def _strictly(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    # One unlabelled column may follow "DATES", so a single blank is kept.
    return cells[: min(len(cells), end + 1)] if end < 2 else cells[:end]


def _unlabelled_event(layout: Layout, rows: list[Line], place: Place) -> tuple[Layout, list[Warning]]:
    """Published reviews head the first column and leave the next blank: the blank one holds the events."""
    if layout.has("event") or not layout.has("date"):
        return layout, []
    width = max(len(layout.columns), max((len(line.cells) for line in rows[:50]), default=0))
    weight = {
        k: sum(len(line.cells[k].strip()) for line in rows[:50] if k < len(line.cells))
        for k in range(min(width, MOST_COLUMNS))
        if k >= len(layout.columns) or (not layout.columns[k] and layout.labels[k] == f"column {k + 1}")
    }
    if not weight or not max(weight.values()):
        return layout, []
    column = max(weight, key=lambda k: (weight[k], -k))
    gap = range(len(layout.columns), column + 1)
    columns = [*layout.columns, *("" for _ in gap)]
    columns[column] = "event"
    labels = (*layout.labels, *(f"column {k + 1}" for k in gap))
    what = f"column {column + 1} has no header and was read as what happened"
    return Layout(tuple(columns), labels, layout.sure, layout.repeated), [Warning(what, place)]


def _require(layout: Layout, named: Mapping[str, str] | None, place: Place) -> None:
    for column, header in (named or {}).items():
        if plain(header) not in map(plain, layout.labels):
            raise ReadError(
                f"No column with the header that --columns names for {column} was found.",
                "Write the header as it stands in the file.",
                Place(place.file),
            )
    for column, what in (("date", "when it happened"), ("event", "what happened")):
        if not layout.has(column):
            raise ReadError(
                f"The header has no column for {what} (looked for: {_looked_for(column)}).",
                f'Name it, for example --columns "{column.capitalize()}=its header".',
                place,
            )


def _looked_for(column: str) -> str:
    names = {
        "date": "Date, Start Date, Date of Event, Date or Period of Event",
        "event": "Event, Significant Event, Description, Details",
    }
    return names[column] + " and others"


def _no_header(file: str, named: Mapping[str, str] | None) -> ReadError:
    if named:
        what = f"None of the headers given with --columns is in the first {HEADER_WITHIN} rows."
        return ReadError(what, "Write each header as it stands in the file.", Place(file))
    return ReadError(
        f"No header row was found in the first {HEADER_WITHIN} rows"
        f" (looked for: {_looked_for('date')}; {_looked_for('event')}).",
        'Name the columns, for example --columns "Date=Day,Event=What".',
        Place(file),
    )


def _too_large(file: str, row: int | None) -> ReadError:
    return ReadError(
        f"A cell holds more than {LARGEST_CELL // 1_000_000} million characters.",
        "Look for a missing quotation mark, or shorten the cell.",
        Place(file, row=row),
    )


def is_header_again(line: Line, header: Line) -> bool:
    """True where a page break has repeated the header."""
    return list(filter(None, map(plain, line.cells))) == list(filter(None, map(plain, header.cells)))


def canonical(column: str) -> str:
    """The canonical name a user means by `column` ("Date", "child seen"), or ""."""
    name = "_".join(column.lower().split()).replace("-", "_")
    return name if name in COLUMNS else ""
