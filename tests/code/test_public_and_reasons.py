"""Referrals from the public, and whether a reason stands in the record: what an audit of them asks first."""

from __future__ import annotations

import pytest
from story import ONE, events, one

from engine.timeline import Status


@pytest.mark.parametrize(
    "action",
    [
        "NFA - reason not recorded", "NFA - rationale not recorded", "NFA, no rationale given",
        "NFA (reason to follow)", "NFA no reason recorded", "NFA",
    ],
)  # fmt: skip
def test_a_missing_reason_is_neither_a_reason_nor_the_lack_of_a_decision(action: str) -> None:
    """"Reason not recorded" once denied the decision itself, so that the plainest gap of all was not prompted."""
    told = one("Neighbour called, worried about shouting.", "no_further_action", ONE, action=action)
    assert told.status is Status.HAPPENED
    assert told.certain
    assert "rationale" not in told.attributes


def test_a_decision_that_was_not_taken_stays_so() -> None:
    (told,) = events("Case not closed, reasons unclear.", "case_closed", ONE)
    assert told.status is Status.NOT_HAPPENED


def test_what_a_caller_saw_is_no_reason_for_a_decision() -> None:
    text = "Duty took a call from a passer-by who had seen the child being slapped outside the shop."
    assert "rationale" not in one(text, "no_further_action", ONE, action="NFA").attributes


def test_what_duty_looked_into_is_a_reason() -> None:
    text = "Duty rang school, the child was seen there this morning, well and happy, and the story was checked. NFA."
    assert "rationale" in one(text, "no_further_action", ONE).attributes


@pytest.mark.parametrize("who", ["Member of public", "A neighbour", "Passer-by", "Grandmother", "MGM", "Landlord"])
def test_a_child_whom_the_public_has_seen_was_not_seen_by_a_professional(who: str) -> None:
    assert events(f"{who} has seen child alone.", "sighting", ONE) == []


def test_a_child_whom_a_worker_has_seen_was() -> None:
    assert events("SW has seen child alone.", "sighting", ONE)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Neighbour called, worried about shouting.", "neighbour"),
        ("Grandmother called, worried that the child is not being fed.", "family"),
        ("Passer-by saw the child being slapped.", "public"),
    ],
)
def test_a_worried_call_is_a_referral(text: str, source: str) -> None:
    assert source in {event.attributes.get("source") for event in events(text, "referral", ONE)}
