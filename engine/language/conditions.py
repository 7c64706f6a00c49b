"""Loading conditions, durations and the numbers of a rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import yaml

from engine.dates.calendar import Duration
from engine.dates.when import Day
from engine.language.document import Document, guess_of
from engine.language.rule import (
    Age,
    All,
    Any,
    Branch,
    Condition,
    DateRange,
    History,
    Not,
    NotSeenFor,
    Parameter,
    Quantity,
    Selector,
    StateHolds,
)
from engine.values import dataclass, field

BASES = ("statutory", "local", "seed", "ours")
"""Where a number can come from: law, a local standard, a source document, or our own judgement."""

_CONDITION_KEYS = ("state", "age", "not_seen", "date", "any", "all", "not", "ever", "earlier", "never")


@dataclass(slots=True)
class Scope:
    """What the parts of one rule file may refer to."""

    document: Document
    states: tuple[str, ...]
    events: Mapping[str, Selector] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    nation: str = "england"

    def event(self, node: yaml.Node | None, what: str) -> Selector:
        """The event that a name refers to; an unknown name is a mistake."""
        name = self.document.text(node, what)
        if name in self.events:
            return self.events[name]
        if node is not None:
            self.document.mistake(
                node,
                f"{what} names the event '{name}', which `events:` does not define.",
                guess_of(name, list(self.events)),
            )
        return Selector(name, ())

    def parameter(self, node: yaml.Node | None, what: str, counted: bool = False) -> Parameter:
        """A parameter by "$name". A number may only stand under `params:`, with its basis and source.

        Every value of it must be a length of time with its unit or, where `counted`, a plain number.
        """
        text = self.document.text(node, what)
        if text.startswith("$") and text[1:] in self.parameters:
            parameter = self.parameters[text[1:]]
            values = [parameter.default.value, *(branch.quantity.value for branch in parameter.branches)]
            if any(isinstance(value, int) is not counted for value in values):
                needed = "plain numbers" if counted else "lengths of time, each with its unit, such as '28 days'"
                self.document.mistake(node, f"{what} needs {needed}; '{text}' holds something else.")
                return NO_PARAMETER
            return parameter
        if text.startswith("$"):
            self.document.mistake(
                node,
                f"{what} names the parameter '{text}', which `params:` does not define.",
                guess_of(text[1:], list(self.parameters)),
            )
        elif node is not None:
            self.document.mistake(
                node, f"{what} holds a number of its own; give it a name, basis and source under `params:`."
            )
        return NO_PARAMETER


NO_PARAMETER = Parameter("", Quantity(Duration(0, "days"), "ours", ""))


def load_duration(document: Document, node: yaml.Node | None, what: str) -> Duration:
    """A duration such as "10 working days"."""
    text = document.text(node, what)
    try:
        return Duration.parse(text)
    except ValueError as error:
        document.mistake(node, f"{what}: {error}")
        return Duration(0, "days")


def load_condition(scope: Scope, node: yaml.Node | None) -> Condition | None:
    """A condition: a state by name, a list that must all hold, or a mapping of tests that must all hold."""
    if node is None:
        return None
    if isinstance(node, yaml.ScalarNode):
        return _state(scope, node)
    if isinstance(node, yaml.SequenceNode):
        return _together(All, [load_condition(scope, item) for item in node.value])
    parts = scope.document.mapping(node, _CONDITION_KEYS, (), "a condition")
    return _together(All, [_one(scope, key, value) for key, value in parts.items()])


def _one(scope: Scope, key: str, node: yaml.Node) -> Condition | None:
    document = scope.document
    match key:
        case "state":
            return _state(scope, node)
        case "age":
            parts = document.mapping(node, ("under", "at_least"), (), "age")
            return Age(
                scope.parameter(parts["under"], "under") if "under" in parts else None,
                scope.parameter(parts["at_least"], "at_least") if "at_least" in parts else None,
            )
        case "not_seen":
            parts = document.mapping(node, ("for", "seen"), ("for", "seen"), "not_seen")
            return NotSeenFor(scope.event(parts.get("seen"), "seen"), scope.parameter(parts.get("for"), "for"))
        case "date":
            parts = document.mapping(node, ("from", "before"), (), "date")
            return DateRange(_day(document, parts.get("from")), _day(document, parts.get("before")))
        case "any" | "all":
            inner = [load_condition(scope, item) for item in document.sequence(node, key)]
            return _together(Any if key == "any" else All, inner)
        case "not":
            part = load_condition(scope, node)
            return Not(part) if part is not None else None
        case _:
            return _history(scope, key, node)


def _history(scope: Scope, mode: str, node: yaml.Node) -> Condition:
    if isinstance(node, yaml.MappingNode):
        parts = scope.document.mapping(node, ("event", "within"), ("event",), mode)
        within = scope.parameter(parts["within"], "within") if "within" in parts else None
        return History(mode, scope.event(parts.get("event"), mode), within)
    return History(mode, scope.event(node, mode))


def _state(scope: Scope, node: yaml.Node) -> Condition:
    name = scope.document.text(node, "state")
    if name not in scope.states:
        scope.document.mistake(node, f"there is no state '{name}'.", guess_of(name, scope.states))
    return StateHolds(name)


def _together(kind: type[All] | type[Any], parts: list[Condition | None]) -> Condition | None:
    held = tuple(part for part in parts if part is not None)
    if len(held) == 1:
        return held[0]
    return kind(held) if held else None


def _day(document: Document, node: yaml.Node | None) -> Day | None:
    if node is None:
        return None
    try:
        return date.fromisoformat(document.text(node, "date")).toordinal()
    except ValueError:
        document.mistake(node, "a date in a rule is written as 2022-10-28.")
        return None


def load_parameters(scope: Scope, node: yaml.Node | None) -> None:
    """Read `params:` into the scope, one by one, so that a later one may build on an earlier."""
    for name, value in scope.document.free_mapping(node, "params").items():
        scope.parameters[name] = _parameter(scope, name, value)


_QUANTITY_KEYS = ("value", "basis", "source", "nation")


def _parameter(scope: Scope, name: str, node: yaml.Node) -> Parameter:
    document = scope.document
    parts = document.mapping(
        node,
        (*_QUANTITY_KEYS, "bounds", "unless"),
        ("value", "basis", "source", "bounds"),
        f"parameter '{name}'",
    )
    branches = []
    for item in document.sequence(parts.get("unless"), "unless"):
        row = document.mapping(item, ("if", *_QUANTITY_KEYS), ("if", "value", "basis", "source"), "a branch")
        condition = load_condition(scope, row.get("if"))
        if condition is not None:
            branches.append(Branch(condition, _quantity(document, row)))
    limits = [_number(document, item) for item in document.sequence(parts.get("bounds"), "bounds")]
    if "bounds" in parts and len(limits) != 2:
        document.mistake(parts["bounds"], "bounds are two numbers: [lowest, highest].")
    bounds = (limits[0], limits[1]) if len(limits) == 2 else None
    return Parameter(name, _quantity(document, parts), tuple(branches), bounds)


def _quantity(document: Document, parts: Mapping[str, yaml.Node]) -> Quantity:
    source = document.text(parts.get("source"), "source")
    return Quantity(
        value=_number(document, parts.get("value")),
        basis=document.choice(parts.get("basis"), BASES, "basis", "ours"),
        source=source,
        nation=document.text(parts.get("nation"), "nation", "england"),
    )


def _number(document: Document, node: yaml.Node | None) -> Duration | int:
    text = document.text(node, "value")
    if text.isascii() and text.isdigit():
        return int(text)
    return load_duration(document, node, "value")
