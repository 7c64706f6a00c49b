"""Which kind of file this is, by its bytes before its name, and what to do about one that is not read."""

from __future__ import annotations

from pathlib import Path

from engine.errors import Place, ReadError

_AS_CSV = "Open it and use Save As, “CSV UTF-8 (comma delimited)”, or save it as .xlsx or .docx."
_IN_EXCEL = "Open it in Excel and use Save As, “Excel Workbook (.xlsx)”, or “CSV UTF-8”."
_IN_WORD = "Open it in Word and use Save As, “Word Document (.docx)”."
_OTHER_KINDS = {
    "xlsm": ("an Excel workbook with macros", _IN_EXCEL),
    "xltm": ("an Excel template with macros", _IN_EXCEL),
    "xls": ("an old Excel workbook", _IN_EXCEL),
    "xlsb": ("a binary Excel workbook", _IN_EXCEL),
    "ods": ("an OpenDocument spreadsheet", _IN_EXCEL),
    "docm": ("a Word document with macros", _IN_WORD),
    "dotm": ("a Word template with macros", _IN_WORD),
    "doc": ("an old Word document", _IN_WORD),
    "odt": ("an OpenDocument text", _IN_WORD),
    "rtf": ("a Rich Text document", _IN_WORD),
    "pdf": (
        "a PDF, in which a table has no rows to read",
        "Ask the agency for the Word, Excel or CSV file it was made from, or open it in Word and save it as .docx.",
    ),
    "html": ("a web page", "Open it in Excel, check the table, and save it as .xlsx or CSV UTF-8."),
    "picture": ("a picture", "Ask for the Word or Excel file, or type the table into a sheet saved as CSV UTF-8."),
    "compressed": ("a compressed file", "Unpack it and give the files inside."),
    "ole": ("an old Word or Excel file", "Open it in Word or Excel and use Save As, .docx or .xlsx (or CSV UTF-8)."),
}
"""Kinds of file that are not read: what each is, and what to do."""
_ENDINGS = {
    "xlsm": "xlsm", "xltm": "xltm", "xls": "xls", "xlsb": "xlsb", "ods": "ods", "docm": "docm", "dotm": "dotm",
    "doc": "doc", "odt": "odt", "rtf": "rtf", "pdf": "pdf", "html": "html", "htm": "html", "mht": "html",
}  # fmt: skip
_FIRST_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "compressed"),
    (b"7z\xbc\xaf", "compressed"),
    (b"Rar!", "compressed"),
)
_OLE = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"


def kind_of(path: Path, data: bytes, file: str) -> str:
    """ "zip" for a package to look into, "text" for anything that may be CSV. Raises ReadError for other kinds.

    Bytes come before names: a workbook that somebody named .csv is a workbook, and a CSV export named .xls
    (several case systems write them) is text.
    """
    ending = path.suffix.lower().lstrip(".")
    if data.startswith(ZIP):
        return "zip"
    if data.startswith(_OLE):
        raise _ole(ending, data, file)
    kind = next((what for start, what in _FIRST_BYTES if data.startswith(start)), "")
    if not kind and data[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(
        (b"<!doctype html", b"<html", b"<?xml")
    ):
        kind = "html"
    if not kind and ending in ("xlsx", "docx"):
        raise ReadError(
            "Its name ends as a Word or Excel file's, but it is none.",
            "Open it in the program that made it and save it again, or as “CSV UTF-8”.",
            Place(file),
        )
    if not kind and ending in ("doc", "pdf", "odt", "rtf", "docm", "dotm", "html", "htm"):
        kind = _ENDINGS[ending]
    if not kind and ending in _ENDINGS and not _looks_like_text(data):
        kind = _ENDINGS[ending]
    if kind:
        raise not_read(kind, file)
    return "text"


def not_read(kind: str, file: str) -> ReadError:
    """The one sentence about a kind of file that is not read."""
    what, remedy = _OTHER_KINDS[kind]
    return ReadError(f"This is {what}, which is not read.", remedy, Place(file))


def _looks_like_text(data: bytes) -> bool:
    return b"\0" not in data[:2000] or data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _ole(ending: str, data: bytes, file: str) -> ReadError:
    """A password makes of an Office file an OLE file; an old .doc or .xls is one without a password."""
    if _utf16("EncryptedPackage") in data or _utf16("EncryptionInfo") in data:
        return ReadError(
            "This file is protected with a password, so it cannot be read.",
            "Open it with the password, take the protection off under File, Info, and save a copy.",
            Place(file),
        )
    if _utf16("WordDocument") in data:
        return not_read("doc", file)
    if _utf16("Workbook") in data or _utf16("Book") in data:
        return not_read("xls", file)
    return not_read(ending if ending in ("doc", "xls") else "ole", file)


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")
