"""A rough length in days of a number of a rule, for holding it against bounds and other numbers."""

from __future__ import annotations

from engine.dates.calendar import Duration

_DAYS = {"days": 1.0, "working days": 1.4, "weeks": 7.0, "months": 28.0, "years": 365.0}


def size(value: Duration | int) -> float:
    """Days; a plain count is its own size."""
    return float(value) if isinstance(value, int) else value.amount * _DAYS[value.unit]
