"""Which cases there are, and a clear line for everything that is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_cases import CLOSED, NO_ACCESS, QUIET, long_table, three_cases, write_csv

from engine.audit.found import Found, Reading, find
from engine.audit.judging import Files, Tabled
from engine.errors import UsageError


def said(found: Found) -> str:
    return "\n".join(map(str, found.troubles))


def test_each_file_of_a_folder_is_a_case_named_by_its_place(tmp_path: Path) -> None:
    found = find([three_cases(tmp_path / "cases")], Reading())
    assert found.cases == {"maple", "north/rowan", "willow"}
    assert not found.troubles


def test_side_sheets_answers_and_hidden_files_are_no_cases(tmp_path: Path) -> None:
    folder = three_cases(tmp_path / "cases")
    (folder / "maple.yaml").write_text("case: maple\n", encoding="utf-8")
    (folder / "maple.answers.yaml").write_text("answers: []\n", encoding="utf-8")
    (folder / ".hidden.csv").write_text("x", encoding="utf-8")
    (folder / "~$maple.xlsx").write_text("x", encoding="utf-8")
    found = find([folder], Reading())
    assert found.cases == {"maple", "north/rowan", "willow"}
    assert not found.troubles


def test_a_foreign_file_and_a_stray_side_sheet_are_told(tmp_path: Path) -> None:
    folder = three_cases(tmp_path / "cases")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    (folder / "birch.yaml").write_text("case: birch\n", encoding="utf-8")
    found = find([folder], Reading())
    assert "photo.jpg: This is no kind of file that holds a chronology" in said(found)
    assert "birch.yaml: This is a side sheet beside which no chronology stands" in said(found)


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    found = find([tmp_path / "cases"], Reading())
    assert not found.cases
    assert "The folder is empty" in said(found)


def test_the_output_of_an_earlier_audit_inside_the_folder_is_not_read(tmp_path: Path) -> None:
    folder = three_cases(tmp_path / "cases")
    write_csv(folder / "audit" / "oak.csv", QUIET)
    (folder / "audit" / "audit.json").write_text("{}", encoding="utf-8")
    assert "audit/oak" not in find([folder], Reading()).cases


def test_two_files_that_claim_one_case_are_told_and_neither_is_read(tmp_path: Path) -> None:
    write_csv(tmp_path / "cases" / "maple.csv", NO_ACCESS)
    write_csv(tmp_path / "cases" / "maple.txt", QUIET)
    write_csv(tmp_path / "cases" / "willow.csv", QUIET)
    found = find([tmp_path / "cases"], Reading())
    assert found.cases == {"willow"}
    assert "case maple: It stands in 2 places (maple.csv; maple.txt) and was not read" in said(found)
    assert [given.case for given in found.given()] == ["willow"]


def test_the_files_of_a_folder_are_one_case_where_that_is_said(tmp_path: Path) -> None:
    write_csv(tmp_path / "cases" / "maple" / "police.csv", CLOSED)
    write_csv(tmp_path / "cases" / "maple" / "school.csv", QUIET)
    found = find([tmp_path / "cases"], Reading(per_folder=True))
    (given,) = found.given()
    assert isinstance(given, Files)
    assert given.case == "maple"
    assert [path.name for path in given.paths] == ["police.csv", "school.csv"]


def test_a_table_with_a_column_of_cases_holds_many(tmp_path: Path) -> None:
    table = long_table(tmp_path / "all.csv", {"17": NO_ACCESS, "18": CLOSED})
    found = find([table], Reading())
    givens = {given.case: given for given in found.given()}
    assert set(givens) == {"17", "18"}
    closed = givens["18"]
    assert isinstance(closed, Tabled)
    assert [number for number, _ in closed.tables[0].lines] == [7, 8], "rows keep the numbers they have in the table"


def test_rows_of_a_case_that_lie_apart_are_one_case(tmp_path: Path) -> None:
    rows = [("17", *NO_ACCESS[0]), ("18", *CLOSED[0]), ("17", *NO_ACCESS[1]), ("18", *CLOSED[1])]
    table = write_csv(tmp_path / "all.csv", rows, ("Case", "Date", "Agency", "Event", "Child seen"))
    lines = {
        given.case: [number for number, _ in given.tables[0].lines]
        for given in find([table], Reading()).given()
        if isinstance(given, Tabled)
    }
    assert lines == {"17": [2, 4], "18": [3, 5]}


def test_a_case_split_over_two_tables_is_told_unless_they_are_joined(tmp_path: Path) -> None:
    long_table(tmp_path / "t" / "police.csv", {"17": CLOSED, "18": CLOSED})
    long_table(tmp_path / "t" / "school.csv", {"17": QUIET})
    apart = find([tmp_path / "t"], Reading())
    assert apart.cases == {"18"}
    assert "case 17: It stands in 2 places (police.csv; school.csv)" in said(apart)
    together = find([tmp_path / "t"], Reading(join=True))
    given = next(one for one in together.given() if one.case == "17")
    assert isinstance(given, Tabled)
    assert [table.file for table in given.tables] == ["police.csv", "school.csv"]


def test_joining_tables_does_not_join_a_table_with_a_file(tmp_path: Path) -> None:
    long_table(tmp_path / "t" / "all.csv", {"maple": CLOSED, "oak": QUIET})
    write_csv(tmp_path / "t" / "maple.csv", QUIET)
    assert find([tmp_path / "t"], Reading(join=True)).cases == {"oak"}


def test_rows_without_a_case_are_counted_and_told(tmp_path: Path) -> None:
    table = long_table(tmp_path / "all.csv", {"17": CLOSED, "": QUIET})
    assert "all.csv: 2 rows name no case (the first is row 4) and were not read" in said(find([table], Reading()))


def test_a_very_long_file_without_a_column_of_cases_is_not_taken_for_one_case(tmp_path: Path) -> None:
    table = write_csv(tmp_path / "all.csv", QUIET * 3000)
    found = find([table], Reading())
    assert not found.cases
    assert "no column of cases" in said(found)
    assert "--case-column" in said(found)


def test_another_column_is_named_by_hand(tmp_path: Path) -> None:
    rows = [("A", "North", *CLOSED[0]), ("B", "South", *QUIET[0])]
    table = write_csv(tmp_path / "all.csv", rows, ("Family key", "Locality", "Date", "Agency", "Event", "Child seen"))
    found = find([table], Reading(case_column="family key", team_column="Locality"))
    assert [(given.case, given.team) for given in found.given()] == [("A", "North"), ("B", "South")]


def test_a_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = find([write_csv(tmp_path / "all.csv", QUIET)], Reading(case_column="Family key"))
    assert "No column is headed 'Family key'" in said(found)


def test_a_case_of_two_teams_is_put_under_none(tmp_path: Path) -> None:
    rows = [("A", "North", *CLOSED[0]), ("A", "South", *CLOSED[1])]
    table = write_csv(tmp_path / "all.csv", rows, ("Case", "Team", "Date", "Agency", "Event", "Child seen"))
    found = find([table], Reading(team_column="Team"))
    assert [given.team for given in found.given()] == [""]
    assert "several teams" in said(found)


def test_identifiers_that_differ_only_in_capitals_are_told(tmp_path: Path) -> None:
    table = long_table(tmp_path / "all.csv", {"A 1": CLOSED, "a1": QUIET})
    found = find([table], Reading())
    assert found.cases == {"A 1", "a1"}
    assert "differ only in capitals or spaces" in said(found)


def test_a_list_names_files_cases_and_teams(tmp_path: Path) -> None:
    three_cases(tmp_path / "cases")
    rows = [("cases/maple.csv", "M", "North"), ("cases/willow.csv", "M", "North"), ("cases/gone.csv", "G", "")]
    listed = write_csv(tmp_path / "list.csv", rows, ("File", "Case", "Team"))
    found = find([], Reading(listed=str(listed)))
    assert [(given.case, given.team) for given in found.given()] == [("M", "North")]
    assert "list.csv line 4: The file that it names is not there" in said(found)


def test_a_plain_list_of_paths(tmp_path: Path) -> None:
    three_cases(tmp_path / "cases")
    listed = tmp_path / "list.txt"
    listed.write_text("cases/maple.csv\ncases/north/rowan.csv\n", encoding="utf-8")
    assert find([], Reading(listed=str(listed))).cases == {"cases/maple", "cases/north/rowan"}


def test_a_place_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"):
        find([tmp_path / "nowhere"], Reading())


def test_the_table_of_people_says_who_is_in_a_case(tmp_path: Path) -> None:
    table = long_table(tmp_path / "all.csv", {"17": CLOSED})
    people = write_csv(
        tmp_path / "people.csv",
        [
            ("17", "elm", "", "Elm Tree; Elmy", "03/04/2019", "F"), ("17", "mo", "mother", "", "", ""),
            ("17", "elm", "", "", "", ""), ("99", "ash", "", "", "", ""), ("17", "yew", "", "", "sometime", ""),
        ],
        ("case", "pers_person_id", "role", "also", "pers_dob", "pers_sex"),
    )  # fmt: skip
    found = find([table], Reading(people=str(people)))
    (given,) = found.given()
    assert isinstance(given, Tabled)
    elm, mother, yew = given.people
    assert (elm.role, elm.names, elm.sex) == ("child", ("Elm Tree", "Elmy"), "female")
    assert elm.born is not None
    assert elm.born.exact
    assert mother.role == "mother"
    assert yew.born is None
    told = said(found)
    assert "people.csv row 4: This person stands in the case twice" in told
    assert "people.csv row 6: Its date of birth was not read" in told
    assert "names 1 cases that no rows belong to" in told


def test_a_folder_that_may_not_be_read_is_told_and_the_rest_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = three_cases(tmp_path / "cases")
    looked = Path.iterdir

    def refused(self: Path) -> object:
        if self.name == "north":
            raise PermissionError
        return looked(self)

    monkeypatch.setattr(Path, "iterdir", refused)
    found = find([folder], Reading())
    assert found.cases == {"maple", "willow"}
    assert "north: This folder cannot be read" in said(found)


def test_a_table_that_seems_to_hold_many_cases_is_not_read_as_one(tmp_path: Path) -> None:
    """Forty children under "Mosaic ID" had been mixed into one, with an empty log."""
    rows = [(str(case), *row) for case in range(100, 108) for row in CLOSED]
    table = write_csv(tmp_path / "all.csv", rows, ("Mosaic ID", "Date", "Agency", "Event", "Child seen"))
    found = find([table], Reading())
    assert not found.cases
    assert "Its column 'Mosaic ID' holds 8 different values" in said(found)
    assert len(find([table], Reading(case_column="Mosaic ID")).cases) == 8
    assert find([table], Reading(case_column="none")).cases == {"all"}


def test_a_reference_of_each_row_is_no_column_of_cases(tmp_path: Path) -> None:
    rows = [(f"C{at}", *row) for at, row in enumerate(NO_ACCESS)]
    table = write_csv(tmp_path / "maple.csv", rows, ("Case note ref", "Date", "Agency", "Event", "Child seen"))
    assert find([table], Reading()).cases == {"maple"}


def test_a_chronology_in_an_old_file_is_a_case_that_is_not_read(tmp_path: Path) -> None:
    folder = three_cases(tmp_path / "cases")
    (folder / "hazel.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (folder / "elder.pdf").write_bytes(b"%PDF-1.7 ...")
    assert {"hazel", "elder"} <= find([folder], Reading()).cases


def test_nor_is_such_a_sheet_of_a_workbook(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "all.xlsx"
    rows = [(str(case), *row) for case in range(100, 108) for row in CLOSED]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([("Mosaic ID", "Date", "Agency", "Event", "Child seen"), *rows]):
            for across, cell in enumerate(row):
                sheet.write_string(at, across, cell)
    found = find([path], Reading())
    assert not found.cases
    assert "Its column 'Mosaic ID' holds 8 different values" in said(found)
    assert len(find([path], Reading(case_column="Mosaic ID")).cases) == 8
