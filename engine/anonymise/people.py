"""Who is known, by the side sheet and by what the text tells, and where a text names them.

Looking costs one look-up for each word: full names, single names, short forms, initials, and words one or two
slips away from a name that are neither ordinary words nor somebody else's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from engine.anonymise.labels import LABEL, Labels
from engine.anonymise.namelists import ABBREVIATIONS, ROLES
from engine.anonymise.slips import near_forms, slips_allowed, slips_between
from engine.anonymise.spans import MASK, Stretch
from engine.anonymise.words import GIVEN, SHORT, WORD, folded, ordinary_words
from engine.timeline import Person
from engine.values import dataclass, field

TITLES = frozenset(["mr", "mrs", "ms", "miss", "mx", "sir", "dame", "lady", "lord", "master"])
_LETTER = re.compile(r"[A-Z]")
_DOTTED = re.compile(r"(?<![\w.])([A-Z])\.[ ]?([A-Z])\b\.?(?!\w)|(?<![\w.&/+-])([A-Z])([A-Z])(?![\w&/+.-]*\w)")
_ALONE = re.compile(r"(?<![\w/&.+'’-])([A-Z])(?![\w/&+-]|\.\w|['’](?!s\b))")
_JOIN = re.compile(r"(?:[ \t\xa0]{1,3}|-|,[ ]?|\.[ ]?|[ ]?/[ ]?)")
_LEAD = re.compile(r"(?<![\w.])[A-Z]\.?[ ]$")
_TAIL = re.compile(r"[ ][A-Z](?:\.|\b)(?![\w'’])")
_ROLE_KINDS = (
    ("Partner", ("partner", "boyfriend", "girlfriend", "husband", "step")),
    ("Grandmother", ("grandmother", "mgm", "pgm", "nan", "granny")),
    ("Grandfather", ("grandfather", "mgf", "pgf", "grandad")),
    ("Aunt", ("aunt",)), ("Uncle", ("uncle",)), ("Mother", ("mother",)), ("Father", ("father",)),
    ("Sibling", ("sibling", "brother", "sister")),
)  # fmt: skip
_MARKED = re.compile(r"(?:[A-Za-z]{1,2}[.\-/ ]){1,4}[A-Za-z]{0,2}|[A-Za-z]{1,12}\d{1,4}")
_ALREADY = re.compile(r"(?:child|adult|baby|sibling|mother|father|twin) [a-z]", re.I)
"""A name as reviews give it: it identifies nobody and stays."""
_ROLES = frozenset(ROLES.split())
_ABBREVIATIONS = frozenset(ABBREVIATIONS.split())
_SHORTEST = 4
"""Letters from which a misspelling is looked for; a name of three letters is one slip from half the language."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a text names somebody, and what stands there instead."""

    start: int
    end: int
    label: str


