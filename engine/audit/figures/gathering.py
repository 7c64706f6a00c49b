"""One pass over the records of an audit: every table of figures, in its order. Only counts are kept in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.audit.figures.agencies import AgencyCounts
from engine.audit.figures.counting import SMALLEST
from engine.audit.figures.period import Period
from engine.audit.figures.referrals import ReferralCounts
from engine.audit.figures.rules import RuleCounts, rules_told
from engine.audit.figures.seeing import SeenCounts
from engine.audit.figures.tables import Figures, Table
from engine.audit.figures.times import MeetingCounts, ResolvedCounts
from engine.audit.folder import AuditFolder, Header
from engine.audit.record import CaseKept
from engine.errors import Place, UsageError
from engine.pack import Pack
from engine.values import dataclass, field

OPENING = (
    "Counts from chronologies read by rules. They say what records hold, not what was done, and are no measure of any"
    " child, family, worker or team."
)
READING = (
    "A chronology is a selection: “no entry” does not mean that nothing was done.",
    "Numbers are counts. Of few cases no rate should be made, and lines stand in order of name, never of number.",
    "Figures of two periods or places can be compared only where the same rules, versions and local practice were"
    " used (the command flag audit diff says what differs).",
    "Do not hand out two sets of figures about nearly the same cases or days: what is withheld in each could be found"
    " by taking one from the other.",
)


LONG = ("rules", "standing", "until-resolved", "reasons")
"""Tables with a line for every rule: they stand after the others."""


Tell = Callable[[int], None]
"""Told of each case how many have been counted, and of 0 when all have."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What figures were asked for."""

    period: Period = field(default_factory=Period)
    by: str = "quarter"
    show_small: bool = False


@dataclass(slots=True)
class Run:
    """What is told of the run itself: how many cases were read, and how."""

    read: int = 0
    unread: int = 0
    rows: int = 0
    rows_unread: int = 0
    broken: set[str] = field(default_factory=set)
    knowledge: set[str] = field(default_factory=set)

    def take(self, case: CaseKept, rules: frozenset[str]) -> bool:
        """Note a case; whether it was read and is to be counted."""
        if case.problem:
            self.unread += 1
            return False
        self.read += 1
        self.knowledge.add(case.knowledge)
        for file in case.files:
            self.rows += file.rows
            self.rows_unread += file.unread
        self.broken.update(item.rule for item in case.not_evaluated if item.rule not in rules)
        return True


def figures_of(folder: AuditFolder, wanted: Wanted, pack: Pack, tell: Tell | None = None) -> Figures:
    """The figures of an audit. Raises UsageError where no case of it was read."""
    header = folder.header
    library = pack.library.rules
    titles = {rule.name: (rule.title, rule.per == "household") for rule in library}
    rules = rules_told(header.rules, header.themes, titles)
    agencies = frozenset(pack.vocabulary.agencies.values())
    run = Run()
    by_rule = RuleCounts(rules, wanted.period, lifecycle=header.lifecycle, agencies=agencies)
    referrals = ReferralCounts(wanted.period)
    counts = (
        by_rule,
        ResolvedCounts(by_rule.rules, wanted.period),
        MeetingCounts(list(by_rule.rules.values()), library, wanted.period, by_rule.states),
        referrals,
        SeenCounts(),
        AgencyCounts(agencies, wanted.by, wanted.period, by_rule.states),
    )
    asked = frozenset(header.rules)
    for done, case in enumerate(folder.records(), start=1):
        if tell is not None:
            tell(done)
        if run.take(case, asked):
            for one in counts:
                one.take(case)
    if tell is not None:
        tell(0)
    if not run.read:
        raise UsageError(
            "No case of this audit could be read, so there is nothing to count.",
            "Its log.csv says what stood in the way of each.", Place(folder.path.name),
        )  # fmt: skip
    for one in counts:
        one.protect()
    tables = [
        table
        for one in counts
        if header.lifecycle or not isinstance(one, ResolvedCounts)
        for table in one.tables(show_small=wanted.show_small)
    ]
    tables.sort(key=lambda table: LONG.index(table.name) if table.name in LONG else -1)
    return Figures(
        title="Figures over the cases of an audit",
        opening=OPENING,
        run=(
            *run_told(header, run), *_log_told(folder), ("Period", _period(wanted)),
            ("Small numbers", small_told(wanted.show_small)),
        ),
        sentences=(_first(run), referrals.sentence(show_small=wanted.show_small)),
        tables=tuple(tables),
        withholds=not wanted.show_small,
    )


def run_told(header: Header, run: Run) -> Sequence[tuple[str, str]]:
    """The run, in lines of (name, words): why, by what, over how many cases."""
    left = " (in none of the tables; the audit's log says why)" if run.unread else ""
    day = f"as at {header.as_at}" if header.as_at else "each case as at its own last entry, or its side sheet's day"
    told = [
        ("Purpose", header.purpose),
        ("Cases read", f"{run.read:,}"),
        ("Cases not read", f"{run.unread:,}{left}"),
        ("Rows", f"{run.rows:,}, of which {run.rows_unread:,} were not read in full"),
        ("Rules asked", f"{', '.join(header.wanted) or 'core'}: {len(header.rules):,} rules"),
        ("Looked at", day),
        ("Local practice", "; ".join(header.local) or "none: the shipped numbers"),
        ("Program", f"flag {header.program}, rules and vocabulary {header.fingerprint[:12]}"),
    ]
    if header.hindsight or "hindsight" in run.knowledge:
        told.append(
            ("Knowledge", "with hindsight: rows count from the day they are dated, whenever they were recorded")
        )
    if not header.lifecycle:
        told.append(("One day only", "what was raised and resolved before the day is not counted"))
    if run.broken:
        told.append(("Rule files left out", f"{len(run.broken):,}, because of mistakes in them"))
    return told


def _log_told(folder: AuditFolder) -> Sequence[tuple[str, str]]:
    """That the log tells of more than cases not read: rows without a case, columns, local practice left out."""
    lines = folder.log_lines()
    if not lines:
        return ()
    return (("In the log", f"{lines:,} {'line' if lines == 1 else 'lines'} about what could not be read or done"),)


def _period(wanted: Wanted) -> str:
    if wanted.period.whole:
        return "all days of the chronologies"
    return (
        f"{wanted.period}: findings by the day they were raised, referrals by their day. Which rules could be"
        " evaluated, and days unseen, are as at the day that was looked at."
    )


def small_told(show_small: bool) -> str:
    """What is done about small numbers, in words."""
    if show_small:
        return (
            f"shown, because they were asked for: numbers under {SMALLEST} may tell about a child whom somebody knows."
            " Keep this as you keep the records."
        )
    return (
        f"“withheld” stands for a number from 1 to {SMALLEST - 1} or one that rests on so few cases, and for others"
        " from which it could be worked out. Nought is shown. Numbers of cases read describe the run and are shown."
    )


def _first(run: Run) -> str:
    left = "none that was found was left out"
    if run.unread:
        left = f"{run.unread:,} could not be read and are in none of the tables"
    return f"{run.read:,} {'case was' if run.read == 1 else 'cases were'} read; {left}."


def table_named(figures: Figures, name: str) -> Table:
    """A table of the figures by its short name."""
    return next(table for table in figures.tables if table.name == name)
