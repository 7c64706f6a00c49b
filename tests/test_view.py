"""What can be known on a day: possible from the earliest day, certain from the latest, recorded or not."""

from __future__ import annotations

import pytest
from stories import AVA, BEN, NOT_CLEAR, born, case, day, events, limit, row, seen_in_person, standards

from engine.dates.calendar import Duration
from engine.language.rule import Age, All, DateRange, History, Not, NotSeenFor, StateHolds
from engine.timeline import Event, Person
from engine.truth import MAYBE, NO, YES, Truth
from engine.view import Scene, View, known_by

VISIT = row("r2", "2021-03-01..2021-03-31", "Health Visiting", "sighting", "Ava seen at home in March",
            attributes={"rung": "b"})  # fmt: skip
PLAN = row("r3", "2021-02-01", "Children's Social Care", "plan_started", "CP plan, category neglect",
           attributes={"plan": "child protection"})  # fmt: skip
PLAN_ENDED = row("r4", "2021-06-01", "Children's Social Care", "plan_ended", "Conference: plan ended",
                 attributes={"plan": "child protection"})  # fmt: skip
ON_A_PLAN = StateHolds("child protection plan")


def scene(as_at: str, *rows: Event, child: Person = AVA) -> Scene:
    return Scene(View(case(*rows, people=(child, BEN)), standards(), day(as_at)), child)


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [("2021-02-28", []), ("2021-03-01", [False]), ("2021-03-30", [False]), ("2021-03-31", [True])],
)
def test_a_visit_in_march_is_possible_from_the_first_and_certain_from_the_last(
    as_at: str, expected: list[bool]
) -> None:
    marks = known_by(scene(as_at, VISIT).marks(seen_in_person()), day(as_at))
    assert [mark.sure for mark in marks] == expected


def test_a_row_recorded_later_is_not_known_of_before() -> None:
    late = row("r2", "2021-03-05", "GP", "sighting", "Seen in surgery", recorded="2021-05-10",
               attributes={"rung": "b"})  # fmt: skip
    assert not scene("2021-05-09", late).marks(seen_in_person())
    (mark,) = scene("2021-05-10", late).marks(seen_in_person())
    assert (mark.first, mark.settled, mark.sure) == (day("2021-05-10"), day("2021-05-10"), True)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"about": ("ava",)}, [True]),
        ({"about": ()}, [True]),  # a row that names nobody concerns the household
        ({"about": (), "perhaps_about": ("ava", "ben")}, [False]),  # "one of the children"
        ({"about": ("ben",)}, []),
        ({"certain": False}, [False]),
        ({"attributes": {"rung": NOT_CLEAR}}, [False]),
        ({"attributes": {"rung": "a"}}, []),  # sight only
        ({"attributes": {}, "fully_read": False}, [False]),
        ({"attributes": {}}, []),
    ],
)
def test_only_a_row_that_surely_says_so_is_sure(told: dict[str, object], expected: list[bool]) -> None:
    said = {"attributes": {"rung": "b"}, **told}
    visit = row("r2", "2021-03-05", "Health Visiting", "sighting", "Child seen", **said)  # type: ignore[arg-type]
    assert [mark.sure for mark in scene("2021-04-01", visit).marks(seen_in_person())] == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2021-01-31", NO),
        ("2021-02-01", YES),
        ("2021-05-31", YES),
        ("2021-06-01", NO),
    ],
)
def test_a_plan_runs_from_the_day_it_starts_to_the_day_before_it_ends(on: str, expected: Truth) -> None:
    told = scene("2021-12-31", PLAN, PLAN_ENDED)
    assert told.truth(ON_A_PLAN, day(on), told.as_at) is expected


def test_a_plan_that_starts_and_ends_on_one_day_may_be_either() -> None:
    ended = row("r4", "2021-02-01", "Children's Social Care", "plan_ended", "Plan ended",
                attributes={"plan": "child protection"})  # fmt: skip
    told = scene("2021-12-31", PLAN, ended)
    assert told.truth(ON_A_PLAN, day("2021-03-01"), told.as_at) is MAYBE


def test_a_plan_of_which_no_row_speaks_may_be_on() -> None:
    told = scene("2021-12-31", VISIT)
    assert told.truth(ON_A_PLAN, day("2021-03-01"), told.as_at) is MAYBE
    assert told.truth(StateHolds("in hospital"), day("2021-03-01"), told.as_at) is NO


def test_a_plan_that_is_only_told_to_have_ended_may_have_been_on_before() -> None:
    told = scene("2021-12-31", PLAN_ENDED)
    assert told.truth(ON_A_PLAN, day("2021-05-31"), told.as_at) is MAYBE
    assert told.truth(ON_A_PLAN, day("2021-06-01"), told.as_at) is NO


def test_a_doubtful_homecoming_tells_that_ava_may_have_been_in_hospital() -> None:
    home = row("r5", "2021-06-01", "Hospital", "living_place", "One of the children home from the ward", about=(),
               perhaps_about=("ava", "ben"), attributes={"place": "home"})  # fmt: skip
    told = scene("2021-12-31", home)
    assert told.truth(StateHolds("in hospital"), day("2021-05-20"), told.as_at) is MAYBE
    assert told.truth(StateHolds("in hospital"), day("2021-06-02"), told.as_at) is NO


