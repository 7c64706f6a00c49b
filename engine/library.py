"""Everything shipped beside the program: kinds, states, calendar and rules, loaded once for a command."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.data import data_path
from engine.language.escalation import Escalation
from engine.language.kinds import Kinds, load_kinds
from engine.language.rule import Rule
from engine.standards import StateDefinition
from engine.values import dataclass, field

NOT_RULES = ("vocabulary", "calendars", "escalations")
"""Folders under rules/ that hold other things than rules."""


@dataclass(frozen=True, slots=True)
class Library:
    """The shipped rules and what they are written in."""

    rules: tuple[Rule, ...]
    kinds: Kinds
    states: dict[str, StateDefinition]
    escalations: tuple[Escalation, ...] = ()
    questions: dict[str, str] = field(default_factory=dict)
    broken: tuple[tuple[str, str], ...] = ()
    """Rule files that do not load, and why: their rules are not evaluated, and that is said."""
    """Kind of event -> the question that would settle a doubt about one."""

    def rule(self, name: str) -> Rule | None:
        """A rule by name."""
        return next((rule for rule in self.rules if rule.name == name), None)


def rule_files(base: Path) -> Sequence[Path]:
    """Every rule file under a rules folder, sorted."""
    return sorted(path for path in base.glob("*/*.yaml") if path.parent.name not in NOT_RULES)


def load_library(base: Path | None = None, tolerant: bool = False) -> Library:
    """Load the shipped rules (or those of `base`). Raises RuleFileError with every mistake.

    Where `tolerant`, a rule file with a mistake is left out and named in `broken`, so that it does not stop the rest.
    """
    # Here, because a library that comes ready made from the pack needs neither YAML nor the loaders.
    from engine.language.document import RuleFileError
    from engine.language.escalations import load_escalations
    from engine.language.loader import load_sound_rules
    from engine.language.states import load_states

    base = base or data_path("rules")
    kinds_file = base / "vocabulary" / "kinds.yaml"
    kinds = load_kinds(kinds_file.read_text(encoding="utf-8"), "vocabulary/kinds.yaml")
    states_file = base / "vocabulary" / "states.yaml"
    states = dict(load_states(states_file.read_text(encoding="utf-8"), "vocabulary/states.yaml", kinds))
    rules, mistakes = load_sound_rules(rule_files(base), kinds, states, base)
    if mistakes and not tolerant:
        raise RuleFileError(mistakes)
    broken = tuple({mistake.file: str(mistake) for mistake in reversed(mistakes)}.items())
    files = sorted((base / "escalations").glob("*.yaml"))
    names = [path.stem for path in rule_files(base)]
    escalations = load_escalations(files, names, base)
    questions = _questions(base / "vocabulary" / "questions.yaml", kinds)
    return Library(tuple(rules), kinds, states, tuple(escalations), questions, broken)


def _questions(path: Path, kinds: Kinds) -> dict[str, str]:
    from engine.language.document import RuleFileError, compose

    document, root = compose(path.read_text(encoding="utf-8"), "vocabulary/questions.yaml")
    top = document.mapping(root, ("questions",), ("questions",), "the list of questions")
    questions = document.mapping(top.get("questions"), list(kinds), (), "questions")
    texts = {kind: document.text(node, kind) for kind, node in questions.items()}
    if document.mistakes:
        raise RuleFileError(document.mistakes)
    return texts
