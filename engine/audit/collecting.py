"""Filled-in workbooks of a folder, put together: what was judged, what was missed, and what could not be placed.

Workbooks are only read. One that cannot be used is told in a line, and the others are read all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from engine.audit.agreement import (
    EMPTY,
    BetweenAuditors,
    Judgement,
    RuleAgreement,
    Settled,
    ToLookAt,
    between,
    by_rule,
    settle,
    to_look_at,
)
from engine.audit.workbook.filled import Filled, LineFilled, read_filled
from engine.audit.workbook.layout import CLOSING, HEADINGS, JUDGEMENTS, SAID
from engine.audit.workbook.manifest import CaseTold, Manifest, NumberTold
from engine.errors import FlagError, Place, UsageError
from engine.report.words import count_of
from engine.values import dataclass, replace

OPEN_HALF, BLIND_HALF = "read with prompts", "read blind first"
NOT_COMPARED = "not compared yet"
LOOK_FROM = 3
"""Disagreements about numbers from which on a rule's numbers are worth a look."""
Numbers = dict[tuple[str, str, int], tuple[NumberTold, ...]]


@dataclass(frozen=True, slots=True)
class Missed:
    """A line of what an auditor saw: what no prompt says, or what was seen before there were prompts."""

    run: str
    book: str
    half: str
    case: str
    said: str
    """Whether a prompt says it: "no" in the open half; "yes", "in part", "no" or `NOT_COMPARED` in the other."""
    rows: str
    theme: str
    saw: str
    ask: str
    why: str
    note: str
    second: str


