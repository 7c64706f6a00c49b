"""What an audit keeps of one case: what the rules found, and the facts that are counted or sampled by.

No word of the chronology stands here: rows are named by file and number, people by the ids of the side sheet. Days
are ordinals (proleptic Gregorian), and a day that may be imprecise is a pair, earliest and latest.

A record is one line of JSON with its keys in the order of these classes, so that the same case gives the same bytes
on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from engine.dates.when import Day
from engine.standing import Spells
from engine.values import dataclass

VERSION = 1
"""The shape of a record; another version is refused, never guessed at."""

STANDING = ("open", "answered")
"""States in which a finding calls for a prompt on the as-at day."""

Days = tuple[Day, Day]
"""Earliest and latest day; or earliest and latest number of days, where a duration is meant."""


@dataclass(frozen=True, slots=True)
class FileKept:
    """A file of the case as it was read: rows in all, and those not read in full."""

    file: str
    sha256: str
    rows: int
    unread: int


@dataclass(frozen=True, slots=True)
class AgencyKept:
    """An agency's rows: first and last day, and their number."""

    name: str
    first: Day
    last: Day
    rows: int
    months: tuple[Day, ...] = ()
    """The first day of each month in which a row of it surely lies."""


@dataclass(frozen=True, slots=True)
class ChildKept:
    """A child on the as-at day."""

    id: str
    age: Days | None
    """Completed years, at least and at most; none where no date of birth is known."""
    plans: tuple[str, ...]
    """States in force ("child protection plan", "open to social care"), each "perhaps ..." where readings differ."""
    born: Day
    """The first day on which it may have been born; 0 where not known."""
    unseen: Days | None
    """Days since a certain sighting in person: fewest if a possible later one counts, most. None: no sighting."""
    attempts: int
    """Visits without sight of the child since then."""
    closed: Days | None
    """The last closure to social care, where nothing opened the case again; none where there is none."""
    unborn: bool = False


@dataclass(frozen=True, slots=True)
class RowKept:
    """A row that a finding rests on."""

    file: str
    sheet: str | None
    row: int
    agency: str
    days: Days


@dataclass(frozen=True, slots=True)
class FindingKept:
    """One finding, as `engine.evaluate.Finding` has it, without events."""

    id: str
    rule: str
    version: int
    theme: str
    kind: str
    """ "rule", or "question" for a matter of judgement or what rests on words that were not read."""
    child: str | None
    children: tuple[str, ...]
    certainty: str
    """ "definite" or "possible"."""
    state: str
    """ "open", "answered", "resolved", "lapsed"."""
    ever_breached: str
    """ "yes", "possible", "no"."""
    urgency: str
    opened: Days | None
    """The opening row's days; none where no row opened it."""
    raised: Days | None
    """The days on which the standard ceased to be kept."""
    first_possible: Day | None
    first_definite: Day | None
    ended: Days | None
    """The days of the entry that resolved, answered or lapsed it."""
    rows: tuple[RowKept, ...]
    standing: str
    """The row by which escalations tell concerns apart; empty for a question."""
    agencies: tuple[str, ...]
    possibly: Spells
    surely: Spells
    ended_by: str = ""
    """The kind of that entry."""

    @property
    def prompts(self) -> bool:
        """Whether it calls for a prompt on the as-at day; questions are no prompts of a rule."""
        return self.kind == "rule" and self.state in STANDING


@dataclass(frozen=True, slots=True)
class MetKept:
    """An obligation that was kept to in every reading: from what, and when it was met."""

    rule: str
    child: str | None
    opened: Days | None
    met: Days | None
    by: str = ""
    """The kind of entry that met it."""


@dataclass(frozen=True, slots=True)
class DueKept:
    """An obligation that runs on the as-at day, and its last permitted days."""

    rule: str
    child: str | None
    due: Days
    certainty: str


@dataclass(frozen=True, slots=True)
class NotEvaluatedKept:
    """A rule that could not be evaluated, for whom and why. Never counted as clear."""

    rule: str
    child: str | None
    reason: str
    needs: str


