"""The closed list of kinds of event: their attributes and the values each may take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.values import dataclass

if TYPE_CHECKING:
    from engine.language.document import Document

TEXT = "text"
"""An attribute with this single value holds the words as written."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event: what it means, and its attributes with their values (a lone "text": any words)."""

    name: str
    means: str
    attributes: Mapping[str, tuple[str, ...]]


Kinds = Mapping[str, Kind]


def load_kinds(text: str, file: str) -> Kinds:
    """Read the list of kinds. Raises RuleFileError with every mistake."""
    # Here, because kinds that come ready made from the pack need no YAML.
    from engine.language.document import RuleFileError, compose

    document, root = compose(text, file)
    kinds: dict[str, Kind] = {}
    top = document.mapping(root, ("kinds",), ("kinds",), "the list of kinds")
    for name, node in document.free_mapping(top.get("kinds"), "kinds").items():
        parts = document.mapping(node, ("means", "attributes"), ("means", "attributes"), f"kind '{name}'")
        attributes = {
            attribute: document.texts(values, "values")
            for attribute, values in document.free_mapping(parts.get("attributes"), "attributes").items()
        }
        kinds[name] = Kind(name, document.text(parts.get("means"), "means"), attributes)
    if document.mistakes:
        raise RuleFileError(document.mistakes)
    return kinds


def check_value(document: Document, kinds: Kinds, kind: str, attribute: str, value: str) -> str:
    """Why a value cannot stand for an attribute of a kind; empty where it can."""
    from engine.language.document import guess_of

    known = kinds[kind].attributes
    if attribute not in known:
        guess = guess_of(attribute, list(known))
        hint = f"; did you mean '{guess}'" if guess else ""
        return f"'{kind}' has no attribute '{attribute}'{hint}"
    values = known[attribute]
    if values != (TEXT,) and value not in values:
        return f"'{attribute}' of '{kind}' is never '{value}'; it is one of: {', '.join(values)}"
    return ""
