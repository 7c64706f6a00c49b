"""Reading one file into the chronologies it holds, or one clear sentence about why it cannot be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.digest import sha256
from engine.errors import Place, ReadError, UsageError, Warning
from engine.read.coded import coded_source, is_coded
from engine.read.columns import Named
from engine.read.encoding import decode
from engine.read.grid import Grid
from engine.read.kinds import kind_of
from engine.read.rowing import NOTE, STRUCK, is_note
from engine.read.table import read_grid
from engine.read.tables import settled, sources_of
from engine.rows import COLUMNS, Source

__all__ = ["NOTE", "STRUCK", "is_note", "read_file", "read_sources"]

_AS_CSV = "Open it in the program that made it and save it as CSV UTF-8, .xlsx or .docx."


def read_file(
    path: Path,
    *,
    agency: str | None = None,
    encoding: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Source:
    """The first chronology of a file; a CSV file has no other. Raises as `read_sources` does."""
    return read_sources(path, agency=agency, encoding=encoding, columns=columns)[0]


def read_sources(
    path: Path,
    *,
    agency: str | None = None,
    encoding: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> tuple[Source, ...]:
    """The chronologies of a file, one for each sheet or run of tables that holds one.

    No row is dropped except empty ones and repeated headers. `agency` fills the agency where the file gives none;
    `columns` says by hand what headers stand for. Raises ReadError with the place and the remedy, UsageError for an
    unknown column name.
    """
    named = _named(columns)
    file = path.name or str(path)
    data = _bytes_of(path, file)
    grids, said, read_as = _grids(path, data, file, encoding, named)
    digest = sha256(data).hexdigest()
    if is_coded(grids):
        return (coded_source(grids, file, digest, agency, said),)
    return sources_of(grids, file, digest, read_as, agency, named, said)


def read_grids(
    path: Path, *, encoding: str | None = None, columns: Mapping[str, str] | None = None
) -> tuple[list[Grid], str]:
    """Every table of a file as it stands, chronology or not, and what the file is. Raises as `read_sources` does."""
    file = path.name or str(path)
    grids, _, read_as = _grids(path, _bytes_of(path, file), file, encoding, _named(columns))
    if is_coded(grids):
        raise ReadError(
            "This is the workbook of readings that `flag code` writes.", "Give the chronology itself.", Place(file)
        )
    return grids, read_as


def _grids(
    path: Path, data: bytes, file: str, encoding: str | None, named: Named
) -> tuple[list[Grid], Sequence[Warning], str]:
    if kind_of(path, data, file) == "zip":
        return _office(data, file)
    text, read_as, said = decode(data, file, encoding)
    if not text.strip():
        raise ReadError("The file is empty.", "Check that the right file was saved.", Place(file))
    _refuse_binary(text, file)
    return [read_grid(text, file, named)], said, read_as


def _office(data: bytes, file: str) -> tuple[list[Grid], list[Warning], str]:
    from engine.read.guard import open_package  # here and below, because a CSV file needs none of it

    package = open_package(data, file)
    if package.kind == "xlsx":
        from engine.read.workbook import read_workbook

        return (*read_workbook(package, file), "an Excel workbook")
    from engine.read.worddoc import read_document

    return (*read_document(package, file), "a Word document")


def _named(columns: Mapping[str, str] | None) -> Named:
    named = settled(columns, COLUMNS)
    if isinstance(named, str):
        known = ", ".join(COLUMNS)
        raise UsageError("--columns names a column there is not.", f"The columns are: {known}; or `ignore`.")
    return named


def _bytes_of(path: Path, file: str) -> bytes:
    place = Place(file)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError("There is no such file.", "Check the name and the folder.", place) from None
    except IsADirectoryError:
        raise ReadError("This is a folder.", "Name the files in it.", place) from None
    except PermissionError:
        if path.is_dir():  # what Windows says of a folder
            raise ReadError("This is a folder.", "Name the files in it.", place) from None
        raise ReadError("You may not read this file.", "Check who may open it, or copy it.", place) from None
    except (OSError, ValueError):
        raise ReadError("The file cannot be read from the disk.", "Copy it elsewhere and try again.", place) from None


def _refuse_binary(text: str, file: str) -> None:
    sample = text[:4096]
    odd = sum(1 for char in sample if (char < " " and char not in "\t\r\n\f\v") or char == "\ufffd")
    if odd > max(8, 0.1 * len(sample)):
        raise ReadError("This is not a text file.", _AS_CSV, Place(file))
