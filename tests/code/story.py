"""Short rows for the stories that tests tell."""

from __future__ import annotations

import datetime

from labelled import DAY, ONE, TWO

from engine.code import CodedRow, Coder, load_vocabulary
from engine.dates.when import When
from engine.rows import Row
from engine.timeline import Event, Person

VOCABULARY = load_vocabulary()
WHEN = When(DAY, DAY, "10/02/2022", "day")


def read(text: str, people: tuple[Person, ...] = TWO, **cells: str) -> CodedRow:
    """One row of 10 February 2022 by Children's Social Care unless `agency` says otherwise."""
    row = Row("case.csv", 7, {"event": text, "agency": "CSC", **cells})
    return Coder(people, VOCABULARY).code(row, WHEN)


def events(text: str, kind: str, people: tuple[Person, ...] = TWO, **cells: str) -> list[Event]:
    """The events of one kind in such a row."""
    return [one for one in read(text, people, **cells).events if one.kind == kind and one.reader != "screen"]


def one(text: str, kind: str, people: tuple[Person, ...] = TWO, **cells: str) -> Event:
    """The only event of that kind."""
    found = events(text, kind, people, **cells)
    assert len(found) == 1, [
        (event.kind, event.status, event.quote) for event in read(text, people, **cells).events
    ]
    return found[0]


def on(year: int, month: int, day: int) -> When:
    """An exact day."""
    at = datetime.date(year, month, day).toordinal()
    return When(at, at, f"{day}/{month}/{year}", "day")


__all__ = ["ONE", "TWO", "VOCABULARY", "WHEN", "events", "on", "one", "read"]
