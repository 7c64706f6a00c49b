"""Names that only the text tells: workers after their titles, "friend Kelly", "Beth Anson", common given names.

They are learned from the whole case first, so that a worker named once with a title has the same label everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.anonymise.people import TITLES, Known
from engine.anonymise.spans import MASK
from engine.anonymise.words import GIVEN, folded, ordinary_words

_NAME = r"[A-Z][a-zà-ÿ'’]*[a-zà-ÿ](?:[A-Z][a-zà-ÿ]+)?(?:-[A-Z][a-zà-ÿ]+)?|[A-Z]{3,}(?:-[A-Z]{2,})?"
_CAPS = rf"(?:{_NAME})"
_TITLES = (
    ("Officer", r"pc|wpc|dc|wdc|ds|di|dci|ps|sgt|sergeant|insp|inspector|constable|pcso|cso|officer|police constable"),
    ("Doctor", r"dr|doctor|prof|professor|consultant|paediatrician|registrar|gp|psychiatrist|psychologist|dentist"),
    ("Nurse", r"nurse|midwife|mw|cmw|hv|health visitor|school nurse|matron|fnp|cpn|cnn|nursery nurse|sn|nn"),
    ("Worker", r"sw|s/w|social worker|asw|swa|fsw|tm|team manager|manager|iro|cpc|family support worker|support worker"
               r"|key worker|keyworker|worker|practitioner|advocate|idva|coordinator|chair|care coord"
               r"|allocated to|allocated"
               r"|duty worker|early help worker|yjs worker|probation officer|housing officer|po|ho"),
    ("Teacher", r"teacher|class teacher|headteacher|head teacher|head|ht|dsl|ddsl|senco|sendco|ta|tutor|hoy"
        r"|form tutor"),
    ("Lawyer", r"solicitor|barrister|guardian|judge|hhj|recorder|counsel"),
    ("Person", r"mr|mrs|ms|miss|mx|rev|reverend|father|sister|cllr|councillor|sir|lady|imam|rabbi"),
)  # fmt: skip
_STRICT = frozenset(
    [
        "pc",
        "wpc",
        "dc",
        "wdc",
        "ds",
        "dci",
        "sgt",
        "sergeant",
        "constable",
        "pcso",
        "dr",
        "prof",
        "professor",
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "cllr",
        "hhj",
    ]
)
"""After these any word with a capital is a name, ordinary or not."""
_TITLED = tuple(
    (
        kind,
        re.compile(
            rf"(?<![\w'’-])(?P<title>(?i:{titles}))\.?:?[ ]{{1,2}}(?P<number>\d{{2,6}}[ ]{{1,2}})?"
            rf"(?P<name>(?:[A-Z]\.?[ ])?{_CAPS}(?:[ ](?:(?:van|de|da|al|el|bin|von|der)[ ])?{_CAPS}){{0,2}})"
        ),
    )
    for kind, titles in _TITLES
)
_COLLAR = re.compile(
    r"(?i:(?<![\w'’-])(?:pc|wpc|dc|ds|di|ps|sgt|pcso|collar(?: number| no\.?)?|shoulder number|warrant(?: no\.?)?))[ ]?"
    r"(?P<number>\d{2,6})\b(?![/.-]\d)"
)
_INTRODUCED = re.compile(
    r"(?<![\w'’-])(?i:friend|friends|neighbour|uncle|aunt|auntie|aunty|cousin|boyfriend|girlfriend|bf|gf|partner|husband|wife"
    r"|brother|sister|half-brother|half-sister|stepdad|stepfather|stepmum|son|daughter|nan|nana|gran|granny|grandad|grandpa"
    r"|grandmother|grandfather|mgm|mgf|pgm|pgf|ex|ex-partner|mate|lodger|landlord|landlady|male|female|man|woman|lad"
    r"|called|named|name is|names?|aka|a\.k\.a\.|known as|nicknamed|surname|forename|first name|mum|dad|mother|father"
    r"|child|baby|pupil|patient|client|carer|foster carer|childminder|babysitter|sibling|twin|perpetrator"
    r"|victim|suspect)"
    r"(?:'s name is|,|:)?[ ]{1,2}[\"“‘']?(?P<name>" + _CAPS + r"(?:[ ]" + _CAPS + r")?)"
)
_TWO = re.compile(rf"(?<![\w'’.-])(?P<name>{_CAPS}(?:[ ](?:[A-Z]\.?[ ])?{_CAPS}){{1,2}})(?![\w-])")
_WORD = re.compile(_CAPS)
_NOT_AFTER = frozenset(
    ["school", "nursery", "hospital", "road", "street", "house", "court", "surgery", "centre", "park"]
)


def learn(text: str, known: Known) -> None:
    """Learn every name that a text introduces and nobody has yet."""
    for kind, pattern in _TITLED:
        for found in pattern.finditer(text):
            strict = folded(found["title"]) in _STRICT
            words = _names(found["name"], strict, known)
            if words:
                _learn(words, kind, known)
    for found in _INTRODUCED.finditer(text):
        words = _names(found["name"], False, known)
        if words and not any(known.knows(word) for word in words):
            _learn(words, "Person", known)
    for found in _TWO.finditer(text):
        _two(found["name"], known)


def names_in_cell(text: str, known: Known) -> None:
    """Learn the names of a cell that holds nothing else: who recorded the row."""
    for part in re.split(r"[,;/()\n]", text):
        words = _names(part.strip(), False, known)
        if words and len(words) <= 3 and not any(known.knows(word) for word in words):
            _learn(words, "Worker", known)


def _two(name: str, known: Known) -> None:
    """ "Beth Anson", "Kezia Whitcombe": two capitals of which neither is an ordinary word."""
    words = re.split(r"[ ]", name)
    while words and _plain(words[0]) in ordinary_words():
        words.pop(0)
    while words and _plain(words[0]) in TITLES:
        words.pop(0)
    given = words[0] if words else ""
    if given.endswith(("'s", "’s")):
        return
    if len(words) > 1 and _plain(given) in GIVEN and words[1].isupper() and not given.isupper() and len(words[1]) > 2:
        if not known.knows(given):
            _learn([given, words[1]], "Person", known)  # "Jayden FOX"
        return
    rest = [word for word in words[1:] if len(word) > 2]
    if not given or not rest or any(_plain(word) in ordinary_words() for word in rest[:1]) or given.isupper():
        return
    if _plain(rest[0]) in _NOT_AFTER:
        return
    label = known.given.get(_plain(given))
    if label is not None and not known.knows(rest[0]):
        known.surname(rest[0], label)  # "Kezia Whitcombe", where the side sheet has only Kezia
    elif label is None and not known.knows(given) and len(given) > 2 and _plain(rest[0]) not in known.given:
        if known.knows(rest[0]):
            known.given_name(given, known.labels.label("Person", f"{_plain(given)} {_plain(rest[0])}"))
        else:
            _learn([given, rest[0]], "Person", known)


def _names(name: str, strict: bool, known: Known) -> list[str]:
    """The words of a name up to the first that is an ordinary word; after a strict title the first may be one."""
    out: list[str] = []
    for word in re.split(r"[ ]", name.strip()):
        plain = _plain(word)
        if not word or MASK in word or not _WORD.fullmatch(word.rstrip(".'’")):
            if len(word.rstrip(".")) == 1 and word[:1].isupper() and not out:
                continue
            break
        if plain in TITLES:
            continue
        if plain in ordinary_words() and not (strict and not out and plain not in _NEVER):
            break
        if plain.upper() == word and plain in _NEVER:
            break
        out.append(word)
    return out


_NEVER = frozenset(
    [
        "visit",
        "visited",
        "seen",
        "and",
        "the",
        "will",
        "to",
        "is",
        "was",
        "has",
        "school",
        "surgery",
        "home",
        "from",
        "for",
        "with",
        "said",
        "rang",
        "spoke",
        "hv",
        "sw",
        "gp",
        "csc",
        "mash",
        "police",
        "hospital",
        "health",
        "social",
        "nurse",
        "teacher",
        "who",
        "at",
        "on",
        "in",
        "of",
        "attended",
        "called",
        "to",
    ]
)
"""Not even after "PC" or "Dr" anybody's name."""


