"""A row in, events and unread text out. Each row is read by itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.code import (
    counts,
    entrytypes,
    howseen,
    instructions,
    limits,
    outcomes,
    referrals,
    rivals,
    screen,
    seenrows,
    sightings,
    staff,
)
from engine.code.agencies import Agencies
from engine.code.clauses import Clause, fold, split
from engine.code.context import claims, conditional_from
from engine.code.drafts import Addition, Draft, attach, draft, join, without_asides, without_bare_talk
from engine.code.likeness import LIKENESS, shipped_likeness, words_of
from engine.code.matcher import Matcher
from engine.code.otherdays import told_of_another_day
from engine.code.people import Cast
from engine.code.seen import read_column, read_mark
from engine.code.subjects import Scene
from engine.code.vocabulary import Vocabulary
from engine.code.voice import child_speaks, quoted, voice_column
from engine.code.whotheyare import says_who_they_are
from engine.dates.when import When
from engine.rows import Row
from engine.timeline import Event, Person, RowRef, Status, Unread
from engine.values import dataclass, field

_TEXT = ("event", "action", "rationale", "category")
"""Columns read for events, in this order. `commentary` is never read."""


_STATES = frozenset(("living_place", "death", "transfer"))
"""Kinds that stop the clocks: a mere may-event of these would make every clock of the case uncertain."""


@dataclass(frozen=True, slots=True)
class CodedRow:
    """What was read of one row."""

    events: tuple[Event, ...]
    unread: tuple[Unread, ...]


@dataclass(slots=True)
class _Reading:
    """One row on its way from text to events."""

    row: Row
    when: When
    agency: str
    scene: Scene
    drafts: list[Draft] = field(default_factory=list)
    seen: list[Draft] = field(default_factory=list)
    additions: list[Addition] = field(default_factory=list)
    silent: list[screen.Stretch] = field(default_factory=list)
    clauses: int = 0
    half_read: bool = False
    told: list[Clause] = field(default_factory=list)
    beyond: list[tuple[str, str]] = field(default_factory=list)
    """Text that was too much to read, and why."""


class Coder:
    """Reads the rows of one case. Make one per case; the vocabulary is shared."""

    def __init__(
        self,
        people: tuple[Person, ...],
        vocabulary: Vocabulary,
        matcher: Matcher | None = None,
        *,
        second_reader: bool = True,
    ) -> None:
        self._vocabulary = vocabulary
        self._likeness = shipped_likeness() if second_reader else None
        self._matcher = matcher or _matcher(vocabulary)
        self._agencies = Agencies(vocabulary)
        self._cast = Cast(people)
        self._names = {
            **{short: (words, False) for short, words in vocabulary.glossary.items()},
            **self._cast.names,
        }

    def code(self, row: Row, when: When | None) -> CodedRow:
        """The events of `row`, and what in it was not read. An undated row gives no events."""
        row, beyond = limits.shortened(row)
        agency = self._agencies.canonical(row.cell("agency") or row.cell("source") or "")
        ref = RowRef(row.file, row.number, row.sheet)
        if when is None:
            return CodedRow((), (Unread(ref, None, agency, row.cell("event"), "no day could be read for this row"),))
        reading = self._read(row, when, agency)
        reading.beyond += beyond
        drafts = self._drawn_together(reading)
        doubtful, unread = self._unread(reading, ref)
        read_whole = not doubtful and not unread and not reading.half_read
        events = self._events(row, ref, when, agency, [*drafts, *doubtful], read_whole)
        if not events and not unread:
            text = row.cell("event") or row.cell("action")
            unread = [Unread(ref, when, agency, text, "no wording of the vocabulary was recognised")]
        return CodedRow(tuple(events), tuple(unread))

    def unread_words(self, row: Row, when: When) -> list[list[str]]:
        """The words of each stretch that no wording matched, as the second reader sees them."""
        reading = self._read(row, when, "")
        return [words_of(one.words, self._cast.names) for one in reading.silent if not one.beside]

    def _read(self, row: Row, when: When, agency: str) -> _Reading:
        focus, _ = self._cast.named_in(row.cell("child"), when)
        scene = Scene(self._cast, when, focus, self._vocabulary.subjects)
        reading = _Reading(row, when, agency, scene)
        earlier: Clause | None = None
        for column in _TEXT:
            cell = row.cell(column)
            if not cell or cell.isspace():
                continue
            for clause in split(cell, column, reading.clauses):
                reading.clauses += 1
                if reading.clauses > limits.MOST_CLAUSES:
                    reading.beyond.append((cell[clause.start :][: limits.SHOWN], limits.TOO_MANY_CLAUSES))
                    break
                if clause.section == "commentary":
                    continue
                self._clause(reading, clause, earlier)
                reading.told.append(clause)
                earlier = clause
        return reading

    def _clause(self, reading: _Reading, clause: Clause, earlier: Clause | None) -> None:
        found = self._matcher.find(clause, self._names)
        found.events = rivals.the_more_exact(found.events, clause)
        thinned = limits.thinned(found)
        if thinned:
            end = max((one.end for one in found.events), default=0)
            reading.beyond.append((clause.text[end:][: limits.SHOWN], limits.TOO_MUCH))
        scene = reading.scene
        scene.enter(clause)
        told: list[Draft] = []
        for match, claim in zip(found.events, claims(clause, found), strict=True):
            if match.entry.adds_to:
                reading.additions.append(
                    Addition(
                        match.entry,
                        clause,
                        match.start,
                        match.end,
                        claim,
                        match.denies,
                        counts.said(clause.folded, match.start, match.end),
                    )
                )
                continue
            if claim.dropped:
                continue
            if outcomes.away_from_school(match, clause):
                continue
            made = draft(match, claim, clause, restricted=found.restricted)
            made.times = counts.count(made)
            if clause.column == "rationale" and made.kind not in referrals.DECISIONS:
                made.status = Status.HISTORICAL if made.status is Status.HAPPENED else made.status
            if told_of_another_day(made, reading.when):
                made.status = told_of_another_day(made, reading.when) or made.status
            if made.kind == "sighting":
                told += sightings.place_sighting(made, scene, clause, found.events)
            elif match.entry.subject == "child" and made.kind == "child_words":
                told += child_speaks(made, scene)
            else:
                told += scene.place(made, match.entry.subject)
        if not any(one.kind == "child_words" for one in told):
            told += quoted(clause, scene)
        told = without_bare_talk(told, scene.mentions)
        told += outcomes.plan_alone(clause, scene)
        start = conditional_from(found)
        if start is not None:
            told += instructions.instruction(told, clause, earlier, start)
            told = [one for one in told if not instructions.in_condition(one)]
            for one in told:
                if one.kind == "instruction":
                    one.about = one.about or scene.focus or scene.everyone()
        scene.leave()
        for one in told:
            one.certain = one.certain and not thinned  # what was left out might have turned it round
        if not says_who_they_are(clause.folded):
            half = screen.half_read(clause, found, scene.mentions)
            reading.half_read = reading.half_read or half
            reading.silent += screen.silent(clause, found, half=half)
        reading.drafts += [one for one in told if one.kind != "sighting"]
        reading.seen += [one for one in told if one.kind == "sighting"]

    def _drawn_together(self, reading: _Reading) -> list[Draft]:
        """Drafts joined, columns read, attributes attached."""
        row, scene = reading.row, reading.scene
        drafts = rivals.with_its_meeting(referrals.without_headings(reading.drafts))
        rivals.refused_next(drafts, reading.told)
        drafts = without_asides(join(drafts))
        seen = join(reading.seen)
        attach([*drafts, *seen], reading.additions)
        drafts = join(drafts)
        overseen = outcomes.by_manager(row, drafts, self._matcher, scene)
        reading.drafts += overseen
        drafts += overseen
        drafts += entrytypes.told_by_column(row, drafts, self._matcher, scene)
        drafts += entrytypes.ended_by_conference(drafts, reading.told, scene)
        drafts = rivals.without_those_at_a_meeting(drafts)
        referrals.complete(drafts, row, reading.agency)
        cell = row.cell("child_seen")
        marked = read_column(cell, self._cast, scene.focus, reading.when)
        column = Clause(cell, cell.lower(), 0, "child_seen", "", 900) if cell.strip() else None
        seen += staff.at_school(reading.told, drafts, seen, scene, reading.agency)
        firm = {id(one) for one in seen if one.certain}
        seen = seenrows.settle(seen, marked, drafts, scene, column)
        seen = howseen.temper(seen, reading.told, firm, drafts, scene)
        visits = [one for one in drafts if one.kind == "visit"]
        outcomes.read_access(visits, seen, reading.told)
        home = any(one.attributes.get("outcome") == "access" for one in visits)
        marks = (read_mark(row.cell("child_seen_alone")), read_mark(row.cell("bedroom_seen")))
        seenrows.finish(seen, *marks, home)
        seenrows.agree(seen)
        for one in seen:
            one.attributes.setdefault("by", self._seen_by(one, reading.agency))
            if not one.attributes["by"]:
                del one.attributes["by"]
        out: list[Draft] = []
        for one in drafts:
            out += seenrows.visit_groups(one, seen, scene.everyone()) if one.kind == "visit" else [one]
        voice = voice_column(row, scene)
        return [*out, *seen, *voice]

    def _seen_by(self, one: Draft, agency: str) -> str:
        words = one.extra.get("by", "")
        for length in (3, 2, 1):
            form = " ".join(words.split()[:length])
            canonical = self._agencies.canonical(form) if form else ""
            if canonical and canonical != form:
                return canonical
        return "" if one.status is Status.NOT_HAPPENED else agency

    def _unread(self, reading: _Reading, ref: RowRef) -> tuple[list[Draft], list[Unread]]:
        """May-events of clauses that nothing matched, and those clauses."""
        may: list[Draft] = self._guesses(reading)
        unread: list[Unread] = []
        read = {one.kind for one in (*reading.drafts, *reading.seen)}
        for one in reading.silent:
            kinds = [kind for kind in self._matcher.screen(one.words, beside=one.beside) if kind not in read]
            if not kinds:
                continue
            text = one.clause.text[one.start : one.end]
            unread.append(Unread(ref, reading.when, reading.agency, text, "this part was not understood"))
            for kind in kinds:
                made = Draft(kind, Status.HAPPENED, False, {}, one.clause, one.start, one.end, reader="screen")
                made.about = reading.scene.everyone()
                made.restricted = one.restricted
                if not any(other.kind == kind for other in may):
                    may.append(made)
        for text, why in reading.beyond:
            unread.append(Unread(ref, reading.when, reading.agency, text, why))
        if reading.beyond:
            may += self._anything(reading, read | {one.kind for one in may})
        return may, unread

    def _guesses(self, reading: _Reading) -> list[Draft]:
        """What the second reader takes unread stretches for: possible events of kinds that no wording told."""
        if self._likeness is None:
            return []
        read = {one.kind for one in (*reading.drafts, *reading.seen)}
        out: list[Draft] = []
        for stretch in reading.silent:
            if stretch.beside:
                continue
            words = words_of(stretch.words, self._cast.names)
            likely, may = self._likeness.judge(words)
            for one in likely:
                if one.kind not in read:
                    read.add(one.kind)
                    out.append(_guess(one.kind, stretch, reading, LIKENESS))
            for kind in may:  # for the kinds that the screen has words of its own for, those decide
                if kind not in read and kind not in self._vocabulary.screen and kind not in _STATES:
                    read.add(kind)
                    out.append(_guess(kind, stretch, reading, "screen"))
        return out

    def _anything(self, reading: _Reading, known: set[str]) -> list[Draft]:
        """What was too much to read may hold any kind that the screen knows."""
        cell = reading.row.cell("event")[: limits.SHOWN]
        clause = Clause(cell, fold(cell), 0, "event", "", 999)
        out = []
        for kind in self._vocabulary.screen:
            if kind not in known:
                made = Draft(kind, Status.HAPPENED, False, {}, clause, 0, len(cell), reader="screen")
                made.about = reading.scene.everyone()
                out.append(made)
        return out

    def _events(
        self, row: Row, ref: RowRef, when: When, agency: str, drafts: list[Draft], read_whole: bool
    ) -> list[Event]:
        numbers: dict[str, int] = {}
        key = row.cell("reference").strip() or "-".join(filter(None, (row.file, row.sheet, str(row.number))))
        out = []
        for one in drafts:
            numbers[one.kind] = numbers.get(one.kind, 0) + 1
            begin = one.clause.start + one.start
            end = one.clause.start + one.end
            out.append(
                Event(
                    id=f"{agency}:{one.kind}:{key}:{numbers[one.kind]}",
                    kind=one.kind,
                    when=when,
                    row=ref,
                    agency=agency,
                    status=one.status,
                    attributes=_frozen(one.attributes),
                    about=one.about,
                    perhaps_about=one.perhaps,
                    person=one.person,
                    certain=one.certain,
                    fully_read=read_whole,
                    times=one.times,
                    quote=one.clause.text[one.start : one.end],
                    span=(begin, end),
                    column=one.clause.column,
                    reader=one.reader,
                    restricted=one.restricted or one.kind == "child_words" or one.kind == "legal_advice",
                )
            )
        return out


def _guess(kind: str, stretch: screen.Stretch, reading: _Reading, reader: str) -> Draft:
    """A possible event of an unread stretch, or one that it may hold."""
    made = Draft(kind, Status.HAPPENED, False, {}, stretch.clause, stretch.start, stretch.end, reader=reader)
    made.about = reading.scene.everyone()
    made.restricted = stretch.restricted
    return made


def _frozen(attributes: dict[str, str]) -> Mapping[str, str]:
    return MappingProxyType(attributes)


_LAST: list[tuple[Vocabulary, Matcher]] = []


def _matcher(vocabulary: Vocabulary) -> Matcher:
    """The matcher of the vocabulary last used: coders of many cases share one."""
    if not _LAST or _LAST[0][0] is not vocabulary:
        _LAST[:] = [(vocabulary, Matcher(vocabulary))]
    return _LAST[0][1]
