"""gap: too long since the last event of a kind ("child not seen for N days").

In one reading of the record, on day T: the clock runs from the latest of the last such event, the day
the rule began to apply and the day the child's record begins. The outcome is `overdue` where T is
after clock + longest, else `pending`; `not_applicable` while the rule does not apply, `not_opened`
before the record begins. A stretch that has ended with a new event is `met` or `met_late`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import accumulate

from engine.dates.calendar import due
from engine.dates.when import Day
from engine.language.rule import Gap, Quantity, Rule
from engine.operators.episode import Episode, Steps, doubtful, events_of, may_be_open, steps_over
from engine.outcomes import Outcome, Verdict, only
from engine.timeline import Event
from engine.truth import MAYBE, NO, YES
from engine.view import Beginning, Mark, Scene, known_by, latest_sure

ToldDays = Sequence[tuple[Day, str, Verdict]]
"""Days on which a verdict may change, each with the opening of its stretch ("" for none) and the verdict then."""

PENDING, OVERDUE = Outcome.PENDING, Outcome.OVERDUE


class GapSweep:
    """The clock of one gap rule for one child, answerable for any day in logarithmic time."""

    def __init__(self, rule: Rule, scene: Scene) -> None:
        assert isinstance(rule.operator, Gap)
        self.rule, self.scene, self.gap = rule, scene, rule.operator
        self.marks = scene.marks(self.gap.between)
        sure = sorted((mark.settled, mark.lo) for mark in self.marks if mark.sure)
        self._settled = [day for day, _ in sure]
        self._latest_sure_lo = list(accumulate((lo for _, lo in sure), max))
        known = sorted((mark.first, mark.hi) for mark in self.marks)
        self._first = [day for day, _ in known]
        self._without: dict[str, Beginning] = {}
        self._sorted_turns: list[Day] | None = None
        self._begun: tuple[tuple[Day, Day], tuple[Day, Day]] | None = None
        """The two days last asked about by `_began`, and what was found: verdict and clock ask for the same."""
        self._latest_hi = list(accumulate((hi for _, hi in known), max))

    def clock(self, as_at: Day) -> tuple[Day, Day] | None:
        """The earliest and latest day from which the clock may run on `as_at`; None before the record begins."""
        start = self.scene.record.range(as_at)
        if start is None:
            return None
        earliest, latest = start
        index = bisect_right(self._settled, as_at)
        if index:
            earliest = max(earliest, self._latest_sure_lo[index - 1])
            latest = max(latest, earliest)
        index = bisect_right(self._first, as_at)
        if index:
            latest = max(latest, min(as_at, self._latest_hi[index - 1]))
        return earliest, latest

    def running_clock(self, as_at: Day) -> tuple[Day, Day] | None:
        """The clock on `as_at`, no earlier than the rule has applied without a break."""
        clock = self.clock(as_at)
        if clock is None or self.rule.applies is None:
            return clock
        began = self._began(as_at, clock[0])
        return max(clock[0], began[0]), max(clock[1], began[1])

    def verdict(self, as_at: Day) -> Verdict:
        """The outcomes over all readings on `as_at`."""
        clock = self.clock(as_at)
        if clock is None:
            return only(Outcome.NOT_OPENED)
        outcomes: set[Outcome] = set() if self.scene.record.surely(as_at) else {Outcome.NOT_OPENED}
        earliest, latest = clock
        applies = YES
        if self.rule.applies is not None:
            applies = self.scene.truth(self.rule.applies, as_at, as_at)
            if applies is NO:
                return frozenset({Outcome.NOT_APPLICABLE, *outcomes})
            # A state of which nothing is said may be on or off, but not turn: then the clock need not wait for it.
            if not self.scene.steady(self.rule.applies, earliest, as_at, as_at):
                began = self._began(as_at, earliest)
                earliest, latest = max(earliest, began[0]), max(latest, began[1])
        for quantity in self.quantities(as_at):
            longest = quantity.value
            assert not isinstance(longest, int)
            if due(latest, longest, self.scene.calendar) < as_at:
                outcomes.add(OVERDUE)
            elif due(earliest, longest, self.scene.calendar) >= as_at:
                outcomes.add(PENDING)
            else:
                outcomes |= {PENDING, OVERDUE}
        if applies is MAYBE:
            outcomes.add(Outcome.NOT_APPLICABLE)
        return frozenset(outcomes)

    def quantities(self, as_at: Day) -> tuple[Quantity, ...]:
        """The limits that may be in force on `as_at`."""
        return self.scene.quantities(self.gap.longest, as_at, as_at)

    def _began(self, as_at: Day, since: Day) -> tuple[Day, Day]:
        """The earliest and latest day on which the rule may have begun to apply without a break up to `as_at`.

        Looked for back to `since`: a day before it stands for any earlier one.
        """
        if self._begun is None or self._begun[0] != (as_at, since):
            self._begun = ((as_at, since), self._looked_back(as_at, since))
        return self._begun[1]

    def _looked_back(self, as_at: Day, since: Day) -> tuple[Day, Day]:
        assert self.rule.applies is not None
        start = self.scene.record.range(as_at)
        assert start is not None
        begin = max(start[0], since)
        turns = self._turns()
        within = turns[bisect_right(turns, begin) : bisect_right(turns, as_at)]
        earliest: Day = begin
        latest: Day | None = None
        surely, following = True, as_at + 1
        for day in reversed((begin, *within)):
            truth = self.scene.truth(self.rule.applies, day, as_at)
            if truth is NO:
                earliest = following
                break
            surely = surely and truth is YES
            if surely:
                latest = day
            following = day
        return min(earliest, as_at), as_at if latest is None else latest

    def _turns(self) -> list[Day]:
        """The days on which the guard may turn, in order."""
        if self._sorted_turns is None:
            assert self.rule.applies is not None
            self._sorted_turns = sorted(self.scene.condition_days(self.rule.applies))
        return self._sorted_turns

    def ended(self, opening: Mark | None, following: Mark, as_at: Day, steps: Steps) -> Verdict:
        """Of the stretch from `opening` to `following`: whether each next event came in time, or not."""
        both = frozenset({Outcome.MET, Outcome.MET_LATE})
        if self.rule.applies is not None:
            late = any(mark.first > following.settled and mark.lo < following.hi for mark in self.marks)
            return only(Outcome.MET_LATE) if not late and any(step == only(OVERDUE) for _, step in steps) else both
        # Where the record begins with the event that ends the stretch, there is no stretch.
        beginning = self.scene.record if opening is not None else self.without(following.event)
        start = beginning.range(as_at)
        if opening is not None:
            start = start or (opening.lo, opening.hi)
            lo, hi = max(start[0], opening.lo), max(start[1], opening.hi)
        elif start is None:
            return only(Outcome.MET)
        else:
            lo, hi = start
        between = [
            mark
            for mark in known_by(self.marks, as_at)
            if mark.hi > lo and mark.lo < following.hi and mark.event.id != (opening.event.id if opening else "")
        ]
        if all(self._surely_in_time(lo, following, between, quantity) for quantity in self.limits):
            return only(Outcome.MET)
        if any(self._may_be_in_time(hi, following, between, quantity) for quantity in self.limits):
            return both
        return only(Outcome.MET_LATE)

    def without(self, event: Event) -> Beginning:
        """The beginning of the record, were it not for the row of one event."""
        found = self._without.get(event.id)
        if found is None:
            found = self._without[event.id] = self.scene.record_without(event.row)
        return found

    @property
    def limits(self) -> tuple[Quantity, ...]:
        """Every limit that may be in force on some day."""
        return (self.gap.longest.default, *(branch.quantity for branch in self.gap.longest.branches))

    def _due(self, day: Day, quantity: Quantity) -> Day:
        assert not isinstance(quantity.value, int)
        return due(day, quantity.value, self.scene.calendar)

    def _surely_in_time(self, lo: Day, following: Mark, between: list[Mark], quantity: Quantity) -> bool:
        """Whether, wherever the days fall, none comes later than the limit after the one before."""
        last = lo  # the latest day on or after which a certain event has surely come before
        for mark in sorted((mark for mark in between if mark.sure), key=lambda mark: mark.hi):
            if self._due(last, quantity) < min(mark.hi, following.hi):
                return False
            last = max(last, mark.lo)
        return self._due(last, quantity) >= following.hi

    def _may_be_in_time(self, hi: Day, following: Mark, between: list[Mark], quantity: Quantity) -> bool:
        """Whether events that may have happened can bridge the stretch."""
        last = hi
        waiting: list[Day] = []
        ahead = sorted(((mark.lo, mark.hi) for mark in between), reverse=True)
        while True:
            reach = self._due(last, quantity)
            if reach >= following.lo:
                return True
            while ahead and ahead[-1][0] <= reach:
                heappush(waiting, ahead.pop()[1])
            # The one that must come first goes first: a wider one may still serve further on.
            while waiting and waiting[0] <= last:
                heappop(waiting)
            if not waiting or reach <= last:
                return False
            last = min(heappop(waiting), reach)

    def change_days(self) -> set[Day]:
        """Every day on which the verdict can change."""
        scene = self.scene
        anchors: set[Day] = set()
        days: set[Day] = set()
        for mark in self.marks:
            days.update((mark.first, mark.settled))
            anchors.update((mark.lo, mark.hi))
        days |= scene.record.days()
        anchors |= scene.record.days()
        if self.rule.applies is not None:
            turns = scene.condition_days(self.rule.applies)
            days |= turns
            anchors |= turns
        for branch in self.gap.longest.branches:
            days |= scene.condition_days(branch.condition)
        for quantity in self.limits:
            days |= {self._due(anchor, quantity) + 1 for anchor in anchors if anchor <= scene.as_at}
        return days


def gap(rule: Rule, scene: Scene, lifecycle: bool = True) -> list[Episode]:
    """The episodes of a gap rule for one child: one for each certain event, where its stretch may be overdue.

    With `lifecycle` False, only the stretch that is open on the as-at day, with its verdict on that day.
    Raises OutsideCalendar where a working-day limit leaves the calendar.
    """
    sweep = GapSweep(rule, scene)
    if not lifecycle:
        return _current(sweep)
    return _stretches(sweep, _told(sweep))


def gap_days(rule: Rule, scene: Scene) -> ToldDays:
    """The verdict of each day on which it may change, as known on that day, with the opening of its stretch."""
    return _told(GapSweep(rule, scene))


def gap_again(rule: Rule, scene: Scene, told: ToldDays) -> list[Episode] | None:
    """The same episodes from days worked out before, up to the scene's day or later; None where they do not fit."""
    sweep = GapSweep(rule, scene)
    as_at = scene.as_at
    if scene.record.range(as_at) is None:
        return []
    known = [one for one in told if one[0] <= as_at]
    opening = latest_sure(sweep.marks, as_at)
    now = (opening.event.id if opening else "", sweep.verdict(as_at))
    return _stretches(sweep, known) if known and known[-1][1:] == now else None