def test_a_bail_of_one_man_says_nothing_of_another() -> None:
    bailed = row("r5", "2021-06-01", "Police", "exclusion", "Bailed not to attend the address", person="dan",
                 attributes={"change": "started"})  # fmt: skip
    told = scene("2021-12-31", bailed)
    excluded = StateHolds("adult excluded")
    later = day("2021-07-01")
    assert told.truth(excluded, later, told.as_at, "dan") is YES
    assert told.truth(excluded, later, told.as_at, "sam") is NO
    assert told.truth(excluded, later, told.as_at) is MAYBE  # an adult whom the row does not name


@pytest.mark.parametrize(
    ("dates", "on", "expected"),
    [
        ("2021-01-10", "2022-01-09", YES),
        ("2021-01-10", "2022-01-10", NO),  # no longer under one on the birthday
        ("2021-01-01..2021-01-31", "2022-01-15", MAYBE),
        ("2020-02-29", "2021-02-27", YES),
        ("2020-02-29", "2021-02-28", NO),
    ],
)
def test_age_is_counted_in_birthdays(dates: str, on: str, expected: Truth) -> None:
    told = scene("2022-12-31", VISIT, child=born(AVA, dates))
    assert told.truth(Age(under=Duration(1, "years")), day(on), told.as_at) is expected


def test_without_a_date_of_birth_an_age_is_never_known() -> None:
    told = scene("2022-12-31", VISIT)
    assert told.truth(Age(under=Duration(1, "years")), told.as_at, told.as_at) is MAYBE


@pytest.mark.parametrize(
    ("mode", "on", "expected"),
    [
        ("ever", "2021-02-28", NO),
        ("ever", "2021-03-15", MAYBE),
        ("ever", "2021-03-31", YES),
        ("earlier", "2021-03-31", MAYBE),
        ("earlier", "2021-04-01", YES),
        ("never", "2021-04-01", NO),
        ("never", "2021-02-28", YES),
    ],
)
def test_history_is_told_by_the_day(mode: str, on: str, expected: Truth) -> None:
    told = scene("2021-12-31", VISIT)
    assert told.truth(History(mode, seen_in_person()), day(on), told.as_at) is expected


def test_history_looks_back_to_the_last_permitted_day() -> None:
    visit = row("r2", "2021-03-05", "GP", "sighting", "Seen", attributes={"rung": "b"})
    told = scene("2021-12-31", visit)
    within = History("ever", seen_in_person(), Duration(10, "days"))
    assert told.truth(within, day("2021-03-15"), told.as_at) is YES
    assert told.truth(within, day("2021-03-16"), told.as_at) is NO


def test_not_seen_for_counts_from_the_first_row_where_there_is_no_sighting() -> None:
    told = scene("2021-12-31", PLAN)
    unseen = NotSeenFor(seen_in_person(), limit("unseen", "28 days"))
    assert told.truth(unseen, day("2021-03-01"), told.as_at) is NO
    assert told.truth(unseen, day("2021-03-02"), told.as_at) is YES


def test_conditions_combine_without_losing_doubt() -> None:
    told = scene("2021-12-31", PLAN)
    spring = DateRange(day("2021-03-01"), day("2021-06-01"))
    unknown = StateHolds("child in need plan")
    on = day("2021-05-31")
    assert told.truth(All((spring, ON_A_PLAN)), on, told.as_at) is YES
    assert told.truth(All((spring, unknown)), on, told.as_at) is MAYBE
    assert told.truth(All((Not(spring), unknown)), on, told.as_at) is NO


def test_the_record_of_a_child_begins_with_the_later_of_birth_and_first_row() -> None:
    older = row("r1", "2020-11-01", "Police", "contact", "Call about Ben", about=("ben",))
    told = scene("2021-12-31", older, VISIT, child=born(AVA, "2021-01-10"))
    assert told.record.range(told.as_at) == (day("2021-01-10"), day("2021-01-10"))
    assert told.record.range(day("2020-12-01")) is None
    nobody_knows = scene("2021-12-31", older, VISIT)
    assert nobody_knows.record.range(nobody_knows.as_at) == (day("2021-03-01"), day("2021-03-31"))
    assert not nobody_knows.record.surely(day("2021-03-30"))
    assert nobody_knows.record.surely(day("2021-03-31"))


def test_a_row_recorded_later_does_not_begin_the_record_before_it_is_known() -> None:
    early = row("r1", "2020-11-01", "GP", "contact", "Noted later", recorded="2021-08-01")
    told = scene("2021-12-31", early, PLAN)
    assert told.record.range(day("2021-07-31")) == (day("2021-02-01"), day("2021-02-01"))
    assert told.record.range(day("2021-08-01")) == (day("2020-11-01"), day("2020-11-01"))


def test_a_selector_of_other_kinds_finds_nothing() -> None:
    assert not scene("2021-12-31", VISIT).marks(events("referral", "referral"))
