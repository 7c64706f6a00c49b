"""From files to a case: read, date and code every row, add what the side sheet knows, choose the as-at day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.code.agencies import Agencies
from engine.code.coder import Coder
from engine.code.people import discover_people
from engine.code.vocabulary import Vocabulary
from engine.corrections import Corrected, corrected
from engine.dates.dayzero import DAY_ZERO, is_relative
from engine.dates.reading import DateContext, Refusal, read_when
from engine.dates.when import FAR_FUTURE, Day, When
from engine.errors import Place, ReadError, SideSheetError, Warning
from engine.progress import Progress
from engine.read.dating import Dated, newest_first, read_dates, recorded_when
from engine.read.files import is_note, read_sources
from engine.rows import Row, Source
from engine.sidesheet import SideSheet
from engine.timeline import Case, Event, Person, RowRef, Status, Unread
from engine.toldtwice import Told, counted_once, told_twice
from engine.values import dataclass, replace
from engine.whose import agency_for, check_files, with_agencies

FLOOR: Day = 728294
"""1 January 1995: the earliest day assumed for "before ..." where no date of birth says more.

The bank-holiday calendars begin on the same day.
"""

FAR_OFF = 366
"""Days by which the last row must outrun the one before it to be taken for a mistyped year."""


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case as read, its sources, and what a reader should know."""

    case: Case
    sources: tuple[Source, ...]
    warnings: tuple[Warning, ...]
    sheet: SideSheet
    recorded: bool
    """Whether the rows say when they were recorded."""
    corrected: tuple[Corrected, ...] = ()
    """Readings that a person corrected: what was read, and what counts instead."""