def _told(sweep: GapSweep) -> ToldDays:
    scene = sweep.scene
    told: list[tuple[Day, str, Verdict]] = []
    for day in sorted(day for day in sweep.change_days() if day <= scene.as_at):
        if scene.record.range(day) is not None:
            opening = latest_sure(sweep.marks, day)
            told.append((day, opening.event.id if opening else "", sweep.verdict(day)))
    return told


def _stretches(sweep: GapSweep, told: ToldDays) -> list[Episode]:
    """The days cut into stretches, each after one certain event."""
    if sweep.scene.record.range(sweep.scene.as_at) is None:
        return []
    openings = {mark.event.id: mark for mark in sweep.marks}
    by_opening: dict[str, list[tuple[Day, Verdict]]] = {}
    for day, key, verdict in told:
        steps = by_opening.setdefault(key, [])
        if not steps or steps[-1][1] != verdict:
            steps.append((day, verdict))
    order = list(by_opening)
    episodes = []
    for key, following in zip(order, [*order[1:], None], strict=True):
        steps = by_opening[key]
        if any(may_be_open(verdict) for _, verdict in steps) or following is None:
            next_mark = openings[following] if following is not None else None
            episodes.append(_episode(sweep, openings.get(key), tuple(steps), next_mark))
    return episodes


