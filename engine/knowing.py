"""With whose eyes: a case restricted to what one agency recorded, was sent, or was present for.

An agency surely knows its own rows, rows that say they were passed on to it, meetings that it is said to have
attended, and of a conversation the sentence that tells of it. It may have known of rows that name it without saying
that it was told, and of meetings that do not say who was there: these are not shown, and stand in its case only as
doubts ("not said who was told"), like words that could not be read. They make a verdict possible where it turns on
them, and begin, resolve and hide nothing. A row that says nothing of an agency is no entry of its having been told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from engine.case import ReadCase
from engine.code.agencies import Agencies
from engine.code.receivers import CATEGORIES, Receivers
from engine.code.vocabulary import Vocabulary
from engine.dates.when import Day
from engine.errors import UsageError
from engine.timeline import Case, Event, RowRef, Status, Twice
from engine.values import dataclass, field, replace
from engine.view import LIKENESS, UNTOLD
from engine.whose import WEAK

NO_AGENCY = ("", "Family", "Anonymous")
"""Recorders that are no agency: nobody else's eyes can be looked with."""

MEETINGS = frozenset(
    ["strategy_discussion", "initial_conference", "review_conference", "core_group", "planning_meeting"]
)
"""Kinds of event at which several agencies meet; who was there is often not said."""

_SHARED_FACTS = frozenset(["plan_started", "plan_ended", "action", "invitation", "meeting_attendance", "minutes"])
"""Facts of a side sheet that belong to a meeting or a plan: others than the recorder may well know them."""

NOT_SAID = "(not said who was told)"

Stretch = tuple[str, int, int]
"""A column, and where in it a sentence begins and ends."""


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """How an agency knows a row: it recorded it, got it, took part in some sentences of it, or may have known."""

    how: str
    """ "recorded", "told", "part" or "may"."""
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowers:
    """Who knows what of a case: for each agency the rows that it knows, or may know, and how."""

    agencies: tuple[str, ...]
    rows: Mapping[str, Mapping[RowRef, Acquaintance]] = field(default_factory=dict)
    present: Mapping[Day, Mapping[str, bool]] = field(default_factory=dict)
    """Meetings of the side sheet: day -> agency -> whether it surely was there."""

    def may_have_known(self, case: Case, agency: str, as_at: Day) -> tuple[RowRef, ...]:
        """Rows, known of by a day, that the agency may have been told of in whole or in part."""
        known = self.rows.get(agency, {})
        return tuple(
            row
            for row, (when, _, recorded) in case.rows.items()
            if row in known and known[row].how in ("may", "part") and when is not None
            and max(when.earliest, recorded or when.earliest) <= as_at
        )  # fmt: skip


_RANK = ("may", "part", "told", "recorded")


def who_knows(read: ReadCase, vocabulary: Vocabulary) -> Knowers:
    """Who knows each row of a case, from who recorded it, whom it says it was told to, and who was at a meeting."""
    case = read.case
    agencies = tuple(sorted({agency for _, agency, _ in case.rows.values()} - set(NO_AGENCY)))
    receivers = Receivers(vocabulary.agencies, WEAK, agencies)
    known: dict[str, dict[RowRef, Acquaintance]] = {agency: {} for agency in agencies}

    def knows(agency: str, row: RowRef, how: str, stretch: Stretch | None = None) -> None:
        old = known[agency].get(row, Acquaintance("may"))
        stretches = (*old.stretches, stretch) if stretch is not None else old.stretches
        known[agency][row] = Acquaintance(max(old.how, how, key=_RANK.index), stretches)

    for row in (row for source in read.sources for row in source.rows):
        ref = RowRef(row.file, row.number, row.sheet)
        if ref not in case.rows:
            continue
        recorder = case.rows[ref][1]
        if recorder in known:
            knows(recorder, ref, "recorded")
        for told in receivers.told(row, recorder):
            if told.agency in known:
                stretch = (told.column, told.start, told.end) if told.how == "part" else None
                knows(told.agency, ref, {"row": "told", "part": "part"}.get(told.how, "may"), stretch)
    present = _present(case, agencies)
    for event in case.events:
        if event.row in case.rows:
            for agency, sure in _at_meeting(event, case, agencies, present):
                knows(agency, event.row, "told" if sure else "may")
    return Knowers(agencies, known, present)


def _present(case: Case, agencies: tuple[str, ...]) -> dict[Day, dict[str, bool]]:
    """Who was at the meetings that the side sheet tells of."""
    present: dict[Day, dict[str, bool]] = {}
    for event in case.events:
        if event.kind == "meeting_attendance" and event.reader == "side sheet" and event.when.exact:
            for agency, sure in _of_category(event, agencies):
                day = present.setdefault(event.when.earliest, {})
                day[agency] = day.get(agency, False) or (sure and event.status is Status.HAPPENED)
    return present


