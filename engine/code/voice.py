"""What a child said: in prose, where the child is surely the one who speaks, and in a column of its own."""

from __future__ import annotations

import re

from engine.code.clauses import Clause
from engine.code.drafts import Draft
from engine.code.subjects import Scene
from engine.rows import Row
from engine.timeline import Status

_NOTHING_SAID = re.compile(
    r"^\W*(?:n/?a|none|nil|no|not (?:obtained|applicable|recorded|known|sought|captured|seen)|n/?k"
    r"|-|too young.*|tbc)?\W*$"
)
_OTHERS_SAY = re.compile(r"\b(?:they|we|staff|who|it|is|was|are|were|been|be|which|reportedly|also)\s*$")
_REPORTED = re.compile(r"^\s*(?:to (?:have|be)|by)\b")
_PRONOUN = re.compile(r"(?:^|\b(?:that|and|but|when|then|,)\s*)(?P<who>he|she)(?: (?:also|has|then|later))*\s*$")
_PRONOUN_FIRST = re.compile(r"(?:he|she)\b")
_SPOKE_FIRST = re.compile(
    r"^\W*(?:says?|said|told|tells|talked|spoke|wants?|wanted|wishes|wished|drew|describe[sd]|asked|worried|worries|feels?"
    r"|felt|likes?|misses|disclosed|shared|chose|showed|smil\w+|cried|clung|hid|wouldn'?t|would not|would like|nodded"
    r"|shrugged|went quiet|doesn'?t want|does not want|did(?:n'?t| not) want)\b"
)
_QUOTE_AFTER = re.compile(r"^(?: (?:says|said|told (?:me|staff|us)))?\s*[:,-]?\s*[\"']\w")
_QUOTE_BEFORE = re.compile(r"[\"'][^\"]{2,200}[\"']\s*,?\s*(?:said|says|replied|shouted|whispered) $")
_SEX = {"he": "male", "she": "female"}


def child_speaks(made: Draft, scene: Scene) -> list[Draft]:
    """Words are the child's only where the child is the one who speaks."""
    folded = made.clause.folded
    spoken = _PRONOUN_FIRST.match(folded[made.start :])
    begin = folded[: made.start + (spoken.end() if spoken else 0)]
    if _REPORTED.match(folded[made.end :]) or _OTHERS_SAY.search(folded[: made.start]):
        return []
    before = [one for one in scene.mentions if one.start < made.start + 1]
    if not before:
        return _pronoun(made, scene, begin) or _carried_on(made, scene)
    if before[-1].kind not in ("child", "one", "children", "baby", "sibling"):
        return []
    far = folded.count(" ", before[-1].end, made.start) > (4 if len(before) > 1 else 10)
    if before[-1].possessive or far:
        return []
    ids, sure = scene.with_joined(before[-1], made.clause)
    if not ids:
        return []
    made.about, made.perhaps = (ids, ()) if sure else ((), ids)
    return [_words(made)]


def _pronoun(made: Draft, scene: Scene, begin: str) -> list[Draft]:
    """ "Tom seen. He said ...": the one child of the sentence before, where its sex allows."""
    found = _PRONOUN.search(begin)
    if found is None or not scene.speaker:
        return []
    child = next((one for one in scene.cast.children if one.id == scene.speaker[0]), None)
    if child is None or (child.sex and child.sex != _SEX[found["who"]]):
        return []
    made.about = scene.speaker
    return [_words(made)]


def _carried_on(made: Draft, scene: Scene) -> list[Draft]:
    """ "Jade seen alone. Said it goes loud": without a subject of its own, perhaps the one child just spoken of."""
    if not scene.carrier or made.start > 2 or not _SPOKE_FIRST.match(made.clause.folded):
        return []
    made.perhaps, made.certain = scene.carrier, False
    return [_words(made)]


def quoted(clause: Clause, scene: Scene) -> list[Draft]:
    """ "Jade: 'can I see my brother?'" and "'No chance' said Jade": the child's words between marks."""
    for one in scene.mentions:
        if one.kind not in ("child", "baby") or one.possessive or len(one.ids) > 1:
            continue
        after = _QUOTE_AFTER.match(clause.folded[one.end :])
        before = None if after else _QUOTE_BEFORE.search(clause.folded[: one.start])
        if not after and not before:
            continue
        start, end = (one.start, len(clause.folded)) if after else (before.start() if before else 0, one.end)
        made = Draft("child_words", Status.HAPPENED, False, {}, clause, start, end)
        made.perhaps = one.ids
        return [_words(made)]
    return []


def _words(made: Draft) -> Draft:
    made.attributes["words"] = made.clause.text[made.start :]
    made.restricted = True
    return made


def voice_column(row: Row, scene: Scene) -> list[Draft]:
    """The column of the child's own words."""
    cell = row.cell("child_voice")
    if _NOTHING_SAID.match(cell.lower()):
        return []
    clause = Clause(cell, cell.lower(), 0, "child_voice", "", 950)
    words = {"words": cell.strip()}
    made = Draft("child_words", Status.HAPPENED, True, words, clause, 0, len(cell), restricted=True)
    made.reader = "column"
    scene.enter(clause)
    return scene.place(made, "child")
