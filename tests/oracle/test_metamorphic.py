"""What must not matter to the findings of a case, and what may only add to them."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle.checks import key, run
from oracle.measure import NAMES
from oracle.records import ADULTS, LEE, STATES, Drawn, Maker, case_of, cut

from engine.dates.calendar import Calendar, Duration
from engine.dates.when import Day, When
from engine.evaluate import Evaluation, Finding, FindingState, evaluate
from engine.language.rule import DateRange, Deadline, Gap, Missing, Rule
from engine.operators.episode import may_be_open, surely_open
from engine.outcomes import BREACHED, OPEN, Verdict
from engine.timeline import Case, Event, Person, RowRef
from engine.view import Standards

quick = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
chances = st.randoms(use_true_random=False)


def whole_file(chance: Any) -> tuple[Case, list[Rule], Standards, Day]:
    """A file with one rule of each operator, and a day to ask about."""
    maker = Maker(chance)
    rules, kinds = [], []
    for name in NAMES:
        drawn: Drawn = getattr(maker, name)(maker.chance(0.5))
        kinds.extend(maker.kinds)
        rules.append(replace(drawn.rule, name=name))
    maker.kinds = kinds
    maker.wide = 20
    events = [maker.event(number, maker.one(kinds)) for number in range(maker.rng.randint(4, 10))]
    # A first row about everybody, so that what is added later does not move the beginning of the record.
    day = maker.start - 5
    first = Event("e-first", "note", When(day, day, "", "day"), RowRef("record.csv", 1), "School")
    case = case_of([first, *events], (maker.born(), LEE, *ADULTS))
    # Weeks are alike in this calendar: it has weekends and no holidays.
    calendar = Calendar("Nowhere", maker.start - 3000, maker.start + 1000, ())
    return case, rules, Standards(STATES, calendar), maker.start + maker.rng.randint(0, 30)


def told(evaluation: Evaluation, shift: int = 0) -> dict[str, tuple[Any, ...]]:
    """What each finding says, by its id, moved back by `shift` days."""

    def back(day: Day | None) -> Day | None:
        return None if day is None else day - shift

    return {
        finding.id: (
            tuple((day - shift, verdict) for day, verdict in finding.episode.steps),
            finding.verdict,
            finding.state,
            finding.definite,
            finding.ever_breached,
            back(finding.first_possible),
            back(finding.first_definite),
            finding.ended_by.id if finding.ended_by else None,
            tuple(event.id for event in finding.episode.joined),
        )
        for finding in evaluation.findings
    }


@given(chance=chances, order=st.integers(0, 2**32))
@quick
def test_the_order_of_rows_changes_nothing(chance: Any, order: int) -> None:
    case, rules, standards, as_at = whole_file(chance)
    events = list(case.events)
    Random(order).shuffle(events)
    shuffled = replace(case_of(events, case.people), rows=dict(reversed(list(case.rows.items()))))
    assert evaluate(shuffled, rules, standards, as_at) == evaluate(case, rules, standards, as_at)


@given(chance=chances)
@quick
def test_another_child_of_the_household_changes_nothing_for_the_others(chance: Any) -> None:
    case, rules, standards, as_at = whole_file(chance)
    # Two beginnings of one file differ only by the new child's own rows.
    maker = Maker(chance)
    maker.start, maker.wide = min(row[0].latest for row in case.rows.values() if row[0]) + 6, 20
    maker.kinds = [event.kind for event in case.events]
    own = [
        replace(maker.event(100 + number, maker.one(maker.kinds)), about=("zoe",), perhaps_about=())
        for number in range(3)
    ]
    grown = case_of([*case.events, *own], (*case.people, Person("zoe", "child")))

    def of_others(evaluation: Evaluation) -> dict[str, tuple[Any, ...]]:
        return {key: said for key, said in told(evaluation).items() if "/zoe/" not in key}

    assert of_others(evaluate(grown, rules, standards, as_at)) == of_others(evaluate(case, rules, standards, as_at))


@given(chance=chances, weeks=st.integers(-40, 40).filter(bool))
@quick
def test_moving_every_date_by_whole_weeks_moves_the_findings(chance: Any, weeks: int) -> None:
    case, rules, standards, as_at = whole_file(chance)
    rules = [rule for rule in rules if not _dated(rule)]
    shift = 7 * weeks

    def moved(when: When) -> When:
        return replace(when, earliest=when.earliest + shift, latest=when.latest + shift)

    events = [
        replace(
            event,
            when=moved(event.when),
            recorded=None if event.recorded is None else event.recorded + shift,
        )
        for event in case.events
    ]
    people = [replace(person, born=moved(person.born) if person.born else None) for person in case.people]
    later = evaluate(case_of(events, people), rules, standards, as_at + shift)
    assert told(later, shift) == told(evaluate(case, rules, standards, as_at))


def _dated(value: Any) -> bool:
    """Whether a rule holds a date, or a month, which is not a whole number of weeks."""
    if isinstance(value, DateRange) or (isinstance(value, Duration) and value.unit in ("months", "years")):
        return True
    if isinstance(value, tuple):
        return any(_dated(part) for part in value)
    fields = getattr(value, "__dataclass_fields__", ())
    return any(_dated(getattr(value, name)) for name in fields)


@given(chance=chances)
@quick
def test_rows_that_come_later_change_nothing_today(chance: Any) -> None:
    case, rules, standards, as_at = whole_file(chance)
    assert evaluate(case, rules, standards, as_at) == evaluate(cut(case, as_at), rules, standards, as_at)


@given(chance=chances)
@quick
def test_what_is_definite_is_possible_too(chance: Any) -> None:
    case, rules, standards, as_at = whole_file(chance)
    findings = evaluate(case, rules, standards, as_at).findings
    assert len({finding.id for finding in findings}) == len(findings)
    for finding in findings:
        _consistent(finding, as_at)


def _consistent(finding: Finding, as_at: Day) -> None:
    verdict, steps = finding.verdict, finding.episode.steps
    assert verdict == finding.episode.verdict(as_at) == steps[-1][1]
    assert [day for day, _ in steps] == sorted({day for day, _ in steps})
    assert steps[-1][0] <= as_at
    if finding.first_definite is not None:
        assert finding.first_possible is not None
        assert finding.first_possible <= finding.first_definite <= as_at
        assert finding.ever_breached == "yes"
    if finding.state is FindingState.OPEN:
        assert may_be_open(verdict)
        assert finding.definite == surely_open(verdict)
    if finding.definite:
        assert verdict & OPEN or verdict <= BREACHED or finding.first_definite is not None
        assert finding.ever_breached == "yes"


@given(chance=chances)
@quick
def test_the_day_alone_and_the_whole_history_agree_on_what_is_open(chance: Any) -> None:
    case, rules, standards, as_at = whole_file(chance)
    history = evaluate(case, rules, standards, as_at)
    alone = evaluate(case, rules, standards, as_at, lifecycle=False)

    def still_open(evaluation: Evaluation) -> dict[str, Any]:
        return {
            finding.id: (finding.verdict, finding.state, finding.definite)
            for finding in evaluation.findings
            if may_be_open(finding.verdict) and finding.rule.name != "deadline"
        }

    assert still_open(history) == still_open(alone)


@given(chance=chances, name=st.sampled_from(("gap", "deadline", "missing")))
@settings(quick, max_examples=200)
def test_a_wider_date_only_adds_outcomes(chance: Any, name: str) -> None:
    maker = Maker(chance)
    drawn: Drawn = getattr(maker, name)(False)
    assert isinstance(drawn.rule.operator, Gap | Deadline | Missing)
    index = maker.rng.randint(0, len(drawn.case.events) - 1)
    event = drawn.case.events[index]
    earlier, later = maker.rng.randint(0, 3), maker.rng.randint(0, 3)
    when = replace(event.when, earliest=event.when.earliest - earlier, latest=event.when.latest + later)
    events = list(drawn.case.events)
    # A row recorded on a day is known of from that day, whatever it tells of.
    known = event.when.earliest if event.recorded is None else max(event.when.earliest, event.recorded)
    events[index] = replace(event, when=when, recorded=known)
    events_before = list(drawn.case.events)
    events_before[index] = replace(event, recorded=known)
    for as_at in drawn.days:
        before = _by_opening(drawn, events_before, as_at)
        after = _by_opening(drawn, events, as_at)
        if name == "gap":  # the row that opens the stretch may be another one
            assert set().union(*before.values()) <= set().union(*after.values())
            continue
        for opening, verdict in before.items():
            assert verdict <= after.get(opening, verdict)


def _by_opening(drawn: Drawn, events: list[Event], as_at: Day) -> dict[Any, Verdict]:
    """The verdicts of the rows that open an episode of their own; a joined row speaks through another."""
    episodes = run(drawn, as_at, lifecycle=False, case=case_of(events, drawn.case.people))
    return {key(drawn.rule, episode): episode.last for episode in episodes}
