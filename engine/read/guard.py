"""What an Office file must not hold, looked for before any parser sees it. Every limit is in its message.

A file from outside may be built to fill the memory, to read other files or to run code. Nothing here parses:
names and sizes come from the archive's directory, and the few patterns are matched on raw bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from engine.errors import Place, ReadError
from engine.read.grid import MOST_COLUMNS, MOST_ROWS
from engine.read.kinds import not_read
from engine.values import dataclass

MOST_PARTS = 3_000
MOST_UNPACKED = 150_000_000
MOST_RATIO = 120
"""An honest workbook unpacks to some 40 times its size; only parts of more than a million bytes are held to it."""
_RATIO_FROM = 1_000_000
MOST_ELEMENTS = 3_000_000
"""Elements of one Word part: each takes some hundred bytes once it is parsed."""
MOST_PARAGRAPHS = 200_000

_TO_RESAVE = "Open it in Word or Excel, copy the chronology into a new document and save that."
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"^\s*<\?xml[^<>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,40})[\"']", re.IGNORECASE)
_FAR_COLUMN = re.compile(rb"\br=\"(?:[A-Z]{3,}|[T-Z][A-Z]|S[G-Z])[0-9]")
_FAR_ROW = re.compile(rb"<(?:\w{1,20}:)?(?:c|row)\b[^<>]{0,300}?\br=\"[A-Z]{0,3}([0-9]{6,})\"")
_PARAGRAPH = re.compile(rb"<w:p[ />]")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bmp", ".tif", ".tiff")


@dataclass(frozen=True, slots=True)
class Package:
    """An Office file that has passed the guard."""

    kind: str
    """ "xlsx" or "docx"."""
    data: bytes
    names: tuple[str, ...]

    def part(self, name: str) -> bytes:
        """The bytes of one part, or nothing where there is none of that name."""
        if name not in self.names:
            return b""
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return archive.read(name)


def open_package(data: bytes, file: str) -> Package:
    """The package in `data`, once nothing in it is dangerous. Raises ReadError with the limit that it breaks."""
    place = Place(file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _directory(parts, place)
            kind = _kind({part.filename for part in parts}, archive, file)
            for part in parts:
                if not part.filename.lower().endswith(_PICTURES):
                    _content(part.filename, archive.read(part), kind, place)
            return Package(kind, data, tuple(part.filename for part in parts))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise ReadError(
            "It begins as a Word or Excel file does but cannot be unpacked: it is damaged.",
            "Ask for it again, or open it and save it again, or as “CSV UTF-8”.",
            place,
        ) from None


def _directory(parts: list[zipfile.ZipInfo], place: Place) -> None:
    if len(parts) > MOST_PARTS:
        raise ReadError(f"It is packed from {len(parts)} parts; the limit is {MOST_PARTS}.", _TO_RESAVE, place)
    if len({part.filename for part in parts}) < len(parts):
        raise ReadError("It holds two parts of one name, which no office program writes.", _TO_RESAVE, place)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        raise ReadError(
            f"Unpacked it has {unpacked // 1_000_000:,} million bytes; the limit is {MOST_UNPACKED // 1_000_000}.",
            _TO_RESAVE,
            place,
        )
    for part in parts:
        if part.flag_bits & 0x1:
            raise ReadError("A part of it is encrypted.", "Save a copy without a password.", place)
        if ".." in part.filename.replace("\\", "/").split("/") or part.filename.startswith(("/", "\\")):
            raise ReadError("It names parts outside itself, which no office program writes.", _TO_RESAVE, place)
        if part.file_size > _RATIO_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise ReadError(
                f"A part of it unpacks to more than {MOST_RATIO} times its size, which is the limit.", _TO_RESAVE, place
            )


def _kind(names: set[str], archive: zipfile.ZipFile, file: str) -> str:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise not_read("xlsm" if any(name.startswith("xl/") for name in names) else "docm", file)
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if b"macroEnabled" in types:
        raise not_read("xlsm" if b"sheet.macroEnabled" in types else "docm", file)
    if "xl/workbook.xml" in names or b"spreadsheetml.sheet.main" in types:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise not_read("xlsb", file)
    if b"wordprocessingml.document.main" in types or "word/document.xml" in names:
        return "docx"
    if "mimetype" in names:
        kind = archive.read("mimetype")
        raise not_read("ods" if b"spreadsheet" in kind else "odt", file)
    raise not_read("compressed", file)


def _content(name: str, content: bytes, kind: str, place: Place) -> None:
    if _DECLARED.search(content):
        raise ReadError(
            "It declares a document type or entities of its own, which no office program writes.", _TO_RESAVE, place
        )
    told = _ENCODING.match(content[:400].removeprefix(b"\xef\xbb\xbf"))
    if content[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<") or (
        told and told[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")
    ):
        raise ReadError("A part of it is not written in UTF-8.", _TO_RESAVE, place)
    if kind == "xlsx" and name.startswith("xl/worksheets/") and name.endswith(".xml"):
        _cells_in_reach(content, place)
    if kind == "docx" and name.endswith(".xml"):
        if content.count(b"<") > MOST_ELEMENTS:
            raise ReadError(f"A part of it has more than {MOST_ELEMENTS:,} elements, the limit.", _TO_RESAVE, place)
        if sum(1 for _ in _PARAGRAPH.finditer(content)) > MOST_PARAGRAPHS:
            raise ReadError(f"It has more than {MOST_PARAGRAPHS:,} paragraphs, the limit.", _TO_RESAVE, place)


def _cells_in_reach(content: bytes, place: Place) -> None:
    if _FAR_COLUMN.search(content):
        raise ReadError(
            f"A cell stands beyond column {MOST_COLUMNS} (SF), the limit.",
            "Delete the columns to the right of the table and save it, or save the sheet as CSV UTF-8.",
            place,
        )
    if any(int(found[1]) > MOST_ROWS for found in _FAR_ROW.finditer(content)):
        raise ReadError(
            f"A cell stands beyond row {MOST_ROWS:,}, the limit for a workbook.",
            "Delete the rows below the table and save it, or save the sheet as CSV UTF-8, which has no such limit.",
            place,
        )
