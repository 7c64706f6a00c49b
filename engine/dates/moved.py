"""Cases whose days were all moved by the same number of weeks: what an offset would change, carried with them.

Bank holidays lie elsewhere among the moved days, months have other lengths, and a law that changed on a known
day did not change on that day of theirs. So the side sheet of such a case carries the counts that come out
otherwise ("2019-03-04 + 10 working days = 2019-03-19") and on which side of each change of the law the case
lies. It never carries the number of weeks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from engine.dates.calendar import Asked, Calendar
from engine.dates.points import FIRST_YEAR, LAST_YEAR
from engine.dates.when import FAR_FUTURE, FAR_PAST, Day
from engine.values import dataclass, field

OUTSIDE = "outside"
"""The answer to a count that left the true calendar."""
PAST, AHEAD = "past", "ahead"
"""A change of the law before every day of the case, or after every one."""

_COUNT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d) (?P<sign>[+-]) (?P<amount>\d{1,6}) (?P<unit>working days|months|years)"
    r" = (?P<to>\d{4}-\d\d-\d\d|outside)"
)


@dataclass(frozen=True, slots=True)
class MovedDays:
    """What is carried for a case whose days were moved."""

    counts: Mapping[Asked, Day | None] = field(default_factory=dict)
    """Counts that the moved days alone would give otherwise; None where the count left the true calendar."""
    law: Mapping[Day, Day] = field(default_factory=dict)
    """The true day of each change of the law -> where it lies among the moved days."""

    def calendar(self) -> Calendar:
        """Monday to Friday, no bank holiday, and the counts that are carried."""
        first, last = date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal()
        calendar = Calendar("moved days", first, last, ())
        calendar.carried = self.counts
        return calendar


def read_count(text: str) -> tuple[Asked, Day | None]:
    """One count as the side sheet writes it. Raises ValueError for anything else."""
    found = _COUNT.fullmatch(" ".join(text.split()))
    if found is None:
        raise ValueError("no count")
    amount = int(found["sign"] + found["amount"])
    to = None if found["to"] == OUTSIDE else date.fromisoformat(found["to"]).toordinal()
    return (date.fromisoformat(found["day"]).toordinal(), amount, found["unit"]), to


def write_count(asked: Asked, answer: Day | None) -> str:
    """A count as `read_count` reads it."""
    day, amount, unit = asked
    to = OUTSIDE if answer is None else date.fromordinal(answer).isoformat()
    return f"{date.fromordinal(day).isoformat()} {'-' if amount < 0 else '+'} {abs(amount)} {unit} = {to}"


def read_change(text: str) -> Day:
    """Where a change of the law lies: a day, "past" or "ahead". Raises ValueError for anything else."""
    if text in (PAST, AHEAD):
        return FAR_PAST if text == PAST else FAR_FUTURE
    return date.fromisoformat(text).toordinal()


def write_change(day: Day) -> str:
    """The place of a change of the law as `read_change` reads it."""
    return PAST if day == FAR_PAST else AHEAD if day == FAR_FUTURE else date.fromordinal(day).isoformat()
