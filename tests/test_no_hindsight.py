"""Nothing that is only known later may be said: the case on a day is the case without its later rows.

Every day is compared with the same day of a file from which every row whose earliest day is later has been
deleted. The quick tests take a part of the days on which a row begins and of the last eight weeks; with the whole
cases, in CI, all of them are taken; the slow one takes every day of the eight years.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from engine.case import assemble
from engine.dates.when import Day
from engine.escalate import escalate
from engine.evaluate import evaluate
from engine.pack import load_pack
from engine.session import Options, Session, open_session
from engine.timeline import Case

CASE = Path(__file__).parent.parent / "chronologies" / "ava.csv"
FIRST, LAST = date(2014, 1, 1).toordinal(), date(2022, 3, 5).toordinal()


@cache
def ava() -> Session:
    return open_session((CASE,), Options())


def beginnings() -> list[Day]:
    rows = ava().read.case.rows.values()
    return sorted({when.earliest for when, _, _ in rows if when is not None and when.earliest >= FIRST})


@cache
def cut_after(last_beginning: Day) -> Case:
    """The case read from the file without the rows that begin after a day."""
    session = ava()
    days = {ref.number: when for ref, (when, _, _) in session.read.case.rows.items()}
    kept = []
    for row in session.read.sources[0].rows:
        when = days[row.number]
        if when is None or when.earliest <= last_beginning:
            kept.append(row)
    source = replace(session.read.sources[0], rows=tuple(kept))
    return assemble((source,), load_pack().vocabulary, session.read.sheet).case


def said(case: Case, day: Day) -> list[tuple[object, ...]]:
    """Everything that the report rests on, for one day."""
    session = ava()
    evaluation = evaluate(case, session.rules, session.standards, day)
    findings = [
        (
            finding.id,
            finding.kind,
            finding.state,
            finding.definite,
            finding.ever_breached,
            finding.urgency,
            tuple(sorted(finding.verdict)),
            finding.first_possible,
            finding.first_definite,
            finding.episode.raised,
            tuple(event.row.number for event in finding.episode.evidence),
        )
        for finding in evaluation.findings
    ]
    dues = [(item.rule.name, item.child and item.child.id, item.earliest, item.latest) for item in evaluation.due]
    gaps = [(item.rule.name, item.child and item.child.id, item.reason) for item in evaluation.not_evaluated]
    escalations = escalate(evaluation, session.library.escalations)
    drawn = [(item.id, item.definite, item.first_possible) for item in escalations.drawn]
    return [*sorted(findings, key=str), *dues, *gaps, *drawn]


def check(day: Day) -> None:
    last = max((known for known in beginnings() if known <= day), default=FIRST - 1)
    assert said(ava().read.case, day) == said(cut_after(last), day), date.fromordinal(day)


def test_on_some_days_on_which_a_row_begins() -> None:
    for day in beginnings()[::9]:
        check(day)
        check(day - 1)


def test_on_some_days_of_the_last_eight_weeks() -> None:
    for day in range(LAST - 56, LAST + 1, 14):
        check(day)


@pytest.mark.cases
def test_on_each_day_on_which_a_row_begins() -> None:
    for day in beginnings():
        check(day)
        check(day - 1)


@pytest.mark.cases
def test_on_each_day_of_the_last_eight_weeks() -> None:
    for day in range(LAST - 56, LAST + 1):
        check(day)


@pytest.mark.slow
def test_on_every_day() -> None:
    for day in range(FIRST, LAST + 1):
        check(day)


@pytest.mark.parametrize("day", ["2021-03-01", "2021-06-15", "2022-01-10", "2022-02-22"])
def test_the_file_itself_with_later_rows_deleted_prompts_the_same(day: str, tmp_path: Path) -> None:
    as_at = date.fromisoformat(day).toordinal()
    later = {
        ref.number for ref, (when, _, _) in ava().read.case.rows.items() if when is not None and when.earliest > as_at
    }
    lines = CASE.read_text(encoding="utf-8").splitlines()
    kept = [line for number, line in enumerate(lines, start=1) if number not in later]
    (tmp_path / "ava.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    (tmp_path / "ava.yaml").write_bytes(CASE.with_suffix(".yaml").read_bytes())
    cut = open_session((tmp_path / "ava.csv",), Options(as_at=as_at))
    assert said(cut.read.case, as_at) == said(ava().read.case, as_at)
    assert all(prompt.evidence is not None for prompt in cut.report().prompts)
