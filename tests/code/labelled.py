"""The labelled corpus: how its rows are written, and how a coder's reading is held against the labels."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from engine.code import Coder, load_vocabulary
from engine.dates.when import When
from engine.rows import Row
from engine.timeline import Event, Person, Status

LATER_KINDS = frozenset(
    [
        "service_referral",
        "letter",
        "disclosure",
        "planning_meeting",
        "invitation",
        "meeting_attendance",
        "minutes",
        "order",
        "step_down",
        "worker_change",
        "agreement",
        "disagreement",
        "explanation",
        "police_attendance",
        "breach",
        "school_exclusion",
        "missing_episode",
        "return_interview",
        "exploitation",
        "information_shared",
    ]
)
"""Kinds that the vocabulary learnt, or takes more widely, since these rows were labelled: not counted."""
FOLDER = Path(__file__).resolve().parent.parent / "corpus"
DAY = datetime.date(2022, 2, 10).toordinal()
STATUS = {
    "n": Status.NOT_HAPPENED,
    "p": Status.PLANNED,
    "c": Status.CONDITIONAL,
    "hist": Status.HISTORICAL,
    "d": Status.DECLINED,
    "": Status.HAPPENED,
}
CELLS = {
    "text": "event",
    "seen": "child_seen",
    "alone": "child_seen_alone",
    "bedroom": "bedroom_seen",
    "voice": "child_voice",
    "action": "action",
    "rationale": "rationale",
    "category": "category",
    "agency": "agency",
}


def day(year: int, month: int, date: int) -> When:
    """An exact day."""
    at = datetime.date(year, month, date).toordinal()
    return When(at, at, f"{date}/{month}/{year}", "day")


TWO = (
    Person("maya", "child", ("Maya",), born=day(2021, 3, 1), sex="female"),
    Person("tom", "child", ("Tom",), born=day(2013, 6, 1), sex="male"),
    Person("mother", "mother", ("the mother",)),
    Person("father", "father", ("Lee",)),
    Person("partner", "partner", ("Dean",)),
)
ONE = (Person("kai", "child", ("Kai",), born=day(2018, 1, 5)), Person("mother", "mother"))
CASTS = {"two": TWO, "one": ONE}


@dataclass(frozen=True)
class Label:
    """One expected event."""

    kind: str
    status: Status
    attributes: dict[str, str]
    who: tuple[str, ...]
    times: int
    unsure: bool
    optional: bool

    def fits(self, event: Event) -> bool:
        """Kind and status agree."""
        return event.kind == self.kind and event.status is self.status

    def faults(self, event: Event) -> list[str]:
        """What else disagrees: attributes, who, times, certainty."""
        out = [name for name, value in self.attributes.items() if event.attributes.get(name) != value]
        if self.who and not self._who(event):
            out.append("who")
        if self.times > 1 and event.times != self.times:
            out.append("times")
        if self.unsure and event.certain:
            out.append("certain")
        return out

    def _who(self, event: Event) -> bool:
        adults = [one for one in self.who if one in ("mother", "father", "partner")]
        if adults:
            return event.person in adults
        wanted = {"maya", "tom"} if "both" in self.who else set(self.who)
        return set(event.about or event.perhaps_about) == wanted


_LABEL = re.compile(r"^(\()?([a-z_0-9]+)(?:/([a-z]+))?([^()]*)\)?$")


def label(text: str) -> Label:
    """Read `kind/status attribute=value @who xN ?`, in brackets where optional."""
    found = _LABEL.match(text.strip())
    assert found, text
    attributes: dict[str, str] = {}
    who: tuple[str, ...] = ()
    times, unsure = 1, False
    for word in found[4].split():
        if "=" in word:
            name, value = word.split("=", 1)
            value = value if name == "action" else value.replace("_", " ")
            attributes[name] = value
        elif word.startswith("@"):
            who = tuple(word[1:].split("+"))
        elif word == "?":
            unsure = True
        else:
            times = int(word.removeprefix("x"))
    return Label(found[2], STATUS[found[3] or ""], attributes, who, times, unsure, bool(found[1]))


@dataclass
class Case:
    """One row of the corpus."""

    name: str
    tuned: bool
    row: Row
    cast: tuple[Person, ...]
    labels: list[Label]


def corpus() -> list[Case]:
    """Every labelled row."""
    out = []
    for path in sorted(FOLDER.glob("*.yaml")):
        data: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        for number, given in enumerate(data["rows"], start=2):
            cells = {CELLS[key]: value for key, value in given.items() if key in CELLS}
            cells.setdefault("agency", data["agency"])
            out.append(
                Case(
                    f"{path.stem} {number}",
                    given["tuned"] == "yes",
                    Row(path.name, number, cells),
                    CASTS[given.get("cast", "two")],
                    [label(one) for one in given["expect"]],
                )
            )
    return out


@dataclass
class Score:
    """Counts over rows."""

    rows: int = 0
    whole: int = 0
    wanted: int = 0
    kind_found: int = 0
    found: int = 0
    full: int = 0
    produced: int = 0
    right: int = 0
    misses: list[str] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    dangers: Counter[str] = field(default_factory=Counter)
    screened: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of the events read, the share that a label has with this kind and status."""
        return self.right / self.produced if self.produced else 1.0

    @property
    def recall(self) -> float:
        """Of the events labelled, the share read with kind and status."""
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def kind_recall(self) -> float:
        """Of the events labelled, the share whose kind was read, whatever the status."""
        return self.kind_found / self.wanted if self.wanted else 1.0

    @property
    def screen_recall(self) -> float:
        """Of the happened events that were missed, the share that the screen says the row may hold."""
        return self.screened / self.missed if self.missed else 1.0


