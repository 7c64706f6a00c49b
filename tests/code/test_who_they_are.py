"""What a family is says nothing of what happened; a sentence that says anything more is still looked at."""

from __future__ import annotations

import pytest

from engine.code.whotheyare import says_who_they_are


@pytest.mark.parametrize(
    "words",
    [
        "family is white british",
        "mum's first language is polish",
        "mum is 18",
        "ben has autism",
        "ben has two mums",
        "she is a care leaver",
        "dad is a teacher",
        "family are seeking asylum",
        "the family receive universal credit",
    ],
)
def test_what_somebody_is(words: str) -> None:
    assert says_who_they_are(words)


@pytest.mark.parametrize(
    "words",
    [
        "she has a black eye",
        "baby has 12 bruises",
        "he has a black mark on his cheek",
        "ben is 14 and has not been home since sunday",
        "mum is single and has a new boyfriend staying",
        "dad is blind drunk",
        "mum has two black bags of clothes packed",
        "parents are both employed and baby is left with a neighbour",
    ],
)
def test_what_happened_is_never_put_aside(words: str) -> None:
    """Such sentences were passed over by the screen, so that an injury not understood left a rule wrongly certain."""
    assert not says_who_they_are(words)
