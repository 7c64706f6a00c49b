"""`flag rules reading`: how well the entries of the labelled corpus are read, kind by kind."""

from __future__ import annotations

from engine.code.vocabulary import load_vocabulary
from engine.errors import UsageError
from engine.proving.corpus import read_corpus
from engine.proving.reading import Count, Score, score


def render_reading(part: str, *, faults: bool = False, vocabulary_only: bool = False) -> str:
    """The figures for one part of the corpus; with `faults` every miss and extra, for those who tune."""
    if faults and part == "set_aside":
        raise UsageError(
            "What is wrong in the part that is set aside is not shown: nobody may tune on it.",
            "Leave --faults out, or ask for --part train.",
        )
    vocabulary = load_vocabulary()
    found = score(read_corpus(part), vocabulary, second_reader=not vocabulary_only)
    lines = [
        f"{found.entries} entries ({part.replace('_', ' ')}), {found.whole} wholly right; "
        f"the unit is a kind with its status, once per entry.",
        _line("kind with status", found.all),
        _line("kind alone", found.kind_only),
        f"who: {found.who_right} of {found.who_asked} named and read rightly",
        f"screen: names the kind of {found.screened} of {found.missed} missed events",
        _dangers(found),
        "",
    ]
    lines += [
        _line(kind, count)
        for kind, count in sorted(found.by_kind.items(), key=lambda item: (-item[1].wanted, item[0]))
    ]
    if faults:
        lines += ["", *found.faults]
    return "\n".join(lines) + "\n"


def _line(name: str, count: Count) -> str:
    return (
        f"{name:<24} precision {count.precision:.2f} ({count.right}/{count.read})  "
        f"recall {count.recall:.2f} ({count.right}/{count.wanted})  F1 {count.f1:.2f}"
    )


def _dangers(found: Score) -> str:
    if not found.dangers:
        return "read in a dangerous direction: none"
    told = "; ".join(f"{what}: {number}" for what, number in sorted(found.dangers.items()))
    return f"read in a dangerous direction: {told}"

