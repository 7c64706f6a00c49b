"""Whole audits of narrative rows, from a table on disk to finished records: rows, cores, lifecycle, memory.

    python -m bench.audit 10000 30000 100000 300000      rows; cases of 200, every narrative distinct
    python -m bench.audit 1000000                        the whole target: 5,000 cases

Every run is `flag audit TABLE.csv --rules all` in processes of its own, as a user starts it.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bench.generate import narrative_rows
from bench.measured import keep, known, run

ONE_RUN_FROM = 300_000
"""Rows from which on only the run in two processes is measured."""
A_CASE = 200
"""Rows of a case."""
LIFECYCLE_UP_TO = 10_000
"""Rows up to which runs with the whole past of each finding are measured as well."""


def table(path: Path, rows: int) -> Path:
    """A long table of generated narratives."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("Case", "Date", "Agency", "Event", "Child seen"))
        writer.writerows(narrative_rows(rows // A_CASE, A_CASE))
    return path


def audit(path: Path, folder: Path, *words: str) -> dict[str, float]:
    """One audit, measured."""
    command = [
        sys.executable, "-m", "cli", "audit", str(path), "--purpose", "A benchmark", "--output", str(folder), *words,
    ]  # fmt: skip
    return run(command)


def main(sizes: Iterable[int]) -> None:
    """Measure each size; print a line for each run and keep them all."""
    measured = known("audit")
    for rows in sizes:
        with tempfile.TemporaryDirectory() as name:
            path = table(Path(name, "table.csv"), rows)
            runs = [("all", "--day-only", processes) for processes in (1, 2)]
            if rows <= LIFECYCLE_UP_TO:
                runs += [("core", "--day-only", 2), ("core", "", 2), ("all", "", 2)]
            for rules, past, processes in runs if rows < ONE_RUN_FROM else runs[1:2]:
                words = ["--rules", rules, "--processes", str(processes), *filter(None, [past])]
                told = audit(path, Path(name, f"{rules}{past}{processes}"), *words)
                told |= {"rows": rows, "rules": rules, "day_only": bool(past), "processes": processes}
                measured.append(told)
                keep("audit", measured)
                print(
                    f"{rows:9,} rows, rules {rules:4s} {'the day' if past else 'the past':8s} {processes} processes:"
                    f" {told['seconds']:7.1f} s, {told['seconds'] / rows * 1e6:6.0f} s per million,"
                    f" processor {told['processor']:7.1f} s, {told['bytes'] / 1e6:6.0f} MB",
                    flush=True,
                )


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [10_000, 30_000, 100_000])
