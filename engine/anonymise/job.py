"""`flag anonymise`: the files of a case and its side sheet written anew, and a report for whoever checks them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from engine.anonymise.carried import carried
from engine.anonymise.containers import as_csv, as_document, as_workbook
from engine.anonymise.datecells import DateCells, moved_dates
from engine.anonymise.days import Move, moved_cell
from engine.anonymise.identifiers import Places
from engine.anonymise.labels import LABEL, Labels
from engine.anonymise.left import Cell, Left, what_is_left
from engine.anonymise.people import Known, by_age, kind_of, names_of_their_own
from engine.anonymise.report import Told, render
from engine.anonymise.sidesheet import anonymous_sheet
from engine.anonymise.strangers import names_in_cell
from engine.anonymise.text import Words
from engine.dates.dayzero import is_relative
from engine.dates.moved import MovedDays
from engine.dates.reading import DateContext, read_when
from engine.dates.when import When
from engine.errors import FlagError, Place, UsageError
from engine.output import Ask, check_output, write_outputs
from engine.pack import load_pack
from engine.read.files import read_grids
from engine.read.grid import Grid, Line
from engine.report.model import Span
from engine.rows import Source
from engine.session import Options, Session, by_hand, open_session
from engine.sidesheet import find_side_sheet
from engine.timeline import Person
from engine.values import dataclass, replace
from engine.whose import named_in

LEAST_WEEKS, MOST_WEEKS = 26, 520
"""How far the days move back where nobody says: half a year to ten years."""
REPORT = "REPORT.txt"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asked for."""

    files: tuple[Path, ...]
    folder: Path
    key: Path | None = None
    weeks: int | None = None
    """Move by this many weeks (below zero: back) in place of a number drawn by chance."""
    force: bool = False


def anonymise(wanted: Wanted, options: Options, ask: Ask | None = None, chance: random.Random | None = None) -> str:
    """Write the anonymised case into the folder; returns what is to be said of it. Raises FlagError."""
    chance = chance or random.SystemRandom()
    side = options.side_sheet or next((found for path in wanted.files if (found := find_side_sheet(path))), None)
    session = open_session(wanted.files, options)
    made = _folder(wanted, side, ask)
    try:
        return _written(wanted, options, session, side, chance)
    except BaseException:
        if made and not any(wanted.folder.iterdir()):
            wanted.folder.rmdir()
        raise


def _folder(wanted: Wanted, side: Path | None, ask: Ask | None) -> bool:
    """Check the folder and the place of the key before any work; make the folder. True where it was made."""
    folder = wanted.folder
    place = Place(folder.name or str(folder))
    if folder.exists() and not folder.is_dir():
        raise UsageError("This is a file.", "Give the name of a folder to write into.", place)
    here = folder.resolve()
    if any(path.resolve().parent == here for path in (*wanted.files, *([side] if side else []))):
        raise UsageError("The case itself lies in this folder.", "Choose a folder of its own.", place)
    if wanted.key is not None:
        key = wanted.key.resolve()
        if here == key.parent or here in key.parents:
            raise UsageError(
                "The key must not lie with what it unlocks.",
                "Choose a place outside the folder.",
                Place(wanted.key.name),
            )
        if any(key == path.resolve() for path in (*wanted.files, *([side] if side else []))):
            raise UsageError("This is a file of the case.", "Choose another place for the key.", Place(wanted.key.name))
        check_output(wanted.key, force=wanted.force, ask=ask)
    if folder.is_dir() and any(folder.iterdir()) and not wanted.force:
        raise UsageError("The folder is not empty and was left as it is.", "Choose another, or --force.", place)
    if folder.is_dir():
        return False
    try:
        folder.mkdir()
    except OSError as error:
        why = error.strerror or "no reason given"
        raise UsageError(f"The folder cannot be made ({why}).", "Choose another place.", place) from None
    return True


def _written(wanted: Wanted, options: Options, session: Session, side: Path | None, chance: random.Random) -> str:
    relative = is_relative(session.as_at)
    weeks = wanted.weeks if wanted.weeks is not None else -chance.randint(LEAST_WEEKS, MOST_WEEKS)
    move = Move(7 * weeks)
    case = _Case(session, options, wanted.files, move)
    files = dict(case.files())
    carrying = carried(session, move.offset, chance)
    names = list(files)
    sheet_name = Path(names[0]).with_suffix(".yaml").name
    columns = dict(options.columns or {})

    def sheet(moved: MovedDays | None) -> bytes:
        people = session.read.case.people
        return anonymous_sheet(side, people, case.labels_of, case.quietly, move, moved, columns)

    files[sheet_name] = sheet(carrying[0] if carrying else None)
    write_outputs({wanted.folder / name: content for name, content in files.items()}, force=True)
    differences, chosen = _compared(session, wanted, options, names, move.offset, carrying)
    if chosen:
        files[sheet_name] = sheet(carrying[chosen])
        write_outputs({wanted.folder / sheet_name: files[sheet_name]}, force=True)
    told = Told(
        files=tuple(names),
        side_sheet=sheet_name,
        counts=dict(case.words.counts),
        left=case.left(files[sheet_name].decode()),
        inexact=tuple(dict.fromkeys((*case.inexact, *case.words.inexact))),
        unread=case.unread,
        dropped=tuple(case.dropped),
        people_known=bool(case.labels_of),
        relative=relative,
        differences=differences,
        agencies=bool(options.agency or options.agency_of),
    )
    report = render(told)
    write_outputs({wanted.folder / REPORT: report.encode()}, force=True)
    if wanted.key is not None:
        key = {"weeks": weeks, "labels": case.labels.stood}
        write_outputs({wanted.key: json.dumps(key, ensure_ascii=False, indent=1, sort_keys=True).encode()}, force=True)
    return report


