"""Numbers, addresses and places that identify, in the forms used in the United Kingdom.

Each pattern is bounded and holds no nested repetition, so that the time taken grows with the text and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.anonymise.people import Known
from engine.anonymise.spans import Stretch
from engine.anonymise.words import GIVEN, folded, ordinary_words
from engine.values import dataclass, field

_I = re.IGNORECASE
_MAIL = re.compile(r"[\w.+'’-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\]]{1,500}|\b[a-z0-9-]{2,40}\.(?:co\.uk|org\.uk|com|net|org|gov\.uk|sch\.uk)\b(?:/[^\s]{0,300})?",
    _I,
)
_ACCOUNT = re.compile(r"(?<![\w@])@[A-Za-z0-9_.]{2,40}")
_HANDLE = re.compile(
    r"(?i:\b(?:insta(?:gram)?|snap(?:chat)?|facebook|fb|tiktok|twitter|discord|username|user name|gamertag"
    r"|handle|account)"
    r"(?: name| handle| id| account)?(?: is| as|:)? )(?P<name>[A-Za-z0-9_.]{4,40})"
)
_POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b", _I)
_OUTWARD = re.compile(r"(?i:\bpostcode (?:area |district )?)(?P<code>[A-Z]{1,2}\d{1,2}[A-Z]?)\b")
_NHS = re.compile(r"(?<![\d/.-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d/-])")
_UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{12}\b|\b[A-HJ-NP-RT-Z]\d{11}[A-Z]\b", _I)
_NI = re.compile(
    r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b|\bQQ ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", _I
)
_PHONE = re.compile(
    r"(?<![\w/])(?:\+44[ ]?(?:\(0\)[ ]?)?|0044[ ]?|\(?0)\d(?:\)?[ -]{0,2}\d){8,9}(?!\d)"
    r"|(?<![\w/])\(0\d{2,5}\)[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)|(?<![\w/])0\d{4}[ -]\d{6}(?!\d)"
)
_PHONE_LOCAL = re.compile(
    r"(?i:\b(?:tel|telephone|phone|mobile|mob|landline|ext|extension|number)\b\.?:? ?)(?P<number>\d[\d -]{3,13}\d)"
)
_CAR = re.compile(
    r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b|\b[A-Z]\d{1,3} [A-Z]{3}\b|\b[A-Z]{3} \d{1,3}[A-Z]\b"
    r"|(?i:\b(?:reg|registration|vrm|index|number plate|plate)\b(?: no| number"
    r"| mark)?[.:]? ?)(?P<plate>[A-Z0-9]{2,4} ?[A-Z0-9]{2,4})\b"
)
_CAR_SMALL = re.compile(r"\b[a-z]{2}\d{2} ?[a-z]{3}\b")
_REFERENCE = re.compile(
    r"(?i:\b(?:cad|urn|crime|log|incident|niche|occurrence|ref|reference|mosaic|liquidlogic|lcs|ehm"
    r"|careflow|system ?one|emis|rio"
    r"|case|file|hospital|mrn|passport|policy|claim|tenancy|account|id|custody|niche|collar|warrant|athena|no|number|num)\b"
    r"(?:[ ](?:ref|reference|number|no|id|log|record|case))?[.:#]?[ ]?(?:is |no\.? |number )?[#]?)"
    r"(?P<number>(?=[A-Z0-9/-]{0,30}\d)[A-Z0-9]{1,12}(?:[/-][A-Z0-9]{1,12}){0,4})\b", _I,
)  # fmt: skip
_SLASHED = re.compile(
    r"\b[A-Z0-9]{1,6}/[A-Z0-9]{3,10}(?:/[A-Z0-9]{2,6}){0,2}\b|\b[A-Z]{1,3}\d{2}[A-Z]\d{4,6}\b|\b\d{1,3}[A-Z]{2,3}/\d{2,8}/\d{2,4}\b"
)
_LONG = re.compile(r"(?<![\w/.-])\d{6,16}(?![\w/])|\b(?=[A-Z]{0,4}\d)[A-Z]{1,4}\d{5,12}[A-Z]?\b")
_ROADS = (
    "road|street|avenue|lane|close|drive|way|court|crescent|gardens|grove|place|terrace|square|rise|hill|mews|row|walk|park"
    "|view|green|parade|gate|mount|croft|fields?|meadows?|heights|house|lodge|cottages?|villas?|estate|rd|st|ave|ln|cl|dr|cres"
    "|gdns|ct|pl|ter|tce|tower|towers|point|flats|quay|wharf|vale|bank|fold|garth|yard|wynd"
)
_WORDS = r"(?:[A-Z][\w'’-]*|[A-Z]{2,})"
_ADDRESS = re.compile(
    rf"(?:(?i:\b(?:flat|apartment|apt|unit|room|plot|no\.?|number) )[0-9A-Z]{{1,4}},? ?(?:(?:{_WORDS} "
    rf"){{1,3}}(?i:house|court|tower|point|lodge|heights),? )?)?"
    rf"\b\d{{1,4}}[a-zA-Z]?,? (?:(?:the|The|St\.?|Saint) )?(?:{_WORDS} ){{1,3}}(?i:{_ROADS})\b\.?"
    r"(?:, ?[A-Z][a-z'’-]+(?:[ -][A-Z][a-z'’-]+){0,2}(?=[,.;\n]|$)){0,3}"
)
_FLAT = re.compile(r"\b(?i:flat|apartment|apt) \d{1,4}[a-zA-Z]?\b")
_ROAD = re.compile(
    rf"\b(?P<name>(?:(?:St\.?|Saint|The|Upper|Lower|Old|New|Great"
    rf"|Little) )?(?:{_WORDS} ){{1,3}}?)(?P<type>(?i:road|street|avenue|lane|close|crescent|gardens|grove"
    rf"|terrace|mews|drive|court|estate|rd|ave|ln|cres|gdns|parade|walk|way|place|square|towers?|flats|lodge|heights|cottages?))\b"
)
_INSTITUTIONS = (
    "primary school|infants? school|junior school|high school|secondary school|special school"
    "|grammar school|comprehensive"
    "|community school|church school|free school|primary|infants?|juniors?|academy|college|sixth form"
    "|school|pre-?school"
    "|nursery|playgroup|day ?care|kindergarten|children'?s centre|children’s centre|family centre|family hub|hospital"
    "|infirmary|surgery|medical centre|medical practice|health centre|health clinic|clinic|practice|pharmacy|hospice"
    "|police station|custody suite|hostel|refuge|hotel|b&b|church|mosque|temple|youth club|youth centre"
    "|community centre"
    "|leisure centre|library|contact centre|council|constabulary|crown court|family court"
    "|magistrates'? court|county court|prison|ward"
    "|unit|park|university|station|c of e|ce|rc|coe"
)
_INSTITUTION = re.compile(
    rf"\b(?P<name>(?:(?:St\.?|Saint|SS|Our Lady(?: of)?|Holy|Royal|Queen|King|Princess"
    rf"|The) )?{_WORDS}(?:(?: and| of| on| upon)? {_WORDS}){{0,3}}?)"
    rf"(?P<type>[ ](?i:{_INSTITUTIONS})\b)"
)
_SAINT = re.compile(r"\b(?P<name>(?:St\.?|Saint) [A-Z][a-z]+(?:['’]?s)?)(?![\w])")
_WHERE = re.compile(
    rf"(?<![\w'’-])(?:in|to|from|at|near|of|via|around|outside|towards|through"
    rf"|into) (?P<name>{_WORDS}(?:[ -](?:(?:on|upon|under|le|in|by|the)[ -])?{_WORDS}){{0,2}})"
)
_TRUSTED = frozenset(
    [
        "nhs",
        "csc",
        "mash",
        "hv",
        "gp",
        "school",
        "early",
        "help",
        "police",
        "health",
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
    ]
)


@dataclass(slots=True)
class Places:
    """Places by name: learned from the whole case, so that each has one label."""

    known: Known
    of: dict[str, str] = field(default_factory=dict)

    def label(self, name: str) -> str:
        """The label of a place."""
        plain = folded(" ".join(name.split())).replace("'", "").removeprefix("the ").strip()
        if plain not in self.of:
            self.of[plain] = self.known.labels.label("Place", plain)
        return self.of[plain]

    def learn(self, text: str) -> None:
        """Learn the places that a text names by what they are, so that their names alone are known elsewhere."""
        for start, end, _ in (*_institutions(text), *_roads(text)):
            self.label(text[start:end])
        for found in _WHERE.finditer(text):
            name = _proper(found["name"])
            if name and not self.known.knows(name) and folded(name) not in GIVEN:
                self.label(name)

    def find(self, text: str) -> Iterator[Stretch]:
        """Schools, surgeries and roads: what they are stays, their name goes."""
        for start, end, name in (*_institutions(text), *_roads(text)):
            if self.known.knows(name) and " " not in name:
                continue
            yield self._stretch(text, start, end)
        for found in _SAINT.finditer(text):
            yield self._stretch(text, found.start("name"), found.end("name"))

    def elsewhere(self, text: str) -> Iterator[Stretch]:
        """Towns, and the names of known places without what they are."""
        for found in _WHERE.finditer(text):
            name = _proper(found["name"])
            if name:
                start = found.start("name") + found["name"].index(name)
                if not self.known.knows(name):
                    yield self._stretch(text, start, start + len(name))
        for found in re.finditer(_WORDS + r"(?:[ -]" + _WORDS + r"){0,2}", text):
            words = found.group()
            for piece in (words, *re.split(r"[ ]", words)):
                plain = folded(piece).replace("'", "")
                plain = plain[:-1] if plain.endswith("s") and plain[:-1] in self.of else plain
                if plain in self.of and plain not in ordinary_words() and len(plain) > 3:
                    at = found.start() + words.index(piece)
                    yield self._stretch(text, at, at + len(piece))

    def _stretch(self, text: str, start: int, end: int) -> Stretch:
        if text[start:end].endswith(("'s", "’s")) and not text[start:].startswith(("St ", "St.", "Saint")):
            end -= 2
        label = self.label(text[start:end])
        self.known.labels.used(label, text[start:end])
        return Stretch(start, end, label, "places")


def _institutions(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _INSTITUTION.finditer(text):
        name = _proper(found["name"])
        if name:
            start = found.start("name") + found["name"].rindex(name)
            yield start, start + len(name), name


def _roads(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _ROAD.finditer(text):
        name = _proper(found["name"].strip())
        if name:
            start = found.start("name") + found["name"].rindex(name)
            yield start, start + len(name), name


def _proper(name: str) -> str:
    """A name without the ordinary words at its ends; empty where nothing else is left."""
    words = name.split(" ")
    plain = [folded(word).rstrip(".").replace("'s", "") for word in words]
    own = [k for k, word in enumerate(plain) if word not in ordinary_words() and word not in _TRUSTED and len(word) > 1]
    own = [k for k in own if not (words[k].isupper() and len(words[k]) <= 4) and not any(c.isdigit() for c in words[k])]
    if not own:
        return ""
    first = own[0]
    if first and plain[first - 1] in ("st", "saint", "our", "holy", "royal", "queen", "king", "princess"):
        first -= 1
    last = own[-1]
    return " ".join(words[first : last + 1])


def numbers(text: str, known: Known) -> Iterator[Stretch]:
    """Everything that identifies by its form: e-mail, links, accounts, postcodes and all kinds of numbers."""
    for kind, label, pattern in (
        ("e-mail addresses", "Email", _MAIL), ("links", "Link", _LINK), ("accounts", "Account", _ACCOUNT),
        ("accounts", "Account", _HANDLE), ("addresses", "Address", _ADDRESS), ("postcodes", "Postcode", _POSTCODE),
        ("postcodes", "Postcode", _OUTWARD), ("personal numbers", "Number", _UPN), ("personal numbers", "Number", _NI),
        ("telephone numbers", "Phone", _PHONE), ("personal numbers", "Number", _NHS),
        ("vehicle registrations", "Vehicle", _CAR), ("vehicle registrations", "Vehicle", _CAR_SMALL),
        ("telephone numbers", "Phone", _PHONE_LOCAL), ("references", "Reference", _REFERENCE),
        ("references", "Reference", _SLASHED), ("references", "Reference", _LONG), ("addresses", "Address", _FLAT),
    ):  # fmt: skip
        for found in pattern.finditer(text):
            group = next((name for name in pattern.groupindex if found[name] is not None), None)
            if pattern in (_REFERENCE, _HANDLE) and not _is_reference(found, pattern):
                continue
            start, end = found.span(group) if group else found.span()
            if pattern is _ADDRESS and not _is_address(text[start:end]):
                continue
            if pattern is _SLASHED and re.fullmatch(r"\d{1,3}/\d{1,3}(?:/\d{1,4})?", text[start:end]):
                continue
            what = re.sub(r"[\s().-]", "", folded(text[start:end]))
            given = known.labels.label(label, what)
            known.labels.used(given, text[start:end])
            yield Stretch(start, end, given, kind)


def _is_reference(found: re.Match[str], pattern: re.Pattern[str]) -> bool:
    if pattern is _HANDLE:
        name = str(found["name"])
        return folded(name) not in ordinary_words() and not name.isdigit()
    number, before = str(found["number"]), found.group()[: -len(found["number"])].lower()
    digits = sum(char.isdigit() for char in number)
    if re.fullmatch(r"\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2}-\d{1,2}(?:-\d{2,4})?|\d{4}-\d\d-\d\d", number):
        return False
    if any(word in before for word in ("cad", "urn", "crime", "niche", "log", "ref", "mosaic", "id", "occurrence")):
        return digits >= 3
    return digits >= 4 and not re.fullmatch(r"(?:19|20)\d\d", number)


def _is_address(text: str) -> bool:
    """Not "2 Home Visits Way": some word of the name must be more than a job or a thing of every day."""
    words = re.findall(r"[A-Za-z][\w'’-]+", text)
    return bool(words[:-1]) and not all(folded(word) in _TRUSTED for word in words[:-1])
