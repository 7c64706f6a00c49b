"""How a child was seen, if at all: a sighting is never more than the words of its row leave of it.

A telephone call, a photograph, a register or somebody's word lets nobody see a child: a "Y" beside them is
possible at most, and beside a cancelled visit it is nothing. On a screen, asleep or through a window a child
was glimpsed. What a clause of its own tells plainly ("Tom seen playing") only its own clause can weaken.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from engine.code import strangers
from engine.code.clauses import Clause
from engine.code.drafts import Draft
from engine.code.people import Cast, Mention
from engine.code.subjects import Scene
from engine.timeline import Status

_WHO = (
    r"(?:mother|mum|mummy|mo|father|dad|fa|parents?|mgm|mgf|pgm|pgf|nan|grandmother|grandfather|grandparents?|aunt|auntie"
    r"|uncle|neighbours?|family|friends?|partner|boyfriend|landlord|caller|referrer|relatives?|carers?)"
)
_SAYS = (
    r"(?:said|says|stated|states|saying|reports?|reported|told|advised|confirmed|informed|assured|claims|claimed"
    r"|thinks|believes|insists)"
)
_STATE = (
    r"(?:well|fine|ok|okay|good|safe|happy|healthy|asleep|sleeping|napping|upstairs|in bed|saw|seen|out|at school"
    r"|at nursery|with (?:mgm|pgm|nan|grandmother|dad|father|aunt))"
)
_PHONE = re.compile(
    r"\b(?:phone|phoned|telephone|telephoned|t/c|tc|p/c|phonecall|telecon|texted|text message|e-?mail(?:ed)?|rang"
    r"|texts? from|messages? from|messaged|whats ?app(?:ed)? (?:from|message|msg)|snapchat|instagram|insta"
    r"|chathealth|facebook|messenger|dm'?d|replied on)\b"
)
_BY_PHONE = re.compile(
    r"\b(?:phone|telephone|t/c) (?:home )?(?:visit|contact|review|check|appointment)\b"
    r"|\b(?:visit|h/v|review|check|appointment|contact|seen)\b[^.;,]{0,25}\b(?:by|via|over the|on the) (?:tele)?phone\b"
)
_NO_EYES = re.compile(
    r"\b(?:(?:photos?|photographs?|pictures? (?:of|sent|received)|selfie|cctv|footage|video clip|doorbell camera)\b"
    r"|marked (?:as )?(?:present|in|here|attending)\b|(?:on|in) (?:the )?(?:school |attendance )?register\b"
    r"|register (?:shows|confirms|says|states)\b|signed in\b"
    r"|(?:records?|chis|systm ?one|system|emis|rio|notes|mosaic|lcs|cpoms|sims|log|scr|red book|pchr)"
    r" (?:show|shows|showed|showing|says|say|states|state|suggests?|indicates?|confirms?)\b"
    r"|(?:should|ought to|could|would) have (?:been seen|seen)\b"
    r"|(?:supposed|meant|due|expected|hoped) to (?:be seen|have been seen|see|have seen)\b"
    r"|(?:believed|thought|assumed|presumed|understood|said|reported|reportedly|stated) (?:to be|to have been)\b"
    r"|believed (?:it )?(?:was|is)\b|assumed (?:it )?(?:was|is)\b"
    r"|(?:assurances?|reassurances?|confirmation|word|account|update) from (?:the |her |his )?" + _WHO + r"\b"
    r"|is reported (?:as )?" + _STATE + r"\b|reported (?:as )?(?:well|fine|safe|ok)\b)"
    r"|^\W*intel(?:ligence)?\b"
)
"""One word boundary before all the choices: looked for at each of them it costs a multiple of the search."""
_WALL = re.compile(
    r"\b(?:spoke|spoken|speaking|talked|chatted|shouted|called|answered|replied|conversation)\b[^.;]{0,40}"
    r"\b(?:through|via|behind|over|on|from behind) (?:an? |the )?(?:(?:closed|locked|front|bedroom|bathroom|shut) )*"
    r"(?:door|letter ?box|intercom|entryphone|entry phone|buzzer|walls?|fence|tannoy)\b"
)
"""Spoken to with something between: nobody was seen, unless the words say so too."""
_HEARD = re.compile(
    r"\b(?:heard|overheard|hear|sounds? of|voices?)\b(?! (?:that|from|about|back|of\b|mother|mum|father|dad|by\b))"
)
_WORD_OF = re.compile(rf"\b{_WHO}\b (?:has |had |have |also |then )?{_SAYS}\b[^.;]*\b{_STATE}\b")
_ACCORDING = re.compile(
    rf"\baccording to\b|\b(?:seen|sighted|{_STATE}) (?:today )?(?:by|per) (?:the |her |his )?{_WHO}\b"
)
_SAW = re.compile(rf"\b{_WHO}\b (?:(?:has|had|have) (?:just |also )?seen|saw(?! (?:sw|hv|me|us|police)\b))\b")
_CANCELLED = re.compile(
    r"\b(?:visit|h/v|hv|appointment|appt|session)\b[^.;]{0,40}\b(?:cancell?ed|re-?arranged|rescheduled|postponed|c/x"
    r"|did not (?:take place|go ahead|happen)|didn't (?:take place|go ahead|happen)|called off)\b"
    r"|\b(?:cancell?ed|re-?arranged|rescheduled|postponed)\b[^.;]{0,30}\b(?:visit|h/v|hv|appointment|appt|session)\b"
    r"|\b(?:visit|h/v) to be re-?arranged\b"
)
_LEFT_BEHIND = re.compile(r"\b(?:without|minus|w/o) (?:the |her |his |their )?$")
_PAPER = re.compile(
    r"^\W*(?:letters?|reports?|handover|correspondence|records?|minutes|copy|clinic letter|discharge letter)"
    r" (?:from|rec|rec'd|recd|received|of|transferred|requested)\b"
)
_VIDEO = re.compile(
    r"\b(?:video|facetime|face time|whats ?app|teams|skype|zoom|virtual(?:ly)?|on ?screen|on camera"
    r"|webcam|attend anywhere)\b"
)
_ASLEEP = re.compile(
    r"(?<!not )\b(?:asleep|napping|not woken|fast asleep|tucked up|in bed"
    r"|sleeping(?! (?:arrange|well|better|through|bag|area|place|position|in (?:his|her|their) own)))\b"
)
_AWAKE = re.compile(r"\b(?:awake|woke|woken up|alert|smiling|playing|crawling|smiled)\b")
_GLIMPSED = re.compile(
    r"\b(?:at|on|from|through|in|by) (?:an? |the )?(?:(?:front|upstairs|bedroom|downstairs|back|living room) )?"
    r"(?:window|door|doorstep|letterbox|letter box|doorway)\b"
)
_WITH = re.compile(r"\b(?:with|by) (?:the |her |his )?\w+\W*$")
_TELLS = re.compile(
    r"\b(?:said|says|stated|states|told|tells|reports?|reported|advised|according to|claims|claimed|informed|confirms"
    r"|believes?|believed|thinks|thought|adamant|insists?|insisted|confirmed|understands?|aware|assured)\b"
)
_ACCOUNT = re.compile(
    r"\b(?:told|tells|informed|advised|reports?|reported|said|says|stated|states|confirms|confirmed)\b[^.;]*"
    r"\b(?:seen|saw|sighted)\b"
)
_BOTH = re.compile(r"\bboth (?:of )?(?:the )?(?:children|ch|chn|kids|boys|girls|siblings|seen|were|them)\b")
_ELSEWHERE = re.compile(r"\b(?:school|nursery|class|clinic|surgery|hospital|ward|face to face|in person|f2f)\b")
_IN_PERSON = frozenset(("visit", "attended", "police_protection", "police_welfare_check", "medical"))
_CHILD = ("child", "one", "baby", "sibling", "children", "both", "every")


def temper(
    seen: Sequence[Draft],
    told: Sequence[Clause],
    firm: Collection[int],
    others: Sequence[Draft],
    scene: Scene,
) -> list[Draft]:
    """`seen` with every sighting held to the words of its row; `firm` are the ids of drafts plain in prose."""
    met = any(
        one.kind in _IN_PERSON
        and one.status is Status.HAPPENED
        and one.attributes.get("outcome") not in ("no access", "cancelled")
        for one in others
    )
    cast = scene.cast
    alone = len(scene.focus or cast.living(scene.when, unborn=False)) == 1
    now = [one for one in told if one.section not in ("planned", "historical") and one.column != "rationale"]
    out: list[Draft] = []
    for one in seen:
        if one.status is not Status.HAPPENED:
            out.append(one)
            continue
        plain = id(one) in firm
        clauses = now
        if plain:
            before = [c for c in now if c.column == one.clause.column and c.number == one.clause.number - 1]
            remote = not met and not _ELSEWHERE.search(one.clause.folded)
            clauses = [*(before if remote else ()), one.clause]
        if not plain and any(_CANCELLED.search(clause.folded) for clause in clauses) and not _came_of(others):
            continue
        if any(_no_eyes(clause, one, plain=plain, met=met) for clause in clauses) or (
            one.reader == "column" and _not_there(one, seen, clauses, cast, met=met)
        ):
            one.certain = False
            one.extra["doubted"] = "yes"
        if alone and not plain and any(_BOTH.search(c.folded) for c in (*clauses, one.clause)):
            one.certain = False  # of two children we know one
        if one.reader == "column" and alone and re.search(r"\bboth\b", one.clause.folded):
            one.certain = False
        if (alone or one.reader != "column") and strangers.instead(one, now, cast):
            one.certain = False
            one.extra["doubted"] = "yes"
        out += _glimpsed(one, clauses, cast, plain=plain)
    return strangers.away(out, now, cast)


def _not_there(
    one: Draft, seen: Sequence[Draft], clauses: Sequence[Clause], cast: Cast, *, met: bool
) -> bool:
    """Whether the row says that the child was left behind, or tells of the seeing on paper only."""
    return _without(clauses, cast) or (not met and _only_on_paper(seen, one, clauses))


def _without(clauses: Sequence[Clause], cast: Cast) -> bool:
    """Whether somebody came "without Maya": no "Y" is then Maya's for certain."""
    return any(
        who.kind in _CHILD and _LEFT_BEHIND.search(clause.folded[: who.start])
        for clause in clauses
        for who in cast.mentions(clause)
    )


