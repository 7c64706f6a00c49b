"""Each operator against every world of small random records: never an outcome lost, never hindsight."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from oracle.checks import Tally, check_ended, check_lifecycle, check_sound
from oracle.measure import NAMES, draw, measure
from oracle.records import Drawn, Maker
from oracle.worlds import TooManyWorlds

from engine.dates.calendar import OutsideCalendar
from engine.language.rule import Deadline

quick = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)

CASES = [(name, applies, working) for name in NAMES for applies in (False, True) for working in (False, True)]
IDS = [
    f"{name}-{'guarded' if applies else 'plain'}-{'working-days' if working else 'days'}"
    for name, applies, working in CASES
]


def made(chance: object, name: str, applies: bool, working: bool) -> Drawn:
    drawn: Drawn = getattr(Maker(chance, working), name)(applies)
    return drawn


@pytest.mark.parametrize(("name", "applies", "working"), CASES, ids=IDS)
@given(chance=st.randoms(use_true_random=False))
@quick
def test_no_outcome_of_any_world_is_lost(chance: object, name: str, applies: bool, working: bool) -> None:
    tally = Tally()
    try:
        check_sound(made(chance, name, applies, working), tally, limit=600)
    except TooManyWorlds:
        assume(False)
    assert not tally.lost


@pytest.mark.parametrize(("name", "applies", "working"), CASES, ids=IDS)
@given(chance=st.randoms(use_true_random=False))
@quick
def test_the_history_of_a_finding_never_uses_a_later_row(
    chance: object, name: str, applies: bool, working: bool
) -> None:
    assert not check_lifecycle(made(chance, name, applies, working))


@pytest.mark.parametrize("working", [False, True])
@given(chance=st.randoms(use_true_random=False))
@quick
def test_an_ended_stretch_of_a_gap_is_in_time_or_late_as_the_worlds_say(chance: object, working: bool) -> None:
    tally = Tally()
    try:
        check_ended(made(chance, "gap", False, working), tally, limit=600)
    except TooManyWorlds:
        assume(False)
    assert not tally.lost


@pytest.mark.parametrize("working", [False, True])
def test_an_unguarded_deadline_says_exactly_what_the_worlds_say(working: bool) -> None:
    # Where a row both opens and meets obligations, or waits for an instruction, its worlds are not independent.
    for seed in range(120):
        tally = Tally()
        drawn = draw("deadline", seed, False, working)
        assert isinstance(drawn.rule.operator, Deadline)
        if drawn.rule.operator.following is None:
            try:
                check_sound(drawn, tally, limit=600)
            except TooManyWorlds:
                continue
        assert tally.exact == tally.asked, f"case {seed}"


@pytest.mark.parametrize("working", [False, True])
def test_an_unguarded_gap_says_exactly_what_the_worlds_say(working: bool) -> None:
    # A child without a date of birth, or born late, shares a row between the sightings and the record's beginning.
    for seed in range(120):
        tally = Tally()
        drawn = draw("gap", seed, False, working)
        first = min(event.when.earliest for event in drawn.case.events)
        if drawn.child.born is not None and drawn.child.born.latest < first:
            drawn.days = [day for day in drawn.days if day > max(event.when.latest for event in drawn.case.events)]
            try:
                check_sound(drawn, tally, limit=600)
            except TooManyWorlds:
                continue
        assert tally.exact == tally.asked, f"case {seed}"


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("applies", [False, True], ids=["plain", "guarded"])
def test_ten_thousand_records_hold_no_surprise(name: str, applies: bool) -> None:
    figures = measure(name, applies, 10_000)
    print(figures)  # noqa: T201 - shown with -s; the figures of this run
    assert not figures.tally.lost
    assert not figures.hindsight
    assert figures.tally.asked > figures.tally.undetermined > 0


def test_outside_the_calendar_nothing_is_answered() -> None:
    drawn = draw("gap", 1, False, working=True)
    bare = Drawn(drawn.case, drawn.rule, type(drawn.standards)(drawn.standards.states, None), drawn.child, drawn.days)
    with pytest.raises(OutsideCalendar):
        check_sound(bare, Tally())


@pytest.mark.parametrize(("seed", "applies"), [(16, False), (274, False), (1159, False), (178, True), (8880, True)])
def test_a_row_that_may_follow_what_resolved_it_is_open_again(seed: int, applies: bool) -> None:
    """The history kept 'resolved' after the day on which the row itself might lie behind its resolution."""
    assert not check_lifecycle(draw("missing", seed, applies))
