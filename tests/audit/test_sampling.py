"""Samples that anybody draws again: pinned, uniform, and with everything left out accounted for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.audit.record import CaseKept, ChildKept, Days, FindingKept, ReferralKept
from engine.audit.sampling import Plan, Sample, draw, rank, shared_out
from engine.dates.dayzero import DAY_ZERO
from engine.errors import UsageError

THEMES = {"child-not-seen-n-days": "seeing", "supervision-gap": "record"}
AS_AT = date(2022, 6, 30).toordinal()


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def child(
    *plans: str, age: Days | None = (3, 3), unseen: Days | None = (4, 4), closed: Days | None = None
) -> ChildKept:
    return ChildKept("ava", age, plans, AS_AT - 1200, unseen, 0, closed)


def finding(rule: str, certainty: str = "definite", state: str = "open", kind: str = "rule") -> FindingKept:
    return FindingKept(
        f"{rule}/ava", rule, 1, THEMES[rule], kind, "ava", ("ava",), certainty, state, "yes", "now", None, None, None,
        None, None, (), "", (), (), (),
    )  # fmt: skip


def referral(source: str, certain: bool = True) -> ReferralKept:
    return ReferralKept("School", (AS_AT - 30, AS_AT - 30), source, "assessment", "yes", certain)


def case(
    name: str, *children: ChildKept, team: str = "", findings: Iterable[FindingKept] = (),
    referrals: Iterable[ReferralKept] = (), problem: str = "", as_at: int = AS_AT,
) -> CaseKept:  # fmt: skip
    return CaseKept(
        name, team, problem, as_at=as_at, children=children or (child(),), findings=tuple(findings),
        referrals=tuple(referrals),
    )  # fmt: skip


def cases(number: int) -> list[CaseKept]:
    return [case(f"case-{at:02}") for at in range(number)]


def names(sample: Sample) -> list[str]:
    return [one.case for one in sample.drawn]


def left_out(sample: Sample) -> dict[str, str]:
    return {one.case: one.why for one in sample.not_eligible}


# --- again, by anybody ----------------------------------------------------------------------------------


def test_the_sample_for_a_seed_is_pinned() -> None:
    """Whoever draws with this seed from these cases, on any machine and version, gets these and this half blind.

    Made without this program: `printf 'flag audit sample 1\\ndraw\\n1\\ncase-00' | sha256sum`, and so on, sorted.
    """
    sample = draw(cases(40), Plan("1", size=8), THEMES)
    assert [(one.case, one.blind) for one in sample.drawn] == [
        ("case-01", True), ("case-29", True), ("case-08", True), ("case-11", True),
        ("case-02", False), ("case-18", False), ("case-38", False), ("case-26", False),
    ]  # fmt: skip


def test_the_order_is_the_digest_that_the_documentation_gives() -> None:
    told = b"flag audit sample 1\ndraw\n1\ncase-18"
    assert rank("1", "case-18") == hashlib.sha256(told).hexdigest()


def test_the_order_of_the_cases_does_not_matter() -> None:
    plan = Plan("spring", size=8)
    assert draw(reversed(cases(40)), plan, THEMES).drawn == draw(cases(40), plan, THEMES).drawn


def test_a_file_system_that_spells_accents_apart_gives_the_same_order() -> None:
    assert rank("1", "Ren\u00e9e") == rank("1", "Rene\u0301e")


@given(st.text(max_size=20), st.sets(st.text(max_size=12), min_size=1, max_size=30), st.integers(1, 40))
def test_any_sample_is_of_the_cases_once_each_and_half_of_it_is_blind(seed: str, ids: set[str], size: int) -> None:
    if not seed.strip():
        return
    sample = draw([case(one) for one in sorted(ids)], Plan(seed, size=size), THEMES)
    assert len(set(names(sample))) == len(sample.drawn) == min(size, len(ids))
    assert set(names(sample)) <= ids
    assert sum(one.blind for one in sample.drawn) == (len(sample.drawn) + 1) // 2


# --- uniform --------------------------------------------------------------------------------------------


def test_every_case_and_every_pair_of_cases_is_drawn_as_often_as_any_other() -> None:
    """Chi-square over 2,000 seeds: 20 cases, 5 drawn. The seeds are fixed, so the test does not waver."""
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed: uniformity not tested")
    all_names = [one.case for one in cases(20)]
    records = cases(20)
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    blind: Counter[str] = Counter()
    for seed in range(2_000):
        sample = draw(records, Plan(str(seed), size=5), THEMES)
        drawn = sorted(names(sample))
        single.update(drawn)
        pairs.update(combinations(drawn, 2))
        blind.update(one.case for one in sample.drawn if one.blind)
    # Drawn without putting back, so the sum of squares is divided by what the draws share among themselves.
    shrunk = (20 - 5) / (20 - 1)
    told = sum((single[name] - 500) ** 2 / 500 for name in all_names) / shrunk
    assert 0.001 < stats.chi2.sf(told, 19) < 0.999
    each = 2_000 * 10 / 190
    spread = sum((pairs[pair] - each) ** 2 / each for pair in combinations(all_names, 2)) / 190
    assert 0.8 < spread < 1.2
    halves = sum((blind[name] - 300) ** 2 / 300 for name in all_names) / ((20 - 3) / (20 - 1))
    assert 0.001 < stats.chi2.sf(halves, 19) < 0.999


# --- divided --------------------------------------------------------------------------------------------


def test_each_team_gives_so_many_and_a_small_one_what_it_has() -> None:
    records = [case(f"n{at}", team="North") for at in range(9)] + [case("s1", team="South")]
    sample = draw(records, Plan("1", by="team", each=2), THEMES)
    assert [(one.name, one.members, one.places, one.drawn) for one in sample.strata] == [
        ("North", 9, 2, 2), ("South", 1, 1, 1),
    ]  # fmt: skip
    assert "s1" in names(sample)


def test_places_are_shared_out_in_proportion_by_largest_remainder() -> None:
    """Hamilton's way, on an example worked by hand: 10 places for 47, 16, 15 and 22 are 4.7, 1.6, 1.5 and 2.2."""
    assert shared_out(10, {"a": 47, "b": 16, "c": 15, "d": 22}) == {"a": 5, "b": 2, "c": 1, "d": 2}


