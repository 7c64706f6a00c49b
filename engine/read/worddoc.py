"""Word documents: every table as a grid, the paragraphs before it, and what was left out, said.

python-docx loses tracked insertions, content controls and nested tables without a word [measured], so the
elements are walked here. What a person sees in the final version is read; deletions are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from engine.errors import Place, ReadError, Warning
from engine.read.grid import MOST_COLUMNS, MOST_ROWS, NESTED, Grid, Line
from engine.read.guard import Package
from engine.read.wordtext import STRICT, TRANSITIONAL, Seen, W, is_deleted_row, local, on, text_of, value_of
from engine.values import dataclass, field

if TYPE_CHECKING:
    from lxml.etree import _Element

_THROUGH = frozenset({"sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink"})
"""Elements that only wrap what a person sees."""
_LONG = 25
"""Characters from which a paragraph is more than the title of the next table."""
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(slots=True)
class _Word:
    """What is gathered while a document is walked."""

    file: str
    grids: list[Grid] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)
    outside: int = 0
    """Paragraphs of text after the first table, titles left out."""
    seen: Seen = field(default_factory=Seen)


def read_document(package: Package, file: str) -> tuple[list[Grid], list[Warning]]:
    """The tables of a document as grids, and what is to be said of the whole. Raises ReadError with the remedy."""
    word = _Word(file)
    body = next((one for one in _root(package, file) if local(one) == "body"), None)
    if body is not None:
        _blocks(word, body)
    if not word.grids:
        raise ReadError(
            "There is no table in this document.",
            "Put the chronology into a table with a row for each entry and a column for the date, and save it.",
            Place(file),
        )
    return word.grids, list(_said(word, package))


def _root(package: Package, file: str) -> _Element:
    from lxml import etree  # here, because only a Word document needs it

    # No entities, no network, and libxml2's own limits on depth and length stay on.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        name = "word/document.xml"
        if name not in package.names:
            for one in etree.fromstring(package.part("_rels/.rels"), parser):
                if one.tag == _RELATIONS and str(one.get("Type", "")).endswith("/officeDocument"):
                    name = str(one.get("Target", "")).lstrip("/")
        # The strict dialect of the format differs in nothing that is read here but the name of its namespace.
        return etree.fromstring(package.part(name).replace(STRICT, TRANSITIONAL), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ReadError(
            "The document is damaged, or its parts are nested too deeply to be read.",
            "Open it in Word, copy the table into a new document and save that.",
            Place(file),
        ) from None


def _blocks(word: _Word, parent: _Element, depth: int = 1) -> None:
    for one in parent:
        name = local(one)
        if name == "p":
            _paragraph(word, one)
        elif name == "tbl":
            frame = _frame(one)
            if frame is not None:
                if depth >= NESTED:
                    raise _too_deep(Place(word.file))
                _blocks(word, frame, depth + 1)
                continue
            grid = _table(word, one)
            word.grids.append(grid)
            word.before = []
        elif name in _THROUGH:
            _blocks(word, one, depth)
        elif name in ("del", "moveFrom"):
            word.seen.deleted += 1


def _frame(table: _Element) -> _Element | None:
    """The one cell of a table that only frames other tables: the page as some programs lay it out."""
    cells = [cell for row in islice(_rows(table), 2) for cell in islice(_cells(row), 2)]
    return cells[0] if len(cells) == 1 and any(local(one) == "tbl" for one in cells[0]) else None


def _too_deep(place: Place) -> ReadError:
    return ReadError(
        f"Tables stand inside one another more than {NESTED} deep, the limit.",
        "Copy the chronology into a table of its own.",
        place,
    )


def _paragraph(word: _Word, paragraph: _Element) -> None:
    text = text_of(paragraph, word.seen).strip()
    if not text:
        return
    if word.grids and len(text) >= _LONG:
        word.outside += 1
    # A tab or a run of spaces stands between a label and its value in many header blocks.
    cells = [cell.strip() for cell in text.split("\t") if cell.strip()]
    word.before.append(Line(len(word.before) + 1, cells))


# --- tables ---------------------------------------------------------------------------------------------


def _table(word: _Word, table: _Element) -> Grid:
    number = len(word.grids) + 1
    part = f"table {number}"
    place = Place(word.file, part)
    lines: list[Line] = []
    under: dict[tuple[int, int], str] = {}
    beside: dict[tuple[int, int], int] = {}
    struck: dict[int, str] = {}
    banners: set[int] = set()
    merged: dict[int, str] = {}
    widest = 0
    for at, row in enumerate(_rows(table), 1):
        if at > MOST_ROWS:
            raise ReadError(f"It has more than {MOST_ROWS:,} rows, the limit for a table.", "Split it.", place)
        if is_deleted_row(row):
            word.seen.deleted += 1
            continue
        cells: list[str] = [""] * _before(row)
        crossed_out: list[str] = []
        wide = 0
        for cell in _cells(row):
            k, span, continued = len(cells), *_shape(cell)
            if k + span > MOST_COLUMNS:
                raise ReadError(f"A row has more than {MOST_COLUMNS} columns, the limit.", "Split the table.", place)
            text = "" if continued else _cell_text(cell, word.seen, crossed_out, place)
            if continued and k in merged:
                under[at, k] = merged[k]
            elif text.strip() and _starts_merge(cell):
                merged[k] = text
            else:
                merged.pop(k, None)
            cells.append(text)
            for beyond in range(1, span):
                beside[at, k + beyond] = k
                cells.append("")
            wide = max(wide, span)
        if crossed_out:
            struck[at] = "\n".join(crossed_out)
        if wide >= 3 and wide == len(cells) and any(cell.strip() for cell in cells):
            banners.add(at)
        widest = max(widest, len(cells))
        lines.append(Line(at, cells))
    # A banner fills the whole table; a long cell in a narrower row does not.
    full = frozenset(n for n in banners if any(line.number == n and len(line.cells) >= widest for line in lines))
    return Grid(lines, part, tuple(word.before), under, beside, full, struck)


def _rows(table: _Element) -> Iterator[_Element]:
    for one in table:
        if local(one) == "tr":
            yield one
        elif local(one) in _THROUGH:
            yield from _rows(one)


def _cells(row: _Element) -> Iterator[_Element]:
    for one in row:
        if local(one) == "tc":
            yield one
        elif local(one) in _THROUGH:
            yield from _cells(one)


def _before(row: _Element) -> int:
    """Columns of the grid that a row leaves out at its beginning."""
    found = row.find(f"{W}trPr/{W}gridBefore")
    return min(_whole(value_of(found)), MOST_COLUMNS) if found is not None else 0


def _shape(cell: _Element) -> tuple[int, bool]:
    """How many columns a cell covers, and whether it continues the one above."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return 1, False
    span = properties.find(f"{W}gridSpan")
    down = properties.find(f"{W}vMerge")
    continued = down is not None and value_of(down) != "restart"
    return (max(1, _whole(value_of(span))) if span is not None else 1), continued


