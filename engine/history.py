"""What each rule's episodes were from day to day, worked out once for a whole case.

A replay asks for the state of a case on hundreds of days. An operator returns the whole step function of an
episode in one sweep, each step as it could be known on its day; so an evaluation for an earlier day can read its
steps from here instead of sweeping again. What cannot be found here is swept for as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from engine.dates.calendar import OutsideCalendar
from engine.dates.when import FAR_FUTURE, FAR_PAST, Day
from engine.language.rule import Conflict, Count, Gap, Rule
from engine.operators.count import count_again
from engine.operators.episode import CRASHES, Episode, Steps
from engine.operators.gap import ToldDays, gap_again, gap_days
from engine.timeline import Case
from engine.values import dataclass, replace
from engine.view import Scene, Standards, View

Swept = Callable[[Rule, Scene, bool], list[Episode]]
Key = tuple[int, str | None, bool]
"""A rule (by identity: its numbers may differ from day to day), a child, and whether guesses may begin an episode."""

_ALL = "all episodes"
"""Of a count rule, the steps of its episodes one after another: which event opens one may change from day to day."""


@dataclass(frozen=True, slots=True)
class History:
    """The steps of every episode up to the last day of a case, and all days on which some verdict changes."""

    rules: tuple[Rule, ...]
    """Kept so that their identities stay theirs."""
    steps: Mapping[Key, Mapping[str, Steps]]
    gaps: Mapping[Key, ToldDays]
    """Of gap rules the verdict of each day on which it may change."""
    days: frozenset[Day]

    def episodes(self, rule: Rule, scene: Scene, swept: Swept) -> list[Episode]:
        """The episodes of a rule in a scene, with their steps up to the scene's day."""
        if isinstance(rule.operator, Conflict):
            return swept(rule, scene, True)
        if isinstance(rule.operator, Gap):
            days = self.gaps.get(_key(rule, scene))
            found = gap_again(rule, scene, days) if days is not None else None
            return swept(rule, scene, True) if found is None else found
        known = self.steps.get(_key(rule, scene))
        if isinstance(rule.operator, Count):
            again = count_again(rule, scene, known[_ALL]) if known is not None else None
            return swept(rule, scene, True) if again is None else again
        plain = swept(rule, scene, False) if known is not None else []
        if known is None or len({_opening(episode) for episode in plain}) < len(plain):
            return swept(rule, scene, True)
        told = []
        for episode in plain:
            steps = tuple(step for step in known.get(_opening(episode), ()) if step[0] <= scene.as_at)
            if not steps or steps[-1][1] != episode.last:
                return swept(rule, scene, True)
            told.append(replace(episode, steps=steps))
        return told


def history(case: Case, rules: Sequence[Rule], standards: Standards, last: Day, swept: Swept) -> History:
    """Sweep every rule for every child once, as at the last day."""
    view = View(case, standards, last)
    household = Scene(view, None, guesses_open=False)
    scenes = [Scene(view, child, guesses_open=False) for child in case.children if child.household]
    steps: dict[Key, Mapping[str, Steps]] = {}
    gaps: dict[Key, ToldDays] = {}
    days: set[Day] = set()
    for rule in rules:
        for scene in [household] if rule.per == "household" else scenes:
            for one in (scene, scene.widened()):
                try:
                    episodes = swept(rule, one, True)
                except (OutsideCalendar, *CRASHES):
                    continue  # the evaluation of each day says so
                if isinstance(rule.operator, Gap):
                    told = gaps[_key(rule, one)] = gap_days(rule, one)
                    pairs = zip([None, *told], told, strict=False)
                    days.update(now[0] for before, now in pairs if before is None or before[1:] != now[1:])
                for branch in rule.urgency_branches:
                    days |= one.condition_days(branch.condition)
                days.update(day for episode in episodes for day in _days(episode))
                if isinstance(rule.operator, Count):
                    steps[_key(rule, one)] = {_ALL: tuple(step for episode in episodes for step in episode.steps)}
                    continue
                openings = [_opening(episode) for episode in episodes]
                if len(set(openings)) == len(openings):
                    steps[_key(rule, one)] = {_opening(episode): episode.steps for episode in episodes}
    return History(tuple(rules), steps, gaps, frozenset(day for day in days if day <= last))


def _days(episode: Episode) -> set[Day]:
    """Days on which an episode may read otherwise than on the day before."""
    days = {day for day, _ in episode.steps}
    for bounds in (episode.raised, episode.due):
        if bounds is not None:
            days.update(bound + after for bound in bounds if FAR_PAST < bound < FAR_FUTURE for after in (0, 1))
    return days


def _key(rule: Rule, scene: Scene) -> Key:
    return id(rule), scene.child.id if scene.child is not None else None, scene.guesses_open


def _opening(episode: Episode) -> str:
    return episode.opening.id if episode.opening is not None else ""
