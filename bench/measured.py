"""Measured runs: seconds by the clock and of the processor, and the memory of a whole tree of processes."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import threading
import time
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"


def processes_of(root: int) -> list[int]:
    """A process and everything below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, ())
    return found


def held(root: int) -> int:
    """Bytes held by a tree of processes, what they share counted once (PSS). Linux only."""
    total = 0
    for process in processes_of(root):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def run(command: list[str], every: float = 0.5) -> dict[str, float]:
    """Run a command to its end: seconds by the clock, processor seconds of the tree, most memory held at once."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.wait(every):
            most = max(most, held(started.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = started.wait()
    done.set()
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code != 0:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return {"seconds": time.perf_counter() - began, "processor": used, "bytes": float(most)}


def keep(name: str, measured: object) -> None:
    """Keep what was measured beside the other results, with the day and the machine's cores."""
    RESULTS.mkdir(exist_ok=True)
    told = {"cores": os.cpu_count(), "measured": measured}
    (RESULTS / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def known(name: str) -> list[dict[str, float]]:
    """What was kept under a name before; later runs are added to it."""
    path = RESULTS / f"{name}.json"
    told: list[dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))["measured"] if path.exists() else []
    return told
