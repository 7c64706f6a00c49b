"""What auditors sent back, as text, Markdown, CSV, a workbook or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from engine.audit.agreement import OUTCOMES
from engine.audit.collected import NOTICE, Table, tables
from engine.audit.collecting import NOT_COMPARED, Collected, Missed
from engine.audit.workbook.layout import SAID
from engine.audit.workbook.writing import PAPER_A3, height_of, lines_of
from engine.report.safetext import cell, markdown, plain
from engine.report.terminal import Style

FORMS = ("text", "md", "csv", "xlsx", "json")
_MOST = 1_000
"""Characters of a cell of a workbook: a longer text goes on in the row beneath."""
_COUNTS = {
    *(outcome.capitalize() for outcome in OUTCOMES), "Missed by the tool", "Said in part", "Said by a prompt",
    "Not compared yet", "Prompts", "Disagreements",
}  # fmt: skip
"""Columns that hold counts."""
_FIRST, _OTHERS = 44, 24
"""Widths of the first column of a sheet and of the others, in characters."""


def render(collected: Collected, form: str, width: int = 100) -> str | bytes:
    """One of `FORMS`."""
    match form:
        case "json":
            return _json(collected)
        case "csv":
            return _csv(collected).encode("utf-8-sig")
        case "xlsx":
            return _xlsx(tables(collected))
        case "md":
            return _markdown(tables(collected))
    return _text(tables(collected), width)


def _text(told: Sequence[Table], width: int) -> str:
    style = Style(width)
    lines: list[str] = []
    for table in told:
        lines += [table.title.upper(), *(style.filled(table.note) if table.note else [])]
        if not table.lines:
            lines.append("  none")
        lines += _aligned(table, width, style)
        lines.append("")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _aligned(table: Table, width: int, style: Style) -> Iterator[str]:
    """A table in columns where they fit, else line by line with the headings before what stands under them."""
    cells = [[plain(text) for text in line] for line in table.lines]
    if table.header[0] == "Rule and version" and "Agree" in table.header:
        yield from _counted(table, cells, style)
        return
    widths = [max([len(head), *(len(line[at]) for line in cells)]) for at, head in enumerate(table.header)]
    if cells and sum(widths) + 2 * len(widths) <= width:
        for line in [list(table.header), *cells]:
            yield "  " + "  ".join(text.ljust(size) for text, size in zip(line, widths, strict=True))
        return
    for line in cells:
        filled = [(head, text) for head, text in zip(table.header, line, strict=True) if text]
        alone = len(table.header) == 1
        yield from style.filled("- " + "; ".join(text if alone else f"{head}: {text}" for head, text in filled), 0, 4)


def _counted(table: Table, cells: Sequence[Sequence[str]], style: Style) -> Iterator[str]:
    """Counts of a rule in one line each; what is nought goes without saying."""
    for line in cells:
        counts = [f"{text} {head.lower()}" for head, text in zip(table.header[1:-1], line[1:-1], strict=True)]
        told = [one for at, one in enumerate(counts) if at < 2 or not one.startswith("0 ")]
        rate = f"; {line[-1]}" if line[-1] else ""
        yield from style.filled(f"{line[0]}: {', '.join(told)}{rate}", 2, 6)


def _markdown(told: Sequence[Table]) -> str:
    parts = ["# Collected from the workbooks of an audit"]
    for table in told:
        parts.append(f"## {markdown(table.title)}")
        if table.note:
            parts.append(markdown(table.note))
        if not table.lines:
            parts.append("None.")
            continue
        rows = [table.header, tuple("---" for _ in table.header), *(tuple(map(markdown, one)) for one in table.lines)]
        parts.append("\n".join("| " + " | ".join(row) + " |" for row in rows))
    return "\n\n".join(parts) + "\n"


_CSV = (
    "what", "run", "half", "case", "rule", "version", "prompt", *(outcome.replace(" ", "_") for outcome in OUTCOMES),
    "rate", "wilson_low", "wilson_high", "exact_low", "exact_high", "outcome", "first", "first_reason", "first_note",
    "second", "second_reason", "second_note", "moderated", "said", "rows", "theme", "saw", "ask", "why", "text",
    "workbook", "sheet", "cell",
)  # fmt: skip


_JUDGED = ("first", "first_reason", "first_note", "second", "second_reason", "second_note", "moderated")


def _csv(collected: Collected) -> str:
    """One line for each count, each thing seen, each judgement and each thing typed; `what` says which."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, _CSV, restval="")
    writer.writeheader()
    for line in _csv_lines(collected):
        writer.writerow({name: cell(str(value)) for name, value in line.items()})
    return out.getvalue()


