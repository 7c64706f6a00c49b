"""What can be known on a day: the as-at view of a case, and one child's scene within it.

An event is usable as possible from the first day it can be known (its earliest day, or the day it
was recorded where the file says) and as certain once its latest day has come as well. Nothing here
looks at an event that is not visible by the day asked about.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

from engine.dates.calendar import Calendar, Duration, due
from engine.dates.dayzero import is_relative
from engine.dates.when import FAR_FUTURE, FAR_PAST, Day, When
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
from engine.selectors import matches, pattern_kinds
from engine.timeline import Case, Event, Person, RowRef
from engine.truth import MAYBE, NO, YES, Truth, every, negate, some
from engine.values import dataclass, field, replace

LIKENESS = "likeness"
UNTOLD = "not said who was told"
"""The reader of what an agency may have known of: seen with its eyes, the row is there or it is not."""
GUESSES = frozenset(("screen", LIKENESS, UNTOLD))
"""Readers that guess: what they say begins questions, and resolves nothing."""
SCREEN = "screen"
"""The reader of a row that was not understood, but holds words that may mean an event."""

WIDEST_ENUMERATION = 400
"""Days of imprecision up to which a guard is tried on every day; wider ranges answer MAYBE."""


class Mark(NamedTuple):
    """An event as one selector sees it for one child: the days it may lie on, and whether it surely does.

    `first` is the first day on which it can be known of. `sure` says that it surely matches, surely
    happened and is surely about the child; its day may still be imprecise.
    """

    lo: Day
    hi: Day
    first: Day
    sure: bool
    event: Event
    guessed: bool = False
    """Whether it matches only through words that were not read: a screened row, or the unread part of one."""

    @property
    def settled(self) -> Day:
        """The day from which the mark can be used as certain, if it is sure at all."""
        return self.hi if self.hi > self.first else self.first


def known_by(marks: Iterable[Mark], as_at: Day) -> list[Mark]:
    """The marks visible on `as_at`, clipped to it; one that may still lie ahead is no longer sure."""
    visible = []
    for mark in marks:
        if mark.first > as_at:
            continue
        if mark.hi > as_at:
            mark = Mark(mark.lo, as_at, mark.first, False, mark.event, mark.guessed)
        visible.append(mark)
    return visible


def distance(mark: Mark, other: Mark) -> int | None:
    """How many days after `other` the mark lies where the text ties the two together, else None."""
    tie = mark.event.when.tie
    if not tie or tie != other.event.when.tie:
        return None
    return mark.event.when.offset - other.event.when.offset


@dataclass(frozen=True, slots=True)
class StateDefinition:
    """A state of the vocabulary: the events that open and close it, and what it means in words.

    `unspoken` is what silence means: MAYBE for a state that no row speaks of, or NO where the state
    is only ever entered by a row that says so (a stay in hospital). `per_person` states are kept
    apart for each adult.
    """

    name: str
    opened_by: Selector
    closed_by: Selector | None
    unspoken: Truth = MAYBE
    means: str = ""
    per_person: bool = False


@dataclass(frozen=True, slots=True)
class Standards:
    """What evaluation needs besides the case and the rules: states and the nation's calendar."""

    states: Mapping[str, StateDefinition]
    calendar: Calendar | None = None
    law: Mapping[Day, Day] = field(default_factory=dict)
    """Of a case whose days were moved: where, among its own days, a day on which the law changed now lies."""

    def between(self, condition: DateRange) -> tuple[Day | None, Day | None]:
        """From which day, and before which, the condition holds, in the days of this case."""
        start, end = condition.start, condition.end
        if self.law:
            start = start if start is None else self.law.get(start, start)
            end = end if end is None else self.law.get(end, end)
        return start, end


