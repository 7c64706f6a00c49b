"""Bad input: one clear sentence with place and remedy and exit status 2, or a warning and an honest result."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import flag
from engine.read.files import read_file

HEADER = "Date,Agency,Event,Child seen,Action or outcome\n"
ROW = "01/03/2022,CSC,Home visit. No access gained.,N,\n"
SECRET = "Zebedee Quillfeather"
"""A name that must never leave the file."""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(flag, list(arguments), catch_exceptions=False)


def write(folder: Path, content: str | bytes, name: str = "case.csv") -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def refused(result: Result, *words: str) -> None:
    assert result.exit_code == 2, result.output
    message = result.stderr
    assert message.startswith("flag: "), message
    assert "Traceback" not in message
    assert SECRET not in message
    for word in words:
        assert word in message, message


def test_a_missing_file(tmp_path: Path) -> None:
    refused(run(str(tmp_path / "nowhere.csv")), "nowhere.csv")


def test_a_directory(tmp_path: Path) -> None:
    refused(run(str(tmp_path)), tmp_path.name)


def test_an_empty_file(tmp_path: Path) -> None:
    refused(run(write(tmp_path, "")), "case.csv", "empty")


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, b"PK\x03\x04" + bytes(200), b"%PDF-1.7\n" + bytes(range(200))],
    ids=["picture", "zip", "pdf"],
)
def test_a_file_that_is_no_csv(tmp_path: Path, content: bytes) -> None:
    refused(run(write(tmp_path, content)), "case.csv", "CSV")


def test_no_header_says_which_columns_were_looked_for_and_how_to_name_them(tmp_path: Path) -> None:
    text = "".join(f"lorem {n},ipsum {SECRET},dolor\n" for n in range(5))
    refused(run(write(tmp_path, text)), "Date", "Event", "--columns")


def test_no_date_column(tmp_path: Path) -> None:
    refused(run(write(tmp_path, f"Agency,Event,Child seen\nCSC,{SECRET} visited,N\n")), "Date", "--columns")


def test_every_date_unreadable(tmp_path: Path) -> None:
    rows = "".join(f"sometime,CSC,Home visit to {SECRET}. No access.,N,\n" for _ in range(3))
    refused(run(write(tmp_path, HEADER + rows)), "--as-at", "flag code")


def test_every_date_unreadable_still_lists_the_rows(tmp_path: Path) -> None:
    file = write(tmp_path, HEADER + "sometime,CSC,Home visit. No access.,N,\n")
    result = run(file, "--as-at", "2022-03-01")
    assert result.exit_code == 0
    assert "Not read, or not in full: rows 2" in result.output


def test_mixed_encodings_give_a_warning_and_a_result(tmp_path: Path) -> None:
    as_utf8 = "01/03/2022,CSC,Café visit – no access gained,N,\n".encode()
    mixed = HEADER.encode() + as_utf8 + b"02/03/2022,CSC,Caf\xe9,N,\n"
    result = run(write(tmp_path, mixed))
    assert result.exit_code == 0
    assert "Note:" in result.output


def test_a_nul_byte(tmp_path: Path) -> None:
    result = run(write(tmp_path, HEADER + ROW + "02/03/2022,CSC,No acc\0ess gained,N,\n"))
    assert result.exit_code in (0, 2)
    assert "NUL" in (result.stderr + result.output)


def test_a_ten_megabyte_cell(tmp_path: Path) -> None:
    result = run(write(tmp_path, HEADER + ROW + f'02/03/2022,CSC,"{"no access " * 1_000_000}",N,\n'))
    assert result.exit_code in (0, 2)
    assert "Traceback" not in result.output + result.stderr
    if result.exit_code == 2:
        refused(result, "row 3")


def test_ten_thousand_columns(tmp_path: Path) -> None:
    wide = ",".join(["Date", "Agency", "Event", *(f"column {n}" for n in range(10_000))]) + "\n01/03/2022,CSC,Visit\n"
    result = run(write(tmp_path, wide))
    assert result.exit_code in (0, 2)
    if result.exit_code == 2:
        refused(result, "column")


def test_duplicate_headers_are_said(tmp_path: Path) -> None:
    result = run(write(tmp_path, "Date,Event,Event\n01/03/2022,Home visit. No access gained.,Door closed\n"))
    assert result.exit_code == 0
    assert "Note:" in result.output


def test_an_impossible_as_at_day(tmp_path: Path) -> None:
    refused(run(write(tmp_path, HEADER + ROW), "--as-at", "31/02/2022"), "2022-03-01")


def test_columns_that_are_not_pairs(tmp_path: Path) -> None:
    refused(run(write(tmp_path, HEADER + ROW), "--columns", "Date"), "--columns")


def test_a_rule_that_does_not_exist_is_guessed_at(tmp_path: Path) -> None:
    refused(run(write(tmp_path, HEADER + ROW), "--rules", "child-not-sen-n-days"), "child-not-seen-n-days")
    refused(run("why", write(tmp_path, HEADER + ROW), "repeated-no-acces-visits"), "repeated-no-access-visits")


# --- side sheets ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "word"),
    [
        ("people: [", "YAML"),
        ("poeple: []\n", "people"),
        (f"people:\n  - {{id: a, role: child, name: {SECRET}}}\n  - {{id: a, role: child}}\n", "id"),
        ("people:\n  - {id: a}\n", "role"),
        (f"people:\n  - {{id: a, role: child, name: {SECRET}, born: 31/02/2020}}\n", "born"),
        ("as_at: yesterday\n", "2022-03-01"),
        ("as_at: 2001-01-01\n", "before every dated row"),
        ("people:\n  - {id: a, role: child}\nplans:\n  - {child: b, plan: child protection, from: 2020}\n", "child"),
        (
            "people:\n  - {id: a, role: child}\nplans:\n  - {child: a, plan: child protection, from: 2021, to: 2020}\n",
            "before it begins",
        ),
    ],
)
def test_a_side_sheet_with_a_mistake(tmp_path: Path, sheet: str, word: str) -> None:
    file = write(tmp_path, HEADER + ROW)
    write(tmp_path, sheet, "case.yaml")
    refused(run(file), "case.yaml", word)


def test_nothing_of_the_record_reaches_standard_error(tmp_path: Path) -> None:
    text = HEADER + f'not a date,CSC,"{SECRET} was seen",Y,\n' + f"01/03/2022,CSC,Visit to {SECRET}.,N,\n"
    result = run(write(tmp_path, text))
    assert result.exit_code == 0
    assert SECRET not in result.stderr


# --- sizes, scripts and other kinds of file -----------------------------------------------------------


def test_three_rows_are_enough(tmp_path: Path) -> None:
    result = run(write(tmp_path, HEADER + ROW * 3))
    assert result.exit_code == 0
    assert "3 rows in the file" in result.output


def test_three_hundred_thousand_rows_are_read_in_seconds(tmp_path: Path) -> None:
    start = time.perf_counter()
    text = HEADER + "".join(f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/2021,CSC,Home visit {n}.,N,\n" for n in range(300_000))
    source = read_file(Path(write(tmp_path, text)))
    assert len(source.rows) == 300_000
    assert source.rows[-1].number == 300_001
    assert time.perf_counter() - start < 30


@pytest.mark.slow
def test_a_workbook_at_its_limit_of_rows(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "case.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Date", "Agency", "Event"])
        for n in range(1, 200_000):
            sheet.write_row(n, 0, ["01/03/2022", "CSC", f"Home visit {n}. No access gained."])
    assert len(read_file(path).rows) == 199_999


def test_a_cell_of_a_hundred_thousand_characters_is_told_not_guessed(tmp_path: Path) -> None:
    result = run(write(tmp_path, HEADER + f'01/03/2022,CSC,"{"Home visit. " * 9_000}",N,\n'))
    assert result.exit_code == 0
    assert "Not read, or not in full: rows 2" in result.output


def test_polish_text_is_no_error_and_no_guess(tmp_path: Path) -> None:
    polish = "Data,Instytucja,Zdarzenie\n01/03/2022,Policja,Wizyta domowa bez możliwości wejścia do mieszkania\n"
    refused(run(write(tmp_path, polish)), "--columns")
    result = run(write(tmp_path, polish), "--columns", "Data=date,Instytucja=agency,Zdarzenie=event")
    assert result.exit_code == 0
    assert "Not read, or not in full: rows 2" in result.output


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_word_and_excel_say_sheet_and_table_in_the_terminal_and_in_json(tmp_path: Path, ending: str) -> None:
    entry = ["CSC", "Home visit. No access gained.", "N", ""]
    rows = [HEADER.strip().split(","), *([f"{day:02d}/02/2022", *entry] for day in (1, 8, 15))]
    path = tmp_path / f"case.{ending}"
    if ending == "docx":
        import docx

        document = docx.Document()
        document.add_table(rows=1, cols=1).cell(0, 0).text = "Chronology"
        table = document.add_table(rows=0, cols=5)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.save(str(path))
        part = "table 2"
    else:
        import openpyxl

        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.title = "Cover"
        sheet = book.create_sheet("Entries")
        for row in rows:
            sheet.append(row)
        book.save(path)
        part = "sheet Entries"
    result = run(str(path))
    assert result.exit_code == 0
    assert f"of {part}" in result.output
    told = json.loads(run(str(path), "--format", "json").output)
    assert {item["sheet"] for prompt in told["prompts"] for item in prompt["evidence"]} == {part}
    assert [(source["file"], source["rows"]) for source in told["sources"]] == [(path.name, 3)]
    coded = run("code", str(path))
    assert f"row 2 of {part}" in coded.output
    assert run("code", str(path), "--format", "csv").output.splitlines()[1].startswith(f"{path.name},2,{part},")


def test_nothing_of_a_word_file_reaches_standard_error(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph(SECRET)
    document.add_table(rows=1, cols=2).cell(0, 0).text = SECRET
    path = tmp_path / "case.docx"
    document.save(str(path))
    refused(run(str(path)), "case.docx", "Date", "Event")


def test_a_csv_file_needs_no_office_library() -> None:
    root = Path(__file__).parents[1]
    code = (
        "import sys; from engine.start import prompts; prompts('chronologies/ava.csv');"
        "print([name for name in ('openpyxl', 'lxml', 'docx', 'zipfile', 'defusedxml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