def test_of_equal_remainders_the_first_by_name_is_served() -> None:
    assert shared_out(3, {"b": 5, "a": 5}) == {"a": 2, "b": 1}


@given(st.dictionaries(st.text(min_size=1, max_size=4), st.integers(1, 50), min_size=1, max_size=8), st.data())
def test_shares_are_whole_add_up_and_stay_beside_the_quota(sizes: dict[str, int], data: st.DataObject) -> None:
    total = sum(sizes.values())
    places = data.draw(st.integers(0, total))
    given_out = shared_out(places, sizes)
    assert sum(given_out.values()) == places
    for name, size in sizes.items():
        assert abs(given_out[name] - places * size / total) < 1
        assert given_out[name] <= size


def test_a_rare_theme_keeps_its_case_though_that_has_a_common_one_too() -> None:
    both = [finding("child-not-seen-n-days"), finding("supervision-gap")]
    records = [case(f"c{at}", findings=[finding("child-not-seen-n-days")]) for at in range(20)]
    records.append(case("rare", findings=both))
    for seed in range(20):
        sample = draw(records, Plan(str(seed), by="theme", each=1), THEMES)
        assert {one.stratum: one.case for one in sample.drawn}["record"] == "rare"
        assert len(sample.drawn) == 2


def test_places_left_empty_by_cases_in_two_parts_are_filled() -> None:
    both = [finding("child-not-seen-n-days"), finding("supervision-gap")]
    records = [case(f"c{at}", findings=both) for at in range(6)]
    sample = draw(records, Plan("1", size=6, by="theme"), THEMES)
    assert sorted(names(sample)) == [f"c{at}" for at in range(6)]


def test_plans_ages_and_cases_without_prompts_are_parts() -> None:
    records = [
        case("planned", child("child protection plan", "open to social care", age=(0, 0))),
        case("perhaps", child("perhaps child in need plan", age=(9, 10))),
        case("closed", child(age=(17, 17))),
        case("unknown", child(age=None)),
        case("grown", child(age=(18, 19))),
    ]
    by_plan = draw(records, Plan("1", by="plan", each=9), THEMES)
    assert {one.case: one.stratum for one in by_plan.drawn} == {
        "planned": "child protection plan", "perhaps": "child in need plan",
        "closed": "none of these on this record", "unknown": "none of these on this record",
        "grown": "none of these on this record",
    }  # fmt: skip
    by_age = draw(records, Plan("1", by="age", each=9), THEMES)
    members = {one.name: one.members for one in by_age.strata}
    assert members == {"under 1": 1, "5 to 9": 1, "10 to 15": 1, "16 and 17": 1}
    assert left_out(by_age) == {
        "unknown": "no date of birth is known, so no age band is", "grown": "no child is under 18",
    }  # fmt: skip
    by_rule = draw(records, Plan("1", by="rule", each=1), THEMES)
    assert [one.name for one in by_rule.strata] == ["no open prompt"]


# --- targeted -------------------------------------------------------------------------------------------


def drawn_for(target: str, records: list[CaseKept]) -> tuple[set[str], dict[str, str], set[str]]:
    """Who can be drawn, who cannot and why, and of whom it is not certain."""
    sample = draw(records, Plan("1", size=99, only=(target,)), THEMES)
    return set(names(sample)), left_out(sample), {one.case for one in sample.drawn if one.perhaps}


