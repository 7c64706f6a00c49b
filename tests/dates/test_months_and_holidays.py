"""A month is a month: "August 2021" was once read as the bank holiday at its end, one certain day."""

from __future__ import annotations

from calendar import month_name, monthrange
from datetime import date

import pytest

from engine.dates.reading import DateContext, read_when
from engine.dates.when import When


def days(text: str) -> tuple[date, date]:
    when = read_when(text, DateContext())
    assert isinstance(when, When), text
    return date.fromordinal(when.earliest), date.fromordinal(when.latest)


@pytest.mark.parametrize("year", [2019, 2020, 2021])
@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_is_the_whole_month_and_a_part_of_it_more_than_a_day(month: int, year: int) -> None:
    last = monthrange(year, month)[1]
    assert days(f"{month_name[month]} {year}") == (date(year, month, 1), date(year, month, last))
    for part in ("early", "mid", "late", "beginning of", "end of"):
        first, until = days(f"{part} {month_name[month]} {year}")
        assert (until - first).days >= 6, f"{part} {month_name[month]} {year}"
        assert first.month == until.month == month


def test_a_bank_holiday_is_a_day_where_it_is_named() -> None:
    assert days("August bank holiday 2021") == (date(2021, 8, 30),) * 2
    assert days("August bank holiday weekend 2021") == (date(2021, 8, 28), date(2021, 8, 30))
    assert days("late summer bank holiday 2021") == (date(2021, 8, 30),) * 2
    assert days("early May bank holiday 2021") == (date(2021, 5, 3),) * 2
    assert days("early May bank holiday 2020") == (date(2020, 5, 8),) * 2  # moved to the anniversary


def test_may_day_is_the_first_of_may_or_the_holiday_near_it() -> None:
    assert days("May Day 2021") == (date(2021, 5, 1), date(2021, 5, 3))
