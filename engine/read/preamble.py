"""What stands above the header: the child's name and date of birth, who wrote it, titles."""

from __future__ import annotations

from collections.abc import Sequence

from engine.read.columns import plain
from engine.read.grid import Line

LABELS = frozenset(
    {
        "name of child", "name", "child", "child name", "dob", "date of birth", "d o b", "address",
        "case number", "reference", "agency", "author", "completed by", "gender", "ethnicity",
        "legal status", "school", "gp", "edd", "expected date of delivery", "period covered",
        "date completed", "nhs number", "mosaic id",
    }
)  # fmt: skip
"""What stands in a block about the child, its author or its period."""


def preamble_of(above: Sequence[Line]) -> dict[str, str]:
    """The labels and values above the header; a line that is neither is kept under "row N".

    Read as "label, value", "label: value" in one cell, or a row of labels with the values below.
    """
    pairs: dict[str, str] = {}
    waiting: list[tuple[int, str]] = []
    for line in above:
        filled = [(k, cell.strip()) for k, cell in enumerate(line.cells) if cell.strip()]
        if not filled:
            waiting = []
            continue
        if waiting:
            for k, label in waiting:
                value = line.cells[k].strip() if k < len(line.cells) else ""
                _keep(pairs, label, value)
            spare = [cell for k, cell in filled if k not in dict(waiting)]
            waiting = []
            for cell in spare:
                _keep(pairs, f"row {line.number}", cell)
        elif len(filled) > 1 and all(plain(cell) in LABELS for _, cell in filled):
            waiting = [(k, _label(cell)) for k, cell in filled]
        else:
            _across(pairs, line.number, [cell for _, cell in filled])
    for _, label in waiting:
        _keep(pairs, label, "")
    return pairs


def _across(pairs: dict[str, str], number: int, cells: list[str]) -> None:
    k = 0
    while k < len(cells):
        label, colon, value = cells[k].partition(":")
        if colon and value.strip():
            _keep(pairs, _label(label), value.strip())
            k += 1
        elif k + 1 < len(cells) and (colon or len(cells) % 2 == 0):
            _keep(pairs, _label(cells[k]), cells[k + 1])
            k += 2
        else:
            _keep(pairs, f"row {number}", cells[k])
            k += 1


def _label(cell: str) -> str:
    return " ".join(cell.rstrip(" :").split())


def _keep(pairs: dict[str, str], label: str, value: str) -> None:
    name, count = label, 2
    while name in pairs:
        name, count = f"{label} ({count})", count + 1
    pairs[name] = value
