"""Stretches of a clause that nothing was read from: what could they hold?

High recall, no claim: a may-event never satisfies anything, it only keeps an omission from being called
certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from engine.code.clauses import Clause
from engine.code.context import conditional_from
from engine.code.matcher import Found, Match
from engine.code.people import Mention
from engine.values import dataclass

_TURNED = ("planned", "historical", "elsewhere", "conditional")
_PIECE = re.compile(r"[^,:()]+?(?=\s+(?:and|but|then|while|who|which|-)\s|[,:()]|$)")
_WORDS = re.compile(r"[a-z0-9][a-z0-9'/&-]*")
_JOINER = re.compile(r"^\s*(?:(?:and|but|then|while|who|which)\b|-)?\s*")
FEWEST = 3
"""Shorter stretches without a match hold no event of their own."""


def _reads(one: Match) -> bool:
    """Whether the match tells of something; a mere "at the house" does not."""
    return bool(one.entry.kind) or bool(one.entry.attributes.keys() - {"where"})


_LONG_WORD = re.compile(r"[a-z]{4,}")
_PLAIN_WORDS = (
    "that this with from have been were will would could should when what which while there their "
    "they them then than also into onto over about after before during again very some more most "
    "other only both each every just still today tomorrow yesterday morning afternoon evening "
    "week weeks month months year years days hours time times date "
)
_PLAIN = frozenset(_PLAIN_WORDS.split())
MANY = 3
"""So many unexplained words, and the clause counts as not fully read."""


def half_read(clause: Clause, found: Found, mentions: Sequence[Mention]) -> bool:
    """Whether many words of `clause` are in nothing that was read: an attribute may stand among them."""
    known = [(one.start, one.end) for one in found.events]
    known += [(one.start, one.end) for one in found.cues]
    known += [(one.start, one.end) for one in mentions]
    known += found.nowhere
    left = 0
    for word in _LONG_WORD.finditer(clause.folded):
        if word.group() in _PLAIN:
            continue
        at = word.start()
        if not any(start <= at < end for start, end in known):
            left += 1
    return left >= MANY


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that nothing was read from."""

    clause: Clause
    start: int
    end: int
    words: str
    restricted: bool
    beside: bool
    """The words are left over beside something that was read."""


def silent(clause: Clause, found: Found, *, half: bool) -> list[Stretch]:
    """The stretches of `clause` without a reading; none where the clause only looks ahead or back.

    `half` says that the clause is only half read: then everything left over in it is asked about widely.
    """
    if clause.section in ("planned", "historical", "rationale") or clause.column in ("category", "rationale"):
        return []
    if conditional_from(found) == 0:
        return []
    opening = found.cues[0] if found.cues else None
    if opening is not None and opening.start == 0 and opening.cue.effect in _TURNED:
        return []
    if not any(_reads(one) for one in found.events):
        words = _struck(clause.folded, found.nowhere)
        return [Stretch(clause, 0, len(clause.folded), words, found.restricted, beside=False)]
    told = _struck(clause.folded, found.nowhere)
    out = [
        Stretch(clause, start, end, told[start:end], found.restricted, beside=False)
        for start, end in _pieces(clause, found)
    ]
    if not out and (half or not any(cue.cue.effect in _TURNED for cue in found.cues)):
        left = _left_over(clause, found)
        out.append(Stretch(clause, 0, len(clause.folded), left, found.restricted, beside=not half))
    return out


def _pieces(clause: Clause, found: Found) -> list[tuple[int, int]]:
    """Stretches between commas and "and" in which no match stands."""
    out: list[tuple[int, int]] = []
    for piece in _PIECE.finditer(clause.folded):
        start, end = piece.span()
        if len(_WORDS.findall(clause.folded, start, end)) < FEWEST:
            continue
        if any(one.start < end and start < one.end and _reads(one) for one in found.events):
            continue
        if any(start <= cue.start < end and cue.cue.effect in _TURNED for cue in found.cues):
            continue
        out.append((start + len(piece.group()) - len(_JOINER.sub("", piece.group())), end))
    return out


def _left_over(clause: Clause, found: Found) -> str:
    """The clause with what was read of it struck out."""
    return _struck(clause.folded, [*found.nowhere, *((one.start, one.end) for one in found.events if one.entry.kind)])


def _struck(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with commas in place of `spans`: no wording reaches across them."""
    for start, end in spans:
        text = f"{text[:start]}{',' * (end - start)}{text[end:]}"
    return text
