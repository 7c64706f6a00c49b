"""What auditors sent back, as tables, in the order in which they are shown.

Agreement is never shown without what auditors saw and the tool did not: both are among the tables that every form
shows together. Numbers are counts; a rate stands only beside its interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.audit.agreement import (
    ALL_RULES,
    CONFLICT,
    ENOUGH,
    OUTCOMES,
    BetweenAuditors,
    Interval,
    RuleAgreement,
    scipy_is_there,
)
from engine.audit.collecting import NOT_COMPARED, OPEN_HALF, Collected, Missed
from engine.audit.workbook.layout import AGREE, DISAGREE, JUDGEMENTS
from engine.values import dataclass

NOTICE = (
    "What auditors made of the prompts of a sample. Counts of judgements about prompts: no measure of a family, a"
    " worker or a team, and of no other cases than those drawn."
)
SMALL = (
    f"Rates and their intervals (95%) are shown from {ENOUGH} judgements on. They take each judgement as drawn by"
    " itself; prompts of one case are not, so the true intervals are wider."
)
NO_SCIPY = "Intervals are left out: they need scipy, which comes with the extra “audit” of this program."


@dataclass(frozen=True, slots=True)
class Table:
    """A table and what is to be said before it."""

    title: str
    header: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    note: str = ""
    counts: bool = False
    """Whether it is part of the summary, which every form shows whole."""


def tables(collected: Collected) -> list[Table]:
    """Everything that is shown, in its order."""
    names = {run.id: run.label for run in collected.runs}
    several = len(names) > 1
    halves: dict[tuple[str, str], list[RuleAgreement]] = {}
    for one in collected.agreements:
        halves.setdefault((one.run, one.half), []).append(one)
    told = [_runs(collected)]
    for number, ((run, half), agreements) in enumerate(sorted(halves.items(), key=_open_first)):
        label = f"{half} ({names[run]})" if several else half
        told.append(_agreement(label, agreements, first=number == 0))
    told += [_missed_counts(collected, names), _missed_lines(collected, names), _reasons(collected, names)]
    told += [_between(one, names[one.run] if several else "") for one in collected.between]
    told += [_look_at(collected, names), _conflicts(collected), _boxes(collected), _unplaced(collected)]
    told.append(Table("About the workbooks", ("Note",), tuple((note,) for note in collected.notes)))
    return [table for table in told if table.lines or table.counts]


def _open_first(item: tuple[tuple[str, str], list[RuleAgreement]]) -> tuple[str, bool]:
    (run, half), _ = item
    return run, half != OPEN_HALF


def _runs(collected: Collected) -> Table:
    lines = tuple(
        (run.label, run.purpose, ", ".join(run.seeds), run.program, run.id[:16], ", ".join(run.books))
        for run in collected.runs
    )
    return Table("Audits", ("Run", "Purpose", "Seed", "Program", "Id", "Workbooks"), lines, NOTICE, counts=True)


def _agreement(label: str, agreements: Sequence[RuleAgreement], *, first: bool) -> Table:
    lines = []
    for one in agreements:
        name = f"{one.rule} {one.version}" if one.rule != ALL_RULES else ALL_RULES
        lines.append((name, *(str(one.counts[outcome]) for outcome in OUTCOMES), _rate(one)))
    note = ""
    if first:
        note = SMALL if scipy_is_there() else NO_SCIPY
    header = ("Rule and version", *(outcome.capitalize() for outcome in OUTCOMES), "Rate")
    return Table(f"Agreement with prompts, {label}", header, tuple(lines), note, counts=True)


def _rate(one: RuleAgreement) -> str:
    if one.interval is None:
        return ""
    judged = one.counts[AGREE] + one.counts[DISAGREE]
    return f"{one.counts[AGREE]} of {judged}: {_percent(one.interval.rate)} ({_span(one.interval)})"


def _span(interval: Interval) -> str:
    wilson = f"{_percent(interval.wilson[0])} to {_percent(interval.wilson[1])} Wilson"
    return f"{wilson}, {_percent(interval.exact[0])} to {_percent(interval.exact[1])} exact"


def _percent(part: float) -> str:
    return f"{100 * part:.0f}%"


# --- what auditors saw --------------------------------------------------------------------------------


def _missed_counts(collected: Collected, names: Mapping[str, str]) -> Table:
    """How many lines each half has, and what became of them. Shown even where there is none."""
    found: dict[tuple[str, str], dict[str, int]] = {(run, OPEN_HALF): {} for run in names}
    for one in collected.missed:
        counts = found.setdefault((one.run, one.half), {})
        counts[one.said] = counts.get(one.said, 0) + 1
    lines = []
    for (run, half), counts in sorted(found.items(), key=lambda item: (item[0][0], item[0][1] != OPEN_HALF)):
        told = [str(counts.get(word, 0)) for word in ("no", "in part", "yes", NOT_COMPARED)]
        lines.append((names.get(run, ""), half, *told))
    header = ("Run", "Half", "Missed by the tool", "Said in part", "Said by a prompt", "Not compared yet")
    note = "Agreement says nothing about what no prompt was raised for; this does."
    return Table("Seen by the auditors", header, tuple(lines), note, counts=True)


def _missed_lines(collected: Collected, names: Mapping[str, str]) -> Table:
    order = sorted(collected.missed, key=lambda one: (one.run, _SAID_ORDER.index(one.said), one.half, one.case))
    lines = tuple(_missed_line(one, names) for one in order)
    header = (
        "Case", "Half", "Said by a prompt", "Row or day", "Theme", "What the auditor saw", "What to ask",
        "Why missed", "In own words", "Second auditor", "Workbook", "Run",
    )  # fmt: skip
    return Table("What the auditors saw, line by line", header, lines, counts=True)


_SAID_ORDER = ("no", "in part", NOT_COMPARED, "yes")


def _missed_line(one: Missed, names: Mapping[str, str]) -> tuple[str, ...]:
    return (
        one.case, one.half, one.said, one.rows, one.theme, one.saw, one.ask, one.why, one.note, one.second, one.book,
        names.get(one.run, ""),
    )  # fmt: skip


# --- disagreement -------------------------------------------------------------------------------------


def _reasons(collected: Collected, names: Mapping[str, str]) -> Table:
    lines = tuple(
        (f"{one.rule} {one.version}", one.half, reason, str(count), names[one.run])
        for one in collected.agreements
        if one.rule != ALL_RULES
        for reason, count in sorted(one.reasons.items(), key=lambda item: (-item[1], item[0]))
    )
    header = ("Rule and version", "Half", "Reason for disagreeing", "Prompts", "Run")
    return Table("Reasons for disagreeing", header, lines)


def _between(one: BetweenAuditors, label: str) -> Table:
    lines = tuple((first, *(str(one.table[first, second]) for second in JUDGEMENTS)) for first in JUDGEMENTS)
    kappa = f" Cohen's kappa {one.kappa:.2f}." if one.kappa is not None else ""
    few = "" if one.number >= ENOUGH else f" Too few for a measure: fewer than {ENOUGH}."
    note = f"Both judged {one.number} prompts before moderation and said the same of {one.same}.{kappa}{few}"
    title = f"First and second auditor ({label})" if label else "First and second auditor"
    return Table(title, ("First auditor", *(f"Second: {word}" for word in JUDGEMENTS)), lines, note)


def _look_at(collected: Collected, names: Mapping[str, str]) -> Table:
    lines = []
    for one in collected.look_at:
        reasons = ", ".join(f"{word} ({count})" for word, count in one.reasons.items())
        for number in one.numbers:
            bounds = f"{number.lowest} to {number.highest}" if number.lowest or number.highest else "none"
            told = f"{number.name}: {number.value} ({number.basis}: {number.source})"
            rule, count = f"{one.rule} {one.version}", str(one.disagreements)
            lines.append((rule, count, reasons, told, bounds, names[one.run]))
    note = (
        "A proposal to look, never a new value. Numbers are changed in local.yaml within their bounds, with a reason,"
        " an owner and a day until which they hold (docs/local-practice)."
    )
    header = ("Rule and version", "Disagreements", "Reasons", "Number as it was", "Bounds", "Run")
    return Table("Local numbers to look at", header, tuple(lines), note)


def _conflicts(collected: Collected) -> Table:
    lines = tuple(
        (told.case, told.prompt.id, told.book, told.outcome, told.first_reason, told.first_note)
        for one in collected.settled
        if one.outcome == CONFLICT
        for told in one.judgements
    )
    header = ("Case", "Prompt", "Workbook", "Judgement", "Reason", "In own words")
    return Table("Workbooks that differ", header, lines, "Both are kept; neither counts until you settle it.")


def _boxes(collected: Collected) -> Table:
    lines = tuple((one.case or "the report", one.what, one.first, one.second, one.book) for one in collected.boxes)
    return Table("What auditors wrote", ("About", "Heading", "Auditor", "Second auditor", "Workbook"), lines)


def _unplaced(collected: Collected) -> Table:
    lines = tuple((one.book, one.sheet, one.cell, one.text, one.why) for one in collected.unplaced)
    header = ("Workbook", "Sheet", "Cell", "What was typed", "Why it is not counted")
    return Table("Typed, but not counted", header, lines, "Nothing that was typed is lost: place it by hand.")
