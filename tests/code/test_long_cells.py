"""Cells of any length end in time, and what was not read is said."""

from __future__ import annotations

import time

import pytest
from story import one, read

from engine.code import limits
from engine.timeline import Status

HUGE = 10_000_000


@pytest.mark.parametrize("text", ["no access ", "not ", "Maya seen, ", "No access. ", "if no access strat ", "x"])
def test_ten_megabytes_in_one_cell_are_read_in_seconds_and_named_as_unread(text):
    read("Home visit.")  # the vocabulary is loaded once
    begun = time.process_time()
    coded = read(text * (HUGE // len(text)))
    assert time.process_time() - begun < 3
    assert any("longer than 20000 characters; only the beginning was read" in one.why for one in coded.unread)
    assert all(not one.fully_read for one in coded.events)
    assert all(len(one.text) < 2 * limits.LONGEST_CELL for one in coded.unread)


@pytest.mark.parametrize("column", ["child_seen", "action", "child_voice", "rationale", "category", "child"])
def test_other_columns_are_cut_as_well(column):
    begun = time.process_time()
    coded = read("Home visit, no reply.", **{column: "N, not seen " * (HUGE // 12)})
    assert time.process_time() - begun < 3
    assert any(one.why == limits.TOO_LONG for one in coded.unread)


def test_what_lies_beyond_may_hold_anything():
    coded = read("Home visit, no reply. " + "Nothing of note here. " * 2000 + "Maya seen.")
    assert any(one.kind == "sighting" and one.reader == "screen" and not one.certain for one in coded.events)


def test_a_sentence_is_not_cut_before_its_not():
    filler = "Nothing of note here. " * 908
    coded = read(filler + "Children were at the address and the worker had hoped they would be seen but they were not")
    assert not [e for e in coded.events if e.kind == "sighting" and e.certain and e.status is Status.HAPPENED]


def test_a_long_but_ordinary_entry_is_read_whole():
    entry = "Home visit, no reply. " + "Discussed the weather with mother. " * 100
    assert one(entry, "visit").attributes["outcome"] == "no access"
    assert not [one for one in read(entry).unread if one.why in (limits.TOO_LONG, limits.TOO_MANY_CLAUSES)]


def test_a_sentence_that_names_too_much_is_only_possible():
    coded = read("no access not seen " * 200)
    assert any(one.why == limits.TOO_MUCH for one in coded.unread)
    assert not any(one.certain and one.kind == "visit" for one in coded.events)
