"""Names that the roster does not hold: "Ben seen" is no sighting of Kai.

Without a roster no name is known: a name seen is then possibly the case's child, and a "Y" is the child's
only where the row names nobody else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.code.clauses import Clause
from engine.code.drafts import Draft
from engine.code.people import Cast
from engine.timeline import Status

_NAME = r"(?P<name>[A-Z](?:[a-z]+(?:-[A-Z][a-z]+|[A-Z]{1,2})?)?|X[A-Z][a-z]+[A-Z]{1,2})"
"""Ben, Ellie-Mae, B; ChildA and XPersonA as anonymised cases write them."""
_BEFORE = re.compile(
    rf"\b{_NAME}(?: [A-Z][a-z]+)?,?\s+(?:(?:was|is|has|had|been|also|briefly|only|were|again|not|then)\s+)*$"
)
_AFTER = re.compile(rf"^\s*(?:(?:to|with|and|both|that|of)\s+)*{_NAME}\b")
_TOLD = re.compile(
    rf"(?:^|(?<=[\s,(])){_NAME}(?: (?:was|is|has been|had been|were|briefly|also))? "
    r"(?:(?:not|only|briefly|also) )*(?:seen|at home|present|asleep|playing|in|out|sighted|spoken|absent|well|away)\b"
)
_CELL = re.compile(rf"\b{_NAME}\b")
_AWAY = re.compile(r"^\W*(?:was |is |were |has )?(?:(?:not|n't) (?:been )?(?:at home|in\b|there|home|present)|absent)")
_JOINED = re.compile(r"(?:\band|&|,|/)\s*$")
_CAPITALISED = """
a i y n x the this that these those he she they it we you his her their our my all both each every one none no
not yes only also and or but nor with by at in on of to for from as if when while then there here where who what
child children baby babies infant toddler boy boys girl girls son daughter sibling siblings sister brother twins
chn kids pupil student newborn bub subject yp person mother mum mummy father dad daddy parent parents carer
carers mgm mgf pgm pgf nan gran grandmother grandfather grandparents aunt auntie uncle partner boyfriend
stepfather family neighbour neighbours friend lodger male female adult adults man woman mo fa visit visits home
house school nursery class clinic hospital ward surgery office contact centre room door window cot bed bedroom
lounge kitchen garden playground breakfast club social worker workers health visitor visitors officer officers
police pc pcs nurse midwife doctor dr gp teacher dsl staff manager team service services support practitioner
professional professionals headteacher head lead housing mash duty iro conference chair guardian paediatrician
consultant paramedic paramedics crew ambulance unannounced announced statutory joint planned initial follow
review assessment update core group cin cp plan unable able seen saw sighted present spoken spoke met observed
found safe well welfare check completed attended today yesterday tomorrow now later again still already during
after before since until once monday tuesday wednesday thursday friday saturday sunday january february march
april may june july august september october november december same day new birth next last first second third
date time clean happy alone asleep awake sleeping playing via face teams zoom skype whatsapp facetime video
virtual telephone phone text email letter call nobody noone neither everyone everybody someone somebody reported
reports record chronology entry details outcome action weighed measured examined appeared looked healthy quiet
briefly however although so which whose whom red case agency notes note access gained successful conducted
undertaken section supervision
"""
_NO_NAMES = frozenset(_CAPITALISED.split())


def _unknown(name: str, cast: Cast) -> bool:
    """Whether `name` is a name, and not of anybody known."""
    plain = name.lower()
    if plain in _NO_NAMES:
        return False
    return not cast.mentions(Clause(name, plain, 0, "event"))


def _names(text: str, pattern: re.Pattern[str], cast: Cast) -> set[str]:
    return {found["name"] for found in pattern.finditer(text) if _unknown(found["name"], cast)}


def instead(one: Draft, told: Sequence[Clause], cast: Cast) -> bool:
    """Whether it was, or may have been, somebody else whom the words say was seen."""
    nameless = not any(child.names for child in cast.children)
    if one.reader == "column":
        text = one.clause.text
        known = any(m.kind in ("child", "baby", "one") for m in cast.mentions(one.clause))
        if not known and _names(text, _CELL, cast):
            return True
        others = {name for clause in told for name in _names(clause.text, _TOLD, cast)}
        return len(others) > nameless
    text = one.clause.text
    before = _BEFORE.search(text[: one.start])
    if before and _unknown(before["name"], cast):
        if _JOINED.search(text[: before.start("name")]) and _known_before(one, before.start("name"), cast):
            return False  # "Kai and Ben seen"
        return not _marked_alone(one, told, cast, nameless=nameless)
    if before is None and (after := _AFTER.match(text[one.end :])) and _unknown(after["name"], cast):
        rest = text[one.end + after.end() :]
        if re.match(r"\s*(?:and|&|,)", rest) and cast.mentions(Clause(rest, rest.lower(), 0, "event")):
            return False
        return not _marked_alone(one, told, cast, nameless=nameless)
    return False


def _marked_alone(one: Draft, told: Sequence[Clause], cast: Cast, *, nameless: bool) -> bool:
    """Whether, without a roster, the seen column says so too and the row names one child only."""
    if not nameless or not one.extra.get("marked"):
        return False
    return len({name for clause in told for name in _names(clause.text, _TOLD, cast)}) < 2


def _known_before(one: Draft, at: int, cast: Cast) -> bool:
    return any(m.kind in ("child", "one", "baby") and at - m.end <= 6 for m in cast.mentions(one.clause) if m.end <= at)


def away(seen: list[Draft], told: Sequence[Clause], cast: Cast) -> list[Draft]:
    """With every child of whom the row says "not at home": such a child was not seen by a bare "Y"."""
    out = list(seen)
    for clause in told:
        for one in cast.mentions(clause):
            if one.kind != "child" or one.possessive or not _AWAY.match(clause.folded[one.end :]):
                continue
            if any(d.status is Status.NOT_HAPPENED and set(one.ids) <= set(d.about) for d in out):
                continue
            plainly = [
                d
                for d in out
                if d.status is Status.HAPPENED and d.certain and d.reader != "column" and set(one.ids) & set(d.about)
            ]
            if plainly:
                for d in plainly:
                    d.certain = False
                continue
            kept = []
            for d in out:
                if d.status is Status.HAPPENED and set(one.ids) & set(d.about or d.perhaps):
                    d.about = tuple(i for i in d.about if i not in one.ids)
                    d.perhaps = tuple(i for i in d.perhaps if i not in one.ids)
                    if not d.about and not d.perhaps:
                        continue
                kept.append(d)
            out = kept
            out.append(
                Draft("sighting", Status.NOT_HAPPENED, True, {}, clause, one.start, len(clause.folded), about=one.ids)
            )
    return out