def _only_on_paper(seen: Sequence[Draft], one: Draft, clauses: Sequence[Clause]) -> bool:
    """Whether the "Y" may be that of a letter or of another day: "Letter from clinic. Maya seen 12/1"."""
    children = set(one.about or one.perhaps)
    earlier = any(two.status is Status.HISTORICAL and children & set(two.about or two.perhaps) for two in seen)
    return earlier or any(_PAPER.search(clause.folded) for clause in clauses)


def _came_of(others: Sequence[Draft]) -> bool:
    """Whether there was access on a visit of the row after all."""
    return any(one.kind == "visit" and one.attributes.get("outcome") in ("access", "doorstep") for one in others)


def _no_eyes(clause: Clause, one: Draft, *, plain: bool, met: bool) -> bool:
    """Whether the clause tells of something that lets nobody see a child."""
    text = clause.folded
    if _WALL.search(text) and not re.search(r"\b(?:seen|saw|sighted|could see)\b", text):
        return True
    if _NO_EYES.search(text) or _BY_PHONE.search(text) or _SAW.search(text):
        return True
    if not met and _PHONE.search(text) and not (plain and _face_to_face(text)):
        return True
    if _WORD_OF.search(text) and not (plain and not _TELLS.search(text[: one.start])):
        return True
    if not plain and (_HEARD.search(text) or _ACCOUNT.search(text)):
        return True
    if _ACCORDING.search(text):
        return True
    return one.clause is clause and bool(_second_hand(clause, one))


