"""A document for a meeting as Markdown. All words are shown as they were written; none is taken for a mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.report.briefing.blocks import Document, Heading, Paragraph, Run, Table
from engine.report.safetext import markdown


def render_document(document: Document) -> str:
    """The document as Markdown with tables, ending in a newline."""
    parts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * block.level} {markdown(block.text)}")
        elif isinstance(block, Paragraph):
            parts.append(_paragraph(block))
        else:
            parts.append("\n".join(_table(block)))
    parts.append(markdown(document.foot))
    text = ""
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        in_list = part.startswith("- ") and following.startswith("- ")
        text += part + ("\n" if in_list or not following else "\n\n")
    return text


def _paragraph(paragraph: Paragraph) -> str:
    words = _runs(paragraph.runs)
    return {"notice": f"> {words}", "bullet": f"- {words}"}.get(paragraph.style, words)


def _runs(runs: Iterable[Run]) -> str:
    return " ".join(f"**{text}**" if run.strong else text for run in runs if (text := markdown(run.text)))


def _table(table: Table) -> Iterator[str]:
    yield _line(markdown(text) for text in table.header)
    yield _line("---" for _ in table.header)
    for row in table.rows:
        yield _line("<br>".join(_runs(paragraph.runs) for paragraph in cell) for cell in row)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
