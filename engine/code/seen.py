"""The ladder of "seen": what a row surely says about who was in whose sight, and no more.

A mark in a register, a relative's word or a telephone call is no sighting. A bare "Y" in a case with
several children is a sighting of one of them, nobody knows which.
"""

from __future__ import annotations

import re

from engine.code.clauses import fold
from engine.code.people import Cast
from engine.code.seencell import (
    ALL,
    ASLEEP,
    CROSS,
    HARMLESS,
    PHONE,
    RELATIVE,
    UNKNOWN,
    VIDEO,
    Marked,
    by_name,
    negative,
    same_day,
    ticked,
)
from engine.dates.when import When

_YES = re.compile(r"^(?:[a-z]\)\s*)?(?:child(?:ren)? seen\s*[:\-]\s*)?(?:y|yes|true|seen|1)\b(?!\s*/)")
_NO = re.compile(
    r"^(?:[a-z]\)\s*)?(?:(?:the|both|all|either|chn|child|children|baby|seen|sighted|they|he|she|was|were|able"
    r"|to|be)\b[\s:\-]*){0,4}"
    r"(?:n|no|none|not|false|unseen|nil|never|neither|nobody|unable|x|0|wasn't|weren't)\b(?!\s*/\s*k)"
)
_NOT_APPLICABLE = re.compile(r"^(?:n/?a|n\.a\.?|not applicable|not relevant|-+|n/r)\W*$")
_TICKS = str.maketrans("\u2713\u2714\u2611\u2705\u2717\u2718\u2612\u274c", "yyyynnnn")


def read_column(cell: str, cast: Cast, focus: tuple[str, ...], when: When | None) -> list[Marked]:
    """What a "child seen" cell says. Nothing where it is blank, not applicable or by telephone."""
    children = focus or cast.living(when, unborn=False)
    cell = ticked(cell)
    if CROSS.match(cell.lower()):
        return [Marked("unknown", children, True)]
    cell = cell.translate(_TICKS)
    folded = fold(cell).strip()
    if not folded or _NOT_APPLICABLE.match(folded):
        return []
    single = len(children) == 1
    named = by_name(cell.strip(), fold(cell.strip()), cast, children, when)
    if named is not None:
        return named
    denied = negative(folded)
    if RELATIVE.search(folded) and not denied:
        return []  # a relative's word is no sighting of anyone
    if VIDEO.search(folded) and not _NO.match(folded):
        return [Marked("unknown" if denied else "yes", children, denied or single, "a")]
    if PHONE.search(folded):
        return []
    if UNKNOWN.search(folded):
        return [Marked("unknown", children, True)]
    yes = _YES.match(folded) is not None
    if _NO.match(HARMLESS.sub(" ", folded)) and not re.search(r"\b(?:y|yes)\b", folded):
        return [Marked("no", children, True)]
    if denied:  # "seen by HV, not by SW", "Y and N": nobody is surely seen
        return [Marked("unknown", children, True)]
    rung = "a" if ASLEEP.search(folded) else "b"
    own = same_day(folded, when)
    if own is not None and not own:
        return []
    if own or yes or ALL.search(folded):
        everyone = ALL.search(folded) is not None
        sure = single or (everyone and ("both" not in folded or len(children) == 2))
        return [Marked("yes", children, sure, rung)]
    return [Marked("unknown", children, True)]


def read_mark(cell: str) -> str:
    """A plain yes/no column ("seen alone", "bedroom seen"): "yes", "no" or "" where it does not say."""
    cell = ticked(cell)
    if CROSS.match(cell.lower()):
        return ""
    folded = fold(cell.translate(_TICKS)).strip()
    if not folded or _NOT_APPLICABLE.match(folded) or UNKNOWN.search(folded) or PHONE.search(folded):
        return ""
    if _NO.match(folded):
        return "no"
    return "yes" if _YES.match(folded) else ""
