"""From the lines of a table and their layout to rows; nothing that is filled is dropped without a word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.errors import Place, ReadError, Warning
from engine.read.columns import Layout, Named
from engine.read.grid import MOST_COLUMNS, Grid, Line, holds_invisible, visible
from engine.read.header import is_header_again, second_header
from engine.rows import Row
from engine.values import dataclass, field

_NOTE_MARKS = ("#", "^", "¬", "~")
NOTE = "note"
"""The key in `Row.other` that marks an author's note or a heading across the table, which is never an event."""
STRUCK = "struck through"
"""The key in `Row.other` for text that somebody crossed out: kept, not read."""

_SPREADS = frozenset({"date", "date_end", "time", "agency", "source", "child", "category", "recorded", "recorded_by"})
"""Columns in which a cell merged downwards speaks for every row it covers; of text it would tell events twice."""
_REASON = re.compile(
    r"(?i)\b(?:because(?: of)?|rationale|reasons?(?: for (?:the )?decisions?| given)?|due to|owing to|given that"
    r"|so that|in order to|on the (?:basis|grounds) (?:of|that))[ \t]{0,3}[:\-–]?[ \t]{0,3}([^.;\n]{5,})"
)
"""In a cell that holds action, reasons and outcome together, the part that gives a reason."""