def _current(sweep: GapSweep) -> list[Episode]:
    as_at = sweep.scene.as_at
    verdict = sweep.verdict(as_at)
    opening = latest_sure(sweep.marks, as_at)
    return [_episode(sweep, opening, ((as_at, verdict),), None)]


def _episode(sweep: GapSweep, opening: Mark | None, steps: Steps, following: Mark | None) -> Episode:
    scene = sweep.scene
    last_day = scene.as_at if following is None else max(following.settled - 1, steps[-1][0])
    clock = sweep.running_clock(last_day) or (last_day, last_day)
    quantities = sweep.quantities(last_day)
    dues = [due(day, quantity.value, scene.calendar) for quantity in quantities for day in clock]  # type: ignore[arg-type]
    later = [mark for mark in sweep.marks if mark.first <= last_day and mark.hi > clock[0] and mark is not opening]
    doubts = [mark for mark in later if not mark.sure or mark.lo != mark.hi]
    if opening is not None and opening.lo != opening.hi:
        doubts.append(opening)
    if following is not None:
        steps = (*steps, *_ended_steps(sweep, opening, following, steps))
    return Episode(
        opening=opening.event if opening else None,
        steps=steps,
        raised=(min(dues) + 1, max(dues) + 1),
        due=(min(dues), max(dues)),
        evidence=((opening.event,) if opening else ()) + events_of(m for m in doubts if m is not opening),
        doubts=doubtful(doubts),
        against=(following.event,) if following is not None else (),
        quantities=tuple(("longest", quantity) for quantity in quantities),
        anchor=clock if opening is None else None,
    )


def _ended_steps(sweep: GapSweep, opening: Mark | None, following: Mark, steps: Steps) -> Steps:
    """How an ended stretch reads from the day its end is certain, and from each day that tells more of it."""
    days = {following.settled}
    for mark in sweep.marks:
        if mark.lo < following.hi:
            days.update((mark.first, mark.settled))
    if opening is None:
        days |= sweep.without(following.event).days()
    return steps_over(
        days, following.settled, sweep.scene.as_at, lambda day: sweep.ended(opening, following, day, steps)
    )
