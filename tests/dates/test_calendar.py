"""Counting days: the last permitted day of a timescale, bank holidays included."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dates.calendar import Calendar, Duration, OutsideCalendar, before, due
from engine.dates.calendars import CalendarFileError, calendar_for, nations, read_calendar

FIRST, LAST = date(1995, 1, 1).toordinal(), date(2027, 12, 31).toordinal()


@pytest.fixture(scope="module")
def england() -> Calendar:
    return calendar_for("England")


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("start", "within", "last_permitted"),
    [
        ("2022-02-08", "15 working days", "2022-03-01"),
        ("2022-02-05", "1 working day", "2022-02-07"),  # a Saturday never counts itself
        ("2020-05-07", "1 working day", "2020-05-11"),  # the moved May bank holiday of 2020
        ("2022-06-01", "1 working day", "2022-06-06"),  # the four-day jubilee weekend
        ("1999-12-30", "1 working day", "2000-01-04"),
        ("2021-12-24", "1 working day", "2021-12-29"),
        ("2022-02-08", "2 weeks", "2022-02-22"),
        ("2022-01-31", "1 month", "2022-02-28"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2022-02-08", "0 days", "2022-02-08"),
    ],
)
def test_due_is_the_last_permitted_day(england: Calendar, start: str, within: str, last_permitted: str) -> None:
    assert due(day(start), Duration.parse(within), england) == day(last_permitted)


def test_before_counts_back(england: Calendar) -> None:
    assert before(day("2022-01-04"), Duration(1, "working days"), england) == day("2021-12-31")
    assert before(day("2022-03-31"), Duration(1, "months"), None) == day("2022-02-28")


def test_outside_its_range_a_calendar_gives_no_answer(england: Calendar) -> None:
    for start in (FIRST - 1, LAST - 2, LAST + 1):
        with pytest.raises(OutsideCalendar):
            england.add_working_days(start, 5)
    with pytest.raises(OutsideCalendar):
        england.subtract_working_days(FIRST, 1)
    with pytest.raises(OutsideCalendar):
        england.is_working_day(LAST + 1)
    with pytest.raises(OutsideCalendar):
        due(FIRST, Duration(1, "working days"), None)


@given(
    st.integers(FIRST, LAST - 400),
    st.integers(0, 300),
    st.integers(0, 60),
    st.sampled_from(["days", "working days", "weeks", "months", "years"]),
)
def test_due_never_goes_down_as_the_start_goes_up(start: int, later: int, amount: int, unit: str) -> None:
    england = calendar_for("england")
    duration = Duration(amount, unit)
    try:
        assert due(start, duration, england) <= due(start + later, duration, england)
    except OutsideCalendar:
        assert unit == "working days"


@given(st.integers(FIRST, LAST), st.integers(1, 40))
def test_counting_agrees_with_walking_day_by_day(start: int, n: int) -> None:
    england = calendar_for("england")
    walked, left = start, n
    while left and walked < LAST:
        walked += 1
        left -= england.is_working_day(walked)
    if left:
        with pytest.raises(OutsideCalendar):
            england.add_working_days(start, n)
    else:
        assert england.add_working_days(start, n) == walked
        assert england.subtract_working_days(walked + 1 if walked < LAST else walked, 0) >= walked


@given(st.integers(FIRST + 60, LAST), st.integers(1, 25))
def test_counting_back_undoes_counting_on_from_a_working_day(start: int, n: int) -> None:
    england = calendar_for("england")
    back = england.subtract_working_days(start, n)
    assert england.is_working_day(back)
    if england.is_working_day(start):
        assert england.add_working_days(back, n) == start


def test_durations_are_read_and_written() -> None:
    assert Duration.parse(" 10  Working Days") == Duration(10, "working days")
    assert str(Duration.parse("1 month")) == "1 month"
    with pytest.raises(ValueError, match="did you mean '10 working days'"):
        Duration.parse("10 workng days")
    for wrong in ("", "ten days", "-1 days", "1.5 weeks", "5 hours", "days"):
        with pytest.raises(ValueError):
            Duration.parse(wrong)


def test_england_knows_the_holidays_that_moved(england: Calendar) -> None:
    moved = "1999-12-31 2002-06-03 2002-06-04 2011-04-29 2012-06-04 2012-06-05 2020-05-08 2022-06-02 2022-06-03"
    for text in [*moved.split(), "2022-09-19", "2023-05-08"]:
        assert not england.is_working_day(day(text)), text
    for text in ("2002-05-27", "2012-05-28", "2020-05-04", "2022-05-30"):
        assert england.is_working_day(day(text)), text
    assert nations() == ("england",)


def test_every_year_has_its_eight_holidays_less_none(england: Calendar) -> None:
    extra = {1999: 1, 2002: 1, 2011: 1, 2012: 1, 2022: 2, 2023: 1}
    for year in range(1995, 2028):
        held = [one for one in england.holidays if date.fromordinal(one).year == year]
        assert len(held) == 8 + extra.get(year, 0), year


GOOD = "calendar: X\nfirst: 2020-01-01\nlast: 2020-12-31\nsource: s\nholidays:\n  - 2020-01-01 New Year\n"


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (GOOD + "  - 2020-01-01 Again\n", 7),
        (GOOD + "  - 2021-01-01 Next year\n", 7),
        (GOOD + "  - 2020-02-01 A Saturday\n", 7),
        (GOOD + "  - 2020-02-03\n", 7),
        (GOOD + "  - 2020-02-30 No such day\n", 7),
        ("nation: X\n" + GOOD, 1),
        (GOOD + "last: 2020-12-31\n", 7),
        (GOOD.replace("source: s\n", ""), 1),
    ],
)
def test_a_calendar_file_is_read_strictly(tmp_path: Path, broken: str, line: int) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(GOOD)
    assert read_calendar(path).nation == "X"
    path.write_text(broken)
    with pytest.raises(CalendarFileError) as wrong:
        read_calendar(path)
    assert wrong.value.place is not None
    assert wrong.value.place.line == line


def test_an_unknown_nation_is_refused() -> None:
    with pytest.raises(CalendarFileError, match="england"):
        calendar_for("Narnia")
    with pytest.raises(CalendarFileError):
        calendar_for("../secret")
