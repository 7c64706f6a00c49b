"""Faults in the rules themselves: what loads, and still would mislead or never speak."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from engine.dates.calendar import Duration
from engine.language.escalation import Escalation
from engine.language.reach import never_fires, unreachable_rows
from engine.language.rule import Condition, Deadline, Missing, Parameter, Quantity, Rule, Selector
from engine.language.sizes import size
from engine.values import dataclass

BLAMING = (
    "failed", "fail to", "failure", "malicious", "anonymous caller", "hard to reach", "dna", "non-engagement",
    "disguised compliance", "over-optimistic", "flagged", "refused to engage", "chaotic",
)  # fmt: skip
"""Words that our own text never uses: they blame, or hide what happened. Quotes of a row may hold them."""

PROTECTED = (
    "ethnic", "race", "racial", "nationality", "immigra", "asylum", "travell", "faith", "religio", "language",
    "disab", "learning difficult", "care leaver", "care experienced", "looked after as a child", "income", "poverty",
    "benefits", "class", "young mother", "young parent", "teenage", "single parent", "lone parent", "same-sex",
)  # fmt: skip
"""What no rule may rest on or speak of, outside the entitlements pack."""

PROTECTED_KINDS = ("additional_needs", "interpreter", "identity_recorded")
"""Kinds of event that tell of such a thing: only a rule about an entitlement may wait for one."""

ENTITLEMENTS = (
    "specialist-not-consulted", "support-not-adjusted-for-parent", "interpreter-not-used",
    "child-or-advocate-not-at-meeting", "identity-not-recorded",
)  # fmt: skip
"""The only rules that may speak of such things, because what they ask is a right of the child or parent."""

_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in a rule or escalation: its file, what is wrong, and what to do."""

    source: str
    what: str

    def __str__(self) -> str:
        return f"{self.source}: {self.what}"


def lint_rules(
    rules: Iterable[Rule], escalations: Iterable[Escalation], produced: Mapping[str, Mapping[str, set[str]]]
) -> list[Fault]:
    """Every fault in the rules. `produced` is kind -> attribute -> values that a phrase or column can give."""
    faults: list[Fault] = []
    for rule in rules:
        faults.extend(Fault(rule.source, what) for what in _rule_faults(rule, produced))
    for escalation in escalations:
        text = {"title": escalation.title, "why": escalation.why, "ask": escalation.ask}
        source = f"escalations/{escalation.name}.yaml"
        faults.extend(Fault(source, what) for what in _prose_faults(text, escalation.name))
        faults.extend(Fault(source, what) for what in _equality_faults(text))
        if not escalation.references:
            faults.append(Fault(source, "has no reference: say where it comes from."))
    return faults


def _rule_faults(rule: Rule, produced: Mapping[str, Mapping[str, set[str]]]) -> Iterator[str]:
    prose = {"title": rule.title, "why": rule.why, "ask": rule.ask}
    yield from _prose_faults(prose, rule.name)
    if "entitlements" in rule.packs:
        if rule.name not in ENTITLEMENTS:
            yield "it stands in 'entitlements' and is not on the list of them: is what it asks a right of somebody?"
    else:
        yield from _equality_faults(prose)
        kinds = {kind for selector in rule.events.values() for pattern in selector.patterns for kind in pattern.kinds}
        for kind in sorted(kinds & set(PROTECTED_KINDS)):
            yield f"it waits for '{kind}': no rule about risk rests on that."
    if not rule.references:
        yield "has no reference: say where it comes from."
    if not rule.source.endswith(f"{rule.name}.yaml"):
        yield f"the file is not named after the rule '{rule.name}'."
    for parameter in rule.parameters.values():
        yield from _parameter_faults(parameter)
    yield from never_fires(rule)
    for name, conditions in _tables(rule):
        yield from unreachable_rows(name, conditions)
    yield from _pack_faults(rule)
    used = _used(rule)
    for name in rule.events:
        if name not in used:
            yield f"the event '{name}' is defined and not used."
    for selector in rule.events.values():
        yield from _selector_faults(selector, produced)
    if isinstance(rule.operator, Deadline | Missing) and rule.kind == "rule" and not rule.ask.endswith("?"):
        yield "`ask` should be a question: a prompt asks, it gives no orders."


