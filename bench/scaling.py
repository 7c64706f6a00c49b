"""Coded rows on one core: how the cost grows with rows and with rules, with and without lifecycle.

python -m bench.scaling 10000 30000 100000        rows, cases of 200
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial

from bench.four_rules import FOUR, timed
from bench.generate import cases, last_day
from bench.measured import keep
from engine.dates.calendars import calendar_for
from engine.evaluate import evaluate
from engine.language.rule import Rule
from engine.library import load_library
from engine.timeline import Case
from engine.view import Standards

A_CASE = 200
LIFECYCLE_UP_TO = 10_000


def findings(log: list[Case], rules: list[Rule], standards: Standards, lifecycle: bool) -> int:
    """Evaluate every case; how many findings there are."""
    return sum(len(evaluate(case, rules, standards, last_day(), lifecycle).findings) for case in log)


def main(sizes: Iterable[int]) -> None:
    """Measure each size with more and more rules; print a line for each and keep them all."""
    library = load_library()
    standards = Standards(library.states, calendar_for("england"))
    four = [rule for rule in library.rules if rule.name in FOUR]
    core = [rule for rule in library.rules if "core" in rule.packs]
    chosen = {1: four[:1], 4: four, 14: core[:14], len(core): core, len(library.rules): list(library.rules)}
    measured = []
    for rows in sizes:
        log = list(cases(rows // A_CASE, A_CASE))
        for lifecycle in (False, True) if rows <= LIFECYCLE_UP_TO else (False,):
            for number, rules in chosen.items():
                seconds, found = timed(partial(findings, log, rules, standards, lifecycle))
                told = {"rows": rows, "rules": number, "lifecycle": lifecycle, "seconds": seconds, "findings": found}
                measured.append(told)
                print(
                    f"{rows:9,} rows {number:4d} rules {'lifecycle' if lifecycle else 'the day':9s}"
                    f" {seconds:8.2f} s {seconds / rows * 1e6:8.1f} s per million rows",
                    flush=True,
                )
    keep("scaling", measured)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [10_000, 30_000, 100_000])