def _face_to_face(text: str) -> bool:
    return re.search(r"\b(?:face to face|in person|f2f)\b", text) is not None


def _second_hand(clause: Clause, one: Draft) -> bool:
    """Somebody else's account comes before the seeing: "HV told me that she had seen Ella"."""
    found = list(_TELLS.finditer(clause.folded[: one.start]))
    if not found:
        return False
    between = clause.folded[found[-1].end() : one.start]
    return not re.search(r",? (?:when|while|but|then)\b", between)


def _glimpsed(one: Draft, clauses: Sequence[Clause], cast: Cast, *, plain: bool) -> list[Draft]:
    """The sighting, at the lowest rung for the children of whom a glimpse is told."""
    everyone = one.about or one.perhaps
    low: set[str] = set()
    for clause in clauses:
        text = clause.folded
        if _VIDEO.search(text):
            low |= set(everyone)
        for pattern in (_ASLEEP, _GLIMPSED):
            if not (found := pattern.search(text)) or (pattern is _ASLEEP and _AWAKE.search(text)):
                continue
            who = [m for m in cast.mentions(clause) if m.start < found.start() and not m.possessive]
            if who and who[-1].kind == "adult" and not _WITH.search(text[: who[-1].end]):
                continue  # mother at the door
            if pattern is _GLIMPSED and not who and not re.search(r"\b(?:seen|saw|sighted)\b", text):
                continue
            low |= _meant(who, everyone, cast) if not plain else set(everyone) & _meant(who, everyone, cast)
    if not low:
        return [one]
    rest = tuple(i for i in one.about if i not in low)
    if not rest or not one.about:
        one.attributes["rung"] = "a"
        return [one]
    other = Draft(
        one.kind,
        one.status,
        one.certain,
        dict(one.attributes),
        one.clause,
        one.start,
        one.end,
        about=rest,
        effects=one.effects,
        restricted=one.restricted,
        reader=one.reader,
        extra=dict(one.extra),
    )
    one.about = tuple(i for i in one.about if i in low)
    one.attributes["rung"] = "a"
    return [one, other]


def _meant(who: Sequence[Mention], everyone: Sequence[str], cast: Cast) -> set[str]:
    """The children named nearest before the words; all of them where none is."""
    near = [one for one in who if one.kind in _CHILD]
    if not near or near[-1].kind != "child":
        return set(everyone)
    ids = set(near[-1].ids)
    for one in near[:-1]:
        if near[-1].start - one.end <= 5:
            ids |= set(one.ids)
    return ids
