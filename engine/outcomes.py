"""The outcomes a rule can have in one reading of the record, and what a set of them means."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What one reading of the record (a "world") says of one rule and one opening row or child."""

    NOT_OPENED = "not_opened"
    """Nothing happened that starts the obligation."""
    PENDING = "pending"
    """The obligation runs and its last permitted day has not passed."""
    MET = "met"
    """What was expected happened on or before the last permitted day."""
    MET_LATE = "met_late"
    """What was expected happened, after the last permitted day."""
    OVERDUE = "overdue"
    """The last permitted day has passed and what was expected has not happened."""
    CANCELLED = "cancelled"
    """Something ended the obligation before it was met."""
    CLEAR = "clear"
    """The pattern is not there."""
    FOUND = "found"
    """The pattern is there and nothing has resolved it."""
    RESOLVED = "resolved"
    """The pattern was there and something has resolved it."""
    LAPSED = "lapsed"
    """The pattern was there and lost its subject, as when the case closed."""
    NOT_APPLICABLE = "not_applicable"
    """The rule does not apply: its `while` or `given` does not hold."""


Verdict = frozenset[Outcome]
"""The outcomes over all readings of the record. One member: it holds in all of them."""

OPEN: Verdict = frozenset({Outcome.OVERDUE, Outcome.FOUND})
"""Outcomes that call for a prompt now."""

BREACHED: Verdict = frozenset({Outcome.OVERDUE, Outcome.MET_LATE, Outcome.FOUND, Outcome.RESOLVED})
"""Outcomes in which the standard was not kept at some time."""


def only(outcome: Outcome) -> Verdict:
    """The verdict in which every reading agrees on one outcome."""
    return frozenset({outcome})
