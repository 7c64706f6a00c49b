"""Rows as a person sees them in the source file: what `read` hands to `code`."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import Warning
from engine.values import dataclass, field

COLUMNS: Mapping[str, str] = {
    "date": "when it happened (may be a period or prose)",
    "date_end": "the end of a period",
    "time": "time of day",
    "agency": "the agency that recorded the row",
    "source": "where the information comes from",
    "event": "what happened, in free text",
    "category": "type of contact or record",
    "child_seen": "whether a child was seen",
    "child_seen_alone": "whether a child was seen alone",
    "bedroom_seen": "whether the bedroom was seen",
    "child_voice": "the child's own words or views",
    "action": "action taken, response or outcome",
    "rationale": "reasons for a decision",
    "child": "which child the row is about",
    "recorded_by": "who wrote the row",
    "recorded": "the day the row was written or shared",
    "commentary": "analysis, impact, review or comment: never an event",
    "reference": "the source's own reference for the row",
}
"""The canonical columns, and what each holds. Anything else is kept under its own header."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the source with every cell as written.

    `number` is the row as a person sees it in Excel, or in the table of a Word document: the header and anything
    above it are counted. `sheet` says in words which part of the file that is ("sheet Police", "table 2", "column
    Health"), and is None where the file has only one. `cells` maps canonical columns to text; `other` keeps
    unrecognised columns, header to text.
    """

    file: str
    number: int
    cells: Mapping[str, str]
    other: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None

    def cell(self, column: str) -> str:
        """The text of a canonical column, or an empty string."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """What one column was taken for, none where it is kept and not used, and why."""

    header: str
    columns: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person wrote beside one reading in the workbook of `flag code`: right, wrong, or what it should be.

    An empty `kind` is a line for something that was not read. `should` holds what the person filled in: kind,
    status, about, words.
    """

    line: int
    """The line of the sheet of readings, as a person sees it."""
    row: int
    """The row of the sheet of the chronology."""
    kind: str
    status: str
    words: str
    wrong: bool
    should: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A line of the sheet of prompts in that workbook, as far as a person filled it in: header -> words."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """One chronology as read: its rows, how its columns were understood, and what a reader should know.

    A CSV file holds one; a workbook or a Word document may hold several, `part` being the sheet or first table.
    """

    file: str
    sha256: str
    encoding: str
    rows: tuple[Row, ...]
    columns: Mapping[str, str]
    """Header as written -> canonical column, or "" where it was not recognised."""
    warnings: tuple[Warning, ...] = ()
    preamble: Mapping[str, str] = field(default_factory=dict)
    """What stood above the header (the child's name, date of birth), label as written -> value."""
    part: str = ""
    header: int = 0
    """The row of the header, as a person sees it."""
    mapping: tuple[ColumnRead, ...] = ()
    headers_again: int = 0
    """How often the header was repeated, or another begun, further down."""
    corrections: tuple[Correction, ...] = ()
    """What a person corrected in the workbook of readings that this chronology stands in."""
    answers: tuple[AnswerLine, ...] = ()
    """What a person answered in that workbook."""
