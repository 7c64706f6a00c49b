"""Agencies by their canonical names; a name that is not known stays as it was written."""

from __future__ import annotations

import re
from functools import lru_cache

from engine.code.clauses import fold
from engine.code.vocabulary import Vocabulary

_EDGES = re.compile(r"^[^a-z0-9]+|[^a-z0-9)]+$")
_DETAIL = re.compile(r"(?: ?[(\[/:,]| - ).*$")
_SERIAL = re.compile(r"(?: (?:team|service|services|dept|department))?(?: ?\d{1,6})?$")
LONGEST = 200
"""Characters of an agency cell that are looked at; the rest is no name."""


class Agencies:
    """Looks agency names up as they stand in a column."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._known = vocabulary.agencies
        self._teams = vocabulary.teams
        self._find = lru_cache(maxsize=1024)(self._lookup)  # names of agencies, never of people

    def canonical(self, written: str) -> str:
        """The canonical name, or `written` without its outer spaces."""
        return self._find(written)[0]

    def team(self, written: str) -> str:
        """The team inside the agency that the words name ("MASH"), or an empty string."""
        return self._find(written)[1]

    def _lookup(self, written: str) -> tuple[str, str]:
        folded = " ".join(_EDGES.sub("", fold(written[:LONGEST])).split())
        for form in (folded, _DETAIL.sub("", folded), _SERIAL.sub("", folded), *self._parts(folded)):
            if form in self._known:
                return self._known[form], self._teams.get(form, "")
        return written.strip(), ""

    def _parts(self, folded: str) -> list[str]:
        """Runs of words that may name the agency: "St Mary's Primary School", "Anyshire Constabulary"."""
        words = [word.rstrip("0123456789") or word for word in re.findall(r"[a-z0-9&'-]+", folded)]
        sizes = range(min(4, len(words)), 0, -1)
        runs = [" ".join(words[at : at + size]) for size in sizes for at in range(len(words) - size, -1, -1)]
        return [run for run in runs if len(run) > 2 or len(words) <= 2]
