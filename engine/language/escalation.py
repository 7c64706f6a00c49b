"""Escalations as data: which facts must be there together, and what they ask.

    escalation: see-the-child-today
    version: 1
    title: ...
    urgency: now
    all:
      - finding: child-not-seen-n-days
      - any:
          - finding: repeated-no-access-visits
          - finding: doorstep-only-contact
    ask: ...
    options: [...]

A fact is one of: finding (an open finding of the child), theme (any open finding of a theme), tally
(so many open findings of a theme, told by two agencies or more), other child (an open finding of another
child of the household), other child theme, escalation (one already drawn for the child).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from engine.language.rule import Reference
from engine.values import dataclass

FACT_KINDS = ("finding", "theme", "tally", "other child", "other child theme", "escalation")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that must be there: its kind, its name, and for a tally how many."""

    kind: str
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Escalation:
    """What a combination of findings asks. `groups` must each be met by at least one of its facts."""

    name: str
    version: int
    title: str
    theme: str
    urgency: str
    why: str
    ask: str
    options: tuple[str, ...]
    groups: tuple[tuple[Fact, ...], ...]
    references: tuple[Reference, ...] = ()
    about_agency: bool = False
    """Whether it concerns another agency's decision, so that it ends with the way to challenge it."""

    def facts(self) -> tuple[Fact, ...]:
        """Every fact it names, each once."""
        return tuple(dict.fromkeys(fact for group in self.groups for fact in group))

    def alternatives(self) -> Iterator[tuple[Fact, ...]]:
        """Every choice of one fact from each group."""
        return product(*self.groups)

    def condition(self) -> tuple[str, tuple[tuple[Fact, ...], ...]]:
        """What decides whether it is drawn: its name and facts, not its wording."""
        return self.name, self.groups
