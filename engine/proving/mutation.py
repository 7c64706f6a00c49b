"""Changing a rule to see whether its own tests notice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any as Anything

from engine.dates.calendar import Duration
from engine.language.changing import with_part
from engine.language.examples import Example
from engine.language.rule import (
    All,
    Any,
    AttributeTest,
    Branch,
    Condition,
    Conflict,
    Count,
    Deadline,
    Gap,
    History,
    Missing,
    Not,
    Operator,
    Parameter,
    Pattern,
    Quantity,
    Rule,
    Selector,
)
from engine.proving.trial import check
from engine.values import dataclass, replace
from engine.view import Standards


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one small change, named after the change."""

    name: str
    rule: Rule


def mutants(rule: Rule) -> Iterator[Mutant]:
    """Every small change of a rule that its tests must notice.

    Numbers one more and one less, days for working days and back, and every clause, test, alternative,
    value, branch and guard left out once.
    """
    yield from _header_mutants(rule)
    for path, value in _parts(rule):
        for change, mutated in _changes(path, value):
            yield Mutant(f"{path}: {change}", _rebuilt(rule, path, mutated))


def _header_mutants(rule: Rule) -> Iterator[Mutant]:
    change: dict[str, Anything]
    for name in ("resolved_by", "answered_by", "applies"):
        if getattr(rule, name) is not None:
            change = {name: None}
            yield Mutant(f"{name}: left out", replace(rule, **change))
    if not rule.lapses:
        yield Mutant("lapses: turned round", replace(rule, lapses=True))
    for at, branch in enumerate(rule.urgency_branches):
        kept = (*rule.urgency_branches[:at], *rule.urgency_branches[at + 1 :])
        yield Mutant(f"urgency.branch {branch.urgency}: left out", replace(rule, urgency_branches=kept))


def _parts(rule: Rule) -> Iterator[tuple[str, object]]:
    """Each part of a rule that can be changed, by name: events, parameters, the guard and the operator."""
    for name, selector in rule.events.items():
        yield f"events.{name}", selector
    for name, parameter in rule.parameters.items():
        yield f"params.{name}", parameter
    if rule.applies is not None:
        yield "applies", rule.applies
    yield "operator", rule.operator


def _changes(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Selector):
        yield from _selector_changes(value)
    elif isinstance(value, Parameter):
        yield from _parameter_changes(value)
    elif isinstance(value, All | Any | Not):
        yield from _condition_changes(value)
    elif isinstance(value, Gap | Deadline | Count | Missing | Conflict):
        yield from _operator_changes(value)


def _selector_changes(selector: Selector) -> Iterator[tuple[str, Selector]]:
    for at, pattern in enumerate(selector.patterns):
        rest = (*selector.patterns[:at], *selector.patterns[at + 1 :])
        if rest:
            yield f"alternative {at + 1} left out", replace(selector, patterns=rest)
        for change, mutated in _pattern_changes(pattern):
            changed = (*selector.patterns[:at], mutated, *selector.patterns[at + 1 :])
            yield f"alternative {at + 1}, {change}", replace(selector, patterns=changed)


def _pattern_changes(pattern: Pattern) -> Iterator[tuple[str, Pattern]]:
    if len(pattern.kinds) > 1:
        for kind in pattern.kinds:
            yield f"without {kind}", replace(pattern, kinds=tuple(k for k in pattern.kinds if k != kind))
    if pattern.another_child:
        yield "about this child", replace(pattern, another_child=False)
    if pattern.agencies:
        yield "any agency", replace(pattern, agencies=())
    if pattern.adult_roles:
        yield "any adult", replace(pattern, adult_roles=())
    for at, test in enumerate(pattern.tests):
        rest = (*pattern.tests[:at], *pattern.tests[at + 1 :])
        yield f"{test.attribute} not tested", replace(pattern, tests=rest)
        for change, mutated in _test_changes(test):
            yield (
                f"{test.attribute} {change}",
                replace(pattern, tests=(*pattern.tests[:at], mutated, *pattern.tests[at + 1 :])),
            )


def _test_changes(test: AttributeTest) -> Iterator[tuple[str, AttributeTest]]:
    if test.comparison == "at least":
        lower = {"b": "a", "c": "b", "d": "c", "e": "d"}.get(test.values[0])
        if lower:
            yield f"at least {lower}", replace(test, values=(lower,))
        higher = {"a": "b", "b": "c", "c": "d", "d": "e"}.get(test.values[0])
        if higher:
            yield f"at least {higher}", replace(test, values=(higher,))
    elif test.comparison == "in" and len(test.values) > 1:
        for value in test.values:
            yield f"never {value}", replace(test, values=tuple(v for v in test.values if v != value))


