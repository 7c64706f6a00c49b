"""One case in, its record out: the one place where cases of an audit are read and evaluated.

The same function runs in the process that was started, in the processes of a pool and on a cluster; it imports
nothing but our own core. It writes nothing and knows no clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.audit.facts import MEETING, child_kept, events_kept, months_of, referrals_kept
from engine.audit.record import (
    AgencyKept,
    CaseKept,
    Days,
    DueKept,
    FileKept,
    FindingKept,
    MetKept,
    NotEvaluatedKept,
    RowKept,
)
from engine.case import ReadCase, assemble
from engine.errors import FlagError, Place, ReadError
from engine.evaluate import Evaluation, Finding, evaluate
from engine.operators.episode import CRASHES
from engine.pack import Pack
from engine.read.grid import Grid, Line
from engine.read.tables import settled, sources_of
from engine.rows import COLUMNS, Source
from engine.session import Options, Session, session_for, session_with, side_sheet_of, words_for
from engine.sidesheet import SideSheet
from engine.standing import standing_of
from engine.timeline import Case, Event, Person, RowRef, Status
from engine.values import dataclass, replace
from engine.view import Scene, View
from engine.whose import with_agencies


@dataclass(frozen=True, slots=True)
class Files:
    """A case that stands in files of its own."""

    case: str
    team: str
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of one case in one long table: the header and the lines as they stand there, without the case column."""

    file: str
    sha256: str
    header: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    """Number of the row in the table, and its cells."""


@dataclass(frozen=True, slots=True)
class Tabled:
    """A case that stands in long tables with other cases."""

    case: str
    team: str
    tables: tuple[TableRows, ...]
    people: tuple[Person, ...] = ()
    """From the table of people; none: as the rows say."""
    side_sheet: Path | None = None


Given = Files | Tabled
"""A case as it is handed to whoever evaluates it."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How every case of a run is read and evaluated."""

    options: Options
    lifecycle: bool = True
    """Whether findings of the past and their first days are worked out, or only what stands on the as-at day."""
    events: bool = False
    """Whether events are kept for interchange."""


NOT_BEGUN = "It has no entry on or before the day looked at. Choose a later day, or leave it out."


def judge(given: Given, setup: Setup, pack: Pack) -> CaseKept:
    """Read and evaluate one case. What stops it is told in the record: one case never stops the others."""
    try:
        session = open_given(given, setup.options, pack)
        if not _begun(session):
            return CaseKept(given.case, given.team, NOT_BEGUN)
        evaluation = evaluate(
            session.read.case, session.rules, session.standards, session.as_at, lifecycle=setup.lifecycle
        )
        return kept(given, session, evaluation, pack, setup)
    except FlagError as error:
        return CaseKept(given.case, given.team, str(error))
    except CRASHES as error:
        what = f"The program stopped on this case ({type(error).__name__}). Report it; read this case by hand."
        return CaseKept(given.case, given.team, what)


def _begun(session: Session) -> bool:
    """Whether a row of the case may be known of on the day looked at: before that there is nothing to be judged."""
    days = session.read.case.rows.values()
    return any(when is not None and max(when.earliest, recorded or 0) <= session.as_at for when, _, recorded in days)


def open_given(given: Given, options: Options, pack: Pack) -> Session:
    """A case of an audit, opened as `flag FILE` opens it. Raises what `engine.session.open_session` raises."""
    match given:
        case Files(paths=paths):
            return session_for(paths, options, pack.library, pack.vocabulary, pack.calendars)
        case Tabled():
            options = replace(options, side_sheet=given.side_sheet)
            sheet = side_sheet_of((), options) or SideSheet()
            if given.people and not sheet.people:
                sheet = replace(sheet, people=given.people)
            vocabulary = words_for(pack.vocabulary, options, sheet)
            sources = tuple(source for table in given.tables for source in _sources(table, options, pack))
            read: ReadCase = assemble(sources, vocabulary, sheet)
            if not sheet.case:
                read = replace(read, case=replace(read.case, name=given.case))
            return session_with(read, (), options, pack.library, vocabulary, pack.calendars)


def _sources(table: TableRows, options: Options, pack: Pack) -> Iterable[Source]:
    """The rows of a case in one table, read as the table of a file would be, with the row numbers of the table."""
    grid = Grid([Line(1, list(table.header)), *(Line(number, list(cells)) for number, cells in table.lines)])
    named = settled(options.columns, COLUMNS)
    if isinstance(named, str):
        what = f"--columns names '{named}', which is no column."
        raise ReadError(what, "See `flag columns FILE`.", Place(table.file))
    for source in sources_of([grid], table.file, table.sha256, "UTF-8", options.agency, named, ()):
        with_agency, told = with_agencies(source, pack.vocabulary)
        yield replace(with_agency, warnings=(*with_agency.warnings, *told)) if told else with_agency


# --- from an evaluation to the record ------------------------------------------------------------------


