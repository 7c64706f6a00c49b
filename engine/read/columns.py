"""Which column holds what: headers as agencies write them -> the canonical columns of `engine.rows`.

The table is Python rather than YAML because every run needs it before anything else: a literal costs
nothing to load, and a user who needs another header says so with --columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engine.read.grid import visible
from engine.values import dataclass, field

Named = Mapping[str, tuple[str, ...]]
"""What was said by hand: a header in plain form -> the columns it stands for, none where it is not to be used."""

HEADERS: Mapping[str, tuple[str, ...]] = {
    "date": (
        "date", "dates", "start date", "date or period of event", "date of event", "event date",
        "date period", "date of incident", "date of incident concern", "date of concern",
        "referral date", "date of visit", "date and time", "date time", "datetime", "date of contact",
        "contact date", "visit date", "when", "date of entry event", "date started", "from", "date from",
        "period", "day", "date removed", "date of occurrence", "dates removed",
        "date of significant event", "incident date", "dyddiad", "dyddiad y digwyddiad", "datetime of event",
        "occurred on", "occurred", "date occurred", "week commencing", "week beginning", "w c",
    ),
    "date_end": (
        "end date", "date end", "to", "until", "date to", "date ended", "finish date", "end", "dyddiad gorffen",
    ),
    "time": ("time", "start time", "referral time", "time of event", "time of contact", "event time"),
    "agency": (
        "agency", "organisation", "organization", "service", "agency name", "agency information",
        "agency service", "agency organisation", "reporting agency", "recording agency",
        "contributing agency", "provider", "asiantaeth",
    ),
    "source": (
        "source", "source of information", "witness or document reference", "source of evidence", "evidence",
        "information source", "source document", "referred by", "source agency", "record source",
        "witness or document reference where applicable", "ffynhonnell", "source of info",
    ),
    "event": (
        "event", "significant event", "event detail", "event details", "description", "details",
        "detail", "information details of concerns or contact", "incident concern", "incident",
        "what happened", "summary", "key event", "significant events", "description of event",
        "event description", "summary of event", "incident concern who what where when",
        "details of event", "narrative", "case note", "case notes", "details of contact", "information",
        "key events", "event incident", "concern", "contact", "entry", "significant event contact",
        "nature of contact", "what", "digwyddiad", "digwyddiad arwyddocaol", "disgrifiad",
    ),
    "category": (
        "category", "record type", "type of contact", "event type", "type", "contact type", "type of event",
        "category of event", "theme",
    ),
    "child_seen": (
        "child seen", "date child seen", "was the child seen", "child seen y n", "seen", "children seen",
        "was child seen", "child seen yes no", "child ren seen", "child young person seen", "seen y n",
        "yp seen", "plentyn wedi i weld", "plentyn wedii weld", "gwelwyd y plentyn", "date child last seen",
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
        "agency response", "what was done", "what did you do",
        "action taken including reasons for decisions and outcomes",
        "decision pick one only", "action taken outcome", "camau a gymerwyd",
    ),
    "rationale": ("rationale", "reasons for decision", "reason for decision", "reasons"),
    "child": (
        "child", "name of child", "name", "subject", "sibling", "other students involved", "child name",
        "children", "young person", "child concerned", "name of child ren", "which child", "child s name",
    ),
    "recorded_by": (
        "recorded by", "print name and signature", "signature of dsl", "submitted by", "person recording",
        "author", "worker", "signature", "completed by", "entered by", "staff member", "name of worker",
        "practitioner", "professional", "worker name",
    ),
    "recorded": (
        "recorded", "date recorded", "date entry made", "entered on", "date entered", "recorded on",
        "date shared", "recorded date", "date of recording", "entry date", "date written",
        "date of entry", "created on", "date created", "created date", "date added", "date logged",
    ),
    "commentary": (
        "commentary", "comment", "comments", "analysis", "impact", "review", "significance",
        "author comment", "agency comment", "impact either positive or negative", "author comments",
        "reflection", "impact on child", "significance for the child", "analysis and comment",
        "panel comment", "reviewer comment", "sylwadau",
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
    (r"^sources?\b", "source"),
    (r"\bbedroom\b", "bedroom_seen"),
    (r"\b(?:seen|spoken to)\b.*\balone\b", "child_seen_alone"),
    (r"\bseen by\b", ""),
    (r"^(?:details?|descriptions?|summary)\b", "event"),
    (r"\bseen\b", "child_seen"),
    (r"\b(?:voice|views|wishes|lived experience)\b", "child_voice"),
    (r"\b(?:actions?|decisions?|outcomes?)\b.*\b(?:and|including|incl|with)\b.*\b(?:reasons?|rationale)\b", "action"),
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
WHY_BY_HAND, WHY_KNOWN, WHY_WORDS, WHY_CELLS = "by hand", "known", "by its words", "by what its cells hold"
WHY_NOT = "not used"

_AGENCY = re.compile(
    r"\b(?:police|constabulary|health|visit(?:or|ing)s?|midwi(?:fe|fery|ves)|maternity|hospital|gp|gps|surgery|nhs"
    r"|school|schools|education|nursery|social (?:care|work|services)|csc|childrens services|probation|housing"
    r"|camhs|cmht|early help|cafcass|ambulance|hv|voluntary|yot|yos|nspcc|adult services|heddlu|iechyd|addysg)\b"
)
_PERHAPS_EVENT = re.compile(r"\b(?:notes?|information|records?|text|log)\b")
"""Words that make a header what happened where nothing better does."""
_OF_CHILD = re.compile(r"^(?:was )?(.+?) (?:was )?seen(?: y n| yes no)?$")
_ANY_CHILD = frozenset(
    [
        "child", "children", "childs", "child ren", "baby", "yp", "young person", "child young person", "the child",
        "date child", "date child last", "who", "subject", "last", "when", "when last", "date", "date last",
        "any child",
    ]
)  # fmt: skip
_NOT_AN_AGENCY = re.compile(r"\b(?:name|tel|telephone|number|address|contact|details|seen|date|number|concerns?)\b")
_BOTH = re.compile(r"\b(?:reasons?|rationale)\b")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the columns of one table were understood, from its header row.

    `columns[k]` is the canonical column of the k-th column or ""; `labels[k]` its header as written, made
    unlike the others; `reasons[k]` why. `sure` counts the columns known from the table itself. `reasoned` are
    columns of action in which reasons for decisions stand as well. `agencies` are the columns that hold what
    one agency knows, with that agency, in a chronology with a column for each; `seen_of` the like for children.
    """

    columns: tuple[str, ...]
    labels: tuple[str, ...]
    sure: int
    repeated: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    reasoned: frozenset[int] = frozenset()
    agencies: Mapping[int, str] = field(default_factory=dict)
    seen_of: Mapping[int, str] = field(default_factory=dict)
    """"Seen" columns of one child each, with the child as its header names it."""

    def has(self, column: str) -> bool:
        """True where some column was understood as `column`."""
        return column in self.columns

    def at(self, column: str) -> int:
        """Where the first column understood as `column` stands, or -1."""
        return self.columns.index(column) if column in self.columns else -1


