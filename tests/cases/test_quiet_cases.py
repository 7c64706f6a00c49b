"""Two hundred quiet cases: ordinary rows, and hardly a prompt for today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cases.quiet import CASES, cases

from engine.pack import load_pack
from engine.session import Options, Session, session_for

EXPLAINED: dict[str, str] = {}
"""Quiet cases with a prompt for today, and why. There is none at present."""


pytestmark = pytest.mark.cases


def sessions(folder: Path) -> Iterator[tuple[str, Session]]:
    pack = load_pack()
    for name, text in cases():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        yield name, session_for([path], Options(), pack.library, pack.vocabulary, pack.calendars)


def open_rules(session: Session, urgency: str) -> set[str]:
    """The rules with an open prompt of an urgency, possible ones counted."""
    return {
        finding.rule.name
        for finding in session.evaluate().findings
        if finding.state in ("open", "answered") and finding.kind == "rule" and finding.urgency == urgency
    }


def test_at_most_one_quiet_case_in_twenty_has_a_prompt_for_today_and_each_is_explained(tmp_path: Path) -> None:
    speaking = {}
    rows = 0
    for name, session in sessions(tmp_path):
        rows += len(session.read.case.rows)
        if found := open_rules(session, "now"):
            speaking[name] = found
    assert rows > 9_000
    assert len(speaking) <= CASES // 20
    assert set(speaking) == set(EXPLAINED), speaking


def test_the_same_seed_gives_the_same_cases_and_no_two_are_alike() -> None:
    first, again = dict(cases()), dict(cases())
    assert first == again
    assert len(set(first.values())) == CASES


@pytest.mark.parametrize("index", range(3))
def test_a_quiet_case_that_turns_is_noticed(tmp_path: Path, index: int) -> None:
    """Silence must come from the practice, not from deafness: two visits without access are prompted."""
    name, text = list(cases())[index]
    worse = "Two days later,Children's Social Care,Case note,Home visit attempted. No reply at the address.,N,\n" * 2
    path = tmp_path / f"{name}.csv"
    path.write_text(text + worse, encoding="utf-8")
    pack = load_pack()
    session = session_for([path], Options(), pack.library, pack.vocabulary, pack.calendars)
    assert "repeated-no-access-visits" in open_rules(session, "now")
