"""What a clause claims: happened, did not, planned, only if, earlier, turned down."""

from __future__ import annotations

import pytest
from story import events, one

from engine.timeline import Status


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Case NOT closed.", "case_closed", Status.NOT_HAPPENED),
        ("Strategy discussion did not take place until 8 Feb.", "strategy_discussion", Status.HAPPENED),
        ("Strategy discussion did not take place.", "strategy_discussion", Status.NOT_HAPPENED),
        ("SD requested by school but declined by CSC.", "strategy_discussion", Status.DECLINED),
        ("Strategy meeting arranged for tomorrow.", "strategy_discussion", Status.PLANNED),
        ("Stategy meeting arranged for tomorow.", "strategy_discussion", Status.PLANNED),
        ("Plan: strategy discussion", "strategy_discussion", Status.PLANNED),
        ("Previous history: strategy discussion held.", "strategy_discussion", Status.HISTORICAL),
        ("ICPC to be convened within 15 days.", "initial_conference", Status.PLANNED),
        ("Decision to progress to ICPC.", "initial_conference", Status.PLANNED),
        ("Core group was cancelled.", "core_group", Status.NOT_HAPPENED),
        ("Referal recieved from school.", "referral", Status.HAPPENED),
        (
            "If not seen by Friday to request police welfare check.",
            "police_welfare_check",
            Status.CONDITIONAL,
        ),
    ],
)
def test_the_status_is_what_the_words_claim(text, kind, status):
    assert {event.status for event in events(text, kind)} == {status}


def test_an_event_told_elsewhere_is_not_told_again():
    assert events("A week after the home visit SW rang mum.", "visit") == []
    assert events("Part of the Single Assessment.", "assessment") == []


def test_no_access_beats_the_visit_it_names():
    visit = one("Joint home visit planned for today. No reply at the door.", "visit")
    assert (visit.status, visit.attributes["outcome"]) == (Status.HAPPENED, "no access")


def test_access_not_gained_is_no_access():
    assert one("Access to the house was not gained.", "visit").attributes["outcome"] == "no access"


def test_a_doorstep_talk_is_neither_access_nor_a_sighting():
    visit = one("Mother spoken to at the front door but access to the house was not gained.", "visit")
    assert visit.attributes["outcome"] == "doorstep"
    assert events("Mother spoken to at the front door.", "sighting") == []


@pytest.mark.parametrize(
    ("text", "condition", "action"),
    [
        ("If still no entry, SD to be convened.", "no access", "strategy_discussion"),
        (
            "Should visits continue to be unsuccessful, request police welfare check.",
            "no access",
            "police_welfare_check",
        ),
        ("s17 if parents consent, otherwise strategy meeting.", "consent refused", "strategy_discussion"),
        ("SD to be convened if children not seen by Friday.", "not seen", "strategy_discussion"),
        ("SW to visit. If not seen by Friday, police welfare check.", "not seen", "police_welfare_check"),
        (
            "s17 assessment if parents consent. If not, strategy meeting.",
            "consent refused",
            "strategy_discussion",
        ),
        ("Seek legal advice unless access is given.", "no access", "legal_advice"),
    ],
)
def test_an_instruction_holds_only_if(text, condition, action):
    found = [event for event in events(text, "instruction") if event.attributes["action"] == action]
    assert [event.attributes["condition"] for event in found] == [condition]
    assert all(event.status is Status.CONDITIONAL for event in events(text, action))


def test_a_possible_event_is_not_certain():
    assert not one("Possible strategy discussion held, not clear.", "strategy_discussion").certain


def test_comment_is_never_an_event():
    from story import read

    assert read("", commentary="The strategy discussion was held and children were seen.").events == ()
