"""Pages of the workbook: lines from the top down, each with its mark; styles, lists to choose from, printing.

Every text is written as text: no office program takes it for a formula or a link, whatever it begins with. Nothing
is merged and nothing is said by colour alone, so that the sheets can be read aloud cell by cell.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from engine.audit.workbook.layout import (
    MARK_COLUMN,
    MOST,
    SECTIONS,
    Column,
    mark,
)
from engine.report.safetext import plain

_WIDTHS = (10, 18, 24, 62, 50, 17, 24, 34, 17, 24, 34, 17)
"""Widths of the columns of a case's sheet, in characters."""
_ROOM = 0.9
"""Part of a column's width that text is taken to fill: letters differ between machines."""
_LINE_HEIGHT = 15
_HIGHEST = 409
_MOST_LINES = 26
"""Lines that a row of a sheet can show: 409 points, the most that Excel allows, hold 27."""
_BOX_LINES = 2
"""Lines that a box to type in shows at least."""
_INSTRUCTION = 150
"""Characters of a line of instructions, which runs over the empty cells beside it."""
_SHEET_NAME = 31
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))
PAPER_A3 = 8
LIST_NAME = "flag_"
"""What the names of the lists to choose from begin with."""
Line = Mapping[str, str]
"""What stands in each column of a line, by the column's name."""


class Styles:
    """The few styles of the workbook."""

    def __init__(self, book: Any) -> None:
        text = {"text_wrap": True, "valign": "top", "quote_prefix": True, "num_format": "@"}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.heading = book.add_format({"bold": True, "font_size": 12})
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.label = book.add_format({"bold": True, "valign": "top"})
        self.told = book.add_format({"valign": "top"})
        self.text = book.add_format(text)
        self.typed = book.add_format({**text, "bg_color": "#FFF8DC", "border": 1, "locked": False})
        self.link = book.add_format({"underline": 1, "font_color": "#0000AA"})
        self.hidden = book.add_format({"quote_prefix": True})


