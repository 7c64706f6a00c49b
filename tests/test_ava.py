"""'Ava' as the review tells it: what was prompted when, against expectations written before any rule fired."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.evaluate import Evaluation, Finding
from engine.session import Options, Session, open_session

CASE = Path(__file__).parent.parent / "chronologies" / "ava.csv"
EXPECTED = yaml.safe_load((CASE.parent / "ava.expected.yaml").read_text(encoding="utf-8"))


@cache
def ava() -> Session:
    return open_session((CASE,), Options())


@cache
def ava_on(day: date) -> Evaluation:
    return ava().evaluate(day.toordinal())


RULES = {rule.name for rule in ava().rules}
POINTS = [
    (point, child) for point in EXPECTED["expected"] if point["rule"] in RULES for child in point["children"]
]


def named(value: tuple[dict[str, Any], str]) -> str:
    point, child = value
    return f"{point['rule']}-{point['paragraph'].split(',')[0]}-{child}"


def findings_of(evaluation: Evaluation, rule: str, child: str) -> list[Finding]:
    return [f for f in evaluation.findings if f.rule.name == rule and child in f.children]


def rows_of(finding: Finding) -> set[int]:
    events = (*finding.episode.evidence, *finding.episode.joined, *finding.episode.against)
    return {event.row.number for event in events}


@pytest.mark.parametrize("expectation", POINTS, ids=named)
def test_each_point_of_the_review_is_first_prompted_when_it_could_have_been(
    expectation: tuple[dict[str, Any], str],
) -> None:
    point, child = expectation
    first, last = point["first_prompted"]["earliest"], point["first_prompted"]["latest"]
    evaluation = ava_on(date(2022, 3, 2))
    candidates = findings_of(evaluation, point["rule"], child)
    told = {
        f"{f.first_possible and date.fromordinal(f.first_possible)} rows {sorted(rows_of(f))}" for f in candidates
    }
    assert any(
        f.first_possible is not None
        and first.toordinal() <= f.first_possible <= last.toordinal()
        and (rows_of(f) & set(point["rows"]) or f.episode.opening is None)
        for f in candidates
    ), f"expected between {first} and {last} on rows {point['rows']}; got {sorted(told)}"


AT = [
    (day, entry, child, wanted)
    for day, lists in EXPECTED["at"].items()
    for wanted in ("open", "not_open")
    for entry in lists[wanted]
    if entry["rule"] in RULES
    for child in entry["children"]
]


@pytest.mark.parametrize(
    ("day", "entry", "child", "wanted"), AT, ids=[f"{d}-{w}-{e['rule']}-{c}" for d, e, c, w in AT]
)
def test_what_is_open_on_the_days_the_review_speaks_of(
    day: date, entry: dict[str, Any], child: str, wanted: str
) -> None:
    unsettled = [
        f
        for f in findings_of(ava_on(day), entry["rule"], child)
        if f.state in ("open", "answered", "lapsed") and f.kind == "rule"
    ]
    if wanted == "not_open":
        assert not unsettled, f"only known later: {entry['why']}; got rows {[sorted(rows_of(f)) for f in unsettled]}"
        return
    assert unsettled, f"the review: {entry['why']}"
    if entry["certainty"] == "definite":
        assert any(f.definite for f in unsettled), f"on this record: {entry['why']}"
    if entry["certainty"] == "possible":
        assert not any(f.definite for f in unsettled), f"only possible: {entry['why']}"
