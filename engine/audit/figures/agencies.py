"""Per agency and period: cases with its rows, findings that rest on them, referrals recorded in them.

Agencies are those of the vocabulary. Any other name in an agency column may be that of a person or a firm, so these
are counted together, unnamed. The rows themselves are not kept by an audit, only the months in which an agency's
rows surely lie: a case counts in the periods of those months.
"""

from __future__ import annotations

from engine.audit.figures.counting import Number, cover, withhold_within
from engine.audit.figures.period import BETWEEN, Period, in_order, label, label_of, month_of
from engine.audit.figures.rules import certainty_of
from engine.audit.figures.tables import Cell, Column, Table, cell_of
from engine.audit.record import CaseKept
from engine.truth import NO, YES
from engine.values import dataclass, field

OTHERS = "other agencies"
UNNAMED = "no agency named"


@dataclass(slots=True)
class _Counted:
    cases: Number = field(default_factory=Number)
    findings: Number = field(default_factory=Number)
    possible: Number = field(default_factory=Number)
    referrals: Number = field(default_factory=Number)


@dataclass(slots=True)
class _OfCase:
    there: bool = False
    raised: set[str] = field(default_factory=set)
    possible: set[str] = field(default_factory=set)
    referrals: int = 0


class AgencyCounts:
    """Counts agencies over the cases, one after another."""

    def __init__(self, agencies: frozenset[str], by: str, period: Period, states: tuple[str, ...]) -> None:
        self.known = agencies
        self.by = by
        self.period = period
        self.states = states
        self.read = Number()
        self.cells: dict[tuple[str, str], _Counted] = {}

    def take(self, case: CaseKept) -> None:
        """Count one case that was read."""
        self.read.add()
        found: dict[tuple[str, str], _OfCase] = {}
        for agency in case.agencies:
            for month in agency.months:
                if self.period.holds(month_of(month)) is not NO:
                    self._cell(found, agency.name, label(month, self.by)).there = True
        for finding in case.findings:
            certainty = certainty_of(finding, self.period) if finding.state in self.states else ""
            if certainty not in ("definite", "possible"):
                continue
            for row in finding.rows:
                if self.period.holds(row.days) is not NO:
                    cell = self._cell(found, row.agency, label_of(row.days, self.by))
                    (cell.raised if certainty == "definite" else cell.possible).add(finding.id)
        for referral in case.referrals:
            if referral.certain and self.period.holds(referral.days) is YES:
                self._cell(found, referral.agency, label_of(referral.days, self.by)).referrals += 1
        for key, one in found.items():
            counted = self.cells.setdefault(key, _Counted())
            counted.cases.add(one.there)
            counted.findings.add(len(one.raised))
            counted.possible.add(len(one.possible))
            counted.referrals.add(one.referrals)

    def _cell(self, found: dict[tuple[str, str], _OfCase], agency: str, told: str) -> _OfCase:
        return found.setdefault((self._named(agency), told), _OfCase())

    def _named(self, agency: str) -> str:
        if not agency:
            return UNNAMED
        return agency if agency in self.known else OTHERS

    def protect(self) -> None:
        """Withhold what is small, and what it could be worked out from."""
        for counted in self.cells.values():
            withhold_within(counted.cases, self.read)
            for number in (counted.findings, counted.possible):
                number.withheld = number.small
        cover([counted.referrals for counted in self.cells.values()])

    def tables(self, *, show_small: bool) -> list[Table]:
        """The table of agencies and periods, by name and time."""
        rows: list[tuple[Cell, ...]] = []
        for agency, told in sorted(self.cells, key=_in_order):
            one = self.cells[agency, told]
            numbers = (one.cases, one.findings, one.possible, one.referrals)
            if show_small or any(number.value and not number.withheld for number in numbers):
                cases: Cell = "" if told == BETWEEN else cell_of(one.cases, show_small=show_small)
                rows.append((agency, told, cases, *(cell_of(one, show_small=show_small) for one in numbers[1:])))
        return [
            Table(
                "agencies", f"Agencies by {self.by}",
                (
                    f"Cases: those with a row of the agency that surely lies in the {self.by}. A finding counts"
                    f" once for each agency and {self.by} in which a row that it rests on lies. Referrals: recorded in"
                    " the agency's rows.",
                    f"What has an imprecise day that may lie in more than one {self.by} stands under “{BETWEEN}”."
                    " Only names of agencies in the vocabulary are shown; the rest are “other agencies”."
                    + ("" if show_small else " Lines without a number that can be shown are left out."),
                ),
                (Column("Agency", "words"), Column(self.by.capitalize(), "words"), Column("Cases with its rows"),
                 Column("Raised, resting on its rows"), Column("Raised possibly"), Column("Referrals")),
                tuple(rows),
            )
        ]  # fmt: skip


def _in_order(key: tuple[str, str]) -> tuple[bool, str, tuple[int, str]]:
    agency, told = key
    return agency in (OTHERS, UNNAMED), agency, in_order(told)
