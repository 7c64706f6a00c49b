"""Words that look back: what became known only later, or what a reviewer says is not in the record.

They are commentary, never events. A reader who is shown a day as it was must not read them.
"""

from __future__ import annotations

import re

_LATER = r"(?:later|subsequently|only later)"
_REVIEW = r"(?:the |this )?review(?:ers?)?(?: author| panel| team)?"
_BACK = re.compile(
    r"\b(?:"
    r"it (?:has |had |was |is )?(?:since|later|subsequently|now|then)? ?(?:emerged|transpired|came to light)"
    rf"|it (?:{_LATER} |then )(?:became|was|turned out)"
    rf"|it was (?:{_LATER}|not until later|not known (?:then|at the time))"
    rf"|(?:which |who |this |that )?(?:was|were|is|are) {_LATER} (?:known|found|learne?d|discovered|established"
    r"|confirmed|understood|said|told|seen|charged|convicted|arrested)"
    rf"|{_LATER} (?:emerged|transpired|learne?d|discovered|came to light|became (?:known|apparent|clear))"
    r"|(?:with|in) hindsight|in retrospect|looking back|on reflection"
    rf"|{_REVIEW} (?:finds?|found|notes?|noted|heard|considers?|considered|concludes?|concluded|was told|cannot)"
    r"|there (?:is|was) no (?:record|evidence|indication|note) (?:that|to show|as to|whether|why)"
    r"|no record (?:that|to show|of (?:it|any|why|whether|how))"
    r"|(?:it is |is |was )?not (?:recorded|documented) why"
    r"|unknown (?:at (?:this|that|the) (?:time|point|stage)|to (?:the )?\w+ at the time)"
    r"|unbeknownst"
    r")\b",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?;](?=\s|$)|\n")
HIDDEN = "[words that look back are not shown]"


def without_looking_back(text: str) -> str:
    """The text as it could have been written on its day: from words that look back to the end of their sentence cut."""
    if _BACK.search(text) is None:
        return text
    kept: list[str] = []
    at = 0
    while (found := _BACK.search(text, at)) is not None:
        end = _END.search(text, found.end())
        kept.append(text[at : found.start()] + HIDDEN)
        at = end.start() if end is not None else len(text)
    return "".join((*kept, text[at:]))
