"""Whether an event matches a selector: yes, no, or maybe where the record leaves an attribute open."""

from __future__ import annotations

from typing import Protocol

from engine.language.rule import AttributeTest, Pattern, Selector
from engine.timeline import RUNGS, Event, Special
from engine.truth import MAYBE, NO, YES, Truth, negate

UNKNOWN, NOT_APPLICABLE = Special.UNKNOWN, Special.NOT_APPLICABLE
_RANK_OF_RUNG = {rung: float(at) for at, rung in enumerate(RUNGS)}


class Roles(Protocol):
    """Knows the role of each person of the case."""

    def role_of(self, person_id: str) -> str:
        """The role of a person, or an empty string."""
        ...


def pattern_kinds(selector: Selector) -> tuple[str, ...]:
    """Every kind that the selector can match, each once."""
    return tuple(dict.fromkeys(kind for pattern in selector.patterns for kind in pattern.kinds))


def matches(selector: Selector, event: Event, roles: Roles, *, as_fully_read: bool = False) -> Truth:
    """Whether the event matches any pattern of the selector; ignores whose event it is and its certainty.

    With `as_fully_read` as if its row held nothing that was not read.
    """
    best = NO
    fully_read = as_fully_read or event.fully_read
    for pattern in selector.patterns:
        if event.kind not in pattern.kinds or event.status not in pattern.statuses:
            continue
        truth = _pattern(pattern, event, roles, fully_read)
        if truth is YES:
            return YES
        if truth is MAYBE:
            best = MAYBE
    return best


def _pattern(pattern: Pattern, event: Event, roles: Roles, fully_read: bool) -> Truth:
    if pattern.agencies and (event.agency in pattern.agencies) is pattern.agencies_negated:
        return NO
    truth = YES
    if pattern.adult_roles:
        if event.person is None:
            truth = MAYBE
        elif roles.role_of(event.person) not in pattern.adult_roles:
            return NO
    for test in pattern.tests:
        result = _passes(test, event, fully_read)
        if result is NO:
            return NO
        if result is MAYBE:
            truth = MAYBE
    return truth


def attribute_truth(test: AttributeTest, event: Event) -> Truth:
    """Whether one attribute passes a test.

    Said to be unknown: may be any value. Not stated: fails where the row was fully read, since the
    row says nothing of it; may pass where part of the row was not read.
    """
    return _passes(test, event, event.fully_read)


def _passes(test: AttributeTest, event: Event, fully_read: bool) -> Truth:
    truth = _plain(test, event.attributes.get(test.attribute), fully_read)
    return negate(truth) if test.negated else truth


def _plain(test: AttributeTest, value: str | None, fully_read: bool) -> Truth:
    comparison = test.comparison
    if value is None:  # not stated
        if comparison == "absent":
            return YES if fully_read else MAYBE
        return NO if fully_read or comparison == "unknown" else MAYBE
    if value == UNKNOWN:
        return YES if comparison == "unknown" else MAYBE
    if comparison == "in":
        return YES if value != NOT_APPLICABLE and value in test.values else NO
    if comparison == "present":
        return YES
    if comparison == "at least":
        return YES if value != NOT_APPLICABLE and _rank(value) >= _rank(test.values[0]) else NO
    return NO


def _rank(value: str) -> float:
    rung = _RANK_OF_RUNG.get(value)
    return float(value) if rung is None else rung
