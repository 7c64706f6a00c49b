"""Making text of the record safe to show: nothing in it can act, hide, or turn the words around it about.

A chronology is an untrusted file. Its words may hold control characters that no document may carry, signs that
change the direction of all text after them, characters that show nothing, or the beginning of a formula. What
is here is done only when something is shown: the record itself is never changed.
"""

from __future__ import annotations

import re
from unicodedata import category

DIRECTION = "[direction sign]"
"""Stands in the place of signs that reverse text: what stood beside them may have been meant to mislead."""

MOST_MARKS = 4
"""Accents on one letter: the most that any living language writes. More would run over the lines above and below."""

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\ufeff"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_HALF = re.compile("[\ud800-\udfff]")
_HEAPED = re.compile(r"[^\w\s\x00-\u02ff]{5,}")
"""Runs of what is neither letter nor space, among them all runs of more accents than a letter has."""
_JOINERS = "\u200c\u200d"
_BEGIN_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\u2212", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BEFORE_FORMULA = " \u00a0\"'`\u2018\u2019\u201c\u201d" + _JOINERS


def plain(text: str) -> str:
    """One line of visible text: no control characters, direction signs named, runs of space folded to one space.

    What it gives can stand in XML and be written as UTF-8, and it is left as it is when made plain again.
    """
    if not text.isprintable():  # which nearly all text is, and all that is looked for next is not
        text = _INVISIBLE.sub("", text)
        text = _HALF.sub("\N{REPLACEMENT CHARACTER}", text)
        text = _TURNING.sub(DIRECTION, text)
    if not text.isascii():
        text = _HEAPED.sub(_few_marks, text)
    return " ".join(text.split())


def shortened(text: str, most: int) -> str:
    """The text made plain; of a longer one at most `most` characters, and how many more there are."""
    text = plain(text)
    if len(text) <= most:
        return text
    end = max(most, 0)
    space = text.rfind(" ", end - end // 4, end + 1)
    if space > 0:
        end = space
    while end > 0 and _belongs_to_what_stands_before(text[end]):
        end -= 1
    return f"{text[:end].rstrip()} [and {len(text) - end:,} more characters]".lstrip()


def cell(text: str) -> str:
    """A cell of a table for spreadsheets: one line of visible text that none of them takes for a formula."""
    return no_formula(plain(text))


def no_formula(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet might take it for a formula."""
    if text.startswith(_BEGIN_FORMULA) or text.lstrip(_BEFORE_FORMULA).startswith(_BEGIN_FORMULA):
        return "'" + text
    return text


def markdown(text: str) -> str:
    """The text made plain for a line or a table cell of Markdown: shown as it is, never as a mark, link or tag."""
    text = _MARKS.sub(r"\\\g<0>", plain(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_MARKS = re.compile(
    r"[\\`*_{}\[\]#|~$@]"  # anywhere in a line
    r"|^[-+=:]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d\d\d)[.)]"  # what begins a list or underlines a heading
    r"|(?<=\w)\.(?=\w)|:(?=//)|(?<=mailto):|(?<=xmpp):",  # what is made into a link unasked
    re.IGNORECASE,
)


def _belongs_to_what_stands_before(letter: str) -> bool:
    return letter in _JOINERS or "\U0001f3fb" <= letter <= "\U0001f3ff" or category(letter) in ("Mn", "Me", "Mc")


def _few_marks(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for letter in run[0]:
        marks = marks + 1 if category(letter) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)
