"""What moving the days would change: counts over bank holidays and months, and which side of a law's change days lie.

The counts are those that the rules really ask of this case. Only those are carried that the moved days alone would
give otherwise; a change of the law inside the case is put on any day of the gap in which it fell.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from engine.dates.calendar import Asked, Calendar, Duration, OutsideCalendar, due
from engine.dates.calendar import before as days_before
from engine.dates.dayzero import is_relative
from engine.dates.moved import MovedDays, write_change, write_count
from engine.dates.when import FAR_FUTURE, FAR_PAST, Day
from engine.language.rule import DateRange
from engine.session import Session
from engine.values import replace


class _Noting(dict[Asked, Day | None]):
    """Notes each count that is asked for, and answers what was carried before."""

    def __init__(self, carried: Mapping[Asked, Day | None]) -> None:
        super().__init__(carried)
        self.asked: set[Asked] = set(carried)

    def get(self, asked: Asked, default: Day | None = None) -> Day | None:  # type: ignore[override]
        """What is carried; the question is noted."""
        self.asked.add(asked)
        return super().get(asked, default)


def carried(session: Session, offset: int, chance: random.Random) -> list[MovedDays]:
    """What the side sheet of the moved case may carry, the least first; nothing for a case on relative days.

    The least are counts of working days from the first and last day of an entry or a birth. Then those of months
    and years as well, whose lengths tell more of when it happened; last, every count that any rule asked.
    """
    calendar = session.standards.calendar
    if is_relative(session.as_at) or calendar is None:
        return []
    noting = _Noting(calendar.carried or {})
    watched = _without_carried(calendar)
    watched.carried = noting
    there = replace(session, standards=replace(session.standards, calendar=watched), rules=tuple(session.library.rules))
    for day in sorted({session.as_at, *_last_day(session)}):
        there.evaluate(day)
    true, moved = _without_carried(calendar), MovedDays().calendar()
    every: dict[Asked, Day | None] = {}
    answers: set[Day] = set()
    for asked in sorted(noting.asked):
        day, amount, unit = asked
        answer = noting[asked] if asked in noting else _counted(asked, true)
        if answer is not None:
            answers.add(answer)
        new = (day + offset, amount, unit)
        then = None if answer is None else answer + offset
        if _counted(new, moved) != then:
            every[new] = then
    ends = {day + offset + by for day in _ends(session) for by in (-1, 0, 1)}
    near = {asked: to for asked, to in every.items() if asked[0] in ends}
    working = {asked: to for asked, to in near.items() if asked[2] == "working days"}
    law = _law(session, answers, offset, chance)
    return [MovedDays(counts, law) for counts in (working, near, every)]


def _last_day(session: Session) -> list[Day]:
    return [max((day for day in _ends(session) if day < FAR_FUTURE), default=session.as_at)]


def _ends(session: Session) -> set[Day]:
    """The first and last day of every entry, fact and birth."""
    case = session.read.case
    days = {day for when, _, _ in case.rows.values() if when for day in (when.earliest, when.latest)}
    days |= {day for event in case.events for day in (event.when.earliest, event.when.latest)}
    days |= {day for person in case.people if person.born for day in (person.born.earliest, person.born.latest)}
    return days


def _without_carried(calendar: Calendar) -> Calendar:
    return Calendar(calendar.nation, calendar.first, calendar.last, calendar.holidays, calendar.monday)


def _counted(asked: Asked, calendar: Calendar) -> Day | None:
    day, amount, unit = asked
    length = Duration(abs(amount), unit)
    try:
        return days_before(day, length, calendar) if amount < 0 else due(day, length, calendar)
    except OutsideCalendar:
        return None


def _law(session: Session, answers: Iterable[Day], offset: int, chance: random.Random) -> dict[Day, Day]:
    """Each day on which a rule's law changed, and where it lies among the moved days."""
    known = sorted(day for day in _ends(session) | set(answers) if FAR_PAST < day < FAR_FUTURE)
    law: dict[Day, Day] = {}
    for change in sorted({day for rule in session.library.rules for day in _changes(rule)}):
        here = session.standards.law.get(change, change)
        before, after = [day for day in known if day < here], [day for day in known if day >= here]
        if here in (FAR_PAST, FAR_FUTURE):
            law[change] = here
        elif not before:
            law[change] = FAR_PAST
        elif not after:
            law[change] = FAR_FUTURE
        else:
            law[change] = chance.randint(before[-1] + 1, after[0]) + offset
    return law


def _changes(part: object) -> Iterator[Day]:
    """Every day named by a condition about days, anywhere in a rule."""
    if isinstance(part, DateRange):
        yield from (day for day in (part.start, part.end) if day is not None)
    elif isinstance(part, Mapping):
        for one in part.values():
            yield from _changes(one)
    elif isinstance(part, list | tuple | frozenset | set):
        for one in part:
            yield from _changes(one)
    elif hasattr(part, "__match_args__") and not isinstance(part, str):
        for name in type(part).__match_args__:
            yield from _changes(getattr(part, name))


def written(moved: MovedDays) -> dict[str, object]:
    """What is carried, as the side sheet writes it."""
    counts = [write_count(asked, answer) for asked, answer in sorted(moved.counts.items())]
    law = {date.fromordinal(change).isoformat(): write_change(day) for change, day in sorted(moved.law.items())}
    return {key: value for key, value in (("counts", counts), ("law", law)) if value}
