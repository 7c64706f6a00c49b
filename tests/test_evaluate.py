"""From rows to findings: open, answered, resolved or lapsed; what falls due; what could not be evaluated."""

from __future__ import annotations

from typing import Any

import pytest
from stories import AVA, BEN, born, case, day, events, limit, row, rule, seen_in_person, standards

from engine.dates.calendar import Duration
from engine.evaluate import Evaluation, Finding, FindingState, evaluate
from engine.language.rule import Age, Conflict, Count, Deadline, Gap, Missing, Quantity, Rule, UrgencyBranch
from engine.language.rule import Parameter as Number
from engine.outcomes import Outcome
from engine.timeline import Event, Person
from engine.values import replace

SOCIAL_CARE, HEALTH, POLICE = "Children's Social Care", "Health Visiting", "Police"
SEEN = row("r2", "2021-03-01", HEALTH, "sighting", "Home visit. Ava seen in her cot, awake", attributes={"rung": "b"})
SEEN_AGAIN = row("r9", "2021-06-14", HEALTH, "sighting", "Ava seen at clinic", attributes={"rung": "b"})
REFERRAL = row("r3", "2021-03-08", POLICE, "referral", "Concern shared with social care")
STRATEGY = row("r5", "2021-03-10", SOCIAL_CARE, "strategy_discussion", "Strategy discussion held")

NOT_SEEN = rule(
    "child not seen",
    Gap(seen_in_person(), limit("longest", "28 days")),
    answered_by=events("manager's entry", "supervision"),
    lapses=False,
)
NO_STRATEGY = rule(
    "no strategy discussion",
    Deadline(
        after=events("referral", "referral"),
        expect=events("strategy discussion", "strategy_discussion"),
        within=limit("within", "3 working days"),
        horizon=Duration(60, "days"),
    ),
    answered_by=events("decision", "no_further_action"),
)


def told(as_at: str, rules: Rule | list[Rule], *rows: Event, people: tuple[Person, ...] = (AVA,)) -> Evaluation:
    listed = rules if isinstance(rules, list) else [rules]
    return evaluate(case(*rows, people=people), listed, standards(), day(as_at))


def the_one(evaluation: Evaluation) -> Finding:
    (finding,) = evaluation.findings
    return finding


# --- open, and since when ---------------------------------------------------------------------------


def test_the_last_permitted_day_counts_and_the_breach_begins_the_day_after() -> None:
    on_the_day = told("2021-03-29", NOT_SEEN, SEEN)
    assert not on_the_day.findings
    assert [(item.earliest, item.definite) for item in on_the_day.due] == [(day("2021-03-29"), True)]
    finding = the_one(told("2021-03-30", NOT_SEEN, SEEN))
    assert finding.state is FindingState.OPEN
    assert finding.definite
    assert finding.first_definite == day("2021-03-30")
    assert finding.id == "child not seen/ava/-/r2"


def test_a_sighting_some_time_in_march_makes_it_possible_first_and_definite_later() -> None:
    some_day = row("r2", "2021-03-01..2021-03-31", HEALTH, "sighting", "Seen in March", attributes={"rung": "b"})
    possible = next(f for f in told("2021-04-10", NOT_SEEN, some_day).findings if f.key.endswith("r2"))
    assert not possible.definite
    assert possible.verdict == {Outcome.PENDING, Outcome.OVERDUE}
    assert possible.episode.raised == (day("2021-03-30"), day("2021-04-29"))
    # Seen on the 1st, she was overdue on the 30th: the one day on which that could be said before the 31st.
    findings = told("2021-04-29", NOT_SEEN, some_day).findings
    definite, before = sorted(findings, key=lambda finding: finding.state)
    assert (before.state, before.verdict) == (FindingState.RESOLVED, {Outcome.MET})
    assert definite.definite
    assert definite.first_possible is not None
    assert definite.first_definite == day("2021-04-29")
    assert definite.first_possible < definite.first_definite


