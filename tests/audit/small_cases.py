"""Small invented cases for the tests of the audit, in files and in one table."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from engine.audit.found import Reading
from engine.audit.judging import Setup
from engine.audit.running import Request
from engine.session import Options

HEADER = ("Date", "Agency", "Event", "Child seen")
NO_ACCESS: tuple[tuple[str, ...], ...] = (
    ("03/01/2022", "Children's Social Care", "Home visit. Child seen and spoken to alone.", "Y"),
    ("07/02/2022", "Children's Social Care", "Home visit. No access, no reply to knocking.", "N"),
    ("09/02/2022", "Health Visiting", "Home visit, nobody in. Card left.", "N"),
    ("11/02/2022", "Children's Social Care", "Visited again. No access.", "N"),
    ("28/04/2022", "School", "Attendance letter sent home.", ""),
)
CLOSED: tuple[tuple[str, ...], ...] = (
    ("01/03/2022", "Children's Social Care", "Anonymous referral received: child heard crying at night.", ""),
    ("04/03/2022", "Children's Social Care", "No further action.", ""),
)
QUIET: tuple[tuple[str, ...], ...] = (
    ("05/05/2022", "School", "Seen at school today, settled and chatty.", "Y"),
    ("12/05/2022", "Children's Social Care", "Home visit. Child seen and spoken to alone.", "Y"),
)


def write_csv(path: Path, rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    """A CSV file of a header and rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def three_cases(folder: Path) -> Path:
    """A folder with three cases, one of them a folder deeper."""
    write_csv(folder / "maple.csv", NO_ACCESS)
    write_csv(folder / "north" / "rowan.csv", CLOSED)
    write_csv(folder / "willow.csv", QUIET)
    return folder


def long_table(path: Path, cases: dict[str, Sequence[Sequence[str]]]) -> Path:
    """One table with a column of cases."""
    rows = [(case, *row) for case, mine in cases.items() for row in mine]
    return write_csv(path, rows, ("Case ID", *HEADER))


def asked(
    path: Path, output: Path, *, reading: Reading | None = None, processes: int = 1, lifecycle: bool = True,
    events: bool = False, rules: tuple[str, ...] = (), anew: bool = False,
) -> Request:  # fmt: skip
    """A request for an audit of one input."""
    setup = Setup(Options(rules=rules), lifecycle, events)
    return Request((path,), "To try the audit", output, reading or Reading(), setup, processes, anew)
