"""The shipped vocabulary, entry by entry, and how a broken file is told."""

from __future__ import annotations

import pickle
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import re2

from engine.code.clauses import split
from engine.code.matcher import Matcher
from engine.code.strictyaml import VocabularyError
from engine.code.vocabulary import load_vocabulary
from engine.data import data_path
from engine.report.rulebook import WRITTEN_BY_CODE

VOCABULARY = load_vocabulary()
MATCHER = Matcher(VOCABULARY)


NAMES = {
    "maya": ("kidname", False),
    "tom": ("kidname", False),
    "lee": ("fathername", False),
    "dean": ("partnername", True),
}


def _entries_in(text: str) -> set[str]:
    return {match.entry.place for clause in split(text, "event") for match in MATCHER.find(clause, NAMES).events}


@pytest.mark.parametrize("entry", VOCABULARY.entries, ids=lambda entry: entry.place)
def test_every_entry_matches_its_example_and_not_its_counterexample(entry):
    for example in entry.examples:
        assert entry.place in _entries_in(example), example
    for example in entry.counterexamples:
        assert entry.place not in _entries_in(example), example


def test_every_kind_is_produced_by_some_wording():
    told = {entry.kind for entry in VOCABULARY.entries} | set(WRITTEN_BY_CODE)
    assert set(VOCABULARY.kinds) <= told


def test_every_attribute_value_is_produced_by_some_wording():
    given = {
        (kind, name, value)
        for entry in VOCABULARY.entries
        for kind in (entry.kind, *entry.adds_to)
        for name, value in entry.attributes.items()
    }
    by_program = {
        ("case_closed", "of"),
        *((kind, name) for kind, attributes in WRITTEN_BY_CODE.items() for name in attributes),
    }
    missing = [
        (kind, name, value)
        for kind, attributes in VOCABULARY.kinds.items()
        for name, values in attributes.items()
        for value in values
        if (kind, name) not in by_program and (kind, name, value) not in given
    ]
    assert missing == []


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(data_path("rules/vocabulary"), tmp_path / "vocabulary")
    return tmp_path / "vocabulary"


def _mistakes(folder: Path) -> list[str]:
    with pytest.raises(VocabularyError) as raised:
        load_vocabulary(folder)
    return [f"{place}: {what}" for place, what in raised.value.mistakes]


def test_an_unknown_kind_is_told_with_its_line(copied):
    path = copied / "phrases" / "contact.yaml"
    path.write_text(path.read_text().replace("- kind: supervision\n", "- kind: supervison\n", 1))
    assert any("supervison" in one and "line" in one for one in _mistakes(copied))


def test_an_unknown_value_names_those_that_are_allowed(copied):
    path = copied / "phrases" / "seeing.yaml"
    path.write_text(path.read_text().replace("{outcome: no access}", "{outcome: no acess}", 1))
    assert any("no acess" in one and "doorstep" in one for one in _mistakes(copied))


def test_all_mistakes_are_collected(copied):
    (copied / "phrases" / "zz.yaml").write_text(
        "- kind: visit\n  phrases: ['..3 x']\n  match: a\n  not: b\n- kind: visit\n  colour: "
        "red\n  phrases: ['{nolist}']\n"
    )
    found = [one for one in _mistakes(copied) if one.startswith("zz.yaml")]
    assert len(found) == 5  # a gap first, an unknown key, an unknown list, no match, no not


def test_a_duplicate_key_is_a_mistake(copied):
    (copied / "phrases" / "zz.yaml").write_text(
        "- kind: visit\n  kind: contact\n  phrases: [x]\n  match: x\n  not: y\n"
    )
    assert any("stands here twice" in one for one in _mistakes(copied))


def test_scalars_stay_text(copied):
    assert VOCABULARY.kinds["utilities"]["state"] == ("off", "restored")
    assert VOCABULARY.kinds["sighting"]["alone"] == ("yes", "no")


def test_the_vocabulary_can_be_packed_and_unpacked():
    assert pickle.loads(pickle.dumps(VOCABULARY)) == VOCABULARY


def test_every_pattern_is_one_that_runs_in_linear_time():
    for wording in MATCHER.wordings:
        if not wording.plain:
            re2.compile(wording.pattern)


def test_a_pattern_is_never_passed_over_for_want_of_an_anchor():
    """What the anchors pick for every example is what trying every pattern would find."""
    roomy = re2.Options()
    roomy.max_mem = 2_000_000_000
    every_pattern = re2.Set.SearchSet(roomy)
    places = []
    for entry in VOCABULARY.entries:
        for wording in entry.wordings:
            every_pattern.Add(rf"\b(?:{wording.pattern})\b")
            places.append(entry.place)
    every_pattern.Compile()
    # Without the lists that take matches out again afterwards.
    bare = Matcher(replace(VOCABULARY, nonevents=()))
    for entry in VOCABULARY.entries:
        for clause in split(entry.examples[0], "event"):
            joined = " ".join(re.findall(r"[a-z0-9]+|[,:;()]", clause.folded))
            every = {places[at] for at in every_pattern.Match(joined) or ()}
            chosen = {match.entry.place for match in bare.find(clause).events}
            assert chosen <= every
            lost = every - chosen
            # "seen" inside "not seen" is taken out with good reason: both are of one kind
            kinds = {match.entry.kind for match in bare.find(clause).events if match.denies}
            if any(match.entry.kind == "information_shared" for match in bare.find(clause).events):
                kinds.add("contact")  # "t/c" in "t/c from school" is taken out too
            assert all(other.kind in kinds for other in VOCABULARY.entries if other.place in lost), lost
