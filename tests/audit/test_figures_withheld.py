"""The published tables of rules and themes, attacked: what can each withheld number be?

The attacker knows everything printed, that nought is shown, that parts add up to their total, that a theme has at
least the cases of each of its rules and at most those of all together. Each withheld number that is small must have
more than one value left. The oracle is integer programming over the printed cells alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from figured import RULES, case, finding
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.audit.figures.period import Period
from engine.audit.figures.rules import RuleCounts, RuleTold
from engine.audit.figures.tables import Cell, Mark, Table
from engine.audit.record import CaseKept, MetKept, NotEvaluatedKept

scipy_optimize = pytest.importorskip("scipy.optimize", reason="scipy is not installed: the `train` extra")
numpy = pytest.importorskip("numpy")

COLUMNS = ("Raised", "Raised possibly", "Only asked", "Kept to in time")
STATES = ("Open", "Answered", "Lapsed", "Resolved")


def invented(seed: int) -> list[CaseKept]:
    """Cases in which each rule is common, rare, or seldom evaluated, by chance."""
    chance = random.Random(seed)
    share = {(rule, what): chance.choice((0, 0.05, 0.2, 0.5, 0.9, 1)) for rule in RULES for what in (*"dpqkm", "s")}
    cases = []
    for number in range(chance.randrange(5, 40)):
        findings, met, lacking = [], [], []
        for rule in RULES:
            if chance.random() < share[rule, "m"] / 2:
                needs = chance.choice(("a date of birth", "Health Visiting rows", "rows from the birth on"))
                lacking.append(NotEvaluatedKept(rule, "ruby", "", needs))
                continue
            for what, certainty, kind in (
                ("d", "definite", "rule"),
                ("p", "possible", "rule"),
                ("q", "possible", "question"),
            ):
                if chance.random() < share[rule, what]:
                    state = (
                        "open"
                        if chance.random() < share[rule, "s"]
                        else chance.choice(("answered", "resolved", "lapsed"))
                    )
                    findings.append(finding(rule, state, certainty, kind=kind, key=what))
            if chance.random() < share[rule, "k"]:
                met.append(MetKept(rule, "ruby", None, None))
        asked = [rule for rule in RULES if chance.random() > share[rule, "s"] / 20]
        cases.append(case(f"c{number}", findings, met=met, lacking=lacking, rules=asked))
    return cases


def published(cases: Sequence[CaseKept]) -> tuple[dict[str, Table], dict[str, Table], int]:
    """The tables as they are given out, and as they would be with everything shown."""
    told = [RuleTold(rule, 1, theme, "") for rule, theme in RULES.items()]
    counts = RuleCounts(told, Period(), lifecycle=True, agencies=frozenset({"Health Visiting"}))
    for one in cases:
        counts.take(one)
    counts.protect()
    made = [{table.name: table for table in counts.tables(show_small=show)} for show in (False, True)]
    return made[0], made[1], len(cases)


class Attack:
    """What is printed, as equations over what is withheld."""

    def __init__(self, given_out: dict[str, Table], true: dict[str, Table], cases: int) -> None:
        self.values: dict[tuple[str, ...], tuple[Cell, int]] = {}
        for name, table in given_out.items():
            if name == "reasons":  # a line with everything withheld stands for as many as there may be
                shown = [line for line in table.rows if line[2] is not Mark.WITHHELD]
                lines = list(
                    zip(
                        shown, [line for line in true[name].rows if line[:3] in {one[:3] for one in shown}], strict=True
                    )
                )
            else:
                lines = list(zip(table.rows, true[name].rows, strict=True))
            for line, whole in lines:
                words = [cell for cell, column in zip(line, table.columns, strict=True) if column.in_words]
                for cell, value, column in zip(line, whole, table.columns, strict=True):
                    if not column.in_words:
                        assert isinstance(value, int)
                        key = (name, str(words[0]), *map(str, words[2:3] if name in ("standing", "reasons") else ()))
                        self.values[(*key, column.heading)] = (cell, value)
        self.names = sorted(self.values)
        self.at = {name: number for number, name in enumerate(self.names)}
        self.rows: list[tuple[dict[tuple[str, ...], int], float, float]] = []
        self.cases = cases

    def between(self, weights: dict[tuple[str, ...], int], least: float, most: float) -> None:
        self.rows.append((weights, least, most))

    def relations(self) -> None:
        infinity = float("inf")
        for kind, names in (("rules", list(RULES)), ("themes", sorted(set(RULES.values())))):
            for name in names:
                evaluated = (kind, name, "Could be evaluated")
                parts = {evaluated: 1, (kind, name, "Could not"): 1}
                if kind == "rules" and (kind, name, "Not asked of it") in self.values:
                    parts[kind, name, "Not asked of it"] = 1
                    self.between(parts, self.cases, self.cases)
                elif kind == "rules" or ("rules", next(iter(RULES)), "Not asked of it") not in self.values:
                    self.between(parts, self.cases, self.cases)
                inside = (*COLUMNS, *(["Of these for some children only"] if kind == "rules" else ["Raised and open"]))
                for column in inside:
                    self.between({evaluated: 1, (kind, name, column): -1}, 0, infinity)
        for rule in RULES:
            for told, column in (("raised", "Raised"), ("raised possibly", "Raised possibly")):
                total = ("standing", rule, told, "Cases")
                if total in self.values:
                    self.between({total: 1, ("rules", rule, column): -1}, 0, 0)
                    self.between({total: 1, **{("standing", rule, told, state): -1 for state in STATES}}, 0, 0)
            reasons = [name for name in self.names if name[:2] == ("reasons", rule)]
            if reasons:
                self.between({("rules", rule, "Could not"): 1, **dict.fromkeys(reasons, -1)}, 0, 0)
        for theme in set(RULES.values()):
            for column in ("Could be evaluated", *COLUMNS):
                self._union(
                    ("themes", theme, column), [("rules", rule, column) for rule in RULES if RULES[rule] == theme]
                )
            opened = [("standing", rule, "raised", "Open") for rule in RULES if RULES[rule] == theme]
            self._union(("themes", theme, "Raised and open"), [one for one in opened if one in self.values])

    def _union(self, union: tuple[str, ...], parts: list[tuple[str, ...]]) -> None:
        for part in parts:
            self.between({union: 1, part: -1}, 0, float("inf"))
        self.between({union: -1, **dict.fromkeys(parts, 1)}, 0, float("inf"))

    def withheld(self) -> Iterator[tuple[str, ...]]:
        return (name for name, (cell, _) in self.values.items() if cell is Mark.WITHHELD)

    def range_of(self, name: tuple[str, ...], less: tuple[str, ...] | None = None) -> tuple[int, int]:
        """The least and most that a cell can be, or a cell less another."""
        least = [self._least(one) for one in self.names]
        most = [self.cases if cell is Mark.WITHHELD else value for cell, value in self._in_order()]
        matrix = numpy.zeros((len(self.rows), len(self.names)))
        for line, (weights, _, _) in enumerate(self.rows):
            for one, weight in weights.items():
                matrix[line, self.at[one]] += weight
        limits = scipy_optimize.LinearConstraint(matrix, [row[1] for row in self.rows], [row[2] for row in self.rows])
        ends = []
        for sign in (1, -1):
            wanted = numpy.zeros(len(self.names))
            wanted[self.at[name]] = sign
            if less is not None:
                wanted[self.at[less]] = -sign
            found: Any = scipy_optimize.milp(
                wanted, constraints=limits, integrality=numpy.ones(len(self.names)),
                bounds=scipy_optimize.Bounds(least, most),
            )  # fmt: skip
            assert found.success, "the true table must be among the possible ones"
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]

    def _least(self, name: tuple[str, ...]) -> int:
        """At least 1 where a number is withheld, unless a whole line is, noughts included."""
        cell, value = self.values[name]
        if cell is not Mark.WITHHELD:
            return value
        if name[0] == "standing" and name[-1] != "Cases":
            line = [
                told for other, (told, _) in self.values.items() if other[:-1] == name[:-1] and other[-1] != "Cases"
            ]
        elif name[-1] in (*COLUMNS, "Raised and open", "Of these for some children only"):
            line = [told for other, (told, _) in self.values.items() if other[:2] == name[:2] and other[-1] in COLUMNS]
        else:
            return 1 if value else 0
        return 1 if value and set(line) != {Mark.WITHHELD} else 0

    def _in_order(self) -> list[tuple[Cell, int]]:
        return [self.values[name] for name in self.names]


def check(seed: int) -> int:
    given_out, true, cases = published(invented(seed))
    attack = Attack(given_out, true, cases)
    attack.relations()
    for name, (cell, value) in attack.values.items():
        if cell is not Mark.WITHHELD and name[-1] not in ("Version", "Rules asked"):
            assert cell == value
            assert not 1 <= value <= 5, name
    hidden = 0
    for name in attack.withheld():
        if 1 <= attack.values[name][1] <= 5:
            hidden += 1
            least, most = attack.range_of(name)
            assert least < most, (seed, name, least)
    for name, (_, value) in attack.values.items():  # what is not printed but follows: evaluated, and not raised
        whole = (*name[:2], "Could be evaluated")
        overlaps = name[0] in ("rules", "themes") and name[-1] in (*COLUMNS, "Raised and open")
        if overlaps and 1 <= attack.values[whole][1] - value <= 5:
            hidden += 1
            least, most = attack.range_of(whole, name)
            assert least < most, (seed, name, "and the rest", least)
    return hidden


def test_no_small_number_of_a_rule_or_theme_can_be_worked_out() -> None:
    assert sum(check(seed) for seed in range(4)) > 30


@pytest.mark.slow
@settings(max_examples=80)
@given(st.integers(0, 10**6))
def test_nor_in_many_more_audits(seed: int) -> None:
    check(seed)


def test_the_attack_finds_what_is_not_protected() -> None:
    """The oracle itself: with one number withheld by hand among shown ones, it finds that number."""
    given_out, true, cases = published([*(case(f"c{n}", [finding("strategy-request-declined")]) for n in range(6)),
                                        *(case(f"d{n}") for n in range(10))])  # fmt: skip
    attack = Attack(given_out, true, cases)
    attack.relations()
    name = ("rules", "strategy-request-declined", "Could be evaluated")
    attack.values[name] = (Mark.WITHHELD, 16)
    assert attack.range_of(name) == (16, 16)
