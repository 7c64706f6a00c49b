"""Reading date cells and the dates in narrative, as agencies write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter

import pytest
from date_phrases import FRESH, IN_TEXT, LATER, MISSED, SURVEYED
from hypothesis import given
from hypothesis import strategies as st

from engine.dates.conventions import CONVENTIONS, explain
from engine.dates.reading import DateContext, Refusal, _in_any_words, _month_in_words, find_dates, read_when
from engine.dates.when import FAR_FUTURE, FAR_PAST, When
from engine.dates.words import MONTHS as MONTH_NUMBERS
from engine.values import replace

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


@pytest.mark.parametrize(("text", "wanted", "row"), SURVEYED + MISSED + FRESH + LATER)
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


def test_a_range_with_no_last_day_ends_at_the_row_only_where_there_is_one() -> None:
    alone = read_when("since 8th February 2022", DateContext())
    assert isinstance(alone, When)
    assert alone.latest == FAR_FUTURE


def test_before_is_bounded_by_the_birth_where_it_is_known() -> None:
    born = date(2019, 5, 1).toordinal()
    read = read_when("before March 2020", DateContext(born=born))
    assert isinstance(read, When)
    assert read.earliest == born
    unborn = read_when("before March 2019", DateContext(born=born, floor=FLOOR))
    assert isinstance(unborn, When)
    assert unborn.latest == date(2019, 2, 28).toordinal()


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("02/03/2022 14:30", 870), ("02/03/2022 2.30pm", 870), ("2 March 2022 at 1430hrs", 870),
        ("2022-03-02T14:30:00", 870), ("44622.604167", 870), ("02/03/2022 00:00:00", None),
        ("02/03/2022 9am", 540), ("02/03/2022 (evening)", None), ("02/03/2022 midday", 720),
    ],
)  # fmt: skip
def test_a_time_of_day_is_kept(text: str, minute: int | None) -> None:
    read = read_when(text, DateContext())
    assert isinstance(read, When)
    assert read.exact
    assert read.minute == minute


def test_a_wrong_weekday_is_told_and_not_repaired() -> None:
    read = read_when("Tues 2 March 2022", DateContext())
    assert isinstance(read, When)
    assert read.rule == "day+weekday-differs"


def test_a_refusal_says_why_without_the_words_of_the_record() -> None:
    for text in (
        "31/02/2021",
        "03/13/2021",
        "Wednesbury",
        "N/K",
        "",
        "x" * 201,
        "12/03/2021 (or 14/03/2021)",
    ):
        read = read_when(text, DateContext())
        assert isinstance(read, Refusal), text
        assert read.text == text
        assert read.why
        assert read.remedy
        assert len(text) < 5 or text not in read.why + read.remedy


def test_a_note_in_brackets_about_writing_is_no_second_date() -> None:
    assert shown(read_when("12/03/2021 (recorded 14/03/2021)", DateContext())) == "2021-03-12"


def test_every_convention_has_one_name_and_an_example() -> None:
    names = [convention.name for convention in CONVENTIONS]
    assert len(names) == len(set(names))
    assert all(convention.covers and convention.example for convention in CONVENTIONS)


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
STYLES: list[Callable[[date], str]] = [
    lambda d: f"{d.day:02}/{d.month:02}/{d.year}",
    lambda d: f"{d.day}/{d.month}/{d.year % 100:02}",
    lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    lambda d: f"{d.day}-{MONTHS[d.month - 1][:3]}-{d.year % 100:02}",
    lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{d.strftime('%a')} {d.day}{ordinal(d.day)} {MONTHS[d.month - 1][:3]} {d.year}",
    lambda d: d.isoformat(),
    lambda d: f"{d.day:02}/{d.month:02}/{d.year} 00:00:00",
]


def ordinal(day: int) -> str:
    return "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.sampled_from(range(len(STYLES))))
def test_every_day_reads_back_from_every_style(day: date, style: int) -> None:
    text = STYLES[style](day)
    read = read_when(text, DateContext())
    assert isinstance(read, When)
    assert (read.earliest, read.latest) == (day.toordinal(), day.toordinal())
    found = find_dates(f"Seen on {text}, at home.", DateContext())
    assert [one.when.earliest for one in found] == [day.toordinal()]
    assert found[0].when.exact


WORDS = st.sampled_from(
    [
        "early",
        "mid",
        "late",
        "end",
        "of",
        "the",
        "March",
        "may",
        "Feb",
        "2021",
        "21",
        "'21",
        "3",
        "9",
        "31",
        "12/03/21",
        "/",
        "-",
        "to",
        "and",
        "between",
        "from",
        "since",
        "before",
        "two",
        "weeks",
        "later",
        "ago",
        "a",
        "day",
        "following",
        "same",
        "last",
        "week",
        "w/c",
        "circa",
        "?",
        "(",
        ")",
        "??",
        "99999",
        "44621",
        "0",
        "term",
        "summer",
        "Easter",
        "2011-12",
        "onwards",
        "prior",
        "by",
        "on",
        "or",
        "14:30",
        "pm",
        "Tuesday",
        "first",
        "after",
        "2/12",
        "6/52",
        "few",
        "couple",
        "that",
        "next",
        "year",
        "0100",
        "1st",
        "20210401",
        ".",
    ]
)
SOUP = st.lists(WORDS, max_size=9)
DAYS = st.integers(date(1990, 1, 1).toordinal(), date(2030, 1, 1).toordinal())


@given(
    st.one_of(
        st.text(max_size=220),
        st.lists(WORDS, max_size=9).map(" ".join),
        st.lists(WORDS, max_size=9).map("".join),
    ),
    st.one_of(st.none(), DAYS),
)
def test_any_text_gives_an_interval_or_a_refusal(text: str, row: int | None) -> None:
    when = None if row is None else When(row, row + 3, "", "range")
    context = DateContext(previous=when, row=when, floor=FLOOR, near=when)
    read = read_when(text, context)
    if isinstance(read, When):
        assert FAR_PAST <= read.earliest <= read.latest <= FAR_FUTURE
        assert explain(read.rule)
    last = 0
    for one in find_dates(text, context):
        assert last <= one.start < one.end <= len(text)
        assert one.when.earliest <= one.when.latest
        assert explain(one.when.rule)
        last = one.end


def test_the_day_after_the_last_day_of_a_month_is_refused_in_every_month() -> None:
    for month in range(1, 13):
        last = (date(2021 + month // 12, month % 12 + 1, 1) - timedelta(1)).day
        assert shown(read_when(f"{last + 1}/{month:02}/2021", DateContext())) == "refuse"


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["1/", "a week ", "12/03/21 - ", "(", "'", "mid ", "?", "3 ", "<", "march ", "9" * 50]
)
def test_long_narrative_takes_time_in_proportion_to_its_length(piece: str) -> None:
    context = beside("2022-03-02")

    def looked(times: int) -> float:
        start = perf_counter()
        find_dates(piece * times, context)
        return perf_counter() - start

    looked(500)
    short = min(looked(1000) for _ in range(3))
    assert looked(8000) < 40 * short + 0.2  # eight times the text; the rest is slack for a busy machine


NO_MONTHS = ("MAR", "Weds", "spring", "Day", "Christmas", "about")
MONTHS_AS_WRITTEN = [*MONTH_NUMBERS, *(name.title() for name in MONTH_NUMBERS), *NO_MONTHS]


@given(
    st.one_of(st.just(""), st.integers(0, 33).map("{} ".format), st.integers(0, 33).map("{:02} ".format)),
    st.sampled_from(MONTHS_AS_WRITTEN),
    st.one_of(st.integers(1890, 2110), st.integers(0, 9999)).map("{:04}".format),
    st.sampled_from(["", "2021-03-05"]),
    st.booleans(),
)
def test_the_short_way_for_a_month_in_words_reads_what_the_grammar_reads(
    day: str, month: str, year: str, row: str, relative: bool
) -> None:
    cell = f"{day}{month} {year}"
    short = _month_in_words(cell, cell)
    if short is not None:
        context = replace(beside(row), relative=relative)
        long = _in_any_words(cell, context)
        assert long is not None
        assert short == When(long.lo, long.hi, cell, long.rule, long.minute)