class Beginning:
    """The day a record begins: the first row, or the birth if later, as known on a day. Asked in logarithmic time."""

    __slots__ = ("_born", "_firsts", "_his", "_los", "_sorted")

    def __init__(self, rows: Iterable[tuple[Day, Day, Day, bool]], born: When | None = None) -> None:
        """Each row: the first day it can be known of, its range of days, and whether it surely counts."""
        self._born = born
        self._sorted = sorted(rows)
        self._firsts = [first for first, _, _, _ in self._sorted]
        self._los = list(accumulate((lo for _, lo, _, _ in self._sorted), min))
        self._his = list(accumulate((hi if sure else FAR_FUTURE for _, _, hi, sure in self._sorted), min))

    def range(self, as_at: Day) -> tuple[Day, Day] | None:
        """The days on which the record may begin, if it has begun; None where nothing is visible yet."""
        visible, born = bisect_right(self._firsts, as_at), self._born
        if not visible or (born is not None and born.earliest > as_at):
            return None
        lo, hi = self._los[visible - 1], self._his[visible - 1]
        return (lo, min(hi, as_at)) if born is None else (max(lo, born.earliest), min(as_at, max(hi, born.latest)))

    def surely(self, as_at: Day) -> bool:
        """Whether the record has begun in every reading."""
        visible, born = bisect_right(self._firsts, as_at), self._born
        return bool(visible) and self._his[visible - 1] <= as_at and (born is None or born.latest <= as_at)

    def days(self) -> set[Day]:
        """Every day the record may begin on as known on some day, and every day on which that changes."""
        days: set[Day] = set()
        if self._born is not None:
            days.update((self._born.earliest, self._born.latest, self._born.latest + 1))
        previous: tuple[Day, Day] | None = None
        for (first, lo, hi, sure), *bounds in zip(self._sorted, self._los, self._his, strict=True):
            if tuple(bounds) != previous:
                previous = (bounds[0], bounds[1])
                days.update((first, lo, hi, hi + 1) if sure else (first, lo))
        return days


class DueDays(dict[Day, Day]):
    """The last permitted day of one duration by the day it runs from; each is counted when first asked for."""

    __slots__ = ("_calendar", "_duration")

    def __init__(self, duration: Duration, calendar: Calendar | None) -> None:
        self._duration = duration
        self._calendar = calendar

    def __missing__(self, day: Day) -> Day:
        found = self[day] = due(day, self._duration, self._calendar)
        return found


class View:
    """A case as it can be known on `as_at`, indexed by kind. Immutable once made."""

    __slots__ = ("_due_days", "_matched", "_roles", "as_at", "by_kind", "case", "record", "standards", "tied_apart")

    def __init__(self, case: Case, standards: Standards, as_at: Day) -> None:
        self.case = case
        self.standards = standards
        self.as_at = as_at
        self._due_days: dict[Duration, DueDays] = {}
        self._matched: dict[int, tuple[Selector, list[tuple[Event, Truth, bool]]]] = {}
        """By the identity of the selector's patterns, which many rules share; kept so that no other takes it."""
        self._roles = {person.id: person.role for person in case.people}
        by_kind: dict[str, list[Event]] = {}
        offsets: dict[str, set[int]] = {}
        for event in case.events:
            if event.when.earliest <= as_at and (event.recorded is None or event.recorded <= as_at):
                group = by_kind.get(event.kind)
                if group is None:
                    by_kind[event.kind] = [event]
                else:
                    group.append(event)
                if event.when.tie:
                    offsets.setdefault(event.when.tie, set()).add(event.when.offset)
        self.by_kind = by_kind
        self.tied_apart = {tie: max(apart) - min(apart) for tie, apart in offsets.items()}
        """Of each tie, the days between the first and the last of its rows."""
        self.record = Beginning(_rows_of(case))

    def due_days(self, duration: Duration) -> DueDays:
        """The last permitted days of a duration. An operator asks for the same ones on many as-at days."""
        known = self._due_days.get(duration)
        if known is None:
            known = self._due_days[duration] = DueDays(duration, self.standards.calendar)
        return known


    def matched(self, selector: Selector) -> list[tuple[Event, Truth, bool]]:
        """The events that match or may match, whomever they are about, and whether only what was not read may."""
        known = self._matched.get(id(selector.patterns))
        if known is None:
            known = self._matched[id(selector.patterns)] = (selector, [])
            for kind in pattern_kinds(selector):
                for event in self.by_kind.get(kind, ()):
                    truth = matches(selector, event, self)
                    if truth is not NO:
                        open_to_doubt = truth is MAYBE and not event.fully_read
                        unread = open_to_doubt and matches(selector, event, self, as_fully_read=True) is NO
                        known[1].append((event, truth, unread))
        return known[1]

    def role_of(self, person_id: str) -> str:
        """The role of a person of the case, or an empty string."""
        return self._roles.get(person_id, "")


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


