"""count: several episodes of one thing within a time, none of another among them.

In one reading of the record, on day T: a run is `at_least` episodes whose first and last lie within
`within` (last <= due(first)), with no `with_none_of` event from the first day to the last, both counted.
`found` where there is a run and, on or after its last day, no `with_none_of` and no resolving event;
`resolved` where there are only runs that such an event has ended; else `clear`. The numbers are those in
force on T. Each counted event must
fall on a day on which the rule applies.

Two entries of different agencies at most two days apart may tell of one episode: readings differ. An
episode lies on the day of the earliest entry that tells of it. What one row tells in several kinds is one.
"""

from __future__ import annotations

from collections import Counter

from engine.dates.when import Day
from engine.language.rule import Count, Quantity, Rule
from engine.operators.episode import Episode, Steps, doubtful, events_of, may_be_open, steps_over
from engine.outcomes import Outcome, Verdict
from engine.timeline import RowRef
from engine.truth import NO, YES
from engine.view import Mark, Scene, expand, known_by

SAME_EPISODE = 2
"""Days within which entries of different agencies may tell of one episode."""


def _once_a_row(marks: list[Mark]) -> list[Mark]:
    """The marks without those in which one row tells of one matter in several kinds (a dirty home, a hungry child).

    In each reading a row counts as often as the kind of which it then tells most: two visits in one row are two.
    """
    rows: dict[tuple[RowRef, Day, Day], dict[str, list[Mark]]] = {}
    for mark in marks:
        rows.setdefault((mark.event.row, mark.lo, mark.hi), {}).setdefault(mark.event.kind, []).append(mark)
    kept: list[Mark] = []
    for kinds in rows.values():
        most = max(kinds.values(), key=lambda told: (len(told), sum(mark.sure for mark in told)))
        surely = max(sum(mark.sure for mark in told) for told in kinds.values())
        most = sorted(most, key=lambda mark: not mark.sure)
        kept.extend(mark._replace(sure=True) if at < surely else mark for at, mark in enumerate(most))
    return kept


_Known = tuple[list[Mark], list[Mark], list[Mark], list[tuple[int, Quantity, Quantity]]]
"""All that a verdict rests on: what is counted, what parts runs, what resolves, and the numbers in force."""


