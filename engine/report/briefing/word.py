"""A document for a meeting as a Word file: real styles, headings and tables, to be edited; the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from engine.report.briefing.blocks import Document, Heading, Paragraph, Run, Table
from engine.report.briefing.fitting import (
    CELL_PADDING,
    MARGIN_BOTTOM,
    MARGIN_SIDE,
    MARGIN_TOP,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SIZES,
    TEXT_WIDTH,
    TextSize,
)
from engine.report.safetext import plain

FACE = "Arial"
LANGUAGE = "en-GB"
MADE = datetime(2000, 1, 1)
"""The day in the file's properties: a real one would make each copy differ."""
TABLE_STYLE = "Briefing Table"
_STYLES = {"body": "Normal", "small": "Briefing Small", "notice": "Briefing Notice", "bullet": "List Bullet"}
_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>flag</Application>'
    b"</Properties>"
)
_FIXED = (1980, 1, 1, 0, 0, 0)


def render_document(document: Document) -> bytes:
    """The document as the bytes of a .docx file."""
    import docx  # here, because only a Word file needs it

    file: Any = docx.Document()
    _set_page(file)
    _set_styles(file)
    _set_properties(file, document.title)
    _foot(file, document.foot)
    for block in document.blocks:
        if isinstance(block, Heading):
            file.add_paragraph(plain(block.text), style=f"Heading {block.level}")
        elif isinstance(block, Paragraph):
            _write(file.add_paragraph(style=_STYLES[block.style]), block.runs)
        else:
            _table(file, block)
    out = io.BytesIO()
    file.save(out)
    return _same_each_time(out.getvalue())


def _write(paragraph: Any, runs: tuple[Run, ...]) -> None:
    for at, run in enumerate(runs):
        paragraph.add_run((" " if at else "") + plain(run.text)).bold = True if run.strong else None


# --- tables -------------------------------------------------------------------------------------------


def _table(file: Any, block: Table) -> None:
    from docx.shared import Pt

    table = file.add_table(rows=1 + len(block.rows), cols=len(block.header), style=TABLE_STYLE)
    table.autofit = False
    style = file.styles["Briefing Cell"].style_id
    widths = [TEXT_WIDTH * share / sum(block.shares) for share in block.shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    cells = [list(row.cells) for row in table.rows]
    for width, at in zip(widths, range(len(widths)), strict=True):
        for row in cells:
            row[at].width = Pt(width)
    for cell, text in zip(cells[0], block.header, strict=True):
        _fill(cell, (Paragraph((Run(text, True),)),), style)
    for row, told in zip(cells[1:], block.rows, strict=True):
        for cell, paragraphs in zip(row, told, strict=True):
            _fill(cell, paragraphs, style)
    for at, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(_element("w:cantSplit"))
        if at == 0:
            properties.append(_element("w:tblHeader"))
    properties = table._tbl.tblPr
    properties.append(_element("w:tblCaption", val=plain(block.description)))
    properties.append(_element("w:tblDescription", val=plain(block.description)))


def _fill(cell: Any, paragraphs: tuple[Paragraph, ...], style: str) -> None:
    """Write a cell; its paragraphs take the style of this id, because to look it up by name each time is slow."""
    for at, paragraph in enumerate(paragraphs or (Paragraph(()),)):
        into = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        into._p.style = style
        _write(into, paragraph.runs)


# --- the whole file -----------------------------------------------------------------------------------


def _set_page(file: Any) -> None:
    from docx.shared import Pt

    section = file.sections[0]
    section.page_width, section.page_height = Pt(PAGE_WIDTH), Pt(PAGE_HEIGHT)
    section.left_margin = section.right_margin = Pt(MARGIN_SIDE)
    section.top_margin, section.bottom_margin = Pt(MARGIN_TOP), Pt(MARGIN_BOTTOM)
    section.header_distance = section.footer_distance = Pt(20)


def _set_styles(file: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    styles = file.styles
    for name in ("Briefing Small", "Briefing Notice", "Briefing Cell"):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles["Normal"]
        made.quick_style = True
    for name, size in (
        ("Normal", "body"), ("Heading 1", "title"), ("Heading 2", "part"), ("Heading 3", "within"),
        ("Briefing Small", "small"), ("Briefing Notice", "notice"), ("Briefing Cell", "cell"),
        ("List Bullet", "bullet"), ("Footer", "small"),
    ):  # fmt: skip
        _set_style(styles[name], SIZES[size])
    for level in (1, 2, 3):
        heading = styles[f"Heading {level}"]
        heading.font.bold = True
        heading.paragraph_format.keep_with_next = True
    indent = SIZES["bullet"].indent
    styles["List Bullet"].paragraph_format.left_indent = Pt(indent)
    styles["List Bullet"].paragraph_format.first_line_indent = Pt(-indent)
    _frame(styles["Briefing Notice"])
    _table_style(styles)
    for element, name in ((styles.element, "w:lang"), (file.settings.element, "w:themeFontLang")):
        for old in element.xpath(f"//{name}"):
            old.getparent().replace(old, _element(name, val=LANGUAGE, eastAsia=LANGUAGE, bidi=LANGUAGE))


def _set_style(style: Any, size: TextSize) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = FACE, Pt(size.letters)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FACE)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(size.before), Pt(size.after), 1.0
    form.widow_control = True


def _frame(style: Any) -> None:
    """A rule around what must be read first: black, so that it holds on any printer."""
    from docx.shared import Pt

    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Pt(SIZES["notice"].indent)
    borders = _element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        borders.append(_element(f"w:{side}", val="single", sz="12", space="3", color="000000"))
    style.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"
    )


