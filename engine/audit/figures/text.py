"""The figures as text for a terminal: what leads, and the tables that fit; the others are named."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from engine.audit.figures.tables import Figures, Table, shown

MOST_ROWS = 100
GAP = 2
NUMBER = 9
"""Characters of a column of numbers, as long as its longest word is no longer."""


def render(figures: Figures, width: int) -> str:
    """The whole text, ending in a newline."""
    lines = [figures.title, *textwrap.wrap(figures.opening, width), ""]
    for sentence in figures.sentences:
        lines += textwrap.wrap(sentence, width)
    lines.append("")
    for name, words in figures.run:
        lines += textwrap.wrap(f"{name}: {words}", width, subsequent_indent="  ")
    left = []
    for table in figures.tables:
        drawn = _drawn(table, width) if len(table.rows) <= MOST_ROWS else None
        if drawn is None:
            left.append(f"{table.title} ({len(table.rows):,} lines)")
        else:
            lines += ["", table.title.upper(), *drawn]
    if left:
        lines.append("")
        lines += textwrap.wrap(f"Not shown here: {'; '.join(left)}. Add --output for all of it.", width)
    return "\n".join(lines) + "\n"


def _drawn(table: Table, width: int) -> list[str] | None:
    """The table with its headings wrapped; None where it does not fit."""
    if not table.rows:
        return [table.empty]
    if all(column.in_words for column in table.columns):
        return [*_in_lines(table, width), *_notes(table, width)]
    widths = []
    for at, column in enumerate(table.columns):
        longest = max(len(shown(row[at])) for row in table.rows)
        words = max(len(word) for word in column.heading.split())
        widths.append(max(longest, words, 0 if column.in_words else NUMBER))
    if sum(widths) + GAP * (len(widths) - 1) > width:
        return None
    heads = [textwrap.wrap(column.heading, wide) for column, wide in zip(table.columns, widths, strict=True)]
    high = max(map(len, heads))
    lines = [_line(table, widths, [([""] * (high - len(head)) + head)[at] for head in heads]) for at in range(high)]
    lines.append(" ".join("-" * wide + " " * (GAP - 1) for wide in widths).rstrip())
    lines += [_line(table, widths, [shown(cell) for cell in row]) for row in table.rows]
    return [*lines, *_notes(table, width)]


def _in_lines(table: Table, width: int) -> Iterator[str]:
    """A table of words: what it is about, then each column under its heading."""
    heads = [column.heading.lower() for column in table.columns[1:]]
    for row in table.rows:
        told = "; ".join(f"{head}: {shown(cell)}" for head, cell in zip(heads, row[1:], strict=True))
        yield from textwrap.wrap(f"{shown(row[0])} ({told})", width, subsequent_indent="  ")


def _line(table: Table, widths: list[int], cells: list[str]) -> str:
    told = []
    for column, wide, cell in zip(table.columns, widths, cells, strict=True):
        told.append(cell.ljust(wide) if column.in_words else cell.rjust(wide))
    return (" " * GAP).join(told).rstrip()


def _notes(table: Table, width: int) -> Iterator[str]:
    for note in table.notes:
        yield from textwrap.wrap(note, width)
