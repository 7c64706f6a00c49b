"""Workbooks as case systems and people write them: real dates, merged cells, formulas, sheets of other things."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from packages import cells, excel

from engine.errors import ReadError
from engine.read.files import is_note, read_file, read_sources
from engine.rows import Source


def book(path: Path, *rows: list[Any], change: Any = None, more: dict[str, list[list[Any]]] | None = None) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Chronology"
    for row in rows:
        sheet.append(row)
    for name, lines in (more or {}).items():
        other = workbook.create_sheet(name)
        for line in lines:
            other.append(line)
    if change is not None:
        change(sheet)
    workbook.save(path)
    return path


HEADER = ["Date", "Agency", "Event", "Child seen"]


def said(source: Source) -> str:
    return "\n".join(map(str, source.warnings))


def test_a_date_reads_as_the_cell_shows_it(tmp_path: Path) -> None:
    """Excel keeps "Mar 2021" as the first of March: only the format tells that no day was written."""

    def formats(sheet: Any) -> None:
        for row, pattern in enumerate(
            ("dd/mm/yyyy", "mmm-yy", "yyyy", "d-mmm", "dd/mm/yyyy hh:mm", "[$-809]dd mmmm yyyy"), 2
        ):
            sheet.cell(row, 1).number_format = pattern

    days = [datetime(2021, 3, 12)] * 4 + [datetime(2021, 3, 12, 14, 30), date(2021, 3, 12)]
    rows = [[day, "HV", "Visit"] for day in days] + [["mid-March 2021", "HV", "Visit"], [44267, "HV", "Visit"]]
    source = read_file(book(tmp_path / "case.xlsx", HEADER, *rows, change=formats))
    assert [row.cell("date") for row in source.rows] == [
        "12/03/2021", "March 2021", "2021", "12 March", "12/03/2021 14:30", "12/03/2021", "mid-March 2021", "44267",
    ]  # fmt: skip


def test_title_rows_empty_rows_and_numbers_are_as_excel_counts_them(tmp_path: Path) -> None:
    above = [["Chronology for panel"], [], ["Name of Child", "Ava"], HEADER]
    below = [["1/2/2022", "HV", "a"], [], [None, None, None], ["3/2/2022", "SW", 12.0, True]]
    path = book(tmp_path / "case.xlsx", *above, *below)
    source = read_file(path)
    assert [row.number for row in source.rows] == [5, 8]
    assert source.preamble["Name of Child"] == "Ava"
    assert source.rows[1].cells == {"date": "3/2/2022", "agency": "SW", "event": "12", "child_seen": "TRUE"}
    assert source.header == 4
    assert source.rows[0].sheet is None


def test_merged_cells_headings_and_hidden_rows(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("B3:B4")
        sheet.merge_cells("A5:D5")
        sheet.row_dimensions[6].hidden = True
        sheet.column_dimensions["B"].hidden = True

    rows = [
        ["1/2/2022", "HV", "a"],
        ["2/2/2022", "SW", "b"],
        [None, None, "c"],
        ["2022, spring"],
        ["9/3/2022", "GP", "d"],
    ]
    source = read_file(book(tmp_path / "case.xlsx", HEADER, *rows, change=change))
    told = [(row.number, row.cell("date"), row.cell("agency"), row.cell("event")) for row in source.rows]
    assert told[1:3] == [(3, "2/2/2022", "SW", "b"), (4, "2/2/2022", "SW", "c")]
    assert [is_note(row) for row in source.rows] == [False, False, False, True, False]
    assert "row 6: this row is hidden" in said(source)
    assert "hidden columns" in said(source)


def test_formulas_give_their_last_value_and_one_without_is_said(tmp_path: Path) -> None:
    cached = '<row r="2"><c r="A2" t="str"><f>TEXT(1,2)</f><v>01/02/2022</v></c><c r="B2" t="str"><f>C9</f></c></row>'
    header = cells(1, "Date", "Event")
    path = excel(tmp_path / "case.xlsx", f"<sheetData>{header}{cached}</sheetData>")
    source = read_file(path)
    assert source.rows[0].cells == {"date": "01/02/2022"}
    assert "row 2: 1 formulas have no calculated value" in said(source)


def test_errors_links_comments_and_hidden_sheets_are_said(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["C2"].comment = openpyxl.comments.Comment("look", "me")
        sheet.sheet_state = "hidden"

    path = book(tmp_path / "case.xlsx", HEADER, ["1/2/2022", "HV", "#REF!"], change=change, more={"Notes": [["x"]]})
    source = read_file(path)
    for words in ("comments attached", "sheet is hidden", "error of Excel's"):
        assert words in said(source)


def test_struck_cells_are_kept_and_not_read(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["D2"].font = openpyxl.styles.Font(strike=True)

    source = read_file(book(tmp_path / "case.xlsx", HEADER, ["1/2/2022", "HV", "Visit", "Y"], change=change))
    assert source.rows[0].cells == {"date": "1/2/2022", "agency": "HV", "event": "Visit"}
    assert source.rows[0].other == {"struck through": "Y"}


@pytest.mark.filterwarnings("error")
def test_a_day_that_excel_cannot_have_is_an_error_and_no_date(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["A2"].number_format = "dd/mm/yyyy"

    source = read_file(book(tmp_path / "case.xlsx", HEADER, [99999999, "HV", "Visit"], change=change))
    assert source.rows[0].cell("date") == "#VALUE!"
    assert "error of Excel's" in said(source)


def test_american_settings_leave_a_trace_that_is_said(tmp_path: Path) -> None:
    rows = [[datetime(2022, month, 3), "HV", "a"] for month in range(1, 7)]
    rows += [[f"{day}/02/2022", "HV", "b"] for day in (14, 21, 28)]
    assert "may have been swapped" in said(read_file(book(tmp_path / "case.xlsx", HEADER, *rows)))


def test_several_sheets_are_several_chronologies_and_other_sheets_are_said(tmp_path: Path) -> None:
    more = {
        "Police": [["Date", "Details"], ["3/2/2022", "Called out"]],
        "People": [["Name", "Role", "DOB"], ["Ava", "child", "12/04/2020"]],
        "Abbreviations": [["Abbreviation", "Meaning"], ["HV", "Health Visitor"]],
        "Cover": [["Multi-agency chronology"]],
        "Empty": [],
        "Overflow": [["4/2/2022", "Called out again"], ["5/2/2022", "And again"]],
    }
    sources = read_sources(book(tmp_path / "case.xlsx", HEADER, ["1/2/2022", "HV", "a"], more=more))
    assert [source.part for source in sources] == ["sheet Chronology", "sheet Police"]
    assert [(row.number, row.sheet) for row in sources[1].rows] == [
        (2, "sheet Police"), (1, "sheet Overflow"), (2, "sheet Overflow"),
    ]  # fmt: skip
    for words in (
        "sheet People: this is a list",
        "sheet Abbreviations: this is a list",
        "sheet Cover: there are only titles",
    ):
        assert words in said(sources[0])
    assert "read as its continuation" in said(sources[1])


def test_a_combined_sheet_beside_those_it_was_made_from_is_said(tmp_path: Path) -> None:
    rows = [[f"{day}/2/2022", "HV", f"Visit {day}"] for day in range(1, 6)]
    sources = read_sources(
        book(tmp_path / "case.xlsx", HEADER, *rows, more={"Combined": [HEADER, *rows, ["9/2/2022", "GP", "x"]]})
    )
    assert "sheet Combined: 5 of its rows stand word for word in sheet Chronology" in said(sources[0])


def test_a_claim_of_a_million_columns_is_not_believed_and_a_cell_there_is_refused(tmp_path: Path) -> None:
    rows = cells(1, "Date", "Event") + cells(2, "01/02/2022", "Visit")
    claim = f'<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>'
    assert len(read_file(excel(tmp_path / "claim.xlsx", claim)).rows) == 1
    far = f'<sheetData>{rows}<row r="3"><c r="XFD3"><v>1</v></c></row></sheetData>'
    with pytest.raises(ReadError, match="column 500"):
        read_file(excel(tmp_path / "far.xlsx", far))
    deep = f'<sheetData>{rows}<row r="200001"><c r="A200001"><v>1</v></c></row></sheetData>'
    with pytest.raises(ReadError, match=r"row 200,000.*CSV"):
        read_file(excel(tmp_path / "deep.xlsx", deep))


def test_sheets_with_only_titles_are_refused_by_name_of_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="only titles"):
        read_file(book(tmp_path / "case.xlsx", ["Chronology"], more={"Two": [["Part two"]]}))
    with pytest.raises(ReadError, match="No header row"):
        read_file(book(tmp_path / "one.xlsx", ["Chronology"]))
    with pytest.raises(ReadError, match="empty"):
        read_file(book(tmp_path / "none.xlsx"))
