"""The side sheet of an anonymised case: the same facts with labels for people and moved days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from engine.anonymise.carried import written
from engine.anonymise.days import Move, moved_cell
from engine.anonymise.labels import LABEL
from engine.anonymise.people import own_words
from engine.dates.dayzero import one_day
from engine.dates.moved import MovedDays
from engine.timeline import Person

_DAYS = frozenset({"from", "to", "on", "agreed", "due", "done", "minutes", "born"})
_STAY = frozenset({"open", "unknown", "no"})
_KEPT = ("day_zero", "nation")
_HEAD = (
    "# Made by `flag anonymise`. It is still personal data: keep it as you would keep the record.\n"
    "# People stand as a role and a letter; every day was moved by the same number of weeks.\n"
)
_TOLD = (
    "# moved_days: what moving the days would have changed. Somebody who knows the calendar may learn from "
    "it about when\n"
    "# the case happened.\n"
)

Words = Callable[[str], str]
"""Text without anything that identifies."""


def ids(people: tuple[Person, ...], labels: Mapping[str, str]) -> dict[str, str]:
    """The new id of each person: the label where there is one, else the old where it names nobody."""
    new: dict[str, str] = {}
    for person in people:
        told = labels.get(person.id, "")
        stays = not told and not own_words(person.id)[0]
        wanted = told.lower() if told else person.id if stays else f"person-{len(new) + 1}"
        while wanted in new.values():
            wanted += "-x"
        new[person.id] = wanted
    return new


def anonymous_sheet(
    source: Path | None, people: tuple[Person, ...], labels: Mapping[str, str], words: Words, move: Move,
    moved: MovedDays | None, columns: Mapping[str, str],
) -> bytes:  # fmt: skip
    """The bytes of the new side sheet. `people` are those of the case, `labels` what stands for those with names."""
    raw: dict[str, Any] = {}
    if source is not None:
        raw = yaml.load(source.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader) or {}
    names = ids(people, labels)
    out: dict[str, Any] = {"case": "Anonymised case"}
    if "as_at" in raw:
        out["as_at"] = _day(raw["as_at"], move)
    out |= {key: raw[key] for key in _KEPT if key in raw}
    if raw.get("people"):
        out["people"] = [_person(one, names, labels, words, move) for one in raw["people"]]
    elif any(person.names for person in people):
        out["people"] = [
            {"id": names[one.id], "role": one.role, "name": labels.get(one.id) or words(one.names[0])}
            | ({"born": moved_cell(one.born.text, move)} if one.born else {})
            for one in people
            if one.names
        ]
    for key in ("plans", "actions", "meetings", "bail", "attendance"):
        if key in raw:
            out[key] = [_fact(one, names, words, move) for one in raw[key]]
    if "complete" in raw:
        out["complete"] = {
            words(agency): {end: _day(day, move) for end, day in period.items()}
            for agency, period in raw["complete"].items()
        }
    if raw.get("columns") or columns:
        out["columns"] = {words(header): column for header, column in {**raw.get("columns", {}), **columns}.items()}
    if raw.get("glossary"):
        out["glossary"] = {short: words(meaning) for short, meaning in raw["glossary"].items()}
    text = _HEAD + _dumped(out)
    if moved is not None:
        text += _TOLD + _dumped({"moved_days": written(moved)})
    return text.encode()


def _dumped(value: object) -> str:
    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=1000))


def _person(
    raw: Mapping[str, Any], names: Mapping[str, str], labels: Mapping[str, str], words: Words, move: Move
) -> dict[str, Any]:
    out: dict[str, Any] = {"id": names[raw["id"]], "role": words(raw["role"])}
    label = labels.get(raw["id"])
    known = [raw["name"]] if "name" in raw else []
    others = raw.get("also", [])
    known += others if isinstance(others, list) else [others]
    told = list(dict.fromkeys(_name(one, label, words) for one in known))
    if label and label not in told:
        told.insert(0, label)
    if "name" in raw:
        out["name"] = told.pop(0)
    if told:
        out["also"] = told
    for key, value in raw.items():
        if key == "born":
            out[key] = moved_cell(value, move)
        elif key == "parent_of":
            out[key] = [names.get(one, one) for one in (value if isinstance(value, list) else [value])]
        elif key in ("sex", "household"):
            out[key] = value
    return out


def _name(name: str, label: str | None, words: Words) -> str:
    """A name in the side sheet: the label for one that is only a name, else the words with labels in them."""
    own, _ = own_words(name)
    if label and own and (len(own) == len(name.split()) or len(name.strip()) == 1):
        return label
    new = words(name)
    return label if label and own and not LABEL.search(new) else new


def _fact(raw: Mapping[str, Any], names: Mapping[str, str], words: Words, move: Move) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in raw.items():
        if key in ("child", "person"):
            out[key] = names.get(value, value)
        elif key in _DAYS and isinstance(value, str):
            out[key] = value if value in _STAY else moved_cell(value, move)
        elif isinstance(value, str) and key in ("what", "owner"):
            out[key] = words(value)
        else:
            out[key] = value
    return out


def _day(text: str, move: Move) -> str:
    """A day that stands alone; "Day 35" of a case on relative days stays."""
    try:
        day = one_day(text)
    except ValueError:
        return text
    moved = move.day(day)
    return text if moved == day else date.fromordinal(moved).isoformat()
