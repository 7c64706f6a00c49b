"""Two audits compared: what differs in how they were run, and per rule what that changed.

The cases that both have are matched by their identifiers, which are counted and never told; `changes` names them for
whoever runs the audit and may see them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import merge

from engine.audit.figures.counting import Number, rest_of, withhold, withhold_within
from engine.audit.figures.gathering import OPENING, Run, Tell, run_told, small_told
from engine.audit.figures.period import Period
from engine.audit.figures.rules import RuleCounts, certainty_of, rules_told
from engine.audit.figures.tables import Column, Figures, Table, cell_of
from engine.audit.folder import AuditFolder, Header
from engine.audit.record import CaseKept, FindingKept
from engine.errors import UsageError
from engine.pack import Pack
from engine.report.words import count_of
from engine.values import dataclass, field

CHANGES = ("case", "rule", "finding", "change", "in the first", "in the second")
"""The columns of the list of changes."""


NOT_RAISED = "Rules that were raised in neither are left out."


@dataclass(slots=True)
class _Shared:
    """What is counted of one rule over the cases of both audits in which both could evaluate it."""

    cases: Number = field(default_factory=Number)
    kept: Number = field(default_factory=Number)
    gained: Number = field(default_factory=Number)
    lost: Number = field(default_factory=Number)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two audits compared: figures to hand out, and the findings that changed, case by case."""

    figures: Figures
    changes: tuple[tuple[str, ...], ...]
    """Lines of `CHANGES`; only where they were asked for."""


def compare(
    first: AuditFolder, second: AuditFolder, pack: Pack, *, show_small: bool, cases: bool, tell: Tell | None = None
) -> Compared:
    """Compare two audits. Raises UsageError where nothing can be compared: no case read, no rule in both."""
    common = sorted(first.header.rules.keys() & second.header.rules.keys())
    if not common:
        raise UsageError(
            "These two audits have no rule in common, so there is nothing to compare.",
            "Compare audits that were asked the same rules.",
        )
    work = Comparison(first.header, second.header, common, pack)
    changes: list[tuple[str, ...]] = []
    for done, (one, other) in enumerate(_paired(first, second), start=1):
        if tell is not None:
            tell(done)
        work.take(one, other)
        if cases and one is not None and other is not None:
            changes.extend(changes_between(one, other, common))
    if tell is not None:
        tell(0)
    if not all(run.read for run in work.runs):
        raise UsageError(
            "One of these audits has no case that could be read, so there is nothing to compare.",
            "Its log.csv says what stood in the way of each.",
        )
    return Compared(work.figures(show_small=show_small), tuple(changes))


def _paired(first: AuditFolder, second: AuditFolder) -> Iterator[tuple[CaseKept | None, CaseKept | None]]:
    """The cases of both in the order of their identifiers, side by side where both have one. Raises UsageError."""
    waiting: CaseKept | None = None
    at = -1
    for _, number, case in merge(_told(first, 0), _told(second, 1), key=lambda told: told[:2]):
        if waiting is not None:
            if waiting.case == case.case and number != at:
                yield (waiting, case)
                waiting = None
                continue
            yield (waiting, None) if at == 0 else (None, waiting)
        waiting, at = case, number
    if waiting is not None:
        yield (waiting, None) if at == 0 else (None, waiting)


def _told(folder: AuditFolder, number: int) -> Iterator[tuple[str, int, CaseKept]]:
    return ((case.case, number, case) for case in folder.records())


