"""A rule with one of its parts put in another's place, wherever the rule uses it."""

from __future__ import annotations

from typing import Any as Anything

from engine.language.rule import (
    Age,
    All,
    Any,
    Branch,
    Conflict,
    Count,
    Deadline,
    Gap,
    History,
    Missing,
    Not,
    NotSeenFor,
    Parameter,
    Rule,
    UrgencyBranch,
)
from engine.values import replace

_COMPOUND = (
    Age, Gap, Deadline, Count, Missing, Conflict, All, Any, Not, History, NotSeenFor, Parameter, Branch, UrgencyBranch,
)  # fmt: skip


def with_part(rule: Rule, original: object, changed: object) -> Rule:
    """The rule in which `changed` stands wherever `original` (the very object) stood."""

    def put(value: object) -> Anything:
        return _put(value, original, changed)

    return replace(
        rule,
        operator=put(rule.operator),
        applies=put(rule.applies),
        resolved_by=put(rule.resolved_by),
        answered_by=put(rule.answered_by),
        urgency_branches=put(rule.urgency_branches),
        parameters={name: put(parameter) for name, parameter in rule.parameters.items()},
        events={name: put(selector) for name, selector in rule.events.items()},
    )


def with_parameter(rule: Rule, parameter: Parameter) -> Rule:
    """The rule with another value under the name of one of its numbers."""
    return with_part(rule, rule.parameters[parameter.name], parameter)


def _put(value: Anything, original: object, changed: object) -> Anything:
    if value is original:
        return changed
    if isinstance(value, tuple):
        return tuple(_put(item, original, changed) for item in value)
    if isinstance(value, _COMPOUND):
        changes = {
            name: _put(getattr(value, name), original, changed)
            for name in value.__dataclass_fields__
            if getattr(value, name) is not None
        }
        return replace(value, **changes)
    return value
