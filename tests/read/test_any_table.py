"""Any table, through any kind of file: every filled row below the header is accounted for, or one clear error."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packages import WORD, p, tbl, tc, tr, word

from engine.errors import FlagError
from engine.read.columns import plain
from engine.read.files import read_file, read_sources
from engine.read.grid import visible
from engine.rows import Source

Rows = list[list[str]]

WORDS = st.sampled_from(
    [
        "", " ", "12/03/2021", "mid-May 2021", "Home visit. No access.", "Date", "Event", "Agency", "date ", "Police",
        "School", "Health", "#note", "~ about", "Source", "Ref 1", "Y", "\u200b", "\u202e12/03/2021", "Da\u00adte",
        "sep=;", '"', "a;b", "x\ny", "Child seen", "Name", "DOB", "=1+1", "01:30", "When", "What happened",
        "\ufeffDate", "Zdarzenie", "Dyddiad",
    ]
)  # fmt: skip
CELLS = st.one_of(WORDS, st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12))
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=0, max_size=9)
HEADERS = st.sampled_from(
    [
        ["Date", "Agency", "Event", "Child seen", "Source"],
        ["When", "What happened"],
        ["Date", "Police", "Health", "School"],
        ["Ref", "Date", "Details", "", "Date"],
        ["DATES (removed)", ""],
    ]
)


def as_csv(path: Path, rows: Rows) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def as_xlsx(path: Path, rows: Rows) -> Path:
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate(rows):
            for k, cell in enumerate(row):
                sheet.write_string(n, k, cell)
    return path


def escaped(text: str) -> str:
    kept = "".join(char for char in text if char not in "\ufffe\uffff" and (char >= " " or char in "\t\n"))
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "</w:t><w:br/><w:t>")


def as_docx(path: Path, rows: Rows) -> Path:
    return word(path, tbl(*(tr(*(tc(p(escaped(cell))) for cell in row)) for row in rows)))


def accounted(source: Source, rows: Rows) -> None:
    """Each filled row below the header gave a row (or a row for each agency's cell), or was a header again."""
    below = {
        number
        for number, row in enumerate(rows, 1)
        if number > source.header and any(visible(cell).strip() for cell in row)
    }
    read = {row.number for row in source.rows}
    assert read <= below
    assert len(below - read) <= source.headers_again
    for number in below - read:
        assert any(plain(cell) for cell in rows[number - 1])
    everywhere = {" ".join(visible(cell).split()) for row in rows for cell in row}
    for row in source.rows:
        written = "\n".join(visible(cell) for cell in rows[row.number - 1])
        for text in (*row.cells.values(), *row.other.values()):
            own = all(part in written for part in text.split("\n"))
            assert own or text in ("yes", "heading") or text in everywhere, "an agency stands in a header"


WRITERS: list[tuple[str, Callable[[Path, Rows], Path]]] = [("csv", as_csv), ("xlsx", as_xlsx), ("docx", as_docx)]
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LONG = settings(max_examples=1_500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def rows_or_error(path: Path) -> Source | None:
    """The first chronology of a file; None where it is refused with place and remedy. Anything else is a failure."""
    error: FlagError | None = None
    try:
        source = read_sources(path)[0]
    except FlagError as wrong:
        error = wrong
    if error is None:
        return source
    assert error.remedy
    assert error.place is not None
    return None


def check(folder: Path, ending: str, write: Callable[[Path, Rows], Path], rows: Rows) -> None:
    source = rows_or_error(write(folder / f"any.{ending}", rows))
    if source is None:
        return
    if ending == "docx":  # a cell of Word keeps no carriage return or form feed, and ends in no empty line
        rows = [[cell.replace("\ufffe", "").replace("\uffff", "") for cell in row] for row in rows]
    if not (ending == "csv" and source.header and rows and rows[0] and rows[0][0] == "sep=;"):
        accounted(source, rows)


@pytest.mark.parametrize(("ending", "write"), WRITERS)
@QUICK
@given(TABLES)
def test_any_table(tmp_path: Path, ending: str, write: Callable[[Path, Rows], Path], rows: Rows) -> None:
    check(tmp_path, ending, write, rows)


@pytest.mark.parametrize(("ending", "write"), WRITERS)
@QUICK
@given(TABLES, HEADERS, TABLES)
def test_any_table_with_a_header(
    tmp_path: Path, ending: str, write: Callable[[Path, Rows], Path], above: Rows, header: list[str], below: Rows
) -> None:
    check(tmp_path, ending, write, [*above[:3], header, *below])


@pytest.mark.slow
@pytest.mark.parametrize(("ending", "write"), WRITERS)
@LONG
@given(TABLES, st.one_of(HEADERS, st.lists(CELLS, min_size=1, max_size=5)), TABLES)
def test_many_tables(
    tmp_path: Path, ending: str, write: Callable[[Path, Rows], Path], above: Rows, header: list[str], below: Rows
) -> None:
    check(tmp_path, ending, write, [*above[:4], header, *below])


TAGS = st.sampled_from(
    ["p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "del", "tcPr", "pPr", "smartTag", "br"]
)
TREES = st.recursive(
    st.text("ab 12/&;", max_size=6).map(lambda text: text.replace("&", "&amp;")),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(
        lambda made: f"<w:{made[0]}>{''.join(made[1])}</w:{made[0]}>"
    ),
    max_leaves=25,
)


@QUICK
@given(st.lists(TREES, max_size=4))
def test_any_markup_of_word(tmp_path: Path, trees: list[str]) -> None:
    body = tbl(tr("Date", "Event"), tr("01/02/2022", "Visit"), *trees) + "".join(trees)
    rows_or_error(word(tmp_path / "any.docx", body))


@QUICK
@given(st.binary(max_size=400), st.sampled_from(["word/document.xml", "[Content_Types].xml", "_rels/.rels"]))
def test_any_bytes_in_a_part(tmp_path: Path, data: bytes, part: str) -> None:
    with pytest.raises(FlagError):
        read_file(word(tmp_path / "any.docx", f'<w:p xmlns:w="{WORD}"/>', {"word/document.xml": b"<a", part: data}))


@pytest.fixture(scope="module")
def whole_packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One workbook and one document, written once: their length holds the second of writing, the draws must not."""
    folder = tmp_path_factory.mktemp("packages")
    rows = [["Date", "Event"], ["01/02/2022", "Visit"]]
    return {kind: dict(WRITERS)[kind](folder / f"any.{kind}", rows).read_bytes() for kind in ("xlsx", "docx")}


@QUICK
@given(st.data())
def test_a_damaged_package_is_an_error_or_rows(
    tmp_path: Path, whole_packages: dict[str, bytes], data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(["xlsx", "docx"]))
    path = tmp_path / f"any.{kind}"
    content = bytearray(whole_packages[kind])
    for at, byte in data.draw(st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=6)):
        content[at] = byte
    path.write_bytes(bytes(content[: data.draw(st.integers(1, len(content)))]))
    rows_or_error(path)


@QUICK
@given(st.data())
def test_changed_bytes_inside_a_part(tmp_path: Path, whole_packages: dict[str, bytes], data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["xlsx", "docx"]))
    path = tmp_path / f"any.{kind}"
    with zipfile.ZipFile(io.BytesIO(whole_packages[kind])) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    for at, byte in data.draw(
        st.lists(st.tuples(st.integers(0, len(parts[name]) - 1), st.integers(0, 255)), max_size=4)
    ):
        parts[name][at] = byte
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, bytes(content))
    rows_or_error(path)