class Comparison:
    """Both audits, counted as they come."""

    def __init__(self, first: Header, second: Header, common: list[str], pack: Pack) -> None:
        self.headers = (first, second)
        self.common = common
        titles = {rule.name: (rule.title, rule.per == "household") for rule in pack.library.rules}
        agencies = frozenset(pack.vocabulary.agencies.values())
        self.both_days = first.lifecycle and second.lifecycle
        self.counts = [
            RuleCounts(
                rules_told(header.rules, header.themes, titles),
                Period(), lifecycle=self.both_days, agencies=agencies,
            )
            for header in self.headers
        ]  # fmt: skip
        self.runs = (Run(), Run())
        self.shared = {name: _Shared() for name in common}
        self.in_both = 0

    def take(self, first: CaseKept | None, second: CaseKept | None) -> None:
        """Count a case of the first audit, of the second, or of both."""
        read = []
        for case, counts, run, header in zip((first, second), self.counts, self.runs, self.headers, strict=True):
            if case is not None and run.take(case, frozenset(header.rules)):
                read.append((case, counts, counts.take(case)))
        if len(read) < 2:
            return
        self.in_both += 1
        before, after = (marks for _, _, marks in read)
        for name, shared in self.shared.items():
            if "evaluated" in before[name] and "evaluated" in after[name]:
                was, now = "definite" in before[name], "definite" in after[name]
                shared.cases.add()
                shared.kept.add(was and now)
                shared.gained.add(now and not was)
                shared.lost.add(was and not now)

    def figures(self, *, show_small: bool) -> Figures:
        """The tables, small numbers withheld unless they were asked for."""
        for counts in self.counts:
            counts.protect()
        for name, shared in self.shared.items():
            protect_shared(shared, self.in_both, *(counts.of_rule[name].evaluated for counts in self.counts))
            keep_apart(shared, *(counts.of_rule[name].raised for counts in self.counts))
        told = [dict(run_told(header, run)) for header, run in zip(self.headers, self.runs, strict=True)]
        purposes = tuple(
            (f"Purpose, {which}", one["Purpose"]) for which, one in zip(("first", "second"), told, strict=True)
        )
        run = (
            *purposes,
            ("Cases read", f"{self.runs[0].read:,} in the first, {self.runs[1].read:,} in the second,"
             f" {self.in_both:,} in both"),
            ("Cases not read", f"{self.runs[0].unread:,} in the first, {self.runs[1].unread:,} in the second"),
            *([] if self.both_days else [("One day only", "what was raised and resolved before the day is not counted,"
               " in either, since one of them looked at one day only")]),
            ("Small numbers", small_told(show_small)),
        )  # fmt: skip
        return Figures(
            title="Two audits compared",
            opening=OPENING,
            run=run,
            sentences=(self._sentence(), rules_differ(*self.headers)),
            tables=(_headers(self.headers, told), self._all(show_small), self._of_both(show_small)),
            withholds=not show_small,
        )

    def _sentence(self) -> str:
        if not self.in_both:
            return "The two audits have no case in common: only all the cases of each can be compared."
        return f"{self.in_both:,} cases were read in both audits."

    def _all(self, show: bool) -> Table:
        rows = []
        for name in self.common:
            pair = [counts.of_rule[name] for counts in self.counts]
            numbers = [number for one in zip(*((one.evaluated, one.raised, one.possible) for one in pair), strict=True)
                       for number in one]  # fmt: skip
            if any(number.value for number in numbers[2:]) or numbers[0].value != numbers[1].value:
                rows.append((name, *(cell_of(number, show_small=show) for number in numbers)))
        heads = ("Evaluated, first", "Evaluated, second", "Raised, first", "Raised, second", "Possibly, first",
                 "Possibly, second")  # fmt: skip
        return Table(
            "all-cases", "All the cases of each",
            ("Cases in which the rule could be evaluated, was raised in every reading, and was raised in some readings"
             " only. They may be other cases, so a difference need not come from practice or rules.",
             NOT_RAISED,),
            (Column("Rule", "words"), *map(Column, heads)), tuple(rows),
        )  # fmt: skip

    def _of_both(self, show: bool) -> Table:
        rows = [
            (name, *(cell_of(number, show_small=show) for number in (one.cases, one.kept, one.gained, one.lost)))
            for name, one in self.shared.items()
            if any(number.value or (number.withheld and not show) for number in (one.kept, one.gained, one.lost))
        ]
        return Table(
            "cases-in-both", "The cases that both have",
            ("Cases in which both could evaluate the rule, and in which it was raised (in every reading) in both, in"
             " the second only (gained), or in the first only (lost).", NOT_RAISED,),
            (Column("Rule", "words"), *map(Column, ("Evaluated in both", "In both", "Gained", "Lost"))), tuple(rows),
            empty="No rule was raised in a case that both have.",
        )  # fmt: skip


def protect_shared(shared: _Shared, both: int, *evaluated: Number) -> None:
    """Withhold what is small among cases with a finding in both audits, in one of them, or in neither.

    Where the cases that both could evaluate are withheld, so are these: there are at least as many as these together.
    """
    for whole in (Number(both, both), *evaluated):
        withhold_within(shared.cases, whole)
    columns = (shared.kept, shared.gained, shared.lost)
    if shared.cases.withheld or any(one.small for one in columns) or rest_of(shared.cases, *columns).small:
        withhold(columns)


