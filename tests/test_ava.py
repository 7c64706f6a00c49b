"""'Ava' as the review tells it: what was prompted when, against expectations written before any rule fired."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.escalate import escalate
from engine.evaluate import Evaluation, Finding
from engine.report.terminal import Style, render_text
from engine.session import Options, Session, open_session

CASE = Path(__file__).parent.parent / "chronologies" / "ava.csv"
EXPECTED = yaml.safe_load((CASE.parent / "ava.expected.yaml").read_text(encoding="utf-8"))


@cache
def ava() -> Session:
    return open_session((CASE,), Options(rules=("all",)))


@cache
def ava_on(day: date) -> Evaluation:
    return ava().evaluate(day.toordinal())


RULES = {rule.name for rule in ava().rules}
DIFFERENCES = {
    "repeated-no-access-visits-2.17-ava": (
        "One episode since November 2021: nothing certain has ended it for Ava, so the visits of February join it."
    ),
    "strategy-discussion-not-held-2.12-ava": (
        "Visits without sight are no ground of that rule, since rules never read each other; the escalation"
        " consider-strategy-discussion carries this point (its own test below)."
    ),
    "strategy-discussion-not-held-2.12-b": "As for Ava.",
    "not-seen-before-conference-2.16-ava": (
        "'A week later' is read with a day to spare on either side, so the conference may have been on 8 February."
    ),
    "promised-action-no-evidence-2.11-ava": (
        "That children's social care be told was announced in January 2021 (row 21); in May that is still outstanding"
        " and the letter joins it."
    ),
    "cancelled-appointments-pattern-2.14-ava": (
        "Row 42 tells of many cancelled visits as history, on no day; the rule counts visits that have one."
    ),
    "2022-01-10-open-repeated-no-access-visits-b": (
        "Only possible: all seven visits may have been before 20 November, and B was seen in school by then."
    ),
    "2022-03-01-not_open-excluded-adult-back-in-home-ava": (
        "What is open rests on rows 44 and 50 (the father in the house in early February), not on 2 March."
    ),
    "2022-03-01-not_open-excluded-adult-back-in-home-b": "As for Ava.",
    "sibling-missing-from-plan-2.16-b": (
        "On the row, as expected; 'a week later' is read with a day either side, so that its first day is 8 February."
    ),
}
"""Where the program answers otherwise than the expectations, and why. Each must still differ: see `marked`."""


def marked(name: str, *values: object) -> Any:
    """A case of a test; one that is known to differ must go on differing, or the reason is out of date."""
    marks = [pytest.mark.xfail(reason=DIFFERENCES[name], strict=True)] if name in DIFFERENCES else []
    return pytest.param(*values, id=name, marks=marks)


POINTS = [(point, child) for point in EXPECTED["expected"] if point["rule"] in RULES for child in point["children"]]


def named(value: tuple[dict[str, Any], str]) -> str:
    point, child = value
    return f"{point['rule']}-{point['paragraph'].split(',')[0]}-{child}"


def findings_of(evaluation: Evaluation, rule: str, child: str) -> list[Finding]:
    return [f for f in evaluation.findings if f.rule.name == rule and child in f.children]


def rows_of(finding: Finding) -> set[int]:
    events = (*finding.episode.evidence, *finding.episode.joined, *finding.episode.against)
    return {event.row.number for event in events}


@pytest.mark.parametrize("expectation", [marked(named(point), point) for point in POINTS])
def test_each_point_of_the_review_is_first_prompted_when_it_could_have_been(
    expectation: tuple[dict[str, Any], str],
) -> None:
    point, child = expectation
    first, last = point["first_prompted"]["earliest"], point["first_prompted"]["latest"]
    evaluation = ava_on(date(2022, 3, 2))
    candidates = findings_of(evaluation, point["rule"], child)
    told = {f"{f.first_possible and date.fromordinal(f.first_possible)} rows {sorted(rows_of(f))}" for f in candidates}
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
    ("day", "entry", "child", "wanted"), [marked(f"{d}-{w}-{e['rule']}-{c}", d, e, c, w) for d, e, c, w in AT]
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


def drawn_on(day: date, child: str) -> dict[str, bool]:
    drawn = escalate(ava_on(day), ava().library.escalations).drawn
    return {item.escalation.name: item.definite for item in drawn if item.child == child}


def test_visits_without_sight_ask_for_a_strategy_discussion_before_one_was_held() -> None:
    """4.1.2: there were earlier opportunities. The combination asks from the first visits on."""
    assert drawn_on(date(2021, 12, 22), "ava")["consider-strategy-discussion"]
    assert drawn_on(date(2021, 12, 22), "ava")["see-the-child-today"]


def test_on_the_day_before_the_children_were_found() -> None:
    """What the review says was missed by 1 March 2022, on one first screen."""
    drawn = drawn_on(date(2022, 3, 1), "ava")
    assert {"see-the-child-today", "consider-strategy-discussion", "police-and-legal-options"} <= set(drawn)
    report = ava().report()
    assert report.as_at == "2022-03-01"
    child = next(child for child in report.children if child.id == "ava")
    assert child.last_seen.certain is None
    assert child.last_seen.possible is not None
    assert child.last_seen.possible.row == 40
    text = render_text(report, Style(100)).split("\nB, ")[0]
    for title in (
        "Who will see the child today, and what if access is refused?",
        "Time since the child was last seen in person",
        "Visits without access and no sighting in between",
        "The condition of an instruction came true",
    ):
        assert title in " ".join(text.split()), title
    assert "rows 51" in text or "row 51" in text


DAYS = (date(2021, 3, 1), date(2021, 6, 15), date(2022, 1, 10), date(2022, 2, 22), date(2022, 3, 1))
WRONG = [entry for entry in EXPECTED["wrong"] if entry["rule"] in RULES]


@pytest.mark.parametrize("entry", WRONG, ids=[f"{e['rule']}-{e['paragraph']}-{n}" for n, e in enumerate(WRONG)])
def test_what_the_review_calls_wrong_is_not_prompted(entry: dict[str, Any]) -> None:
    for day in DAYS:
        for child in entry.get("children", ["ava", "b"]):
            for finding in findings_of(ava_on(day), entry["rule"], child):
                if finding.kind != "rule" or finding.state not in ("open", "answered", "resolved"):
                    continue
                if entry.get("certainty") == "definite" and not finding.definite:
                    continue
                if entry["rule"] == "child-not-seen-n-days":
                    ended = {event.row.number for event in finding.episode.against}
                    assert not ended & set(entry["rows"]), entry["why"]
                    continue
                opening = finding.episode.opening
                row = opening.row.number if opening is not None else 0
                assert row not in entry.get("rows", [row]), f"{day}: row {row}: {entry['why']}"


def test_nothing_is_said_of_children_outside_the_household() -> None:
    assert {child.id for child in ava_on(date(2022, 3, 1)).children} == {"ava", "b"}
