"""Sentences that say what a family is, not what happened: origin, faith, language, disability, income, form.

No rule rests on these, so such a sentence, read or not, must neither raise, soften nor settle anything. Only a
sentence that says nothing else is one: "She is black" is, "She has a black eye" and "He has 12 bruises" are not.
"""

from __future__ import annotations

import re

_IS_OR_HAS = re.compile(
    r"^\W*(?:the |their |her |his )?(?:family|families|parents|children|[a-z]+)(?:'s (?:first |home |main )?[a-z]+)?"
    r" (?:is|are|was|were|has|have|uses?|speaks?|receives?)\b"
)
_WORD = re.compile(r"[a-z0-9]+(?:['.-][a-z0-9]+)*")
_TELLING = re.compile(
    r"british|english|irish|scottish|welsh|polish|romanian|lithuanian|portuguese|ukrainian|albanian|somali"
    r"|nigerian|ghanaian|pakistani|indian|bangladeshi|chinese|caribbean|african|asian|european|arab|kurdish|afghan"
    r"|syrian|gypsy|roma|romany|travellers?|white|black|mixed|dual|ethnic\w*|muslims?|christians?|catholics?|jewish"
    r"|hindus?|sikhs?|buddhists?|jehovah\w*|faith|religio\w*|language|bilingual|interpreters?|autis\w+|adhd|dyslexi\w+"
    r"|deaf|blind|wheelchair|disab\w+|difficult(?:y|ies)|leavers?|experienced|single|lone|mums|dads|same-sex|gay|lesbian"
    r"|married|unmarried|divorced|widow\w*|credit|benefits|income|unemployed|employed|class|asylum|refugees?"
    r"|immigration|retired|teachers?|nurses?|cleaners?|drivers?|students?|\d{2}"
)
_BESIDE = frozenset(
    (
        "a", "an", "the", "of", "and", "or", "in", "as", "also", "both", "all", "mostly", "mainly", "very",
        "diagnosed", "diagnosis", "registered", "seeking", "claiming", "receiving", "origin", "heritage",
        "race", "background", "speaking", "user", "family", "parent", "person", "people", "man", "woman",
        "boy", "girl", "couple", "additional", "practising", "witness", "witnesses", "first", "needed",
        "learning", "care", "looked", "after", "child", "two", "universal", "support", "working", "middle",
        "seeker", "seekers", "status", "years", "old",
    )
)  # fmt: skip
"""Words that say nothing more beside a telling one."""


def says_who_they_are(folded: str) -> bool:
    """Whether a clause (folded) only says what somebody is or has, of the things on which no rule may rest."""
    begun = _IS_OR_HAS.match(folded)
    if begun is None:
        return False
    words = _WORD.findall(folded, begun.end())
    telling = [word for word in words if _TELLING.fullmatch(word)]
    return bool(telling) and all(word in _BESIDE or word in telling for word in words)
