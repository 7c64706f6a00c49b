"""What the first screen says of each child: seen, attempts since, own words, where and with whom, plan."""

from __future__ import annotations

from engine.dates.when import Day
from engine.evaluate import Evaluation
from engine.language.rule import AttributeTest, Pattern, Selector
from engine.report.model import Child, LastSeen, NextDay, OwnWords, Sighting
from engine.report.words import RUNG_WORDS, age_on, iso, name_of, short, span
from engine.timeline import Case, Event, Person
from engine.truth import NO, YES
from engine.view import Mark, Scene, known_by

SEEN = Selector("seen", (Pattern(("sighting",), tests=(AttributeTest("rung", "at least", ("b",)),)),))
ALONE = Selector("alone", (Pattern(("sighting",), tests=(AttributeTest("rung", "at least", ("d",)),)),))
ATTEMPTS = Selector(
    "attempts", (Pattern(("visit",), tests=(AttributeTest("outcome", "in", ("no access", "doorstep")),)),)
)
WORDS = Selector("words", (Pattern(("child_words",)),))
IN_HOME = Selector("in home", (Pattern(("adult_in_home", "household_change")),))
NEXT_DAYS = 3


def child_summary(
    child: Person, case: Case, scene: Scene, evaluation: Evaluation, professionals: bool = False
) -> Child:
    """One child's block of the first screen; `professionals` lets restricted words be shown."""
    as_at = scene.as_at
    seen = known_by(scene.marks(SEEN), as_at)
    certain = max((mark for mark in seen if mark.sure), key=_latest, default=None)
    later = [mark for mark in seen if certain is None or mark.hi > certain.hi]
    possible = max((mark for mark in later if not mark.sure), key=_latest, default=None)
    alone = max((mark for mark in known_by(scene.marks(ALONE), as_at) if mark.sure), key=_latest, default=None)
    return Child(
        id=child.id,
        name=name_of(child),
        age=age_on(child.born, as_at),
        lives_with=lives_with(case, scene),
        status=plan_status(scene),
        own_words=own_words(scene, professionals),
        last_seen=LastSeen(_sighting(certain), _sighting(possible)),
        seen_alone=f"{short(alone.lo)} (row {alone.event.row.shown})" if alone else "no entry",
        attempts_without_seeing_since=attempts_since(scene, certain),
        next_days=_next_days(child, evaluation),
        kept_to=_kept_to(child, evaluation),
    )


def _latest(mark: Mark) -> tuple[Day, Day, str]:
    return mark.lo, mark.hi, mark.event.id


def _sighting(mark: Mark | None) -> Sighting | None:
    if mark is None:
        return None
    event = mark.event
    return Sighting(
        when=event.when.text,
        earliest=iso(mark.lo),
        latest=iso(mark.hi),
        file=event.row.file,
        row=event.row.number,
        by=event.attributes.get("by", event.agency),
        rung=event.attributes.get("rung", "b"),
        where=event.attributes.get("where", "place not recorded"),
        words=RUNG_WORDS.get(event.attributes.get("rung", "b"), "in person"),
        sheet=event.row.sheet,
    )


def attempts_since(scene: Scene, certain: Mark | None) -> int:
    """Visits without sight of the child that surely came after the last certain sighting."""
    since = certain.hi if certain is not None else 0
    attempts = known_by(scene.marks(ATTEMPTS), scene.as_at)
    return sum(mark.event.times for mark in attempts if mark.sure and mark.lo > since)


def plan_status(scene: Scene) -> str:
    """The plan in force, from its latest opening row; or that no row speaks of one."""
    as_at = scene.as_at
    for name in ("child protection plan", "child in need plan"):
        state = scene.view.standards.states.get(name)
        if state is None:
            continue
        marks = known_by(scene.marks(state.opened_by), as_at)
        if not marks:
            continue
        truth = scene.state(name, as_at)
        if truth is NO:
            continue
        opened = max(marks, key=_latest)
        category = opened.event.attributes.get("category")
        # Of a range that has not passed, its end so far would only be the day that is looked at.
        ahead = opened.event.when.latest > as_at
        since = f"on or after {short(opened.lo)}" if ahead and opened.lo < as_at else span(opened.lo, opened.hi)
        named = f"{name}{f' ({category})' if category else ''} since {since}"
        row = f"row {opened.event.row.shown}"
        return f"{named} ({row})" if truth is YES else f"perhaps {named} ({row})"
    return "no entry of a plan in force"


def lives_with(case: Case, scene: Scene) -> str:
    """The adults of the household by role, and those whose place the rows leave open."""
    adults = [person for person in case.people if not person.is_child]
    sure = [person.role for person in adults if person.household]
    reported: dict[str, Event] = {}
    for mark in known_by(scene.marks(IN_HOME), scene.as_at):
        role = scene.role_of(mark.event.person) if mark.event.person else ""
        if role and role not in sure:
            reported[role] = mark.event
    unclear = [f"{role}, row {event.row.shown}" for role, event in reported.items()]
    if not sure and not unclear:
        return "not known"
    text = " and ".join(sure) if sure else "not known"
    return f"{text}; unclear ({'; '.join(unclear)})" if unclear else text


def own_words(scene: Scene, professionals: bool = False) -> OwnWords | None:
    """The child's latest own words or observed day whose date has surely come; restricted ones without their words."""
    told = [mark for mark in known_by(scene.marks(WORDS), scene.as_at) if mark.sure]
    if not told:
        return None
    event = max(told, key=_latest).event
    words = "" if event.restricted and not professionals else event.attributes.get("words", event.quote)
    return OwnWords(words, event.when.text, event.row.file, event.row.number, event.restricted, event.row.sheet)


def _next_days(child: Person, evaluation: Evaluation) -> tuple[NextDay, ...]:
    own = [item for item in evaluation.due if item.child is None or item.child.id == child.id]
    return tuple(
        NextDay(iso(item.earliest), iso(item.latest), item.rule.title)
        for item in own[:NEXT_DAYS]
        if item.latest >= evaluation.as_at
    )


def _kept_to(child: Person, evaluation: Evaluation) -> tuple[str, ...]:
    """Obligations that were surely met in time: good practice is shown as well."""
    kept = {
        (episode.against[0].row.number, episode.against[0].row.shown): rule.kept
        for rule, owner, episode in evaluation.met
        if rule.kept and (owner is None or owner.id == child.id) and episode.against
    }
    return tuple(f"{words} (row {shown})" for (_, shown), words in sorted(kept.items()))
