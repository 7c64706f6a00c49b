"""A rule in plain English, generated from its parts, so that prose and numbers cannot drift apart.

Every construct of the language has its words here; a new one without words is a type error.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

from engine.language.rule import (
    Age,
    All,
    Any,
    AttributeTest,
    Condition,
    Conflict,
    Count,
    DateRange,
    Deadline,
    Gap,
    History,
    Join,
    Missing,
    Not,
    NotSeenFor,
    Operator,
    Parameter,
    Pattern,
    Quantity,
    Rule,
    Selector,
    StateHolds,
    length_of,
)
from engine.timeline import Status

_PER = {
    "child": "Each child of the household is looked at separately.",
    "person": "Each adult is looked at separately, for each child.",
    "household": "The children of the household are looked at together.",
}


def describe(rule: Rule) -> list[str]:
    """Sentences that say what a rule looks for, when it applies, and what ends it."""
    sentences = [_operator(rule.operator)]
    if rule.applies is not None:
        sentences.append(f"It applies where {condition_words(rule.applies)}.")
    sentences.extend(parameter_words(parameter) for parameter in rule.parameters.values())
    if rule.resolved_by is not None:
        sentences.append(f"It is resolved by {selector_words(rule.resolved_by)}.")
    if rule.answered_by is not None:
        sentences.append(f"It is answered, not resolved, by {selector_words(rule.answered_by)}.")
    sentences.append(
        "If the case is closed while it is open it is shown as closed while open."
        if rule.lapses
        else "Closing the case does not end it."
    )
    if rule.held_by:
        sentences.append(f"It is not evaluated where the file has no rows from {' or '.join(rule.held_by)}.")
    if rule.needs:
        sentences.append(f"It needs {' and '.join(rule.needs)}.")
    sentences.append(_PER[rule.per])
    sentences.append(_urgency(rule))
    return sentences


def _urgency(rule: Rule) -> str:
    named = {"now": "for today", "soon": "for before the meeting", "note": "for supervision"}
    parts = [f"{named[branch.urgency]} where {condition_words(branch.condition)}" for branch in rule.urgency_branches]
    parts.append(named[rule.urgency])
    return f"Its prompt is {', otherwise '.join(parts)}."


def _operator(operator: Operator) -> str:
    match operator:
        case Gap(between, longest, starting):
            since = "since birth" if starting == "birth" else "since the child's record began"
            return (
                f"Looks for longer than {_named(longest)} since the last {selector_words(between)}"
                f" (or, if there was none, {since})."
            )
        case Deadline():
            return _deadline(operator)
        case Count(of, at_least, within, with_none_of):
            text = f"Looks for at least {_named(at_least)} of {selector_words(of)} within {_named(within)}"
            if with_none_of is not None:
                text += f", with no {selector_words(with_none_of)} among them or since"
            return text + "."
        case Missing():
            return _missing(operator)
        case Conflict(between, differ, across, same, within):
            text = (
                f"Looks for two entries of {selector_words(between)} at most {_named(within)} apart, of different"
                f" {across}, that disagree on {_words(differ)}"
            )
            return text + (f", alike in {', '.join(map(_words, same))}." if same else ".")
        case _:
            assert_never(operator)


def _deadline(operator: Deadline) -> str:
    after = selector_words(operator.after)
    if operator.following is not None:
        after = f"the first {after} on or after {selector_words(operator.following)}"
    text = f"After {after}, expects {selector_words(operator.expect)} within {_named(operator.within)}"
    if operator.or_before is not None:
        text += f" (or up to {_named(operator.or_before)} before)"
    if operator.same:
        text += ", where " + " and ".join(map(_join, operator.same))
    if operator.cancelled_by is not None:
        text += f", unless {selector_words(operator.cancelled_by)} comes first"
    if operator.horizon is not None:
        return f"{text}. It is looked for until {operator.horizon} after that."
    return f"{text}. It stays open until then."


def _join(join: Join) -> str:
    (left, left_field), (right, right_field) = join.left, join.right
    sides = {
        "expect": "what is expected",
        "after": "the start",
        "following": "the instruction",
        "cancelled_by": "what ends it",
    }
    return f"{_words(left_field)} of {sides.get(left, left)} is {_words(right_field)} of {sides.get(right, right)}"


def _missing(operator: Missing) -> str:
    event = selector_words(operator.event)
    latest = " the latest" if operator.latest else ""
    if not operator.fields:
        text = f"Looks for{latest} {event}"
    else:
        unknown = " or not clear" if operator.unknown_is_missing else ""
        fields = " and ".join(map(_words, operator.fields))
        text = f"Looks for{latest} {event} with {fields} not recorded{unknown}"
    if operator.unless:
        text += ", unless " + " and ".join(map(_test, operator.unless))
    return text + "."


# --- numbers ------------------------------------------------------------------------------------------


def _named(parameter: Parameter) -> str:
    if parameter.branches:
        return f"the {_words(parameter.name)}"
    return str(parameter.default.value)


def parameter_words(parameter: Parameter) -> str:
    """A number with every branch of its table, its basis, source and bounds."""
    rows = [f"{_quantity(branch.quantity)} where {condition_words(branch.condition)}" for branch in parameter.branches]
    rows.append(("otherwise " if rows else "") + _quantity(parameter.default))
    bounds = (
        f"; a local value may lie between {parameter.bounds[0]} and {parameter.bounds[1]}" if parameter.bounds else ""
    )
    return f"The {_words(parameter.name)} is {'; '.join(rows)}{bounds}."


def _quantity(quantity: Quantity) -> str:
    return f"{quantity.value} ({quantity.basis}: {quantity.source})"


# --- selectors ----------------------------------------------------------------------------------------


def selector_words(selector: Selector) -> str:
    """What a selector means: its patterns joined by "or"."""
    return " or ".join(_pattern(pattern) for pattern in selector.patterns) or "nothing"


def _pattern(pattern: Pattern) -> str:
    text = " or ".join(map(_words, pattern.kinds))
    if pattern.statuses != (Status.HAPPENED,):
        text += f" ({' or '.join(pattern.statuses)})"
    if pattern.tests:
        text += " with " + " and ".join(map(_test, pattern.tests))
    if pattern.another_child:
        text += " about another child of the household"
    if pattern.adult_roles:
        text += f" about the {' or '.join(pattern.adult_roles)}"
    if pattern.agencies:
        text += f" {'not ' if pattern.agencies_negated else ''}from {' or '.join(pattern.agencies)}"
    return text


def _test(test: AttributeTest) -> str:
    name, values = _words(test.attribute), " or ".join(test.values)
    negated = "not " if test.negated else ""
    match test.comparison:
        case "at least":
            return f"{name} {negated}at least {values}"
        case "unknown":
            return f"{name} {negated}said to be unknown"
        case "absent":
            return f"{name} {'recorded' if test.negated else 'not recorded'}"
        case "present":
            return f"{name} {'not recorded' if test.negated else 'recorded'}"
        case _:
            return f"{name} {negated}{values}"


# --- conditions ---------------------------------------------------------------------------------------


def condition_words(condition: Condition) -> str:
    """A condition in words that fit after "where"."""
    match condition:
        case StateHolds(state):
            return f"the state '{state}' holds"
        case Age(under, at_least):
            parts = []
            if at_least is not None:
                parts.append(f"at least {length_of(at_least)} old")
            if under is not None:
                parts.append(f"under {length_of(under)} old")
            return "the child is " + " and ".join(parts)
        case NotSeenFor(selector, duration):
            return f"there was no {selector_words(selector)} for {_named(duration)}"
        case History(mode, selector, within):
            reach = f" in the {length_of(within)} before" if within is not None else ""
            when = {"ever": "by then", "earlier": "before that day", "never": "by then"}[mode]
            absent = "no " if mode == "never" else ""
            return f"there is {absent}{selector_words(selector)} {when}{reach}"
        case DateRange(start, end):
            first = f"on or after {date.fromordinal(start)}" if start is not None else ""
            last = f"before {date.fromordinal(end)}" if end is not None else ""
            return "the day is " + " and ".join(filter(None, (first, last)))
        case All(parts_):
            return " and ".join(_inner(part) for part in parts_)
        case Any(parts_):
            return " or ".join(_inner(part) for part in parts_)
        case Not(part):
            return f"it is not so that {condition_words(part)}"
        case _:
            assert_never(condition)


def _inner(condition: Condition) -> str:
    text = condition_words(condition)
    return f"({text})" if isinstance(condition, All | Any) else text


def _words(name: str) -> str:
    return name.replace("_", " ")
