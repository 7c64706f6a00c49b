"""Escalations over the collected records: durable-rules runs here alone, never where cases are evaluated."""

from __future__ import annotations

import json
from collections.abc import Sequence

from engine.audit.record import CaseKept
from engine.escalate import escalate_household
from engine.language.escalation import Escalation
from engine.standing import Household, Standing


def household_kept(record: CaseKept) -> Household:
    """What escalations are drawn from, as the record keeps it."""
    return Household(
        as_at=record.as_at,
        children=tuple((child.id, child.born) for child in record.children),
        standings=tuple(
            Standing(
                id=one.id,
                rule=one.rule,
                theme=one.theme,
                children=one.children,
                row=one.standing,
                agencies=one.agencies,
                stands=one.prompts,
                definite=one.certainty == "definite",
                possibly=one.possibly,
                surely=one.surely,
            )
            for one in record.findings
            if one.kind == "rule"
        ),
    )


def escalation_line(record: CaseKept, escalations: Sequence[Escalation]) -> bytes:
    """The escalations of one case as one line; empty where there are none, or why none could be drawn."""
    drawn = escalate_household(household_kept(record), escalations)
    if not drawn.drawn and not drawn.not_evaluated:
        return b""
    told = {
        "case": record.case,
        "not_evaluated": drawn.not_evaluated,
        "drawn": [
            {
                "id": one.id,
                "escalation": one.escalation.name,
                "child": one.child,
                "certainty": "definite" if one.definite else "possible",
                "first_possible": one.first_possible,
                "first_definite": one.first_definite,
                "because_of": list(one.because_of),
            }
            for one in drawn.drawn
        ],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
