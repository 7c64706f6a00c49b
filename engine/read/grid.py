"""A table as it stands in a file of any kind, before anybody knows what its columns mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from engine.errors import Warning
from engine.values import dataclass, field

MOST_COLUMNS = 500
MOST_ROWS = 200_000
"""Rows of a sheet or a Word table; a CSV file may be longer."""
NESTED = 8
"""Tables inside tables inside tables: deeper is no chronology."""


class Line(NamedTuple):
    """One row of cells with its number as a person sees it, from 1."""

    number: int
    cells: list[str]


Cell = tuple[int, int]
"""Row number (from 1) and column (from 0)."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of a file: its lines, and what their cells alone do not say.

    `part` is where in the file it stands, as a person would say it ("sheet Chronology", "table 2").
    `under` holds the cells that a cell merged downwards covers, with that cell's text; `beside` those that a
    cell merged to the right covers, with that cell's column. `banners` are rows that one cell fills across.
    `struck` is the text of each row that somebody crossed out.
    """

    lines: list[Line]
    part: str = ""
    above: tuple[Line, ...] = ()
    """Paragraphs that stand before the table, each as a line of one cell."""
    under: Mapping[Cell, str] = field(default_factory=dict)
    beside: Mapping[Cell, int] = field(default_factory=dict)
    banners: frozenset[int] = frozenset()
    struck: Mapping[int, str] = field(default_factory=dict)
    warnings: tuple[Warning, ...] = ()


_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
    # Joiners belong to some scripts and to emoji; between Latin letters and figures they only hide a word.
    "|(?<=[\u0020-\u024f])[\u200c\u200d](?=[\u0020-\u024f]|$)"
)
"""Marks that nobody sees: zero-width spaces, soft hyphens, direction marks, byte order marks inside."""


def visible(text: str) -> str:
    """`text` without the marks that nobody sees and that would hide a header, a date or a word."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def holds_invisible(text: str) -> bool:
    """Whether `visible` would change `text`."""
    return not text.isascii() and _INVISIBLE.search(text) is not None
