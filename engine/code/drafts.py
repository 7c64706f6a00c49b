"""Events while they are still being read: gathered from clauses, joined where a row tells one thing twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from engine.code.clauses import Clause
from engine.code.context import Claim
from engine.code.matcher import Match
from engine.code.people import Mention
from engine.code.vocabulary import Entry
from engine.timeline import Status
from engine.values import dataclass, field

_CAUTION = {
    Status.CONDITIONAL: 6,
    Status.HISTORICAL: 5,
    Status.DECLINED: 4,
    Status.NOT_HAPPENED: 3,
    Status.PLANNED: 2,
    Status.HAPPENED: 1,
}
_WORST_FIRST = ("uninhabitable", "very poor", "poor", "improved", "adequate")
_OUTCOMES = ("doorstep", "no access", "cancelled", "access")
_PER_CHILD = frozenset(("sighting", "injury", "gp_registration", "immunisation", "child_words", "living_place"))
_HEADINGS = frozenset(
    [
        "strategy_discussion",
        "section_47",
        "initial_conference",
        "review_conference",
        "core_group",
        "planning_meeting",
        "assessment",
        "visit",
        "legal_advice",
        "medical",
        "supervision",
        "management_oversight",
        "plan_started",
        "referral",
        "adult_check",
    ]
)
"""Kinds that an entry may be headed with: "Strategy discussion" at its head tells of one."""
_APART = frozenset(("child_words", "information_shared"))
"""Kinds that a row may tell several times over without meaning the same thing."""


@dataclass(slots=True)
class Draft:
    """One event as far as it has been read. Offsets are those of the clause."""

    kind: str
    status: Status
    certain: bool
    attributes: dict[str, str]
    clause: Clause
    start: int
    end: int
    about: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    person: str | None = None
    effects: frozenset[str] = frozenset()
    times: int = 1
    restricted: bool = False
    reader: str = "vocabulary"
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def who(self) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
        """Whom it concerns, to compare."""
        return self.about, self.perhaps, self.person

    def overlaps(self, other: Draft) -> bool:
        """Whether both were read from the same words."""
        return self.clause is other.clause and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Addition:
    """Wording that adds attributes to an event told nearby."""

    entry: Entry
    clause: Clause
    start: int
    end: int
    claim: Claim
    denies: bool = False
    times: int = 1
    """How often the words say it was: "no reply x3"."""


_SAYS_WHAT = frozenset(
    [
        "referral",
        "supervision",
        "strategy_discussion",
        "escalation",
        "service_referral",
        "management_oversight",
        "disclosure",
        "planning_meeting",
        "core_group",
        "initial_conference",
        "review_conference",
    ]
)
"""Kinds that are themselves talk between professionals."""
_TALK = frozenset(("information_shared", "referral", "supervision", "escalation", "police_attendance"))


_AUXILIARY = re.compile(r"^ ?(?:has |had |have |also |then |was |were |is |later |being )*$")


def without_bare_talk(told: list[Draft], mentions: Sequence[Mention]) -> list[Draft]:
    """`told` of one clause without talk whose own words tell what it was: a referral, a supervision, a meeting;
    nor what the family told a professional; nor a contact with the family in the "rang" of "rang MASH".
    """
    family = [one for one in mentions if one.kind not in ("thing", "other") and (one.ids or one.kind != "adult")]
    between = [one for one in told if one.kind in _TALK or one.kind in _SAYS_WHAT]
    out = []
    for one in told:
        if one.kind == "information_shared":
            if any(two.kind in _SAYS_WHAT and one.overlaps(two) and two.status is one.status for two in told):
                continue
            if any(_AUXILIARY.match(one.clause.folded[who.end : one.start]) for who in family if who.end <= one.start):
                continue  # "mum told the HV"
        if one.kind == "contact":
            named = any(one.start <= who.start <= one.end + 12 or 0 <= one.start - who.end < 8 for who in family)
            if any(two.start <= one.start and one.end <= two.end for two in between) or (between and not named):
                continue
            if any(two.kind == "referral" and one.overlaps(two) for two in told):
                continue  # "grandmother rang NSPCC"
        out.append(one)
    return out


_MEETS = frozenset(("visit", "attended", "health_review", "core_group", "police_attendance"))


def without_asides(drafts: list[Draft]) -> list[Draft]:
    """`drafts` of a row without talk with a parent in the course of a visit or an appointment."""
    if not any(one.kind in _MEETS and one.status is Status.HAPPENED for one in drafts):
        return drafts
    return [one for one in drafts if one.kind != "contact" or one.attributes.get("mode") != "in person" or one.certain]


def draft(match: Match, claim: Claim, clause: Clause, *, restricted: bool) -> Draft:
    """The draft of one match; its subject is still to be found."""
    entry = match.entry
    made = Draft(
        entry.kind,
        claim.status,
        claim.certain,
        dict(entry.attributes),
        clause,
        match.start,
        match.end,
        effects=claim.effects,
        restricted=restricted,
    )
    if entry.kind == "visit" and entry.attributes.get("outcome") == "access" and claim.status is Status.NOT_HAPPENED:
        made.attributes["outcome"] = "no access"
        made.status = Status.HAPPENED
    opens = match.start == 0 and clause.number == 0 and clause.column == "event"
    asked = clause.folded.endswith("?")  # "Strategy discussion?" is a heading of nothing
    if opens and not asked and not claim.effects and not entry.certain and entry.kind in _HEADINGS:
        made.certain = True  # an entry headed "Strategy discussion" tells of one
    return made


def join(drafts: Iterable[Draft]) -> list[Draft]:
    """Drafts of one row with those that tell the same thing made one."""
    out: list[Draft] = []
    for new in drafts:
        for old in out:
            if old.kind == new.kind and _same(old, new):
                _merge(old, new)
                break
        else:
            out.append(new)
    return out


def _same(old: Draft, new: Draft) -> bool:
    if old.person and new.person and old.person != new.person:
        return False
    if old.overlaps(new) or (old.kind == "child_words" and old.clause is new.clause and old.who == new.who):
        return True
    if old.kind in _APART and old.clause is not new.clause:
        return False
    if old.status is not new.status:
        return old.kind == "visit" and _outcome_of_visit(old, new)
    if old.kind in _PER_CHILD and old.who != new.who:
        return False
    return _compatible(old, new)


def _outcome_of_visit(old: Draft, new: Draft) -> bool:
    """A visit planned for today and what came of it, told one after the other."""
    return (
        {old.status, new.status} == {Status.PLANNED, Status.HAPPENED}
        and "outcome" in new.attributes
        and (old.clause is new.clause or "today" in old.clause.folded)
        and "outcome" not in old.attributes
    )


def _compatible(old: Draft, new: Draft) -> bool:
    for name, value in new.attributes.items():
        if name in old.attributes and old.attributes[name] != value and not _graded(old, name, value):
            return False
    return True


def _graded(old: Draft, name: str, value: str) -> bool:
    if name == "state" and old.kind == "home_conditions":
        bad = _WORST_FIRST[:3]
        return (value in bad) == (old.attributes[name] in bad)
    if name == "type" and old.kind == "injury":
        return "other" in (value, old.attributes[name])
    if name == "rung":
        return old.clause is not None
    if name == "outcome" and old.kind == "visit":
        return {value, old.attributes[name]} != {"access", "no access"}
    return False


def _merge(old: Draft, new: Draft) -> None:
    if old.status is not new.status:
        if old.kind == "visit" and ("outcome" in new.attributes) != ("outcome" in old.attributes):
            old.status = new.status if "outcome" in new.attributes else old.status
        elif _CAUTION[new.status] > _CAUTION[old.status]:
            old.status = new.status
    for name, value in new.attributes.items():
        known = old.attributes.get(name)
        if name == "words" and known is not None:
            old.attributes[name] = max(known, value, key=len)
        elif known is None:
            old.attributes[name] = value
        elif known != value:
            if name == "type" and known == "other":
                old.attributes[name] = value
            if name == "rung":
                old.attributes[name] = "a" if "a" in (known, value) else max(known, value)
            ladder: Sequence[str] = _WORST_FIRST if name == "state" else _OUTCOMES
            if value in ladder and known in ladder:
                old.attributes[name] = min(known, value, key=ladder.index)
    if new.certain and not old.certain and old.clause is not new.clause:
        old.clause, old.start, old.end = new.clause, new.start, new.end  # shown by the words that tell it plainly
    doubted = "doubt" in old.effects or "doubt" in new.effects
    old.certain = (old.certain or new.certain) and not (doubted and old.overlaps(new))
    old.effects |= new.effects
    old.times = max(old.times, new.times)
    old.restricted |= new.restricted
    if not old.about and not old.person and (new.about or new.person):
        old.about, old.perhaps, old.person = new.about, new.perhaps, new.person
    if new.person and not old.person:
        old.person = new.person
    if old.clause is new.clause:
        old.start, old.end = min(old.start, new.start), max(old.end, new.end)


def attach(drafts: Sequence[Draft], additions: Iterable[Addition]) -> None:
    """Give each addition to the nearest event it can belong to: same clause, else before, else after."""
    by_span: dict[tuple[int, int, int], list[Addition]] = {}
    for one in additions:
        by_span.setdefault((one.clause.number, one.start, one.end), []).append(one)
    for group in by_span.values():
        rivals = {kind for one in group for kind in one.entry.adds_to}
        nearest = _nearest(drafts, rivals, group[0])
        for one in group:
            if one.entry.attributes.get("rung") == "e":
                for item in drafts:
                    if item.kind == "sighting" and item.status is Status.HAPPENED:
                        _add(item, one)
            elif len(group) > 1 and len(one.entry.adds_to) == 1:
                if nearest is not None and nearest.kind == one.entry.adds_to[0]:
                    _add(nearest, one)
            else:
                for kind in one.entry.adds_to:
                    found = _nearest(drafts, {kind}, one)
                    _add(found, one)
                    for other in drafts:  # "mother and father arrested for neglect": the offence is of both
                        if found and other is not found and other.kind == kind and other.overlaps(found):
                            _add(other, one)


def _nearest(drafts: Sequence[Draft], kinds: set[str], one: Addition) -> Draft | None:
    def distance(item: Draft) -> tuple[int, int]:
        if item.clause is one.clause:
            return 0, max(0, item.start - one.end, one.start - item.end)
        before = item.clause.number < one.clause.number
        return (1 if before else 2), abs(item.clause.number - one.clause.number)

    fitting = [item for item in drafts if item.kind in kinds and item.status is not Status.CONDITIONAL]
    return min(fitting, key=distance, default=None)


def _add(target: Draft | None, one: Addition) -> None:
    if target is None or one.claim.dropped or one.claim.status is Status.CONDITIONAL:
        return
    if one.claim.status in (Status.NOT_HAPPENED, Status.DECLINED) and not one.denies:
        return
    if one.claim.status is Status.PLANNED and target.status is not Status.PLANNED and target.kind != "referral":
        return
    bedroom = one.entry.attributes.get("rung") == "e"
    if target.kind == "sighting" and target.clause is not one.clause and not bedroom:
        return
    for name, value in one.entry.attributes.items():
        if target.kind == "visit" and name == "outcome" and target.status is Status.PLANNED:
            if target.clause is one.clause:
                continue
            target.status = Status.HAPPENED  # planned, then tried: it has an outcome
        if target.kind == "visit" and name == "outcome" and target.times == 1 and value == "no access":
            target.times = one.times
        if name == "rung":
            known = target.attributes.get("rung", "b")
            target.attributes["rung"] = "a" if "a" in (known, value) else max(known, value)
        else:
            target.attributes.setdefault(name, value)
