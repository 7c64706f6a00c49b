"""Rules held against whole cases: two that say the same, and one that speaks in too many of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.evaluate import Evaluation, FindingState
from engine.language.rule import Rule
from engine.values import dataclass, field

SAME_FROM = 3
"""Findings from which two rules that agree in each are taken to be one."""
MOST_CASES = 0.5
"""The share of cases in which a rule of the core pack may have an open prompt before it is looked at."""
FEWEST_CASES = 10
"""Cases from which a share means anything."""


@dataclass(slots=True)
class Spoken:
    """What the rules said over a number of cases."""

    cases: int = 0
    findings: dict[str, set[tuple[str, str, frozenset[str]]]] = field(default_factory=dict)
    """Rule -> (case, child, rows it rests on)."""
    open_in: dict[str, set[str]] = field(default_factory=dict)
    """Rule -> cases in which it has an open prompt; a question about a row that was only guessed at is none."""

    def add(self, case: str, evaluation: Evaluation) -> None:
        """Count in what was found in one case."""
        self.cases += 1
        for finding in evaluation.findings:
            rows = frozenset(f"{event.row.file} {event.row.shown}" for event in finding.episode.evidence)
            child = finding.child.id if finding.child is not None else "household"
            self.findings.setdefault(finding.rule.name, set()).add((case, child, rows))
            if finding.state in (FindingState.OPEN, FindingState.ANSWERED) and not finding.guessed:
                self.open_in.setdefault(finding.rule.name, set()).add(case)


def same_on_the_cases(spoken: Spoken) -> Iterator[str]:
    """Pairs of rules that found the same in every case, three times or more."""
    names = sorted(spoken.findings)
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            found = spoken.findings[one]
            if len(found) >= SAME_FROM and found == spoken.findings[other]:
                yield f"'{one}' and '{other}' found the same in all {spoken.cases} cases; are they one rule?"


def too_talkative(spoken: Spoken, rules: Sequence[Rule]) -> Iterator[str]:
    """Core rules open in more than half of the cases."""
    if spoken.cases < FEWEST_CASES:
        return
    for rule in rules:
        number = len(spoken.open_in.get(rule.name, ()))
        if "core" in rule.packs and number > MOST_CASES * spoken.cases:
            yield f"'{rule.name}' is open in {number} of {spoken.cases} cases; does it cry wolf?"
