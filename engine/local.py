"""Local practice: what one partnership changes in the shipped rules, and why.

    partnership: Eastshire
    numbers:      a rule's number, within its bounds; `row` names a row of its table, counted from 1
      - {rule: child-not-seen-n-days, number: interval, value: 28 days, source: ..., reason: ..., owner: ...,
         until: 2027-03-31}
    off:          rules that do not run here
      - {rule: minutes-not-circulated, reason: ..., owner: ..., until: 2026-12-31}
    rules:        rule files of the partnership's own, beside this file
      - {file: eastshire-visits.yaml, reason: ..., owner: ..., until: 2027-03-31}
    resolution:   the steps of the resolution policy, which prompts about another agency's decision end with
      steps: [{name: worker to worker, within: 1 working day, contact: ...}]
      reason: ..., owner: ..., until: 2027-03-31

Every entry has a reason, an owner and a day until which it holds, held against the as-at day. An entry that cannot be
used is left out and said, with its place; the rest is used. The shipped files are never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from engine.dates.calendar import Duration
from engine.dates.when import Day
from engine.errors import Place, UsageError
from engine.language.rule import Branch, Parameter, Quantity, Rule
from engine.language.sizes import size
from engine.library import Library
from engine.values import dataclass, replace

if TYPE_CHECKING:
    import yaml

    from engine.language.document import Document

_WHY = ("reason", "owner", "until")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different here: what it touches, what it was and is, why, whose, and until when."""

    what: str
    rule: str
    was: str
    now: str
    reason: str
    owner: str
    until: Day

    def __str__(self) -> str:
        return f"{self.what}: {self.was} -> {self.now} ({self.reason}; {self.owner}, until {_iso(self.until)})"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the resolution policy: who speaks to whom, within how long, and how they are reached."""

    name: str
    within: str
    contact: str


@dataclass(frozen=True, slots=True)
class Local:
    """What a local file changes, and what of it could not be used."""

    file: str = ""
    partnership: str = ""
    changes: tuple[Change, ...] = ()
    numbers: tuple[tuple[str, Parameter], ...] = ()
    """Rule name and the parameter as it is here."""
    off: tuple[str, ...] = ()
    added: tuple[Rule, ...] = ()
    steps: tuple[Step, ...] = ()
    left_out: tuple[str, ...] = ()
    """Entries that are not used, with their place and why."""


def local_beside(chronology: Path) -> Path | None:
    """The file local.yaml in the folder of a chronology, if there is one."""
    beside = chronology.parent / "local.yaml"
    return beside if beside.is_file() else None


def read_local(path: Path, library: Library, as_at: Day) -> Local:
    """Read a local file for a day. Raises UsageError where it is no readable YAML at all."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            "The local file cannot be read as UTF-8 text.", "Check its name and encoding.", Place(path.name)
        ) from error
    from engine.language.document import compose  # here, because only a local file needs YAML

    document, root = compose(text, path.name)
    if root is None:
        raise UsageError(str(document.mistakes[0]), "Correct the file, or run without it.", Place(path.name))
    return _Reading(document, path, library, as_at).read(root)


def with_local(rules: Sequence[Rule], local: Local, kept: Sequence[str] = ()) -> tuple[Rule, ...]:
    """The rules as they run here; one that is switched off runs all the same where it is among `kept`."""
    here: dict[str, Rule] = {rule.name: rule for rule in (*rules, *local.added)}
    for name, parameter in local.numbers:
        here[name] = _with_number(here[name], parameter)
    for name in local.off:
        if name not in kept:
            here.pop(name, None)
    return tuple(here[name] for name in sorted(here))


