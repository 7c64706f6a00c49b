"""Escalations: what the combination of open findings asks, by forward chaining with durable-rules.

Each escalation is data: facts that must all be there, `any` of several, and what to ask. Facts are the
open findings of one child, findings about the other children of the household, tallies that we count
ourselves, and escalations already drawn. They are compiled to a durable-rules ruleset in the checked
subset only: facts with explicit ids, one state for each set of facts, constants, plain joins and `any`; no
`none`, no events, timers, arithmetic or narrative text. The ruleset runs once with the definite findings and
once with the possible ones as well.

One module knows durable-rules. Where it cannot be installed, escalations are "not evaluated".
"""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import count
from typing import Any

from engine.dates.when import Day
from engine.evaluate import Evaluation
from engine.language.escalation import Escalation, Fact
from engine.standing import Household, Standing, household_of
from engine.values import dataclass

TALLY_TIMES = (2, 3, 4, 5)
"""How many open findings a tally fact can assert; an escalation names one of these."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An escalation drawn for one child, and the findings and escalations that it rests on."""

    escalation: Escalation
    child: str
    definite: bool
    because_of: tuple[str, ...]
    first_possible: Day | None
    first_definite: Day | None
    episode: int = 1
    """The number of the unbroken run of days on which it has been drawn."""
    leads: bool = False
    """Whether another escalation can chain on it, so that it comes first where both are drawn."""

    @property
    def id(self) -> str:
        """Escalation, child and episode."""
        return "/".join((self.escalation.name, self.child, str(self.episode)))


@dataclass(frozen=True, slots=True)
class Escalations:
    """What was drawn, or why nothing could be."""

    drawn: tuple[Drawn, ...]
    not_evaluated: str = ""


STATES_OF_A_RULESET = 200
"""States held by one ruleset before a new one is made: with some 600 durable-rules runs out of its tables."""

FactKey = tuple[str, str, str]
"""What durable-rules is told: what kind of fact, its name, and its detail. Never a word of the record."""


def escalate(evaluation: Evaluation, escalations: Sequence[Escalation]) -> Escalations:
    """Every escalation for every child on the evaluation's day."""
    return escalate_household(household_of(evaluation), escalations) if escalations else Escalations(())


def escalate_household(household: Household, escalations: Sequence[Escalation]) -> Escalations:
    """The same from the findings alone, as an audit keeps them."""
    if not escalations:
        return Escalations(())
    try:
        import durable.lang  # noqa: F401
    except ImportError:
        return Escalations((), "durable-rules is not installed: install the package with [escalations].")
    drawn: list[Drawn] = []
    for child, born in household.children:
        drawn.extend(_for_child(child, born, household, tuple(escalations)))
    return Escalations(tuple(drawn))


def _for_child(
    child: str, born: Day, household: Household, escalations: tuple[Escalation, ...]
) -> list[Drawn]:
    others = [name for name, _ in household.children]
    chains = chains_of(escalations)
    findings = [standing for standing in household.standings if standing.stands]
    sure = [standing for standing in findings if standing.definite]
    definite = _chain(facts_for(child, others, sure), chains)
    possible = _chain(facts_for(child, others, findings), chains)
    if not possible:
        return []
    runs = _runs(household, child, born, chains, definite=False)
    sure_runs = _runs(household, child, born, chains, definite=True) if definite else {}
    drawn = []
    all_facts = [fact for escalation in escalations for fact in escalation.facts()]
    for escalation in escalations:
        if escalation.name not in possible:
            continue
        is_definite = escalation.name in definite
        pool = sure if is_definite else findings
        because = _because(escalation, child, others, pool, definite if is_definite else possible, escalations)
        drawn.append(
            Drawn(
                escalation=escalation,
                child=child,
                definite=is_definite,
                because_of=because,
                leads=any(fact.kind == "escalation" and fact.name == escalation.name for fact in all_facts),
                first_possible=runs[escalation.name].since if escalation.name in runs else None,
                episode=runs[escalation.name].number if escalation.name in runs else 1,
                first_definite=sure_runs[escalation.name].since if escalation.name in sure_runs else None,
            )
        )
    return drawn


# --- facts -------------------------------------------------------------------------------------------


