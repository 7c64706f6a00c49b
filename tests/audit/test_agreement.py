"""Agreement in counts; rates only with intervals that published tables confirm."""

from __future__ import annotations

import pytest

from engine.audit import agreement
from engine.audit.agreement import (
    ALL_RULES,
    CONFLICT,
    EMPTY,
    OTHER_WORDS,
    UNSETTLED,
    Judgement,
    between,
    by_rule,
    interval_of,
    kappa,
    settle,
    to_look_at,
)
from engine.audit.workbook.manifest import NumberTold, PromptTold

NUMBER = NumberTold(name="longest", value="10 working days", basis="local", source="ours", lowest="5", highest="20")


def judgement(
    first: str = "", second: str = "", moderated: str = "", *, reason: str = "", second_reason: str = "",
    case: str = "maple", at: int = 1, book: str = "a.xlsx", half: str = "read with prompts", run: str = "r",
    rule: str = "child-not-seen-n-days",
) -> Judgement:  # fmt: skip
    prompt = PromptTold(id=f"{rule}/ava/{at}", rule=rule, version=1, theme="seeing", certainty="definite")
    return Judgement(run, book, half, case, prompt, first, reason, "", second, second_reason, "", moderated)


# --- published values -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agreed", "judged", "wilson", "exact"),
    [
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_intervals_are_those_published_by_newcombe(
    agreed: int, judged: int, wilson: tuple[float, float], exact: tuple[float, float]
) -> None:
    """R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998)."""
    pytest.importorskip("scipy", reason="scipy is not installed: intervals not tested")
    found = interval_of(agreed, judged)
    assert found is not None
    assert [round(end, 4) for end in (*found.wilson, *found.exact)] == [*wilson, *exact]


def test_kappa_is_that_of_its_first_publication() -> None:
    """J. Cohen, A coefficient of agreement for nominal scales, 1960: 200 people, three diagnoses, .49."""
    rows = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
    table = {(f"d{row}", f"d{column}"): count for row, line in enumerate(rows) for column, count in enumerate(line)}
    found = kappa(table)
    assert found is not None
    assert round(found, 2) == 0.49


def test_kappa_is_left_out_for_few_and_where_both_always_say_the_same_word() -> None:
    assert kappa({("agree", "agree"): 10, ("disagree", "disagree"): 9}) is None
    assert kappa({("agree", "agree"): 30}) is None
    assert kappa({("agree", "agree"): 10, ("disagree", "disagree"): 10}) == 1.0


# --- what a judgement comes to --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        (("", "", ""), EMPTY),
        (("agree", "", ""), "agree"),
        (("", "disagree", ""), "disagree"),
        (("Agree", "AGREE", ""), "agree"),
        (("agree", "disagree", ""), UNSETTLED),
        (("agree", "disagree", "not applicable"), "not applicable"),
        (("agree", "agree", "disagree"), "disagree"),
        (("", "", "disagree"), "disagree"),
        (("yes I agree", "", ""), OTHER_WORDS),
        (("yes I agree", "", "agree"), "agree"),
        (("agree", "", "agreed"), OTHER_WORDS),
    ],
)
def test_the_moderated_answer_counts_and_nothing_is_guessed(typed: tuple[str, str, str], outcome: str) -> None:
    assert judgement(*typed).outcome == outcome


def test_reasons_are_those_of_whoever_disagreed() -> None:
    told = judgement("agree", "disagree", "disagree", reason="other", second_reason="wrong day")
    assert told.reasons == ("wrong day",)
    assert judgement("disagree").reasons == ("no reason given",)
    assert judgement("agree", reason="other").reasons == ()


def test_two_workbooks_that_say_the_same_count_once_and_an_empty_one_gives_way() -> None:
    told = [judgement("agree"), judgement("agree", book="b.xlsx"), judgement(book="c.xlsx")]
    (settled,) = settle(told)
    assert settled.outcome == "agree"
    assert [one.book for one in settled.judgements] == ["a.xlsx", "b.xlsx"]


