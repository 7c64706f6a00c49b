"""How much of each part is shown, from the most to the least, and the wording that the parts share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from engine.report.model import Child, Report
from engine.report.safetext import shortened
from engine.report.words import row_named, rows_named, short
from engine.values import dataclass

NAME = 40
"""Characters of a name of a child, an agency, a file."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a part may take. `least` is how many prompts must be shown in full before this room will do."""

    least: int
    fact: int
    """Characters of a fact about a child."""
    words: int
    """Characters of a child's own words."""
    children: int
    kept: int
    """Steps kept to, for each child."""
    ask: int
    """Characters of a question."""
    beneath: bool
    """Whether prompts of the same concern that are not for today are named, not counted."""
    rows: int
    """Rows named with a prompt."""
    agencies: int
    questions: int
    """Questions to each agency."""
    due: int
    needs: int
    """Lines of what could not be evaluated, and of notes."""
    close: bool = False
    """Whether many children take few lines each, and titles for today run on in one paragraph."""


ROOMS = (
    Room(12, 300, 400, 12, 3, 600, True, 14, 12, 6, 8, 8),
    Room(9, 240, 260, 12, 2, 500, True, 12, 9, 4, 6, 5),
    Room(7, 200, 180, 12, 1, 420, False, 10, 8, 3, 5, 4),
    Room(5, 160, 130, 10, 1, 340, False, 8, 7, 2, 4, 3),
    Room(4, 140, 90, 8, 1, 300, False, 6, 6, 1, 3, 2),
    Room(2, 90, 60, 12, 0, 240, False, 4, 5, 1, 2, 2, close=True),
    Room(0, 70, 40, 10, 0, 160, False, 3, 4, 1, 1, 1, close=True),
    Room(0, 40, 40, 4, 0, 120, False, 2, 2, 1, 1, 1, close=True),
)


def day_words(told: str) -> str:
    """A day of the document, 2022-03-01, as 1 Mar 2022; Day 12 and what is no day as they are."""
    try:
        return short(date.fromisoformat(told).toordinal())
    except ValueError:
        return shortened(told, NAME)


def days_words(earliest: str, latest: str) -> str:
    """A day, or the first and the last on which it may lie."""
    first, last = day_words(earliest), day_words(latest)
    return first if first == last else f"{first} to {last}"


def child_name(child: Child) -> str:
    """A child's name as it begins a line."""
    name = shortened(child.name, NAME)
    return name[:1].upper() + name[1:]


def names_of(report: Report, ids: Iterable[str]) -> str:
    """The children of these ids by name: "Ava", "Ava and Ben", "Ava, Ben and Cai"."""
    known = {child.id: child_name(child) for child in report.children}
    return listed([known.get(one, shortened(one, NAME)) for one in ids])


def listed(parts: Sequence[str]) -> str:
    """A list in words: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def rows_words(rows: Iterable[tuple[int, str | None, str]], most: int) -> str:
    """Rows as "row 5" or "rows 5, 9 and 3 more"; the file is named where it is given."""
    known = list(dict.fromkeys(rows))
    named = rows_named([(row, _short(sheet), shortened(file, NAME)) for row, sheet, file in known[:most]])
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return f"{'row' if len(known) == 1 else 'rows'} {', '.join(named)}{more}"


def row_words(row: int, sheet: str | None, file: str = "") -> str:
    """One row as "row 5"."""
    return f"row {row_named(row, _short(sheet), shortened(file, NAME))}"


def several(report: Report) -> bool:
    """Whether rows are named with their file."""
    return len(report.sources) > 1


def _short(sheet: str | None) -> str | None:
    return shortened(sheet, NAME) if sheet else None