class Page:
    """A sheet that is written from the top down."""

    def __init__(self, book: Any, name: str, styles: Styles, title: str, widths: Sequence[int] = _WIDTHS) -> None:
        self.sheet = book.add_worksheet(name)
        self.name = name
        self._styles = styles
        self._widths = (*widths, *_WIDTHS[len(widths) :])
        self._next = 0
        self._tall = 1
        self._lists: dict[str, list[tuple[int, int]]] = {}
        self._facts_at = 2 if widths is _WIDTHS else 1
        self._print(widths)
        self._put(0, plain(title)[:250], styles.title)
        self._end(mark("t", 1))

    @property
    def line(self) -> int:
        """The number of the next line, as a person sees it."""
        return self._next + 1

    def _print(self, widths: Sequence[int]) -> None:
        for at, width in enumerate(widths):
            self.sheet.set_column(at, at, width)
        self.sheet.set_column(MARK_COLUMN, MARK_COLUMN, 10, None, {"hidden": True})
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_landscape()
        self.sheet.set_paper(PAPER_A3)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        self.sheet.set_footer("&L&A&CConfidential. Keep as the record is kept.&RPage &P of &N")
        allowed = ("format_cells", "format_columns", "format_rows", "insert_rows", "select_locked_cells")
        self.sheet.protect("", dict.fromkeys(allowed, True))

    # --- lines ----------------------------------------------------------------------------------------

    def say(self, *texts: str) -> None:
        """Instructions, each wrapped to lines of its own that run over the empty cells beside them."""
        for text in texts:
            for part in textwrap.wrap(plain(text), _INSTRUCTION, break_on_hyphens=False) or [""]:
                self._put(0, part, self._styles.told)
                self._end(mark("t", 1))

    def heading(self, text: str) -> None:
        """A heading, with an empty line above it."""
        self.gap()
        self._put(0, text, self._styles.heading)
        self._end(mark("t", 1))

    def gap(self) -> None:
        """An empty line."""
        self._end(mark("t", 0))

    def links(self, places: Mapping[str, int], sheet: str | None = None) -> None:
        """A line for each place of this sheet that one may go to."""
        for text, line in places.items():
            where = (sheet or self.name).replace("'", "''")
            self.sheet.write_url(self._next, 0, f"internal:'{where}'!A{line}", self._styles.link, text)
            self._end(mark("t", 1))

    def fact(self, label: str, text: str) -> None:
        """A label and what it stands for, which may be long."""
        for number, part in enumerate(textwrap.wrap(plain(text), _INSTRUCTION, break_on_hyphens=False) or [""]):
            self._put(0, label if number == 0 else "", self._styles.label)
            self._put(self._facts_at, part, self._styles.told)
            self._end(mark("t", self._facts_at + 1))

    def table(self, headings: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        """A table that nobody fills in."""
        for at, text in enumerate(headings):
            self._put(at, text, self._styles.head)
        self._end(mark("t", len(headings)))
        for line in lines:
            widths = {str(at): self._widths[at] for at in range(len(line))}
            for piece in _pieces({str(at): text for at, text in enumerate(line)}, widths):
                for at, text in enumerate(piece.values()):
                    self._put(at, text, self._styles.text)
                self._end(mark("t", len(headings)))

    def words(self, words: Mapping[str, str]) -> tuple[int, int]:
        """Words to choose from with what they mean; their first and last line."""
        first = self.line
        for word, means in words.items():
            self._put(0, word, self._styles.text)
            self._put(1, means, self._styles.text)
            self._end(mark("t", 2))
        return first, self.line - 1

    def head(self, section: str) -> None:
        """The headings of a section, by which its columns are found again."""
        for at, column in enumerate(SECTIONS[section]):
            self._put(at, column.heading, self._styles.head)
        self._end(mark("h", section))

    def row(self, section: str, line: Line, name: str, choices: Mapping[str, str] | None = None) -> None:
        """A line of a section under its mark; what is too long for a cell goes on in lines that carry no answer.

        `choices` are lists for columns of this line that have none of their own.
        """
        columns = SECTIONS[section]
        widths = {column.name: self._widths[at] for at, column in enumerate(columns)}
        for number, piece in enumerate(_pieces(line, widths)):
            for at, column in enumerate(columns):
                text = piece.get(column.name, "")
                if column.typed and number == 0:
                    self._box(at, text, column, (choices or {}).get(column.name, column.choices))
                else:
                    self._put(at, text, self._styles.text)
            self._end(name if number == 0 else mark("t", len(columns)))

    def _box(self, at: int, text: str, column: Column, choices: str) -> None:
        if not choices:
            self._tall = max(self._tall, _BOX_LINES)
        self.sheet.write_string(self._next, at, text, self._styles.typed)
        if choices:
            self._lists.setdefault(choices, []).append((self._next, at))

    def close(self) -> None:
        """End the sheet, and put its lists to choose from in place: each once, for all the boxes it serves."""
        for choices, boxes in self._lists.items():
            first, *others = _stretches(boxes)
            options = {
                "validate": "list",
                "source": f"={LIST_NAME}{choices}",
                "error_title": "Choose from the list",
                "error_message": "Choose a word from the list; say more in your own words beside it.",
                "error_type": "warning",
                "other_cells": [list(one) for one in others],
            }
            self.sheet.data_validation(*first, options)

    def _put(self, at: int, text: str, style: Any) -> None:
        if not text:
            return
        self.sheet.write_string(self._next, at, text, style)
        if style in (self._styles.text, self._styles.head):
            self._tall = max(self._tall, lines_of(text, self._widths[at]))

    def _end(self, name: str) -> None:
        if self._tall > 1:
            self.sheet.set_row(self._next, height_of(self._tall))
        self._tall = 1
        self.sheet.write_string(self._next, MARK_COLUMN, name, self._styles.hidden)
        self._next += 1


def _stretches(boxes: Sequence[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Cells (row, column) as stretches of one column: first row, column, last row, column."""
    found: list[tuple[int, int, int, int]] = []
    for row, at in sorted(boxes, key=lambda box: (box[1], box[0])):
        if found and found[-1][1] == at and found[-1][2] == row - 1:
            found[-1] = (*found[-1][:2], row, at)
        else:
            found.append((row, at, row, at))
    return found


def _pieces(line: Line, widths: Mapping[str, int]) -> list[dict[str, str]]:
    """A line as it is, or several where a text is too long for one row of a sheet to show."""
    cut = {name: _cut(text, widths[name]) for name, text in line.items()}
    most = max((len(parts) for parts in cut.values()), default=1)
    return [{name: parts[at] if at < len(parts) else "" for name, parts in cut.items()} for at in range(most)]


def _cut(text: str, width: int) -> list[str]:
    """A text in pieces that a row of a sheet can show, cut between words; nothing is left out."""
    parts: list[str] = []
    piece = ""
    shown = 0
    for paragraph in text.split("\n"):
        between = "\n" if piece else ""
        for told in _wrapped(paragraph, width):
            if shown == _MOST_LINES:
                parts.append(f"{piece} …")
                piece, between, shown = "", "", 0
            piece += between + told
            between = " "
            shown += 1
    return [*parts, piece]


def _wrapped(paragraph: str, width: int) -> list[str]:
    """The lines that a paragraph takes in a cell of so many characters."""
    room = max(4, int(width * _ROOM))
    return textwrap.wrap(paragraph, room, break_on_hyphens=False, break_long_words=len(paragraph) > MOST) or [""]


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a cell."""
    return sum(sum(-(-max(1, len(told)) // max(1, int(width * _ROOM))) for told in _wrapped(one, width))
               for one in text.split("\n"))  # fmt: skip


def height_of(lines: int) -> int:
    """The height of a row that shows so many lines, in points."""
    return min(lines * _LINE_HEIGHT, _HIGHEST)


def sheet_name(number: int, case: str, blind: bool) -> str:
    """A name that every office program takes, unlike any other in the workbook: it begins with the case's number."""
    ending = " blind" if blind else ""
    text = plain(case).translate(_NOT_IN_A_NAME).strip(" -") or "case"
    name = f"{number} {text}"
    while len((name + ending).encode("utf-16-le")) // 2 > _SHEET_NAME:
        name = name[:-1]
    return name.rstrip() + ending
