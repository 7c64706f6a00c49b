"""One run of the main job, from files to the document: the only place where the rooms meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine import __version__
from engine.beside import answers_beside
from engine.case import ReadCase, default_as_at, read_all, read_case
from engine.choosing import choose
from engine.code.vocabulary import Vocabulary, with_local_words
from engine.dates.calendar import Calendar
from engine.dates.dayzero import calendar_from, is_relative
from engine.dates.when import Day
from engine.errors import Place, UsageError
from engine.escalate import escalate
from engine.evaluate import Evaluation, evaluate, history_of
from engine.history import History
from engine.language.escalation import Escalation
from engine.language.rule import Rule
from engine.library import Library
from engine.local import Local, local_beside, read_local, with_local
from engine.pack import fingerprint, load_pack
from engine.progress import Progress
from engine.report.document import Setting, build_report
from engine.report.model import Program, Report, SourceFile
from engine.rows import Source
from engine.sidesheet import SideSheet, find_side_sheet, read_side_sheet
from engine.values import dataclass
from engine.view import Standards

if TYPE_CHECKING:
    from engine.answers import AnswerBook
    from engine.knowing import Eyes


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for besides the files."""

    as_at: Day | None = None
    rules: tuple[str, ...] = ()
    agency: str | None = None
    agency_of: Mapping[str, str] | None = None
    """Agencies of single files, by the file's name."""
    encoding: str | None = None
    columns: Mapping[str, str] | None = None
    side_sheet: Path | None = None
    hindsight: bool = False
    professionals: bool = False
    words: tuple[Path, ...] = ()
    """Files of local wording, beside the shipped vocabulary."""
    local: Path | None = None
    """Local practice: numbers, rules switched off, rules added, the resolution policy."""
    known_by: str = ""
    """An agency: only what it recorded, was sent or was present for is looked at."""


@dataclass(frozen=True, slots=True)
class Session:
    """A case that has been read, with the rules that will be asked of it."""

    read: ReadCase
    library: Library
    standards: Standards
    rules: tuple[Rule, ...]
    local: Local
    as_at: Day
    as_at_from: str
    options: Options
    warnings: tuple[str, ...]
    answers: AnswerBook | None = None
    """What people answered to the prompts of this case; no rule sees it."""
    eyes: Eyes | None = None
    """With whose eyes the case in `read` is seen, where it is one agency's."""

    def evaluate(self, as_at: Day | None = None, past: History | None = None) -> Evaluation:
        """The evaluation on the session's as-at day, or on another."""
        day = self.as_at if as_at is None else as_at
        return evaluate(self.read.case, self.rules, self.standards, day, past=past)

    def history(self) -> History:
        """What the rules say from day to day, up to the session's as-at day."""
        return history_of(self.read.case, self.rules, self.standards, self.as_at)

    def report(self, as_at: Day | None = None, past: History | None = None) -> Report:
        """The document on the session's as-at day, or on another."""
        evaluation = self.evaluate(as_at, past)
        names = {rule.name for rule in self.rules}
        knowledge = "as-dated"
        if self.read.recorded:
            knowledge = "hindsight" if self.options.hindsight else "as-recorded"
        setting = Setting(
            case=self.read.case,
            standards=self.standards,
            program=Program(__version__, fingerprint(), tuple(map(str, self.local.changes))),
            sources=_source_files(self.read),
            as_at_from=self.as_at_from,
            knowledge=knowledge,
            warnings=self.warnings if self.eyes is None else (*self.warnings, *self.eyes.said(evaluation.as_at)),
            questions=self.library.questions,
            broken=self.library.broken,
            not_asked=tuple(rule.name for rule in self.library.rules if rule.name not in names),
            professionals=self.options.professionals,
            resolution=self.local.steps,
            known_by=self.eyes.agency if self.eyes is not None else "",
        )
        report = build_report(setting, evaluation, escalate(evaluation, wanted_escalations(self)))
        if self.answers is None or self.eyes is not None:  # an answer rests on what all agencies know
            return report
        from engine.report.answered import with_answers  # here, because most cases have no answers

        return with_answers(report, self.answers)


def open_session(paths: Sequence[Path], options: Options, progress: Progress | None = None) -> Session:
    """Read the files of one case and everything needed to evaluate it.

    Raises ReadError, SideSheetError, RuleFileError or UsageError: each says what is wrong, where, and what to do.
    """
    pack = load_pack()
    return session_for(paths, options, pack.library, pack.vocabulary, pack.calendars, progress)


def session_for(
    paths: Sequence[Path],
    options: Options,
    library: Library,
    vocabulary: Vocabulary,
    calendars: Mapping[str, Calendar] | None = None,
    progress: Progress | None = None,
) -> Session:
    """As `open_session`, with a library, vocabulary and calendars that are already loaded."""
    choose(library.rules, options.rules)  # a word that names nothing is said before long reading
    sheet = side_sheet_of(paths, options)
    vocabulary = words_for(vocabulary, options, sheet)
    columns = by_hand(options, sheet)
    read = read_case(
        paths, vocabulary, sheet, options.agency, options.encoding, columns, options.agency_of, progress
    )
    return session_with(read, paths, options, library, vocabulary, calendars)


