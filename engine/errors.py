"""Every error a user can meet, as a tree.

FlagError                      it could not do the job: one sentence, exit status 2
├── ReadError                  a chronology file that cannot be read as one
├── SideSheetError             a side sheet that cannot be read or contradicts the file
├── RuleFileError              mistakes in rule files, collected, each with its place
└── UsageError                 a request that cannot be met (unknown rule, bad day)

An error carries its place (file, row, column or line) and ends in what to do. It never carries
the text of a record: place and key are enough to find it, and logs must stay free of people.
"""

from __future__ import annotations

from engine.values import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and as much of the rest as is known (numbers from 1).

    `sheet` is the part of the file in words: "sheet Police", "table 2".
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet:
            parts.append(self.sheet)
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


class FlagError(Exception):
    """The job could not be done. `what` says what is wrong, `remedy` what to do about it."""

    def __init__(self, what: str, remedy: str, place: Place | None = None) -> None:
        self.what = what
        self.remedy = remedy
        self.place = place
        super().__init__(str(self))

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.what} {self.remedy}".strip()


class ReadError(FlagError):
    """A file that cannot be read as a chronology."""


class SideSheetError(FlagError):
    """A side sheet that cannot be read, or that contradicts the file beside it."""


class UsageError(FlagError):
    """A request that cannot be met as it was put."""


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a reader should know that did not stop the job; never carries record text."""

    what: str
    place: Place | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" if self.place else self.what
