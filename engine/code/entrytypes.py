"""What kind of entry a row is, as its source or category column says: "RCPC", "Core group", "Return interview".

Many chronologies put the meeting into such a column and only what was said at it into the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.code.clauses import Clause, fold
from engine.code.drafts import Draft
from engine.code.matcher import Matcher
from engine.code.subjects import Scene
from engine.rows import Row
from engine.timeline import Status

KINDS = (
    "initial_conference", "review_conference", "core_group", "planning_meeting", "strategy_discussion",
    "return_interview", "health_review",
)  # fmt: skip
"""Kinds that a column may name for the whole row. A visit is none: whether anybody was in stands in the text."""

_LONGEST = 40
"""Characters of such a cell; a longer one tells a story of its own."""
_CALLED_OFF = re.compile(
    r"\b(?:cancelled|canceled|postponed|adjourned|called off|stood down|did not (?:take place|go ahead|happen)"
    r"|not held|rearranged|rescheduled|put back|deferred|to be held|booked for|arranged for|invite[ds]?)\b"
)
_ENDED = re.compile(
    r"^(?:cp |both |all )?(?:plans? )?(?:ended|discontinued|ceased|removed)\b"
    r"|\b(?:unanimous|unanimously|agreed|decision|decided|voted)(?: \w+){0,2} to (?:end|discontinue|remove)\b"
    r"|\bplans? (?:has |have |was |were |is |are )?(?:ended|discontinued|ceased|removed|to end)\b"
    r"|\bremoved from (?:a |the |their )?(?:cp |child protection )?plans?\b"
)
_NOT_YET = re.compile(r"\b(?:too (?:soon|early)|not|recommend\w*|until|unless|if|may|might|could|hope\w*|want\w*)\b")


def told_by_column(row: Row, drafts: Sequence[Draft], matcher: Matcher, scene: Scene) -> list[Draft]:
    """The meeting or review that a column names and the text does not, unless the text says that it was called off."""
    cells = [(column, cell) for column in ("source", "category") if (cell := row.cell(column)).strip()]
    if not cells or _CALLED_OFF.search(fold(row.cell("event"))[:200]):
        return []
    known = {one.kind for one in drafts}
    for column, cell in cells:
        if len(cell) > _LONGEST:
            continue
        clause = Clause(cell, fold(cell), 0, column, "", 960)
        found = [match for match in matcher.find(clause).events if not match.entry.adds_to]
        for match in found:
            if match.entry.kind in KINDS and match.entry.kind not in known:
                made = Draft(
                    match.entry.kind, Status.HAPPENED, True, dict(match.entry.attributes), clause, match.start,
                    match.end, reader="column",
                )  # fmt: skip
                return scene.place(made, match.entry.subject)
    return []


def ended_by_conference(drafts: Sequence[Draft], told: Sequence[Clause], scene: Scene) -> list[Draft]:
    """The end of the protection plan, where the row is a review conference and says only "Ended for both"."""
    happened = [one for one in drafts if one.status is Status.HAPPENED and one.certain]
    held = any(one.kind == "review_conference" for one in happened)
    goes_on = any(one.kind == "plan_started" and one.attributes.get("plan") == "child protection" for one in happened)
    if not held or goes_on or any(one.kind == "plan_ended" for one in happened):
        return []
    for clause in told:
        found = _ENDED.search(clause.folded)
        if found is not None and not _NOT_YET.search(clause.folded, 0, found.end()):
            plan = {"plan": "child protection"}
            made = Draft("plan_ended", Status.HAPPENED, True, plan, clause, *found.span(), reader="column")
            made.about = scene.focus or scene.everyone()
            return [made]
    return []
