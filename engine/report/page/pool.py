"""Pieces of HTML, each kept once, from which the page puts together what stood on any day.

A piece may hold signs for what is put in its place when it is shown: another piece, an age or a number of days
that grows from day to day. A sign begins with a control character, which no text of a record keeps on its way here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markupsafe import Markup

from engine.dates.when import Day
from engine.values import dataclass, field

BEGIN, END = "\x7f", ";"
"""One character each, since a page holds many; no text of a record keeps the first."""
_SIGN = re.compile(f"{BEGIN}([^{END}]*){END}")

Ages = Sequence[Sequence[tuple[Day, str]]]
"""For each child in the order of the case, from which day on it is how old, in words."""


@dataclass(slots=True)
class Pool:
    """The pieces so far, in the order in which they were first met."""

    pieces: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def keep(self, html: str) -> Markup:
        """The sign for a piece; the same piece has the same sign."""
        number = self.numbers.get(html)
        if number is None:
            number = self.numbers[html] = len(self.pieces)
            self.pieces.append(html)
        return Markup(f"{BEGIN}{number}{END}")

    def number(self, html: str) -> int:
        """The number of a piece."""
        self.keep(html)
        return self.numbers[html]

    def shown(
        self, number: int, day: Day, ages: Ages, told: Callable[[Day], str], without: tuple[str, ...] = ()
    ) -> str:
        """A piece as it reads on a day, with everything put in its place but pieces that begin as in `without`."""

        def put(found: re.Match[str]) -> str:
            sign = found.group(1)
            if sign.isdecimal():
                piece = int(sign)
                left_out = bool(without) and self.pieces[piece].startswith(without)
                return "" if left_out else self.shown(piece, day, ages, told, without)
            what, *rest = sign.split(":")
            if what == "days":
                return days_since(int(rest[0]), int(rest[1]), day)
            if what == "age":
                return age_then(ages[int(rest[0])], day)
            return told(day)

        return _SIGN.sub(put, self.pieces[number])


def days_sign(earliest: Day, latest: Day) -> str:
    """Stands for the number of days since a day that lies between two others."""
    return f"{BEGIN}days:{earliest}:{latest}{END}"


def age_sign(child: int) -> str:
    """Stands for the age of a child, by its place among the children of the case."""
    return f"{BEGIN}age:{child}{END}"


DAY_SIGN = f"{BEGIN}day{END}"
"""Stands for the day that is looked at."""


def days_since(earliest: Day, latest: Day, day: Day) -> str:
    """ "12 days", or "12 to 40 days" where the beginning is not exact."""
    least, most = day - min(latest, day), day - earliest
    return f"{least} days" if least == most else f"{least} to {most} days"


def age_then(ages: Sequence[tuple[Day, str]], day: Day) -> str:
    """The age on a day."""
    told = ""
    for since, words in ages:
        if since > day:
            break
        told = words
    return told
