"""Points on the calendar as words name them, before and after the missing year is filled in.

The values of this grammar are named tuples: half the time to define and to make of frozen dataclasses,
and they never leave this room.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from engine.dates.calendar import month_end
from engine.dates.when import Day
from engine.dates.words import SEASONS, TERMS, easter_sunday

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""Years outside these are refused: in a chronology they are slips or software's placeholders."""

PARTS: dict[str, tuple[int, int]] = {"early": (0, 0), "mid": (1, 1), "late": (2, 2)}
"""Which thirds (0, 1, 2) of a month, season or year a word names."""


def year_of(text: str) -> int:
    """A written year in full; two digits to 49 are in the 2000s, the rest in the 1900s."""
    number = int(text)
    if len(text) > 2:
        return number
    return number + (2000 if number < 50 else 1900)


class BadDate(Exception):  # noqa: N818 - it is the date that is bad
    """Written like a date, but no such day can be meant. `why` never repeats the record's words."""

    def __init__(self, why: str, end: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.end = end


class Point(NamedTuple):
    """A day, month, season or year as written; `year` None where it is not said.

    `unit` is "day", "month", "year", "years", "season", "term", "feast", "holiday" or "span" (lo..hi given);
    `thirds` or `days` narrow it; `widen` is "" or "circa"; `week` is "", "from", "to" or "of".
    """

    unit: str
    year: int | None = None
    month: int = 0
    day: int = 0
    name: str = ""
    last_year: int = 0
    thirds: tuple[int, int] | None = None
    days: tuple[int, int] | None = None
    circa: bool = False
    week: str = ""
    weekday: int = -1
    minute: int | None = None
    lo: Day = 0
    hi: Day = 0
    note: str = ""


class Span(NamedTuple):
    """Days lo..hi, both included, with the convention that gave them."""

    lo: Day
    hi: Day
    rule: str
    minute: int | None = None


def span(point: Point) -> Span:
    """The days a point with a known year stands for. Raises BadDate where there are none."""
    lo, hi, rule, grain = _bounds(point)
    if point.weekday >= 0 and lo == hi and not point.week and date.fromordinal(lo).weekday() != point.weekday:
        rule += "+weekday-differs"
    if point.week == "from":
        lo, hi, rule = lo, hi + 6, "week-commencing"
    elif point.week == "to":
        lo, hi, rule = lo - 6, hi, "week-ending"
    elif point.week == "of":
        lo, hi, rule = lo - (lo - 1) % 7, hi + 6 - (hi - 1) % 7, "week-of"
    if point.circa:
        lo, hi = _wider(lo, hi, 7 if point.week else grain)
        rule += "+circa"
    if point.note:
        rule += "+" + point.note
    return Span(lo, hi, rule, point.minute)


def _bounds(point: Point) -> tuple[Day, Day, str, int]:
    """First day, last day, convention and the unit (in days, 30 a month, 365 a year) of a point."""
    if point.unit == "span":
        return point.lo, point.hi, point.name or "day", 1
    year = point.year
    if year is None:
        raise BadDate("it has no year, and nothing near it gives one")
    if not FIRST_YEAR <= year <= LAST_YEAR or not (point.last_year or year) <= LAST_YEAR:
        raise BadDate("the year is outside 1900 to 2099")
    match point.unit:
        case "day":
            day = a_day(year, point.month, point.day)
            return day, day, "day", 1
        case "month":
            return _month(point, year)
        case "year" | "years":
            return _year(point, year)
        case "season":
            return _season(point, year)
        case "term":
            return *_term(point, year), "term", 90
        case "feast":
            return *_feast(point.name, year), "feast", 2
        case _:
            return *_holiday(point.name, year), "school-holiday", 14


def a_day(year: int, month: int, day: int) -> Day:
    """The day, or BadDate with the reason there is none. Nothing is repaired."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadDate("the year is outside 1900 to 2099")
    if not 1 <= month <= 12:
        raise BadDate("the month is not 1 to 12: days are written before months")
    if not 1 <= day <= 31:
        raise BadDate("the day is not 1 to 31")
    first = date(year, month, 1).toordinal()
    if first + day - 1 > month_end(year, month):
        raise BadDate("that month has no such day")
    return first + day - 1


def _month(point: Point, year: int) -> tuple[Day, Day, str, int]:
    first, last = a_day(year, point.month, 1), month_end(year, point.month)
    if point.days:
        start, end = point.days
        if start < 0:
            return last + 1 + start, last, "week-of-month", 7
        return first + start - 1, first + end - 1, "week-of-month", 7
    if point.thirds:
        start, end = point.thirds
        return (
            first + 10 * start,
            (last if end == 2 else first + 10 * end + 9),
            _part(point.thirds) + "-month",
            10,
        )
    return first, last, "month", 30


def _year(point: Point, year: int) -> tuple[Day, Day, str, int]:
    if point.days:
        raise BadDate("a week of the month needs a month")
    last_year = point.last_year or year
    if point.thirds:
        start, end = point.thirds
        if last_year > year:
            # A decade or a run of years: its thirds are whole years, the middle one the longest to agree.
            length = last_year - year + 1
            low, high = year + (length * start + 1) // 3, year + (length * (end + 1) + 1) // 3 - 1
            return a_day(low, 1, 1), a_day(max(low, high), 12, 31), _part(point.thirds) + "-years", 365
        first = a_day(year, 4 * start + 1, 1)
        return first, month_end(last_year, 4 * end + 4), _part(point.thirds) + "-year", 120
    rule = "year" if last_year == year else point.name or "years"
    return a_day(year, 1, 1), a_day(last_year, 12, 31), rule, 365


def _season(point: Point, year: int) -> tuple[Day, Day, str, int]:
    start = SEASONS[point.name]
    if point.name == "winter" and not point.last_year:
        # Either winter touching the year may be meant, so both are kept.
        return a_day(year, 1, 1), month_end(year + 1, 2), "winter-of-year", 90
    months = [(year + (start + k - 1) // 12, (start + k - 1) % 12 + 1) for k in range(3)]
    first, last = (0, 2) if not point.thirds else point.thirds
    lo, hi = a_day(*months[first], 1), month_end(*months[last])
    if point.last_year and point.name != "winter":
        hi = month_end(point.last_year, start + 2)
    return lo, hi, (_part(point.thirds) + "-" if point.thirds else "") + "season", 30 if point.thirds else 90


def _term(point: Point, year: int) -> tuple[Day, Day]:
    if point.last_year and point.name != "autumn":
        year = point.last_year  # "spring term 2021/22" is in 2022
    (month, day), (last_month, last_day) = TERMS[point.name]
    return a_day(year, month, day), a_day(year, last_month, last_day)


def _feast(name: str, year: int) -> tuple[Day, Day]:
    if name == "easter":
        sunday = easter_sunday(year)
        return sunday - 2, sunday + 1
    if name == "new year":
        new_year = a_day(year, 1, 1)
        return new_year - 1, new_year + 1
    return a_day(year, 12, 24), a_day(year, 12, 26)


def _holiday(name: str, year: int) -> tuple[Day, Day]:
    if name == "easter":
        sunday = easter_sunday(year)
        return sunday - 16, sunday + 16
    if name == "summer":
        return a_day(year, 7, 15), a_day(year, 9, 7)
    return a_day(year, 12, 15), a_day(year, 12, 31) + 7


def _part(thirds: tuple[int, int]) -> str:
    names = ("early", "mid", "late")
    return names[thirds[0]] if thirds[0] == thirds[1] else "part"


def _wider(lo: Day, hi: Day, grain: int) -> tuple[Day, Day]:
    """One unit more on either side: a day, a third of a month, a month, a season, a year."""
    start, end = date.fromordinal(lo), date.fromordinal(hi)
    if grain == 365:
        return start.replace(year=start.year - 1).toordinal(), end.replace(year=end.year + 1).toordinal()
    if grain == 30 and start.day == 1:
        year, month = divmod(end.year * 12 + end.month, 12)
        return month_start_before(start), month_end(year, month + 1)
    return lo - grain, hi + grain


def month_start_before(day: date) -> Day:
    """The first day of the month before the one `day` is in."""
    year, month = divmod(day.year * 12 + day.month - 2, 12)
    return date(year, month + 1, 1).toordinal()


def with_nearest_year(point: Point, near: Day | None, not_after: Day | None = None) -> Point:
    """The point in the year that brings it nearest to `near`; `not_after` keeps it from starting later."""
    if point.year is not None or point.unit == "span":
        return point
    if near is None:
        raise BadDate("it has no year, and no dated row near it gives one")
    this = date.fromordinal(near).year
    best: tuple[int, Point] | None = None
    for year in (this - 1, this, this + 1, this - 4, this + 4):
        tried = point._replace(year=year, note="nearest-year")
        try:
            found = span(tried)
        except BadDate:
            continue  # 29 February exists in some years only
        if not_after is not None and found.lo > not_after:
            continue
        away = abs(found.lo + found.hi - 2 * near)
        if best is None or away < best[0]:
            best = (away, tried)
    if best is None:
        raise BadDate("that month has no such day")
    return best[1]