def kept(given: Given, session: Session, evaluation: Evaluation, pack: Pack, setup: Setup) -> CaseKept:
    """What an audit keeps of an evaluated case."""
    lifecycle = setup.lifecycle
    case = session.read.case
    view = View(case, session.standards, evaluation.as_at)
    knowledge = "as-dated"
    if session.read.recorded:
        knowledge = "hindsight" if session.options.hindsight else "as-recorded"
    return CaseKept(
        case=given.case,
        team=given.team,
        problem="",
        files=_files(session),
        as_at=evaluation.as_at,
        as_at_from=session.as_at_from,
        knowledge=knowledge,
        children=tuple(child_kept(child, Scene(view, child, guesses_open=False)) for child in evaluation.children),
        stopped=tuple((child.id, why) for child, why in evaluation.stopped),
        agencies=tuple(
            AgencyKept(one.agency, one.first, one.last, one.rows, months_of(case, one.agency, evaluation.as_at))
            for one in evaluation.coverage
        ),
        findings=tuple(_finding(finding, case, lifecycle) for finding in evaluation.findings),
        met=tuple(
            MetKept(
                rule.name,
                child.id if child is not None else None,
                _days(episode.opening),
                _days(episode.against[0]) if episode.against else None,
                ended_by(case, episode.against[0]) if episode.against else "",
            )
            for rule, child, episode in evaluation.met
        ),
        due=tuple(
            DueKept(
                item.rule.name,
                item.child.id if item.child is not None else None,
                (item.earliest, item.latest),
                "definite" if item.definite else "possible",
            )
            for item in evaluation.due
        ),
        not_evaluated=(
            *(
                NotEvaluatedKept(item.rule.name, item.child.id if item.child else None, item.reason, item.need)
                for item in evaluation.not_evaluated
            ),
            *(
                NotEvaluatedKept(file, None, mistake, "a correction of the rule file")
                for file, mistake in session.library.broken
            ),
        ),
        asked=tuple(rule.name for rule in session.rules),
        referrals=referrals_kept(case, evaluation.as_at),
        warnings=session.warnings,
        events=events_kept(case, pack.vocabulary.kinds, evaluation.as_at) if setup.events else (),
    )


def _files(session: Session) -> tuple[FileKept, ...]:
    unread: dict[str, set[object]] = {source.file: set() for source in session.read.sources}
    for item in session.read.case.unread:
        unread.setdefault(item.row.file, set()).add(item.row)
    rows: dict[str, tuple[str, int]] = {}
    for source in session.read.sources:
        rows[source.file] = (source.sha256, rows.get(source.file, ("", 0))[1] + len(source.rows))
    return tuple(FileKept(file, digest, number, len(unread[file])) for file, (digest, number) in rows.items())


def _finding(finding: Finding, case: Case, lifecycle: bool) -> FindingKept:
    episode = finding.episode
    standing = standing_of(finding)
    question = finding.kind == "question"
    return FindingKept(
        id=finding.id,
        rule=finding.rule.name,
        version=finding.rule.version,
        theme=finding.rule.theme,
        kind=finding.kind,
        child=finding.child.id if finding.child is not None else None,
        children=finding.children,
        certainty="definite" if finding.definite else "possible",
        state=str(finding.state),
        ever_breached=finding.ever_breached,
        urgency=finding.urgency,
        opened=_days(episode.opening),
        raised=_raised(finding) if lifecycle else episode.raised,
        first_possible=finding.first_possible,
        first_definite=finding.first_definite,
        ended=_days(finding.ended_by),
        rows=tuple(_rows(episode.evidence)),
        standing="" if question else standing.row,
        agencies=standing.agencies,
        possibly=() if question else standing.possibly,
        surely=() if question else standing.surely,
        ended_by=ended_by(case, finding.ended_by) if finding.ended_by is not None else "",
    )


def _raised(finding: Finding) -> Days | None:
    """The days on which it was raised, none before the first on which it could have been said.

    A clock may have run out before the plan began under which it counts.
    """
    raised, possible, definite = finding.episode.raised, finding.first_possible, finding.first_definite
    if raised is None or possible is None:
        return raised
    return max(raised[0], possible), max(raised[1], definite or possible)


def ended_by(case: Case, event: Event) -> str:
    """The kind of entry that met or ended a matter; a strategy discussion where its row tells of one as well.

    "Strategy discussion held. S47 joint." is one row of two kinds: the discussion is what auditors ask about.
    """
    together = (one for one in case.events if one.row == event.row and one.status is Status.HAPPENED and one.certain)
    return MEETING if any(one.kind == MEETING for one in together) else event.kind


def _days(event: Event | None) -> Days | None:
    return (event.when.earliest, event.when.latest) if event is not None else None


def _rows(events: Iterable[Event]) -> Iterable[RowKept]:
    told: dict[RowRef, RowKept] = {}
    for event in events:
        row = event.row
        days = (event.when.earliest, event.when.latest)
        told.setdefault(row, RowKept(row.file, row.sheet, row.number, event.agency, days))
    return told.values()
