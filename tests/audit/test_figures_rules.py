"""What is counted per rule and theme, told in small audits with everything shown."""

from __future__ import annotations

from collections.abc import Sequence

from figured import RULES, case, child, finding, on

from engine.audit.figures.period import Period, period_of
from engine.audit.figures.rules import ANOTHER, NO_CHILD, RuleCounts, RuleTold, reason_told
from engine.audit.figures.tables import Table
from engine.audit.record import CaseKept, MetKept, NotEvaluatedKept

NOT_SEEN, REMOTE = "child-not-seen-n-days", "phone-or-remote-review-only"
AGENCIES = frozenset({"Health Visiting", "Maternity"})


def tables(cases: Sequence[CaseKept], period: Period | None = None, *, lifecycle: bool = True) -> dict[str, Table]:
    told = [RuleTold(rule, 3, theme, f"About {rule}") for rule, theme in RULES.items()]
    counts = RuleCounts(told, period or Period(), lifecycle=lifecycle, agencies=AGENCIES)
    for one in cases:
        counts.take(one)
    counts.protect()
    return {table.name: table for table in counts.tables(show_small=True)}


def line(table: Table, *words: str) -> dict[str, object]:
    found = [row for row in table.rows if all(word in row for word in words)]
    assert len(found) == 1, words
    return {column.heading: cell for column, cell in zip(table.columns, found[0], strict=True)}


def test_a_case_counts_once_however_often_a_rule_was_raised_in_it() -> None:
    twice = case("a", [finding(key="1"), finding(key="2"), finding(key="3", certainty="possible")])
    told = line(tables([twice, case("b")])["rules"], NOT_SEEN)
    assert told["Could be evaluated"] == 2
    assert told["Raised"] == 1
    assert told["Raised possibly"] == 1


def test_a_question_is_neither_raised_nor_possibly_raised() -> None:
    """Failure prevented: words that nobody had read were counted among the findings of an authority."""
    told = line(tables([case("a", [finding(kind="question", certainty="possible")])])["rules"], NOT_SEEN)
    assert (told["Raised"], told["Raised possibly"], told["Only asked"]) == (0, 0, 1)


def test_several_findings_that_stand_differently_count_under_the_one_that_is_open() -> None:
    both = case("a", [finding(state="resolved"), finding(state="open", key="2")])
    lapsed = case("b", [finding(state="lapsed"), finding(state="resolved", key="2")])
    told = line(tables([both, lapsed])["standing"], NOT_SEEN)
    assert [told[state] for state in ("Cases", "Open", "Answered", "Lapsed", "Resolved")] == [2, 1, 0, 1, 0]


def test_not_evaluated_for_every_child_is_not_evaluated() -> None:
    needs = [NotEvaluatedKept(NOT_SEEN, name, "", "a date of birth") for name in ("ruby", "sam")]
    told = tables([
        case("a", children=[child("ruby"), child("sam")], lacking=needs),
        case("b", children=[child("ruby"), child("sam")], lacking=needs[:1]),
        case("c", children=[]),
    ])  # fmt: skip
    rule = line(told["rules"], NOT_SEEN)
    assert (rule["Could be evaluated"], rule["Could not"]) == (1, 2)
    assert rule["Of these for some children only"] == 1
    assert {row[2]: row[3] for row in told["reasons"].rows if row[0] == NOT_SEEN} == {
        "no date of birth is known": 1, NO_CHILD: 1,
    }  # fmt: skip


def test_a_rule_that_local_practice_switched_off_is_not_asked_and_not_clear() -> None:
    told = line(tables([case("a"), case("b", rules=[REMOTE])])["rules"], NOT_SEEN)
    assert (told["Not asked of it"], told["Could be evaluated"], told["Could not"]) == (1, 1, 0)


def test_a_theme_counts_a_case_once_for_all_its_rules() -> None:
    told = tables([case("a", [finding(NOT_SEEN), finding(REMOTE, state="resolved")]), case("b", [finding(REMOTE)])])
    theme = line(told["themes"], "seeing")
    assert (theme["Rules asked"], theme["Raised"], theme["Raised and open"]) == (2, 2, 2)


def test_a_finding_that_may_have_been_raised_outside_the_period_is_a_possible_one_of_it() -> None:
    period = period_of(on("2024-01-01")[0], on("2024-03-31")[0])
    cases = [
        case("inside", [finding(raised=on("2024-02-01", "2024-02-20"))]),
        case("across", [finding(raised=on("2024-03-20", "2024-04-10"))]),
        case("outside", [finding(raised=on("2024-04-01"))]),
    ]
    told = line(tables(cases, period)["rules"], NOT_SEEN)
    assert (told["Raised"], told["Raised possibly"], told["Could be evaluated"]) == (1, 1, 3)


def test_kept_to_counts_only_what_was_surely_met_in_the_period() -> None:
    period = period_of(on("2024-01-01")[0], None)
    met = [MetKept(NOT_SEEN, "ruby", None, on("2023-12-20", "2024-01-05"))]
    assert line(tables([case("a", met=met)], period)["rules"], NOT_SEEN)["Kept to in time"] == 0
    assert line(tables([case("a", met=met)])["rules"], NOT_SEEN)["Kept to in time"] == 1


def test_of_one_day_only_what_is_over_is_not_counted() -> None:
    """Failure prevented: a run that looks at one day showed a few resolved findings as if they were all."""
    told = tables([case("a", [finding(state="resolved")]), case("b", [finding()])], lifecycle=False)
    assert line(told["rules"], NOT_SEEN)["Raised"] == 1
    assert [column.heading for column in told["standing"].columns][3:] == ["Cases", "Open", "Answered"]


def test_reasons_come_from_a_closed_list() -> None:
    """Failure prevented: the path of a local rule file stood in the figures as a reason."""
    assert reason_told("Health Visiting or Maternity rows", AGENCIES) == "no Health Visiting or Maternity rows"
    assert reason_told("Nurse Olive Tregenza rows", AGENCIES) == "no rows of the agencies it names"
    assert reason_told("rows from the birth on", AGENCIES) == "the rows start after the birth"
    assert reason_told("a look at /home/olive/rules.yaml", AGENCIES) == ANOTHER


def test_lines_stand_in_order_of_name_whatever_the_numbers() -> None:
    many = [case(f"c{n}", [finding(REMOTE)]) for n in range(9)]
    told = tables(many)
    assert [row[0] for row in told["themes"].rows] == ["seeing", "strategy"]
    assert [row[0] for row in told["rules"].rows] == sorted(RULES, key=lambda rule: (RULES[rule], rule))
