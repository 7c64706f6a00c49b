"""`flag answer` and `flag kept`: an answer is kept whole or not at all, and only what flag wrote is deleted."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from cli import flag
from engine.answers import read_answers
from engine.read.coded import ANSWER, PROMPT, PROMPTS

STORY = """\
Date,Agency,Event,Child seen,Action or outcome
03/05/2021,Health Visiting,New birth visit at home. Maya seen awake and weighed.,Y,
07/06/2021,Health Visiting,Home visit attempted for the 6-8 week review. No reply at the door.,N,Card left
14/06/2021,Health Visiting,Home visit attempted. No access gained.,N,
28/06/2021,Health Visiting,Home visit attempted. No access gained.,N,Discussed in supervision
02/07/2021,School,Brother came in hungry and in dirty clothes. Referred to CSC.,,Referral to CSC
05/07/2021,CSC,Strategy discussion agreed to be held within the week.,,
20/07/2021,CSC,Home visit attempted. No response at the address.,N,
01/09/2021,CSC,Initial Child Protection Conference. Maya to have a Child Protection Plan for neglect.,,Plan
"""
PEOPLE = """\
case: Maya
people:
  - {id: maya, role: child, name: Maya, born: 20 April 2021}
"""
WHY = ["--reason", "agreed at supervision", "--role", "health visitor", "--owner", "team manager"]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A short case with its side sheet."""
    (tmp_path / "baby.csv").write_text(STORY)
    (tmp_path / "baby.yaml").write_text(PEOPLE)
    return tmp_path / "baby.csv"


def run(*words: object) -> Result:
    """The command with these words."""
    return CliRunner().invoke(flag, [str(word) for word in words])


def kept(case: Path) -> Path:
    """The answers file of the case."""
    return case.with_name("baby.answers.yaml")


def listed(case: Path) -> list[str]:
    """The ids of the open prompts, in the order of their numbers."""
    lines = run("answer", case).stdout.partition("Open prompts")[2].partition("To answer")[0].splitlines()
    return [line.strip() for line in lines if line.startswith("      ") and line.count("/") >= 2]


def test_the_list_numbers_the_open_prompts(case: Path) -> None:
    done = run("answer", case)
    assert done.exit_code == 0
    assert f"{len(listed(case))}. " in done.stdout
    assert not kept(case).exists()


def test_an_answer_by_number_is_kept_and_shown(case: Path) -> None:
    id = listed(case)[0]
    done = run("answer", case, 1, "--answer", "will raise", "--until", "2030-01-01", *WHY)
    assert done.exit_code == 0, done.stderr
    one = read_answers(kept(case)).answered[0]
    assert (one.prompt, one.given[0].answer, one.given[0].role) == (id, "will raise", "health visitor")
    assert "nswered by health visitor" in run(case).stdout
    assert "agreed at supervision" in run("answer", case).stdout


def test_an_answer_by_the_full_id(case: Path) -> None:
    id = listed(case)[-1]
    assert run("answer", case, id, "--answer", "disagree", *WHY).exit_code == 0
    assert read_answers(kept(case)).answered[0].prompt == id


REFUSED = (
    (["1", "--answer", "disagree", "--role", "x", "--owner", "y"], "'reason'"),
    (["1", "--answer", "done", *WHY], "'where'"),
    (["1", *WHY], "'answer' is not one of"),
    (["999", "--answer", "disagree", *WHY], "number 999 is none of them"),
    (["no-such-rule/child/-/1", "--answer", "disagree", *WHY], "No prompt of this case"),
    (["1", "--answer", "disagree", "--day", "1990-01-01", *WHY], "before the as-at day"),
    (["1", "--withdraw"], "no answer to take back"),
    (["1", "--answer", "disagree", "--until", "soon", *WHY], "is no day"),
    (["1", "--answer", "disagree", "--until", "Day 900", *WHY], "both days from Day 0"),
    (["1", "--answer", "disagree", "--day", "Day 900", *WHY], "counts in another way"),
)
"""Words after `flag answer CASE`, and what is said of them."""


def test_what_cannot_be_kept_is_said_and_nothing_is_lost(case: Path) -> None:
    assert run("answer", case, 2, "--answer", "disagree", *WHY).exit_code == 0
    before = kept(case).read_bytes()
    for words, said in REFUSED:
        done = run("answer", case, *words)
        assert done.exit_code == 2, words
        assert said in done.stderr
        assert kept(case).read_bytes() == before


