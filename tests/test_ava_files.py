"""The files of the demonstration case agree with each other. Needs no part of the program."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).resolve().parent.parent / "chronologies"
PARAGRAPHS = [f"2.{n}" for n in range(1, 20)]
DAYS = ["2021-03-01", "2021-06-15", "2022-01-10", "2022-02-22", "2022-03-01"]
HINDSIGHT = [
    "no evidence",
    "missed opportunity",
    "it later emerged",
    "not acknowledged",
    "did not initiate",
    "unclear what the rationale",
    "none is recorded",
    "no record of this",
    "with hindsight",
    "lacked clarity",
    "should have",
    "over reliance",
    "overly reliant",
    "was not considered",
    "no consideration",
    "review found",
]


def scalars_as_text(name: str) -> dict[str, Any]:
    loaded = yaml.load((HERE / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


with (HERE / "ava.csv").open(encoding="utf-8", newline="") as handle:
    GRID = list(csv.reader(handle))
HEADER, ROWS = GRID[0], GRID[1:]
NUMBERS = {str(n) for n in range(2, len(GRID) + 1)}
SHEET = scalars_as_text("ava.yaml")
EXPECTED = scalars_as_text("ava.expected.yaml")
POINT_KEYS = {"point", "paragraph", "pattern", "rule", "children", "rows", "first_prompted", "how"}
IDS = {person["id"] for person in SHEET["people"]}


def row_lists(node: Any) -> Iterator[list[str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "rows":
                yield value
            else:
                yield from row_lists(value)
    elif isinstance(node, list):
        for value in node:
            yield from row_lists(value)


def test_size_and_shape() -> None:
    assert 45 <= len(ROWS) <= 60
    for column in ("Date", "Agency", "Event", "Child seen", "Action or outcome"):
        assert column in HEADER
    assert {len(row) for row in ROWS} == {len(HEADER)}
    for row in ROWS:
        cells = dict(zip(HEADER, row, strict=True))
        assert all(cells[column] for column in ("Date", "Agency", "Event"))
        assert all(cell == cell.strip() for cell in row)


def test_first_relative_date_has_something_to_count_from() -> None:
    assert re.search(r"\d{4}", ROWS[0][0])


def test_last_rows_are_of_2_march_2022() -> None:
    dates = [row[0] for row in ROWS]
    assert all(date in {"2 March 2022", "02/03/2022"} for date in dates[-4:])
    assert not any(date in {"2 March 2022", "02/03/2022"} for date in dates[:-4])


def test_no_hindsight_in_what_agencies_typed() -> None:
    for number, row in enumerate(ROWS, start=2):
        text = " ".join(row).lower()
        assert not [phrase for phrase in HINDSIGHT if phrase in text], number


def test_side_sheet() -> None:
    assert set(SHEET) <= {"case", "source", "as_at", "nation", "people", "notes"}
    assert SHEET["as_at"] == "2022-03-01"
    assert SHEET["nation"] == "england"
    assert "October 2023" in SHEET["source"]
    allowed = {"id", "role", "name", "also", "born", "sex", "parent_of", "household"}
    for person in SHEET["people"]:
        assert {"id", "role", "name", "household"} <= set(person) <= allowed
        assert person["household"] in {"yes", "no"}
        assert set(person.get("parent_of", [])) <= IDS
    assert len(IDS) == len(SHEET["people"])
    at_home = [p["id"] for p in SHEET["people"] if p["role"] == "child" and p["household"] == "yes"]
    assert at_home == ["ava", "b"]


def test_people_are_called_as_the_rows_call_them() -> None:
    text = " ".join(" ".join(row) for row in ROWS).lower()
    for person in SHEET["people"]:
        assert person["name"].lower() in text, person["id"]


@pytest.mark.parametrize("point", EXPECTED["expected"], ids=lambda p: "-".join([p["rule"], *p["children"]]))
def test_expectation(point: dict[str, Any]) -> None:
    assert set(point) == POINT_KEYS
    assert set() < set(point["rows"]) <= NUMBERS
    assert set() < set(point["children"]) <= {"ava", "b"}
    assert re.fullmatch(r"[a-z0-9-]+", point["rule"])
    for paragraph in point["paragraph"].split(", "):
        assert re.fullmatch(r"[234]\.\d+(\.\d)?", paragraph)
    window = point["first_prompted"]
    assert set(window) == {"earliest", "latest"}
    assert dt.date.fromisoformat(window["earliest"]) <= dt.date.fromisoformat(window["latest"])


def test_every_row_number_exists() -> None:
    for rows in row_lists(EXPECTED):
        assert set(rows) <= NUMBERS
    for text in re.findall(r"\brows? (\d+)", (HERE / "ava.expected.yaml").read_text(encoding="utf-8")):
        assert text in NUMBERS | {"1"}


def test_every_paragraph_and_every_row_is_covered() -> None:
    covers = EXPECTED["covers"]
    named = {p for point in EXPECTED["expected"] for p in point["paragraph"].split(", ")}
    assert set(PARAGRAPHS) <= named | set(covers)
    for paragraph, rows in covers.items():
        assert set() < set(rows) <= NUMBERS, paragraph
    assert {row for rows in covers.values() for row in rows} == NUMBERS


def test_days() -> None:
    assert list(EXPECTED["at"]) == DAYS
    first: dict[tuple[str, str], str] = {}
    for point in EXPECTED["expected"]:
        for child in point["children"]:
            key = (point["rule"], child)
            first[key] = min(first.get(key, "9999"), point["first_prompted"]["earliest"])
    for day, lists in EXPECTED["at"].items():
        assert set(lists) == {"open", "might_be_open", "not_open"}
        kinds = {
            name: {(entry["rule"], child) for entry in entries for child in entry["children"]}
            for name, entries in lists.items()
        }
        assert not kinds["open"] & kinds["not_open"]
        assert not kinds["open"] & kinds["might_be_open"]
        assert not kinds["might_be_open"] & kinds["not_open"]
        for key in kinds["open"]:
            assert first.get(key, "9999") <= day, (day, key)
        for entry in lists["open"]:
            assert entry["certainty"] in {"definite", "possible", "either"}


def test_wrong_prompts_say_why() -> None:
    for wrong in EXPECTED["wrong"]:
        assert set(wrong) <= {"rule", "why", "paragraph", "children", "rows", "certainty"}
        assert all(wrong[key] for key in ("rule", "why", "paragraph"))
        assert set(wrong.get("children", [])) <= IDS
    assert "new-partner-unassessed" in {wrong["rule"] for wrong in EXPECTED["wrong"]}
