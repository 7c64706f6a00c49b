"""Cells cut into clauses; every offset leads back to the cell as it was written."""

from __future__ import annotations

import re

from engine.values import dataclass

_FOLD = str.maketrans(
    "‘’‛`´“”–—‑−\xa0\t\r•·…×àáâäãåçèéêëìíîïñòóôöõøùúûüýšžł",
    "'''''\"\"----   \n\n.xaaaaaaceeeeiiiinoooooouuuuyszl",
)
_OTHER = re.compile(r"[^\x00-\x7f]")

LONGEST_CLAUSE = 1500
"""Longer stretches without a stop are cut, so that one runaway cell cannot hold up the rest."""

# A full stop ends a clause only before a space or the end, and not after these.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:mr|mrs|ms|dr|approx|no|nos|re|ref|tel|e\.g|i\.e|inc|incl|poss|appt|ass|conf|st"
    r"|hrs|wk|mo"
    r"|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|[a-z])$"
)
_STOP = re.compile(r"[.!?]+(?=[\s\"')\]]|$)|;|\n+|(?<=\s)\|(?=\s)|\s/{2}\s")
_HEADING = re.compile(r"^[\s\-*>]*([a-z][a-z /&']{1,38}?)\s*(?::|\s-\s)")
_ALLOCATED = re.compile(
    r"^\s*(?:re-?)?(?:allocated|tasked|assigned) to [a-z0-9 /'&-]{1,40}?(?::|\s-\s)"
    r"(?!\s*(?:[a-z]+ed|saw|seen|spoke|met|they|he|she|it|no|not|was|were|has|have|went|rang|\d+)\b)"
)
_HEADINGS: dict[str, str] = {}
for _names, _section in (
    (
        "plan|action|actions|action plan|next steps|next step|agreed actions|to do|follow up|safety "
        "plan|plan agreed"
        "|recommendation|recommendations|actions agreed|agreed plan|going forward|way forward",
        "planned",
    ),
    (
        "history|previous history|background|hx|pmh|past history|family history|chronology|known "
        "history|context"
        "|previous involvement|background history",
        "historical",
    ),
    (
        "outcome|decision|response|result|findings|today|update|visit|action taken|actions taken"
        "|event|details|observations|discussion|summary|presentation",
        "happened",
    ),
    ("rationale|reason|reasons|reason for decision|reasons for decision", "rationale"),
    (
        "analysis|comment|comments|impact|reflection|author note|review comment|learning|author's comment"
        "|agency comment|significance",
        "commentary",
    ),
):
    for _name in _names.split("|"):
        _HEADINGS[_name] = _section


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of one cell: its words folded to plain lower case, one character for one."""

    text: str
    """As written."""
    folded: str
    """Lower case, plain punctuation, ASCII: as long as `text`, so offsets agree."""
    start: int
    """Where it begins in the cell."""
    column: str
    section: str = ""
    """"planned", "historical", "rationale", "commentary" or "" as its heading says."""
    number: int = 0
    """Its place among the row's clauses."""


def fold(text: str) -> str:
    """`text` in lower case and plain ASCII, one character for one."""
    low = text.lower()
    if len(low) != len(text):  # a few capitals grow when lowered; keep the offsets
        low = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    low = low.translate(_FOLD) if not low.isascii() or "\t" in low or "`" in low or "\r" in low else low
    return low if low.isascii() else _OTHER.sub(" ", low)


def split(cell: str, column: str, first: int = 0) -> list[Clause]:
    """The clauses of one cell, numbered from `first`."""
    folded = fold(cell)
    out: list[Clause] = []
    section = ""
    begin = 0
    for begin, end in _stretches(folded):
        piece = folded[begin:end]
        if given := _ALLOCATED.match(piece):  # "Allocated to HV: h/v and ...": what she is to do
            done = begin + given.end()
            out.append(Clause(cell[begin:done], folded[begin:done], begin, column, section, first + len(out)))
            rest = folded[done:end]
            done += len(rest) - len(rest.lstrip())
            if rest.strip():
                task = (cell[done:end], folded[done:end], done, column, "planned", first + len(out))
                out.append(Clause(*task))
            continue
        heading = _HEADING.match(piece)
        if heading and (named := _HEADINGS.get(heading.group(1).strip())) is not None:
            section = "" if named == "happened" else named
            if section:
                begin += heading.end()
                piece = folded[begin:end]
        stripped = piece.strip()
        if not stripped:
            continue
        begin += len(piece) - len(piece.lstrip())
        end = begin + len(stripped)
        out.append(Clause(cell[begin:end], folded[begin:end], begin, column, section, first + len(out)))
    return out


def _stretches(folded: str) -> list[tuple[int, int]]:
    """Where each clause begins and ends."""
    bounds: list[tuple[int, int]] = []
    begin = 0
    for stop in _STOP.finditer(folded):
        at = stop.start()
        if folded[at] == "." and stop.end() < len(folded) and _ABBREVIATION.search(folded[max(begin, at - 9) : at]):
            continue
        if folded[at] == "?" and not folded[begin:at].strip():
            continue
        if at > begin:
            bounds.append((begin, at + (folded[at] == "?")))  # a question keeps its mark
        begin = stop.end()
    if begin < len(folded):
        bounds.append((begin, len(folded)))
    return [piece for bound in bounds for piece in _cut(folded, *bound)]


def _cut(folded: str, begin: int, end: int) -> list[tuple[int, int]]:
    """A clause that is too long, cut at spaces."""
    out = []
    while end - begin > LONGEST_CLAUSE:
        at = folded.rfind(" ", begin, begin + LONGEST_CLAUSE)
        at = at if at > begin else begin + LONGEST_CLAUSE
        out.append((begin, at))
        begin = at
    return [*out, (begin, end)]
