"""One case in fourteen templates reads to the same timeline as a plain CSV file of it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from templates import CASE, HOLDS, plain_csv

from engine.case import ReadCase, read_case
from engine.pack import load_pack
from engine.sidesheet import SideSheet
from engine.timeline import Person

PEOPLE = SideSheet(
    people=(
        Person("rowan", "child", ("Rowan",)),
        Person("willow", "child", ("Willow",)),
        Person("mother", "mother", ("mother",)),
    )
)
Told = Counter[tuple[object, ...]]


def read(path: Path, agency: str | None = None) -> ReadCase:
    return read_case([path], load_pack().vocabulary, PEOPLE, agency=agency)


def told(case: ReadCase) -> Told:
    """The timeline without files, rows and times of day."""
    return Counter(
        (
            date.fromordinal(event.when.earliest).isoformat(),
            date.fromordinal(event.when.latest).isoformat(),
            event.agency,
            event.kind,
            str(event.status),
            event.about,
            event.perhaps_about,
            event.certain,
            event.attributes.get("rung", ""),
            event.attributes.get("rationale", ""),
            event.reader,
            event.recorded,
        )
        for event in case.case.events
    )


@pytest.mark.parametrize("name", HOLDS)
def test_a_template_reads_as_the_plain_file_does(name: str, tmp_path: Path) -> None:
    build, fields = HOLDS[name]
    agency = None if "agency" in fields else "School"
    plain = read(plain_csv(tmp_path / "plain.csv", fields), agency)
    template = read(build(tmp_path), agency)
    assert told(template) == told(plain)
    assert len(template.case.rows) == len(CASE)
    assert {when is None for when, _, _ in template.case.rows.values()} == {False}
    assert len(told(plain)) > len(CASE)


def test_rows_are_named_as_word_and_excel_show_them(tmp_path: Path) -> None:
    continued = read(HOLDS["continued over three tables"][0](tmp_path))
    rows = [ref.shown for ref in continued.case.rows]
    assert rows[0:2] == ["2 of table 1", "3 of table 1"]
    assert rows[5:7] + rows[11:12] == ["7 of table 1", "2 of table 2", "1 of table 3"]
    sheets = read(HOLDS["a sheet for each agency"][0](tmp_path))
    assert next(ref.shown for ref in sheets.case.rows) == "3 of sheet Children's Social Care"
    single = read(HOLDS["Mosaic export"][0](tmp_path))
    assert [ref.shown for ref in single.case.rows][:2] == ["4", "5"]


def test_a_list_of_people_names_no_child(tmp_path: Path) -> None:
    """Only the block about the child does: a roster's first header is no name."""
    workbook = read_case([HOLDS["a sheet for each agency"][0](tmp_path)], load_pack().vocabulary)
    assert [person.names for person in workbook.case.people] == [()]
    document = read_case([HOLDS["Tayside"][0](tmp_path)], load_pack().vocabulary)
    assert [person.names for person in document.case.people] == [("Rowan",)]


def test_what_a_template_adds_is_said(tmp_path: Path) -> None:
    said = {name: "\n".join(map(str, read(build(tmp_path)).warnings)) for name, (build, _) in HOLDS.items()}
    assert "author's note" in said["Chronolator, merged"]
    assert "beginning of the source" in said["Chronolator, merged"]
    assert "hidden" in said["Mosaic export"]
    assert "School's, from the file's name" in said["school concern log"]
    assert "list (of people" in said["rapid review"]
    assert "no header and was read as what happened" in said["rapid review"]
    assert "sheet People: this is a list" in said["a sheet for each agency"]
    assert "sheet Cover: there are only titles" in said["a sheet for each agency"]
    assert "GP's, from the name of the sheet" in said["a sheet for each agency"]
    assert "the header is repeated" in said["Peterborough 2011"]
    assert "table 3: no header, but columns as in table 1" in said["continued over three tables"]
    assert "column 2, which was read as the time of day" in said["merged cells"]
    assert "a merged cell's" in said["merged cells"]
    assert "a column of its own" in said["a column for each agency"]
