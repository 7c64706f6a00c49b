"""What came of referrals, and in how many a reason for the decision is recorded, by whom they came from."""

from __future__ import annotations

from collections.abc import Sequence

from engine.audit.facts import PUBLIC as SOURCES_OF_THE_PUBLIC
from engine.audit.figures.counting import SMALLEST, Number, cover, withhold
from engine.audit.figures.period import Period
from engine.audit.figures.tables import Chart, Column, Mark, Table, cell_of
from engine.audit.record import CaseKept
from engine.truth import MAYBE, NO
from engine.values import dataclass, field

PUBLIC, PROFESSIONALS, UNSAID = "the public", "professionals", "not said"
SOURCES = {
    **dict.fromkeys(SOURCES_OF_THE_PUBLIC, PUBLIC),
    "health": PROFESSIONALS, "police": PROFESSIONALS, "professional": PROFESSIONALS, "school": PROFESSIONALS,
}  # fmt: skip
_SOURCE_TOLD = {
    "anonymous": "somebody who gave no name", "family": "family", "neighbour": "a neighbour",
    "public": "others of the public", "health": "health", "police": "police", "school": "a school",
    "professional": "other professionals",
}  # fmt: skip
REASONS = ("yes", "no", "not read", "no decision")
_REASON_TOLD = ("A reason is recorded", "No reason recorded", "Not read in full", "No decision found")
STEPS = ("assessment", "early help", "section 47", "strategy discussion")
NONE_YET, CLOSED, TAKEN_ON = "no outcome recorded", "no further action", "taken on"


@dataclass(slots=True)
class Group:
    """Referrals of one group of sources: by reason, by source, by outcome, and by each of these with the reason."""

    all: Number = field(default_factory=Number)
    reasons: dict[str, Number] = field(default_factory=dict)
    lines: dict[str, dict[str, Number]] = field(default_factory=dict)
    """ "source" or "outcome" -> its value -> referrals."""
    cells: dict[tuple[str, str, str], Number] = field(default_factory=dict)
    """("source" or "outcome", its value, reason) -> referrals."""


def _group(sources: Sequence[str]) -> Group:
    lines = {"source": list(sources), "outcome": [CLOSED, TAKEN_ON, NONE_YET]}
    return Group(
        reasons={reason: Number() for reason in REASONS},
        lines={by: {value: Number() for value in values} for by, values in lines.items()},
        cells={(by, value, reason): Number() for by, values in lines.items() for value in values for reason in REASONS},
    )


