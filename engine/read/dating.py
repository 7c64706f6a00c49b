"""Dating the rows of one file: each row's cell read beside its neighbour, in the order events ran."""

from __future__ import annotations

from engine.dates.clock import minute_at
from engine.dates.reading import DateContext, Refusal, read_when
from engine.dates.tokens import cut
from engine.dates.when import FAR_PAST, Day, When
from engine.read.files import is_note
from engine.rows import Row, Source
from engine.values import replace

Dated = tuple[Row, When | None, Refusal | None]
"""A row, the days it means, and why its date or end date was not read (both where only the end was not)."""


def read_dates(
    source: Source,
    *,
    floor: Day = FAR_PAST,
    born: Day | None = None,
    relative: bool = False,
    newest: bool | None = None,
) -> list[Dated]:
    """Every row in file order with its When. Undated rows are kept, with None and a Refusal.

    "The following day" counts from the row before in time: the row above, or below where the file runs
    newest first (`newest`, where that is known already). After a row whose date was refused nothing is
    counted on, since its day is not known.
    """
    rows = source.rows
    if newest is None:
        newest = newest_first(source)
    order = range(len(rows) - 1, -1, -1) if newest else range(len(rows))
    dated: list[Dated | None] = [None] * len(rows)
    previous: When | None = None
    near: When | None = None
    for at in order:
        row = rows[at]
        recorded = recorded_when(row)
        context = DateContext(
            previous=previous,
            row=recorded if isinstance(recorded, When) else None,
            floor=floor,
            born=born,
            near=near,
            relative=relative,
        )
        when, refusal = read_row(row, context)
        dated[at] = (row, when, refusal)
        if is_note(row):
            continue
        if when is not None:
            previous = near = when
        elif row.cell("date").strip():
            previous = None
    return [one for one in dated if one is not None]


def read_row(row: Row, context: DateContext) -> tuple[When | None, Refusal | None]:
    """The days of one row from its date, end date and time cells."""
    read = read_when(row.cell("date"), context)
    if isinstance(read, Refusal):
        return None, read
    when = read if read.minute is not None or not read.exact else replace(read, minute=minute_of(row.cell("time")))
    end_text = row.cell("date_end")
    if not end_text.strip():
        return when, None
    end = read_when(end_text, replace(context, previous=when, near=when))
    if isinstance(end, Refusal):
        return when, end
    if end.latest < when.earliest:
        return when, Refusal(end_text, "the end date comes before the date", "Check both dates.")
    if end.exact and when.exact and end.earliest == when.earliest:
        return when, None
    text = f"{when.text} - {end.text}"
    return When(when.earliest, max(when.latest, end.latest), text, "range", when.minute), None


def recorded_when(row: Row) -> When | Refusal | None:
    """The day the row was written or shared, where the file says; None where it does not."""
    text = row.cell("recorded")
    return read_when(text, DateContext()) if text.strip() else None


def minute_of(text: str) -> int | None:
    """Minutes after midnight that a time cell names (14:30, 2.30pm, 1430hrs, Excel's 0.604), or None."""
    cell = text.strip()
    if not cell or len(cell) > 40:
        return None
    if cell.startswith(("0.", ".")) and cell.replace(".", "", 1).isdigit() and len(cell) > 4:
        return round(float(cell) * 1440) % 1440 or None
    tokens = cut(f"at {cell}")
    minute, _ = minute_at(tokens, 0)
    return minute


def newest_first(source: Source) -> bool:
    """True where the file runs from the newest row to the oldest: more steps back in time than forward."""
    alone = DateContext()
    forward = back = 0
    last: When | None = None
    for row in source.rows:
        text = row.cell("date")
        # Cells that start with a word are left out: a few hundred plain dates tell the direction.
        if not text[:1].isdigit() or is_note(row):
            continue
        when = read_when(text, alone)
        if not isinstance(when, When):
            continue
        if last is not None:
            forward += when.earliest > last.latest
            back += when.latest < last.earliest
        last = when
    return back > forward
