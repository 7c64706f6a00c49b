"""Whether a condition of a rule holds on a day: states, ages, histories, and how long a child was not seen.

`Conditions` is the half of a scene that judges conditions, from the marks that the other half finds. A condition is
asked about a day as known on an as-at day; it also names the days on which its answer may turn.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.dates.calendar import Calendar, Duration, due
from engine.dates.dayzero import is_relative
from engine.dates.when import FAR_FUTURE, FAR_PAST, Day
from engine.language.rule import (
    Age,
    All,
    Any,
    Condition,
    DateRange,
    History,
    Not,
    NotSeenFor,
    Parameter,
    Quantity,
    Selector,
    StateHolds,
    length_of,
)
from engine.marks import Mark, distance, edges, of_person
from engine.selectors import matches
from engine.standards import StateDefinition
from engine.timeline import Event, Person
from engine.truth import MAYBE, NO, YES, Truth, every, negate, some

if TYPE_CHECKING:
    from engine.view import Beginning, View

WIDEST_ENUMERATION = 400
"""Days of imprecision up to which a guard is tried on every day; wider ranges answer MAYBE."""

FEW_DAYS = 3
"""Days of a range up to which each is tried."""


def _counts_unevenly(condition: Condition) -> bool:
    """Whether a condition reaches back over working days, months or years, whose length depends on the day."""
    match condition:
        case All(parts) | Any(parts):
            return any(map(_counts_unevenly, parts))
        case Not(part):
            return _counts_unevenly(part)
        case History(_, _, within):
            return within is not None and length_of(within).unit not in ("days", "weeks")
        case _:
            return False


class Conditions:
    """What a scene says of conditions. A scene has the marks, and remembers what was found."""

    __slots__ = ()

    view: View
    child: Person | None
    _days: dict[int, frozenset[Day]]
    _turns: dict[int, frozenset[Day]]
    _told: dict[tuple[int | str, Day, str | None], tuple[History | None, Truth]]

    @property
    def as_at(self) -> Day:
        """The day the view is for."""
        return self.view.as_at

    @property
    def calendar(self) -> Calendar | None:
        """The nation's working days."""
        return self.view.standards.calendar

    @property
    def record(self) -> Beginning:
        """The beginning of this child's record."""
        raise NotImplementedError

    def marks(self, selector: Selector) -> list[Mark]:
        """The events that match or may match, sorted by earliest then latest day."""
        raise NotImplementedError

    def known(self, selector: Selector, as_at: Day) -> list[Mark]:
        """The marks of a selector visible on `as_at`, clipped to it."""
        raise NotImplementedError

    def concerns(self, selector: Selector, event: Event) -> bool:
        """Whether the event is among the marks of a selector."""
        raise NotImplementedError

    def ask_about(self, as_at: Day) -> None:
        """Forget what was found of another as-at day."""
        raise NotImplementedError

    def truth(
        self, condition: Condition, day: Day, as_at: Day, person: str | None = None, beside: Mark | None = None
    ) -> Truth:
        """Whether a condition holds on `day`, from what is visible on `as_at`.

        `beside` is the mark that lies on `day`, if one does: what its row ties to it lies there with it.
        """
        match condition:
            case All(parts):
                return every([self.truth(part, day, as_at, person, beside) for part in parts])
            case Any(parts):
                return some([self.truth(part, day, as_at, person, beside) for part in parts])
            case Not(part):
                return negate(self.truth(part, day, as_at, person, beside))
            case StateHolds(name):
                return self._state(self.view.standards.states[name], day, as_at, person)
            case History():
                return self._history(condition, day, as_at, beside)
            case Age():
                return self._age(condition, day)
            case DateRange() if is_relative(day):
                return MAYBE
            case DateRange():
                start, end = self.view.standards.between(condition)
                return YES if (start is None or day >= start) and (end is None or day < end) else NO
            case NotSeenFor():
                return self._not_seen_for(condition, day, as_at)

    def steady(self, condition: Condition, lo: Day, hi: Day, as_at: Day) -> bool:
        """Whether in each reading the condition holds on every day of the range or on none; errs towards no."""
        match condition:
            case All(parts) | Any(parts):
                return all(self.steady(part, lo, hi, as_at) for part in parts)
            case Not(part):
                return self.steady(part, lo, hi, as_at)
            case DateRange():
                start, end = self.view.standards.between(condition)
                return not any(day is not None and lo < day <= hi for day in (start, end))
            case StateHolds(name):
                state = self.view.standards.states[name]
                turns = [*self.marks(state.opened_by), *(self.marks(state.closed_by) if state.closed_by else ())]
                return not any(mark.first <= as_at and mark.hi > lo and mark.lo <= hi for mark in turns)
            case Age():
                born = self.child.born if self.child is not None else None
                if born is None:
                    return False
                limits = [length_of(limit) for limit in (condition.under, condition.at_least) if limit is not None]
                return not any(
                    due(born.latest, limit, None) > lo and due(born.earliest, limit, None) <= hi for limit in limits
                )
            case _:
                return False

    def truth_over(
        self,
        condition: Condition,
        lo: Day,
        hi: Day,
        as_at: Day,
        person: str | None = None,
        beside: Mark | None = None,
    ) -> Truth:
        """YES where it holds on every day of the range in every reading, NO where on none, else MAYBE."""
        if hi - lo > WIDEST_ENUMERATION:
            return MAYBE
        first = self.truth(condition, lo, as_at, person, beside)
        if first is MAYBE:
            return MAYBE
        for day in self._days_to_try(condition, lo, hi, as_at, beside):
            if self.truth(condition, day, as_at, person, beside) is not first:
                return MAYBE
        return first

    def _days_to_try(self, condition: Condition, lo: Day, hi: Day, as_at: Day, beside: Mark | None) -> Iterable[Day]:
        """The days after `lo` up to `hi` on which a condition may be otherwise than on the day before.

        What the text ties to the mark moves with it: that turns nothing as long as lengths are counted in days.
        """
        if hi - lo <= FEW_DAYS or (beside is not None and _counts_unevenly(condition)):
            return range(lo + 1, hi + 1)
        turning = self.turning_days(condition)
        days = {edge for day in turning for edge in (day, day + 1) if lo < edge <= hi}
        # A tied mark some days off is not known yet where it would lie beyond the as-at day.
        days.update(range(max(lo + 1, as_at - self.tied_apart(beside)), hi + 1))
        days.add(hi)
        return sorted(days)

    def tied_apart(self, beside: Mark | None) -> int:
        """How many days apart the furthest of the rows lie that the text ties to this one."""
        if beside is None or not beside.event.when.tie:
            return 0
        return self.view.tied_apart.get(beside.event.when.tie, 0)

    def state(self, name: str, as_at: Day) -> Truth:
        """Whether a state holds on the as-at day."""
        return self._state(self.view.standards.states[name], as_at, as_at, None)

    def condition_days(self, condition: Condition) -> frozenset[Day]:
        """Every day on which the truth of a condition can change, as day or as as-at day."""
        days = self._days.get(id(condition))
        if days is None:
            found = self._condition_days(condition) | self._waiting_days(condition)
            days = self._days[id(condition)] = frozenset(found)
        return days

    def turning_days(self, condition: Condition) -> frozenset[Day]:
        """Every day on which the truth of a condition can change for one as-at day."""
        days = self._turns.get(id(condition))
        if days is None:
            days = self._turns[id(condition)] = frozenset(self._condition_days(condition))
        return days

    def learning_days(self, condition: Condition, until: Day) -> set[Day]:
        """As-at days on which more may become known of a condition on the days up to `until`.

        A row that lies wholly after them tells nothing of them, unless by closing a state it says that it had begun.
        """
        match condition:
            case All(parts) | Any(parts):
                return {day for part in parts for day in self.learning_days(part, until)}
            case Not(part):
                return self.learning_days(part, until)
            case StateHolds(name):
                state = self.view.standards.states[name]
                marks = [*self.marks(state.opened_by), *(self.marks(state.closed_by) if state.closed_by else ())]
                return edges(marks) | self._waiting_days(condition)
            case History(_, selector, _):
                return edges(mark for mark in self.marks(selector) if mark.lo <= until)
            case NotSeenFor(selector, duration):
                days = edges(mark for mark in self.marks(selector) if mark.lo <= until)
                days |= self.record.days()
                return days.union(*(self.learning_days(branch.condition, until) for branch in duration.branches))
            case _:
                return set()

    def _waiting_days(self, condition: Condition) -> set[Day]:
        """As-at days on which a closing that may still lie ahead tells more of its state with each day that passes."""
        match condition:
            case All(parts) | Any(parts):
                return {day for part in parts for day in self._waiting_days(part)}
            case Not(part):
                return self._waiting_days(part)
            case NotSeenFor(_, duration):
                return {day for branch in duration.branches for day in self._waiting_days(branch.condition)}
            case StateHolds(name):
                closed_by = self.view.standards.states[name].closed_by
                closings = self.marks(closed_by) if closed_by is not None else []
                return {
                    day
                    for mark in closings
                    if mark.lo < mark.hi <= mark.lo + WIDEST_ENUMERATION
                    for day in range(mark.lo, mark.hi + 1)
                }
            case _:
                return set()

    def _condition_days(self, condition: Condition) -> set[Day]:
        days: set[Day] = set()
        match condition:
            case All(parts) | Any(parts):
                for part in parts:
                    days |= self._condition_days(part)
            case Not(part):
                days |= self._condition_days(part)
            case StateHolds(name):
                state = self.view.standards.states[name]
                days |= edges(self.marks(state.opened_by))
                if state.closed_by is not None:
                    days |= edges(self.marks(state.closed_by))
            case Age():
                days |= self._age_days(condition)
            case DateRange():
                start, end = self.view.standards.between(condition)
                days |= {day for day in (start, end) if day is not None}
            case History(_, selector, within):
                marks = self.marks(selector)
                days |= edges(marks)
                if within is not None:
                    limit = length_of(within)
                    days |= {due(day, limit, self.calendar) + 1 for mark in marks for day in (mark.lo, mark.hi)}
            case NotSeenFor():
                days |= self._not_seen_days(condition)
        return days

    def _state(self, state: StateDefinition, day: Day, as_at: Day, person: str | None) -> Truth:
        self.ask_about(as_at)
        key = (state.name, day, person if state.per_person else None)
        known = self._told.get(key)
        if known is None:
            known = self._told[key] = (None, self._state_on(state, day, as_at, person))
        return known[1]

    def _state_on(self, state: StateDefinition, day: Day, as_at: Day, person: str | None) -> Truth:
        openings = self.known(state.opened_by, as_at)
        closings = self.known(state.closed_by, as_at) if state.closed_by else []
        if state.per_person:
            openings = of_person(openings, person)
            closings = of_person(closings, person)
        if not openings and not closings:
            return state.unspoken
        # On or off as the last event by the day says; on one day either may have come last.
        shut = max((mark.lo for mark in closings if mark.sure and mark.hi <= day), default=FAR_PAST)
        opened = max((mark.lo for mark in openings if mark.sure and mark.hi <= day), default=FAR_PAST)
        may_be_on = any(mark.lo <= day and min(mark.hi, day) >= shut for mark in openings)
        may_be_off = any(mark.lo <= day and min(mark.hi, day) >= opened for mark in closings)
        if max(shut, opened) == FAR_PAST:
            # Perhaps nothing has been said of it by the day: off, unless what is said first closes it.
            may_be_off = True
            first_opening = min((mark.hi for mark in openings if mark.sure), default=FAR_FUTURE)
            ahead = [mark for mark in closings if mark.hi > day]
            may_be_on = may_be_on or any(max(mark.lo, day + 1) <= first_opening for mark in ahead)
            if state.unspoken is not NO and not any(mark.sure for mark in (*openings, *closings)):
                may_be_on = True
        return MAYBE if may_be_on and may_be_off else YES if may_be_on else NO

    def _age(self, condition: Age, day: Day) -> Truth:
        born = self.child.born if self.child is not None else None
        if born is None:
            return MAYBE
        truths = []
        if condition.under is not None:
            truths.append(_before_birthday(day, born.earliest, born.latest, length_of(condition.under)))
        if condition.at_least is not None:
            truths.append(negate(_before_birthday(day, born.earliest, born.latest, length_of(condition.at_least))))
        return every(truths)

    def _age_days(self, condition: Age) -> set[Day]:
        born = self.child.born if self.child is not None else None
        if born is None:
            return set()
        limits = [length_of(limit) for limit in (condition.under, condition.at_least) if limit is not None]
        return {due(day, limit, None) for limit in limits for day in (born.earliest, born.latest)}

    def _placed(self, selector: Selector, day: Day, as_at: Day, beside: Mark) -> list[Mark]:
        """The visible marks, those tied to the one that lies on `day` set on their own day.

        That one itself, where it matches, lies on `day` in every reading in which it is looked at.
        """
        known = self.known(selector, as_at)
        itself = beside.event.id
        if not beside.event.when.tie:
            own = [mark for mark in known if mark.event.id == itself]
            if not own:
                return known
            sure = matches(selector, beside.event, self.view) is YES
            moved = [mark._replace(lo=day, hi=day, sure=sure) for mark in own]
            return [*moved, *(mark for mark in known if mark.event.id != itself)]
        placed = []
        for mark in self.marks(selector):
            apart = distance(mark, beside)
            if apart is not None and mark.first <= as_at and day + apart <= as_at:
                sure = mark.sure or (mark.event.id == itself and matches(selector, mark.event, self.view) is YES)
                placed.append(mark._replace(lo=day + apart, hi=day + apart, sure=sure))
        return [*placed, *(mark for mark in known if distance(mark, beside) is None)]

    def _history(self, condition: History, day: Day, as_at: Day, beside: Mark | None) -> Truth:
        if beside is not None and (beside.event.when.tie or self.concerns(condition.selector, beside.event)):
            return self._history_of(condition, day, self._placed(condition.selector, day, as_at, beside))
        # Nothing it looks at moves with the mark, so that the same is found beside every other.
        self.ask_about(as_at)
        key = (id(condition), day, None)
        known = self._told.get(key)
        if known is None:
            marks = self.known(condition.selector, as_at)
            known = self._told[key] = (condition, self._history_of(condition, day, marks))
        return known[1]

    def _history_of(self, condition: History, day: Day, marks: list[Mark]) -> Truth:
        last = day if condition.mode != "earlier" else day - 1
        within = length_of(condition.within) if condition.within is not None else None
        calendar = self.calendar
        found = NO
        for mark in reversed(marks):  # the latest tells soonest
            if mark.lo > last:
                continue
            sure = mark.sure and mark.hi <= last
            if within is None:
                reach_all, reach_some = True, True
            else:
                reach_all = sure and due(mark.lo, within, calendar) >= day
                reach_some = reach_all or (found is NO and due(mark.hi, within, calendar) >= day)
            if sure and reach_all:
                found = YES
                break
            if reach_some:
                found = MAYBE
        return negate(found) if condition.mode == "never" else found

    def _not_seen_for(self, condition: NotSeenFor, day: Day, as_at: Day) -> Truth:
        start = self.record.range(as_at)
        if start is None or start[0] > day:
            return NO
        surely, possibly = start[0], start[1]
        for mark in self.known(condition.selector, as_at):
            if mark.lo <= day:
                possibly = max(possibly, min(mark.hi, day))
                if mark.sure and mark.hi <= day:
                    surely = max(surely, mark.lo)
        truths = []
        for quantity in self.quantities(condition.duration, day, as_at):
            duration = quantity.value
            assert not isinstance(duration, int)
            if due(possibly, duration, self.calendar) < day:
                truths.append(YES)
            elif due(surely, duration, self.calendar) >= day:
                truths.append(NO)
            else:
                truths.append(MAYBE)
        return truths[0] if len(set(truths)) == 1 else MAYBE

    def _not_seen_days(self, condition: NotSeenFor) -> set[Day]:
        marks = self.marks(condition.selector)
        anchors = {day for mark in marks for day in (mark.lo, mark.hi)}
        anchors |= {day for day in self.record.days() if day <= self.as_at}
        quantities = [
            condition.duration.default,
            *(branch.quantity for branch in condition.duration.branches),
        ]
        days = edges(marks) | anchors
        for quantity in quantities:
            assert not isinstance(quantity.value, int)
            days |= {due(day, quantity.value, self.calendar) + 1 for day in anchors}
        for branch in condition.duration.branches:
            days |= self._condition_days(branch.condition)
        return days

    # --- parameters ---------------------------------------------------------------------------------

    def quantities(self, parameter: Parameter, day: Day, as_at: Day, person: str | None = None) -> tuple[Quantity, ...]:
        """Every quantity that may be in force on `day`: the first branch that holds, and each that may."""
        if not parameter.branches:
            return (parameter.default,)
        found: list[Quantity] = []
        for branch in parameter.branches:
            truth = self.truth(branch.condition, day, as_at, person)
            if truth is not NO:
                found.append(branch.quantity)
            if truth is YES:
                return tuple(found)
        return (*found, parameter.default)


def _before_birthday(day: Day, born_lo: Day, born_hi: Day, limit: Duration) -> Truth:
    if day < due(born_lo, limit, None):
        return YES
    return NO if day >= due(born_hi, limit, None) else MAYBE