@dataclass(slots=True)
class Known:
    """Everybody known by name."""

    labels: Labels
    of: dict[str, str] = field(default_factory=dict)
    """The id of each person of the side sheet who has a name of their own -> label."""
    given: dict[str, str] = field(default_factory=dict)
    """Given names and others that mean one person -> label."""
    surnames: dict[str, list[str]] = field(default_factory=dict)
    """Surname -> labels of those who bear it."""
    titled: set[str] = field(default_factory=set)
    """Names that are also ordinary words: names only with a capital, beside a title or another name."""
    letters: dict[str, str] = field(default_factory=dict)
    """Single letters that the side sheet gives as names -> label."""
    exact: dict[str, str] = field(default_factory=dict)
    """Names that are no words ("E-M", "J.J.") -> label."""
    initials: dict[str, str] = field(default_factory=dict)
    """Two initials -> label."""
    sexes: dict[str, str] = field(default_factory=dict)
    adults: set[str] = field(default_factory=set)
    _near: dict[str, list[str]] | None = None
    _tried: dict[str, str] = field(default_factory=dict)

    # --- learning -------------------------------------------------------------------------------------

    def person(self, person: Person, label: str) -> None:
        """Learn the names of a person of the side sheet."""
        self.of[person.id] = label
        role = person.role.lower()
        female = role in ("mother", "grandmother", "aunt") or "mother" in role
        self.sexes[label] = person.sex or ("female" if female else "male" if "father" in role else "")
        if not person.is_child:
            self.adults.add(label)
        for name in person.names:
            self._name(name, label)

    def _name(self, name: str, label: str) -> None:
        words, titled = own_words(name)
        if not words:
            return
        if _MARKED.fullmatch(name.strip()):
            self.exact[name.strip()] = label
            return
        if len(words) == 1 and len(words[0]) == 1:
            self.letters[words[0].upper()] = label
            return
        words = [word for word in words if len(word) > 1]
        if not words:
            return
        last = words[-1]
        if titled and len(words) == 1:
            self.surname(last, label)
            return
        self.given_name(words[0], label)
        for middle in words[1:-1]:
            self.given_name(middle, label)
        if len(words) > 1:
            self.surname(last, label)
            for part in last.split("-"):
                self.initials.setdefault(words[0][0].upper() + part[0].upper(), label)
            self.initials.setdefault(words[0][0].upper() + last[0].upper(), label)

    def given_name(self, name: str, label: str) -> None:
        """Learn a given name and the short forms it goes by. The first bearer keeps it."""
        name = folded(name)
        self._keep(name, label)
        if "-" in name:
            for part in name.split("-"):
                if len(part) > 2 and part not in ordinary_words():
                    self._keep(part, label)
        for forms in SHORT:
            if name in forms:
                for form in forms:
                    if form not in ordinary_words():
                        self.given.setdefault(form, label)

    def _keep(self, name: str, label: str) -> None:
        self.given.setdefault(name, label)
        if name in ordinary_words():
            self.titled.add(name)
        self._near = None

    def surname(self, name: str, label: str) -> None:
        """Learn a surname and one who bears it; each part of a double one is a surname too."""
        name = folded(name)
        for one in {name, *name.split("-")}:
            if len(one) < 2:
                continue
            bearers = self.surnames.setdefault(one, [])
            if label not in bearers:
                bearers.append(label)
            if one in ordinary_words():
                self.titled.add(one)
        self._near = None

    def knows(self, word: str) -> bool:
        """Whether this word is somebody's name as it stands."""
        plain = folded(word)
        return plain in self.given or plain in self.surnames

    # --- finding --------------------------------------------------------------------------------------

    def find(self, text: str) -> Iterator[Found]:
        """Everybody named in `text`."""
        for name, label in self.exact.items():
            for one in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
                yield Found(one.start(), one.end(), label)
                text = text[: one.start()] + MASK * len(name) + text[one.end() :]
        words = [(word.start(), word.end(), word.group()) for word in WORD.finditer(text)]
        at = 0
        while at < len(words):
            named = self._at(text, words, at)
            if named is None:
                at += 1
                continue
            label, upto, start, end = named
            yield Found(start, end, label)
            at = upto
        yield from self._letters(text)

    def _at(self, text: str, words: Sequence[tuple[int, int, str]], at: int) -> tuple[str, int, int, int] | None:
        """The name that begins with word `at`: whose, the word after it, and where it stands."""
        kinds: list[tuple[str, str]] = []
        upto = at
        while upto < len(words) and len(kinds) < 6:
            if upto > at and not _JOIN.fullmatch(text, words[upto - 1][1], words[upto][0]):
                break
            beside = bool(kinds) or self._beside_title(words, upto)
            found = self._word(words[upto][2], beside)
            if found is None and upto == at and (follows := self._ordinary_before(text, words, upto)):
                found = follows
            if found is None or not self._goes_on(text, words, upto, kinds, found):
                break
            kinds.append(found)
            upto += 1
        if not kinds:
            return None
        start, end = words[at][0], words[upto - 1][1] - _possessive(words[upto - 1][2])
        label = self._whose(kinds, self._title(words, at))
        if tail := _TAIL.match(text, end):
            end = tail.end()
        if kinds[0][0] == "surname" and (lead := _LEAD.search(text, max(0, start - 4), start)):
            label = self._by_initial(text[lead.start()], kinds[0][1], label)
            start = lead.start()
        return label, upto, start, end

    def _word(self, word: str, beside: bool) -> tuple[str, str] | None:
        """What one word is: ("given", label), ("surname", surname), or none."""
        plain = folded(word)
        for form in _forms(plain):
            kind = "given" if form in self.given else "surname" if form in self.surnames else ""
            if kind and form in self.titled and not (beside or word[0].isupper()):
                return None
            if kind and form in self.titled and not beside and kind == "surname":
                return None
            if kind:
                return kind, self.given[form] if kind == "given" else form
        meant = next((name for form in _forms(plain) if (name := self._misspelt(form, word))), "")
        if meant:
            return ("given", self.given[meant]) if meant in self.given else ("surname", meant)
        return None

    def _ordinary_before(self, text: str, words: Sequence[tuple[int, int, str]], at: int) -> tuple[str, str] | None:
        """ "May Brown": two ordinary words that together are somebody's name."""
        if at + 1 >= len(words) or not words[at][2][:1].isupper() or not words[at + 1][2][:1].isupper():
            return None
        first = self._word(words[at][2], True)
        second = self._word(words[at + 1][2], True)
        joined = _JOIN.fullmatch(text, words[at][1], words[at + 1][0]) is not None
        return first if joined and first and second and first[0] != second[0] else None

    def _goes_on(
        self, text: str, words: Sequence[tuple[int, int, str]], at: int, before: Sequence[tuple[str, str]],
        found: tuple[str, str],
    ) -> bool:  # fmt: skip
        """Whether a word belongs to the name before it: not "Maya/Leo", not "Jade, Kyle"."""
        if not before:
            return True
        if words[at - 1][2].endswith(("'s", "’s")):
            return False
        between = text[words[at - 1][1] : words[at][0]]
        if "/" in between:
            return False
        if found[0] == "given":
            givens = [one for kind, one in before if kind == "given"]
            if "," in between:
                return not givens and found[1] in self.surnames.get(before[0][1], ())
            return found[1] in givens or (not givens and found[1] in self.surnames.get(before[-1][1], ()))
        return "," not in between

    def _whose(self, kinds: Sequence[tuple[str, str]], title: str) -> str:
        given = next((label for kind, label in kinds if kind == "given"), None)
        if given is not None:
            return given
        surname = kinds[0][1]
        bearers = self.surnames.get(surname, [])
        if title in ("mrs", "ms", "miss", "mr") and len(bearers) > 1:
            sex = "male" if title == "mr" else "female"
            bearers = [one for one in bearers if one in self.adults and self.sexes.get(one) in (sex, "")] or bearers
        adults = [one for one in bearers if one in self.adults]
        if len(bearers) == 1 and (title or adults or bearers[0] not in self.of.values()):
            return bearers[0]
        return self.labels.label("Family", surname)

    def _by_initial(self, letter: str, surname: str, otherwise: str) -> str:
        bearers = self.surnames.get(surname, [])
        named = [one for one in bearers if any(n[0].upper() == letter for n, of in self.given.items() if of == one)]
        return named[0] if len(named) == 1 else otherwise

    def _title(self, words: Sequence[tuple[int, int, str]], at: int) -> str:
        before = folded(words[at - 1][2]) if at else ""
        return before if before in TITLES and words[at][0] - words[at - 1][1] <= 2 else ""

    def _beside_title(self, words: Sequence[tuple[int, int, str]], at: int) -> bool:
        return bool(self._title(words, at)) or (at > 0 and folded(words[at - 1][2]) in ("dr", "pc", "dc", "nurse"))

    def _letters(self, text: str) -> Iterator[Found]:
        """Initials: "K.B." of anybody, "KB" and "M" where they mean one person and nothing else."""
        for found in _DOTTED.finditer(text):
            pair = (found[1] or found[3]) + (found[2] or found[4])
            label = self.initials.get(pair)
            if label is not None and (found[1] or pair.lower() not in _ABBREVIATIONS):
                yield Found(found.start(), found.end(), label)
        if self.letters:
            for one in _ALONE.finditer(text):
                if one[1] in self.letters and not text.startswith("%", one.end()):
                    yield Found(one.start(), one.end(), self.letters[one[1]])

    # --- misspellings ---------------------------------------------------------------------------------

    def _misspelt(self, plain: str, word: str) -> str:
        """The name that a word is one slip away from (two, for a long one); empty where it is none."""
        if len(plain) < _SHORTEST or plain in ordinary_words() or LABEL.fullmatch(word) or plain in GIVEN:
            return ""
        if not word[0].isupper() and len(plain) < 5:
            return ""
        known = self._tried.get(plain)
        if known is None:
            known = self._tried[plain] = self._nearest(plain)
        return known

    def _nearest(self, plain: str) -> str:
        if self._near is None:
            self._tried.clear()
            self._near = {}
            for name in (*self.given, *self.surnames):
                if len(name) >= _SHORTEST and name not in self.titled:
                    for key in near_forms(name, slips_allowed(name)):
                        self._near.setdefault(key, []).append(name)
        near = {name for key in near_forms(plain, slips_allowed(plain)) for name in self._near.get(key, ())}
        best = sorted(
            (slips, name)
            for name in near
            if (slips := slips_between(plain, name)) <= min(slips_allowed(name), slips_allowed(plain))
        )
        if best and (name := best[0][1]):
            return name
        # "Jadey", "Kezzy": a name with a child's ending.
        for ending in ("y", "ie", "kins", "bear", "boo", "o", "s"):
            if plain.endswith(ending) and plain[: -len(ending)] in self.given:
                return plain[: -len(ending)]
        return ""


