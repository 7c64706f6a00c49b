"""The document that every output is made from: the contract of `flag FILE --format json`, as plain values.

Field names are the contract's. Days are ISO dates, or "Day 12" in a case that runs on relative days.
Rows are numbered as a person sees them: header and preamble are counted.
"""

from __future__ import annotations

from engine.values import dataclass, field

SCHEMA = "1"

NOTICE = (
    "A reading of this chronology by rules, version {version}, as at {day}. "
    "Not evidence, an assessment, a threshold decision or the child's record."
)
EYES = "As known by {agency}: only what it recorded, was sent, or was present for."
DANGER = "If a child may be in immediate danger, do not wait for a meeting: call 999 and children's social care."


@dataclass(frozen=True, slots=True)
class Program:
    """Which program and rules spoke."""

    version: str
    fingerprint: str
    local: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read: how many rows, how many read, how many not."""

    file: str
    sha256: str
    rows: int
    read: int
    unread: int


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency's contribution: first and last day (of the words written) and number of rows."""

    name: str
    first: str
    last: str
    rows: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """A sighting: when as written and as days, the row, by whom, on which rung of the ladder, where."""

    when: str
    earliest: str
    latest: str
    file: str
    row: int
    by: str
    rung: str
    where: str
    words: str
    sheet: str | None = None
    """The sheet of a workbook or the table of a Word document, in words, where the file has several."""


@dataclass(frozen=True, slots=True)
class LastSeen:
    """The last certain sighting in person, and the last possible one where it is later."""

    certain: Sighting | None
    possible: Sighting | None


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the child said, or how a baby was observed, and where it stands."""

    words: str
    when: str
    file: str
    row: int
    restricted: bool
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class NextDay:
    """A day on which something falls due if nothing more is recorded."""

    earliest: str
    latest: str
    what: str


@dataclass(frozen=True, slots=True)
class Child:
    """What the first screen says of one child before any prompt."""

    id: str
    name: str
    age: str
    lives_with: str
    status: str
    own_words: OwnWords | None
    last_seen: LastSeen
    seen_alone: str
    attempts_without_seeing_since: int
    next_days: tuple[NextDay, ...]
    kept_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A day that may be imprecise."""

    earliest: str
    latest: str


@dataclass(frozen=True, slots=True)
class Silent:
    """Since when nobody is certainly known to have seen the child: a day that may be imprecise, and "12 to 40 days"."""

    earliest: str
    latest: str
    days: str


@dataclass(frozen=True, slots=True)
class FirstPrompted:
    """The first days on which the tool would have said it: as possible, and for certain."""

    possible: str | None
    definite: str | None


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number used, where it comes from, and on what basis: statutory, local, seed or ours."""

    name: str
    value: str
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row that a prompt rests on, and how it was read."""

    file: str
    row: int
    date: str
    agency: str
    quote: str
    read_as: str
    reader: str
    restricted: bool
    several: bool
    """Whether the case was read from several files, so that a row is named with its file."""
    firm: bool
    """Whether the reading is certain; a doubtful one is here because the verdict turns on it."""
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Settles:
    """A question whose answer would settle a possible prompt, its row if there is one, and whom to ask."""

    question: str
    file: str | None
    row: int | None
    to_agency: str | None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """What resolved, answered or lapsed a prompt."""

    how: str
    when: str
    file: str | None
    row: int | None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A reference of a rule."""

    title: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt: what to ask, why, on which rows it rests and what would settle it."""

    id: str
    kind: str
    rule: str
    version: int
    theme: str
    child: str | None
    children: tuple[str, ...]
    person: str | None
    certainty: str
    outcomes: tuple[str, ...]
    state: str
    ever_breached: str
    urgency: str
    raised: Span | None
    first_prompted: FirstPrompted
    resolved: Ended | None
    title: str
    why: str
    lacks: str
    """What this chronology has no entry of, since when, and whose entries stop before that."""
    ask: str
    options: tuple[str, ...]
    thresholds: tuple[Threshold, ...]
    evidence: tuple[Evidence, ...]
    settles: tuple[Settles, ...]
    rests_on_possible: tuple[str, ...]
    because_of: tuple[str, ...]
    same_concern_as: str | None
    references: tuple[Cited, ...]
    packs: tuple[str, ...]
    answer: dict[str, str] | None = None
    """What people answered: answer, reason, role, owner, day, until, where, status, note. It changes nothing else."""
    silent: Silent | None = None
    """Of a prompt about time without a sighting: since when, and how long."""


@dataclass(frozen=True, slots=True)
class DueItem:
    """An obligation that runs: its rule, child, last permitted day and rows."""

    rule: str
    title: str
    child: str | None
    due: Span
    certainty: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class NotEvaluatedItem:
    """A rule that could not be evaluated, for whom, why, and what it needs. Never counted as clear."""

    rule: str
    child: str | None
    reason: str
    needs: str


@dataclass(frozen=True, slots=True)
class UnreadItem:
    """A row, or a part of one, that no reading covers."""

    file: str
    row: int
    date: str
    text: str
    why: str
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class ToldTwice:
    """Two rows that tell of one event (sure: word for word, counted once), or two agencies' that may do so."""

    file: str
    row: int
    same_as_file: str
    same_as_row: int
    sure: bool
    kinds: tuple[str, ...]
    sheet: str | None = None
    same_as_sheet: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerNote:
    """An answer that does not simply stand beside its prompt: unmatched, expired, outdated, re-attached, not read."""

    id: str
    """The prompt that was answered, as the answers file has it; empty where an entry could not be read."""
    status: str
    what: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole document."""

    flag: Program
    sources: tuple[SourceFile, ...]
    agencies: tuple[Agency, ...]
    case: str
    as_at: str
    as_at_from: str
    knowledge: str
    notice: str
    children: tuple[Child, ...]
    prompts: tuple[Prompt, ...]
    due: tuple[DueItem, ...]
    not_evaluated: tuple[NotEvaluatedItem, ...]
    unread: tuple[UnreadItem, ...]
    warnings: tuple[str, ...]
    told_twice: tuple[ToldTwice, ...] = ()
    not_asked: tuple[str, ...] = ()
    """Rules that were not asked of this case, because `--rules` or the default left them out."""
    answers: tuple[AnswerNote, ...] = ()
    """Answers that have no prompt on this day, whose day has passed, whose rows changed, or that were re-attached."""
    known_by: str = ""
    """The agency with whose eyes the case is seen: only what it recorded, was sent, or was present for."""
    schema: str = field(default=SCHEMA)
