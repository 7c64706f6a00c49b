"""`flag rules --local FILE`: what a partnership changes in the shipped rules, why, whose, until when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from engine.dates.when import Day
from engine.library import load_library
from engine.local import read_local
from engine.report.terminal import Style
from engine.report.words import count_of


def render_local(path: Path, as_at: Day, width: int) -> str:
    """Each change against the shipped value, with its reason, owner and end; then what could not be used."""
    local = read_local(path, load_library(), as_at)
    style = Style(width)
    whose = f" of {local.partnership}" if local.partnership else ""
    head = f"Local practice{whose} on {date.fromordinal(as_at).isoformat()}: {count_of(len(local.changes), 'change')}"
    lines = [head + (f", {count_of(len(local.left_out), 'entry', 'entries')} left out" if local.left_out else ""), ""]
    for change in local.changes:
        lines.append(change.what)
        lines += style.filled(f"shipped: {change.was}", 4, 6)
        lines += style.filled(f"here: {change.now}", 4, 6)
        lines += style.filled(f"why: {change.reason}", 4, 6)
        lines += style.filled(f"owner: {change.owner}; until {date.fromordinal(change.until).isoformat()}", 4, 6)
    if local.left_out:
        lines += ["", "NOT USED"]
        for told in local.left_out:
            lines += style.filled(f"- {told}", 2, 4)
    return "\n".join(lines) + "\n"
