"""Whose rows these are, where no column says so: from the source column, the sheet, the file's name or by hand.

What is decided is told, because a rule may ask what an agency's rows do not say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.code.vocabulary import Vocabulary
from engine.errors import Place, UsageError, Warning
from engine.rows import Row, Source
from engine.values import replace

WEAK = frozenset(
    [
        "la", "ed", "ha", "eh", "da", "eip", "nps", "crc", "ppu", "pvp", "nhp", "cgl", "asc", "anon",
        "public", "neighbour", "mother", "father", "grandmother", "relative", "family", "response", "duty",
        "officer", "officers", "guardian", "refuge", "church", "landlord", "primary", "academy", "doctor",
        "surgery", "paediatrics", "charity", "legal",
    ]
)  # fmt: skip
"""Forms that in a file's name are more often part of a title, a street or a family than an agency."""
_NO_RECORDERS = ("Family", "Anonymous")
_MERGED_FROM = 0.6
"""Of the rows with a source: from this share on, sources that begin with agencies are a merged chronology's."""
_WORD = re.compile(r"[a-z0-9&'-]+")
_LONGEST = 4


def agency_for(path: Path, agency: str | None, by_file: Mapping[str, str]) -> str | None:
    """The agency that was given by hand for a file, by its name with or without the ending, or for all."""
    return by_file.get(path.name.lower()) or by_file.get(path.stem.lower()) or agency


def check_files(paths: Sequence[Path], by_file: Mapping[str, str]) -> None:
    """Raise UsageError where an agency is given for a file that is not among those read."""
    names = {path.name.lower() for path in paths} | {path.stem.lower() for path in paths}
    for file in by_file:
        if file not in names:
            raise UsageError(
                f"--agency names the file '{file}', which is not among those given.",
                "Write it as FILE=NAME with the name of one of the files.",
            )


def with_agencies(source: Source, vocabulary: Vocabulary) -> tuple[Source, list[Warning]]:
    """The source with an agency in each row that can be said to have one, and what was decided."""
    without = [row for row in source.rows if not row.cell("agency")]
    if not without:
        return source, []
    place = Place(source.file, source.part or None)
    begun = {id(row): _beginning(row.cell("source"), vocabulary.agencies) for row in without}
    agencies = Counter(agency for agency in begun.values() if agency)
    sourced = sum(1 for row in without if row.cell("source").strip())
    if len(agencies) > 1 and agencies.total() >= _MERGED_FROM * sourced:
        rows = tuple(_of(row, begun.get(id(row), "")) for row in source.rows)
        what = (
            "no agency column: agencies were taken from the beginning of the source column, as in a merged chronology"
        )
        return replace(source, rows=rows), [Warning(what, place)]
    sheet = source.part.removeprefix("sheet ") if source.part.startswith("sheet ") else ""
    for words, told in ((sheet, "the name of the sheet"), (Path(source.file).stem, "the file's name")):
        agency = named_in(words, vocabulary.agencies)
        if agency:
            rows = tuple(_of(row, agency) for row in source.rows)
            those = "rows" if len(without) == len(source.rows) else "rows without an agency"
            what = f"{those} were taken as {agency}'s, from {told}; --agency NAME says otherwise"
            return replace(source, rows=rows), [Warning(what, place)]
    return source, []


def _of(row: Row, agency: str) -> Row:
    if not agency or row.cell("agency"):
        return row
    return replace(row, cells={**row.cells, "agency": agency})


def _beginning(source: str, known: Mapping[str, str]) -> str:
    """The agency with which a source begins ("Health Visitor HV1 diary"), or ""."""
    words = _WORD.findall(source[:80].lower())
    for size in range(min(_LONGEST, len(words)), 0, -1):
        agency = known.get(" ".join(words[:size]), "")
        if agency:
            return agency
    first = words[0].rstrip("0123456789") if words else ""
    return known.get(first, "") if len(first) > 1 else ""


def named_in(name: str, known: Mapping[str, str]) -> str:
    """The one agency that the name of a file or sheet holds; "" where it holds none, or several."""
    words = _WORD.findall(re.sub(r"[_.\-–—]+", " ", name.lower().replace("’", "'")))
    found: set[str] = set()
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            form = " ".join(words[at : at + size])
            agency = known.get(form, "") if form not in WEAK else ""
            if agency and agency not in _NO_RECORDERS:
                found.add(agency)
                at += size - 1
                break
        at += 1
    return found.pop() if len(found) == 1 else ""
