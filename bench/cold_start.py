"""Cold start: `flag chronologies/ava.csv` against `python -c "import pandas"`, whole processes, by turns.

    python bench/cold_start.py 10          medians of ten pairs; as root also with the page cache dropped
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "chronologies" / "ava.csv"
FLAG = [sys.executable, "-c", "from engine.start import main; main()", str(CASE)]
PANDAS = [sys.executable, "-c", "import pandas"]
DROP = Path("/proc/sys/vm/drop_caches")


def seconds(command: list[str], environment: dict[str, str], dropped: bool) -> float:
    """Wall seconds of one process; with `dropped`, after the page cache has been emptied."""
    if dropped:
        os.sync()
        DROP.write_text("3\n", encoding="ascii")
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment, cwd=ROOT)
    return time.perf_counter() - began


def main(times: int) -> None:
    """Print the medians and their ratio."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as cache:
        environment["XDG_CACHE_HOME"] = cache
        first = seconds(FLAG, environment, False)
        seconds(PANDAS, environment, False)
        print(f"first run, no pack of rules yet: {first:.2f} s")
        for name, dropped in (("warm", False), ("page cache dropped", True)):
            if dropped and not os.access(DROP, os.W_OK):
                print("page cache dropped: not measured, needs root on Linux")
                continue
            pairs = [(seconds(FLAG, environment, dropped), seconds(PANDAS, environment, dropped)) for _ in range(times)]
            ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
            print(f"{name}: flag {ours:.3f} s, import pandas {theirs:.3f} s, ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