class Scene:
    """One child (or, with `child` None, the household) within a view; what the operators are given."""

    __slots__ = (
        "_as_read",
        "_base",
        "_cache",
        "_days",
        "_ids",
        "_known",
        "_known_at",
        "_known_openings",
        "_read",
        "_record",
        "_spread",
        "_told",
        "_turns",
        "child",
        "guesses_count",
        "guesses_open",
        "judged",
        "overrides",
        "view",
    )

    def __init__(
        self,
        view: View,
        child: Person | None,
        overrides: Mapping[str, tuple[Day, Day, bool] | None] | None = None,
        guesses_open: bool = True,
    ) -> None:
        self.view = view
        self.child = child
        self.guesses_open = guesses_open
        self.guesses_count = True
        self.overrides = overrides or {}
        self._as_read: Scene | None = None
        self._base: tuple[Scene, str] | None = None
        self._cache: dict[int, list[Mark]] = {}
        self._read: dict[int, list[Mark]] = {}
        self._ids: dict[int, frozenset[str]] = {}
        self._spread: dict[int, tuple[list[Day], list[Mark]]] = {}
        """Of the marks of a selector, the earliest days, and those that are imprecise."""
        self._record: Beginning | None = None
        self._days: dict[int, frozenset[Day]] = {}
        self._turns: dict[int, frozenset[Day]] = {}
        self._known: dict[int, list[Mark]] = {}
        self._known_openings: dict[int, list[Mark]] = {}
        self._known_at: Day | None = None
        self._told: dict[tuple[int | str, Day, str | None], Truth] = {}
        """Of the as-at day last asked about, what has been found of states and histories on a day."""
        self.judged: dict[tuple[int, int, bool], object] = {}
        """What an operator has worked out for a mark that may open an episode, whatever else may: by rule and mark."""

    def as_read(self) -> Scene:
        """The same scene without what was only guessed of words that were not read."""
        if self._as_read is None:
            plain = self._as_read = Scene(self.view, self.child, self.overrides, guesses_open=False)
            plain.guesses_count = False
        return self._as_read

    def widened(self) -> Scene:
        """The same scene in which guesses, too, may begin an episode. What does not turn on that is shared."""
        wide = Scene(self.view, self.child, self.overrides, guesses_open=True)
        wide._cache, wide._days, wide._turns, wide.judged = self._cache, self._days, self._turns, self.judged
        wide._record, wide._read, wide._ids, wide._spread = self._record, self._read, self._ids, self._spread
        return wide

    def varied(self, event_id: str, day: Day | None) -> Scene:
        """The same scene in which one event surely lies on `day`, or did not happen where `day` is None."""
        change = None if day is None else (day, day, True)
        other = Scene(self.view, self.child, {**self.overrides, event_id: change}, self.guesses_open)
        if self.guesses_count:
            other._base = (self, event_id)
        return other

    @property
    def as_at(self) -> Day:
        """The day the view is for."""
        return self.view.as_at

    @property
    def calendar(self) -> Calendar | None:
        """The nation's working days."""
        return self.view.standards.calendar

    # --- events ---------------------------------------------------------------------------------

    def marks(self, selector: Selector) -> list[Mark]:
        """The events that match or may match, sorted by earliest then latest day, not clipped to a day.

        What only the second reader says is left out: it may begin a question, but resolves and softens nothing.
        """
        known = self._read.get(id(selector.patterns))
        if known is None:
            known = self.every_mark(selector)
            if any(mark.event.reader == LIKENESS for mark in known):
                known = [mark for mark in known if mark.event.reader != LIKENESS]
            self._read[id(selector.patterns)] = known
        return known

    def every_mark(self, selector: Selector) -> list[Mark]:
        """The same with what the second reader says."""
        cached = self._cache.get(id(selector.patterns))
        if cached is not None:
            return cached
        if self._base is not None:
            base, event_id = self._base
            marks = self._cache[id(selector.patterns)] = self._with_change(base.every_mark(selector), event_id)
            return marks
        found = self._marks_of(selector)
        found.sort(key=_by_days)
        self._cache[id(selector.patterns)] = found
        return found

    def _with_change(self, marks: list[Mark], event_id: str) -> list[Mark]:
        """The marks of the scene that this one varies, with the one event as it is here; the same list without it."""
        if all(mark.event.id != event_id for mark in marks):
            return marks
        change = self.overrides[event_id]
        kept = [mark for mark in marks if mark.event.id != event_id]
        if change is not None:
            lo, hi, sure = change
            kept += [
                mark._replace(lo=lo, hi=hi, first=max(mark.first, lo), sure=sure)
                for mark in marks
                if mark.event.id == event_id
            ]
            kept.sort(key=_by_days)
        return kept

    def openings(self, selector: Selector) -> list[Mark]:
        """The marks that may begin an episode: all of them, or only those that were read."""
        marks = self.every_mark(selector)
        return marks if self.guesses_open else [mark for mark in marks if not mark.guessed]

    def known(self, selector: Selector, as_at: Day) -> list[Mark]:
        """The marks of a selector visible on `as_at`, clipped to it; kept while the same day is asked about."""
        self._ask_about(as_at)
        marks = self._known.get(id(selector.patterns))
        if marks is None:
            marks = self._known[id(selector.patterns)] = known_by(self.marks(selector), as_at)
        return marks

    def known_openings(self, selector: Selector, as_at: Day) -> list[Mark]:
        """The marks visible on `as_at` that may begin an episode, clipped to it; kept in the same way."""
        self._ask_about(as_at)
        marks = self._known_openings.get(id(selector.patterns))
        if marks is None:
            marks = self._known_openings[id(selector.patterns)] = known_by(self.openings(selector), as_at)
        return marks

    def _ask_about(self, as_at: Day) -> None:
        """Forget what was found of another as-at day."""
        if as_at != self._known_at:
            self._known, self._known_openings, self._told, self._known_at = {}, {}, {}, as_at

    def ending_from(self, selector: Selector, day: Day) -> list[Mark]:
        """The marks that may lie on or after a day, in their order; only imprecise ones are looked at one by one."""
        known = self._spread.get(id(selector.patterns))
        if known is None:
            marks = self.marks(selector)
            known = [mark.lo for mark in marks], [mark for mark in marks if mark.lo != mark.hi]
            self._spread[id(selector.patterns)] = known
        earliest, imprecise = known
        at = bisect_left(earliest, day)
        across = [mark for mark in imprecise if mark.lo < day <= mark.hi] if at else []
        return [*across, *self.marks(selector)[at:]]

    def concerns(self, selector: Selector, event: Event) -> bool:
        """Whether the event is among the marks of a selector."""
        ids = self._ids.get(id(selector.patterns))
        if ids is None:
            ids = self._ids[id(selector.patterns)] = frozenset(mark.event.id for mark in self.marks(selector))
        return event.id in ids

    def _marks_of(self, selector: Selector) -> list[Mark]:
        found: list[Mark] = []
        child_id = self.child.id if self.child is not None else None
        overrides = self.overrides
        another = selector.patterns[0].another_child
        for event, truth, by_what_was_not_read in self.view.matched(selector):
            if another:
                subject = NO if child_id is None else about_another(event, child_id)
            else:
                subject = YES if child_id is None else about(event, child_id)
            if subject is NO:
                continue
            when = event.when
            lo, hi = when.earliest, when.latest
            sure = truth is YES and subject is YES and event.certain
            first = lo if event.recorded is None or event.recorded < lo else event.recorded
            if event.id in overrides:
                change = overrides[event.id]
                if change is None:
                    continue
                lo, hi, sure = change
                first = max(first, lo)
            guessed = by_what_was_not_read or event.reader in GUESSES
            if not guessed or self.guesses_count:
                found.append(Mark(lo, hi, first, sure, event, guessed))
        return found

    def role_of(self, person_id: str) -> str:
        """The role of a person of the case, or an empty string."""
        return self.view.role_of(person_id)

    # --- the beginning of the record ---------------------------------------------------------------

    @property
    def record(self) -> Beginning:
        """The beginning of this child's record: the later of birth and the first row.

        Without a date of birth, the first row about the child; one that may be about another only may begin it.
        """
        if self._record is None:
            self._record = self.record_without(None)
        return self._record

    def record_without(self, row: RowRef | None) -> Beginning:
        """The same, were it not for one row."""
        if self.child is None or self.child.born is not None:
            return Beginning(_rows_of(self.view.case, row), self.child.born if self.child is not None else None)
        rows = []
        for events in self.view.by_kind.values():
            for event in events:
                subject = about(event, self.child.id)
                if subject is not NO and event.row != row:
                    when = event.when
                    known = _known_from(when.earliest, event.recorded)
                    rows.append((known, when.earliest, when.latest, subject is YES and event.certain))
        return Beginning(rows)

    # --- conditions ---------------------------------------------------------------------------------

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
                return _edges(marks) | self._waiting_days(condition)
            case History(_, selector, _):
                return _edges(mark for mark in self.marks(selector) if mark.lo <= until)
            case NotSeenFor(selector, duration):
                days = _edges(mark for mark in self.marks(selector) if mark.lo <= until)
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
                days |= _edges(self.marks(state.opened_by))
                if state.closed_by is not None:
                    days |= _edges(self.marks(state.closed_by))
            case Age():
                days |= self._age_days(condition)
            case DateRange():
                start, end = self.view.standards.between(condition)
                days |= {day for day in (start, end) if day is not None}
            case History(_, selector, within):
                marks = self.marks(selector)
                days |= _edges(marks)
                if within is not None:
                    limit = length_of(within)
                    days |= {due(day, limit, self.calendar) + 1 for mark in marks for day in (mark.lo, mark.hi)}
            case NotSeenFor():
                days |= self._not_seen_days(condition)
        return days

    def _state(self, state: StateDefinition, day: Day, as_at: Day, person: str | None) -> Truth:
        self._ask_about(as_at)
        key = (state.name, day, person if state.per_person else None)
        known = self._told.get(key)
        if known is None:
            known = self._told[key] = self._state_on(state, day, as_at, person)
        return known

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
        self._ask_about(as_at)
        key = (id(condition), day, None)
        known = self._told.get(key)
        if known is None:
            known = self._told[key] = self._history_of(condition, day, self.known(condition.selector, as_at))
        return known

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
        days = _edges(marks) | anchors
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


