"""Whether an event matches a selector: yes, no, or maybe where the record leaves an attribute open."""

from __future__ import annotations

from typing import Protocol

from engine.language.rule import AttributeTest, Pattern, Selector
from engine.timeline import RUNGS, Event, Special
from engine.truth import MAYBE, NO, YES, Truth, negate


class Roles(Protocol):
    """Knows the role of each person of the case."""

    def role_of(self, person_id: str) -> str:
        """The role of a person, or an empty string."""
        ...


def pattern_kinds(selector: Selector) -> tuple[str, ...]:
    """Every kind that the selector can match, each once."""
    return tuple(dict.fromkeys(kind for pattern in selector.patterns for kind in pattern.kinds))


def matches(selector: Selector, event: Event, roles: Roles) -> Truth:
    """Whether the event matches any pattern of the selector; ignores whose event it is and its certainty."""
    best = NO
    for pattern in selector.patterns:
        if event.kind not in pattern.kinds or event.status not in pattern.statuses:
            continue
        truth = _pattern(pattern, event, roles)
        if truth is YES:
            return YES
        if truth is MAYBE:
            best = MAYBE
    return best


def _pattern(pattern: Pattern, event: Event, roles: Roles) -> Truth:
    if pattern.agencies and (event.agency in pattern.agencies) is pattern.agencies_negated:
        return NO
    truth = YES
    if pattern.adult_roles:
        if event.person is None:
            truth = MAYBE
        elif roles.role_of(event.person) not in pattern.adult_roles:
            return NO
    for test in pattern.tests:
        result = attribute_truth(test, event)
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
    value = event.attributes.get(test.attribute)
    truth = _plain(test, value, event.fully_read)
    return negate(truth) if test.negated else truth


def _plain(test: AttributeTest, value: str | None, fully_read: bool) -> Truth:
    if test.comparison == "unknown":
        return YES if value == Special.UNKNOWN else NO
    if test.comparison == "absent":
        if value is None:
            return YES if fully_read else MAYBE
        return MAYBE if value == Special.UNKNOWN else NO
    if test.comparison == "present":
        if value is None:
            return NO if fully_read else MAYBE
        return MAYBE if value == Special.UNKNOWN else YES
    if value is None:
        return NO if fully_read else MAYBE
    if value == Special.UNKNOWN:
        return MAYBE
    if value == Special.NOT_APPLICABLE:
        return NO
    if test.comparison == "at least":
        return YES if _rank(value) >= _rank(test.values[0]) else NO
    return YES if value in test.values else NO


def _rank(value: str) -> float:
    return float(RUNGS.index(value)) if value in RUNGS else float(value)
