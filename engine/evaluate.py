"""Rules over a case on a day: findings, what falls due, and what could not be evaluated.

A pure function of the case, the rules, the standards and the as-at day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from engine.dates.calendar import Duration, OutsideCalendar, due
from engine.dates.dayzero import is_relative
from engine.dates.when import Day
from engine.history import History, history
from engine.language.rule import Conflict, Count, Deadline, Gap, Missing, Pattern, Rule, Selector
from engine.operators.conflict import conflict
from engine.operators.count import count
from engine.operators.deadline import deadline
from engine.operators.episode import CRASHES, Episode, may_be_open, surely_open
from engine.operators.gap import gap
from engine.operators.missing import missing
from engine.outcomes import BREACHED, OPEN, Outcome, Verdict
from engine.timeline import Case, Coverage, Event, Person
from engine.truth import MAYBE, NO, YES
from engine.values import dataclass, field, replace
from engine.view import GUESSES, Mark, Scene, Standards, View, known_by

URGENCIES = ("now", "soon", "note")
"""Most urgent first: today, before the meeting, for supervision."""

ADULT = Duration(18, "years")
WIDEST_NAMED = 366
"""Days of imprecision up to which a row's earliest day is taken for the beginning of an agency's rows."""
SET_ASIDE_BY = ("dismissal", "no_further_action", "case_closed")
SETTING_ASIDE = Selector("setting aside", (Pattern(SET_ASIDE_BY),))
"""A manager's entry in such a row decides to do nothing more: it answers no prompt but one that waits for just that."""

OPEN_CASE = "open to social care"


class FindingState(StrEnum):
    """Where a finding stands on the as-at day."""

    OPEN = "open"
    """It calls for a prompt."""
    ANSWERED = "answered"
    """It calls for a prompt, and a later row records a decision, a meeting or a reason about it."""
    RESOLVED = "resolved"
    """What was missing has happened, or the pattern has ended."""
    LAPSED = "lapsed"
    """The case was closed, or the time for looking ran out, while it was open."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One episode of one rule for one child (or, with `child` None, for all the children of the household)."""

    rule: Rule
    child: Person | None
    children: tuple[str, ...]
    key: str
    episode: Episode
    verdict: Verdict
    state: FindingState
    definite: bool
    """Whether every reading agrees on the state claimed (for other states than open: on having been open)."""
    ever_breached: str
    urgency: str
    first_possible: Day | None
    first_definite: Day | None
    ended_by: Event | None = None
    """The event that resolved, answered or lapsed it."""
    guessed: bool = False
    """Whether it begins, or its rule applies, only by words that were not read: a question, never a prompt."""

    @property
    def id(self) -> str:
        """Rule, child, adult and opening row; no wording, version or date."""
        return self.key

    @property
    def kind(self) -> str:
        """ "rule", or "question" for a matter of judgement or a guessed beginning."""
        return "question" if self.guessed else self.rule.kind


@dataclass(frozen=True, slots=True)
class Due:
    """An obligation that runs: the range of its last permitted day."""

    rule: Rule
    child: Person | None
    episode: Episode
    earliest: Day
    latest: Day
    definite: bool


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A rule that could not be evaluated for a child: why, and what would let it be. Never counted as clear."""

    rule: Rule
    child: Person | None
    reason: str
    need: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything the rules say of a case on a day."""

    as_at: Day
    children: tuple[Person, ...]
    findings: tuple[Finding, ...]
    due: tuple[Due, ...]
    not_evaluated: tuple[NotEvaluated, ...]
    coverage: tuple[Coverage, ...]
    met: tuple[tuple[Rule, Person | None, Episode], ...] = ()
    """Obligations that were met in time in every reading: what was kept to."""
    stopped: tuple[tuple[Person, str], ...] = ()
    """Children for whom every clock has stopped, and why."""


_OPERATORS: dict[type, Callable[[Rule, Scene, bool], list[Episode]]] = {
    Gap: gap,
    Deadline: deadline,
    Count: count,
    Missing: missing,
    Conflict: conflict,
}


def episodes_of(rule: Rule, scene: Scene, lifecycle: bool = True) -> list[Episode]:
    """The episodes of one rule in one scene."""
    return _OPERATORS[type(rule.operator)](rule, scene, lifecycle)


def history_of(case: Case, rules: Sequence[Rule], standards: Standards, last: Day) -> History:
    """What every rule's episodes were from day to day up to `last`: for evaluating many earlier days."""
    return history(case, rules, standards, last, episodes_of)


