"""What a row tells by its layout: who was met on a visit, plans named alone in an outcome cell, and
records kept by a manager.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.code.clauses import Clause, fold
from engine.code.drafts import Draft
from engine.code.matcher import Match, Matcher
from engine.code.subjects import Scene
from engine.rows import Row
from engine.timeline import Status

_ADULT = r"(?:mother|mum|mummy|father|dad|parents?|mo|fa|both parents|family|partner|mgm|mgf|pgm|grandmother|carers?)"
_MET = re.compile(
    rf"\b{_ADULT} (?:was |were |is |also |and {_ADULT} )*"
    r"(?:present|at home|there|in attendance|seen)\b(?! at)"
    rf"|\b(?:spoke|spoken|talked) (?:to|with) (?:the |her |his |both )?{_ADULT}\b"
    rf"|\b(?:met|saw) (?:with )?(?:the |both )?{_ADULT}\b"
    r"|\b(?:in|into) the (?:lounge|living room|kitchen|sitting room|front room|bedroom)\b"
)
_NOT_INSIDE = re.compile(
    r"\b(?:phone|telephone|t/c|tc|rang|call(?:ed)?|text(?:ed)?|e-?mail(?:ed)?|video|door|doorstep|window|letterbox"
    r"|not|no|nobody|never|school|clinic|surgery|office|hospital|later|neighbours?|if|to be|will|street|park|shop|town"
    r"|car|garden|driveway|drive|garage|outside|step|gate|road|hallway|driving|leaving|refus\w+|declin\w+|denied)\b"
    r"|n't\b"
)
_TRIED = re.compile(
    r"\b(?:attempt\w*|tried|trying|planned|arrange\w*|cancel\w*|booked"
    r"|school|hospital|site|prison)\b"
)
_UNSEEN_AWAY = ("school", "nursery", "clinic", "hospital", "office", "elsewhere")
_PLAN_ALONE = re.compile(
    r"^\W*(?P<plan>cin|c\.i\.n|child in need|cp|child protection|cpp)(?: plans?)?(?: (?:for|re) [a-z, &]+)?\W*$"
)
_BY_MANAGER = re.compile(
    r"^\W*(?:team manager|tm|service manager|assistant team manager|atm|practice manager|manager|management"
    r"|managerial|mgmt)(?:'s)?(?: (?:oversight|decision|direction|comments?|review|note|instruction))?\s*(?::|-\s)"
)
_LABEL = 200
"""Characters of a label, or of the opening of an entry, that are looked at."""
OUTCOME_COLUMNS = ("action",)
_NOT_AT_SCHOOL = re.compile(
    r"^\W*(?:today'?s? )?(?:school|nursery|class|pre-?school|college|lessons?|education|assembly|receipt|place|contact"
    r"|agreement|attendance|line|keeping|need|work|employment|(?:the|his|her|their|a|any|my|breakfast|after)\b)"
)


def away_from_school(match: Match, clause: Clause) -> bool:
    """Whether "not in" tells of a school, or of something else than a home where nobody opened."""
    return (
        match.entry.kind == "visit"
        and clause.folded[match.start : match.end] == "not in"
        and _NOT_AT_SCHOOL.match(clause.folded[match.end :]) is not None
    )


def read_access(visits: Sequence[Draft], seen: Sequence[Draft], clauses: Sequence[Clause]) -> None:
    """A visit on which the family was met, or a child seen, got in, though the row does not say so.

    Only where nothing in the row speaks against it: a plain "home visit undertaken" stays without outcome.
    """
    told = [one for one in visits if one.status is Status.HAPPENED]
    if len(told) != 1 or "outcome" in told[0].attributes or _TRIED.search(told[0].clause.folded):
        return
    visit = told[0]
    child = any(
        one.status is Status.HAPPENED
        and (one.certain or one.extra.get("unclear"))
        and one.attributes.get("rung", "b") != "a"
        and one.attributes.get("where") not in _UNSEEN_AWAY
        and "by" not in one.extra
        for one in seen
    )
    if child or any(_met(visit, clause) for clause in clauses):
        visit.attributes["outcome"] = "access"


def _met(visit: Draft, clause: Clause) -> bool:
    """Whether `clause`, the visit's own or the next of its cell, tells that the family was met."""
    if clause.column != visit.clause.column or clause.section not in ("", visit.clause.section):
        return False
    if not 0 <= clause.number - visit.clause.number <= 1:
        return False
    words = clause.folded[visit.end :] if clause.number == visit.clause.number else clause.folded
    return bool(_MET.search(words)) and not _NOT_INSIDE.search(words)


def plan_alone(clause: Clause, scene: Scene) -> list[Draft]:
    """ "CIN plan" and nothing more in an outcome cell: that is what was begun."""
    found = _PLAN_ALONE.match(clause.folded) if clause.column in OUTCOME_COLUMNS else None
    if found is None:
        return []
    plan = "child in need" if found["plan"] in ("cin", "c.i.n", "child in need") else "child protection"
    made = Draft("plan_started", Status.HAPPENED, True, {"plan": plan}, clause, 0, len(clause.folded))
    return scene.place(made, "child")


def by_manager(row: Row, drafts: Sequence[Draft], matcher: Matcher, scene: Scene) -> list[Draft]:
    """The manager's oversight, where the row is a record of it: its source says so, or it opens so."""
    if any(one.kind == "management_oversight" and one.status is Status.HAPPENED for one in drafts):
        return []
    for column in ("source", "category", "event"):
        cell = row.cell(column)[:_LABEL]
        if not cell:
            continue
        clause = Clause(cell, fold(cell), 0, column, "", 970)
        if column == "event":
            opening = _BY_MANAGER.match(clause.folded)
            end = opening.end() if opening else 0
        else:
            found = [one for one in matcher.find(clause).events if one.entry.kind == "management_oversight"]
            end = len(cell) if found else 0
        if end:
            made = Draft("management_oversight", Status.HAPPENED, True, {}, clause, 0, end, reader="column")
            made.about = scene.focus or scene.everyone()
            return [made]
    return []
