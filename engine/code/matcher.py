"""Which wording of the vocabulary stands in a clause, and where. Linear in the length of the clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import re2

from engine.code.clauses import Clause
from engine.code.people import stands_alone
from engine.code.vocabulary import Cue, Entry, Vocabulary
from engine.code.wording import Wording
from engine.values import dataclass, field

_TOKEN = re.compile(r"[a-z0-9]+|[,;()]|(?<!\d):|:(?!\d)")
"""A colon between figures parts nothing: "1:1" is two words, as it is in phrases."""
_AT_NUMBER = re.compile(
    r"\b(?:at|from|of) no\.?\s?\d{1,3}[a-z]?\b(?!\s*-?\s*(?:week|year|month|day|hour|time|occasion))"
)
_STOPS, _PSEUDO, _NONEVENTS, _RESTRICTED = range(4)


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a clause, at these offsets of the clause."""

    entry: Entry
    start: int
    end: int
    denies: bool
    """The words hold their own "no"."""


@dataclass(frozen=True, slots=True)
class CueMatch:
    """A cue found in a clause."""

    cue: Cue
    start: int
    end: int


@dataclass(slots=True)
class Found:
    """Everything of the vocabulary that one clause holds."""

    events: list[Match] = field(default_factory=list)
    cues: list[CueMatch] = field(default_factory=list)
    stops: list[tuple[int, int]] = field(default_factory=list)
    restricted: bool = False
    nowhere: list[tuple[int, int]] = field(default_factory=list)
    """Stretches that tell of no event, whatever words stand in them."""


Names = Mapping[str, tuple[str, bool]]
"""A name, folded -> the word that phrases use for whoever bears it, and whether it counts only with a capital."""


class _Text:
    """The words of a stretch of text joined by single spaces, and the way back to its offsets."""

    __slots__ = ("coded", "ends", "joined", "starts", "words")

    def __init__(self, folded: str, names: Names | None = None, written: str = "") -> None:
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        self.words: list[str] = []
        at = 1
        for token in _TOKEN.finditer(folded):
            word = token.group()
            if names and word in names:
                stands_for, capital = names[word]
                here = token.start()
                if (not capital or written[here].isupper()) and (len(word) > 1 or stands_alone(folded, here)):
                    *before, word = stands_for.split(" ")
                    for part in before:  # an abbreviation of several words: each stands where it stands
                        self.starts[at] = here
                        at += len(part)
                        self.ends[at] = token.end()
                        at += 1
                        self.words.append(part)
            self.starts[at] = token.start()
            at += len(word)
            self.ends[at] = token.end()
            at += 1
            self.words.append(word)
        self.joined = f" {' '.join(self.words)} "
        self.coded = self.joined.encode("ascii")


class _Anchored:
    """The wordings that a word makes possible: some by itself, others only beside a second word."""

    __slots__ = ("alone", "beside")

    def __init__(self, numbers: Iterable[int], wordings: Sequence[Wording]) -> None:
        self.alone: list[int] = []
        self.beside: dict[str, list[int]] = {}
        """Second word -> wordings."""
        for number in numbers:
            seconds = _second_words(wordings[number])
            if not seconds:
                self.alone.append(number)
            for second in seconds:
                self.beside.setdefault(second, []).append(number)

    def take(self, words: set[str], out: set[int]) -> None:
        """Add to `out` the wordings that are possible beside `words`."""
        out.update(self.alone)
        for second in self.beside.keys() & words:
            out.update(self.beside[second])


