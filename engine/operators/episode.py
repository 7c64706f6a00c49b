"""One episode of one rule: the step function from day to verdict, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.dates.when import Day
from engine.language.rule import Quantity
from engine.outcomes import OPEN, Verdict
from engine.timeline import Event
from engine.values import dataclass
from engine.view import Mark

CRASHES = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""What a mistake of the program raises: said of the one rule it happens in, so that the others still speak."""

Steps = tuple[tuple[Day, Verdict], ...]
"""Verdicts with the day from which each holds, sorted; before the first day there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Episode:
    """What an operator found for one opening row.

    `steps` is the verdict from day to day up to the as-at day. `raised` is the range of days on which
    the breach became true (valid time), `due` the range of the last permitted day. `evidence` are the
    events it rests on, opening first; `doubts` those whose day, presence or match the verdict turns on;
    `against` events that would have ended or met it (shown when they have).
    """

    opening: Event | None
    steps: Steps
    raised: tuple[Day, Day] | None = None
    due: tuple[Day, Day] | None = None
    evidence: tuple[Event, ...] = ()
    doubts: tuple[Mark, ...] = ()
    against: tuple[Event, ...] = ()
    quantities: tuple[tuple[str, Quantity], ...] = ()
    joined: tuple[Event, ...] = ()
    """Later rows that opened the same obligation while it was open."""
    last_due: Day | None = None
    """The latest last permitted day, that of the joined rows included: from it the horizon runs."""
    anchor: tuple[Day, Day] | None = None
    """Where no row opens it: the range of the day from which the clock runs."""

    def verdict(self, as_at: Day) -> Verdict:
        """The verdict on a day: that of the latest step on or before it; empty before the first."""
        current: Verdict = frozenset()
        for day, verdict in self.steps:
            if day > as_at:
                break
            current = verdict
        return current

    @property
    def last(self) -> Verdict:
        """The verdict on the as-at day."""
        return self.steps[-1][1] if self.steps else frozenset()

    def first_day(self, wanted: Callable[[Verdict], bool]) -> Day | None:
        """The first day whose verdict is as wanted."""
        return next((day for day, verdict in self.steps if wanted(verdict)), None)


def steps_over(days: Iterable[Day], first: Day, last: Day, verdict_on: Callable[[Day], Verdict]) -> Steps:
    """The step function on [first, last], asked for only on the days on which it can change."""
    steps: list[tuple[Day, Verdict]] = []
    for day in sorted({first, *(day for day in days if first < day <= last)}):
        verdict = verdict_on(day)
        if not steps or steps[-1][1] != verdict:
            steps.append((day, verdict))
    return tuple(steps)


def may_be_open(verdict: Verdict) -> bool:
    """Whether some reading calls for a prompt."""
    return bool(verdict & OPEN)


def surely_open(verdict: Verdict) -> bool:
    """Whether every reading calls for a prompt."""
    return bool(verdict) and verdict <= OPEN


def doubtful(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks that are imprecise or not sure, each event once."""
    seen: dict[str, Mark] = {}
    for mark in marks:
        if not mark.sure or mark.lo != mark.hi:
            seen.setdefault(mark.event.id, mark)
    return tuple(seen.values())


def events_of(marks: Iterable[Mark]) -> tuple[Event, ...]:
    """The events of the marks, each once, in order."""
    return tuple({mark.event.id: mark.event for mark in marks}.values())
