"""Loading rule files: strict, collecting every mistake; one broken file never hides another."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import yaml

from engine.choosing import PACKS, THEMES
from engine.language.conditions import Scope, load_condition, load_duration, load_parameters
from engine.language.document import Document, Mistake, RuleFileError, compose
from engine.language.kinds import Kinds
from engine.language.rule import (
    All,
    Condition,
    Conflict,
    Count,
    Deadline,
    Gap,
    Join,
    Missing,
    Operator,
    Reference,
    Rule,
    UrgencyBranch,
)
from engine.language.selecting import load_selector, load_test

URGENCIES = ("now", "soon", "note")

_OPERATORS = ("gap", "deadline", "count", "missing", "conflict")
_HEADER = (
    "rule", "version", "title", "kind", "theme", "urgency", "packs", "held_by", "needs", "why", "ask", "kept",
    "references",
)  # fmt: skip
_BODY = (
    "events", "params", "while", "given", "resolved_by", "answered_by", "lapses", "per", *_OPERATORS, "tests",
    "equivalent",
)  # fmt: skip


def load_rule(text: str, file: str, kinds: Kinds, states: Iterable[str]) -> tuple[Rule | None, list[Mistake]]:
    """One rule from the text of its file, and every mistake in it; no rule where there is a mistake."""
    document, root = compose(text, file)
    if root is None:
        return None, document.mistakes
    required = ("rule", "version", "title", "theme", "urgency", "why", "ask", "references", "tests")
    parts = document.mapping(root, (*_HEADER, *_BODY), required, "a rule")
    if isinstance(root, yaml.MappingNode) and root.value and root.value[0][0].value != "rule":
        document.mistake(root.value[0][0], "a rule file begins with `rule:` and its name.")
    rule = _rule(document, parts, root, kinds, tuple(states), file)
    return (None if document.mistakes else rule), document.mistakes


def _rule(
    document: Document,
    parts: dict[str, yaml.Node],
    root: yaml.Node,
    kinds: Kinds,
    states: tuple[str, ...],
    file: str,
) -> Rule | None:
    events = {
        name: load_selector(document, kinds, name, node)
        for name, node in document.free_mapping(parts.get("events"), "events").items()
    }
    scope = Scope(document, states, events)
    load_parameters(scope, parts.get("params"))
    operator = _operator(scope, parts, root)
    urgency, urgency_branches = _urgency(scope, parts.get("urgency"))
    if operator is None:
        return None
    return Rule(
        name=document.text(parts.get("rule"), "rule"),
        version=document.whole_number(parts.get("version"), "version", 1),
        title=document.text(parts.get("title"), "title"),
        theme=document.choice(parts.get("theme"), THEMES, "theme"),
        urgency=urgency,
        urgency_branches=urgency_branches,
        kind=document.choice(parts.get("kind"), ("rule", "question"), "kind", "rule"),
        packs=tuple(
            document.choice(node, PACKS, "pack") for node in document.sequence(parts.get("packs"), "packs", single=True)
        )
        or ("core",),
        held_by=document.texts(parts.get("held_by"), "held_by"),
        needs=tuple(
            document.choice(node, ("date of birth",), "need")
            for node in document.sequence(parts.get("needs"), "needs", single=True)
        ),
        why=document.text(parts.get("why"), "why"),
        ask=document.text(parts.get("ask"), "ask"),
        kept=document.text(parts.get("kept"), "kept"),
        operator=operator,
        applies=_applies(scope, parts),
        events=events,
        parameters=scope.parameters,
        resolved_by=scope.event(parts["resolved_by"], "resolved_by") if "resolved_by" in parts else None,
        answered_by=scope.event(parts["answered_by"], "answered_by") if "answered_by" in parts else None,
        lapses=document.choice(parts.get("lapses"), ("with the case", "never"), "lapses", "with the case") != "never",
        per=document.choice(parts.get("per"), ("child", "person", "household"), "per", "child"),
        references=tuple(
            _reference(document, node) for node in document.sequence(parts.get("references"), "references")
        ),
        source=file,
    )


def _reference(document: Document, node: yaml.Node) -> Reference:
    parts = document.mapping(node, ("title", "paragraph"), ("title",), "a reference")
    return Reference(document.text(parts.get("title"), "title"), document.text(parts.get("paragraph"), "paragraph"))


def _applies(scope: Scope, parts: dict[str, yaml.Node]) -> Condition | None:
    held = [load_condition(scope, parts.get(key)) for key in ("while", "given")]
    conditions = tuple(condition for condition in held if condition is not None)
    if len(conditions) == 2:
        return All(conditions)
    return conditions[0] if conditions else None


def _urgency(scope: Scope, node: yaml.Node | None) -> tuple[str, tuple[UrgencyBranch, ...]]:
    document = scope.document
    if not isinstance(node, yaml.MappingNode):
        return document.choice(node, URGENCIES, "urgency", "note"), ()
    parts = document.mapping(node, ("value", "unless"), ("value", "unless"), "urgency")
    branches = []
    for item in document.sequence(parts.get("unless"), "unless"):
        row = document.mapping(item, ("if", "value"), ("if", "value"), "a branch")
        condition = load_condition(scope, row.get("if"))
        if condition is not None:
            branches.append(UrgencyBranch(condition, document.choice(row.get("value"), URGENCIES, "urgency", "note")))
    return document.choice(parts.get("value"), URGENCIES, "urgency", "note"), tuple(branches)


def _operator(scope: Scope, parts: dict[str, yaml.Node], root: yaml.Node) -> Operator | None:
    named = [key for key in _OPERATORS if key in parts]
    if len(named) != 1:
        scope.document.mistake(root, f"a rule has exactly one of: {', '.join(_OPERATORS)}.")
        return None
    node = parts[named[0]]
    return {"gap": _gap, "deadline": _deadline, "count": _count, "missing": _missing, "conflict": _conflict}[named[0]](
        scope, node
    )


def _gap(scope: Scope, node: yaml.Node) -> Operator:
    parts = scope.document.mapping(node, ("between", "longest", "starting"), ("between", "longest"), "gap")
    return Gap(
        between=scope.event(parts.get("between"), "between"),
        longest=scope.parameter(parts.get("longest"), "longest"),
        starting=scope.document.choice(parts.get("starting"), ("record", "birth"), "starting", "record"),
    )


def _deadline(scope: Scope, node: yaml.Node) -> Operator:
    document = scope.document
    keys = (
        "after",
        "following",
        "expect",
        "within",
        "or_before",
        "cancelled_by",
        "same",
        "horizon",
        "open_ended",
    )
    parts = document.mapping(node, keys, ("after", "expect", "within"), "deadline")
    if ("horizon" in parts) == document.truth(parts.get("open_ended"), "open_ended"):
        document.mistake(
            node, "a deadline needs either `horizon:` or `open_ended: true`: say how long it is waited for."
        )
    following = scope.event(parts["following"], "following") if "following" in parts else None
    after, expect = scope.event(parts.get("after"), "after"), scope.event(parts.get("expect"), "expect")
    sides = {"expect", "after"}
    if following is not None:
        sides.add("following")
    if "cancelled_by" in parts:
        sides.add("cancelled_by")
    return Deadline(
        after=after,
        expect=expect,
        following=following,
        within=scope.parameter(parts.get("within"), "within"),
        or_before=scope.parameter(parts["or_before"], "or_before") if "or_before" in parts else None,
        cancelled_by=scope.event(parts["cancelled_by"], "cancelled_by") if "cancelled_by" in parts else None,
        same=_joins(document, parts.get("same"), sides),
        horizon=load_duration(document, parts["horizon"], "horizon") if "horizon" in parts else None,
    )


def _joins(document: Document, node: yaml.Node | None, sides: set[str]) -> tuple[Join, ...]:
    joins = []
    for left, key_node, right_node in document.items(node, "same"):
        ends = []
        for text, place in ((left, key_node), (document.text(right_node, "same"), right_node)):
            side, dot, name = text.partition(".")
            if not dot or side not in sides:
                document.mistake(place, f"'{text}' must be an event of the deadline and a field: expect.person.")
            ends.append((side, name))
        joins.append(Join(ends[0], ends[1]))
    return tuple(joins)


def _count(scope: Scope, node: yaml.Node) -> Operator:
    keys = ("of", "at_least", "within", "with_none_of")
    parts = scope.document.mapping(node, keys, ("of", "at_least", "within"), "count")
    return Count(
        of=scope.event(parts.get("of"), "of"),
        at_least=scope.parameter(parts.get("at_least"), "at_least", counted=True),
        within=scope.parameter(parts.get("within"), "within"),
        with_none_of=scope.event(parts["with_none_of"], "with_none_of") if "with_none_of" in parts else None,
    )


def _missing(scope: Scope, node: yaml.Node) -> Operator:
    document = scope.document
    keys = ("event", "fields", "unless", "latest", "unknown_is_missing")
    parts = document.mapping(node, keys, ("event",), "missing")
    unless = [
        test
        for name, value in document.free_mapping(parts.get("unless"), "unless").items()
        if (test := load_test(document, name, value)) is not None
    ]
    return Missing(
        event=scope.event(parts.get("event"), "event"),
        fields=document.texts(parts.get("fields"), "fields"),
        unless=tuple(unless),
        latest=document.truth(parts.get("latest"), "latest"),
        unknown_is_missing=document.truth(parts.get("unknown_is_missing"), "unknown_is_missing"),
    )


def _conflict(scope: Scope, node: yaml.Node) -> Operator:
    document = scope.document
    keys = ("between", "differ", "across", "same", "within")
    parts = document.mapping(node, keys, ("between", "differ", "within"), "conflict")
    return Conflict(
        between=scope.event(parts.get("between"), "between"),
        differ=document.text(parts.get("differ"), "differ"),
        across=document.text(parts.get("across"), "across", "agency"),
        same=document.texts(parts.get("same"), "same"),
        within=scope.parameter(parts.get("within"), "within"),
    )


def load_rules(paths: Iterable[Path], kinds: Kinds, states: Iterable[str], base: Path) -> list[Rule]:
    """Every rule of the files, sorted by name. Raises RuleFileError with all mistakes of all files."""
    rules, mistakes = load_sound_rules(paths, kinds, states, base)
    if mistakes:
        raise RuleFileError(mistakes)
    return rules


def load_sound_rules(
    paths: Iterable[Path], kinds: Kinds, states: Iterable[str], base: Path
) -> tuple[list[Rule], list[Mistake]]:
    """The rules that load, sorted by name, and the mistakes of those that do not."""
    rules: dict[str, Rule] = {}
    mistakes: list[Mistake] = []
    names = tuple(states)
    for path in sorted(paths):
        file = path.relative_to(base).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            mistakes.append(Mistake(file, 1, 1, "the file is not UTF-8 text; save it as UTF-8."))
            continue
        rule, found = load_rule(text, file, kinds, names)
        mistakes.extend(found)
        if rule is None:
            continue
        if rule.name in rules:
            mistakes.append(Mistake(file, 1, 7, f"the rule '{rule.name}' is already in {rules[rule.name].source}."))
        rules[rule.name] = rule
    return [rules[name] for name in sorted(rules)], mistakes