def test_what_was_recorded_later_was_not_prompted_before() -> None:
    late = row("r2", "2021-03-01", HEALTH, "referral", "Referral found in the file", recorded="2021-05-03")
    assert not told("2021-05-02", NO_STRATEGY, late).findings
    finding = the_one(told("2021-06-01", NO_STRATEGY, late))
    assert finding.first_possible == finding.first_definite == day("2021-05-03")
    assert finding.episode.raised == (day("2021-03-05"), day("2021-03-05"))


# --- resolved, answered, lapsed --------------------------------------------------------------------------


def test_only_a_sighting_resolves_that_a_child_was_not_seen() -> None:
    note = row("r6", "2021-04-12", SOCIAL_CARE, "supervision", "Manager: family on holiday")
    closed = row("r7", "2021-05-03", SOCIAL_CARE, "case_closed", "Case closed")
    answered = the_one(told("2021-06-01", NOT_SEEN, SEEN, note, closed))
    assert answered.state is FindingState.ANSWERED
    assert answered.ended_by == note
    assert answered.definite
    first = told("2021-06-20", NOT_SEEN, SEEN, note, closed, SEEN_AGAIN).findings
    resolved = next(finding for finding in first if finding.key.endswith("r2"))
    assert resolved.state is FindingState.RESOLVED
    assert resolved.verdict == {Outcome.MET_LATE}
    assert resolved.ended_by == SEEN_AGAIN


def test_a_note_from_before_the_breach_answers_nothing() -> None:
    note = row("r6", "2021-03-15", SOCIAL_CARE, "supervision", "Manager: visits on track")
    assert the_one(told("2021-06-01", NOT_SEEN, SEEN, note)).state is FindingState.OPEN


def test_a_guess_neither_resolves_nor_answers_nor_lapses() -> None:
    guesses = [
        row("r5", "2021-03-10", SOCIAL_CARE, "strategy_discussion", "Spoke with police", certain=False),
        row("r6", "2021-03-18", SOCIAL_CARE, "no_further_action", "To be left?", certain=False),
        row("r7", "2021-04-05", SOCIAL_CARE, "case_closed", "Perhaps closed", certain=False),
    ]
    finding = the_one(told("2021-04-20", NO_STRATEGY, REFERRAL, *guesses))
    assert finding.state is FindingState.OPEN
    assert not finding.definite
    assert finding.verdict == {Outcome.MET, Outcome.OVERDUE}


def test_a_case_closed_while_open_lapses_and_is_still_printed() -> None:
    closed = row("r7", "2021-04-05", SOCIAL_CARE, "case_closed", "Case closed to CSC")
    finding = the_one(told("2021-04-20", NO_STRATEGY, REFERRAL, closed))
    assert finding.state is FindingState.LAPSED
    assert finding.ended_by == closed
    assert finding.definite


def test_a_case_that_may_have_been_reopened_has_not_lapsed() -> None:
    closed = row("r7", "2021-04-05", SOCIAL_CARE, "case_closed", "Case closed to CSC")
    reopened = row("r8", "2021-04-01..2021-04-30", SOCIAL_CARE, "case_opened", "Allocated again in April")
    assert the_one(told("2021-05-05", NO_STRATEGY, REFERRAL, closed, reopened)).state is FindingState.OPEN


def test_past_its_horizon_an_obligation_has_lapsed() -> None:
    assert the_one(told("2021-05-10", NO_STRATEGY, REFERRAL)).state is FindingState.OPEN
    assert the_one(told("2021-05-11", NO_STRATEGY, REFERRAL)).state is FindingState.LAPSED


