"""A workbook that came back: what was typed, line by line, and whatever was typed where no line of ours stands.

Lines are found by their marks and columns by their headings, wherever they stand by now. Nothing that a person typed
is passed over in silence: what cannot be placed is handed on as it is, with its cell and why.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from engine.audit.workbook.layout import CLOSING, HIDDEN, MARK_COLUMN, READ_IN_FULL, SECTIONS, mark_of
from engine.audit.workbook.manifest import Manifest, NotOurs, from_cells
from engine.errors import Place, ReadError
from engine.read.guard import MOST_UNPACKED, Package, open_package
from engine.values import dataclass, field

MOST_LINES = 100_000
_OLD = b"\xd0\xcf\x11\xe0"
"""What files of older office programs begin with, and encrypted ones of today."""
_SECTION_OF = {"p": "prompts", "b": "seen", "m": "missed", "s": "compared", "e": "closing", "f": "front"}
"""The section that a line belongs to, by the first part of its mark."""
Mark = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """Something typed that could not be placed: where, what, and why not."""

    sheet: str
    cell: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class LineFilled:
    """A line of ours and what was typed in its columns, by their names."""

    mark: Mark
    sheet: str
    row: int
    typed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Filled:
    """A workbook of ours as it came back."""

    file: str
    manifest: Manifest | None
    """None where the hidden sheet is gone or was changed; then nothing is counted, and everything is listed."""
    problem: str
    lines: tuple[LineFilled, ...]
    unplaced: tuple[Typed, ...]
    notes: tuple[str, ...]

    @property
    def typed(self) -> int:
        """How many cells hold something that a person typed."""
        return sum(len(line.typed) for line in self.lines) + len(self.unplaced)


@dataclass(frozen=True, slots=True)
class _Cell:
    at: int
    row: int
    text: str
    source: Any

    @property
    def open(self) -> bool:
        """Whether it is a box to type in."""
        return not self.source.protection.locked


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is gone through."""

    name: str
    lines: list[LineFilled] = field(default_factory=list)
    unplaced: list[Typed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_filled(path: Path) -> Filled | None:
    """What was typed in a workbook; None where it is none of ours. Raises ReadError where it cannot be read."""
    place = Place(path.name)
    try:
        if path.stat().st_size > MOST_UNPACKED:
            raise ReadError("It is larger than any workbook of an audit.", "Move it away.", place)
        data = path.read_bytes()
    except OSError:
        raise ReadError("It cannot be opened.", "Close it elsewhere, and see who may read it.", place) from None
    package = _package(data, place)
    if package is None:
        return None
    import warnings

    from openpyxl import load_workbook  # here, because only a workbook needs it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's own would reach standard error
        try:
            book = load_workbook(io.BytesIO(package.data), read_only=True, keep_links=False)
            sheets = {sheet.title: list(_rows(sheet)) for sheet in book.worksheets}
            book.close()
        except ReadError:
            raise
        except Exception:  # a damaged workbook makes openpyxl raise nearly anything
            raise ReadError("It is a workbook, but damaged.", _TO_RESAVE, place) from None
    return _filled(path.name, sheets)


_TO_RESAVE = "Open it in Excel or LibreOffice, save it as .xlsx, and collect again."


def _package(data: bytes, place: Place) -> Package | None:
    """The workbook behind the guard; None where it can be no workbook.

    Raises ReadError with a remedy of our own: saving as CSV keeps a chronology, but loses marks and boxes.
    """
    if data.startswith(_OLD):
        raise ReadError("This is a workbook of an older format, or one with a password.", _TO_RESAVE, place)
    if b"application/vnd.oasis.opendocument.spreadsheet" in data[:200]:
        raise ReadError("This is an OpenDocument spreadsheet, which is not read.", _TO_RESAVE, place)
    if not data.startswith(b"PK"):
        return None
    try:
        package = open_package(data, place.file)
    except ReadError as error:
        raise ReadError(error.what, _TO_RESAVE, place) from None
    return package if package.kind == "xlsx" else None


def _rows(sheet: Any) -> Iterator[list[_Cell]]:
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > MOST_LINES:
            raise ReadError(
                f"A sheet has more than {MOST_LINES:,} lines.", "Delete the empty lines below.", Place(sheet.title)
            )
        found = []
        for at, cell in enumerate(cells):
            text = _text(cell.value)
            if text:
                found.append(_Cell(at, number, text, cell))
        yield found


def _text(value: object) -> str:
    """What a person sees in a cell, as text; a formula stays one in letters only."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        value = value.date()
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value).strip()


def _filled(file: str, sheets: Mapping[str, Sequence[Sequence[_Cell]]]) -> Filled | None:
    marked = {
        name: any(mark_of(cell.text) for row in rows for cell in row) for name, rows in sheets.items() if name != HIDDEN
    }
    if HIDDEN not in sheets and not any(marked.values()):
        return None
    manifest, problem = _manifest(sheets)
    if manifest is None and not any(marked.values()):
        return None
    found = []
    for name, rows in sheets.items():
        if name != HIDDEN:
            found.append(_marked_sheet(name, rows) if marked[name] else _strange_sheet(name, rows))
    lines = [line for sheet in found for line in sheet.lines]
    unplaced = [typed for sheet in found for typed in sheet.unplaced]
    notes = [note for sheet in found for note in sheet.notes]
    if manifest is not None:
        lines, more, told = _as_expected(manifest, lines)
        unplaced += more
        notes += told
    else:
        unplaced += [typed for line in lines for typed in _unplaced(line, problem)]
        lines = []
    return Filled(file, manifest, problem, tuple(lines), tuple(unplaced), tuple(notes))


def _manifest(sheets: Mapping[str, Sequence[Sequence[_Cell]]]) -> tuple[Manifest | None, str]:
    if HIDDEN not in sheets:
        return None, "its hidden sheet “flag” has gone, so that nobody can tell from which audit it comes"
    try:
        return from_cells([row[0].text for row in sheets[HIDDEN] if row and row[0].at == 0]), ""
    except NotOurs as error:
        return None, str(error)


# --- one sheet ----------------------------------------------------------------------------------------


def _strange_sheet(name: str, rows: Sequence[Sequence[_Cell]]) -> _Sheet:
    """A sheet that was added, or whose hidden column has gone: its boxes, or all of it where none is known."""
    sheet = _Sheet(name)
    cells = [cell for row in rows for cell in row]
    why = "this sheet was added, or its hidden column has gone"
    for cell in [cell for cell in cells if cell.open] or cells:
        sheet.unplaced.append(_typed(name, cell, why))
    if cells:
        sheet.notes.append(f"sheet {name}: {why}; what stands in its boxes is listed")
    return sheet


def _marked_sheet(name: str, rows: Sequence[Sequence[_Cell]]) -> _Sheet:
    sheet = _Sheet(name)
    at = _mark_column(rows)
    heads = _heads(sheet, rows, at)
    for row in rows:
        found = _mark_in(row, at)
        cells = [cell for cell in row if cell.at != at or found is None]
        if found is None:
            why = "this line was added between ours"
            sheet.unplaced += [_typed(name, cell, why) for cell in cells]
        elif found[0] == "t":
            allowed = int(found[1]) + max(0, at - MARK_COLUMN) if found[1:] and found[1].isdigit() else 0
            beyond = [cell for cell in cells if cell.at >= allowed]
            sheet.unplaced += [_typed(name, cell, "nothing is asked in this place") for cell in beyond]
        elif found[0] in _SECTION_OF:
            _line(sheet, found, cells, heads.get(_SECTION_OF[found[0]], {}), _SECTION_OF[found[0]])
    return sheet


def _mark_column(rows: Sequence[Sequence[_Cell]]) -> int:
    """The column that holds our marks: the one with most of them, since a record may hold words like one."""
    columns = Counter(cell.at for row in rows for cell in row if mark_of(cell.text) is not None)
    return max(columns, key=lambda at: (columns[at], at))


def _mark_in(row: Sequence[_Cell], at: int) -> Mark | None:
    return next((mark_of(cell.text) for cell in row if cell.at == at), None)


def _heads(sheet: _Sheet, rows: Sequence[Sequence[_Cell]], at: int) -> dict[str, dict[int, str]]:
    """For each section the columns by their headings: place -> name; what stands under no heading is not placed."""
    heads: dict[str, dict[int, str]] = {}
    for row in rows:
        found = _mark_in(row, at)
        if found is None or found[0] != "h" or len(found) < 2 or found[1] not in SECTIONS or found[1] in heads:
            continue
        named = {column.heading: column for column in SECTIONS[found[1]]}
        columns: dict[int, str] = {}
        for cell in row:
            if cell.at == at:
                continue
            column = named.get(cell.text)
            if column is None or column.name in columns.values():
                sheet.unplaced.append(_typed(sheet.name, cell, "this heading is none of ours, or stands twice"))
            else:
                columns[cell.at] = column.name
        gone = [column.heading for column in named.values() if column.typed and column.name not in columns.values()]
        told = "has gone or has another heading"
        sheet.notes += [f"sheet {sheet.name}: the column “{heading}” {told}" for heading in gone]
        heads[found[1]] = columns
    return heads


def _line(sheet: _Sheet, found: Mark, cells: Sequence[_Cell], columns: Mapping[int, str], section: str) -> None:
    boxes = {column.name for column in SECTIONS[section] if column.typed}
    typed: dict[str, str] = {}
    for cell in cells:
        name = columns.get(cell.at)
        if name is None:
            sheet.unplaced.append(_typed(sheet.name, cell, "it stands under no heading of ours"))
        elif name in boxes:
            typed[name] = cell.text
    row = cells[0].row if cells else 0
    sheet.lines.append(LineFilled(found, sheet.name, row, typed))


def _typed(sheet: str, cell: _Cell, why: str) -> Typed:
    return Typed(sheet, f"{_letters(cell.at)}{cell.row}", cell.text, why)


def _letters(column: int) -> str:
    """The letters of a column, from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _unplaced(line: LineFilled, why: str) -> Iterator[Typed]:
    for text in line.typed.values():
        yield Typed(line.sheet, f"row {line.row}", text, why)


# --- held against what was written ----------------------------------------------------------------------


def _as_expected(
    manifest: Manifest, lines: Sequence[LineFilled]
) -> tuple[list[LineFilled], list[Typed], list[str]]:
    """The lines that the workbook was written with, each once; the others' words; and what has gone."""
    expected = set(_expected(manifest))
    kept: dict[Mark, LineFilled] = {}
    unplaced: list[Typed] = []
    for line in lines:
        known = kept.get(line.mark)
        if line.mark not in expected and line.mark[0] in "pse":
            unplaced += _unplaced(line, "its line belongs to no case or prompt of this workbook")
        elif known is None or not known.typed:
            kept[line.mark] = line
        elif line.typed and line.typed != known.typed:
            unplaced += _unplaced(line, "this line stands twice; the first was taken")
    notes = []
    for number, case in enumerate(manifest.cases, start=1):
        gone = [one for one in expected - kept.keys() if one[1] == str(number)]
        if gone:
            notes.append(f"sheet {case.sheet}: {len(gone)} of our lines have gone; they count as left empty")
    named = {line.sheet for line in kept.values()}
    renamed = [case.sheet for case in manifest.cases if case.sheet not in named]
    notes += [f"sheet {name}: has another name now, or has gone" for name in renamed]
    return list(kept.values()), unplaced, notes


def _expected(manifest: Manifest) -> Iterator[Mark]:
    for number, case in enumerate(manifest.cases, start=1):
        for at in range(1, len(case.prompts) + 1):
            yield "p", str(number), str(at)
        if manifest.stage == "second":
            for at in range(1, len(case.seen) + 1):
                yield "s", str(number), str(at)
            continue
        for name in CLOSING:
            yield "e", str(number), name
        if case.blind:
            yield "e", str(number), READ_IN_FULL
