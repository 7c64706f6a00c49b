"""The language of wording: what a practitioner writes in a vocabulary file, and the pattern it becomes.

    no reply            these words, one after the other (in h/v and c&f the words between the signs)
    {visit} ..3 tried   a list from lists.yaml; then up to three other words of the same phrase; then "tried"
    {visit} ..,3 tried  the same, but commas, colons and brackets may stand between
    was? seen           an optional word (also a list: {was}?)
    refer*              a word beginning so
    (house|home|flat)   one of these

Patterns run over the words of a clause joined by single spaces, in time linear in its length. Every
wording also names its anchors: words of which one must stand in the clause, or the wording cannot. That
picks the few patterns worth compiling and trying out of some thousands, without a large automaton to
build at every start.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engine.code.wording import Wording
from engine.values import dataclass

_TOKEN = re.compile(
    r"\.\.(?P<comma>,)?(?P<gap>\d{1,2})$|\{(?P<list>[a-z_]+)\}(?P<lo>\?)?$|\((?P<alt>[^()]+)\)(?P<ao>\?)?$"
)
_WORD = re.compile(r"[a-z0-9][a-z0-9'/&+.:-]*\*?\??$")
_SPLIT = re.compile(r"\([^()]*\)\??|\S+")
_RUN = re.compile(r"[a-z0-9]+")
_NEGATOR = re.compile(
    r"\b(?:no|not|nobody|none|never|without|nil|neither|failed|cannot|unable|unsuccessful|unseen"
    r"|unanswered|unbooked|unregistered"
    r"|unsubstantiated|uninhabitable|unfit|n t|didn|wasn|couldn|can t|refus[a-z]*|declin[a-z]*"
    r"|cancel[a-z]*|lack|abortive|aborted)\b"
)
_COMMON = frozenset(
    [
        "to",
        "of",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "and",
        "the",
        "a",
        "an",
        "is",
        "was",
        "be",
        "been",
        "has",
        "had",
        "have",
        "not",
        "no",
        "mum",
        "mother",
        "dad",
        "father",
        "child",
        "children",
        "baby",
        "home",
        "visit",
        "visits",
        "call",
        "made",
        "school",
        "police",
        "case",
        "house",
        "s",
        "t",
        "up",
        "out",
        "off",
        "he",
        "she",
        "they",
        "it",
        "ch",
        "sw",
        "hv",
        "csc",
        "did",
        "will",
        "as",
        "that",
        "gp",
        "him",
        "her",
        "his",
    ]
)


class PhraseError(ValueError):
    """A phrase that is not in the language; says what is wrong, without its place."""


@dataclass(frozen=True, slots=True)
class _Part:
    pattern: str
    anchors: tuple[str, ...]
    needs: tuple[frozenset[str], ...]
    forms: tuple[str, ...]
    """Every way it can read, where these are plain words and few; else empty."""

    @property
    def cost(self) -> int:
        return sum(40 if word in _COMMON else 3 + (len(word) < 4) * 4 for word in self.anchors)


_VERBS = ("is", "are", "was", "were", "do", "does", "did", "have", "has", "had", "ca", "could", "wo", "would")
_SHORT_NOT = _Part(
    f"(?:{'|'.join(_VERBS)})n ?t",
    tuple(verb + ending for verb in _VERBS for ending in ("n", "nt")),
    (),
    (),
)
"""What `n't` in a phrase finds, with its verb, as no word of a clause is "n't" alone: "hasn't", "hasnt"."""

MOST_FORMS = 16
"""A phrase that can read in more ways stays one pattern."""


def _joined(before: tuple[str, ...], part: tuple[str, ...], *, optional: bool) -> tuple[str, ...]:
    """Every way in which the words so far and the next part can read, unless these are too many."""
    if not before or not part or len(before) * (len(part) + optional) > MOST_FORMS:
        return ()
    longer = tuple(f"{start} {form}".strip() for start in before for form in part)
    return (*before, *longer) if optional else longer


def _rarest(form: str) -> str:
    """The word of a plain phrase that fewest clauses will hold."""
    return max(form.split(), key=lambda word: (word not in _COMMON, len(word)))


class Compiler:
    """Turns phrases into wordings, with the lists and the known misspellings of one vocabulary."""

    def __init__(self, lists: Mapping[str, Sequence[str]], misspelt: Mapping[str, Sequence[str]]) -> None:
        self._lists = lists
        self._misspelt = misspelt
        self._memo: dict[str, _Part | None] = {}
        self._words: dict[str, _Part] = {}

    def wordings(self, phrase: str) -> list[Wording]:
        """One phrase compiled: as the few plain ways it can read, else as a pattern."""
        part = self._phrase(phrase)
        denies = bool(_NEGATOR.search(self._spelt_out(phrase)))
        if part.forms:
            return [Wording(form, form, (_rarest(form),), (), denies) for form in part.forms]
        return [Wording(part.pattern, "", part.anchors, part.needs, denies)]

    def _spelt_out(self, phrase: str) -> str:
        """The phrase's words with the names of its lists: {no_reply} counts as holding "no"."""
        return " ".join(_RUN.findall(phrase.replace("_", " ")))

    def _phrase(self, phrase: str) -> _Part:
        out: list[str] = []
        required: list[_Part] = []
        glue = ""
        forms: tuple[str, ...] = ("",)
        for token in _SPLIT.findall(phrase):
            special = _TOKEN.match(token)
            if special and special["gap"]:
                if not out:
                    raise PhraseError(f"a phrase cannot begin with a gap: {phrase}")
                word = "(?:[a-z0-9]+|[,:;()])" if special["comma"] else "[a-z0-9]+"
                glue = f"(?: {word}){{0,{special['gap']}}}? "
                forms = ()
                continue
            part, optional = self._token(token, special)
            forms = _joined(forms, part.forms, optional=optional)
            if not out and optional:
                raise PhraseError(f"a phrase cannot begin with an optional word: {phrase}")
            joint = (glue or " ") if out else ""
            out.append(f"(?:{joint}{part.pattern})?" if optional else joint + part.pattern)
            if not optional:
                required.append(part)
            glue = ""
        if not out or glue:
            raise PhraseError(f"a phrase needs words, the last thing included: {phrase!r}")
        rarest = min(required, key=lambda one: one.cost)
        needs = tuple(frozenset(one.anchors) for one in required if one is not rarest)
        return _Part("".join(out), rarest.anchors, needs, forms)

    def _token(self, token: str, special: re.Match[str] | None) -> tuple[_Part, bool]:
        if special is None:
            if not _WORD.match(token):
                raise PhraseError(f"not a word of the phrase language: {token}")
            return self._word(token.removesuffix("?")), token.endswith("?")
        if special["list"]:
            return self._list(special["list"]), bool(special["lo"])
        return self._choice(special["alt"].split("|")), bool(special["ao"])

    def _list(self, name: str) -> _Part:
        if name not in self._memo:
            if name not in self._lists:
                raise PhraseError(f"there is no list called {name}")
            self._memo[name] = None
            self._memo[name] = self._choice(self._lists[name])
        known = self._memo[name]
        if known is None:
            raise PhraseError(f"the list {name} names itself")
        return known

    def _choice(self, options: Sequence[str]) -> _Part:
        parts = [self._phrase(option) for option in options]
        anchors = tuple(dict.fromkeys(word for part in parts for word in part.anchors))
        forms = tuple(form for part in parts for form in part.forms) if all(one.forms for one in parts) else ()
        return _Part("(?:" + "|".join(part.pattern for part in parts) + ")", anchors, (), forms)

    def _word(self, word: str) -> _Part:
        if word not in self._words:
            self._words[word] = self._make(word)
        return self._words[word]

    def _make(self, word: str) -> _Part:
        if word == "n't":
            return _SHORT_NOT
        if word.endswith("*"):
            runs = _RUN.findall(word[:-1])
            forms = [runs[-1], *self._misspelt.get(word[:-1], ())]
            tail = "(?:" + "|".join(forms) + ")[a-z0-9]*" if len(forms) > 1 else runs[-1] + "[a-z0-9]*"
            return _Part(" ".join([*runs[:-1], tail]), tuple(form + "*" for form in forms), (), ())
        runs = _RUN.findall(word)
        misspelt = self._misspelt.get(word, ())
        if misspelt:
            forms = [" ".join(runs), *misspelt]
            return _Part("(?:" + "|".join(forms) + ")", (max(runs, key=len), *misspelt), (), tuple(forms))
        return _Part(" ".join(runs), (max(runs, key=len),), (), (" ".join(runs),))
