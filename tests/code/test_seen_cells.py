""" "Child seen" cells: each named child's own part, and never a sighting where a part holds a "not"."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from story import TWO, WHEN, events

from engine.code.people import Cast
from engine.code.seen import read_column
from engine.timeline import Person, Status

CELLS = {
    "Maya - N": "maya no",
    "Maya – N": "maya no",
    "Maya-N": "maya no",
    "Maya: N": "maya no",
    "Maya N": "maya no",
    "Maya (N)": "maya no",
    "Maya (not seen)": "maya no",
    "Maya - not by HV": "maya no",
    "Maya - not seen by SW": "maya no",
    "Maya - not since 8th February 2022": "maya no",
    "Maya - not since 10/02/2022": "maya no",
    "Maya not since birth": "maya no",
    "Maya - no": "maya no",
    "Maya unseen": "maya no",
    "Maya wasn't seen": "maya no",
    "Maya ✗": "maya no",
    "not Maya": "maya no",
    "Not Maya": "maya no",
    "N - Maya": "maya no",
    "No - Maya asleep": "maya no",
    "no sight of Maya": "maya no",
    "unable to see Maya": "maya no",
    "Maya - last seen 8 Feb": "maya no",
    "Maya N / Tom Y": "maya no, tom yes",
    "Maya N/Tom Y": "maya no, tom yes",
    "Maya N Tom Y": "maya no, tom yes",
    "N Maya, Y Tom": "maya no, tom yes",
    "N Maya Y Tom": "maya no, tom yes",
    "Tom yes, Maya no": "tom yes, maya no",
    "Tom: Y; Maya: N": "tom yes, maya no",
    "Tom seen but not Maya": "tom yes, maya no",
    "Tom seen but Maya not": "tom yes, maya no",
    "Tom seen not Maya": "tom yes, maya no",
    "Tom Y, Maya - not since 8/2/22": "tom yes, maya no",
    "saw Tom, not Maya": "tom yes, maya no",
    "Tom seen, Maya was not": "tom yes, maya no",
    "Maya not, Tom yes": "maya no, tom yes",
    "Tom only": "tom yes, maya no",
    "Tom only, not Maya": "tom yes, maya no",
    "Only Tom": "tom yes, maya no",
    "Maya no, Tom asleep": "maya no, tom yes/a",
    "Maya no; Tom at window": "maya no, tom yes/a",
    "Maya and Tom N": "maya no, tom no",
    "Maya & Tom - not seen": "maya no, tom no",
    "Maya/Tom N": "maya no, tom no",
    "Maya, Tom - N": "maya no, tom no",
    "Maya, Tom Y": "maya yes, tom yes",
    "Maya and Tom": "maya yes, tom yes",
    "neither Maya nor Tom": "maya no, tom no",
    "Maya Y": "maya yes",
    "Maya - yes": "maya yes",
    "Maya ✓": "maya yes",
    "Maya": "maya yes",
    "Maya asleep": "maya yes/a",
    "Y - Maya asleep": "maya yes/a",
    "Maya asleep, not woken": "maya yes/a",
    "Maya - Y, no concerns": "maya yes",
    "Maya - seen 10/02/2022": "maya yes",
    "Maya - seen 8/2/22": "",
    "Maya by phone": "",
    "Maya seen by MGM": "",
    "Maya?": "maya unknown",
    "Maya not clear": "maya unknown",
    "Maya - NK": "maya unknown",
    "Tom Y Maya?": "tom yes, maya unknown",
    "Maya not seen, Tom": "maya no, tom unknown",
    "Maya at contact with dad's family": "maya unknown",
    "Maya - heard only": "maya unknown",
    "Maya - at nursery": "maya unknown",
    "Maya with MGM": "maya unknown",
    "Maya's cot seen": "maya unknown",
    "mum Y, Maya N": "maya no",
    "Y, not Maya": "maya no, tom unknown",
    "Both except Maya": "maya no, tom unknown",
    "all but Maya": "maya no",
    "N - two weeks": "maya no, tom no",
    "N (2 wks)": "maya no, tom no",
    "not since 8th February 2022": "maya no, tom no",
    "not since 10/02/2022": "maya no, tom no",
    "Children not seen": "maya no, tom no",
    "both not seen": "maya no, tom no",
    "Both unseen": "maya no, tom no",
    "seen - N": "maya no, tom no",
    "Child seen: N": "maya no, tom no",
    "nobody seen": "maya no, tom no",
    "unable to see children": "maya no, tom no",
    "Both": "maya yes, tom yes",
    "Y both": "maya yes, tom yes",
    "Both - not alone": "maya yes, tom yes",
    "Y x2, not spoken to alone": "maya unknown, tom unknown",
    "Y to one, N to other": "maya unknown, tom unknown",
    "Y but not both": "maya unknown, tom unknown",
}
"""The cell, and what it says of each child; a mark that may be anybody's counts as unknown of each."""


def said(cell: str, people: tuple[Person, ...] = TWO) -> dict[str, str]:
    out: dict[str, str] = {}
    for mark in read_column(cell, Cast(people), (), WHEN):
        answer = "unknown" if mark.answer == "yes" and not mark.sure else mark.answer
        for child in mark.ids:
            assert child not in out, cell
            out[child] = f"{answer}/a" if answer == "yes" and mark.rung == "a" else answer
    return out


@pytest.mark.parametrize("cell", CELLS)
def test_each_named_child_has_the_answer_of_its_own_part(cell):
    wanted = dict(part.split() for part in CELLS[cell].split(", ") if part)
    found = said(cell)
    if cell == "all but Maya":
        found = {child: answer for child, answer in found.items() if child == "maya"}
    assert found == wanted


INITIALS = (Person("ava", "child", ("Ava",)), Person("b", "child", ("B",)))


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("Ava N / B Y", {"ava": "no", "b": "yes"}),
        ("B yes, Ava no", {"b": "yes", "ava": "no"}),
        ("Ava no, B asleep", {"ava": "no", "b": "yes/a"}),
        ("B only", {"b": "yes", "ava": "no"}),
        ("B - Y, Ava - not by HV", {"b": "yes", "ava": "no"}),
        ("a) B yes b) Ava no", {"b": "yes", "ava": "no"}),
    ],
)
def test_children_known_by_an_initial(cell, wanted):
    assert said(cell, INITIALS) == wanted


@pytest.mark.parametrize("cell", [cell for cell, answer in CELLS.items() if "maya no" in answer])
def test_a_not_in_the_cell_is_never_a_sighting_in_the_row(cell):
    for text in ("Home visit.", "Visit to family.", "Conference was told of the visits.", ""):
        for one in events(text, "sighting", child_seen=cell):
            if "maya" in (*one.about, *one.perhaps_about):
                assert one.status is Status.NOT_HAPPENED, (text, one)


WORDS = st.sampled_from(
    [
        "Maya",
        "Tom",
        "-",
        ",",
        "/",
        "and",
        "but",
        "by HV",
        "seen",
        "Y",
        "yes",
        "asleep",
        "only",
        "(",
        ")",
        ":",
        "at home",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=5), st.sampled_from(["N", "not", "no", "not seen", "unseen"]), st.booleans())
def test_a_name_with_a_not_beside_it_is_never_surely_seen(others, no, first):
    own = ["Maya", no] if first else ["Maya", "-", no]
    cell = " ".join([*others, ";", *own] if others else own)
    assert said(cell).get("maya", "no") not in ("yes", "yes/a")
