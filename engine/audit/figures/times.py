"""How long it took: from raised until resolved, and from what asked for a strategy discussion until it was met.

Days that are imprecise stay a range. A middle of ranges is a range: the middle of the least days, and of the most.
It is shown only where at least six cases stand behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.audit.facts import MEETING
from engine.audit.figures.counting import SMALLEST, Number, cover
from engine.audit.figures.period import Period
from engine.audit.figures.rules import RuleTold, certainty_of
from engine.audit.figures.tables import Cell, Chart, Column, Mark, Range, Table, cell_of
from engine.audit.record import CaseKept, Days
from engine.language.rule import Deadline, Rule
from engine.truth import YES
from engine.values import dataclass, field

JOINT = {MEETING, "section_47", "police_protection", "initial_conference"}
"""Steps that agencies take together or that need no discussion before them."""
THEME = "strategy"
BANDS = ((0, "the same day"), (1, "1 to 2 days"), (3, "3 to 7 days"), (8, "8 to 14 days"), (15, "over 14 days"))
QUARTERS = (1, 2, 3)


@dataclass(slots=True)
class Lengths:
    """Lengths of time in days, each from least to most, and how often; the cases behind them."""

    times: dict[Days, int] = field(default_factory=dict)
    number: Number = field(default_factory=Number)

    def take(self, lengths: Sequence[Days]) -> None:
        """Add those of one case."""
        for length in lengths:
            self.times[length] = self.times.get(length, 0) + 1
        self.number.add(len(lengths))

    def quarters(self, *, show_small: bool) -> tuple[Cell, Cell, Cell]:
        """The lower quartile, the median and the upper quartile."""
        if not self.number.value:
            return Mark.NONE, Mark.NONE, Mark.NONE
        if (self.number.small or self.number.withheld or self.number.cases < SMALLEST) and not show_small:
            return Mark.WITHHELD, Mark.WITHHELD, Mark.WITHHELD
        least = _sorted((days[0], times) for days, times in self.times.items())
        most = _sorted((days[1], times) for days, times in self.times.items())
        lower, middle, upper = (Range(quarter(least, at), quarter(most, at)) for at in QUARTERS)
        return lower, middle, upper


def _sorted(lengths: Iterable[tuple[int, int]]) -> list[int]:
    return sorted(days for days, times in lengths for _ in range(times))


def quarter(lengths: Sequence[int], at: int) -> float:
    """The length that so many quarters of the sorted lengths do not exceed; between two of them in proportion."""
    where, part = divmod((len(lengths) - 1) * at, 4)
    if not part:
        return lengths[where]
    return lengths[where] + (lengths[where + 1] - lengths[where]) * part / 4


def between(start: Days | None, end: Days | None) -> Days | None:
    """The days from one to the other, at least and at most; none where either is not known or they cannot be so."""
    if start is None or end is None or end[1] < start[0]:
        return None
    return max(0, end[0] - start[1]), end[1] - start[0]


class ResolvedCounts:
    """How long it took until what was raised was resolved, per rule."""

    def __init__(self, rules: Mapping[str, RuleTold], period: Period) -> None:
        self.rules = rules
        self.period = period
        self.lengths = {name: Lengths() for name in rules}

    def take(self, case: CaseKept) -> None:
        """Count one case that was read."""
        found: dict[str, list[Days]] = {}
        for finding in case.findings:
            if finding.state == "resolved" and certainty_of(finding, self.period) == "definite":
                length = between(finding.raised, finding.ended)
                if length is not None and finding.rule in self.lengths:
                    found.setdefault(finding.rule, []).append(length)
        for rule, lengths in found.items():
            self.lengths[rule].take(lengths)

    def protect(self) -> None:
        """Withhold what is small."""
        for lengths in self.lengths.values():
            lengths.number.withheld = lengths.number.small

    def tables(self, *, show_small: bool) -> list[Table]:
        """Rules of which something was resolved."""
        rows = tuple(
            (name, rule.theme, cell_of(self.lengths[name].number, show_small=show_small),
             *self.lengths[name].quarters(show_small=show_small))
            for name, rule in self.rules.items()
            if self.lengths[name].number.value
        )  # fmt: skip
        return [
            Table(
                "until-resolved", "Days from raised until resolved",
                ("Findings, not cases: those that were raised in every reading and resolved, with both days known."
                 " What was never resolved has no length and is not in here, so these are not the days that families"
                 " wait.",
                 "“12 to 15”: imprecise days leave everything from 12 to 15 possible."),
                (Column("Rule", "words"), Column("Theme", "words"), Column("Findings"),
                 *(Column(head, "range") for head in ("Lower quartile", "Median", "Upper quartile"))),
                rows,
                empty="Nothing that was raised has been resolved.",
            )
        ]  # fmt: skip


# --- until agencies met --------------------------------------------------------------------------------


def expects_a_meeting(rule: Rule) -> bool:
    """Whether a rule waits for a strategy discussion, or for a step that does without one."""
    if not isinstance(rule.operator, Deadline):
        return False
    kinds = {kind for pattern in rule.operator.expect.patterns for kind in pattern.kinds}
    return MEETING in kinds and (rule.theme == THEME or kinds <= JOINT)


@dataclass(slots=True)
class _Waited:
    """What is counted of one rule: obligations by how they ended, in order of the columns."""

    lengths: Lengths = field(default_factory=Lengths)
    columns: list[Number] = field(default_factory=lambda: [Number() for _ in range(len(BANDS) + 5)])
    all: Number = field(default_factory=Number)


UNCLEAR, ANOTHER, OTHERWISE, WAITING, RUNS = (len(BANDS) + at for at in range(5))


class MeetingCounts:
    """Time from what asked for a strategy discussion until it was met, per rule."""

    def __init__(self, rules: Sequence[RuleTold], library: Sequence[Rule], period: Period, states: tuple[str, ...]):
        known = {rule.name for rule in library if expects_a_meeting(rule)}
        self.counted = {rule.name: _Waited() for rule in rules if rule.name in known}
        self.period = period
        self.states = states

    def take(self, case: CaseKept) -> None:
        """Count one case that was read."""
        found: dict[str, list[tuple[int, Days | None]]] = {}
        for met in case.met:
            if met.rule in self.counted and self.period.holds(met.opened) is YES:
                length = between(met.opened, met.met) if met.by == MEETING else None
                found.setdefault(met.rule, []).append((_band(length) if met.by == MEETING else ANOTHER, length))
        for finding in case.findings:
            sure = finding.certainty == "definite" and finding.kind == "rule" and finding.state in self.states
            if finding.rule in self.counted and sure and self.period.holds(finding.opened) is YES:
                held = finding.state == "resolved" and finding.ended_by == MEETING
                length = between(finding.opened, finding.ended) if held else None
                resolved = _band(length) if held else ANOTHER
                at = {"open": WAITING, "resolved": resolved}.get(finding.state, OTHERWISE)
                found.setdefault(finding.rule, []).append((at, length))
        for due in case.due:
            if due.rule in self.counted and due.certainty == "definite" and self.period.whole:
                found.setdefault(due.rule, []).append((RUNS, None))
        for rule, ended in found.items():
            counted = self.counted[rule]
            counted.all.add(len(ended))
            for at, column in enumerate(counted.columns):
                column.add(sum(one == at for one, _ in ended))
            counted.lengths.take([length for _, length in ended if length is not None])

    def protect(self) -> None:
        """Withhold what is small, and what it could be worked out from."""
        for counted in self.counted.values():
            cover(counted.columns, total=counted.all)

    def tables(self, *, show_small: bool) -> list[Table]:
        """One line for each rule that was asked."""
        rows = tuple(
            (name, *(cell_of(number, show_small=show_small) for number in (counted.all, *counted.columns)),
             *counted.lengths.quarters(show_small=show_small))
            for name, counted in self.counted.items()
        )  # fmt: skip
        heads = ("Times it was called for", *(name for _, name in BANDS), "Imprecise days: no one band",
                 "Another step in its place", "Answered or lapsed", "Still waiting, late",
                 "Still waiting, in time")  # fmt: skip
        return [
            Table(
                "strategy", "Days until a strategy discussion",
                ("From the entry that called for it until the strategy discussion. Another step: one that the rule"
                 " takes in its place (an enquiry under section 47, police protection, a conference). Only what holds"
                 " in every reading is counted.",
                 "Median and quartiles are of discussions that were held; those still waited for are not in them."
                 + ("" if self.period.whole else " With a period, those still waiting in time are not counted.")
                 + ("" if "resolved" in self.states else " Only one day was looked at: late ones are left out.")),
                (Column("Rule", "words"), *map(Column, heads),
                 *(Column(head, "range") for head in ("Lower quartile", "Median", "Upper quartile"))),
                rows,
                (Chart("Strategy discussions by the days that they took, and those still waited for.",
                       (*range(2, 2 + len(BANDS)), 2 + UNCLEAR, 2 + WAITING)),),
                empty="No rule that expects a strategy discussion was asked.",
            )
        ]  # fmt: skip


def _band(length: Days | None) -> int:
    if length is None:
        return UNCLEAR
    bands = {max(at for at, (first, _) in enumerate(BANDS) if days >= first) for days in length}
    return bands.pop() if len(bands) == 1 else UNCLEAR