class _Index:
    """Wordings by the words of which one must stand in the text, and by a second word that must as well.

    The second words are sorted out when an anchor is first met: a run of one file meets few of them.
    """

    def __init__(self, wordings: Iterable[Wording]) -> None:
        self._wordings = list(wordings)
        self._whole: dict[str, list[int]] = {}
        self._prefix: dict[str, dict[str, list[int]]] = {}
        """First three letters -> beginning of a word -> wordings."""
        for number, wording in enumerate(self._wordings):
            for word in wording.anchors:
                if word.endswith("*"):
                    self._prefix.setdefault(word[:3], {}).setdefault(word[:-1], []).append(number)
                else:
                    self._whole.setdefault(word, []).append(number)
        self._anchored: dict[str, _Anchored] = {}
        """Of the anchors met so far; beginnings of words end in "*"."""
        self._tried: dict[int, _Tried] = {}
        self._options = _options()

    def candidates(self, words: set[str]) -> set[int]:
        """The wordings of which an anchor is among `words`, and a second word where they need one."""
        out: set[int] = set()
        for word in words:
            if word in self._whole:
                self._behind(word, self._whole[word]).take(words, out)
            begun = self._prefix.get(word[:3])
            if begun is not None:
                for beginning, numbers in begun.items():
                    if word.startswith(beginning):
                        self._behind(f"{beginning}*", numbers).take(words, out)
        return out

    def _behind(self, anchor: str, numbers: list[int]) -> _Anchored:
        known = self._anchored.get(anchor)
        if known is None:
            known = self._anchored[anchor] = _Anchored(numbers, self._wordings)
        return known

    def spans(self, text: _Text) -> list[tuple[int, int, int]]:
        """(number of the wording, start, end) of all that stands in `text`, in the wordings' order."""
        words = set(text.words)
        out: list[tuple[int, int, int]] = []
        joined, starts, ends = text.joined, text.starts, text.ends
        for number in sorted(self.candidates(words)):
            tried = self._tried.get(number)
            if tried is None:
                tried = self._tried[number] = _Tried(self._wordings[number])
            padded = tried.padded
            if padded:
                at = joined.find(padded)
                while at >= 0:
                    out.append((number, starts[at + 1], ends[at + len(padded) - 1]))
                    at = joined.find(padded, at + 1)
                continue
            if tried.needs and not all(need.met_by(words) for need in tried.needs):
                continue
            for match in tried.pattern(self._options).finditer(text.coded):
                start, end = match.span()
                out.append((number, starts[start], ends[end]))
        return out


class _Tried:
    """A wording that a text has been looked through for."""

    __slots__ = ("_compiled", "_wording", "needs", "padded")

    def __init__(self, wording: Wording) -> None:
        self.padded = f" {wording.plain} " if wording.plain else ""
        """The words of a plain wording, as they stand among others."""
        second = _second_words(wording)
        self.needs = tuple(_Need(need) for need in wording.needs if need is not second)
        self._wording = wording
        self._compiled: Any = None

    def pattern(self, options: Any) -> Any:
        """Compiled when first asked for: most wordings are sorted out before."""
        if self._compiled is None:
            self._compiled = re2.compile(rf"\b(?:{self._wording.pattern})\b".encode("ascii"), options=options)
        return self._compiled


class _Need:
    """Words, whole or by their beginnings, of which one must stand in the text."""

    __slots__ = ("_begun", "_whole")

    def __init__(self, words: Iterable[str]) -> None:
        self._whole = frozenset(word for word in words if not word.endswith("*"))
        self._begun = tuple(sorted(word[:-1] for word in words if word.endswith("*")))

    def met_by(self, words: set[str]) -> bool:
        """Whether one of them is among `words`."""
        if not self._whole.isdisjoint(words):
            return True
        return bool(self._begun) and any(word.startswith(self._begun) for word in words)


def _second_words(wording: Wording) -> frozenset[str]:
    """Words of which one stands beside the anchor wherever the wording does; the fewest there are.

    Of a plain wording every word must stand in the text: the longest but the anchor tells most.
    """
    if wording.plain:
        others = [word for word in wording.plain.split(" ") if word not in wording.anchors]
        return frozenset(sorted(others, key=len)[-1:])
    whole = [need for need in wording.needs if not any(word.endswith("*") for word in need)]
    return min(whole, key=len, default=frozenset())