def _prose_faults(text: Mapping[str, str], name: str) -> Iterator[str]:
    for key, words in text.items():
        if _NUMBER.search(words):
            yield f"`{key}` holds a number; numbers stand under `params:`, with their source."
        lowered = words.lower()
        for word in BLAMING:
            if re.search(rf"\b{re.escape(word)}\b", lowered):
                yield f"`{key}` says '{word}'; say what happened instead."
    for word in BLAMING:
        if re.search(rf"\b{re.escape(word.replace(' ', '-'))}\b", name):
            yield f"the name says '{word}'; it will be read out in a room."


def _equality_faults(text: Mapping[str, str]) -> Iterator[str]:
    for key, words in text.items():
        for word in PROTECTED:
            if re.search(rf"\b{word}", words.lower()):
                yield f"`{key}` speaks of '{word}...': no rule rests on that."


def _parameter_faults(parameter: Parameter) -> Iterator[str]:
    quantities = [parameter.default, *(branch.quantity for branch in parameter.branches)]
    for quantity in quantities:
        if not quantity.source:
            yield f"the number '{parameter.name}' has no source."
        if parameter.bounds is not None and not _within(quantity, parameter.bounds):
            yield f"the number '{parameter.name}' ({quantity.value}) lies outside its bounds."


def _within(quantity: Quantity, bounds: tuple[Duration | int, Duration | int]) -> bool:
    lowest, highest = (size(bound) for bound in bounds)
    return lowest <= size(quantity.value) <= highest


def _tables(rule: Rule) -> Iterator[tuple[str, list[Condition]]]:
    """The first-match tables of a rule: of its numbers and its urgency."""
    for parameter in rule.parameters.values():
        yield parameter.name, [branch.condition for branch in parameter.branches]
    yield "urgency", [branch.condition for branch in rule.urgency_branches]


AVA = "'Ava', Local Child Safeguarding Practice Review"
"""The review whose five themes make the pack `stopp`."""


def _pack_faults(rule: Rule) -> Iterator[str]:
    """Where a rule is an outlier in its pack."""
    urgencies = {rule.urgency, *(branch.urgency for branch in rule.urgency_branches)}
    quantities = [
        quantity
        for parameter in rule.parameters.values()
        for quantity in (parameter.default, *(branch.quantity for branch in parameter.branches))
    ]
    for pack in ("audit", "entitlements"):
        if pack in rule.packs and len(rule.packs) > 1:
            yield f"it stands in '{pack}' and in other packs: {pack} rules stand in no other."
    if "audit" in rule.packs and "now" in urgencies:
        yield "it is for auditors and says 'today': it would be in the wrong pack or of the wrong urgency."
    if {"core", "wider"} <= set(rule.packs):
        yield "it stands in 'core' and in 'wider': one of them."
    if not {"core", "wider", "audit", "entitlements"} & set(rule.packs):
        yield "it stands in none of core, wider, audit and entitlements."
    if "statutory" in rule.packs and not any(quantity.basis == "statutory" for quantity in quantities):
        yield "it stands in 'statutory' and has no statutory number."
    if "stopp" in rule.packs and not any(reference.title.startswith(AVA) for reference in rule.references):
        yield "it stands in 'stopp' and does not refer to the review of Ava."
    if rule.kind == "question" and "now" in urgencies:
        yield "a question is never for today."


def _used(rule: Rule) -> set[str]:
    """The names of the events that the operator, guards, resolvers and urgencies use."""
    operator = rule.operator
    names = {
        getattr(operator, name).name
        for name in operator.__dataclass_fields__
        if isinstance(getattr(operator, name), Selector)
    }
    for selector in (rule.resolved_by, rule.answered_by):
        if selector is not None:
            names.add(selector.name)
    conditions = [rule.applies, *(branch.condition for branch in rule.urgency_branches)]
    for parameter in rule.parameters.values():
        conditions.extend(branch.condition for branch in parameter.branches)
    text = repr(conditions)
    return names | {name for name in rule.events if f"Selector(name='{name}'" in text}


def _selector_faults(selector: Selector, produced: Mapping[str, Mapping[str, set[str]]]) -> Iterator[str]:
    for pattern in selector.patterns:
        made = [kind for kind in pattern.kinds if kind in produced]
        for kind in pattern.kinds:
            if kind not in produced:
                yield f"'{selector.name}' waits for '{kind}', which no phrase, column or side sheet produces."
        for test in pattern.tests:
            if test.comparison != "in" or test.negated:
                continue
            for value in test.values:
                if made and not any(value in produced[kind].get(test.attribute, set()) for kind in made):
                    yield (
                        f"'{selector.name}' waits for {test.attribute} '{value}', which no phrase, column or side"
                        " sheet produces."
                    )
