"""The workbook that `flag code --output NAME.xlsx` gives, on its way back: the chronology and what a person corrected.

One sheet holds the rows as they were, another what was read of each and what it should have been. Both layouts
are ours, so nothing is guessed: a sheet that was changed out of shape is an error with what to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.errors import Place, ReadError, Warning
from engine.read.columns import plain
from engine.read.grid import Grid, Line
from engine.read.tables import sources_of
from engine.rows import COLUMNS, AnswerLine, Correction, Source
from engine.timeline import Status
from engine.values import replace

CHRONOLOGY, READINGS, PROMPTS = "Chronology", "Readings", "Prompts"
"""The names of the sheets; a workbook may do without the last."""
KEPT = "kept: "
"""Begins the header of a column that is carried along and not used."""
TITLES: Mapping[str, str] = {name: name.replace("_", " ").capitalize() for name in COLUMNS}
"""Canonical column -> its header in the sheet of the chronology."""
READ = ("row", "date", "agency", "kind", "status", "about", "attributes", "certain", "words", "read by", "note")
"""Headers of what was read; a person leaves them as they are."""
ASKED = ("right or wrong", "kind should be", "status should be", "about should be", "words that tell it", "comment")
"""Headers of what a person fills in."""

PROMPT = ("prompt", "child", "title", "since", "rows", "answered before", "rows as read")
"""Headers of the open prompts; a person leaves them as they are."""
ANSWER = ("answer", "reason", "role", "owner", "day", "until", "where")
"""Headers of what a person answers."""


def is_coded(grids: Sequence[Grid]) -> bool:
    """Whether a workbook is one of ours: it has both sheets, the second with our header."""
    sheets = {grid.part.removeprefix("sheet "): grid for grid in grids}
    readings = sheets.get(READINGS)
    return CHRONOLOGY in sheets and readings is not None and bool(_header(readings))


def coded_source(grids: Sequence[Grid], file: str, sha256: str, agency: str | None, said: Sequence[Warning]) -> Source:
    """The chronology of a workbook of readings with its corrections. Raises ReadError where its sheets do not fit."""
    sheets = {grid.part.removeprefix("sheet "): grid for grid in grids}
    grid = replace(sheets[CHRONOLOGY], part="")
    header = grid.lines[0].cells if grid.lines else []
    named: dict[str, tuple[str, ...]] = {plain(title): (name,) for name, title in TITLES.items() if title in header}
    named |= {plain(cell): () for cell in header if cell.startswith(KEPT)}
    source = sources_of([grid], file, sha256, "an Excel workbook of readings", agency, named, said)[0]
    rows = {row.number for row in source.rows}
    corrections: list[Correction] = []
    warnings: list[Warning] = []
    for correction in _corrections(sheets[READINGS], file):
        if correction.row in rows:
            corrections.append(correction)
        else:
            place = Place(file, f"sheet {READINGS}", correction.line)
            warnings.append(Warning("this correction names a row that the chronology does not have", place))
    answers = tuple(_answers(sheets[PROMPTS])) if PROMPTS in sheets else ()
    return replace(
        source, corrections=tuple(corrections), warnings=(*source.warnings, *warnings), answers=answers
    )


def _header(grid: Grid) -> dict[str, int]:
    """Our headers -> their columns, in the first line that has them all; empty where none has."""
    for line in grid.lines[:30]:
        cells = [cell.strip().lower() for cell in line.cells]
        if all(name in cells for name in (*READ[:5], "words", *ASKED[:2])):
            return {name: cells.index(name) for name in (*READ, *ASKED) if name in cells} | {"": line.number}
    return {}


def _corrections(grid: Grid, file: str) -> Iterator[Correction]:
    header = _header(grid)
    for line in grid.lines:
        if line.number <= header[""]:
            continue
        correction = _correction(line, header, Place(file, f"sheet {READINGS}", line.number))
        if correction is not None:
            yield correction


def _answers(grid: Grid) -> Iterator[AnswerLine]:
    """The lines of the sheet of prompts in which something was answered."""
    names: dict[str, int] = {}
    for line in grid.lines:
        cells = [cell.strip() for cell in line.cells]
        if not names:
            lowered = [cell.lower() for cell in cells]
            if "prompt" in lowered and "answer" in lowered:
                names = {name: lowered.index(name) for name in (*PROMPT, *ANSWER) if name in lowered}
            continue
        told = {name: cells[at] for name, at in names.items() if at < len(cells) and cells[at]}
        if told.get("answer") or told.get("reason"):
            yield AnswerLine(line.number, told)


def _correction(line: Line, header: Mapping[str, int], place: Place) -> Correction | None:
    """What a person said of one line; None where nothing was said."""

    def cell(name: str) -> str:
        at = header.get(name, -1)
        return line.cells[at].strip() if 0 <= at < len(line.cells) else ""

    verdict = cell("right or wrong").lower()
    if verdict not in ("", "right", "wrong"):
        remedy = "Choose one from the list, or clear the cell."
        raise ReadError("Only “right” or “wrong” may stand here.", remedy, place)
    should = {
        name: cell(header)
        for name, header in (
            ("kind", "kind should be"), ("status", "status should be"),
            ("about", "about should be"), ("words", "words that tell it"),
        )
        if cell(header)
    }  # fmt: skip
    if not verdict and not should:
        return None
    if not cell("row").isdigit():
        raise ReadError("A correction has no row number.", "Write the row of the sheet Chronology.", place)
    if should.get("status", "happened") not in set(Status):
        allowed = ", ".join(Status)
        raise ReadError("This is not a status.", f"Choose one from the list: {allowed}.", place)
    return Correction(
        line.number, int(cell("row")), _plain(cell("kind")), cell("status"), cell("words"), verdict == "wrong",
        {**should, **({"kind": _plain(should["kind"])} if "kind" in should else {})},
    )  # fmt: skip


def _plain(kind: str) -> str:
    return kind.strip().lower().replace(" ", "_")