def facts_for(child: str, household: Iterable[str], findings: Iterable[Standing]) -> frozenset[FactKey]:
    """The facts of one child: own findings, themes with two or more agencies, findings of the others."""
    facts: set[FactKey] = set()
    rules: dict[str, set[str]] = {}
    rows: dict[str, set[str]] = {}
    agencies: dict[str, set[str]] = {}
    for finding in findings:
        if child in finding.children:
            theme = finding.theme
            facts.add(("finding", finding.rule, ""))
            facts.add(("theme", theme, ""))
            rules.setdefault(theme, set()).add(finding.rule)
            rows.setdefault(theme, set()).add(finding.row)
            agencies.setdefault(theme, set()).update(finding.agencies)
        elif set(finding.children) & set(household):
            facts.add(("other child", finding.rule, ""))
            facts.add(("other child theme", finding.theme, ""))
    for theme in rules:
        # Two rules on one row are one concern, and so are two rows of one rule.
        number = min(len(rules[theme]), len(rows[theme]))
        if len(agencies[theme]) >= 2:
            facts |= {("tally", theme, str(times)) for times in TALLY_TIMES if number >= times}
    return frozenset(facts)


def _because(
    escalation: Escalation,
    child: str,
    household: list[str],
    findings: list[Standing],
    names: frozenset[str],
    escalations: tuple[Escalation, ...],
) -> tuple[str, ...]:
    """The ids of the findings (and names of escalations) that make up the facts an escalation rests on."""
    because: list[str] = []
    for fact in escalation.facts():
        for finding in findings:
            own = child in finding.children
            other = not own and bool(set(finding.children) & set(household))
            matched = (
                (fact.kind == "finding" and own and finding.rule == fact.name)
                or (fact.kind == "theme" and own and finding.theme == fact.name)
                or (fact.kind == "tally" and own and finding.theme == fact.name)
                or (fact.kind == "other child" and other and finding.rule == fact.name)
                or (fact.kind == "other child theme" and other and finding.theme == fact.name)
            )
            if matched:
                because.append(finding.id)
        if fact.kind == "escalation" and fact.name in names:
            chained = next((known for known in escalations if known.name == fact.name), None)
            if chained is not None:
                because.extend(_because(chained, child, household, findings, names, escalations))
    return tuple(dict.fromkeys(because))


@dataclass(frozen=True, slots=True)
class _Run:
    """An unbroken stretch of days on which an escalation was drawn: its first day, and how many came before it."""

    since: Day
    number: int


def _runs(
    household: Household, child: str, born: Day, chains: Chains, definite: bool
) -> dict[str, _Run]:
    """For each escalation the run that reaches the as-at day, read from the days on which its findings stood."""
    findings = household.standings
    others = [name for name, _ in household.children]
    changes: dict[Day, list[tuple[int, bool]]] = {}
    for at, finding in enumerate(findings):
        for day, stands in finding.surely if definite else finding.possibly:
            if day <= household.as_at:
                changes.setdefault(max(day, born), []).append((at, stands))
    runs: dict[str, _Run] = {}
    numbers: Counter[str] = Counter()
    standing: set[int] = set()
    for day in sorted(changes):
        for at, stands in changes[day]:
            (standing.add if stands else standing.discard)(at)
        drawn = _chain(facts_for(child, others, [findings[at] for at in sorted(standing)]), chains)
        for name in drawn - runs.keys():
            numbers[name] += 1
            runs[name] = _Run(day, numbers[name])
        runs = {name: run for name, run in runs.items() if name in drawn}
    return runs


# --- durable-rules -----------------------------------------------------------------------------------


def _chain(facts: frozenset[FactKey], chains: Chains) -> frozenset[str]:
    """The names of the escalations that follow from the facts."""
    drawn: set[str] = set()
    for chain in chains:
        drawn |= chain.drawn_from(_telling(facts, chain.escalations))
    return frozenset(drawn)


class Chain:
    """Escalations that rest on each other, with what follows from each set of facts that was asked about so far.

    Each has a ruleset of its own: a state of a ruleset holds memory for every rule of it that is never given back, and
    of a small ruleset there are few states that tell apart, whatever the number of cases.
    """

    def __init__(self, escalations: tuple[Escalation, ...]) -> None:
        self.escalations = escalations
        self._known: dict[frozenset[FactKey], frozenset[str]] = {frozenset(): frozenset()}

    def drawn_from(self, facts: frozenset[FactKey]) -> frozenset[str]:
        """The names of the escalations that follow."""
        known = self._known.get(facts)
        if known is None:
            # The library announces things on standard error, which must stay free of everything but our own words.
            with contextlib.redirect_stderr(io.StringIO()):
                known = self._known[facts] = _run_ruleset(facts, self.escalations)
        return known


