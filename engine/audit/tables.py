"""Long tables: many cases in one file, told apart by a column.

A table is gone through twice: once for which cases it holds and how many rows each has, once for the rows. A case is
handed on as soon as its last row has come, so that of a table sorted by case one case at a time is in memory.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol, TextIO

from engine.audit.judging import TableRows
from engine.audit.trouble import Trouble
from engine.errors import Place, ReadError, UsageError
from engine.read.columns import plain
from engine.read.grid import Line
from engine.read.header import HEADER_WITHIN, best_header
from engine.read.table import LARGEST_CELL, SEPARATORS
from engine.values import dataclass, field

CASE_HEADERS = ("case", "case id", "case identifier")
"""Headers by which a table is taken to hold many cases; any other is named by hand."""
_CHUNK = 1 << 20


class TableRow(NamedTuple):
    """One row: its number as a person sees it, the case and team it names, and its other cells."""

    number: int
    case: str
    team: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """What a table holds: rows by case in order of appearance, the team of each, and what cannot be used."""

    rows: Mapping[str, int]
    teams: Mapping[str, str]
    troubles: tuple[Trouble, ...] = ()


class LongTable(Protocol):
    """A table of many cases."""

    @property
    def file(self) -> str:
        """Its name below the input that was given."""
        ...

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        ...

    @property
    def header(self) -> tuple[str, ...]:
        """The headers besides those of case and team."""
        ...

    def rows(self) -> Iterator[TableRow]:
        """Every filled row in the order of the table. Raises ReadError where it cannot be read to its end."""
        ...


def index_of(table: LongTable) -> Index:
    """Go through a table once. Raises ReadError."""
    rows: Counter[str] = Counter()
    teams: dict[str, str] = {}
    several: set[str] = set()
    unnamed: list[int] = []
    for row in table.rows():
        if not row.case:
            unnamed.append(row.number)
            continue
        rows[row.case] += 1
        if row.team and teams.setdefault(row.case, row.team) != row.team:
            several.add(row.case)
    troubles = []
    if unnamed:
        what = f"{len(unnamed)} rows name no case (the first is row {unnamed[0]}) and were not read."
        troubles.append(Trouble(table.file, what, "Fill in the case column."))
    for case in sorted(several):
        what = "The table names several teams for this case; it was put under none."
        troubles.append(Trouble(f"{table.file}, case {case}", what, "Give each case one team."))
        teams[case] = ""
    return Index(dict(rows), teams, tuple(troubles))


def by_case(table: LongTable, index: Index) -> Iterator[tuple[str, TableRows]]:
    """The rows of each case by their numbers, as soon as its last row has come."""
    open_cases: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for row in table.rows():
        if row.case not in index.rows:
            continue
        mine = open_cases.setdefault(row.case, [])
        mine.append((row.number, row.cells))
        if len(mine) == index.rows[row.case]:
            lines = sorted(open_cases.pop(row.case), key=lambda line: line[0])
            yield row.case, TableRows(table.file, table.sha256, table.header, tuple(lines))


Columns = tuple[int | None, int | None]
"""Where the case and the team stand in a header; None: nowhere."""


def columns_named(header: Sequence[str], file: str, case: str | None, team: str | None) -> Columns:
    """Where the case and the team stand in a header. Raises UsageError where a header named by hand is not there."""
    words = [plain(cell) for cell in header]
    return _place(words, file, case, CASE_HEADERS), _place(words, file, team, ())


def _place(words: list[str], file: str, named: str | None, known: Sequence[str]) -> int | None:
    if named is None:
        return next((words.index(word) for word in known if word in words), None)
    if plain(named) not in words:
        raise UsageError(f"No column is headed '{named}'.", "Give a header as it stands in the table.", Place(file))
    return words.index(plain(named))


def without(cells: Sequence[str], left_out: Sequence[int | None]) -> tuple[str, ...]:
    """The cells besides those of some columns."""
    return tuple(cell for at, cell in enumerate(cells) if at not in left_out)


# --- CSV ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV file of any length, read row by row."""

    path: Path
    file: str
    sha256: str
    encoding: str
    separator: str
    above: int
    """Rows down to the header, the header included."""
    whole: tuple[str, ...]
    """The header with every column."""
    case: int
    team: int | None
    header: tuple[str, ...] = field(default=())

    def rows(self) -> Iterator[TableRow]:
        """Every filled row below the header. Raises ReadError."""
        left_out = (self.case, self.team)
        for number, cells in self._lines():
            if number <= self.above or not any(map(str.strip, cells)):
                continue
            case = cells[self.case].strip() if self.case < len(cells) else ""
            team = cells[self.team].strip() if self.team is not None and self.team < len(cells) else ""
            yield TableRow(number, case, team, without(cells, left_out))

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        number = 0
        try:
            with opened(self.path, self.encoding) as text:
                for number, cells in enumerate(csv.reader(text, delimiter=self.separator, strict=True), start=1):
                    yield number, cells
        except (csv.Error, UnicodeDecodeError):
            raise ReadError(
                "The table cannot be told apart into rows from here on: a quotation mark is open, or bytes are wrong.",
                "Save it again as CSV UTF-8.",
                Place(self.file, row=number + 1),
            ) from None
        except OSError:
            raise ReadError("The file has gone, or cannot be read.", "Put it back.", Place(self.file)) from None


def opened(path: Path, encoding: str) -> TextIO:
    """A CSV file as text; cells may be as large as they may in `flag FILE`."""
    csv.field_size_limit(LARGEST_CELL)
    return path.open(encoding=encoding, newline="")


