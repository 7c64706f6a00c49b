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

_MOST_LOOKED_AT = 12
"""Days from which the case is looked at to find the counts that are asked."""


class _Noting(dict[Asked, Day | None]):
    """Notes each count that is asked for, and answers what was carried before."""

    def __init__(self, carried: Mapping[Asked, Day | None]) -> None:
        super().__init__(carried)
        self.asked: set[Asked] = set(carried)

    def get(self, asked: Asked, default: Day | None = None) -> Day | None:  # type: ignore[override]
        """What is carried; the question is noted."""
        self.asked.add(asked)
        return super().get(asked, default)


def carried(session: Session, offset: int, chance: random.Random) -> MovedDays | None:
    """What the side sheet of the moved case has to carry; None for a case that runs on relative days."""
    calendar = session.standards.calendar
    if is_relative(session.as_at) or calendar is None:
        return None
    noting = _Noting(calendar.carried or {})
    watched = Calendar(calendar.nation, calendar.first, calendar.last, calendar.holidays, calendar.monday)
    watched.carried = noting
    there = replace(session, standards=replace(session.standards, calendar=watched))
    for day in _looked_at(session):
        there.evaluate(day)
    moved = MovedDays().calendar()
    counts: dict[Asked, Day | None] = {}
    answers: set[Day] = set()
    for asked in sorted(noting.asked):
        day, amount, unit = asked
        answer = noting[asked] if asked in noting else _counted(asked, calendar)
        if answer is not None:
            answers.add(answer)
        new = (day + offset, amount, unit)
        then = None if answer is None else answer + offset
        if _counted(new, moved) != then:
            counts[new] = then
    return MovedDays(counts, _law(session, answers, offset, chance))


def _looked_at(session: Session) -> list[Day]:
    days = sorted({day for when, _, _ in session.read.case.rows.values() if when for day in (when.latest,)})
    days = [day for day in days if day < FAR_FUTURE]
    step = max(1, len(days) // _MOST_LOOKED_AT)
    return sorted({session.as_at, *days[::step], *days[-1:]})


def _counted(asked: Asked, calendar: Calendar) -> Day | None:
    day, amount, unit = asked
    length = Duration(abs(amount), unit)
    plain = Calendar(calendar.nation, calendar.first, calendar.last, calendar.holidays, calendar.monday)
    try:
        return days_before(day, length, plain) if amount < 0 else due(day, length, plain)
    except OutsideCalendar:
        return None


def _law(session: Session, answers: Iterable[Day], offset: int, chance: random.Random) -> dict[Day, Day]:
    """Each day on which a rule's law changed, and where it lies among the moved days."""
    case = session.read.case
    days = {day for when, _, _ in case.rows.values() if when for day in (when.earliest, when.latest)}
    days |= {day for event in case.events for day in (event.when.earliest, event.when.latest)}
    days |= {day for person in case.people if person.born for day in (person.born.earliest, person.born.latest)}
    known = sorted(day for day in days | set(answers) if FAR_PAST < day < FAR_FUTURE)
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
