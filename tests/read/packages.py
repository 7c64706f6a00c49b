"""Word and Excel files made by hand for tests, part by part, so that they can hold what no program writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{}</Types>'  # noqa: E501
_OFFICE = "application/vnd.openxmlformats-officedocument."
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/></Relationships>'  # noqa: E501


def packed(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A package of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path.write_bytes(buffer.getvalue())
    return path


def word(path: Path, body: str, more: Mapping[str, str | bytes] | None = None, start: str = "") -> Path:
    """A Word document with this body."""
    types = f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}wordprocessingml.document.main+xml"/>'
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>{start}<w:document xmlns:w="{WORD}"'
        ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        f' xmlns:wps="urn:wps" xmlns:v="urn:v"><w:body>{body}</w:body></w:document>'
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES.format(types),
        "_rels/.rels": _RELS.format("word/document.xml"),
        "word/document.xml": document,
    }
    return packed(path, {**parts, **(more or {})})


def p(text: str) -> str:
    """A paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(inside: str, properties: str = "") -> str:
    """A cell of text, or of markup."""
    content = inside if inside.startswith("<") else p(inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of cells, each text or a whole w:tc (or a wrapper of one)."""
    made = (cell if cell.startswith(("<w:tc", "<w:sdt><w:sdtContent><w:tc")) else tc(cell) for cell in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(made)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def excel(path: Path, sheet: str, more: Mapping[str, str | bytes] | None = None, name: str = "Sheet1") -> Path:
    """A workbook of one sheet with this content."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = (
        f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}spreadsheetml.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OFFICE}spreadsheetml.worksheet+xml"/>'
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES.format(types),
        "_rels/.rels": _RELS.format("xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="{name}" sheetId="1"'
        ' r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _RELS.format("worksheets/sheet1.xml").replace('/officeDocument"', '/worksheet"'),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
    }
    return packed(path, {**parts, **(more or {})})


def cells(number: int, *texts: str, attributes: str = "") -> str:
    """A row of text cells from column A."""
    made = "".join(
        f'<c r="{chr(65 + k)}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for k, text in enumerate(texts) if text
    )
    return f'<row r="{number}" {attributes}>{made}</row>'
