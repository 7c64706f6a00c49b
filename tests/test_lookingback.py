"""Words that look back are cut to the end of their sentence, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.lookingback import HIDDEN, without_looking_back


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "Home visit, mother and baby seen. It later emerged that a man was living there.",
            f"Home visit, mother and baby seen. {HIDDEN}.",
        ),
        (
            "Bruise said to be from the cot; with hindsight this should have been examined. HV to ring GP.",
            f"Bruise said to be from the cot; {HIDDEN}. HV to ring GP.",
        ),
        ("Call from neighbour. There is no record that this was followed up.", f"Call from neighbour. {HIDDEN}."),
        ("Mother's partner, who was later convicted of assault, opened the door", f"Mother's partner, {HIDDEN}"),
        ("The review found no rationale for the decision.", f"{HIDDEN}."),
    ],
)
def test_what_was_known_only_later_is_not_shown(written: str, shown: str) -> None:
    assert without_looking_back(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "Rang later, no reply. Visit later that day: no access gained.",
        "Not clear whether Ava was seen.",
        "Not recorded whether baby was awake.",
        "GP has no record of this family.",
        "Core group review held; review date set.",
        "Mother says she will ring later and it was agreed to visit on Friday.",
    ],
)
def test_what_was_known_on_the_day_stays(written: str) -> None:
    """"Not recorded whether" is a reading of the row itself, on which rules rest."""
    assert without_looking_back(written) == written


@given(st.text(max_size=300))
def test_cutting_again_cuts_nothing_more(text: str) -> None:
    once = without_looking_back(text)
    assert without_looking_back(once) == once
