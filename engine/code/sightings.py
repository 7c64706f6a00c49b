"""Sightings told in prose: who was seen, and how surely. A relative's word is no sighting."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.code.clauses import Clause
from engine.code.drafts import Draft
from engine.code.matcher import Match
from engine.code.people import Mention, pronoun_before
from engine.code.subjects import Scene
from engine.timeline import Status

_ACTIVE = re.compile(
    r"^(?:saw|see|met|spoke|sight of|had sight|laid eyes|weighed|examined|handled|observed|did not see"
    r"|without seeing|no sight"
    r"|unable|could not|couldn't|cannot|can't|failed|not see|didn't see|refused"
    r"|would not|no sighting|not get)\b"
)
_OBJECT_PRONOUN = re.compile(r"^\W*(him|her|them|both|all)\b")
_RELATIVE = re.compile(
    r"\b(?:by|with) (?:the |her |his |their )?(?:mgm|mgf|pgm|pgf|neighbours?|mother|mum|father|dad"
    r"|family|nan|aunt|uncle"
    r"|grandmother|grandparents?|friends?|partner|boyfriend|landlord|relatives?)\b"
)
_BY = re.compile(r"\bby (?:a |an |the |any |her |his |their |another )?((?:[a-z0-9&'/-]+ ){0,2}[a-z0-9&'/-]+)")
_NEGATOR = re.compile(
    r"\b(?:not|no|never|nobody|none|without|unable|unseen|neither|nor|couldn't|didn't|wasn't"
    r"|weren't|hasn't|haven't|cannot|can't)\b"
)
_UNCLEAR = re.compile(
    r"\b(?:not clear|unclear|not known|not recorded|not stated|unknown|unsure|not sure|uncertain"
    r"|does not (?:say|state|record))\b"
    r"(?: as to)? (?:whether|if|who|that)\b|\b(?:whether|if) (?:the |any |either "
    r"|all )?(?:\w+ ){1,3}(?:was|were|had been) (?:actually )?seen\b"
)
_OTHER_TIME = re.compile(
    r"\b(?:last|ago|previously|before|earlier|yesterday|at birth|since|(?:in|during) (?:jan|feb"
    r"|mar|apr|may|june|july|aug|sep|oct|nov|dec)[a-z]*"
    r"|(?:on |last )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|in (?:19|20)\d\d|weekend)\b"
)
_NOT_ALL = re.compile(r"\bnot (?:all|every|both)\b|\bone of\b|\bsome of\b|\bat least one\b")
_ELLIPSIS = re.compile(r"^\W*(?:was |were |is )?(?:not|n't)\W*$|^\W*(?:was |were )?not\W*[,(]")
_HEARD = re.compile(r"\b(?:hear|heard|hearing|overheard|sounds? of|voices?)\b")
_BUT_NOT = re.compile(r"^\W*(?:[a-z]+ ){0,3}?(?:but|though|and) not\W*$|^\W*not\W*$")
_FINDING = re.compile(
    r"\b(?:no|nil|nothing|any|other|further|new) (?:[a-z/]+ ){0,2}?(?:marks?|bruis\w+|injur\w+|cuts|lesions|trainers"
    r"|razors?|adults?|males?|men|concerns|evidence|signs?|alcohol|drugs)(?: (?:was|were|to [a-z]+|on [a-z]+))? $"
    r"|\bnothing (?:was )?$"
)
"""What an examination did or did not show: it was no child that was not seen."""
_CALLER = re.compile(
    r"\b(?:neighbours?|grand(?:mother|father|ma)|mgm|mgf|pgm|pgf|aunt|uncle|caller|anon\w*|landlord|nan"
    r"|member of (?:the )?public|mum|mother)(?: (?:has|again|who|then))? "
    r"(?:rang|phoned|called|reports?|reported|says|said|worried|concerned|states|stated|told)\b"
    r"|\baccording to "
)
_LAY_SEEN = re.compile(
    r"\b(?:members? of (?:the )?public|mop|passers?.?by|neighbours?|callers?|referrer|landlord|friends?|relatives?"
    r"|family member|grand(?:mother|father|ma)|mgm|mgf|pgm|pgf|aunt|auntie|uncle|nan)(?: who)?"
    r" (?:has|have|had|says (?:he|she|they) (?:has|have|had))(?: [a-z]+)? $"
)
"""Before "seen": it is somebody of the public or the family who has seen the child."""
_PRESENCE = (
    "present",
    "attended",
    "came",
    "arrived",
    "at school",
    "into school",
    "in school",
    "in attendance",
    "was noted",
    "asleep",
    "sleeping",
    "napping",
)
_HEARSAY = re.compile(
    r"\b(?:said|says|stated|states|saying|told|reports?|reported|advised|according|claimed|claims"
    r"|informed)\b"
)
_ACTOR = re.compile(r"^(?:saw|see|met|spoke|observed)\b")
_FINDINGS = frozenset(("injury", "home_conditions", "utilities", "substance_misuse", "criminality"))
_CHILD = ("child", "children", "both", "every", "one", "baby", "sibling")


def place_sighting(draft: Draft, scene: Scene, clause: Clause, events: Sequence[Match]) -> list[Draft]:
    """A sighting in prose with its subject; none where it was an adult or a thing that was seen."""
    if _thing_seen(draft, scene, events, clause) or _FINDING.search(clause.folded[: draft.start]):
        return []
    words = clause.folded[draft.start : draft.end]
    if draft.status is Status.NOT_HAPPENED and words.startswith(_PRESENCE):
        return []  # "no offences disclosed": nothing is said of a child's being there
    if draft.attributes.get("rung") == "a" and _HEARSAY.search(clause.folded[: draft.start]):
        return []  # "dad said she was sleeping"
    if _CALLER.search(clause.folded[: draft.start]) and not draft.certain:
        return []  # what a caller tells of a child is no sighting
    if _LAY_SEEN.search(clause.folded[: draft.start]):
        return []
    tail = clause.folded[draft.end :]
    if _RELATIVE.match(tail.lstrip()) and not _in_company(words, tail, scene, draft):
        return []  # a relative's word is no sighting
    if _UNCLEAR.search(clause.folded):
        draft.certain = False
        draft.status = Status.HAPPENED if draft.status is Status.NOT_HAPPENED else draft.status
        draft.extra["unclear"] = "yes"
    subject = _subject(draft, scene, clause, active=bool(_ACTIVE.match(words)))
    if subject is None:
        return []
    ids, sure, plural = subject
    if sure:
        draft.about = ids
    elif plural:
        draft.about, draft.certain = ids, False
        if draft.status is Status.NOT_HAPPENED and not draft.extra.get("unclear"):
            draft.certain = True  # "the children were not seen" is said of each
    else:
        draft.perhaps, draft.certain = ids, False
    if draft.status is Status.HAPPENED and draft.certain:
        near = clause.folded[max(0, draft.start - 45) : draft.end + 25]
        if _NEGATOR.search(near) and "happened" not in draft.effects and not _harmless(near):
            draft.certain = False  # some "not" stands close by: never read it as surely seen
            draft.extra["near"] = "yes" if not _NEGATOR.search(clause.folded[: draft.end]) else "no"
    if _HEARD.search(clause.folded[: draft.start]):
        return []  # children heard are not children seen
    if _hearsay(draft, scene, clause):
        draft.certain = False
    if draft.status is Status.HAPPENED and (_OTHER_TIME.search(tail[:45]) or _NOT_ALL.search(clause.folded)):
        draft.certain = False
    if by := _BY.search(tail[:60]):
        draft.extra["by"] = by[1]
    if draft.attributes.get("rung") == "d" and not _handled_baby(words, clause):
        draft.attributes["rung"] = "b"
    return [draft, *_left_out(draft, scene, clause)]


def _in_company(words: str, tail: str, scene: Scene, draft: Draft) -> bool:
    """ "Maya seen with mum": who is named stood beside her. "Seen by mum" is a relative's word."""
    before = [one for one in scene.mentions if one.end <= draft.end and not one.possessive]
    return (
        words.endswith(("seen", "sighted", "observed"))
        and tail.lstrip().startswith("with")
        and bool(before)
        and before[-1].kind in ("child", "both")
        and draft.end - before[-1].end <= 15
    )


