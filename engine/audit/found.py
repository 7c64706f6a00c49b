"""Which cases there are: in folders, in lists, in long tables and in Parquet. Nothing is guessed.

A file is a case, named by its place below the folder that was given, without its ending. A table with a column of
cases holds many. Two places that claim one case are told and neither is read, unless the user says that they belong
together. What is no chronology is told as well, so that the log accounts for every file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from engine.audit.folder import HEADER
from engine.audit.judging import Files, Given, Tabled, TableRows
from engine.audit.parquet import ENDING, is_parquet, parquet_table
from engine.audit.people import people_of
from engine.audit.tables import (
    Index,
    LongTable,
    Repeated,
    by_case,
    csv_table,
    identifiers_in_csv,
    identifiers_in_sheet,
    index_of,
    sheet_table,
)
from engine.audit.trouble import Trouble, trouble_of
from engine.beside import ANSWERS
from engine.errors import FlagError, Place, ReadError, UsageError
from engine.output import PART
from engine.read.columns import plain
from engine.sidesheet import find_side_sheet
from engine.timeline import Person
from engine.values import dataclass, field

CHRONOLOGIES = (".csv", ".tsv", ".txt", ".xlsx", ".docx")
UNREADABLE = (".doc", ".docm", ".xls", ".xlsm", ".xlsb", ".ods", ".odt", ".pdf", ".rtf", ".htm", ".html")
"""Kinds of file in which chronologies are kept and which are not read: each counts as a case that was not."""
BESIDE = (".yaml", ".yml")
"""Side sheets, answers, local practice: they belong to the case beside which they stand."""
MOST_ROWS_OF_A_CASE = 5_000
"""A longer table without a column of cases is no case: it holds many that nobody told apart."""


ONE_CASE = "none"
"""Given as the case column: no column tells cases apart, each file is one case."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the inputs of an audit are read."""

    case_column: str | None = None
    team_column: str | None = None
    join: bool = False
    """Whether one identifier in several tables is one case."""
    per_folder: bool = False
    """Whether the files of a folder are one case."""
    listed: str | None = None
    """A list of cases: file, and where it has them case and team."""
    people: str | None = None
    """A table of the people of each case."""
    side_sheets: str | None = None
    """A folder with a side sheet CASE.yaml for each case."""


@dataclass(frozen=True, slots=True)
class Found:
    """The cases of an audit, and what was found besides them."""

    files: tuple[Files, ...]
    tables: tuple[tuple[LongTable, Index], ...]
    troubles: tuple[Trouble, ...]
    people: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    side_sheets: Path | None = None
    left_out: frozenset[str] = frozenset()
    """Cases of the tables that stand elsewhere too."""

    @property
    def cases(self) -> frozenset[str]:
        """Every case that will be handed on."""
        told = {case for _, index in self.tables for case in index.rows}
        return frozenset(({given.case for given in self.files} | told) - self.left_out)

    def given(self, wanted: frozenset[str] | None = None) -> Iterator[Given]:
        """Each case once (of those that are wanted), files first, then the tables from top to bottom.

        Raises ReadError where a table has gone or changed since it was gone through.
        """
        for files in self.files:
            if wanted is None or files.case in wanted:
                yield files
        waiting = _waiting(self.tables)
        parts: dict[str, list[TableRows]] = {}
        teams = {case: team for _, index in self.tables for case, team in index.teams.items()}
        for table, index in self.tables:
            for case, rows in by_case(table, index):
                if case in self.left_out or (wanted is not None and case not in wanted):
                    continue
                parts.setdefault(case, []).append(rows)
                if len(parts[case]) == waiting[case]:
                    yield Tabled(
                        case, teams.get(case, ""), tuple(parts.pop(case)), self.people.get(case, ()),
                        self._side_sheet(case),
                    )  # fmt: skip

    def _side_sheet(self, case: str) -> Path | None:
        if self.side_sheets is None or not case or "/" in case or "\\" in case:
            return None
        return find_side_sheet(self.side_sheets / f"{case}.csv")


def _waiting(tables: Sequence[tuple[LongTable, Index]]) -> Mapping[str, int]:
    """In how many tables each case stands."""
    waiting: dict[str, int] = {}
    for _, index in tables:
        for case in index.rows:
            waiting[case] = waiting.get(case, 0) + 1
    return waiting


