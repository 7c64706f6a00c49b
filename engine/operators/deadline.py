"""deadline: after one thing another is expected within a time ("strategy discussion within a working day").

In one reading of the record, on day T, for one trigger on day t with due = t + within: let f be the
first expected event on or after t (or up to `or_before` earlier) and c the first cancelling event on or
after t, both on or before T. If there is f and no earlier c (on the same day f wins): `met` where
f <= due, else `met_late`. If c comes first: `cancelled`. If there is neither: `pending` while T <= due,
else `overdue`. Without the trigger `not_opened`; where the rule does not apply on t `not_applicable`.

Each trigger is judged by itself; a later trigger while an earlier sure one is surely still open joins
it as evidence, so that several rows telling of one matter open one obligation.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from engine.dates.calendar import before
from engine.dates.when import FAR_FUTURE, Day
from engine.language.rule import Condition, Deadline, Join, Parameter, Quantity, Rule
from engine.operators.episode import Episode, Steps, doubtful, events_of, may_be_open, steps_over, surely_open
from engine.outcomes import Outcome, Verdict, only
from engine.timeline import Event, Special
from engine.truth import MAYBE, NO, YES, Truth, every
from engine.values import dataclass, replace
from engine.view import DueDays, Mark, Scene, distance, known_by

FEW_DAYS = 3
"""Days of imprecision of a trigger up to which each day is tried; beyond, only those on which something turns."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """The event that may open an obligation, and the armed instruction where there is one."""

    mark: Mark
    armed: Mark | None = None
    parts: tuple[Mark, ...] = ()
    """All marks that decide the trigger's day on some day, where it is derived from several."""
    candidates: tuple[Mark, ...] = ()
    """The marks that may be the trigger itself, clipped to the days on which each may be it."""

    @property
    def opening(self) -> Event:
        """The event whose row identifies the episode."""
        return self.armed.event if self.armed else self.mark.event


def deadline(rule: Rule, scene: Scene, lifecycle: bool = True) -> list[Episode]:
    """The episodes of a deadline rule: one for each trigger visible on the as-at day, joined ones merged."""
    operator = rule.operator
    assert isinstance(operator, Deadline)
    episodes = []
    for trigger in _triggers(operator, scene):
        # Which other triggers there are decides an armed one, and no other.
        key = (id(rule), id(trigger.mark), lifecycle) if trigger.armed is None else None
        judged = scene.judged.get(key) if key is not None else None
        if not isinstance(judged, _Judged):
            obligation = Obligation(rule, operator, scene, trigger)
            judged = _Judged(rule, obligation, obligation.episode(lifecycle))
            if key is not None:
                scene.judged[key] = judged
        episodes.append((judged.obligation, judged.episode))
    return _join(rule, episodes)


class _Judged(NamedTuple):
    """An obligation and its episode; holds its rule, so that the rule's identity stands for it as long as this does."""

    rule: Rule
    obligation: Obligation
    episode: Episode


def _triggers(operator: Deadline, scene: Scene) -> list[Trigger]:
    marks = [mark for mark in scene.openings(operator.after) if mark.first <= scene.as_at]
    if operator.following is None:
        return [Trigger(mark, candidates=(mark,)) for mark in marks]
    triggers = []
    for armed in scene.openings(operator.following):
        if armed.first <= scene.as_at:
            possible = [mark for mark in marks if mark.hi >= armed.lo and mark.event.id != armed.event.id]
            trigger = _armed_trigger(*_clipped(armed, possible, scene.as_at))
            if trigger is not None:
                parts = (armed, *_ever_first(armed, possible))
                triggers.append(replace(trigger, armed=armed, parts=parts))
    return triggers


def _clipped(armed: Mark, possible: list[Mark], as_at: Day) -> tuple[Mark, list[Mark]]:
    return known_by([armed], as_at)[0], known_by(possible, as_at)


