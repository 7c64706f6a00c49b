"""Who a clause speaks of: names, roles, "both children", "the sibling", "she".

A cast is made from the people known; no row teaches it anything, so that a later row can never
change how an earlier one is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from engine.code.clauses import Clause, fold
from engine.dates.when import When
from engine.rows import Row
from engine.timeline import Person
from engine.values import dataclass

_WORD = re.compile(r"[a-z0-9][a-z0-9'&-]*")
_ADULT_ROLES = {
    "mother": "mother mum mummy mo mom mums mother's mum's birth-mother",
    "father": "father dad daddy fa dads",
    "partner": "partner boyfriend bf stepfather step-father stepdad step-dad ex-partner fiance",
    "grandmother": "mgm pgm grandmother nan nana nanny granny",
    "grandfather": "mgf pgf grandfather grandad sgf",
    "aunt": "aunt auntie",
    "uncle": "uncle",
}
_OTHER_ADULTS = [
    "parents",
    "parent",
    "carers",
    "carer",
    "neighbour",
    "neighbours",
    "landlord",
    "adult",
    "adults",
    "male",
    "man",
    "woman",
    "female",
    "lodger",
    "friend",
    "caller",
    "referrer",
]
_ROLE_WORDS = frozenset(word for words in _ADULT_ROLES.values() for word in words.split()) | {"unborn"}
_STANDS_FOR = {"mother": "mothername", "father": "fathername", "partner": "partnername"}
_CHILDREN = ["children", "childern", "chn", "ch", "kids", "siblings", "sibs", "boys", "girls", "twins"]
_CHILD = ["child", "baby", "infant", "toddler", "newborn", "pupil", "boy", "girl", "son", "daughter", "bub"]
_SIBLING = ["sibling", "sib", "brother", "sister"]
_THINGS = [
    "house",
    "property",
    "flat",
    "kitchen",
    "garden",
    "conditions",
    "car",
    "messages",
    "photos",
    "bedroom",
    "bedrooms",
    "room",
    "rooms",
    "bruise",
    "bruises",
    "mark",
    "marks",
    "injury",
    "evidence",
    "improvement",
]
_SHE = ("she",)
_HE = ("he",)
_NEED_CAPITAL = frozenset(
    [
        "will",
        "mark",
        "may",
        "grace",
        "hope",
        "faith",
        "rose",
        "summer",
        "bill",
        "rob",
        "art",
        "dean",
        "joy",
        "june",
        "april",
        "august",
        "autumn",
        "star",
        "chance",
        "jack",
        "ray",
        "robin",
        "penny",
        "ruby",
        "ivy",
        "holly",
        "lily",
        "poppy",
        "daisy",
        "amber",
        "violet",
        "iris",
        "heather",
        "dawn",
        "eve",
        "sky",
        "skye",
        "sunny",
    ]
)
_OF_CHILD = frozenset(
    [
        "protection",
        "practitioner",
        "practitioners",
        "benefit",
        "abuse",
        "health",
        "development",
        "line",
        "minder",
        "exploitation",
        "safeguarding",
        "psychologist",
        "cruelty",
        "welfare",
        "tax",
        "maintenance",
    ]
)
"""After "child" these make it the name of a plan, a service or an offence: no child is spoken of."""
_PLACE_BEFORE = ("at", "in", "to", "from", "of", "the")
_INITIALS = frozenset("cegjktzqu")
"""Letters that, standing alone as a capital, are a child's initial and hardly ever anything else (M may be mother,
L and R are sides, N and Y are answers)."""
_BESIDE = "/&.+-0123456789"


MOST_KEPT = 64
"""Clauses whose people are kept in mind."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody, or something, spoken of at these offsets of a clause."""

    start: int
    end: int
    kind: str
    """"child", "children", "both", "sibling", "adult", "thing" or "other" (nobody of this household)."""
    ids: tuple[str, ...] = ()
    sure: bool = True
    """False where it is one of `ids` and the words do not say which."""
    role: str = ""
    possessive: bool = False


def discover_people(rows: Iterable[Row]) -> tuple[Person, ...]:
    """The people to read `rows` with where no roster is given: one child, whom rows call what they will.

    Deliberately blind to the rows: a name first met in row 30 must not change how row 3 is read.
    """
    del rows
    return (Person(id="child", role="child"),)


