"""One event told twice: entries copied word for word are counted once, likely pairs of two agencies are shown.

Only what each row says of itself is compared: no later row changes whether two earlier ones tell of one
event, and it does not matter in which file or sheet a row stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from engine.dates.when import Day, When
from engine.rows import Row
from engine.timeline import Event, RowRef, Status, Twice

FEWEST_WORDS = 8
"""Shorter entries ("No reply.") may well be typed alike by two people about two events."""
APART: Day = 2
"""Days by which two agencies' entries of one incident may lie apart."""
MOST_BESIDE = 20
"""Entries of a kind that each is compared with: where more lie so close together, pairs tell nobody anything."""
ONE_EVENT = frozenset(
    [
        "strategy_discussion", "initial_conference", "review_conference", "core_group", "planning_meeting",
        "section_47", "arrest", "charge", "police_protection", "birth", "death", "plan_started", "plan_ended",
        "police_welfare_check", "domestic_abuse", "injury", "medical", "missing_episode", "was_not_brought",
    ]
)  # fmt: skip
"""Kinds of which two agencies' entries close to one another mostly tell of one event."""
_WORD = re.compile(r"[a-z0-9]+")


Told = tuple[Row, RowRef, When | None, str]
"""A row, its place, its days and its agency."""


def told_twice(rows: Sequence[Told], events: Sequence[Event]) -> list[Twice]:
    """The pairs of rows that tell one event, the surer row first: earlier known, then by agency."""
    copied = _copied(rows)
    gone = {one.second for one in copied}
    return sorted(
        [*copied, *_alike([event for event in events if event.row not in gone])],
        key=lambda one: (one.first.file, one.first.sheet or "", one.first.number, one.second.number),
    )


def counted_once(events: Iterable[Event], twice: Iterable[Twice]) -> tuple[Event, ...]:
    """The events without those of rows that only copy another agency's row."""
    gone = {one.second for one in twice if one.sure}
    return tuple(event for event in events if event.row not in gone)


def _copied(rows: Sequence[Told]) -> list[Twice]:
    """Rows on the same days with the same words, time and child: another agency's copy, or a combined sheet's."""
    alike: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    for told in rows:
        row, _, when, _ = told
        words = _WORD.findall(row.cell("event").lower())
        if when is not None and len(words) >= FEWEST_WORDS:
            cells = (row.cell(name).strip().lower() for name in ("time", "child", "child_seen", "action"))
            alike[(" ".join(words), when.earliest, when.latest, *cells)].append(told)
    out = []
    for group in alike.values():
        ordered = sorted(group, key=lambda told: (told[3], told[1].file, told[1].sheet or "", told[1].number))
        kept = ordered[0]
        exact = kept[2] is not None and kept[2].exact
        out += [Twice(kept[1], told[1], True, ()) for told in ordered[1:] if exact or told[3] != kept[3]]
    return out


def _alike(events: Sequence[Event]) -> list[Twice]:
    """Rows of different agencies that tell the same kinds of one-off event about the same children, close together."""
    by_kind: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.kind in ONE_EVENT and event.status is Status.HAPPENED and event.reader in ("vocabulary", "column"):
            by_kind[event.kind].append(event)
    pairs: dict[tuple[RowRef, RowRef], list[str]] = {}
    for kind, told in by_kind.items():
        told.sort(key=lambda event: (event.when.earliest, event.agency, event.row.file, event.row.number))
        for at, one in enumerate(told):
            for other in told[at + 1 : at + 1 + MOST_BESIDE]:
                if other.when.earliest > one.when.latest + APART:
                    break
                if _may_be_one(one, other):
                    kinds = pairs.setdefault((one.row, other.row), [])
                    if kind not in kinds:
                        kinds.append(kind)
    return [Twice(first, second, False, tuple(kinds)) for (first, second), kinds in pairs.items()]


def _may_be_one(one: Event, other: Event) -> bool:
    if one.agency == other.agency or one.row == other.row or not one.agency or not other.agency:
        return False
    children = {*one.about, *one.perhaps_about}, {*other.about, *other.perhaps_about}
    if all(children) and not children[0] & children[1]:
        return False
    return all(other.attributes.get(name, value) == value for name, value in one.attributes.items())