def _armed_trigger(armed: Mark, possible: list[Mark]) -> Trigger | None:
    """The first of `possible` on or after the instruction: the range of its day, sure where one must come."""
    possible = [mark for mark in possible if mark.hi >= armed.lo]
    if not possible:
        return None
    lo = min(max(mark.lo, armed.lo) for mark in possible)
    forced = [mark for mark in possible if mark.sure and mark.lo >= armed.hi]
    leading = min(forced, key=lambda mark: (mark.hi, mark.lo, mark.event.id), default=None)
    hi = leading.hi if leading is not None else max(mark.hi for mark in possible)
    candidates = tuple(
        mark._replace(lo=max(mark.lo, armed.lo), hi=min(mark.hi, hi)) for mark in possible if mark.lo <= hi
    )
    face = leading if leading is not None else min(candidates, key=lambda mark: (mark.lo, mark.hi, mark.event.id))
    first = max(armed.first, min(mark.first for mark in candidates))
    sure = armed.sure and leading is not None
    return Trigger(Mark(lo, hi, first, sure, face.event), armed, (armed, *candidates), candidates)


def _ever_first(armed: Mark, possible: list[Mark]) -> list[Mark]:
    """Those that may be the first after the instruction as known on some day."""
    forced = [mark for mark in possible if mark.sure and mark.lo >= armed.hi]
    reach = min((mark.hi for mark in forced if mark.settled <= armed.settled), default=None)
    kept = []
    for mark in sorted(possible, key=lambda mark: (mark.first, mark.hi)):
        if reach is None or mark.lo <= reach:
            kept.append(mark)
        settled = [other.hi for other in forced if other is mark]
        # Once a forced one is settled, none that becomes known later and lies later can be the first.
        if settled and mark.settled == mark.first:
            reach = min(settled[0], reach) if reach is not None else settled[0]
    return kept