def evaluate(
    case: Case,
    rules: Sequence[Rule],
    standards: Standards,
    as_at: Day,
    lifecycle: bool = True,
    past: History | None = None,
) -> Evaluation:
    """Evaluate every rule for every child of the case as at a day.

    With `lifecycle` the whole step function is worked out, so that it is known since when each finding
    could have been prompted; without it, only the verdict on the day. `past` is the history of the same case up to
    this day or a later one, and changes nothing but the time it takes.
    """
    view = View(case, standards, as_at)
    coverage = coverage_by(case, as_at)
    covered = {agency.agency: agency.first for agency in coverage}
    children, stopped = children_on(case, view)
    scenes = [Scene(view, child, guesses_open=False) for child in children]
    household = Scene(view, None, guesses_open=False)
    collected = _Collected(tuple(child.id for child in children), lifecycle, _has_guesses(view), past)
    for rule in rules:
        for scene in [household] if rule.per == "household" else scenes:
            problem = _cannot_evaluate(rule, scene, covered)
            if problem is not None:
                collected.not_evaluated.append(problem)
                continue
            since = min((covered[name] for name in rule.held_by if name in covered), default=None)
            try:
                collected.take(rule, scene, since)
            except OutsideCalendar as error:
                need = "the weekday of Day 0" if is_relative(as_at) else "a bank-holiday calendar for those years"
                collected.not_evaluated.append(NotEvaluated(rule, scene.child, f"{error}.", need))
            except CRASHES as error:
                # A rule that crashes must not look like a clean case, nor take the others with it.
                reason = f"the rule crashed ({type(error).__name__})."
                collected.not_evaluated.append(NotEvaluated(rule, scene.child, reason, "a correction of the program"))
    return Evaluation(
        as_at=as_at,
        children=children,
        findings=tuple(sorted(collected.findings, key=_by_urgency)),
        due=tuple(sorted(collected.due, key=lambda item: (item.earliest, item.latest, item.rule.name))),
        not_evaluated=tuple(collected.not_evaluated),
        coverage=coverage,
        met=tuple(collected.met),
        stopped=stopped,
    )


def _has_guesses(view: View) -> bool:
    return any(not event.fully_read or event.reader in GUESSES for events in view.by_kind.values() for event in events)


@dataclass(slots=True)
class _Collected:
    """What has been found so far, rule by rule and child by child."""

    children: tuple[str, ...]
    lifecycle: bool
    guesses: bool
    past: History | None = None
    findings: list[Finding] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)
    not_evaluated: list[NotEvaluated] = field(default_factory=list)
    met: list[tuple[Rule, Person | None, Episode]] = field(default_factory=list)
    keys: Counter[str] = field(default_factory=Counter)

    def take(self, rule: Rule, scene: Scene, since: Day | None) -> None:
        """The episodes of one rule in one scene: as prompts what was read, as questions what was guessed."""
        episodes = self._episodes(rule, scene)
        for episode in episodes:
            finding = _finding(rule, scene, episode, since, self.children)
            if finding is not None:
                guessed = self.guesses and _applies_by_a_guess(rule, scene, finding)
                self._add(replace(finding, guessed=True, definite=False) if guessed else finding)
            elif Outcome.PENDING in episode.last and episode.due is not None:
                definite = episode.last == frozenset({Outcome.PENDING})
                self.due.append(Due(rule, scene.child, episode, episode.due[0], episode.due[1], definite))
            elif episode.last == frozenset({Outcome.MET}):
                self.met.append((rule, scene.child, episode))
        if self.guesses and not isinstance(rule.operator, Gap):
            self._take_guesses(rule, scene, since, episodes)

    def _episodes(self, rule: Rule, scene: Scene) -> list[Episode]:
        if self.past is not None:
            return self.past.episodes(rule, scene, episodes_of)
        return episodes_of(rule, scene, self.lifecycle)

    def _add(self, finding: Finding) -> None:
        """Keep a finding; a pattern that came again after it had ended gets an id of its own."""
        self.keys[finding.key] += 1
        number = self.keys[finding.key]
        self.findings.append(finding if number == 1 else replace(finding, key=f"{finding.key}/{number}"))

    def _take_guesses(self, rule: Rule, scene: Scene, since: Day | None, read: list[Episode]) -> None:
        """Episodes that only words not read begin: a question each, never a prompt."""
        if not any(mark.guessed for selector in _openers(rule) for mark in scene.every_mark(selector)):
            return  # nothing could begin that has not been judged already
        wide = scene.widened()
        known = {episode.opening.id for episode in read if episode.opening is not None}
        known |= {event.id for episode in read for event in episode.joined}
        if isinstance(rule.operator, Count) and any(may_be_open(episode.last) for episode in read):
            return
        for episode in self._episodes(rule, wide):
            if not may_be_open(episode.last) or episode.opening is None or episode.opening.id in known:
                continue
            finding = _finding(rule, wide, episode, since, self.children)
            if finding is not None:
                self._add(replace(finding, guessed=True, definite=False))


