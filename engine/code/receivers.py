"""Who was told of a row: the agencies that its words name as having got it, been there, or spoken with.

Three answers for an agency that is named. It got the row (what a row says was passed on is what the row says). It
took part in what one sentence tells ("spoke with police"). Or it may have been told: it is named, and nothing says
that it was told, or telling it was only planned. An agency that is said not to know, or is not named, is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from engine.code.clauses import fold
from engine.rows import Row
from engine.values import dataclass

HEALTH = (
    "Health", "Health Visiting", "Maternity", "Hospital", "GP", "School Nursing", "Mental Health", "Ambulance",
)  # fmt: skip
CATEGORIES: Mapping[str, Sequence[str]] = {
    "police": ("Police",),
    "health": HEALTH,
    "gp": ("GP",),
    "social care": ("Children's Social Care",),
    "education": ("School",),
    "early help": ("Early Help",),
}
"""What a record calls several agencies by, and whom that may mean."""

EVERYONE = "everyone"
"""Stands for whichever agencies there are: "all agencies informed"."""

COLUMNS = ("category", "source", "event", "action")
"""The columns in which a row says whom it was told to; a comment or a reason is not looked at."""

_WHOLE_COLUMNS = ("category", "source", "action")
_WIDEST = 4
_NEAR = 160
"""Characters before and after an agency that are looked at, so that a long cell takes time by its length only."""
_WORD = re.compile(r"[a-z0-9&'/-]+")
_SENTENCE = re.compile(r"(?:[^.;\n]|\.(?=\d)|(?<=\bd)/)+")
_EVERYBODY = re.compile(
    r"\b(?:all (?:the )?(?:agencies|professionals|partners|partner agencies|services)|partner agencies"
    r"|core group members|professionals? network|the network)\b"
)
_PASSED_ON = re.compile(
    r"\b(?:refer+ed|referrals?|reported|reports?|sent|passed(?: on)?|shared|copied|forwarded|e-?mailed|faxed"
    r"|notified|notifications?|letters?|cop(?:y|ies)|information|concerns?|raised|made|handed over|handover)\b"
    r"(?: [a-z'/-]+){0,5}? (?:to|with)(?: (?:the|a|an|local|duty|allocated|named|her|his|their))*\s*$"
    r"|\b(?:informed|notified|told|updated|alerted|e-?mailed|cc(?:'?d)?|copy to|copied to)\s*:?"
    r"(?: (?:the|a|an|local|duty|allocated|named|her|his|their))*\s*$"
)
"""Stands before an agency that got what the row says."""
_SPOKE = re.compile(
    r"\b(?:spoke(?:n)?(?: (?:to|with))?|conversation with|discuss(?:ed|ion)(?: [a-z'/-]+){0,4}? with"
    r"|liais(?:ed|on)(?: with)?|asked|phoned|rang"
    r"|telephoned|called|contacted|advised|t/?c (?:to|with|from)|(?:phone |telephone )?calls? (?:to|with|from)"
    r"|joint(?:ly)?(?: [a-z'/-]+){0,3}? with|met with|meeting with|attended by|present|attendees|in attendance"
    r"|received from|referral from|information from|report from|from|by)\s*:?"
    r"(?: (?:the|a|an|local|duty|allocated|named|her|his|their))*\s*$"
)
"""Stands before an agency that took part in what the sentence tells."""
_WAS_TOLD = re.compile(
    r"^(?:'s)?(?: (?:team|service|duty|was|were|has been|have been|been|also|duly|then|now|is|are|both|all))*"
    r" (?:informed|notified|told|updated|aware|alerted|cc'?d|copied in)\b"
)
"""Stands after an agency that got what the row says."""
_TOOK_PART = re.compile(
    r"^(?:'s)?(?: (?:team|service|duty|has|have|also|then|was|were))*"
    r" (?:present|attended|attending|in attendance|advised|reports?|reported|states?|stated|said|says|confirmed|rang"
    r"|called|phoned|asked|requested|shared|referred|emailed|told us|contacted|visited)\b"
)
_NOT = re.compile(
    r"\b(?:not|no|never|without|nobody|un(?:aware|able)|declined|tried|attempt\w*|yet to|didn't|wasn't)\b"
)
_NOT_KNOWING = re.compile(r"^(?:'s)?(?: (?:was|were|is|are|had|has|been))* (?:not|never|un)(?: |aware|told|informed)")
_TO_COME = re.compile(
    r"\b(?:to be|will|should|shall|if|need(?:s)?|plan(?:s|ned)?|would|could|must|agreed to|recommend\w*|consider\w*"
    r"|request(?:ed)?|intend\w*|once|when|unless|awaiting|promised)\b|\b(?:to|for)$"
)
_LIST = re.compile(r"^\s*(?:,|and|&|/|\+|, and|as well as)\s*(?:the |also )?\s*$")


@dataclass(frozen=True, slots=True)
class Told:
    """An agency that a row names: whether it got the row, took part in one stretch of a column, or may have."""

    agency: str
    how: str
    """ "row", "part" or "may"."""
    column: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class _Mention:
    agency: str
    start: int
    end: int


class Receivers:
    """Looks for the agencies of one case in what its rows say."""

    def __init__(self, known: Mapping[str, str], weak: frozenset[str], agencies: Sequence[str]) -> None:
        """`known`: written form -> canonical name; `weak`: forms that are more often no agency."""
        forms = {form: name for form, name in known.items() if form not in weak}
        self._forms = forms | {name.lower(): name for name in agencies}
        self._here = tuple(agencies)

    def told(self, row: Row, recorder: str) -> list[Told]:
        """What a row says of each agency but its recorder, column by column."""
        out: list[Told] = []
        for column in COLUMNS:
            folded = fold(row.cell(column))
            for sentence in _SENTENCE.finditer(folded):
                out += self._in_sentence(sentence.group(), sentence.start(), column, recorder)
            if _EVERYBODY.search(folded):
                out += [Told(agency, "may") for agency in self._here if agency != recorder]
        return out

    def _in_sentence(self, words: str, start: int, column: str, recorder: str) -> Iterator[Told]:
        for mention, cue in _with_cues(words, list(self._mentions(words))):
            if not cue:
                continue
            for agency in self._meant(mention.agency):
                # A word that may mean several agencies says of none for sure that it was told.
                sure = mention.agency == agency and len(CATEGORIES.get(agency.lower(), ())) <= 1
                if agency != recorder and cue == "row" and sure:
                    yield Told(agency, "row")
                elif agency != recorder and cue == "part" and sure:
                    how = "row" if column in _WHOLE_COLUMNS else "part"
                    yield Told(agency, how, column, start, start + len(words))
                elif agency != recorder:
                    yield Told(agency, "may")

    def _mentions(self, words: str) -> Iterator[_Mention]:
        found = list(_WORD.finditer(words))
        at = 0
        while at < len(found):
            for size in range(min(_WIDEST, len(found) - at), 0, -1):
                form = words[found[at].start() : found[at + size - 1].end()].removesuffix("'s")
                name = self._forms.get(form) or (form if form in CATEGORIES else "")
                if name:
                    yield _Mention(name, found[at].start(), found[at].start() + len(form))
                    at += size - 1
                    break
            at += 1

    def _meant(self, name: str) -> Sequence[str]:
        """The agencies of the case that a name may mean: itself, or those that a word such as "health" covers."""
        if name in self._here and name.lower() not in CATEGORIES:
            return (name,)
        return [agency for agency in CATEGORIES.get(name.lower(), (name,)) if agency in self._here]


def _with_cues(words: str, mentions: Sequence[_Mention]) -> Iterator[tuple[_Mention, str]]:
    """Each agency with what is said of it; those of a list ("health visitor and midwife told") share what is said."""
    group: list[_Mention] = []
    for at, mention in enumerate(mentions):
        group.append(mention)
        following = mentions[at + 1] if at + 1 < len(mentions) else None
        if following is not None and _LIST.match(words[mention.end : following.start]):
            continue
        first, last = _around(words, group[0]), _around(words, mention)
        cue = first if first in ("row", "part") else last
        yield from ((one, cue) for one in group)
        group = []


def _around(words: str, mention: _Mention) -> str:
    return _cue(words[max(0, mention.start - _NEAR) : mention.start], words[mention.end : mention.end + _NEAR])


def _cue(before: str, after: str) -> str:
    """What the words around an agency say of it: "row", "part", "may", or nothing where it is said not to know."""
    if _NOT_KNOWING.match(after):
        return ""
    for cue, how in ((_PASSED_ON, "row"), (_SPOKE, "part")):
        found = cue.search(before)
        if found:
            return _claimed(before[: found.start()], found.group(), how)
    for cue, how in ((_WAS_TOLD, "row"), (_TOOK_PART, "part")):
        found = cue.match(after)
        if found:
            return "may" if _TO_COME.search(found.group()) else _claimed(before, "", how)
    return "may"


def _claimed(before: str, cue: str, how: str) -> str:
    """What a way of telling comes to after the words before it: nothing if denied, "may" if only planned."""
    near = " ".join(before.split()[-4:])
    if _NOT.search(near) or _NOT.search(cue):
        return ""
    return "may" if _TO_COME.search(near) else how
