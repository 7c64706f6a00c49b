"""Referrals and decisions: who sent them, what became of them, and the reasons given."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.code.drafts import Draft
from engine.rows import Row
from engine.timeline import Status

DECISIONS = frozenset(("dismissal", "no_further_action", "case_closed", "referral"))
"""Kinds that a column of reasons may itself tell of."""

_SENDER = {
    "School": "school",
    "Health Visiting": "health",
    "Maternity": "health",
    "GP": "health",
    "Hospital": "health",
    "Ambulance": "health",
    "Mental Health": "health",
    "School Nursing": "health",
    "Police": "police",
    "Probation": "professional",
    "Housing": "professional",
    "Early Help": "professional",
    "Voluntary": "professional",
    "Anonymous": "anonymous",
    "Family": "family",
}
_RECEIVED = re.compile(r"\b(?:received|recieved|rec'd|recd|rcvd|came in|taken from|from)\b")
_REASON = re.compile(
    r"\b(?:because|due to|on the basis (?:that|of)|on the grounds? (?:that|of)|given that|given"
    r"|since|as(?= (?:the |case|family|there|mother|mum|dad|father|no |already|"
    r"recently|sw|csc|this|concerns?|children|child|assessment|it |she|he|they|parents|threshold"
    r"|not |previous|we|house|home|information|info|all|insufficient|school|nursery|health|hv|gp|police"
    r"|referrer|caller|both|neighbour|housing|there's|family's|mother's))"
    r"|rationale(?: is| was)?(?: that)?|reasons?(?: given| for decision)?(?: is"
    r"| was)?(?: that)?)\b\s*[:\-]?\s*"
)
_NO_REASON = re.compile(
    r"\b(?:no|without|not|nil)\b[^.;]{0,30}\b(?:rationale|reasons?|explanation)\b|\b(?:rationale"
    r"|reasons?)\b[^.;]{0,25}\b(?:not|unclear|unknown|missing|absent|blank|none|nil|to follow|awaited|pending|tbc)\b"
)
_DENIAL = re.compile(r"\b(?:not|never|no longer)\b|n't\b")
_AFTER_COLON = re.compile(r"(?i)\b(?:no further action|nfa)\b[^.:;\n]{0,30}:\s*([^\n]{20,})")
"""What stands after "No further action:" is the reason, where it is more than a word or two."""
_BEFORE_DECISION = re.compile(r"(?is)(.+?)\b(?:no further action|nfa|no role|no action)\b")
_LOOKED_INTO = re.compile(
    r"(?i)\b(?:visit(?:ed)?|(?:was|were|been) seen|seen (?:by|and|well|at (?:home|school|nursery))|spoke|spoken"
    r"|checks?|checked|confirms?|confirmed|explained|consistent|plausible|matches)\b"
)
_ENOUGH_WORDS = 12
"""Words before a decision, telling what was looked into, from which they are taken for its reasons."""
_EMPTY = re.compile(r"^\W*(?:n/?a|none|nil|not (?:recorded|given|stated|known|provided)|n/?k|blank|-|tbc)?\W*$")
_REASONED = ("referral", "no_further_action", "case_closed")


def without_headings(drafts: list[Draft]) -> list[Draft]:
    """Drop what the category column says again of an event that the text tells in its own words."""
    text = {one.kind for one in drafts if one.clause.column != "category"}
    out = []
    unsettled = any(one.clause.column != "category" and one.status is not Status.HAPPENED for one in drafts)
    for one in drafts:
        if one.clause.column == "category":
            if one.kind in text:
                continue
            one.reader = "column"
            one.certain = not unsettled
        out.append(one)
    return out


def complete(drafts: list[Draft], row: Row, agency: str) -> None:
    """Fill in source, outcome and rationale where the row states them."""
    for one in drafts:
        if one.kind in _DECIDED and one.status is Status.NOT_HAPPENED and _only_the_reason_is_denied(one):
            one.status, one.certain = Status.HAPPENED, True
    reason = _reason(drafts, row)
    closed = next((one for one in drafts if one.kind == "no_further_action" and _now(one)), None)
    for one in drafts:
        if one.kind == "referral" and _now(one):
            if closed is not None:
                one.attributes.setdefault("outcome", "no further action")
            if "source" not in one.attributes and (sender := _SENDER.get(agency)):
                words = one.clause.folded
                if not _RECEIVED.search(words) or agency in ("Anonymous", "Family"):
                    one.attributes["source"] = sender
        if one.kind == "case_closed":
            one.attributes.setdefault("of", "case")
        if reason and one.kind in _REASONED and _now(one):
            if one.kind == "referral" and "outcome" not in one.attributes:
                continue
            one.attributes.setdefault("rationale", reason)


_DECIDED = ("no_further_action", "case_closed")


def _only_the_reason_is_denied(one: Draft) -> bool:
    """Whether the "not" of a decision belongs to its reason: "NFA - reason not recorded" is a decision."""
    denied = _NO_REASON.search(one.clause.folded)
    if denied is None:
        return False
    rest = one.clause.folded[: denied.start()] + one.clause.folded[denied.end() :]
    return denied.start() >= one.end and not _DENIAL.search(rest)


def _now(one: Draft) -> bool:
    return one.status is Status.HAPPENED


def _reason(drafts: Iterable[Draft], row: Row) -> str:
    """The reasons as written: the rationale column, or what follows "because" after a decision."""
    cell = row.cell("rationale")
    if cell and not _EMPTY.match(cell.lower()) and not _NO_REASON.search(cell.lower()):
        return cell.strip()
    decided = [one for one in drafts if one.kind in _DECIDED and _now(one)]
    for one in decided:
        if _NO_REASON.search(one.clause.folded):
            continue
        found = _REASON.search(one.clause.folded)
        if found and len(one.clause.folded) - found.end() > 5:
            return one.clause.text[found.end() :].strip()
    for column in ("event", "action"):
        text = row.cell(column)
        after = _AFTER_COLON.search(text)
        if after and not _NO_REASON.search(after[0].lower()):
            return after[1].strip()
        if not decided:
            continue
        before = _BEFORE_DECISION.match(text) or (column == "event" and re.match(r"(?s)(.+)", text))
        if before and _LOOKED_INTO.search(before[1]) and len(before[1].split()) >= _ENOUGH_WORDS:
            return before[1].strip()
        stated = re.search(r"(?i)\b(?:rationale|reasons?(?: for decision| given)?)\s*[:\-–]\s*([^.;\n]+)", text)
        if stated and not _NO_REASON.search(stated[0].lower()) and not _EMPTY.match(stated[1].lower()):
            return stated[1].strip()
    return ""
