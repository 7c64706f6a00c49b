"""A person corrects what was read in the workbook, uses it again, and keeps the wording it teaches."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from cli import flag
from engine.case import ReadCase, read_case
from engine.code.strictyaml import VocabularyError
from engine.code.vocabulary import load_vocabulary, with_local_words
from engine.errors import ReadError
from engine.read.coded import ASKED, READ
from engine.report.codedbook import render_workbook
from engine.report.coding import render_coding
from engine.report.learning import render_words
from engine.sidesheet import SideSheet
from engine.timeline import Event, Person, Status

VOCABULARY = load_vocabulary()
PEOPLE = SideSheet(people=(Person("maya", "child", ("Maya",)), Person("tom", "child", ("Tom",))))
ROWS = (
    "Date,Agency,Event\n"
    "01/02/2022,Health Visiting,Set peepers on the wee one at last.\n"
    "03/02/2022,Housing,Officer closed the case of the electric meter and left.\n"
    "05/02/2022,Children's Social Care,Home visit. Tom seen.\n"
)
HEADER = (*READ, *ASKED)
WORDS = "Set peepers on the wee one"


def the_case(folder: Path) -> ReadCase:
    path = folder / "case.csv"
    path.write_text(ROWS, "utf-8")
    return read_case([path], VOCABULARY, PEOPLE)


def the_workbook(folder: Path, *edits: tuple[int, str, dict[str, str]]) -> Path:
    """The workbook of the case with lines of its sheet of readings filled in: (row, kind read, cells)."""
    path = folder / "coded.xlsx"
    path.write_bytes(render_workbook(the_case(folder), tuple(sorted(VOCABULARY.kinds))))
    book = load_workbook(path)
    sheet = book["Readings"]
    for row, kind, cells in edits:
        lines = [
            line
            for line in range(2, sheet.max_row + 1)
            if sheet.cell(line, 1).value == row and (sheet.cell(line, HEADER.index("kind") + 1).value or "") == kind
        ]
        line = lines[0] if lines else sheet.max_row
        if not lines:
            sheet.cell(line, 1).value = row
        for name, value in cells.items():
            sheet.cell(line, HEADER.index(name) + 1).value = value
    book.save(path)
    return path


def told(read: ReadCase, row: int) -> list[Event]:
    return [event for event in read.case.events if event.row.number == row and event.reader != "screen"]


def test_a_workbook_that_nobody_touched_reads_as_the_chronology_did(tmp_path):
    before = the_case(tmp_path)
    after = read_case([the_workbook(tmp_path)], VOCABULARY, PEOPLE)
    assert after.corrected == ()
    shown = [
        [(e.row.number, e.kind, e.status, e.about, dict(e.attributes), e.when, e.agency) for e in one.case.events]
        for one in (before, after)
    ]
    assert shown[0] == shown[1]


def test_what_was_called_wrong_is_not_used_and_is_kept_apart(tmp_path):
    assert [event.kind for event in told(the_case(tmp_path), 3)] == ["case_closed"]
    path = the_workbook(tmp_path, (3, "case_closed", {"right or wrong": "wrong"}))
    read = read_case([path], VOCABULARY, PEOPLE)
    assert told(read, 3) == []
    assert [(one.was.kind, one.now) for one in read.corrected if one.was] == [("case_closed", None)]


def test_corrections_are_shown_apart_from_what_was_read(tmp_path):
    path = the_workbook(
        tmp_path,
        (3, "case_closed", {"right or wrong": "wrong"}),
        (2, "nothing", {"kind should be": "sighting", "words that tell it": WORDS}),
    )
    read = read_case([path], VOCABULARY, PEOPLE)
    shown = render_coding(read, 100, professionals=True)
    assert "corrected by hand" in shown
    assert "by hand: not case closed" in shown
    assert any("2 of its readings were corrected by hand" in str(warning) for warning in read.warnings)


def test_what_was_not_read_is_added_as_the_person_says(tmp_path):
    added = {"kind should be": "sighting", "about should be": "maya", "words that tell it": WORDS}
    read = read_case([the_workbook(tmp_path, (2, "nothing", added))], VOCABULARY, PEOPLE)
    (seen,) = [event for event in told(read, 2) if event.reader == "correction"]
    assert (seen.kind, seen.status, seen.about, seen.certain) == ("sighting", Status.HAPPENED, ("maya",), True)
    assert seen.agency == "Health Visiting"


def test_a_reading_can_be_changed_in_one_point(tmp_path):
    path = the_workbook(tmp_path, (4, "sighting", {"status should be": "planned"}))
    read = read_case([path], VOCABULARY, PEOPLE)
    (seen,) = [event for event in told(read, 4) if event.kind == "sighting"]
    assert (seen.status, seen.about, seen.reader) == (Status.PLANNED, ("tom",), "correction")


def test_the_words_a_person_names_become_wording_to_read_and_edit(tmp_path):
    words = {"kind should be": "sighting", "about should be": "maya", "words that tell it": WORDS}
    path = the_workbook(tmp_path, (2, "nothing", words), (3, "case_closed", {"right or wrong": "wrong"}))
    text = render_words(read_case([path], VOCABULARY, PEOPLE))
    assert "kind: sighting" in text
    assert "set peepers on the wee one" in text
    learnt = tmp_path / "words.yaml"
    learnt.write_text(text, "utf-8")
    again = tmp_path / "case.csv"
    local = with_local_words(VOCABULARY, [learnt])
    kinds = {event.kind for event in told(read_case([again], local, PEOPLE), 2)}
    assert "sighting" in kinds
    assert "sighting" not in {event.kind for event in told(the_case(tmp_path), 2)}


def test_names_do_not_go_into_the_learnt_wording(tmp_path):
    words = {"kind should be": "sighting", "words that tell it": "saw wee Tom through the hedge"}
    text = render_words(read_case([the_workbook(tmp_path, (2, "nothing", words))], VOCABULARY, PEOPLE))
    assert "kidname" in text
    assert "tom" not in text.lower().replace("kidname", "")


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"right or wrong": "maybe"}, "right"),
        ({"status should be": "done"}, "not a status"),
    ],
)
def test_what_cannot_be_understood_is_one_sentence_with_its_place(tmp_path, cells, says):
    path = the_workbook(tmp_path, (4, "visit", cells))
    with pytest.raises(ReadError, match=says) as wrong:
        read_case([path], VOCABULARY, PEOPLE)
    assert "sheet Readings" in str(wrong.value)
    assert "Tom" not in str(wrong.value)


def test_a_correction_of_a_row_or_kind_there_is_not_is_said_and_not_used(tmp_path):
    path = the_workbook(tmp_path, (4, "visit", {"kind should be": "picnic"}), (99, "x", {"kind should be": "sighting"}))
    read = read_case([path], VOCABULARY, PEOPLE)
    assert read.corrected == ()
    assert sum("correction" in str(warning) for warning in read.warnings) == 2


def test_the_same_case_gives_the_same_workbook(tmp_path):
    kinds = tuple(sorted(VOCABULARY.kinds))
    assert render_workbook(the_case(tmp_path), kinds) == render_workbook(the_case(tmp_path), kinds)


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    path = tmp_path / "case.csv"
    path.write_text('Date,Agency,Event\n01/02/2022,School,"=HYPERLINK(""x"")"\n', "utf-8")
    book = tmp_path / "coded.xlsx"
    book.write_bytes(render_workbook(read_case([path], VOCABULARY, PEOPLE), ("visit",)))
    cell = load_workbook(book)["Chronology"]["C2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("x")', "s")


def test_the_command_writes_the_workbook_and_learns_from_it(tmp_path):
    the_case(tmp_path)
    run = CliRunner()
    book, words = tmp_path / "coded.xlsx", tmp_path / "words.yaml"
    assert run.invoke(flag, ["code", str(tmp_path / "case.csv"), "--output", str(book)]).exit_code == 0
    assert run.invoke(flag, ["code", "--learn", str(book), "--output", str(words)]).exit_code == 0
    assert "words: []" in words.read_text("utf-8")
    assert run.invoke(flag, [str(book), "--words", str(words)]).exit_code == 0
    missing = run.invoke(flag, [str(book), "--words", str(tmp_path / "none.yaml")])
    assert missing.exit_code == 2
    assert "There is no such file of local words" in missing.output


def test_a_glossary_says_what_an_abbreviation_stands_for_in_this_case(tmp_path):
    path = tmp_path / "case.csv"
    path.write_text("Date,Agency,Event\n01/02/2022,Health Visiting,ZQ today.\n", "utf-8")
    plain = read_case([path], VOCABULARY, PEOPLE)
    assert not [event for event in plain.case.events if event.kind == "visit"]
    known = read_case([path], with_local_words(VOCABULARY, [], {"ZQ": "no access visit"}), PEOPLE)
    (visit,) = [event for event in known.case.events if event.kind == "visit"]
    assert (visit.attributes["outcome"], visit.quote) == ("no access", "ZQ")


def test_mistakes_in_local_words_are_told_with_their_line(tmp_path):
    words = tmp_path / "words.yaml"
    words.write_text("words:\n  - kind: picnic\n    phrases: [sandwiches]\n", "utf-8")
    with pytest.raises(VocabularyError, match="no kind called picnic"):
        with_local_words(VOCABULARY, [words])