def find(paths: Sequence[Path], reading: Reading) -> Found:
    """The cases in the inputs. Raises UsageError where there is none, or what was named by hand is not there."""
    troubles: list[Trouble] = []
    files: list[Files] = []
    tables: list[tuple[LongTable, Index]] = []
    for path, name in _inputs(paths, reading, troubles):
        try:
            several, more = _tables(path, name, reading)
            troubles += more
            for table in several:
                index = index_of(table)
                troubles += index.troubles
                tables.append((table, index))
            if not several and not _too_long(path, name, troubles):
                files.append(Files(_case_name(name), "", (path,)))
        except FlagError as error:
            troubles.append(trouble_of(name, error))
    if reading.listed is not None:
        files += _listed(Path(reading.listed), troubles)
    if reading.per_folder:
        files = _by_folder(files)
    files, tables, left_out = _once(files, tables, reading.join, troubles)
    people: Mapping[str, tuple[Person, ...]] = {}
    if reading.people is not None:
        people, more = people_of(Path(reading.people), reading.case_column)
        troubles += more
    side_sheets = Path(reading.side_sheets) if reading.side_sheets is not None else None
    if side_sheets is not None and not side_sheets.is_dir():
        raise UsageError("There is no such folder of side sheets.", "Check the name.", Place(side_sheets.name))
    found = Found(tuple(files), tuple(tables), tuple(troubles), people, side_sheets, left_out)
    told = [*_alike(found.cases), *_strangers(people, found.cases)]
    return Found(found.files, found.tables, (*troubles, *told), people, side_sheets, left_out)


# --- files and folders ------------------------------------------------------------------------------------


def _inputs(paths: Sequence[Path], reading: Reading, troubles: list[Trouble]) -> Iterator[tuple[Path, str]]:
    """The files that may hold cases, each with its name below the input, in the order of their names."""
    for path in paths:
        if not path.exists():
            raise UsageError("There is no such file or folder.", "Check the name.", Place(str(path.name or path)))
        if not path.is_dir() or is_parquet(path):
            yield path, path.name
            continue
        there = list(_walk(path, path, troubles))
        if not there:
            troubles.append(Trouble(path.name or str(path), "The folder is empty.", "Check that it is the right one."))
        for one in there:
            name = one.relative_to(path).as_posix()
            kind = _kind(one)
            if kind == "case":
                yield one, name
            elif kind:
                troubles.append(Trouble(name, kind, "Move it away, or leave it: it changes nothing."))


def _walk(folder: Path, top: Path, troubles: list[Trouble]) -> Iterator[Path]:
    """The files below a folder, and folders of Parquet as one; never into the output of an audit or a hidden folder."""
    try:
        there = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError:
        name = folder.relative_to(top).as_posix()
        troubles.append(Trouble(name, "This folder cannot be read.", "Check who may open it."))
        return
    for one in there:
        if one.name.startswith("."):
            continue
        if one.is_dir():
            if one.is_symlink() or (one / HEADER).is_file():
                continue
            if is_parquet(one):
                yield one
            else:
                yield from _walk(one, top, troubles)
        else:
            yield one


def _kind(path: Path) -> str:
    """ "case" for what may be a chronology, empty for what belongs to one, else what it is not."""
    name = path.name
    if name.endswith((ANSWERS, PART, ".training.yaml")) or name.startswith("~$") or name == "local.yaml":
        return ""
    if path.is_dir() or path.suffix.lower() in (*CHRONOLOGIES, *UNREADABLE, ENDING):
        return "case"
    if path.suffix.lower() in BESIDE:
        stem = path.with_name(path.name.split(".")[0])
        beside = any(stem.with_name(stem.name + ending).is_file() for ending in CHRONOLOGIES)
        return "" if beside else "This is a side sheet beside which no chronology stands; it was not read."
    return "This is no kind of file that holds a chronology; it was not read."


def _case_name(name: str) -> str:
    return name.rsplit(".", 1)[0] if "." in name.rsplit("/", 1)[-1] else name


def _by_folder(files: Sequence[Files]) -> list[Files]:
    """The files of each folder as one case, which has the folder's name."""
    together: dict[str, list[Path]] = {}
    for given in files:
        folder = given.case.rsplit("/", 1)[0] if "/" in given.case else given.paths[0].parent.name
        together.setdefault(folder, []).extend(given.paths)
    return [Files(case, "", tuple(paths)) for case, paths in together.items()]


