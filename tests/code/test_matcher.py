"""The index of wordings finds what trying every wording would find."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.code.matcher import _Index, _Text
from engine.code.phrases import Compiler

PHRASES = (
    "seen", "not seen", "no reply", "refer*", "refer* to school", "(home|house) visit", "visit ..2 tried",
    "visit ..,2 (tried|made)", "seen at? home", "no one at? home", "(mum|dad) ..1 refus* visit", "home home",
)  # fmt: skip
WORDS = (
    "seen", "not", "no", "reply", "referred", "referral", "to", "school", "home", "house", "visit", "tried", "made",
    "was", "at", "one", "mum", "dad", "refused", ",", "the",
)  # fmt: skip
WORDINGS = [wording for phrase in PHRASES for wording in Compiler({}, {}).wordings(phrase)]
INDEX = _Index(WORDINGS)


def by_trying_all(joined: str) -> set[tuple[int, str]]:
    """Every wording that stands somewhere in the words, by its own pattern and nothing else."""
    return {
        (number, found.group())
        for number, wording in enumerate(WORDINGS)
        for found in re.finditer(rf"\b(?:{wording.pattern})\b", joined)
    }


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=9))
def test_nothing_is_lost_by_looking_at_anchors_first(words: list[str]) -> None:
    text = _Text(" ".join(words))
    found = {(number, " ".join(_Text(" ".join(words)[start:end]).words)) for number, start, end in INDEX.spans(text)}
    assert found == by_trying_all(text.joined)
