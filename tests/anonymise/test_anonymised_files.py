"""What is written where: folders, keys, Excel and Word files, and nothing that tells the number of weeks."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import flag
from engine.anonymise.job import REPORT, Wanted, anonymise
from engine.errors import UsageError
from engine.session import Options, open_session

CSV = (
    "Date,Agency,Source,Event,Child seen,Worker\n"
    '14/02/2022,Health Visiting,HV record,"Home visit to Ferdinanda Crabtree at 9 Plumtree Road, seen awake.",Y,'
    "Jocasta Pym\n"
    '21/02/2022,CSC,Case note,"Visit by SW Pym. Ferdy seen alone. Next 7/3.",Y,Jocasta Pym\n'
)
SHEET = (
    "case: Crabtree\nas_at: 2022-02-22\nsource: The Crabtree file\nnotes: [Ferdinanda likes trains]\npeople:\n"
    "  - {id: ferdinanda, role: child, name: Ferdinanda Crabtree, also: [Ferdinanda, Ferdy], born: 3 May 2019}\n"
    "plans:\n  - {child: ferdinanda, plan: child in need, from: 16/02/2022, to: open}\n"
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "crabtree.csv"
    path.write_text(CSV, encoding="utf-8")
    path.with_suffix(".yaml").write_text(SHEET, encoding="utf-8")
    return path


def run(case: Path, folder: Path, **wanted: object) -> str:
    return anonymise(Wanted((case,), folder, weeks=-61, **wanted), Options(), chance=random.Random(1))  # type: ignore[arg-type]


def test_the_files_have_names_that_tell_nothing_and_the_source_is_as_it_was(case: Path, tmp_path: Path) -> None:
    run(case, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [REPORT, "case-1.csv", "case-1.yaml"]
    assert case.read_text(encoding="utf-8") == CSV


def test_neither_names_nor_true_days_nor_the_weeks_are_anywhere(case: Path, tmp_path: Path) -> None:
    run(case, tmp_path / "out")
    text = "".join(path.read_text(encoding="utf-8-sig") for path in (tmp_path / "out").iterdir()).lower()
    for word in (
        "ferd",
        "crabtree",
        "plumtree",
        "jocasta",
        "pym",
        "trains",
        "2022-02",
        "/02/2022",
        "may 2019",
        "-61",
        "427",
    ):
        assert word not in text


def test_the_same_worker_has_one_label_in_text_and_in_a_column_that_nobody_knows(case: Path, tmp_path: Path) -> None:
    run(case, tmp_path / "out")
    text = (tmp_path / "out" / "case-1.csv").read_text(encoding="utf-8-sig")
    assert len(set(re.findall(r"X(?:Worker|Person)[A-Z]", text))) == 1


def test_the_report_says_that_it_is_still_personal_data_and_what_is_left(case: Path, tmp_path: Path) -> None:
    report = run(case, tmp_path / "out")
    assert "still personal data" in report
    assert "Words with a capital that are left" in report
    assert (tmp_path / "out" / REPORT).read_text(encoding="utf-8") == report


def test_the_key_is_written_apart_and_only_when_asked_for(case: Path, tmp_path: Path) -> None:
    run(case, tmp_path / "out", key=tmp_path / "key.json")
    key = json.loads((tmp_path / "key.json").read_text(encoding="utf-8"))
    assert key["weeks"] == -61
    assert "Ferdinanda Crabtree" in key["labels"]["ChildA"]
    with pytest.raises(UsageError, match="must not lie with"):
        run(case, tmp_path / "out2", key=tmp_path / "out2" / "key.json")
    assert not (tmp_path / "out2").exists()


def test_a_folder_that_holds_files_is_left_as_it_is_unless_forced(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "other.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        run(case, out)
    run(case, out, force=True)
    assert (out / "other.txt").read_text() == "mine"


def test_the_folder_of_the_case_itself_is_refused(case: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="The case itself"):
        run(case, tmp_path, force=True)


def test_a_second_run_by_other_weeks_carries_on(case: Path, tmp_path: Path) -> None:
    """What was anonymised once can be moved again: what is carried moves with it."""
    run(case, tmp_path / "out")
    again = anonymise(
        Wanted((tmp_path / "out" / "case-1.csv",), tmp_path / "more", weeks=-30), Options(), chance=random.Random(1)
    )
    assert "The prompts are the same as before." in again


def test_without_a_side_sheet_it_says_so_loudly_and_still_takes_names_after_titles(tmp_path: Path) -> None:
    path = tmp_path / "entries.csv"
    path.write_text("Date,Agency,Event\n14/02/2022,CSC,SW Jocasta Pym saw the child.\n", encoding="utf-8")
    report = anonymise(Wanted((path,), tmp_path / "out", weeks=-61), Options(), chance=random.Random(1))
    assert "NO SIDE SHEET NAMES THE PEOPLE" in report
    assert "Pym" not in (tmp_path / "out" / "case-1.csv").read_text(encoding="utf-8-sig")


def test_a_workbook_is_written_anew_with_every_sheet_and_nothing_hidden_comes_along(tmp_path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    book = Workbook()
    sheet = book.active
    sheet.title = "Crabtree"
    sheet.append(["Name of Child", "Ferdinanda Crabtree"])
    sheet.append([])
    sheet.append(["Date", "Agency", "Event", "Child seen"])
    sheet.append([datetime(2022, 2, 14), "CSC", "Home visit. Ferdinanda seen awake.", "Y"])
    sheet.append([datetime(2022, 2, 21), "CSC", "Ferdinanda seen at 9 Plumtree Road.", "Y"])
    sheet["C4"].comment = Comment("Ferdinanda Crabtree again", "Jocasta Pym")
    extra = book.create_sheet("People of Plumtree Road")
    extra.append(["Ferdinanda Crabtree", "tel 07700 900123"])
    book.properties.creator = "Jocasta Pym"
    path = tmp_path / "crabtree.xlsx"
    book.save(path)
    anonymise(Wanted((path,), tmp_path / "out", weeks=-61), Options(), chance=random.Random(1))
    with zipfile.ZipFile(tmp_path / "out" / "case-1.xlsx") as package:
        inside = "".join(name + package.read(name).decode() for name in package.namelist()).lower()
    for word in ("ferdinanda", "crabtree", "plumtree", "jocasta", "900123", "comment"):
        assert word not in inside
    after = open_session([tmp_path / "out" / "case-1.xlsx"], Options())
    assert [row.number for row in after.read.sources[0].rows] == [4, 5]


def test_a_word_table_is_written_anew_with_its_rows(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("Name of Child: Ferdinanda Crabtree")
    table = document.add_table(rows=0, cols=3)
    for cells in (
        ("Date", "Agency", "Event"),
        ("14/02/2022", "CSC", "Ferdinanda Crabtree seen at home."),
        ("mid-May 2022", "CSC", "No access gained."),
    ):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.core_properties.author = "Jocasta Pym"
    path = tmp_path / "crabtree.docx"
    document.save(path)
    anonymise(Wanted((path,), tmp_path / "out", weeks=-61), Options(), chance=random.Random(1))
    written = tmp_path / "out" / "case-1.docx"
    with zipfile.ZipFile(io.BytesIO(written.read_bytes())) as package:
        inside = "".join(name + package.read(name).decode() for name in package.namelist()).lower()
    assert "ferdinanda" not in inside
    assert "pym" not in inside
    assert docx.Document(str(written)).tables[0].cell(1, 2).text.startswith("ChildA seen")
    after = open_session([written], Options())
    assert [row.number for row in after.read.sources[0].rows] == [2, 3]


def test_the_command_ends_with_one_sentence_where_it_cannot(case: Path, tmp_path: Path) -> None:
    said = CliRunner().invoke(flag, ["anonymise", str(case), "--output", str(tmp_path)])
    assert said.exit_code == 2
    assert "The case itself lies in this folder" in said.output
    assert "Ferdinanda" not in said.output


def test_the_command_draws_its_own_weeks(case: Path, tmp_path: Path) -> None:
    said = CliRunner().invoke(flag, ["anonymise", str(case), "--output", str(tmp_path / "out")])
    assert said.exit_code == 0
    assert "still personal data" in said.output
