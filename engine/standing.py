"""Findings as far as escalations need to know them: plain values that can be kept, sent and read back.

An escalation asks which findings stand, for whom, from which row and agencies, and on which days they began or
ceased to stand. Everything else of a finding, and every word of the record, is left behind, so that escalations can
be drawn where the case itself is not: after an audit has collected what many processes found.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.dates.when import Day
from engine.evaluate import Evaluation, Finding, FindingState
from engine.outcomes import OPEN
from engine.timeline import RowRef
from engine.values import dataclass

Spells = tuple[tuple[Day, bool], ...]
"""The days on which something began (True) or ceased (False) to stand, in order."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One finding of a rule, as a fact."""

    id: str
    rule: str
    theme: str
    children: tuple[str, ...]
    """The children it is about: one, or all of the household."""
    row: str
    """The row that opened it, by name; the finding's id where no row did."""
    agencies: tuple[str, ...]
    """The agencies whose certain entries it rests on."""
    stands: bool
    """Whether it calls for a prompt on the day that is looked at."""
    definite: bool
    possibly: Spells
    surely: Spells


@dataclass(frozen=True, slots=True)
class Household:
    """The children of a case and what stands for them: all that escalations are drawn from."""

    as_at: Day
    children: tuple[tuple[str, Day], ...]
    """Each child with the first day on which it may have been born; 0 where that is not known."""
    standings: tuple[Standing, ...]


def household_of(evaluation: Evaluation) -> Household:
    """What an evaluation found, as facts. Questions are no facts: they rest on words that were not read."""
    return Household(
        as_at=evaluation.as_at,
        children=tuple(
            (child.id, child.born.earliest if child.born is not None else 0) for child in evaluation.children
        ),
        standings=tuple(standing_of(finding) for finding in evaluation.findings if finding.kind == "rule"),
    )


def standing_of(finding: Finding) -> Standing:
    """One finding as a fact."""
    opening = finding.episode.opening
    told = {event.agency for event in finding.episode.evidence if event.certain and event.agency}
    return Standing(
        id=finding.id,
        rule=finding.rule.name,
        theme=finding.rule.theme,
        children=finding.children,
        row=named_row(opening.row) if opening is not None else finding.key,
        agencies=tuple(sorted(told)),
        stands=finding.state in (FindingState.OPEN, FindingState.ANSWERED),
        definite=finding.definite,
        possibly=tuple(_spells(finding, definite=False)),
        surely=tuple(_spells(finding, definite=True)),
    )


def named_row(row: RowRef) -> str:
    """A row by its file, its sheet where there are several, and its number."""
    return f"{row.file} row {row.shown}"


def _spells(finding: Finding, definite: bool) -> Iterator[tuple[Day, bool]]:
    """The days on which a finding began or ceased to be open, possibly or for certain, as the tool would have said."""
    since = finding.first_definite if definite else finding.first_possible
    if since is None:
        return
    stood = False
    for day, verdict in finding.episode.steps:
        stands = bool(verdict) and verdict <= OPEN if definite else bool(verdict & OPEN)
        if stands is not stood:
            stood = stands
            yield max(day, since), stands