def own_words(name: str) -> tuple[list[str], bool]:
    """The words of a name that are somebody's own, and whether a title stands before them.

    There are none in "mother's partner".
    """
    if _ALREADY.fullmatch(name.strip()) or LABEL.fullmatch(name.strip()):
        return [], False
    out: list[str] = []
    titled = False
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name)
    for word in words:
        plain = folded(word)
        if plain in TITLES or plain in ("dr", "pc"):
            titled = True
        elif plain.endswith(("'s", "s'")):
            out.clear()  # "Ava's sibling" names Ava, who is somebody else
            words_after = words[words.index(word) + 1 :]
            return [one for one in words_after if folded(one) not in ordinary_words()], False
        elif (plain not in _ROLES and not LABEL.fullmatch(word) and not word.islower()) or (
            plain not in ordinary_words() and not LABEL.fullmatch(word)
        ):
            out.append(word)
    return out, titled


def names_of_their_own(person: Person, people: Iterable[Person]) -> tuple[str, ...]:
    """The names of a person that hold a word of their own: "father of Ava" only holds somebody else's."""
    others = {
        folded(words[0])
        for other in people
        if other.id != person.id
        for name in other.names
        if len(words := own_words(name)[0]) == 1 and len(words[0]) == len(name.strip())
    }
    mine = {folded(word) for name in person.names if len(name.split()) < 3 for word in own_words(name)[0][:1]} - others
    out = []
    for name in person.names:
        words = [folded(word) for word in own_words(name)[0]]
        if words and (any(word in mine for word in words) or not any(word in others for word in words)):
            out.append(name)
    return tuple(out)


