"""`flag code FILE --output NAME.xlsx`: the rows, what was read of each, and room to say what it should have been."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from engine.answers import ANSWERS
from engine.answersheet import rows_told
from engine.case import ReadCase
from engine.dates.when import When
from engine.read.coded import ANSWER, ASKED, CHRONOLOGY, KEPT, PROMPT, PROMPTS, READ, READINGS, TITLES
from engine.report.answered import rows_read
from engine.report.coding import OPENING
from engine.report.model import Prompt, Report
from engine.report.resembling import resembling
from engine.report.words import answer_stands, iso
from engine.rows import COLUMNS, Row
from engine.timeline import Event, RowRef, Status

SPARE = 300
"""Empty lines with lists to choose from, for what was not read at all."""
_FROM = (f"{KEPT}file", f"{KEPT}sheet", f"{KEPT}row")
_HELP = (
    "How to use this workbook",
    OPENING,
    "The sheet Chronology holds every row as it was. The sheet Readings has a line for each thing that was read, and"
    " one for each row in which something was not read.",
    "Beside a line that is not right, choose “wrong”; or fill in what the kind, the status or the children should be."
    " Leave the columns on the left as they are.",
    "For something that was not read, use a line with a note, or an empty line at the end: give the row of the sheet"
    " Chronology, what kind it is, and, if you can, copy the words that tell it.",
    "The sheet Prompts has a line for each open prompt. Answer it there, with a reason, your role, who will do it and"
    " where it is recorded; `flag answer CASE --from THIS.xlsx` keeps your answers beside the chronology.",
    "Then `flag THIS.xlsx --side-sheet NAME.yaml` uses your corrections, and `flag code --learn THIS.xlsx` turns the"
    " words that you copied into wording of your own.",
    "This workbook holds the whole record. Keep it as you keep the record.",
)


def render_workbook(read: ReadCase, kinds: tuple[str, ...], report: Report | None = None) -> bytes:
    """The workbook as bytes, with the open prompts of a report to answer; the same case gives the same bytes."""
    import xlsxwriter  # here, because only a workbook needs it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": "Readings of a chronology", "created": datetime(2000, 1, 1)})
    styles = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        "ask": book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF8DC", "quote_prefix": True}),
        "answer": book.add_format(
            {"text_wrap": True, "valign": "top", "bg_color": "#FFF8DC", "quote_prefix": True, "num_format": "@"}
        ),
    }
    numbers = _chronology(book.add_worksheet(CHRONOLOGY), read, styles)
    _readings(book.add_worksheet(READINGS), read, numbers, kinds, styles)
    if report is not None:
        _prompts(book.add_worksheet(PROMPTS), report, numbers, styles)
    about = book.add_worksheet("About")
    about.set_column(0, 0, 110)
    for line, text in enumerate(_HELP):
        about.write_string(line, 0, text, styles["head" if line == 0 else "text"])
    book.get_worksheet_by_name(READINGS).activate()
    book.close()
    return out.getvalue()


def _chronology(sheet: Any, read: ReadCase, styles: dict[str, Any]) -> dict[RowRef, int]:
    """Every row with its cells; place -> its row in this sheet."""
    rows = [row for source in read.sources for row in source.rows]
    used = [name for name in COLUMNS if any(row.cell(name) for row in rows) or name in ("date", "event", "agency")]
    kept = list(dict.fromkeys(header for row in rows for header in row.other))
    header = [*(TITLES[name] for name in used), *_FROM, *(f"{KEPT}{name}" for name in kept)]
    for at, text in enumerate(header):
        sheet.write_string(0, at, text, styles["head"])
    numbers: dict[RowRef, int] = {}
    agencies = {ref: agency for ref, (_, agency, _) in read.case.rows.items()}
    for line, row in enumerate(rows, start=1):
        ref = RowRef(row.file, row.number, row.sheet)
        numbers[ref] = line + 1
        for at, text in enumerate(_cells(row, used, agencies.get(ref, ""), kept)):
            if text:
                sheet.write_string(line, at, text, styles["text"])
    sheet.freeze_panes(1, 0)
    for at, name in enumerate(used):
        sheet.set_column(at, at, {"event": 70, "action": 40, "date": 18}.get(name, 16))
    return numbers


def _cells(row: Row, used: list[str], agency: str, kept: list[str]) -> Iterator[str]:
    for name in used:
        yield row.cell(name) or (agency if name == "agency" else "")
    yield from (row.file, row.sheet or "", str(row.number))
    for name in kept:
        yield row.other.get(name, "")


def _readings(
    sheet: Any, read: ReadCase, numbers: dict[RowRef, int], kinds: tuple[str, ...], styles: dict[str, Any]
) -> None:
    header = (*READ, *ASKED)
    for at, text in enumerate(header):
        sheet.write_string(0, at, text, styles["head"])
    lines = list(_lines(read, numbers))
    for number, line in enumerate(lines, start=1):
        for at, value in enumerate(line):
            if isinstance(value, int):
                sheet.write_number(number, at, value, styles["text"])
            else:
                sheet.write_string(number, at, value, styles["text"])
    end = len(lines) + SPARE
    for number in range(1, end + 1):
        for at in range(len(READ), len(header)):
            sheet.write_blank(number, at, None, styles["ask"])
    lists = {"right or wrong": ["right", "wrong"], "status should be": [str(status) for status in Status]}
    for name, values in lists.items():
        sheet.data_validation(1, header.index(name), end, header.index(name), {"validate": "list", "source": values})
    # The list of kinds is longer than Excel takes in a rule, so it stands in columns of its own, out of sight.
    beyond = len(header) + 2
    for number, kind in enumerate(kinds, start=1):
        sheet.write_string(number, beyond, kind)
    sheet.set_column(beyond, beyond, 12, None, {"hidden": True})
    letter = _letter(beyond)
    source = f"=${letter}$2:${letter}${len(kinds) + 1}"
    at = header.index("kind should be")
    sheet.data_validation(1, at, end, at, {"validate": "list", "source": source})
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(lines), 1), len(header) - 1)
    widths = {"words": 44, "note": 30, "attributes": 24, "words that tell it": 34, "comment": 30, "kind": 20}
    for at, name in enumerate(header):
        sheet.set_column(at, at, widths.get(name, 16))


def _prompts(sheet: Any, report: Report, numbers: dict[RowRef, int], styles: dict[str, Any]) -> None:
    """A line for each open prompt, with what was answered and still stands, and lists to choose from."""
    header = (*PROMPT, *ANSWER)
    for at, text in enumerate(header):
        sheet.write_string(0, at, text, styles["head"])
    opened = [prompt for prompt in report.prompts if prompt.state in ("open", "answered")]
    for line, prompt in enumerate(opened, start=1):
        stands = prompt.answer if prompt.answer and answer_stands(prompt.answer) else {"day": report.as_at}
        for at, text in enumerate(_prompt_told(prompt, numbers)):
            sheet.write_string(line, at, text, styles["text"])
        for at, name in enumerate(ANSWER, start=len(PROMPT)):
            sheet.write_string(line, at, stands.get(name, ""), styles["answer"])
    at = header.index("answer")
    sheet.data_validation(1, at, max(len(opened), 1), at, {"validate": "list", "source": list(ANSWERS)})
    sheet.freeze_panes(1, 0)
    widths = {"prompt": 30, "title": 44, "reason": 44, "where": 30, "answered before": 30}
    for at, name in enumerate(header):
        sheet.set_column(at, at, widths.get(name, 16), None, {"hidden": name == "rows as read"})


def _prompt_told(prompt: Prompt, numbers: dict[RowRef, int]) -> Iterator[str]:
    since = prompt.first_prompted.definite or prompt.first_prompted.possible or ""
    rows = [numbers.get(RowRef(item.file, item.row, item.sheet)) for item in prompt.evidence]
    before = None if answer_stands(prompt.answer) else prompt.answer
    said = f"{before['answer']}, {before['day']} ({before['role']}): {before['note']}" if before else ""
    yield from (prompt.id, prompt.child or "household", prompt.title, since)
    yield ", ".join("side sheet" if row is None else str(row) for row in rows)
    yield from (said, rows_told(rows_read(prompt.evidence)))


def _lines(read: ReadCase, numbers: dict[RowRef, int]) -> Iterator[tuple[int | str, ...]]:
    events: dict[RowRef, list[Event]] = {}
    for event in read.case.events:
        events.setdefault(event.row, []).append(event)
    unread: dict[RowRef, list[str]] = {}
    for item in read.case.unread:
        unread.setdefault(item.row, []).append(f"not read: {item.text[:200]}")
    for ref, (when, agency, _) in read.case.rows.items():
        common = (numbers[ref], _days(when), agency)
        for event in sorted(events.get(ref, ()), key=lambda one: (one.column, one.span, one.kind)):
            attributes = "; ".join(f"{name}={value}" for name, value in event.attributes.items())
            about = " ".join(filter(None, (*event.about, *(f"{one}?" for one in event.perhaps_about), event.person)))
            yield (
                *common, event.kind, str(event.status), about, attributes, "yes" if event.certain else "no",
                event.quote, event.reader, "; ".join(resembling(event, read.case.people)),
            )  # fmt: skip
        for note in unread.get(ref, ()):
            yield (*common, "", "", "", "", "", "", "", note)


def _days(when: When | None) -> str:
    if when is None:
        return ""
    return iso(when.earliest) if when.exact else f"{iso(when.earliest)} to {iso(when.latest)}"


def _letter(column: int) -> str:
    """The letters of a column, from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
