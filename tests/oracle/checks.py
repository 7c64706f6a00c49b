"""What the oracle asks of an operator: never an outcome missing, never a word from a later row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations

from oracle.records import Drawn, cut
from oracle.worlds import outcomes

from engine.dates.when import Day
from engine.language.rule import Conflict, Count, Deadline, Gap, Missing, Rule
from engine.operators.conflict import conflict
from engine.operators.count import count
from engine.operators.deadline import deadline
from engine.operators.episode import Episode, may_be_open, surely_open
from engine.operators.gap import gap
from engine.operators.missing import missing
from engine.outcomes import OPEN, Outcome, Verdict
from engine.timeline import Case
from engine.view import Scene, View

OPERATORS: dict[type, Callable[[Rule, Scene, bool], list[Episode]]] = {
    Gap: gap,
    Deadline: deadline,
    Count: count,
    Missing: missing,
    Conflict: conflict,
}
QUIET = frozenset({Outcome.CLEAR, Outcome.NOT_APPLICABLE, Outcome.NOT_OPENED})


@dataclass
class Tally:
    """How many verdicts were compared, and how they came out."""

    asked: int = 0
    undetermined: int = 0
    exact: int = 0
    lost: list[str] = field(default_factory=list)

    def add(self, truth: Verdict, verdict: Verdict, where: str) -> None:
        self.asked += 1
        self.undetermined += len(truth) > 1
        self.exact += truth == verdict
        if not truth <= verdict:
            self.lost.append(f"{where}: {show(verdict)} without {show(truth - verdict)}")


def show(verdict: Verdict) -> str:
    return "{" + ", ".join(sorted(verdict)) + "}"


def run(drawn: Drawn, as_at: Day, lifecycle: bool, case: Case | None = None) -> list[Episode]:
    """The episodes of the drawn rule."""
    scene = Scene(View(case or drawn.case, drawn.standards, as_at), drawn.child)
    return OPERATORS[type(drawn.rule.operator)](drawn.rule, scene, lifecycle)


def key(rule: Rule, episode: Episode) -> str | frozenset[str] | None:
    """What identifies an episode among those of one rule and child."""
    if isinstance(rule.operator, Conflict):
        return frozenset(event.id for event in episode.evidence[:2])
    if isinstance(rule.operator, Count):
        return None
    return episode.opening.id if episode.opening is not None else None


def verdicts(drawn: Drawn, as_at: Day) -> dict[str | frozenset[str] | None, Verdict]:
    """The verdict on a day for each opening row (or child), worked out for that day alone."""
    found = {}
    for episode in run(drawn, as_at, lifecycle=False):
        found[key(drawn.rule, episode)] = episode.last
        for event in episode.joined:
            found[event.id] = episode.last
    return found


def check_sound(drawn: Drawn, tally: Tally, limit: int = 3000) -> None:
    """Compare the verdicts with the outcomes over every world."""
    rule = drawn.rule
    for as_at in drawn.days:
        ask = partial(_truth, drawn, as_at, limit)
        where = f"on day {as_at - drawn.days[0]:+d} of {drawn.days[0]}"
        match rule.operator:
            case Gap():
                (episode,) = run(drawn, as_at, lifecycle=False)
                tally.add(ask(None), episode.last, where)
            case Count():
                episodes = run(drawn, as_at, lifecycle=False)
                tally.add(ask(None), episodes[0].last if episodes else frozenset({Outcome.CLEAR}), where)
            case Conflict(between=selector):
                found = verdicts(drawn, as_at)
                kinds = {kind for pattern in selector.patterns for kind in pattern.kinds}
                ids = [event.id for event in drawn.case.events if event.kind in kinds]
                for pair in combinations(ids, 2):
                    _compare(ask(frozenset(pair)), found.get(frozenset(pair)), tally, f"{pair} {where}")
            case Deadline() | Missing():
                operator = rule.operator
                opener = operator.event if isinstance(operator, Missing) else operator.following or operator.after
                kinds = {kind for pattern in opener.patterns for kind in pattern.kinds}
                episodes = run(drawn, as_at, lifecycle=False)
                found = {key(rule, episode): episode.last for episode in episodes}
                leaders = {event.id: episode.last for episode in episodes for event in episode.joined}
                for event in drawn.case.events:
                    if event.kind not in kinds:
                        continue
                    truth = ask(event.id)
                    if event.id in leaders:
                        _compare_joined(truth, leaders[event.id], tally, f"{event.id} {where}")
                    else:
                        _compare(truth, found.get(event.id), tally, f"{event.id} {where}")


def _truth(drawn: Drawn, as_at: Day, limit: int, opening: str | frozenset[str] | None) -> Verdict:
    return outcomes(drawn.case, drawn.rule, drawn.standards, as_at, drawn.child, opening, limit)


def _compare(truth: Verdict, verdict: Verdict | None, tally: Tally, where: str) -> None:
    if verdict is None:
        # The operator has no episode: only right where the rule has nothing to say.
        if not truth <= QUIET:
            tally.lost.append(f"{where}: no episode, but {show(truth)}")
        return
    tally.add(truth, verdict, where)


def _compare_joined(truth: Verdict, leader: Verdict, tally: Tally, where: str) -> None:
    """A joined row may not hide anything: what it would prompt, the row it joined prompts."""
    if truth & OPEN and not may_be_open(leader):
        tally.lost.append(f"{where}: joined to {show(leader)}, but {show(truth)}")
    if surely_open(truth) and not surely_open(leader):
        tally.lost.append(f"{where}: surely {show(truth)}, joined to {show(leader)}")


def check_ended(drawn: Drawn, tally: Tally, limit: int = 3000) -> None:
    """The verdict on the stretches of a gap that a later certain event has ended: in time, or not."""
    assert drawn.rule.applies is None
    for as_at in drawn.days:
        for episode in run(drawn, as_at, lifecycle=True):
            if not episode.against:
                continue
            opening = episode.opening.id if episode.opening is not None else None
            ending = episode.against[0].id
            truth = outcomes(
                drawn.case, drawn.rule, drawn.standards, as_at, drawn.child, opening, limit, ended_by=ending
            )
            tally.add(truth, episode.last, f"{opening} ended by {ending} on {as_at}")


def check_lifecycle(drawn: Drawn) -> list[str]:
    """Every day's verdict in the step function against the verdict worked out on that day alone."""
    wrong: list[str] = []
    last = drawn.days[-1]
    first = min(event.when.earliest for event in drawn.case.events) - 1
    history = run(drawn, last, lifecycle=True)
    for day in range(first, last + 1):
        alone = run(drawn, day, lifecycle=False, case=cut(drawn.case, day))
        wrong.extend(f"day {day - first:+d} of {first}: {text}" for text in _against(drawn, history, alone, day))
    return wrong


