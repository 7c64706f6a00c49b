"""What the cells of a column say about it, where its header says nothing or the wrong thing.

Headers come first and what was said by hand before them: cells only fill what is missing, and replace a date
column in which there are no dates. Each such decision is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from engine.dates.reading import DateContext, Refusal, read_when
from engine.dates.when import When
from engine.errors import Place, Warning
from engine.read.columns import WHY_BY_HAND, WHY_CELLS, WHY_NOT, Layout
from engine.read.grid import MOST_COLUMNS, Line
from engine.values import replace

_SAMPLE = 50
_FEW, _MOST = 0.2, 0.6
"""Of the filled cells: below the first a column holds no dates, from the second on it holds dates."""
_ENOUGH = 2
"""Filled cells without which nothing is concluded."""
_SENTENCE = 30
"""Characters of an average cell from which a column without a known header is free text."""
_CONTEXT = DateContext(previous=When(737791, 737791, "1 January 2021", "exact"))
"""Lets "the next day" count as a date."""
_TIME = re.compile(
    r"\s*(?:[01]?\d|2[0-4])(?:[:.][0-5]\d(?::[0-5]\d)?\s*(?:[ap]\.?m\.?|hrs?)?|\s*[ap]\.?m\.?|[0-5]\d\s*hrs?)\s*", re.I
)
_IDLE = ("", "reference", "time")
"""What a column may have been taken for and still turn out to hold the dates."""


def by_contents(
    layout: Layout, rows: Sequence[Line], beside: Mapping[int, int], place: Place
) -> tuple[Layout, list[Warning]]:
    """The layout with what the cells say: dates, times and events in columns that no header names.

    `beside` are the columns that the header cell of another column covers.
    """
    sample = list(islice((line for line in rows if any(map(str.strip, line.cells))), _SAMPLE))
    layout = _widened(layout, sample)
    warnings: list[Warning] = []
    layout = _covered(layout, sample, beside, place, warnings)
    layout = _dates(layout, sample, place, warnings)
    layout = _unlabelled_event(layout, sample, place, warnings)
    return _free_text(layout, sample, place, warnings), warnings


def _widened(layout: Layout, sample: Sequence[Line]) -> Layout:
    """The layout with a place for each filled column that the header row does not reach."""
    width = max((_width(line.cells) for line in sample), default=0)
    more = range(len(layout.columns), min(width, MOST_COLUMNS))
    if not more or layout.has("event"):
        return layout
    return replace(
        layout,
        columns=(*layout.columns, *("" for _ in more)),
        labels=(*layout.labels, *(f"column {k + 1}" for k in more)),
        reasons=(*layout.reasons, *(WHY_NOT for _ in more)),
    )


def _width(cells: Sequence[str]) -> int:
    return max((k + 1 for k, cell in enumerate(cells) if cell.strip()), default=0)


def _cells(sample: Sequence[Line], k: int) -> list[str]:
    return [line.cells[k] for line in sample if k < len(line.cells) and line.cells[k].strip()]


def _taken_for(layout: Layout, k: int, column: str) -> Layout:
    columns, reasons = list(layout.columns), list(layout.reasons)
    columns[k], reasons[k] = column, WHY_CELLS
    return replace(layout, columns=tuple(columns), reasons=tuple(reasons))


def is_date(cell: str) -> bool:
    """Whether a cell can be read as days."""
    return len(cell) < 80 and not isinstance(read_when(cell, _CONTEXT), Refusal)


def _share(cells: Sequence[str]) -> float:
    return sum(map(is_date, cells)) / len(cells) if cells else 0.0


def _covered(
    layout: Layout, sample: Sequence[Line], beside: Mapping[int, int], place: Place, warnings: list[Warning]
) -> Layout:
    """A header cell over several columns names all of them; a date's second column holds times or end dates."""
    for k, first in sorted(beside.items()):
        if k >= len(layout.columns) or layout.columns[k] or first >= len(layout.columns):
            continue
        column, cells = layout.columns[first], _cells(sample, k)
        if not column or not cells:
            continue
        if column == "date":
            times = sum(1 for cell in cells if _TIME.fullmatch(cell)) / len(cells)
            column = "time" if times >= _MOST else "date_end" if _share(cells) >= _MOST else ""
            if not column or layout.has(column):
                continue
        layout = _taken_for(layout, k, column)
        if first in layout.agencies:
            layout = replace(layout, agencies={**layout.agencies, k: layout.agencies[first]})
        what = f"the header of column {first + 1} covers column {k + 1}, which was read as {_words(column)}"
        warnings.append(Warning(what, place))
    blank = [k for k, label in enumerate(layout.labels) if not layout.columns[k] and label == f"column {k + 1}"]
    at = layout.at("date")
    if at + 1 in blank and at >= 0 and not layout.has("time"):
        cells = _cells(sample, at + 1)
        if len(cells) >= _ENOUGH and all(_TIME.fullmatch(cell) for cell in cells):
            layout = _taken_for(layout, at + 1, "time")
            warnings.append(Warning(f"column {at + 2} has no header and was read as the time of day", place))
    return layout