def _left_out(draft: Draft, scene: Scene, clause: Clause) -> list[Draft]:
    """ "Tom seen, Maya not": the second child was not seen."""
    if draft.status is not Status.HAPPENED:
        return []
    for one in scene.mentions:
        if one.start < draft.end or one.kind not in _CHILD:
            continue
        before = clause.folded[draft.end : one.start]
        if _ELLIPSIS.match(clause.folded[one.end :]) or _BUT_NOT.search(before):
            ids, sure = scene.with_joined(one, clause)
            if ids and sure and not set(ids) & set(draft.about):
                draft.certain = draft.certain or draft.extra.get("near") == "yes"
                return [
                    Draft(
                        "sighting",
                        Status.NOT_HAPPENED,
                        True,
                        {},
                        clause,
                        one.start,
                        len(clause.folded),
                        about=ids,
                    )
                ]
    return []


def _hearsay(draft: Draft, scene: Scene, clause: Clause) -> bool:
    """Whether it is a parent or a neighbour who says so."""
    for one in scene.mentions:
        if one.kind == "adult" and one.end <= draft.start and not one.possessive:
            return bool(_HEARSAY.search(clause.folded[one.end : draft.start]))
    return False


def _thing_seen(draft: Draft, scene: Scene, events: Sequence[Match], clause: Clause) -> bool:
    """Whether a bruise or a room, not a child, is what was seen: "bruising seen on his cheek"."""
    for other in events:
        if other.entry.kind in _FINDINGS and 0 <= draft.start - other.end <= 12:
            between = clause.folded[other.end : draft.start].split()
            if all(word in ("was", "were", "also", "is", "-", "noted", "been", "and") for word in between):
                return True
    return False


