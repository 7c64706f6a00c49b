"""The table of people: who is in each case of a long table, where no side sheet stands beside it.

A row for each person: case, person, role, name, other names, born, sex, household. The names of the Standard
Safeguarding Dataset (`pers_person_id`, `pers_dob`, `pers_expected_dob`, `pers_sex`) are known as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.audit.parquet import is_parquet, parquet_table
from engine.audit.tables import LongTable, csv_table
from engine.audit.trouble import Trouble
from engine.dates.reading import DateContext, read_when
from engine.dates.when import When
from engine.errors import Place, ReadError
from engine.read.columns import plain
from engine.timeline import Person

HEADERS: Mapping[str, tuple[str, ...]] = {
    "id": ("person", "person id", "pers person id", "child", "child id", "id"),
    "role": ("role", "relationship"),
    "name": ("name", "full name"),
    "also": ("also", "known as", "other names"),
    "born": ("born", "date of birth", "dob", "pers dob", "pers expected dob"),
    "sex": ("sex", "pers sex", "gender"),
    "household": ("household", "lives in the home"),
}
"""What each column of the table is called; the first that is there and filled counts."""


def people_of(path: Path, case_column: str | None) -> tuple[dict[str, tuple[Person, ...]], list[Trouble]]:
    """The people of each case, and the rows that could not be used. Raises ReadError, UsageError."""
    table: LongTable | None
    troubles: list[Trouble] = []
    if is_parquet(path):
        table, troubles = parquet_table(path, path.name, case_column, None)
    else:
        table = csv_table(path, path.name, case_column, None, chronology=False)
    if table is None:
        raise ReadError(
            "This table of people has no column of cases.",
            "Head its columns case, person, role, name, born, sex.", Place(path.name),
        )  # fmt: skip
    at = {name: _columns(table.header, known) for name, known in HEADERS.items()}
    if not at["id"]:
        raise ReadError("This table of people has no column of persons.", "Head one `person`.", Place(path.name))
    people: dict[str, list[Person]] = {}
    for row in table.rows():
        cells = {name: _first(row.cells, columns) for name, columns in at.items()}
        where = f"{path.name} row {row.number}"
        if not row.case or not cells["id"]:
            troubles.append(Trouble(where, "It names no case or no person, and was not used.", "Fill in both."))
            continue
        mine = people.setdefault(row.case, [])
        if any(known.id == cells["id"] for known in mine):
            what = "This person stands in the case twice; the first row was used."
            troubles.append(Trouble(where, what, "Keep one row for each person."))
            continue
        born = read_when(cells["born"], DateContext()) if cells["born"] else None
        if cells["born"] and not isinstance(born, When):
            troubles.append(Trouble(where, "Its date of birth was not read.", "Write it as 2019-03-31."))
        mine.append(_person(cells, born if isinstance(born, When) else None))
    return {case: tuple(mine) for case, mine in people.items()}, troubles


def _person(cells: Mapping[str, str], born: When | None) -> Person:
    names = [cells["name"], *cells["also"].split(";")]
    return Person(
        id=cells["id"],
        role=cells["role"].lower() or "child",
        names=tuple(sorted({name.strip() for name in names if name.strip()}, key=lambda name: (-len(name), name))),
        born=born,
        sex=_sex(cells["sex"]),
        household=plain(cells["household"]) not in ("no", "n", "false", "0"),
    )


def _sex(text: str) -> str | None:
    return {"f": "female", "female": "female", "m": "male", "male": "male"}.get(text.strip().lower())


def _columns(header: Sequence[str], known: Sequence[str]) -> list[int]:
    words = [plain(cell) for cell in header]
    return [words.index(word) for word in known if word in words]


def _first(cells: Sequence[str], columns: Sequence[int]) -> str:
    return next((cells[at].strip() for at in columns if at < len(cells) and cells[at].strip()), "")
