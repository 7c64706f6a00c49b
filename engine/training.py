"""Where to stop when a case is replayed for training, what to ask there, and what its review found.

They stand in a file of the case's name beside it, `ava.training.yaml`, written by a person from the published document:

    about: what a facilitator should know before choosing this case
    stops:
      - day: 2021-05-14
        title: A letter that ends a service
        ask: What would you ask now, of whom?
        made_sense: [why a decision made sense then, as far as the document tells]
        found: what the review found
        paragraph: "2.11"
    after: what to talk about at the end
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engine.dates.dayzero import one_day
from engine.dates.when import Day
from engine.errors import Place, SideSheetError
from engine.values import dataclass

if TYPE_CHECKING:
    import yaml

    from engine.language.document import Document

ENDING = ".training.yaml"
_KEYS = ("source", "about", "stops", "after")
_STOP_KEYS = ("day", "title", "ask", "made_sense", "found", "paragraph")


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop: after every row known by its day, a question to the group, and what may be said afterwards."""

    day: Day
    title: str
    ask: str
    made_sense: tuple[str, ...] = ()
    """Why what was decided made sense at the time, as far as the document tells."""
    found: str = ""
    """What the review found, in our words."""
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Training:
    """What a facilitator is given beside a case."""

    source: str = ""
    about: str = ""
    stops: tuple[Stop, ...] = ()
    after: tuple[str, ...] = ()


def training_beside(chronology: Path) -> Training:
    """What stands in the training file beside a chronology; nothing where there is none.

    Raises SideSheetError, with the place of the first mistake, where there is one that cannot be used.
    """
    path = chronology.with_name(chronology.stem + ENDING)
    if not path.is_file():
        return Training()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SideSheetError(
            "The training file cannot be read as UTF-8 text.", "Save it as UTF-8, or rename it.", Place(path.name)
        ) from error
    from engine.language.document import compose  # here, because only a training file needs YAML

    document, root = compose(text, path.name, quotes=False)
    training = _training(document, root)
    if document.mistakes:
        first = document.mistakes[0]
        place = Place(path.name, line=first.line, column=first.column)
        raise SideSheetError(first.message, "Correct the training file, or move it away.", place)
    return training


def _training(document: Document, root: yaml.Node | None) -> Training:
    parts = document.mapping(root, _KEYS, ("stops",), "a training file")
    stops = [_stop(document, node) for node in document.sequence(parts.get("stops"), "stops")]
    return Training(
        source=document.text(parts.get("source"), "source"),
        about=document.text(parts.get("about"), "about"),
        stops=tuple(sorted((stop for stop in stops if stop is not None), key=lambda stop: stop.day)),
        after=document.texts(parts.get("after"), "after"),
    )


def _stop(document: Document, node: yaml.Node) -> Stop | None:
    parts = document.mapping(node, _STOP_KEYS, ("day", "title", "ask", "found"), "a stop")
    try:
        day = one_day(document.text(parts.get("day"), "day"))
    except ValueError:
        document.mistake(parts.get("day") or node, "a day is written as 2022-03-01, or as Day 35.")
        return None
    return Stop(
        day=day,
        title=document.text(parts.get("title"), "title"),
        ask=document.text(parts.get("ask"), "ask"),
        made_sense=document.texts(parts.get("made_sense"), "made_sense"),
        found=document.text(parts.get("found"), "found"),
        paragraph=document.text(parts.get("paragraph"), "paragraph"),
    )
