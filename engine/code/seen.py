"""The ladder of "seen": what a row surely says about who was in whose sight, and no more.

A mark in a register, a relative's word or a telephone call is no sighting. A bare "Y" in a case with
several children is a sighting of one of them, nobody knows which.
"""

from __future__ import annotations

import re

from engine.code.clauses import Clause, fold
from engine.code.people import Cast
from engine.dates.when import When
from engine.values import dataclass

_PHONE = re.compile(r"\b(?:phone|telephone|tel|t/c|tc|call|text|virtual(?:ly)?)\b")
_VIDEO = re.compile(r"\b(?:video|facetime|whatsapp|teams|zoom)\b")
_ASLEEP = re.compile(r"\b(?:asleep|sleeping|not woken|window|doorstep|distance|door)\b")
_YES = re.compile(r"^(?:[a-z]\)\s*)?(?:y|yes|true|seen|✓|1)\b(?!\s*/)")
_NO = re.compile(r"^(?:[a-z]\)\s*)?(?:n|no|none|not|false|unseen|nil|never|neither|0)\b(?!\s*/\s*k)")
_NOT_APPLICABLE = re.compile(r"^(?:n/?a|n\.a\.?|not applicable|not relevant|-+|n/r)\W*$")
_UNKNOWN = re.compile(
    r"\bn/?k\b|\bnot (?:known|clear|recorded|stated|sure|documented)\b|\b(?:unknown|unclear|unsure"
    r"|varied|various"
    r"|some|partial(?:ly)?|possibly|maybe|probably|sometimes|variable|mixed|poss)\b|\?"
)
_ALL = re.compile(r"\b(?:both|all)\b")
_DATE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2,4}))?\b")
_PARTS = re.compile(r"[,;&+\n]|\band\b|\bbut\b|\s/\s|\s-\s")


@dataclass(frozen=True, slots=True)
class Marked:
    """What a seen column says of one group of children."""

    answer: str
    """"yes", "no" or "unknown"."""
    ids: tuple[str, ...]
    sure: bool
    """True where it is surely about every one of `ids`; False for "one of them"."""
    rung: str = "b"


def read_column(cell: str, cast: Cast, focus: tuple[str, ...], when: When | None) -> list[Marked]:
    """What a "child seen" cell says. Nothing where it is blank, not applicable or by telephone."""
    folded = fold(cell).strip()
    if not folded or _NOT_APPLICABLE.match(folded):
        return []
    children = focus or cast.living(when, unborn=False)
    single = len(children) == 1
    named = _by_name(cell, cast, children, when)
    if named:
        return named
    if _VIDEO.search(folded) and not _NO.match(folded):
        return [Marked("yes", children, single, "a")]
    if _PHONE.search(folded):
        return []
    if _UNKNOWN.search(folded):
        return [Marked("unknown", children, True)]
    rung = "a" if _ASLEEP.search(folded) else "b"
    if dated := _DATE.search(folded):
        return [Marked("yes", children, single, rung)] if _same_day(dated, when) else []
    if _NO.match(folded):
        return [Marked("no", children, True)]
    if _YES.match(folded) or _ALL.search(folded):
        everyone = _ALL.search(folded) is not None
        sure = single or (everyone and ("both" not in folded or len(children) == 2))
        return [Marked("yes", children, sure, rung)]
    return [Marked("unknown", children, True)]


def _by_name(cell: str, cast: Cast, children: tuple[str, ...], when: When | None) -> list[Marked]:
    """Cells that name children: "B only", "Ava Y, Ben N", "Y - Ava asleep"."""
    out: list[Marked] = []
    position = 0
    whole = Clause(cell, fold(cell), 0, "child_seen")
    if not any(one.kind in ("child", "other") for one in cast.mentions(whole)):
        return []
    opening = "no" if _NO.match(whole.folded.strip()) else "yes"
    answer = opening
    for part in _PARTS.split(cell):
        folded = fold(part)
        clause = Clause(part, folded, position, "child_seen")
        position += len(part) + 1
        ids = tuple(i for one in cast.mentions(clause) if one.kind == "child" and one.sure for i in one.ids)
        if re.search(r"\b(?:n|no|not|unseen)\b", folded):
            answer = "no"
        elif re.search(r"\b(?:y|yes|seen|only)\b", folded):
            answer = "yes"
        if _UNKNOWN.search(folded):
            answer = "unknown"
        if not ids:
            continue
        if _PHONE.search(folded):
            continue
        out.append(Marked(answer, ids, True, "a" if _ASLEEP.search(folded) or _VIDEO.search(folded) else "b"))
    if "only" in whole.folded and out and all(one.answer == "yes" for one in out):
        rest = tuple(child for child in children if not any(child in one.ids for one in out))
        if rest:
            out.append(Marked("no", rest, True))
    return out


def _same_day(found: re.Match[str], when: When | None) -> bool:
    """Whether a date typed in the column is the row's own day."""
    if when is None or not when.exact:
        return False
    import datetime

    day = datetime.date.fromordinal(when.earliest)
    return (int(found[1]), int(found[2])) == (day.day, day.month)


def read_mark(cell: str) -> str:
    """A plain yes/no column ("seen alone", "bedroom seen"): "yes", "no" or "" where it does not say."""
    folded = fold(cell).strip()
    if not folded or _NOT_APPLICABLE.match(folded) or _UNKNOWN.search(folded) or _PHONE.search(folded):
        return ""
    if _NO.match(folded):
        return "no"
    return "yes" if _YES.match(folded) else ""