class Obligation:
    """One trigger and everything that can meet or cancel it, answerable for any day."""

    def __init__(self, rule: Rule, operator: Deadline, scene: Scene, trigger: Trigger) -> None:
        self.rule, self.operator, self.scene, self.trigger = rule, operator, scene, trigger
        mark = trigger.mark
        earliest = min((part.lo for part in trigger.parts), default=mark.lo)
        self.first_counted = self._from(earliest)
        cancelled_by = operator.cancelled_by
        self.expected = scene.ending_from(operator.expect, self.first_counted)
        self.cancelling = scene.ending_from(cancelled_by, earliest) if cancelled_by else []
        self.person = mark.event.person
        self._enders: dict[str, tuple[list[Mark], list[Mark]]] = {}
        if trigger.armed is None:
            self._leave_out_the_rest()

    def _leave_out_the_rest(self) -> None:
        """Leave out what lies, and is known, only after something that must have met or cancelled it."""
        trigger = self.trigger.mark
        expected, cancelling = self.enders(trigger.event)
        forced = [_soonest_forced(marks, trigger.hi) for marks in (expected, cancelling)]
        first = min((mark for mark in forced if mark is not None), key=_settled_first, default=None)
        if first is None:
            return
        self.expected, self.cancelling = _told_by(expected, first), _told_by(cancelling, first)
        self._enders = {trigger.event.id: (self.expected, self.cancelling)}

    def enders(self, trigger: Event) -> tuple[list[Mark], list[Mark]]:
        """What can meet and what can cancel the obligation where this event opened it; never itself."""
        found = self._enders.get(trigger.id)
        if found is None:
            operator = self.operator
            armed = self.trigger.armed.event if self.trigger.armed else None
            expected = joined(operator, "expect", self.expected, trigger, armed)
            cancelling = joined(operator, "cancelled_by", self.cancelling, trigger, armed)
            if self.scene.concerns(operator.expect, trigger):
                expected = [mark for mark in expected if mark.event.id != trigger.id]
            if operator.cancelled_by is not None and self.scene.concerns(operator.cancelled_by, trigger):
                cancelling = [mark for mark in cancelling if mark.event.id != trigger.id]
            found = self._enders[trigger.id] = (expected, cancelling)
        return found

    def _from(self, day: Day, *leads: Quantity) -> Day:
        """The first day that counts for a trigger on `day`: up to `or_before` earlier, however long that may be."""
        if self.operator.or_before is None:
            return day
        parameter = self.operator.or_before
        found = day
        for quantity in leads or (parameter.default, *(branch.quantity for branch in parameter.branches)):
            assert not isinstance(quantity.value, int)
            found = min(found, before(day, quantity.value, self.scene.calendar))
        return found

    def quantities(self, day: Day, as_at: Day, person: str | None = None) -> tuple[Quantity, ...]:
        """The limits that may be in force for a trigger on `day`."""
        return self.scene.quantities(self.operator.within, day, as_at, person or self.person)

    def due(self, day: Day, quantity: Quantity) -> Day:
        """The last permitted day for a trigger on `day`."""
        return self._due_days(quantity)[day]

    def _due_days(self, quantity: Quantity) -> DueDays:
        assert not isinstance(quantity.value, int)
        return self.scene.view.due_days(quantity.value)

    def trigger_on(self, as_at: Day) -> Trigger | None:
        """The trigger as it can be known on `as_at`; an armed one is derived anew from what is visible."""
        armed = self.trigger.armed
        if armed is None:
            known = known_by([self.trigger.mark], as_at)
            return Trigger(known[0], candidates=(known[0],)) if known else None
        if armed.first > as_at:
            return None
        possible = [mark for mark in self.trigger.parts if mark.event.id != armed.event.id]
        return _armed_trigger(*_clipped(armed, possible, as_at))

    def verdict(self, as_at: Day) -> Verdict:
        """The outcomes over all readings on `as_at`."""
        trigger = self.trigger_on(as_at)
        if trigger is None:
            return only(Outcome.NOT_OPENED)
        outcomes = set() if trigger.mark.sure else {Outcome.NOT_OPENED}
        for candidate in trigger.candidates:
            met_by, cancelled_by = self.enders(candidate.event)
            if candidate.event.when.tie and any(
                distance(mark, candidate) is not None for mark in (*met_by, *cancelled_by)
            ):
                outcomes |= self._tied(candidate, met_by, cancelled_by, as_at)
                continue
            expected, cancelling = known_by(met_by, as_at), known_by(cancelled_by, as_at)
            marks = (*expected, *cancelling)
            for day in self._turning_days(candidate.lo, candidate.hi, marks, as_at):
                outcomes |= self._on_day(day, as_at, candidate, expected, cancelling)
        return frozenset(outcomes)

    def _tied(self, candidate: Mark, met_by: list[Mark], cancelled_by: list[Mark], as_at: Day) -> set[Outcome]:
        """The outcomes where the text ties the trigger's day to that of an event that meets or cancels it."""
        outcomes: set[Outcome] = set()
        for day in range(candidate.lo, candidate.hi + 1):
            expected = known_by(_moved_with(candidate, day, met_by, as_at), as_at)
            cancelling = known_by(_moved_with(candidate, day, cancelled_by, as_at), as_at)
            outcomes |= self._on_day(day, as_at, candidate, expected, cancelling)
        return outcomes

    def _on_day(
        self, day: Day, as_at: Day, trigger: Mark, expected: list[Mark], cancelling: list[Mark]
    ) -> set[Outcome]:
        outcomes: set[Outcome] = set()
        person = trigger.event.person
        if self.rule.applies is not None:
            applies = self.scene.truth(self.rule.applies, day, as_at, person, trigger)
            if applies is not YES:
                outcomes.add(Outcome.NOT_APPLICABLE)
            if applies is NO:
                return outcomes
        cancel = Arrivals(cancelling, day) if cancelling else NO_ARRIVALS
        for from_day in self._counted_from(day, as_at, person):
            meet = Arrivals(expected, from_day) if expected else NO_ARRIVALS
            for quantity in self.scene.quantities(self.operator.within, day, as_at, person):
                outcomes |= _outcomes(meet, cancel, self.due(day, quantity), as_at)
        return outcomes

    def _turning_days(self, lo: Day, hi: Day, marks: Iterable[Mark], as_at: Day) -> list[Day]:
        """The days of [lo, hi] from which the outcomes for a trigger may differ from those of the day before.

        Between two of them nothing turns: no event begins or ceases to count, no last permitted day passes
        one, no guard and no branch changes.
        """
        days = range(lo, hi + 1)
        if hi - lo <= FEW_DAYS:
            return list(days)
        edges = {edge for mark in marks for edge in (mark.lo, mark.hi)}
        turning = {lo, *edges, *(edge + 1 for edge in edges)}
        crossed = {*edges, as_at}
        for quantity in _all_quantities(self.operator.within):
            last_permitted = self._due_days(quantity).__getitem__
            for edge in crossed:
                at = bisect_left(days, edge, key=last_permitted)
                after = bisect_left(days, edge + 1, at, key=last_permitted)
                turning.update((lo + at, lo + after))
        if self.operator.or_before is not None:
            for quantity in _all_quantities(self.operator.or_before):
                for edge in crossed:
                    at = bisect_left(days, edge, key=lambda day: self._from(day, quantity))
                    after = bisect_left(days, edge + 1, key=lambda day: self._from(day, quantity))
                    turning.update((lo + at, lo + after))
        turning |= self._guard_turns
        return sorted(day for day in turning if lo <= day <= hi)

    @cached_property
    def _guards(self) -> list[Condition]:
        """The rule's guard and the conditions of its numbers' branches."""
        guards = [self.rule.applies] if self.rule.applies is not None else []
        for parameter in (self.operator.within, self.operator.or_before):
            guards.extend(branch.condition for branch in (parameter.branches if parameter is not None else ()))
        return guards

    @cached_property
    def _guard_turns(self) -> set[Day]:
        """Every trigger day from which a guard or a branch may differ, for one as-at day."""
        return {day for guard in self._guards for day in self.scene.turning_days(guard)}

    @cached_property
    def _guard_days(self) -> set[Day]:
        """Every day on which a guard or a branch can change, as trigger day or as as-at day."""
        return {day for guard in self._guards for day in self.scene.condition_days(guard)}

    def _counted_from(self, day: Day, as_at: Day, person: str | None) -> set[Day]:
        if self.operator.or_before is None:
            return {day}
        leads = self.scene.quantities(self.operator.or_before, day, as_at, person)
        return {self._from(day, quantity) for quantity in leads}

    @cached_property
    def surely_applied(self) -> bool:
        """Whether the rule applied on the trigger's day in every reading."""
        mark, applies = self.trigger.mark, self.rule.applies
        if applies is None:
            return True
        return self.scene.truth_over(applies, mark.lo, mark.hi, self.scene.as_at, self.person) is YES

    @cached_property
    def first_possible_end(self) -> Day:
        """The earliest day of what may have met or cancelled it, as known on the as-at day."""
        enders = (*self.expected, *self.cancelling)
        return min((mark.lo for mark in enders if mark.first <= self.scene.as_at), default=FAR_FUTURE + 1)

    def change_days(self) -> set[Day]:
        """Every day on which the verdict can change."""
        mark = self.trigger.mark
        candidates = [part for part in self.trigger.parts if part is not self.trigger.armed] or [mark]
        days: set[Day] = set()
        for part in (*candidates, *self.trigger.parts, *self.expected, *self.cancelling):
            days.update((part.first, part.settled))
        marks = (*candidates, *self.trigger.parts, *self.expected, *self.cancelling)
        opening: set[Day] = set()
        for part in (*candidates, *([self.trigger.armed] if self.trigger.armed else [])):
            last = min(part.hi, self.scene.as_at)
            starts = self._turning_days(part.lo, last, marks, self.scene.as_at)
            opening.update(starts)
            opening.update(day - 1 for day in starts if day > part.lo)
            opening.add(last)
        for quantity in _all_quantities(self.operator.within):
            days |= {self.due(day, quantity) + 1 for day in opening}
        days |= opening | {day + 1 for day in opening} | self._guard_days
        return days

    def episode(self, lifecycle: bool) -> Episode:
        """The step function of this obligation and what it rests on."""
        scene, mark = self.scene, self.trigger.mark
        as_at = scene.as_at
        if lifecycle:
            first = min((part.first for part in self.trigger.parts), default=mark.first)
            steps: Steps = steps_over(self.change_days(), first, as_at, self.verdict)
        else:
            steps = ((as_at, self.verdict(as_at)),)
        trigger = self.trigger_on(as_at) or self.trigger
        known = trigger.mark
        quantities = tuple(dict.fromkeys((*self.quantities(known.lo, as_at), *self.quantities(known.hi, as_at))))
        dues = [self.due(day, quantity) for quantity in quantities for day in (known.lo, known.hi)]
        enders = self.enders(known.event)
        from_day = self._from(known.lo)
        reaching = [other for group in enders for other in known_by(group, as_at) if other.hi >= from_day]
        settling = [mark for mark in reaching if mark.sure]
        parts = trigger.parts or (known,)
        evidence = events_of([*parts, *(m for m in reaching if not m.sure)])
        return Episode(
            opening=self.trigger.opening,
            steps=steps,
            raised=(min(dues) + 1, max(dues) + 1),
            due=(min(dues), max(dues)),
            last_due=max(dues),
            evidence=evidence,
            doubts=doubtful([*known_by(parts, as_at), *reaching]),
            against=events_of(settling[:1]),
            quantities=tuple(("within", quantity) for quantity in quantities),
        )


