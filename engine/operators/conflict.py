"""conflict: two sources that disagree about the same thing.

In one reading of the record, on day T, for a pair of events of different sources, at most `within`
apart and alike in the `same` fields: `found` where both state `differ` and state it differently;
`resolved` where in addition a resolving event came on or after the later of them; else `clear`.
"""

from __future__ import annotations

from itertools import combinations

from engine.dates.calendar import due
from engine.dates.when import Day
from engine.language.rule import Conflict, Quantity, Rule
from engine.operators.deadline import field_of, same_value
from engine.operators.episode import Episode, doubtful, events_of, steps_over
from engine.outcomes import BREACHED, Outcome, Verdict, only
from engine.timeline import Special
from engine.truth import MAYBE, NO, YES, Truth, every, negate
from engine.view import WIDEST_ENUMERATION, Mark, Scene, known_by


def conflict(rule: Rule, scene: Scene, lifecycle: bool = True) -> list[Episode]:
    """The episodes of a conflict rule for one child: one for each pair that may disagree."""
    operator = rule.operator
    assert isinstance(operator, Conflict)
    marks = [mark for mark in scene.openings(operator.between) if mark.first <= scene.as_at]
    episodes = []
    for left, right in combinations(marks, 2):
        if right.lo > _reach(scene, operator, left.hi):
            continue  # sorted by earliest day, so that only the right one can be too late
        if _disagree(operator, left, right) is NO:
            continue
        episode = _episode(rule, scene, left, right, lifecycle)
        if any(verdict & BREACHED for _, verdict in episode.steps):
            episodes.append(episode)
    return episodes


def _reach(scene: Scene, operator: Conflict, day: Day) -> Day:
    """The last day on which the other may lie, whichever number is in force."""
    quantities = (operator.within.default, *(branch.quantity for branch in operator.within.branches))
    return max(_end(scene, quantity, day) for quantity in quantities)


def _end(scene: Scene, quantity: Quantity, day: Day) -> Day:
    assert not isinstance(quantity.value, int)
    return due(day, quantity.value, scene.calendar)


def _near(scene: Scene, operator: Conflict, left: Mark, right: Mark, as_at: Day) -> Truth:
    """Whether the later lies at most `within` after the earlier, by the number in force on the earlier day."""
    first, last = min(left.lo, right.lo), max(left.hi, right.hi)
    if operator.within.branches:
        bounds = (first, min(left.hi, right.hi))
        if bounds[1] - bounds[0] > WIDEST_ENUMERATION:
            return MAYBE
        days = range(bounds[0], bounds[1] + 1)
        quantities = {q for day in days for q in scene.quantities(operator.within, day, as_at)}
    else:
        quantities = {operator.within.default}
    if all(_end(scene, quantity, first) >= last for quantity in quantities):
        return YES
    if any(
        _end(scene, quantity, left.hi) >= right.lo and _end(scene, quantity, right.hi) >= left.lo
        for quantity in quantities
    ):
        return MAYBE
    return NO


def _disagree(operator: Conflict, left: Mark, right: Mark) -> Truth:
    across = negate(same_value(field_of(left.event, operator.across), field_of(right.event, operator.across)))
    alike = every(same_value(field_of(left.event, name), field_of(right.event, name)) for name in operator.same)
    return every((across, alike, _differ(operator.differ, left, right)))


def _differ(name: str, left: Mark, right: Mark) -> Truth:
    """Whether both state the field, differently; one that does not state it disagrees with nobody."""
    values = [field_of(left.event, name), field_of(right.event, name)]
    for mark, value in zip((left, right), values, strict=True):
        if value is None and mark.event.fully_read:
            return NO
    if None in values or Special.UNKNOWN in values:
        return MAYBE
    return YES if values[0] != values[1] else NO


def _verdict(rule: Rule, scene: Scene, left: Mark, right: Mark, as_at: Day) -> Verdict:
    operator = rule.operator
    assert isinstance(operator, Conflict)
    pair = known_by((left, right), as_at)
    if len(pair) < 2:
        return only(Outcome.CLEAR)
    left, right = pair
    outcomes: set[Outcome] = set()
    if rule.applies is not None:
        applies = every(scene.truth_over(rule.applies, mark.lo, mark.hi, as_at, mark.event.person) for mark in pair)
        if applies is NO:
            sure = left.sure and right.sure
            return only(Outcome.NOT_APPLICABLE) if sure else frozenset({Outcome.NOT_APPLICABLE, Outcome.CLEAR})
        if applies is MAYBE:
            outcomes.add(Outcome.NOT_APPLICABLE)
    near = _near(scene, operator, left, right, as_at)
    if near is NO:
        outcomes.add(Outcome.CLEAR)
        return frozenset(outcomes)
    if not (near is YES and left.sure and right.sure and _disagree(operator, left, right) is YES):
        outcomes.add(Outcome.CLEAR)
    resolvers = [
        mark
        for mark in (known_by(scene.marks(rule.resolved_by), as_at) if rule.resolved_by else ())
        if mark.hi >= max(left.lo, right.lo) and mark.event.id not in (left.event.id, right.event.id)
    ]
    if any(mark.sure and mark.lo >= max(left.hi, right.hi) for mark in resolvers):
        outcomes.add(Outcome.RESOLVED)
    else:
        outcomes.add(Outcome.FOUND)
        if resolvers:
            outcomes.add(Outcome.RESOLVED)
    return frozenset(outcomes)


def _episode(rule: Rule, scene: Scene, left: Mark, right: Mark, lifecycle: bool) -> Episode:
    as_at, operator = scene.as_at, rule.operator
    assert isinstance(operator, Conflict)
    first = max(left.first, right.first)
    days: set[Day] = set()
    for mark in (left, right, *(scene.marks(rule.resolved_by) if rule.resolved_by else ())):
        days.update((mark.first, mark.settled))
        days.update(range(mark.first, mark.hi + 1) if mark.hi - mark.first <= 400 else ())
    days.update({day + 1 for mark in (left, right) for day in range(mark.lo, min(mark.hi, mark.lo + 400) + 1)})
    if rule.applies is not None:
        days |= scene.condition_days(rule.applies)
    for branch in operator.within.branches:
        days |= scene.condition_days(branch.condition)
    steps = (
        steps_over(days, first, as_at, lambda day: _verdict(rule, scene, left, right, day))
        if lifecycle
        else ((as_at, _verdict(rule, scene, left, right, as_at)),)
    )
    in_force = scene.quantities(operator.within, min(left.lo, right.lo), as_at)
    return Episode(
        opening=max((left, right), key=lambda mark: (mark.lo, mark.hi, mark.event.id)).event,
        steps=steps,
        raised=(max(left.lo, right.lo), max(left.hi, right.hi)),
        evidence=events_of((left, right)),
        doubts=doubtful(known_by((left, right), as_at)),
        quantities=tuple(("within", quantity) for quantity in in_force),
    )
