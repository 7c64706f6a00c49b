"""Rules held against whole cases: two that say the same, and one that cries wolf."""

from __future__ import annotations

from pathlib import Path

from engine.proving.overlap import FEWEST_CASES, Spoken, same_on_the_cases, too_talkative
from engine.report.rulebook import render_lint
from engine.session import Options, open_session
from engine.values import replace

ROWS = """Date,Agency,Event,Child seen
03/06/2024,Children's Social Care,Case allocated to social worker.,
10/06/2024,Children's Social Care,Home visit attempted. No reply at the address.,N
12/06/2024,Children's Social Care,Home visit attempted. No reply at the address.,N
28/06/2024,School,Telephone call to mother.,
"""


def spoken_over(folder: Path, cases: int) -> tuple[Spoken, list]:
    told, rules = Spoken(), []
    for number in range(cases):
        path = folder / f"{number}.csv"
        path.write_text(ROWS, encoding="utf-8")
        session = open_session([path], Options())
        rules = [rule for rule in session.rules if rule.name == "repeated-no-access-visits"]
        told.add(path.name, replace_rules(session, rules))
    return told, rules


def replace_rules(session, rules):
    twin = [replace(rule, name="the-same-again") for rule in rules]
    return replace(session, rules=(*rules, *twin)).evaluate()


def test_two_rules_that_find_the_same_in_every_case(tmp_path: Path) -> None:
    told, _ = spoken_over(tmp_path, 3)
    assert list(same_on_the_cases(told)) == [
        "'repeated-no-access-visits' and 'the-same-again' found the same in all 3 cases; are they one rule?"
    ]
    fewer, _ = spoken_over(tmp_path, 2)
    assert list(same_on_the_cases(fewer)) == []


def test_a_core_rule_that_is_open_in_most_cases(tmp_path: Path) -> None:
    told, rules = spoken_over(tmp_path, FEWEST_CASES)
    assert list(too_talkative(told, rules)) == [
        "'repeated-no-access-visits' is open in 10 of 10 cases; does it cry wolf?"
    ]
    assert list(too_talkative(told, [replace(rules[0], packs=("wider",))])) == []
    fewer, _ = spoken_over(tmp_path, FEWEST_CASES - 1)
    assert list(too_talkative(fewer, rules)) == []


def test_lint_reads_every_chronology_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(ROWS, encoding="utf-8")
    text, clean = render_lint([tmp_path])
    assert clean, text
    assert "1 case looked at: no fault" in text


def test_a_question_about_a_row_that_was_guessed_at_is_not_counted_as_a_prompt(tmp_path: Path) -> None:
    path = tmp_path / "case.csv"
    path.write_text(ROWS, encoding="utf-8")
    evaluation = open_session([path], Options()).evaluate()
    guessed = replace(evaluation, findings=tuple(replace(finding, guessed=True) for finding in evaluation.findings))
    read, asked = Spoken(), Spoken()
    read.add("read", evaluation)
    asked.add("asked", guessed)
    assert "repeated-no-access-visits" in read.open_in
    assert asked.open_in == {}
