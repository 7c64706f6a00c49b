"""A table of figures as a plain value, which every output shows in its own way.

A cell is words, a number, a range that was not rounded away, or one of two marks: withheld, and nothing to tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from engine.audit.figures.counting import Number
from engine.values import dataclass


class Mark(Enum):
    """A cell without a figure."""

    WITHHELD = "withheld"
    NONE = "–"


@dataclass(frozen=True, slots=True)
class Range:
    """A number that imprecise days leave between two; days, as a rule, and half days where a middle falls between."""

    least: float
    most: float

    def __str__(self) -> str:
        least, most = figure(self.least), figure(self.most)
        return least if least == most else f"{least} to {most}"


Cell = str | int | Range | Mark


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and whether it holds words, numbers or ranges."""

    heading: str
    kind: str = "number"
    """ "words", "title" (words that need room), "number" or "range"."""

    @property
    def in_words(self) -> bool:
        """Whether it holds no figures."""
        return self.kind in ("words", "title")


@dataclass(frozen=True, slots=True)
class Chart:
    """How a table is drawn: a bar for each of these columns in every row; what it shows, in a sentence."""

    caption: str
    columns: tuple[int, ...]
    label: int = 0
    """The column that names a row."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a short name for files and sheets, a title, what must be known to read it, and its rows."""

    name: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    charts: tuple[Chart, ...] = ()
    empty: str = "There is nothing to count here."


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is given out: what was run, in lines of (name, words); sentences that lead; tables."""

    title: str
    opening: str
    run: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    withholds: bool
    """Whether small numbers are withheld."""


def cell_of(number: Number, *, show_small: bool = False) -> Cell:
    """The cell of a number: withheld, or itself."""
    return Mark.WITHHELD if number.withheld and not show_small else number.value


def shown(cell: Cell) -> str:
    """A cell in words."""
    if isinstance(cell, Mark):
        return cell.value
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def figure(value: float) -> str:
    """A number with a half or quarter where it has one, and no more."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def flat(table: Table) -> Iterator[tuple[str | float | None, ...]]:
    """The heading and rows for a spreadsheet: a range in two columns, nothing to tell as an empty cell."""
    yield tuple(heading for column in table.columns for heading in _headings(column))
    for row in table.rows:
        yield tuple(value for column, cell in zip(table.columns, row, strict=True) for value in _values(column, cell))


def _headings(column: Column) -> tuple[str, ...]:
    if column.kind == "range":
        return f"{column.heading}, least", f"{column.heading}, most"
    return (column.heading,)


def _values(column: Column, cell: Cell) -> tuple[str | float | None, ...]:
    if isinstance(cell, Range):
        return cell.least, cell.most
    value = cell if not isinstance(cell, Mark) else cell.value if cell is Mark.WITHHELD else None
    return (value, value) if column.kind == "range" else (value,)
