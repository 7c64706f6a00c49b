"""What an audit could not read or do: a line of its log, with what to do about it. Never a word of a record."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from engine.errors import FlagError
from engine.report.safetext import cell
from engine.values import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """One line of the log: which file or case, what is wrong, what to do."""

    where: str
    """A file as it lies below the input that was given, with a row where one is meant; or a case."""
    what: str
    do: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.do}".rstrip()


def trouble_of(where: str, error: FlagError) -> Trouble:
    """A typed error as a line of the log; its place, where it tells more than `where`, is kept."""
    place = f"{where}, {error.place}" if error.place is not None and error.place.file not in where else where
    if error.place is not None and error.place.file in where:
        rest = str(error.place).removeprefix(error.place.file)
        place = f"{where}{rest}"
    return Trouble(place, error.what, error.remedy)


def render_log(troubles: Iterable[Trouble]) -> bytes:
    """The log as CSV, each line once, in order of place."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("where", "what", "what to do"))
    told = {(one.where, one.what, one.do) for one in troubles}
    writer.writerows(tuple(map(cell, line)) for line in sorted(told))
    return out.getvalue().encode()
