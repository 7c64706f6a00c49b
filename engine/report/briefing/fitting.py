"""How much room a document takes on paper, reckoned with room to spare: the one thing nobody can see beforehand.

No page is drawn here. Letters are taken to be as wide as those of the widest common sans-serif face, so that what
is reckoned to fit also fits where the document's own face is not installed.
"""

from __future__ import annotations

from unicodedata import category, east_asian_width

from engine.report.briefing.blocks import Block, Document, Heading, Paragraph, Run, Table
from engine.report.safetext import plain
from engine.values import dataclass


@dataclass(frozen=True, slots=True)
class TextSize:
    """Letters and the space around a paragraph of them, in points."""

    letters: float
    before: float
    after: float
    indent: float = 0.0


PAGE_WIDTH, PAGE_HEIGHT = 595.3, 841.9
"""A4, in points."""
MARGIN_SIDE, MARGIN_TOP, MARGIN_BOTTOM = 42.0, 36.0, 44.0
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN_SIDE
TEXT_HEIGHT = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM
CELL_PADDING = 4.0
"""At the left and the right of a cell."""

SIZES = {
    "title": TextSize(16, 0, 3),
    "part": TextSize(11.5, 7, 2),
    "within": TextSize(10, 5, 2),
    "body": TextSize(9, 0, 2),
    "small": TextSize(8.5, 0, 1),
    "notice": TextSize(9, 2, 4, indent=6),
    "bullet": TextSize(9, 0, 1, indent=12),
    "cell": TextSize(8.5, 0, 1),
}
LINE = 1.17
"""The height of a line in heights of its letters."""
ROW_EXTRA = 3.0
"""The space and the rule around a row of a table."""
BOLDER = 1.12
"""How much wider strong letters are."""
_WIDTHS = {
    letter: width
    for letters, width in (
        ("ijlIJ'", 0.29), (" ,.:;/\\|‘’", 0.34), ("ftr()[]-!", 0.4), ("sczvxyk?*`\"“”_–", 0.57), ("mMwW@%…—", 1.0),
        ("ABCDEFGHKLNOPQRSTUVXYZ", 0.7), ("&+=<>#^~", 0.84),
    )
    for letter in letters
}  # fmt: skip
_WIDTHS |= {chr(code): 0.635 for code in range(32, 127) if chr(code) not in _WIDTHS}


def pages(document: Document) -> float:
    """How many pages of A4 the document fills; 1.5 is one and a half."""
    page, used = 0, 0.0
    blocks = document.blocks
    for at, block in enumerate(blocks):
        pieces = _pieces(block)
        if isinstance(block, Heading) and at + 1 < len(blocks):
            # A heading stays with what follows it, as Word keeps it.
            following = _pieces(blocks[at + 1])
            needed = pieces[0] + sum(following[:2] if isinstance(blocks[at + 1], Table) else following[:1])
            if used + needed > TEXT_HEIGHT:
                page, used = page + 1, 0.0
        repeated = pieces[0] if isinstance(block, Table) else 0.0
        for height in pieces:
            if used + height > TEXT_HEIGHT:
                page, used = page + 1, repeated
                whole, left = divmod(height, TEXT_HEIGHT - repeated)
                page, height = page + int(whole), left
            used += height
    return page + used / TEXT_HEIGHT


def _pieces(block: Block) -> list[float]:
    """The heights of what is not broken over two pages: the rows of a table, and the rest as it is."""
    if isinstance(block, Heading):
        size = SIZES[("title", "part", "within")[block.level - 1]]
        return [_height((Run(block.text, True),), size, TEXT_WIDTH)]
    if isinstance(block, Paragraph):
        return _lines(block)
    widths = [TEXT_WIDTH * share / sum(block.shares) for share in block.shares]
    header = tuple((Paragraph((Run(text, True),)),) for text in block.header)
    return [_row_height(row, widths) for row in (header, *block.rows)]


def _lines(paragraph: Paragraph) -> list[float]:
    """The heights of a paragraph's lines: a long one may be broken between any but the first two and the last two."""
    size = SIZES[paragraph.style]
    line = size.letters * LINE
    lines = lines_of(paragraph.runs, (TEXT_WIDTH - 2 * size.indent) / size.letters)
    if lines < 4:
        return [lines * line + size.before + size.after]
    return [2 * line + size.before, *[line] * (lines - 4), 2 * line + size.after]


def _row_height(row: tuple[tuple[Paragraph, ...], ...], widths: list[float]) -> float:
    """The height of the highest cell, and the space around it."""
    size = SIZES["cell"]
    return ROW_EXTRA + max(
        sum(_height(one.runs, size, width - 2 * CELL_PADDING - 1) for one in cell or (Paragraph(()),))
        for cell, width in zip(row, widths, strict=True)
    )


def _height(runs: tuple[Run, ...], size: TextSize, width: float) -> float:
    return lines_of(runs, (width - 2 * size.indent) / size.letters) * size.letters * LINE + size.before + size.after


def lines_of(runs: tuple[Run, ...], width: float) -> int:
    """How many lines the words take in a width given in sizes of their letters; a word too long is broken."""
    lines, used = 1, 0.0
    for run in runs:
        broader = BOLDER if run.strong else 1.0
        for word in plain(run.text).split(" "):
            length = sum(map(_letter, word)) * broader
            space = _letter(" ") * broader if used else 0.0
            if used + space + length <= width:
                used += space + length
                continue
            # One letter of a broken word's line may be left empty.
            whole, left = divmod(length, max(width - 1.0, 1.0))
            lines += int(whole) + (1 if used else 0)
            used = left
    return lines


def _letter(letter: str) -> float:
    known = _WIDTHS.get(letter)
    if known is not None:
        return known
    if category(letter) in ("Mn", "Me"):
        return 0.0
    return 1.1 if east_asian_width(letter) in "WF" or letter > "\u2fff" else 0.85
