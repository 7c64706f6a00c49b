"""How many events the words surely tell of: "over six visits" is seven, "several" is two."""

from __future__ import annotations

import re

from engine.code.drafts import Draft

COUNTED = frozenset(
    [
        "visit",
        "contact",
        "was_not_brought",
        "referral",
        "health_review",
        "injury",
        "police_welfare_check",
        "core_group",
    ]
)
_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "twice": 2,
    "both": 2,
    "several": 2,
    "numerous": 2,
    "multiple": 2,
    "repeated": 2,
    "various": 2,
    "many": 2,
    "few": 2,
    "couple": 2,
    "number": 2,
    "further two": 2,
}
_NUMBER = r"(\d{1,2}|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")"
_UNITS = (
    r"(?!\s*(?:-|/|\.\d|:|%|week|wk|month|mth|day|year|yr|hour|hr|min|am\b|pm\b|st\b|nd\b|rd\b|th\b"
    r"|y\b|of\b(?! (?:home |unannounced )?(?:visit|call|attempt))))"
)
_BEFORE = re.compile(
    rf"(?:\b(over|more than|in excess of|above)\s+|\b(at least|minimum of)\s+"
    rf"|>\s*)?(?<![\d/.:-])\b(?:a )?{_NUMBER}\b\+?{_UNITS}"
    r"(?:\s+of)?(?:\s+(?:further|more|other|home|attempted|unannounced|announced|failed"
    r"|unsuccessful|separate|joint|missed|phone|telephone|no|access|t/c|consecutive))*\s*$"
)
_AFTER = re.compile(
    r"^\s*(?:\w+ ){0,2}?[(]?(?:x\s?(\d{1,2})\b|(\d{1,2})\s?x\b|(\d{1,2}|three|four|five|six"
    r"|two) times|(twice))"
)
_ANY = re.compile(r"\bx\s?(\d{1,2})\b|\b(\d{1,2})\s?x\b")
_OCCASIONS = re.compile(
    r"^\s*(?:on |for )?(?:\w+ )?(\d{1,2}|two|three|four|five|six) (?:separate |further |other |different )?occasions\b"
)
_SOME_OF_THEM = re.compile(
    r"\b(?:no (?:access|entry|reply|answer|response)|nobody (?:in|home))(?: \w+){0,2} (?:on|for) "
    r"(\d{1,2}|one|two|three|four|five|six)\b(?: of (?:these|them|those)| (?:\w+ )?occasions?| (?:\w+ )?visits?)"
)
MOST = 40


def count(draft: Draft) -> int:
    """The number of events that the draft surely stands for."""
    if draft.kind not in COUNTED:
        return 1
    text = draft.clause.folded
    if draft.kind == "visit" and (some := _SOME_OF_THEM.search(text)):
        return _bounded(_WORDS.get(some[1]) or int(some[1]))  # "3 visits, no access on two occasions"
    inside = _ANY.search(text[draft.start : draft.end])
    if inside:
        return _bounded(int(inside[1] or inside[2]))
    after = _AFTER.match(text[draft.end : draft.end + 40])
    if after:
        said = next(one for one in after.groups() if one)
        return _bounded(_WORDS.get(said) or int(said))
    if occasions := _OCCASIONS.match(text[draft.end : draft.end + 40]):
        return _bounded(_WORDS.get(occasions[1]) or int(occasions[1]))
    for at in _starts(text, draft):
        before = _BEFORE.search(text[max(0, at - 60) : at])
        if before:
            number = _WORDS.get(before[3]) or int(before[3])
            more = 1 if before[1] or ">" in before[0] else 0
            return _bounded(number + more)
    return 1


def said(text: str, start: int, end: int) -> int:
    """The number written right after the words from `start` to `end`: "no reply x3"."""
    if re.search(
        r"\b(?:phone|telephone|t/c|tc|rang|text|called (?:mum|mother|dad|father)|letter|e-?mail)", text[:start]
    ):
        return 1
    after = re.match(r"^\s*\(?(?:x\s?(\d{1,2})\b|(\d{1,2})\s?x\b)", text[end : end + 12])
    if after:
        return _bounded(int(after[1] or after[2]))
    occasions = _OCCASIONS.match(text[end : end + 40])
    return _bounded(_WORDS.get(occasions[1]) or int(occasions[1])) if occasions else 1


def _starts(text: str, draft: Draft) -> list[int]:
    """Where the thing counted may begin: the matched words, or the noun inside them."""
    nouns = re.finditer(
        r"\b(?:home visits|visits?|h/vs?|calls?|attempts?|attempted|texts|letters|phone|t/c"
        r"|appointments|appts|referrals)\b",
        text[draft.start : draft.end],
    )
    return [draft.start, *(draft.start + noun.start() for noun in nouns)]


def _bounded(number: int) -> int:
    return number if 1 <= number <= MOST else 1