def _harmless(near: str) -> bool:
    return bool(
        re.search(r"\bno (?:new |further |other |visible )?(?:concerns|injuries|marks|issues|worries|bruis)", near)
    ) and not re.search(r"\b(?:not|never|without|unable|nobody|none) ", near)


def _handled_baby(words: str, clause: Clause) -> bool:
    return bool(
        re.search(r"\b(?:baby|infant|newborn|nbv|birth|weighed|handled|undressed)\b", clause.folded)
    ) and not re.search(r"\basleep\b", clause.folded)


def _subject(draft: Draft, scene: Scene, clause: Clause, *, active: bool) -> tuple[tuple[str, ...], bool, bool] | None:
    """(children, surely each of them, spoken of in the plural), or None: no child of the case."""
    before = [one for one in scene.mentions if one.start < draft.start + 1 and not one.possessive]
    after = [one for one in scene.mentions if one.start >= draft.start + 1]
    inside = [one for one in after if one.end <= draft.end]
    if inside and re.search(r"\b(?:seen|met|present|observed) with $", clause.folded[: inside[-1].start]) and before:
        return _meaning(before[-1], scene, clause)  # "Callum seen with Jade": Callum for certain
    if inside:
        return _meaning(inside[-1], scene, clause)
    after = [one for one in after if one.start >= draft.end]
    if (
        active
        and before
        and before[-1].kind == "adult"
        and _ACTOR.match(clause.folded[draft.start : draft.end])
        and (clause.folded.count(" ", before[-1].end, draft.start) <= 3)
    ):
        return None  # a relative or neighbour saw the child
    if active:
        near = after[0] if after and clause.folded.count(" ", draft.end, after[0].start) <= 5 else None
        if near is not None:
            return _meaning(near, scene, clause)
        if _OBJECT_PRONOUN.match(clause.folded[draft.end :]) and scene.last_child:
            ids, sure = scene.last_child
            return ids, sure, not sure
        words = clause.folded[draft.start : draft.end]
        if not words.startswith(("observed", "weighed", "examined", "handled", "unable", "no sight", "not ")):
            return None
    if before and clause.folded.count(" ", before[-1].end, draft.start) <= 9:
        return _meaning(before[-1], scene, clause)
    after = [one for one in after if not one.possessive]
    if (
        after
        and clause.folded.count(" ", draft.end, after[0].start) <= 3
        and not re.match(r"^\W*(?:by|with|at|from|on|in|to|of|around|above|under)\b", clause.folded[draft.end :])
    ):
        return _meaning(after[0], scene, clause)
    if pronoun_before(clause, draft.start) == "they" and scene.last_child is None:
        return None
    if scene.last_child is not None:
        ids, sure = scene.last_child
        return ids, sure, not sure
    if clause.folded[draft.start : draft.end].startswith(("spoken", "found", "present", "came", "arrived", "attended")):
        return None
    if scene.focus:
        return scene.focus, True, False
    ids = scene.cast.living(scene.when, unborn=False)
    return ids, len(ids) == 1, False


def _meaning(one: Mention, scene: Scene, clause: Clause) -> tuple[tuple[str, ...], bool, bool] | None:
    if one.kind not in _CHILD:
        if one.kind != "adult":
            return None
        at = scene.mentions.index(one)
        for step in (-1, 1):  # "mother and both children were seen"
            if 0 <= at + step < len(scene.mentions) and scene.mentions[at + step].kind in _CHILD:
                left, right = sorted((at, at + step))
                gap = clause.folded[scene.mentions[left].end : scene.mentions[right].start].strip()
                if gap in ("and", "&", ",", "and the", "/", "plus"):
                    return _meaning(scene.mentions[at + step], scene, clause)
        return None
    ids, sure = scene.with_joined(one, clause)
    if not ids:
        return None
    if one.kind == "children" and len(ids) == 1:
        return ids, False, True  # "the children" where we know of one: there are others
    if one.kind == "sibling" and not ids:
        return None
    return ids, sure, one.kind in ("children", "both", "every")
