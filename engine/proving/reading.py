"""How well entries are read: the coder's events held against the settled labels of the corpus.

The unit is a kind with its status, once per entry. A label in brackets is neither asked for nor counted
against a reading of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from engine.code.coder import Coder
from engine.code.vocabulary import Vocabulary
from engine.proving.corpus import WHEN, Entry, labelled_kinds
from engine.timeline import Event, Status
from engine.values import dataclass, field

NOT_COUNTED = "screen"
"""Readers whose events are may-events, not readings."""

GRAVE = ("case_closed", "plan_started", "plan_ended", "strategy_discussion", "assessment")
"""Kinds that hide harm where they are read and did not happen."""


@dataclass(slots=True)
class Count:
    """Of one kind, or of all: how many were asked for, how many were read, how many of those rightly."""

    wanted: int = 0
    read: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Of what was read, the share that a label bears out; 1 where nothing was read."""
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """Of what was labelled, the share read; 1 where nothing was labelled."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Score:
    """What a run over entries gave."""

    entries: int = 0
    whole: int = 0
    """Entries in which nothing was missed and nothing was read that is not there."""
    all: Count = field(default_factory=Count)
    kind_only: Count = field(default_factory=Count)
    """The same with the status left out of account."""
    by_kind: dict[str, Count] = field(default_factory=dict)
    dangers: Counter[str] = field(default_factory=Counter)
    """Entries read in a direction that would hide harm, certain readings only."""
    missed: int = 0
    screened: int = 0
    """Of the happened events that were missed, those whose kind the screen names for the entry."""
    named: int = 0
    """Kinds that the screen names, over all entries."""
    who_asked: int = 0
    who_right: int = 0
    faults: list[str] = field(default_factory=list)
    """One line per miss, extra and danger, for those who tune."""


def score(entries: Iterable[Entry], vocabulary: Vocabulary, *, second_reader: bool = True) -> Score:
    """Read every entry and compare."""
    out = Score()
    coders: dict[int, Coder] = {}
    for entry in entries:
        coder = coders.get(id(entry.cast))
        if coder is None:
            coder = coders[id(entry.cast)] = Coder(entry.cast, vocabulary, second_reader=second_reader)
        compare(out, entry, coder.code(entry.row, WHEN).events)
    return out


def compare(out: Score, entry: Entry, events: Sequence[Event]) -> None:
    """Add one entry to the score."""
    read = [event for event in events if event.reader != NOT_COUNTED and event.kind in labelled_kinds()]
    units = {unit_of(event) for event in read}
    wanted = {label.unit for label in entry.labels if not label.optional}
    allowed = wanted | {label.unit for label in entry.labels}
    counted = {unit for unit in units if unit not in allowed - wanted}
    out.entries += 1
    out.whole += counted == wanted
    for unit in wanted:
        _of(out, unit[0]).wanted += 1
        out.all.wanted += 1
    for unit in counted:
        _of(out, unit[0]).read += 1
        out.all.read += 1
    for unit in counted & wanted:
        _of(out, unit[0]).right += 1
        out.all.right += 1
    kinds, asked = {kind for kind, _ in counted}, {kind for kind, _ in wanted}
    allowed_kinds = {kind for kind, _ in allowed}
    out.kind_only.wanted += len(asked)
    out.kind_only.read += len([kind for kind in kinds if kind in asked or kind not in allowed_kinds])
    out.kind_only.right += len(kinds & asked)
    _who(out, entry, read)
    _screen(out, entry, events, {kind for kind, _ in units})
    _dangers(out, entry, read)
    missed = ", ".join(sorted(f"{kind}/{status.value}" for kind, status in wanted - counted))
    extra = ", ".join(sorted(f"{kind}/{status.value}" for kind, status in counted - wanted))
    if missed or extra:
        out.faults.append(f"{entry.id}  missed [{missed}]  extra [{extra}]  <- {entry.text}")


_ABSENCE = {"gp_registration": ("registered", "no"), "adult_check": ("made", "no"), "immunisation": ("given", "no")}
"""Kinds whose absence the program tells by an attribute; the labels tell it by the status."""


def unit_of(event: Event) -> tuple[str, Status]:
    """The kind and status of an event, as labels tell them."""
    name, value = _ABSENCE.get(event.kind, ("", ""))
    if name and event.status is Status.HAPPENED and event.attributes.get(name) == value:
        return event.kind, Status.NOT_HAPPENED
    return event.kind, event.status


def _of(out: Score, kind: str) -> Count:
    return out.by_kind.setdefault(kind, Count())


def _who(out: Score, entry: Entry, read: Sequence[Event]) -> None:
    """Of the labels that name somebody and were read, those of whom an event says the same."""
    for label in entry.labels:
        fitting = [event for event in read if unit_of(event) == label.unit]
        if label.who and fitting:
            out.who_asked += 1
            out.who_right += any(
                set(label.who) <= {*event.about, *event.perhaps_about, event.person} for event in fitting
            )


def _screen(out: Score, entry: Entry, events: Sequence[Event], read: set[str]) -> None:
    may = {event.kind for event in events if event.reader == NOT_COUNTED}
    out.named += len(may)
    for kind in {one.kind for one in entry.labels if not one.optional and one.status is Status.HAPPENED} - read:
        out.missed += 1
        out.screened += kind in may


def _dangers(out: Score, entry: Entry, read: Sequence[Event]) -> None:
    told = {label.kind for label in entry.labels if label.status is Status.HAPPENED}
    firm = {label.kind for label in entry.labels if label.status is Status.HAPPENED and not label.unsure}
    sure = {event.kind for event in read if event.certain and event.status is Status.HAPPENED}
    found = []
    if "sighting" in sure and "sighting" not in firm:
        found.append("not seen read as seen")
    found += [f"{kind} read where there was none" for kind in GRAVE if kind in sure and kind not in told]
    for one in found:
        out.dangers[one] += 1
        out.faults.append(f"DANGER {one}: {entry.id}  <- {entry.text}")