def test_what_was_done_in_time_is_no_finding_and_what_was_done_late_is_one() -> None:
    assert not told("2021-04-01", NO_STRATEGY, REFERRAL, STRATEGY).findings
    late = row("r5", "2021-03-12", SOCIAL_CARE, "strategy_discussion", "Strategy discussion held")
    finding = the_one(told("2021-04-01", NO_STRATEGY, REFERRAL, late))
    assert finding.state is FindingState.RESOLVED
    assert finding.verdict == {Outcome.MET_LATE}
    assert finding.ever_breached == "yes"


# --- several rows, one matter --------------------------------------------------------------------------------

AGAIN = row("r8", "2021-05-04", HEALTH, "referral", "Second referral, same concern")


def test_a_second_referral_while_the_first_is_open_joins_it() -> None:
    finding = the_one(told("2021-05-20", NO_STRATEGY, REFERRAL, AGAIN))
    assert finding.episode.opening == REFERRAL
    assert finding.episode.joined == (AGAIN,)


def test_a_joined_referral_keeps_the_finding_open_beyond_the_first_horizon() -> None:
    assert the_one(told("2021-06-20", NO_STRATEGY, REFERRAL, AGAIN)).state is FindingState.OPEN


def test_a_decision_on_the_first_referral_does_not_answer_the_second() -> None:
    decision = row("r6", "2021-03-20", SOCIAL_CARE, "no_further_action", "No further action on the referral")
    assert the_one(told("2021-04-01", NO_STRATEGY, REFERRAL, decision)).state is FindingState.ANSWERED
    assert the_one(told("2021-05-20", NO_STRATEGY, REFERRAL, decision, AGAIN)).state is FindingState.OPEN


def test_a_referral_after_the_closure_is_not_lost_in_the_one_before() -> None:
    closed = row("r7", "2021-04-05", SOCIAL_CARE, "case_closed", "Case closed to CSC")
    assert FindingState.OPEN in {
        finding.state for finding in told("2021-05-20", NO_STRATEGY, REFERRAL, closed, AGAIN).findings
    }


def test_a_referral_that_may_have_been_met_stands_beside_the_first() -> None:
    between = row("r6", "2021-04-20", SOCIAL_CARE, "strategy_discussion", "Strategy discussion held")
    findings = told("2021-05-20", NO_STRATEGY, REFERRAL, between, AGAIN).findings
    assert {(finding.key[-2:], finding.state) for finding in findings} == {
        ("r3", FindingState.RESOLVED),
        ("r8", FindingState.OPEN),
    }


# --- ids ---------------------------------------------------------------------------------------------------------


def test_a_row_that_disagrees_with_two_others_makes_two_findings() -> None:
    operator = Conflict(events("injury", "injury"), "explained", "agency", (), limit("within", "7 days"))
    rows = [
        row("r2", "2021-03-01", HEALTH, "injury", "Bruise, no account given", attributes={"explained": "no"}),
        row("r3", "2021-03-02", POLICE, "injury", "Bruise, mother said he fell", attributes={"explained": "yes"}),
        row("r4", "2021-03-03", "School", "injury", "Unexplained bruise", attributes={"explained": "no"}),
    ]
    findings = told("2021-04-01", rule("accounts differ", operator), *rows).findings
    assert {finding.id for finding in findings} == {"accounts differ/ava/-/r2+r3", "accounts differ/ava/-/r3+r4"}


def test_attempts_told_by_three_agencies_are_one_and_those_of_one_agency_are_several() -> None:
    operator = Count(
        of=events("visit", "visit", outcome="no access"),
        at_least=Number("times", Quantity(3, "ours", "a test")),
        within=limit("within", "14 days"),
        with_none_of=seen_in_person(),
    )
    attempts = rule("attempts without seeing", operator, resolved_by=seen_in_person())

    def attempt(number: int, on: str, agency: str) -> Event:
        return row(f"r{number}", on, agency, "visit", "No answer at the door", attributes={"outcome": "no access"})

    same = [attempt(2, "2021-03-01", HEALTH), attempt(3, "2021-03-02", POLICE), attempt(4, "2021-03-03", SOCIAL_CARE)]
    assert not the_one(told("2021-03-20", attempts, *same)).definite
    three = [attempt(2, "2021-03-01", HEALTH), attempt(3, "2021-03-05", HEALTH), attempt(4, "2021-03-15", HEALTH)]
    finding = the_one(told("2021-03-20", attempts, *three))
    assert finding.definite
    assert finding.first_definite == day("2021-03-15")
    seen = row("r5", "2021-03-15", HEALTH, "sighting", "Ava seen later that day", attributes={"rung": "b"})
    assert not told("2021-03-20", attempts, *three, seen).findings


