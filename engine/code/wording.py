"""One phrase of the vocabulary, ready to be looked for. `phrases` makes them from what a practitioner writes."""

from __future__ import annotations

from engine.values import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One phrase, ready to be looked for."""

    pattern: str
    """For words joined by single spaces."""
    plain: str
    """The words themselves where the phrase is nothing but words, else an empty string."""
    anchors: tuple[str, ...]
    """One of these stands wherever the phrase does; `refer*` stands for any word beginning so."""
    needs: tuple[frozenset[str], ...]
    """Of each of these, too, one word must stand in the text; `refer*` here as well."""
    denies: bool
    """The phrase holds its own "not" or "no": a negator among its words must not turn it round."""
