"""Words that place an event on a day other than the row's: "seen on 3 March" in a row of the 20th."""

from __future__ import annotations

import datetime
import re

from engine.code.drafts import Draft
from engine.dates.when import When
from engine.timeline import Status

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_DAY = (
    r"(?:(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2,4}))?|(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:\s+(\d{4}|'?\d{2}\b))?)(?![\d:])"
)
_AFTER = re.compile(
    r"^\W*(?:(?:was|on|dated|held|visit|took place|at home|at school|alone|since|from|by|sw|hv|up to"
    r"|for|due|to be|tuesday|monday|wednesday|thursday|friday|tues|mon|wed|thurs|fri|planned|booked"
    r"|arranged)\s+){0,3}" + _DAY
)
_YEAR = re.compile(r"^\W*(?:[a-z]+ ){0,3}?(?:in|during|since|around|circa) ((?:19|20)\d\d)\b")
_DATED = frozenset(
    [
        "case_closed",
        "plan_started",
        "plan_ended",
        "section_47",
        "assessment",
        "sighting",
        "visit",
        "strategy_discussion",
        "initial_conference",
        "review_conference",
        "core_group",
        "attended",
        "supervision",
        "arrest",
        "police_protection",
        "referral",
        "health_review",
        "medical",
    ]
)


def told_of_another_day(draft: Draft, when: When) -> Status | None:
    """The status that a date right after the words gives the event; None for the row's own day."""
    if draft.kind not in _DATED or draft.status is not Status.HAPPENED:
        return None
    tail = draft.clause.folded[draft.end : draft.end + 60]
    if (year_only := _YEAR.match(tail)) and int(year_only[1]) < datetime.date.fromordinal(when.earliest).year:
        return Status.HISTORICAL
    found = _AFTER.match(tail)
    if found is None:
        return None
    day, month = (int(found[1]), int(found[2])) if found[1] else (int(found[4]), _MONTHS[found[5]])
    year = found[3] or found[6]
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    near = _dated(day, month, year, when)
    if near is None or when.earliest <= near <= when.latest:
        return None
    return Status.HISTORICAL if near < when.earliest else Status.PLANNED


def _dated(day: int, month: int, year: str | None, when: When) -> int | None:
    if year:
        digits = int(year.lstrip("'"))
        years = [digits + 2000 if digits < 100 else digits]
    else:
        of_row = datetime.date.fromordinal(when.latest).year
        years = [of_row, of_row - 1, of_row + 1]
    days = []
    for one in years:
        try:
            days.append(datetime.date(one, month, day).toordinal())
        except ValueError:
            continue
    return min(days, key=lambda one: abs(one - when.latest), default=None)
