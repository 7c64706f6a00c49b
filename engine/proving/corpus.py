"""The labelled corpus: invented chronology entries in many voices, each labelled twice and settled.

One file per voice in `rules/corpus`, one entry per line (JSON Lines). The voices in `set_aside` are for
measuring only: nothing is ever tuned on them.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from engine.data import data_path
from engine.dates.when import When
from engine.proving.labels import Label, read_label
from engine.rows import Row
from engine.timeline import Person
from engine.values import dataclass

PARTS = ("train", "set_aside")

_ON = datetime.date(2022, 2, 10).toordinal()
WHEN = When(_ON, _ON, "10/02/2022", "day")
"""The day on which every entry of the corpus is taken to have been written."""


def _born(year: int, month: int, day: int) -> When:
    on = datetime.date(year, month, day).toordinal()
    return When(on, on, f"{day}/{month}/{year}", "day")


_MOTHER = Person("mother", "mother", ("the mother", "mum", "mother"))
CASTS: dict[str, tuple[Person, ...]] = {
    "two": (
        Person("maya", "child", ("Maya",), born=_born(2021, 3, 1), sex="female"),
        Person("tom", "child", ("Tom",), born=_born(2013, 6, 1), sex="male"),
        _MOTHER,
        Person("father", "father", ("Lee", "father", "dad"), household=False),
        Person("partner", "partner", ("Dean",), household=False),
    ),
    "one": (Person("kai", "child", ("Kai",), born=_born(2018, 1, 5)), _MOTHER),
    "teen": (
        Person("jade", "child", ("Jade",), born=_born(2006, 9, 14), sex="female"),
        Person("callum", "child", ("Callum",), born=_born(2009, 11, 3), sex="male"),
        _MOTHER,
        Person("partner", "partner", ("stepfather", "stepdad")),
        Person("father", "father", ("father", "dad"), household=False),
    ),
    "unborn": (
        Person("unborn", "unborn", ("the unborn baby", "unborn")),
        Person("mother", "mother", ("Sam", "the mother", "mum", "mother")),
        Person("father", "father", ("Ryan", "father", "dad")),
    ),
}
"""Who the entries speak of; the same names as in docs/labelling.md."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One labelled entry."""

    id: str
    voice: str
    part: str
    row: Row
    cast: tuple[Person, ...]
    hard: bool
    first: tuple[Label, ...]
    second: tuple[Label, ...]
    labels: tuple[Label, ...]
    """As settled between the two passes."""

    @property
    def text(self) -> str:
        """Every cell of the entry, one after the other."""
        return " | ".join(self.row.cells[name] for name in ("event", "child_seen", "action") if self.row.cell(name))


@cache
def labelled_kinds() -> frozenset[str]:
    """The kinds that the labellers had before them; one added since can be neither missed nor read wrongly here."""
    return frozenset(data_path("rules/corpus/kinds.txt").read_text("utf-8").split())


def read_corpus(part: str | None = None, folder: Path | None = None) -> list[Entry]:
    """The entries of one part ("train", "set_aside"), or of both, in the order of their files."""
    root = folder or data_path("rules/corpus")
    out: list[Entry] = []
    for name in PARTS if part is None else (part,):
        for path in sorted((root / name).glob("*.jsonl")):
            for line in path.read_text("utf-8").splitlines():
                out.append(_entry(json.loads(line), path.stem, name, len(out) + 2))
    return out


def _entry(given: dict[str, Any], voice: str, part: str, number: int) -> Entry:
    cells = {"event": given["text"], "agency": given["agency"]}
    if given.get("seen"):
        cells["child_seen"] = given["seen"]
    if given.get("action"):
        cells["action"] = given["action"]
    return Entry(
        given["id"],
        voice,
        part,
        Row(voice, number, cells),
        CASTS[given["cast"]],
        given["hard"],
        _labels(given["first"]),
        _labels(given["second"]),
        _labels(given["settled"]),
    )


def _labels(texts: Sequence[str]) -> tuple[Label, ...]:
    return tuple(map(read_label, texts))