Chains = tuple[Chain, ...]


@cache
def chains_of(escalations: tuple[Escalation, ...]) -> Chains:
    """The escalations, those together of which one rests on another."""
    names = {escalation.name: {escalation.name} for escalation in escalations}
    for escalation in escalations:
        for fact in escalation.facts():
            if fact.kind == "escalation" and fact.name in names:
                joined = names[escalation.name] | names[fact.name]
                names |= dict.fromkeys(joined, joined)
    told = {frozenset(together) for together in names.values()}
    return tuple(
        Chain(tuple(escalation for escalation in escalations if escalation.name in together))
        for together in sorted(told, key=sorted)
    )


def _telling(facts: frozenset[FactKey], escalations: tuple[Escalation, ...]) -> frozenset[FactKey]:
    """The facts that can tell: for each escalation that can still be drawn, the first that meets each of its groups.

    Of an `any` one fact is enough, and an escalation with a group that nothing can meet is not drawn, so the other
    facts change nothing but the number of runs. And durable-rules refuses a fact that no rule speaks of.
    """
    telling: set[FactKey] = set()
    for escalation in escalations:
        met = []
        for group in escalation.groups:
            first = next((key for fact in group if (key := (fact.kind, fact.name, fact.detail)) in facts), None)
            if first is not None:
                met.append(first)
            elif all(fact.kind != "escalation" for fact in group):
                break
        else:
            telling.update(met)
    return frozenset(telling)


def _run_ruleset(facts: frozenset[FactKey], escalations: tuple[Escalation, ...]) -> frozenset[str]:
    from durable.lang import assert_facts

    ruleset = _ruleset(escalations)
    ruleset.fired.clear()
    ruleset.runs += 1
    # A fresh state for each set of facts, never deleted: delete_state reads memory that was never written and
    # crashes the process now and then (docs/decisions/0002-no-delete-state.md).
    messages = [
        {"id": f"f{at}", "sid": str(ruleset.runs), "kind": kind, "name": fact, "detail": detail}
        for at, (kind, fact, detail) in enumerate(sorted(facts), start=1)
    ]
    assert_facts(ruleset.name, messages)
    return frozenset(ruleset.fired)


@dataclass(slots=True)
class _Ruleset:
    """A ruleset inside durable-rules: its name there, what its actions have drawn, and how often it has run."""

    name: str
    fired: set[str]
    runs: int = 0


_NUMBERS = count(1)
_RULESETS: dict[tuple[str, ...], _Ruleset] = {}
"""durable-rules keeps its rulesets for the life of the process under global names; ours are found again by content."""


def _ruleset(escalations: tuple[Escalation, ...]) -> _Ruleset:
    key = tuple(repr(escalation.condition()) for escalation in escalations)
    known = _RULESETS.get(key)
    if known is not None and known.runs < STATES_OF_A_RULESET:
        return known
    from durable.lang import m, ruleset, when_all

    made = _RULESETS[key] = _Ruleset(f"escalations {next(_NUMBERS)}", set())
    with ruleset(made.name):
        rested_on = {
            fact.name for escalation in escalations for fact in escalation.facts() if fact.kind == "escalation"
        }
        for escalation in escalations:
            _compile(escalation, made.fired, escalation.name in rested_on, m, when_all)
    return made


def _compile(escalation: Escalation, fired: set[str], rested_on: bool, m: Any, when_all: Any) -> None:
    """One rule per choice of the `any` facts: constants only, joined plainly."""
    for facts in escalation.alternatives():
        when_all(*(_condition(m, fact) for fact in facts))(_action(escalation.name, fired, rested_on))


def _action(name: str, fired: set[str], rested_on: bool) -> Any:
    """What a matched rule does: note the escalation, and assert it where another rests on it.

    A fact that no rule speaks of is refused by durable-rules, with a traceback for each.
    """

    def note(context: Any) -> None:
        if name not in fired:
            fired.add(name)
            if rested_on:
                context.assert_fact({"id": f"e-{name}", "kind": "escalation", "name": name, "detail": ""})

    return note


def _condition(m: Any, fact: Fact) -> Any:
    return (m.kind == fact.kind) & (m.name == fact.name) & (m.detail == fact.detail)
