"""How well the corpus is read: floors a little below what was measured, so that no change makes reading worse unseen.

`flag rules reading` prints the figures themselves; docs/reading.md holds them with their date.
"""

from __future__ import annotations

import pytest

from engine.code.vocabulary import load_vocabulary
from engine.proving.corpus import read_corpus
from engine.proving.labels import read_label
from engine.proving.reading import Score, compare, score
from engine.report.reading import render_reading
from engine.timeline import Event, RowRef, Status

VOCABULARY = load_vocabulary()


@pytest.fixture(scope="module")
def aside() -> Score:
    return score(read_corpus("set_aside"), VOCABULARY)


@pytest.fixture(scope="module")
def train() -> Score:
    return score(read_corpus("train"), VOCABULARY, second_reader=False)


def test_voices_never_tuned_on_are_read_as_well_as_they_were(aside):
    assert aside.all.precision >= 0.60
    assert aside.all.recall >= 0.54
    assert aside.kind_only.f1 >= 0.66


def test_the_training_voices_are_read_as_well_as_they_were(train):
    assert train.all.precision >= 0.73
    assert train.all.recall >= 0.74


def test_grave_readings_stay_rare_in_voices_never_tuned_on(aside):
    assert aside.dangers["not seen read as seen"] <= 4
    assert sum(count for what, count in aside.dangers.items() if "none" in what) <= 3


def test_the_faults_of_the_part_set_aside_are_not_shown():
    with pytest.raises(Exception, match="set aside"):
        render_reading("set_aside", faults=True)


def test_a_label_in_brackets_counts_neither_way():
    entry = read_corpus("train")[0]
    out = Score()
    compare(out, entry, ())
    asked = {label.unit for label in entry.labels if not label.optional}
    assert (out.all.wanted, out.all.read, out.all.right) == (len(asked), 0, 0)


def test_a_sighting_read_where_none_is_labelled_is_a_danger():
    entry = next(one for one in read_corpus("train") if not any(label.kind == "sighting" for label in one.labels))
    when = entry_when()
    event = Event("x", "sighting", when, RowRef("f", 1), "", about=("maya",))
    out = Score()
    compare(out, entry, (event,))
    assert out.dangers == {"not seen read as seen": 1}
    unsure = Score()
    compare(unsure, entry, (Event("x", "sighting", when, RowRef("f", 1), "", certain=False),))
    assert not unsure.dangers


def entry_when():
    from engine.proving.corpus import WHEN

    return WHEN


@pytest.mark.parametrize(
    ("text", "status", "optional", "who"),
    [
        ("visit outcome=no_access @mother", Status.HAPPENED, False, ("mother",)),
        ("(sighting/n @maya+tom)", Status.NOT_HAPPENED, True, ("maya", "tom")),
        ("referral/hist source=anonymous x2 ?", Status.HISTORICAL, False, ()),
    ],
)
def test_a_label_says_kind_status_who_and_doubt(text, status, optional, who):
    label = read_label(text)
    assert (label.status, label.optional, label.who) == (status, optional, who)


@pytest.mark.parametrize("text", ["visit/x", "(visit", "visit today", ""])
def test_what_is_no_label_is_refused(text):
    with pytest.raises(Exception, match="no label"):
        read_label(text)