def _applies_by_a_guess(rule: Rule, scene: Scene, finding: Finding) -> bool:
    """Whether a rule applies only if words that were not read say so: then it asks, and prompts nothing."""
    if rule.applies is None or finding.definite:
        return False
    opening = finding.episode.opening
    if opening is None:
        return scene.as_read().truth(rule.applies, scene.as_at, scene.as_at) is NO
    lo, hi = opening.when.earliest, min(opening.when.latest, scene.as_at)
    beside = Mark(lo, hi, lo, True, opening)
    return scene.as_read().truth_over(rule.applies, lo, hi, scene.as_at, opening.person, beside) is NO


def _openers(rule: Rule) -> tuple[Selector, ...]:
    """The selectors whose events can begin an episode of a rule."""
    match rule.operator:
        case Deadline() as operator:
            return (operator.after,) if operator.following is None else (operator.after, operator.following)
        case Missing() as operator:
            return (operator.event,)
        case Count() as operator:
            return (operator.of,)
        case Gap() | Conflict() as operator:
            return (operator.between,)


def _by_urgency(finding: Finding) -> tuple[int, int, str, str]:
    raised = finding.episode.raised
    return (
        URGENCIES.index(finding.urgency),
        raised[0] if raised else 0,
        finding.rule.name,
        finding.key,
    )


# --- who, and from whose rows -----------------------------------------------------------------------


def coverage_by(case: Case, as_at: Day) -> tuple[Coverage, ...]:
    """Each agency's first and last day and number of rows, from the rows visible on `as_at`."""
    days: dict[str, list[Day]] = {}
    for when, agency, recorded in case.rows.values():
        if when is None or not agency:
            continue
        first = when.earliest if recorded is None else max(when.earliest, recorded)
        if first <= as_at:
            # Of a row that may lie anywhere in many years ("before April 2020") only the last day is worth naming.
            told = when.earliest if when.latest - when.earliest <= WIDEST_NAMED else min(when.latest, as_at)
            days.setdefault(agency, []).append(told)
    for agency, (first, last) in case.declared_coverage.items():
        if first <= as_at:
            days.setdefault(agency, []).extend((first, min(last, as_at)))
    return tuple(Coverage(agency, min(seen), max(seen), len(seen)) for agency, seen in sorted(days.items()))


def children_on(case: Case, view: View) -> tuple[tuple[Person, ...], tuple[tuple[Person, str], ...]]:
    """The children of the household on the view's day, and those whose clocks have stopped."""
    current, stopped = [], []
    for child in case.children:
        if not child.household:
            continue
        if child.born is not None and child.born.earliest > view.as_at:
            continue
        if child.born is not None and due(child.born.latest, ADULT, None) <= view.as_at:
            stopped.append((child, "18 or over on this day"))
            continue
        ended = view.standards.states.get("died or transferred")
        if ended is not None:
            scene = Scene(view, child)
            marks = known_by(scene.marks(ended.opened_by), view.as_at)
            if any(mark.sure and mark.event.about == (child.id,) for mark in marks):
                stopped.append((child, "the record tells of a death or an accepted transfer"))
                continue
        current.append(child)
    return tuple(current), tuple(stopped)


def _cannot_evaluate(rule: Rule, scene: Scene, covered: dict[str, Day]) -> NotEvaluated | None:
    child = scene.child
    if "date of birth" in rule.needs and child is not None and child.born is None:
        return NotEvaluated(rule, child, "no date of birth is known.", "a date of birth")
    if rule.held_by and not any(agency in covered for agency in rule.held_by):
        names = " or ".join(rule.held_by)
        return NotEvaluated(rule, child, f"no {names} rows.", f"{names} rows")
    if isinstance(rule.operator, Gap) and rule.operator.starting == "birth" and child is not None:
        if child.born is None:
            return NotEvaluated(rule, child, "no date of birth is known.", "a date of birth")
        start = scene.view.record.range(scene.as_at)
        if start is not None and start[1] > child.born.latest:
            return NotEvaluated(rule, child, "the file starts after the birth.", "rows from the birth on")
    return None


# --- from episode to finding ---------------------------------------------------------------------------


