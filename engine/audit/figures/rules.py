"""Per rule and per theme: cases in which it could be evaluated, was raised, where that stands, and was kept to.

A case counts once in each column, however many findings it has. Definite and possible findings are counted apart: a
case can be in both columns, and they are never added. Where several findings of a rule stand differently in one
case, the case counts under the first of: open, answered, lapsed, resolved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.audit.figures.counting import Number, cover, loosen, withhold_within
from engine.audit.figures.period import Period
from engine.audit.figures.tables import Cell, Chart, Column, Mark, Table, cell_of
from engine.audit.record import STANDING, CaseKept, Days, FindingKept
from engine.truth import NO, YES
from engine.values import dataclass, field

STATES = ("open", "answered", "lapsed", "resolved")
COLUMNS = ("raised", "possible", "question", "kept")
NO_CHILD = "no child of the household whose clocks run on that day"
ANOTHER = "another reason"
_REASONS = {
    "a date of birth": "no date of birth is known",
    "rows from the birth on": "the rows start after the birth",
    "the weekday of Day 0": "the weekday of Day 0 is not known",
    "a bank-holiday calendar for those years": "no bank-holiday calendar for those years",
    "a correction of the program": "the rule could not be worked out (a mistake of the program)",
}


@dataclass(frozen=True, slots=True)
class RuleTold:
    """A rule as the figures name it."""

    name: str
    version: int
    theme: str
    title: str
    household: bool = False
    """Whether it is evaluated for all the children together."""


@dataclass(slots=True)
class Counted:
    """What is counted of one rule, or of one theme."""

    not_asked: Number = field(default_factory=Number)
    not_evaluated: Number = field(default_factory=Number)
    evaluated: Number = field(default_factory=Number)
    partly: Number = field(default_factory=Number)
    raised: Number = field(default_factory=Number)
    possible: Number = field(default_factory=Number)
    question: Number = field(default_factory=Number)
    kept: Number = field(default_factory=Number)
    standing: dict[tuple[str, str], Number] = field(default_factory=dict)
    """(definite or possible, state) -> cases."""
    reasons: dict[str, Number] = field(default_factory=dict)

    def columns(self) -> tuple[Number, ...]:
        """The numbers of cases that overlap."""
        return self.raised, self.possible, self.question, self.kept


def certainty_of(finding: FindingKept, period: Period) -> str:
    """ "definite", "possible" or "question"; empty for one that was not raised in the period.

    A finding that may have been raised outside the period is a possible one of the period.
    """
    within = period.holds(raised_days(finding))
    if within is NO:
        return ""
    if finding.kind == "question":
        return "question"
    return "definite" if finding.certainty == "definite" and within is YES else "possible"


def raised_days(finding: FindingKept) -> Days | None:
    """The days on which a finding was raised, as far as they are known."""
    if finding.raised is not None:
        return finding.raised
    first = finding.first_possible or finding.first_definite
    return None if first is None else (first, finding.first_definite or first)


class RuleCounts:
    """Counts rules and themes over the cases, one after another."""

    def __init__(self, rules: Iterable[RuleTold], period: Period, *, lifecycle: bool, agencies: frozenset[str]) -> None:
        self.rules = {rule.name: rule for rule in sorted(rules, key=lambda rule: (rule.theme, rule.name))}
        self.themes = sorted({rule.theme for rule in self.rules.values()})
        self.period = period
        self.states = STATES if lifecycle else STANDING
        self.agencies = agencies
        self.cases = Number()
        self.of_rule = {name: self._empty() for name in self.rules}
        self.of_theme = {theme: self._empty() for theme in self.themes}

    def _empty(self) -> Counted:
        return Counted(standing={(sure, state): Number() for sure in ("definite", "possible") for state in self.states})

    def take(self, case: CaseKept) -> Mapping[str, frozenset[str]]:
        """Count one case that was read; what holds of it and each rule."""
        self.cases.add()
        seen = _Case(case, self)
        every: dict[str, frozenset[str]] = {}
        told: dict[str, list[frozenset[str]]] = {theme: [] for theme in self.themes}
        for name, rule in self.rules.items():
            marks = every[name] = seen.marks_of(rule)
            counted = self.of_rule[name]
            _count(counted, marks)
            if "evaluated" in marks:
                for certainty, state in seen.standing.get(name, {}).items():
                    counted.standing[certainty, state].add()
            if "not evaluated" in marks:
                counted.reasons.setdefault(seen.reason(rule), Number()).add()
            told[rule.theme].append(marks)
        for theme, all_marks in told.items():
            marks = _of_theme(all_marks)
            _count(self.of_theme[theme], marks)
            if "open" in marks:
                self.of_theme[theme].standing["definite", "open"].add()
        return every

    def protect(self) -> None:
        """Withhold what is small, and what it could be worked out from."""
        every = (*self.of_rule.values(), *self.of_theme.values())
        for counted in every:
            cover((counted.not_asked, counted.not_evaluated, counted.evaluated))
        for theme, whole in self.of_theme.items():
            loosen(whole.evaluated, [counted.evaluated for counted in self._of(theme)], self.cases)
        for counted in every:
            self._protect_columns(counted)
        for theme, whole in self.of_theme.items():
            rules = self._of(theme)
            for at in range(len(COLUMNS)):
                loosen(whole.columns()[at], [counted.columns()[at] for counted in rules], whole.evaluated)
            for counted in rules:
                for certainty, total in (("definite", counted.raised), ("possible", counted.possible)):
                    cover([counted.standing[certainty, state] for state in self.states], total=total)
                cover(list(counted.reasons.values()), total=counted.not_evaluated)
            stands = whole.standing["definite", "open"]
            withhold_within(stands, whole.evaluated)
            withhold_within(stands, whole.raised)
            loosen(stands, [counted.standing["definite", "open"] for counted in rules], whole.evaluated)

    def _protect_columns(self, counted: Counted) -> None:
        if counted.evaluated.withheld:  # it must not follow from the number of cases less the others
            for other in (counted.not_evaluated, counted.not_asked):
                other.withheld = other.withheld or bool(other.value)
        for column in (counted.partly, *counted.columns()):
            withhold_within(column, counted.evaluated)
            if counted.evaluated.withheld:  # then the number of cases is what a reader would take away from
                withhold_within(column, self.cases)

    def _of(self, theme: str) -> list[Counted]:
        return [self.of_rule[name] for name, rule in self.rules.items() if rule.theme == theme]

    # --- tables ------------------------------------------------------------------------------------

    def tables(self, *, show_small: bool) -> list[Table]:
        """The tables of rules and themes, in order of theme and name."""
        made = [self._themes(show_small), self._rules(show_small), self._standing(show_small)]
        return [*made, self._reasons(show_small)]

    def _themes(self, show: bool) -> Table:
        rows = [
            (
                theme,
                sum(rule.theme == theme for rule in self.rules.values()),
                *(cell_of(number, show_small=show) for number in (one.evaluated, one.not_evaluated)),
                *(cell_of(number, show_small=show) for number in one.columns()[:3]),
                cell_of(one.standing["definite", "open"], show_small=show),
                cell_of(one.kept, show_small=show),
            )
            for theme, one in self.of_theme.items()
        ]
        headings = ("Rules asked", "Could be evaluated", "Could not", "Raised", "Raised possibly", "Only asked")
        return Table(
            "themes", "Cases by theme",
            ("A case counts once in a column if any rule of the theme puts it there.", *self._notes()),
            (Column("Theme", "words"), *map(Column, (*headings, "Raised and open", "Kept to in time"))),
            tuple(rows),
            (Chart("Cases in which a rule of the theme was raised, or possibly raised.", (4, 5)),),
        )  # fmt: skip

    def _notes(self) -> tuple[str, ...]:
        return (
            "Raised: on this record, in every reading of it. Raised possibly: in some readings of it, not in all. Only"
            " asked: a matter of judgement, or words that were not read. A case can be in more than one of these"
            " columns; they are never added.",
            "Could not be evaluated is never counted as clear.",
        )

    def _rules(self, show: bool) -> Table:
        split = any(one.not_asked.value for one in self.of_rule.values())
        rows = []
        for name, rule in self.rules.items():
            one = self.of_rule[name]
            numbers = [*([one.not_asked] if split else []), one.evaluated, one.partly, one.not_evaluated]
            cells = [cell_of(number, show_small=show) for number in (*numbers, *one.columns())]
            rows.append((rule.name, rule.theme, rule.title, rule.version, *cells))
        headings = ("Could be evaluated", "Of these for some children only", "Could not", "Raised", "Raised possibly",
                    "Only asked", "Kept to in time")  # fmt: skip
        return Table(
            "rules", "Cases by rule", self._notes(),
            (Column("Rule", "words"), Column("Theme", "words"), Column("What it is about", "title"), Column("Version"),
             *([Column("Not asked of it")] if split else []), *map(Column, headings)),
            tuple(rows),
        )  # fmt: skip

    def _standing(self, show: bool) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for name, rule in self.rules.items():
            one = self.of_rule[name]
            for certainty, total in (("definite", one.raised), ("possible", one.possible)):
                if total.value:
                    cells = [one.standing[certainty, state] for state in self.states]
                    told = "raised" if certainty == "definite" else "raised possibly"
                    rows.append((name, rule.theme, told, *(cell_of(cell, show_small=show) for cell in (total, *cells))))
        return Table(
            "standing", "Where what was raised stands",
            (f"A case counts once in each line, under the first that holds of it: {', '.join(self.states)}.",
             "Answered: a later row records a decision, a meeting or a reason; it does not resolve it."),
            (*(Column(heading, "words") for heading in ("Rule", "Theme", "Certainty")), Column("Cases"),
             *(Column(state.capitalize()) for state in self.states)),
            tuple(rows),
            empty="No rule was raised.",
        )  # fmt: skip

    def _reasons(self, show: bool) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for name, rule in self.rules.items():
            one = self.of_rule[name]
            if one.not_evaluated.withheld and not show:  # how many reasons there are would say something of the number
                if one.not_evaluated.value:
                    rows.append((name, rule.theme, Mark.WITHHELD, Mark.WITHHELD))
                continue
            for reason, number in sorted(one.reasons.items()):
                rows.append((name, rule.theme, reason, cell_of(number, show_small=show)))
        return Table(
            "reasons", "Why a rule could not be evaluated",
            ("Cases in which the rule could be evaluated for no child; of several reasons, one is counted.",),
            (*(Column(heading, "words") for heading in ("Rule", "Theme", "Reason")), Column("Cases")),
            tuple(rows),
            empty="Every rule could be evaluated in every case.",
        )  # fmt: skip


def _count(counted: Counted, marks: frozenset[str]) -> None:
    counted.not_asked.add("not asked" in marks)
    counted.not_evaluated.add("not evaluated" in marks)
    counted.evaluated.add("evaluated" in marks)
    counted.partly.add("partly" in marks)
    counted.raised.add("definite" in marks)
    counted.possible.add("possible" in marks)
    counted.question.add("question" in marks)
    counted.kept.add("kept" in marks)


def _of_theme(rules: Sequence[frozenset[str]]) -> frozenset[str]:
    """What holds of a theme where these hold of its rules."""
    every = frozenset().union(*rules)
    if "evaluated" in every:
        return every - {"not asked", "not evaluated"}
    return frozenset({"not evaluated" if "not evaluated" in every else "not asked"})


class _Case:
    """One case, looked at rule by rule."""

    def __init__(self, case: CaseKept, counts: RuleCounts) -> None:
        self.counts = counts
        self.asked = set(case.asked)
        self.children = {child.id for child in case.children}
        self.lacking: dict[str, dict[str | None, str]] = {}
        for item in case.not_evaluated:
            self.lacking.setdefault(item.rule, {})[item.child] = item.needs
        self.standing: dict[str, dict[str, str]] = {}
        self.marks: dict[str, set[str]] = {}
        for finding in case.findings:
            self._note(finding)
        for met in case.met:
            if counts.period.holds(met.met) is YES:
                self.marks.setdefault(met.rule, set()).add("kept")

    def _note(self, finding: FindingKept) -> None:
        self.marks.setdefault(finding.rule, set()).add("evaluated")
        if finding.state not in self.counts.states:
            return
        certainty = certainty_of(finding, self.counts.period)
        if not certainty:
            return
        marks = self.marks[finding.rule]
        marks.add(certainty)
        if certainty == "question":
            return
        if certainty == "definite" and finding.state == "open":
            marks.add("open")
        stands = self.standing.setdefault(finding.rule, {})
        before = stands.get(certainty, STATES[-1])
        stands[certainty] = min(before, finding.state, key=STATES.index)

    def marks_of(self, rule: RuleTold) -> frozenset[str]:
        """What holds of the case and a rule."""
        if rule.name not in self.asked:
            return frozenset({"not asked"})
        marks = self.marks.get(rule.name, set())
        lacking = self.lacking.get(rule.name, {})
        everyone = None in lacking or (self.children <= lacking.keys() and not rule.household)
        if everyone and not marks:
            return frozenset({"not evaluated"})
        return frozenset({*marks, "evaluated", *(["partly"] if lacking else [])})

    def reason(self, rule: RuleTold) -> str:
        """Why the rule could not be evaluated; of several reasons the first by name."""
        needs = self.lacking.get(rule.name, {}).values()
        return min((reason_told(need, self.counts.agencies) for need in needs), default=NO_CHILD)


def reason_told(needs: str, agencies: frozenset[str]) -> str:
    """Why something could not be evaluated, from a closed list: no words of a record, no file."""
    if needs in _REASONS:
        return _REASONS[needs]
    if needs.endswith(" rows"):
        names = needs.removesuffix(" rows").split(" or ")
        return f"no {' or '.join(names)} rows" if agencies.issuperset(names) else "no rows of the agencies it names"
    return ANOTHER


def rules_told(
    versions: Mapping[str, int], themes: Mapping[str, str], titles: Mapping[str, tuple[str, bool]]
) -> list[RuleTold]:
    """The rules of a run, with the titles that this program knows."""
    return [
        RuleTold(name, version, themes.get(name, ""), *titles.get(name, ("", False)))
        for name, version in versions.items()
    ]
