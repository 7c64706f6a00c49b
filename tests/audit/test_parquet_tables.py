"""Parquet in: types, partitions and row numbers, and a clear line for what cannot be read."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from small_cases import CLOSED, NO_ACCESS, asked, long_table
from test_running import here

from engine.audit.folder import AuditFolder
from engine.audit.found import Found, Reading, find
from engine.audit.judging import Tabled
from engine.audit.running import run

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

TEXTS = {
    "case": ["7", "7", "8"],
    "date": ["01/03/2022", "04/03/2022", "05/05/2022"],
    "agency": ["Children's Social Care", "Children's Social Care", "School"],
    "event": ["Anonymous referral received.", "No further action.", "Seen at school today."],
}


def written(path: Path, columns: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(pyarrow.table(columns), path)
    return path


def lines(found: Found) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    return {given.case: list(given.tables[0].lines) for given in found.given() if isinstance(given, Tabled)}


def said(found: Found) -> str:
    return "\n".join(map(str, found.troubles))


def test_days_numbers_and_yes_or_no_are_read_as_a_person_would_write_them(tmp_path: Path) -> None:
    typed = TEXTS | {
        "case": [7, 7, 8],
        "date": [date(2022, 3, 1), date(2022, 3, 4), None],
        "recorded": [datetime(2022, 3, 2, 9, 30), datetime(2022, 3, 4), None],
        "child_seen": [True, None, False],
    }
    table = lines(find([written(tmp_path / "t.parquet", typed)], Reading()))
    assert set(table) == {"7", "8"}
    assert table["7"][0][1] == (
        "2022-03-01", "Children's Social Care", "Anonymous referral received.", "2022-03-02 09:30", "Yes",
    )  # fmt: skip
    assert table["8"][0][1][0] == ""
    assert table["8"][0][1][-1] == "No"


def test_a_folder_partitioned_by_case_keeps_identifiers_as_they_are(tmp_path: Path) -> None:
    """"case=007" is no number: read as one, two cases could become one."""
    columns = {name: values for name, values in TEXTS.items() if name != "case"}
    written(tmp_path / "t" / "case=007" / "part.parquet", {name: values[:2] for name, values in columns.items()})
    written(tmp_path / "t" / "case=7" / "part.parquet", {name: values[2:] for name, values in columns.items()})
    table = lines(find([tmp_path / "t"], Reading()))
    assert {case: len(rows) for case, rows in table.items()} == {"007": 2, "7": 1}


def test_rows_keep_the_numbers_of_a_column_that_numbers_them(tmp_path: Path) -> None:
    numbered = TEXTS | {"row_no": [12, 14, 90]}
    table = lines(find([written(tmp_path / "t.parquet", numbered)], Reading()))
    assert [number for number, _ in table["7"]] == [12, 14]
    counted = lines(find([written(tmp_path / "u.parquet", TEXTS)], Reading()))
    assert [number for number, _ in counted["8"]] == [3]


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"date": [1.5, 2.5, 3.5]}, "The column 'date' holds double. Write it as text, date or timestamp."),
        ({"date": [1, 2, 3]}, "The column 'date' holds int64. Write it as text, date or timestamp."),
        ({"case": [1.0, 1.0, 2.0]}, "The column 'case' holds double. Write it as text or whole numbers."),
        ({"case": [date(2022, 1, 1)] * 3}, "The column 'case' holds date32[day]. Write it as text or whole numbers."),
    ],
)
def test_a_column_of_another_type_is_told_and_nothing_is_guessed(
    tmp_path: Path, columns: dict[str, Any], says: str
) -> None:
    found = find([written(tmp_path / "t.parquet", TEXTS | columns)], Reading())
    assert not found.cases
    assert says in said(found)


def test_a_nested_column_is_left_out_and_told(tmp_path: Path) -> None:
    found = find([written(tmp_path / "t.parquet", TEXTS | {"tags": [["a"], [], ["b"]]})], Reading())
    assert found.cases == {"7", "8"}
    assert "The column 'tags' holds list<" in said(found)


def test_parquet_without_a_column_of_cases_and_no_parquet_at_all(tmp_path: Path) -> None:
    written(tmp_path / "t" / "a.parquet", {name: values for name, values in TEXTS.items() if name != "case"})
    (tmp_path / "t" / "b.parquet").write_bytes(b"PAR1 no")
    (tmp_path / "t" / "note.txt").write_text("hello", encoding="utf-8")
    told = said(find([tmp_path / "t" / "a.parquet", tmp_path / "t" / "b.parquet"], Reading()))
    assert "a.parquet: No column says which case a row belongs to" in told
    assert "b.parquet: This is no Parquet that can be read" in told


def test_the_same_rows_in_parquet_and_in_csv_are_judged_alike(tmp_path: Path) -> None:
    table = long_table(tmp_path / "all.csv", {"17": NO_ACCESS, "18": CLOSED})
    run(asked(table, tmp_path / "from-csv", rules=("all",)), evaluate=here)
    rows = [(case, *row) for case, mine in (("17", NO_ACCESS), ("18", CLOSED)) for row in mine]
    names = ("Case ID", "Date", "Agency", "Event", "Child seen")
    columns: dict[str, Any] = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    columns["row_no"] = list(range(2, len(rows) + 2))
    run(asked(written(tmp_path / "all.parquet", columns), tmp_path / "from-parquet", rules=("all",)), evaluate=here)

    def told(folder: Path) -> list[object]:
        return [
            (one.case, [(f.id, f.state, f.certainty, f.raised, [row.row for row in f.rows]) for f in one.findings])
            for one in AuditFolder(folder).records()
        ]

    assert told(tmp_path / "from-csv") == told(tmp_path / "from-parquet")


def test_without_pyarrow_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    path = written(tmp_path / "t.parquet", TEXTS)
    monkeypatch.setitem(sys.modules, "pyarrow.dataset", None)
    assert "Install the package with [audit]" in said(find([path], Reading()))
