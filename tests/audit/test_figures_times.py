"""Lengths of time, days unseen, referrals and agencies, each with an oracle of its own."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from datetime import date

import pytest
from figured import CSC, RULES, SCHOOL, case, child, finding, on, pack, referral, row
from hypothesis import given
from hypothesis import strategies as st

from engine.audit.figures.agencies import OTHERS, AgencyCounts
from engine.audit.figures.period import BETWEEN, Period, label, label_of, month_of, period_of
from engine.audit.figures.referrals import ReferralCounts
from engine.audit.figures.rules import STATES, RuleTold
from engine.audit.figures.seeing import BANDS, SeenCounts, band_of
from engine.audit.figures.tables import Mark, Range, Table, shown
from engine.audit.figures.times import (
    MEETING,
    Lengths,
    MeetingCounts,
    ResolvedCounts,
    between,
    expects_a_meeting,
    quarter,
)
from engine.audit.record import AgencyKept, CaseKept, MetKept
from engine.dates.dayzero import DAY_ZERO
from engine.errors import UsageError
from engine.truth import MAYBE, YES

HELD = "strategy-discussion-not-held"
TOLD = {rule: RuleTold(rule, 1, theme, "") for rule, theme in RULES.items()}


def lines(table: Table) -> dict[str, dict[str, object]]:
    return {
        " / ".join(shown(cell) for cell, column in zip(row, table.columns, strict=True) if column.in_words): {
            column.heading: cell for cell, column in zip(row, table.columns, strict=True) if not column.in_words
        }
        for row in table.rows
    }


# --- lengths -------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 400), min_size=2, max_size=30))
def test_quartiles_are_those_of_the_standard_library(lengths: list[int]) -> None:
    ours = [quarter(sorted(lengths), at) for at in (1, 2, 3)]
    assert ours == pytest.approx(statistics.quantiles(lengths, n=4, method="inclusive"))


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), min_size=6, max_size=12), st.randoms())
def test_a_median_of_ranges_holds_every_median_that_there_could_be(
    lengths: list[tuple[int, int]], chance: object
) -> None:
    counted = Lengths()
    for least, more in lengths:
        counted.take([(least, least + more)])
    _, median, _ = counted.quarters(show_small=False)
    assert isinstance(median, Range)
    for _ in range(20):
        picked = statistics.median(least + chance.randint(0, more) for least, more in lengths)  # type: ignore[attr-defined]
        assert median.least <= picked <= median.most
    assert median.least == statistics.median(least for least, _ in lengths)
    assert median.most == statistics.median(least + more for least, more in lengths)


def test_no_median_of_few_cases_however_many_findings() -> None:
    """Failure prevented: nine findings of two families had a median, which told of these two."""
    counted = Lengths()
    for _ in range(2):
        counted.take([(1, 1)] * 5)
    assert counted.quarters(show_small=False) == (Mark.WITHHELD,) * 3
    assert counted.quarters(show_small=True)[1] == Range(1, 1)


def test_days_between_imprecise_days() -> None:
    assert between(on("2024-01-01"), on("2024-01-15")) == (14, 14)
    assert between(on("2024-01-01", "2024-01-10"), on("2024-01-08", "2024-01-20")) == (0, 19)
    assert between(None, on("2024-01-15")) is None
    assert between(on("2024-01-20"), on("2024-01-15")) is None


def test_how_long_until_resolved_leaves_out_what_only_may_have_been_raised() -> None:
    counts = ResolvedCounts(TOLD, Period())
    for number in range(6):
        counts.take(case(f"c{number}", [
            finding(state="resolved", raised=on("2024-01-01"), ended=on("2024-01-11", "2024-01-13")),
            finding(state="resolved", certainty="possible", raised=on("2024-01-01"), ended=on("2024-05-01"), key="2"),
            finding(state="open", key="3"),
        ]))  # fmt: skip
    counts.protect()
    told = lines(counts.tables(show_small=False)[0])["child-not-seen-n-days / seeing"]
    assert told == {
        "Findings": 6,
        "Lower quartile": Range(10, 12),
        "Median": Range(10, 12),
        "Upper quartile": Range(10, 12),
    }
    assert shown(Range(10, 12)) == "10 to 12"


# --- strategy discussions ------------------------------------------------------------------------------


def meetings(cases: Sequence[CaseKept], period: Period | None = None) -> dict[str, object]:
    counts = MeetingCounts(list(TOLD.values()), pack().library.rules, period or Period(), STATES)
    for one in cases:
        counts.take(one)
    counts.protect()
    return lines(counts.tables(show_small=True)[0])[HELD]


def test_only_rules_that_wait_for_agencies_to_meet_are_timed() -> None:
    timed = {rule.name for rule in pack().library.rules if expects_a_meeting(rule)}
    assert HELD in timed
    assert "child-not-seen-n-days" not in timed
    assert "infant-left-unsafe" not in timed  # a written agreement meets it too


def test_met_resolved_and_waiting_stand_in_columns_of_their_own() -> None:
    called = on("2024-03-01")
    told = meetings([
        case("a", met=[MetKept(HELD, "ruby", called, on("2024-03-01"), MEETING)]),
        case("b", met=[MetKept(HELD, "ruby", called, on("2024-03-02", "2024-03-05"), MEETING)]),
        case("c", [finding(HELD, "resolved", opened=called, ended=on("2024-03-13"), ended_by=MEETING)]),
        case("f", met=[MetKept(HELD, "ruby", called, on("2024-03-02"), "section_47")]),
        case("g", [finding(HELD, "resolved", opened=called, ended=on("2024-03-02"), ended_by="section_47")]),
        case("d", [finding(HELD, "open", opened=called), finding(HELD, "open", "possible", key="2", opened=called)]),
        case("e", [finding(HELD, "lapsed", opened=called, ended=on("2024-03-20"))]),
    ])  # fmt: skip
    counted = {name: value for name, value in told.items() if isinstance(value, int) and value}
    assert counted == {"Times it was called for": 7, "the same day": 1, "Imprecise days: no one band": 1,
                       "Another step in its place": 2, "8 to 14 days": 1,
                       "Still waiting, late": 1, "Answered or lapsed": 1}  # fmt: skip
    assert told["Median"] == Range(1, 4)


def test_the_edges_of_the_bands() -> None:
    days = {0: "the same day", 1: "1 to 2 days", 2: "1 to 2 days", 3: "3 to 7 days", 7: "3 to 7 days",
            8: "8 to 14 days", 14: "8 to 14 days", 15: "over 14 days"}  # fmt: skip
    start = on("2024-03-01")[0]
    for length, name in days.items():
        met = MetKept(HELD, "ruby", (start, start), (start + length, start + length), MEETING)
        told = meetings([case("a", met=[met])])
        assert told[name] == 1, length


# --- unseen --------------------------------------------------------------------------------------------


@given(st.integers(0, 200), st.integers(0, 100))
def test_a_child_stands_in_a_band_only_if_every_day_lies_in_it(least: int, more: int) -> None:
    names = {next(at for at, limit in enumerate((14, 28, 42, 90, 10**6)) if days <= limit)
             for days in range(least, least + more + 1)}  # fmt: skip
    assert band_of((least, least + more)) == (min(names), max(names))


def test_children_by_band() -> None:
    counts = SeenCounts()
    counts.take(case("a", children=[child("a", (3, 3)), child("b", (14, 15)), child("c", (10, 50)), child("d", None)]))
    counts.protect()
    told = lines(counts.tables(show_small=True)[0])
    assert {name: value["Children"] for name, value in told.items() if value["Children"]} == {
        "0 to 14 days": 1, "0 to 14 days or 15 to 28 days": 1, "anywhere from 0 to 90 days": 1,
        "no certain sighting recorded": 1, "all children whose clocks run": 4,
    }  # fmt: skip
    assert [first for first, _ in BANDS] == [0, 15, 29, 43, 91]


# --- referrals -----------------------------------------------------------------------------------------


def referrals(cases: Sequence[CaseKept], *, period: Period | None = None) -> ReferralCounts:
    counts = ReferralCounts(period or Period())
    for one in cases:
        counts.take(one)
    counts.protect()
    return counts


def test_in_how_many_referrals_from_the_public_is_a_reason_recorded() -> None:
    made = [case(f"c{n}", referrals=[referral(reason="yes"), referral("neighbour", "no")]) for n in range(8)]
    made += [case(f"d{n}", referrals=[referral("school", "not read", "assessment")]) for n in range(7)]
    counts = referrals(made)
    assert counts.sentence(show_small=False) == (
        "A reason for the decision is recorded in 8 of 16 referrals from the public. Of the others: no reason recorded"
        " 8, not read in full 0, no decision found 0. Of the 16 that were closed with no further action, 8 have one."
    )
    told = lines(counts.tables(show_small=False)[0])
    assert told["professionals"]["Not read in full"] == 7


def test_an_answer_from_few_referrals_is_not_given() -> None:
    counts = referrals([case(f"c{n}", referrals=[referral(reason="yes")]) for n in range(9)]
                       + [case("d", referrals=[referral(reason="no")])])  # fmt: skip
    assert "cannot be shown" in counts.sentence(show_small=False)
    assert "recorded in 9 of 10" in counts.sentence(show_small=True)
    assert referrals([case("a")]).sentence(show_small=False) == "This audit has no referral from the public."


def test_what_may_be_a_referral_or_lie_outside_the_period_stands_apart() -> None:
    period = period_of(on("2024-01-01")[0], on("2024-03-31")[0])
    counts = referrals([case("a", referrals=[
        referral(certain=False), referral(text="2024-03-30", until="2024-04-02"), referral(text="2024-06-01"),
        referral(),
    ])], period=period)  # fmt: skip
    told = lines(counts.tables(show_small=True)[0])["the public"]
    assert (told["Referrals"], told["May be referrals"]) == (1, 2)


# --- agencies and periods ------------------------------------------------------------------------------


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_a_month_holds_its_own_days_and_no_others(day: date) -> None:
    first, last = month_of(day.replace(day=1).toordinal())
    told = [date.fromordinal(one) for one in range(first - 1, last + 2)]
    assert {(one.year, one.month) for one in told[1:-1]} == {(day.year, day.month)}
    assert all((one.year, one.month) != (day.year, day.month) for one in (told[0], told[-1]))


def test_quarters_are_those_of_the_calendar_year() -> None:
    told = {"2024-03-31": "2024 Q1", "2024-04-01": "2024 Q2", "2024-09-30": "2024 Q3", "2024-12-31": "2024 Q4"}
    assert {text: label(on(text)[0], "quarter") for text in told} == told
    assert label_of(on("2024-03-31", "2024-04-01"), "quarter") == BETWEEN
    assert label_of(on("2024-03-31", "2024-04-01"), "year") == "2024"


def test_a_period_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(UsageError, match="ends before it begins"):
        period_of(on("2024-04-01")[0], on("2024-03-31")[0])


def test_days_counted_from_a_day_0_may_lie_in_any_period() -> None:
    """Failure prevented: cases without dates dropped out of the figures of a year, and nobody was told."""
    told = (DAY_ZERO + 3, DAY_ZERO + 3)
    assert period_of(on("2024-01-01")[0], None).holds(told) is MAYBE
    assert Period().holds(told) is YES
    assert label_of(told, "quarter") == "counted from a Day 0"


def test_agencies_by_quarter() -> None:
    counts = AgencyCounts(frozenset({CSC, SCHOOL}), "quarter", Period(), STATES)
    counts.take(case(
        "a",
        [finding(rows=[row(CSC, "2024-02-01"), row(CSC, "2024-02-09"), row(SCHOOL, "2024-03-20", "2024-04-10")]),
         finding(key="2", certainty="possible", rows=[row(CSC, "2024-02-01")]),
         finding(key="3", kind="question", rows=[row(CSC, "2024-02-01")])],
        referrals=[referral(agency="Mrs Olive Tregenza"), referral(agency=CSC, certain=False)],
        agencies=[AgencyKept(CSC, *on("2024-01-10", "2024-04-02"), 9, on("2024-01-01", "2024-04-01"))],
    ))  # fmt: skip
    counts.protect()
    told = lines(counts.tables(show_small=True)[0])
    heads = ("Cases with its rows", "Raised, resting on its rows", "Raised possibly", "Referrals")
    assert {name: [value[head] for head in heads] for name, value in told.items()} == {
        f"{CSC} / 2024 Q1": [1, 1, 1, 0],
        f"{CSC} / 2024 Q2": [1, 0, 0, 0],
        f"{SCHOOL} / {BETWEEN}": ["", 1, 0, 0],
        f"{OTHERS} / 2024 Q1": [0, 0, 0, 1],
    }
