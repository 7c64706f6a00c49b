"""Instructions that hold only if something else happens: "if entry is not achieved, convene ..."."""

from __future__ import annotations

import re

from engine.code.clauses import Clause
from engine.code.drafts import Draft
from engine.timeline import Status

ACTIONS = (
    "strategy_discussion",
    "police_welfare_check",
    "section_47",
    "assessment",
    "legal_advice",
    "referral",
)
_CONDITIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "consent refused",
        re.compile(
            r"\bconsent\w*\b|\bagree(?:s|d|ment)?\b|\brefus\w+ (?:assessment|support|to engage)\b"
            r"|\bwill not engage\b"
        ),
    ),
    (
        "no access",
        re.compile(
            r"\b(?:access|entry|no reply|no response|no answer|visits?|h/v|let in|gain|door|unsuccessful"
            r"|get in(?:to|side)?|enter|inside|unable to visit)\b"
        ),
    ),
    (
        "not seen",
        re.compile(
            r"\b(?:not|un|never)\s?(?:been )?(?:seen|sighted)\b|\bunable to (?:see|sight)\b|\bnot see\b"
            r"|\bsight of\b|\bseen\b"
        ),
    ),
)
_NOT_TO_BE_DONE = re.compile(r"\b(?:no|not|without|do not)(?: need for| further)?(?: an?| the)?\s*$")
_FAILED = re.compile(
    r"\b(?:not|no|nobody|never|unable|cannot|unsuccessful|un(?:seen|sighted)|without|fail\w*|refus\w*|denied|declin\w*"
    r"|difficult\w*|barred|unanswered|abortive|shut|withheld|unless|obstruct\w*|turned away)\b|n't\b"
)
_REFER = re.compile(
    r"\b(?:re-?)?refer(?:red|ral)?\b(?: (?:back|in|again|this|it|family|the family|children|the children))*"
    r"(?: (?:to|into) (?:the |children's |childrens )?(?:mash|csc|social (?:care|services)|front door|duty"
    r"|edt|children's))?"
    r"(?=\W*$|\W*(?:,|and|the same|same|straight|immediately|asap|again|today)\b|,)"
    r"|\b(?:ring|call|contact|phone|report(?: \w+)? to|inform|notify|alert|refer to|make (?:a )?referral to)\b"
    r"(?: (?!no\b|not\b)[a-z0-9/&']+){0,4}? (?:mash|csc|social care|social services|front door|edt"
    r"|children's services)\b"
)
_ELSE = re.compile(r"\b(?:otherwise|if not|failing (?:that|this))\b")

_WHOM = (
    r"(?:999|101|police|sw|s/w|social worker|mash|csc|edt|duty|ooh|security|(?:my |service |team )?manager|tm|dsl|me"
    r"|us|ward|head|crisis (?:line|team)|front door|social care|hv|gp|midwife|ambulance|out of hours)"
)
_TO_DO = re.compile(
    r"\b(?:ring|call|phone|dial|contact|inform|tell|notify|alert|report (?:it )?to|let|ask|go to|take (?:it |this )?to"
    rf"|escalate to|back to|straight to)\b (?:(?!not\b)[a-z0-9/'&]+ ){{0,3}}?{_WHOM}\b"
    r"|\b(?:then|to call|to dial|advised|ring|dial) 999\b|\bescalate\b|\b(?:re-?)?refer again\b|\bcome straight back\b"
    r"|\bto be (?:called|rung|told|informed|asked|re-?opened|held|convened|recalled|notified|escalated|brought)\b"
    r"|\b(?:do not|don't|not to|never) (?:let|release|discharge|send|allow|leave|hand|open|wait)\b"
    r"|\bi (?:will )?(?:go to|escalate|ring|refer)\b|\bi'll (?:do|ring|refer|escalate|make|go)\b"
)
"""Something to be done that is no event of its own: a call to make, a child to keep, a level to go to."""
_OWN_PLAN = re.compile(
    r"\b(?:mum|mother|mam|she|he|dad|father|they|family|parents?|caller|neighbour)(?:'ll|'d| will| would| can| could"
    r"| might| may| has to| had| asked| wanted to| said)\s*$"
)
_ASKED = re.compile(r"\b(?:asked|asks|checked|wondered|unsure|unclear|know|knew|see)\b[^.;]{0,40}\b(?:if|whether)\b")