def _settled_first(mark: Mark) -> tuple[Day, Day]:
    return mark.settled, mark.hi


def _soonest_forced(marks: list[Mark], day: Day) -> Mark | None:
    """Of marks in the order of their earliest days, the one settled first that surely comes on or after a day."""
    found: Mark | None = None
    for mark in marks:
        if found is not None and mark.lo > found.settled:
            break  # none is settled before its earliest day
        if mark.sure and mark.lo >= day and (found is None or _settled_first(mark) < _settled_first(found)):
            found = mark
    return found


def _told_by(marks: list[Mark], first: Mark) -> list[Mark]:
    """The marks, by their earliest days, that may lie by the end of `first` or are known of before it is settled."""
    kept, last, settled = [], first.hi, first.settled
    for mark in marks:
        if mark.lo > settled:
            break  # nor is any known of before its earliest day
        if mark.lo <= last or mark.first < settled:
            kept.append(mark)
    return kept


def _moved_with(trigger: Mark, day: Day, marks: list[Mark], as_at: Day) -> list[Mark]:
    """The marks that can lie by `as_at`, with those tied to the trigger set on their day for a trigger on `day`."""
    moved = []
    for mark in marks:
        apart = distance(mark, trigger)
        if apart is None:
            moved.append(mark)
        else:
            there = day + apart
            moved.append(Mark(there, there, mark.first, mark.sure, mark.event, mark.guessed))
    return [mark for mark in moved if mark.lo <= as_at]


