"""Files as they arrive from agencies: read as a person sees them, or refused in one clear sentence."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import FlagError, ReadError, UsageError
from engine.read.columns import HEADERS, known, lay_out, sensible
from engine.read.files import is_note, read_file
from engine.read.grid import visible
from engine.rows import COLUMNS, Source

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to(content: str | bytes, name: str = "ava.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return to


SMALL = "Date,Agency,Event\n12/03/2021,HV,Home visit\n"


def test_rows_are_numbered_as_excel_shows_them(write: Write) -> None:
    source = read_file(
        write(
            "Name of Child:,Ava,,\nDOB:,12/04/2020,,\n,,,\n"
            "Date,Source,Significant Event,Analysis\n"
            '12/04/2020,HV diary,"Birth.\nSecond line, same cell.",\n'
            ",,,\n\n"
            "13/04/2020,SW,Visit,A comment\n"
        )
    )
    assert [row.number for row in source.rows] == [5, 8]
    assert source.rows[0].cell("event") == "Birth.\nSecond line, same cell."
    assert source.rows[1].cell("commentary") == "A comment"
    assert source.preamble == {"Name of Child": "Ava", "DOB": "12/04/2020"}
    assert source.warnings == ()


def test_labels_above_with_their_values_below_are_kept(write: Write) -> None:
    source = read_file(write("Chronology for panel\nName of Child,DOB\nAva,12/04/2020\n" + SMALL))
    assert source.preamble == {"row 1": "Chronology for panel", "Name of Child": "Ava", "DOB": "12/04/2020"}


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_separator_and_line_ending_is_found(write: Write, mark: str, ending: str) -> None:
    text = 'Date|Agency|Event\n12/03/2021|HV|"Visit, with; both\tmarks | inside"\n'
    text = (
        text.replace("|", mark, 2)
        .replace("12/03/2021|HV|", f"12/03/2021{mark}HV{mark}")
        .replace("\n", ending)
    )
    row = read_file(write(text)).rows[0]
    assert (row.number, row.cell("agency")) == (2, "HV")
    assert row.cell("event") == "Visit, with; both\tmarks | inside"


def test_excels_own_separator_line_is_not_a_row(write: Write) -> None:
    assert read_file(write("sep=;\r\nDate;Event\r\n12/03/2021;Visit\r\n")).rows[0].number == 2


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"), ("cp1252", "cp1252"),
    ],
)  # fmt: skip
def test_the_encodings_of_uk_systems_read_exactly(write: Write, encoding: str, named: str) -> None:
    words = "Zoë’s mother said “£40” – café"
    source = read_file(write(f"Date,Event\n12/03/2021,{words}\n".encode(encoding)))
    assert source.rows[0].cell("event") == words
    assert source.encoding == named
    assert bool(source.warnings) == (encoding == "cp1252")


def test_mixed_encodings_give_a_warning_and_still_a_result(write: Write) -> None:
    source = read_file(write("Date,Event\n12/03/2021,Zoë\n13/03/2021,".encode() + b"caf\xe9 \x81\n"))
    assert [row.cell("event") for row in source.rows] == ["Zoë", "café \ufffd"]
    assert source.encoding == "utf-8 and cp1252"
    assert source.warnings[0].place is not None
    assert source.warnings[0].place.line == 3
    told = read_file(write(b"Date,Event\n12/03/2021,caf\x82\n"), encoding="cp850")
    assert told.rows[0].cell("event") == "café"


def test_nul_characters_are_left_out_with_a_warning(write: Write) -> None:
    source = read_file(write(b"Date,Event\n12/03/2021,vi\0sit\n" + b"13/03/2021,home visit made\n" * 9))
    assert source.rows[0].cell("event") == "visit"
    assert "NUL" in str(source.warnings[0])


# Columns.


def test_every_header_in_the_table_has_one_meaning() -> None:
    headers = [header for group in HEADERS.values() for header in group]
    assert len(headers) == len(set(headers))
    assert set(HEADERS) <= set(COLUMNS)
    assert all(known(header.upper() + ":") == column for column, group in HEADERS.items() for header in group)


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ("Start Date|Start Time|End Date|Source of Information|What happened",
         "date|time|date_end|source|event"),
        ("Date or Period of Event|Review|Significant Event|Source|Impact (Either Positive or Negative)|"
         "Action Taken to Mitigate Adverse Impact on Child",
         "date|commentary|event|source|commentary|action"),
        ("serial number|date|event-detail|witness or document reference (where applicable)",
         "reference|date|event|source"),
        ("Date of incident/concern: (DD MM YY)|Incident / concern (who what where when)|"
         "Action taken (including reasons for decisions) and Outcomes|Signature of DSL|Date (DD MM YY)",
         "date|event|action|recorded_by|recorded"),
        ("Date of Visit|Child Seen|Child Seen Alone|Child Bedroom Seen|Details",
         "date|child_seen|child_seen_alone|bedroom_seen|event"),
        ("Date and time|Submitted by|Record Type|Other Students Involved|Details",
         "date|recorded_by|category|child|event"),
        ("Date of the visit made|Was any child seen alone?|Event / contact details|Age|Date of birth",
         "date|child_seen_alone|event||"),
        ("Date visit took place|Agency / Organisation name|Summary of the contact|Action & outcome agreed",
         "date|agency|event|action"),
    ],
)  # fmt: skip
def test_templates_in_use_are_understood(headers: str, wanted: str) -> None:
    assert "|".join(lay_out(headers.split("|")).columns) == wanted.replace(
        "recorded|child_seen_alone|", "date|child_seen_alone|"
    )


def test_an_unseen_header_is_matched_sensibly_and_recorded(write: Write) -> None:
    source = read_file(write("Date it occurred,Event as told by worker,Weather\n12/03/2021,Visit,rain\n"))
    assert source.columns == {
        "Date it occurred": "date",
        "Event as told by worker": "event",
        "Weather": "",
    }
    assert source.rows[0].other == {"Weather": "rain"}
    assert sensible("x" * 200) == ""


def test_columns_can_be_named(write: Write) -> None:
    path = write("Jour,Quoi,Date\n12/03/2021,Visit,x\n")
    source = read_file(path, columns={"Date": "jour", "event": "Quoi"})
    assert source.rows[0].cells == {"date": "12/03/2021", "event": "Visit"}
    assert source.rows[0].other == {"Date": "x"}
    with pytest.raises(UsageError):
        read_file(path, columns={"Datum": "Jour"})
    with pytest.raises(ReadError):
        read_file(path, columns={"date": "Nowhere", "event": "Quoi"})


@pytest.mark.parametrize(
    "above",
    [
        "Date:,12/03/2022,,\nEvent:,Panel meeting,,\n",
        "Chronology of significant events and dates,,,\n",
        "Date,12/03/2022,Agency,Police\n",
        "Name of Child,DOB,,\nAva,12/04/2020,,\n",
    ],
)
def test_what_stands_above_is_not_taken_for_the_header(write: Write, above: str) -> None:
    source = read_file(write(above + "When it took place,Agency,What\n12/03/2021,HV,Visit\n"))
    assert source.rows[-1].cells == {"date": "12/03/2021", "agency": "HV", "event": "Visit"}
    assert len(source.rows) == 1


def test_a_row_below_is_not_taken_for_the_header(write: Write) -> None:
    with pytest.raises(ReadError, match="what happened"):
        read_file(write("Date,Agency,Blah\nNo date given,Contact,incident at home\n"))


def test_a_repeated_header_is_skipped_and_told(write: Write) -> None:
    source = read_file(write(SMALL + "Date,Agency,Event\n13/03/2021,SW,Call\n"))
    assert [row.number for row in source.rows] == [2, 4]
    assert "row 3" in str(source.warnings[0])


def test_duplicate_headers_are_both_kept(write: Write) -> None:
    source = read_file(write("Date,Event,Event,Worker,Worker\n12/03/2021,Visit,Call,A,B\n"))
    assert source.rows[0].cell("event") == "Visit\nCall"
    assert source.rows[0].cell("recorded_by") == "A"
    assert source.rows[0].other == {"Worker (2)": "B"}
    assert "same header" in str(source.warnings[0])
    assert source.columns["Event (2)"] == "event"


def test_a_blank_header_beside_dates_holds_the_events(write: Write) -> None:
    source = read_file(write("DATES (removed),\n12/03/2021,Police were called\n"))
    assert source.rows[0].cell("event") == "Police were called"
    assert "no header" in str(source.warnings[0])


def test_ragged_rows_lose_nothing(write: Write) -> None:
    source = read_file(write("Date,Agency,Event\n12/03/2021,HV,Visit,extra,\n13/03/2021,SW\n"))
    assert source.rows[0].other == {"column 4": "extra"}
    assert source.rows[1].cells == {"date": "13/03/2021", "agency": "SW"}
    assert [warning.place.row for warning in source.warnings if warning.place] == [2, 3]


def test_author_notes_are_kept_and_marked(write: Write) -> None:
    source = read_file(write("Date,Source,Event\n" + "".join(f"12/03/2021,{mark}me,x\n" for mark in "#^¬~ ")))
    assert [is_note(row) for row in source.rows] == [True] * 4 + [False]
    assert source.rows[0].other["note"] == "yes"


def test_a_single_agencys_file_can_be_given_its_agency(write: Write) -> None:
    source = read_file(write("Date,Event,Agency\n12/03/2021,Visit,\n13/03/2021,Call,GP\n"), agency="HV")
    assert [row.cell("agency") for row in source.rows] == ["HV", "GP"]


# Files that cannot be read.

SECRET = "Zebedee"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "picture"),
        (b"PK\x03\x04" + b"\0" * 50, "Excel"),
        (b"%PDF-1.4", "PDF"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 50, "Excel"),
        (bytes(range(256)) * 20, "not a text file"),
        (f"{SECRET},{SECRET} fell\n1,2\n", "No header row"),
        (f"Event,Agency\n{SECRET},HV\n", "when it happened"),
        (f"Date,Agency\n12/03/2021,HV\n{SECRET},GP\n", "what happened"),
        ("Date,Event\n", "no rows"),
        ("Date,Event\n" + ",\n" * 5, "no rows"),
        (f'Date,Event\n12/03/2021,Visit\n13/03/2021,"{SECRET}\n14/03/2021,Call\n', "row 3"),
        ("Date,Event," + ",".join(f"c{k}" for k in range(10_000)) + "\n12/03/2021,Visit\n", "500 columns"),
        ("Date,Event\n12/03/2021" + f",{SECRET}" * 10_000 + "\n", "row 2"),
        ("<!DOCTYPE html><table>Date,Event</table>", "web page"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(write: Write, content: str | bytes, says: str) -> None:
    with pytest.raises(ReadError) as wrong:
        read_file(write(content))
    told = str(wrong.value)
    assert says in told
    assert told.startswith("ava.csv")
    assert wrong.value.remedy
    assert SECRET not in told
    assert "\n" not in told


def test_a_missing_file_a_folder_and_a_closed_file(write: Write, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read_file(tmp_path / "none.csv")
    with pytest.raises(ReadError, match="folder"):
        read_file(tmp_path)
    with pytest.raises(ReadError):
        read_file(Path("a\0b"))
    closed = write(SMALL, "closed.csv")
    closed.chmod(0)
    if not os.access(closed, os.R_OK):
        with pytest.raises(ReadError, match="may not read"):
            read_file(closed)


def test_an_encoding_that_does_not_fit_is_refused(write: Write) -> None:
    path = write(b"Date,Event\n12/03/2021,caf\xe9\n")
    for encoding in ("utf-8", "klingon"):
        with pytest.raises(ReadError):
            read_file(path, encoding=encoding)


def test_ten_million_characters_in_one_cell_are_read(write: Write) -> None:
    source = read_file(write(f'Date,Event\n12/03/2021,"{"x" * 10_000_000}"\n'))
    assert len(source.rows[0].cell("event")) == 10_000_000


def test_a_larger_cell_is_refused_with_its_place(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.read.table.LARGEST_CELL", 1000)
    with pytest.raises(ReadError, match="row 40"):
        read_file(write("Date,Event\n" + "12/03/2021,Visit\n" * 38 + f'13/03/2021,"{"x" * 2000}"\n'))
    with pytest.raises(ReadError, match="characters"):
        read_file(write(f'Date,Event\n13/03/2021,"{"x" * 2000}"\n'))


def test_a_stray_quotation_mark_is_told_and_loses_no_row(write: Write) -> None:
    source = read_file(write('Date,Event\n12/03/2021,"Visit" made\n13/03/2021,Call\n'))
    assert [row.number for row in source.rows] == [2, 3]
    assert "quotation mark" in str(source.warnings[0])


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_give_rows_or_one_clear_error(tmp_path: Path, data: bytes, headed: bool) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(b"Date,Event\n" + data if headed else data)
    try:
        source = read_file(path)
    except FlagError:
        return
    assert isinstance(source, Source)
    assert source.rows


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_every_filled_row_comes_back_as_written(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    import csv

    path = tmp_path / "round.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(["Date", "Agency", "Event"])
        writer.writerows([("12/03/2021", agency, event) for _, agency, event in rows])
    source = read_file(path)
    assert [row.number for row in source.rows] == list(range(2, len(rows) + 2))
    for row, (_, agency, event) in zip(source.rows, rows, strict=True):
        for cell, written in ((row.cell("agency"), visible(agency)), (row.cell("event"), visible(event))):
            assert cell == (written if written.strip() else "")