def _rows_of(case: Case, without: RowRef | None = None) -> Iterator[tuple[Day, Day, Day, bool]]:
    for row, (when, _agency, recorded) in case.rows.items():
        if when is not None and row != without:
            yield _known_from(when.earliest, recorded), when.earliest, when.latest, True


def _known_from(earliest: Day, recorded: Day | None) -> Day:
    return earliest if recorded is None or recorded < earliest else recorded


def about(event: Event, child_id: str) -> Truth:
    """Whether an event is about a child; one that names nobody concerns the whole household."""
    if child_id in event.about:
        return YES
    if child_id in event.perhaps_about:
        return MAYBE
    return NO if event.about or event.perhaps_about else YES


def about_another(event: Event, child_id: str) -> Truth:
    """Whether an event is about other children and not about this one; one that names nobody concerns all."""
    if child_id in event.about or not (event.about or event.perhaps_about):
        return NO
    if child_id in event.perhaps_about or not event.about:
        return MAYBE
    return YES


def of_person(marks: list[Mark], person: str | None) -> list[Mark]:
    """The marks that concern an adult; where either side is not named they may, so they are not sure."""
    kept = []
    for mark in marks:
        theirs = mark.event.person
        if person is None or theirs is None:
            kept.append(mark._replace(sure=False))
        elif theirs == person:
            kept.append(mark)
    return kept


