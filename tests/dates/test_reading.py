"""Reading date cells and the dates in narrative, as agencies write them."""

from __future__ import annotations

from datetime import date

import pytest
from date_phrases import FRESH, IN_TEXT, MISSED, SURVEYED

from engine.dates.conventions import explain
from engine.dates.reading import DateContext, Refusal, find_dates, read_when
from engine.dates.when import FAR_FUTURE, When

FLOOR = date(1995, 1, 1).toordinal()


def beside(day: str) -> DateContext:
    """The context of a cell whose row before, and row, are dated `day`."""
    if not day:
        return DateContext(floor=FLOOR)
    at = date.fromisoformat(day).toordinal()
    when = When(at, at, day, "day")
    return DateContext(previous=when, row=when, floor=FLOOR)


def shown(read: When | Refusal) -> str:
    if isinstance(read, Refusal):
        return "refuse"
    ends = [
        "" if end in (FLOOR, FAR_FUTURE) else date.fromordinal(end).isoformat()
        for end in (read.earliest, read.latest)
    ]
    return ends[0] if read.exact else f"{ends[0] or '..'}/{ends[1] or '..'}"


@pytest.mark.parametrize(("text", "wanted", "row"), SURVEYED + MISSED + FRESH)
def test_a_date_cell_means_these_days(text: str, wanted: str, row: str) -> None:
    read = read_when(text, beside(row))
    assert shown(read) == wanted
    assert read.text == text
    if isinstance(read, When):
        assert explain(read.rule)


@pytest.mark.parametrize(("text", "row", "wanted"), IN_TEXT)
def test_dates_are_found_in_narrative(text: str, row: str, wanted: list[tuple[str, str]]) -> None:
    found = find_dates(text, beside(row))
    assert [(text[one.start : one.end], shown(one.when)) for one in found] == wanted
    assert all(one.when.text == text[one.start : one.end] for one in found)