def twice_of(*kinds: str) -> Rule:
    operator = Count(
        of=events("noted", *kinds),
        at_least=Number("times", Quantity(2, "ours", "a test")),
        within=limit("within", "30 days"),
    )
    return rule("noted twice", operator)


def test_one_row_that_tells_of_one_matter_in_two_kinds_counts_once() -> None:
    """A dirty home and a hungry child in one entry are one concern; two visits in one entry are two."""
    concerns = twice_of("home_conditions", "neglect")
    dirty = row("r2", "2024-06-03", "School", "home_conditions", "dirty home")
    hungry = replace(row("r2", "2024-06-03", "School", "neglect", "hungry"), id="r2 again")
    assert not told("2024-06-20", concerns, dirty, hungry).findings
    later = row("r3", "2024-06-10", "School", "neglect", "hungry")
    assert the_one(told("2024-06-20", concerns, dirty, hungry, later)).definite
    calls = [replace(row("r2", "2024-06-03", "School", "visit", "called"), id=name) for name in ("at ten", "at two")]
    assert the_one(told("2024-06-20", twice_of("visit"), *calls)).definite


def test_a_doubtful_reading_beside_a_sure_one_of_its_row_takes_nothing_from_it() -> None:
    concerns = twice_of("home_conditions", "neglect")
    dirty = row("r2", "2024-06-03", "School", "home_conditions", "dirty home?", certain=False)
    hungry = replace(row("r2", "2024-06-03", "School", "neglect", "hungry"), id="r2 again")
    later = row("r3", "2024-06-10", "School", "neglect", "hungry")
    assert the_one(told("2024-06-20", concerns, dirty, hungry, later)).definite
    assert not the_one(told("2024-06-20", concerns, dirty, later)).definite



def test_a_decision_without_a_reason() -> None:
    operator = Missing(events("decision", "no_further_action"), fields=("rationale",))
    no_reason = rule("no reason given", operator)
    bare = row("r2", "2021-03-01", SOCIAL_CARE, "no_further_action", "NFA")
    partly = row("r3", "2021-03-02", SOCIAL_CARE, "no_further_action", "NFA - see attached", fully_read=False)
    findings = told("2021-03-20", no_reason, bare, partly).findings
    assert [(finding.key[-2:], finding.definite) for finding in findings] == [("r2", True), ("r3", False)]


# --- not evaluated -------------------------------------------------------------------------------------------


def reasons(evaluation: Evaluation) -> list[tuple[str, str]]:
    return [(item.reason, item.need) for item in evaluation.not_evaluated]


def test_no_rows_of_the_agency_that_would_hold_the_act() -> None:
    review = rule("no health review", NOT_SEEN.operator, held_by=("GP", HEALTH))
    silent = told("2021-06-01", review, REFERRAL)
    assert reasons(silent) == [("no GP or Health Visiting rows.", "GP or Health Visiting rows")]
    assert not silent.findings
    assert told("2021-06-01", review, REFERRAL, SEEN).findings


def test_a_finding_is_prompted_no_earlier_than_the_agency_has_rows() -> None:
    review = rule("no health review", NOT_SEEN.operator, held_by=(HEALTH,))
    contact = row("r8", "2021-07-01", HEALTH, "contact", "Telephone call")
    finding = the_one(told("2021-08-01", review, REFERRAL, contact))
    assert finding.first_definite == day("2021-07-01")


