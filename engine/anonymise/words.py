"""Which words are ordinary English of records, so that they are nobody's name unless a title says so.

The words come from what is shipped: those that the labelled corpus writes small, those of the vocabulary, and the
words of dates and roles. A word that is missing is not replaced for that; it only lands in the list to check.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache

from engine.anonymise import namelists
from engine.data import data_path
from engine.dates.words import FEASTS, MONTHS, SEASONS, WEEKDAYS

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
"""A word of letters, with the apostrophes inside it."""

_PLAIN = re.compile(r"[a-z]+")


def folded(text: str) -> str:
    """Small letters without accents, apostrophes made plain: as names are compared."""
    text = text.replace("’", "'").replace("‘", "'")
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(char for char in apart if not unicodedata.combining(char)).lower()


@cache
def ordinary_words() -> frozenset[str]:
    """Every ordinary word, in small letters."""
    words = set(namelists.SMALL.split()) | set(MONTHS) | set(WEEKDAYS) | set(SEASONS) | set(FEASTS)
    base = data_path("rules")
    names: set[str] = set()
    for path in sorted((base / "corpus" / "train").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            for text in (entry.get("text", ""), entry.get("action", "")):
                for found in WORD.finditer(text):
                    word = found.group()
                    # Only words that are written small: a corpus holds names too.
                    (words if word.islower() else names).update(_PLAIN.findall(folded(word))[:1])
    for path in sorted((base / "vocabulary").rglob("*.yaml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.lstrip().startswith(("#", "examples", "counterexamples")):
                words.update(word for word in _PLAIN.findall(line) if len(word) > 2)
    return frozenset(words - GIVEN | _ALSO_WORDS)


_ALSO_WORDS = frozenset(namelists.ALSO_WORDS.split())
GIVEN = frozenset(namelists.GIVEN.split())
"""Common given names."""
SHORT = tuple(frozenset(line.split()) for line in namelists.SHORT.split("\n") if line)
"""Given names and the short forms they go by."""
