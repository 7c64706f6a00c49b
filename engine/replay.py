"""A case from day to day: what the report was on each, as it was known, and on which days it changed.

    session -> replay(session) -> Replay: the days on which something changes, each with its report

Nothing of a later day is in the report of an earlier one. Between two days of the replay nothing changes but what
is counted up to the day itself (ages, days since): `engine.report` writes those anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from engine.dates.calendar import Duration, due
from engine.dates.dayzero import is_relative
from engine.dates.when import FAR_FUTURE, FAR_PAST, Day, When
from engine.errors import UsageError
from engine.evaluate import ADULT
from engine.report.model import DueItem, Prompt, Report
from engine.session import Session
from engine.timeline import RowRef
from engine.values import dataclass

WIDEST_DAILY = 62
"""Days: within a row of a range up to this, each day may tell more; a wider one tells more at its ends."""
QUIET_AFTER = Duration(29, "days")
"""From this day after its last row an agency is named as one whose entries have stopped."""

SHORT_CASE = 120
"""Rows up to which a page replays a case from its first row on unasked."""
MOST_DAYS = 30
"""Days that a page of a longer case replays unasked: the last on which something changed."""

Watched = Callable[[int, int], None]
"""Told how many of how many days have been worked out."""


@dataclass(frozen=True, slots=True)
class RowKnown:
    """A row as it came to be known: from which day on it is there, and from which its words are shown."""

    ref: RowRef
    when: When
    agency: str
    first: Day
    words: Day


@dataclass(frozen=True, slots=True)
class DayTold:
    """The report of one day, which stands until the next day of the replay."""

    day: Day
    report: Report


@dataclass(frozen=True, slots=True)
class Changed:
    """What a day changed among the prompts, each named by its id."""

    raised: tuple[Prompt, ...] = ()
    firmer: tuple[Prompt, ...] = ()
    """Possible until now, and from this day on this record."""
    resolved: tuple[Prompt, ...] = ()
    answered: tuple[Prompt, ...] = ()
    lapsed: tuple[Prompt, ...] = ()
    gone: tuple[Prompt, ...] = ()
    """No longer said at all: what was possible has turned out not to be so."""
    due: tuple[DueItem, ...] = ()
    """What runs from this day on and will fall due."""

    def __bool__(self) -> bool:
        return any((self.raised, self.firmer, self.resolved, self.answered, self.lapsed, self.gone, self.due))


@dataclass(frozen=True, slots=True)
class Replay:
    """A case day by day, from the day its first row could be known of to the last day asked for."""

    session: Session
    rows: tuple[RowKnown, ...]
    """Dated rows in the order in which they became known."""
    days: tuple[DayTold, ...]

    @property
    def first(self) -> Day:
        """The first day that can be looked at."""
        return self.days[0].day

    @property
    def last(self) -> Day:
        """The last day that can be looked at."""
        return self.session.as_at

    def on(self, day: Day) -> DayTold:
        """What stood on a day. Raises UsageError outside the replay."""
        self.check(day)
        found = self.days[0]
        for told in self.days:
            if told.day > day:
                break
            found = told
        return found

    def check(self, day: Day) -> None:
        """Raise UsageError for a day before the first or after the last."""
        if not self.first <= day <= self.last:
            from engine.report.words import short

            raise UsageError(
                f"The replay has no such day: it runs from {short(self.first)} to {short(self.last)}.",
                "Give a day between them; --as-at moves the last one.",
            )

    def steps(self) -> Iterator[tuple[DayTold, Changed]]:
        """Each day with what it changed among the prompts."""
        before: Report | None = None
        for told in self.days:
            yield told, changed(before, told.report)
            before = told.report


def replay(
    session: Session, since: Day | None = None, watched: Watched | None = None, most: int | None = None
) -> Replay:
    """The replay of a case up to the session's day; from `since` on, where given, or from its first row.

    With `most` a long case begins later, so that at most so many days are worked out: the last ones.
    """
    rows = rows_known(session)
    if not rows:
        raise UsageError("No dated row is known of by this day, so nothing can be replayed.", "See `flag code FILE`.")
    first = rows[0].first if since is None else max(rows[0].first, since)
    if first > session.as_at:
        raise UsageError("The replay would begin after the day it is to end on.", "Give an earlier day to begin from.")
    past = session.history()
    days = [day for day in change_days(session, rows, past.days) if first < day <= session.as_at]
    wanted = [first, *days] if since is not None or most is None else [first, *days][-most:]
    told: list[DayTold] = []
    for number, day in enumerate(wanted, start=1):
        told.append(DayTold(day, session.report(day, past)))
        if watched is not None:
            watched(number, len(wanted))
    return Replay(session, rows, tuple(told))


def rows_known(session: Session) -> tuple[RowKnown, ...]:
    """The dated rows that can be known of by the session's day, in the order in which they could."""
    known = []
    for ref, (when, agency, recorded) in session.read.case.rows.items():
        if when is None:
            continue
        first = when.earliest if recorded is None else max(when.earliest, recorded)
        if first <= session.as_at:
            words = when.latest if recorded is None else max(when.latest, recorded)
            known.append(RowKnown(ref, when, agency, first, words))
    order = {ref: place for place, ref in enumerate(session.read.case.rows)}
    return tuple(sorted(known, key=lambda row: (row.first, row.words, order[row.ref])))


