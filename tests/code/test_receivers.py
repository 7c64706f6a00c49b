"""Whom a row says it was told to: passed on, spoken with, only named, or said not to know."""

from __future__ import annotations

from functools import cache

import pytest

from engine.code.receivers import Receivers
from engine.pack import load_pack
from engine.rows import Row
from engine.whose import WEAK

HERE = ("Children's Social Care", "GP", "Health Visiting", "Maternity", "Police", "School")


@cache
def looking() -> Receivers:
    """What looks for the agencies of a case with these six."""
    return Receivers(load_pack().vocabulary.agencies, WEAK, HERE)


def told(event: str = "", action: str = "", recorder: str = "Early Help") -> dict[str, str]:
    """The agencies that a row names, each with the most that is said of it."""
    receivers = looking()
    found: dict[str, str] = {}
    for one in receivers.told(Row("f", 2, {"event": event, "action": action}), recorder):
        found[one.agency] = max(found.get(one.agency, "may"), one.how, key=("may", "part", "row").index)
    return found


@pytest.mark.parametrize(
    "words",
    [
        "Referred to CSC.", "Reported to CSC", "CSC told", "CSC were informed.", "Letter to parents, cc CSC",
        "Concerns shared with CSC.", "Copy sent to the allocated social worker.", "Report sent to social care",
        "Notified CSC of the move.", "Information passed on to children's services.", "Minutes sent to CSC.",
        "Social worker emailed, CSC informed", "Referral to MASH made.", "CSC aware.", "Contact made with CSC.",
    ],
)  # fmt: skip
def test_what_was_passed_on_is_known_as_a_whole(words: str) -> None:
    assert told(words) == {"Children's Social Care": "row"}


@pytest.mark.parametrize(
    "words",
    [
        "Spoke with HV about the weight.", "T/C from health visitor: baby is well.",
        "Discussed with the health visitor.",
        "Joint visit with HV.", "Health visitor reports that Maya was not in.", "Asked HV to weigh the baby.",
        "Liaised with HV", "Core group attended by HV.", "Conversation with the health visitor.",
        "Information from HV that the family moved.", "Health Visiting attended.",
    ],
)  # fmt: skip
def test_of_a_conversation_the_sentence_is_known(words: str) -> None:
    assert told(words) == {"Health Visiting": "part"}


@pytest.mark.parametrize(
    "words",
    [
        "CSC to be told.", "HV to inform CSC", "Discuss with CSC", "Will refer to CSC if it happens again.",
        "Consider referral to CSC.", "For referral to CSC", "Should be reported to CSC.", "Mother is known to CSC.",
        "If no reply, CSC will be informed.", "Awaiting a call from CSC.", "Agreed to share with CSC.",
    ],
)  # fmt: skip
def test_telling_that_was_only_planned_or_a_mere_name_leaves_it_open(words: str) -> None:
    found = told(words)
    assert found.pop("Health Visiting", "may") == "may"
    assert found == {"Children's Social Care": "may"}


@pytest.mark.parametrize(
    "words",
    ["HV not aware until this call.", "Not shared with HV.", "HV was not informed.", "No information passed to HV."],
)
def test_who_is_said_not_to_have_been_told_is_not_taken_to_know(words: str) -> None:
    assert told(words) == {}


def test_a_list_shares_what_is_said_of_its_first_or_last() -> None:
    both = {"Children's Social Care": "row", "Police": "row"}
    assert told(action="Referred to CSC and police") == both
    assert told(action="Police and CSC told") == both
    assert told("Police, GP and school attended.") == {"Police": "part", "GP": "part", "School": "part"}


def test_a_word_for_several_agencies_says_of_none_for_sure() -> None:
    assert told("Strategy discussion held with police and health.") == {
        "Police": "part", "GP": "may", "Health Visiting": "may", "Maternity": "may",
    }  # fmt: skip
    assert set(told("All agencies informed.").values()) == {"may"}


def test_a_conversation_in_the_action_is_about_the_row() -> None:
    assert told("No reply at the door.", "Spoke with health visitor") == {"Health Visiting": "row"}


def test_the_recorder_tells_itself_nothing() -> None:
    assert told("HV informed.", recorder="Health Visiting") == {}


def test_a_comment_tells_nobody() -> None:
    assert looking().told(Row("f", 2, {"commentary": "CSC told", "rationale": "CSC told"}), "School") == []


@pytest.mark.slow
def test_any_length_is_read_in_time() -> None:
    """A cell of a hundred thousand characters must not keep the reader busy for minutes."""
    assert told("told to to to the the " * 5000 + "CSC") == {"Children's Social Care": "may"}
    assert told("told CSC and to be " * 5000) == {"Children's Social Care": "row"}
