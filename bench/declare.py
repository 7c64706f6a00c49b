"""The nearest thing to the four rules in Declare, checked with pm4py: order only, no days, no windows, no fields.

python -m bench.declare 500 200         needs pm4py, which is not among flag's dependencies
"""

from __future__ import annotations

import sys
import time
from datetime import date
from typing import Any

from bench.generate import cases


def activity(kind: str, attributes: Any) -> str:
    """Declare knows only names, so the fields a rule tests become part of the name."""
    if kind == "visit":
        return f"visit {attributes.get('outcome', '')}"
    if kind == "referral" and attributes.get("source") == "anonymous":
        return "third-party referral"
    return str(kind)


def main(number: int, rows: int) -> None:
    """Build the log, check four response constraints, print the time."""
    import pandas as pd
    import pm4py

    table = [
        (case.name, activity(event.kind, event.attributes), pd.Timestamp(date.fromordinal(event.when.earliest)))
        for case in cases(number, rows)
        for event in case.events
    ]
    log = pd.DataFrame(table, columns=["case:concept:name", "concept:name", "time:timestamp"])
    log = log.sort_values(["case:concept:name", "time:timestamp"], kind="stable")
    some = {"support": 1.0, "confidence": 1.0}
    model = {
        "existence": {"sighting": some},
        "response": {
            ("visit no access", "sighting"): some,
            ("third-party referral", "assessment"): some,
            ("household_change", "adult_check"): some,
        },
    }
    began = time.process_time()
    result = pm4py.conformance_declare(log, model)
    seconds = time.process_time() - began
    broken = sum(1 for trace in result if trace["no_dev_total"])
    print(
        f"pm4py {pm4py.__version__} Declare, four constraints without time: {seconds:.2f} s for {number * rows} rows,"
    )
    print(f"{seconds / (number * rows) * 1e6:.2f} s per million rows; {broken} of {number} cases deviate")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500, int(sys.argv[2]) if len(sys.argv) > 2 else 200)
