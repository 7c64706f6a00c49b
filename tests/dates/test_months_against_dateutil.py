"""Months and years, counted again by python-dateutil: an oracle that we did not write."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from engine.dates.calendar import Duration, before, due

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
AMOUNTS = st.integers(0, 60)


@given(DAYS, AMOUNTS, st.sampled_from(["days", "weeks", "months", "years"]))
def test_due_agrees(day: date, amount: int, unit: str) -> None:
    later = day + relativedelta(**{unit: amount})
    assert due(day.toordinal(), Duration(amount, unit), None) == later.toordinal()


@given(DAYS, AMOUNTS, st.sampled_from(["days", "weeks", "months", "years"]))
def test_before_agrees(day: date, amount: int, unit: str) -> None:
    earlier = day - relativedelta(**{unit: amount})
    assert before(day.toordinal(), Duration(amount, unit), None) == earlier.toordinal()
