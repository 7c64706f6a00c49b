"""The labelled corpus, as measured. The blind half was not used for tuning.

Rows marked "was: blind" left it when a dangerous reading of them was mended. Recall and precision of
kind and status together:

                                    tuned half     blind half                    second blind list
    first run, before any tuning    0.89, 0.86     0.73, 0.83, three dangers
    one pass on the tuned half      0.99, 0.95     0.77, 0.87
    as it stands                    0.99, 0.93     0.80, 0.88, none              0.75, 0.79, none
    after a second round            0.99, 0.93     both blind lists together: 0.80, 0.85, none

The second round was written from `corpus/wording`, whose rows each state what must and must not be read.

These rows have since been labelled twice again, by people who did not see each other's labels, with the wider
list of kinds, and stand in `rules/corpus` (voice "typed_first"); precision is measured there, against those labels
(test_reading_figures.py). Here stay the recall of what was asked for first, and the readings that would hide harm.

One author wrote vocabulary and corpus, so all figures flatter; real typed rows will be read less well.
The floors are what was measured when they were written, less a little: raise them with the vocabulary.
"""

from __future__ import annotations

import pytest
from labelled import Score, corpus, score, told


@pytest.fixture(scope="module")
def blind() -> Score:
    return score(tuned=False)


@pytest.fixture(scope="module")
def tuned() -> Score:
    return score(tuned=True)


def test_the_corpus_is_large_enough_and_half_of_it_blind():
    rows = corpus()
    assert len(rows) >= 150
    assert 0.4 < sum(not one.tuned for one in rows) / len(rows) < 0.6


@pytest.mark.parametrize("half", ["tuned", "blind"])
def test_nothing_is_read_in_the_dangerous_direction(half, request):
    dangers = request.getfixturevalue(half).dangers
    assert dict(dangers) == {}, [
        one for one in request.getfixturevalue(half).extras if one.startswith("DANGER")
    ]


def test_recall_on_the_blind_half_is_as_measured(blind):
    assert blind.kind_recall >= 0.86, told(blind)
    assert blind.recall >= 0.80, told(blind)
    assert blind.full / blind.found >= 0.92, told(blind)


def test_recall_on_the_tuned_half_is_as_measured(tuned):
    assert tuned.recall >= 0.95, told(tuned)
