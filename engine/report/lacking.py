"""What a chronology has no entry of: said as such, never as "was not done"."""

from __future__ import annotations

from collections.abc import Sequence

from engine.dates.when import Day
from engine.evaluate import Finding
from engine.language.render import selector_words
from engine.language.rule import Deadline, Gap
from engine.report.model import Silent
from engine.report.words import iso, short
from engine.timeline import Coverage

MOST_AGENCIES = 3


def lacking(finding: Finding, coverage: Sequence[Coverage], as_at: Day) -> str:
    """For an open gap or deadline: what has no entry, for how long, and whose entries stop before."""
    operator, episode = finding.rule.operator, finding.episode
    if isinstance(operator, Gap):
        return _gap(finding, coverage, as_at)
    if not isinstance(operator, Deadline) or episode.due is None:
        return ""
    text = f"This chronology has no certain entry of {selector_words(operator.expect)}"
    opening = episode.opening
    if opening is not None and opening.when.latest > as_at and episode.due[0] != episode.due[1]:
        # While the row that began it may still lie ahead, each day that passes would move the latest such day.
        text += f" by the last day for it, {short(episode.due[0])} or later"
    else:
        text += f" by {short(episode.due[1])}, the last day for it"
    holders = [held for held in coverage if held.agency in finding.rule.held_by]
    last = "; ".join(f"last {held.agency} row {short(held.last)}" for held in holders)
    return f"{text}{f' ({last})' if last else ''}."


def silent(finding: Finding, as_at: Day) -> Silent | None:
    """Of an open gap: since when nobody is certainly known to have seen the child, and for how many days."""
    episode = finding.episode
    since = episode.anchor or (
        (episode.opening.when.earliest, episode.opening.when.latest) if episode.opening is not None else None
    )
    if since is None or not isinstance(finding.rule.operator, Gap):
        return None
    least, most = as_at - min(since[1], as_at), as_at - since[0]
    days = f"{least} days" if least == most else f"{least} to {most} days"
    return Silent(iso(since[0]), iso(since[1]), days)


def _gap(finding: Finding, coverage: Sequence[Coverage], as_at: Day) -> str:
    """How long nobody is certainly known to have seen the child, and whose entries stop before the day."""
    episode, quiet = finding.episode, silent(finding, as_at)
    if quiet is None:
        return ""
    begun = "since the child's record began" if episode.opening is None else f"since row {episode.opening.row.shown}"
    text = f"This chronology has no certain entry of a sighting in person {begun}: {quiet.days}."
    stopped = [held for held in coverage if held.last < as_at - 28]
    if stopped:
        named = ", ".join(f"{held.agency} ({short(held.last)})" for held in stopped[:MOST_AGENCIES])
        more = f" and {len(stopped) - MOST_AGENCIES} more" if len(stopped) > MOST_AGENCIES else ""
        text += f" Entries that stop earlier: {named}{more}."
    return text
