"""Counting forward and back in days, working days, weeks, months and years. Pure: no clock, no files.

A day is an ordinal. "Within D of t" runs from t to `due(t, D)`, the last permitted day; the breach
begins the day after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import accumulate

from engine.dates.when import Day
from engine.values import dataclass

UNITS: tuple[str, ...] = ("days", "working days", "weeks", "months", "years")
"""The units a duration can be given in; the singular of each is read too."""

_SATURDAY = 5

Asked = tuple[Day, int, str]
"""A count that was asked for: from which day, how many (below zero: backwards), and of which unit."""


class OutsideCalendar(Exception):  # noqa: N818 - the name says what is the case
    """The answer would need days that no calendar covers: the rule could not be evaluated."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as a rule states it: a whole, non-negative amount of one unit."""

    amount: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"{self.unit!r} is no unit of time; use one of {', '.join(UNITS)}")
        if self.amount < 0:
            raise ValueError("a duration cannot be negative")

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read "10 working days", "1 month", "28 days". Raises ValueError, with a guess if there is one."""
        number, _, unit = " ".join(text.split()).partition(" ")
        if not (number.isascii() and number.isdigit()) or len(number) > 6:
            raise ValueError(f"{text!r} is no duration: write a whole number, then a unit, such as '10 working days'")
        unit = unit.lower()
        plural = unit if unit.endswith("s") else unit + "s"
        if plural not in UNITS:
            from difflib import get_close_matches  # here, because only a mistake needs it

            close = get_close_matches(plural, UNITS, n=1, cutoff=0.5)
            guess = f"; did you mean '{number} {close[0]}'?" if close else f"; use one of {', '.join(UNITS)}"
            raise ValueError(f"{unit!r} is no unit of time{guess}")
        return cls(int(number), plural)

    def __str__(self) -> str:
        return f"{self.amount} {self.unit[:-1] if self.amount == 1 else self.unit}"


class Calendar:
    """The working days of one nation from `first` to `last`, both included.

    Working days are Monday to Friday without the given holidays. Counting takes constant time.
    Anything outside first..last raises OutsideCalendar.
    """

    __slots__ = ("_counted", "carried", "first", "holidays", "last", "monday", "nation")

    def __init__(self, nation: str, first: Day, last: Day, holidays: Iterable[Day], monday: Day = 1) -> None:
        if first > last:
            raise ValueError("a calendar must not end before it starts")
        self.nation = nation
        self.first = first
        self.last = last
        self.monday = monday
        """Any day that is a Monday: ordinal 1 was one; a case counted from a Day 0 has its own."""
        self.holidays = frozenset(holidays)
        self.carried: Mapping[Asked, Day | None] | None = None
        """Counts of a case whose days were moved, as they were on the true days; None as an answer: outside."""
        if any(not first <= day <= last for day in self.holidays):
            raise ValueError("a holiday lies outside the days the calendar covers")
        self._counted: tuple[list[Day], list[int]] | None = None

    def __reduce__(self) -> tuple[type[Calendar], tuple[str, Day, Day, list[Day], Day]]:
        return Calendar, (self.nation, self.first, self.last, sorted(self.holidays), self.monday)

    def _days(self) -> tuple[list[Day], list[int]]:
        """The working days, and how many have been reached by each day; counted when first asked for."""
        if self._counted is None:
            days = range(self.first, self.last + 1)
            works = [(day - self.monday) % 7 < _SATURDAY and day not in self.holidays for day in days]
            working = [self.first + at for at, works_on in enumerate(works) if works_on]
            self._counted = working, list(accumulate(map(int, works)))
        return self._counted

    def is_working_day(self, day: Day) -> bool:
        """True where `day` is a working day."""
        at = self._at(day)
        reached = self._days()[1]
        return reached[at] > (reached[at - 1] if at else 0)

    def add_working_days(self, day: Day, n: int) -> Day:
        """The n-th working day strictly after `day`, which never counts itself; n = 0 is `day`."""
        if n < 0:
            return self.subtract_working_days(day, -n)
        at = self._at(day)
        if n == 0:
            return day
        working, reached = self._days()
        if reached[at] + n > len(working):
            raise self.outside()
        return working[reached[at] + n - 1]

    def subtract_working_days(self, day: Day, n: int) -> Day:
        """The n-th working day strictly before `day`, which never counts itself; n = 0 is `day`."""
        if n < 0:
            return self.add_working_days(day, -n)
        at = self._at(day)
        if n == 0:
            return day
        working, reached = self._days()
        before = reached[at - 1] if at else 0
        if n > before:
            raise self.outside()
        return working[before - n]

    def _at(self, day: Day) -> int:
        if not self.first <= day <= self.last:
            raise self.outside()
        return day - self.first

    def outside(self) -> OutsideCalendar:
        """What to raise where an answer would need days that are not covered."""
        first, last = date.fromordinal(self.first), date.fromordinal(self.last)
        return OutsideCalendar(f"the calendar for {self.nation} covers {first} to {last}; this needs days outside it")


def due(day: Day, duration: Duration, calendar: Calendar | None) -> Day:
    """The last permitted day of "within `duration` of `day`". Never goes down as `day` goes up.

    Months and years keep the day of the month, or fall to its last day. Working days need a calendar:
    without one, or outside its range, OutsideCalendar is raised.
    """
    return _moved(day, duration, calendar, 1)


def before(day: Day, duration: Duration, calendar: Calendar | None) -> Day:
    """The first day of "within `duration` before `day`": `due` counted backwards."""
    return _moved(day, duration, calendar, -1)


def _moved(day: Day, duration: Duration, calendar: Calendar | None, sign: int) -> Day:
    amount = sign * duration.amount
    if calendar is not None and calendar.carried is not None and duration.unit not in ("days", "weeks"):
        asked = (day, amount, duration.unit)
        if (known := calendar.carried.get(asked)) is not None:
            return known
        if asked in calendar.carried:
            raise calendar.outside()
    match duration.unit:
        case "days":
            return day + amount
        case "weeks":
            return day + 7 * amount
        case "months":
            return add_months(day, amount)
        case "years":
            return add_months(day, 12 * amount)
        case _:
            if calendar is None:
                raise OutsideCalendar("working days need a calendar, and none was given")
            return calendar.add_working_days(day, amount)


def add_months(day: Day, months: int) -> Day:
    """The same day of the month, `months` later (or earlier), or that month's last day if it is shorter."""
    try:
        start = date.fromordinal(day)
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        return min(date(year, month + 1, 1).toordinal() + start.day - 1, month_end(year, month + 1))
    except (ValueError, OverflowError):
        raise OutsideCalendar("the day lies outside the years 1 to 9999") from None


def month_end(year: int, month: int) -> Day:
    """The last day of a month."""
    if month == 12:
        return date(year, 12, 31).toordinal()
    return date(year, month + 1, 1).toordinal() - 1
