"""The date columns of one chronology with moved days, checked by reading them back beside one another."""

from __future__ import annotations

from collections.abc import Sequence

from engine.anonymise.days import UNREAD, Move, cell_candidates, moved_cell
from engine.case import dated_from
from engine.dates.reading import DateContext, Refusal, read_when
from engine.dates.when import When
from engine.read.dating import read_dates
from engine.rows import Row, Source
from engine.timeline import Person
from engine.values import dataclass, field, replace

_ROUNDS = 8


@dataclass(slots=True)
class DateCells:
    """The new text of each date cell, and what could not be moved exactly."""

    texts: dict[tuple[int, str], str] = field(default_factory=dict)
    """Row number and the cell as written (without spaces around) -> new text."""
    whens: dict[int, When | None] = field(default_factory=dict)
    """The true days of each row."""
    unread: int = 0
    inexact: list[int] = field(default_factory=list)
    """Rows whose days do not come out as the moved ones."""


def moved_dates(
    source: Source, people: Sequence[Person], moved_people: Sequence[Person], relative: bool, move: Move
) -> DateCells:
    """New texts for the date, end-date and recorded columns: every row reads as its own days, moved."""
    floor, born = dated_from(people, relative)
    new_floor, new_born = dated_from(moved_people, relative)
    before = read_dates(source, floor=floor, born=born, relative=relative)
    choices = [_choices(row, when, refusal, move) for row, when, refusal in before]
    at = [0] * len(choices)
    wrong: list[int] = []
    for _ in range(_ROUNDS):
        rows = tuple(replace(row, cells={**row.cells, **choices[k][at[k]]}) for k, (row, _, _) in enumerate(before))
        after = read_dates(replace(source, rows=rows), floor=new_floor, born=new_born, relative=relative)
        wrong = [
            k
            for k, ((_, old, _), (_, new, _)) in enumerate(zip(before, after, strict=True))
            if (old is None) != (new is None) or (old is not None and new is not None and not move.same(old, new))
        ]
        moving = [k for k in wrong if at[k] + 1 < len(choices[k])]
        if not moving:
            break
        for k in moving:
            at[k] += 1
    out = DateCells(inexact=[before[k][0].number for k in wrong])
    for k, (row, when, _) in enumerate(before):
        out.whens[row.number] = when
        for column, new in choices[k][at[k]].items():
            old = row.cells[column]
            out.unread += new == UNREAD
            if "\n" in old:
                parts = [part.strip() for part in old.split("\n")]
                out.texts |= {(row.number, part): moved_cell(part, move, DateContext()) for part in parts if part}
            out.texts[row.number, old.strip()] = new
    return out


def _choices(row: Row, when: When | None, refusal: Refusal | None, move: Move) -> list[dict[str, str]]:
    """What may stand in the date columns of one row, the likest first."""
    fixed = {
        column: moved_cell(row.cells[column], move, DateContext())
        for column in ("recorded",)
        if row.cell(column).strip()
    }
    text, end = row.cell("date"), row.cell("date_end")
    if not text.strip():
        return [fixed]
    if when is None:
        return [{**fixed, "date": UNREAD if any(char.isdigit() for char in text) else text}]
    if not end.strip():
        return [{**fixed, "date": one} for one in _in_order(text, when, row, move)]
    start = read_when(text, DateContext())
    starts = _in_order(text, start, row, move) if isinstance(start, When) else [text, *_in_order(text, when, row, move)]
    if refusal is not None:
        return [{**fixed, "date": one, "date_end": UNREAD} for one in starts]
    ends = moved_cell(end, move, DateContext())
    out = [{**fixed, "date": one, "date_end": ends} for one in starts]
    return [*out, *({**fixed, "date": one, "date_end": end} for one in starts)]


def _in_order(text: str, when: When, row: Row, move: Move) -> list[str]:
    """Candidates for one cell; the minute of a time column is not repeated in the date."""
    read = read_when(text, DateContext(previous=when, row=when, near=when))
    own = when if not isinstance(read, When) or read.minute is not None else replace(when, minute=None)
    return list(dict.fromkeys(cell_candidates(text, own, move)))
