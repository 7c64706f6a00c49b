"""The tables of referrals, attacked together: groups, sources, outcomes and reasons add up to each other."""

from __future__ import annotations

import random
from typing import Any

import pytest
from figured import case, referral

from engine.audit.figures.period import Period
from engine.audit.figures.referrals import SOURCES, ReferralCounts
from engine.audit.figures.tables import Cell, Mark, Table
from engine.audit.record import CaseKept

scipy_optimize = pytest.importorskip("scipy.optimize", reason="scipy is not installed: the `train` extra")
numpy = pytest.importorskip("numpy")

HEADS = ("Referrals", "A reason is recorded", "No reason recorded", "Not read in full", "No decision found")
Key = tuple[str, str, str, str]
"""The table, the group, the line in it (empty for the group's own), the column."""


def invented(seed: int) -> list[CaseKept]:
    chance = random.Random(seed)
    sources = chance.sample([*SOURCES, ""], chance.randrange(1, 6))
    outcomes = chance.sample(["", "no further action", "assessment"], chance.randrange(1, 4))
    weights = [chance.choice((1, 3, 20)) for _ in sources]
    cases = []
    for number in range(chance.choice((4, 12, 40, 120))):
        made = []
        for source in chance.choices(sources, weights, k=chance.choice((0, 1, 1, 2))):
            outcome = chance.choice(outcomes)
            reason = chance.choice(("yes", "no", "no", "no", "not read")) if outcome else "no decision"
            made.append(referral(source, reason, outcome))
        cases.append(case(f"c{number}", referrals=made))
    return cases


def tables(cases: list[CaseKept], *, show: bool) -> list[Table]:
    counts = ReferralCounts(Period())
    for one in cases:
        counts.take(one)
    counts.protect()
    return counts.tables(show_small=show)


def cells(made: list[Table]) -> dict[Key, Cell]:
    told: dict[Key, Cell] = {}
    for table in made:
        for line in table.rows:
            words = [str(cell) for cell, column in zip(line, table.columns, strict=True) if column.in_words]
            for head, cell in zip(HEADS, line[len(words) :], strict=False):
                told[table.name, words[0], words[1] if len(words) > 1 else "", head] = cell
    return told


def equations(told: dict[Key, Cell]) -> list[dict[Key, int]]:
    """What adds up to nought, whatever the audit."""
    made: list[dict[Key, int]] = []
    for table, group, line, head in told:
        if head == HEADS[0]:  # a line adds up to its number of referrals
            made.append({(table, group, line, head): 1, **{(table, group, line, one): -1 for one in HEADS[1:]}})
        if not line:  # the lines of a table add up to those of the group
            for other in ("referrals-by-source", "referrals-by-outcome"):
                parts = [key for key in told if key[0] == other and key[1] == group and key[3] == head]
                if parts:
                    made.append({(table, group, line, head): 1, **dict.fromkeys(parts, -1)})
    return made


def check(seed: int) -> int:
    cases = invented(seed)
    printed, true = cells(tables(cases, show=False)), cells(tables(cases, show=True))
    names = sorted(printed)
    at = {name: number for number, name in enumerate(names)}
    total = sum(len(one.referrals) for one in cases)
    rows = equations(printed)
    rows.append({key: 1 for key in printed if key[0] == "referrals" and key[3] == HEADS[0]})
    matrix = numpy.zeros((len(rows), len(names)))
    for line, weights in enumerate(rows):
        for name, weight in weights.items():
            matrix[line, at[name]] = weight
    sums = [0] * (len(rows) - 1) + [total]
    limits = scipy_optimize.LinearConstraint(matrix, sums, sums)
    least = [0 if printed[name] is Mark.WITHHELD else true[name] for name in names]
    most = [total if printed[name] is Mark.WITHHELD else true[name] for name in names]
    hidden = 0
    for name in names:
        value = true[name]
        assert isinstance(value, int)
        if printed[name] is not Mark.WITHHELD:
            assert not 1 <= value <= 5, (seed, name)
        elif 1 <= value <= 5:
            hidden += 1
            ends = []
            for sign in (1, -1):
                wanted = numpy.zeros(len(names))
                wanted[at[name]] = sign
                found: Any = scipy_optimize.milp(
                    wanted, constraints=limits, integrality=numpy.ones(len(names)),
                    bounds=scipy_optimize.Bounds(least, most),
                )  # fmt: skip
                assert found.success
                ends.append(round(sign * found.fun))
            assert ends[0] < ends[1], (seed, name, ends)
    return hidden


def test_no_small_number_of_referrals_can_be_worked_out() -> None:
    assert sum(check(seed) for seed in range(12)) > 30


@pytest.mark.slow
def test_nor_in_many_more_audits() -> None:
    assert sum(check(seed) for seed in range(12, 300)) > 1000