def kind_of(person: Person) -> str:
    """The kind of label for a person: by role, as practice has it."""
    if person.is_child:
        return "Child"
    role = person.role.lower()
    return next((kind for kind, words in _ROLE_KINDS if any(word in role for word in words)), "Adult")


def by_age(people: Iterable[Person]) -> list[Person]:
    """The people in the order in which letters are given: the eldest child first; those of unknown age last."""
    listed = list(people)
    order = {person.id: at for at, person in enumerate(listed)}
    return sorted(listed, key=lambda one: (one.born.earliest if one.born else 10**7, order[one.id]))


def _forms(plain: str) -> Iterator[str]:
    """A word as it may stand in a list of names: as it is, without a possessive."""
    yield plain
    if plain.endswith("'s"):
        yield plain[:-2]
    elif plain.endswith("s'"):
        yield plain[:-1]
        yield plain[:-2]
    if "'" in plain:
        yield plain.replace("'", "")


def _possessive(word: str) -> int:
    """How many letters at the end of a word only say that something is somebody's."""
    return 2 if folded(word).endswith("'s") else 0


def replaced(text: str, known: Known) -> Iterator[Stretch]:
    """The stretches of `text` that name somebody known."""
    for found in known.find(text):
        known.labels.used(found.label, text[found.start : found.end])
        yield Stretch(found.start, found.end, found.label, "people")
