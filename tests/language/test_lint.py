"""What lint says of rules that load and would still mislead, blame or never speak."""

from __future__ import annotations

from typing import Any

import pytest

from engine.code.vocabulary import load_vocabulary
from engine.dates.calendar import Duration
from engine.language.lint import lint_rules
from engine.language.rule import (
    Age,
    All,
    DateRange,
    History,
    Not,
    Parameter,
    Quantity,
    Reference,
    Rule,
    StateHolds,
    UrgencyBranch,
)
from engine.library import load_library
from engine.report.rulebook import produced_by
from engine.values import replace

LIBRARY = load_library()
PRODUCED = produced_by(load_vocabulary())


def shipped(name: str) -> Rule:
    rule = LIBRARY.rule(name)
    assert rule is not None
    return rule


def faults(rule: Rule) -> str:
    return "\n".join(fault.what for fault in lint_rules([rule], [], PRODUCED))


def limit(amount: int, unit: str = "years") -> Parameter:
    return Parameter("limit", Quantity(Duration(amount, unit), "ours", "a reason"))


DOORSTEP = shipped("doorstep-only-contact")


def test_the_shipped_rules_and_escalations_have_no_fault() -> None:
    assert lint_rules(LIBRARY.rules, LIBRARY.escalations, PRODUCED) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": "Not seen for 10 days"}, "holds a number"),
        ({"why": "The mother failed to answer."}, "'failed'"),
        ({"why": "Families of this faith are asked more."}, "'faith...'"),
        ({"ask": "See the child."}, "should be a question"),
        ({"references": ()}, "no reference"),
        ({"packs": ("core", "wider")}, "one of them"),
        ({"packs": ("stopp",)}, "stands in none of core"),
        ({"packs": ("audit", "core")}, "stand in no other"),
        ({"packs": ("core", "statutory")}, "no statutory number"),
        ({"packs": ("core", "stopp"), "references": (Reference("Knowsley"),)}, "does not refer to the review"),
        ({"packs": ("entitlements",)}, "not on the list"),
        ({"kind": "question"}, "a question is never for today"),
        ({"name": "dna-rule"}, "read out in a room"),
    ],
)
def test_a_rule_that_would_mislead_or_blame(changed: dict[str, Any], said: str) -> None:
    assert said in faults(replace(DOORSTEP, **changed))


def test_no_rule_about_risk_waits_for_a_persons_needs() -> None:
    pattern = replace(DOORSTEP.operator.after.patterns[0], kinds=("additional_needs",), tests=())  # type: ignore[union-attr]
    events = {**DOORSTEP.events, "needs": replace(DOORSTEP.operator.after, name="needs", patterns=(pattern,))}  # type: ignore[union-attr]
    assert "no rule about risk rests on that" in faults(replace(DOORSTEP, events=events))


OPENER = DOORSTEP.operator.after  # type: ignore[union-attr]
UNDER_ONE, FROM_ONE = Age(under=limit(1)), Age(at_least=limit(1))


@pytest.mark.parametrize(
    ("applies", "said"),
    [
        (All((UNDER_ONE, Age(at_least=limit(2)))), ""),
        (Age(under=limit(1), at_least=limit(2)), "no child is of that age"),
        (DateRange(730000, 729000), "no day lies in that range"),
        (All((StateHolds("open"), Not(StateHolds("open")))), "holds and does not hold"),
        (History("never", OPENER), "it can never fire: it begins with"),
        (History("earlier", OPENER), ""),
    ],
)
def test_a_guard_that_never_holds(applies: Any, said: str) -> None:
    told = faults(replace(DOORSTEP, applies=applies))
    assert said in told if said else "never fire" not in told


@pytest.mark.parametrize(
    ("rows", "reached"),
    [
        ((UNDER_ONE, Age(under=limit(2))), True),
        ((Age(under=limit(2)), UNDER_ONE), False),
        ((UNDER_ONE, UNDER_ONE), False),
        ((UNDER_ONE, FROM_ONE), True),
        ((StateHolds("open"), All((StateHolds("open"), UNDER_ONE))), False),
        ((All((StateHolds("open"), UNDER_ONE)), StateHolds("open")), True),
        ((DateRange(None, 738000), DateRange(737000, 737500)), False),
        ((DateRange(737000, 737500), DateRange(None, 738000)), True),
    ],
)
def test_rows_of_a_table_that_an_earlier_row_comes_before(rows: tuple[Any, ...], reached: bool) -> None:
    branches = tuple(UrgencyBranch(condition, "soon") for condition in rows)
    assert ("is unreachable" not in faults(replace(DOORSTEP, urgency_branches=branches))) == reached


def test_a_rule_that_waits_for_what_begins_it() -> None:
    operator = replace(DOORSTEP.operator, expect=OPENER)
    assert "can never be told apart" in faults(replace(DOORSTEP, operator=operator))


def test_a_number_without_source_or_outside_its_bounds() -> None:
    bounds = (Duration(1, "days"), Duration(5, "days"))
    parameter = Parameter("limit", Quantity(Duration(9, "days"), "ours", ""), bounds=bounds)
    told = faults(replace(DOORSTEP, parameters={"limit": parameter}))
    assert "has no source" in told
    assert "lies outside its bounds" in told
