"""Which column holds what: headers as agencies write them -> the canonical columns of `engine.rows`.

The table is Python rather than YAML because every run needs it before anything else: a literal costs
nothing to load, and a user who needs another header says so with --columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engine.values import dataclass

HEADERS: Mapping[str, tuple[str, ...]] = {
    "date": (
        "date", "dates", "start date", "date or period of event", "date of event", "event date",
        "date period", "date of incident", "date of incident concern", "date of concern",
        "referral date", "date of visit", "date and time", "date time", "datetime", "date of contact",
        "contact date", "visit date", "when", "date of entry event", "date started", "from", "date from",
        "period", "day", "date removed", "date of occurrence", "dates removed",
        "date of significant event", "incident date",
    ),
    "date_end": ("end date", "date end", "to", "until", "date to", "date ended", "finish date", "end"),
    "time": ("time", "start time", "referral time", "time of event", "time of contact", "event time"),
    "agency": (
        "agency", "organisation", "organization", "service", "agency name", "agency information",
        "agency service", "agency organisation", "reporting agency", "recording agency",
        "contributing agency", "provider",
    ),
    "source": (
        "source", "source of information", "witness or document reference", "source of evidence", "evidence",
        "information source", "source document", "referred by", "source agency", "record source",
        "witness or document reference where applicable",
    ),
    "event": (
        "event", "significant event", "event detail", "event details", "description", "details",
        "detail", "information details of concerns or contact", "incident concern", "incident",
        "what happened", "summary", "key event", "significant events", "description of event",
        "event description", "summary of event", "incident concern who what where when",
        "details of event", "narrative", "case note", "case notes", "details of contact", "information",
        "key events", "event incident", "concern", "contact", "entry", "significant event contact",
        "nature of contact", "what",
    ),
    "category": (
        "category", "record type", "type of contact", "event type", "type", "contact type", "type of event",
        "category of event", "theme",
    ),
    "child_seen": (
        "child seen", "date child seen", "was the child seen", "child seen y n", "seen", "children seen",
        "was child seen", "child seen yes no", "child ren seen", "child young person seen", "seen y n",
        "yp seen",
    ),
    "child_seen_alone": (
        "child seen alone", "was the child seen alone", "seen alone", "seen alone y n", "spoken to alone",
        "seen alone spoken to alone", "child spoken to alone", "children seen alone", "child seen alone y n",
    ),
    "bedroom_seen": ("child bedroom seen", "bedroom seen", "childs bedroom seen", "bedroom seen y n"),
    "child_voice": (
        "childs views", "voice of child", "voice of the child", "lived experience", "child s views",
        "have childs views been obtained and considered", "child s voice", "childs voice",
        "views of the child", "childs lived experience", "child s lived experience",
        "wishes and feelings", "child s wishes and feelings",
    ),
    "action": (
        "action", "actions", "action taken", "actions taken", "action to be taken", "response",
        "outcome", "outcomes", "action outcome", "actions and outcomes", "action and outcome",
        "decision", "action taken to mitigate adverse impact on child", "action response",
        "agency response", "what was done", "action taken including reasons for decisions and outcomes",
        "decision pick one only", "action taken outcome",
    ),
    "rationale": ("rationale", "reasons for decision", "reason for decision", "reasons"),
    "child": (
        "child", "name of child", "name", "subject", "sibling", "other students involved", "child name",
        "children", "young person", "child concerned", "name of child ren", "which child", "child s name",
    ),
    "recorded_by": (
        "recorded by", "print name and signature", "signature of dsl", "submitted by", "person recording",
        "author", "worker", "signature", "completed by", "entered by", "staff member", "name of worker",
        "practitioner", "professional",
    ),
    "recorded": (
        "recorded", "date recorded", "date entry made", "entered on", "date entered", "recorded on",
        "date shared", "recorded date", "date of recording", "entry date", "date written",
        "date of entry", "created on", "date created", "date added", "date logged",
    ),
    "commentary": (
        "commentary", "comment", "comments", "analysis", "impact", "review", "significance",
        "author comment", "agency comment", "impact either positive or negative", "author comments",
        "reflection", "impact on child", "significance for the child", "analysis and comment",
        "panel comment", "reviewer comment",
    ),
    "reference": (
        "reference", "event ref", "sequence", "seq", "serial number", "no", "ref", "number", "id", "ref no",
        "row", "entry number", "event reference", "record id", "event id", "item",
    ),
}  # fmt: skip
"""Canonical column -> the headers known for it, in lower case without punctuation."""

_KNOWN: Mapping[str, str] = {header: column for column, headers in HEADERS.items() for header in headers}

_SENSIBLE: tuple[tuple[str, str], ...] = (
    (r"\b(?:dob|birth|due)\b|\bby when\b|\bend time\b|\blast\b|\bnext\b", ""),
    (r"\b(?:date|day|when)\b.*\b(?:record|recorded|entered|written|shared|logged|created)\b", "recorded"),
    (r"\b(?:analysis|impact|significance|commentary|comments?|reflections?|review)\b", "commentary"),
    (r"\bbedroom\b", "bedroom_seen"),
    (r"\b(?:seen|spoken to)\b.*\balone\b", "child_seen_alone"),
    (r"\bseen\b", "child_seen"),
    (r"\b(?:voice|views|wishes|lived experience)\b", "child_voice"),
    (r"\b(?:reasons?|rationale)\b(?!.*\boutcome)", "rationale"),
    (r"\b(?:actions?|outcomes?|response|decisions?)\b", "action"),
    (r"\b(?:end date|date ended?|end of period)\b", "date_end"),
    (r"\b(?:recorded by|completed by|entered by|author|signature|name of worker)\b", "recorded_by"),
    (r"\b(?:dates?|when)\b", "date"),
    (r"\btime\b", "time"),
    (r"\b(?:agency|agencies|organi[sz]ation)\b", "agency"),
    (r"\bsources?\b", "source"),
    (r"\b(?:category|type)\b", "category"),
    (r"\b(?:events?|incidents?|descriptions?|details?|summary|concerns?|narrative|contacts?)\b", "event"),
    (r"\bwhat happened\b", "event"),
    (r"\b(?:child|children|young person|subject)\b", "child"),
    (r"\b(?:ref|reference|sequence|serial)\b", "reference"),
)  # fmt: skip
"""Words that make a header sensible for a column where it is not in the table, the first that fits."""

JOINED = frozenset({"event", "action", "commentary", "rationale", "child_voice", "source", "category"})
"""Columns of text: where two headers mean the same, their cells are joined, with a line between."""

_LONGEST_HEADER = 120


@dataclass(frozen=True, slots=True)
class Layout:
    """How the columns of one table were understood, from its header row.

    `columns[k]` is the canonical column of the k-th column or ""; `labels[k]` its header as written, made
    unlike the others. `sure` counts the columns known from the table itself.
    """

    columns: tuple[str, ...]
    labels: tuple[str, ...]
    sure: int
    repeated: tuple[str, ...] = ()

    def has(self, column: str) -> bool:
        """True where some column was understood as `column`."""
        return column in self.columns


def plain(header: str) -> str:
    """A header in lower case, its punctuation and date formats left out."""
    words = re.sub(r"[^a-z0-9]+", " ", header.replace("'", "").replace("’", "").lower()).split()
    return " ".join(word for word in words if word not in ("dd", "mm", "yy", "yyyy"))


def known(header: str) -> str:
    """The canonical column of a header in the table, else ""."""
    return "" if len(header) > _LONGEST_HEADER else _KNOWN.get(plain(header), "")


def sensible(header: str) -> str:
    """The canonical column that an unseen header most likely means, else ""."""
    if len(header) > _LONGEST_HEADER:
        return ""
    words = plain(header)
    return next((column for pattern, column in _SENSIBLE if re.search(pattern, words)), "")


def promising(cells: Sequence[str], named: Mapping[str, str] | None = None) -> bool:
    """A cheap look: True where some cell is a known or a named header."""
    asked = {plain(header) for header in (named or {}).values()}
    short = [cell for cell in cells if cell.strip() and len(cell) <= _LONGEST_HEADER]
    return any(plain(cell) in asked or plain(cell) in _KNOWN for cell in short)


def lay_out(cells: Sequence[str], named: Mapping[str, str] | None = None) -> Layout:
    """Understand a header row. `named` (canonical column -> header) settles columns before the table does."""
    asked = {plain(header): column for column, header in (named or {}).items()}
    columns = [asked.get(plain(cell), "") if cell.strip() else "" for cell in cells]
    taken = set(filter(None, columns))
    sure = len(taken)
    for k, cell in enumerate(cells):
        column = "" if columns[k] else known(cell)
        if not column:
            continue
        sure += 1
        if column == "date" and "date" in taken and k and columns[k - 1] == "recorded_by":
            column = "recorded"  # the date beside a signature
        if column not in taken or (column in JOINED and column not in (named or {})):
            columns[k] = column
            taken.add(column)
    for k, cell in enumerate(cells):
        if columns[k] or not cell.strip() or known(cell):
            continue
        column = sensible(cell)
        if column and (column not in taken or (column in JOINED and column not in (named or {}))):
            columns[k] = column
            taken.add(column)
    labels, repeated = _labels(cells)
    return Layout(tuple(columns), labels, sure, repeated)


def _labels(cells: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    labels: list[str] = []
    repeated: list[str] = []
    used: set[str] = set()
    for k, cell in enumerate(cells):
        label = " ".join(cell.split()) or f"column {k + 1}"
        if label in used:
            repeated.append(label)
            count = 2
            while f"{label} ({count})" in used:
                count += 1
            label = f"{label} ({count})"
        used.add(label)
        labels.append(label)
    return tuple(labels), tuple(repeated)
