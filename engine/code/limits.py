"""How much of a row is read. What lies beyond is listed as unread, never dropped in silence."""

from __future__ import annotations

from engine.code.matcher import Found
from engine.rows import Row

LONGEST_CELL = 20_000
"""Characters of one cell."""
MOST_CLAUSES = 400
"""Clauses of one row."""
MOST_MATCHES = 40
"""Events, and cues, of one clause: what a clause claims takes all of them together."""
SHOWN = 200
"""Characters of unread text that are shown."""
TOO_LONG = f"this cell is longer than {LONGEST_CELL} characters; only the beginning was read"
TOO_MANY_CLAUSES = f"this row has more than {MOST_CLAUSES} sentences; only the beginning was read"
TOO_MUCH = f"this sentence names more than {MOST_MATCHES} things; only the beginning was read"


def shortened(row: Row) -> tuple[Row, list[tuple[str, str]]]:
    """`row` with no cell longer than is read, and the text beyond with the reason."""
    long = {name: cell for name, cell in row.cells.items() if len(cell) > LONGEST_CELL}
    if not long:
        return row, []
    cells = {name: cell[: _end(cell)] if name in long else cell for name, cell in row.cells.items()}
    beyond = [(cell[_end(cell) : _end(cell) + SHOWN], TOO_LONG) for name, cell in long.items() if name != "commentary"]
    return Row(row.file, row.number, cells, row.other, row.sheet), beyond


def _end(cell: str) -> int:
    """The end of the last sentence before the limit, so that its "not" is not cut off; else the last space."""
    for stop, within in ((". ", 1500), ("\n", 1500), (" ", 200)):
        at = cell.rfind(stop, LONGEST_CELL - within, LONGEST_CELL)
        if at > 0:
            return at + 1
    return LONGEST_CELL


def thinned(found: Found) -> bool:
    """Keep only the first matches of a clause that holds too many; whether any were left out."""
    if len(found.events) <= MOST_MATCHES and len(found.cues) <= 2 * MOST_MATCHES:
        return False
    events = found.events[:MOST_MATCHES]
    last = max((one.end for one in events), default=0)
    cues = [one for one in found.cues if one.start <= last + 200][: 2 * MOST_MATCHES]
    if cues and len(cues) == 2 * MOST_MATCHES:
        events = [one for one in events if one.end <= cues[-1].start] or events[:1]
    found.events, found.cues = events, cues
    return True