def _all_quantities(parameter: Parameter) -> tuple[Quantity, ...]:
    """Every quantity of a number's table."""
    return (parameter.default, *(branch.quantity for branch in parameter.branches))


class Arrivals:
    """When the first of several uncertain events on or after a day can come."""

    __slots__ = ("earliest", "forced", "from_day", "marks")

    def __init__(self, marks: list[Mark], from_day: Day) -> None:
        self.from_day = from_day
        self.marks: list[Mark] = []
        self.earliest = FAR_FUTURE + 1
        self.forced = FAR_FUTURE + 1
        """The latest day the first one can come: one that must come, on its latest day."""
        # One plain loop: this is asked for thousands of times in a run.
        for mark in marks:
            lo, hi = mark.lo, mark.hi
            if hi < from_day:
                continue
            self.marks.append(mark)
            if lo < from_day:
                self.earliest = min(self.earliest, from_day)
                continue
            if lo < self.earliest:
                self.earliest = lo
            if mark.sure and hi < self.forced:
                self.forced = hi

    @property
    def may_not_come(self) -> bool:
        """Whether in some reading none comes."""
        return self.forced > FAR_FUTURE

    def earliest_after(self, day: Day) -> Day:
        """The earliest day after `day` on which one may come."""
        return min((max(mark.lo, day + 1) for mark in self.marks if mark.hi > day), default=FAR_FUTURE + 1)


NO_ARRIVALS = Arrivals([], 0)
"""Nothing that can come."""


def _outcomes(meet: Arrivals, cancel: Arrivals, last_day: Day, as_at: Day) -> set[Outcome]:
    """The outcomes for one trigger day and one last permitted day; exact where the events are independent."""
    outcomes: set[Outcome] = set()
    if meet.earliest <= last_day and meet.earliest <= cancel.forced and meet.earliest <= FAR_FUTURE:
        outcomes.add(Outcome.MET)
    if meet.forced > last_day:
        late = meet.earliest_after(last_day)
        if late <= FAR_FUTURE and late <= cancel.forced and late <= meet.forced:
            outcomes.add(Outcome.MET_LATE)
    if cancel.earliest < meet.forced and cancel.earliest <= FAR_FUTURE:
        outcomes.add(Outcome.CANCELLED)
    if meet.may_not_come and cancel.may_not_come:
        outcomes.add(Outcome.PENDING if as_at <= last_day else Outcome.OVERDUE)
    return outcomes