@dataclass(frozen=True, slots=True)
class Boxed:
    """What was typed in a box about a case as a whole, or on the front sheet."""

    book: str
    case: str
    """Empty for the front sheet."""
    what: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Something typed that could not be counted: kept as it is."""

    book: str
    sheet: str
    cell: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Run:
    """An audit of which workbooks came back."""

    id: str
    label: str
    purpose: str
    program: str
    seeds: tuple[str, ...]
    books: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collected:
    """Everything that came back."""

    runs: tuple[Run, ...]
    agreements: tuple[RuleAgreement, ...]
    settled: tuple[Settled, ...]
    missed: tuple[Missed, ...]
    between: tuple[BetweenAuditors, ...]
    look_at: tuple[ToLookAt, ...]
    boxes: tuple[Boxed, ...]
    unplaced: tuple[Unplaced, ...]
    notes: tuple[str, ...]
    """What is to be said of files and workbooks, each in a line."""


def collect(folder: Path, run: str = "", look_from: int = LOOK_FROM) -> Collected:
    """Put together the workbooks below a folder; with `run` only those of that audit are counted.

    Raises UsageError where there is no workbook of ours.
    """
    gathered = _Gathered(run)
    for path in _files(folder):
        gathered.take(path)
    if not gathered.books:
        told = "; ".join(gathered.notes[:5])
        raise UsageError(
            "There is no workbook of an audit in this folder." + (f" {told}." if told else " It is empty."),
            "Give the folder that holds the workbooks filled in by auditors.", Place(folder.name or str(folder)),
        )  # fmt: skip
    return gathered.collected(look_from)


def _files(folder: Path) -> list[Path]:
    """The files below a folder (or the one file that was given), without those that an office program keeps open."""
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise UsageError("There is no such folder.", "Check the name.", Place(folder.name or str(folder)))
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(("~$", ".~lock", "."))
    ]


class _Gathered:
    """Workbooks on their way to being put together."""

    def __init__(self, run: str) -> None:
        self._run = run
        self._digests: dict[str, str] = {}
        self.books: list[Filled] = []
        self.judgements: list[Judgement] = []
        self.missed: list[Missed] = []
        self.boxes: list[Boxed] = []
        self.unplaced: list[Unplaced] = []
        self.notes: list[str] = []
        self.numbers: Numbers = {}

    def take(self, path: Path) -> None:
        """Read one file; whatever it is, there is a line that says so."""
        try:
            filled = read_filled(path)
        except FlagError as error:
            self.notes.append(str(error))
            return
        if filled is None:
            self.notes.append(f"{path.name}: this is no workbook of an audit; it was left alone")
            return
        self._taken(self._named(filled))

    def _named(self, filled: Filled) -> Filled:
        """The workbook under a name that no other has: folders may hold two files of one name."""
        same = sum(1 for one in self.books if one.file == filled.file or one.file.startswith(f"{filled.file} ("))
        return replace(filled, file=f"{filled.file} ({same + 1})") if same else filled

    def _taken(self, filled: Filled) -> None:
        self.books.append(filled)
        self.notes += [f"{filled.file}: {note}" for note in filled.notes]
        self.unplaced += [Unplaced(filled.file, one.sheet, one.cell, one.text, one.why) for one in filled.unplaced]
        manifest = filled.manifest
        if manifest is None:
            self.notes.append(f"{filled.file}: {filled.problem}; nothing was counted, and what was typed is listed")
        elif self._run and manifest.run != self._run:
            self.notes.append(f"{filled.file}: it is from another run of the audit; what was typed is listed")
            why = "the workbook is from another run of the audit"
            for line in filled.lines:
                self.unplaced += [_kept(filled, line, text, why) for text in line.typed.values()]
        else:
            if not filled.typed:
                self.notes.append(f"{filled.file}: nothing was filled in")
            for rule in manifest.rules:
                self.numbers[manifest.run, rule.name, rule.version] = rule.numbers
            for line in filled.lines:
                self._line(filled, manifest, line)

    def _line(self, filled: Filled, manifest: Manifest, line: LineFilled) -> None:
        kind = line.mark[0]
        if kind == "f":
            what = HEADINGS.get(line.mark[1], line.mark[1])
            if line.typed:
                self.boxes.append(Boxed(filled.file, "", what, line.typed.get("first", ""), ""))
            return
        case = _case(manifest, line)
        if case is None:
            self.unplaced += [_kept(filled, line, text, "its case is unknown") for text in line.typed.values()]
        elif kind == "p":
            self._judgement(filled, manifest, case, line)
        elif kind == "s" or (line.typed and kind in ("m", "b")):
            self._seen(filled, manifest, case, line)
        elif line.typed and kind == "e":
            what = CLOSING[line.mark[2]][0] if line.mark[2] in CLOSING else "Read in full"
            typed = line.typed
            self.boxes.append(Boxed(filled.file, case.case, what, typed.get("first", ""), typed.get("second", "")))

    def _judgement(self, filled: Filled, manifest: Manifest, case: CaseTold, line: LineFilled) -> None:
        prompt = case.prompts[int(line.mark[2]) - 1]
        names = ("first", "first_reason", "first_note", "second", "second_reason", "second_note", "moderated")
        half = BLIND_HALF if case.blind else OPEN_HALF
        said = [line.typed.get(name, "") for name in names]
        self.judgements.append(Judgement(manifest.run, filled.file, half, case.case, prompt, *said))
        for name in ("first", "second", "moderated"):
            word = line.typed.get(name, "")
            if word and word.casefold() not in JUDGEMENTS:
                why = f"not one of: {', '.join(JUDGEMENTS)}; prompt {prompt.id}"
                self.unplaced.append(_kept(filled, line, word, why))

    def _seen(self, filled: Filled, manifest: Manifest, case: CaseTold, line: LineFilled) -> None:
        told = dict(line.typed)
        if line.mark[0] == "s":
            told |= dict(zip(("rows", "theme", "saw", "ask"), case.seen[int(line.mark[2]) - 1], strict=True))
        said = {"m": "no", "b": NOT_COMPARED}.get(line.mark[0]) or told.get("said", "").casefold()
        if said not in (*SAID, NOT_COMPARED):
            if said:
                self.unplaced.append(_kept(filled, line, told["said"], f"not one of: {', '.join(SAID)}"))
            said = NOT_COMPARED
        half = BLIND_HALF if case.blind else OPEN_HALF
        names = ("rows", "theme", "saw", "ask", "why", "note", "second")
        self.missed.append(
            Missed(manifest.run, filled.file, half, case.case, said, *(told.get(name, "") for name in names))
        )

    def collected(self, look_from: int) -> Collected:
        """All of it, once every workbook was taken."""
        settled = settle(self.judgements)
        runs = tuple(self._runs())
        if len(runs) > 1:
            self.notes.append(f"These workbooks are from {len(runs)} runs of an audit; each is counted apart.")
        return Collected(
            runs=runs,
            agreements=tuple(by_rule(settled)),
            settled=tuple(settled),
            missed=tuple(_without_compared(self.missed)),
            between=tuple(between(self.judgements)),
            look_at=tuple(to_look_at(settled, self.numbers, look_from)),
            boxes=tuple(self.boxes),
            unplaced=tuple(self.unplaced),
            notes=(*self.notes, *self._twice(settled), *self._waiting()),
        )

    def _runs(self) -> Iterator[Run]:
        found: dict[str, list[tuple[str, Manifest]]] = {}
        for filled in self.books:
            if filled.manifest is not None and self._run in ("", filled.manifest.run):
                found.setdefault(filled.manifest.run, []).append((filled.file, filled.manifest))
        for number, (run, books) in enumerate(sorted(found.items()), start=1):
            manifest = books[0][1]
            seeds = tuple(sorted({one.plan.seed for _, one in books}))
            files = tuple(sorted(file for file, _ in books))
            yield Run(run, f"run {number}", manifest.purpose, manifest.program, seeds, files)

    def _twice(self, settled: Iterable[Settled]) -> Iterator[str]:
        """Cases that several workbooks hold, and whether they say the same."""
        found: dict[tuple[str, ...], tuple[set[str], int]] = {}
        for one in settled:
            books = tuple(sorted({told.book for told in one.judgements if told.outcome != EMPTY}))
            if len(books) > 1:
                cases, differ = found.get(books, (set(), 0))
                differs = len({told.outcome for told in one.judgements}) > 1
                found[books] = (cases | {one.judgements[0].case}, differ + differs)
        for books, (cases, differ) in sorted(found.items()):
            yield (
                f"{' and '.join(books)} hold the same cases ({', '.join(sorted(cases))}): both are kept; where they"
                f" say the same it counts once, and {differ} where they differ count for neither."
            )

    def _waiting(self) -> Iterator[str]:
        """Cases that were read blind, or are to be, and stand in no second workbook."""
        manifests = [
            (filled.file, filled.manifest)
            for filled in self.books
            if filled.manifest is not None and self._run in ("", filled.manifest.run)
        ]
        there = {(one.run, case.case) for _, one in manifests if one.stage == "second" for case in one.cases}
        for file, manifest in manifests:
            cases = [case.case for case in manifest.cases if case.blind and (manifest.run, case.case) not in there]
            if manifest.stage == "first" and cases:
                make = f"make the second workbook with flag audit sample FOLDER --after-blind {file}"
                told = f"of {count_of(len(cases), 'case')} read blind nobody has judged the prompts yet"
                yield f"{file}: {told} ({', '.join(cases)}): {make}"


def _kept(filled: Filled, line: LineFilled, text: str, why: str) -> Unplaced:
    return Unplaced(filled.file, line.sheet, f"row {line.row}", text, why)


def _case(manifest: Manifest, line: LineFilled) -> CaseTold | None:
    number = line.mark[1] if len(line.mark) > 1 else ""
    if not number.isdigit() or not 1 <= int(number) <= len(manifest.cases):
        return None
    return manifest.cases[int(number) - 1]


def _without_compared(missed: Sequence[Missed]) -> Iterator[Missed]:
    """What was seen blind, once: in the first workbook as long as no second one takes it up."""
    shown = {_seen_blind(one) for one in missed if one.half == BLIND_HALF and one.said != NOT_COMPARED}
    for one in missed:
        if one.said == NOT_COMPARED:
            if _seen_blind(one) in shown:
                continue
            shown.add(_seen_blind(one))
        yield one


def _seen_blind(one: Missed) -> tuple[str, ...]:
    """Everything that was typed before there were prompts: lines alike in all of it are one."""
    return one.run, one.case, one.rows, one.theme, one.saw, one.ask
