"""The tests that stand inside a rule file: small records and the verdict each must have.

    tests:
      - name: held on the last permitted day
        as_at: 2024-03-29
        born: 2020-04-01                            # optional
        rows:                                       # coded rows:  day | kind | attribute=value, ...
          - 2024-03-01 | referral | source=school
          - 2024-03-04/2024-03-06 | visit | outcome=no access, agency=Health Visiting
        expect: met                                 # one outcome, or the list of those that readings differ in

`narrative:` instead of `rows:` goes through the reader: day | agency | what happened | child seen | action.
Attributes besides the kind's own: agency, status, person, about (ids, or "perhaps"), certain=no,
read=partly, times, recorded. `?` as a value means "said to be unknown". `each:` repeats a test with
every value of a placeholder.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

import yaml

from engine.dates.when import Day, When
from engine.language.conditions import BASES
from engine.language.document import Document, Mistake, compose
from engine.language.kinds import Kinds, check_value
from engine.outcomes import Outcome, Verdict
from engine.timeline import Event, RowRef, Special, Status
from engine.values import dataclass, field

CHILD = "child"
"""The id of the child that the tests of a rule are about."""

_KEYS = (
    "name", "as_at", "born", "rows", "narrative", "each", "expect", "opening", "state", "due", "urgency",
    "children", "basis",
)  # fmt: skip
_STATES = ("open", "answered", "resolved", "lapsed", "due", "none", "not evaluated")


@dataclass(frozen=True, slots=True)
class Example:
    """One test of a rule: a record, a day, and what the rule must say."""

    name: str
    as_at: Day
    expect: Verdict
    events: tuple[Event, ...] = ()
    narrative: tuple[tuple[str, ...], ...] = ()
    born: When | None = None
    opening: Day | None = None
    state: str = ""
    due: Day | None = None
    urgency: str = ""
    basis: str = ""
    """The basis of the number that the verdict rests on: statutory, local, seed or ours."""
    children: tuple[str, ...] = (CHILD,)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Examples:
    """The tests of one rule, and the mutants that its author declares to mean the same as the rule."""

    tests: tuple[Example, ...]
    equivalent: dict[str, str] = field(default_factory=dict)
    """Mutant name -> why no test can tell it from the rule."""


def load_examples(text: str, file: str, kinds: Kinds) -> tuple[Examples, list[Mistake]]:
    """The tests of a rule file, and every mistake in them."""
    document, root = compose(text, file)
    if not isinstance(root, yaml.MappingNode):
        return Examples(()), document.mistakes
    parts = {str(key.value): value for key, value in root.value if isinstance(key, yaml.ScalarNode)}
    tests: list[Example] = []
    for node in document.sequence(parts.get("tests"), "tests"):
        tests.extend(_tests(document, kinds, node))
    equivalent = {
        name: document.text(reason, "a reason")
        for name, reason in document.free_mapping(parts.get("equivalent"), "equivalent").items()
    }
    return Examples(tuple(tests), equivalent), document.mistakes


def _tests(document: Document, kinds: Kinds, node: yaml.Node) -> Iterator[Example]:
    parts = document.mapping(node, _KEYS, ("name", "as_at", "expect"), "a test")
    if ("rows" in parts) == ("narrative" in parts):
        document.mistake(node, "a test needs either `rows:` or `narrative:`.")
        return
    for values in _placeholders(document, parts.get("each")):
        yield _test(document, kinds, node, parts, values)


def _placeholders(document: Document, node: yaml.Node | None) -> Iterator[dict[str, str]]:
    choices = {name: document.texts(value, name) for name, value in document.free_mapping(node, "each").items()}
    for chosen in product(*choices.values()):
        yield dict(zip(choices, chosen, strict=True))


def _test(
    document: Document, kinds: Kinds, node: yaml.Node, parts: dict[str, yaml.Node], values: dict[str, str]
) -> Example:
    born = _when(document, parts["born"], document.text(parts["born"], "born")) if "born" in parts else None
    rows = document.sequence(parts.get("rows"), "rows")
    name = document.text(parts.get("name"), "name")
    if values:
        name = f"{name} ({', '.join(values.values())})"
    return Example(
        name=name,
        as_at=_day(document, parts.get("as_at")) or 0,
        expect=_verdict(document, parts.get("expect")),
        events=tuple(
            event
            for number, row in enumerate(rows, start=1)
            if (event := _event(document, kinds, row, _filled(document, row, values), number)) is not None
        ),
        narrative=tuple(
            tuple(cell.strip() for cell in _filled(document, row, values).split("|"))
            for row in document.sequence(parts.get("narrative"), "narrative")
        ),
        born=born,
        opening=_day(document, parts.get("opening")),
        state=document.choice(parts.get("state"), _STATES, "state"),
        due=_day(document, parts.get("due")),
        urgency=document.choice(parts.get("urgency"), ("now", "soon", "note"), "urgency"),
        basis=document.choice(parts.get("basis"), BASES, "basis"),
        children=document.texts(parts.get("children"), "children") or (CHILD,),
        line=node.start_mark.line + 1,
    )


def _filled(document: Document, node: yaml.Node, values: dict[str, str]) -> str:
    text = document.text(node, "a row")
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def _verdict(document: Document, node: yaml.Node | None) -> Verdict:
    outcomes = [outcome.value for outcome in Outcome]
    if isinstance(node, yaml.ScalarNode) and node.value == "not evaluated":
        return frozenset()
    return frozenset(
        Outcome(chosen)
        for item in document.sequence(node, "expect", single=True)
        if (chosen := document.choice(item, outcomes, "outcome"))
    )


def _event(document: Document, kinds: Kinds, node: yaml.Node, text: str, number: int) -> Event | None:
    cells = [cell.strip() for cell in text.split("|")]
    if len(cells) not in (2, 3):
        document.mistake(node, "a coded row is: day | kind | attribute=value, attribute=value.")
        return None
    if cells[1] not in kinds:
        document.mistake(node, f"there is no kind '{cells[1]}'.")
        return None
    pairs = dict(_pairs(document, node, cells[2])) if len(cells) == 3 else {}
    about = pairs.pop("about", CHILD).split()
    perhaps = "perhaps" in about
    recorded = pairs.pop("recorded", "")
    event = Event(
        id=f"row {number}",
        kind=cells[1],
        when=_when(document, node, cells[0]),
        row=RowRef("test", number),
        agency=pairs.pop("agency", "Children's Social Care"),
        status=Status(pairs.pop("status", "happened")),
        person=pairs.pop("person", None),
        certain=pairs.pop("certain", "yes") != "no",
        fully_read=pairs.pop("read", "fully") != "partly",
        times=int(pairs.pop("times", "1")),
        recorded=date.fromisoformat(recorded).toordinal() if recorded else None,
        about=() if perhaps else tuple(about),
        perhaps_about=(CHILD,) if perhaps else (),
        attributes={name: Special.UNKNOWN if value == "?" else value for name, value in pairs.items()},
    )
    for name, value in event.attributes.items():
        problem = "" if value == Special.UNKNOWN else check_value(document, kinds, event.kind, name, value)
        if problem:
            document.mistake(node, problem + ".")
    return event


def _pairs(document: Document, node: yaml.Node, text: str) -> Iterator[tuple[str, str]]:
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, equals, value = pair.partition("=")
        if not equals:
            document.mistake(node, f"'{pair}' must be attribute=value.")
        yield name.strip(), value.strip()


def _when(document: Document, node: yaml.Node, text: str) -> When:
    first, _, last = text.partition("/")
    try:
        earliest = date.fromisoformat(first.strip()).toordinal()
        latest = date.fromisoformat(last.strip()).toordinal() if last else earliest
        return When(earliest, latest, text, "day" if earliest == latest else "range")
    except ValueError:
        document.mistake(node, "a day is written as 2024-03-01, a range as 2024-03-01/2024-03-08.")
        return When(1, 1, text, "day")


def _day(document: Document, node: yaml.Node | None) -> Day | None:
    return _when(document, node, document.text(node, "day")).earliest if node is not None else None
