"""The charts in bench/charts, drawn from bench/results with matplotlib, which nothing else here needs.

python -m bench.charts
"""

from __future__ import annotations

import json
from typing import Any

from bench.measured import RESULTS

CHARTS = RESULTS.parent / "charts"


def measured(name: str) -> list[dict[str, Any]]:
    """The runs kept under a name; none where it was not run."""
    path = RESULTS / f"{name}.json"
    told: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["measured"] if path.exists() else []
    return told


def _chart(name: str, title: str, x: str, y: str, lines: dict[str, list[tuple[float, float]]]) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "flag"  # the same figures give the same bytes
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.2), layout="constrained")
    for (label, points), mark in zip(sorted(lines.items()), "osD^vP*X", strict=False):
        points = sorted(points)
        axes.plot([one[0] for one in points], [one[1] for one in points], marker=mark, label=label)
    axes.set(title=title, xlabel=x, ylabel=y, xscale="log", yscale="log")
    axes.grid(visible=True, which="both", linewidth=0.3)
    axes.legend()
    CHARTS.mkdir(exist_ok=True)
    figure.savefig(CHARTS / f"{name}.svg", metadata={"Date": None})
    pyplot.close(figure)


def main() -> None:
    """Draw every chart whose results are there."""
    runs = measured("audit")
    by: dict[str, list[tuple[float, float]]] = {}
    memory: dict[str, list[tuple[float, float]]] = {}
    for run in runs:
        label = (
            f"rules {run['rules']}, {'the day' if run['day_only'] else 'the past too'}, {run['processes']} processes"
        )
        by.setdefault(label, []).append((run["rows"], run["seconds"]))
        memory.setdefault(label, []).append((run["rows"], run["bytes"] / 1e6))
    if runs:
        _chart("audit-seconds", "flag audit, narrative rows", "rows", "seconds by the clock", by)
        _chart("audit-memory", "flag audit, memory of all processes", "rows", "MB", memory)
    coded = measured("scaling")
    if coded:
        rows: dict[str, list[tuple[float, float]]] = {}
        rules: dict[str, list[tuple[float, float]]] = {}
        for run in coded:
            past = "lifecycle" if run["lifecycle"] else "the day"
            rows.setdefault(f"{run['rules']} rules, {past}", []).append((run["rows"], run["seconds"]))
            per = run["seconds"] / run["rows"] * 1e6
            rules.setdefault(f"{run['rows']:,} rows, {past}", []).append((run["rules"], per))
        _chart("coded-rows", "Coded rows on one core", "rows", "processor seconds", rows)
        _chart("coded-rules", "Coded rows on one core", "rules", "processor seconds per million rows", rules)


if __name__ == "__main__":
    main()
