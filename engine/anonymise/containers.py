"""Files written anew from their text, so that nothing of the old container (comments, properties, images) comes along.

Row numbers stay: what stood in row 12 stands in row 12.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from engine.read.grid import Grid

_RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LONGEST_SHEET = 31
_MOST_IN_CELL = 32_767


def as_csv(grid: Grid) -> bytes:
    """One table as CSV UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for cells in _every_line(grid):
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a mark alone is none."""
    if cell.lstrip(" ").startswith(_RISKY) and any(char.isalnum() for char in cell):
        return "'" + cell
    return cell


def as_workbook(grids: Sequence[Grid]) -> bytes:
    """Sheets as an Excel workbook that holds text only; merged cells stay merged."""
    import xlsxwriter  # here, because only a workbook needs it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": "Anonymised case", "created": datetime(2000, 1, 1)})
    style = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    used: set[str] = set()
    for grid in grids:
        sheet = book.add_worksheet(_sheet_name(grid.part.removeprefix("sheet "), used))
        merged = {(top, left): (bottom, right) for top, left, bottom, right in _merged(grid)}
        for line in grid.lines:
            for column, text in enumerate(line.cells):
                if (line.number, column) in merged:
                    bottom, right = merged[line.number, column]
                    sheet.merge_range(line.number - 1, column, bottom - 1, right, "", style)
                if text:
                    sheet.write_string(line.number - 1, column, text[:_MOST_IN_CELL], style)
    book.close()
    return out.getvalue()


def _sheet_name(name: str, used: set[str]) -> str:
    clean = "".join(char for char in name if char not in "[]:*?/\\").strip("' ")[:_LONGEST_SHEET] or "Sheet"
    number = 2
    while clean.lower() in used:
        clean, number = f"{clean[: _LONGEST_SHEET - 3]} {number}", number + 1
    used.add(clean.lower())
    return clean


def _merged(grid: Grid) -> Iterator[tuple[int, int, int, int]]:
    """Each merged cell as first row, first column, last row, last column."""
    wide: dict[tuple[int, int], int] = {}
    for (row, column), first in grid.beside.items():
        wide[row, first] = max(wide.get((row, first), first), column)
    down: dict[int, list[int]] = {}
    for row, column in grid.under:
        down.setdefault(column, []).append(row)
    tall: dict[tuple[int, int], int] = {}
    for column, rows in down.items():
        top = last = 0
        for row in sorted(rows):
            if row != last + 1:
                top = row - 1
            tall[top, column] = last = row
    for place in sorted({*wide, *tall}):
        yield place[0], place[1], tall.get(place, place[0]), wide.get(place, place[1])


def as_document(grids: Sequence[Grid]) -> bytes:
    """Tables, each with the paragraphs before it, as a Word document that holds nothing else."""
    body = "".join(_table(grid) for grid in grids)
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": "<Relationships "
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship'
        ' Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + content)
    return out.getvalue()


def _table(grid: Grid) -> str:
    before = "".join(_paragraph("\t".join(line.cells)) for line in grid.above)
    width = max((len(line.cells) for line in grid.lines), default=1)
    covered = {(row, column): first for (row, column), first in grid.beside.items()}
    starts = {(top, left) for top, left, bottom, _ in _merged(grid) if bottom > top}
    rows = []
    for number, cells in enumerate(_every_line(grid), 1):
        out, column = [], 0
        while column < max(width, len(cells)):
            span = 1
            while covered.get((number, column + span)) == column:
                span += 1
            down = "continue" if (number, column) in grid.under else "restart" if (number, column) in starts else ""
            shape = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            shape += f'<w:vMerge w:val="{down}"/>' if down else ""
            text = cells[column] if column < len(cells) else ""
            inner = "".join(_paragraph(part) for part in text.split("\n"))
            out.append(f"<w:tc><w:tcPr>{shape}</w:tcPr>{inner}</w:tc>")
            column += span
        rows.append(f"<w:tr>{''.join(out)}</w:tr>")
    grid_columns = "<w:gridCol/>" * width
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in sides)
    shape = f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid_columns}</w:tblGrid>"
    return f"{before}<w:tbl>{shape}{''.join(rows)}</w:tbl><w:p/>"


def _paragraph(text: str) -> str:
    pieces = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(_allowed(part))}</w:t>' for part in text.split("\t"))
    return f"<w:p><w:r>{pieces}</w:r></w:p>"


def _allowed(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(char for char in text if char >= " " or char in "\t\n")


def _every_line(grid: Grid) -> Iterator[list[str]]:
    """The lines of a table with an empty one wherever a number is missing."""
    at = 1
    for line in grid.lines:
        while at < line.number:
            yield []
            at += 1
        yield line.cells
        at += 1