class _Case:
    """The case while it is changed."""

    def __init__(self, session: Session, options: Options, paths: Sequence[Path], move: Move) -> None:
        self._session = session
        self._paths = paths
        self.labels = Labels()
        known = Known(self.labels)
        self.words = Words(known, Places(known), move)
        self.labels_of: dict[str, str] = {}
        self.inexact: list[str] = []
        self.unread = 0
        self.dropped: list[str] = []
        self._cells: list[Cell] = []
        self._grids: dict[Path, tuple[list[Grid], str]] = {}
        columns = by_hand(options, session.read.sheet)
        for path in paths:
            self._grids[path] = read_grids(path, encoding=options.encoding, columns=columns)
        texts = list(self._texts())
        self.labels.taken = {label for text in texts for label in LABEL.findall(text)}
        self._learn_people()
        moved_people = tuple(self._moved(person) for person in session.read.case.people)
        self._dates: dict[tuple[str, str], DateCells] = {}
        for source in session.read.sources:
            dates = moved_dates(source, session.read.case.people, moved_people, bool(session.read.sheet.day_zero), move)
            self._dates[source.file, source.part] = dates
            self.unread += dates.unread
            self.inexact += [f"{source.file} row {number}" for number in dates.inexact]
        for text in texts:
            self.words.learn(text)
        for source in session.read.sources:
            for row in source.rows:
                names_in_cell(row.cell("recorded_by"), known)

    def _texts(self) -> Iterator[str]:
        for grids, _ in self._grids.values():
            for grid in grids:
                for line in (*grid.above, *grid.lines):
                    yield from (cell for cell in line.cells if cell)

    def _learn_people(self) -> None:
        people = self._session.read.case.people
        for person in by_age(people):
            names = names_of_their_own(person, people)
            if names:
                label = self.labels.label(kind_of(person), f"id {person.id}")
                self.labels_of[person.id] = label
                self.words.known.person(replace(person, names=names), label)
        for word, meaning in self._session.read.sheet.glossary.items():
            found = list(self.words.known.find(meaning))
            if len(found) == 1 and found[0].start == 0 and found[0].end == len(meaning):
                self.words.known.given_name(word, found[0].label)

    def _moved(self, person: Person) -> Person:
        if person.born is None:
            return person
        new = read_when(moved_cell(person.born.text, self.words.move), DateContext(relative=True))
        return replace(person, born=new) if isinstance(new, When) else person

    def quietly(self, text: str) -> str:
        """A text of the side sheet without what identifies."""
        return self.words.changed(text)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Each file under a name that tells nothing, and its bytes."""
        agencies = load_pack().vocabulary.agencies
        for number, path in enumerate(self._paths, 1):
            grids, read_as = self._grids[path]
            whose = named_in(path.stem, agencies)
            stem = f"case-{number}" + (f"-{whose.lower().replace(' ', '-').replace(chr(39), '')}" if whose else "")
            word, excel = "Word" in read_as, "Excel" in read_as
            name = stem + (".xlsx" if excel else ".docx" if word else ".csv")
            sources = [source for source in self._session.read.sources if source.file == path.name]
            new = [self._grid(grid, sources, name) for grid in grids]
            self.dropped += [
                f"{name}{f', {grid.part}' if grid.part else ''}: text that was struck through"
                for grid in new
                if grid.struck
            ]
            if excel:
                yield name, as_workbook(new)
            elif word:
                yield name, as_document(new)
            else:
                yield name, as_csv(new[0])

    def _grid(self, grid: Grid, sources: Sequence[Source], name: str) -> Grid:
        own = [source for source in sources if source.part == grid.part] or [
            source for source in sources if grid.part.startswith("table")
        ]
        dates = [self._dates[source.file, source.part] for source in own]
        agencies = {
            (row.number, row.cell("agency").strip()) for source in own for row in source.rows if row.cell("agency")
        }
        lines = []
        for line in grid.lines:
            cells = [
                self._cell(cell, line.number, dates, agencies, f"{name}{_part(grid)} row {line.number}")
                for cell in line.cells
            ]
            lines.append(Line(line.number, cells))
        above = tuple(
            Line(line.number, [self._noted(self.words.changed(cell), f"{name} above the table") for cell in line.cells])
            for line in grid.above
        )
        part = grid.part
        if part.startswith("sheet "):
            part = "sheet " + self._noted(self.words.changed(part.removeprefix("sheet ")), f"{name} name of a sheet")
        return replace(grid, lines=lines, above=above, part=part)

    def _cell(
        self, cell: str, number: int, dates: Sequence[DateCells], agencies: set[tuple[int, str]], place: str
    ) -> str:
        text = cell.strip()
        if not text:
            return cell
        when = None
        for one in dates:
            if (number, text) in one.texts:
                new = one.texts[number, text]
                self.words.counts["dates"] += new != text
                return new
            when = when or one.whens.get(number)
        if (number, text) in agencies:
            return self._noted(self.words.only_people(cell), place)
        return self._noted(self.words.changed(cell, when, place), place, when)

    def _noted(self, text: str, place: str, when: When | None = None) -> str:
        moved = None
        if when is not None and not is_relative(when.earliest):
            day = self.words.move.day
            moved = replace(when, earliest=day(when.earliest), latest=day(when.latest))
        self._cells.append(Cell(place, text, moved))
        return text

    def left(self, sheet: str) -> Left:
        """What a person is to look at."""
        side = [
            Cell("the side sheet", line) for line in sheet.splitlines() if line.strip()[:1] not in "#-" or ":" in line
        ]
        told = [
            cell for cell in side if any(f"{key}:" in cell.text for key in ("name", "also", "what", "owner", "role"))
        ]
        return what_is_left([*self._cells, *(replace(cell, text=cell.text.split(":", 1)[1]) for cell in told)])


def _part(grid: Grid) -> str:
    return f", {grid.part}" if grid.part.startswith("table") else ""


Prompt = tuple[object, ...]


def prompts_of(session: Session, offset: int = 0) -> list[Prompt]:
    """What is compared before and after: each prompt with its children by their place, and what is due."""
    at = {person.id: str(number) for number, person in enumerate(session.read.case.people)}

    def days(span: Span | None) -> tuple[str, ...]:
        return tuple(_moved_text(text, offset) for text in (span.earliest, span.latest)) if span is not None else ()

    report = session.report()
    told: list[Prompt] = [
        (
            prompt.rule or "", prompt.kind, tuple(at.get(child, child) for child in prompt.children), prompt.state,
            prompt.certainty, prompt.urgency, days(prompt.raised),
        )
        for prompt in report.prompts
    ]  # fmt: skip
    told += [(item.rule, "due", (at.get(item.child or "", ""),), item.certainty, days(item.due)) for item in report.due]
    return sorted(told, key=str)


def _moved_text(text: str | None, offset: int) -> str:
    try:
        return date.fromordinal(date.fromisoformat(text or "").toordinal() + offset).isoformat()
    except ValueError:
        return text or ""


def _compared(
    before: Session, wanted: Wanted, options: Options, names: Sequence[str], offset: int, carrying: Sequence[MovedDays]
) -> tuple[tuple[str, ...] | None, int]:
    """The rules that do not prompt as before (None: could not be looked at), and which of `carrying` will do.

    Where nothing makes the prompts the same, the least is taken that leaves the fewest differences.
    """
    try:
        after = open_session([wanted.folder / name for name in names], _afterwards(options, wanted, names, offset))
    except FlagError:
        return None, 0
    old = prompts_of(before, offset)
    tried: list[tuple[int, int, tuple[str, ...]]] = []
    # The most second: where that helps nothing, what lies between does not either.
    for number in (0, 2, 1) if carrying else (0,):
        there = after
        if number:
            moved = carrying[number]
            there = replace(after, standards=replace(after.standards, calendar=moved.calendar(), law=moved.law))
        different = _different(old, prompts_of(there))
        tried.append((len(different), number, different))
        if (not different and number < 2) or (number == 2 and different == tried[0][2]):
            break
    _, chosen, different = min(tried)
    return different, chosen


def _different(old: list[Prompt], new: list[Prompt]) -> tuple[str, ...]:
    changed = {str(one[0]) for one in old if old.count(one) != new.count(one)}
    return tuple(sorted(changed | {str(one[0]) for one in new if old.count(one) != new.count(one)}))


def _afterwards(options: Options, wanted: Wanted, names: Sequence[str], offset: int) -> Options:
    """The same options for the new files."""
    renamed: Mapping[str, str] = {
        name: agency
        for path, name in zip(wanted.files, names, strict=False)
        for file, agency in (options.agency_of or {}).items()
        if file.lower() in (path.name.lower(), path.stem.lower())
    }
    as_at = options.as_at if options.as_at is None or is_relative(options.as_at) else options.as_at + offset
    return replace(options, side_sheet=None, encoding=None, columns=None, agency_of=renamed or None, as_at=as_at)
