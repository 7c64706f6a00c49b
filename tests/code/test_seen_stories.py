"""The ladder of "seen": never more than the row says."""

from __future__ import annotations

import pytest
from story import ONE, WHEN, events, one

from engine.code.people import Cast
from engine.code.seen import read_column
from engine.timeline import Special, Status


def test_a_bare_y_among_several_children_is_surely_nobody():
    seen = one("Statutory visit.", "sighting", child_seen="Y")
    assert (seen.certain, seen.about, seen.perhaps_about) == (False, (), ("maya", "tom"))


def test_a_bare_y_with_one_child_is_that_child():
    seen = one("Statutory visit.", "sighting", ONE, child_seen="Y")
    assert (seen.certain, seen.about, seen.attributes["rung"]) == (True, ("kai",), "b")


def test_a_y_beside_one_named_child_is_that_child_only():
    seen = one("Visit, Tom spoke about football.", "sighting", child_seen="Y")
    assert (seen.certain, seen.about) == (True, ("tom",))


def test_the_child_column_narrows_a_y():
    seen = one("Visit.", "sighting", child_seen="Y", child="Maya")
    assert (seen.certain, seen.about) == (True, ("maya",))


def test_alone_and_bedroom_climb_the_ladder():
    seen = one("Visit.", "sighting", ONE, child_seen="Y", child_seen_alone="Y", bedroom_seen="N")
    assert (seen.attributes["rung"], seen.attributes["alone"]) == ("d", "yes")
    seen = one("Visit.", "sighting", ONE, child_seen="Y", child_seen_alone="Y", bedroom_seen="Y")
    assert seen.attributes["rung"] == "e"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("Y", [("yes", "b")]),
        ("a) Yes", [("yes", "b")]),
        ("N", [("no", "b")]),
        ("b) No", [("no", "b")]),
        ("NK", [("unknown", "b")]),
        ("N/K", [("unknown", "b")]),
        ("not clear", [("unknown", "b")]),
        ("varied", [("unknown", "b")]),
        ("Y?", [("unknown", "b")]),
        ("Y - asleep, not woken", [("yes", "a")]),
        ("N (phone)", []),
        ("phone only", []),
        ("Y (phone)", []),
        ("N/A", []),
        ("", []),
        ("-", []),
        ("10/02/2022", [("yes", "b")]),
        ("03/02/2022", []),
        ("see notes", [("unknown", "b")]),
        ("video call", [("yes", "a")]),
    ],
)
def test_what_a_seen_column_says(cell, said):
    assert [(mark.answer, mark.rung) for mark in read_column(cell, Cast(ONE), (), WHEN)] == said


def test_a_column_that_names_one_child_says_the_others_were_not_seen():
    found = {event.status: event.about for event in events("Visit.", "sighting", child_seen="Tom only")}
    assert found == {Status.HAPPENED: ("tom",), Status.NOT_HAPPENED: ("maya",)}


def test_the_children_were_seen_is_possible_of_each():
    seen = one("The children were seen.", "sighting")
    assert (seen.certain, seen.about) == (False, ("maya", "tom"))


def test_both_children_seen_is_certain_of_exactly_two():
    seen = one("Both children were seen.", "sighting")
    assert (seen.certain, seen.about) == (True, ("maya", "tom"))


def test_not_clear_whether_seen_stays_unknown():
    text = "Home visit, access gained. It is not clear whether the children were seen."
    assert not one(text, "sighting").certain
    assert one(text, "visit").attributes["child_seen"] == Special.UNKNOWN


@pytest.mark.parametrize(
    "text", ["Tom seen, Maya not.", "Tom was seen but not Maya.", "Tom seen, Maya was not."]
)
def test_the_child_left_out_was_not_seen(text):
    found = {event.status: (event.about, event.certain) for event in events(text, "sighting")}
    assert found == {Status.HAPPENED: (("tom",), True), Status.NOT_HAPPENED: (("maya",), True)}


@pytest.mark.parametrize(
    "text",
    ["Not recorded if children seen.", "Not clear if children were seen.", "Unclear whether SW saw Maya."],
)
def test_what_is_not_recorded_is_neither_seen_nor_unseen(text):
    seen = one(text, "sighting")
    assert (seen.status, seen.certain) == (Status.HAPPENED, False)


def test_a_visit_is_split_where_the_children_differ():
    visits = events("Home visit, access gained. Tom seen, Maya not.", "visit")
    assert {(event.about, event.attributes["child_seen"]) for event in visits} == {
        (("tom",), "yes"),
        (("maya",), "no"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Children were not seen.",
        "Maya not seen since birth.",
        "No sight of baby.",
        "Unable to see Tom.",
        "Neither child was seen.",
        "SW asked to see Maya, mother refused.",
        "Tom to be seen on Friday.",
        "Mum says Tom was seen by the GP.",
        "MGM saw the children.",
        "House was seen to be dirty.",
        "Bruising seen on Tom's arm.",
        "Tom seen on CCTV.",
        "T/C with Tom, spoke to Tom about school.",
        "Was Tom seen?",
        "Tom seen last week at school.",
        "Not all children were seen.",
        "Maya asleep upstairs, not seen.",
        "Attempted to see Maya.",
        "SW hoped to have seen Tom.",
        "Tom last seen in January.",
        "Dad said baby was asleep.",
        "Should Tom be seen alone?",
        "Nobody has seen Maya.",
        "Tom was due to be seen.",
        "Tom on register.",
        "Seen by neighbours.",
        "Could hear Tom playing inside.",
        "Mum says Maya is playing upstairs.",
        "Tom opened the door, mother out.",
    ],
)
def test_none_of_these_is_surely_a_sighting(text):
    sure = [event for event in events(text, "sighting") if event.certain and event.status is Status.HAPPENED]
    assert sure == []


def test_column_and_prose_that_contradict_leave_doubt():
    found = events("Tom was not seen.", "sighting", child_seen="Y", child="Tom")
    assert not any(event.certain and event.status is Status.HAPPENED for event in found)


def test_a_call_with_a_y_is_no_sighting():
    assert events("Telephone call with mother.", "sighting", ONE, child_seen="Y") == []


def test_found_by_police_is_a_sighting():
    seen = one("Maya found in a neglected state by police.", "sighting", agency="Police")
    assert (seen.certain, seen.about, seen.attributes["rung"]) == (True, ("maya",), "b")


def test_a_handled_baby_is_on_the_rung_of_the_listened_to():
    assert one("Baby weighed at clinic.", "sighting", agency="HV").attributes["rung"] == "d"
