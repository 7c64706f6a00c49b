"""Whatever is typed: no exception, offsets that agree, unique ids, the same answer twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from story import TWO, VOCABULARY, WHEN

from engine.code import Coder
from engine.rows import Row

WORDS = (
    "visit",
    "no",
    "not",
    "seen",
    "Maya",
    "Tom",
    "SD",
    "held",
    "if",
    "to be",
    "convened",
    "mother",
    "said",
    "T/C",
    "x3",
    "NFA",
    "as",
    "Plan:",
    "referral",
    "from",
    "school",
    "–",
    "‘",
    "İ",
    "ß",
    "£",
    "\n",
    ".",
    ",",
    ";",
    "?",
    "(",
    ")",
    "12/3",
    "closed",
    "children",
    "both",
    "bruise",
    "on",
    "3 March",
    "until",
    "but",
    "asleep",
    "é",
    "☂",
    "\u200b",
    "over 6",
    "unable to",
    "see",
)
TEXT = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
SEEN = st.one_of(st.sampled_from(["", "Y", "N", "Tom only", "NK"]), TEXT)
CODER = Coder(TWO, VOCABULARY)


@settings(max_examples=300, deadline=None)
@given(event=TEXT, action=TEXT, seen=SEEN, voice=TEXT)
def test_any_row_can_be_read(event, action, seen, voice):
    cells = {"event": event, "action": action, "child_seen": seen, "child_voice": voice, "agency": "CSC"}
    row = Row("case.csv", 5, cells)
    coded = CODER.code(row, WHEN)
    assert coded == CODER.code(row, WHEN)
    assert len({one.id for one in coded.events}) == len(coded.events)
    for one in coded.events:
        begin, end = one.span
        assert cells[one.column][begin:end] == one.quote
        assert set(one.about) | set(one.perhaps_about) <= {"maya", "tom"}
        allowed = VOCABULARY.kinds[one.kind]
        for name, value in one.attributes.items():
            assert name in allowed
            assert not allowed[name] or value in allowed[name] or value.startswith("<")
