"""missing: an event without what should stand beside it, or one that merely occurred.

In one reading of the record, on day T, for one row: `found` where the event happened, the rule applies
on its day and every field is missing; `resolved` where in addition a resolving event came on or after
it; else `clear`. With `latest`, `clear` as well where a later such event lacks nothing. A field is missing for
certain only where the row was fully read; "said to be unknown" counts as unknown unless the rule says
that it is as good as missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from engine.dates.when import FAR_FUTURE, Day
from engine.language.rule import AttributeTest, Missing, Rule
from engine.operators.episode import Episode, doubtful, events_of, steps_over
from engine.outcomes import Outcome, Verdict, only
from engine.selectors import attribute_truth
from engine.timeline import Event, Special
from engine.truth import MAYBE, NO, YES, Truth, every, negate, some
from engine.view import Mark, Scene, distance, known_by


def missing(rule: Rule, scene: Scene, lifecycle: bool = True) -> list[Episode]:
    """The episodes of a missing rule for one child: one for each event that may lack its fields."""
    assert isinstance(rule.operator, Missing)
    episodes = []
    for mark in scene.openings(rule.operator.event):
        if mark.first > scene.as_at or lacks(rule.operator, mark.event) is NO:
            continue
        # Which other events there are decides only whether this is the latest.
        key = (id(rule), id(mark), lifecycle) if not rule.operator.latest else None
        judged = scene.judged.get(key) if key is not None else None
        if not isinstance(judged, _Judged):
            judged = _Judged(rule, _episode(rule, scene, mark, lifecycle))
            if key is not None:
                scene.judged[key] = judged
        episodes.append(judged.episode)
    return episodes


def missing_on(rule: Rule, scene: Scene, event_id: str) -> Verdict:
    """The verdict of one row on the scene's day."""
    assert isinstance(rule.operator, Missing)
    for mark in scene.openings(rule.operator.event):
        if mark.event.id == event_id and mark.first <= scene.as_at and lacks(rule.operator, mark.event) is not NO:
            return _verdict(rule, scene, mark, scene.as_at)
    return frozenset()


class _Judged(NamedTuple):
    """An episode; holds its rule, so that the rule's identity stands for it as long as this does."""

    rule: Rule
    episode: Episode


def lacks(operator: Missing, event: Event) -> Truth:
    """Whether every field is missing and nothing excuses the event."""
    fields = every(_field_missing(operator, event, name) for name in operator.fields)
    excused = every(attribute_truth(test, event) for test in operator.unless) if operator.unless else NO
    return every((fields, negate(excused)))


def _field_missing(operator: Missing, event: Event, name: str) -> Truth:
    if operator.unknown_is_missing and event.attributes.get(name) == Special.UNKNOWN:
        return YES
    return attribute_truth(_absent(name), event)


@cache
def _absent(name: str) -> AttributeTest:
    return AttributeTest(name, "absent")


def _verdict(rule: Rule, scene: Scene, mark: Mark, as_at: Day) -> Verdict:
    operator = rule.operator
    assert isinstance(operator, Missing)
    known = known_by([mark], as_at)
    if not known:
        return only(Outcome.CLEAR)
    mark = known[0]
    outcomes: set[Outcome] = set()
    applies = YES
    if rule.applies is not None:
        applies = scene.truth_over(rule.applies, mark.lo, mark.hi, as_at, mark.event.person, mark)
        if applies is NO:
            return only(Outcome.NOT_APPLICABLE) if mark.sure else frozenset({Outcome.NOT_APPLICABLE, Outcome.CLEAR})
        if applies is MAYBE:
            outcomes.add(Outcome.NOT_APPLICABLE)
    lacking = lacks(operator, mark.event)
    superseded = _superseded(operator, scene, mark, as_at)
    if not mark.sure or lacking is not YES or superseded is not NO:
        outcomes.add(Outcome.CLEAR)
    if superseded is YES or lacking is NO:
        return frozenset(outcomes)
    resolvers = _resolvers(rule, scene, mark, as_at)
    if any(resolver.sure and _surely_after(resolver, mark, 0) for resolver in resolvers):
        outcomes.add(Outcome.RESOLVED)
    else:
        outcomes.add(Outcome.FOUND)
        if resolvers:
            outcomes.add(Outcome.RESOLVED)
    return frozenset(outcomes)