def plain(header: str) -> str:
    """A header in lower case, its punctuation, invisible marks and date formats left out."""
    header = visible(header)
    words = re.sub(r"[^a-z0-9]+", " ", header.replace("'", "").replace("’", "").lower()).split()
    return " ".join(word for word in words if word not in ("dd", "mm", "yy", "yyyy"))


def known(header: str) -> str:
    """The canonical column of a header in the table, else ""."""
    return "" if len(header) > _LONGEST_HEADER else _KNOWN.get(plain(header), "")


def date_word(cell: str) -> bool:
    """Whether a cell of a date column is itself a date header: cheap, since it is asked of every row."""
    return cell[:1].isalpha() and len(cell) < 60 and known(cell) == "date"


def sensible(header: str) -> str:
    """The canonical column that an unseen header most likely means, else ""."""
    if len(header) > _LONGEST_HEADER:
        return ""
    words = plain(header)
    return next((column for pattern, column in _SENSIBLE if re.search(pattern, words)), "")


def agency_header(header: str) -> str:
    """The agency that a header names ("Police", "Agency Information – Health"), else ""."""
    if len(header) > 60 or known(header):
        return ""
    words = plain(header)
    if not _AGENCY.search(words) or _NOT_AN_AGENCY.search(words):
        return ""
    name = re.sub(r"(?i)^\s*agency(?:\s+information)?\s*[-–—:]\s*|\s*(?:information|entries|events?)\s*$", "", header)
    return " ".join(visible(name).split())


