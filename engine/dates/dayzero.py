"""Cases told in days from a Day 0, where the published dates were removed: "Day 0 + 35".

Such days lie together in the years 1800 to 1899, which no chronology has, so that every count of days works on
them as on others and none can be taken for a date. They are printed as days from Day 0. Which law was in force on
them is not known; working days are counted only where somebody says on which weekday Day 0 fell.
"""

from __future__ import annotations

import re
from datetime import date

from engine.dates.calendar import Calendar
from engine.dates.points import BadDate, Span
from engine.dates.when import FAR_PAST, Day

DAY_ZERO: Day = 675340
"""The day that stands for Day 0: 7 January 1850."""

_END: Day = 693596
"""1 January 1900: the first day that may be a date."""

_FURTHEST = 16_000
"""Days from Day 0, before or after, that can be told: some forty years."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_ABOUT = r"(?P<about>(?:about|approx(?:imately|\.)?|around|circa|c\.?|~) ?)?"
_ONE = r"day ?(?:0|zero) ?(?P<{0}sign>[+-]) ?(?P<{0}far>\d{{1,5}})(?: ?days?)?|day ?(?P<{0}bare>-?\d{{1,5}})"
_UNTIL = rf"(?: ?(?:to|-|and) ?(?:{_ONE.format('b')}|(?P<until>\d{{1,5}})))?"
_DAYS = re.compile(rf"{_ABOUT}(?:between |from )?(?:{_ONE.format('a')}){_UNTIL}")
_EXPLICIT = re.compile(r"day ?(?:0|zero)\b")


def is_relative(day: Day) -> bool:
    """Whether a day is counted from a Day 0 and no date of a calendar."""
    return FAR_PAST < day < _END


def told(day: Day) -> str:
    """A day of such a case in words: "Day 35"."""
    return f"Day {day - DAY_ZERO}"


def days_from_zero(cell: str, *, bare: bool) -> Span | None:
    """The days that a whole cell counts from Day 0, or None where it does not.

    "Day 35" alone may be a child's age, so it counts only where `bare` is true or Day 0 is named. Raises BadDate
    where the days run backwards or lie too far away.
    """
    folded = " ".join(cell.lower().replace("–", "-").replace("−", "-").strip(" .").split())
    found = _DAYS.fullmatch(folded)
    if found is None or not (bare or _EXPLICIT.search(folded)):
        return None
    first = _offset(found, "a")
    last = int(found["until"]) if found["until"] else _offset(found, "b") if found["bsign"] or found["bbare"] else first
    if last < first:
        raise BadDate("the days run backwards")
    if max(abs(first), abs(last)) > _FURTHEST:
        raise BadDate("the day lies too far from Day 0")
    wider = 1 if found["about"] else 0
    rule = "day-from-zero" + ("+range" if last > first else "") + ("+circa" if wider else "")
    return Span(DAY_ZERO + first - wider, DAY_ZERO + last + wider, rule)


def one_day(text: str) -> Day:
    """A single day written as 2022-03-01, or as Day 35. Raises ValueError for anything else."""
    try:
        span = days_from_zero(text, bare=True)
    except BadDate as bad:
        raise ValueError(bad.why) from None
    if span is None:
        return date.fromisoformat(text).toordinal()
    if span.lo != span.hi:
        raise ValueError("more than one day")
    return span.lo


def calendar_from(weekday: str) -> Calendar:
    """The working days of a case whose Day 0 fell on `weekday`: Monday to Friday, no bank holiday known."""
    monday = DAY_ZERO - WEEKDAYS.index(weekday)
    return Calendar("relative days", DAY_ZERO - _FURTHEST, DAY_ZERO + _FURTHEST, (), monday=monday)


def _offset(found: re.Match[str], which: str) -> int:
    if found[f"{which}sign"]:
        return int(found[f"{which}sign"] + found[f"{which}far"])
    return int(found[f"{which}bare"])