def session_with(
    read: ReadCase,
    paths: Sequence[Path],
    options: Options,
    library: Library,
    vocabulary: Vocabulary,
    calendars: Mapping[str, Calendar] | None = None,
) -> Session:
    """As `session_for`, of a case that has been read; `paths` say what lies beside it (local practice, answers)."""
    if options.hindsight:
        read = _without_recorded(read)
    as_at, origin, warnings = default_as_at(read)
    if options.as_at is not None:
        as_at, origin, warnings = options.as_at, "given", ()
    if as_at == 0:
        raise UsageError(
            "No row has a date that can be read, so no day can be taken as today.",
            "Give the day with --as-at, and see `flag code FILE` for why the dates were not read.",
            Place(read.sources[0].file),
        )
    eyes = None
    if options.known_by:
        from engine.knowing import seen_by  # here, because the main job looks with everybody's eyes

        read, eyes = seen_by(read, options.known_by, vocabulary)
    moved = read.sheet.moved
    if is_relative(as_at):
        calendar = _counted(read.sheet.day_zero)
    else:
        calendar = moved.calendar() if moved is not None else _calendar(read.case.nation, calendars or {})
    local = _local(paths, options, library, as_at)
    chosen = choose(with_local(library.rules, local, options.rules), options.rules)
    told = [str(warning) for warning in (*read.warnings, *warnings)]
    told += local.left_out
    told += [f"the pack or theme '{name}' holds no rule" for name in chosen.empty]
    return Session(
        read=read,
        library=library,
        standards=Standards(library.states, calendar, moved.law if moved is not None else {}),
        rules=chosen.rules,
        local=local,
        as_at=as_at,
        as_at_from=origin,
        options=options,
        warnings=tuple(told),
        answers=_answers(paths, read.sources),
        eyes=eyes,
    )


def words_for(vocabulary: Vocabulary, options: Options, sheet: SideSheet | None) -> Vocabulary:
    """The vocabulary with the local wording that was asked for and the abbreviations of the side sheet."""
    glossary = sheet.glossary if sheet is not None else {}
    if not options.words and not glossary:
        return vocabulary
    return with_local_words(vocabulary, _there(options.words), glossary)


def _local(paths: Sequence[Path], options: Options, library: Library, as_at: Day) -> Local:
    path = options.local or next((found for one in paths if (found := local_beside(one)) is not None), None)
    return read_local(path, library, as_at) if path is not None else Local()


def _answers(paths: Sequence[Path], sources: Sequence[Source]) -> AnswerBook | None:
    """The answers in the files beside the chronologies, and those in a workbook of readings."""
    there = [beside for path in paths if (beside := answers_beside(path)).is_file()]
    if not there and not any(source.answers for source in sources):
        return None
    from engine.answers import merged, read_answers
    from engine.answersheet import answers_in

    return merged([*map(read_answers, there), *(answers_in(source.answers, source.file) for source in sources)])


def _counted(day_zero: str) -> Calendar | None:
    """The working days of a case that counts from a Day 0; none where its weekday is not known."""
    return calendar_from(day_zero) if day_zero not in ("", "unknown") else None


def _there(paths: Sequence[Path]) -> Sequence[Path]:
    """The files of local wording, each of which must be there."""
    for path in paths:
        if not path.is_file():
            raise UsageError("There is no such file of local words.", "Check the name.", Place(path.name))
    return paths


def by_hand(options: Options, sheet: SideSheet | None) -> Mapping[str, str] | None:
    """Columns named by hand: those of the side sheet, or the command line's where it names any."""
    return options.columns or (dict(sheet.columns) if sheet is not None and sheet.columns else None)


def read_only(paths: Sequence[Path], options: Options) -> tuple[Source, ...]:
    """The chronologies of the files as read, without coding a row: what `flag columns` shows."""
    sheet = side_sheet_of(paths, options)
    vocabulary = load_pack().vocabulary
    columns = by_hand(options, sheet)
    return read_all(paths, vocabulary, options.agency, options.encoding, columns, options.agency_of)


def _calendar(nation: str, loaded: Mapping[str, Calendar]) -> Calendar:
    known = loaded.get(nation.strip().lower())
    if known is not None:
        return known
    from engine.dates.calendars import calendar_for  # here, because it reads, or refuses, what the pack has not

    return calendar_for(nation)


def side_sheet_of(paths: Sequence[Path], options: Options) -> SideSheet | None:
    """The side sheet that was given, or the one beside the first file that has one."""
    if options.side_sheet is not None:
        return read_side_sheet(options.side_sheet)
    for path in paths:
        beside = find_side_sheet(path)
        if beside is not None:
            return read_side_sheet(beside)
    return None


def _without_recorded(read: ReadCase) -> ReadCase:
    from engine.values import replace

    events = tuple(replace(event, recorded=None) for event in read.case.events)
    rows = {ref: (when, agency, None) for ref, (when, agency, _) in read.case.rows.items()}
    return replace(read, case=replace(read.case, events=events, rows=rows))


def wanted_escalations(session: Session) -> list[Escalation]:
    """The escalations that can be drawn from the rules of a session."""
    names = {rule.name for rule in session.rules}
    named = [(item, _named_rules(item)) for item in session.library.escalations]
    return [item for item, rules in named if names & rules or not rules]


def _named_rules(escalation: object) -> set[str]:
    facts = escalation.facts()  # type: ignore[attr-defined]
    return {fact.name for fact in facts if fact.kind in ("finding", "other child")}


def _source_files(read: ReadCase) -> tuple[SourceFile, ...]:
    """Each file once, whatever number of chronologies it holds."""
    files = []
    for file, sha256 in {source.file: source.sha256 for source in read.sources}.items():
        unread = {item.row for item in read.case.unread if item.row.file == file}
        rows = sum(len(source.rows) for source in read.sources if source.file == file)
        files.append(SourceFile(file, sha256, rows, rows - len(unread), len(unread)))
    return tuple(files)
