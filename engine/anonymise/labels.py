"""The words that stand in for people, places and numbers: a kind and a letter in one word ("ChildA", "XPlaceB").

One word, because the reader of the rows then takes such a label exactly as it takes a name. What is not in the side
sheet begins with an X: the reader guesses from how words begin, and "Phone" or "Worker" would tell it something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_uppercase

from engine.values import dataclass, field

PEOPLE = (
    "Child", "Mother", "Father", "Partner", "Grandmother", "Grandfather", "Aunt", "Uncle", "Sibling", "Adult",
)  # fmt: skip
"""Kinds of label for those whom the side sheet names."""
OTHERS = (
    "Family",
    "Person",
    "Worker",
    "Doctor",
    "Nurse",
    "Officer",
    "Teacher",
    "Lawyer",
    "Place",
    "Address",
    "Postcode",
    "Phone",
    "Email",
    "Link",
    "Account",
    "Number",
    "Vehicle",
    "Reference",
)
"""Kinds of label for everything else; an X stands before them."""

LABEL = re.compile(rf"\b(?:{'|'.join((*PEOPLE, *('X' + kind for kind in OTHERS)))})[A-Z]{{1,3}}\b")
"""A label as it stands in a text."""


@dataclass(slots=True)
class Labels:
    """The labels given out: the same thing has the same label in every file of the case."""

    given: dict[tuple[str, str], str] = field(default_factory=dict)
    """Kind and what it stands for (folded) -> label."""
    stood: dict[str, dict[str, int]] = field(default_factory=dict)
    """Label -> each wording that it replaced, and how often. Never written anywhere but into the key."""
    taken: set[str] = field(default_factory=set)
    """Labels that a text holds already (it was anonymised before), never given again."""

    def label(self, kind: str, what: str) -> str:
        """The label for this thing, a new one where it has none."""
        known = self.given.get((kind, what))
        if known is None:
            stem = kind if kind in PEOPLE else f"X{kind}"
            used = set(self.given.values()) | self.taken
            known = next(name for letters in _letters() if (name := stem + letters) not in used)
            self.given[kind, what] = known
        return known

    def used(self, label: str, wording: str) -> None:
        """Note that a label stands where `wording` stood."""
        known = self.stood.setdefault(label, {})
        known[wording] = known.get(wording, 0) + 1


def _letters() -> Iterator[str]:
    """A, B ... Z, AA, AB ..."""
    yield from ascii_uppercase
    for first in ascii_uppercase:
        for letters in _letters_again():
            yield first + letters


def _letters_again() -> Iterator[str]:
    yield from ascii_uppercase
    for first in ascii_uppercase:
        for second in ascii_uppercase:
            yield first + second