def test_two_workbooks_that_differ_count_for_neither() -> None:
    (settled,) = settle([judgement("agree"), judgement("disagree", reason="other", book="b.xlsx")])
    assert settled.outcome == CONFLICT
    assert settled.reasons == ()
    (rule, _) = by_rule([settled])
    assert (rule.counts["agree"], rule.counts["disagree"], rule.counts[CONFLICT]) == (0, 0, 1)


# --- counts ---------------------------------------------------------------------------------------------


def test_counts_are_by_rule_half_and_run_and_never_mixed() -> None:
    told = settle([
        judgement("agree", at=1), judgement("disagree", at=2), judgement("not applicable", at=3), judgement(at=4),
        judgement("agree", at=1, half="read blind first"), judgement("agree", at=1, run="s"),
        judgement("agree", at=1, rule="supervision-gap"),
    ])  # fmt: skip
    found = {(one.run, one.half, one.rule): one.counts for one in by_rule(told)}
    mine = found["r", "read with prompts", "child-not-seen-n-days"]
    assert [mine[word] for word in ("agree", "disagree", "not applicable", EMPTY)] == [1, 1, 1, 1]
    assert found["r", "read blind first", "child-not-seen-n-days"]["agree"] == 1
    assert found["s", "read with prompts", "child-not-seen-n-days"]["agree"] == 1
    assert found["r", "read with prompts", ALL_RULES]["agree"] == 2


def test_a_rate_is_shown_from_twenty_judgements_on() -> None:
    pytest.importorskip("scipy", reason="scipy is not installed: intervals not tested")
    few = settle(judgement("agree" if at % 4 else "disagree", at=at) for at in range(19))
    enough = settle(judgement("agree" if at % 4 else "disagree", at=at) for at in range(20))
    assert all(one.interval is None for one in by_rule(few))
    interval = by_rule(enough)[0].interval
    assert interval is not None
    assert interval.rate == 0.75
    assert interval.wilson[0] < 0.75 < interval.wilson[1]


def test_not_applicable_and_empty_do_not_make_enough() -> None:
    told = [judgement("agree", at=at) for at in range(19)]
    told += [judgement("not applicable", at=at) for at in range(30, 50)]
    assert by_rule(settle(told))[0].interval is None


def test_without_scipy_there_are_counts_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement, "scipy_is_there", lambda: False)
    (rule, _) = by_rule(settle(judgement("agree", at=at) for at in range(30)))
    assert (rule.counts["agree"], rule.interval) == (30, None)


def test_two_auditors_are_compared_as_they_judged_before_moderation() -> None:
    (found,) = between([
        judgement("agree", "agree", "disagree", at=1), judgement("agree", "disagree", at=2),
        judgement("agree", at=3), judgement("agree", "perhaps", at=4),
    ])  # fmt: skip
    assert (found.number, found.same, found.kappa) == (2, 1, None)
    assert found.table["agree", "disagree"] == 1


# --- numbers to look at ---------------------------------------------------------------------------------


def test_numbers_are_looked_at_from_three_disagreements_about_numbers_on() -> None:
    key = ("r", "child-not-seen-n-days", 1)
    strict = [judgement("disagree", reason="number too strict here", at=at) for at in range(2)]
    others = [judgement("disagree", reason="wrong day", at=at) for at in range(10, 20)]
    agreed = [judgement("agree", reason="number too strict here", at=at) for at in range(20, 30)]
    assert to_look_at(settle([*strict, *others, *agreed]), {key: (NUMBER,)}, 3) == []
    third = judgement("disagree", reason="another local standard", at=3, half="read blind first")
    (found,) = to_look_at(settle([*strict, third]), {key: (NUMBER,)}, 3)
    assert (found.rule, found.disagreements) == ("child-not-seen-n-days", 3)
    assert found.reasons == {"number too strict here": 2, "another local standard": 1}
    assert found.numbers == (NUMBER,)


def test_a_rule_without_numbers_has_none_to_look_at() -> None:
    told = settle(judgement("disagree", reason="number too strict here", at=at) for at in range(5))
    assert to_look_at(told, {}, 3) == []