class Matcher:
    """The vocabulary's wordings. A pattern is compiled when a clause first holds one of its anchors."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        owners: list[tuple[int, Any]] = []
        wordings: list[Wording] = []
        plain = (vocabulary.terminators, vocabulary.pseudo, vocabulary.nonevents, vocabulary.restricted)
        groups: list[tuple[int, Any, Sequence[Wording]]] = [
            *((10, entry, entry.wordings) for entry in vocabulary.entries),
            *((11, cue, cue.wordings) for cue in vocabulary.cues),
            *((number, None, group) for number, group in enumerate(plain)),
        ]
        for place, owner, group in groups:
            owners += [(place, owner)] * len(group)
            wordings += group
        self._owners = owners
        self.wordings: tuple[Wording, ...] = tuple(wordings)
        self._index = _Index(wordings)
        self._screen = _Screen(vocabulary.screen)
        self._beside = _Screen(vocabulary.beside)

    def find(self, clause: Clause, names: Names | None = None) -> Found:
        """Entries and cues of `clause` in the order of their offsets; `names` are those of the case's people."""
        found = Found()
        plain: tuple[list[tuple[int, int]], ...] = (found.stops, [], [], [])
        for number, start, end in self._index.spans(_Text(clause.folded, names, clause.text)):
            place, owner = self._owners[number]
            if place == 10:
                found.events.append(Match(owner, start, end, self.wordings[number].denies))
            elif place == 11:
                if start == 0 or not owner.start:
                    found.cues.append(CueMatch(owner, start, end))
            else:
                plain[place].append((start, end))
        found.restricted = bool(plain[_RESTRICTED])
        if plain[_PSEUDO]:
            found.cues = [one for one in found.cues if not _inside(one.start, one.end, plain[_PSEUDO], equal=False)]
        if found.cues and (numbers := [one.span() for one in _AT_NUMBER.finditer(clause.folded)]):
            found.cues = [one for one in found.cues if not _inside(one.start, one.end, numbers, equal=True)]
        if plain[_NONEVENTS]:
            nowhere = found.nowhere = plain[_NONEVENTS]
            found.events = [one for one in found.events if not _inside(one.start, one.end, nowhere, equal=True)]
        if len(found.events) > 1:
            found.events = _with_professionals(_own_no(_united(found.events)))
        if len(found.cues) > 1:
            found.cues.sort(key=lambda one: (one.start, -one.end))
        return found

    def screen(self, words: str, *, beside: bool = False) -> list[str]:
        """The kinds that `words` (folded) could tell of; `beside` for what is left over beside a reading."""
        return (self._beside if beside else self._screen).kinds(words)


class _Screen:
    """Words that may mean a kind."""

    def __init__(self, groups: Mapping[str, Sequence[Wording]]) -> None:
        pairs = [(kind, wording) for kind, group in groups.items() for wording in group]
        self._kinds = [kind for kind, _ in pairs]
        self._index = _Index(wording for _, wording in pairs)

    def kinds(self, words: str) -> list[str]:
        """In the vocabulary's order."""
        if not self._index.candidates(set(_TOKEN.findall(words))):
            return []
        return list(dict.fromkeys(self._kinds[number] for number, _, _ in self._index.spans(_Text(words))))


def _united(events: list[Match]) -> list[Match]:
    """Overlapping matches of one entry as one, in the order of their offsets."""
    out: list[Match] = []
    for one in sorted(events, key=lambda one: (one.start, -one.end)):
        for at, other in enumerate(out):
            if other.entry is one.entry and one.start < other.end:
                end = max(one.end, other.end)
                out[at] = Match(one.entry, other.start, end, one.denies or other.denies)
                break
        else:
            out.append(one)
    return out


def _own_no(events: list[Match]) -> list[Match]:
    """Without what stands inside wording of its kind that holds its own "no": "seen" in "not seen"."""
    no = [one for one in events if one.denies and one.entry.kind]
    if not no:
        return events
    return [
        one
        for one in events
        if one.denies
        or not any(
            other.entry.kind == one.entry.kind
            and (
                (other.start <= one.start and one.end <= other.end)
                or (one.entry.attributes.get("outcome") == "access" and _overlap(one, other))
            )
            for other in no
        )
    ]


def _with_professionals(events: list[Match]) -> list[Match]:
    """Without a contact inside wording of professionals' talk: "t/c" in "t/c from school" is none with the family."""
    shared = [one for one in events if one.entry.kind == "information_shared"]
    if not shared:
        return events
    return [
        one
        for one in events
        if one.entry.kind != "contact" or not any(two.start <= one.start and one.end <= two.end for two in shared)
    ]


def _overlap(one: Match, other: Match) -> bool:
    """Whether both share a word: "access gained" in "no access gained"."""
    return one.start < other.end and other.start < one.end


def _inside(start: int, end: int, spans: list[tuple[int, int]], *, equal: bool) -> bool:
    """Whether the stretch lies inside one of `spans`; the very same stretch counts only if `equal`."""
    return any(s <= start and end <= e and (equal or (s, e) != (start, end)) for s, e in spans)


def _options() -> Any:
    options = re2.Options()
    options.max_mem = 8 << 20
    options.never_capture = True
    options.log_errors = False
    options.encoding = re2.Options.Encoding.LATIN1
    return options
