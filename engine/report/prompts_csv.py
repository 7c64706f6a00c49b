"""The prompts as a table for spreadsheets: one line for each, every field flat, nothing that acts as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from engine.report.model import Child, Prompt, Report
from engine.report.safetext import cell, shortened
from engine.report.words import row_named

MOST = 30_000
"""Characters of a cell: Excel holds 32,767 and drops the rest without a word."""
ANSWER = ("answer", "reason", "role", "owner", "day", "until", "status")
HEADERS = (
    "case", "as_at", "id", "kind", "rule", "version", "theme", "title", "child", "children", "person", "urgency",
    "certainty", "outcomes", "state", "ever_breached", "raised_earliest", "raised_latest", "first_possible",
    "first_definite", "ended_how", "ended_when", "ended_row", "why", "no_entry_of", "ask", "options", "numbers",
    "rows", "row_dates", "row_agencies", "row_words", "read_as", "rests_on_possible", "questions", "because_of",
    "same_concern_as", "references", "packs", *(f"answer_{name}" if name != "answer" else name for name in ANSWER),
    "notice",
)  # fmt: skip
"""The columns: added to, never renamed or moved."""


def render_csv(report: Report, professionals: bool = False) -> str:
    """All prompts of the document, open or not, as CSV text with a header."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADERS)
    children = {child.id: child for child in report.children}
    for prompt in report.prompts:
        writer.writerow([cell(shortened(text, MOST)) for text in _cells(report, prompt, children, professionals)])
    return out.getvalue()


def for_excel(text: str) -> bytes:
    """The bytes of a CSV file.

    They begin with a byte order mark: without one Excel takes the file for the machine's old code page when it is
    opened by a double click, and shows other letters for every dash, quotation mark and accent.
    """
    return text.encode("utf-8-sig")


def _cells(report: Report, prompt: Prompt, children: dict[str, Child], professionals: bool) -> Iterable[str]:
    raised, ended, evidence = prompt.raised, prompt.resolved, prompt.evidence
    yield from (report.case, report.as_at, prompt.id, prompt.kind, prompt.rule, str(prompt.version), prompt.theme)
    yield from (prompt.title, _names((prompt.child,) if prompt.child else (), children))
    yield from (_names(prompt.children, children), prompt.person or "", prompt.urgency, prompt.certainty)
    yield from ("; ".join(prompt.outcomes), prompt.state, prompt.ever_breached)
    yield from (raised.earliest, raised.latest) if raised else ("", "")
    yield from (prompt.first_prompted.possible or "", prompt.first_prompted.definite or "")
    yield from (ended.how, ended.when, _row(ended.row, ended.sheet)) if ended else ("", "", "")
    yield from (prompt.why, prompt.lacks, prompt.ask, "; ".join(prompt.options))
    yield "; ".join(f"{one.name}: {one.value} ({one.basis}: {one.source})" for one in prompt.thresholds)
    yield "; ".join(_row(item.row, item.sheet, item.file if item.several else "") for item in evidence)
    yield "; ".join(item.date for item in evidence)
    yield "; ".join(item.agency for item in evidence)
    yield "; ".join(item.quote for item in evidence)
    hidden = "restricted"
    yield "; ".join(hidden if item.restricted and not professionals else item.read_as for item in evidence)
    yield "; ".join(prompt.rests_on_possible)
    yield " ".join(
        ": ".join(filter(None, (one.to_agency, _row(one.row, one.sheet), one.question))) for one in prompt.settles
    )
    yield from ("; ".join(prompt.because_of), prompt.same_concern_as or "")
    yield "; ".join(", ".join(filter(None, (one.title, one.paragraph))) for one in prompt.references)
    yield "; ".join(prompt.packs)
    answer = prompt.answer or {}
    yield from (answer.get(name) or "" for name in ANSWER)
    yield report.notice


def _row(row: int | None, sheet: str | None, file: str = "") -> str:
    return f"row {row_named(row, sheet, file)}" if row is not None else ""


def _names(ids: Iterable[str], children: dict[str, Child]) -> str:
    return "; ".join(children[one].name if one in children else one for one in ids)
