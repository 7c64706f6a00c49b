"""Ages as dates: "Day 5", "aged 3 weeks", "2 yrs 3 mths", where the child's date of birth is known.

A month of gestation ("10/40", "32 weeks pregnant") is no age and is not read.
"""

from __future__ import annotations

import re

from engine.dates.calendar import add_months
from engine.dates.points import Span
from engine.dates.when import Day
from engine.dates.words import NUMBERS

_NUMBER = r"(?P<{0}>\d{{1,3}}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_ABOUT = r"(?P<about>(?:approx(?:imately|\.)?|about|around|circa|c\.?|roughly|nearly|almost|just over|~) ?)?"
_LEAD = rf"(?:at |when |at age |at the age of |child |baby |age[d]? ?:? ?)?{_ABOUT}"
_UNIT = r"(?P<unit>days?|d|weeks?|wks?|w|months?|mths?|mos?|m|years?|yrs?|y)"
_DAY = re.compile(rf"{_ABOUT}(?:postnatal |pn |life )?day (?P<day>\d{{1,3}})(?: of life)?")
_AGE = re.compile(rf"{_LEAD}{_NUMBER.format('number')} ?-?{_UNIT}(?: old| of age)?")
_TWO = re.compile(
    rf"{_LEAD}{_NUMBER.format('years')} ?(?:years?|yrs?|y|yo)(?:,| and| &)? ?"
    rf"{_NUMBER.format('months')} ?(?:months?|mths?|m|/12)(?: old| of age)?"
)
_CLINICAL = re.compile(rf"{_LEAD}(?P<number>\d{{1,3}})/(?P<of>7|52|12)(?: old| of age)?")
_STATED = re.compile(r"\b(?:age|aged|old|of age)\b")
_OF = {"7": "d", "52": "w", "12": "m"}


def age(cell: str, born: Day | None, *, bare: bool = True) -> Span | None:
    """The days on which a child born on `born` was of the age that the whole cell gives.

    "Day 5" is the fourth or the fifth day after birth: records count from 0 and from 1. `bare` takes an
    amount that does not say it is an age ("10 weeks"), as in a chronology that runs on ages.
    """
    if born is None:
        return None
    folded = " ".join(cell.lower().strip(" .").split())
    if found := _DAY.fullmatch(folded):
        number, slack = int(found["day"]), 1 if found["about"] else 0
        return Span(born + max(number - 1, 0) - slack, born + number + slack, "age")
    if not bare and not _STATED.search(folded):
        return None
    if found := _TWO.fullmatch(folded):
        months = 12 * _count(found["years"]) + _count(found["months"])
        return _months(born, months, 1, bool(found["about"]))
    found = _CLINICAL.fullmatch(folded)
    unit = _OF[found["of"]] if found else ""
    if not found:
        found = _AGE.fullmatch(folded)
        unit = found["unit"][0] if found else ""
    if not found:
        return None
    number, about = _count(found["number"]), bool(found["about"])
    if unit == "d":
        return Span(born + number - about, born + number + about, "age")
    if unit == "w":
        return Span(born + 7 * (number - about), born + 7 * (number + about) + 6, "age")
    return _months(born, number * (12 if unit == "y" else 1), 12 if unit == "y" else 1, about)


def _months(born: Day, months: int, length: int, about: bool) -> Span:
    wider = length if about else 0
    return Span(add_months(born, months - wider), add_months(born, months + length + wider) - 1, "age")


def _count(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word]
