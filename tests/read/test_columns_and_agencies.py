"""What columns were taken for and whose rows they are: decided sensibly, said, and put right by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import flag
from engine.code.vocabulary import Vocabulary
from engine.errors import ReadError, UsageError
from engine.pack import load_pack
from engine.read.columns import lay_out
from engine.read.files import read_file
from engine.rows import Source
from engine.whose import named_in, with_agencies

SECRET = "Zebedee"


def table(path: Path, *rows: list[str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def run(*words: str) -> Result:
    return CliRunner().invoke(flag, list(words), catch_exceptions=False)


def said(source: Source) -> str:
    return "\n".join(map(str, source.warnings))


# Columns.


def test_a_date_column_of_reference_numbers_gives_way_to_the_column_of_dates(tmp_path: Path) -> None:
    rows = [[f"CH/2022/00{n}", f"0{n}/02/2022", "Visit"] for n in range(1, 6)]
    source = read_file(table(tmp_path / "a.csv", ["Date", "Logged", "Event"], *rows))
    assert source.rows[0].cells == {"reference": "CH/2022/001", "date": "01/02/2022", "event": "Visit"}
    assert "column 1 is headed as the date but its cells are no dates; column 2" in said(source)
    kept = read_file(tmp_path / "a.csv", columns={"Date": "date"})
    assert kept.rows[0].cell("date") == "CH/2022/001"


def test_dates_under_no_header_at_all_are_found(tmp_path: Path) -> None:
    source = read_file(
        table(tmp_path / "a.csv", ["", "Event", "Agency"], ["1/2/2022", "a", "HV"], ["next day", "b", "HV"])
    )
    assert source.rows[1].cell("date") == "next day"
    assert "no header says when it happened; column 1" in said(source)


def test_sentences_under_an_unknown_header_are_what_happened(tmp_path: Path) -> None:
    text = "Home visit by the health visitor, nobody answered the door."
    source = read_file(table(tmp_path / "a.csv", ["Date", "Kto", "Zdarzenie"], ["1/2/2022", "HV", text]))
    assert source.rows[0].cell("event") == text
    assert "column 3, which holds sentences" in said(source)


def test_a_column_of_times_without_a_header_beside_the_dates(tmp_path: Path) -> None:
    rows = [["1/2/2022", "10:30", "a"], ["2/2/2022", "2pm", "b"]]
    assert read_file(table(tmp_path / "a.csv", ["Date", "", "Event"], *rows)).rows[1].cell("time") == "2pm"


def test_of_two_headers_the_first_is_used_and_the_second_begins_a_table(tmp_path: Path) -> None:
    source = read_file(
        table(
            tmp_path / "a.csv",
            ["Date", "Event"], ["1/2/2022", "Visit"], [],
            ["Date", "Agency", "Details", "Outcome"], ["3/2/2022", "Police", "Called", "NFA"],
        )
    )  # fmt: skip
    assert [row.cells for row in source.rows] == [
        {"date": "1/2/2022", "event": "Visit"},
        {"date": "3/2/2022", "agency": "Police", "event": "Called", "action": "NFA"},
    ]
    assert "row 4: another header begins here" in said(source)


def test_of_two_header_rows_together_the_fuller_is_used_and_it_is_said(tmp_path: Path) -> None:
    above, header = ["Dates", "Events", ""], ["Date", "Event", "Agency", "Outcome"]
    source = read_file(table(tmp_path / "a.csv", above, header, ["1/2/2022", "Visit", "HV", "NFA"]))
    assert source.header == 2
    assert "row 1 looks like a header as well" in said(source)


def test_entries_above_the_header_are_said(tmp_path: Path) -> None:
    lines = [["1/2/2022", "Visit to the family at home"], ["Date", "Event"], ["2/2/2022", "Call"]]
    assert "1 rows above the header look like entries" in said(read_file(table(tmp_path / "a.csv", *lines)))


def test_reasons_in_a_merged_cell_are_the_rationale_only_where_they_are_given(tmp_path: Path) -> None:
    header = ["Date", "Event", "Action taken (including reasons for decisions) and Outcomes"]
    rows = [
        ["1/2/2022", "Referral", "NFA because the threshold was not met. Closed."],
        ["2/2/2022", "Referral", "NFA."],
    ]
    source = read_file(table(tmp_path / "a.csv", header, *rows))
    assert source.rows[0].cell("rationale") == "the threshold was not met"
    assert source.rows[0].cell("action").startswith("NFA because")
    assert source.rows[1].cell("rationale") == ""
    assert source.mapping[2].columns == ("action", "rationale")


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Action and reasons", ("action", "rationale")),
        ("Decisions and outcomes including rationale", ("action", "rationale")),
        ("Decision and rationale", ("action", "rationale")),
        ("Reasons for the decision", ("rationale",)),
        ("Reason", ("rationale",)),
        ("Outcome", ("action",)),
    ],
)
def test_headers_of_action_and_reason(tmp_path: Path, header: str, columns: tuple[str, ...]) -> None:
    source = read_file(table(tmp_path / "a.csv", ["Date", "Event", header], ["1/2/2022", "x", "y"]))
    assert source.mapping[2].columns == columns


def test_a_seen_column_for_each_child_is_read_of_that_child(tmp_path: Path) -> None:
    header = ["Date", "Event", "Ava seen?", "Child B seen"]
    source = read_file(
        table(tmp_path / "a.csv", header, ["1/2/2022", "Visit", "Y", "N"], ["2/2/2022", "Visit", "", "asleep"])
    )
    assert [row.cell("child_seen") for row in source.rows] == ["Ava - Y; Child B - N", "Child B - asleep"]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Date|Source of information (agency/person)|Summary of significant event", "date|source|event"),
        ("Date & Time|Professional|Significant Information|Response/Outcome", "date|recorded_by|event|action"),
        ("Contact Date|Contact Type|Seen By|Seen Alone|Notes", "date|category||child_seen_alone|event"),
        ("Date of contact|Details of contact, including who was seen", "date|event"),
        ("Occurred On|Entered By|Note Type|Note Text", "date|recorded_by|category|event"),
        ("Case Note Date|Case Note Details|Created Date|Significant Event?", "date|event|recorded|"),
        ("Week commencing|Event|What did you do?", "date|event|action"),
    ],
)
def test_headers_of_systems_not_in_the_table(header: str, columns: str) -> None:
    assert "|".join(lay_out(header.split("|")).columns) == columns


def test_columns_by_hand_either_way_round_joined_or_ignored(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ["Jour", "Quoi", "Date", "Suite"], ["1/2/2022", "Visit", "x", "NFA because safe"])
    for columns in (
        {"Jour": "date", "Quoi": "event", "Suite": "action+rationale"},
        {"date": "jour", "event": "Quoi", "suite": "action"},
    ):
        source = read_file(path, columns=columns)
        assert source.rows[0].cells["date"] == "1/2/2022"
        assert source.rows[0].other["Date"] == "x"
    assert read_file(path, columns={"Quoi": "event", "Date": "ignore", "Jour": "date"}).columns["Date"] == ""
    with pytest.raises(UsageError, match="ignore"):
        read_file(path, columns={"Jour": "datum"})
    with pytest.raises(ReadError, match="as it stands"):
        read_file(path, columns={"Jour": "date", "Nowhere": "event", "Quoi": "event"})


def test_columns_are_shown_on_request_and_no_row_is(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv",
        ["Date it was", "Weather", "Event", "Actions and reasons"],
        ["1/2/2022", SECRET, SECRET, SECRET],
    )
    shown = run("columns", str(path), "--columns", "Event=event")
    assert shown.exit_code == 0
    assert SECRET not in shown.output
    for words in (
        "header in row 1",
        "by the words of the header",
        "said by hand",
        "kept, not used: Weather",
        "rationale",
    ):
        assert words in shown.output
    assert run(str(path), "--columns", "Date it was=date,Event=event").exit_code == 0


def test_a_side_sheet_names_columns(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ["Jour", "Quoi"], ["1/2/2022", "Home visit. No access gained."])
    assert run(str(path)).exit_code == 2
    (tmp_path / "a.yaml").write_text("columns:\n  Jour: date\n  Quoi: event\n", encoding="utf-8")
    assert run(str(path)).exit_code == 0
    (tmp_path / "a.yaml").write_text(f"columns:\n  Jour: {SECRET}\n", encoding="utf-8")
    wrong = run(str(path))
    assert wrong.exit_code == 2
    assert "a.yaml, line 2" in wrong.stderr
    assert SECRET not in wrong.stderr


def test_marks_that_nobody_sees_hide_no_header_and_no_date(tmp_path: Path) -> None:
    header = ["\ufeffDa\u00adte", "\u200eEvent\u200b", "Child\u00a0seen"]
    source = read_file(table(tmp_path / "a.csv", header, ["\u200e12/03/2021\u200f", "No acc\u00adess \u202eX", "N"]))
    assert source.rows[0].cells == {"date": "12/03/2021", "event": "No access X", "child_seen": "N"}
    assert "row 2: invisible characters" in said(source)
    joined = "\U0001f469\u200d\U0001f467 می\u200cشود"
    assert read_file(table(tmp_path / "b.csv", ["Date", "Event"], ["1/2/2022", joined])).rows[0].cell("event") == joined


def test_welsh_is_read_and_polish_of_another_code_page_is_warned_of(tmp_path: Path) -> None:
    welsh = table(
        tmp_path / "a.csv", ["Dyddiad", "Asiantaeth", "Digwyddiad"], ["1/2/2022", "Heddlu", "Ymweliad â’r tŷ."]
    )
    assert read_file(welsh).rows[0].cell("event") == "Ymweliad â’r tŷ."
    path = tmp_path / "b.csv"
    path.write_bytes("Date,Event\n1/2/2022,Wizyta domowa - ojciec był nieobecny\n".encode("cp1250"))
    assert "--encoding" in said(read_file(path))
    assert read_file(path, encoding="cp1250").rows[0].cell("event").endswith("był nieobecny")


def test_notes_and_doubtful_dates_of_chronolator(tmp_path: Path) -> None:
    rows = [
        ["?22.05.16", "HV1 diary", "Visit"],
        ["01/01/0100", "#Author", "Look here"],
        ["# a note over the row", "", ""],
    ]
    source = read_file(table(tmp_path / "a.csv", ["Start Date", "Source of Information", "Event"], *rows))
    assert [row.other.get("note", "") for row in source.rows] == ["", "yes", "yes"]


# Agencies.


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_pack().vocabulary


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("police", "Police"), ("Health Visiting chronology", "Health Visiting"), ("GP", "GP"), ("Ava", ""),
        ("HV_chronology_final v2", "Health Visiting"), ("Oak Lane Primary School", "School"), ("multi-agency", ""),
        ("csc", "Children's Social Care"), ("chronology", ""),
        ("Children’s Social Care - Ava", "Children's Social Care"),
        ("police and health visitor", ""), ("Family A chronology", ""), ("Church Lane", ""), ("response plan", ""),
    ],
)  # fmt: skip
def test_an_agency_in_a_name(vocabulary: Vocabulary, name: str, agency: str) -> None:
    assert named_in(name, vocabulary.agencies) == agency


def test_the_agency_of_a_file_is_said_and_put_right_by_hand(tmp_path: Path) -> None:
    police = table(tmp_path / "police.csv", ["Date", "Event"], ["1/2/2022", "Home visit. No access gained."])
    other = table(tmp_path / "other.csv", ["Date", "Event"], ["2/2/2022", "Home visit. No access gained."])
    told = run(str(police), str(other), "--agency", "other.csv=Housing")
    assert told.exit_code == 0
    assert "Rows from: Housing" in told.output
    assert "taken as Police's, from the file's name" in " ".join(told.output.split())
    assert "Rows from: GP" in run(str(police), "--agency", "GP").output
    for words in (("--agency", "none.csv=GP"), ("--agency", "GP", "--agency", "HV"), ("--agency", "=GP")):
        wrong = run(str(police), *words)
        assert wrong.exit_code == 2
        assert "FILE=NAME" in wrong.stderr


def test_a_merged_source_names_its_agency_and_a_single_agencys_source_does_not(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    header = ["Date", "Source", "Event"]
    merged = [
        ["1/2/2022", "Health Visitor HV1 diary", "a"],
        ["2/2/2022", "Police PPN", "b"],
        ["3/2/2022", "minutes", "c"],
    ]
    source, told = with_agencies(read_file(table(tmp_path / "police-led.csv", header, *merged)), vocabulary)
    assert [row.cell("agency") for row in source.rows] == ["Health Visiting", "Police", ""]
    assert "beginning of the source" in str(told[0])
    alone = [["1/2/2022", "Referral from school", "a"], ["2/2/2022", "PPN", "b"]]
    source, told = with_agencies(read_file(table(tmp_path / "police.csv", header, *alone)), vocabulary)
    assert {row.cell("agency") for row in source.rows} == {"Police"}


def test_a_column_for_each_agency_is_a_row_for_each_filled_cell(tmp_path: Path) -> None:
    header = ["Date", "Police", "Agency Information – Health", "Education", "Comment"]
    rows = [
        ["1/2/2022", "Called out", "", "Absent", "x"],
        ["2/2/2022", "", "Visit", "", ""],
        ["3/2/2022", "", "", "", "y"],
    ]
    source = read_file(table(tmp_path / "a.csv", header, *rows))
    told = [(row.number, row.sheet, row.cell("agency"), row.cell("event")) for row in source.rows]
    assert told == [
        (2, "column Police", "Police", "Called out"), (2, "column Education", "Education", "Absent"),
        (3, "column Health", "Health", "Visit"), (4, None, "", ""),
    ]  # fmt: skip