def test_a_file_with_a_mistake_is_not_written_over_and_prompts_are_printed_all_the_same(case: Path) -> None:
    kept(case).write_text("answers:\n  - prompt: one/child/-/1\n    answer: Zebedee\n")
    done = run("answer", case, 1, "--answer", "disagree", *WHY)
    assert done.exit_code == 2
    assert "line 2" in done.stderr
    assert "Zebedee" not in done.stderr
    assert "Zebedee" in kept(case).read_text()
    report = run(case)
    assert report.exit_code == 0
    assert "Answers, not read" in report.stdout
    assert "Zebedee" not in report.stdout


def test_a_full_disk_leaves_the_old_answers(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("answer", case, 1, "--answer", "disagree", *WHY).exit_code == 0
    before = kept(case).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    done = run("answer", case, 2, "--answer", "disagree", *WHY)
    assert done.exit_code == 2
    assert kept(case).read_bytes() == before
    assert sorted(os.listdir(case.parent)) == ["baby.answers.yaml", "baby.csv", "baby.yaml"]


def test_an_answer_taken_back_stays_in_the_file_and_is_not_shown(case: Path) -> None:
    run("answer", case, 1, "--answer", "disagree", *WHY)
    assert run("answer", case, 1, "--withdraw").exit_code == 0
    assert "agreed at supervision" in kept(case).read_text()
    assert "nswered by" not in run(case).stdout.replace("answered in", "")


def test_answering_again_keeps_the_former_answer(case: Path) -> None:
    run("answer", case, 1, "--answer", "disagree", *WHY)
    run("answer", case, 1, "--answer", "already in plan", *WHY)
    assert [given.answer for given in read_answers(kept(case)).answered[0].given] == ["already in plan", "disagree"]


def test_prompts_and_state_are_the_same_with_answers(case: Path) -> None:
    import json

    def bare() -> object:
        document = json.loads(run(case, "--format", "json").stdout)
        for prompt in document["prompts"]:
            prompt.pop("answer")
        document.pop("answers")
        return document

    before = bare()
    for number in (1, 2, 3):
        assert run("answer", case, number, "--answer", "does not apply", *WHY).exit_code == 0
    assert bare() == before


# --- the workbook -------------------------------------------------------------------------------------


def answered_workbook(case: Path, **cells: str) -> Path:
    """The workbook of the case with the first prompt answered."""
    path = case.with_name("coded.xlsx")
    assert run("code", case, "--output", path).exit_code == 0
    book = load_workbook(path)
    sheet = book[PROMPTS]
    header = [cell.value for cell in sheet[1]]
    assert header == [*PROMPT, *ANSWER]
    told = {"answer": "disagree", "reason": "seen on Monday", "role": "GP", "owner": "practice nurse", **cells}
    for name, words in told.items():
        sheet.cell(2, header.index(name) + 1).value = words
    filled = io.BytesIO()
    book.save(filled)
    path.write_bytes(filled.getvalue())
    return path


def test_answers_in_the_workbook_are_shown_when_it_is_the_case(case: Path) -> None:
    path = answered_workbook(case)
    text = run(path, "--side-sheet", case.with_suffix(".yaml")).stdout
    assert "nswered by GP" in text
    assert "seen on Monday" in " ".join(text.split())
    assert "unmatched" not in text
    assert "outdated" not in text


def test_answers_in_the_workbook_are_kept_beside_the_chronology(case: Path) -> None:
    path = answered_workbook(case)
    done = run("answer", case, "--from", path)
    assert done.exit_code == 0, done.stderr
    assert "1 of 1 answers" in done.stdout
    assert "nswered by GP" in run(case).stdout
    again = run("answer", case, "--from", path)
    assert "0 of 1 answers" in again.stdout
    assert len(read_answers(kept(case)).answered[0].given) == 1


@pytest.mark.parametrize(
    ("cells", "said"), [({"reason": ""}, "'reason'"), ({"answer": "perhaps"}, "'answer'"), ({"day": ""}, "'day'")]
)
def test_a_line_of_the_workbook_that_is_not_whole_is_said(case: Path, cells: dict[str, str], said: str) -> None:
    path = answered_workbook(case, **cells)
    done = run("answer", case, "--from", path)
    assert done.exit_code == 2
    assert f"sheet Prompts, line 2: left out: {'An answer needs ' if said != repr('answer') else ''}" in done.stderr
    assert said in done.stderr
    assert "Monday" not in done.stderr
    assert not kept(case).exists()


def test_an_answer_to_a_prompt_that_there_is_not_is_kept_and_said(case: Path) -> None:
    path = answered_workbook(case, prompt="no-such-rule/maya/-/1")
    done = run("answer", case, "--from", path)
    assert "1 answer of the workbook named no prompt" in done.stdout
    assert "Answers, unmatched: no-such-rule/maya/-/1" in run(case).stdout


def test_with_one_agencys_eyes_answers_are_not_shown(case: Path) -> None:
    run("answer", case, 1, "--answer", "disagree", *WHY)
    assert "agreed at supervision" not in run(case, "--as-known-by", "HV", "--format", "json").stdout


def test_a_workbook_without_answers_is_said(case: Path) -> None:
    path = case.with_name("coded.xlsx")
    run("code", case, "--output", path)
    assert "Nothing is answered in this workbook" in run("answer", case, "--from", path).stderr


def test_answers_that_stand_are_in_a_new_workbook(case: Path) -> None:
    run("answer", case, 1, "--answer", "disagree", *WHY)
    path = case.with_name("coded.xlsx")
    run("code", case, "--output", path)
    cells = [cell.value for cell in load_workbook(path)[PROMPTS][2]]
    assert {"disagree", "agreed at supervision", "health visitor", "team manager"} <= set(cells)
    assert "0 of 1 answers" in run("answer", case, "--from", path).stdout


# --- kept ---------------------------------------------------------------------------------------------


def everything(case: Path) -> None:
    """One of each thing that can stand beside a case."""
    run("answer", case, 1, "--answer", "disagree", *WHY)
    run("code", case, "--output", case.with_name("coded.xlsx"))
    run(case, "--output", case.with_name("report.txt"))
    run(case, "--format", "json", "--output", case.with_name("report.json"))
    case.with_name("old.json.flag-part").write_text("{")
    case.with_name("local.yaml").write_text("partnership: Eastshire\n")
    case.with_name("minutes.txt").write_text("Our minutes. A reading of this chronology by rules was handed out.\n")


def test_what_is_kept_is_listed_and_only_what_flag_wrote_is_deleted(case: Path) -> None:
    """With --yes it once would have taken a page that merely quotes the notice."""
    everything(case)
    told = run("kept", case).stdout
    for name in ("baby.answers.yaml", "baby.yaml", "coded.xlsx", "report.txt", "report.json", "old.json.flag-part",
                 "local.yaml", "baby.csv"):  # fmt: skip
        assert f"{name}\n" in told
    assert "minutes.txt" not in told
    assert "nothing" not in told.lower()
    before = sorted(case.parent.iterdir())
    unasked = run("kept", case, "--delete")
    assert unasked.exit_code == 2, "nobody could be asked"
    assert sorted(case.parent.iterdir()) == before
    done = run("kept", case, "--delete", "--yes")
    assert done.exit_code == 0
    left = sorted(path.name for path in case.parent.iterdir())
    stay = ["baby.csv", "baby.yaml", "coded.xlsx", "local.yaml", "minutes.txt"]
    assert left == sorted([*stay, "report.json", "report.txt"]), "a report does not tell whose it is"
    assert "report.txt: stays: it may be another case's" in done.stdout
    whole = run("kept", case.parent, "--delete", "--yes")
    assert sorted(path.name for path in case.parent.iterdir()) == stay
    assert "report.txt: deleted" in whole.stdout
    assert "baby.yaml: stays" in done.stdout
    assert "coded.xlsx: stays" in done.stdout


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = run("kept", tmp_path / "nowhere")
    assert done.exit_code == 2
    assert "There is no such file or folder" in done.stderr


def test_another_case_in_the_folder_keeps_its_answers(case: Path) -> None:
    other = case.with_name("other.answers.yaml")
    other.write_text("answers: []\n")
    assert "other.answers.yaml" not in run("kept", case).stdout
    run("kept", case, "--delete", "--yes")
    assert other.exists()
