"""The text of a Word paragraph as a person sees it: insertions in, deletions out, ticks and boxes as marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.values import dataclass

if TYPE_CHECKING:
    from lxml.etree import _Element

TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
W = f"{{{TRANSITIONAL.decode()}}}"
TICKED, EMPTY_BOX = "☑", "☐"
_SYMBOLS = {
    ("wingdings", "FC"): "✓", ("wingdings", "FE"): "☑", ("wingdings", "FB"): "✗", ("wingdings", "FD"): "☒",
    ("wingdings", "A8"): "☐", ("wingdings", "6F"): "☐", ("wingdings 2", "50"): "✓", ("wingdings 2", "52"): "☑",
    ("wingdings 2", "4F"): "✗", ("wingdings 2", "51"): "☒", ("wingdings 2", "A3"): "☐",
}  # fmt: skip
"""Symbols that forms use for yes and no, by font and the last two figures of their code."""
_SKIPPED = frozenset(
    [
        "del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sdtPr", "sdtEndPr", "tcPr", "trPr",
        "tblPr", "Fallback",
    ]
)  # fmt: skip


@dataclass(slots=True)
class Seen:
    """What was met on the way that a reader should be told of, counted."""

    deleted: int = 0
    inserted: int = 0
    comments: int = 0
    boxes: int = 0
    nested: int = 0
    hidden: int = 0
    notes: int = 0
    pictures: int = 0


def local(element: _Element) -> str:
    """The name of an element without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value_of(element: _Element | None) -> str:
    """The w:val of an element."""
    return "" if element is None else str(element.get(f"{W}val") or "")


def is_deleted_row(row: _Element) -> bool:
    """Whether a tracked change takes the whole row away."""
    return row.find(f"{W}trPr/{W}del") is not None


def on(control: _Element, kind: str) -> str | None:
    """The mark of a check box control: Word shows a ticked one as a crossed box, which is no "no"."""
    properties = next((one for one in control if local(one) == "sdtPr"), None)
    box = next((one for one in properties if local(one) == kind), None) if properties is not None else None
    if box is None:
        return None
    checked = next((one for one in box if local(one) == "checked"), None)
    if checked is None:
        return EMPTY_BOX
    told = next((str(value) for name, value in checked.items() if str(name).endswith("val")), "1")
    return TICKED if told not in ("0", "false") else EMPTY_BOX


def text_of(paragraph: _Element, seen: Seen, struck: list[str] | None = None) -> str:
    """The text of a paragraph. What is struck through goes to `struck` where that is given."""
    out: list[str] = []
    _walk(paragraph, out, seen, struck)
    return "".join(out)


def _walk(parent: _Element, out: list[str], seen: Seen, struck: list[str] | None) -> None:
    for one in parent:
        name = local(one)
        if name == "r":
            _run(one, out, seen, struck)
        elif name in ("del", "moveFrom"):
            seen.deleted += 1
        elif name == "sdt":
            mark = on(one, "checkbox")
            if mark is not None:
                out.append(mark)
            elif one.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                _walk(one, out, seen, struck)
        elif name in ("ins", "moveTo"):
            seen.inserted += 1
            _walk(one, out, seen, struck)
        elif name and name not in _SKIPPED:
            _walk(one, out, seen, struck)


def _run(run: _Element, out: list[str], seen: Seen, struck: list[str] | None) -> None:
    properties = run.find(f"{W}rPr")
    own: list[str] = []
    _pieces(run, own, seen, struck)
    text = "".join(own)
    if not text:
        return
    if properties is not None:
        if _is_on(properties, "vanish"):
            seen.hidden += 1
        if struck is not None and text.strip() and (_is_on(properties, "strike") or _is_on(properties, "dstrike")):
            struck.append(text)
            out.append(" ")
            return
    out.append(text)


def _is_on(properties: _Element, name: str) -> bool:
    found = properties.find(f"{W}{name}")
    return found is not None and value_of(found) not in ("0", "false", "off")


def _pieces(run: _Element, out: list[str], seen: Seen, struck: list[str] | None) -> None:
    for one in run:
        name = local(one)
        if name == "t":
            out.append(one.text or "")
        elif name in ("tab", "ptab"):
            out.append("\t")
        elif name in ("br", "cr"):
            out.append("\n")
        elif name == "noBreakHyphen":
            out.append("-")
        elif name == "sym":
            font, code = str(one.get(f"{W}font") or "").lower(), str(one.get(f"{W}char") or "").upper()
            out.append(_SYMBOLS.get((font, code[-2:]), ""))
        elif name == "fldChar":
            out.extend(_form_box(one))
        elif name == "commentReference":
            seen.comments += 1
        elif name in ("footnoteReference", "endnoteReference"):
            seen.notes += 1
        elif name in ("drawing", "pict", "object", "AlternateContent"):
            _drawing(one, out, seen, struck)


def _form_box(field: _Element) -> list[str]:
    """The mark of an old form's check box."""
    box = field.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return []
    told = box.find(f"{W}checked")
    told = told if told is not None else box.find(f"{W}default")
    return [TICKED if told is not None and value_of(told) not in ("0", "false") else EMPTY_BOX]


def _drawing(drawing: _Element, out: list[str], seen: Seen, struck: list[str] | None) -> None:
    """The text of boxes in a drawing; the older twin that Word writes beside it is left out."""
    boxes = 0
    waiting = [drawing]
    while waiting:
        one = waiting.pop()
        for inner in one:
            name = local(inner)
            if name == "txbxContent":
                boxes += 1
                for paragraph in inner.iter(f"{W}p"):
                    out.append("\n")
                    _walk(paragraph, out, seen, struck)
            elif name and name != "Fallback":
                waiting.append(inner)
    seen.boxes += boxes
    seen.pictures += 0 if boxes or local(drawing) == "AlternateContent" else 1
