"""Excel workbooks: every sheet as a grid, cells as a person sees them. openpyxl reads, behind the guard.

openpyxl's read-only mode streams, and tells neither merged cells nor hidden rows nor formulas that were never
calculated; those few facts are taken from the bytes of the sheet.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from engine.errors import Place, ReadError, Warning
from engine.read.grid import MOST_COLUMNS, MOST_ROWS, Grid, Line
from engine.read.guard import Package
from engine.values import dataclass, field

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

# Each stops at the next "<", so that a file full of beginnings takes no longer than its size.
_ROW = re.compile(rb"<(?:\w{1,20}:)?row\b([^<>]{0,2000})>")
_HIDDEN = re.compile(rb"\bhidden=\"(?:1|true)\"")
_NUMBER = re.compile(rb"\br=\"([0-9]{1,7})\"")
_MERGED = re.compile(
    rb"<(?:\w{1,20}:)?mergeCell\b[^<>]{0,200}?\bref=\"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})\""
)
_UNCALCULATED = re.compile(
    rb"<(?:\w{1,20}:)?c\b[^<>]{0,300}?\br=\"([A-Z]{1,3})([0-9]{1,7})\"[^<>]{0,300}>"
    rb"<(?:\w{1,20}:)?f\b[^<>]{0,500}(?:/>|>[^<]{0,9000}</(?:\w{1,20}:)?f>)(?:<(?:\w{1,20}:)?v\s*/>|<v></v>)?</(?:\w{1,20}:)?c>"
)
_HIDDEN_COLUMN = re.compile(rb"<(?:\w{1,20}:)?col\b[^<>]{0,500}\bhidden=\"(?:1|true)\"")
_MOST_MERGED = 20_000
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)$")


@dataclass(slots=True)
class _Sheet:
    """What is gathered about one sheet while its rows are read."""

    place: Place
    lines: list[Line] = field(default_factory=list)
    struck: dict[int, str] = field(default_factory=dict)
    errors: list[int] = field(default_factory=list)
    real: list[tuple[int, int]] = field(default_factory=list)
    """The column and day of the month of each real date."""


def read_workbook(package: Package, file: str) -> tuple[list[Grid], list[Warning]]:
    """The sheets of a workbook as grids, and what is to be said of the whole. Raises ReadError with the remedy."""
    import warnings as standard

    with standard.catch_warnings():
        standard.simplefilter("ignore")  # openpyxl's own would reach standard error
        return _read(package, file)


def _read(package: Package, file: str) -> tuple[list[Grid], list[Warning]]:
    from openpyxl import load_workbook  # here, because only a workbook needs it

    try:
        book = load_workbook(io.BytesIO(package.data), read_only=True, data_only=True, keep_links=False)
    except Exception:  # openpyxl's errors have no common base; none of them is the user's words
        raise _damaged(Place(file)) from None
    try:
        warnings = _of_the_whole(package, file)
        strikes = b"<strike" in package.part("xl/styles.xml")
        return [_sheet(book, name, package, file, strikes) for name in _names(book)], warnings
    finally:
        book.close()


def _names(book: Workbook) -> list[str]:
    return [sheet.title for sheet in book.worksheets]


def _of_the_whole(package: Package, file: str) -> list[Warning]:
    place = Place(file)
    warnings = []
    if any(name.startswith("xl/externalLinks/") for name in package.names):
        warnings.append(Warning("it links to other workbooks; the links were not followed", place))
    if any(re.match(r"xl/(?:comments|threadedComments)", name) for name in package.names):
        warnings.append(Warning("comments attached to cells were not read", place))
    if any(name.startswith("xl/drawings/drawing") for name in package.names):
        warnings.append(Warning("pictures and text boxes lying over the cells were not read", place))
    return warnings


def _sheet(book: Workbook, name: str, package: Package, file: str, strikes: bool) -> Grid:
    part = f"sheet {name}"
    sheet = book[name]
    found = _Sheet(Place(file, part))
    try:
        sheet.reset_dimensions()  # the file's own claim about its size is often wrong, and may be a lie
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if number > MOST_ROWS:
                raise ReadError(f"It has more than {MOST_ROWS:,} rows, the limit for a workbook.", _AS_CSV, found.place)
            if any(cell.value is not None for cell in cells[MOST_COLUMNS:]):
                raise ReadError(f"A cell stands beyond column {MOST_COLUMNS}, the limit.", _AS_CSV, found.place)
            _line(found, number, cells, strikes)
    except ReadError:
        raise
    except Exception:  # a damaged sheet makes openpyxl raise nearly anything
        raise _damaged(found.place) from None
    content = package.part(_part_of(sheet))
    hidden, under, beside, banners, told = _layout_of(content, found)
    warnings = [*told, *_said(found, content, hidden, str(sheet.sheet_state))]
    return Grid(
        lines=found.lines,
        part=part,
        under=under,
        beside=beside,
        banners=banners,
        struck=found.struck,
        warnings=tuple(warnings),
    )


_AS_CSV = "Save the sheet as “CSV UTF-8”, which has no such limit."


def _part_of(sheet: Any) -> str:
    """The name of the part that holds a sheet: openpyxl keeps it, without a public name for it."""
    return str(getattr(sheet, "_worksheet_path", "")).lstrip("/")


def _line(found: _Sheet, number: int, cells: Iterable[Any], strikes: bool) -> None:
    texts: list[str] = []
    for k, cell in enumerate(islice(cells, MOST_COLUMNS)):
        value = cell.value
        if value is None:
            texts.append("")
            continue
        if isinstance(value, str):
            text = value
            if value[:1] == "#" and _ERROR.match(value):
                found.errors.append(number)
        else:
            text = shown(value, str(cell.number_format or ""))
            if isinstance(value, datetime | date):
                found.real.append((k, value.day))
        if strikes and text.strip() and cell.font is not None and cell.font.strike:
            found.struck[number] = "\n".join(filter(None, (found.struck.get(number, ""), text)))
            text = ""
        texts.append(text)
    while texts and not texts[-1].strip():
        texts.pop()
    found.lines.append(Line(number, texts))


def shown(value: object, number_format: str) -> str:
    """A cell's value as a person reads it: a date that shows only its month stays a month.

    Excel stores "Mar 2021" as the first of March; the format tells what was typed.
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        if value.year < 1901:
            return f"{value:%H:%M}"  # a time of day without a date
        day = _day(value, number_format)
        return f"{day} {value:%H:%M}" if (value.hour or value.minute) and "h" in number_format.lower() else day
    if isinstance(value, date):
        return _day(value, number_format)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _day(value: date, number_format: str) -> str:
    pattern = re.sub(r"\"[^\"]*\"|\[[^\]]*\]|\\.", "", number_format).lower()
    if "y" in pattern and "d" not in pattern and "h" not in pattern:
        return f"{value:%B %Y}" if "m" in pattern else str(value.year)
    if "d" in pattern and "m" in pattern and "y" not in pattern and "h" not in pattern:
        return f"{value.day} {value:%B}"
    return f"{value:%d/%m}/{value.year:04d}"


