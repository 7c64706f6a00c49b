"""Narrative rows read, coded and evaluated: rows a second and seconds for a million rows.

    python -m bench.narrative 30 200          30 cases of 200 rows, each narrative distinct
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from itertools import groupby
from pathlib import Path

from bench.generate import last_day, narrative_rows
from engine.case import read_case
from engine.code.vocabulary import load_vocabulary
from engine.dates.calendars import calendar_for
from engine.evaluate import evaluate
from engine.library import load_library
from engine.timeline import Case
from engine.view import Standards


def main(number: int, rows: int) -> None:
    """Write the cases as files, read them, evaluate them, print the two rates."""
    library, vocabulary = load_library(), load_vocabulary()
    standards = Standards(library.states, calendar_for("england"))
    cases: list[Case] = []
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, group in groupby(narrative_rows(number, rows), key=lambda row: row[0]):
            path = Path(folder, f"{name}.csv")
            with path.open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(["Date", "Agency", "Event", "Child seen"])
                writer.writerows(row[1:] for row in group)
            paths.append(path)
        began = time.process_time()
        for path in paths:
            cases.append(read_case([path], vocabulary).case)
        reading = time.process_time() - began
    began = time.process_time()
    for case in cases:
        evaluate(case, library.rules, standards, last_day(), lifecycle=False)
    evaluating = time.process_time() - began
    total = number * rows
    unread = sum(len({item.row for item in case.unread}) for case in cases)
    print(f"{number} cases, {total} distinct narratives, {unread / total:.1%} of rows not read in full")
    for what, seconds in (("read and coded", reading), ("evaluated, all rules", evaluating)):
        print(f"{what:22s} {total / seconds:8.0f} rows/s {seconds / total * 1e6:8.0f} s per million rows on one core")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30, int(sys.argv[2]) if len(sys.argv) > 2 else 200)