def test_no_date_of_birth() -> None:
    baby = rule("not seen since birth", Gap(seen_in_person(), limit("longest", "14 days"), "birth"))
    needy = rule("under one", NOT_SEEN.operator, needs=("date of birth",))
    assert reasons(told("2021-06-01", [baby, needy], REFERRAL)) == [
        ("no date of birth is known.", "a date of birth"),
        ("no date of birth is known.", "a date of birth"),
    ]


def test_a_file_that_starts_after_the_birth() -> None:
    baby = rule("not seen since birth", Gap(seen_in_person(), limit("longest", "14 days"), "birth"))
    late = told("2021-06-01", baby, REFERRAL, people=(born(AVA, "2020-12-24"),))
    assert reasons(late) == [("the file starts after the birth.", "rows from the birth on")]
    assert told("2021-06-01", baby, REFERRAL, people=(born(AVA, "2021-03-09"),)).findings


def test_years_that_no_calendar_covers() -> None:
    old = row("r2", "1989-03-08", POLICE, "referral", "Concern shared")
    assert [need for _, need in reasons(told("1989-06-01", NO_STRATEGY, old))] == [
        "a bank-holiday calendar for those years"
    ]


# --- whose -------------------------------------------------------------------------------------------------------


def test_the_sighting_of_one_child_is_none_of_the_other() -> None:
    findings = told("2021-04-15", NOT_SEEN, SEEN, SEEN_AGAIN, people=(AVA, BEN)).findings
    assert [finding.child.id for finding in findings if finding.child] == ["ava"]  # no row speaks of Ben at all
    both = row("r8", "2021-03-02", POLICE, "contact", "Both children at the station", about=("ava", "ben"))
    findings = told("2021-04-15", NOT_SEEN, SEEN, both, people=(AVA, BEN)).findings
    assert {(f.child.id, f.key.rsplit("/")[-1]) for f in findings if f.child} == {
        ("ava", "r2"),
        ("ben", "beginning of the record"),
    }


def test_one_finding_for_the_household() -> None:
    household = rule("nobody seen", NOT_SEEN.operator, per="household")
    finding = the_one(told("2021-04-15", household, SEEN, people=(AVA, BEN)))
    assert (finding.child, finding.children) == (None, ("ava", "ben"))


@pytest.mark.parametrize(
    ("dates", "children", "stopped"),
    [("2003-04-16", 1, 0), ("2003-04-15", 0, 1), ("2021-04-16", 0, 0)],
)
def test_clocks_run_from_birth_to_eighteen(dates: str, children: int, stopped: int) -> None:
    evaluation = told("2021-04-15", NOT_SEEN, REFERRAL, people=(born(AVA, dates),))
    assert (len(evaluation.children), len(evaluation.stopped)) == (children, stopped)


def test_a_transfer_stops_the_clocks_of_the_child_it_names() -> None:
    moved = row("r8", "2021-04-01", SOCIAL_CARE, "transfer", "Case transferred and accepted")
    evaluation = told("2021-06-01", NOT_SEEN, SEEN, moved, people=(AVA, BEN))
    assert [child.id for child, _ in evaluation.stopped] == ["ava"]
    assert not evaluation.findings


def test_the_urgency_is_the_most_urgent_that_the_record_allows() -> None:
    branches = (UrgencyBranch(Age(under=Duration(1, "years")), "now"),)
    graded = rule("child not seen", NOT_SEEN.operator, urgency="note", urgency_branches=branches)

    def urgency(*people: Person) -> Any:
        return the_one(told("2021-06-01", graded, SEEN, people=people)).urgency

    assert urgency(born(AVA, "2020-12-01")) == "now"
    assert urgency(born(AVA, "2018-12-01")) == "note"
    assert urgency(AVA) == "now"  # no date of birth: she may be under one