def _listed(path: Path, troubles: list[Trouble]) -> list[Files]:
    """The cases of a list: a path on each line, or a table of file, case and team; paths as seen from the list."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            lines = [line for line in csv.reader(text) if any(map(str.strip, line))]
    except (OSError, UnicodeDecodeError, csv.Error):
        raise UsageError("The list of cases cannot be read.", "Save it as text in UTF-8.", Place(path.name)) from None
    header = [plain(cell) for cell in lines[0]] if lines else []
    named = "file" in header
    at = {word: header.index(word) for word in ("file", "case", "team") if word in header} if named else {"file": 0}
    together: dict[str, tuple[str, list[Path]]] = {}
    for number, line in enumerate(lines[1:] if named else lines, start=2 if named else 1):
        cells = {word: line[place].strip() if place < len(line) else "" for word, place in at.items()}
        file = path.parent / cells["file"]
        where = f"{path.name} line {number}"
        if not cells["file"] or not file.is_file():
            troubles.append(Trouble(where, "The file that it names is not there.", "Correct the list."))
            continue
        case = cells.get("case") or _case_name(Path(cells["file"]).as_posix())
        team, files = together.setdefault(case, (cells.get("team", ""), []))
        if cells.get("team", team) != team:
            troubles.append(Trouble(where, "It names another team for its case; the first was used.", "Correct it."))
        files.append(file)
    return [Files(case, team, tuple(files)) for case, (team, files) in together.items()]


# --- tables -----------------------------------------------------------------------------------------------


def _tables(path: Path, name: str, reading: Reading) -> tuple[list[LongTable], list[Trouble]]:
    """The tables of many cases in a file; none where it holds one case. Raises ReadError, UsageError."""
    if is_parquet(path):
        table, troubles = parquet_table(path, name, reading.case_column, reading.team_column)
        return [table], troubles
    if reading.case_column == ONE_CASE:
        return [], []
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        long = csv_table(path, name, reading.case_column, reading.team_column)
        if long is None:
            _refuse_untold(identifiers_in_csv(path, name))
            return [], []
        if long.encoding != "cp1252":
            return [long], []
        told = "It is not UTF-8 and was read as Windows-1252."
        return [long], [Trouble(name, told, "Save it as CSV UTF-8 if letters look wrong.")]
    if path.suffix.lower() == ".xlsx":
        return list(_sheets(path, name, reading)), []
    return [], []


def _refuse_untold(columns: Iterable[Repeated]) -> None:
    """Raise UsageError where another column looks as if it told many cases apart: they must not become one child."""
    for header, values, rows in columns:
        few = plain(header).startswith("case")
        if values >= (2 if few else 5) and rows >= 1.5 * values:
            raise UsageError(
                f"Its column '{header}' holds {values} different values, so it may hold many cases; it was not read.",
                f'If it does: --case-column "{header}". If it is one case: --case-column {ONE_CASE}.',
            )


def _sheets(path: Path, name: str, reading: Reading) -> Iterator[LongTable]:
    from engine.digest import sha256
    from engine.read.files import read_grids

    try:
        grids, _ = read_grids(path)
        digest = sha256(path.read_bytes()).hexdigest()
    except (ReadError, OSError):
        return  # what is wrong with it is told when it is read as a case
    for grid in grids:
        file = f"{name}, {grid.part}" if grid.part and len(grids) > 1 else name
        table = sheet_table(grid.lines, file, digest, reading.case_column, reading.team_column)
        if table is not None:
            yield table
        else:
            _refuse_untold(identifiers_in_sheet(grid.lines))


def _too_long(path: Path, name: str, troubles: list[Trouble]) -> bool:
    """Whether a file has more rows than any case: then somebody forgot to say which column tells cases apart."""
    if path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        return False
    try:
        with path.open("rb") as raw:
            rows = sum(chunk.count(b"\n") for chunk in iter(lambda: raw.read(1 << 20), b""))
    except OSError:
        return False
    if rows <= MOST_ROWS_OF_A_CASE:
        return False
    what = f"It has some {rows:,} rows and no column of cases, so it was not read as one case."
    troubles.append(Trouble(name, what, "Name the column that tells the cases apart with --case-column."))
    return True


# --- one case, one place ----------------------------------------------------------------------------------


def _once(
    files: Sequence[Files], tables: Sequence[tuple[LongTable, Index]], join: bool, troubles: list[Trouble]
) -> tuple[list[Files], list[tuple[LongTable, Index]], frozenset[str]]:
    """What claims a case alone; each case that is claimed twice is told and left out."""
    alone: dict[str, list[str]] = {}
    for given in files:
        alone.setdefault(given.case, []).append(given.paths[0].name)
    tabled: dict[str, list[str]] = {}
    for table, index in tables:
        for case in index.rows:
            tabled.setdefault(case, []).append(table.file)
    twice = {}
    for case in alone.keys() | tabled.keys():
        places = [*alone.get(case, ()), *tabled.get(case, ())]
        if len(places) > 1 and not (join and case not in alone):
            twice[case] = places
    for case, found in sorted(twice.items()):
        what = f"It stands in {len(found)} places ({'; '.join(sorted(found))}) and was not read."
        do = "Give each case its own identifier; or say that they belong together: --join for tables, --per-folder."
        troubles.append(Trouble(f"case {case}", what, do))
    return [given for given in files if given.case not in twice], list(tables), frozenset(twice)


def _alike(cases: Iterable[str]) -> Iterator[Trouble]:
    """Identifiers that differ only in capitals or spaces: perhaps one case, taken as several."""
    together: dict[str, list[str]] = {}
    for case in cases:
        together.setdefault("".join(case.split()).casefold(), []).append(case)
    for same in together.values():
        if len(same) > 1:
            what = "These identifiers differ only in capitals or spaces; they were read as different cases."
            yield Trouble(f"cases {', '.join(sorted(same))}", what, "Write them alike if they are one case.")


def _strangers(people: Mapping[str, tuple[Person, ...]], cases: frozenset[str]) -> Iterator[Trouble]:
    strangers = sorted(set(people) - cases)
    if strangers:
        what = f"The table of people names {len(strangers)} cases that no rows belong to."
        yield Trouble(f"case {strangers[0]}", what, "Check that identifiers are written alike.")