def score(*, tuned: bool | None = None) -> Score:
    """Read the corpus (one half of it) and compare."""
    vocabulary = load_vocabulary()
    coders = {people: Coder(people, vocabulary, second_reader=False) for people in CASTS.values()}
    out = Score()
    for case in corpus():
        if tuned is not None and case.tuned is not tuned:
            continue
        coded = coders[case.cast].code(case.row, When(DAY, DAY, "10/02/2022", "day"))
        _compare(out, case, list(coded.events))
    return out


def _compare(out: Score, case: Case, events: list[Event]) -> None:
    read = [event for event in events if event.reader != "screen" and event.kind not in LATER_KINDS]
    may = {event.kind for event in events if event.reader == "screen"}
    before = len(out.misses) + len(out.extras) + len(out.faults)
    out.rows += 1
    text = case.row.cell("event")
    for one in case.labels:
        fitting = [event for event in read if one.fits(event)]
        if one.optional:
            continue
        out.wanted += 1
        out.kind_found += any(event.kind == one.kind for event in read)
        if not fitting:
            out.misses.append(f"{case.name}: {one.kind}/{one.status.value}  <- {text}")
            if one.status is Status.HAPPENED:
                out.missed += 1
                out.screened += one.kind in may
            continue
        out.found += 1
        faults = min((one.faults(event) for event in fitting), key=len)
        out.full += not faults
        if faults:
            got = [(dict(e.attributes), e.about, e.perhaps_about, e.person, e.times, e.certain) for e in fitting]
            out.faults.append(f"{case.name}: {one.kind} {faults} got {got} <- {text}")
    for event in read:
        out.produced += 1
        if any(one.fits(event) for one in case.labels):
            out.right += 1
        else:
            out.extras.append(f"{case.name}: {event.kind}/{event.status.value} {event.quote!r} <- {text}")
    out.whole += before == len(out.misses) + len(out.extras) + len(out.faults)
    _dangers(out, case, read)


def _dangers(out: Score, case: Case, read: list[Event]) -> None:
    """Readings that would hide harm: only what is read as certain and happened counts."""
    sure = [event for event in read if event.certain and event.status is Status.HAPPENED]
    for event in sure:
        if event.kind == "sighting":
            allowed = set()
            for one in case.labels:
                if one.kind == "sighting" and one.status is Status.HAPPENED and not one.unsure:
                    allowed |= {"maya", "tom"} if "both" in one.who else set(one.who) or {"maya", "tom", "kai"}
            if set(event.about) - allowed:
                out.dangers["seen without ground"] += 1
                out.extras.append(f"DANGER {case.name}: sighting {event.about} <- {case.row.cell('event')}")
        for kind, name in (
            ("case_closed", "closure"),
            ("strategy_discussion", "strategy discussion held"),
            ("initial_conference", "conference held"),
            ("gp_registration", "registered"),
        ):
            if event.kind == kind and not any(
                one.kind == kind and one.status is Status.HAPPENED for one in case.labels
            ):
                out.dangers[name] += 1
                out.extras.append(f"DANGER {case.name}: {kind} <- {case.row.cell('event')}")


def told(score_: Score) -> str:
    """One line for people."""
    return (
        f"rows {score_.rows}, wholly right {score_.whole}; kind recall {score_.kind_recall:.2f}, "
        f"kind+status recall "
        f"{score_.recall:.2f} ({score_.found}/{score_.wanted}), precision {score_.precision:.2f} "
        f"({score_.right}/{score_.produced}), attributes and who right {score_.full}/{score_.found}, "
        f"screen over misses {score_.screened}/{score_.missed}, dangers {dict(score_.dangers)}"
    )