def _parameter_changes(parameter: Parameter) -> Iterator[tuple[str, Parameter]]:
    for change, quantity in _quantity_changes(parameter.default):
        yield change, replace(parameter, default=quantity)
    for at, branch in enumerate(parameter.branches):
        rest = (*parameter.branches[:at], *parameter.branches[at + 1 :])
        yield f"branch {at + 1} left out", replace(parameter, branches=rest)
        for change, quantity in _quantity_changes(branch.quantity):
            changed = (*parameter.branches[:at], Branch(branch.condition, quantity), *parameter.branches[at + 1 :])
            yield f"branch {at + 1}, {change}", replace(parameter, branches=changed)


def _quantity_changes(quantity: Quantity) -> Iterator[tuple[str, Quantity]]:
    value = quantity.value
    if isinstance(value, int):
        yield f"{value + 1}", replace(quantity, value=value + 1)
        yield f"{value - 1}", replace(quantity, value=value - 1)
        return
    for amount in (value.amount + 1, value.amount - 1):
        if amount >= 0:
            yield f"{amount} {value.unit}", replace(quantity, value=Duration(amount, value.unit))
    swapped = {"working days": "days", "days": "working days"}.get(value.unit)
    if swapped:
        yield f"{value.amount} {swapped}", replace(quantity, value=Duration(value.amount, swapped))


def _condition_changes(condition: Condition) -> Iterator[tuple[str, Condition]]:
    match condition:
        case All(parts) | Any(parts):
            for at, part in enumerate(parts):
                rest = (*parts[:at], *parts[at + 1 :])
                yield f"part {at + 1} left out", rest[0] if len(rest) == 1 else replace(condition, parts=rest)
                for change, mutated in _condition_changes(part):
                    changed = (*parts[:at], mutated, *parts[at + 1 :])
                    yield f"part {at + 1}, {change}", replace(condition, parts=changed)
        case Not(part):
            yield "not left out", part
        case History(_, _, within) if within is not None:
            yield "within left out", replace(condition, within=None)


def _operator_changes(operator: Operator) -> Iterator[tuple[str, Operator]]:
    change: dict[str, Anything]
    clauses = ("or_before", "cancelled_by", "following", "with_none_of")
    for name in clauses:
        if getattr(operator, name, None) is not None:
            change = {name: None}
            yield f"{name} left out", replace(operator, **change)
    if isinstance(operator, Deadline):
        for at in range(len(operator.same)):
            yield f"same {at + 1} left out", replace(operator, same=(*operator.same[:at], *operator.same[at + 1 :]))
        if operator.horizon is not None:
            longer = Duration(operator.horizon.amount + 1, operator.horizon.unit)
            yield "horizon longer", replace(operator, horizon=longer)
    if isinstance(operator, Missing):
        for at, name in enumerate(operator.fields):
            rest = (*operator.fields[:at], *operator.fields[at + 1 :])
            yield f"field {name} left out", replace(operator, fields=rest)
        if operator.latest:
            yield "latest left out", replace(operator, latest=False)
        if operator.unknown_is_missing:
            yield "unknown_is_missing left out", replace(operator, unknown_is_missing=False)
        if operator.unless:
            yield "unless left out", replace(operator, unless=())


def _rebuilt(rule: Rule, path: str, mutated: Anything) -> Rule:
    """The rule with one part replaced wherever the part is used."""
    if path == "operator":
        return replace(rule, operator=mutated)
    if path == "applies":
        return replace(rule, applies=mutated)
    section, name = path.split(".", 1)
    original = rule.events[name] if section == "events" else rule.parameters[name]
    return with_part(rule, original, mutated)


def survivors(
    rule: Rule, examples: tuple[Example, ...], standards: Standards, equivalent: dict[str, str]
) -> tuple[list[Mutant], int]:
    """The mutants that no coded test of the rule notices, and how many were tried; declared ones are left out."""
    coded = tuple(example for example in examples if not example.narrative)
    tried, alive = 0, []
    for mutant in mutants(rule):
        if mutant.name in equivalent:
            continue
        tried += 1
        if not _killed(mutant.rule, coded, standards):
            alive.append(mutant)
    return alive, tried


def _killed(rule: Rule, examples: tuple[Example, ...], standards: Standards) -> bool:
    for example in examples:
        try:
            if check(rule, example, standards, None) is not None:
                return True
        except Exception:
            return True
    return False
