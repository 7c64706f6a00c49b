"""When something happened, as far as the words say."""

from __future__ import annotations

from engine.values import dataclass

Day = int
"""A day as `datetime.date.toordinal()` counts them; those of a case that counts from a Day 0 lie before 1900."""

FAR_PAST: Day = 657072
"""1 January 1800: stands for "no earliest day is known". Never printed as a date."""

FAR_FUTURE: Day = 803533
"""31 December 2200: stands for "no latest day is known". Never printed as a date."""


@dataclass(frozen=True, slots=True)
class When:
    """The days on which something may have happened, both ends included, and the words that say so.

    `rule` names the reading convention ("day", "month", "mid-month", "weeks-later"); the table of
    conventions can be printed. `minute` is minutes after midnight where a time of day is given.
    Days that the text ties together ("same day", "the following day") share a `tie` and differ by
    `offset`: in every reading they move together.
    """

    earliest: Day
    latest: Day
    text: str
    rule: str
    minute: int | None = None
    tie: str = ""
    offset: int = 0

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError("a When must not end before it starts")

    @property
    def exact(self) -> bool:
        """True where the words name a single day."""
        return self.earliest == self.latest
