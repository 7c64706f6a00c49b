"""Small random records and rules for the oracle: a few rows, each with something in doubt.

Everything is drawn from a `random.Random`. Hypothesis gives one whose draws it can shrink; the long runs
give a seeded one, which is far faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any, TypeVar

from engine.dates.calendar import Duration
from engine.dates.calendars import calendar_for
from engine.dates.when import Day, When
from engine.language.rule import (
    Age,
    All,
    AttributeTest,
    Branch,
    Condition,
    Conflict,
    Count,
    DateRange,
    Deadline,
    Gap,
    History,
    Join,
    Missing,
    Not,
    NotSeenFor,
    Operator,
    Parameter,
    Pattern,
    Quantity,
    Rule,
    Selector,
    StateHolds,
)
from engine.language.rule import Any as AnyOf
from engine.timeline import Case, Event, Person, RowRef, Special, Status
from engine.truth import MAYBE, NO
from engine.view import Standards, StateDefinition

Item = TypeVar("Item")

STARTS = tuple(
    date.fromisoformat(text).toordinal()
    for text in ("2021-03-01", "2021-12-20", "2022-04-11", "2022-05-30", "2021-01-25", "2024-02-26")
)
"""A plain month, Christmas, Easter, the jubilee weekend, a month's end and a leap year."""

AGENCIES = ("Health Visiting", "Police", "School")

SIGHTING = Selector("sighting", (Pattern(("sighting",), tests=(AttributeTest("rung", "at least", ("b",)),)),))
VISIT = Selector("visit", (Pattern(("visit",), tests=(AttributeTest("outcome", "in", ("no access",)),)),))
SEEN = Selector("seen", (Pattern(("sighting",)),))
MEETING = Selector("meeting", (Pattern(("meeting",)),))
CLOSURE = Selector("closure", (Pattern(("case_closed",)),))
DECISION = Selector("decision", (Pattern(("decision",)),))
INSTRUCTION = Selector("instruction", (Pattern(("instruction",)),))

STATES = {
    "plan": StateDefinition(
        "plan",
        Selector("plan opened", (Pattern(("plan_started",)),)),
        Selector("plan closed", (Pattern(("plan_ended",)),)),
        MAYBE,
    ),
    "in hospital": StateDefinition(
        "in hospital",
        Selector("in", (Pattern(("living_place",), tests=(AttributeTest("place", "in", ("hospital",)),)),)),
        Selector("out", (Pattern(("living_place",), tests=(AttributeTest("place", "in", ("home",)),)),)),
        NO,
    ),
    "excluded": StateDefinition(
        "excluded",
        Selector("excluded", (Pattern(("exclusion",), tests=(AttributeTest("change", "in", ("started",)),)),)),
        Selector("let back", (Pattern(("exclusion",), tests=(AttributeTest("change", "in", ("ended",)),)),)),
        NO,
        per_person=True,
    ),
}
STATE_KINDS = {"plan": ("plan_started", "plan_ended"), "in hospital": ("living_place",), "excluded": ("exclusion",)}

KIM = Person("kim", "child")
LEE = Person("lee", "child")
ADULTS = (Person("dan", "father"), Person("sam", "partner"))


@dataclass
class Drawn:
    """A record, a rule, and the days to ask about."""

    case: Case
    rule: Rule
    standards: Standards
    child: Person
    days: list[Day]
    plain: bool = True
    """Whether no working days, months or calendar are involved."""
    notes: set[str] = field(default_factory=set)


