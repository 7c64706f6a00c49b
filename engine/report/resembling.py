"""Which labelled entries a guess of the second reader resembles: what it says for itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from engine.code.clauses import fold
from engine.code.likeness import LIKENESS, features, shipped_likeness, words_of
from engine.code.people import Cast
from engine.proving.corpus import read_corpus
from engine.timeline import Event, Person

MOST = 2
SHOWN = 90
"""Characters of an entry that are shown."""


def resembling(event: Event, people: Sequence[Person]) -> list[str]:
    """The labelled entries nearest to a guessed event, each with its id; empty for an event that was read."""
    model = shipped_likeness()
    if event.reader != LIKENESS or model is None or event.kind not in model.kinds:
        return []
    mine = set(features(words_of(fold(event.quote), Cast(people).names)))
    at = model.kinds.index(event.kind)
    spoke = {feature: weight for feature in mine for column, weight in model.weights_of(feature) if column == at}
    ranked = sorted(
        (
            (-sum(spoke[feature] for feature in theirs & spoke.keys()), name, text)
            for name, text, kinds, theirs in _entries()
            if event.kind in kinds
        ),
    )
    return [f"{name} “{_short(text)}”" for score, name, text in ranked[:MOST] if score < 0]


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + " …"


@cache
def _entries() -> list[tuple[str, str, frozenset[str], frozenset[str]]]:
    """Id, text, kinds and features of the entries that the second reader learnt from."""
    casts: dict[int, Cast] = {}
    out = []
    for entry in read_corpus("train"):
        names = casts.setdefault(id(entry.cast), Cast(entry.cast)).names
        told = frozenset(features(words_of(fold(entry.row.cell("event")), names)))
        out.append((entry.id, entry.row.cell("event"), frozenset(label.kind for label in entry.labels), told))
    return out
