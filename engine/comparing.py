"""Which prompts each agency could have seen from what it knew, since when, and which only all of them together.

Each agency's case is evaluated by itself, as at the same day and by the same rules, so that no day is found with
hindsight. A prompt is the same in two cases where it is the same rule for the same child and begins with the same
row, or rests on a row that both have; a mere length of time without a sighting also where both run on the day.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.dates.when import Day
from engine.escalate import Drawn, escalate
from engine.evaluate import Evaluation, Finding, FindingState, evaluate
from engine.knowing import known_to, who_knows
from engine.language.escalation import Escalation
from engine.language.rule import Gap
from engine.pack import load_pack
from engine.session import Session, wanted_escalations
from engine.timeline import RowRef
from engine.values import dataclass
from engine.view import UNTOLD

_OPEN = (FindingState.OPEN, FindingState.ANSWERED)


@dataclass(frozen=True, slots=True)
class Alone:
    """One agency's eyes on one prompt: the first day on which it could have been prompted from what it knew."""

    agency: str
    possible: Day | None
    definite: Day | None
    why_not: str = ""
    """Why its rule could not be evaluated in its eyes."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A prompt that is open on all records, and since when each agency by itself could have been asked it."""

    id: str
    kind: str
    rule: str
    title: str
    child: str | None
    urgency: str
    definite: bool
    possible_since: Day | None
    """The first day on which all records together prompt it as possible."""
    definite_since: Day | None
    rows: tuple[RowRef, ...]
    agencies: tuple[str, ...]
    """Whose rows it rests on."""
    alone: tuple[Alone, ...]

    @property
    def only_together(self) -> bool:
        """Whether no agency could have seen it from what it knew, not even as possible."""
        return all(one.possible is None and one.definite is None for one in self.alone)

    @property
    def days_earlier(self) -> int:
        """Days by which all together could have seen it before any agency by itself; 0 where none, or nobody could."""
        first = [day for one in self.alone for day in (one.possible, one.definite) if day is not None]
        together = [day for day in (self.possible_since, self.definite_since) if day is not None]
        return max(0, min(first) - min(together)) if first and together else 0

    @property
    def surely_only_together(self) -> bool:
        """Whether only all records together make it certain."""
        return self.definite_since is not None and all(one.definite is None for one in self.alone)


def comparison(session: Session, as_at: Day | None = None) -> tuple[Knowledge, ...]:
    """Every prompt open on the whole case, most urgent first, with what each agency could have seen alone."""
    day = session.as_at if as_at is None else as_at
    read = session.eyes.whole if session.eyes is not None else session.read
    knowers = session.eyes.knowers if session.eyes is not None else who_knows(read, load_pack().vocabulary)
    escalations = wanted_escalations(session)
    together = _Eyes.looking("", evaluate(read.case, session.rules, session.standards, day), escalations)
    covered = {one.agency for one in together.evaluation.coverage}
    alone = [
        _Eyes.looking(
            agency, evaluate(known_to(read.case, knowers, agency), session.rules, session.standards, day), escalations
        )
        for agency in knowers.agencies
        if agency in covered
    ]
    drawn = [_of_drawn(one, together, alone) for one in together.drawn]
    found = [
        _of_finding(finding, alone)
        for finding in together.evaluation.findings
        if finding.state in _OPEN and finding.kind == "rule"
    ]
    urgencies = ("now", "soon", "note")
    return tuple(sorted((*drawn, *found), key=lambda one: urgencies.index(one.urgency)))


@dataclass(frozen=True, slots=True)
class _Eyes:
    """What the rules say of the case as one agency knows it, or as all do."""

    agency: str
    evaluation: Evaluation
    drawn: tuple[Drawn, ...]

    @staticmethod
    def looking(agency: str, evaluation: Evaluation, escalations: Sequence[Escalation]) -> _Eyes:
        """The eyes with the escalations drawn."""
        return _Eyes(agency, evaluation, escalate(evaluation, escalations).drawn)


def _of_finding(finding: Finding, alone: Sequence[_Eyes]) -> Knowledge:
    events = [*finding.episode.evidence, *finding.episode.joined]
    return Knowledge(
        id=finding.id,
        kind=finding.kind,
        rule=finding.rule.name,
        title=finding.rule.title,
        child=finding.child.id if finding.child else None,
        urgency=finding.urgency,
        definite=finding.definite,
        possible_since=finding.first_possible,
        definite_since=finding.first_definite,
        rows=tuple(dict.fromkeys(event.row for event in events)),
        agencies=tuple(dict.fromkeys(event.agency for event in events if event.agency)),
        alone=tuple(_alone(finding, eyes) for eyes in alone),
    )


def _alone(finding: Finding, eyes: _Eyes) -> Alone:
    same = _same(finding, eyes.evaluation.findings)
    if same is not None:
        return Alone(eyes.agency, same.first_possible, same.first_definite)
    child = finding.child.id if finding.child else None
    why = next(
        (
            item.reason
            for item in eyes.evaluation.not_evaluated
            if item.rule.name == finding.rule.name and (item.child.id if item.child else None) == child
        ),
        "",
    )
    return Alone(eyes.agency, None, None, why)


def _same(finding: Finding, others: Sequence[Finding]) -> Finding | None:
    """The finding that is the same prompt in another case: of several the one that shares most, then the earliest."""
    fits = []
    for other in others:
        if other.rule.name == finding.rule.name and other.child == finding.child and other.kind == "rule":
            fit = _fit(finding, other)
            if fit:
                fits.append((-fit, other.first_possible or other.first_definite or 0, other.id, other))
    return min(fits, key=lambda one: one[:3])[3] if fits else None


_SAME_OPENING = 1000
"""More than any number of shared rows."""


def _fit(finding: Finding, other: Finding) -> int:
    ours, theirs = finding.episode.opening, other.episode.opening
    if (ours.id if ours is not None else None) == (theirs.id if theirs is not None else None):
        return _SAME_OPENING
    shared = len(_rows(finding) & _rows(other))
    if not shared and isinstance(finding.rule.operator, Gap) and other.state in _OPEN:
        return 1
    return shared


def _rows(finding: Finding) -> set[RowRef]:
    events = (*finding.episode.evidence, *finding.episode.joined)
    return {event.row for event in events if event.reader != UNTOLD}


def _of_drawn(drawn: Drawn, together: _Eyes, alone: Sequence[_Eyes]) -> Knowledge:
    because = [finding for finding in together.evaluation.findings if finding.id in drawn.because_of]
    events = [event for finding in because for event in (*finding.episode.evidence, *finding.episode.joined)]
    seen = []
    for eyes in alone:
        same = [
            one for one in eyes.drawn if one.escalation.name == drawn.escalation.name and one.child == drawn.child
        ]
        first = same[0] if same else None
        seen.append(
            Alone(eyes.agency, first.first_possible if first else None, first.first_definite if first else None)
        )
    return Knowledge(
        id=drawn.id,
        kind="escalation",
        rule=drawn.escalation.name,
        title=drawn.escalation.title,
        child=drawn.child,
        urgency=drawn.escalation.urgency,
        definite=drawn.definite,
        possible_since=drawn.first_possible,
        definite_since=drawn.first_definite,
        rows=tuple(dict.fromkeys(event.row for event in events)),
        agencies=tuple(dict.fromkeys(event.agency for event in events if event.agency)),
        alone=tuple(seen),
    )