def _dates(layout: Layout, sample: Sequence[Line], place: Place, warnings: list[Warning]) -> Layout:
    """The column whose cells read as dates, where the one with the date header holds none or there is none."""
    at = layout.at("date")
    if at >= 0:
        cells = _cells(sample, at)
        if len(cells) < _ENOUGH or layout.reasons[at] == WHY_BY_HAND or _any_dates(cells):
            return layout
    best = max(
        (
            k
            for k, column in enumerate(layout.columns)
            if column in _IDLE and layout.reasons[k] != WHY_BY_HAND and len(_cells(sample, k)) >= _ENOUGH
        ),
        key=lambda k: (_share(_cells(sample, k)), -k),
        default=-1,
    )
    if best < 0 or _share(_cells(sample, best)) < _MOST:
        return layout
    if at >= 0:
        columns, reasons = list(layout.columns), list(layout.reasons)
        free = "" if layout.has("reference") and layout.at("reference") != best else "reference"
        columns[at], reasons[at] = free, WHY_CELLS
        layout = replace(layout, columns=tuple(columns), reasons=tuple(reasons))
        what = (
            f"column {at + 1} is headed as the date but its cells are no dates; column {best + 1}, whose cells are,"
            " was read as when it happened (--columns says otherwise)"
        )
    else:
        what = f"no header says when it happened; column {best + 1}, whose cells are dates, was read as that"
    warnings.append(Warning(what, place))
    return _taken_for(layout, best, "date")


def _any_dates(cells: Sequence[str]) -> bool:
    """Whether a good part of the cells are dates. Most columns are settled by their first cells."""
    return _share(cells[:3]) > 0.5 or _share(cells) >= _FEW


def _unlabelled_event(layout: Layout, sample: Sequence[Line], place: Place, warnings: list[Warning]) -> Layout:
    """Published reviews head the first column and leave the next blank: the blank one holds the events."""
    if layout.has("event") or not layout.has("date"):
        return layout
    weight = {
        k: sum(len(cell.strip()) for cell in _cells(sample, k))
        for k, column in enumerate(layout.columns)
        if not column and layout.labels[k] == f"column {k + 1}"
    }
    if not weight or not max(weight.values()):
        return layout
    k = max(weight, key=lambda k: (weight[k], -k))
    warnings.append(Warning(f"column {k + 1} has no header and was read as what happened", place))
    return _taken_for(layout, k, "event")


def _free_text(layout: Layout, sample: Sequence[Line], place: Place, warnings: list[Warning]) -> Layout:
    """Where no header says what happened, the one column of sentences does."""
    if layout.has("event") or not layout.has("date"):
        return layout
    lengths = {
        k: sum(map(len, cells)) / len(cells)
        for k, column in enumerate(layout.columns)
        if not column and layout.reasons[k] != WHY_BY_HAND and (cells := _cells(sample, k))
    }
    if not lengths:
        return layout
    k = max(lengths, key=lambda k: (lengths[k], -k))
    others = [length for other, length in lengths.items() if other != k]
    if lengths[k] < _SENTENCE or any(length > 0.8 * lengths[k] for length in others):
        return layout
    what = f"no header says what happened; column {k + 1}, which holds sentences, was read as that"
    warnings.append(Warning(what, place))
    return _taken_for(layout, k, "event")


def _words(column: str) -> str:
    return {"date_end": "the end of a period", "time": "the time of day"}.get(column, column.replace("_", " "))
