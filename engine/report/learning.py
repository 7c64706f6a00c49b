"""`flag code --learn coded.xlsx`: the wording that a person's corrections teach, to read, edit and use with --words."""

from __future__ import annotations

import json
import re

from engine.case import ReadCase
from engine.code.clauses import fold
from engine.code.people import Cast
from engine.corrections import Corrected

MOST_WORDS = 8
FEWEST_TO_SET_ASIDE = 3
"""Fewer words that were misread would set aside too much elsewhere ("closed")."""
_WORD = re.compile(r"[a-z0-9]+(?:['/&-][a-z0-9]+)*")
_HEAD = """# Wording learnt from corrections. Read it, take out what is too particular, check that no name stands in it.
# Use it with:  flag chronology.csv --words THIS-FILE
#   words       wording that tells of an event; kidname, mothername, fathername and partnername stand for the people
#   not_events  wording that tells of nothing, whatever words stand in it
#   glossary    abbreviations of your office:  PA: paternal aunt
"""


def render_words(read: ReadCase) -> str:
    """The file of local words, as YAML."""
    cast = Cast(read.case.people)
    words: dict[tuple[str, str], list[str]] = {}
    aside: list[str] = []
    notes: list[str] = []
    for one in read.corrected:
        if one.now is not None:
            phrase = _phrase(one.words, cast)
            if phrase:
                found = words.setdefault((one.now.kind, str(one.now.status)), [])
                found += [phrase] if phrase not in found else []
            else:
                notes.append(_note(one, "no words were given, or more than eight"))
        elif one.was is not None:
            phrase = _phrase(one.was.quote, cast)
            if len(phrase.split()) >= FEWEST_TO_SET_ASIDE:
                aside += [phrase] if phrase not in aside else []
            else:
                notes.append(_note(one, f"what was misread is too short to set aside everywhere: {phrase}"))
    lines = [_HEAD]
    lines.append("words:" if words else "words: []")
    for (kind, status), phrases in sorted(words.items()):
        listed = ", ".join(map(json.dumps, sorted(phrases)))
        lines += [f"  - kind: {kind}", f"    status: {status}", f"    phrases: [{listed}]"]
    lines.append(f"not_events: [{', '.join(map(json.dumps, sorted(aside)))}]")
    lines.append("glossary: {}")
    lines += [f"# {note}" for note in notes]
    return "\n".join(lines) + "\n"


def _phrase(words: str, cast: Cast) -> str:
    """The words as a phrase of the vocabulary, people's names replaced; empty where there are none or too many."""
    found = [cast.names[word][0] if word in cast.names else word for word in _WORD.findall(fold(words))]
    return " ".join(found) if 0 < len(found) <= MOST_WORDS else ""


def _note(one: Corrected, why: str) -> str:
    return f"row {one.row.shown}: {why}"
