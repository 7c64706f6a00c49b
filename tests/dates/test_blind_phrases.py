"""Date cells by somebody who had not seen the grammar: read as wanted, read wider, or refused; never read wrongly."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from blind_phrases import PHRASES, SECOND

from engine.dates.reading import DateContext, Refusal, read_when
from engine.dates.when import FAR_FUTURE, FAR_PAST, When

WEEKDAY = "Tues 12/03/2021"
"""The weekday is another one: the date is kept, the reading says so, and the report warns."""


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def _beside(row: str, born: str) -> DateContext:
    near = When(_day(row), _day(row), row, "day") if row else None
    return DateContext(previous=near, row=near, born=_day(born) if born else None)


def _ends(days: str) -> tuple[int, int]:
    lo, _, hi = days.partition("/")
    hi = hi or lo
    return (FAR_PAST if lo == ".." else _day(lo)), (FAR_FUTURE if hi == ".." else _day(hi))


def _judged(phrase: str, days: str, row: str, born: str, either: bool) -> str:
    read = read_when(phrase, _beside(row, born))
    if isinstance(read, Refusal):
        return "right" if days == "refuse" or either else "refused"
    if days == "refuse":
        return "wrong"
    lo, hi = _ends(days)
    floor = read.earliest if lo == FAR_PAST else lo
    if (read.earliest, read.latest) == (floor, hi):
        return "right"
    return "wider" if read.earliest <= floor and read.latest >= hi else "wrong"


@pytest.mark.parametrize(("phrase", "days", "row", "born", "either"), PHRASES + SECOND)
def test_no_phrase_is_read_wrongly(phrase: str, days: str, row: str, born: str, either: bool) -> None:
    if phrase == WEEKDAY:
        read = read_when(phrase, _beside(row, born))
        assert isinstance(read, When)
        assert "weekday-differs" in read.rule
        return
    assert _judged(phrase, days, row, born, either) != "wrong"


def test_most_phrases_are_read() -> None:
    told = Counter(_judged(*one) for one in PHRASES)
    assert told["right"] >= 90
    assert told["refused"] <= 6
    again = Counter(_judged(*one) for one in SECOND)
    assert (again["right"], again["wider"], again["refused"], again["wrong"]) == (96, 2, 2, 0)


@pytest.mark.parametrize(
    ("cell", "born", "first", "last"),
    [
        ("aged 3 weeks", "2021-11-20", "2021-12-11", "2021-12-17"),
        ("Day 5", "2021-11-20", "2021-11-24", "2021-11-25"),
        ("approx 10 weeks", "2021-11-20", "2022-01-22", "2022-02-11"),
        ("2 yrs 3 mths", "2018-05-09", "2020-08-09", "2020-09-08"),
        ("6/52", "2021-11-20", "2022-01-01", "2022-01-07"),
    ],
)
def test_an_age_is_counted_from_the_date_of_birth(cell: str, born: str, first: str, last: str) -> None:
    read = read_when(cell, DateContext(born=_day(born)))
    assert isinstance(read, When)
    assert (read.earliest, read.latest) == (_day(first), _day(last))


@pytest.mark.parametrize("cell", ["aged 3 weeks", "Day 5", "10/40", "approx 10 weeks"])
def test_an_age_without_a_date_of_birth_is_refused(cell: str) -> None:
    assert isinstance(read_when(cell, DateContext()), Refusal)


def test_weeks_of_pregnancy_are_no_age() -> None:
    assert isinstance(read_when("10/40", DateContext(born=_day("2021-11-20"))), Refusal)
    assert isinstance(read_when("32 weeks pregnant", DateContext(born=_day("2021-11-20"))), Refusal)