@dataclass(frozen=True, slots=True)
class ReferralKept:
    """A referral: by whom, what was decided, and whether a reason for the decision is recorded.

    `reason` is "yes", "no", "not read" where part of the deciding row was not understood, or "no decision" where
    this chronology has no entry of one.
    """

    agency: str
    days: Days
    source: str
    """ "anonymous", "family", "neighbour", "public", "school" ...; empty where the row does not say."""
    outcome: str
    reason: str
    certain: bool


@dataclass(frozen=True, slots=True)
class EventKept:
    """One event, for process mining and tables: what kind, when, by whom; never the words."""

    id: str
    kind: str
    days: Days
    agency: str
    status: str
    attributes: Mapping[str, str]
    """Only attributes whose values are a closed list: none holds words of the record."""
    about: tuple[str, ...]
    perhaps_about: tuple[str, ...]
    certain: bool
    file: str
    sheet: str | None
    row: int


@dataclass(frozen=True, slots=True)
class CaseKept:
    """One case of an audit: read and evaluated, or why it could not be."""

    case: str
    team: str
    """As the list of cases or the table says; empty where it does not."""
    problem: str
    """Why the case could not be read, with what to do; empty where it was read."""
    files: tuple[FileKept, ...] = ()
    as_at: Day = 0
    as_at_from: str = ""
    knowledge: str = ""
    """ "as-recorded", "as-dated" or "hindsight"."""
    children: tuple[ChildKept, ...] = ()
    stopped: tuple[tuple[str, str], ...] = ()
    """Children whose clocks have stopped, and why."""
    agencies: tuple[AgencyKept, ...] = ()
    findings: tuple[FindingKept, ...] = ()
    met: tuple[MetKept, ...] = ()
    due: tuple[DueKept, ...] = ()
    not_evaluated: tuple[NotEvaluatedKept, ...] = ()
    asked: tuple[str, ...] = ()
    """The rules that were asked of this case: local practice may differ between cases."""
    referrals: tuple[ReferralKept, ...] = ()
    warnings: tuple[str, ...] = ()
    events: tuple[EventKept, ...] = ()
    """Only where events were asked for."""
    record: int = VERSION


def as_line(case: CaseKept) -> bytes:
    """The record as one line, newline included."""
    return json.dumps(_plain(case), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def from_line(line: bytes) -> CaseKept:
    """The record in a line. Raises ValueError where it is no record of this version."""
    told = json.loads(line)
    if not isinstance(told, dict) or told.get("record") != VERSION:
        raise ValueError("no record of an audit of this version")
    try:
        made: CaseKept = _maker(CaseKept)(told)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("a record with other fields") from error
    return made


def _plain(value: Any) -> Any:
    names = getattr(type(value), "__match_args__", None)
    if names is not None:
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: value[key] for key in sorted(value)}
    return value


Convert = Callable[[Any], Any]


@cache
def _maker(cls: type) -> Convert:
    """What makes a value of one of our classes from a JSON object; worked out once for each class."""
    hints = get_type_hints(cls)
    names: tuple[str, ...] = cls.__match_args__  # type: ignore[attr-defined]
    converters = [(name, _converter(hints[name])) for name in names]

    def make(told: Any) -> Any:
        return cls(*[told[name] if convert is None else convert(told[name]) for name, convert in converters])

    return make


@cache
def _converter(hint: Any) -> Convert | None:
    """What turns a JSON value into one of the annotated type; None where it is one already."""
    if hasattr(hint, "__match_args__") and hint.__match_args__:
        return _maker(hint)
    inner = get_args(hint)
    if type(None) in inner:
        convert = _converter(next(one for one in inner if one is not type(None)))
        return None if convert is None else lambda value: None if value is None else convert(value)
    if get_origin(hint) is not tuple:
        return None
    if inner[-1] is not Ellipsis:
        return tuple
    each = _converter(inner[0])
    return tuple if each is None else lambda value: tuple(map(each, value))