@dataclass(slots=True)
class Rowing:
    """The rows of one table as they are made, and what is to be said of them."""

    file: str
    part: str
    agency: str | None
    several: bool
    """Whether the file has more tables than this: then each row says which it stands in."""
    rows: list[Row] = field(default_factory=list)
    again: list[int] = field(default_factory=list)
    long: list[int] = field(default_factory=list)
    short: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    banners: list[int] = field(default_factory=list)
    unseen: list[int] = field(default_factory=list)
    struck: list[int] = field(default_factory=list)
    further: list[int] = field(default_factory=list)
    _here: str | None = None
    merged: list[int] = field(default_factory=list)

    def place(self, number: int | None = None) -> Place:
        """Where something stands in this table."""
        return Place(self.file, self.part or None, number)

    def read(self, grid: Grid, lines: Sequence[Line], header: Sequence[str], layout: Layout, named: Named) -> Layout:
        """Make the rows of `lines`; the layout in force after the last of them."""
        self._here = self._part()
        width = len(layout.columns)
        date = layout.at("date")
        first = header[0].strip()[:9].lower() if header else ""
        plain_grid = not (grid.under or grid.banners or grid.struck)
        for line in lines:
            cells = line.cells
            if not any(map(str.strip, cells)):
                continue
            if header and cells[0].strip()[:9].lower() == first and is_header_again(cells, header):
                self.again.append(line.number)
                continue
            if date < len(cells) and cells[date][:1].isalpha():
                further = second_header(cells, line.number, date, named)
                if further is not None:
                    layout, header, width = further, cells, len(further.columns)
                    date, first = further.at("date"), cells[0].strip()[:9].lower()
                    self.further.append(line.number)
                    continue
            if line.number in grid.banners:
                self._banner(line)
                continue
            if len(cells) < width and not grid.part:  # sheets leave empty cells at the end away
                self.short.append(line.number)
            elif any(map(str.strip, cells[width:])):
                self.long.append(line.number)
            if plain_grid:
                self._rows(line, layout, {})
            else:
                self._rows(self._spread(grid, line, layout), layout, self._crossed_out(grid, line))
        return layout

    def _spread(self, grid: Grid, line: Line, layout: Layout) -> Line:
        """The line with what merged cells above it say of its day, agency, child and source."""
        cells = line.cells
        for k, column in enumerate(layout.columns):
            if column in _SPREADS and (line.number, k) in grid.under and not (k < len(cells) and cells[k].strip()):
                cells = [*cells, *[""] * (k + 1 - len(cells))]
                cells[k] = grid.under[line.number, k]
                self.merged.append(line.number)
        return Line(line.number, cells)

    def _crossed_out(self, grid: Grid, line: Line) -> dict[str, str]:
        if line.number not in grid.struck:
            return {}
        self.struck.append(line.number)
        return {STRUCK: grid.struck[line.number]}

    def _banner(self, line: Line) -> None:
        """A heading that fills the table across ("2021", "Pregnancy"): kept, and never an event."""
        self.banners.append(line.number)
        text = next(cell for cell in line.cells if cell.strip())
        self.rows.append(Row(self.file, line.number, {}, {NOTE: "heading", "heading": text}, self._part()))

    def _rows(self, line: Line, layout: Layout, other: dict[str, str]) -> None:
        cells: dict[str, str] = {}
        told: list[tuple[str, str]] = []
        columns, special = layout.columns, bool(layout.agencies or layout.reasoned or layout.seen_of)
        width = len(columns)
        for k, text in enumerate(line.cells):
            if not text or text.isspace():
                continue
            if not text.isascii() and holds_invisible(text):
                self.unseen.append(line.number)
                text = visible(text)
                if not text.strip():
                    continue
            column = columns[k] if k < width else ""
            if not column:
                if k >= MOST_COLUMNS:
                    raise ReadError(
                        f"This row has more than {MOST_COLUMNS} cells, the limit.",
                        "Look for separators inside a cell that should stand in quotation marks.",
                        self.place(line.number),
                    )
                other[layout.labels[k] if k < width else f"column {k + 1}"] = text
            elif special and k in layout.seen_of:
                of_child = f"{layout.seen_of[k]} - {text.strip()}"
                cells[column] = f"{cells[column]}; {of_child}" if column in cells else of_child
            elif special and k in layout.agencies:
                told.append((layout.agencies[k], text))
            elif column in cells:
                cells[column] += "\n" + text
            else:
                cells[column] = text
            if special and k in layout.reasoned and "rationale" not in cells and (reason := _REASON.search(text)):
                cells["rationale"] = reason[1].strip()
        if not cells and not told and not other:
            return
        if _is_note(cells, line.cells):
            other[NOTE] = "yes"
            self.notes.append(line.number)
        if not told:
            if self.agency and "agency" not in cells:
                cells["agency"] = self.agency
            self.rows.append(Row(self.file, line.number, cells, other, self._here))
            return
        for agency, text in _joined(told):
            own = {**cells, "agency": agency, "event": text}
            self.rows.append(Row(self.file, line.number, own, dict(other), self._part(f"column {agency}")))

    def _part(self, column: str = "") -> str | None:
        part = self.part if self.several else ""
        return ", ".join(filter(None, (part, column))) or None

    def warnings(self) -> list[Warning]:
        """What was decided about rows, once for each kind, with the first row and how many more."""
        told = (
            (self.again, "the header is repeated and was skipped"),
            (self.further, "another header begins here, and the rows below it were read by it"),
            (self.long, "there are more cells than headers; the extra cells are kept without a header"),
            (self.short, "there are fewer cells than headers; the missing ones are taken as empty"),
            (self.notes, "an author's note (it begins with # ^ ¬ or ~): kept, never an event"),
            (self.banners, "a heading across the whole table: kept, never an event"),
            (self.merged, "a merged cell's date, agency, child or source was taken for each row that it covers"),
            (self.struck, "text that is struck through was kept and not read"),
            (self.unseen, "invisible characters (zero-width, soft hyphens, direction marks) were left out"),
        )
        warnings = []
        for numbers, what in told:
            rows = list(dict.fromkeys(numbers))
            if rows:
                more = f" (and in {len(rows) - 1} more rows)" if len(rows) > 1 else ""
                warnings.append(Warning(what + more, self.place(rows[0])))
        return warnings


def _joined(told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What each agency tells, once for each agency (a merged header may give one several columns)."""
    joined: dict[str, str] = {}
    for agency, text in told:
        joined[agency] = f"{joined[agency]}\n{text}" if agency in joined else text
    return list(joined.items())


def _is_note(cells: dict[str, str], written: Sequence[str]) -> bool:
    """Chronolator's mark begins the source; where a table has no source, the event or the only filled cell."""
    source = cells.get("source", "")
    if source:
        return source.lstrip().startswith(_NOTE_MARKS)
    if cells.get("event", "").lstrip().startswith(_NOTE_MARKS[:3]):
        return True
    if len(cells) > 1:
        return False
    filled = [cell for cell in written if cell.strip()]
    return len(filled) == 1 and filled[0].lstrip().startswith(_NOTE_MARKS[:3])


def is_note(row: Row) -> bool:
    """True for an author's note or a heading across the table: kept, shown, never an event."""
    return NOTE in row.other or row.cell("source").lstrip().startswith(_NOTE_MARKS)
