"""Sentences that say what a family is, not what happened: origin, faith, language, disability, income, form.

No rule rests on these, so such a sentence, read or not, must neither raise, soften nor settle anything.
"""

from __future__ import annotations

import re

_IS_OR_HAS = re.compile(
    r"^\W*(?:the )?(?:family|families|parents|mum|mother|dad|father|child|children|baby|partner|he|she|they|[a-z]+)"
    r"(?:'s [a-z]+(?: [a-z]+)?)? (?:is|are|has|have|uses|use|speaks|speak|receives|receive)\b"
)
_OF_A_PERSON = re.compile(
    r"\b(?:british|english|irish|scottish|welsh|polish|romanian|lithuanian|portuguese|ukrainian|albanian|somali"
    r"|nigerian|ghanaian|pakistani|indian|bangladeshi|chinese|caribbean|african|asian|european|arab|kurdish|afghan"
    r"|syrian|gypsy|roma|romany|travellers?|white|black|mixed (?:heritage|race)|dual heritage|ethnic\w*"
    r"|muslims?|christians?|catholics?|jewish|hindus?|sikhs?|buddhists?|jehovah\w*|practising|faith|religio\w*"
    r"|first language|bilingual|interpreter needed|autis\w+|adhd|dyslexi\w+|deaf|blind|wheelchair|disab\w+"
    r"|learning (?:difficult\w+|disabilit\w+)|care leavers?|care experienced|looked after as a child"
    r"|single parents?|lone parents?|two mums|two dads|same.sex|gay|lesbian|married|unmarried|divorced|widow\w*"
    r"|universal credit|benefits|income support|unemployed|employed|working class|middle class|asylum|refugees?"
    r"|immigration status|\d{2} years old|\d{2})\b"
)


def says_who_they_are(folded: str) -> bool:
    """Whether a clause (folded) only says what somebody is or has, of the things on which no rule may rest."""
    return _IS_OR_HAS.match(folded) is not None and _OF_A_PERSON.search(folded) is not None
