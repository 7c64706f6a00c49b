"""Small pieces of plain English that several outputs share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from engine.dates.dayzero import is_relative, told
from engine.dates.when import FAR_FUTURE, FAR_PAST, Day, When
from engine.timeline import Event, Person, Special, Status

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

NOT_KNOWN = "not known"
"""What stands for a day that no words give."""

RUNG_WORDS = {
    "a": "sight only",
    "b": "in person",
    "c": "by the worker whose duty it is",
    "d": "alone and listened to, or awake and handled",
    "e": "at home with the bedroom",
}


def iso(day: Day) -> str:
    """A day as 2022-03-01, or as Day 35; "not known" for a bound that no words give."""
    if day <= FAR_PAST or day >= FAR_FUTURE:
        return NOT_KNOWN
    return told(day) if is_relative(day) else date.fromordinal(day).isoformat()


def short(day: Day) -> str:
    """A day as 1 Mar 2022, or as Day 35."""
    if day <= FAR_PAST or day >= FAR_FUTURE:
        return "not known"
    if is_relative(day):
        return told(day)
    known = date.fromordinal(day)
    return f"{known.day} {_MONTHS[known.month - 1]} {known.year}"


def span(earliest: Day, latest: Day) -> str:
    """A day, or the two ends between which it lies."""
    if earliest == latest:
        return short(earliest)
    return f"between {short(earliest)} and {short(latest)}"


def age_on(born: When | None, day: Day) -> str:
    """An age in the words of a file note: "1 y 10 m"; both where the birth is imprecise and they differ."""
    if born is None:
        return "age not known"
    oldest, youngest = _age(born.earliest, day), _age(min(born.latest, day), day)
    return oldest if oldest == youngest else f"{youngest} to {oldest}"


def _age(born: Day, day: Day) -> str:
    start, end = date.fromordinal(born), date.fromordinal(day)
    months = (end.year - start.year) * 12 + end.month - start.month - (1 if end.day < start.day else 0)
    if months < 1:
        return f"{day - born} days"
    years, months = divmod(months, 12)
    if not years:
        return f"{months} m"
    if years >= 5:
        return f"{years} y"
    return f"{years} y {months} m"


def name_of(person: Person) -> str:
    """What to call a child: the shortest name that the roster gives, else "the child", else the id."""
    unnamed = "the child" if person.id == "child" else person.id
    return min(person.names, key=lambda name: (len(name), name), default=unnamed)


def read_as(event: Event) -> str:
    """How a row was read, in words: "visit, no access" or "sighting, possible"."""
    parts = [event.kind.replace("_", " ")]
    if event.status is not Status.HAPPENED:
        parts.append(str(event.status))
    for name, value in event.attributes.items():
        if value == Special.UNKNOWN:
            parts.append(f"{name.replace('_', ' ')} not clear")
        elif name == "rung":
            parts.append(RUNG_WORDS.get(value, value))
        elif value in ("yes", "no"):
            parts.append(f"{'' if value == 'yes' else 'not '}{name.replace('_', ' ')}")
        elif len(value) <= 40:
            parts.append(value)
    if event.times > 1:
        parts.append(f"at least {event.times} times")
    if not event.certain:
        parts.append("possible")
    return ", ".join(parts)


def count_of(number: int, one: str, many: str | None = None) -> str:
    """ "1 row", "2 rows"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def row_named(row: int | None, sheet: str | None = None, file: str = "") -> str:
    """A row as it is named to a person: "5", "5 of table 2", "5 of health.docx, table 2"."""
    place = ", ".join(filter(None, (file, sheet)))
    return f"{row} of {place}" if place else str(row)


def rows_named(rows: Sequence[tuple[int, str | None, str]]) -> list[str]:
    """Several rows, each with its sheet and file; what neighbours share is said once, after the last of them."""
    return [
        str(row) if k + 1 < len(rows) and rows[k + 1][1:] == (sheet, file) else row_named(row, sheet, file)
        for k, (row, sheet, file) in enumerate(rows)
    ]


def answer_stands(answer: Mapping[str, str] | None) -> bool:
    """Whether an answer's day has not passed and the rows it was given on are read as they were."""
    return answer is not None and answer["status"] in ("current", "re-attached")


def answered_by(answer: Mapping[str, str]) -> str:
    """An answer in a line: by whom, on which day, what, why, where it is recorded, until when."""
    where = f" Recorded: {answer['where']}." if answer["where"] else ""
    line = (
        f"answered by {answer['role']} on {answer['day']}: {answer['answer']}. {answer['reason'].rstrip('.')}."
        f"{where} Owner: {answer['owner']}; holds until {answer['until']}."
    )
    if not answer_stands(answer):
        line = f"{line.replace('; holds until', '; held until')}"
    return f"{line} ({answer['note']})" if answer["note"] else line
