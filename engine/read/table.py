"""From the text of a CSV file to numbered rows of cells: the separator, and quoting."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from engine.errors import Place, ReadError, Warning
from engine.read.columns import Named
from engine.read.grid import Grid, Line
from engine.read.header import HEADER_WITHIN, best_header, no_header

SEPARATORS = ",;\t|"
LARGEST_CELL = 50_000_000
"""Characters; a larger cell is no record, and is refused."""


def read_grid(text: str, file: str, named: Named) -> Grid:
    """Cut `text` into cells by the separator under which a header is found. Raises ReadError with place and remedy."""
    text, told = _told_separator(text)
    separators = told or [mark for mark in SEPARATORS if mark in text] or [","]
    best, _ = best_header(((mark, _sample(text, mark, file)) for mark in separators), named)
    if best is None or not best.columns:
        raise no_header(Place(file), named)
    lines, warnings = _lines(text, best.separator, file)
    return Grid(lines, warnings=tuple(warnings))


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


def _too_large(file: str, row: int | None) -> ReadError:
    return ReadError(
        f"A cell holds more than {LARGEST_CELL // 1_000_000} million characters.",
        "Look for a missing quotation mark, or shorten the cell.",
        Place(file, row=row),
    )
