"""Facts of a side sheet that an ordinary chronology has no column for, told as events.

actions      what was agreed, who owns it, when it is due, when it was done
meetings     who was invited, who came, who sent apologies, when the minutes went out
bail         an adult's bail, from and to
attendance   a child's attendance at school over a period, as poor or good

They count from their day like rows do: an action agreed after the as-at day is not there yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from engine.dates.reading import DateContext, Refusal, read_when
from engine.dates.when import FAR_FUTURE, When
from engine.timeline import Event, RowRef, Status
from engine.values import replace

if TYPE_CHECKING:
    import yaml

    from engine.language.document import Document

ATTENDERS = (
    "police", "health", "GP", "social care", "education", "early help", "parent", "child", "advocate", "other",
)  # fmt: skip
"""Who can be said to have been invited to a meeting, or to have come."""

OWNER = "Children's Social Care"
"""Whose fact it is where nobody is named."""


def side_facts(document: Document, parts: dict[str, yaml.Node], file: str, ids: Sequence[str]) -> tuple[Event, ...]:
    """Every event that the lists of a side sheet tell; mistakes are collected in the document."""
    readers: dict[str, Callable[[_Entry], Iterator[Event]]] = {
        "actions": _action,
        "meetings": _meeting,
        "bail": _bail,
        "attendance": _attendance,
    }
    events: list[Event] = []
    for key, read in readers.items():
        for number, node in enumerate(document.sequence(parts.get(key), key), start=1):
            events.extend(read(_Entry(document, node, key, number, file, ids)))
    return tuple(events)


_KEYS = {
    "actions": (("what", "child", "owner", "agreed", "due", "done"), ("what", "agreed")),
    "meetings": (("on", "child", "invited", "attended", "apologies", "minutes"), ("on",)),
    "bail": (("person", "from", "to"), ("person", "from")),
    "attendance": (("child", "from", "to", "level"), ("child", "from", "level")),
}


class _Entry:
    """One entry of a list, and the making of its events."""

    def __init__(
        self, document: Document, node: yaml.Node, key: str, number: int, file: str, ids: Sequence[str]
    ) -> None:
        known, required = _KEYS[key]
        self.document = document
        self.node = node
        self.parts = document.mapping(node, known, required, f"an entry of '{key}'")
        self._key, self._number = key, number
        self._row = RowRef(file, node.start_mark.line + 1)
        self._ids = ids

    def text(self, name: str, default: str = "") -> str:
        """The words under a key."""
        return self.document.text(self.parts.get(name), name, default)

    def who(self, name: str) -> str:
        """The person under a key, who must be among the people."""
        person = self.text(name)
        if person and person not in self._ids:
            self.document.mistake(self.parts.get(name), f"'{name}' names somebody who is not among the people.")
        return person

    def day(self, name: str) -> When | None:
        """The day under a key; nothing where it is left out, or said to be open, unknown or not done."""
        text = self.text(name)
        if text in ("", "open", "unknown", "no"):
            return None
        read = read_when(text, DateContext(relative=True))
        if isinstance(read, Refusal):
            self.document.mistake(self.parts.get(name), f"'{name}' is no date that can be read: {read.why}.")
            return None
        return read

    def event(self, kind: str, when: When, attributes: dict[str, str], part: str = "", agency: str = OWNER) -> Event:
        """An event of this entry; `part` keeps several of one kind apart."""
        child = self.who("child") if "child" in self.parts else ""
        return Event(
            id=f"side sheet/{kind}/{self._key}/{self._number}{part}", kind=kind, when=when, row=self._row,
            agency=agency, attributes=attributes, about=(child,) if child else (), column=self._key,
            reader="side sheet",
        )  # fmt: skip


def _action(entry: _Entry) -> Iterator[Event]:
    what, owner = entry.text("what"), entry.text("owner", OWNER)
    for stage in ("agreed", "due", "done"):
        when = entry.day(stage)
        if when is not None:
            yield entry.event("action", when, {"stage": stage, "what": what}, f"/{stage}", owner)


def _meeting(entry: _Entry) -> Iterator[Event]:
    on, sent = entry.day("on"), entry.day("minutes")
    if on is not None:
        for key, kind, status in (
            ("invited", "invitation", Status.HAPPENED),
            ("attended", "meeting_attendance", Status.HAPPENED),
            ("apologies", "meeting_attendance", Status.NOT_HAPPENED),
        ):
            for node in entry.document.sequence(entry.parts.get(key), key, single=True):
                who = entry.document.choice(node, ATTENDERS, key)
                yield replace(entry.event(kind, on, {"who": who}, f"/{key}/{who}"), status=status)
    if sent is not None:
        yield entry.event("minutes", sent, {})


def _bail(entry: _Entry) -> Iterator[Event]:
    began, ended, person = entry.day("from"), entry.day("to"), entry.who("person")
    if began is None:
        return
    if entry.text("to") == "unknown":
        ended = When(began.earliest, FAR_FUTURE, "unknown", "unknown end")
    for change, when in (("started", began), ("ended", ended)):
        if when is not None:
            event = entry.event("bail", when, {"change": change}, f"/{change}", "Police")
            yield replace(event, person=person or None)


def _attendance(entry: _Entry) -> Iterator[Event]:
    began, ended = entry.day("from"), entry.day("to")
    level = entry.document.choice(entry.parts.get("level"), ("poor", "good"), "level")
    if began is not None:
        # A figure for a period is known when the period is over.
        when = ended or began
        yield entry.event("school_attendance", when, {"level": level}, agency="School")
