"""Two audits compared: how they were run, what was gained and lost, and that small numbers stay withheld."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from figured import audit, case, finding, pack
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.audit.differing import CHANGES, Compared, compare
from engine.audit.figures.tables import Mark, Table
from engine.audit.folder import AuditFolder
from engine.audit.record import CaseKept
from engine.errors import UsageError

RULE = "child-not-seen-n-days"
ONLY = {"rules": {RULE: 1}, "themes": {RULE: "seeing"}}


def compared(
    tmp_path: Path, first: list[CaseKept], second: list[CaseKept], *, show: bool = True, **run_otherwise: object
) -> Compared:  # fmt: skip
    told = {"first": {}, "second": run_otherwise}
    folders = [
        audit(tmp_path / name, cases, **{**ONLY, **told[name]})
        for name, cases in (("first", first), ("second", second))
    ]  # type: ignore[dict-item]
    return compare(AuditFolder(folders[0]), AuditFolder(folders[1]), pack(), show_small=show, cases=True)


def table(made: Compared, name: str) -> Table:
    return next(one for one in made.figures.tables if one.name == name)


def with_findings(prefix: str, number: int, *findings: object) -> list[CaseKept]:
    return [case(f"{prefix}{at:02}", findings, rules=[RULE]) for at in range(number)]  # type: ignore[arg-type]


def test_gained_lost_and_kept_are_counted_over_the_cases_of_both(tmp_path: Path) -> None:
    first = [*with_findings("kept", 3, finding()), *with_findings("lost", 2, finding()), *with_findings("none", 4),
             *with_findings("gained", 1), *with_findings("before", 5, finding())]  # fmt: skip
    second = [*with_findings("kept", 3, finding(state="answered")), *with_findings("lost", 2),
              *with_findings("none", 4), *with_findings("gained", 1, finding()),
              *with_findings("after", 2, finding())]  # fmt: skip
    made = compared(tmp_path, first, second)
    assert table(made, "cases-in-both").rows == ((RULE, 10, 3, 1, 2),)
    assert table(made, "all-cases").rows == ((RULE, 15, 12, 10, 6, 0, 0),)
    assert "10 cases were read in both audits." in made.figures.sentences


def test_a_case_that_only_one_could_evaluate_is_no_gain(tmp_path: Path) -> None:
    """Failure prevented: a rule that could at last be evaluated looked like a rise in findings."""
    first = [case("a", rules=[RULE], children=[]), *with_findings("b", 3)]
    second = [case("a", [finding()], rules=[RULE]), *with_findings("b", 3)]
    assert table(compared(tmp_path, first, second), "cases-in-both").rows == ()


def test_what_differs_in_how_they_were_run(tmp_path: Path) -> None:
    made = compared(
        tmp_path, with_findings("a", 2), with_findings("a", 2),
        rules={RULE: 2, "visit-interval-exceeded": 1}, as_at="2024-05-01", local=("14 days",),
        purpose="The same, after the change",
    )  # fmt: skip
    told = {row[0]: row[1:] for row in table(made, "runs").rows}
    assert told[f"Rule {RULE}"] == ("version 1", "version 2")
    assert told["Rule visit-interval-exceeded"] == ("not asked", "version 1")
    assert told["Looked at"][1] == "as at 2024-05-01"
    assert told["Local practice"] == ("none: the shipped numbers", "14 days")
    assert "Program" not in told
    assert "1 rule asked in the second only, 1 rule asked in another version." in made.figures.sentences
    assert table(compared(tmp_path / "b", with_findings("a", 2), with_findings("a", 2)), "runs").rows == ()


def test_changes_name_each_finding_that_is_not_as_it_was(tmp_path: Path) -> None:
    first = [case("a", [finding(), finding(key="2"), finding(key="3")], rules=[RULE])]
    second = [
        case("a", [finding(state="resolved"), finding(key="3"), finding(key="4", certainty="possible")], rules=[RULE])
    ]
    assert compared(tmp_path, first, second).changes == (
        ("a", RULE, f"{RULE}/ruby/-/1", "changed", "definite, open", "definite, resolved"),
        ("a", RULE, f"{RULE}/ruby/-/2", "lost", "definite, open", ""),
        ("a", RULE, f"{RULE}/ruby/-/4", "gained", "", "possible, open"),
    )
    assert len(CHANGES) == 6


def test_no_case_in_common_is_said_and_no_case_read_is_refused(tmp_path: Path) -> None:
    made = compared(tmp_path, with_findings("a", 2), with_findings("b", 2))
    assert made.figures.sentences[:1] == (
        "The two audits have no case in common: only all the cases of each can be compared.",
    )
    with pytest.raises(UsageError, match="no case that could be read"):
        compared(tmp_path / "b", with_findings("a", 2), [case("a", problem="a.csv: This file is empty.")])


def test_cases_are_paired_however_the_two_lists_lie(tmp_path: Path) -> None:
    names = ["a", "a-1", "b", "é", "z"]
    for left, right in product(range(1, 4), range(1, 4)):
        first = [case(name, rules=[RULE]) for name in names[::left]]
        second = [case(name, rules=[RULE]) for name in names[::right]]
        both = set(names[::left]) & set(names[::right])
        made = compared(tmp_path / f"{left}{right}", first, second)
        assert dict(made.figures.run)["Cases read"].endswith(f"{len(both)} in both")


COUNTS = st.tuples(*(st.sampled_from([0, 0, 1, 2, 4, 6, 7, 9]) for _ in range(4)))


@settings(max_examples=60)
@given(COUNTS)
def test_no_small_change_can_be_worked_out(tmp_path_factory: pytest.TempPathFactory, counts: tuple[int, ...]) -> None:
    """The same cases in both audits, where everything that is printed bears upon everything else."""
    kept, gained, lost, neither = counts
    if not sum(counts):
        return
    first = [*with_findings("k", kept, finding()), *with_findings("l", lost, finding()), *with_findings("g", gained),
             *with_findings("n", neither)]  # fmt: skip
    second = [*with_findings("k", kept, finding()), *with_findings("l", lost), *with_findings("g", gained, finding()),
              *with_findings("n", neither)]  # fmt: skip
    made = compared(tmp_path_factory.mktemp("diff"), first, second, show=False)
    total = sum(counts)
    true = (total, total, kept + lost, kept + gained, total, kept, gained, lost)
    all_cases, both = table(made, "all-cases").rows, table(made, "cases-in-both").rows
    if not (all_cases and both):
        assert not kept + gained + lost
        return
    printed = (*all_cases[0][1:5], *both[0][1:])
    for cell, value in zip(printed, true, strict=True):
        assert cell is Mark.WITHHELD or (cell == value and not 1 <= value <= 5)
    possible = [
        (k, g, lo) for k, g, lo in product(range(total + 1), repeat=3) if k + g + lo <= total
        and all(cell is Mark.WITHHELD or cell == value for cell, value in
                zip(printed, (total, total, k + lo, k + g, total, k, g, lo), strict=True))
    ]  # fmt: skip
    assert (kept, gained, lost) in possible
    for at, value in enumerate((kept, gained, lost)):
        if 1 <= value <= 5:
            assert len({one[at] for one in possible}) > 1, counts
    if 1 <= neither <= 5:
        assert len({total - sum(one) for one in possible}) > 1, counts
