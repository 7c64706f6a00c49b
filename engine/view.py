"""What can be known on a day: the as-at view of a case, and one child's scene within it.

An event is usable as possible from the first day it can be known (its earliest day, or the day it
was recorded where the file says) and as certain once its latest day has come as well. Nothing here
looks at an event that is not visible by the day asked about.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from engine.conditions import WIDEST_ENUMERATION, Conditions
from engine.dates.calendar import Calendar, Duration, due
from engine.dates.when import FAR_FUTURE, Day, When
from engine.language.rule import History, Selector
from engine.marks import (
    GUESSES,
    LIKENESS,
    SCREEN,
    UNTOLD,
    Mark,
    by_days,
    distance,
    expand,
    known_by,
    latest_sure,
    of_person,
)
from engine.selectors import matches, pattern_kinds
from engine.standards import Standards, StateDefinition
from engine.timeline import Case, Event, Person, RowRef
from engine.truth import MAYBE, NO, YES, Truth

__all__ = [
    "GUESSES",
    "LIKENESS",
    "SCREEN",
    "UNTOLD",
    "WIDEST_ENUMERATION",
    "Beginning",
    "DueDays",
    "Mark",
    "Scene",
    "Standards",
    "StateDefinition",
    "View",
    "about",
    "about_another",
    "distance",
    "expand",
    "known_by",
    "latest_sure",
    "of_person",
]


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


class Scene(Conditions):
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
        self._told: dict[tuple[int | str, Day, str | None], tuple[History | None, Truth]] = {}
        """Of the as-at day last asked about, what has been found of a state or a history on a day.

        A history goes by its identity, and is kept so that no other takes it.
        """
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
        found.sort(key=by_days)
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
            kept.sort(key=by_days)
        return kept

    def openings(self, selector: Selector) -> list[Mark]:
        """The marks that may begin an episode: all of them, or only those that were read."""
        marks = self.every_mark(selector)
        return marks if self.guesses_open else [mark for mark in marks if not mark.guessed]

    def known(self, selector: Selector, as_at: Day) -> list[Mark]:
        """The marks of a selector visible on `as_at`, clipped to it; kept while the same day is asked about."""
        self.ask_about(as_at)
        marks = self._known.get(id(selector.patterns))
        if marks is None:
            marks = self._known[id(selector.patterns)] = known_by(self.marks(selector), as_at)
        return marks

    def known_openings(self, selector: Selector, as_at: Day) -> list[Mark]:
        """The marks visible on `as_at` that may begin an episode, clipped to it; kept in the same way."""
        self.ask_about(as_at)
        marks = self._known_openings.get(id(selector.patterns))
        if marks is None:
            marks = self._known_openings[id(selector.patterns)] = known_by(self.openings(selector), as_at)
        return marks

    def ask_about(self, as_at: Day) -> None:
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
