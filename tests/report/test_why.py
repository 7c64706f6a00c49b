"""`flag why`: each rule can be explained for each child, on days before, at and after its rows."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from engine.library import load_library
from engine.report.why import render_why
from engine.session import Options, Session, open_session
from engine.values import replace

CASE = Path(__file__).parent.parent.parent / "chronologies" / "ava.csv"


@cache
def ava() -> Session:
    return open_session((CASE,), Options(rules=("all",)))


@pytest.mark.parametrize("name", [rule.name for rule in load_library().rules])
def test_every_rule_can_be_explained(name: str) -> None:
    session = replace(ava(), rules=tuple(rule for rule in ava().rules if rule.name == name))
    text = render_why(session, name, None, False, 100)
    assert "Rows looked at:" in text
    assert "Ava" in text
    plain = render_why(session, name, "ava", True, 100)
    assert "Rows looked at:" not in plain
    assert "your right" in plain


def test_a_rule_that_did_not_fire_says_that_nothing_started_it() -> None:
    session = open_session((CASE,), Options(rules=("new-partner-unassessed",)))
    assert "Nothing on the record starts this rule." in render_why(session, "new-partner-unassessed", "ava", True, 100)


def test_a_rule_that_could_not_fire_says_what_it_needs(tmp_path: Path) -> None:
    file = tmp_path / "police.csv"
    file.write_text("Date,Agency,Event\n01/03/2022,Police,Drug dealing at the address\n", encoding="utf-8")
    session = open_session((file,), Options(rules=("strategy-discussion-not-held",)))
    assert "no Children's Social Care rows" in render_why(session, "strategy-discussion-not-held", None, False, 100)