def _resolvers(rule: Rule, scene: Scene, mark: Mark, as_at: Day) -> list[Mark]:
    if rule.resolved_by is None:
        return []
    known = scene.known(rule.resolved_by, as_at)
    # What its own row leaves in doubt does not settle the row's doubt.
    return [other for other in known if _may_be_after(other, mark, 0) and other.event.row != mark.event.row]


def _surely_after(other: Mark, mark: Mark, days: int) -> bool:
    """Whether one event surely lies at least so many days after another (0: on or after)."""
    apart = distance(other, mark)
    return apart >= days if apart is not None else other.lo >= mark.hi + days


def _may_be_after(other: Mark, mark: Mark, days: int) -> bool:
    """Whether one event may lie at least so many days after another."""
    apart = distance(other, mark)
    return apart >= days if apart is not None else other.hi >= mark.lo + days


def _superseded(operator: Missing, scene: Scene, mark: Mark, as_at: Day) -> Truth:
    """Whether a later event of the same kind, which itself lacks nothing, takes this one's place."""
    if not operator.latest:
        return NO
    found = NO
    for other in reversed(scene.known_openings(operator.event, as_at)):  # the latest tells soonest
        if other.event.id != mark.event.id and _may_be_after(other, mark, 1):
            surely = YES if other.sure and _surely_after(other, mark, 1) else MAYBE
            found = some((found, every((surely, negate(lacks(operator, other.event))))))
            if found is YES:
                break
    return found


def _episode(rule: Rule, scene: Scene, mark: Mark, lifecycle: bool) -> Episode:
    as_at = scene.as_at
    steps = (
        steps_over(_change_days(rule, scene, mark), mark.first, as_at, lambda day: _verdict(rule, scene, mark, day))
        if lifecycle
        else ((as_at, _verdict(rule, scene, mark, as_at)),)
    )
    known = known_by([mark], as_at)[0]
    resolvers = _resolvers(rule, scene, known, as_at)
    return Episode(
        opening=mark.event,
        steps=steps,
        raised=(known.lo, known.hi),
        evidence=events_of([mark, *(other for other in resolvers if not other.sure)]),
        doubts=doubtful([known, *resolvers]),
        against=events_of([other for other in resolvers if other.sure][:1]),
    )


def _change_days(rule: Rule, scene: Scene, mark: Mark) -> set[Day]:
    operator = rule.operator
    assert isinstance(operator, Missing)
    days = {mark.first, mark.settled}
    days.update((mark.lo, mark.hi, mark.hi + 1))
    if rule.resolved_by is not None:
        resolvers = [other for other in scene.marks(rule.resolved_by) if other.event.row != mark.event.row]
        ends = (other for other in resolvers if other.sure and _surely_after(other, mark, 0))
        days |= _telling(resolvers, mark, ends)
    if operator.latest:
        later = [other for other in scene.marks(operator.event) if other.event.id != mark.event.id]
        ends = (other for other in later if other.sure and _surely_after(other, mark, 1))
        days |= _telling(later, mark, (other for other in ends if lacks(operator, other.event) is NO))
    if rule.applies is not None:
        # On an as-at day within the mark's own range the days up to it are looked at, tied rows among them.
        reach = scene.tied_apart(mark) + 1
        turning = (day for day in scene.condition_days(rule.applies) if day <= mark.hi + reach)
        days.update(day + later for day in turning for later in range(reach + 1))
        # Afterwards only what becomes known of the days up to it can tell more.
        days |= scene.learning_days(rule.applies, mark.hi + reach)
    return days


def _telling(others: Iterable[Mark], mark: Mark, ends: Iterable[Mark]) -> set[Day]:
    """Days on which what may come after a row tells more, up to the first on which it surely has come.

    The day after one lies within the mark's range, the mark may have come after it.
    """
    last = min((max(other.settled, mark.settled) for other in ends), default=FAR_FUTURE)
    days: set[Day] = set()
    for other in others:
        days.update((other.first, other.settled, other.settled + 1))
        days.update((max(other.first, mark.lo), max(other.first, mark.hi)))
        days.update((max(other.first, mark.lo + 1), max(other.first, mark.hi + 1)))
    return {day for day in days if day <= last}