def read_case(
    paths: Sequence[Path],
    vocabulary: Vocabulary,
    sheet: SideSheet | None = None,
    agency: str | None = None,
    encoding: str | None = None,
    columns: Mapping[str, str] | None = None,
    agency_of: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> ReadCase:
    """Read one case from one or more files. Raises ReadError or SideSheetError with place and remedy."""
    sources = read_all(paths, vocabulary, agency, encoding, columns, agency_of)
    return assemble(sources, vocabulary, sheet or SideSheet(), progress)


def read_all(
    paths: Sequence[Path],
    vocabulary: Vocabulary,
    agency: str | None = None,
    encoding: str | None = None,
    columns: Mapping[str, str] | None = None,
    agency_of: Mapping[str, str] | None = None,
) -> tuple[Source, ...]:
    """The chronologies of all files, each row with its agency as far as that can be told."""
    by_file = {file.lower(): name for file, name in (agency_of or {}).items()}
    check_files(paths, by_file)
    sources: list[Source] = []
    first: dict[str, str] = {}
    for path in paths:
        mine = read_sources(path, agency=agency_for(path, agency, by_file), encoding=encoding, columns=columns)
        if mine[0].sha256 in first:
            raise ReadError(
                f"This is the same file as {first[mine[0].sha256]}, byte for byte.",
                "Give it once: its rows would be counted twice.",
                Place(mine[0].file),
            )
        first[mine[0].sha256] = mine[0].file
        for one in mine:
            source, told = with_agencies(one, vocabulary)
            sources.append(replace(source, warnings=(*source.warnings, *told)) if told else source)
    return tuple(sources)


def assemble(
    sources: tuple[Source, ...], vocabulary: Vocabulary, sheet: SideSheet, progress: Progress | None = None
) -> ReadCase:
    """Code the rows of the sources into one case; `progress` is told how far that is."""
    people = sheet.people or people_above(sources)
    reading = _Reading(people, vocabulary, progress, sum(len(source.rows) for source in sources), bool(sheet.day_zero))
    reading.warnings.extend(warning for source in sources for warning in source.warnings)
    if not sheet.people and len(_children_above(sources)) > 1:
        what = "the files name different children above their tables: are they of one case? All rows were read as one"
        reading.warnings.append(Warning(what))
    if not sheet.people:
        reading.warnings.append(Warning("no side sheet names the people, so every row is read as about one child"))
    for source in sources:
        reading.read(source)
    _check_sheet(sheet, reading.rows)
    twice = told_twice(reading.told, reading.events)
    events = counted_once(reading.events, twice)
    case = Case(
        name=sheet.case or (Path(sources[0].file).stem if sources else "case"),
        people=people,
        events=named(with_pronounced_people((*events, *sheet.events), people)),
        unread=tuple(reading.unread),
        rows=reading.rows,
        declared_coverage=sheet.complete,
        nation=sheet.nation,
        told_twice=tuple(twice),
    )
    warnings = (*reading.warnings, *contradictions(case, sheet), *about_days(case, sheet))
    said_when = any(recorded for _, _, recorded in reading.rows.values())
    return ReadCase(case, sources, warnings, sheet, said_when, tuple(reading.corrected))


class _Reading:
    """A case on its way from rows to events."""

    def __init__(
        self, people: tuple[Person, ...], vocabulary: Vocabulary, progress: Progress | None, total: int,
        relative: bool = False,
    ) -> None:  # fmt: skip
        self._people = people
        self._vocabulary = vocabulary
        self._coder = Coder(people, vocabulary)
        self._agencies = Agencies(vocabulary)
        self._relative = relative
        self._floor, self._born = dated_from(people, relative)
        self._progress, self._total = progress, total
        self.warnings: list[Warning] = []
        self.events: list[Event] = []
        self.unread: list[Unread] = []
        self.told: list[Told] = []
        self.corrected: list[Corrected] = []
        self.rows: dict[RowRef, tuple[When | None, str, Day | None]] = {}

    def read(self, source: Source) -> None:
        """Date and code every row of one chronology, then apply what a person corrected in it."""
        events: list[Event] = []
        places: dict[int, tuple[RowRef, When, str]] = {}
        newest = newest_first(source)
        read = read_dates(source, floor=self._floor, born=self._born, relative=self._relative, newest=newest)
        dated = tied_together(read, newest=newest)
        beside = _neighbours(dated)
        for at, (row, when, refusal) in enumerate(dated):
            if is_note(row):
                continue
            ref = RowRef(row.file, row.number, row.sheet)
            recorded = _recorded(row)
            agency = self._agencies.canonical(row.cell("agency") or row.cell("source"))
            self.rows[ref] = (when, agency, recorded)
            self.told.append((row, ref, when, agency))
            coded = self._coder.code(row, when)
            coded_events = not_before_conception(coded.events, self._people)
            events.extend(_as_dated(event, recorded) for event in coded_events)
            self.unread.extend(coded.unread if when is not None else _undated(coded.unread, refusal, beside[at]))
            if when is not None:
                places[ref.number] = (ref, when, agency)
            if self._progress is not None:
                self._progress(len(self.rows), self._total)
        if source.corrections:
            kinds = self._vocabulary.kinds
            events, done, unused = corrected(events, source.corrections, places, self._people, kinds, source.file)
            self.corrected += done
            self.warnings += unused
            if done:
                told = f"{len(done)} of its readings were corrected by hand; `flag code` shows what was read"
                self.warnings.append(Warning(told, Place(source.file)))
        self.events += events
        if self._progress is not None:
            self._progress(self._total, self._total)


def dated_from(people: Sequence[Person], relative: bool) -> tuple[Day, Day | None]:
    """The earliest day assumed for "before ...", and the day from which ages in the rows are counted, if any."""
    children = [child for child in people if child.is_child]
    born = [child.born for child in children if child.born is not None]
    floor = min([DAY_ZERO if relative else FLOOR, *(one.earliest for one in born)])
    # An age says a day only where it is known whose age it is.
    return floor, born[0].earliest if len(children) == len(born) == 1 and born[0].exact else None


LONGEST_PREGNANCY = 294
"""Days: forty-two weeks."""


def not_before_conception(events: tuple[Event, ...], people: Sequence[Person]) -> tuple[Event, ...]:
    """The events of one row dated only "before ...", none earlier than the conception of the child it is about.

    "Unborn baby referred, before April 2020" has no first day of its own; the child's date of birth gives one.
    """
    if not any("before" in event.when.rule for event in events):
        return events
    alone = {event.about[0] for event in events if len(event.about) == 1}
    born = [person.born for person in people if person.is_child and person.born is not None and person.id in alone]
    floor = min((one.earliest - LONGEST_PREGNANCY for one in born), default=None)
    if floor is None:
        return events
    return tuple(
        replace(event, when=replace(event.when, earliest=floor))
        if "before" in event.when.rule and event.when.earliest < floor <= event.when.latest
        else event
        for event in events
    )


def people_above(sources: Sequence[Source]) -> tuple[Person, ...]:
    """The one child that the block above a table names, with the date of birth given there.

    Where the blocks of several files differ, or there is none, one child whose name is not known.
    """
    told = {(_told(source, _NAMES), _told(source, _BIRTHS)) for source in sources}
    unnamed = discover_people(row for source in sources for row in source.rows)
    if len(told) != 1:
        return unnamed
    name, birth = told.pop()
    born = read_when(birth, DateContext()) if birth else None
    known = born if isinstance(born, When) else None
    return tuple(replace(child, names=(name,) if name else (), born=known) for child in unnamed)


def _children_above(sources: Sequence[Source]) -> set[str]:
    """The names of children in the blocks above the tables."""
    return {name.casefold() for source in sources if (name := _told(source, _NAMES))}


_NAMES = ("name of child", "child's name", "child name", "child", "name", "subject")
_BIRTHS = ("date of birth", "dob", "d.o.b", "d.o.b.", "born")


def _told(source: Source, labels: Sequence[str]) -> str:
    above = {label.strip(" :").lower(): value for label, value in source.preamble.items()}
    return next((above[label].strip() for label in labels if above.get(label)), "")


TIED = {"same-day": 0, "next-day": 1}
"""Reading rules whose day moves with that of the row before, and by how many days it follows it."""


def tied_together(dated: Sequence[Dated], *, newest: bool) -> list[Dated]:
    """The dated rows, each imprecise day named, so that what shares it moves together.

    What stands in one row lies on one day, unless the row tells of a period. "Same day" after "early
    February" is one unknown day told twice, not two unknown days.
    """
    order = range(len(dated) - 1, -1, -1) if newest else range(len(dated))
    tied = list(dated)
    before: int | None = None
    for at in order:
        row, when, refusal = tied[at]
        if when is None or is_note(row):
            continue
        if before is not None and not when.exact and when.rule in TIED:
            earlier_row, earlier, earlier_refusal = tied[before]
            assert earlier is not None
            if not earlier.tie:
                earlier = replace(earlier, tie=_row_name(earlier_row))
                tied[before] = (earlier_row, earlier, earlier_refusal)
            tied[at] = (row, replace(when, tie=earlier.tie, offset=earlier.offset + TIED[when.rule]), refusal)
        elif not when.exact and not when.tie and "range" not in when.rule:
            tied[at] = (row, replace(when, tie=_row_name(row)), refusal)
        before = at
    return tied


def _row_name(row: Row) -> str:
    return f"{row.file} row {RowRef(row.file, row.number, row.sheet).shown}"


def _as_dated(event: Event, recorded: Day | None) -> Event:
    """The event with the day it was recorded; what is told of several times need not lie on one day."""
    if event.times > 1 and event.when.tie:
        event = replace(event, when=replace(event.when, tie=""))
    return event if recorded is None else replace(event, recorded=recorded)


def _recorded(row: Row) -> Day | None:
    when = recorded_when(row)
    return when.latest if isinstance(when, When) else None


def _undated(unread: tuple[Unread, ...], refusal: Refusal | None, beside: str) -> list[Unread]:
    why = f"no day was read: {refusal.why}" if refusal is not None else "no day was read"
    return [replace(item, why=f"{why}; it stands {beside}" if beside else why) for item in unread]


def _neighbours(dated: Sequence[Dated]) -> dict[int, str]:
    """Where each undated row stands among the dated ones; by their numbers, since their days may lie ahead."""
    above: list[str] = []
    before = ""
    for row, when, _ in dated:
        above.append(before)
        before = str(row.number) if when is not None else before
    out: dict[int, str] = {}
    after = ""
    for at in range(len(dated) - 1, -1, -1):
        row, when, _ = dated[at]
        if when is not None:
            after = str(row.number)
            continue
        sides = [f"after the dated row {above[at]}"] if above[at] else []
        sides += [f"before the dated row {after}"] if after else []
        out[at] = " and ".join(sides)
    return out


NOT_YET_BORN = ("pregnancy", "pregnancy_loss", "referral", "assessment", "health_review", "birth", "contact")
"""Kinds of event that may well be about a child before its birth."""


def contradictions(case: Case, sheet: SideSheet) -> list[Warning]:
    """Where the side sheet and the rows cannot both be right; the side sheet is used, and it is said."""
    found = []
    for child in case.children:
        named = [event for event in case.events if event.about == (child.id,) and event.reader != "side sheet"]
        place = Place(sheet.file or "side sheet")
        if sheet.people and child.household and not named:
            found.append(Warning(f"no row is about '{child.id}' alone: are the names right (`name`, `also`)?", place))
        if child.born is None:
            continue
        born = child.born.earliest
        early = [event for event in named if event.when.latest < born and event.kind not in NOT_YET_BORN]
        births = [
            e for e in named if e.kind == "birth" and (e.when.latest < born or e.when.earliest > child.born.latest)
        ]
        for event in (early + births)[:1]:
            what = (
                f"row {event.row.shown} and the date of birth of '{child.id}' do not agree; the side sheet's is used"
            )
            found.append(Warning(what, place))
    return found


def about_days(case: Case, sheet: SideSheet) -> list[Warning]:
    """What a case that counts from a Day 0 takes for granted, and whether it mixes such days with dates."""
    days = [when.earliest for when, _, _ in case.rows.values() if when is not None]
    counted = [is_relative(day) for day in days]
    if not any(counted):
        return []
    weekday = sheet.day_zero.capitalize()
    told = [
        f"the days count from Day 0, which is taken to be a {weekday}; no bank holiday is known, and what"
        " depends on a date is left open"
        if weekday and weekday != "Unknown"
        else "the days count from Day 0, whose weekday is not known: what depends on working days or dates is left open"
    ]
    if not all(counted):
        told.append("some rows have dates and others count from Day 0: nothing says how they lie to each other")
    return [Warning(words) for words in told]


def _check_sheet(sheet: SideSheet, rows: Mapping[RowRef, tuple[When | None, str, Day | None]]) -> None:
    first = min((when.earliest for when, _, _ in rows.values() if when is not None), default=None)
    if sheet.as_at is not None and first is not None and sheet.as_at < first:
        raise SideSheetError(
            "The as-at day of the side sheet is before every dated row.",
            "Correct `as_at`, or give the day with --as-at.",
            Place(sheet.file),
        )


def with_pronounced_people(events: Sequence[Event], people: Sequence[Person]) -> list[Event]:
    """Events about children outside the household are left out: they are other families' or moved away."""
    outside = {person.id for person in people if person.is_child and not person.household}
    if not outside:
        return list(events)
    return [event for event in events if not (event.about and set(event.about) <= outside)]


def named(events: Sequence[Event]) -> tuple[Event, ...]:
    """Give each event an id that does not depend on file, row number or row order.

    Agency, kind and ordinal: the n-th such event by its days and words. A later row never changes the id
    of an earlier one.
    """
    ordered = sorted(events, key=_identity)
    counts: dict[tuple[str, str], int] = {}
    numbered = []
    for event in ordered:
        key = (event.agency, event.kind)
        counts[key] = counts.get(key, 0) + 1
        numbered.append(replace(event, id=f"{event.agency}/{event.kind}/{counts[key]}"))
    return tuple(numbered)


def _identity(event: Event) -> tuple[object, ...]:
    return (
        event.when.earliest,
        event.when.latest,
        event.kind,
        event.quote,
        event.span,
        event.status,
        event.about,
        event.perhaps_about,
        sorted(event.attributes.items()),
    )


# --- the as-at day ------------------------------------------------------------------------------------


def default_as_at(read: ReadCase) -> tuple[Day, str, tuple[Warning, ...]]:
    """The as-at day where none is given, where it comes from, and any warning about it.

    The side sheet's day; else the latest day of the last row that is not a plan. One row far beyond all
    others is taken for a mistyped year: warned about, not used.
    """
    if read.sheet.as_at is not None:
        return read.sheet.as_at, "side-sheet", ()
    planned = _planned_rows(read.case)
    days = sorted(
        when.latest
        for ref, (when, _, _) in read.case.rows.items()
        if when is not None and when.latest < FAR_FUTURE and ref not in planned
    )
    if not days:
        return 0, "last-entry", ()
    if len(days) > 1 and days[-1] - days[-2] > FAR_OFF:
        return (
            days[-2],
            "last-entry",
            (
                Warning(
                    "one row lies more than a year after all others and was not used as the last entry; check its date"
                ),
            ),
        )
    return days[-1], "last-entry", ()


def _planned_rows(case: Case) -> set[RowRef]:
    """Rows all of whose events are plans."""
    by_row: dict[RowRef, set[Status]] = {}
    for event in case.events:
        by_row.setdefault(event.row, set()).add(event.status)
    return {row for row, statuses in by_row.items() if statuses <= {Status.PLANNED, Status.CONDITIONAL}}
