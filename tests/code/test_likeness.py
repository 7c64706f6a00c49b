"""The second reader: it guesses from labelled entries, says which, begins questions only, and settles nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.case import ReadCase, read_case
from engine.code.likeness import LIKENESS, features, shipped_likeness, words_of
from engine.dates.when import When
from engine.evaluate import evaluate
from engine.pack import load_pack
from engine.proving.corpus import read_corpus
from engine.report.resembling import resembling
from engine.sidesheet import SideSheet
from engine.timeline import Event, Person
from engine.values import replace
from engine.view import Standards

PACK = load_pack()
BORN = date(2021, 3, 1).toordinal()
MAYA = Person("maya", "child", ("Maya",), born=When(BORN, BORN, "1/3/2021", "day"))
ROWS = """Date,Agency,Event,Child seen
01/10/2021,Children's Social Care,Home visit. Maya seen awake and playing.,
02/10/2021,Health Visiting,Review at home. Maya seen and weighed.,
10/10/2021,Police,Warrant executed at a neighbouring address.,
20/12/2021,Children's Social Care,Telephone call to mother.,
"""


def the_case(folder: Path) -> ReadCase:
    path = folder / "case.csv"
    path.write_text(ROWS, "utf-8")
    return read_case([path], PACK.vocabulary, SideSheet(people=(MAYA, Person("mother", "mother", ("mother",)))))


def guess(read: ReadCase, kind: str, day: date) -> Event:
    row = next(iter(read.case.rows))
    on = When(day.toordinal(), day.toordinal(), "", "day")
    return Event(
        id=f"guess/{kind}", kind=kind, when=on, row=row, agency="Health Visiting", about=("maya",), certain=False,
        reader=LIKENESS, attributes={"rung": "b"} if kind == "sighting" else {},
    )  # fmt: skip


def findings(read: ReadCase, *events: Event) -> list[tuple[str, str, bool, str]]:
    case = replace(read.case, events=(*read.case.events, *events))
    standards = Standards(PACK.library.states, PACK.calendars.get("england"))
    told = evaluate(case, PACK.library.rules, standards, date(2022, 3, 1).toordinal()).findings
    return [(one.rule.name, one.state.value, one.definite, one.kind) for one in told]


def test_a_guessed_sighting_neither_resolves_nor_softens_a_prompt_about_an_unseen_child(tmp_path):
    read = the_case(tmp_path)
    before = findings(read)
    assert any(name == "child-not-seen-n-days" and definite for name, _, definite, _ in before)
    after = findings(read, guess(read, "sighting", date(2022, 2, 20)))
    assert [one for one in after if one[3] == "rule"] == [one for one in before if one[3] == "rule"]


def test_what_a_guess_begins_is_a_question(tmp_path):
    read = the_case(tmp_path)
    before = findings(read)
    on = date(2022, 1, 5)
    after = findings(read, guess(read, "referral", on), guess(read, "no_further_action", on))
    assert {one[3] for one in after if one not in before} <= {"question"}


def test_the_model_is_trained_on_the_training_voices_and_names_only_them():
    model = shipped_likeness()
    assert model is not None
    assert set(model.kinds) <= set(PACK.vocabulary.kinds)
    event = Event("x", "was_not_brought", When(1, 1, "", "day"), None, "", reader=LIKENESS, quote="WNB clinic again x2")  # type: ignore[arg-type]
    named = resembling(event, (MAYA,))
    train = {entry.id for entry in read_corpus("train")}
    assert named
    assert all(one.split(" ")[0] in train for one in named)


def test_what_the_vocabulary_read_is_not_explained_as_a_guess():
    event = Event("x", "was_not_brought", When(1, 1, "", "day"), None, "", quote="WNB")  # type: ignore[arg-type]
    assert resembling(event, (MAYA,)) == []


def test_names_and_figures_are_not_what_it_learns_from():
    assert words_of("maya 14 weeks", {"maya": ("kidname", False)}) == ["kidname", "#", "weeks"]


@given(st.lists(st.sampled_from(["seen", "not", "the", "baby", "visit", "#", "home", "no", "reply", "?"]), max_size=40))
def test_every_feature_comes_once_and_the_answer_is_always_the_same(words):
    told = list(features(words))
    assert len(told) == len(set(told))
    assert len(told) <= 5 * len(words)
    model = shipped_likeness()
    assert model is not None
    assert model.judge(words) == model.judge(words)


@pytest.mark.parametrize("part", ["train", "set_aside"])
def test_every_entry_of_the_corpus_has_two_labellings_and_known_kinds(part):
    entries = read_corpus(part)
    known = set(PACK.vocabulary.kinds)
    assert {label.kind for entry in entries for label in (*entry.first, *entry.second, *entry.labels)} <= known
    assert len({entry.id for entry in entries}) == len(entries)


def test_the_corpus_is_as_large_and_as_hard_as_it_is_said_to_be():
    train, aside = read_corpus("train"), read_corpus("set_aside")
    assert len(train) + len(aside) >= 2000
    assert 0.24 <= len(aside) / (len(train) + len(aside)) <= 0.3
    assert not {entry.voice for entry in train} & {entry.voice for entry in aside}
    hard = sum(entry.hard for entry in (*train, *aside))
    assert hard / (len(train) + len(aside)) >= 0.4
