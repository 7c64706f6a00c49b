"""Where two kinds claim the same words, the more exact one has them.

"Strategy meeting" holds the word of any meeting, "referral to CAMHS" that of a referral to social care. The
general kind would be told a second time by words that another kind names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.timeline import Status

if TYPE_CHECKING:
    from engine.code.clauses import Clause
    from engine.code.drafts import Draft
    from engine.code.matcher import Match

_MEETINGS = ("strategy_discussion", "legal_advice", "initial_conference", "review_conference", "core_group")
_MORE_EXACT: Mapping[str, tuple[str, ...]] = {
    "planning_meeting": _MEETINGS,
    "initial_conference": ("review_conference",),
    "plan_started": ("plan_ended",),
    "case_opened": ("worker_change",),
    "assessment": ("health_review",),
    "referral": ("service_referral", "planning_meeting", "early_help"),
    "information_shared": ("strategy_discussion", "escalation", "management_oversight"),
    "supervision": ("order", "supervised_contact"),
    "transfer": ("moved_area",),
    "escalation": ("disagreement",),
    "service_referral": ("referral",),
}
"""A general kind -> the kinds whose wording takes its words over."""
_ONWARD = re.compile(
    r"\b(?:mash|csc|social (?:care|services|work)|front door|children'?s'? services|childrens|gateway"
    r"|police|nspcc|edt)\b"
)


_CAME_FROM = re.compile(r"\b(?:from|by)\b")
_A_MEETING = re.compile(
    r"\b(?:apol\w*|attendees|in attendance|those present|conf\w*|meetings?|mtgs?|core g\w+|cg|icpc|rcpc|cppm"
    r"|strat\w*|ird|marac|mace|mappa|ta[cf]|quorate|inquorate)\b"
)


def the_more_exact(events: list[Match], clause: Clause) -> list[Match]:
    """Without what a more exact kind says by the same words."""
    kinds = {one.entry.kind for one in events}
    if not any(general in kinds and kinds.intersection(exact) for general, exact in _MORE_EXACT.items()):
        return events
    return [one for one in events if not any(_taken(one, other, clause) for other in events)]


def _taken(one: Match, other: Match, clause: Clause) -> bool:
    if other.entry.kind not in _MORE_EXACT.get(one.entry.kind, ()):
        return False
    if one.entry.kind == "service_referral":
        # "Referral received from health visitor" came from there, and went to nobody there.
        return bool(_CAME_FROM.search(clause.folded, one.start, one.end))
    onward = one.entry.kind == "referral" and other.entry.kind == "service_referral"
    if onward and _CAME_FROM.search(clause.folded, other.start, other.end):
        return False
    if one.entry.kind == "referral" and _ONWARD.search(clause.folded, one.start, one.end):
        return False  # "referred to the paediatrician and MASH"
    if one.entry.kind == "plan_started" and one.entry.attributes.get("plan") != other.entry.attributes.get("plan"):
        return False  # "stepped down from CP to CIN": one plan ends and another begins
    if one.entry.kind == "case_opened" and not other.denies:
        return False  # only "no worker allocated" takes the allocation away
    if one.entry.kind in ("planning_meeting", "referral", "plan_started", "case_opened", "assessment"):
        return other.start < one.end and one.start < other.end
    return other.start <= one.start and one.end <= other.end


def with_its_meeting(drafts: list[Draft]) -> list[Draft]:
    """Without attendance at no meeting: "partner present" on a visit, or "did not attend" at a clinic.

    The words themselves, or the row, must tell of a meeting.
    """
    if any(one.kind in (*_MEETINGS, "planning_meeting") and one.status is Status.HAPPENED for one in drafts):
        return drafts
    return [
        one
        for one in drafts
        if one.kind != "meeting_attendance" or _A_MEETING.search(one.clause.folded, one.start, one.end)
    ]


def without_those_at_a_meeting(drafts: list[Draft]) -> list[Draft]:
    """Without an adult "in the home" who was only present at the meeting that the row is about."""
    held = any(one.kind in (*_MEETINGS, "planning_meeting") and one.status is Status.HAPPENED for one in drafts)
    if not held or any(one.kind == "visit" for one in drafts):
        return drafts
    return [
        one
        for one in drafts
        if one.kind != "adult_in_home" or "present" not in one.clause.folded[one.start : one.end]
    ]


_REFUSED = re.compile(
    r"(?:(?:this|it|request) )?(?:was |is )?(?:declined|refused|turned down|rejected|not agreed|not accepted"
    r"|knocked back|threshold (?:was )?not met|(?:panel|tm|csc|mash|duty senior|manager|service manager)"
    r" (?:said no|refused|declined|turned \w+ down))\b"
)
_ASKED_FOR = frozenset(
    ("strategy_discussion", "service_referral", "planning_meeting", "section_47", "assessment", "case_closed")
)


def refused_next(drafts: list[Draft], clauses: list[Clause]) -> None:
    """What one sentence asks for and the next turns down was declined: "Asked for a strat. Threshold not met"."""
    answers = {(one.column, one.number) for one in clauses if _REFUSED.match(one.folded)}
    if not answers:
        return
    for one in drafts:
        answered = (one.clause.column, one.clause.number + 1) in answers
        if answered and one.status is Status.PLANNED and one.kind in _ASKED_FOR:
            one.status = Status.DECLINED
