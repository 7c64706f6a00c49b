"""Wording that must never be read as something that surely took place."""

from __future__ import annotations

import pytest
from story import events

from engine.timeline import Status

NEVER_HELD: dict[str, tuple[str, ...]] = {
    "strategy_discussion": (
        "SD minutes received from Dec",
        "Strategy discussion threshold not met",
        "Considered SD",
        "SD not held as police unavailable",
        "Would have expected a strategy discussion",
        "A strategy discussion should have been held",
        "Strategy discussion was to be held on Monday",
        "No strategy discussion was held",
        "SD postponed",
        "Strategy discussion may be needed",
        "Asked TM if strategy discussion needed",
        "Awaiting date for strategy discussion with police",
        "Strat disc with police booked",
        "Agreed at strategy discussion last month that police lead",
        "SD form completed by school",
        "Strategy discussion did not go ahead",
        "Need for strat discussed with TM",
        "SW discussed with TM whether to convene strategy discussion",
        "Invited to strategy discussion",
        "School not invited to strategy discussion",
        "If not seen then strategy discussion with police at MASH",
        "TM agreed for strategy discussion to take place",
        "Discussed holding a strategy meeting",
    ),
    "case_closed": (
        "Case to be closed",
        "Recommend closure",
        "Case remains open",
        "Consider closing case",
        "Not ready to close case",
        "Case closure summary to be completed",
        "Mother asked if case closed",
        "Case will close if visits go well",
        "Decision not to close",
        "Will not be closing the case",
        "Case should have been closed",
        "Mother wants the case closed",
        "School concerned case closed too early in 2019",
        "No plans to close case",
    ),
    "gp_registration": (
        "Advised to register with GP",
        "Mum says she has registered Ava with GP",
        "Mum to register Ava with GP",
        "Not registered with any GP",
        "Has Ava been registered with a GP?",
        "To check if registered with GP",
        "Ava needs registering with GP",
        "HV to support registration with GP practice",
        "Ava should be registered with GP",
        "Mother said will register with GP next week",
    ),
    "immunisation": (
        "Imms due",
        "Imms not given",
        "Declined immunisations",
        "Mum says imms up to date",
        "Imms to be given at next visit",
        "Invited for imms",
        "Was due to be given imms, not brought",
    ),
    "police_protection": (
        "Police protection considered",
        "No grounds for police protection",
        "Police would not exercise police protection",
        "Police protection not used",
        "Discussed use of police protection",
    ),
    "initial_conference": (
        "ICPC not needed",
        "ICPC to be held",
        "ICPC date 24/2",
        "Report for ICPC",
        "ICPC postponed",
        "Prior to ICPC",
        "Agreed to convene ICPC",
        "Invited to ICPC",
        "ICPC invite rec'd",
        "Threshold for ICPC not met",
        "Recommend ICPC held",
    ),
    "adult_check": (
        "PNC checks to be completed on Dean",
        "Police checks not completed",
        "No police checks made on partner",
        "Requested police checks on partner",
        "SW to complete police checks",
    ),
    "early_help": (
        "Mother did not accept early help",
        "If mother accepts early help",
        "Mother considering early help",
        "Early help to be offered",
    ),
    "medical": (
        "CP medical not required",
        "CP medical arranged",
        "Declined CP medical",
        "CP medical to be considered",
        "No CP medical took place",
    ),
    "assessment": (
        "C&F assessment not completed",
        "C&F assessment to be completed",
        "C&F assessment overdue",
        "Assessment should be completed by 3/3",
    ),
    "core_group": (
        "Core group cancelled",
        "Core group to be held 4/3",
        "First core group booked",
        "Core group not held within timescale",
    ),
    "police_welfare_check": (
        "Police unable to attend for welfare check",
        "Welfare check requested",
        "Welfare check not completed",
        "Police declined to do welfare check",
        "Police to complete safe and well",
    ),
    "legal_advice": (
        "Legal advice not sought",
        "Consider legal advice",
        "Legal planning meeting to be held",
        "No legal advice was taken",
    ),
    "information_shared": (
        "HV not informed",
        "GP to be informed",
        "No record GP was informed",
        "SW will inform school",
        "CSC were not told",
    ),
    "supervision": (
        "Not discussed in supervision",
        "To be discussed in supervision",
        "Supervision cancelled",
    ),
    "escalation": (
        "Not escalated",
        "Consider escalation",
        "To escalate if no response",
        "No escalation made",
    ),
    "visit": (
        "Unable to visit due to sickness",
        "Visit not made",
        "Plan to visit",
        "No visits undertaken",
        "SW to visit tomorrow",
        "Did not visit",
        "Mum asked for visit to be rearranged",
        "Visit due",
        "No further visits planned",
    ),
}
HARMLESS = {
    ("gp_registration", "no"),
    ("immunisation", "no"),
    ("adult_check", "no"),
    ("early_help", "declined"),
}
"""Events that say outright that it was not so, by their own attribute."""


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in NEVER_HELD.items() for text in texts]
)
def test_this_is_not_read_as_having_taken_place(kind, text):
    sure = [
        event
        for event in events(text, kind)
        if event.certain
        and event.status is Status.HAPPENED
        and not any((kind, value) in HARMLESS for value in event.attributes.values())
        and event.attributes.get("outcome") not in ("no access", "cancelled", "offered")
    ]
    assert sure == []
