"""What the tests of a rule exercise: each event matching, not matching and perhaps, each number, each outcome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.evaluate import episodes_of
from engine.language.examples import Example
from engine.language.rule import Conflict, Count, Deadline, Gap, Missing, Rule, Selector
from engine.outcomes import Outcome
from engine.proving.trial import case_of
from engine.selectors import pattern_kinds
from engine.timeline import Event
from engine.values import dataclass, field
from engine.view import Scene, Standards, View

_SEEN = {"yes": "matching", "no": "of its kind and not matching", "maybe": "perhaps matching"}


@dataclass(slots=True)
class Exercised:
    """What the coded tests of one rule bring about."""

    selectors: dict[str, set[str]] = field(default_factory=dict)
    """Event name -> how it was seen: "yes" matching for certain, "maybe" perhaps, "no" of its kind and not matching."""
    branches: dict[str, set[int]] = field(default_factory=dict)
    """Parameter -> the rows of its table that gave the number; the last row is the value where none holds."""
    outcomes: set[Outcome] = field(default_factory=set)


def exercised(rule: Rule, examples: Iterable[Example], standards: Standards) -> Exercised:
    """Run the coded tests of a rule and note what they touch."""
    out = Exercised({name: set() for name in rule.events}, {name: set() for name in rule.parameters})
    for example in examples:
        if not example.narrative:
            _note(out, rule, example, standards)
    return out


def _note(out: Exercised, rule: Rule, example: Example, standards: Standards) -> None:
    case = case_of(example, None)
    view = View(case, standards, example.as_at)
    target = example.children[0]
    out.outcomes |= example.expect
    for child in case.children:
        scene = Scene(view, child, guesses_open=False)
        if child.id == target:
            for name, selector in rule.events.items():
                out.selectors[name] |= set(_seen(scene, selector, view))
        for episode in episodes_of(rule, scene):
            for place, quantity in episode.quantities:
                parameter = getattr(rule.operator, place, None)
                if parameter is not None:
                    rows = [*(branch.quantity for branch in parameter.branches), parameter.default]
                    out.branches[parameter.name] |= {at for at, row in enumerate(rows) if row == quantity}


def _seen(scene: Scene, selector: Selector, view: View) -> Iterator[str]:
    marks = {mark.event.id: mark.sure for mark in scene.every_mark(selector)}
    for sure in marks.values():
        yield "yes" if sure else "maybe"
    for event in _of_its_kinds(selector, view):
        if event.id not in marks:
            yield "no"


def _of_its_kinds(selector: Selector, view: View) -> Iterator[Event]:
    for kind in pattern_kinds(selector):
        yield from view.by_kind.get(kind, ())


def lacking(rule: Rule, done: Exercised) -> list[str]:
    """What the tests of a rule never bring about, a line each."""
    out = [
        f"the event '{name}' is never seen {words}"
        for name, seen in done.selectors.items()
        for how, words in _SEEN.items()
        if how not in seen
    ]
    operated = _numbers_of_the_operator(rule)
    for name, rows in done.branches.items():
        if name not in operated:
            continue  # the lengths of guards are not told with the finding; the mutants of a rule change them
        for at in range(len(rule.parameters[name].branches) + 1):
            if at not in rows:
                which = f"row {at + 1} of its table" if rule.parameters[name].branches else "its value"
                out.append(f"the number '{name}' never comes from {which}")
    out += [f"no test comes out as {outcome}" for outcome in _possible(rule) if outcome not in done.outcomes]
    return out


def _numbers_of_the_operator(rule: Rule) -> set[str]:
    operator = rule.operator
    named = (getattr(operator, name, None) for name in ("longest", "within", "at_least"))
    return {parameter.name for parameter in named if parameter is not None}


def _possible(rule: Rule) -> tuple[Outcome, ...]:
    """The outcomes that the rule's operator can give, with the guards and clauses that it has."""
    guarded = (Outcome.NOT_APPLICABLE,) if rule.applies is not None else ()
    resolved = (Outcome.RESOLVED,) if rule.resolved_by is not None else ()
    match rule.operator:
        case Deadline(cancelled_by=cancelled_by):
            cancelled = (Outcome.CANCELLED,) if cancelled_by is not None else ()
            running = (Outcome.PENDING, Outcome.MET, Outcome.MET_LATE, Outcome.OVERDUE)
            return (Outcome.NOT_OPENED, *running, *cancelled, *guarded)
        case Gap():
            return (Outcome.PENDING, Outcome.OVERDUE, Outcome.MET_LATE, *guarded)
        case Count():
            return (Outcome.CLEAR, Outcome.FOUND, *resolved)
        case Missing():
            return (Outcome.CLEAR, Outcome.FOUND, *resolved, *guarded)
        case Conflict():
            return (Outcome.CLEAR, Outcome.FOUND, *resolved, *guarded)
