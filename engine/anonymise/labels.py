"""The words that stand in for people, places and numbers: a kind and a letter in one word ("ChildA", "PlaceB").

One word, because the reader of the rows then takes such a label exactly as it takes a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_uppercase

from engine.values import dataclass, field

KINDS = (
    "Child", "Mother", "Father", "Partner", "Grandmother", "Grandfather", "Aunt", "Uncle", "Sibling", "Adult", "Family",
    "Person", "Worker", "Doctor", "Nurse", "Officer", "Teacher", "Lawyer", "Place", "Address", "Postcode", "Phone",
    "Email", "Link", "Account", "Number", "Vehicle", "Reference", "Initials",
)  # fmt: skip
"""Every kind of label."""

LABEL = re.compile(rf"\b(?:{'|'.join(KINDS)})[A-Z]{{1,3}}\b")
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
            used = set(self.given.values()) | self.taken
            known = next(name for letters in _letters() if (name := kind + letters) not in used)
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
