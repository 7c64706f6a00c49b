"""Invented identifiers planted in two hundred places: none is left in any file that is written."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import yaml
from anonymise.planted import FAMILIES, VARIANTS, Family, filled
from anonymise.planted_unseen import OTHER_FAMILIES, UNSEEN

from engine.anonymise import job
from engine.anonymise.job import Wanted, anonymise
from engine.session import Options

BUSY = Path(__file__).resolve().parent.parent / "cases" / "busy"
PLACES = 200


def planted_case(family: Family, host: str, sentences: Sequence[str], folder: Path) -> Path:
    """A host case whose first child and parents are the invented family, a sentence added to each row."""
    rows = list(csv.reader(io.StringIO((BUSY / f"{host}.csv").read_text(encoding="utf-8"))))
    sheet = yaml.load((BUSY / f"{host}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    child = next(person for person in sheet["people"] if person["role"] == "child")
    for row in rows[1:]:
        row[:] = [re.sub(rf"\b{re.escape(child['name'])}\b", family.child, cell) for cell in row]
    child |= {"name": f"{family.child} {family.surname}", "also": [family.child, family.nick]}
    mother = next((person for person in sheet["people"] if person["role"] == "mother"), None)
    if mother is None:
        sheet["people"].append(mother := {"id": "invented-mother", "role": "mother"})
    mother |= {"name": f"{family.mother} {family.mother_surname}", "also": [family.mother, family.mother_nick, "mum"]}
    sheet["people"].append(
        {"id": "invented-father", "role": "father", "name": f"{family.father} {family.father_surname}",
         "also": [family.father_nick], "household": "no"}
    )  # fmt: skip
    for row, sentence in zip(rows[1:], sentences, strict=False):
        row[3] = f"{row[3]} {sentence}"
    assert len(sentences) <= len(rows) - 1
    path = folder / f"{family.child} {family.surname}.csv"
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    path.with_suffix(".yaml").write_text(yaml.safe_dump(sheet, allow_unicode=True), encoding="utf-8")
    return path


def everything_in(folder: Path) -> str:
    """All text of all files in a folder, names and the insides of packages with it, in small letters."""
    out = []
    for path in sorted(folder.rglob("*")):
        out.append(path.name)
        data = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                out += [name + package.read(name).decode("utf-8", "replace") for name in package.namelist()]
        else:
            out.append(data.decode("utf-8", "replace"))
    return "\n".join(out).lower()


Variants = Sequence[tuple[str, tuple[str, ...]]]


def planted(
    variants: Variants, families: Sequence[Family], seed: int
) -> Iterator[tuple[Family, list[tuple[str, tuple[str, ...]]]]]:
    """For each family, its share of two hundred sentences, every variant at least once among them all."""
    chance = random.Random(seed)
    told = [*variants] * (PLACES // len(variants) + 1)
    told = [*variants, *chance.sample(told, PLACES)][: max(PLACES, len(variants))]
    chance.shuffle(told)
    for number, family in enumerate(families):
        yield family, told[number :: len(families)]


@pytest.fixture(autouse=True)
def without_looking_at_prompts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the prompts stay the same is looked at elsewhere, and takes longer than all the rest."""
    monkeypatch.setattr(job, "_compared", lambda *_: ((), 0))
    monkeypatch.setattr(job, "carried", lambda *_: [])


def left_over(
    variants: Variants, folder: Path, families: Sequence[Family] = FAMILIES, seed: int = 7
) -> list[tuple[str, str]]:
    """Each planted piece that is still there, with its sentence."""
    left = []
    for number, (family, told) in enumerate(planted(variants, families, seed)):
        sentences = [filled(sentence, family) for sentence, _ in told]
        here = folder / str(number)
        here.mkdir()
        path = planted_case(family, ("busy-08", "busy-17", "busy-30")[number], sentences, here)
        out = folder / f"out-{number}"
        anonymise(Wanted((path,), out, weeks=-61), Options(), chance=random.Random(1))
        text = everything_in(out)
        for sentence, pieces in told:
            left += [(sentence, filled(piece, family)) for piece in pieces if filled(piece, family).lower() in text]
    return left


def test_no_identifier_planted_in_two_hundred_places_is_left(tmp_path: Path) -> None:
    assert left_over(VARIANTS, tmp_path) == []


LEFT_OF_THE_UNSEEN = 4
"""Wordings of 76; one is no fault ("Cas" is found inside "case"). Lower it when it falls; never tune on the set."""


def test_of_a_set_written_afterwards_no_more_is_left_than_is_told(tmp_path: Path) -> None:
    left = {sentence for sentence, _ in left_over(UNSEEN, tmp_path, OTHER_FAMILIES)}
    assert len(left) <= LEFT_OF_THE_UNSEEN, sorted(left)
