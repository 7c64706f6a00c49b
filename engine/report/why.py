"""`flag why`: why a rule did, did not or could not fire, with every row it looked at."""

from __future__ import annotations

from engine import __version__
from engine.errors import UsageError
from engine.evaluate import Evaluation, Finding, NotEvaluated, episodes_of
from engine.language.render import describe, selector_words
from engine.language.rule import Rule
from engine.operators.episode import Episode
from engine.outcomes import Outcome, Verdict
from engine.report.model import NOTICE
from engine.report.terminal import Style
from engine.report.words import iso, name_of, read_as, span
from engine.session import Session
from engine.settling import settlers
from engine.timeline import Person
from engine.view import Mark, Scene, View, known_by

OUTCOME_WORDS = {
    Outcome.NOT_OPENED: "nothing started it",
    Outcome.PENDING: "running, not yet due",
    Outcome.MET: "done in time",
    Outcome.MET_LATE: "done, later than the limit",
    Outcome.OVERDUE: "past the limit and not in the record",
    Outcome.CANCELLED: "ended by something else first",
    Outcome.CLEAR: "the pattern is not there",
    Outcome.FOUND: "the pattern is there",
    Outcome.RESOLVED: "the pattern was there and has been resolved",
    Outcome.LAPSED: "it lost its subject",
    Outcome.NOT_APPLICABLE: "the rule does not apply",
}

PLAIN = (
    "This page says what the record says and by which standard it was looked at. It is not about whether anybody did"
    " right or wrong. A record can be incomplete: what is not in it may still have been done. If a row is wrong, ask"
    " the agency that wrote it to correct it; that is your right where the row is about you."
)


def render_why(session: Session, name: str, child: str | None, plain: bool, width: int) -> str:
    """The working of one rule for each child. Raises UsageError where there is no such rule or child."""
    rule = next((rule for rule in session.rules if rule.name == name), None)
    if rule is None:
        raise UsageError(f"'{name}' is a theme or pack, not a rule.", "Name one rule; `flag rules` lists them.")
    style = Style(width)
    evaluation = session.evaluate()
    view = View(session.read.case, session.standards, session.as_at)
    people = [person for person in evaluation.children if child in (None, person.id)]
    if not people:
        known = ", ".join(person.id for person in evaluation.children) or "none on this day"
        raise UsageError(f"There is no child '{child}' on this day.", f"The children are: {known}.")
    opening = NOTICE.format(version=__version__, day=iso(session.as_at))
    lines = [
        *style.filled(opening),
        "",
        style.strong(rule.title),
        f"rule {rule.name}, version {rule.version}, as at {iso(session.as_at)}",
        "",
    ]
    for sentence in describe(rule):
        lines.extend(style.filled(sentence, 2, 4))
    lines.extend(style.filled("Why it matters: " + rule.why, 2, 4))
    for reference in rule.references:
        lines.extend(style.filled(f"Source: {reference.title} {reference.paragraph}".rstrip(), 2, 4))
    for person in people:
        lines.append("")
        lines.extend(
            _for_child(session, rule, person, evaluation, Scene(view, person, guesses_open=False), plain, style)
        )
    if plain:
        lines.append("")
        lines.extend(style.filled(PLAIN))
    return "\n".join(lines) + "\n"


def _for_child(
    session: Session, rule: Rule, person: Person, evaluation: Evaluation, scene: Scene, plain: bool, style: Style
) -> list[str]:
    lines = [style.strong(name_of(person))]
    problem = _not_evaluated(evaluation, person)
    if problem is not None:
        lines.extend(style.filled(f"Could not be evaluated: {problem.reason} It needs {problem.need}.", 2, 4))
        return lines
    findings = {
        _opening_id(finding.episode): finding for finding in evaluation.findings if person.id in finding.children
    }
    episodes = episodes_of(rule, scene)
    if not episodes:
        lines.append("  Nothing on the record starts this rule.")
    for episode in episodes:
        lines.extend(_episode(rule, episode, findings.get(_opening_id(episode)), scene, session, style))
    if not plain:
        lines.extend(_looked_at(rule, scene, style))
    return lines


def _opening_id(episode: Episode) -> str:
    return episode.opening.id if episode.opening is not None else ""


def _not_evaluated(evaluation: Evaluation, person: Person) -> NotEvaluated | None:
    for item in evaluation.not_evaluated:
        if item.child is None or item.child.id == person.id:
            return item
    return None


def _episode(
    rule: Rule, episode: Episode, finding: Finding | None, scene: Scene, session: Session, style: Style
) -> list[str]:
    start = f"row {episode.opening.row.shown}" if episode.opening is not None else "the beginning of the record"
    state = f"{finding.state}, {'on this record' if finding.definite else 'possible'}" if finding else "no prompt"
    lines = style.filled(f"From {start}: {verdict_words(episode.last)} [{state}]", 2, 4)
    if episode.due is not None:
        lines.extend(style.filled(f"last permitted day: {span(*episode.due)}", 4, 6))
    for name, quantity in episode.quantities:
        lines.extend(
            style.filled(f"{name.replace('_', ' ')}: {quantity.value} ({quantity.basis}: {quantity.source})", 4, 6)
        )
    for day, verdict in episode.steps:
        lines.extend(style.filled(f"from {iso(day)}: {verdict_words(verdict)}", 4, 6))
    for event in (*episode.evidence, *episode.joined):
        words = "restricted" if event.restricted and not session.options.professionals else f'"{event.quote}"'
        lines.extend(
            style.filled(
                f"row {event.row.shown}, {event.when.text}, {event.agency}: {words} (read as {read_as(event)})", 4, 6
            )
        )
    if finding is not None:
        for settler in settlers(finding, scene):
            what = f"row {settler.event.row.shown}" if settler.event else f"the state '{settler.state}'"
            limit = f" (on or before {iso(settler.threshold)} it was in time)" if settler.threshold else ""
            lines.extend(style.filled(f"would be settled by {what}{limit}", 4, 6))
    return lines


def _looked_at(rule: Rule, scene: Scene, style: Style) -> list[str]:
    lines = ["  Rows looked at:"]
    for name, selector in rule.events.items():
        marks = known_by(scene.marks(selector), scene.as_at)
        lines.extend(style.filled(f"{name} ({selector_words(selector)}): {_rows(marks)}", 4, 6))
    return lines


def _rows(marks: list[Mark]) -> str:
    if not marks:
        return "no row"
    return ", ".join(f"row {mark.event.row.shown}{'' if mark.sure else ' (possible)'}" for mark in marks)


def verdict_words(verdict: Verdict) -> str:
    """A verdict in words; where readings differ, all of them."""
    named = [OUTCOME_WORDS[outcome] for outcome in Outcome if outcome in verdict]
    if len(named) == 1:
        return named[0]
    return "the record allows more than one reading: " + "; or ".join(named)