def test_closed_within_six_months_counts_the_first_day_and_keeps_what_is_not_certain() -> None:
    on, before = day("2021-12-30"), day("2021-12-29")
    drawn, out, perhaps = drawn_for("closed-within:6 months", [
        case("on the day", child(closed=(on, on))),
        case("a day before", child(closed=(before, before))),
        case("about then", child(closed=(before - 20, on))),
        case("never"),
        case("unread", problem="maple.csv: It cannot be read. Save it again."),
        case("counted days", child(closed=(DAY_ZERO + 400, DAY_ZERO + 400)), as_at=DAY_ZERO + 500),
    ])  # fmt: skip
    assert drawn == {"on the day", "about then"}
    assert out["counted days"].endswith("runs on relative days, so that months cannot be counted")
    assert perhaps == {"about then"}
    assert out["a day before"] == "not in the target closed-within:6 months: closed to social care before that"
    assert out["never"].endswith("no certain closure to social care")
    assert out["unread"] == "could not be read: maple.csv: It cannot be read. Save it again."


def test_the_public_are_four_sources_and_a_referral_without_one_is_told() -> None:
    drawn, out, perhaps = drawn_for("referral-from:public", [
        case("neighbour", referrals=[referral("neighbour")]),
        case("unnamed", referrals=[referral("anonymous", certain=False)]),
        case("school", referrals=[referral("school")]),
        case("not said", referrals=[referral("")]),
    ])  # fmt: skip
    assert (drawn, perhaps) == ({"neighbour", "unnamed"}, {"unnamed"})
    assert out["school"].endswith("no such referral")
    assert out["not said"].endswith("of one or more the rows do not say from whom")


@pytest.mark.parametrize(
    ("target", "drawn", "perhaps"),
    [
        ("plan:child protection plan", {"sure", "maybe"}, {"maybe"}),
        ("rule-open:child-not-seen-n-days", {"sure", "maybe"}, {"maybe"}),
        ("theme-open:seeing", {"sure", "maybe"}, {"maybe"}),
        ("unseen:28 days", {"sure", "maybe", "never seen"}, {"maybe", "never seen"}),
        ("unseen:4 weeks", {"sure", "maybe", "never seen"}, {"maybe", "never seen"}),
        ("team:north", {"sure"}, set()),
    ],
)
def test_each_target_is_sure_or_perhaps(target: str, drawn: set[str], perhaps: set[str]) -> None:
    records = [
        case("sure", child("child protection plan", unseen=(28, 40)), team="North",
             findings=[finding("child-not-seen-n-days")]),
        case("maybe", child("perhaps child protection plan", unseen=(2, 40)),
             findings=[finding("child-not-seen-n-days", "possible")]),
        case("no", child("child in need plan", unseen=(2, 27)), findings=[
            finding("child-not-seen-n-days", state="resolved"), finding("child-not-seen-n-days", kind="question")]),
        case("never seen", child(unseen=None)),
    ]  # fmt: skip
    found, _, unsure = drawn_for(target, records)
    assert (found, unsure) == (drawn, perhaps)


def test_several_targets_must_all_hold() -> None:
    records = [
        case("both", child("child protection plan"), referrals=[referral("family")]),
        case("one", referrals=[referral("family")]),
    ]
    plan = Plan("1", size=9, only=("referral-from:public", "plan:child protection plan"))
    assert names(draw(records, plan, THEMES)) == ["both"]


# --- asked wrongly --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (Plan("", size=8), "needs a seed"),
        (Plan("  ", size=8), "needs a seed"),
        (Plan("1"), "How many cases"),
        (Plan("1", size=8, by="team", each=2), "How many cases"),
        (Plan("1", each=2), "but not of which"),
        (Plan("1", size=-1), "at least one case"),
        (Plan("1", size=8, by="worker"), "--by was not understood"),
        (Plan("1", size=8, only=("closed",)), "--only was not understood"),
        (Plan("1", size=8, only=("closed-within:soon",)), "needs a length of time"),
        (Plan("1", size=8, only=("closed-within:5 working days",)), "needs a length of time"),
        (Plan("1", size=8, only=("unseen:1 month",)), "counted in days or weeks"),
        (Plan("1", size=8, only=("referral-from:vicar",)), "names a source that no referral has"),
        (Plan("1", size=8, only=("plan:no plan",)), "names no plan"),
        (Plan("1", size=8, only=("rule-open:nonsense",)), "was not asked in this audit"),
        (Plan("1", size=8, only=("theme-open:nonsense",)), "was not asked in this audit"),
        (Plan("1", size=8, only=("team:South",)), "another team (3)"),
    ],
)
def test_what_cannot_be_drawn_is_said_with_a_remedy(plan: Plan, told: str) -> None:
    with pytest.raises(UsageError) as error:
        draw(cases(3), plan, THEMES)
    assert told in str(error.value)
    assert error.value.remedy


def test_an_identifier_that_stands_twice_is_drawn_once_and_told() -> None:
    sample = draw([*cases(2), case("case-00")], Plan("1", size=9), THEMES)
    assert (sorted(names(sample)), left_out(sample)) == (
        ["case-00", "case-01"], {"case-00": "another case has this identifier"},
    )  # fmt: skip
    assert (sample.cases, sample.eligible) == (3, 2)