def change_days(session: Session, rows: Sequence[RowKnown], turning: frozenset[Day]) -> list[Day]:
    """Every day on which the report may read otherwise than on the day before, ages and days since apart."""
    days: set[Day] = set(turning)
    for row in rows:
        days.update((row.first, row.words, due(row.when.earliest, QUIET_AFTER, None)))
    for event in session.read.case.events:
        days.update(_told_by(event.when, event.recorded))
    for child in session.read.case.children:
        if child.born is not None:
            days.update(_told_by(child.born, None))
            days.update(due(day, ADULT, None) for day in (child.born.earliest, child.born.latest))
    return sorted(day for day in days if FAR_PAST < day < FAR_FUTURE)


def _told_by(when: When, recorded: Day | None) -> set[Day]:
    """Days on which an entry tells something new: that it is there, then that one more day has passed in its range."""
    days = {when.earliest, when.latest, when.latest + 1}
    if when.latest - when.earliest <= WIDEST_DAILY:
        days.update(range(when.earliest, when.latest + 1))
    return days if recorded is None else days | {recorded}


def changed(before: Report | None, after: Report) -> Changed:
    """What changed among the prompts from one report to a later one; questions are left out."""
    old = {prompt.id: prompt for prompt in before.prompts} if before is not None else {}
    new = {prompt.id: prompt for prompt in after.prompts if prompt.kind != "question"}
    standing = ("open", "answered")

    def turned(state: str) -> tuple[Prompt, ...]:
        return tuple(
            prompt
            for prompt in new.values()
            if prompt.state == state and (prompt.id not in old or old[prompt.id].state != state) and prompt.id in old
        )

    def opened(prompt: Prompt) -> bool:
        known = old.get(prompt.id)
        return prompt.state in standing and (known is None or known.kind == "question" or known.state not in standing)

    running = {(item.rule, item.child) for item in before.due} if before is not None else set()
    return Changed(
        raised=tuple(filter(opened, new.values())),
        firmer=tuple(
            prompt
            for prompt in new.values()
            if prompt.id in old
            and prompt.state in standing
            and old[prompt.id].state in standing
            and (old[prompt.id].certainty, prompt.certainty) == ("possible", "definite")
        ),
        resolved=turned("resolved"),
        answered=turned("answered"),
        lapsed=turned("lapsed"),
        gone=tuple(
            prompt
            for prompt in old.values()
            if prompt.id not in new and prompt.state in standing and prompt.kind != "question"
        ),
        due=tuple(item for item in after.due if (item.rule, item.child) not in running),
    )


def runs_on_relative_days(replayed: Replay) -> bool:
    """Whether the case counts from a Day 0, so that no date may be shown."""
    return is_relative(replayed.last)
