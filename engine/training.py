"""Where to stop when a case is replayed for training, what to ask there, and what its review found.

A file of the case's name beside it, `ava.training.yaml`, written by a person from the published document.
"""

from __future__ import annotations

from engine.dates.when import Day
from engine.values import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop: after every row known by its day, a question to the group, and what may be said afterwards."""

    day: Day
    ask: str
    made_sense: tuple[str, ...] = ()
    """Why what was decided made sense at the time, as far as the document tells."""
    found: str = ""
    """What the review found, in our words."""
    paragraph: str = ""