# --- joins -------------------------------------------------------------------------------------


def joined(operator: Deadline, side: str, marks: list[Mark], trigger: Event, armed: Event | None = None) -> list[Mark]:
    """The expected (or cancelling) events whose joined fields may equal the trigger's; sure only where they do."""
    names = {side, (operator.expect if side == "expect" else operator.cancelled_by or operator.expect).name}
    joins = [join for join in operator.same if names & {join.left[0], join.right[0]}]
    if not joins:
        return marks
    kept = []
    for mark in marks:
        truth = every(_joins(operator, join, side, mark.event, trigger, armed) for join in joins)
        if truth is YES:
            kept.append(mark)
        elif truth is MAYBE:
            kept.append(mark._replace(sure=False))
    return kept


def _joins(operator: Deadline, join: Join, side: str, event: Event, trigger: Event, armed: Event | None) -> Truth:
    sides = {operator.after.name: trigger, "after": trigger, operator.expect.name: event, side: event}
    if operator.following is not None and armed is not None:
        sides |= {operator.following.name: armed, "following": armed}
    return same_value(field_of(sides[join.left[0]], join.left[1]), field_of(sides[join.right[0]], join.right[1]))


def field_of(event: Event, name: str) -> str | None:
    """A field by name: "kind", "person", "agency" or an attribute; None where not stated."""
    if name == "kind":
        return event.kind
    if name == "person":
        return event.person
    if name == "agency":
        return event.agency
    return event.attributes.get(name)


def same_value(left: str | None, right: str | None) -> Truth:
    """Whether two fields are equal; MAYBE where either is not known."""
    if left is None or right is None or Special.UNKNOWN in (left, right):
        return MAYBE
    return YES if left == right else NO


# --- several rows, one matter --------------------------------------------------------------------


def _join(rule: Rule, episodes: list[tuple[Obligation, Episode]]) -> list[Episode]:
    """Merge a trigger into an earlier sure one that is surely still open when it comes."""
    leaders: list[tuple[Obligation, Episode]] = []
    for obligation, episode in sorted(episodes, key=lambda pair: _order(pair[0])):
        leader = next(
            (
                i
                for i, (other, kept) in enumerate(leaders)
                if _still_open(rule, other, obligation) and _prompts_for(kept, episode)
            ),
            None,
        )
        if leader is None:
            leaders.append((obligation, episode))
            continue
        other, kept = leaders[leader]
        leaders[leader] = (
            other,
            replace(
                kept,
                joined=(*kept.joined, obligation.trigger.opening),
                last_due=max(day for day in (kept.last_due, episode.last_due) if day is not None),
            ),
        )
    return [episode for _, episode in leaders]


def _order(obligation: Obligation) -> tuple[Day, Day, str]:
    mark = obligation.trigger.mark
    return mark.lo, mark.hi, obligation.trigger.opening.id


def _prompts_for(leader: Episode, later: Episode) -> bool:
    """Whether on every day the earlier obligation prompts at least as surely as the later one would."""
    for day in {day for episode in (leader, later) for day, _ in episode.steps}:
        verdict, kept = later.verdict(day), leader.verdict(day)
        if (may_be_open(verdict) and not may_be_open(kept)) or (surely_open(verdict) and not surely_open(kept)):
            return False
    return True


def _still_open(rule: Rule, leader: Obligation, later: Obligation) -> bool:
    lead_mark, later_mark = leader.trigger.mark, later.trigger.mark
    as_at = leader.scene.as_at
    # The earlier one must have been certain before the later could be known of: no day may lose its prompt.
    if not lead_mark.sure or lead_mark.settled > min(as_at, later_mark.first) or lead_mark.hi > later_mark.lo:
        return False
    if leader.trigger.armed is not None:
        return False
    for join in leader.operator.same:
        for side, name in (join.left, join.right):
            mine, theirs = (field_of(each.trigger.mark.event, name) for each in (leader, later))
            if side in ("after", leader.operator.after.name) and same_value(mine, theirs) is not YES:
                return False
    if rule.per == "person" and same_value(lead_mark.event.person, later_mark.event.person) is not YES:
        return False
    return leader.surely_applied and leader.first_possible_end > later_mark.hi
