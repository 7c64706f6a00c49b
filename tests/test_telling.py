"""The facts that are left out before durable-rules is asked change nothing of its answer."""

from __future__ import annotations

import random

import pytest

from engine.escalate import FactKey, _chain, _run_ruleset, _telling, chains_of
from engine.library import load_library

pytest.importorskip("durable.lang")

ESCALATIONS = load_library().escalations
FACTS: list[FactKey] = sorted(
    {
        (fact.kind, fact.name, fact.detail)
        for escalation in ESCALATIONS
        for fact in escalation.facts()
        if fact.kind != "escalation"
    }
)


@pytest.mark.parametrize("seed", range(40))
def test_the_telling_facts_draw_what_all_facts_draw(seed: int) -> None:
    chance = random.Random(seed)
    facts = frozenset(chance.sample(FACTS, chance.randint(1, len(FACTS))))
    telling = _telling(facts, ESCALATIONS)
    assert telling <= facts
    assert _run_ruleset(facts, ESCALATIONS) == (_run_ruleset(telling, ESCALATIONS) if telling else frozenset())


def follows(facts: frozenset[FactKey]) -> set[str]:
    """What follows from facts, worked out without durable-rules: an oracle."""
    drawn: set[str] = set()
    while True:
        told = facts | {("escalation", name, "") for name in drawn}
        now = {
            one.name
            for one in ESCALATIONS
            if all(any((fact.kind, fact.name, fact.detail) in told for fact in group) for group in one.groups)
        }
        if now == drawn:
            return drawn
        drawn = now


@pytest.mark.parametrize("seed", range(60))
def test_what_is_drawn_is_what_follows(seed: int) -> None:
    """One ruleset of all escalations, told 66 facts at once, had left two of eleven undrawn."""
    chance = random.Random(seed)
    facts = frozenset(chance.sample(FACTS, chance.randint(1, len(FACTS))))
    assert _chain(facts, chains_of(ESCALATIONS)) == follows(facts)


def test_an_escalation_that_rests_on_another_is_in_its_chain() -> None:
    together = [{one.name for one in chain.escalations} for chain in chains_of(ESCALATIONS)]
    assert {"police-and-legal-options", "see-the-child-today"} in together
    assert sorted(name for names in together for name in names) == sorted(one.name for one in ESCALATIONS)
