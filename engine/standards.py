"""What evaluation needs besides the case and the rules: the states of the vocabulary, and the nation's calendar."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dates.calendar import Calendar
from engine.dates.when import Day
from engine.language.rule import DateRange, Selector
from engine.truth import MAYBE, Truth
from engine.values import dataclass, field


@dataclass(frozen=True, slots=True)
class StateDefinition:
    """A state of the vocabulary: the events that open and close it, and what it means in words.

    `unspoken` is what silence means: MAYBE for a state that no row speaks of, or NO where the state
    is only ever entered by a row that says so (a stay in hospital). `per_person` states are kept
    apart for each adult.
    """

    name: str
    opened_by: Selector
    closed_by: Selector | None
    unspoken: Truth = MAYBE
    means: str = ""
    per_person: bool = False


@dataclass(frozen=True, slots=True)
class Standards:
    """What evaluation needs besides the case and the rules: states and the nation's calendar."""

    states: Mapping[str, StateDefinition]
    calendar: Calendar | None = None
    law: Mapping[Day, Day] = field(default_factory=dict)
    """Of a case whose days were moved: where, among its own days, a day on which the law changed now lies."""

    def between(self, condition: DateRange) -> tuple[Day | None, Day | None]:
        """From which day, and before which, the condition holds, in the days of this case."""
        start, end = condition.start, condition.end
        if self.law:
            start = start if start is None else self.law.get(start, start)
            end = end if end is None else self.law.get(end, end)
        return start, end
