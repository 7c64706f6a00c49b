"""The workbook: what stands in it, what must not, and that nothing in it can act."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from unicodedata import category

import pytest
from booked import CASES, HOSTILE, audited, fill, filled, first, numbers, places, prompts, second
from hypothesis import given
from hypothesis import strategies as st
from office import convert, needs_calc, type_and_save
from openpyxl import load_workbook

from engine.audit.workbook.layout import GRADES, HEADINGS, JUDGEMENTS, REASONS
from engine.audit.workbook.manifest import CaseTold, Manifest, NotOurs, PlanTold, as_cells, from_cells
from engine.audit.workbook.writing import sheet_name


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return audited(tmp_path_factory.mktemp("audit"))


@pytest.fixture(scope="module")
def book(folder: Path) -> Path:
    return first(folder, folder.parent / "books" / "book.xlsx")


def words_of(path: Path, sheet: str) -> list[str]:
    """Every text of a sheet, the hidden column apart."""
    rows = load_workbook(path)[sheet].iter_rows(max_col=12, values_only=True)
    return [str(value) for row in rows for value in row if value]


def xml_of(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".xml")}


# --- what stands in it ----------------------------------------------------------------------------------


def test_the_front_sheet_has_the_headings_of_the_report_and_how_the_sample_was_drawn(book: Path) -> None:
    told = "\n".join(words_of(book, "Report"))
    assert all(heading in told for heading in HEADINGS.values())
    assert "To try the audit" in told
    assert "6 of 6 eligible cases, 6 in all" in told
    assert "What each agency is doing: Health Visiting" in told
    frame = words_of(book, "Sample")
    assert set(CASES) <= set(frame)


def test_half_the_sheets_are_blind_and_hold_no_prompt(book: Path) -> None:
    """A prompt on a blind sheet, or anywhere else in the file, would be read before the record."""
    manifest = filled(book).manifest
    assert manifest is not None
    blind = [case for case in manifest.cases if case.blind]
    assert len(blind) == 3
    assert all(not case.prompts for case in blind)
    for case in blind:
        told = "\n".join(words_of(book, case.sheet))
        assert case.sheet.endswith(" blind")
        assert "What did you see?" in told
        assert not any(title in told for title in ("What the prompt says", "Rows it rests on", "Prompts:"))
    shown = [case for case in manifest.cases if not case.blind]
    assert any(case.prompts for case in shown)


def test_prompts_stand_with_their_rows_quoted(book: Path) -> None:
    manifest = filled(book).manifest
    assert manifest is not None
    case = next(case for case in manifest.cases if case.case == "maple")
    told = "\n".join(words_of(book, case.sheet))
    assert "Row 4, 09/02/2022, Health Visiting: “Home visit, nobody in" in told
    assert "Seen by the auditor, missed by the tool" in told


def test_what_could_not_be_evaluated_is_said_apart_from_no_prompt(book: Path) -> None:
    told = [words_of(book, sheet) for sheet in load_workbook(book).sheetnames if "rowan" in sheet]
    assert any(text.startswith("Could not be evaluated, which is not the same as no prompt") for text in told[0])


def test_whether_there_is_a_prompt_for_today_does_not_show_in_the_notice(book: Path) -> None:
    """A report adds a sentence about danger where there is such a prompt: on a blind sheet that would tell of it."""
    manifest = filled(book).manifest
    assert manifest is not None
    said = ["do not wait for a meeting" in " ".join(words_of(book, case.sheet)) for case in manifest.cases]
    assert said == [True] * len(CASES)


def test_a_drop_down_offers_the_words_that_are_counted(book: Path) -> None:
    opened = load_workbook(book)
    lists = {name: defined.attr_text for name, defined in opened.defined_names.items()}
    offered = {}
    for name, where in lists.items():
        sheet, cells = where.replace("$", "").rsplit("!", 1)
        offered[name] = [cell.value for (cell,) in opened[sheet.strip("'")][cells]]
    assert tuple(offered["flag_judgements"]) == JUDGEMENTS
    assert tuple(offered["flag_reasons"]) == tuple(REASONS)
    assert tuple(offered["flag_grades"]) == GRADES
    sheet = opened[places(book)[prompts(book)[0], "first"][0]]
    used = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert {"flag_judgements", "flag_reasons", "flag_why_missed", "flag_grades"} <= used


def test_boxes_are_open_and_the_rest_is_locked_without_a_password(book: Path) -> None:
    opened = load_workbook(book)
    sheet, cell = places(book)[prompts(book)[0], "first"]
    assert opened[sheet].protection.sheet
    assert not opened[sheet].protection.password
    assert not opened[sheet][cell].protection.locked
    assert opened[sheet]["A1"].protection.locked
    assert opened["flag"].sheet_state == "veryHidden"
    assert opened[sheet].column_dimensions["M"].hidden


def test_nothing_is_merged_and_lines_are_high_enough_to_read(book: Path) -> None:
    for sheet in load_workbook(book).worksheets:
        assert not sheet.merged_cells.ranges
        assert sheet.title == "flag" or sheet.freeze_panes == "A2"


def test_the_grading_is_left_empty(book: Path) -> None:
    opened = load_workbook(book)
    for (mark, column), (sheet, cell) in places(book).items():
        assert not opened[sheet][cell].value, (mark, column)


def test_the_same_audit_and_seed_give_the_same_bytes(folder: Path, book: Path) -> None:
    assert first(folder, folder.parent / "again.xlsx").read_bytes() == book.read_bytes()


def test_restricted_words_are_left_out_unless_for_professionals(tmp_path: Path) -> None:
    told = "Police intelligence: the uncle deals in stolen cars. Home visit, child seen."
    rows = [("01/03/2022", "Police", told, "Y")]
    folder = audited(tmp_path, {"maple": rows})
    room = first(folder, tmp_path / "room.xlsx", size=1)
    all_words = first(folder, tmp_path / "all.xlsx", size=1, professionals=True)
    assert "stolen cars" not in "".join(xml_of(room).values())
    assert "stolen cars" in "".join(xml_of(all_words).values())


def test_a_long_text_goes_on_in_the_next_lines_whole(tmp_path: Path) -> None:
    words = [f"apple{at}" for at in range(380)]
    told = " ".join(f"Ate {one} with bread and butter." for one in words)
    rows = [("01/03/2022", "School", f"Home visit. Child seen. {told}", "Y")]
    folder = audited(tmp_path, {"maple": rows})
    path = first(folder, tmp_path / "long.xlsx", size=1, professionals=True)
    cells = words_of(path, "1 maple blind")
    assert max(map(len, cells)) < 2_000
    assert re.findall(r"apple\d+", " ".join(cells)) == words
    assert filled(path).typed == 0


# --- nothing can act ------------------------------------------------------------------------------------


def test_formulas_links_and_tags_in_a_chronology_are_letters(book: Path) -> None:
    parts = xml_of(book)
    for name, text in parts.items():
        if name.startswith("xl/worksheets/"):
            assert "<f>" not in text
            assert "<f " not in text
        assert "externalLink" not in name
    # The only links go to sheets of the workbook itself.
    assert not any(name.startswith("xl/worksheets/_rels") for name in parts)
    with zipfile.ZipFile(book) as archive:
        assert not any(b"example.org" in archive.read(name) for name in archive.namelist() if name.endswith(".rels"))


def test_hostile_words_are_no_marks(book: Path) -> None:
    """A row of the record that reads "flag:p.1.1" was once taken for a line of answers."""
    found = filled(book)
    assert (found.typed, found.notes, found.problem) == (0, (), "")


@pytest.mark.slow
def test_after_libreoffice_calculated_all_the_text_is_the_text(folder: Path, tmp_path: Path) -> None:
    needs_calc(tmp_path)
    book = first(folder, tmp_path / "book.xlsx", professionals=True)
    manifest = filled(book).manifest
    assert manifest is not None
    before = next(case.sheet for case in manifest.cases if case.case == "hostile")
    saved = tmp_path / "saved.xlsx"
    type_and_save(tmp_path, book, {}, saved)
    assert words_of(saved, before) == words_of(book, before)
    told = "\n".join(words_of(saved, before))
    assert '=HYPERLINK("http://example.org","click")' in told
    assert '=cmd|"/c calc"!A1' in told
    sheets = [text for name, text in xml_of(saved).items() if name.startswith("xl/worksheets/")]
    assert not any(re.search("<f[ >/]", text) for text in sheets)


@pytest.mark.slow
def test_what_is_typed_in_libreoffice_comes_back_as_it_was_typed(folder: Path, tmp_path: Path) -> None:
    needs_calc(tmp_path)
    book = first(folder, tmp_path / "book.xlsx")
    where = places(book)
    (prompt, blind) = prompts(book)[0], numbers(book, blind=True)[0]
    typed = {
        (prompt, "first"): "disagree",
        (prompt, "first_reason"): "recorded elsewhere",
        (prompt, "first_note"): "See the GP’s letter: “seen 3/2”.\nSecond line, ½ & <ü>",
        (prompt, "second"): "agree",
        (prompt, "moderated"): "agree",
        (f"b.{blind}.1", "saw"): "nobody asks who cares for the baby",
        (f"e.{blind}.read", "first"): "yes",
        (f"e.{blind}.grade", "first"): "Requires improvement",
        ("f.well", "first"): "=1+1",
    }
    saved = tmp_path / "saved.xlsx"
    type_and_save(tmp_path, book, {where[box]: text for box, text in typed.items()}, saved)
    # and through the other form of office programs and back
    for path in (saved, convert(tmp_path, convert(tmp_path, saved, "ods"), "xlsx")):
        found = filled(path)
        told = {(".".join(line.mark), name): text for line in found.lines for name, text in line.typed.items()}
        assert told == typed
        assert (found.unplaced, found.notes, found.problem) == ((), (), "")


# --- blind first ----------------------------------------------------------------------------------------


def test_the_second_workbook_holds_the_prompts_of_what_was_read_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    book = first(folder, tmp_path / "book.xlsx")
    read, unread = numbers(book, blind=True)[:2]
    typed = {(f"e.{read}.read", "first"): "yes", (f"b.{read}.2", "saw"): "no father", (f"b.{unread}.1", "saw"): "half"}
    fill(book, typed)
    manifest, before = filled(second(folder, book, tmp_path / "second.xlsx")).manifest, filled(book).manifest
    assert manifest is not None
    assert before is not None
    assert [case.case for case in manifest.cases] == [before.cases[read - 1].case]
    assert manifest.cases[0].seen == (("", "", "no father", ""),)
    assert manifest.stage == "second"
    assert "no father" in words_of(tmp_path / "second.xlsx", manifest.cases[0].sheet)


# --- pieces ---------------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=60), min_size=1, max_size=12))
def test_names_of_sheets_are_valid_and_unlike_each_other(ids: list[str]) -> None:
    made = [sheet_name(number, case, number % 2 == 0) for number, case in enumerate(ids, start=1)]
    assert len({name.casefold() for name in made}) == len(made)
    for name in made:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name == name.strip("' ")
        assert not {category(letter) for letter in name} & {"Cc", "Cs"}


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_identifier_survives_the_hidden_sheet(case: str, purpose: str) -> None:
    manifest = Manifest(
        stage="first", run="r", program="1", fingerprint="f", purpose=purpose, as_at="", professionals=False,
        plan=PlanTold(seed="1"), cases=(CaseTold(case=case, team="", stratum="s", blind=True, sheet="1"),),
    )  # fmt: skip
    cells = as_cells(manifest)
    assert from_cells(cells) == manifest
    assert all(cell.isascii() and len(cell) < 32_000 for cell in cells)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda cells: cells[:1], "is empty"),
        (lambda cells: [*cells[:2], "AAAA", *cells[3:]], "was changed"),
        (lambda cells: [cells[0], "0" * 64, *cells[2:]], "was changed"),
        (lambda cells: [*cells[:2], "not base 64!"], "was changed"),
    ],
)
def test_a_hidden_sheet_that_was_changed_is_told(change: object, told: str) -> None:
    manifest = Manifest(
        stage="first", run="r", program="1", fingerprint="f", purpose="p", as_at="", professionals=False,
        plan=PlanTold(seed="1"), cases=(),
    )  # fmt: skip
    with pytest.raises(NotOurs, match=told):
        from_cells(change(as_cells(manifest)))  # type: ignore[operator]


def test_every_hostile_text_is_in_the_tests_workbook(folder: Path) -> None:
    told = (folder.parent / "cases" / "hostile.csv").read_text(encoding="utf-8")
    assert all(text.replace('"', '""') in told for text in HOSTILE)
