"""Small chronologies of several agencies, told as rows and read as the program reads them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from stories import when

from engine.case import ReadCase, assemble
from engine.code.vocabulary import Vocabulary
from engine.pack import load_pack
from engine.rows import Row, Source
from engine.sidesheet import SideSheet
from engine.timeline import Person

FILE = "story.csv"
MAYA = Person("maya", "child", ("Maya",), born=when("2021-04-20"))

Told = tuple[str, str, str] | tuple[str, str, str, str]
"""A day, an agency, what happened, and what was done about it."""


@cache
def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    return load_pack().vocabulary


def read_story(*rows: Told, sheet: SideSheet | None = None) -> ReadCase:
    """A case of these rows, numbered from 2 as under a header."""
    lines = tuple(
        Row(FILE, number, dict(zip(("date", "agency", "event", "action"), told, strict=False)))
        for number, told in enumerate(rows, start=2)
    )
    source = Source(FILE, "0", "utf-8", lines, {})
    return assemble((source,), vocabulary(), sheet or SideSheet(people=(MAYA,)))


def numbers(rows: Sequence[object]) -> list[int]:
    """The numbers of rows."""
    return sorted(row.number for row in rows)  # type: ignore[attr-defined]
