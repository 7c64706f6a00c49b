"""What would settle a possible finding: the doubtful rows on which it turns, one by one.

Each doubtful event of a finding is tried as certain on its first and its last day, and as not having
happened. Where one of these decides whether the finding is open, asking about the row would settle it.
"""

from __future__ import annotations

from engine.dates.when import Day
from engine.evaluate import Finding, episodes_of
from engine.language.rule import (
    All,
    Any,
    Condition,
    Count,
    Deadline,
    Gap,
    History,
    Missing,
    Not,
    NotSeenFor,
    Parameter,
    Rule,
    Selector,
    StateHolds,
)
from engine.operators.episode import Episode, doubtful, may_be_open, surely_open
from engine.operators.missing import missing_on
from engine.outcomes import Verdict
from engine.timeline import Event
from engine.truth import MAYBE
from engine.values import dataclass
from engine.view import Mark, Scene

MOST_TRIED = 16
"""Doubtful events tried for one finding; the earliest first."""


@dataclass(frozen=True, slots=True)
class Settler:
    """A doubt whose answer would decide a finding: an event, or a state of which the record says too little.

    `threshold` is the last permitted day, where the doubt is on which side of it the event lies.
    """

    event: Event | None = None
    state: str = ""
    threshold: Day | None = None


class Tried:
    """Scenes in which one event is certain or gone, and what a rule says in each: shared by the findings of a day."""

    __slots__ = ("_scenes", "_verdicts")

    def __init__(self) -> None:
        self._scenes: dict[tuple[int, str, Day | None], Scene] = {}
        self._verdicts: dict[tuple[int, int], dict[str, Verdict]] = {}

    def scene(self, scene: Scene, event_id: str, day: Day | None) -> Scene:
        """The scene with one event on a day, or without it."""
        key = (id(scene), event_id, day)
        if key not in self._scenes:
            self._scenes[key] = scene.varied(event_id, day)
        return self._scenes[key]

    def verdicts(self, rule: Rule, scene: Scene) -> dict[str, Verdict]:
        """What a rule says in a scene, by opening row."""
        key = (id(rule), id(scene))
        if key not in self._verdicts:
            episodes = episodes_of(rule, scene, lifecycle=False)
            self._verdicts[key] = {
                episode.opening.id if episode.opening is not None else "": episode.last
                for episode in reversed(episodes)
            }
        return self._verdicts[key]


def settlers(finding: Finding, scene: Scene, tried: Tried | None = None) -> tuple[Settler, ...]:
    """What would settle a finding that is only possible; nothing for a definite one."""
    if finding.definite:
        return ()
    tried = tried or Tried()
    found = [
        Settler(event=mark.event, threshold=_threshold(finding.episode, mark))
        for mark in finding.episode.doubts[:MOST_TRIED]
        if _decides(finding, scene, mark, tried)
    ]
    if not found:
        found = [
            Settler(event=mark.event)
            for mark in _looked_back_on(finding, scene)[:MOST_TRIED]
            if _decides(finding, scene, mark, tried)
        ]
    found.extend(Settler(state=name) for name in _open_states(finding, scene))
    return tuple(found)


def _decides(finding: Finding, scene: Scene, mark: Mark, tried: Tried) -> bool:
    days: list[Day | None] = [mark.lo, min(mark.hi, scene.as_at)]
    if not mark.sure:
        days.append(None)
    others = (tried.scene(scene, mark.event.id, day) for day in dict.fromkeys(days))
    return any(_settled(_verdict(finding, other, tried)) for other in others)


def _verdict(finding: Finding, scene: Scene, tried: Tried) -> Verdict:
    operator, opening = finding.rule.operator, finding.episode.opening
    if isinstance(operator, Missing) and opening is not None:
        return missing_on(finding.rule, scene, opening.id)
    verdicts = tried.verdicts(finding.rule, scene)
    if isinstance(operator, Gap | Count):
        return next(reversed(verdicts.values()), frozenset())
    return verdicts.get(opening.id, frozenset()) if opening is not None else frozenset()


def _settled(verdict: Verdict) -> bool:
    return surely_open(verdict) or not may_be_open(verdict)


def _threshold(episode: Episode, mark: Mark) -> Day | None:
    opening = episode.opening
    if episode.due is None or mark.lo == mark.hi or (opening is not None and mark.event.id == opening.id):
        return None
    return episode.due[1] if mark.lo <= episode.due[1] < mark.hi else None


def _open_states(finding: Finding, scene: Scene) -> list[str]:
    """States on which the finding turns and of which the record says too little on the as-at day."""
    names = dict.fromkeys(name for condition in _conditions(finding) for name in _states(condition))
    opening = finding.episode.opening
    day = scene.as_at if opening is None else min(opening.when.latest, scene.as_at)
    return [name for name in names if scene.truth(StateHolds(name), day, scene.as_at) is MAYBE]


def _conditions(finding: Finding) -> list[Condition]:
    """What decides whether the rule applies, and which of its numbers counts."""
    conditions: list[Condition] = [finding.rule.applies] if finding.rule.applies is not None else []
    for parameter in _parameters(finding):
        conditions.extend(branch.condition for branch in parameter.branches)
    return conditions


def _looked_back_on(finding: Finding, scene: Scene) -> tuple[Mark, ...]:
    """Doubtful events that only the rule's conditions look at ("an enquiry in the days before"), latest first."""
    selectors = [selector for condition in _conditions(finding) for selector in _selectors(condition)]
    marks = sorted((mark for selector in selectors for mark in scene.marks(selector)), key=lambda mark: -mark.hi)
    return doubtful(marks)


def _selectors(condition: Condition) -> list[Selector]:
    match condition:
        case History(selector=selector) | NotSeenFor(selector=selector):
            return [selector]
        case All(parts) | Any(parts):
            return [selector for part in parts for selector in _selectors(part)]
        case Not(part):
            return _selectors(part)
        case _:
            return []


def _parameters(finding: Finding) -> tuple[Parameter, ...]:
    operator = finding.rule.operator
    if isinstance(operator, Gap):
        return (operator.longest,)
    if isinstance(operator, Deadline):
        return (operator.within,)
    return (operator.at_least, operator.within) if isinstance(operator, Count) else ()


def _states(condition: Condition) -> list[str]:
    match condition:
        case StateHolds(name):
            return [name]
        case All(parts) | Any(parts):
            return [name for part in parts for name in _states(part)]
        case Not(part):
            return _states(part)
        case NotSeenFor(_, duration):
            return [name for branch in duration.branches for name in _states(branch.condition)]
        case _:
            return []