def _against(drawn: Drawn, history: list[Episode], alone: list[Episode], day: Day) -> list[str]:
    rule, wrong = drawn.rule, []
    if isinstance(rule.operator, Count):
        now = alone[0].last if alone else frozenset()
        then = [episode.verdict(day) for episode in history if may_be_open(episode.verdict(day))]
        if then != ([now] if may_be_open(now) else []):
            wrong.append(f"history {[show(v) for v in then]}, alone {show(now)}")
        return wrong
    by_key = {key(rule, episode): episode for episode in history}
    joined = {event.id: episode for episode in history for event in episode.joined}
    current = set()
    for episode in alone:
        opening = key(rule, episode)
        current.add(opening)
        if opening in by_key:
            then = by_key[opening].verdict(day)
            if then != episode.last and (then or not episode.last <= QUIET):
                wrong.append(f"{opening}: history {show(then)}, alone {show(episode.last)}")
        elif opening in joined:
            leader = joined[opening].verdict(day)
            if surely_open(episode.last) and not surely_open(leader):
                wrong.append(f"{opening} joined: history {show(leader)}, alone {show(episode.last)}")
        elif may_be_open(episode.last):
            wrong.append(f"{opening}: not in the history, alone {show(episode.last)}")
        current |= {event.id for event in episode.joined}
    for opening, episode in by_key.items():
        then = episode.verdict(day)
        if opening not in current and may_be_open(then):
            wrong.append(f"{opening}: history {show(then)}, alone nothing")
    return wrong
