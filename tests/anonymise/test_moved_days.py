"""Written days after the move: the same days, moved, in every form that is read; by reading and by `datetime`."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.anonymise.days import Move, in_text, moved_cell
from engine.anonymise.spans import Taken
from engine.dates.calendar import Duration, add_months, due
from engine.dates.calendars import calendar_for
from engine.dates.moved import MovedDays, read_count, write_count
from engine.dates.reading import DateContext, Refusal, find_dates, read_when
from engine.dates.when import When

DAYS = st.dates(date(1996, 1, 1), date(2024, 12, 31))
WEEKS = st.integers(-520, 520).filter(bool)
EXACT = (
    "%d/%m/%Y",
    "%d.%m.%y",
    "%d-%b-%Y",
    "%d %B %Y",
    "%Y-%m-%d",
    "%a %d/%m/%Y",
    "%B %d, %Y",
    "%d/%m/%Y 14:30",
    "%d %b %y",
)
LOOSE = (
    "%B %Y", "%b %y", "%Y", "early %B %Y", "mid-%B %Y", "late %b %Y", "end of %B %Y", "circa %Y", "about %B %Y",
    "autumn %Y", "Winter %Y", "Summer term %Y", "w/c %d/%m/%Y", "w/e %d.%m.%y", "week of %d/%m/%Y", "Christmas %Y",
    "Easter %Y", "%m/%Y", "first week of %B %Y", "by %d/%m/%Y", "since %d %B %Y", "before %B %Y", "after %d/%m/%Y",
    "spring bank holiday" , "Q3 %Y", "FY %Y/%y", "%Y-%m-%d to %Y-%m-%d", "?%d/%m/%Y", "??/%m/%Y", "night of %d %B %Y",
)  # fmt: skip
PROSE = (
    "%d/%m/%Y",
    "%d %B %Y",
    "%-d %B",
    "in %B %Y",
    "in %Y",
    "since %B %Y",
    "w/c %d/%m/%Y",
    "early %B %Y",
    "%B %Y",
    "before %d %B %Y",
)


@given(DAYS, WEEKS, st.sampled_from(EXACT))
def test_an_exact_day_keeps_its_form_and_its_weekday(day: date, weeks: int, form: str) -> None:
    assume(not ("%b" in form and day.month == 5))  # "May" does not tell whether months are written short
    moved = moved_cell(day.strftime(form), Move(7 * weeks))
    expected = (day + timedelta(weeks=weeks)).strftime(form)
    assert without_zeros(moved) == without_zeros(expected)
    if "/%m" in form:
        assert moved.lower() == expected.lower()


def without_zeros(text: str) -> str:
    """In small letters, "03 March" as "3 March": the tenth of a month does not tell whether zeros are written."""
    return re.sub(r"\b0(?=\d\b)", "", text.lower())


@given(DAYS, WEEKS, st.sampled_from(LOOSE))
def test_an_imprecise_day_is_read_as_the_same_days_moved(day: date, weeks: int, form: str) -> None:
    written = day.strftime(form)
    before = read_when(written, DateContext())
    moved = moved_cell(written, Move(7 * weeks), DateContext())
    after = read_when(moved, DateContext())
    if isinstance(before, Refusal):
        assert isinstance(after, Refusal)
        return
    assert isinstance(after, When)
    assert Move(7 * weeks).same(before, after)
    assert str(day.year) not in moved or abs(weeks) < 110


@given(DAYS, WEEKS, st.sampled_from(PROSE), st.integers(-300, 300))
@settings(max_examples=300)
def test_a_day_told_in_narrative_moves_with_its_row(day: date, weeks: int, form: str, apart: int) -> None:
    row = day.toordinal() + apart
    when = When(row, row, "", "day")
    text = f"Seen by the health visitor {day.strftime(form)} at clinic, well."
    told = find_dates(text, DateContext(row=when))
    stretches, inexact = in_text(text, when, Move(7 * weeks))
    taken = Taken(text)
    taken.take(stretches)
    after = find_dates(taken.replaced(), DateContext(row=When(row + 7 * weeks, row + 7 * weeks, "", "day")))
    if inexact:
        return
    move = Move(7 * weeks)
    assert len(told) == len(after)
    for one, other in zip(told, after, strict=True):
        assert (other.when.earliest, other.when.latest) == (move.day(one.when.earliest), move.day(one.when.latest))


def test_hardly_any_narrative_day_is_moved_only_roughly() -> None:
    rough = 0
    for number in range(400):
        day = date(2015, 1, 1) + timedelta(days=7 * number + number % 5)
        text = f"Reviewed {day.strftime(PROSE[number % len(PROSE)])}, no change."
        rough += in_text(text, When(day.toordinal(), day.toordinal(), "", "day"), Move(-427))[1]
    assert rough == 0


@pytest.mark.parametrize(
    "text",
    [
        "6-8/52 review done",
        "10/7 course of tablets",
        "weight 3.6 kg",
        "2/3 of visits",
        "18/12 check",
        "BP 120/80",
        "seen 24/7",
    ],
)
def test_what_only_looks_like_a_date_is_left(text: str) -> None:
    stretches, _ = in_text(text, When(738000, 738000, "", "day"), Move(-427))
    assert [one for one in stretches if one.counted] == []


def test_a_day_and_month_without_a_year_moves_in_its_own_form() -> None:
    row = date(2022, 1, 25).toordinal()
    stretches, _ = in_text("Solicitor appt 27/1", When(row, row, "", "day"), Move(-427))
    assert [one.instead for one in stretches] == ["26/11"]


def test_an_unreadable_day_is_taken_out() -> None:
    assert moved_cell("31/02/2021", Move(-427)) == "[date]"
    stretches, _ = in_text("Told on 31/02/2021 that", None, Move(-427))
    assert [one.instead for one in stretches] == ["[date]"]


def test_days_counted_from_a_day_zero_stay() -> None:
    assert moved_cell("Day 0 + 35", Move(-427)) == "Day 0 + 35"


# --- what moving would change -------------------------------------------------------------------------


@given(DAYS, WEEKS, st.integers(1, 45), st.sampled_from(["working days", "months", "years"]))
def test_a_carried_count_is_as_it_was(day: date, weeks: int, amount: int, unit: str) -> None:
    """The true answer, moved, whatever the bank holidays and months of the moved days say."""
    true = due(day.toordinal(), Duration(amount, unit), calendar_for("england")) if day.year < 2023 and (
        unit == "working days"
    ) else add_months(day.toordinal(), amount * (12 if unit == "years" else 1))  # fmt: skip
    asked = (day.toordinal() + 7 * weeks, amount, unit)
    key, answer = read_count(write_count(asked, true + 7 * weeks))
    calendar = MovedDays({key: answer}).calendar()
    assert due(asked[0], Duration(amount, unit), calendar) == true + 7 * weeks


@pytest.mark.parametrize(
    "wrong", ["2019-03-04 + ten working days = 2019-03-19", "2019-03-04 + 10 days = 2019-03-14", ""]
)
def test_a_count_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):
        read_count(wrong)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Seen in Easter hols.", "Seen in hols."),  # "seen in February" would be read as another day's sighting
        ("No contact since Christmas.", "No contact since October."),
        ("Review in July.", "Review in May."),
    ],
)
def test_a_feast_or_month_without_its_year_becomes_what_it_now_is(text: str, after: str) -> None:
    row = date(2022, 4, 7).toordinal()
    taken = Taken(text)
    taken.take(in_text(text, When(row, row, "", "day"), Move(-427))[0])
    assert taken.replaced() == after
