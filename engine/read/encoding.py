"""From bytes to text: a short ladder of encodings that UK case systems write, each step reported."""

from __future__ import annotations

import codecs

from engine.errors import Place, ReadError, Warning

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
_SAVE_AS = "Save it again as “CSV UTF-8” from Excel."


def decode(data: bytes, file: str, encoding: str | None = None) -> tuple[str, str, list[Warning]]:
    """The text of `data`, the name of the encoding it was read in, and what a reader should know.

    The ladder: a byte order mark, UTF-16 by its pattern of NULs, UTF-8, Windows-1252. A given `encoding`
    is taken at its word, and ReadError raised where the bytes contradict it.
    """
    if encoding is not None:
        return _as_told(data, file, encoding)
    for mark, name in _MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            if name == "utf-8":
                return _eight_bit(body, file)
            return _wide(body, file, name)
    name = _utf16_by_nuls(data[:_SAMPLE])
    if name:
        return _wide(data, file, name)
    return _eight_bit(data, file)


def _as_told(data: bytes, file: str, encoding: str) -> tuple[str, str, list[Warning]]:
    try:
        text, name = data.decode(encoding), codecs.lookup(encoding).name
    except (LookupError, ValueError) as wrong:
        if isinstance(wrong, UnicodeError):
            raise ReadError(
                "Some of its bytes are not valid in the encoding that was asked for.",
                "Leave --encoding out, or name another.",
                Place(file),
            ) from None
        raise ReadError("There is no encoding of that name.", "Try utf-8 or cp1252.", Place(file)) from None
    text, warnings = _without_nuls(text.removeprefix("\ufeff"), file)
    return text, name, warnings


def _utf16_by_nuls(sample: bytes) -> str:
    """UTF-16 text of western letters has a NUL in nearly every second byte, and few in the others."""
    if len(sample) < 4:
        return ""
    even, odd = sample[0::2].count(0) * 2, sample[1::2].count(0) * 2
    if odd > 0.6 * len(sample) and even < 0.1 * len(sample):
        return "utf-16-le"
    if even > 0.6 * len(sample) and odd < 0.1 * len(sample):
        return "utf-16-be"
    return ""


def _wide(data: bytes, file: str, name: str) -> tuple[str, str, list[Warning]]:
    warnings: list[Warning] = []
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        text = data.decode(name, errors="replace")
        warnings.append(Warning("some characters could not be read and stand as \ufffd; " + _SAVE_AS, Place(file)))
    text, more = _without_nuls(text, file)
    return text, name, warnings + more


def _eight_bit(data: bytes, file: str) -> tuple[str, str, list[Warning]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as stray:
        first = stray.start
    else:
        text, warnings = _without_nuls(text, file)
        return text, "utf-8", warnings
    place = Place(file, line=data.count(b"\n", 0, first) + 1)
    text, strays, lost = _mended(data)
    mixed = sum(char > "\x7f" for char in text) > strays
    if mixed:
        what = f"most of it is UTF-8, but {strays} bytes are not and were read as Windows-1252"
    else:
        what = "it is not UTF-8, so it was read as Windows-1252 (use --encoding if letters look wrong)"
    warnings = [Warning(f"{what}. {_SAVE_AS}", place)]
    if lost:
        warnings.append(Warning(f"{lost} bytes are no character at all and stand as \ufffd", Place(file)))
    text, more = _without_nuls(text, file)
    return text, "utf-8 and cp1252" if mixed else "cp1252", warnings + more


def _mended(data: bytes) -> tuple[str, int, int]:
    """UTF-8 with each stray byte read as Windows-1252; how many there were, and how many meant nothing."""
    pieces: list[str] = []
    strays = lost = reached = 0
    # Line by line, so that a file wholly in Windows-1252 takes time in proportion to its length.
    for line in data.splitlines(keepends=True):
        reached = 0
        while reached < len(line):
            try:
                pieces.append(line[reached:].decode("utf-8"))
                break
            except UnicodeDecodeError as stray:
                pieces.append(line[reached : reached + stray.start].decode("utf-8"))
                bad = line[reached + stray.start : reached + stray.end]
                strays += len(bad)
                read = bad.decode("cp1252", errors="replace")
                lost += read.count("\ufffd")
                pieces.append(read)
                reached += stray.end
    return "".join(pieces), strays, lost


def _without_nuls(text: str, file: str) -> tuple[str, list[Warning]]:
    nuls = text.count("\0")
    if not nuls:
        return text, []
    return text.replace("\0", ""), [Warning(f"{nuls} NUL characters were left out", Place(file))]
