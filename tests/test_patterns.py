"""No pattern can run away: every regular expression of the program, and every phrase a user may add, takes time in
proportion to its text."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest

import engine
from engine.code.coder import Coder
from engine.code.vocabulary import load_vocabulary, with_local_words
from engine.dates.when import When
from engine.rows import Row
from engine.timeline import Person

LENGTH = 3000
"""Characters: twice the longest clause that is ever read as one."""
LONGEST = 0.5
"""Seconds of processor time; a pattern that tries every split of the text takes minutes."""
PROBES = (
    "a", " ", "1", "/", "a ", "1 ", "1/", "not ", "seen ", "the ", "mother ", "(", "?", "aa,", "a.", ".", "\n", "–",
    "x1", "visit ", "no ", "was ", "1st, ", "mum said ", "[", "<w ", 'r="',
)  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    """Every compiled pattern that stands at the top of a module, alone or in a table, with its module."""
    seen: set[tuple[str, str | bytes]] = set()
    for module in pkgutil.walk_packages(engine.__path__, "engine."):
        if module.name.endswith("proving.train"):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            for found in _within(value, 3):
                if (module.name, found.pattern) not in seen:
                    seen.add((module.name, found.pattern))
                    yield module.name, found


def _within(value: object, depth: int) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for one in (*value.keys(), *value.values()):
            yield from _within(one, depth - 1)
    elif depth and isinstance(value, (tuple, list, set, frozenset)):
        for one in value:
            yield from _within(one, depth - 1)


ALL = list(patterns())


def test_the_patterns_are_found():
    assert len(ALL) > 150


@pytest.mark.parametrize(("module", "pattern"), ALL, ids=lambda one: one if isinstance(one, str) else "")
def test_a_pattern_takes_no_longer_than_its_text_deserves(module: str, pattern: re.Pattern[str] | re.Pattern[bytes]):
    for probe in PROBES:
        text = probe * (LENGTH // len(probe)) + "!"
        given: str | bytes = text if isinstance(pattern.pattern, str) else text.encode()
        begun = process_time()
        for _ in pattern.finditer(given):  # type: ignore[arg-type]
            pass
        pattern.fullmatch(given)  # type: ignore[arg-type]
        took = process_time() - begun
        assert took < LONGEST, f"{module}: {took:.2f} s on {probe!r} repeated: {pattern.pattern!r}"


def test_a_users_own_phrase_cannot_run_away(tmp_path: Path):
    words = tmp_path / "words.yaml"
    gaps = " ..99 a" * 20
    phrases = f'["a{gaps} zzz", "(a|aa|aaa) ..50 (a|aa) ..50 b"]'
    words.write_text(f"words:\n  - kind: visit\n    phrases: {phrases}\n", "utf-8")
    coder = Coder((Person("maya", "child"),), with_local_words(load_vocabulary(), [words]))
    row = Row("case", 2, {"event": "a " * 9_000})
    coder.code(row, When(738000, 738000, "", "day"))
    begun = process_time()
    coder.code(row, When(738000, 738000, "", "day"))
    assert process_time() - begun < 6


UNITS = ["Not seen. ", "mum said that ", "visit, no access, ", "if not seen then refer ", "( ", "é", "\u200f"]


@pytest.mark.parametrize("unit", UNITS)
def test_reading_takes_time_in_proportion_to_the_row(unit: str):
    coder = Coder((Person("maya", "child", ("Maya",)),), load_vocabulary())
    when = When(738000, 738000, "", "day")

    def took(size: int) -> float:
        row = Row("case", 2, {"event": unit * (size // len(unit))})
        coder.code(row, when)
        begun = process_time()
        coder.code(row, when)
        return process_time() - begun

    assert took(12_000) < 12 * max(took(3_000), 0.004)