def instruction(drafts: list[Draft], clause: Clause, earlier: Clause | None, start: int) -> list[Draft]:
    """The instructions of one clause, from its conditional drafts; `start` is where "if" stands."""
    out: list[Draft] = []
    if not any(one.kind == "referral" and one.status is Status.CONDITIONAL for one in drafts):
        drafts = [*drafts, *_referring(clause, start)]
    for one in drafts:
        if one.status is not Status.CONDITIONAL or one.kind not in ACTIONS:
            continue
        if _NOT_TO_BE_DONE.search(clause.folded[: one.start]):
            continue
        condition = _condition(clause, earlier, start, one)
        made = Draft(
            "instruction",
            Status.HAPPENED,
            "doubt" not in one.effects,
            {"condition": condition, "action": one.kind},
            clause,
            min(one.start, start),
            max(one.end, start),
            restricted=one.restricted,
        )
        if not any(other.attributes == made.attributes for other in out):
            out.append(made)
    return out or _to_do(clause, start)


def _to_do(clause: Clause, start: int) -> list[Draft]:
    """An instruction to do what is no kind of event; its condition stays unnamed, as nothing could follow it up."""
    if clause.folded.endswith("?") or _ASKED.search(clause.folded):
        return []
    for found in _TO_DO.finditer(clause.folded):
        if _OWN_PLAN.search(clause.folded[: found.start()]):
            continue
        begin, end = min(found.start(), start), max(found.end(), start)
        return [Draft("instruction", Status.HAPPENED, True, {"condition": "other"}, clause, begin, end)]
    return []


def _referring(clause: Clause, start: int) -> list[Draft]:
    """A referral that the clause asks for in its own words: "ring CSC the same day"."""
    found = _REFER.search(clause.folded)
    if found is None or (found.start() > start and re.search(r"\b(?:asked|advised|told) if\b", clause.folded)):
        return []
    return [Draft("referral", Status.CONDITIONAL, True, {}, clause, found.start(), found.end())]


def _condition(clause: Clause, earlier: Clause | None, start: int, action: Draft) -> str:
    """The condition under which `action` is to be done."""
    text = clause.folded
    turned = _ELSE.search(text)
    if turned and turned.end() <= action.start:
        before = text[: turned.start()] or (earlier.folded if earlier else "")
        between = text[turned.end() : action.start]
        if turned.group() == "if not":  # "if not seen by Friday": its own words come first
            return _named(between) or _named(before) or "other"
        return _named(before) or _named(between) or "other"
    if action.end <= start:  # "convene SD if still no entry"
        return _unless_agreed(text[start:])
    return _unless_agreed(text[start : action.start])


def _unless_agreed(protasis: str) -> str:
    """The condition; "if parents consent" is a good outcome's step, not a refusal."""
    named = _named(protasis)
    if named in ("no access", "not seen") and not _FAILED.search(protasis):
        return "other"  # "if seen", "if the visit is successful"
    if named == "consent refused" and not re.search(
        r"\b(?:not|n't|no|refus\w+|declin\w+|withh\w+|without)\b", protasis
    ):
        return "other"
    return named or "other"


def _named(words: str) -> str | None:
    for name, pattern in _CONDITIONS:
        if pattern.search(words):
            return name
    return None


def in_condition(one: Draft) -> bool:
    """Whether a conditional draft only states the condition itself ("if not seen ...")."""
    return one.status is Status.CONDITIONAL and one.kind not in ACTIONS