class CountSweep:
    """The runs of one count rule for one child, answerable for any day."""

    def __init__(self, rule: Rule, scene: Scene) -> None:
        assert isinstance(rule.operator, Count)
        self.rule, self.scene, self.count = rule, scene, rule.operator
        self.counted = scene.openings(self.count.of)
        self.between = scene.marks(self.count.with_none_of) if self.count.with_none_of else []
        resolvers = scene.marks(rule.resolved_by) if rule.resolved_by else []
        known = {mark.event.id for mark in self.between}
        self.resolvers = [mark for mark in resolvers if mark.event.id not in known] if known else resolvers
        self._visible: tuple[Day, list[Mark]] | None = None
        self._judged: tuple[_Known, Verdict] | None = None
        """What was known on the day last judged, and the verdict: often the same is known on the next."""

    def visible(self, as_at: Day) -> list[Mark]:
        """The counted events known on `as_at` on whose days the rule may apply, repeated as told.

        What was found of a day is kept until another day is asked about.
        """
        if self._visible is None or self._visible[0] != as_at:
            self._visible = (as_at, self._visible_on(as_at))
        return self._visible[1]

    def _visible_on(self, as_at: Day) -> list[Mark]:
        marks = known_by(self.counted, as_at)
        if self.rule.applies is not None:
            kept = []
            for mark in marks:
                truth = self.scene.truth_over(self.rule.applies, mark.lo, mark.hi, as_at, beside=mark)
                if truth is not NO:
                    kept.append(mark if truth is YES else mark._replace(sure=False))
            marks = kept
        return _once_a_row(expand(marks))

    def numbers(self, as_at: Day) -> list[tuple[int, Quantity, Quantity]]:
        """Every (how many, quantity, window) that may be in force on `as_at`."""
        found = []
        for times in self.scene.quantities(self.count.at_least, as_at, as_at):
            assert isinstance(times.value, int)
            for window in self.scene.quantities(self.count.within, as_at, as_at):
                found.append((times.value, times, window))
        return found

    def verdict(self, as_at: Day) -> Verdict:
        """The outcomes over all readings on `as_at`."""
        counted = self.visible(as_at)
        between = known_by(self.between, as_at)
        resolvers = known_by(self.resolvers, as_at)
        known = (counted, between, resolvers, self.numbers(as_at))
        if self._judged is None or self._judged[0] != known:
            outcomes: set[Outcome] = set()
            for times, _, window in known[3]:
                outcomes |= self._outcomes(counted, between, resolvers, times, window)
            self._judged = (known, frozenset(outcomes))
        return self._judged[1]

    def _outcomes(
        self, counted: list[Mark], between: list[Mark], resolvers: list[Mark], times: int, window: Quantity
    ) -> set[Outcome]:
        if self.surely_found(counted, between, resolvers, times, window):
            return {Outcome.FOUND}
        outcomes: set[Outcome] = set()
        if self.may_be_found(counted, between, resolvers, times, window):
            outcomes.add(Outcome.FOUND)
        # The last day of a run is never before the earliest day of the k-th entry.
        earliest = sorted(mark.lo for mark in counted)[times - 1 : times]
        ended = earliest and any(mark.hi >= earliest[0] for mark in (*between, *resolvers))
        if ended and self.may_have_run(counted, between, times, window):
            outcomes.add(Outcome.RESOLVED)
        if not self.surely_ran(counted, between, times, window):
            outcomes.add(Outcome.CLEAR)
        return outcomes

    def end(self, day: Day, window: Quantity) -> Day:
        """The last day that a run beginning on `day` may reach."""
        assert not isinstance(window.value, int)
        return self.scene.view.due_days(window.value)[day]

    def may_be_found(
        self, counted: list[Mark], between: list[Mark], resolvers: list[Mark], times: int, window: Quantity
    ) -> bool:
        """Whether in some reading there is a run that nothing has ended."""
        after = max((mark.lo for mark in between if mark.sure), default=None)
        last_after = max((mark.lo for mark in resolvers if mark.sure), default=None)
        usable = [mark for mark in counted if after is None or mark.hi > after]
        for start in {mark.hi for mark in usable}:
            end = self.end(start, window)
            inside = [mark for mark in usable if mark.hi >= start and max(mark.lo, (after or mark.lo - 1) + 1) <= end]
            if len(inside) < times:
                continue
            if last_after is None or max(min(mark.hi, end) for mark in inside) > last_after:
                return True
        return False

    def may_have_run(self, counted: list[Mark], between: list[Mark], times: int, window: Quantity) -> bool:
        """Whether in some reading there was a run at some time; errs towards yes."""
        for start in {mark.hi for mark in counted}:
            end = self.end(start, window)
            if sum(1 for mark in counted if mark.hi >= start and mark.lo <= end) >= times:
                return True
        return False

    def surely_found(
        self, counted: list[Mark], between: list[Mark], resolvers: list[Mark], times: int, window: Quantity
    ) -> bool:
        """Whether in every reading there is a run that nothing has ended; errs towards no."""
        barrier = max((mark.hi for mark in between), default=None)
        sure = [mark for mark in _sure_episodes(counted) if barrier is None or mark.lo > barrier]
        last_resolver = max((mark.hi for mark in resolvers), default=None)
        for group in self._sure_runs(sure, times, window):
            if last_resolver is None or max(mark.lo for mark in group) > last_resolver:
                return True
        return False

    def surely_ran(self, counted: list[Mark], between: list[Mark], times: int, window: Quantity) -> bool:
        """Whether in every reading there was a run at some time, ended or not; errs towards no."""
        sure = _sure_episodes(counted)
        for group in self._sure_runs(sure, times, window):
            lo, hi = min(mark.lo for mark in group), max(mark.hi for mark in group)
            if not any(mark.hi >= lo and mark.lo <= hi for mark in between):
                return True
        return False

    def _sure_runs(self, sure: list[Mark], times: int, window: Quantity) -> list[list[Mark]]:
        """Groups of sure events that hold a run wherever their days fall."""
        groups = []
        for start in sorted({mark.lo for mark in sure}):
            end = self.end(start, window)
            group = [mark for mark in sure if mark.lo >= start and mark.hi <= end]
            if fewest_episodes(group) >= times:
                groups.append(group)
        groups.extend(self._crowded(sure, times, window))
        return groups

    def _crowded(self, sure: list[Mark], times: int, window: Quantity) -> list[list[Mark]]:
        """Events sharing one imprecise range, so many that some window must hold a run (pigeonholes)."""
        groups = []
        for (lo, hi), number in Counter((mark.lo, mark.hi) for mark in sure).items():
            if lo == hi or number < times:
                continue
            group = [mark for mark in sure if (mark.lo, mark.hi) == (lo, hi)]
            windows, day = 0, lo
            while day <= hi:
                windows, day = windows + 1, self.end(day, window) + 1
            if fewest_episodes(group) > windows * (times - 1):
                groups.append(group)
        return groups

    def change_days(self) -> set[Day]:
        """Every day on which the verdict can change."""
        days: set[Day] = set()
        for mark in (*self.counted, *self.between, *self.resolvers):
            days.update((mark.first, mark.settled))
            if mark.hi - mark.lo <= 400:
                days.update(range(mark.lo, mark.hi + 2))
        if self.rule.applies is not None:
            days |= self.scene.condition_days(self.rule.applies)
        for parameter in (self.count.at_least, self.count.within):
            for branch in parameter.branches:
                days |= self.scene.condition_days(branch.condition)
        return days