def _table_style(styles: Any) -> None:
    """A style of its own on the plain grid: thin rules, a grey header, little room lost."""
    from docx.enum.style import WD_STYLE_TYPE

    style = styles.add_style(TABLE_STYLE, WD_STYLE_TYPE.TABLE)
    style.base_style = styles["Table Grid"]
    element = style.element
    properties = _element("w:tblPr")
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="7F7F7F"))
    margins = _element("w:tblCellMar")
    for side, points in (("top", 1), ("left", CELL_PADDING), ("bottom", 1), ("right", CELL_PADDING)):
        margins.append(_element(f"w:{side}", w=str(int(points * 20)), type="dxa"))
    properties.extend([borders, margins])
    element.append(properties)
    head = _element("w:tblStylePr", type="firstRow")
    bold = _element("w:rPr")
    bold.append(_element("w:b"))
    shade = _element("w:tcPr")
    shade.append(_element("w:shd", val="clear", color="auto", fill="E7E6E6"))
    head.extend([bold, shade])
    element.append(head)


def _set_properties(file: Any, title: str) -> None:
    properties = file.core_properties
    properties.title = plain(title)[:255]
    properties.subject = "Briefing for a strategy discussion or conference"
    properties.author = properties.last_modified_by = "flag"
    properties.comments = properties.keywords = properties.category = ""
    properties.language = LANGUAGE
    properties.created = properties.modified = MADE
    properties.revision = 1


def _foot(file: Any, text: str) -> None:
    paragraph = file.sections[0].footer.paragraphs[0]
    paragraph.style = "Footer"
    paragraph.add_run(f"{plain(text)}. Page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    field = _element("w:fldSimple", instr=code)
    run = _element("w:r")
    text = _element("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _same_each_time(content: bytes) -> bytes:
    """The file packed again in a fixed order with a fixed day, without the template's picture of itself."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name == "docProps/thumbnail.jpeg":
                continue
            part = old.read(name)
            if name == "_rels/.rels":
                part = _without_thumbnail(part)
            elif name == "docProps/app.xml":
                part = _APPLICATION  # the template's tells of the machine that it was made on
            elif name == "word/stylesWithEffects.xml":
                part = part.replace(b"en-US", LANGUAGE.encode())
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, part)
    return out.getvalue()


def _without_thumbnail(relations: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(relations)
    for relation in list(root):
        if str(relation.get("Type", "")).endswith("/thumbnail"):
            root.remove(relation)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
