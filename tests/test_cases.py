"""The published cases whose dates were removed: what each document says was missed is prompted, what it praises is not.

The expectations were written from the documents before the rules were run on the cases.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.dates.dayzero import one_day
from engine.escalate import escalate
from engine.evaluate import Evaluation, Finding
from engine.pack import load_pack
from engine.report.words import iso
from engine.session import Options, Session, session_for

HERE = Path(__file__).resolve().parent.parent / "chronologies"
EXPECTATIONS = sorted(HERE.glob("*.expected.yaml"))
CASES = [path.name.removesuffix(".expected.yaml") for path in EXPECTATIONS if path.stem != "ava.expected"]
RULES = {rule.name for rule in load_pack().library.rules}


@cache
def expectations(case: str) -> dict[str, Any]:
    loaded = yaml.load((HERE / f"{case}.expected.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


@cache
def session_of(case: str) -> Session:
    pack = load_pack()
    return session_for([HERE / f"{case}.csv"], Options(rules=("all",)), pack.library, pack.vocabulary, pack.calendars)


@cache
def evaluation_of(case: str) -> Evaluation:
    return session_of(case).evaluate()


def findings_of(case: str, rule: str, child: str) -> list[Finding]:
    return [f for f in evaluation_of(case).findings if f.rule.name == rule and child in f.children]


def rows_of(finding: Finding) -> set[int]:
    events = (*finding.episode.evidence, *finding.episode.joined, *finding.episode.against)
    return {event.row.number for event in events}


DIFFERENCES = {
    "example-4-11-alleged-perpetrator-is-a-child-unassessed-child-d": (
        "Nothing in the rows says that Child E is a child; he is in the side sheet as a boyfriend."
    ),
    "example-5-8-disagreement-not-escalated-child-g": (
        "Two working days from Thursday end on Monday; it is late on Tuesday."
    ),
    "example-5-15-gp-not-registered-child-f": (
        "The rule gives six weeks from the row that says so; the baby came to hospital on the first day after them."
    ),
}
"""Where the program answers otherwise than the expectations, and why. Each must still differ: see `marked`."""


def marked(name: str, *values: object) -> Any:
    """A case of a test; one that is known to differ must go on differing, or the reason is out of date."""
    marks = [pytest.mark.xfail(reason=DIFFERENCES[name], strict=True)] if name in DIFFERENCES else []
    return pytest.param(*values, id=name, marks=marks)


EXPECTED = [
    marked(f"{case}-{number}-{point['rule']}-{child}", case, point, child)
    for case in CASES
    for number, point in enumerate(expectations(case)["expected"])
    for child in point["children"]
    if point["rule"] in RULES
]
WRONG = [
    marked(f"{case}-wrong-{number}-{entry['rule']}-{child}", case, entry, child)
    for case in CASES
    for number, entry in enumerate(expectations(case)["wrong"])
    for child in entry["children"]
    if entry["rule"] in RULES
]


@pytest.mark.parametrize(("case", "point", "child"), EXPECTED)
def test_what_the_document_says_was_missed_is_first_prompted_in_time(
    case: str, point: dict[str, Any], child: str
) -> None:
    first, last = (one_day(point["first_prompted"][end]) for end in ("earliest", "latest"))
    rows = {int(row) for row in point["rows"]}
    candidates = findings_of(case, point["rule"], child)
    fitting = [
        f
        for f in candidates
        if f.first_possible is not None
        and first <= f.first_possible <= last
        and (rows_of(f) & rows or f.episode.opening is None)
    ]
    told = [f"{iso(f.first_possible or 0)} rows {sorted(rows_of(f))}" for f in candidates]
    assert fitting, f"{point['point']} Expected {iso(first)} to {iso(last)}; got {told}"
    if point["certainty"] != "either":
        assert any(f.definite == (point["certainty"] == "definite") for f in fitting)


@pytest.mark.parametrize(("case", "entry", "child"), WRONG)
def test_what_the_document_calls_good_practice_stays_unprompted(case: str, entry: dict[str, Any], child: str) -> None:
    rows = {int(row) for row in entry.get("rows", [])}
    for finding in findings_of(case, entry["rule"], child):
        if finding.state not in ("open", "answered", "lapsed") or finding.kind != "rule":
            continue
        if entry.get("certainty") == "definite" and not finding.definite:
            continue
        opening = finding.episode.opening
        assert rows, entry["why"]
        assert opening is None or opening.row.number not in rows, entry["why"]


@pytest.mark.parametrize("case", CASES)
def test_every_case_runs_to_a_report_that_says_its_days_are_relative(case: str) -> None:
    session = session_of(case)
    report = session.report()
    assert report.as_at.startswith("Day ")
    assert not [item for item in report.not_evaluated if "crashed" in item.reason]
    assert any("Day 0" in warning for warning in session.warnings)


@pytest.mark.parametrize("case", CASES)
def test_the_expectations_name_rows_and_children_of_the_case(case: str) -> None:
    read = session_of(case).read
    numbers = {ref.number for ref in read.case.rows}
    children = {child.id for child in read.case.children}
    entries = [*expectations(case)["expected"], *expectations(case)["wrong"]]
    assert entries
    for entry in entries:
        assert {int(row) for row in entry.get("rows", [])} <= numbers
        assert set(entry["children"]) <= children
        assert entry["paragraph"]


@pytest.mark.parametrize("case", [case for case in CASES if "not_evaluated" in expectations(case)])
def test_what_cannot_be_told_from_the_rows_is_said_to_be_not_evaluated(case: str) -> None:
    told = {(item.rule.name, item.child.id) for item in evaluation_of(case).not_evaluated if item.child is not None}
    for entry in expectations(case)["not_evaluated"]:
        for child in entry["children"]:
            assert (entry["rule"], child) in told, entry["why"]


def test_while_one_child_is_made_safe_the_report_asks_about_the_other() -> None:
    """Rapid review example 5: Child G stayed in the home while Child F was in hospital."""
    session = session_of("example-5")
    drawn = escalate(session.evaluate(), session.library.escalations).drawn
    assert "other-children-of-the-household" in {item.escalation.name for item in drawn if item.child == "child-g"}