def promising(cells: Sequence[str], named: Named) -> bool:
    """A cheap look: True where some cell is a known or a named header, or several name agencies."""
    short = [cell for cell in cells if cell.strip() and len(cell) <= _LONGEST_HEADER]
    return any(plain(cell) in named or plain(cell) in _KNOWN for cell in short)


def lay_out(cells: Sequence[str], named: Named | None = None) -> Layout:
    """Understand a header row. What was `named` by hand settles columns before the table does."""
    asked = named or {}
    columns = [""] * len(cells)
    reasons = [WHY_NOT] * len(cells)
    reasoned: set[int] = set()
    by_hand: set[str] = set()
    for k, cell in enumerate(cells):
        if cell.strip() and plain(cell) in asked:
            wanted = asked[plain(cell)]
            columns[k], reasons[k] = (wanted[0] if wanted else ""), WHY_BY_HAND
            by_hand.update(wanted)
            if wanted[:2] in (("action", "rationale"), ("rationale", "action")):
                columns[k] = "action"
                reasoned.add(k)
    taken = set(by_hand)
    sure = len(taken)

    def take(k: int, column: str, why: str) -> None:
        if column not in taken or (column in JOINED and column not in by_hand):
            columns[k], reasons[k] = column, why
            taken.add(column)
            if column == "action" and _BOTH.search(plain(cells[k])):
                reasoned.add(k)

    for k, cell in enumerate(cells):
        column = known(cell) if reasons[k] == WHY_NOT else ""
        if not column or (column == "event" and cell.rstrip().endswith("?") and not cell.lower().startswith("what")):
            continue  # "Significant event?" is answered by yes or no
        sure += 1
        if column == "date" and "date" in taken and k and columns[k - 1] == "recorded_by":
            column = "recorded"  # the date beside a signature
        take(k, column, WHY_KNOWN)
    agencies = _agencies(cells, columns) if "event" not in taken and "date" in taken else {}
    for k in agencies:
        columns[k], reasons[k] = "event", WHY_WORDS
        taken.add("event")
    seen_of = _children(cells, columns) if "child_seen" not in taken else {}
    for k in seen_of:
        columns[k], reasons[k] = "child_seen", WHY_WORDS
        taken.add("child_seen")
    for k, cell in enumerate(cells):
        if columns[k] or not cell.strip() or known(cell) or reasons[k] == WHY_BY_HAND:
            continue
        column = sensible(cell)
        if column and not (agencies and column == "event"):
            take(k, column, WHY_WORDS)
    if "event" not in taken and "date" in taken:
        for k, cell in enumerate(cells):
            if not columns[k] and reasons[k] == WHY_NOT and len(cell) < 60 and _PERHAPS_EVENT.search(plain(cell)):
                take(k, "event", WHY_WORDS)
    labels, repeated = _labels(cells)
    return Layout(tuple(columns), labels, sure, repeated, tuple(reasons), frozenset(reasoned), agencies, seen_of)


def _children(cells: Sequence[str], columns: Sequence[str]) -> dict[int, str]:
    """The "seen" columns of a chronology that gives each child one ("Ava seen", "Child B seen?"); two at least."""
    found: dict[int, str] = {}
    for k, cell in enumerate(cells):
        match = _OF_CHILD.match(plain(cell)) if not columns[k] and len(cell) < 40 else None
        if match and match[1] not in _ANY_CHILD:
            found[k] = " ".join(visible(cell).split()[: len(match[1].split())])
    return found if len(found) > 1 else {}


def _agencies(cells: Sequence[str], columns: Sequence[str]) -> dict[int, str]:
    """The columns of a chronology that gives each agency one, by position; at least two of them."""
    found = {k: name for k, cell in enumerate(cells) if not columns[k] and (name := agency_header(cell))}
    return found if len(found) > 1 else {}


def _labels(cells: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    labels: list[str] = []
    repeated: list[str] = []
    used: set[str] = set()
    for k, cell in enumerate(cells):
        label = " ".join(visible(cell).split()) or f"column {k + 1}"
        if label in used:
            repeated.append(label)
            count = 2
            while f"{label} ({count})" in used:
                count += 1
            label = f"{label} ({count})"
        used.add(label)
        labels.append(label)
    return tuple(labels), tuple(repeated)
