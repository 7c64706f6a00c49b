"""Audits of small cases, their workbooks, and auditors who fill them in with another program than ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from small_cases import CLOSED, NO_ACCESS, QUIET, asked, write_csv

from engine.audit.folder import AuditFolder
from engine.audit.found import Found
from engine.audit.judging import Setup, judge
from engine.audit.running import run
from engine.audit.sampled import Asked, after_blind, sample
from engine.audit.sampling import Plan
from engine.audit.workbook.filled import Filled, read_filled
from engine.audit.workbook.layout import MARK_COLUMN, SECTIONS, mark_of
from engine.audit.workers import Judged, judged
from engine.pack import load_pack

PACK = load_pack()
RULES = (
    "repeated-no-access-visits",
    "child-not-seen-n-days",
    "access-refused-no-legal-options-considered",
    "anonymous-referral-closed-without-rationale",
    "child-not-offered-time-alone-with-health",
)
"""Few rules, so that workbooks are small and quick; the last cannot be evaluated without a date of birth."""
HOSTILE = (
    '=HYPERLINK("http://example.org","click")',
    "+SUM(1;2)",
    "@SUM(A1)",
    "-2+3",
    '=cmd|"/c calc"!A1',
    "flag:p.1.1",
    "</t></is></c><f>1+1</f>",
    "_x003D_1+1 & <b>bold</b> ]]> \ufffe",
    "\u202egnp.exe \u200b\u0007",
    "http://example.org/",
    "{=1+1}",
)
"""Texts that some program might take for a formula, a link, a mark or a tag."""
HOSTILE_ROWS = tuple(
    (f"{at:02}/02/2022", "School", f"{text} Home visit. Child seen. {text}", text)
    for at, text in enumerate(HOSTILE, start=1)
)
CASES: Mapping[str, Sequence[Sequence[str]]] = {
    "maple": NO_ACCESS,
    "rowan": CLOSED,
    "willow": QUIET,
    "elm": NO_ACCESS,
    "it's [odd]?*": QUIET,
    "hostile": HOSTILE_ROWS,
}


def _here(found: Found, left: frozenset[str], setup: Setup, processes: int) -> Iterator[Judged]:
    for given in found.given(left):
        yield judged(judge(given, setup, PACK))


def audited(tmp_path: Path, cases: Mapping[str, Sequence[Sequence[str]]] = CASES) -> Path:
    """The output folder of an audit over these cases, each in a file."""
    for name, rows in cases.items():
        write_csv(tmp_path / "cases" / f"{name}.csv", rows)
    run(asked(tmp_path / "cases", tmp_path / "out", rules=RULES), evaluate=_here)
    return tmp_path / "out"


def first(folder: Path, path: Path, seed: str = "3", size: int = 6, professionals: bool = False, **how: Any) -> Path:
    """A first workbook of an audit."""
    done = sample(folder, Asked(Plan(seed, size), professionals=professionals, **how), 100, book=True)
    assert done.book is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(done.book)
    return path


def second(folder: Path, book: Path, path: Path) -> Path:
    """The second workbook after a first one that was filled in."""
    done = after_blind(folder, book, 100)
    assert done.book is not None
    path.write_bytes(done.book)
    return path


def filled(path: Path) -> Filled:
    """A workbook of ours, read back."""
    return _filled(path.read_bytes(), path)


@cache
def _filled(content: bytes, path: Path) -> Filled:
    found = read_filled(path)
    assert found is not None
    return found


def fill(book: Path, typed: Mapping[tuple[str, str], str], to: Path | None = None) -> Path:
    """Type into a workbook with openpyxl: (mark, name of the column) -> text."""
    opened = load_workbook(book)
    left = dict(typed)
    for (mark, column), (sheet, cell) in places(book).items():
        if (mark, column) in left:
            opened[sheet][cell] = left.pop((mark, column))
            opened[sheet][cell].data_type = "s"
    assert not left, f"no such boxes: {sorted(left)}"
    opened.save(to or book)
    return to or book


def places(book: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Every box of a workbook: (mark, name of the column) -> (sheet, cell)."""
    return _places(book.read_bytes())


@cache
def _places(book: bytes) -> dict[tuple[str, str], tuple[str, str]]:
    section_of = {"p": "prompts", "b": "seen", "m": "missed", "s": "compared", "e": "closing", "f": "front"}
    found = {}
    for sheet in load_workbook(BytesIO(book)).worksheets:
        for row in sheet.iter_rows():
            mark = mark_of(row[MARK_COLUMN].value) if len(row) > MARK_COLUMN else None
            if mark is None or mark[0] not in section_of:
                continue
            for at, column in enumerate(SECTIONS[section_of[mark[0]]]):
                if column.typed:
                    found[".".join(mark), column.name] = (sheet.title, row[at].coordinate)
    return found


def prompts(book: Path, rule: str = "") -> list[str]:
    """The marks of the prompts of a workbook, or of one rule."""
    manifest = filled(book).manifest
    assert manifest is not None
    return [
        f"p.{number}.{at}"
        for number, case in enumerate(manifest.cases, start=1)
        for at, prompt in enumerate(case.prompts, start=1)
        if rule in ("", prompt.rule)
    ]


def numbers(book: Path, *, blind: bool) -> list[int]:
    """The numbers of the cases of one half."""
    manifest = filled(book).manifest
    assert manifest is not None
    return [number for number, case in enumerate(manifest.cases, start=1) if case.blind is blind]


def number_in(book: Path, case: str) -> int:
    """The number of a case in its workbook."""
    manifest = filled(book).manifest
    assert manifest is not None
    return [one.case for one in manifest.cases].index(case) + 1


def header_of(folder: Path) -> Any:
    """The header of an audit's folder."""
    return AuditFolder(folder).header