def latest_sure(marks: list[Mark], as_at: Day) -> Mark | None:
    """The sure mark with the latest earliest day among those settled by `as_at`."""
    settled = [mark for mark in marks if mark.sure and mark.settled <= as_at]
    return max(settled, key=lambda mark: (mark.lo, mark.hi, mark.event.id), default=None)


def index_of(days: list[Day], day: Day) -> int:
    """How many of the sorted `days` lie on or before `day`."""
    return bisect_right(days, day)


def expand(marks: Iterable[Mark]) -> list[Mark]:
    """Each mark as often as its words surely tell ("two further attempts" is two)."""
    expanded = []
    for mark in marks:
        expanded.extend([mark] * mark.event.times)
    return expanded


def with_when(event: Event, lo: Day, hi: Day) -> Event:
    """The event moved to other days; used to build variations."""
    return replace(event, when=replace(event.when, earliest=lo, latest=hi))


def _by_days(mark: Mark) -> tuple[Day, Day, str]:
    return mark.lo, mark.hi, mark.event.id


def _edges(marks: Iterable[Mark]) -> set[Day]:
    days: set[Day] = set()
    for mark in marks:
        days.update((mark.lo, mark.lo + 1, mark.hi, mark.hi + 1, mark.first, mark.settled))
    return days


def _before_birthday(day: Day, born_lo: Day, born_hi: Day, limit: Duration) -> Truth:
    if day < due(born_lo, limit, None):
        return YES
    return NO if day >= due(born_hi, limit, None) else MAYBE