class Maker:
    """Draws a record and a rule from a source of chance."""

    def __init__(self, rng: Any, working: bool | None = None) -> None:
        self.rng: Random = rng
        self.start = self.one(STARTS)
        self.working = self.chance(0.4) if working is None else working
        self.kinds: list[str] = []
        self.wide = 14

    def one(self, items: Sequence[Item]) -> Item:
        return items[self.rng.randint(0, len(items) - 1)]

    def chance(self, share: float) -> bool:
        return self.rng.randint(1, 100) <= share * 100

    # --- rules ---------------------------------------------------------------------------------

    def duration(self, most: int = 5) -> Duration:
        if self.working:
            return Duration(self.rng.randint(0, max(1, most - 1)), "working days")
        if self.chance(0.05):
            return self.one((Duration(1, "weeks"), Duration(1, "months")))
        return Duration(self.rng.randint(0, most), "days")

    def parameter(self, name: str, most: int = 5, branches: bool = False) -> Parameter:
        table = []
        while branches and len(table) < 2 and self.chance(0.6):
            table.append(Branch(self.condition(simple=True), quantity(self.duration(most))))
        return Parameter(name, quantity(self.duration(most)), tuple(table))

    def condition(self, simple: bool = False, person: bool = False) -> Condition:
        kind = self.rng.randint(0, 9 if simple else 13)
        match kind:
            case 0 | 1 | 2:
                name = self.one(("plan", "in hospital", "excluded") if person else ("plan", "in hospital"))
                self.kinds.extend(STATE_KINDS[name])
                return StateHolds(name)
            case 3 | 4:
                return Age(**{self.one(("under", "at_least")): Duration(self.rng.randint(0, 12), "days")})
            case 5:
                return DateRange(**{self.one(("start", "end")): self.start + self.rng.randint(0, 12)})
            case 6 | 7:
                self.kinds.append("decision")
                within = self.duration(6) if self.chance(0.4) else None
                return History(self.one(("ever", "never", "earlier")), DECISION, within)
            case 8 | 9:
                self.kinds.append("sighting")
                selector = self.one((SEEN, SIGHTING))
                return NotSeenFor(selector, self.parameter("unseen", 4, branches=self.chance(0.2)))
            case 10:
                return Not(self.condition(simple=True, person=person))
            case 11 | 12:
                return All((self.condition(True, person), self.condition(True, person)))
            case _:
                return AnyOf((self.condition(True, person), self.condition(True, person)))

    def rule(self, operator: Operator, applies: bool, person: bool = False, resolved: float = 0.0) -> Rule:
        condition = self.condition(person=person) if applies else None
        resolved_by = None
        if self.chance(resolved):
            resolved_by = MEETING
            self.kinds.append("meeting")
        return Rule(
            name="trial",
            version=1,
            title="A rule made up for a test",
            theme="test",
            urgency="soon",
            why="",
            ask="",
            operator=operator,
            applies=condition,
            resolved_by=resolved_by,
        )

    # --- records -------------------------------------------------------------------------------

    def when(self, imprecise: float = 0.6) -> When:
        first = self.start + self.rng.randint(0, self.wide)
        last = first + (self.rng.randint(1, 4) if self.chance(imprecise) else 0)
        return When(first, last, "", "day")

    def attributes(self, kind: str) -> dict[str, str]:
        options: dict[str, dict[str, tuple[str, ...]]] = {
            "sighting": {"rung": ("a", "b", "c", Special.UNKNOWN)},
            "visit": {"outcome": ("no access", "no access", "access", Special.UNKNOWN)},
            "living_place": {"place": ("hospital", "home", Special.UNKNOWN)},
            "exclusion": {"change": ("started", "ended", Special.UNKNOWN)},
            "referral": {"to": ("duty", "early help", Special.UNKNOWN, "")},
            "meeting": {"to": ("duty", "early help", Special.UNKNOWN, "")},
            "no_further_action": {
                "rationale": ("told", Special.UNKNOWN, "", Special.NOT_APPLICABLE),
                "manager": ("yes", "no", Special.UNKNOWN, ""),
            },
            "bruise": {"site": ("arm", "leg", Special.UNKNOWN, ""), "explained": ("yes", "no", Special.UNKNOWN, "")},
        }
        drawn = {name: self.one(values) for name, values in options.get(kind, {}).items()}
        return {name: value for name, value in drawn.items() if value and not self.chance(0.1)}

    def event(self, number: int, kind: str, person: bool = False) -> Event:
        about: tuple[str, ...] = ("kim",)
        perhaps: tuple[str, ...] = ()
        if self.chance(0.1):
            about, perhaps = (), ("kim", "lee")
        elif self.chance(0.08):
            about = self.one((("lee",), ()))
        when = self.when()
        return Event(
            id=f"e{number}",
            kind=kind,
            when=when,
            row=RowRef("record.csv", number + 2),
            agency=self.one(AGENCIES),
            status=Status.PLANNED if self.chance(0.04) else Status.HAPPENED,
            attributes=self.attributes(kind),
            about=about,
            perhaps_about=perhaps,
            person=self.one(("dan", "sam", None)) if person else None,
            certain=not self.chance(0.15),
            fully_read=not self.chance(0.1),
            times=self.rng.randint(2, 3) if kind == "visit" and self.chance(0.12) else 1,
            recorded=when.earliest + self.rng.randint(0, 8) if self.chance(0.15) else None,
        )

    def case(self, fewest: int = 2, most: int = 5, person: bool = False) -> Case:
        count = self.rng.randint(fewest, most)
        events = tuple(self.event(number, self.one(self.kinds), person) for number in range(count))
        return case_of(events, (self.born(), LEE, *ADULTS))

    def born(self) -> Person:
        if self.chance(0.35):
            return KIM
        if self.chance(0.5):
            day = self.start - 2000
            return replace(KIM, born=When(day, day, "", "day"))
        first = self.start - self.rng.randint(-6, 8)
        return replace(KIM, born=When(first, first + self.rng.randint(0, 3), "", "day"))

    def days(self, case: Case, number: int) -> list[Day]:
        last = max(event.when.latest for event in case.events) + 8
        return sorted({self.rng.randint(self.start, last) for _ in range(number - 1)} | {last})

    def drawn(self, operator: Operator, applies: bool, resolved: float = 0.0, **case: Any) -> Drawn:
        rule = self.rule(operator, applies, person=bool(case.get("person")), resolved=resolved)
        made = self.case(**case)
        return Drawn(
            case=made,
            rule=rule,
            standards=Standards(STATES, calendar_for("England") if self.working else None),
            child=made.people[0],
            days=self.days(made, 3),
            plain=not self.working,
        )

    # --- one maker for each operator -----------------------------------------------------------

    def gap(self, applies: bool = False) -> Drawn:
        self.kinds = ["sighting"] * 3
        longest = self.parameter("longest", branches=applies and self.chance(0.4))
        return self.drawn(Gap(self.one((SEEN, SIGHTING)), longest), applies)

    def deadline(self, applies: bool = False) -> Drawn:
        self.kinds = ["referral", "referral", "meeting", "meeting"]
        cancelled = CLOSURE if self.chance(0.4) else None
        if cancelled:
            self.kinds.append("case_closed")
        following = INSTRUCTION if self.chance(0.3) else None
        if following:
            self.kinds.extend(["instruction", "instruction"])
        person = self.chance(0.3)
        same: tuple[Join, ...] = ()
        if self.chance(0.3):
            name = "person" if person else "to"
            same = (Join(("meeting", name), ("referral", name)),)
        before = self.parameter("before", 3, branches=applies and self.chance(0.3)) if self.chance(0.3) else None
        operator = Deadline(
            after=self.trigger(person),
            expect=MEETING,
            within=self.parameter("within", branches=applies and self.chance(0.4)),
            following=following,
            or_before=before,
            cancelled_by=cancelled,
            same=same,
            horizon=Duration(30, "days"),
        )
        drawn = self.drawn(operator, applies, person=person)
        if person and self.chance(0.5):
            drawn.rule = replace(drawn.rule, per="person")
        return drawn

    def trigger(self, person: bool) -> Selector:
        """Referrals; sometimes meetings too, which then open and meet; sometimes those about a partner only."""
        kinds = ("referral", "meeting") if self.chance(0.15) else ("referral",)
        roles = ("partner",) if person and self.chance(0.3) else ()
        return Selector("referral", (Pattern(kinds, adult_roles=roles),))

    def count(self, applies: bool = False) -> Drawn:
        self.kinds = ["visit"] * 4
        none_of = SIGHTING if self.chance(0.4) else None
        if none_of:
            self.kinds.append("sighting")
        times = Parameter("times", quantity(self.rng.randint(1, 3)))
        if applies and self.chance(0.3):
            branch = Branch(self.condition(simple=True), quantity(self.rng.randint(1, 3)))
            times = replace(times, branches=(branch,))
        operator = Count(
            of=VISIT,
            at_least=times,
            within=self.parameter("within", 6, branches=applies and self.chance(0.4)),
            with_none_of=none_of,
        )
        return self.drawn(operator, applies, resolved=0.4)

    def missing(self, applies: bool = False) -> Drawn:
        self.kinds = ["no_further_action"] * 3
        operator = Missing(
            event=Selector("decision", (Pattern(("no_further_action",)),)),
            fields=self.one(((), ("rationale",), ("rationale", "manager"))),
            unless=(AttributeTest("manager", "in", ("yes",), negated=self.chance(0.3)),) if self.chance(0.3) else (),
            latest=self.chance(0.4),
            unknown_is_missing=self.chance(0.3),
        )
        return self.drawn(operator, applies, resolved=0.5, most=4)

    def conflict(self, applies: bool = False) -> Drawn:
        self.kinds = ["bruise"] * 3
        operator = Conflict(
            between=Selector("bruise", (Pattern(("bruise",)),)),
            differ="explained",
            across="agency",
            same=self.one(((), ("site",))),
            within=self.parameter("within", 4, branches=applies and self.chance(0.3)),
        )
        return self.drawn(operator, applies, resolved=0.5, most=4)


def quantity(value: Duration | int) -> Quantity:
    return Quantity(value, "ours", "a test")


def case_of(events: Sequence[Event], people: Sequence[Person]) -> Case:
    """A case with one row for each event."""
    rows = {event.row: (event.when, event.agency, event.recorded) for event in events}
    return Case("trial", tuple(people), tuple(events), rows=rows)


def cut(case: Case, as_at: Day) -> Case:
    """The case as it was on a day: every row that could not yet be known of deleted."""
    kept = [
        event
        for event in case.events
        if max(event.when.earliest, event.recorded if event.recorded is not None else event.when.earliest) <= as_at
    ]
    return case_of(kept, case.people)
