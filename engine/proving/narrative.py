"""Narrative tests: the rows of a test read and coded as a file would be."""

from __future__ import annotations

from engine.case import assemble
from engine.code.vocabulary import Vocabulary
from engine.language.examples import CHILD, Example
from engine.proving.trial import Reader
from engine.rows import Row, Source
from engine.sidesheet import SideSheet
from engine.timeline import Case, Person

_COLUMNS = ("date", "agency", "event", "child_seen", "action")


def narrative_reader(vocabulary: Vocabulary) -> Reader:
    """A reader of narrative tests: day | agency | what happened | child seen | action."""

    def read(example: Example) -> Case:
        rows = tuple(
            Row("test", number, dict(zip(_COLUMNS, cells, strict=False)))
            for number, cells in enumerate(example.narrative, start=2)
        )
        people = tuple(
            Person(name, "child", (name,) if name != CHILD else (), example.born if at == 0 else None)
            for at, name in enumerate(example.children)
        )
        adults = (
            Person("mother", "mother", ("mother", "mum"), parent_of=tuple(example.children)),
            Person("father", "father", ("father", "dad"), parent_of=tuple(example.children), household=False),
            Person("partner", "partner", ("mother's partner", "partner", "boyfriend"), household=False),
        )
        source = Source("test", "", "utf-8", rows, {})
        return assemble((source,), vocabulary, SideSheet(case="test", people=(*people, *adults))).case

    return read