def _csv_lines(collected: Collected) -> Iterator[dict[str, Any]]:
    for one in collected.agreements:
        line: dict[str, Any] = {"what": "agreement", "run": one.run, "half": one.half, "rule": one.rule}
        line |= {"version": one.version or "", **{name.replace(" ", "_"): one.counts[name] for name in OUTCOMES}}
        if one.interval is not None:
            ends = (*one.interval.wilson, *one.interval.exact)
            names = ("wilson_low", "wilson_high", "exact_low", "exact_high")
            line["rate"] = f"{one.interval.rate:.4f}"
            line |= {name: f"{end:.4f}" for name, end in zip(names, ends, strict=True)}
        yield line
    for seen in collected.missed:
        yield {
            "what": "seen by the auditor", "run": seen.run, "half": seen.half, "case": seen.case, "said": seen.said,
            "rows": seen.rows, "theme": seen.theme, "saw": seen.saw, "ask": seen.ask, "why": seen.why,
            "text": seen.note, "second": seen.second, "workbook": seen.book,
        }  # fmt: skip
    if not collected.missed:
        yield {"what": "seen by the auditor", "text": "no line was written"}
    for settled in collected.settled:
        for told in settled.judgements:
            yield {
                "what": "judgement", "run": told.run, "half": told.half, "case": told.case, "rule": told.prompt.rule,
                "version": told.prompt.version, "prompt": told.prompt.id, "outcome": settled.outcome,
                "workbook": told.book, **{name: getattr(told, name) for name in _JUDGED},
            }  # fmt: skip
    for box in collected.boxes:
        yield {
            "what": "written by the auditor", "case": box.case, "text": box.what, "first": box.first,
            "second": box.second, "workbook": box.book,
        }  # fmt: skip
    for lost in collected.unplaced:
        yield {
            "what": "not counted", "text": lost.text, "why": lost.why, "workbook": lost.book, "sheet": lost.sheet,
            "cell": lost.cell,
        }  # fmt: skip
    for note in collected.notes:
        yield {"what": "note", "text": note}


def _xlsx(told: Sequence[Table]) -> bytes:
    """The summary on one sheet, so that no count stands without what was missed; then a sheet for each long table."""
    import xlsxwriter  # here, because only a workbook needs it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": "Collected from the workbooks of an audit", "created": datetime(2000, 1, 1)})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    title = book.add_format({"bold": True, "font_size": 12})
    text = book.add_format({"text_wrap": True, "valign": "top", "align": "left", "quote_prefix": True})
    summary = book.add_worksheet("Summary")
    at = 0
    for table in (table for table in told if table.counts):
        at = _put_table(summary, at, table, title, head, text) + 1
    _shape(summary, max(len(table.header) for table in told if table.counts))
    for table in (table for table in told if not table.counts):
        sheet = book.add_worksheet(table.title[:31])
        _put_table(sheet, 0, table, title, head, text)
        _shape(sheet, len(table.header))
    book.close()
    return out.getvalue()


def _put_table(sheet: Any, at: int, table: Table, title: Any, head: Any, text: Any) -> int:
    sheet.write_string(at, 0, table.title, title)
    if table.note:
        at += 1
        sheet.write_string(at, 0, table.note)
    at += 1
    for place, name in enumerate(table.header):
        sheet.write_string(at, place, name, head)
    sheet.set_row(at, _height(table.header))
    for line in table.lines:
        for pieces in _split(line):
            at += 1
            for place, (name, words) in enumerate(zip(table.header, pieces, strict=True)):
                _put_cell(sheet, at, place, words, text, counted=name in _COUNTS or name.startswith("Second: "))
            sheet.set_row(at, _height(pieces))
    return at + 1


def _height(cells: Sequence[str]) -> int:
    """A height at which every cell of a row can be read, up to the highest that there is."""
    widths = (_FIRST, *[_OTHERS] * (len(cells) - 1))
    return height_of(max(lines_of(words, width) for words, width in zip(cells, widths, strict=True)))


def _put_cell(sheet: Any, at: int, place: int, words: str, text: Any, *, counted: bool) -> None:
    """Counts as numbers; all else as text, since an identifier or a seed may begin with noughts."""
    if counted and words.isascii() and words.isdigit():
        sheet.write_number(at, place, int(words), text)
    elif words:
        sheet.write_string(at, place, words, text)


def _split(line: Sequence[str]) -> Iterator[list[str]]:
    """A line, or several where a text is longer than a cell can hold."""
    plains = [plain(words) for words in line]
    most = max((len(words) for words in plains), default=0)
    for begin in range(0, max(most, 1), _MOST):
        yield [words[begin : begin + _MOST] for words in plains]


def _shape(sheet: Any, columns: int) -> None:
    sheet.set_column(0, 0, _FIRST)
    sheet.set_column(1, max(1, columns - 1), _OTHERS)
    sheet.set_landscape()
    sheet.set_paper(PAPER_A3)
    sheet.set_footer("&L&A&CConfidential. Keep as the record is kept.&RPage &P of &N")
    sheet.fit_to_pages(1, 0)


def _json(collected: Collected) -> str:
    told = {
        "notice": NOTICE,
        "runs": _plain(collected.runs),
        "agreements": _plain(collected.agreements),
        "seen_by_auditors": _plain(collected.missed),
        "seen_counts": _seen_counts(collected.missed),
        "judgements": [{"outcome": one.outcome, "told": _plain(one.judgements)} for one in collected.settled],
        "between_auditors": [
            {"run": one.run, "number": one.number, "same": one.same, "kappa": one.kappa,
             "table": [{"first": f, "second": s, "prompts": n} for (f, s), n in one.table.items()]}
            for one in collected.between
        ],
        "numbers_to_look_at": [
            {"run": one.run, "rule": one.rule, "version": one.version, "disagreements": one.disagreements,
             "reasons": dict(one.reasons), "numbers": [number.model_dump() for number in one.numbers]}
            for one in collected.look_at
        ],
        "written": _plain(collected.boxes),
        "not_counted": _plain(collected.unplaced),
        "notes": list(collected.notes),
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _seen_counts(missed: Iterable[Missed]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for one in missed:
        half = counts.setdefault(one.half, dict.fromkeys((*SAID, NOT_COMPARED), 0))
        half[one.said] += 1
    return counts


def _plain(value: Any) -> Any:
    """Values as JSON has them."""
    if isinstance(value, BaseModel):
        return value.model_dump()
    names = getattr(type(value), "__match_args__", None)
    if names is not None:
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return value
