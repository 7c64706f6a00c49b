"""The calendars shipped with the program: one file per nation, bank holidays one per line."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from engine.data import data_path
from engine.dates.calendar import Calendar
from engine.errors import FlagError, Place

_KEYS = ("calendar", "first", "last", "source", "holidays")
_REMEDY = "Mend the calendar file, or reinstall the program."


class CalendarFileError(FlagError):
    """A calendar file that cannot be trusted: rules that count working days must not run on it."""


@cache
def calendar_for(nation: str) -> Calendar:
    """The calendar of a nation ("England"). Raises CalendarFileError where there is none or it is wrong.

    Read when first asked for, because most runs never count a working day.
    """
    name = nation.strip().lower()
    path = data_path("rules") / "calendars" / f"{name}.yaml"
    if not name.isalpha() or not path.is_file():
        known = ", ".join(nations()) or "none"
        raise CalendarFileError("There is no calendar for this nation.", f"Calendars shipped: {known}.")
    return read_calendar(path)


def nations() -> tuple[str, ...]:
    """The nations that have a calendar, in order of name."""
    return tuple(sorted(path.stem for path in (data_path("rules") / "calendars").glob("*.yaml")))


def read_calendar(path: Path) -> Calendar:
    """Read one calendar file strictly: known keys once each, holidays in order, each a weekday in range."""
    import yaml  # here, because importing it costs more than reading a whole chronology

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise CalendarFileError("The calendar cannot be read as YAML.", _REMEDY, Place(path.name)) from None
    if not isinstance(root, yaml.MappingNode):
        raise CalendarFileError("A calendar file holds keys and values.", _REMEDY, Place(path.name))
    parts = _parts(root, path.name)
    first = _day(parts["first"], path.name)
    last = _day(parts["last"], path.name)
    holidays: list[int] = []
    listed = parts["holidays"]
    if not isinstance(listed, yaml.SequenceNode):
        raise _wrong("holidays must be a list", path.name, listed)
    for entry in listed.value:
        day = _day(entry, path.name)
        if holidays and day <= holidays[-1]:
            raise _wrong("holidays must stand in order, each once", path.name, entry)
        if not first <= day <= last:
            raise _wrong("this holiday lies outside first to last", path.name, entry)
        if date.fromordinal(day).weekday() > 4:
            raise _wrong("this holiday is no weekday: give the substitute day", path.name, entry)
        if len(entry.value.split(maxsplit=1)) < 2:
            raise _wrong("this holiday has no name", path.name, entry)
        holidays.append(day)
    if first > last:
        raise _wrong("last comes before first", path.name, parts["last"])
    return Calendar(str(parts["calendar"].value), first, last, holidays)


def _parts(root: Any, file: str) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for key, value in root.value:
        if key.value not in _KEYS:
            raise _wrong(f"unknown key; the keys are {', '.join(_KEYS)}", file, key)
        if key.value in parts:
            raise _wrong("this key stands twice", file, key)
        parts[key.value] = value
    missing = [key for key in _KEYS if key not in parts]
    if missing:
        raise _wrong(f"missing: {', '.join(missing)}", file, root)
    return parts


def _day(node: Any, file: str) -> int:
    # Scalars are taken as the text written, so that no YAML notion of a date comes between.
    text = node.value if isinstance(node.value, str) else ""
    try:
        return date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        raise _wrong("a day is written YYYY-MM-DD", file, node) from None


def _wrong(what: str, file: str, node: Any) -> CalendarFileError:
    return CalendarFileError(f"{what}.", _REMEDY, Place(file, line=node.start_mark.line + 1))
