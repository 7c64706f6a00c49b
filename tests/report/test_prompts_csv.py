"""The prompts as CSV: a line each, a header that stays, nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from report.meetings import HOSTILE, child, evidence, hostile, prompt, report

from cli import flag
from engine.report.prompts_csv import HEADERS, render_csv
from engine.session import Options, open_session

CASE = Path(__file__).parent.parent.parent / "chronologies" / "ava.csv"
BEGIN_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_prompt_open_or_not_is_a_line() -> None:
    told = open_session((CASE,), Options()).report()
    read = lines(render_csv(told))
    assert [line["id"] for line in read] == [one.id for one in told.prompts]
    assert {line["state"] for line in read} >= {"open", "resolved"}
    assert all(line["notice"].startswith("A reading of this chronology by rules") for line in read)


def test_rows_stand_as_they_are_named_to_people() -> None:
    several = prompt("no-visit", evidence=(evidence(5, several=True), evidence(9, sheet="table 2", several=True)))
    read = lines(render_csv(report([prompt("not-seen"), several])))
    assert read[0]["rows"] == "row 5; row 9"
    assert read[1]["rows"] == "row 5 of chronology.csv; row 9 of chronology.csv, table 2"
    assert read[0]["questions"] == "Children's Social Care: row 9: was the child seen?"


def test_the_header_is_as_it_was() -> None:
    """Sheets and scripts that people made read these columns by name and place; new ones go before `notice`."""
    assert HEADERS[:9] == ("case", "as_at", "id", "kind", "rule", "version", "theme", "title", "child")
    answers = ("answer", *(f"answer_{name}" for name in ("reason", "role", "owner", "day", "until", "status")))
    assert HEADERS[-8:] == (*answers, "notice")
    assert len(HEADERS) == len(set(HEADERS)) == 47


def test_an_answer_has_its_columns() -> None:
    answer = {"answer": "done", "reason": "seen at school", "role": "social worker", "until": "2022-03-01"}
    line = lines(render_csv(report([prompt("not-seen", answer=answer)])))[0]
    assert (line["answer"], line["answer_reason"], line["answer_until"]) == ("done", "seen at school", "2022-03-01")
    assert line["answer_owner"] == ""


def test_a_restricted_row_keeps_what_it_is_about_to_itself_unless_for_professionals() -> None:
    told = report(
        [
            prompt(
                "not-seen",
                evidence=(evidence(7, "restricted, row 7", restricted=True, read_as="exploitation, sexual"),),
            )
        ]
    )
    assert lines(render_csv(told))[0]["read_as"] == "restricted"
    assert lines(render_csv(told, professionals=True))[0]["read_as"] == "exploitation, sexual"


def test_hostile_text_is_text_in_every_cell() -> None:
    for text in (*HOSTILE, "=1+1", "+1", "-1", "@SUM(1)", "\t=1", ' "=1"', "＝1"):
        read = list(csv.reader(io.StringIO(render_csv(hostile(text)), newline="")))
        assert len(read) == 3
        for cell in (cell for line in read for cell in line):
            assert not cell.startswith(BEGIN_FORMULA)
            assert not cell.lstrip(" \"'").startswith(BEGIN_FORMULA) or cell.startswith("'")
            assert len(cell) < 32_767


@settings(max_examples=30)
@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=40))
def test_any_text_is_read_back_in_as_many_lines_and_cells(text: str) -> None:
    encoded = render_csv(hostile(text)).encode("utf-8-sig")
    read = list(csv.reader(io.StringIO(encoded.decode("utf-8-sig"), newline="")))
    assert [len(line) for line in read] == [len(HEADERS)] * 3


def test_a_file_begins_with_the_mark_that_excel_needs_and_the_terminal_does_not(tmp_path: Path) -> None:
    output = tmp_path / "prompts.csv"
    assert CliRunner().invoke(flag, [str(CASE), "--format", "csv", "--output", str(output)]).exit_code == 0
    assert output.read_bytes().startswith(b"\xef\xbb\xbfcase,as_at,id")
    shown = CliRunner().invoke(flag, [str(CASE), "--format", "csv"])
    assert shown.output.startswith("case,as_at,id")


def test_children_are_named_not_numbered() -> None:
    told = report([prompt("not-seen", ("ava", "ben"))], [child("Ava"), child("Ben")])
    assert lines(render_csv(told))[0]["children"] == "Ava; Ben"