class _Reading:
    """A local file on its way to being used."""

    def __init__(self, document: Document, path: Path, library: Library, as_at: Day) -> None:
        self._document = document
        self._path = path
        self._library = library
        self._as_at = as_at
        self._rules = {rule.name: rule for rule in library.rules}
        self.changes: list[Change] = []
        self.left_out: list[str] = []
        self.numbers: dict[tuple[str, str], Parameter] = {}
        self.off: list[str] = []
        self.added: list[Rule] = []
        self.steps: list[Step] = []

    def read(self, root: yaml.Node) -> Local:
        """Every part of the file; what cannot be used is left out and said."""
        document = self._document
        parts = document.mapping(root, ("partnership", "numbers", "off", "rules", "resolution"), (), "a local file")
        self._say_mistakes(0)
        for key, take in (("rules", self._rule), ("numbers", self._number), ("off", self._off)):
            for node in document.sequence(parts.get(key), key):
                self._entry(node, take)
            self._say_mistakes(0)
        if "resolution" in parts:
            self._entry(parts["resolution"], self._resolution)
        self._refuse_silence(parts.get("off"))
        return Local(
            file=document.file,
            partnership=document.text(parts.get("partnership"), "partnership"),
            changes=tuple(self.changes),
            numbers=tuple((name, parameter) for (name, _), parameter in self.numbers.items()),
            off=tuple(self.off),
            added=tuple(self.added),
            steps=tuple(self.steps),
            left_out=tuple(self.left_out),
        )

    def _entry(self, node: yaml.Node, take: Callable[[yaml.Node], None]) -> None:
        take(node)
        self._say_mistakes(0)

    def _say_mistakes(self, since: int) -> None:
        """Turn what the document complained of into entries that are left out."""
        for mistake in self._document.mistakes[since:]:
            guess = f" Did you mean '{mistake.guess}'?" if mistake.guess else ""
            self.left_out.append(f"{mistake.file}, line {mistake.line}: left out: {mistake.message}{guess}")
        del self._document.mistakes[since:]

    def _leave_out(self, node: yaml.Node, why: str) -> None:
        self._document.mistake(node, why)

    def _mine(self, node: yaml.Node, keys: tuple[str, ...], required: tuple[str, ...]) -> dict[str, yaml.Node] | None:
        """The parts of an entry that is whole and in force; None where it is not."""
        document = self._document
        before = len(document.mistakes)
        parts = document.mapping(node, (*keys, *_WHY), (*required, *_WHY), "an entry")
        until = self._until(parts.get("until"))
        if len(document.mistakes) > before or until is None:
            return None
        if until < self._as_at:
            self._leave_out(node, f"it expired on {_iso(until)}, before the as-at day.")
            return None
        return parts

    def _until(self, node: yaml.Node | None) -> Day | None:
        if node is None:
            return None
        try:
            return date.fromisoformat(self._document.text(node, "until")).toordinal()
        except ValueError:
            self._leave_out(node, "`until` is a day, written as 2027-03-31.")
            return None

    def _named(self, parts: dict[str, yaml.Node]) -> Rule | None:
        from engine.language.document import guess_of

        name = self._document.text(parts["rule"], "rule")
        rule = self._rules.get(name)
        if rule is None:
            self._document.mistake(parts["rule"], f"there is no rule '{name}'.", guess_of(name, list(self._rules)))
        return rule

    def _change(self, parts: dict[str, yaml.Node], what: str, rule: str, was: str, now: str) -> None:
        text = self._document.text
        until = self._until(parts["until"])
        assert until is not None
        self.changes.append(
            Change(what, rule, was, now, text(parts["reason"], "reason"), text(parts["owner"], "owner"), until)
        )

    def _number(self, node: yaml.Node) -> None:
        keys = ("rule", "number", "row", "value", "source")
        parts = self._mine(node, keys, ("rule", "number", "value", "source"))
        rule = self._named(parts) if parts is not None else None
        if parts is None or rule is None:
            return
        from engine.language.document import guess_of

        name = self._document.text(parts["number"], "number")
        parameter = self.numbers.get((rule.name, name)) or rule.parameters.get(name)
        if parameter is None:
            self._document.mistake(
                parts["number"], f"'{rule.name}' has no number '{name}'.", guess_of(name, list(rule.parameters))
            )
            return
        row = self._document.whole_number(parts.get("row"), "row", 0)
        if not 0 <= row <= len(parameter.branches):
            self._leave_out(parts["row"], f"the table of '{name}' has {len(parameter.branches)} rows.")
            return
        old = parameter.branches[row - 1].quantity if row else parameter.default
        value = self._value(parts["value"], old)
        if value is None or not self._allowed(parts["value"], parameter, old, value):
            return
        new = Quantity(value, "local", self._document.text(parts["source"], "source"), old.nation)
        self.numbers[rule.name, name] = _with_quantity(parameter, row, new)
        place = f"{rule.name}, {name}" + (f", row {row}" if row else "")
        self._change(parts, place, rule.name, f"{old.value} ({old.basis})", f"{new.value} (local: {new.source})")

    def _value(self, node: yaml.Node, old: Quantity) -> Duration | int | None:
        text = self._document.text(node, "value")
        if isinstance(old.value, int):
            if text.isascii() and text.isdigit():
                return int(text)
            self._leave_out(node, "this number is a plain count, such as 3.")
            return None
        try:
            return Duration.parse(text)
        except ValueError as error:
            self._leave_out(node, f"{error}.")
            return None

    def _allowed(self, node: yaml.Node, parameter: Parameter, old: Quantity, value: Duration | int) -> bool:
        if parameter.bounds is not None:
            lowest, highest = parameter.bounds
            if not size(lowest) <= size(value) <= size(highest):
                self._leave_out(node, f"{value} lies outside the bounds of this number, {lowest} to {highest}.")
                return False
        if old.basis == "statutory" and size(value) > size(old.value):
            self._leave_out(node, f"{old.value} is a statutory limit: a local number may be stricter, not looser.")
            return False
        return True

    def _off(self, node: yaml.Node) -> None:
        parts = self._mine(node, ("rule",), ("rule",))
        rule = self._named(parts) if parts is not None else None
        if parts is not None and rule is not None:
            self.off.append(rule.name)
            self._change(parts, rule.name, rule.name, "on", "off")

    def _rule(self, node: yaml.Node) -> None:
        parts = self._mine(node, ("file",), ("file",))
        if parts is None:
            return
        from engine.language.loader import load_rule

        name = self._document.text(parts["file"], "file")
        path = self._path.parent / name
        if Path(name).name != name or not path.is_file():
            self._leave_out(parts["file"], "there is no such rule file beside the local file.")
            return
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            self._leave_out(parts["file"], "the rule file is not UTF-8 text.")
            return
        rule, mistakes = load_rule(text, name, self._library.kinds, self._library.states)
        if rule is None:
            self.left_out.extend(f"{name}: left out: {mistake}" for mistake in mistakes)
            return
        if rule.name in self._rules:
            self._leave_out(parts["file"], f"the rule '{rule.name}' is shipped already; give yours another name.")
            return
        self._rules[rule.name] = rule
        self.added.append(rule)
        self._change(parts, rule.name, rule.name, "not there", f"added from {name}")

    def _resolution(self, node: yaml.Node) -> None:
        parts = self._mine(node, ("steps",), ("steps",))
        if parts is None:
            return
        text = self._document.text
        for one in self._document.sequence(parts["steps"], "steps"):
            given = self._document.mapping(one, ("name", "within", "contact"), ("name", "within", "contact"), "a step")
            self.steps.append(
                Step(*(text(given.get(key), key) for key in ("name", "within", "contact")))
            )
        told = "; then ".join(f"{step.name} within {step.within} ({step.contact})" for step in self.steps)
        self._change(parts, "resolution policy", "", "not set", told)

    def _refuse_silence(self, node: yaml.Node | None) -> None:
        """Switching off every core rule would make each case look clean: that is refused."""
        core = {rule.name for rule in self._rules.values() if "core" in rule.packs}
        if node is not None and core and core <= set(self.off):
            self._leave_out(node, "it would leave no rule of the core pack on.")
            self._say_mistakes(0)
            self.changes = [change for change in self.changes if change.now != "off"]
            self.off = []


def _with_quantity(parameter: Parameter, row: int, quantity: Quantity) -> Parameter:
    if not row:
        return replace(parameter, default=quantity)
    old = parameter.branches[row - 1]
    changed = Branch(old.condition, quantity)
    return replace(parameter, branches=(*parameter.branches[: row - 1], changed, *parameter.branches[row:]))


def _with_number(rule: Rule, parameter: Parameter) -> Rule:
    from engine.language.changing import with_parameter  # here, because only local numbers need it

    return with_parameter(rule, parameter)


def _iso(day: Day) -> str:
    return date.fromordinal(day).isoformat()
