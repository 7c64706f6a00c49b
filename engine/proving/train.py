"""Training the second reader on the labelled corpus: `python -m engine.proving.train`.

Needs scikit-learn (the `train` extra); `flag` itself only reads the table that this writes. Only the training
voices are used. The threshold comes from a run in which each voice in turn is left out, so that it is
that for a voice not seen: the lowest from which half of what is added is what a label asks for.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from engine.code.clauses import fold
from engine.code.coder import Coder
from engine.code.likeness import FILE, features, words_of
from engine.code.people import Cast
from engine.code.vocabulary import load_vocabulary
from engine.data import data_path
from engine.proving.corpus import WHEN, Entry, read_corpus
from engine.timeline import Status

FEWEST = 8
"""A kind with fewer labelled entries is not learnt."""
STRENGTH = 1.0
WORTH = 0.5
"""A guess is worth a person's look where it is right as often as wrong."""
MAY = 0.06
"""From this probability on an unread stretch may hold a kind. In voices left out this names a third of what was missed,
at one or two kinds for an entry; to name nearly all of it would mean naming nearly every kind of every entry."""
SMALLEST = 0.1
"""Weights nearer to nothing than this are left out of the table."""


class Table:
    """Entries as rows of features, and the kinds that they are labelled with."""

    def __init__(self, entries: list[Entry]) -> None:
        casts = {id(entry.cast): Cast(entry.cast) for entry in entries}
        rows = [list(features(words_of(fold(entry.text), casts[id(entry.cast)].names))) for entry in entries]
        seen = Counter(feature for row in rows for feature in row)
        self.names = sorted(feature for feature, count in seen.items() if count > 1)
        self._index = {feature: at for at, feature in enumerate(self.names)}
        self.matrix = self.matrix_of(rows)
        self.told = [{label.kind for label in entry.labels if not label.optional} for entry in entries]
        self.allowed = [{label.kind for label in entry.labels} for entry in entries]
        counts = Counter(kind for kinds in self.told for kind in kinds)
        self.kinds = sorted(kind for kind, count in counts.items() if count >= FEWEST)

    def matrix_of(self, rows: list[list[str]]) -> csr_matrix:
        """Rows of features as a matrix; features that were not learnt are left out."""
        columns = [[self._index[feature] for feature in row if feature in self._index] for row in rows]
        starts = numpy.cumsum([0, *map(len, columns)]).astype("int32")
        flat = numpy.array([at for row in columns for at in row], dtype="int32")
        return csr_matrix((numpy.ones(len(flat)), flat, starts), shape=(len(rows), len(self.names)))

    def fit(self, kind: str, rows: list[int]) -> LogisticRegression | None:
        """The model of one kind over some entries; those with the kind in brackets are left out."""
        use = [at for at in rows if kind in self.told[at] or kind not in self.allowed[at]]
        target = numpy.array([kind in self.told[at] for at in use])
        if target.sum() < 3:
            return None
        return LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0).fit(self.matrix[use], target)


@dataclass
class Stretch:
    """An unread stretch of an entry, with what models that had not seen its voice make of it."""

    entry: int
    probability: numpy.ndarray


def left_out(entries: list[Entry], table: Table, coders: dict[int, Coder]) -> list[Stretch]:
    """The unread stretches of every entry, judged by models that have not seen the entry's voice."""
    stretches: list[Stretch] = []
    rows: list[list[str]] = []
    for at, entry in enumerate(entries):
        for one in coders[id(entry.cast)].unread_words(entry.row, WHEN):
            stretches.append(Stretch(at, numpy.zeros(len(table.kinds))))
            rows.append(list(features(one)))
    matrix = table.matrix_of(rows)
    for voice in sorted({entry.voice for entry in entries}):
        train = [at for at, entry in enumerate(entries) if entry.voice != voice]
        test = [at for at, one in enumerate(stretches) if entries[one.entry].voice == voice]
        for column, kind in enumerate(table.kinds):
            model = table.fit(kind, train)
            if model is not None and test:
                for at, probability in zip(test, model.predict_proba(matrix[test])[:, 1], strict=True):
                    stretches[at].probability[column] = probability
    return stretches


def threshold(entries: list[Entry], table: Table) -> float:
    """From which probability to read."""
    vocabulary = load_vocabulary()
    coders = {id(entry.cast): Coder(entry.cast, vocabulary, second_reader=False) for entry in entries}
    read = []
    for entry in entries:
        events = coders[id(entry.cast)].code(entry.row, WHEN).events
        read.append({(event.kind, event.status) for event in events if event.reader != "screen"})
    stretches = left_out(entries, table, coders)
    for step in range(20, 96, 2):
        right, made = _added(entries, table, stretches, read, step / 100)
        if made and right / made >= WORTH:
            return step / 100
    return 0.96


def _added(
    entries: list[Entry], table: Table, stretches: list[Stretch], read: list[set[tuple[str, Status]]], least: float
) -> tuple[int, int]:
    """Of the kinds that would be added, how many a label asks for, and how many there are but for those in brackets."""
    right = made = 0
    for at, entry in enumerate(entries):
        known = {kind for kind, _ in read[at]}
        found = {
            table.kinds[column]
            for one in stretches
            if one.entry == at
            for column in numpy.where(one.probability >= least)[0]
        } - known
        asked = {label.kind for label in entry.labels if not label.optional}
        found -= {label.kind for label in entry.labels} - asked
        made += len(found)
        right += len(found & asked)
    return right, made


def train(target: Path) -> str:
    """Train on the whole training part, write the table, and say what was learnt."""
    entries = read_corpus("train")
    table = Table(entries)
    reads = threshold(entries, table)
    weights: dict[str, list[str]] = {}
    bias = []
    for column, kind in enumerate(table.kinds):
        model = table.fit(kind, list(range(len(entries))))
        assert model is not None
        bias.append(f"{model.intercept_[0]:.3f}")
        for at in numpy.where(abs(model.coef_[0]) >= SMALLEST)[0]:
            weights.setdefault(table.names[at], []).append(f"{column}:{model.coef_[0][at]:.2f}")
    count = len(table.kinds)
    lines = [
        "\t".join(["kinds", *table.kinds]),
        "\t".join(["bias", *bias]),
        "\t".join(["reads", *[f"{reads:.3f}"] * count]),
        "\t".join(["screens", *[f"{MAY:.3f}"] * count]),
        *(f"{feature}\t{' '.join(weights[feature])}" for feature in sorted(weights)),
    ]
    target.write_text("\n".join(lines) + "\n", "utf-8")
    return f"{len(entries)} entries, {count} kinds, {len(weights)} features; reads from {reads:.2f}"


if __name__ == "__main__":
    sys.stdout.write(train(data_path("rules") / FILE) + "\n")