def csv_table(
    path: Path, file: str, case_column: str | None, team_column: str | None, chronology: bool = True
) -> CsvTable | None:
    """A CSV file as a table of many cases; None where no column tells cases apart.

    A `chronology` has a header that is known as one; of any other table the first filled row is the header.
    Raises ReadError where it cannot be read, UsageError where a column named by hand is not there.
    """
    encoding = encoding_of(path, file)
    found = _header(path, encoding, chronology)
    if found is None:
        return None
    separator, above, header = found
    case, team = columns_named(header, file, case_column, team_column)
    if case is None:
        return None
    return CsvTable(
        path, file, digest_of(path, file), encoding, separator, above, tuple(header), case, team,
        without(header, (case, team)),
    )  # fmt: skip


IDENTIFIERS = (
    "case ref", "case reference", "case number", "case no", "case name", "child id", "child ref", "child reference",
    "child number", "person id", "person number", "client id", "client number", "mosaic id", "mosaic number", "lcs id",
    "family id", "family", "upn", "nhs number", "nhs no", "unique id", "la child id", "pers person id", "record id",
)  # fmt: skip
"""Headers of columns that often tell cases apart and sometimes do not: nothing is taken for granted of them."""


Repeated = tuple[str, int, int]
"""A header, how many values its column holds, and in how many rows."""


def identifiers_in_csv(path: Path, file: str) -> list[Repeated]:
    """The columns of a CSV file that may tell cases apart; none where it cannot be read, which is told elsewhere."""
    encoding = encoding_of(path, file)
    found = _header(path, encoding, chronology=True)
    if found is None:
        return []
    separator, above, header = found
    try:
        with opened(path, encoding) as text:
            return repeated_identifiers(header, islice(csv.reader(text, delimiter=separator), above, None))
    except (csv.Error, UnicodeDecodeError, OSError):
        return []


def identifiers_in_sheet(lines: Sequence[Line]) -> list[Repeated]:
    """The columns of a sheet that may tell cases apart."""
    best, _ = best_header([("", [line.cells for line in lines[:HEADER_WITHIN]])], {})
    if best is None or not best.columns:
        return []
    return repeated_identifiers(lines[best.number - 1].cells, (line.cells for line in lines[best.number :]))


def repeated_identifiers(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[Repeated]:
    """For each column that may tell cases apart: its header, how many values it holds, and in how many rows."""
    values: dict[int, Counter[str]] = {at: Counter() for at, cell in enumerate(header) if plain(cell) in IDENTIFIERS}
    if values:
        for cells in rows:
            for at, counted in values.items():
                if at < len(cells) and cells[at].strip():
                    counted[cells[at].strip()] += 1
    return [(header[at].strip(), len(counted), counted.total()) for at, counted in values.items()]


def encoding_of(path: Path, file: str) -> str:
    """UTF-8, or UTF-16 by its mark, or else Windows-1252, for a file that is too long to decode at once."""
    try:
        with path.open("rb") as raw:
            start = raw.read(4)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        with path.open(encoding="utf-8-sig", newline="") as text:
            while text.read(_CHUNK):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    except OSError:
        raise _unreadable(file) from None
    return "utf-8-sig"


def digest_of(path: Path, file: str) -> str:
    """SHA-256 of a file of any length. Raises ReadError."""
    try:
        with path.open("rb") as raw:
            return hashlib.file_digest(raw, "sha256").hexdigest()
    except OSError:
        raise _unreadable(file) from None


def _unreadable(file: str) -> ReadError:
    return ReadError("The file cannot be read.", "Check that it is there and who may open it.", Place(file))


def _header(path: Path, encoding: str, chronology: bool) -> tuple[str, int, list[str]] | None:
    """Separator, row number and cells of the header."""
    try:
        with opened(path, encoding) as text:
            first = "".join(islice(text, 4 * HEADER_WITHIN))
        samples = [
            (mark, list(islice(csv.reader(io.StringIO(first, newline=""), delimiter=mark), HEADER_WITHIN)))
            for mark in SEPARATORS
            if mark in first
        ]
    except (csv.Error, UnicodeDecodeError, OSError):
        return None
    if not chronology:
        filled = [(mark, number, row) for mark, rows in samples for number, row in enumerate(rows, start=1) if any(row)]
        return max(filled, key=lambda one: (-one[1], len(one[2])), default=None)
    best, _ = best_header(samples, {})
    if best is None or not best.columns:
        return None
    return best.separator, best.number, next(rows for mark, rows in samples if mark == best.separator)[best.number - 1]


# --- a table that is in memory: a sheet of a workbook -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet of a workbook, which is never longer than a workbook may be."""

    file: str
    sha256: str
    lines: tuple[Line, ...]
    above: int
    case: int
    team: int | None
    header: tuple[str, ...]

    def rows(self) -> Iterator[TableRow]:
        """Every filled row below the header."""
        for number, cells in self.lines[self.above :]:
            if any(map(str.strip, cells)):
                case = cells[self.case].strip() if self.case < len(cells) else ""
                team = cells[self.team].strip() if self.team is not None and self.team < len(cells) else ""
                yield TableRow(number, case, team, without(cells, (self.case, self.team)))


def sheet_table(
    lines: Sequence[Line], file: str, sha256: str, case_column: str | None, team_column: str | None
) -> SheetTable | None:
    """A sheet as a table of many cases; None where it has no header or no column tells cases apart."""
    best, _ = best_header([("", [line.cells for line in lines[:HEADER_WITHIN]])], {})
    if best is None or not best.columns:
        return None
    header = lines[best.number - 1].cells
    case, team = columns_named(header, file, case_column, team_column)
    if case is None:
        return None
    return SheetTable(file, sha256, tuple(lines), best.number, case, team, without(header, (case, team)))