class ReferralCounts:
    """Counts referrals over the cases, one after another."""

    def __init__(self, period: Period) -> None:
        self.period = period
        self.groups = {
            told: _group([source for source, group in SOURCES.items() if group == told])
            for told in (PUBLIC, PROFESSIONALS, UNSAID)
        }
        self.groups[UNSAID] = _group([""])
        self.possible = {told: Number() for told in self.groups}

    def take(self, case: CaseKept) -> None:
        """Count the referrals of one case that was read."""
        found: dict[int, tuple[Number, int]] = {}

        def add(number: Number) -> None:
            found[id(number)] = (number, found.get(id(number), (number, 0))[1] + 1)

        for referral in case.referrals:
            within = self.period.holds(referral.days)
            told = SOURCES.get(referral.source, UNSAID)
            if within is NO:
                continue
            if not referral.certain or within is MAYBE:
                add(self.possible[told])
                continue
            group = self.groups[told]
            source = referral.source if told != UNSAID else ""
            reason = referral.reason if referral.reason in REASONS else "not read"
            add(group.all)
            add(group.reasons[reason])
            for by, value in (("source", source), ("outcome", outcome_of(referral.outcome))):
                add(group.lines[by][value])
                add(group.cells[by, value, reason])
        for number, times in found.values():
            number.add(times)

    def protect(self) -> None:
        """Withhold what is small, and what it could be worked out from."""
        cover([group.all for group in self.groups.values()])
        for number in self.possible.values():
            number.withheld = number.small
        for group in self.groups.values():
            cover(list(group.reasons.values()), total=group.all)
            for by, lines in group.lines.items():
                cover(list(lines.values()), total=group.all)
                cells = [[group.cells[by, value, reason] for reason in REASONS] for value in lines]
                cover_cells(cells, list(lines.values()), list(group.reasons.values()))

    # --- tables ------------------------------------------------------------------------------------

    def sentence(self, *, show_small: bool) -> str:
        """The answer to: in how many referrals from the public is a reason recorded?"""
        group = self.groups[PUBLIC]
        every, recorded = (cell_of(one, show_small=show_small) for one in (group.all, group.reasons["yes"]))
        if every == 0:
            return "This audit has no referral from the public."
        if Mark.WITHHELD in (every, recorded):
            return (
                "How many referrals from the public have a recorded reason cannot be shown: the numbers, or what they"
                " leave over, are too small."
            )
        told = {reason: cell_of(number, show_small=show_small) for reason, number in group.reasons.items()}
        words = {"no": "no reason recorded", "not read": "not read in full", "no decision": "no decision found"}
        others = [
            f"{words[reason]} {cell:,}" for reason, cell in told.items() if reason in words and isinstance(cell, int)
        ]
        rest = f" Of the others: {', '.join(others)}." if others and recorded != every else ""
        first = f"A reason for the decision is recorded in {recorded:,} of {every:,} referrals from the public."
        return f"{first}{rest}{self._closed(show_small)}"

    def _closed(self, show_small: bool) -> str:
        """The same of those that were closed: a referral that was taken on says by that why."""
        group = self.groups[PUBLIC]
        closed = cell_of(group.lines["outcome"][CLOSED], show_small=show_small)
        reasoned = cell_of(group.cells["outcome", CLOSED, "yes"], show_small=show_small)
        if not closed:
            return " None of them was closed with no further action."
        if isinstance(closed, int) and isinstance(reasoned, int):
            return f" Of the {closed:,} that were closed with no further action, {reasoned:,} have one."
        return (
            " How many of those that were closed with no further action have one cannot be shown;"
            " “no reason” counts those that were taken on as well."
        )

    def tables(self, *, show_small: bool) -> list[Table]:
        """By group of sources, by single source, and by outcome."""
        heads = tuple(map(Column, ("Referrals", *_REASON_TOLD)))

        def line(whole: Number, cells: Sequence[Number]) -> tuple[int | Mark | str, ...]:
            return tuple(cell_of(one, show_small=show_small) for one in (whole, *cells))  # type: ignore[misc]

        groups = tuple(
            (told, *line(group.all, list(group.reasons.values())), cell_of(self.possible[told], show_small=show_small))
            for told, group in self.groups.items()
        )
        sources = tuple(
            (told, _SOURCE_TOLD[source], *line(number, [group.cells["source", source, reason] for reason in REASONS]))
            for told, group in self.groups.items()
            for source, number in sorted(group.lines["source"].items())
            if told != UNSAID
        )
        outcomes = tuple(
            (told, outcome, *line(number, [group.cells["outcome", outcome, reason] for reason in REASONS]))
            for told, group in self.groups.items()
            for outcome, number in group.lines["outcome"].items()
        )
        notes = (
            "An outcome and its reason stand in the referral's own row, or in the first later entry of a decision"
            " within 31 days. Not read in full: part of the deciding row was not understood, so a reason may stand"
            " there. No decision found: this chronology has no entry of one.",
        )
        maybe = (
            "May be referrals: entries that may be one, or that may lie outside the period; in no other column. What"
            " was not read as a referral is in none: of free text in unfamiliar wording a part is missed"
            " (docs/reading.md).",
        )
        same = ("Read as the table of referrals and reasons.",)
        public = Chart("Referrals by whom they came from: with and without a recorded reason.", (2, 3, 4, 5))
        return [
            Table("referrals", "Referrals, and whether a reason is recorded", (*notes, *maybe),
                  (Column("From", "words"), *heads, Column("May be referrals")), groups, (public,)),
            Table("referrals-by-source", "Referrals by source", same,
                  (Column("From", "words"), Column("Source", "words"), *heads), sources),
            Table("referrals-by-outcome", "Referrals by outcome",
                  (f"Taken on: {', '.join(STEPS[:-1])} or {STEPS[-1]}.", *same),
                  (Column("From", "words"), Column("Outcome", "words"), *heads), outcomes),
        ]  # fmt: skip


def outcome_of(outcome: str) -> str:
    """No further action, taken on, or none."""
    if not outcome:
        return NONE_YET
    return CLOSED if outcome == CLOSED else TAKEN_ON


# --- cells between two sets of totals ------------------------------------------------------------------


def cover_cells(cells: Sequence[Sequence[Number]], lines: Sequence[Number], columns: Sequence[Number]) -> None:
    """Withhold cells that are small or could be worked out from the totals of their line and column.

    Around each small cell three others are withheld that make a rectangle with it, so that it could be six or more
    with all totals as they are. Where there is no such rectangle, or a total is withheld, all cells are, but for those
    of a total that is shown to be nought.
    """
    every = [
        cell
        for line, of_line in zip(cells, lines, strict=True)
        for cell, of_column in zip(line, columns, strict=True)
        if all(total.value or total.withheld for total in (of_line, of_column))
    ]
    if any(total.withheld for total in (*lines, *columns)):
        withhold(every)
        return
    for at, line in enumerate(cells):
        for across, cell in enumerate(line):
            if cell.small and not _in_rectangle(cells, at, across):
                withhold(every)
                return


def _in_rectangle(cells: Sequence[Sequence[Number]], at: int, across: int) -> bool:
    """Withhold a cell with the three that cost least; false where none will do."""
    cell = cells[at][across]
    more = max(1, SMALLEST - cell.value)
    best: tuple[int, tuple[Number, Number, Number]] | None = None
    for down, line in enumerate(cells):
        for aside in range(len(line)):
            if down == at or aside == across:
                continue
            corners = (cells[at][aside], line[across], line[aside])
            if corners[0].value <= more or corners[1].value <= more or not corners[2].value:
                continue
            cost = sum(corner.value for corner in corners if not corner.withheld)
            if best is None or cost < best[0]:
                best = (cost, corners)
    if best is None:
        return False
    withhold((cell, *best[1]))
    return True
