"""Loading selectors: which events a rule means by a name."""

from __future__ import annotations

from functools import cache

import yaml

from engine.language.document import Document, guess_of
from engine.language.kinds import TEXT, Kinds
from engine.language.rule import AttributeTest, Pattern, Selector
from engine.timeline import Status

_RESERVED = ("kind", "status", "agency", "adult", "about")


def load_selector(document: Document, kinds: Kinds, name: str, node: yaml.Node | None) -> Selector:
    """A selector from a mapping, or from a list of mappings any of which may match."""
    patterns = []
    for item in document.sequence(node, f"the event '{name}'", single=True):
        pattern = _pattern(document, kinds, item)
        if pattern is not None:
            patterns.append(pattern)
    if len({pattern.another_child for pattern in patterns}) > 1:
        assert node is not None  # there are patterns, so there is a node they came from
        document.mistake(node, f"every alternative of '{name}' must be about the same child.")
    return Selector(name, _shared(tuple(patterns)))


@cache
def _shared(patterns: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
    """One object for all equal patterns, whatever a rule calls them: what they match is then found once."""
    return patterns


def _pattern(document: Document, kinds: Kinds, node: yaml.Node) -> Pattern | None:
    entries = document.free_mapping(node, "an event")
    if "kind" not in entries:
        document.mistake(node, "an event needs a kind: {kind: visit, ...}.")
        return None
    named = []
    for kind_node in document.sequence(entries["kind"], "kind", single=True):
        kind = document.text(kind_node, "kind")
        if kind in kinds:
            named.append(kind)
        else:
            document.mistake(kind_node, f"there is no kind '{kind}'.", guess_of(kind, list(kinds)))
    statuses = tuple(
        Status(document.choice(item, [status.value for status in Status], "status", "happened"))
        for item in document.sequence(entries.get("status"), "status", single=True)
    )
    agencies, negated = _agencies(document, entries.get("agency"))
    tests = [
        test
        for attribute, value in entries.items()
        if attribute not in _RESERVED and (test := _test(document, kinds, named, attribute, value)) is not None
    ]
    return Pattern(
        kinds=tuple(named),
        statuses=statuses or (Status.HAPPENED,),
        agencies=agencies,
        agencies_negated=negated,
        adult_roles=document.texts(entries.get("adult"), "adult"),
        tests=tuple(tests),
        another_child=document.choice(entries.get("about"), ("this child", "another child"), "about", "this child")
        == "another child",
    )


def _agencies(document: Document, node: yaml.Node | None) -> tuple[tuple[str, ...], bool]:
    if isinstance(node, yaml.MappingNode):
        inner = document.mapping(node, ("not",), ("not",), "agency")
        return document.texts(inner.get("not"), "agency"), True
    return document.texts(node, "agency"), False


def _test(document: Document, kinds: Kinds, named: list[str], attribute: str, node: yaml.Node) -> AttributeTest | None:
    known = {name for kind in named for name in kinds[kind].attributes}
    if named and attribute not in known:
        document.mistake(
            node, f"{' or '.join(named)} has no attribute '{attribute}'.", guess_of(attribute, sorted(known))
        )
        return None
    allowed = {value for kind in named for value in kinds[kind].attributes.get(attribute, ())}
    return load_test(document, attribute, node, allowed)


def load_test(
    document: Document, attribute: str, node: yaml.Node, allowed: set[str] | None = None
) -> AttributeTest | None:
    """A test of an attribute: a value, a list, or {not: ...}, {at_least: ...}, {is: unknown|absent|present}."""
    if not isinstance(node, yaml.MappingNode):
        values = document.texts(node, attribute)
        _check(document, node, attribute, values, allowed)
        return AttributeTest(attribute, "in", values)
    parts = document.mapping(node, ("not", "at_least", "is"), (), f"the test of '{attribute}'")
    if len(parts) != 1:
        document.mistake(node, f"the test of '{attribute}' needs exactly one of: not, at_least, is.")
        return None
    (word, value), *_ = parts.items()
    if word == "not":
        inner = load_test(document, attribute, value, allowed)
        return None if inner is None else AttributeTest(attribute, inner.comparison, inner.values, not inner.negated)
    if word == "at_least":
        values = document.texts(value, attribute)
        _check(document, value, attribute, values, allowed)
        return AttributeTest(attribute, "at least", values[:1])
    return AttributeTest(attribute, document.choice(value, ("unknown", "absent", "present"), "test", "present"))


def _check(
    document: Document, node: yaml.Node, attribute: str, values: tuple[str, ...], allowed: set[str] | None
) -> None:
    if not allowed:
        return
    if allowed == {TEXT}:
        document.mistake(node, f"'{attribute}' holds words as written: test it with {{is: present}} or absent.")
        return
    for value in values:
        if value not in allowed:
            choices = sorted(allowed)
            document.mistake(
                node,
                f"'{attribute}' is never '{value}'; it is one of: {', '.join(choices)}.",
                guess_of(value, choices),
            )
