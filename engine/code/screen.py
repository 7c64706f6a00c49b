"""What a clause could hold that no wording matched: high recall, no claim."""

from __future__ import annotations

from engine.code.clauses import Clause
from engine.code.context import conditional_from
from engine.code.matcher import Found

_TURNED = ("planned", "historical", "elsewhere", "conditional")


def may_hold(clause: Clause, found: Found) -> list[str]:
    """The kinds that the clause could tell of, in the vocabulary's order; none where it only looks ahead or back."""
    if clause.section in ("planned", "historical", "rationale") or clause.column in ("category", "rationale"):
        return []
    if conditional_from(found) == 0:
        return []
    opening = found.cues[0] if found.cues else None
    if opening is not None and opening.start == 0 and opening.cue.effect in _TURNED:
        return []
    return found.screen
