"""Reading one file of a chronology into a Source, or one clear sentence about why it cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.digest import sha256
from engine.errors import Place, ReadError, UsageError, Warning
from engine.read.columns import Layout
from engine.read.encoding import decode
from engine.read.preamble import preamble_of
from engine.read.table import MOST_COLUMNS, Line, Table, canonical, is_header_again, read_table
from engine.rows import COLUMNS, Row, Source

_NOT_YET = {
    "xlsx": "an Excel workbook", "xlsm": "an Excel workbook", "xls": "an Excel workbook",
    "xlsb": "an Excel workbook", "ods": "a spreadsheet", "docx": "a Word document",
    "docm": "a Word document", "doc": "a Word document", "odt": "a text document",
    "rtf": "a text document", "pdf": "a PDF", "html": "a web page", "htm": "a web page",
}  # fmt: skip
_FIRST_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
)
_AS_CSV = (
    "This version reads CSV only: open it, copy the table to a sheet if need be, and use"
    " Save As, “CSV UTF-8 (comma delimited)”."
)
_NOTE_MARKS = ("#", "^", "¬", "~")
NOTE = "note"
"""The key in `Row.other` that marks an author's note, which is never an event."""


def read_file(
    path: Path,
    *,
    agency: str | None = None,
    encoding: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Source:
    """Read a chronology file. No row is dropped except empty ones and repeated headers.

    `agency` fills the agency where the file gives none; `columns` maps canonical columns to headers as
    written. Raises ReadError with the place and the remedy, UsageError for an unknown column name.
    """
    named = _named(columns)
    file = path.name or str(path)
    data = _bytes_of(path, file)
    _refuse_other_kinds(path, data, file)
    text, encoding_read, warnings = decode(data, file, encoding)
    if not text.strip():
        raise ReadError("The file is empty.", "Check that the right file was saved.", Place(file))
    _refuse_binary(text, file)
    table = read_table(text, file, named)
    rows, more = _rows(table, file, agency)
    if not rows:
        what, remedy = "There is a header but no rows below it.", "Check that the whole table was saved."
        raise ReadError(what, remedy, Place(file, row=table.header.number))
    return Source(
        file=file,
        sha256=_sha256(data),
        encoding=encoding_read,
        rows=tuple(rows),
        columns=dict(zip(table.layout.labels, table.layout.columns, strict=True)),
        warnings=tuple(warnings + table.warnings + more),
        preamble=preamble_of(table.above),
    )


def _named(columns: Mapping[str, str] | None) -> dict[str, str]:
    named: dict[str, str] = {}
    for column, header in (columns or {}).items():
        name = canonical(column)
        if not name:
            known = ", ".join(COLUMNS)
            raise UsageError("--columns names a column there is not.", f"The columns are: {known}.")
        named[name] = header
    return named


def _bytes_of(path: Path, file: str) -> bytes:
    place = Place(file)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError("There is no such file.", "Check the name and the folder.", place) from None
    except IsADirectoryError:
        raise ReadError("This is a folder.", "Name the files in it.", place) from None
    except PermissionError:
        if path.is_dir():  # what Windows says of a folder
            raise ReadError("This is a folder.", "Name the files in it.", place) from None
        raise ReadError("You may not read this file.", "Check who may open it, or copy it.", place) from None
    except (OSError, ValueError):
        raise ReadError("The file cannot be read from the disk.", "Copy it elsewhere and try again.", place) from None


def _refuse_other_kinds(path: Path, data: bytes, file: str) -> None:
    kind = next((what for start, what in _FIRST_BYTES if data.startswith(start)), "")
    kind = _NOT_YET.get(path.suffix.lower().lstrip("."), "") or kind
    if not kind and data[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        kind = "a web page"
    if kind:
        raise ReadError(f"This is {kind}, which is not read yet.", _AS_CSV, Place(file))


def _refuse_binary(text: str, file: str) -> None:
    sample = text[:4096]
    odd = sum(1 for char in sample if (char < " " and char not in "\t\r\n\f\v") or char == "\ufffd")
    if odd > max(8, 0.1 * len(sample)):
        raise ReadError("This is not a text file.", _AS_CSV, Place(file))


def _sha256(data: bytes) -> str:
    return sha256(data).hexdigest()


def _rows(table: Table, file: str, agency: str | None) -> tuple[list[Row], list[Warning]]:
    rows: list[Row] = []
    again: list[int] = []
    long: list[int] = []
    short: list[int] = []
    width = len(table.layout.columns)
    first = table.header.cells[0].strip()[:9].lower()
    for line in table.rows:
        if not any(map(str.strip, line.cells)):
            continue
        if line.cells[0].strip()[:9].lower() == first and is_header_again(line, table.header):
            again.append(line.number)
            continue
        if len(line.cells) < width:
            short.append(line.number)
        elif any(map(str.strip, line.cells[width:])):
            long.append(line.number)
        rows.append(_row(line, table.layout, file, agency))
    header = Place(file, row=table.header.number)
    warnings = [Warning("two columns have the same header; both are kept", header)] if table.layout.repeated else []
    for numbers, what in (
        (again, "the header is repeated and was skipped"),
        (long, "there are more cells than headers; the extra cells are kept without a header"),
        (short, "there are fewer cells than headers; the missing ones are taken as empty"),
    ):
        if numbers:
            more = f" (and in {len(numbers) - 1} more rows)" if len(numbers) > 1 else ""
            warnings.append(Warning(what + more, Place(file, row=numbers[0])))
    return rows, warnings


def _row(line: Line, layout: Layout, file: str, agency: str | None) -> Row:
    cells: dict[str, str] = {}
    other: dict[str, str] = {}
    for k, text in enumerate(line.cells):
        if not text.strip():
            continue
        column = layout.columns[k] if k < len(layout.columns) else ""
        if not column:
            if k >= MOST_COLUMNS:
                raise ReadError(
                    f"This row has more than {MOST_COLUMNS} cells.",
                    "Look for separators inside a cell that should stand in quotation marks.",
                    Place(file, row=line.number),
                )
            other[layout.labels[k] if k < len(layout.labels) else f"column {k + 1}"] = text
        elif column in cells:
            cells[column] += "\n" + text
        else:
            cells[column] = text
    if agency and "agency" not in cells:
        cells["agency"] = agency
    if cells.get("source", "").lstrip().startswith(_NOTE_MARKS):
        other[NOTE] = "yes"
    return Row(file=file, number=line.number, cells=cells, other=other)


def is_note(row: Row) -> bool:
    """True for an author's note (its source starts with # ^ ¬ or ~): kept, shown, never an event."""
    return row.cell("source").lstrip().startswith(_NOTE_MARKS)
