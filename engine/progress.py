"""Progress of long work, on a terminal only and without a word of the record."""

from __future__ import annotations

import sys
from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with how many rows are done and how many there are."""
WORTH = 5_000
"""Rows from which on it is worth saying how far the work is."""
EVERY = 500


def on_terminal() -> Progress | None:
    """What shows progress on standard error; None where that is no terminal."""
    return _show if sys.stderr.isatty() else None


def days_on_terminal() -> Progress | None:
    """The same for a replay, which works out one day after another."""
    return _show_days if sys.stderr.isatty() else None


def _show_days(done: int, total: int) -> None:
    if done % 5 and done != total:
        return
    sys.stderr.write(f"\rReplaying: {done:,} of {total:,} days" if done != total else "\r\033[K")
    sys.stderr.flush()


def _show(done: int, total: int) -> None:
    if total < WORTH or (done % EVERY and done != total):
        return
    sys.stderr.write(f"\rReading: {done:,} of {total:,} rows" if done != total else "\r\033[K")
    sys.stderr.flush()
