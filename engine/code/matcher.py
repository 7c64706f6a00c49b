"""Which wording of the vocabulary stands in a clause, and where. Linear in the length of the clause."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import re2

from engine.code.clauses import Clause
from engine.code.vocabulary import Cue, Entry, Vocabulary

_MEMORY = 192 << 20
"""Budget of the prefilter's automaton; when it is full re2 starts it afresh, it does not fail."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a clause, at these offsets of the clause."""

    entry: Entry
    start: int
    end: int


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
    screen: list[str] = field(default_factory=list)
    restricted: bool = False


class Matcher:
    """The vocabulary's patterns: one set as a prefilter, and each pattern compiled when first needed."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._entries = vocabulary.entries
        self._cues = vocabulary.cues
        self._screen = tuple(vocabulary.screen)
        patterns = [entry.pattern for entry in vocabulary.entries]
        self._first_cue = len(patterns)
        patterns += [cue.pattern for cue in vocabulary.cues]
        self._first_screen = len(patterns)
        patterns += vocabulary.screen.values()
        self._plain = len(patterns)
        patterns += [vocabulary.terminators, vocabulary.pseudo, vocabulary.nonevents, vocabulary.restricted]
        self._patterns = [pattern.encode("ascii") for pattern in patterns]
        self._compiled: list[Any] = [None] * len(patterns)
        self._options = _options(16 << 20)
        self._set = re2.Set.SearchSet(_options(_MEMORY))
        for pattern in self._patterns:
            self._set.Add(pattern)
        self._set.Compile()

    def find(self, clause: Clause) -> Found:
        """Entries and cues of `clause` in the order of their offsets."""
        text = clause.folded.encode("ascii")
        found = Found()
        pseudo: list[tuple[int, int]] = []
        nonevents: list[tuple[int, int]] = []
        plain = (found.stops, pseudo, nonevents)
        for number in sorted(self._set.Match(text) or ()):
            if number < self._first_cue:
                entry = self._entries[number]
                found.events += [Match(entry, start, end) for start, end in self._spans(number, text)]
            elif number < self._first_screen:
                cue = self._cues[number - self._first_cue]
                spans = self._spans(number, text)
                found.cues += [CueMatch(cue, *span) for span in spans if not cue.start or span[0] == 0]
            elif number < self._plain:
                found.screen.append(self._screen[number - self._first_screen])
            elif number == self._plain + 3:
                found.restricted = True
            else:
                plain[number - self._plain].extend(self._spans(number, text))
        if pseudo:
            found.cues = [cue for cue in found.cues if not _inside(cue.start, cue.end, pseudo, equal=False)]
        if nonevents:
            found.events = [one for one in found.events if not _inside(one.start, one.end, nonevents, equal=True)]
        found.events = _own_no(found.events)
        found.events.sort(key=lambda one: (one.start, -one.end))
        found.cues.sort(key=lambda one: (one.start, -one.end))
        return found

    def _spans(self, number: int, text: bytes) -> list[tuple[int, int]]:
        compiled = self._compiled[number]
        if compiled is None:
            compiled = self._compiled[number] = re2.compile(self._patterns[number], options=self._options)
        return [match.span() for match in compiled.finditer(text)]


def _own_no(events: list[Match]) -> list[Match]:
    """Without what stands inside wording of its kind that holds its own "no": "seen" in "not seen"."""
    no = [one for one in events if one.entry.denies and one.entry.kind]
    return [
        one
        for one in events
        if one.entry.denies
        or not any(
            other.entry.kind == one.entry.kind and other.start <= one.start and one.end <= other.end for other in no
        )
    ]


def _inside(start: int, end: int, spans: list[tuple[int, int]], *, equal: bool) -> bool:
    """Whether the stretch lies inside one of `spans`; the very same stretch counts only if `equal`."""
    return any(s <= start and end <= e and (equal or (s, e) != (start, end)) for s, e in spans)


def _options(memory: int) -> Any:
    options = re2.Options()
    options.max_mem = memory
    options.never_capture = True
    options.log_errors = False
    options.encoding = re2.Options.Encoding.LATIN1
    return options
