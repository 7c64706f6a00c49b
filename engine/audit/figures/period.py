"""Quarters and years, and what lies in a period: surely, perhaps, or not.

An imprecise day that crosses an edge is never put on one side of it.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from engine.audit.record import Days
from engine.dates.dayzero import is_relative
from engine.dates.when import FAR_FUTURE, FAR_PAST, Day
from engine.errors import UsageError
from engine.truth import MAYBE, NO, YES, Truth
from engine.values import dataclass

BY = ("quarter", "year")
RELATIVE = "counted from a Day 0"
BETWEEN = "not certain which"


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included; either may be left open."""

    first: Day = FAR_PAST
    last: Day = FAR_FUTURE

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.first == FAR_PAST and self.last == FAR_FUTURE

    def holds(self, days: Days | None) -> Truth:
        """Whether something with these days lies in the period; what has no date may lie in any."""
        if self.whole:
            return YES
        if days is None or is_relative(days[0]) or is_relative(days[1]):
            return MAYBE
        if days[1] < self.first or days[0] > self.last:
            return NO
        return YES if self.first <= days[0] and days[1] <= self.last else MAYBE

    def __str__(self) -> str:
        if self.whole:
            return "all days"
        if self.first == FAR_PAST:
            return f"up to {date.fromordinal(self.last).isoformat()}"
        start = f"from {date.fromordinal(self.first).isoformat()}"
        return start if self.last == FAR_FUTURE else f"{start} to {date.fromordinal(self.last).isoformat()}"


def period_of(first: Day | None, last: Day | None) -> Period:
    """The period asked for. Raises UsageError where it ends before it begins."""
    period = Period(FAR_PAST if first is None else first, FAR_FUTURE if last is None else last)
    if period.first > period.last:
        raise UsageError("The period ends before it begins.", "Give the earlier day with --from, the later with --to.")
    return period


@lru_cache(maxsize=8192)
def label(day: Day, by: str) -> str:
    """The quarter or year of a day: "2024 Q2" (April to June), "2024"."""
    if is_relative(day):
        return RELATIVE
    told = date.fromordinal(day)
    return str(told.year) if by == "year" else f"{told.year} Q{(told.month + 2) // 3}"


def label_of(days: Days, by: str) -> str:
    """The quarter or year in which something lies; where its days cross from one to another, neither."""
    first, last = label(days[0], by), label(days[1], by)
    return first if first == last else BETWEEN


def month_of(first: Day) -> Days:
    """The days of the month that begins on a day."""
    told = date.fromordinal(first)
    after = date(told.year + told.month // 12, told.month % 12 + 1, 1)
    return first, after.toordinal() - 1


def in_order(told: str) -> tuple[int, str]:
    """The order of periods: by time, then those that are none."""
    return (0, told) if told[:1].isdigit() else (1, told)
