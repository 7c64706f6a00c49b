"""The language of wording: what a practitioner writes in a vocabulary file, and the pattern it becomes.

    no reply            these words, one after the other, whatever stands between them but letters
    {visit} ..3 tried   a list from lists.yaml; then up to three other words of the same phrase; then "tried"
    {visit} ..,3 tried  the same, but commas and brackets may stand between
    was? seen           an optional word (also a list: {was}?)
    refer*              a word beginning so
    (house|home|flat)   one of these

Everything is matched in folded text (lower case, ASCII) and in time linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_TOKEN = re.compile(r"\.\.(?P<comma>,)?(?P<gap>\d{1,2})$|\{(?P<list>[a-z_]+)\}(?P<lo>\?)?$|\((?P<alt>[^()]+)\)(?P<ao>\?)?$")
_WORD = re.compile(r"[a-z0-9][a-z0-9'/&+.:-]*\*?\??$")
_SPLIT = re.compile(r"\([^()]*\)\??|\S+")

BETWEEN = r"[^a-z0-9]{1,5}"
"""What may stand between two words."""
WITHIN = r"[^a-z0-9,;:()]{1,4}"
"""What may stand between two words of a gap that keeps to one phrase."""
ANY_WORD = r"[a-z0-9][a-z0-9'/&]*"


class PhraseMistake(ValueError):
    """A phrase that is not in the language; says what is wrong, without its place."""


class Compiler:
    """Turns phrases into patterns, with the lists and the known misspellings of one vocabulary."""

    def __init__(self, lists: Mapping[str, Sequence[str]], misspelt: Mapping[str, Sequence[str]]) -> None:
        self._lists = lists
        self._misspelt = misspelt
        self._memo: dict[str, str] = {}

    def pattern(self, phrases: Sequence[str]) -> str:
        """One pattern for all `phrases`: whole words only."""
        body = "|".join(self.phrase(phrase) for phrase in phrases)
        return rf"\b(?:{body})\b"

    def phrase(self, phrase: str) -> str:
        """The pattern of one phrase, without the word boundaries around it."""
        out: list[str] = []
        glue = ""
        for token in _SPLIT.findall(phrase):
            form, optional, gap = self._token(token)
            if gap is not None:
                if not out:
                    raise PhraseMistake(f"a phrase cannot begin with a gap: {phrase}")
                between = BETWEEN if token.startswith("..,") else WITHIN
                glue = rf"(?:{between}{ANY_WORD}){{0,{gap}}}?{between}"
                continue
            if not out:
                if optional:
                    raise PhraseMistake(f"a phrase cannot begin with an optional word: {phrase}")
                out.append(form)
            elif optional:
                out.append(f"(?:{glue or BETWEEN}{form})?")
            else:
                out.append(f"{glue or BETWEEN}{form}")
            glue = ""
        if not out or glue:
            raise PhraseMistake(f"a phrase needs words, the last thing included: {phrase!r}")
        return "".join(out)

    def _token(self, token: str) -> tuple[str, bool, int | None]:
        special = _TOKEN.match(token)
        if special is None:
            if not _WORD.match(token):
                raise PhraseMistake(f"not a word of the phrase language: {token}")
            optional = token.endswith("?")
            return self._word(token.removesuffix("?")), optional, None
        if special["gap"]:
            return "", False, int(special["gap"])
        if special["list"]:
            return self._list(special["list"]), bool(special["lo"]), None
        return self._choice(special["alt"].split("|")), bool(special["ao"]), None

    def _list(self, name: str) -> str:
        if name not in self._memo:
            if name not in self._lists:
                raise PhraseMistake(f"there is no list called {name}")
            self._memo[name] = ""  # a list that names itself becomes an empty choice, refused below
            self._memo[name] = self._choice(self._lists[name])
        if not self._memo[name]:
            raise PhraseMistake(f"the list {name} names itself")
        return self._memo[name]

    def _choice(self, options: Sequence[str]) -> str:
        return "(?:" + "|".join(self.phrase(option) for option in options) + ")"

    def _word(self, word: str) -> str:
        tail = ""
        if word.endswith("*"):
            word, tail = word[:-1], "[a-z]*"
        forms = [word, *self._misspelt.get(word, ())]
        if len(forms) == 1:
            return re.escape(word) + tail
        return "(?:" + "|".join(re.escape(form) for form in forms) + ")" + tail