class Cast:
    """The people of one case, ready to be recognised in its rows."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = tuple(people)
        self.children = tuple(person for person in people if person.is_child and person.household)
        self._adults: dict[str, str] = {}
        self._words: dict[str, list[tuple[tuple[str, ...], str, tuple[str, ...], str, bool]]] = {}
        for person in people:
            if not person.is_child:
                self._adults.setdefault(person.role, person.id)
        for person in people:
            kind = ("child" if person.household else "other") if person.is_child else "adult"
            for name in person.names:
                self._learn(name, kind, (person.id,), person.role)
        self._found: dict[int, tuple[Clause, list[Mention]]] = {}
        """Clauses of the row at hand that have been looked through: several readers ask the same of one."""
        self._initials: set[str] = set()
        self._learn_initials()
        self.names = {
            form[0]: (_STANDS_FOR.get(role, "adultname") if kind == "adult" else "kidname", capital)
            for known in self._words.values()
            for form, kind, _, role, capital in known
            if len(form) == 1 and kind in ("child", "adult") and form[0] not in _ROLE_WORDS
        }
        """The one-word names of this case -> the word that stands for their bearer in the vocabulary's phrases."""
        self._learn_roles()

    def adult(self, role: str) -> str:
        """The id of the adult in `role`; the role itself where no roster names one."""
        return self._adults.get(role, role)

    def living(self, when: When | None, *, unborn: bool = True) -> tuple[str, ...]:
        """Ids of the household's children who may have been there on the row's day."""
        latest = when.latest if when else None
        out = []
        for child in self.children:
            if child.role == "unborn" and not unborn:
                continue
            margin = 0 if not unborn else 280
            if latest is not None and child.born and child.born.earliest > latest + margin:
                continue
            out.append(child.id)
        return tuple(out)

    def mentions(self, clause: Clause) -> list[Mention]:
        """Everybody spoken of in `clause`, in order; pronouns are left to `Reference`."""
        known = self._found.get(id(clause))
        if known is not None and known[0] is clause:
            return known[1]
        if len(self._found) >= MOST_KEPT:
            self._found.clear()
        found = self._find(clause)
        self._found[id(clause)] = (clause, found)
        return found

    def _find(self, clause: Clause) -> list[Mention]:
        words = [(word.start(), word.end(), word.group()) for word in _WORD.finditer(clause.folded)]
        out: list[Mention] = []
        at = 0
        while at < len(words):
            start, _, word = words[at]
            possessive = word.endswith(("'s", "s'"))
            plain = word[:-2] if word.endswith("'s") else word.rstrip("'")
            taken = 1
            for form, kind, ids, role, capital in self._words.get(plain, ()):
                size = len(form)
                if size > 1 and tuple(_plain(w[2]) for w in words[at : at + size]) != form:
                    continue
                end = words[at + size - 1][1]
                if kind == "one" and word == "child" and _names_a_service(words, at + size):
                    continue
                if capital and not clause.text[start].isupper():
                    continue
                initial = plain in self._initials
                if initial and not stands_alone(clause.folded, start):
                    continue
                if kind == "thing" and at and words[at - 1][2] in _PLACE_BEFORE:
                    before = words[at - 2][2] if at > 1 else ""
                    if words[at - 1][2] != "the" or before in _PLACE_BEFORE:
                        continue
                last = words[at + size - 1][2]
                possessive = last.endswith(("'s", "s'"))
                sure = kind != "one" and not initial  # an initial may be somebody else's
                out.append(Mention(start, end, kind, ids, sure, role, possessive))
                taken = size
                break
            at += taken
        return self._joined(out, clause)

    def named_in(self, cell: str, when: When | None) -> tuple[tuple[str, ...], bool]:
        """The children that a column names, and whether it surely means each of them."""
        if not cell.strip():
            return (), False
        folded = fold(cell)
        clause = Clause(cell, folded, 0, "child")
        everyone = self.living(when)
        if re.search(r"\b(?:all|both|family|household|siblings|children)\b", folded):
            return everyone, True
        ids = [child for one in self.mentions(clause) if one.kind == "child" for child in one.ids]
        return tuple(dict.fromkeys(ids)), True

    def _joined(self, found: list[Mention], clause: Clause) -> list[Mention]:
        """ "mother's partner" is the partner; "Ava's sibling" is not Ava."""
        out: list[Mention] = []
        for one in found:
            if out and out[-1].possessive and clause.folded[out[-1].end : one.start].strip() == "":
                owner = out[-1]
                if one.kind == "adult" and owner.kind in ("adult", "child", "children"):
                    out[-1] = one
                    continue
                if one.kind == "sibling" and owner.kind == "child":
                    others = tuple(i for i in self.living(None) if i not in owner.ids)
                    out[-1] = Mention(one.start, one.end, "child", others, len(others) == 1)
                    continue
            if one.kind == "sibling" and out and out[-1].kind == "child" and one.start - out[-1].end < 16:
                others = tuple(i for i in self.living(None) if i not in out[-1].ids)
                out.append(Mention(one.start, one.end, "child", others, len(others) == 1))
                continue
            out.append(one)
        return out

    def resolve(self, mention: Mention, when: When | None) -> tuple[tuple[str, ...], bool]:
        """The children a mention means on the row's day, and whether it is surely every one of them."""
        here = self.living(when, unborn=False)
        if mention.kind == "both":
            return here, len(here) == 2
        if mention.kind == "every":
            return here, True
        if mention.kind == "children":
            return here, False
        if mention.kind == "one":
            return here, len(here) == 1
        if mention.kind == "baby":
            return self._baby(here, when)
        if mention.kind == "sibling":
            others = here[1:]
            return others, len(others) == 1
        return mention.ids, mention.sure and len(mention.ids) > 0

    def _baby(self, here: tuple[str, ...], when: When | None) -> tuple[tuple[str, ...], bool]:
        known = [child for child in self.children if child.id in here and child.born is not None]
        if len(here) == 1:
            return here, True
        if when is None or len(known) != len(here):
            return here, False
        young = [child.id for child in known if child.born and when.latest - child.born.latest < 730]
        return (tuple(young), True) if len(young) == 1 else (here, False)

    def _learn(self, name: str, kind: str, ids: tuple[str, ...], role: str) -> None:
        form = tuple(_plain(word) for word in _WORD.findall(fold(name)))
        if not form:
            return
        capital = len(form) == 1 and (len(form[0]) == 1 or form[0] in _NEED_CAPITAL)
        known = self._words.setdefault(form[0], [])
        if not any(one[0] == form for one in known):
            known.append((form, kind, ids, role, capital))
            known.sort(key=lambda one: -len(one[0]))

    def _learn_initials(self) -> None:
        """ "J denies it": a child's initial, where nobody else of the case has it."""
        first = [fold(name)[:1] for person in self.people for name in person.names[:1]]
        free = {letter for letter in _INITIALS if letter not in self._words and first.count(letter) == 1}
        for child in self.children:
            letter = fold(child.names[0])[:1] if child.names and child.role != "unborn" else ""
            if letter in free:
                self._initials.add(letter)
                self._learn(letter, "child", (child.id,), child.role)

    def _learn_roles(self) -> None:
        for role, words in _ADULT_ROLES.items():
            for word in words.split():
                self._learn(word, "adult", (self.adult(role),), role)
        for word in _OTHER_ADULTS:
            self._learn(word, "adult", (), "")
        for form in (
            "both children",
            "both ch",
            "both chn",
            "both kids",
            "both siblings",
            "both boys",
            "both girls",
            "both",
        ):
            self._learn(form, "both", (), "")
        for form in (
            "all children",
            "all the children",
            "all of the children",
            "all ch",
            "all chn",
            "each child",
        ):
            self._learn(form, "every", (), "")
        count = len(self.children)
        number = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}.get(count)
        if number:
            for form in (
                f"all {number}",
                f"{number} children",
                f"all {count}",
                f"{count} children",
                f"all {number} children",
            ):
                self._learn(form, "every", (), "")
        for word in _CHILDREN:
            self._learn(word, "children", (), "")
        for word in _CHILD:
            self._learn(word, "baby" if word in ("baby", "infant", "newborn", "bub") else "one", (), "")
        for word in _SIBLING:
            self._learn(word, "sibling", (), "")
        for word in _THINGS:
            self._learn(word, "thing", (), "")


def stands_alone(folded: str, at: int) -> bool:
    """Whether the letter at `at` is a word by itself, not part of "T/C", "K.", "J&K" or "3C"."""
    before, after = folded[at - 1 : at], folded[at + 1 : at + 2]
    return not (before and before in _BESIDE) and not (after and after in _BESIDE)


def _after(words: Sequence[tuple[int, int, str]], at: int) -> str:
    return words[at][2] if at < len(words) else ""


def _names_a_service(words: Sequence[tuple[int, int, str]], at: int) -> bool:
    """Whether "child" before these words only begins the name of a plan or a service."""
    two = (_after(words, at), _after(words, at + 1))
    return two[0] in _OF_CHILD or two in (("in", "need"), ("and", "family"))


def _plain(word: str) -> str:
    return word[:-2] if word.endswith("'s") else word.rstrip("'")


def pronoun_before(clause: Clause, at: int) -> str:
    """ "he", "she" or "they" where that word stands shortly before `at`, else ""."""
    words: list[str] = _WORD.findall(clause.folded[max(0, at - 40) : at])[-3:]
    for word in reversed(words):
        if word in ("he", "she", "they"):
            return word
    return ""
