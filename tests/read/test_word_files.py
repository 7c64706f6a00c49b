"""Word documents as people leave them: tracked changes, forms, merged cells, tables in tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from packages import p, tbl, tc, tr, word

from engine.errors import ReadError
from engine.read.files import is_note, read_file, read_sources
from engine.rows import Source

HEADER = tr("Date", "Agency", "Event", "Child seen")


def read(tmp_path: Path, *rows: str, before: str = "", after: str = "") -> Source:
    return read_file(word(tmp_path / "case.docx", before + tbl(HEADER, *rows) + after))


def said(source: Source) -> str:
    return "\n".join(map(str, source.warnings))


def test_what_was_inserted_is_read_and_what_was_deleted_is_left_out_and_said(tmp_path: Path) -> None:
    inserted = (
        '<w:p><w:r><w:t>Home visit. </w:t></w:r><w:ins w:id="1"><w:r><w:t>Ava not seen.</w:t></w:r></w:ins></w:p>'
    )
    deleted = (
        '<w:p><w:del w:id="2"><w:r><w:delText>Ava seen.</w:delText></w:r></w:del><w:r><w:t>No access.</w:t></w:r></w:p>'
    )
    moved = (
        '<w:p><w:moveFrom w:id="3"><w:r><w:t>old</w:t></w:r></w:moveFrom>'
        '<w:moveTo w:id="4"><w:r><w:t>new</w:t></w:r></w:moveTo></w:p>'
    )
    source = read(
        tmp_path,
        tr("01/02/2022", "CSC", tc(inserted)),
        tr("02/02/2022", "CSC", tc(deleted)),
        tr("03/02/2022", "CSC", tc(moved)),
        tr("04/02/2022", "CSC", "Gone", properties='<w:del w:id="5"/>'),
        tr("05/02/2022", "CSC", "Stays", properties='<w:ins w:id="6"/>'),
    )
    assert [row.cell("event") for row in source.rows] == ["Home visit. Ava not seen.", "No access.", "new", "Stays"]
    assert [row.number for row in source.rows] == [2, 3, 4, 6]
    assert "3 tracked deletions were left out" in said(source)


def test_content_controls_hold_rows_cells_and_text(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    placeholder = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here to enter text.</w:t></w:r>"
        "</w:sdtContent></w:sdt>"
    )
    text = f"<w:p>{control.format('<w:r><w:t>Visit in a control.</w:t></w:r>')}{placeholder}</w:p>"
    row = tr(control.format(tc("01/02/2022")), "HV", tc(text))
    source = read(tmp_path, control.format(row), tr("02/02/2022", "HV", tc(f"<w:p>{placeholder}</w:p>"), "N"))
    assert source.rows[0].cells == {"date": "01/02/2022", "agency": "HV", "event": "Visit in a control."}
    assert "event" not in source.rows[1].cells


@pytest.mark.parametrize(
    ("markup", "mark"),
    [
        ('<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r>'
         "<w:t>☒</w:t></w:r></w:sdtContent></w:sdt></w:p>", "☑"),
        ('<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r>'
         "<w:t>☐</w:t></w:r></w:sdtContent></w:sdt></w:p>", "☐"),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>', "✓"),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FB"/></w:r></w:p>', "✗"),
        ('<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>'
         "</w:r></w:p>", "☑"),
    ],
)  # fmt: skip
def test_a_ticked_box_is_a_tick_whatever_word_draws(tmp_path: Path, markup: str, mark: str) -> None:
    assert read(tmp_path, tr("01/02/2022", "HV", "Visit", tc(markup))).rows[0].cell("child_seen") == mark


def test_struck_text_is_kept_and_not_read(tmp_path: Path) -> None:
    struck = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>Ava seen.</w:t></w:r><w:r><w:t>No access.</w:t></w:r></w:p>"
    source = read(tmp_path, tr("01/02/2022", "HV", tc(struck)))
    assert source.rows[0].cell("event").strip() == "No access."
    assert source.rows[0].other == {"struck through": "Ava seen."}
    assert "row 2: text that is struck through" in said(source)


def test_comments_boxes_footnotes_pictures_and_hidden_text_are_said(tmp_path: Path) -> None:
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>"
        f"{p('In a box.')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"<w:txbxContent>{p('In a box.')}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    rest = (
        '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden </w:t></w:r><w:r><w:commentReference w:id="1"/></w:r>'
        "<w:r><w:t>Visit</w:t><w:footnoteReference/></w:r><w:r><w:drawing/></w:r></w:p>"
    )
    path = word(
        tmp_path / "case.docx",
        tbl(HEADER, tr("01/02/2022", "HV", tc(box)), tr("02/02/2022", "HV", tc(rest))),
        {"word/comments.xml": "<comments/>"},
    )
    source = read_file(path)
    assert [row.cell("event").strip() for row in source.rows] == ["In a box.", "hidden Visit"]
    for words in ("1 comment was not read", "1 text box", "hidden text", "1 footnote", "1 picture"):
        assert words in said(source)


def test_a_table_inside_a_cell_is_text_of_the_cell(tmp_path: Path) -> None:
    inner = tbl(tr("Ava", "seen"), tr("Ben", "not seen"))
    source = read(tmp_path, tr("01/02/2022", "HV", tc(p("Visit.") + inner + p("Left."))))
    assert source.rows[0].cell("event") == "Visit.\nAva | seen\nBen | not seen\nLeft."
    assert "1 table was read as text" in said(source)


def test_cells_merged_downwards_speak_for_each_row_and_tell_an_event_once(tmp_path: Path) -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    source = read(
        tmp_path,
        tr(tc("01/02/2022", down), tc("HV", down), tc("Visit. No access.", down), "N"),
        tr(tc("", on), tc("", on), tc("", on), "N"),
        tr("02/02/2022", "SW", "Call"),
    )
    assert [row.cell("date") for row in source.rows] == ["01/02/2022", "01/02/2022", "02/02/2022"]
    assert [row.cell("event") for row in source.rows] == ["Visit. No access.", "", "Call"]


def test_a_heading_across_the_table_is_no_event_and_a_span_shifts_no_cell(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        tr(tc("2022 - visits by health", '<w:gridSpan w:val="4"/>')),
        tr("01/02/2022", tc("HV", '<w:gridSpan w:val="2"/>'), "N"),
        tr("01/02/2022", "HV", "Visit", "N"),
        tr("Visit without a date", "Y", properties='<w:gridBefore w:val="2"/>'),
    )
    assert [is_note(row) for row in source.rows] == [True, False, False, False]
    assert source.rows[1].cells == {"date": "01/02/2022", "agency": "HV", "child_seen": "N"}
    assert source.rows[3].cells == {"event": "Visit without a date", "child_seen": "Y"}


def test_tables_between_paragraphs_and_the_childs_block_above(tmp_path: Path) -> None:
    birth = "<w:p><w:r><w:t>DOB:</w:t><w:tab/><w:t>12/04/2020</w:t></w:r></w:p>"
    block = p("Chronology for conference") + p("Name of Child: Ava") + birth
    after = p("Signed by the chair on the day of the conference.") + tbl(tr("Action", "Owner"), tr("Visit", "SW"))
    source = read(tmp_path, tr("01/02/2022", "HV", "Visit"), before=block, after=after)
    assert source.preamble["Name of Child"] == "Ava"
    assert source.preamble["DOB"] == "12/04/2020"
    assert source.rows[0].sheet == "table 1"
    assert "1 paragraph was not read as rows" in said(source)
    assert "table 2: this table was not read as a chronology" in said(source)


def test_a_table_that_only_frames_the_page_is_looked_into(tmp_path: Path) -> None:
    inner = p("Name of Child: Ava") + tbl(HEADER, tr("01/02/2022", "HV", "Visit"))
    source = read_file(word(tmp_path / "case.docx", tbl(tr(tc(inner)))))
    assert source.rows[0].cells == {"date": "01/02/2022", "agency": "HV", "event": "Visit"}
    assert source.preamble["Name of Child"] == "Ava"
    deep = "<w:tbl><w:tr><w:tc>" * 12 + tbl(HEADER) + "</w:tc></w:tr></w:tbl>" * 12
    with pytest.raises(ReadError, match="8 deep"):
        read_file(word(tmp_path / "deep.docx", deep))


def test_two_chronologies_of_different_columns_are_two(tmp_path: Path) -> None:
    other = tbl(tr("Start Date", "Details", "Outcome"), tr("03/02/2022", "Police were called", "NFA"))
    first = tbl(HEADER, tr("01/02/2022", "HV", "Visit"))
    sources = read_sources(word(tmp_path / "case.docx", first + p("Police") + other))
    assert [(source.part, source.rows[0].number) for source in sources] == [("table 1", 2), ("table 2", 2)]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (p("Only words."), "no table"),
        (tbl(tr("", ""), tr("", "")), "empty"),
        (tbl(tr("Minutes of the meeting", "")), "No header row"),
        (tbl(HEADER), "no rows"),
        (tbl(HEADER, tr("01/02/2022", "HV", tc("<w:tbl><w:tr><w:tc>" * 12 + "</w:tc></w:tr></w:tbl>" * 12))), "8 deep"),
        (tbl(HEADER, tr("01/02/2022", tc("HV", '<w:gridSpan w:val="99999999"/>'), "Visit")), "500 columns"),
    ],
)  # fmt: skip
def test_documents_that_hold_no_chronology_are_refused(tmp_path: Path, body: str, says: str) -> None:
    with pytest.raises(ReadError, match=says):
        read_file(word(tmp_path / "case.docx", body))