def _starts_merge(cell: _Element) -> bool:
    down = cell.find(f"{W}tcPr/{W}vMerge")
    return down is not None and value_of(down) == "restart"


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else MOST_COLUMNS + 1 if text else 1


def _cell_text(cell: _Element, seen: Seen, crossed_out: list[str], place: Place, depth: int = 1) -> str:
    """The text of a cell, a line for each paragraph; a table inside it becomes lines of " | " between cells."""
    parts: list[str] = []
    for one in cell:
        name = local(one)
        if name == "p":
            parts.append(text_of(one, seen, crossed_out))
        elif name == "tbl":
            if depth >= NESTED:
                raise _too_deep(place)
            seen.nested += depth == 1
            for row in _rows(one):
                inner = [_cell_text(each, seen, crossed_out, place, depth + 1).strip() for each in _cells(row)]
                parts.append(" | ".join(filter(None, inner)))
        elif name in _THROUGH:
            checked = on(one, "checkbox")
            if checked is not None:
                parts.append(checked)
            elif not _placeholder(one):
                parts.append(_cell_text(one, seen, crossed_out, place, depth))
        elif name in ("del", "moveFrom"):
            seen.deleted += 1
    return "\n".join(parts).strip("\n")


def _placeholder(control: _Element) -> bool:
    """Whether a content control still shows "Click here to enter text"."""
    return local(control) == "sdt" and control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


# --- what is said ---------------------------------------------------------------------------------------


def _said(word: _Word, package: Package) -> Iterator[Warning]:
    place = Place(word.file)
    seen = word.seen
    if seen.deleted:
        yield Warning(f"{_count(seen.deleted, 'tracked deletion')} left out; tracked insertions were read", place)
    elif seen.inserted:
        yield Warning(f"{_count(seen.inserted, 'tracked insertion')} read as part of the text", place)
    if any(name.startswith("word/comments") for name in package.names) and seen.comments:
        yield Warning(f"{_count(seen.comments, 'comment')} not read", place)
    if seen.boxes:
        yield Warning(f"{_count(seen.boxes, 'text box', 'text boxes')} read as part of the text around it", place)
    if seen.nested:
        yield Warning(f"tables inside cells: {_count(seen.nested, 'table')} read as text of its cell", place)
    if seen.hidden:
        yield Warning(f"hidden text: {_count(seen.hidden, 'stretch', 'stretches')} read all the same", place)
    if seen.notes:
        yield Warning(f"{_count(seen.notes, 'footnote')} not read", place)
    if seen.pictures:
        yield Warning(f"{_count(seen.pictures, 'picture')} not read", place)
    if word.outside:
        yield Warning(f"text between or below the tables: {_count(word.outside, 'paragraph')} not read as rows", place)


def _count(number: int, one: str, many: str = "") -> str:
    return f"1 {one} was" if number == 1 else f"{number} {many or one + 's'} were"
