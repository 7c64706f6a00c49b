"""Rule files: each kind of mistake has its place, its line, a caret and, where there is one, a guess."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.data import data_path
from engine.language.document import RuleFileError
from engine.language.loader import load_rule
from engine.library import load_library

LIBRARY = load_library()
SOUND = (data_path("rules") / "seeing" / "doorstep-only-contact.yaml").read_text(encoding="utf-8")
FILE = "seeing/doorstep-only-contact.yaml"


def mistakes(text: str) -> list[str]:
    rule, found = load_rule(text, FILE, LIBRARY.kinds, LIBRARY.states)
    assert rule is None or not found
    return [str(mistake) for mistake in found]


def test_the_shipped_rule_loads() -> None:
    assert mistakes(SOUND) == []


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("deadline:", "deadlin:", "Did you mean 'deadline'?"),
        ("version: 1\n", "version: 1\nversion: 2\n", "stands twice"),
        ("version: 1", "version: one", "whole number"),
        ("kind: visit", "kind: visti", "Did you mean 'visit'?"),
        ("outcome: doorstep", "outcome: dorstep", "Did you mean 'doorstep'?"),
        ("outcome: doorstep", "outcom: doorstep", "Did you mean 'outcome'?"),
        ("5 working days", "5 workng days", "did you mean '5 working days'"),
        ("value: 5 working days", "value: 5", "lengths of time"),
        ("within: $limit", "within: 5 working days", "a number of its own"),
        ("within: $limit", "within: $limt", "Did you mean 'limit'?"),
        ("after: doorstep", "after: dorstep", "Did you mean 'doorstep'?"),
        ("  open_ended: true\n", "", "how long it is waited for"),
        ("open_ended: true", "open_ended: yes", "'yes' is no open_ended"),
        ("urgency: now", "urgency: 12:30", "'12:30' is no urgency"),
        ("theme: seeing", "theme: no", "'no' is no theme"),
        ("lapses: never", "lapses: never\nwhile: on a plan", "there is no state 'on a plan'"),
        ("rule: doorstep-only-contact\nversion: 1", "version: 1\nrule: doorstep-only-contact", "begins with `rule:`"),
        ("packs: [core]", "packs: [core", "not valid YAML"),
        ("basis: local", "basis: rumour", "'rumour' is no basis"),
    ],
)
def test_a_mistake_is_placed_and_explained(written: str, instead: str, said: str) -> None:
    assert written in SOUND
    found = mistakes(SOUND.replace(written, instead, 1))
    assert any(said in mistake for mistake in found), found
    assert all(mistake.startswith(f"{FILE}, line ") and "column" in mistake for mistake in found)
    assert any("^" in mistake for mistake in found) or "begins" in said


def test_all_mistakes_are_told_at_once() -> None:
    text = SOUND.replace("theme: seeing", "theme: sehing").replace("urgency: now", "urgency: soonish")
    assert len(mistakes(text)) == 2


def test_an_empty_file() -> None:
    assert "empty" in mistakes("")[0]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    shutil.copytree(data_path("rules"), tmp_path / "rules")
    return tmp_path / "rules"


@pytest.mark.parametrize(
    "content", [b"rule: x\n", b"\xff\xfe\x00", SOUND.replace("kind: visit", "kind: visti").encode()]
)
def test_a_broken_rule_stops_no_other_and_does_not_disappear(rules: Path, content: bytes) -> None:
    (rules / FILE).write_bytes(content)
    with pytest.raises(RuleFileError):
        load_library(rules)
    library = load_library(rules, tolerant=True)
    assert len(library.rules) == len(LIBRARY.rules) - 1
    assert [file for file, _ in library.broken] == [FILE]
    assert len(library.escalations) == len(LIBRARY.escalations)
