"""Running the tests that stand inside a rule file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from engine.dates.when import Day
from engine.evaluate import Evaluation, Finding, episodes_of, evaluate
from engine.language.examples import Example
from engine.language.rule import Deadline, Gap, Rule
from engine.outcomes import Outcome, Verdict, only
from engine.timeline import Case, Person, RowRef
from engine.values import dataclass, replace
from engine.view import Scene, Standards, View

Reader = Callable[[Example], Case]
"""Turns the narrative rows of a test into a case, through the real reader and coder."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A test that did not come out as written."""

    rule: str
    test: str
    line: int
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.rule}: '{self.test}' (line {self.line}): expected {self.expected}, got {self.got}"


def case_of(example: Example, reader: Reader | None) -> Case:
    """The case that a test describes."""
    if example.narrative:
        if reader is None:
            raise ValueError("a narrative test needs the reader")
        return reader(example)
    children = tuple(Person(child, "child", (child,), example.born) for child in example.children)
    # A test's coded rows come from an agency whose other rows do not matter; every agency that a rule
    # could ask for is given a row on the first day, so that silence is silence and not absence.
    rows = {RowRef("test", event.row.number): (event.when, event.agency, event.recorded) for event in example.events}
    return Case("test", children, example.events, rows=rows)


def run(rule: Rule, examples: tuple[Example, ...], standards: Standards, reader: Reader | None) -> list[Failure]:
    """Every test of a rule that does not come out as written."""
    failures = []
    for example in examples:
        failure = check(rule, example, standards, reader)
        if failure is not None:
            failures.append(failure)
    return failures


def check(rule: Rule, example: Example, standards: Standards, reader: Reader | None) -> Failure | None:
    """How one test came out differently from what it says; None where it came out so."""
    case = case_of(example, reader)
    plain = replace(rule, held_by=()) if not example.narrative else rule
    evaluation = evaluate(case, [plain], standards, example.as_at)
    target = example.children[0] if not example.narrative else None
    finding = _chosen(evaluation, example, target)
    problems = []
    verdict = _verdict(rule, case, standards, example, target, finding, evaluation)
    if verdict != example.expect:
        problems.append(("outcome " + _named(example.expect), _named(verdict)))
    if example.state:
        state = _state_of(evaluation, finding, target)
        if state != example.state:
            problems.append((f"state {example.state}", state))
    if example.due is not None:
        days = _due_of(evaluation, finding)
        if days != (example.due, example.due):
            problems.append((f"due {_iso(example.due)}", f"due {'/'.join(map(_iso, days)) if days else 'nothing'}"))
    if example.urgency and (finding is None or finding.urgency != example.urgency):
        problems.append((f"urgency {example.urgency}", finding.urgency if finding else "no finding"))
    if example.basis:
        bases = {quantity.basis for _, quantity in finding.episode.quantities} if finding is not None else set()
        if bases != {example.basis}:
            problems.append((f"a number that is {example.basis}", " and ".join(sorted(bases)) or "no number"))
    if not problems:
        return None
    expected = "; ".join(expected for expected, _ in problems)
    return Failure(rule.name, example.name, example.line, expected, "; ".join(got for _, got in problems))


def _chosen(evaluation: Evaluation, example: Example, target: str | None) -> Finding | None:
    found = [
        finding
        for finding in evaluation.findings
        if (target is None or target in finding.children)
        and (
            example.opening is None
            or (finding.episode.opening is not None and finding.episode.opening.when.earliest == example.opening)
        )
    ]
    still_open = [finding for finding in found if finding.state.value in ("open", "answered", "lapsed")]
    chosen = still_open or found
    return chosen[-1] if chosen else None


def _verdict(
    rule: Rule,
    case: Case,
    standards: Standards,
    example: Example,
    target: str | None,
    finding: Finding | None,
    evaluation: Evaluation,
) -> Verdict:
    if finding is not None:
        return finding.verdict
    if evaluation.not_evaluated:
        return frozenset()
    view = View(case, standards, example.as_at)
    verdicts = []
    for child in evaluation.children:
        if target is None or child.id == target:
            for episode in episodes_of(rule, Scene(view, child)):
                opening = episode.opening
                if example.opening is None or (opening and opening.when.earliest == example.opening):
                    verdicts.append(episode.last)
    if verdicts:
        return verdicts[-1]
    return only(Outcome.NOT_OPENED if isinstance(rule.operator, Deadline | Gap) else Outcome.CLEAR)


def _state_of(evaluation: Evaluation, finding: Finding | None, target: str | None) -> str:
    if finding is not None:
        return finding.state.value
    if evaluation.not_evaluated:
        return "not evaluated"
    return "due" if evaluation.due else "none"


def _due_of(evaluation: Evaluation, finding: Finding | None) -> tuple[Day, Day] | None:
    if finding is not None:
        return finding.episode.due
    return (evaluation.due[0].earliest, evaluation.due[0].latest) if evaluation.due else None


def _named(verdict: Verdict) -> str:
    if not verdict:
        return "not evaluated"
    return " or ".join(outcome.value for outcome in Outcome if outcome in verdict)


def _iso(day: Day) -> str:
    return date.fromordinal(day).isoformat()