def _of_category(event: Event, agencies: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """The agencies that "health" or "police" may mean; sure where it can mean only one."""
    meant = CATEGORIES.get(str(event.attributes.get("who", "")).lower(), ())
    for agency in meant:
        if agency in agencies:
            yield agency, len(meant) == 1


def _at_meeting(
    event: Event, case: Case, agencies: tuple[str, ...], present: Mapping[Day, Mapping[str, bool]]
) -> Iterator[tuple[str, bool]]:
    """Who was, or may have been, at what a row tells of."""
    if event.status is not Status.HAPPENED:
        return
    if event.kind == "meeting_attendance":
        for agency, sure in _of_category(event, agencies):
            yield agency, sure and event.certain
    elif event.kind in MEETINGS:
        when = case.rows[event.row][0]
        there = present.get(when.earliest, {}) if when is not None and when.exact else {}
        for agency in agencies:
            yield agency, there.get(agency, False) and event.certain


def agency_meant(words: str, knowers: Knowers, vocabulary: Vocabulary) -> str:
    """The agency of the case that somebody names. Raises UsageError naming those there are."""
    name = Agencies(vocabulary).canonical(words)
    by_name = {agency.lower(): agency for agency in knowers.agencies}
    if name.lower() in by_name:
        return by_name[name.lower()]
    close = get_close_matches(words.lower(), by_name, n=1, cutoff=0.6)
    guess = f" Did you mean '{by_name[close[0]]}'?" if close else ""
    there = ", ".join(knowers.agencies) or "none"
    raise UsageError(f"No row of this case was recorded by '{words}'.{guess}", f"Its agencies are: {there}.")


@dataclass(frozen=True, slots=True)
class Eyes:
    """One agency's eyes on a case, beside the whole of it."""

    agency: str
    whole: ReadCase
    knowers: Knowers

    def said(self, as_at: Day) -> tuple[str, ...]:
        """What a reader should know of what is left out, as far as it can be known of on a day."""
        rows = self.knowers.may_have_known(self.whole.case, self.agency, as_at)
        if not rows:
            return ()
        files = len({row.file for row in rows}) > 1
        named = ", ".join(f"{row.shown} of {row.file}" if files else row.shown for row in rows)
        count = f"{len(rows)} row{'s' if len(rows) > 1 else ''}"
        return (
            f"{self.agency} may have known of {count} more, in whole or in part ({named}): they do not say who was"
            " told or was there, so they are not shown, and what turns on them is left open",
        )


def seen_by(read: ReadCase, words: str, vocabulary: Vocabulary) -> tuple[ReadCase, Eyes]:
    """The case as read, restricted to what an agency knows. Raises UsageError where the case has no such agency."""
    knowers = who_knows(read, vocabulary)
    agency = agency_meant(words, knowers, vocabulary)
    case = known_to(read.case, knowers, agency)
    sources = tuple(
        replace(source, rows=tuple(row for row in source.rows if RowRef(row.file, row.number, row.sheet) in case.rows))
        for source in read.sources
    )
    return replace(read, case=case, sources=sources), Eyes(agency, read, knowers)


# --- the case as one agency knows it ------------------------------------------------------------------


def known_to(case: Case, knowers: Knowers, agency: str) -> Case:
    """The case as one agency knows it. Ids stay, so that a prompt has one name in whosever eyes.

    The rows of others that it got are no contribution of theirs: in its eyes only its own rows can be silent.
    """
    known = knowers.rows[agency]
    sure = {row for row, how in known.items() if how.how != "may"}
    rows = {
        row: (when, recorder if known[row].how == "recorded" else "", recorded)
        for row, (when, recorder, recorded) in case.rows.items()
        if row in sure
    }
    own = _copies(case.told_twice, known)
    return replace(
        case,
        events=tuple(_events(case, knowers, agency, own)),
        unread=tuple(item for item in case.unread if item.row in sure and known[item.row].how != "part"),
        rows=rows,
        declared_coverage={name: days for name, days in case.declared_coverage.items() if name == agency},
        told_twice=tuple(one for one in case.told_twice if one.first in sure and one.second in sure),
    )


def _copies(twice: Iterable[Twice], known: Mapping[RowRef, Acquaintance]) -> dict[RowRef, RowRef]:
    """Rows that the agency does not know, each with its copy, word for word, that it does."""
    whole = {row for row, how in known.items() if how.how in ("recorded", "told")}
    return {one.first: one.second for one in twice if one.sure and one.second in whole and one.first not in whole}


def _events(case: Case, knowers: Knowers, agency: str, copies: Mapping[RowRef, RowRef]) -> Iterator[Event]:
    known = knowers.rows[agency]
    for event in case.events:
        if event.row not in case.rows:
            yield from _side_fact(event, knowers, agency)
            continue
        if event.row in copies:
            copy = copies[event.row]
            yield replace(event, row=copy, agency=case.rows[copy][1])
            continue
        how = known.get(event.row)
        if how is None:
            continue
        if how.how in ("recorded", "told") or _within(event, how.stretches):
            yield event
        elif event.reader != LIKENESS:
            yield _untold(event)


def _within(event: Event, stretches: Iterable[Stretch]) -> bool:
    first, last = event.span
    return any(event.column == column and start <= first and last <= end for column, start, end in stretches)


def _untold(event: Event) -> Event:
    """The event as a doubt: nothing of its words, and whether it was known of at all is open."""
    return replace(
        event, certain=False, reader=UNTOLD, quote=NOT_SAID, span=(0, 0), restricted=False, fully_read=True
    )


def _side_fact(event: Event, knowers: Knowers, agency: str) -> Iterator[Event]:
    """A fact of the side sheet: its recorder's, that of whoever was at the meeting of that day, and perhaps others'."""
    there = knowers.present.get(event.when.earliest, {}) if event.when.exact else {}
    invited = event.kind in ("invitation", "meeting_attendance") and (agency, True) in _of_category(
        event, knowers.agencies
    )
    if event.agency == agency or invited or (event.kind in _SHARED_FACTS and there.get(agency, False)):
        yield event
    elif event.kind in _SHARED_FACTS:
        yield _untold(event)
