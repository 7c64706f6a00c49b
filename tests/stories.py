"""Small chronologies told row by row, for tests that read like one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from engine.data import data_path
from engine.dates.calendar import Duration
from engine.dates.calendars import calendar_for
from engine.dates.when import Day, When
from engine.language.kinds import load_kinds
from engine.language.rule import AttributeTest, Operator, Parameter, Pattern, Quantity, Rule, Selector
from engine.language.states import load_states
from engine.timeline import Case, Event, Person, RowRef, Special
from engine.view import Standards

AVA = Person("ava", "child", ("Ava",))
BEN = Person("ben", "child", ("Ben",))
NOT_CLEAR = Special.UNKNOWN


def day(text: str) -> Day:
    """A day written 2021-03-14."""
    return date.fromisoformat(text).toordinal()


def when(text: str) -> When:
    """A day, or "2021-03-01..2021-03-31"."""
    first, _, last = text.partition("..")
    return When(day(first), day(last or first), text, "day")


def born(person: Person, text: str) -> Person:
    """The person with a date of birth."""
    return Person(person.id, person.role, person.names, when(text))


def row(
    id: str,
    dates: str,
    agency: str,
    kind: str,
    quote: str,
    about: tuple[str, ...] = ("ava",),
    recorded: str | None = None,
    attributes: Mapping[str, str] | None = None,
    **others: Any,
) -> Event:
    """One row and what it says happened."""
    return Event(
        id=id,
        kind=kind,
        when=when(dates),
        row=RowRef("chronology.csv", int(id.strip("r"))),
        agency=agency,
        attributes=attributes or {},
        about=about,
        quote=quote,
        recorded=day(recorded) if recorded else None,
        **others,
    )


def case(*rows: Event, people: tuple[Person, ...] = (AVA,)) -> Case:
    """A chronology of these rows."""
    return Case("Ava", people, rows, rows={told.row: (told.when, told.agency, told.recorded) for told in rows})


def events(name: str, *kinds: str, **tests: str) -> Selector:
    """Events of these kinds, with these values."""
    checks = tuple(AttributeTest(attribute, "in", (value,)) for attribute, value in tests.items())
    return Selector(name, (Pattern(kinds, tests=checks),))


def seen_in_person() -> Selector:
    """A sighting by a professional who looked at the child, or better."""
    return Selector("seen", (Pattern(("sighting",), tests=(AttributeTest("rung", "at least", ("b",)),)),))


def limit(name: str, text: str) -> Parameter:
    """A number such as "28 days"."""
    return Parameter(name, Quantity(Duration.parse(text), "ours", "a test"))


def rule(name: str, operator: Operator, **others: Any) -> Rule:
    """A rule about seeing a child, unless said otherwise."""
    others.setdefault("urgency", "now")
    return Rule(name, 1, name, "seeing", why="", ask="", operator=operator, **others)


@cache
def standards() -> Standards:
    """The states that ship with the program, and England's working days."""
    vocabulary = data_path("rules") / "vocabulary"
    kinds = load_kinds((vocabulary / "kinds.yaml").read_text(encoding="utf-8"), "kinds.yaml")
    states = load_states((vocabulary / "states.yaml").read_text(encoding="utf-8"), "states.yaml", kinds)
    return Standards(states, calendar_for("England"))