def _finding(
    rule: Rule, scene: Scene, episode: Episode, since: Day | None, children: tuple[str, ...]
) -> Finding | None:
    verdict = episode.last
    steps = [(day, step) for day, step in episode.steps if since is None or day >= since]
    if since is not None and (not steps or steps[0][0] > since):
        steps.insert(0, (since, episode.verdict(since)))
    first_possible = next((day for day, step in steps if may_be_open(step)), None)
    first_definite = next((day for day, step in steps if surely_open(step)), None)
    breached_late = bool(verdict & {Outcome.MET_LATE, Outcome.RESOLVED})
    if not may_be_open(verdict) and not breached_late and first_possible is None:
        return None
    state, ended_by = _state(rule, scene, episode)
    if state in (FindingState.OPEN, FindingState.ANSWERED):
        definite = surely_open(verdict)
    else:
        definite = first_definite is not None or verdict <= BREACHED
    return Finding(
        rule=rule,
        child=scene.child,
        children=(scene.child.id,) if scene.child is not None else children,
        key=_key(rule, scene, episode),
        episode=episode,
        verdict=verdict,
        state=state,
        definite=definite,
        ever_breached=_ever_breached(steps, verdict),
        urgency=_urgency(rule, scene),
        first_possible=first_possible,
        first_definite=first_definite,
        ended_by=ended_by,
    )


def _key(rule: Rule, scene: Scene, episode: Episode) -> str:
    child = scene.child.id if scene.child is not None else "household"
    opening = episode.opening
    person = opening.person if opening is not None and opening.person else "-"
    row = opening.id if opening is not None else "beginning of the record"
    if isinstance(rule.operator, Conflict):  # one row may disagree with several
        row = "+".join(sorted(event.id for event in episode.evidence[:2]))
    return "/".join((rule.name, child, person, row))


def _ever_breached(steps: Iterable[tuple[Day, Verdict]], verdict: Verdict) -> str:
    if verdict and verdict <= BREACHED:
        return "yes"
    verdicts = [step for _, step in steps]
    if any(surely_open(step) for step in verdicts):
        return "yes"
    return "possible" if any(step & BREACHED for step in verdicts) else "no"


def _urgency(rule: Rule, scene: Scene) -> str:
    """The urgency on the as-at day: the most urgent that what was read allows; a guess makes nothing urgent."""
    found = []
    for branch in rule.urgency_branches:
        truth = scene.truth(branch.condition, scene.as_at, scene.as_at)
        if truth is MAYBE:
            truth = scene.as_read().truth(branch.condition, scene.as_at, scene.as_at)
        if truth is not NO:
            found.append(branch.urgency)
        if truth is YES:
            return min(found, key=URGENCIES.index)
    return min((*found, rule.urgency), key=URGENCIES.index)


def _state(rule: Rule, scene: Scene, episode: Episode) -> tuple[FindingState, Event | None]:
    verdict = episode.last
    if not verdict & (BREACHED | {Outcome.MET}):
        return FindingState.LAPSED, None
    if not verdict & OPEN:
        return FindingState.RESOLVED, episode.against[0] if episode.against else None
    as_at = scene.as_at
    operator = rule.operator
    horizon = operator.horizon if isinstance(operator, Deadline) else None
    if horizon is not None and episode.last_due is not None and due(episode.last_due, horizon, scene.calendar) < as_at:
        return FindingState.LAPSED, None
    closing = _closed_while_open(rule, scene, episode)
    if closing is not None:
        return FindingState.LAPSED, closing.event
    answer = _answer(rule, scene, episode)
    if answer is not None:
        return FindingState.ANSWERED, answer.event
    return FindingState.OPEN, None


def _closed_while_open(rule: Rule, scene: Scene, episode: Episode) -> Mark | None:
    state = scene.view.standards.states.get(OPEN_CASE)
    if not rule.lapses or state is None or state.closed_by is None or episode.raised is None:
        return None
    as_at = scene.as_at
    raised = episode.raised[1]
    closings = [
        mark
        for mark in known_by(scene.marks(state.closed_by), as_at)
        if mark.sure and mark.lo > raised and not mark.guessed
    ]
    if not closings or any(mark.hi >= closings[0].lo for mark in known_by(scene.marks(state.opened_by), as_at)):
        return None
    if any(event.when.latest >= closings[0].lo for event in episode.joined):
        return None  # a row of the same matter came after the closure
    return closings[0]


def _answer(rule: Rule, scene: Scene, episode: Episode) -> Mark | None:
    """A certain entry about the matter on or after its opening; for a gap, on or after the breach."""
    if rule.answered_by is None or episode.raised is None:
        return None
    if isinstance(rule.operator, Gap) or episode.opening is None:
        since = episode.raised[1]
    else:
        since = max(event.when.latest for event in (episode.opening, *episode.joined))
    setting_aside = {mark.event.row for mark in scene.marks(SETTING_ASIDE)}
    for mark in known_by(scene.marks(rule.answered_by), scene.as_at):
        if not mark.sure or mark.lo < since:
            continue
        if mark.event.row in setting_aside and mark.event.kind not in SET_ASIDE_BY:
            continue
        if episode.opening is None or mark.event.id != episode.opening.id:
            return mark
    return None
