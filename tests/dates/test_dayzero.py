"""Cases whose dates were removed count from a Day 0, and say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.dates.dayzero import DAY_ZERO, calendar_from, is_relative, one_day
from engine.dates.reading import DateContext, Refusal, read_when
from engine.dates.when import When
from engine.pack import load_pack
from engine.report.terminal import Style, render_text
from engine.report.words import iso, short, span
from engine.session import Options, session_for

CASE = DateContext(relative=True)


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("Day 0", 0, 0),
        ("Day 0 + 35", 35, 35),
        ("day zero – 10 days", -10, -10),
        ("Day 12", 12, 12),
        ("Day -3", -3, -3),
        ("Day 0 + 35 to Day 0 + 42", 35, 42),
        ("Day 10 to 12", 10, 12),
        ("between Day 10 and Day 12", 10, 12),
        ("about Day 0 + 30", 29, 31),
    ],
)
def test_a_day_of_the_case(cell: str, first: int, last: int) -> None:
    read = read_when(cell, CASE)
    assert isinstance(read, When)
    assert (read.earliest - DAY_ZERO, read.latest - DAY_ZERO) == (first, last)
    assert is_relative(read.earliest)


def test_day_5_alone_is_a_childs_age_where_the_case_has_dates() -> None:
    born = one_day("2022-03-01")
    read = read_when("Day 5", DateContext(born=born))
    assert isinstance(read, When)
    assert (read.earliest, read.latest) == (born + 4, born + 5)
    assert isinstance(read_when("Day 5", DateContext()), Refusal)


@pytest.mark.parametrize("cell", ["Day 12 to 10", "Day 0 + 99999"])
def test_days_that_cannot_be_meant_are_refused(cell: str) -> None:
    assert isinstance(read_when(cell, CASE), Refusal)


def test_such_days_are_printed_as_days_from_day_0() -> None:
    day = one_day("Day 35")
    assert (iso(day), short(day)) == ("Day 35", "Day 35")
    assert span(day, day + 2) == "between Day 35 and Day 37"
    assert one_day("2022-03-01") == 738215


@pytest.mark.parametrize(
    ("weekday", "after_one", "after_five"), [("monday", 1, 7), ("friday", 3, 7), ("saturday", 2, 6), ("sunday", 1, 5)]
)
def test_working_days_count_from_the_weekday_that_day_0_fell_on(weekday: str, after_one: int, after_five: int) -> None:
    calendar = calendar_from(weekday)
    assert calendar.add_working_days(DAY_ZERO, 1) == DAY_ZERO + after_one
    assert calendar.add_working_days(DAY_ZERO + 7, 5) == DAY_ZERO + 7 + after_five


ROWS = """Date,Agency,Event,Child seen
Day 0,Health Visiting,"Baby seen at home with mother, awake and handled.",Y
Day 0 + 20,Children's Social Care,Mother's new partner has moved into the home.,
Day 0 + 60,Police,Police officer telephoned mother.,
"""
SHEET = "case: R\nday_zero: {}\npeople:\n  - {{id: baby, role: child, name: Baby, born: Day 0 - 10}}\n"


def report_of(folder: Path, weekday: str, rows: str = ROWS) -> str:
    (folder / "r.csv").write_text(rows, encoding="utf-8")
    (folder / "r.yaml").write_text(SHEET.format(weekday), encoding="utf-8")
    pack = load_pack()
    session = session_for([folder / "r.csv"], Options(), pack.library, pack.vocabulary, pack.calendars)
    return " ".join(render_text(session.report(), Style(200)).split())


def test_a_case_runs_wholly_on_relative_days(tmp_path: Path) -> None:
    text = report_of(tmp_path, "monday")
    assert "as at Day 60" in text
    assert "Day 0 (row 2" in text
    assert "taken to be a Monday; no bank holiday is known" in text
    assert "1850" not in text


def test_working_days_are_not_counted_where_the_weekday_is_not_known(tmp_path: Path) -> None:
    text = report_of(tmp_path, "unknown")
    assert "whose weekday is not known" in text
    assert "the weekday of Day 0" in text


def test_dates_beside_relative_days_are_said(tmp_path: Path) -> None:
    text = report_of(tmp_path, "monday", ROWS + "03/04/2021,School,In school.,\n")
    assert "nothing says how they lie to each other" in text
