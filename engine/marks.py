"""Events as a selector sees them for one child: the days they may lie on, and whether they surely do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from engine.dates.when import Day
from engine.timeline import Event

LIKENESS = "likeness"
UNTOLD = "not said who was told"
"""The reader of what an agency may have known of: seen with its eyes, the row is there or it is not."""
GUESSES = frozenset(("screen", LIKENESS, UNTOLD))
"""Readers that guess: what they say begins questions, and resolves nothing."""
SCREEN = "screen"
"""The reader of a row that was not understood, but holds words that may mean an event."""


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


def expand(marks: Iterable[Mark]) -> list[Mark]:
    """Each mark as often as its words surely tell ("two further attempts" is two)."""
    expanded = []
    for mark in marks:
        expanded.extend([mark] * mark.event.times)
    return expanded


def by_days(mark: Mark) -> tuple[Day, Day, str]:
    """To sort by: earliest day, latest day, event."""
    return mark.lo, mark.hi, mark.event.id


def edges(marks: Iterable[Mark]) -> set[Day]:
    """The days on which something begins or ceases to be known, or to be possible, of the marks."""
    days: set[Day] = set()
    for mark in marks:
        days.update((mark.lo, mark.lo + 1, mark.hi, mark.hi + 1, mark.first, mark.settled))
    return days