def keep_apart(shared: _Shared, before: Number, after: Number) -> None:
    """Withhold more where the two audits' own numbers would give away what is withheld of the cases in both.

    If the same cases stand in both, those raised before are the kept and the lost, and those raised after the kept
    and the gained. As long as one case more or fewer could be in both, nothing follows from that.
    """
    columns = (shared.kept, shared.gained, shared.lost)
    beside = (rest_of(before, shared.kept, shared.lost), rest_of(after, shared.kept, shared.gained))
    hidden = any(one.withheld for one in (before, after)) and before.value + after.value
    if hidden or any(one.small for one in beside):
        withhold(columns)  # else what is withheld of an audit would follow from these, or the other way about
    if not shared.kept.withheld:
        return
    neither = rest_of(shared.cases, *columns).value
    moves = (shared.kept.value and neither) or (shared.gained.value and shared.lost.value)
    if not moves and any(one.value for one in columns):
        withhold((before, after))


# --- how the runs differ -------------------------------------------------------------------------------


def _headers(headers: tuple[Header, Header], told: list[dict[str, str]]) -> Table:
    rows = [(name, one, other) for name, one, other in _differences(headers, told) if one != other]
    return Table(
        "runs", "How the two were run",
        ("Only what differs is listed.",),
        tuple(Column(heading, "words") for heading in ("What", "First", "Second")),
        tuple(rows),
        empty="They were run in the same way.",
    )  # fmt: skip


def _differences(headers: tuple[Header, Header], told: list[dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    first, second = headers
    for name in dict.fromkeys((*told[0], *told[1])):
        if name not in ("Cases read", "Cases not read", "Rows"):
            yield name, told[0].get(name, "–"), told[1].get(name, "–")
    if first.local == second.local and first.local_sha256 != second.local_sha256:
        yield "Local practice file", first.local_sha256[:12] or "none", second.local_sha256[:12] or "none"
    for name in sorted(first.rules.keys() | second.rules.keys()):
        yield f"Rule {name}", _version(first.rules, name), _version(second.rules, name)


def rules_differ(first: Header, second: Header) -> str:
    """How many rules were asked in one only, or in another version, in a sentence."""
    one, other = first.rules, second.rules
    versions = sum(one[name] != other[name] for name in one.keys() & other.keys())
    told = [
        (len(one.keys() - other.keys()), "asked in the first only"),
        (len(other.keys() - one.keys()), "asked in the second only"),
        (versions, "asked in another version"),
    ]
    parts = [f"{count_of(number, 'rule')} {words}" for number, words in told if number]
    return f"{', '.join(parts)}." if parts else f"The same {count_of(len(one), 'rule')} in the same versions."


def _version(rules: Mapping[str, int], name: str) -> str:
    return f"version {rules[name]}" if name in rules else "not asked"


# --- case by case --------------------------------------------------------------------------------------


def changes_between(first: CaseKept, second: CaseKept, common: list[str]) -> Iterator[tuple[str, ...]]:
    """The findings of one case that only one audit has, or that stand otherwise; lines of `CHANGES`."""
    if first.problem or second.problem:
        if bool(first.problem) != bool(second.problem):
            yield (
                first.case,
                "",
                "",
                "read in one only",
                *("not read" if one.problem else "read" for one in (first, second)),
            )
        return
    rules = set(common)
    before, after = ({one.id: one for one in case.findings if one.rule in rules} for case in (first, second))
    for key in sorted(before.keys() | after.keys()):
        one, other = before.get(key), after.get(key)
        if _standing(one) != _standing(other):
            change = "lost" if other is None else "gained" if one is None else "changed"
            rule = (one or other).rule  # type: ignore[union-attr]
            yield first.case, rule, key, change, _standing(one), _standing(other)


def _standing(finding: FindingKept | None) -> str:
    if finding is None:
        return ""
    return f"{certainty_of(finding, Period())}, {finding.state}"


def as_csv(changes: tuple[tuple[str, ...], ...]) -> bytes:
    """The changes as a CSV file, for whoever may see the cases."""
    import csv
    import io

    from engine.report.prompts_csv import for_excel
    from engine.report.safetext import cell

    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(CHANGES)
    writer.writerows([[cell(one) for one in line] for line in changes])
    return for_excel(out.getvalue())
