"""Parquet in: a file, or a folder of files partitioned by case, as one table of many cases.

pyarrow is loaded only where Parquet is asked for (the package's `audit` extra).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.audit.tables import TableRow, columns_named
from engine.audit.trouble import Trouble
from engine.errors import Place, ReadError, UsageError
from engine.read.columns import HEADERS, plain
from engine.values import dataclass

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.dataset

ENDING = ".parquet"
ROW_NUMBERS = ("row no", "row number", "row")
"""Columns that hold each row's number in the source; else rows are counted from 1 in the order of the files."""
NOT_INSTALLED = "Reading and writing Parquet needs pyarrow, which is not installed."
INSTALL = "Install the package with [audit]."
_BATCH = 20_000
_DAYS = frozenset(plain(header) for name in ("date", "date_end", "recorded") for header in HEADERS.get(name, ()))


def arrow() -> Any:
    """pyarrow with its datasets. Raises UsageError where it is not installed."""
    try:
        import pyarrow.dataset
    except ImportError:
        raise UsageError(NOT_INSTALLED, INSTALL) from None
    return pyarrow


def _partitions(path: Path, files: Sequence[Path]) -> Any:
    """The partitions in the names of folders ("case=007"), as text: a case is no number, and 007 is not 7."""
    lib = arrow()
    parts = [part for one in files for part in one.relative_to(path).parts[:-1] if "=" in part]
    keys = dict.fromkeys(part.split("=", 1)[0] for part in parts)
    return lib.dataset.partitioning(lib.schema([(key, lib.string()) for key in keys]), flavor="hive")


@dataclass(frozen=True, slots=True)
class ParquetTable:
    """A Parquet file or folder, read batch by batch."""

    path: Path
    file: str
    sha256: str
    names: tuple[str, ...]
    """The columns of the table that are kept, in its order."""
    case: str
    team: str | None
    number: str | None
    header: tuple[str, ...]

    def rows(self) -> Iterator[TableRow]:
        """Every filled row. Raises ReadError."""
        wanted = [*self.names, self.case, *filter(None, (self.team, self.number))]
        before = 0
        try:
            for batch in dataset_at(self.path, self.file).to_batches(columns=wanted, batch_size=_BATCH):
                yield from table_rows(batch, self, before)
                before += batch.num_rows
        except (arrow().ArrowException, OSError):
            raise ReadError(
                "The Parquet cannot be read to its end.", "Write it again, or put it back.", Place(self.file)
            ) from None


def table_rows(batch: pyarrow.RecordBatch, table: ParquetTable, before: int) -> Iterator[TableRow]:
    """The rows of a batch; `before` is how many rows came before it."""
    columns = [_texts(batch.column(name)) for name in table.header]
    cases = _texts(batch.column(table.case))
    teams = _texts(batch.column(table.team)) if table.team is not None else [""] * batch.num_rows
    numbers = batch.column(table.number).to_pylist() if table.number is not None else [None] * batch.num_rows
    for at, cells in enumerate(zip(*columns, strict=True)):
        if any(map(str.strip, cells)):
            number = numbers[at]
            yield TableRow(before + at + 1 if number is None else int(number), cases[at].strip(), teams[at], cells)


def dataset_at(path: Path, file: str) -> pyarrow.dataset.Dataset:
    """The dataset in a file or a folder (partitions named case=... become a column). Raises ReadError, UsageError."""
    lib = arrow()
    try:
        if path.is_dir():
            files = sorted(path.rglob(f"*{ENDING}"))
            found: pyarrow.dataset.Dataset = lib.dataset.dataset(
                [str(one) for one in files],
                format="parquet",
                partitioning=_partitions(path, files),
                partition_base_dir=str(path),
            )
            return found
        one: pyarrow.dataset.Dataset = lib.dataset.dataset(str(path), format="parquet")
    except (lib.ArrowException, OSError, ValueError):
        raise ReadError("This is no Parquet that can be read.", "Write it again.", Place(file)) from None
    return one


def parquet_table(
    path: Path, file: str, case_column: str | None, team_column: str | None
) -> tuple[ParquetTable, list[Trouble]]:
    """Parquet as a table of many cases, and the columns of it that cannot be used.

    Raises ReadError where it cannot be read, has no column of cases, or a column that is needed has another type.
    """
    schema = dataset_at(path, file).schema
    names = list(schema.names)
    case, team = columns_named(names, file, case_column, team_column)
    if case is None:
        raise ReadError("No column says which case a row belongs to.", "Name it with --case-column.", Place(file))
    number = next((name for name in names if plain(name) in ROW_NUMBERS and _is_number(schema.field(name).type)), None)
    kept, troubles = [], []
    for at, name in enumerate(names):
        kind = schema.field(name).type
        why = _refused(name, kind)
        if at in (case, team):
            if why or _is_day(kind):
                raise _other_type(name, str(kind), "text or whole numbers", file)
            continue
        if name == number:
            continue
        if not why:
            kept.append(name)
        elif plain(name) in _DAYS:
            raise _other_type(name, str(kind), why, file)
        else:
            what = f"The column '{name}' holds {kind} and was left out."
            troubles.append(Trouble(file, what, f"Write it as {why}, if it matters."))
    table = ParquetTable(
        path, file, digest_at(path, file), tuple(kept), names[case], names[team] if team is not None else None,
        number, tuple(kept),
    )  # fmt: skip
    return table, troubles


def _other_type(name: str, kind: str, wanted: str, file: str) -> ReadError:
    return ReadError(f"The column '{name}' holds {kind}.", f"Write it as {wanted}.", Place(file))


def _refused(name: str, kind: Any) -> str:
    """What a column should hold where its type cannot be read as a cell; empty where it can."""
    types = arrow().types
    if types.is_dictionary(kind):
        kind = kind.value_type
    if plain(name) in _DAYS:
        return "" if _is_text(kind) or _is_day(kind) else "text, date or timestamp"
    fine = _is_text(kind) or _is_day(kind) or _is_number(kind) or types.is_boolean(kind) or types.is_null(kind)
    return "" if fine else "text"


def _is_text(kind: Any) -> bool:
    types = arrow().types
    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_day(kind: Any) -> bool:
    types = arrow().types
    return bool(types.is_date(kind) or types.is_timestamp(kind))


def _is_number(kind: Any) -> bool:
    return bool(arrow().types.is_integer(kind))


def _texts(column: pyarrow.Array) -> list[str]:
    return [_text(value) for value in column.to_pylist()]


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case datetime():
            timed = value.hour or value.minute
            return f"{value:%Y-%m-%d %H:%M}" if timed else f"{value:%Y-%m-%d}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def digest_at(path: Path, file: str) -> str:
    """SHA-256 of a file; of a folder, over the names and digests of its files. Raises ReadError."""
    from engine.audit.tables import digest_of

    if not path.is_dir():
        return digest_of(path, file)
    whole = hashlib.sha256()
    for one in sorted(path.rglob(f"*{ENDING}")):
        whole.update(f"{one.relative_to(path).as_posix()} {digest_of(one, file)}\n".encode())
    return whole.hexdigest()


def is_parquet(path: Path) -> bool:
    """Whether a path is a Parquet file, or a folder that holds some and nothing but such folders and files."""
    if path.is_dir():
        return any(path.rglob(f"*{ENDING}")) and not any(
            one.suffix.lower() in (".csv", ".xlsx", ".docx") for one in path.rglob("*")
        )
    return path.suffix.lower() == ENDING
