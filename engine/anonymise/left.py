"""What is left in the anonymised files for a person to check: capitals, numbers, and words that tell when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from engine.anonymise.labels import LABEL
from engine.anonymise.words import WORD, folded, ordinary_words
from engine.data import data_path
from engine.dates.reading import DateContext, find_dates
from engine.dates.when import When
from engine.values import dataclass, field

_NUMBER = re.compile(r"(?<![\w])[A-Za-z]{0,3}\d[\w/.-]*\d{2}[\w/-]*|\b\d{3,}\b|\b[A-Z]+\d+[A-Z\d]*\b")
_WHEN = re.compile(
    r"(?i)\b(?:covid(?:-19)?|lockdown|pandemic|furlough|jubilee|coronation|brexit|world cup|olympics"
    r"|election|spring|summer|autumn|winter"
    r"|christmas|xmas|boxing day|new year'?s?|easter|good friday|whitsun|half[ -]?term|bank holiday"
    r"|halloween|bonfire night|fireworks"
    r"|valentine'?s|mother'?s day|father'?s day|pancake day|ramadan|eid|diwali|hanukkah|lent|advent|snow"
    r"|heatwave|school holidays)\b"
)
_MOST_PLACES = 6
_ALSO_NAMES = frozenset(
    (
        "abbey", "ace", "alma", "amber", "angel", "april", "archer", "art", "ash", "asia", "aspen", "august",
        "austin", "autumn", "basil", "bay", "bear", "beau", "belle", "bill", "blaze", "blessing", "bliss",
        "blossom", "blue", "bonnie", "brook", "brooke", "brooklyn", "buddy", "bunny", "carol", "carter",
        "chance", "charity", "chase", "chelsea", "chip", "clay", "clementine", "cliff", "clover", "cody",
        "comfort", "constance", "cooper", "coral", "crystal", "daisy", "dale", "dawn", "dean", "destiny",
        "dixie", "don", "dot", "drew", "duke", "dusty", "earl", "ebony", "eden", "ember", "eve", "faith",
        "favour", "fern", "flora", "florence", "forest", "fortune", "fox", "frank", "gale", "gay", "gene",
        "georgia", "gift", "ginger", "glen", "gloria", "glory", "godwin", "goldie", "grace", "grant", "gray",
        "guy", "happy", "harmony", "harry", "hazel", "heath", "heather", "heaven", "holly", "honey", "honor",
        "honour", "hope", "hunter", "india", "iris", "ivory", "ivy", "jack", "jade", "jasmine", "jay", "jet",
        "jewel", "jo", "jordan", "joy", "june", "justice", "kay", "kenya", "king", "kit", "kitty", "lance",
        "lane", "lark", "laurel", "lee", "liberty", "lily", "london", "lucky", "maple", "marigold", "mark",
        "marsh", "martin", "mason", "max", "may", "melody", "mercy", "mick", "miles", "mina", "miracle",
        "misty", "myrtle", "nick", "norm", "oak", "ocean", "olive", "opal", "pansy", "paris", "pat", "patience",
        "paz", "peace", "pearl", "penny", "perry", "peter", "phoenix", "pip", "piper", "poppy", "praise",
        "precious", "prince", "princess", "prudence", "queenie", "rain", "rainbow", "ray", "red", "reed", "rex",
        "rich", "river", "rob", "robe", "robin", "rocky", "rose", "rosemary", "rowan", "ruby", "rue", "rusty",
        "sage", "sally", "sandy", "savannah", "scarlett", "shadow", "sherry", "shine", "sienna", "sky", "skye",
        "sol", "sonny", "star", "sterling", "storm", "sue", "summer", "sunny", "sunshine", "sydney", "taylor",
        "teddy", "temple", "terry", "theo", "tiger", "tom", "trinity", "troy", "tucker", "tyler", "val",
        "velvet", "vera", "vic", "victor", "victory", "violet", "wade", "warren", "wendy", "west", "wilder",
        "will", "willow", "winter", "wolf", "woody", "wren", "zion",
    )
)  # fmt: skip
"""Ordinary words that are given names too: with a capital they are always listed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as written: where, and its text."""

    place: str
    text: str
    when: When | None = None


@dataclass(slots=True)
class Left:
    """What is left, each with the places where it stands."""

    capitals: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, list[str]] = field(default_factory=dict)
    times: dict[str, list[str]] = field(default_factory=dict)


@cache
def _agencies() -> frozenset[str]:
    text = (data_path("rules") / "vocabulary" / "agencies.yaml").read_text(encoding="utf-8")
    return frozenset(re.findall(r"[a-z]+", text.lower()))


def what_is_left(cells: Iterable[Cell]) -> Left:
    """Everything a person should look at, in order of the text."""
    left = Left()
    for cell in cells:
        text = LABEL.sub(lambda found: " " * len(found.group()), cell.text)
        for found in find_dates(text, DateContext(row=cell.when)):
            text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
        for word in WORD.finditer(text):
            if len(word.group()) > 1 and word.group()[0].isupper() and not _known(word.group()):
                _note(left.capitals, word.group(), cell.place)
        for number in _NUMBER.finditer(text):
            _note(left.numbers, number.group(), cell.place)
        for told in _WHEN.finditer(text):
            _note(left.times, told.group().lower(), cell.place)
    return left


def _known(word: str) -> bool:
    plain = folded(word)
    stem = plain.removesuffix("'s").removesuffix("s'")
    if stem in _ALSO_NAMES and not word.isupper():
        return False
    return any(one in ordinary_words() or one in _agencies() for one in (plain, stem, stem.removesuffix("s")))


def _note(kept: dict[str, list[str]], word: str, place: str) -> None:
    places = kept.setdefault(word, [])
    if place not in places:
        places.append(place)


def lines_of(kept: dict[str, list[str]]) -> list[str]:
    """One line for each word with its places."""
    out = []
    for word, places in sorted(kept.items(), key=lambda one: (one[0].lower(), one[0])):
        more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
        out.append(f"  {word}: {'; '.join(places[:_MOST_PLACES])}{more}")
    return out
