"""The case on a time line: who is in it, what happened, and what was visible on a given day.

Person    a child of the case or an adult, known by role
Event     what one clause of one row says happened
Case      people and events together, and what each agency contributed

Everything here is an immutable value. No wall clock, no files: the same case gives the same answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from engine.dates.when import Day, When
from engine.values import dataclass, field


class Status(StrEnum):
    """What a clause claims about its event. Only HAPPENED can satisfy an expectation."""

    HAPPENED = "happened"
    """It took place."""
    NOT_HAPPENED = "did not happen"
    """The row says that it did not take place."""
    PLANNED = "planned"
    """Intended, requested, booked or recommended; not said to have taken place."""
    CONDITIONAL = "conditional"
    """To be done only if something else happens."""
    HISTORICAL = "historical"
    """Told as background to the row: it happened at some earlier time, not on the row's date."""
    DECLINED = "declined"
    """Asked for or offered, and turned down."""


class Special(StrEnum):
    """Values of an attribute that are not values. A missing key means "not stated"."""

    UNKNOWN = "<said to be unknown>"
    """The row says that it is not known ("not clear whether")."""
    NOT_APPLICABLE = "<not applicable>"
    """The attribute cannot apply to this event."""


RUNGS: tuple[str, ...] = ("a", "b", "c", "d", "e")
"""The ladder of "seen", lowest first.

a  sight only: asleep, at a window or doorstep, by video
b  in person by a professional who looked at this child
c  by the worker whose duty it is
d  alone and listened to, or for a baby awake and handled
e  at home, with the bedroom
"""


@dataclass(frozen=True, slots=True)
class RowRef:
    """The row an event was read from, as a person finds it again."""

    file: str
    number: int
    sheet: str | None = None
    """Which part of the file, in words ("sheet Police", "table 2"); None where it has only one."""

    @property
    def shown(self) -> str:
        """The row as it is named to a person: "5", or "5 of table 2"."""
        return f"{self.number} of {self.sheet}" if self.sheet else str(self.number)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a row says, about whom, when, and in which words.

    `id` is unique in the case and independent of row order where the source gives a reference.
    `about` are ids of children it is surely about, `perhaps_about` those it may be about (a subject
    that is "one of the children" has them all here). `person` is the adult it concerns, by id.
    `certain` is False where the reading is a guess or the clause itself is in doubt.
    `fully_read` is False where part of the row was not understood, so that an attribute that is not
    stated may stand in the part that was not read. `times` is how many such events the words surely
    tell of ("over six visits" is seven). `visible` is the first day on which the row can be known of
    (its earliest day, or its recorded day).
    """

    id: str
    kind: str
    when: When
    row: RowRef
    agency: str
    status: Status = Status.HAPPENED
    attributes: Mapping[str, str] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    perhaps_about: tuple[str, ...] = ()
    person: str | None = None
    certain: bool = True
    fully_read: bool = True
    times: int = 1
    quote: str = ""
    span: tuple[int, int] = (0, 0)
    column: str = "event"
    reader: str = "vocabulary"
    """How it was read: "vocabulary", "column", "side sheet", or "screen" for a may-event of an unread row.

    Seen with one agency's eyes also "not said who was told", for what it may have known of.
    """
    restricted: bool = False
    recorded: Day | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A child of the case or an adult. Rules match `role`, never `names`."""

    id: str
    role: str
    """"child", "unborn", or an adult's role: "mother", "father", "partner", "grandmother" ..."""
    names: tuple[str, ...] = ()
    """Every way the rows refer to this person, as whole words, longest first."""
    born: When | None = None
    sex: str | None = None
    parent_of: tuple[str, ...] = ()
    household: bool = True
    """Whether the person lives in the home as far as the roster says."""

    @property
    def is_child(self) -> bool:
        """True for a child or an unborn baby of the case."""
        return self.role in ("child", "unborn")


@dataclass(frozen=True, slots=True)
class Unread:
    """A row, or the part of it, that no reading covers; listed, never dropped."""

    row: RowRef
    when: When | None
    agency: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """An agency's contribution: its canonical name, first and last day of its rows, and their number."""

    agency: str
    first: Day
    last: Day
    rows: int


@dataclass(frozen=True, slots=True)
class Twice:
    """Two rows that tell, or may tell, of one event."""

    first: RowRef
    second: RowRef
    sure: bool
    """Word for word the same: the second row's events are not counted. Else both stand, and counts allow for it."""
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything read of one case, before any as-at day is chosen."""

    name: str
    people: tuple[Person, ...]
    events: tuple[Event, ...]
    unread: tuple[Unread, ...] = ()
    rows: Mapping[RowRef, tuple[When | None, str, Day | None]] = field(default_factory=dict)
    """Every row read: its When (None where undated), its agency and the day it was recorded, if told."""
    declared_coverage: Mapping[str, tuple[Day, Day]] = field(default_factory=dict)
    """Agencies whose contribution the side sheet declares complete, first to last day."""
    nation: str = "england"
    told_twice: tuple[Twice, ...] = ()
    """Pairs of rows that tell, or may tell, of one event."""

    @property
    def children(self) -> tuple[Person, ...]:
        """The children of the case, in roster order."""
        return tuple(person for person in self.people if person.is_child)
