"""`flag audit sample` and `flag audit collect` as somebody types them."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from booked import audited, fill, filled, number_in, places, prompts
from click.testing import CliRunner, Result

from engine.commands.auditing_sample import collect, sample

AUDIT = click.Group(commands={"sample": sample, "collect": collect})


def flag(*words: str | Path) -> Result:
    return CliRunner().invoke(AUDIT, [str(word) for word in words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return audited(tmp_path_factory.mktemp("audit"))


def test_without_output_the_sample_is_told_and_nothing_written(folder: Path) -> None:
    done = flag("sample", folder, "--seed", "3", "--size", "2")
    assert done.exit_code == 0
    assert "6 cases in the audit: 6 eligible, 0 not." in done.output
    assert done.output.count("read blind first") == 1
    assert "add --output NAME.xlsx" in done.output


def test_what_a_blind_case_was_drawn_for_is_not_told(folder: Path, tmp_path: Path) -> None:
    """With --by rule the part would say which prompt the case has."""
    done = flag("sample", folder, "--seed", "3", "--by", "rule", "--each", "1", "--output", tmp_path / "b.xlsx")
    assert done.exit_code == 0
    blind = [line for line in done.output.splitlines() if "read blind first" in line]
    assert blind
    assert all("told in the second workbook" in line for line in blind)


@pytest.mark.slow
def test_from_sample_to_figures(folder: Path, tmp_path: Path) -> None:
    book, after = tmp_path / "back" / "book.xlsx", tmp_path / "back" / "second.xlsx"
    book.parent.mkdir()
    assert flag("sample", folder, "--seed", "3", "--size", "6", "--output", book).exit_code == 0
    early = flag("sample", folder, "--after-blind", book, "--output", after)
    assert early.exit_code == 2
    assert "No case that is to be read blind has been read yet." in early.stderr
    assert not after.exists()
    elm = number_in(book, "elm")
    fill(book, {(f"e.{elm}.read", "first"): "yes", (f"b.{elm}.1", "saw"): "no father is named"})
    done = flag("sample", folder, "--after-blind", book, "--output", after)
    assert "1 case read blind: the second workbook holds their prompts." in done.output
    assert "Not read yet, so not in it: willow." in done.output
    fill(after, {("s.1.1", "said"): "no", (prompts(after)[0], "first"): "agree"})
    told = flag("collect", book.parent)
    assert told.exit_code == 0
    assert "AGREEMENT WITH PROMPTS, READ BLIND FIRST" in told.output
    assert "no father is named" in told.output
    for name in ("figures.xlsx", "figures.csv", "figures.json", "figures.md"):
        assert flag("collect", book.parent, "--audit", folder, "--output", tmp_path / name).exit_code == 0
        assert (tmp_path / name).stat().st_size > 500


def test_a_workbook_with_answers_is_never_written_over(folder: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    words = ("sample", folder, "--seed", "3", "--size", "6", "--output", book)
    assert flag(*words).exit_code == 0
    again = flag(*words)
    assert again.exit_code == 2
    assert "A file of this name exists" in again.stderr
    assert flag(*words, "--force").exit_code == 0
    fill(book, {(prompts(book)[0], "first"): "agree"})
    before = book.read_bytes()
    for more in ((), ("--force",), ("--discard-answers",)):
        refused = flag(*words, *more)
        assert refused.exit_code == 2
        assert book.read_bytes() == before
    assert "holds 1 answer that somebody typed" in flag(*words, "--force").stderr
    assert flag(*words, "--force", "--discard-answers").exit_code == 0
    assert filled(book).typed == 0


def test_a_remark_beside_the_boxes_is_an_answer_too(folder: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    book = tmp_path / "book.xlsx"
    words = ("sample", folder, "--seed", "3", "--size", "2", "--output", book, "--force")
    assert flag(*words).exit_code == 0
    opened = load_workbook(book)
    opened.create_sheet("Mine")["A1"] = "talk to the GP"
    opened.save(book)
    assert flag(*words).exit_code == 2


def test_a_file_that_cannot_be_read_is_not_taken_for_empty(folder: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"PK\x03\x04 half of a workbook")
    done = flag("sample", folder, "--seed", "3", "--size", "2", "--output", book, "--force")
    assert done.exit_code == 2
    assert "nobody can tell whether it holds answers" in done.stderr
    assert book.read_bytes() == b"PK\x03\x04 half of a workbook"


def test_figures_are_not_written_over_the_workbook_they_come_from(folder: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    flag("sample", folder, "--seed", "3", "--size", "6", "--output", book)
    fill(book, {(prompts(book)[0], "first"): "agree"})
    done = flag("collect", tmp_path, "--output", book, "--force")
    assert done.exit_code == 2
    assert filled(book).typed == 1


@pytest.mark.slow
def test_the_second_workbook_is_not_written_over_the_first(folder: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    flag("sample", folder, "--seed", "3", "--size", "6", "--output", book)
    elm = number_in(book, "elm")
    fill(book, {(f"e.{elm}.read", "first"): "yes"})
    words = ("sample", folder, "--after-blind", book, "--output", book, "--force", "--discard-answers")
    assert flag(*words).exit_code == 2
    assert filled(book).typed == 1


@pytest.mark.slow
def test_only_the_prompts_asked_for_are_shown(folder: Path, tmp_path: Path) -> None:
    words = ("sample", folder, "--seed", "3", "--size", "6", "--output", tmp_path / "b.xlsx")
    assert flag(*words, "--rule", "repeated-no-access-visits").exit_code == 0
    manifest = filled(tmp_path / "b.xlsx").manifest
    assert manifest is not None
    assert {prompt.rule for case in manifest.cases for prompt in case.prompts} == {"repeated-no-access-visits"}
    wrong = flag(*words, "--force", "--rule", "repeated-no-acess")
    assert "No rule 'repeated-no-acess' was asked in this audit." in wrong.stderr
    assert "No theme 'sighting'" in flag(*words, "--force", "--theme", "sighting").stderr


def test_a_case_whose_file_has_gone_or_changed_has_no_sheet_and_the_others_have(tmp_path: Path) -> None:
    folder = audited(tmp_path)
    (tmp_path / "cases" / "maple.csv").unlink()
    with (tmp_path / "cases" / "rowan.csv").open("a", encoding="utf-8") as file:
        file.write("05/03/2022,School,Letter sent home.,\n")
    done = flag("sample", folder, "--seed", "3", "--size", "6", "--output", tmp_path / "b.xlsx")
    assert done.exit_code == 0
    told = " ".join(done.output.split())
    assert "No sheet for case maple" in told
    assert "No sheet for case rowan: its file has changed since the audit." in told
    manifest = filled(tmp_path / "b.xlsx").manifest
    assert manifest is not None
    assert len(manifest.cases) == 4


def test_where_all_files_have_gone_no_empty_workbook_is_written(tmp_path: Path) -> None:
    folder = audited(tmp_path)
    (tmp_path / "cases").rename(tmp_path / "moved")
    done = flag("sample", folder, "--seed", "3", "--size", "6", "--output", tmp_path / "b.xlsx")
    assert done.exit_code == 2
    assert "No case of the sample can be opened again" in done.stderr
    assert not (tmp_path / "b.xlsx").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--seed", "3", "--size", "2", "--output", "book.docx"), "ends in .xlsx"),
        (("--after-blind", "book.xlsx"), "add --output NAME.xlsx"),
        (("--size", "2"), "needs a seed"),
        (("--seed", "3"), "How many cases"),
        (("--seed", "3", "--size", "2", "--only", "closed"), "--only was not understood"),
    ],
)
def test_what_was_asked_wrongly_is_one_sentence(folder: Path, words: tuple[str, ...], told: str) -> None:
    done = flag("sample", folder, *words)
    assert done.exit_code == 2
    assert told in done.stderr


def test_a_folder_that_is_no_audit_and_a_book_that_is_not_ours_are_said(folder: Path, tmp_path: Path) -> None:
    assert "not the output folder of an audit" in flag("sample", tmp_path, "--seed", "1", "--size", "1").stderr
    (tmp_path / "x.xlsx").write_bytes(b"no")
    done = flag("sample", folder, "--after-blind", tmp_path / "x.xlsx", "--output", tmp_path / "y.xlsx")
    assert done.exit_code == 2
    assert "x.xlsx: " in done.stderr
    gone = flag("sample", folder, "--after-blind", tmp_path / "gone.xlsx", "--output", tmp_path / "y.xlsx")
    assert gone.exit_code == 2
    assert "There is no workbook" in flag("collect", tmp_path).stderr


@pytest.mark.slow
def test_a_second_workbook_of_another_run_is_refused(folder: Path, tmp_path: Path) -> None:
    from small_cases import QUIET

    other = audited(tmp_path / "other", {"willow": QUIET[:1]})
    book = tmp_path / "book.xlsx"
    flag("sample", folder, "--seed", "3", "--size", "6", "--output", book)
    fill(book, {(f"e.{number_in(book, 'elm')}.read", "first"): "yes"})
    done = flag("sample", other, "--after-blind", book, "--output", tmp_path / "second.xlsx")
    assert "This workbook is from another run of the audit." in done.stderr


@pytest.mark.slow
def test_somebody_else_in_another_place_gets_the_same_workbook(folder: Path, tmp_path: Path) -> None:
    """Where the files lie is no part of what is drawn or written."""
    elsewhere = audited(tmp_path / "another" / "machine")
    words = ("--seed", "3", "--size", "4", "--output")
    flag("sample", folder, *words, tmp_path / "here.xlsx")
    flag("sample", elsewhere, *words, tmp_path / "there.xlsx")
    assert (tmp_path / "here.xlsx").read_bytes() == (tmp_path / "there.xlsx").read_bytes()
    assert places(tmp_path / "here.xlsx")
