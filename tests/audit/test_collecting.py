"""What comes back from auditors: counted where it can be, listed where it cannot, and never lost."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from booked import CASES, audited, fill, filled, first, number_in, numbers, places, prompts, second
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Protection

from engine.audit.agreement import ALL_RULES, CONFLICT, EMPTY
from engine.audit.collectedforms import FORMS, render
from engine.audit.collecting import BLIND_HALF, NOT_COMPARED, OPEN_HALF, Collected, collect
from engine.errors import UsageError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return audited(tmp_path_factory.mktemp("audit"))


@pytest.fixture(scope="module")
def untouched(folder: Path) -> Path:
    return first(folder, folder.parent / "untouched" / "book.xlsx")


@pytest.fixture
def book(untouched: Path, tmp_path: Path) -> Path:
    """A workbook in a folder of its own, as an auditor has it."""
    (tmp_path / "back").mkdir()
    return Path(shutil.copy(untouched, tmp_path / "back" / "book.xlsx"))


def told_by(collected: Collected) -> str:
    return "\n".join(collected.notes)


def kept(collected: Collected) -> dict[str, str]:
    """What was typed and not counted, with why."""
    return {one.text: one.why for one in collected.unplaced}


def changed(book: Path, change: Callable[[Any, str, str], None], mark: str, column: str) -> Path:
    """Change a workbook by hand around one box: the sheet, and the cell of the box."""
    sheet, cell = places(book)[mark, column]
    opened = load_workbook(book)
    change(opened[sheet], cell, sheet)
    opened.save(book)
    return book


# --- as it should be --------------------------------------------------------------------------------------


def test_judgements_are_counted_by_half_with_what_was_missed_beside_them(folder: Path, book: Path) -> None:
    marks = prompts(book)
    blind, shown = number_in(book, "elm"), numbers(book, blind=False)
    fill(book, {
        (marks[0], "first"): "agree",
        (marks[1], "first"): "disagree", (marks[1], "first_reason"): "number too strict here",
        (marks[2], "first"): "agree", (marks[2], "second"): "disagree", (marks[2], "moderated"): "not applicable",
        (f"m.{shown[0]}.1", "saw"): "the uncle moved in", (f"m.{shown[0]}.1", "why"): "no rule looks for this",
        (f"b.{blind}.1", "saw"): "nobody saw the baby", (f"b.{blind}.2", "saw"): "no father",
        (f"e.{blind}.read", "first"): "yes",
        (f"e.{shown[0]}.grade", "first"): "Good", (f"e.{shown[0]}.grade", "second"): "Requires improvement",
        ("f.well", "first"): "visits are kept up",
    })  # fmt: skip
    waiting = collect(book.parent)
    assert "of 3 cases read blind nobody has judged the prompts yet" in told_by(waiting)
    assert sorted(one.said for one in waiting.missed) == ["no", NOT_COMPARED, NOT_COMPARED]
    after = second(folder, book, book.parent / "second.xlsx")
    fill(after, {("s.1.1", "said"): "no", ("s.1.1", "why"): "words not read", ("s.1.2", "said"): "in part"})
    fill(after, {(prompts(after)[0], "first"): "agree"})

    found = collect(book.parent)
    counts = {(one.half, one.rule): one.counts for one in found.agreements if one.rule == ALL_RULES}
    mine = counts[OPEN_HALF, ALL_RULES]
    assert (mine["agree"], mine["disagree"], mine["not applicable"]) == (1, 1, 1)
    assert mine[EMPTY] == len(marks) - 3
    assert counts[BLIND_HALF, ALL_RULES]["agree"] == 1
    assert {(one.half, one.said, one.saw) for one in found.missed} == {
        (OPEN_HALF, "no", "the uncle moved in"), (BLIND_HALF, "no", "nobody saw the baby"),
        (BLIND_HALF, "in part", "no father"),
    }  # fmt: skip
    assert len(found.missed) == 3
    assert "book.xlsx: of 2 cases read blind" in told_by(found)
    assert {one.what: (one.first, one.second) for one in found.boxes if one.what == "Grading"} == {
        "Grading": ("Good", "Requires improvement")
    }
    assert found.between[0].number == 1
    assert found.unplaced == ()


def test_lines_of_which_only_the_theme_was_filled_in_are_not_taken_for_one(book: Path) -> None:
    """Two blind lines without words once came back as one, and the theme of the second was lost."""
    blind = number_in(book, "elm")
    fill(book, {(f"b.{blind}.1", "theme"): "seeing", (f"b.{blind}.2", "theme"): "referrals"})
    assert [one.theme for one in collect(book.parent).missed] == ["seeing", "referrals"]


def test_collecting_changes_no_workbook(book: Path) -> None:
    before = book.read_bytes()
    collect(book.parent)
    assert book.read_bytes() == before


def test_a_workbook_nobody_filled_in_is_told(book: Path) -> None:
    found = collect(book.parent)
    assert "book.xlsx: nothing was filled in" in told_by(found)
    assert sum(one.counts[EMPTY] for one in found.agreements if one.rule == ALL_RULES) == len(prompts(book))


# --- edited out of shape ----------------------------------------------------------------------------------


def test_rows_that_were_inserted_and_sorted_lose_nothing(book: Path) -> None:
    mark = prompts(book)[0]
    fill(book, {(mark, "first"): "agree"})

    def insert(sheet: Any, cell: str, name: str) -> None:
        sheet.insert_rows(sheet[cell].row)
        sheet.cell(sheet[cell].row, 4).value = "a remark of mine"

    found = collect(changed(book, insert, mark, "first").parent)
    assert sum(one.counts["agree"] for one in found.agreements if one.rule == ALL_RULES) == 1
    assert kept(found) == {"a remark of mine": "this line was added between ours"}


def test_a_column_that_was_moved_is_found_by_its_heading(book: Path) -> None:
    mark = prompts(book)[0]
    fill(book, {(mark, "first"): "disagree", (mark, "first_reason"): "wrong day"})

    def move(sheet: Any, cell: str, name: str) -> None:
        sheet.insert_cols(2)

    found = collect(changed(book, move, mark, "first").parent)
    (one,) = [one for one in found.settled if one.outcome != EMPTY]
    assert (one.outcome, one.reasons) == ("disagree", ("wrong day",))
    assert found.unplaced == ()


def test_a_column_without_its_heading_is_listed_not_guessed(book: Path) -> None:
    mark = prompts(book)[0]
    fill(book, {(mark, "first"): "agree"})

    def rename(sheet: Any, cell: str, name: str) -> None:
        for row in sheet.iter_rows():
            for one in row:
                if one.value == "Auditor: judgement":
                    one.value = "What we think"

    found = collect(changed(book, rename, mark, "first").parent)
    assert all(one.counts["agree"] == 0 for one in found.agreements)
    assert kept(found)["agree"] == "it stands under no heading of ours"
    assert "the column “Auditor: judgement” has gone or has another heading" in told_by(found)


def test_a_sheet_that_was_renamed_counts_and_one_that_was_deleted_is_told(book: Path) -> None:
    mark = prompts(book)[0]
    fill(book, {(mark, "first"): "agree"})
    mine = places(book)[mark, "first"][0]
    opened = load_workbook(book)
    gone = next(name for name in opened.sheetnames if name.endswith(" blind"))
    del opened[gone]
    opened[mine].title = "Reviewed by us"
    opened.save(book)
    found = collect(book.parent)
    assert sum(one.counts["agree"] for one in found.agreements if one.rule == ALL_RULES) == 1
    assert f"sheet {gone}: has another name now, or has gone" in told_by(found)
    assert f"sheet {mine}: has another name now, or has gone" in told_by(found)


def test_a_sheet_that_was_added_is_listed_whole(book: Path) -> None:
    opened = load_workbook(book)
    opened.create_sheet("Our notes")["B2"] = "the school was never asked"
    opened.save(book)
    found = collect(book.parent)
    assert kept(found) == {"the school was never asked": "this sheet was added, or its hidden column has gone"}
    assert "sheet Our notes" in told_by(found)


def test_a_hidden_column_that_has_gone_costs_no_answer(book: Path) -> None:
    mark = prompts(book)[0]
    fill(book, {(mark, "first"): "agree", (mark, "first_note"): "we talked about it"})

    def cut(sheet: Any, cell: str, name: str) -> None:
        sheet.delete_cols(13)

    found = collect(changed(book, cut, mark, "first").parent)
    assert {"agree", "we talked about it"} == set(kept(found))
    assert "sheet" in told_by(found)


def test_words_of_their_own_are_kept_and_not_counted(book: Path) -> None:
    """Drop-downs can be overwritten; “Agreed, mostly” is no “agree”."""
    mark = prompts(book)[0]
    fill(book, {(mark, "first"): "Agreed, mostly"})
    found = collect(book.parent)
    (all_rules,) = [one for one in found.agreements if one.rule == ALL_RULES]
    assert (all_rules.counts["agree"], all_rules.counts["other words"]) == (0, 1)
    assert kept(found)["Agreed, mostly"].startswith("not one of: agree, disagree, not applicable")


def test_capitals_and_spaces_around_a_word_do_no_harm(book: Path) -> None:
    mark = prompts(book)[0]
    fill(book, {(mark, "first"): " Agree "})
    assert [one.outcome for one in collect(book.parent).settled].count("agree") == 1


def test_what_is_typed_beside_the_boxes_is_listed(book: Path) -> None:
    def beside(sheet: Any, cell: str, name: str) -> None:
        sheet["H3"] = "ask the GP"

    found = collect(changed(book, beside, prompts(book)[0], "first").parent)
    assert kept(found) == {"ask the GP": "nothing is asked in this place"}


def test_a_formula_typed_into_a_box_is_kept_as_letters(book: Path) -> None:
    mark = prompts(book)[0]
    sheet, cell = places(book)[mark, "first_note"]
    opened = load_workbook(book)
    opened[sheet][cell] = '=HYPERLINK("http://example.org")'
    opened.save(book)
    found = collect(book.parent)
    notes = [told.first_note for one in found.settled for told in one.judgements if told.first_note]
    assert notes == ['=HYPERLINK("http://example.org")']
    for row in csv.reader(io.StringIO(str(render(found, "csv"), "utf-8-sig"))):  # type: ignore[arg-type]
        assert not any(text.startswith("=") for text in row)


@pytest.mark.parametrize("how", ["gone", "changed"])
def test_a_hidden_sheet_that_was_spoilt_leaves_every_answer_listed(book: Path, how: str) -> None:
    mark = prompts(book)[0]
    fill(book, {(mark, "first"): "agree", ("f.well", "first"): "visits are kept up"})
    opened = load_workbook(book)
    if how == "gone":
        del opened["flag"]
    else:
        opened["flag"]["A3"] = "AAAA"
    opened.save(book)
    found = collect(book.parent)
    assert set(kept(found)) == {"agree", "visits are kept up"}
    assert "nothing was counted, and what was typed is listed" in told_by(found)
    assert found.agreements == ()


# --- several workbooks ------------------------------------------------------------------------------------


def test_two_workbooks_for_one_case_are_both_kept_and_their_conflict_listed(book: Path) -> None:
    marks = prompts(book)
    other = Path(shutil.copy(book, book.parent / "other.xlsx"))
    fill(book, {(marks[0], "first"): "agree", (marks[1], "first"): "agree"})
    fill(other, {(marks[0], "first"): "disagree", (marks[0], "first_reason"): "other", (marks[1], "first"): "agree"})
    found = collect(book.parent)
    (counts,) = [one.counts for one in found.agreements if one.rule == ALL_RULES]
    assert (counts["agree"], counts["disagree"], counts[CONFLICT]) == (1, 0, 1)
    assert "book.xlsx and other.xlsx hold the same cases" in told_by(found)
    text = str(render(found, "text"))
    assert "WORKBOOKS THAT DIFFER" in text
    assert "other.xlsx" in text.split("WORKBOOKS THAT DIFFER")[1]


@pytest.mark.slow
def test_workbooks_of_another_run_are_counted_apart_or_with_audit_not_at_all(book: Path, tmp_path: Path) -> None:
    mark = prompts(book)[0]
    fill(book, {(mark, "first"): "agree"})
    another = audited(tmp_path / "another", {name: rows[1:] for name, rows in CASES.items()})
    strange = first(another, book.parent / "strange.xlsx")
    fill(strange, {(prompts(strange)[0], "first"): "disagree"})
    both = collect(book.parent)
    assert len(both.runs) == 2
    assert "2 runs of an audit; each is counted apart" in told_by(both)
    told = {one.run: one.counts for one in both.agreements if one.rule == ALL_RULES}
    assert sorted((one["agree"], one["disagree"]) for one in told.values()) == [(0, 1), (1, 0)]
    manifest = filled(book).manifest
    assert manifest is not None
    mine = collect(book.parent, run=manifest.run)
    assert len(mine.runs) == 1
    assert "strange.xlsx: it is from another run of the audit" in told_by(mine)
    assert kept(mine) == {"disagree": "the workbook is from another run of the audit"}


def test_another_rule_version_is_another_line(book: Path) -> None:
    """The versions stand in the hidden sheet: judgements on version 1 say nothing about version 2."""
    from engine.audit.agreement import by_rule, settle
    from engine.audit.collecting import _Gathered

    fill(book, {(prompts(book)[0], "first"): "agree"})
    gathered = _Gathered("")
    gathered.take(book)
    one = next(one for one in gathered.judgements if one.first)
    from engine.values import replace

    newer = replace(one, prompt=one.prompt.model_copy(update={"version": 2, "id": one.prompt.id + "x"}))
    found = [told for told in by_rule(settle([one, newer])) if told.rule != ALL_RULES]
    assert [(told.version, told.counts["agree"]) for told in found] == [(1, 1), (2, 1)]


def test_files_that_are_none_of_ours_are_told_and_left_alone(book: Path) -> None:
    strange = Workbook()
    strange.active["A1"] = "rota"
    strange.save(book.parent / "rota.xlsx")
    (book.parent / "notes.txt").write_text("talk to the school", encoding="utf-8")
    (book.parent / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (book.parent / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    (book.parent / "other.ods").write_bytes(b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet")
    (book.parent / "~$book.xlsx").write_bytes(b"open")
    found = collect(book.parent)
    told = told_by(found)
    assert "rota.xlsx: this is no workbook of an audit; it was left alone" in told
    assert "notes.txt: this is no workbook of an audit; it was left alone" in told
    assert "broken.xlsx: It begins as a Word or Excel file does but cannot be unpacked" in told
    assert "old.xls: This is a workbook of an older format, or one with a password." in told
    assert "other.ods: This is an OpenDocument spreadsheet" in told
    assert "CSV" not in told
    assert "~$" not in told
    assert "talk to the school" not in told


@pytest.mark.parametrize("what", ["empty", "missing", "strangers"])
def test_a_folder_without_workbooks_is_one_clear_sentence(tmp_path: Path, what: str) -> None:
    if what != "missing":
        (tmp_path / "back").mkdir()
    if what == "strangers":
        (tmp_path / "back" / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError) as error:
        collect(tmp_path / "back")
    assert error.value.remedy


def test_two_files_of_one_name_are_told_apart(book: Path) -> None:
    (book.parent / "deeper").mkdir()
    shutil.copy(book, book.parent / "deeper" / "book.xlsx")
    assert [run.books for run in collect(book.parent).runs] == [("book.xlsx", "book.xlsx (2)")]


# --- shown ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_agreement_is_never_shown_without_what_was_missed(book: Path, form: str, tmp_path: Path) -> None:
    shown = numbers(book, blind=False)
    fill(book, {(prompts(book)[0], "first"): "agree", (f"m.{shown[0]}.1", "saw"): "the uncle moved in"})
    made = render(collect(book.parent), form)
    if form == "xlsx":
        assert isinstance(made, bytes)
        (tmp_path / "made.xlsx").write_bytes(made)
        rows = load_workbook(tmp_path / "made.xlsx")["Summary"].iter_rows(values_only=True)
        text = "\n".join(str(value) for row in rows for value in row if value is not None)
    else:
        text = made.decode("utf-8-sig") if isinstance(made, bytes) else made
    text = " ".join(text.split()) if form == "text" else text
    assert "the uncle moved in" in text
    assert "issed by the tool" in text or form in ("csv", "json")
    if form == "json":
        assert json.loads(text)["seen_counts"][OPEN_HALF]["no"] == 1
    if form == "csv":
        assert {line["what"] for line in csv.DictReader(io.StringIO(text))} >= {"agreement", "seen by the auditor"}


def test_where_nobody_wrote_what_was_missed_that_is_said_too(book: Path) -> None:
    fill(book, {(prompts(book)[0], "first"): "agree"})
    text = str(render(collect(book.parent), "text"))
    assert "AGREEMENT WITH PROMPTS, READ WITH PROMPTS" in text
    assert "WHAT THE AUDITORS SAW, LINE BY LINE\n  none" in text


def test_few_judgements_have_no_rate(book: Path) -> None:
    fill(book, {(mark, "first"): "agree" for mark in prompts(book)[:5]})
    text = str(render(collect(book.parent), "text"))
    assert "all rules: 5 agree, 0 disagree" in text
    assert "%" not in text.split("SEEN BY THE AUDITORS")[0].replace("(95%)", "")


def test_an_identifier_of_digits_keeps_its_noughts_in_the_figures(tmp_path: Path) -> None:
    """Case 0012 was written as the number 12."""
    folder = audited(tmp_path, {"0012": CASES["maple"]})
    book = first(folder, tmp_path / "back" / "book.xlsx", seed="007", size=1)
    fill(book, {("e.1.read", "first"): "yes", ("b.1.1", "saw"): "no father"})
    made = render(collect(book.parent), "xlsx")
    assert isinstance(made, bytes)
    (tmp_path / "made.xlsx").write_bytes(made)
    values = [value for row in load_workbook(tmp_path / "made.xlsx")["Summary"].values for value in row]
    assert "0012" in values
    assert "007" in values
    assert 1 in values


def test_hostile_words_of_an_auditor_stay_words(book: Path, tmp_path: Path) -> None:
    sheet, cell = places(book)[prompts(book)[0], "first_note"]
    opened = load_workbook(book)
    opened[sheet][cell] = "\u202e=1+1 <script>"
    opened[sheet][cell].data_type = "s"
    opened[sheet][cell].protection = Protection(locked=False)
    opened.save(book)
    found = collect(book.parent)
    assert "\u202e" not in str(render(found, "md"))
    made = render(found, "xlsx")
    assert isinstance(made, bytes)
    (tmp_path / "made.xlsx").write_bytes(made)
    for one in load_workbook(tmp_path / "made.xlsx").worksheets:
        assert all(cell.data_type != "f" for row in one.iter_rows() for cell in row)


# --- nothing is lost --------------------------------------------------------------------------------------

EDITS = ("insert row", "insert column", "rename sheet", "rename heading", "add sheet", "cut marks", "drop flag", "sort")


def edited(book: Path, edit: str, at: int) -> None:
    """One thing that people do to workbooks; none of them takes away a cell that somebody typed."""
    opened = load_workbook(book)
    names = [name for name in opened.sheetnames if name[0].isdigit()]
    sheet = opened[names[at % len(names)]] if names else opened.worksheets[0]
    if edit == "insert row":
        sheet.insert_rows(at)
    elif edit == "insert column":
        sheet.insert_cols(at % 12 + 1)
    elif edit == "rename sheet":
        sheet.title = f"renamed {at}"
    elif edit == "rename heading":
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("Auditor: "):
                    cell.value = f"Ours {at}"
    elif edit == "add sheet":
        opened.create_sheet(f"more {at}")["B2"] = "typed-elsewhere"
    elif edit == "cut marks":
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("flag:"):
                    cell.value = None
    elif edit == "drop flag" and "flag" in opened.sheetnames:
        del opened["flag"]
    elif edit == "sort":
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=20, max_row=40)]
        for values, row in zip(reversed(rows), sheet.iter_rows(min_row=20, max_row=40), strict=True):
            for value, cell in zip(values, row, strict=True):
                cell.value = value
    opened.save(book)


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.lists(st.integers(0, 400), min_size=1, max_size=6, unique=True),
    edits=st.lists(st.tuples(st.sampled_from(EDITS), st.integers(1, 60)), min_size=1, max_size=4),
)
def test_whatever_is_done_to_a_workbook_every_word_typed_comes_back(
    untouched: Path, tmp_path: Path, typed: list[int], edits: list[tuple[str, int]]
) -> None:
    book = Path(shutil.copy(untouched, tmp_path / "book.xlsx"))
    boxes = sorted(places(untouched))
    wanted = {boxes[number % len(boxes)]: f"typed-{number}-word" for number in typed}
    fill(book, wanted)
    for edit, at in edits:
        edited(book, edit, at)
    text = str(render(collect(book), "json"))
    for word in wanted.values():
        assert word in text
    if any(edit == "add sheet" for edit, _ in edits):
        assert "typed-elsewhere" in text
