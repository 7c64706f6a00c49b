"""The output folder of an audit: what was asked, and the record of every case.

audit.json       the header: purpose, rules, day, inputs, versions; written first
findings.jsonl   the records, a line each, in the order of the cases' identifiers; written when the run is whole
journal.jsonl    the records as they came, while a run is under way or was stopped
escalations.jsonl  what the findings of a case ask together, drawn when all are collected
log.csv          what could not be read or done, a line each

Nothing of the cases is kept anywhere else.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.audit.record import CaseKept, from_line
from engine.errors import Place, UsageError

if TYPE_CHECKING:
    from engine.audit.judging import Given
    from engine.session import Options, Session

HEADER = "audit.json"
RECORDS = "findings.jsonl"
JOURNAL = "journal.jsonl"
LOG = "log.csv"
ESCALATIONS = "escalations.jsonl"


class Header(BaseModel):
    """What a run was asked to do; two runs with the same header and inputs give the same records."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: int = 1
    purpose: str
    """Why this was run, in the words of whoever ran it; printed with every table."""
    program: str
    """Version of the program."""
    fingerprint: str
    """Digest of the shipped rules, vocabulary and calendars."""
    rules: Mapping[str, int]
    """Rules asked for, by name, with their versions."""
    themes: Mapping[str, str]
    """The theme of each rule."""
    wanted: tuple[str, ...]
    """The words of --rules."""
    local: tuple[str, ...] = ()
    """What local practice changes, in words."""
    local_sha256: str = ""
    as_at: str = ""
    """The day given for all cases; empty where each case is looked at on its own last day."""
    lifecycle: bool = True
    """False: only what stands on the day; what was raised and resolved before is then not counted."""
    events: bool = False
    hindsight: bool = False
    inputs: tuple[str, ...] = ()
    """The paths as they were given."""
    reading: Mapping[str, Any] = {}
    """How they are read (case column, joined tables, side sheets), as `engine.audit.found.Reading` has it."""


class AuditFolder:
    """A finished run, read back."""

    def __init__(self, path: Path) -> None:
        """Raises UsageError where this is no folder of a finished run."""
        self.path = path
        self.header = read_header(path)
        if not (path / RECORDS).is_file():
            raise UsageError(
                "This audit has not run to its end.", "Run `flag audit` again with the same --output.", Place(path.name)
            )

    def records(self) -> Iterator[CaseKept]:
        """Every case, read or not (`problem` says why), in the order of their identifiers. Raises UsageError."""
        with (self.path / RECORDS).open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    yield from_line(line)
                except ValueError:
                    raise UsageError(
                        "This line is no record of an audit of this version.", "Run the audit again.",
                        Place(RECORDS, line=number),
                    ) from None  # fmt: skip

    def log_lines(self) -> int:
        """How many lines the log has about what could not be read or done."""
        try:
            with (self.path / LOG).open(encoding="utf-8", newline="") as lines:
                return max(0, sum(1 for _ in csv.reader(lines)) - 1)
        except (OSError, UnicodeDecodeError, csv.Error):
            return 0

    def open_cases(self, cases: Iterable[str]) -> Iterator[tuple[Given, Session]]:
        """Cases opened again from the inputs, to quote their rows; in the order in which they are found.

        Raises UsageError where an input or a case has gone, and what reading a case raises.
        """
        from engine.audit.found import Reading, find
        from engine.audit.judging import open_given
        from engine.pack import load_pack

        wanted = frozenset(cases)
        told = self.header.reading
        ways: dict[str, Any] = {name: told.get(name) for name in Reading.__match_args__}
        reading = Reading(**ways)
        found = find([Path(path) for path in self.header.inputs], reading)
        gone = sorted(wanted - found.cases)
        if gone:
            raise UsageError(
                f"{len(gone)} of the cases are not in the inputs any more.", "Put their files back.", Place(gone[0])
            )
        pack, options = load_pack(), options_of(self.header)
        for given in found.given(wanted):
            yield given, open_given(given, options, pack)


def options_of(header: Header) -> Options:
    """The options with which every case of a run was read."""
    from engine.asked import day_asked
    from engine.session import Options

    told = header.reading
    return Options(
        as_at=day_asked(header.as_at or None),
        rules=header.wanted,
        agency=told.get("agency"),
        encoding=told.get("encoding"),
        columns=told.get("columns") or None,
        words=tuple(Path(path) for path in told.get("words") or ()),
        local=Path(told["local"]) if told.get("local") else None,
        hindsight=header.hindsight,
    )


def read_header(path: Path) -> Header:
    """The header of an audit's folder. Raises UsageError where there is none, or it was changed by hand."""
    place = Place(path.name or str(path))
    try:
        told = json.loads((path / HEADER).read_text(encoding="utf-8"))
        return Header.model_validate(told)
    except FileNotFoundError:
        raise UsageError(
            "This is not the output folder of an audit.", "Give the folder named with --output.", place
        ) from None
    except (OSError, ValueError, ValidationError):
        raise UsageError("Its audit.json cannot be read.", "Run the audit again into a new folder.", place) from None
