"""The words of a row as they may be shown: nothing restricted, no comment, nothing that looks back.

To professionals every clause is shown but for legal advice, comments and words that look back. To others only the
clauses that were read, and of those none that is restricted: what was not understood may be what must not leave
the room.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.case import ReadCase
from engine.code.clauses import Clause, split
from engine.lookingback import without_looking_back
from engine.rows import Row
from engine.timeline import Event, RowRef
from engine.values import dataclass
from engine.view import UNTOLD

SHOWN = ("event", "action", "rationale", "child_seen", "child_seen_alone", "bedroom_seen", "child_voice")
"""Columns whose words are shown, in this order."""
LABELS = {
    "event": "",
    "action": "Action or outcome",
    "rationale": "Reason given",
    "child_seen": "Child seen",
    "child_seen_alone": "Seen alone",
    "bedroom_seen": "Bedroom seen",
    "child_voice": "Child's own words",
}
MARKS = ("child_seen", "child_seen_alone", "bedroom_seen")
"""Columns that hold a mark or a few words: shown as they stand."""
RESTRICTED = "[restricted]"
LEFT_OUT = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True)
class Words:
    """What one column of a row says, and what the column is called; the event column has no name of its own."""

    label: str
    text: str


def words_by_row(read: ReadCase, *, professionals: bool) -> dict[RowRef, tuple[Words, ...]]:
    """The words of every row that may be shown."""
    events: dict[RowRef, list[Event]] = {}
    for event in read.case.events:
        if event.reader != UNTOLD:
            events.setdefault(event.row, []).append(event)
    told: dict[RowRef, tuple[Words, ...]] = {}
    for source in read.sources:
        for row in source.rows:
            ref = RowRef(row.file, row.number, row.sheet)
            told[ref] = tuple(words_of(row, events.get(ref, ()), professionals=professionals))
    return told


def words_of(row: Row, events: Sequence[Event], *, professionals: bool) -> Iterable[Words]:
    """The words of one row that may be shown, column by column."""
    for column in SHOWN:
        cell = row.cell(column)
        if not cell.strip():
            continue
        if professionals:
            advice = [event for event in events if event.column == column and event.kind == "legal_advice"]
            text = _without_comment(cell, column, advice)
        elif column in MARKS:
            text = cell
        else:
            text = _as_read(cell, column, [event for event in events if event.column == column])
        if text.strip():
            yield Words(LABELS[column], without_looking_back(text))


def _without_comment(cell: str, column: str, advice: Sequence[Event]) -> str:
    """The cell without legal advice and the clauses that stand under a heading of comment."""
    for clause in reversed(split(cell, column)):
        begin, end = clause.start, clause.start + len(clause.text)
        if clause.section == "commentary":
            cell = cell[:begin] + LEFT_OUT + cell[end:]
        elif any(_holds(clause, event) for event in advice):
            cell = cell[:begin] + RESTRICTED + cell[end:]
    return cell


def _as_read(cell: str, column: str, events: Sequence[Event]) -> str:
    """The clauses that were read and are not restricted; what is left out is marked."""
    parts: list[str] = []
    for clause in split(cell, column):
        held = [event for event in events if _holds(clause, event)]
        if any(event.restricted for event in held):
            part = RESTRICTED
        elif held and clause.section != "commentary":
            part = clause.text
        else:
            part = LEFT_OUT
        if part not in (LEFT_OUT, RESTRICTED) or parts[-1:] != [part]:
            parts.append(part)
    return " ".join(part if part in (LEFT_OUT, RESTRICTED) else f"{part}." for part in parts)


def _holds(clause: Clause, event: Event) -> bool:
    begin, end = event.span
    return begin < clause.start + len(clause.text) and clause.start < end
