"""A rule, as data: what a rule file means once it has been loaded.

Rule            header, named events, parameters, guards and exactly one operator
├── Selector    which events: any of several patterns, each a set of tests
├── Condition   when the rule applies: states, age, history, dates
├── Parameter   a number with its unit, bounds, basis and source; a first-match table
└── Gap | Deadline | Count | Missing | Conflict

Standard library only: the kernel imports nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.dates.calendar import Duration
from engine.dates.when import Day
from engine.timeline import Status
from engine.values import dataclass, field

# --- selectors ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AttributeTest:
    """One test of one attribute. `comparison` is "in", "at least", "unknown", "absent" or "present"."""

    attribute: str
    comparison: str
    values: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """All of its tests hold: kind, status, agency, the adult's role, attributes."""

    kinds: tuple[str, ...]
    statuses: tuple[Status, ...] = (Status.HAPPENED,)
    agencies: tuple[str, ...] = ()
    agencies_negated: bool = False
    adult_roles: tuple[str, ...] = ()
    tests: tuple[AttributeTest, ...] = ()
    another_child: bool = False
    """Matches what is about another child of the household and not about this one."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Events that match any of the patterns. `name` is what the rule calls them."""

    name: str
    patterns: tuple[Pattern, ...]


# --- conditions --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StateHolds:
    """A state of the vocabulary (a plan, an open case) holds on the day."""

    state: str


@dataclass(frozen=True, slots=True)
class Age:
    """The child is under `under` and at least `at_least` old on the day; either may be absent."""

    under: Parameter | Duration | None = None
    at_least: Parameter | Duration | None = None


@dataclass(frozen=True, slots=True)
class NotSeenFor:
    """More than `duration` has passed since the last event of `selector`, or since the record of the child began."""

    selector: Selector
    duration: Parameter


@dataclass(frozen=True, slots=True)
class History:
    """Events of `selector` at any age: "ever" (by the day), "earlier" (before it) or "never" (not by it).

    `within` limits how far back is looked (a day exactly `within` before still counts).
    """

    mode: str
    selector: Selector
    within: Parameter | Duration | None = None


@dataclass(frozen=True, slots=True)
class DateRange:
    """The day lies on or after `start` and before `end`: for standards in force between dates."""

    start: Day | None = None
    end: Day | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = StateHolds | Age | NotSeenFor | History | DateRange | All | Any | Not


# --- parameters --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a rule and where it comes from. `basis`: statutory, local, seed or ours."""

    value: Duration | int
    basis: str
    source: str
    nation: str = "england"


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of a first-match table: the quantity that holds where the condition does."""

    condition: Condition
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named number: the first branch whose condition holds, else `default`; local changes stay in the bounds."""

    name: str
    default: Quantity
    branches: tuple[Branch, ...] = ()
    bounds: tuple[Duration | int, Duration | int] | None = None


def length_of(value: Parameter | Duration) -> Duration:
    """The length of time that a guard rests on: a parameter without branches, or the length itself."""
    if isinstance(value, Duration):
        return value
    assert isinstance(value.default.value, Duration)
    return value.default.value


# --- operators ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Join:
    """`left.field` of one event must equal `right.field` of another; "kind" and "person" count as fields."""

    left: tuple[str, str]
    right: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Gap:
    """Longer than `longest` since the last event of `between`. Breached from the day after last + longest.

    `starting` says where the clock starts if there was none: "record" (the later of birth and the
    child's first row) or "birth" (not evaluated where the file starts after the birth).
    """

    between: Selector
    longest: Parameter
    starting: str = "record"


@dataclass(frozen=True, slots=True)
class Deadline:
    """After each event of `after`, one of `expect` within `within` (the last permitted day counts).

    With `following`, the obligation opens at the first event of `after` on or after each event of
    `following` (an instruction and the condition it waits for). `or_before` lets an expected event
    up to that long before the trigger count. Past `horizon` after the due day an obligation that is
    still overdue is shown as lapsed; None means it stays open until met.
    """

    after: Selector
    expect: Selector
    within: Parameter
    following: Selector | None = None
    or_before: Parameter | None = None
    cancelled_by: Selector | None = None
    same: tuple[Join, ...] = ()
    horizon: Duration | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """At least `at_least` episodes of `of` within `within` (first to last), none of `with_none_of` among them."""

    of: Selector
    at_least: Parameter
    within: Parameter
    with_none_of: Selector | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """An event of `event` in which every one of `fields` is missing; with no fields, one that merely occurred.

    `unless` excuses an event that matches it; `latest` looks only at the child's latest such event;
    `unknown_is_missing` counts "said to be unknown" as missing.
    """

    event: Selector
    fields: tuple[str, ...] = ()
    unless: tuple[AttributeTest, ...] = ()
    latest: bool = False
    unknown_is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two events of `between` at most `within` apart, from different sources, that disagree on `differ`."""

    between: Selector
    differ: str
    across: str
    same: tuple[str, ...]
    within: Parameter


Operator = Gap | Deadline | Count | Missing | Conflict


# --- the rule ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a rule comes from: a title, and the paragraph or section in it."""

    title: str
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class UrgencyBranch:
    """A row of the first-match table of urgencies."""

    condition: Condition
    urgency: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One practice rule. `kind` is "rule" or "question" (a matter of judgement, never for today)."""

    name: str
    version: int
    title: str
    theme: str
    urgency: str
    why: str
    ask: str
    operator: Operator
    kind: str = "rule"
    urgency_branches: tuple[UrgencyBranch, ...] = ()
    packs: tuple[str, ...] = ("core",)
    held_by: tuple[str, ...] = ()
    """Agencies whose rows would hold the act; not evaluated where none of them has a row. Empty: any row will do."""
    needs: tuple[str, ...] = ()
    """Facts without which the rule is not evaluated: "date of birth"."""
    applies: Condition | None = None
    events: Mapping[str, Selector] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    resolved_by: Selector | None = None
    answered_by: Selector | None = None
    lapses: bool = True
    """Whether closing the case while a finding is open makes it "lapsed: closed while open"."""
    per: str = "child"
    """"child", "person" (one obligation for each adult) or "household" (one for all the children)."""
    kept: str = ""
    """What is said where the standard was surely kept to; empty where it is not worth a line."""
    references: tuple[Reference, ...] = ()
    source: str = ""
    """The rule file, for messages."""
