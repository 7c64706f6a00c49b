"""The states of the vocabulary: intervals that events open and close."""

from __future__ import annotations

from collections.abc import Mapping

from engine.language.document import RuleFileError, compose
from engine.language.kinds import Kinds
from engine.language.selecting import load_selector
from engine.standards import StateDefinition
from engine.truth import MAYBE, NO


def load_states(text: str, file: str, kinds: Kinds) -> Mapping[str, StateDefinition]:
    """Read the states. Raises RuleFileError with every mistake."""
    document, root = compose(text, file)
    top = document.mapping(root, ("states",), ("states",), "the list of states")
    states: dict[str, StateDefinition] = {}
    for name, node in document.free_mapping(top.get("states"), "states").items():
        keys = ("means", "opened_by", "closed_by", "unspoken", "per")
        parts = document.mapping(node, keys, ("means", "opened_by", "unspoken"), f"state '{name}'")
        unspoken = document.choice(parts.get("unspoken"), ("unknown", "no"), "unspoken", "unknown")
        states[name] = StateDefinition(
            name=name,
            opened_by=load_selector(document, kinds, f"{name} opened", parts.get("opened_by")),
            closed_by=load_selector(document, kinds, f"{name} closed", parts["closed_by"])
            if "closed_by" in parts
            else None,
            unspoken=MAYBE if unspoken == "unknown" else NO,
            means=document.text(parts.get("means"), "means"),
            per_person=document.choice(parts.get("per"), ("child", "person"), "per", "child") == "person",
        )
    if document.mistakes:
        raise RuleFileError(document.mistakes)
    return states
