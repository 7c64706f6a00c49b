"""Answers given in the sheet "Prompts" of the workbook that `flag code --output NAME.xlsx` writes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from engine.answers import AnswerBook, Answered, Given, RowRead, line_of, whole
from engine.dates.reading import DateContext, read_when
from engine.dates.when import Day, When
from engine.errors import UsageError
from engine.read.coded import PROMPTS
from engine.rows import AnswerLine


def rows_told(rows: Sequence[RowRead]) -> str:
    """The rows that a prompt rests on and how they were read, for a cell that nobody need read."""
    return json.dumps([[row.file, row.row, row.sheet, row.reading] for row in rows], separators=(",", ":"))


def answers_in(lines: Sequence[AnswerLine], file: str) -> AnswerBook:
    """The answers in a workbook; a line that cannot be used is left out and said, by its place and column."""
    answered: dict[str, Answered] = {}
    left_out: list[str] = []
    for line in lines:
        try:
            one = _answered(line)
            if one.prompt in answered:
                raise UsageError("'prompt': this prompt is answered twice.", "Keep one of the lines.")
            answered[one.prompt] = one
        except UsageError as error:
            left_out.append(f"{file}, sheet {PROMPTS}, line {line.line}: left out: {error.what}")
    return AnswerBook(tuple(answered.values()), file, tuple(left_out))


def _answered(line: AnswerLine) -> Answered:
    cells = line.cells
    prompt = line_of(cells.get("prompt", ""))
    rule, _, rest = prompt.partition("/")
    if not rest:
        raise UsageError("'prompt' is no prompt of `flag`.", "Leave the columns on the left as they are.")
    day = _day(cells, "day")
    if day is None:
        raise UsageError("An answer needs 'day': the day on which it was given.", "Add the day.")
    given = Given(
        cells.get("answer", "").lower(), cells.get("reason", ""), cells.get("role", ""), cells.get("owner", ""),
        day, _day(cells, "until") or 0, cells.get("where", ""), None, _rows(cells.get("rows as read", "[]")),
    )  # fmt: skip
    return Answered(prompt, rule, rest.partition("/")[0], (whole(given),))


def _day(cells: Mapping[str, str], name: str) -> Day | None:
    text = cells.get(name, "")
    if not text:
        return None
    when = read_when(text, DateContext(relative=True))
    if not isinstance(when, When) or not when.exact:
        raise UsageError(f"'{name}' is no single day.", "Write it as 2022-03-01.")
    return when.earliest


def _rows(text: str) -> tuple[RowRead, ...]:
    try:
        told = json.loads(text)
        return tuple(RowRead(str(file), int(row), str(sheet), str(reading)) for file, row, sheet, reading in told)
    except (ValueError, TypeError, RecursionError):
        raise UsageError("'rows as read' was changed.", "Take the line from a new workbook.") from None
