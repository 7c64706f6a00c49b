"""The journal of a run: every record as it comes, so that a run that was stopped goes on where it was.

Only the process that started the run writes it. A line that was cut off when the run was killed is taken away; what
stands before it is whole. One run at a time may hold a journal.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from engine.audit.folder import JOURNAL, RECORDS
from engine.audit.record import CaseKept, from_line
from engine.errors import Place, UsageError
from engine.output import PART

_CASE = b'{"case":'
_SYNC_EVERY = 50
"""Records after which the disk is asked to have them for certain."""


class Journal:
    """The records of a run so far, by case; used in a `with` statement."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0
        self._file: FileIO | None = None
        self._written = 0

    def __enter__(self) -> Journal:
        """Open it and read what is there. Raises UsageError where another run holds it or it cannot be written."""
        try:
            # Unbuffered: what did not fit on the disk must not be tried again when the file is closed.
            self._file = FileIO(self._path, "a")
        except OSError as error:
            raise _unwritable(error) from None
        _lock(self._file)
        with self._path.open("rb") as lines:
            for line in lines:
                case = _case_of(line)
                if case is None:
                    break
                self._places[case] = (self._end, len(line))
                self._end += len(line)
        self._file.truncate(self._end)
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def records(self) -> Iterator[CaseKept]:
        """The latest record of each case, one at a time."""
        for line in self._lines():
            yield from_line(line)

    def drop(self, cases: frozenset[str]) -> None:
        """Forget cases: they are evaluated again."""
        for case in cases:
            self._places.pop(case, None)

    @property
    def cases(self) -> frozenset[str]:
        """The cases that have a record."""
        return frozenset(self._places)

    def add(self, case: str, line: bytes) -> None:
        """Write one record whole. Raises UsageError where the disk is full; what was there before stays whole."""
        file = self._opened()
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[file.write(rest) :]
            self._written += 1
            if self._written % _SYNC_EVERY == 0:
                os.fsync(file.fileno())
        except OSError as error:
            self._cut()
            raise _unwritable(error) from None
        self._places[case] = (self._end, len(line))
        self._end += len(line)

    def _cut(self) -> None:
        """Take away what was written of a record that did not fit."""
        try:
            os.ftruncate(self._opened().fileno(), self._end)
        except OSError:
            return  # the next run takes it away

    def finish(self, folder: Path) -> None:
        """Write the records in the order of their cases, whole or not at all, and take the journal away."""
        part = folder / (RECORDS + PART)
        try:
            with part.open("wb") as out:
                for line in self._lines():
                    out.write(line)
                out.flush()
                os.fsync(out.fileno())
            os.replace(part, folder / RECORDS)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise _unwritable(error) from None
        self._opened().close()
        self._file = None
        self._path.unlink(missing_ok=True)

    def _lines(self) -> Iterator[bytes]:
        with self._path.open("rb") as lines:
            for case in sorted(self._places):
                at, length = self._places[case]
                lines.seek(at)
                yield lines.read(length)

    def _opened(self) -> FileIO:
        if self._file is None:
            raise ValueError("the journal is not open")
        return self._file


def _case_of(line: bytes) -> str | None:
    """The case of a whole line; None where the line was cut off."""
    if not line.endswith(b"}\n") or not line.startswith(_CASE):
        return None
    try:
        case, _ = json.JSONDecoder().raw_decode(line[len(_CASE) :].decode())
    except ValueError:
        return None
    return case if isinstance(case, str) else None


def _lock(file: FileIO) -> None:
    """Let no second run write here; the system lets go of it when this process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: two runs in one folder are not told apart there
        return
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise UsageError(
            "Another run is writing to this folder.", "Wait for it to end, or choose another folder.", Place(JOURNAL)
        ) from None


def _unwritable(error: OSError) -> UsageError:
    return UsageError(
        f"The output folder cannot be written to ({error.strerror or 'no reason given'}); what was done is kept.",
        "Make room, then run the same command again: it goes on where it was.",
    )
