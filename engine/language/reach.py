"""Parts of a rule that can never matter: a guard that never holds, a row of a table that is never reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.dates.when import FAR_FUTURE, FAR_PAST
from engine.language.rule import (
    Age,
    All,
    Any,
    Condition,
    Count,
    DateRange,
    Deadline,
    Gap,
    History,
    Missing,
    Not,
    Rule,
    Selector,
    length_of,
)
from engine.language.sizes import size


def never_fires(rule: Rule) -> Iterator[str]:
    """Why a rule can never raise anything, if that can be told from the rule alone."""
    if rule.applies is not None:
        yield from _contradictions(rule.applies)
        opener = _opener(rule)
        for part in _must_hold(rule.applies):
            if isinstance(part, History) and part.mode == "never" and part.within is None and part.selector == opener:
                yield f"it can never fire: it begins with '{part.selector.name}' and applies only where there was none."
    if isinstance(rule.operator, Deadline) and rule.operator.expect == rule.operator.after:
        yield "it can never be told apart: what it waits for is what begins it."
    if isinstance(rule.operator, Count) and rule.operator.with_none_of == rule.operator.of:
        yield "it can never fire: what it counts ends its own count."


def unreachable_rows(name: str, conditions: Sequence[Condition]) -> Iterator[str]:
    """Rows of a first-match table that an earlier row always comes before, and rows that never hold."""
    for at, later in enumerate(conditions):
        for why in _contradictions(later):
            yield f"row {at + 1} of the table of '{name}' is unreachable: {why}"
        for before, earlier in enumerate(conditions[:at]):
            if implies(later, earlier):
                yield f"row {at + 1} of the table of '{name}' is unreachable: row {before + 1} holds wherever it does."
                break


def implies(one: Condition, other: Condition) -> bool:
    """Whether `other` surely holds wherever `one` does; False where that cannot be told."""
    if one == other:
        return True
    match other:
        case All(parts):
            return all(implies(one, part) for part in parts)
        case Any(parts):
            return any(implies(one, part) for part in parts)
    match one:
        case All(parts):
            return any(implies(part, other) for part in parts)
        case Any(parts):
            return all(implies(part, other) for part in parts)
        case DateRange() if isinstance(other, DateRange):
            return _start(one) >= _start(other) and _end(one) <= _end(other)
        case Age() if isinstance(other, Age):
            (low, high), (least, most) = _ages(one), _ages(other)
            return low >= least and high <= most
    return False


def _contradictions(condition: Condition) -> Iterator[str]:
    """Why a condition can never hold."""
    parts = _must_hold(condition)
    for part in parts:
        if isinstance(part, Age):
            low, high = _ages(part)
            if low >= high:
                yield "no child is of that age."
        if isinstance(part, DateRange) and _start(part) >= _end(part):
            yield "no day lies in that range."
        if isinstance(part, Not) and part.part in parts:
            yield "it asks that something holds and does not hold."


def _must_hold(condition: Condition) -> list[Condition]:
    if isinstance(condition, All):
        return [inner for part in condition.parts for inner in _must_hold(part)]
    return [condition]


def _opener(rule: Rule) -> Selector | None:
    match rule.operator:
        case Deadline(after=after):
            return after
        case Missing(event=event):
            return event
        case Count(of=of):
            return of
        case Gap():
            return None  # a gap begins where there was none
        case _:
            return rule.operator.between


def _ages(age: Age) -> tuple[float, float]:
    low = size(length_of(age.at_least)) if age.at_least is not None else 0.0
    high = size(length_of(age.under)) if age.under is not None else float("inf")
    return low, high


def _start(condition: DateRange) -> int:
    return condition.start if condition.start is not None else FAR_PAST


def _end(condition: DateRange) -> int:
    return condition.end if condition.end is not None else FAR_FUTURE
