"""The second reader: which kinds a stretch that no wording matched is *like*, judged by labelled entries.

A linear model over words, pairs of words and beginnings of words, trained on the labelled corpus by
`engine.proving.train`. Every answer can be explained: the words that spoke for the kind, and the labelled
entries that share them. It only ever adds possible events, and these begin questions: they never resolve
or soften a prompt beyond what the screen does for a stretch that was not read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from engine.data import data_path
from engine.values import dataclass

_WORD = re.compile(r"[a-z]+|\d+|\?")
_NUMBER = "#"
LIKENESS = "likeness"
"""The reader of an event that no wording told: it is a guess, as the screen's are."""
FILE = "vocabulary/likeness.tsv"
"""Where the model stands under the rules folder: a first line of kinds, then one feature a line."""


Weights = tuple[tuple[int, float], ...]
"""(index of the kind, weight) for each kind that a feature speaks for or against."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A kind that a stretch is like."""

    kind: str
    probability: float
    word: str
    """The word that spoke most for it."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The trained model."""

    kinds: tuple[str, ...]
    bias: tuple[float, ...]
    least: tuple[float, ...]
    """From this score on, per kind, the stretch is read as a possible event."""
    may: tuple[float, ...]
    """From this score on, per kind, an unread stretch may hold it."""
    weights: dict[str, str | Weights]
    """Feature -> "index of the kind:weight", parted by spaces; taken apart when the feature is first met."""

    def judge(self, words: Sequence[str]) -> tuple[list[Likely], list[str]]:
        """The kinds to read as possible, most likely first, and those that the words may hold."""
        scores = list(self.bias)
        weights = self.weights
        met: list[tuple[str, Weights]] = []
        for feature in features(words):
            known = weights.get(feature)
            if known is None:
                continue
            if isinstance(known, str):
                known = self.weights_of(feature)
            met.append((feature, known))
            for at, weight in known:
                scores[at] += weight
        likely: list[Likely] = []
        may: list[str] = []
        for at, score in enumerate(scores):
            if score >= self.may[at]:
                may.append(self.kinds[at])
            if score < self.least[at]:
                continue
            spoke = [(weight, feature) for feature, known in met for column, weight in known if column == at]
            if spoke and max(spoke)[0] > 0:
                likely.append(Likely(self.kinds[at], 1 / (1 + math.exp(-score)), _first_word(max(spoke)[1])))
        likely.sort(key=lambda one: -one.probability)
        return likely, may

    def weights_of(self, feature: str) -> Weights:
        """For which kinds a feature speaks, and how much."""
        known = self.weights.get(feature, ())
        if isinstance(known, str):
            known = self.weights[feature] = _apart(known)
        return known


def words_of(folded: str, names: Mapping[str, tuple[str, bool]]) -> list[str]:
    """The words of a folded stretch, names replaced by whom they stand for, figures by one sign."""
    out = []
    for word in _WORD.findall(folded):
        if word in names:
            out.append(names[word][0])
        else:
            out.append(_NUMBER if word.isdigit() else word)
    return out


def features(words: Sequence[str]) -> Iterable[str]:
    """Each feature once: words, neighbouring pairs, pairs with one word between, beginnings of words."""
    found: dict[str, None] = dict.fromkeys(words)
    previous = before = ""
    for word in words:
        if previous:
            found[f"{previous} {word}"] = None
        if before:
            found[f"{before} _ {word}"] = None
        if len(word) > 4:
            found[word[:4] + "*"] = None
            if len(word) > 6:
                found[word[:6] + "*"] = None
        before, previous = previous, word
    return found


def _apart(written: str) -> Weights:
    pairs = (pair.split(":") for pair in written.split(" "))
    return tuple((int(at), float(weight)) for at, weight in pairs)


def _first_word(feature: str) -> str:
    return feature.split(" ", 1)[0].rstrip("*")


def read_likeness(path: Path) -> Likeness | None:
    """The model in a file; None where there is none."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return None
    head = [line.split("\t") for line in lines[:4]]
    kinds = tuple(head[0][1:])
    bias, reads, screens = (tuple(map(float, row[1:])) for row in head[1:4])
    weights: dict[str, str | Weights] = {}
    for line in lines[4:]:
        feature, _, written = line.partition("\t")
        weights[feature] = written
    least, may = (tuple(math.log(one / (1 - one)) for one in row) for row in (reads, screens))
    return Likeness(kinds, bias, least, may, weights)


@cache
def shipped_likeness() -> Likeness | None:
    """The model that is shipped."""
    return read_likeness(data_path("rules") / FILE)
