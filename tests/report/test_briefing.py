"""The briefing for a meeting: what it says, what it leaves out, and that it says so."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from report.meetings import child, evidence, prompt, report, text_of, worst
from stories import day

from cli import flag
from engine.report.briefing.blocks import Heading, Table
from engine.report.briefing.concerns import is_open, open_concerns
from engine.report.briefing.document import briefing
from engine.report.briefing.fitting import pages
from engine.report.model import OwnWords, Report
from engine.session import Options, open_session

ROOT = Path(__file__).parent.parent.parent
CASES = sorted((ROOT / "chronologies").glob("*.csv"))


@cache
def read(path: Path, as_at: str | None = None, professionals: bool = False) -> Report:
    return open_session((path,), Options(as_at=day(as_at) if as_at else None, professionals=professionals)).report()


# --- what it says -------------------------------------------------------------------------------------


def test_ava_on_the_day_of_the_meeting_has_every_part() -> None:
    text = text_of(briefing(read(ROOT / "chronologies" / "ava.csv", "2022-02-22")))
    for part in (
        "A reading of this chronology by rules", "do not wait for a meeting: call 999", "Ava, 1 y 9 m to 1 y 10 m",
        "Lives with: mother; unclear (father, row 44).", "Child protection plan (neglect) since",
        "Certain: no entry.", "Possible: 1 Feb 2022 to 10 Feb 2022, in person",
        "Attempts without seeing since: at least 12.",
        "Restricted, row 44.", "Kept to: A strategy discussion", "Falls due", "This chronology has no entry from: GP.",
        "1 row not read, or not in full: row 20", "Row 30: on which day did the service end, and why?",
    ):  # fmt: skip
        assert part in text, part


def test_one_question_for_two_children_is_put_once_and_names_both() -> None:
    told = report([prompt("not-seen", ("ava",)), prompt("not-seen", ("ben",))], [child("Ava"), child("Ben")])
    text = text_of(briefing(told))
    assert text.count("Not seen and nobody has seen the child since") == 1
    assert "[Ava and Ben: possible, since 1 Feb 2022]" in text
    assert "Rests on rows 5, 9 (Children's Social Care)." in text


def test_rows_that_differ_between_children_are_told_child_by_child() -> None:
    prompts = [prompt("not-seen", ("ava",)), prompt("not-seen", ("ben",), evidence=(evidence(12),))]
    text = text_of(briefing(report(prompts, [child("Ava"), child("Ben")])))
    assert "Rests on Ava: rows 5, 9 (Children's Social Care); Ben: row 12 (Children's Social Care)." in text


def test_a_prompt_of_the_same_concern_is_named_beneath() -> None:
    leader = prompt("not-seen")
    beneath = prompt("no-visit", same_concern_as=leader.id, title="No visit in time")
    text = text_of(briefing(report([leader, beneath])))
    assert "Same concern: no visit in time." in text
    assert not re.search(r"^2\. ", text, re.MULTILINE)


def test_an_answer_on_file_is_shown_and_hides_nothing() -> None:
    answer = {
        "answer": "done", "reason": "seen at school", "role": "social worker", "owner": "J. Shah",
        "day": "2022-02-20", "until": "2022-03-01", "status": "in force",
    }  # fmt: skip
    text = text_of(briefing(report([prompt("not-seen", answer=answer)])))
    assert "1. Not seen" in text
    assert (
        "Answer on file: done; seen at school; by social worker, J. Shah; on 20 Feb 2022; until 1 Mar 2022; in force."
        in text
    )


def test_an_answer_without_the_rest_is_shown_alone() -> None:
    assert "Answer on file: disagree." in text_of(briefing(report([prompt("not-seen", answer={"answer": "disagree"})])))


def test_a_case_without_open_prompts_says_what_that_is_worth() -> None:
    text = text_of(briefing(report([prompt("not-seen", state="resolved")])))
    assert "No prompts from the rules that could be evaluated." in text
    assert "1 rule not evaluated, for want of a date of birth." in text
    assert "call 999" not in text


def test_each_prompt_has_empty_cells_beside_it_for_the_meeting() -> None:
    made = briefing(report([prompt("not-seen"), prompt("no-visit", urgency="soon")]))
    tables = [
        block
        for block in made.blocks
        if isinstance(block, Table) and block.header[1:] == ("Answer", "Owner", "By when")
    ]
    assert [len(table.rows) for table in tables] == [1, 1]
    assert all(row[1:] == ((), (), ()) for table in tables for row in table.rows)


def test_questions_stand_under_the_agency_that_can_answer_and_rows_with_one_question_together() -> None:
    made = briefing(report([prompt("not-seen"), prompt("no-visit")]))
    table = next(block for block in made.blocks if isinstance(block, Table) and block.header[0] == "Agency")
    assert len(table.rows) == 1
    assert table.rows[0][0][0].runs[0].text == "Children's Social Care"
    assert [one.runs[0].text for one in table.rows[0][1]] == ["Row 9: was the child seen?"]


def test_parts_come_most_urgent_first() -> None:
    prompts = [prompt("for-note", urgency="note"), prompt("for-soon", urgency="soon"), prompt("for-now")]
    made = briefing(report(prompts))
    assert [block.text for block in made.blocks if isinstance(block, Heading) and block.level == 3] == [
        "For today", "Before the meeting", "For supervision",
    ]  # fmt: skip


def test_rules_outside_the_core_are_one_counted_line_unless_for_today() -> None:
    prompts = [
        prompt("core-rule"),
        prompt("other-now", packs=("health",)),
        prompt("other-soon", urgency="soon", packs=("health",)),
    ]
    text = text_of(briefing(report(prompts)))
    assert "Other now" in text
    assert "Other soon" not in text
    assert "1 prompt of rules outside the core" in text


# --- restricted clauses -------------------------------------------------------------------------------

STORY = (
    "Date,Agency,Event\n"
    "03/02/2022,School,Ben was seen alone in school. Ben said: “Dad hit me with a belt and I am scared to go home”.\n"
    "04/02/2022,Legal,Legal advice was given that the threshold for proceedings is met by the marks.\n"
)
SHEET = "case: Ben\npeople:\n  - {id: ben, role: child, name: Ben}\n"


@pytest.fixture
def told(tmp_path: Path) -> Path:
    (tmp_path / "ben.yaml").write_text(SHEET, encoding="utf-8")
    (tmp_path / "ben.csv").write_text(STORY, encoding="utf-8")
    return tmp_path / "ben.csv"


@pytest.mark.parametrize("form", ["docx", "md", "csv"])
def test_a_childs_own_account_reaches_the_room_only_when_made_for_professionals(told: Path, form: str) -> None:
    """A briefing is read at conferences that parents attend."""
    assert "belt" not in written(told, form)
    assert "belt" not in written(told, form, "--all")
    for_professionals = written(told, form, "--for", "professionals")
    if form != "csv":
        assert "hit me with a belt" in for_professionals
        assert "Made for professionals: restricted clauses are shown" in for_professionals
        assert "Restricted clauses are left out" in written(told, form)
    assert "threshold for proceedings" not in for_professionals


def written(path: Path, form: str, *more: str) -> str:
    """The words of what the command writes."""
    import docx

    output = path.with_name(f"out.{form}")
    done = CliRunner().invoke(flag, [str(path), "--format", form, "--output", str(output), "--force", *more])
    assert done.exit_code == 0, done.output
    if form != "docx":
        return output.read_text(encoding="utf-8")
    file = docx.Document(str(output))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def test_restricted_words_of_a_row_are_not_in_the_briefing_even_where_the_report_was_made_with_them() -> None:
    restricted = OwnWords("", "3 Feb 2022", "chronology.csv", 7, True)
    assert "Restricted, row 7." in text_of(briefing(report([], [child(own_words=restricted)])))


# --- two pages, and nothing left out in silence -------------------------------------------------------


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_case_fits_two_pages_and_names_every_prompt_for_today(path: Path) -> None:
    told = read(path)
    made = briefing(told)
    assert pages(made) <= 2
    assert_today_is_named(told, text_of(made))


def assert_today_is_named(told: Report, text: str) -> None:
    text = text.lower()
    for one in told.prompts:
        if is_open(one) and one.urgency == "now":
            assert one.title.rstrip("?.").lower() in text, one.rule


@pytest.mark.parametrize("children", [1, 6, 30])
@pytest.mark.parametrize(("prompts", "urgency"), [(7, "now"), (40, "now"), (40, "note")])
def test_the_worst_cases_fit_two_pages(children: int, prompts: int, urgency: str) -> None:
    told = worst(children, prompts, urgency)
    made = briefing(told)
    assert pages(made) <= 2
    assert_today_is_named(told, text_of(made))


def test_what_is_left_out_is_counted_exactly() -> None:
    told = worst(6, 60, "note")
    text = text_of(briefing(told))
    shown = len(re.findall(r"^\d+\. ", text, re.MULTILINE))
    found = re.search(r"(\d+) more prompts for supervision. See them with flag FILE --all", text)
    assert found
    assert 0 < shown < 60
    assert shown + int(found[1]) == 60


def test_more_titles_for_today_than_two_pages_hold_make_it_longer_rather_than_incomplete() -> None:
    told = worst(1, 200)
    made = briefing(told)
    assert pages(made) > 2
    assert_today_is_named(told, text_of(made))


def test_a_case_with_room_shows_all_prompts_in_full_and_lines_for_other_decisions() -> None:
    text = text_of(briefing(report([prompt("not-seen"), prompt("no-visit", urgency="soon")])))
    assert "left out" not in text.replace("Restricted clauses are left out", "")
    assert "Not shown here" not in text
    assert "Other decisions of the meeting" in text


def test_concerns_hold_every_open_prompt_once() -> None:
    told = read(ROOT / "chronologies" / "ava.csv", "2022-02-22")
    concerns, apart = open_concerns(told)
    held = [one.id for concern in (*concerns, *apart) for one in (*concern.prompts, *concern.beneath)]
    assert sorted(held) == sorted(one.id for one in told.prompts if is_open(one))


# --- the command --------------------------------------------------------------------------------------


def test_a_word_file_needs_a_place_to_go_to(told: Path) -> None:
    done = CliRunner().invoke(flag, [str(told), "--format", "docx"])
    assert done.exit_code == 2
    assert "add --output NAME.docx" in done.output


def test_a_file_that_exists_is_left_as_it_is(told: Path) -> None:
    output = told.with_name("briefing.docx")
    output.write_bytes(b"the meeting's notes")
    assert CliRunner().invoke(flag, [str(told), "--format", "docx", "--output", str(output)]).exit_code == 2
    assert output.read_bytes() == b"the meeting's notes"