Layout = tuple[list[int], dict[tuple[int, int], str], dict[tuple[int, int], int], frozenset[int], list[Warning]]


def _layout_of(content: bytes, found: _Sheet) -> Layout:
    """Hidden rows, what merged cells cover, rows that one cell fills, and what is to be said of it."""
    hidden: list[int] = []
    at = 0
    for told_row in _ROW.finditer(content):
        number = _NUMBER.search(told_row[1])
        at = int(number[1]) if number else at + 1
        if _HIDDEN.search(told_row[1]):
            hidden.append(at)
    by_number = {line.number: line.cells for line in found.lines}
    widest = max((len(line.cells) for line in found.lines), default=0)
    under: dict[tuple[int, int], str] = {}
    beside: dict[tuple[int, int], int] = {}
    banners: set[int] = set()
    told: list[Warning] = []
    for n, merged in enumerate(_MERGED.finditer(content)):
        left, top, right, bottom = _column(merged[1]), int(merged[2]), _column(merged[3]), int(merged[4])
        if n >= _MOST_MERGED or (bottom - top) * (right - left + 1) > MOST_ROWS:
            told.append(Warning("some merged cells were not looked at: there are too many of them", found.place))
            break
        cells = by_number.get(top, [])
        text = cells[left] if left < len(cells) else ""
        if top == bottom and left == 0 and right - left >= 2 and right + 1 >= widest and text.strip():
            banners.add(top)
        for row in range(top, min(bottom, len(found.lines)) + 1):
            for column in range(left, min(right, MOST_COLUMNS - 1) + 1):
                if row > top and column == left and text.strip():
                    under[row, column] = text
                elif row == top and column > left:
                    beside[row, column] = left
    return hidden, under, beside, frozenset(banners), told


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _said(found: _Sheet, content: bytes, hidden: list[int], state: str) -> Iterator[Warning]:
    filled = {line.number for line in found.lines if any(map(str.strip, line.cells))}
    if state != "visible" and filled:
        yield Warning("this sheet is hidden in the workbook; it was read", found.place)
    unseen = [number for number in hidden if number in filled]
    if unseen:
        yield Warning(f"{_count(unseen)} hidden in the workbook and was read all the same", _at(found, unseen[0]))
    if _HIDDEN_COLUMN.search(content):
        yield Warning("hidden columns were read all the same", found.place)
    empty = [int(cell[2]) for cell in _UNCALCULATED.finditer(content)]
    if empty:
        yield Warning(
            f"{len(empty)} formulas have no calculated value, so their cells are empty; open the workbook in Excel and"
            " save it",
            _at(found, empty[0]),
        )
    if found.errors:
        what = f"{len(found.errors)} cells hold an error of Excel's (such as #REF!)"
        yield Warning(what, _at(found, found.errors[0]))
    yield from _swapped(found)


def _swapped(found: _Sheet) -> Iterator[Warning]:
    """Typed dates beside real ones, and no real one after the 12th: what American settings leave behind."""
    for column in sorted({k for k, _ in found.real}):
        days = [day for k, day in found.real if k == column]
        typed = [
            int(match[1])
            for line in found.lines
            if column < len(line.cells) and line.number not in found.struck
            if (match := re.match(r"\s*(\d{1,2})[/.-]\d{1,2}[/.-]\d{2,4}\s*$", line.cells[column]))
        ]
        text = [day for day in typed if day > 12]
        if len(days) >= 5 and max(days) <= 12 and len(text) >= 3 and len(typed) == len(days) + len(text):
            yield Warning(
                f"in column {column + 1} every real date falls on the 12th or before, and later ones are text: day"
                " and month may have been swapped when the file was made; check some against the original",
                found.place,
            )


def _count(numbers: list[int]) -> str:
    return "this row is" if len(numbers) == 1 else f"this row and {len(numbers) - 1} more are"


def _at(found: _Sheet, row: int) -> Place:
    return Place(found.place.file, found.place.sheet, row)


def _damaged(place: Place) -> ReadError:
    return ReadError(
        "The workbook is damaged or not made by Excel: it cannot be read.",
        "Open it in Excel and save it again, or save the sheet as “CSV UTF-8”.",
        place,
    )