def _sure_episodes(counted: list[Mark]) -> list[Mark]:
    """The sure entries, each with the range of the day of the episode that it tells of.

    An episode lies on the day of its earliest entry, which may be another agency's, up to two days before.
    """
    episodes = []
    behind = 0
    reach: dict[str, Day] = {}  # agency -> latest day of its entries that begin more than two days before
    for index, mark in enumerate(counted):
        while counted[behind].lo < mark.lo - SAME_EPISODE:
            agency = counted[behind].event.agency
            reach[agency] = max(counted[behind].hi, reach.get(agency, counted[behind].hi))
            behind += 1
        if not mark.sure:
            continue
        mine = mark.event.agency
        if any(day >= mark.lo - SAME_EPISODE for agency, day in reach.items() if agency != mine):
            lo = mark.lo - SAME_EPISODE
        else:
            lo = next((other.lo for other in counted[behind:index] if other.event.agency != mine), mark.lo)
        episodes.append(Mark(lo, mark.hi, mark.first, True, mark.event, mark.guessed))
    return episodes


def fewest_episodes(marks: list[Mark]) -> int:
    """The smallest number of episodes that these entries can tell of.

    Entries of one agency tell of different episodes; those of different agencies may tell of one
    where they can lie within two days of each other.
    """
    total, reach = 0, None
    cluster: Counter[str] = Counter()
    for mark in sorted(marks, key=lambda mark: (mark.lo, mark.hi)):
        if reach is not None and mark.lo > reach + SAME_EPISODE:
            total += max(cluster.values())
            cluster.clear()
            reach = None
        cluster[mark.event.agency] += 1
        reach = mark.hi if reach is None else max(reach, mark.hi)
    return total + max(cluster.values(), default=0)


def count(rule: Rule, scene: Scene, lifecycle: bool = True) -> list[Episode]:
    """The episodes of a count rule for one child: each from its k-th event until it is resolved."""
    sweep = CountSweep(rule, scene)
    as_at = scene.as_at
    seen = _seen(sweep)
    if seen is None:
        return []
    if not lifecycle:
        return [_episode(sweep, ((as_at, sweep.verdict(as_at)),), as_at)]
    return _runs(sweep, steps_over(sweep.change_days(), min(mark.first for mark in seen), as_at, sweep.verdict))


def count_again(rule: Rule, scene: Scene, steps: Steps) -> list[Episode] | None:
    """The same from steps worked out before, up to the scene's day or later; None where they do not fit."""
    sweep = CountSweep(rule, scene)
    as_at = scene.as_at
    if _seen(sweep) is None:
        return []
    told = tuple(step for step in steps if step[0] <= as_at)
    verdict = sweep.verdict(as_at)
    fits = told[-1][1] == verdict if told else not may_be_open(verdict)
    return _runs(sweep, told) if fits or (not may_be_open(verdict) and not may_be_open(told[-1][1])) else None


def _seen(sweep: CountSweep) -> list[Mark] | None:
    """The counted events that can be known of; None where there are surely too few."""
    seen = [mark for mark in sweep.counted if mark.first <= sweep.scene.as_at]
    table = sweep.count.at_least
    numbers = [quantity.value for quantity in (table.default, *(branch.quantity for branch in table.branches))]
    fewest = min(number for number in numbers if isinstance(number, int))
    return seen if sum(mark.event.times for mark in seen) >= fewest else None


def _runs(sweep: CountSweep, steps: Steps) -> list[Episode]:
    """The steps cut into episodes: each from the day it may be open to the day it is not."""
    episodes: list[Episode] = []
    current: list[tuple[Day, Verdict]] = []
    for day, verdict in steps:
        if may_be_open(verdict):
            current.append((day, verdict))
        elif current:
            episodes.append(_episode(sweep, (*current, (day, verdict)), day))
            current = []
    if current:
        episodes.append(_episode(sweep, tuple(current), sweep.scene.as_at))
    return episodes


def _episode(sweep: CountSweep, steps: tuple[tuple[Day, Verdict], ...], last_day: Day) -> Episode:
    open_days = [day for day, verdict in steps if may_be_open(verdict)]
    open_day = open_days[-1] if open_days else last_day
    # What the run rests on is read while it was still open, with everything known by then.
    end_day = last_day if not open_days or may_be_open(steps[-1][1]) else steps[-1][0] - 1
    counted = sweep.visible(max(open_day, end_day))
    between = known_by(sweep.between, end_day)
    barrier = max((mark.lo for mark in between if mark.sure), default=None)
    run = [mark for mark in counted if barrier is None or mark.hi > barrier]
    run.sort(key=lambda mark: (mark.hi, mark.lo, mark.event.id))
    times = min(number for number, _, _ in sweep.numbers(last_day))
    nth = run[min(times, len(run)) - 1] if run else None
    enders = known_by((*sweep.between, *sweep.resolvers), last_day)
    ended = [mark for mark in enders if mark.sure and run and mark.hi >= run[0].lo]
    doubts = doubtful([*run, *(mark for mark in enders if not mark.sure and run and mark.hi >= run[0].lo)])
    _, at_least, window = sweep.numbers(last_day)[0]
    return Episode(
        opening=nth.event if nth else None,
        steps=steps,
        raised=(nth.lo, nth.hi) if nth else None,
        evidence=events_of(run),
        doubts=doubts,
        against=events_of(ended[:1]),
        quantities=(("at_least", at_least), ("within", window)),
    )
