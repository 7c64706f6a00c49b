"""Text cut into numbers, words and marks: what the date grammar reads.

One flat pattern, no nesting, so the time taken grows with the length of the text and nothing else.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(r"<[^<>\s]{1,12}>|[0-9]+|[A-Za-z]+|[^\s]")
_SAME_MARK = {"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "’": "'", "‘": "'", "`": "'"}


class Token(NamedTuple):
    """A number ("n"), a word ("w") or a mark ("p"), in lower case, with its half-open place in the text.

    `glued` is True where no space stands before it; `capital` where the text has a capital letter.
    """

    text: str
    kind: str
    start: int
    end: int
    glued: bool
    capital: bool


END = Token("", "", 0, 0, False, False)
"""Stands for "no token here", so that looking past the end needs no test."""


def cut(text: str) -> list[Token]:
    """The tokens of `text` in order. Markup tags such as <sup> are dropped and glue what they parted."""
    tokens: list[Token] = []
    reached = -1
    for match in _TOKEN.finditer(text):
        raw = match.group()
        start, end = match.span()
        first = raw[0]
        glued = start == reached
        reached = end
        if first == "<" and end - start > 1:
            reached = end if glued else -1
            continue
        if "0" <= first <= "9":
            tokens.append(Token(raw, "n", start, end, glued, False))
        elif first.isascii() and first.isalpha():
            tokens.append(Token(raw.lower(), "w", start, end, glued, first.isupper()))
        else:
            tokens.append(Token(_SAME_MARK.get(raw, raw), "p", start, end, glued, False))
    return tokens
