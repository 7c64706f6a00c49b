"""What is counted and sampled by besides findings: ages, plans, days unseen, closures, referrals. No words of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from engine.audit.record import ChildKept, Days, EventKept, ReferralKept
from engine.dates.when import Day
from engine.language.kinds import TEXT
from engine.report.children import ATTEMPTS, SEEN
from engine.timeline import Case, Event, Person, Status
from engine.truth import MAYBE, NO
from engine.view import Scene, known_by

PLANS = ("open to social care", "child protection plan", "child in need plan")
"""The states by which auditors stratify."""
OPEN_CASE = "open to social care"
DECIDED_WITHIN = 31
"""Days in which a decision is taken to be on a referral: the default of the rule about closing without a reason."""
NO_FURTHER_ACTION = "no further action"
PUBLIC = ("anonymous", "family", "neighbour", "public")
"""Sources of a referral that count as the public."""
MEETING = "strategy_discussion"
DECISIONS: Mapping[str, str] = {
    "no_further_action": NO_FURTHER_ACTION,
    "assessment": "assessment",
    MEETING: "strategy discussion",
    "section_47": "section 47",
}
"""Kinds of later entry that tell what came of a referral."""


def child_kept(child: Person, scene: Scene) -> ChildKept:
    """One child as it stands on the scene's day."""
    as_at = scene.as_at
    seen = known_by(scene.marks(SEEN), as_at)
    certain = max((mark.lo for mark in seen if mark.sure), default=None)
    latest = max((min(mark.hi, as_at) for mark in seen), default=0)
    attempts = known_by(scene.marks(ATTEMPTS), as_at)
    last_sure = max((mark.hi for mark in seen if mark.sure and mark.lo == certain), default=0)
    return ChildKept(
        id=child.id,
        age=_age(child, as_at),
        plans=tuple(_plans(scene)),
        born=child.born.earliest if child.born is not None else 0,
        unseen=(max(0, as_at - latest), as_at - certain) if certain is not None else None,
        attempts=sum(mark.event.times for mark in attempts if mark.sure and mark.lo > last_sure),
        closed=_closed(scene),
        unborn=child.role == "unborn",
    )


def _age(child: Person, as_at: Day) -> Days | None:
    if child.born is None:
        return None
    return _years(min(child.born.latest, as_at), as_at), _years(min(child.born.earliest, as_at), as_at)


def _years(born: Day, day: Day) -> int:
    """Completed years; somebody born on 29 February completes one on 1 March of other years."""
    start, end = date.fromordinal(born), date.fromordinal(day)
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _plans(scene: Scene) -> Iterator[str]:
    for name in PLANS:
        state = scene.view.standards.states.get(name)
        if state is None or not known_by(scene.marks(state.opened_by), scene.as_at):
            continue  # no row speaks of one
        truth = scene.state(name, scene.as_at)
        if truth is not NO:
            yield f"perhaps {name}" if truth is MAYBE else name


def _closed(scene: Scene) -> Days | None:
    """The last certain closure to social care after which nothing opened the case again."""
    state = scene.view.standards.states.get(OPEN_CASE)
    if state is None or state.closed_by is None:
        return None
    closings = [mark for mark in known_by(scene.marks(state.closed_by), scene.as_at) if mark.sure and not mark.guessed]
    if not closings:
        return None
    last = max(closings, key=lambda mark: (mark.lo, mark.hi))
    if any(mark.hi >= last.lo for mark in known_by(scene.marks(state.opened_by), scene.as_at)):
        return None
    return last.lo, min(last.hi, scene.as_at)


# --- agencies -----------------------------------------------------------------------------------------


def months_of(case: Case, agency: str, as_at: Day) -> tuple[Day, ...]:
    """The first day of each month in which a row of an agency surely lies, of those known of on a day."""
    months = set()
    for when, name, recorded in case.rows.values():
        if when is None or name != agency or max(when.earliest, recorded or 0) > as_at:
            continue
        first, last = (date.fromordinal(day).replace(day=1) for day in (when.earliest, min(when.latest, as_at)))
        if first == last:
            months.add(first.toordinal())
    return tuple(sorted(months))


# --- referrals ----------------------------------------------------------------------------------------


def referrals_kept(case: Case, as_at: Day) -> tuple[ReferralKept, ...]:
    """Every referral that took place by a day, in order, with what came of it as far as the rows say.

    An outcome stands in the referral's own row or in the first later entry of a decision within 31 days.
    """
    known = [event for event in case.events if event.status is Status.HAPPENED and _known(event, as_at)]
    decisions = sorted((event for event in known if event.kind in DECISIONS), key=_by_day)
    referrals = sorted((event for event in known if event.kind == "referral"), key=_by_day)
    return tuple(_referral(event, decisions) for event in referrals)


def _known(event: Event, as_at: Day) -> bool:
    first = event.when.earliest if event.recorded is None else max(event.when.earliest, event.recorded)
    return first <= as_at


def _referral(referral: Event, decisions: list[Event]) -> ReferralKept:
    outcome = referral.attributes.get("outcome", "")
    told = [referral] if outcome else []
    if not outcome or outcome == NO_FURTHER_ACTION:
        later = next((event for event in decisions if _may_decide(event, referral)), None)
        if later is not None and outcome in ("", DECISIONS[later.kind]):
            outcome = DECISIONS[later.kind]
            told.append(later)
    return ReferralKept(
        agency=referral.agency,
        days=(referral.when.earliest, referral.when.latest),
        source=referral.attributes.get("source", ""),
        outcome=outcome,
        reason=_reason(told),
        certain=referral.certain,
    )


def _may_decide(event: Event, referral: Event) -> bool:
    if event.kind == "no_further_action" and event.agency not in ("", "Children's Social Care"):
        return False
    after = event.when.latest - referral.when.earliest
    return after >= 0 and event.when.earliest - referral.when.latest <= DECIDED_WITHIN


def _reason(told: list[Event]) -> str:
    if not told:
        return "no decision"
    if any("rationale" in event.attributes for event in told):
        return "yes"
    return "no" if all(event.fully_read for event in told) else "not read"


# --- events -------------------------------------------------------------------------------------------


Kinds = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Kind -> attribute -> its values, as the vocabulary has them."""


def events_kept(case: Case, kinds: Kinds, as_at: Day) -> tuple[EventKept, ...]:
    """The events of a case that can be known of on a day, by day and id, without any words."""
    known = sorted((event for event in case.events if _known(event, as_at)), key=_by_day)
    return tuple(
        EventKept(
            id=event.id,
            kind=event.kind,
            days=(event.when.earliest, event.when.latest),
            agency=event.agency,
            status=str(event.status),
            attributes=_closed_values(event, kinds),
            about=event.about,
            perhaps_about=event.perhaps_about,
            certain=event.certain,
            file=event.row.file,
            sheet=event.row.sheet,
            row=event.row.number,
        )
        for event in known
    )


def _closed_values(event: Event, kinds: Kinds) -> dict[str, str]:
    """Attributes whose values come from a closed list; what is written in the row's own words stays behind."""
    known = kinds.get(event.kind, {})
    return {
        name: value
        for name, value in sorted(event.attributes.items())
        if known.get(name, (TEXT,)) != (TEXT,) and value in known[name]
    }


def _by_day(event: Event) -> tuple[Day, Day, str]:
    return event.when.earliest, event.when.latest, event.id