def _plain(word: str) -> str:
    plain = folded(word)
    return plain[:-2] if plain.endswith("'s") else plain.rstrip("'")


def _learn(words: list[str], kind: str, known: Known) -> None:
    plain = [_plain(word) for word in words]
    label = next((known.given[word] for word in plain if word in known.given), "")
    if not label and len(plain) == 1 and plain[0] in known.surnames:
        return
    if not label:
        known_surname = known.surnames.get(plain[-1], [])
        if len(known_surname) == 1 and known_surname[0] not in known.of.values():
            label = known_surname[0]  # "SW Tregonning", and now "Philippa Tregonning"
    label = label or known.labels.label(kind, " ".join(plain))
    if len(plain) > 1:
        known.given_name(plain[0], label)
    known.surname(plain[-1], label)


def collar_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where an officer's number stands."""
    for found in _COLLAR.finditer(text):
        yield found.start("number"), found.end("number")


def common_names(text: str, known: Known) -> Iterator[tuple[int, int, str]]:
    """Given names that everybody knows as such, with a capital, borne by nobody known; with their label."""
    for found in _WORD.finditer(text):
        plain = _plain(found.group())
        if plain in GIVEN and plain not in ordinary_words() and not known.knows(plain):
            length = len(found.group()) - (2 if found.group().endswith(("'s", "’s")) else 0)
            yield found.start(), found.start() + length, known.labels.label("Person", plain)
