"""What is kept beside a case: what each file is, whether it holds content of the case, and what `flag` may delete.

Nothing is kept anywhere else: reports go only where their user sends them, and the compiled pack of rules in the
user's cache folder holds no case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from engine.beside import ANSWERS
from engine.errors import FlagError, Place, UsageError
from engine.output import PART
from engine.values import dataclass

_NOTICE = b"A reading of this chronology by rules, version"
_HEAD_READ = 1_000_000
_EARLY = 300
"""Bytes within which a report in text or Markdown says what it is; a page that quotes it says so later."""
_JSON = b'{\n  "schema": "1",\n  "flag": {'
_CODING = b"file,row,sheet,date as written,earliest,latest,date read by,"
_PROMPTS = b"case,as_at,id,kind,rule,"
_CHECK = b"Anonymised case\n"
_WORDS = b"# Wording learnt from corrections."
REPORT = "a report"
_OFFICE = (".xlsx", ".docx")
MOST_BYTES = 200_000_000
"""A larger file is none of ours and is not opened."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file: what it is, whether it holds content of the case, and whether `flag` may delete it."""

    path: Path
    what: str
    content: str
    ours: bool
    """Whether `flag` wrote it and nothing is lost that the chronology, or a person, does not have."""
    stays: str = ""
    """Why it stays, where it is not for `flag` to delete."""


def kept(path: Path) -> tuple[Kept, ...]:
    """What is kept beside a chronology, or in a folder. Raises UsageError where there is neither."""
    if path.is_dir():
        folder, stem = path, None
    elif path.is_file():
        folder, stem = path.parent, path.stem
    else:
        raise UsageError("There is no such file or folder.", "Check the name.", Place(path.name or str(path)))
    try:
        there = sorted(one for one in folder.iterdir() if one.is_file() or one.is_symlink())
    except OSError:
        raise UsageError("This folder cannot be read.", "Check who may open it.", Place(folder.name)) from None
    chronologies = {one.stem for one in there if one.suffix.lower() in (".csv", ".tsv", ".txt", *_OFFICE)}
    stems = chronologies if stem is None else {stem}
    return tuple(found for one in there if (found := _known(one, stems, path)) is not None)


def _known(file: Path, stems: set[str], asked: Path) -> Kept | None:
    """What a file is, by its name or its first bytes; None where it is nothing of ours."""
    name = file.name
    if file.is_symlink():
        return None
    if name.endswith(PART):
        return Kept(file, "part of a file whose writing did not end", "may hold content of the case", True)
    if name.endswith(ANSWERS):
        if name.removesuffix(ANSWERS) not in stems and asked.is_file():
            return None
        return Kept(file, "answers to prompts", "holds content of the case (people's reasons and roles)", True)
    if name == "local.yaml":
        return Kept(file, "local practice", "holds no case", False, "it is your partnership's")
    if file.suffix in (".yaml", ".yml") and file.stem in stems:
        return Kept(file, "side sheet", "holds content of the case (people and dates)", False, "people wrote it")
    if file == asked:
        coded = _wrote(file)
        what = coded.what if coded is not None else "the chronology"
        return Kept(file, what, "is the record itself", False, "it is the chronology that you named")
    return _wrote(file)


def _wrote(file: Path) -> Kept | None:
    """A file that bears the marks of what `flag` writes."""
    try:
        if file.stat().st_size > MOST_BYTES:
            return None
        if file.suffix.lower() in _OFFICE:
            return _office(file)
        with file.open("rb") as opened:
            head = opened.read(_HEAD_READ)
    except OSError:
        return None
    if head.startswith(_WORDS):
        return Kept(file, "wording learnt from corrections", "may hold words of the case", False, "people edit it")
    early = b" ".join(head[:_EARLY].split())
    page = early.lower().startswith(b"<!doctype html") and _NOTICE in head
    bare = head.removeprefix(b"\xef\xbb\xbf")
    if bare.startswith((_JSON, _CODING, _PROMPTS, _CHECK)) or _NOTICE in early or page:
        return Kept(file, REPORT, "holds content of the case", True)
    return None


def _office(file: Path) -> Kept | None:
    from engine.read.guard import open_package  # here, because only an Office file needs it

    try:
        package = open_package(file.read_bytes(), file.name)
        if package.kind != "xlsx":
            said = _NOTICE in package.part("word/document.xml")
            mended = "people may have written in it; delete it yourself"
            return Kept(file, "a report in Word", "holds content of the case", False, mended) if said else None
        sheets = package.part("xl/workbook.xml")
    except (FlagError, KeyError):
        return None
    if b'name="Chronology"' in sheets and b'name="Readings"' in sheets:
        content = "holds the whole record, and what people corrected and answered"
        return Kept(file, "a workbook of readings", content, False, "it may hold corrections; delete it yourself")
    return None


def delete(found: tuple[Kept, ...], sure: Callable[[Kept], bool], *, whole: bool) -> Iterator[tuple[Kept, str]]:
    """Delete what `flag` wrote, each file where `sure` says so; each file with what became of it.

    A report does not tell for certain whose it is: it is deleted only where a `whole` folder was asked for.
    """
    for one in found:
        if one.what == REPORT and not whole:
            yield one, "stays: it may be another case's; delete it yourself, or name the folder"
        elif not one.ours:
            yield one, f"stays: {one.stays}"
        elif not sure(one):
            yield one, "stays: you kept it"
        else:
            try:
                one.path.unlink()
            except OSError as error:
                yield one, f"stays: it could not be deleted ({error.strerror or 'no reason given'})"
            else:
                yield one, "deleted"
