"""What a document for a meeting is made of, whatever it is written as: headings, paragraphs, lists, tables."""

from __future__ import annotations

from engine.values import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one weight. They may be the record's: whoever writes them makes them safe to show."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 for the document, 2 for its parts, 3 within a part."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `style` is "body", "notice" (framed), "bullet" or "small"."""

    runs: tuple[Run, ...]
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row. Cells hold paragraphs; an empty one is there to be written in.

    `shares` are the columns' parts of the width, `description` what the table holds, for those who hear it.
    """

    description: str
    header: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A document: title, what stands at the foot of each page, and the blocks in order."""

    title: str
    foot: str
    blocks: tuple[Block, ...]


def said(*runs: str | Run, style: str = "body") -> Paragraph:
    """A paragraph of these words."""
    return Paragraph(tuple(run if isinstance(run, Run) else Run(run) for run in runs), style)


def strong(text: str) -> Run:
    """Words that stand out."""
    return Run(text, True)
