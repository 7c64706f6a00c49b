"""What school staff tell of looking at a child or speaking with one: they saw the child at school."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.code.clauses import Clause
from engine.code.drafts import Draft
from engine.code.people import Mention
from engine.code.subjects import Scene
from engine.timeline import Status

_SPOKE = re.compile(r"\b(?:asked|spoke (?:to|with)|talked (?:to|with)|sat with|chatted (?:to|with)) (?:him|her|them)\b")
_TELLS = re.compile(r"\b(?:tells|telling) (?:me|us)\b|\bin (?:class|lesson|assembly)\b[^.;]{0,30}\btold (?:me|us)\b")
_STAFF = re.compile(
    r"\b(?:i|we|ta|teacher|dsl|staff|senco|head|nurse|mrs \w+|miss \w+|mr \w+) (?:noticed|noted|saw|seen|observed"
    r"|spotted|looked at)\b|\bby (?:me|(?:the |a |her |his |class |form )*(?:ta|teacher|dsl|staff|nurse))\b"
)
_NOTICED = re.compile(r"\b(?:noticed|noted|seen|saw|observed|spotted|looked at)\b")
_NOT = re.compile(
    r"\b(?:not|no|never|nobody|none|without|unable|absent|if|will|should|to be|phone|t/c"
    r"|rang|text|e-?mail|video|teams"
    r"|zoom|yesterday|last|ago|previously|weekend|reported|reports|photos?|cctv|heard)\b|n't\b|\?"
)
_ALONE = re.compile(r"\b(?:on (?:his|her|their) own|alone|1:1|one to one)\b")
_CHILD = ("child", "one", "baby")
_COLUMNS = ("event", "action")


def at_school(
    told: Sequence[Clause], drafts: Sequence[Draft], seen: Sequence[Draft], scene: Scene, agency: str
) -> list[Draft]:
    """Sightings by the staff of a school that wrote the row, beside those already read."""
    if agency != "School":
        return []
    out: list[Draft] = []
    last: Mention | None = None
    for clause in told:
        people = [one for one in scene.cast.mentions(clause) if one.kind != "thing" and not one.possessive]
        found = _looked(clause, people, drafts)
        before = [one for one in people if found and one.start < found[0]]
        who = before[-1] if before else last
        if found and clause.column in _COLUMNS and not clause.section and not _NOT.search(clause.folded):
            injured = [one for one in drafts if one.kind == "injury" and one.clause is clause and one.about]
            ids: tuple[str, ...] = ()
            if found[2] and injured:
                ids = injured[0].about
            elif who is not None and who.kind in _CHILD:
                ids, sure = scene.cast.resolve(who, scene.when)
                ids = ids if sure and len(ids) == 1 else ()
            nameless = not ids and who is None and not any(child.names for child in scene.cast.children)
            if nameless:  # without a roster no name is known: it may be the case's child
                ids = scene.cast.living(scene.when, unborn=False)
            if ids and not any(_same(one, ids) for one in (*seen, *out)):
                rung = "d" if _ALONE.search(clause.folded) else "b"
                shape = {"rung": rung, "where": "school"}
                if rung == "d":
                    shape["alone"] = "yes"
                certain = not nameless and (not found[2] or _STAFF.search(clause.folded) is not None)
                out.append(Draft("sighting", Status.HAPPENED, certain, shape, clause, found[0], found[1], about=ids))
        last = people[-1] if people else last
    return out


def _looked(clause: Clause, people: Sequence[Mention], drafts: Sequence[Draft]) -> tuple[int, int, bool] | None:
    """Where the clause tells of it, and whether it is an injury that was looked at."""
    for pattern in (_SPOKE, _TELLS):
        if found := pattern.search(clause.folded):
            return found.start(), found.end(), False
    injured = any(
        one.kind == "injury" and one.clause is clause and one.certain and one.status is Status.HAPPENED
        for one in drafts
    )
    found = _NOTICED.search(clause.folded)
    if injured and found and not any(one.kind == "adult" for one in people):
        return found.start(), found.end(), True
    return None


def _same(one: Draft, ids: tuple[str, ...]) -> bool:
    """Whether the row already says whether this child was seen."""
    return set(ids) <= set(one.about) and (one.certain or one.status is Status.NOT_HAPPENED)
