"""Who the children are: age, home, plan, when seen and how surely, own words, attempts, what was kept to."""

from __future__ import annotations

from collections.abc import Iterator

from engine.report.briefing.blocks import Block, Heading, Paragraph, Run, Table, said, strong
from engine.report.briefing.room import NAME, Room, child_name, days_words, row_words, several
from engine.report.model import Child, Report, Sighting
from engine.report.safetext import shortened
from engine.report.words import count_of

_HEADER = ("Child", "Seen in person", "Own words or observed day", "Next day that matters, and what was kept to")
FEW = 3
_SHARES, _CLOSE_SHARES = (24, 28, 20, 28), (34, 30, 13, 23)


def children_blocks(report: Report, room: Room) -> Iterator[Block]:
    """The part on the children; a case without one says so."""
    yield Heading(2, "The children")
    if not report.children:
        yield said("No child of the household is on the record by this day.")
        return
    shown = report.children[: room.children]
    rows = tuple(_row(report, child, room) for child in shown)
    yield Table(
        "Each child, with the day last seen and what the child said",
        _HEADER,
        _CLOSE_SHARES if _close(report, room) else _SHARES,
        rows,
    )
    if len(report.children) > len(shown):
        names = shortened(", ".join(child_name(child) for child in report.children[len(shown) :]), 600)
        yield said(f"Also on the record: {names}. Their facts are in flag FILE.", style="small")
    if _close(report, room):
        yield said("What the children said and what was kept to: flag FILE --all.", style="small")


def _close(report: Report, room: Room) -> bool:
    """Whether children are told in few lines: never where there are few of them, who are what a meeting is about."""
    return room.close and len(report.children) > FEW


def _row(report: Report, child: Child, room: Room) -> tuple[tuple[Paragraph, ...], ...]:
    if _close(report, room):
        return _close_row(report, child, room)
    return (
        (
            said(strong(f"{child_name(child)},"), shortened(child.age, NAME)),
            said(f"Lives with: {shortened(child.lives_with, room.fact)}."),
            said(f"{_sentence(shortened(child.status, room.fact))}."),
        ),
        tuple(_seen(report, child)),
        (said(own_words(report, child, room)),),
        tuple(_next(child, room)),
    )


def _close_row(report: Report, child: Child, room: Room) -> tuple[tuple[Paragraph, ...], ...]:
    """The least that a meeting must know of each of many children; the rest is counted."""
    certain, possible = child.last_seen.certain, child.last_seen.possible
    seen: list[str | Run] = [
        strong("Certain:"),
        _day_and_row(report, certain),
        strong("Possible:"),
        _day_and_row(report, possible),
    ]
    words, age = child.own_words, shortened(child.age, NAME)
    row = row_words(words.row, words.sheet, words.file if several(report) else "") if words else "no entry"
    days = [days_words(one.earliest, one.latest) for one in child.next_days[:1]]
    return (
        (
            said(strong(f"{child_name(child)},"), f"{age}; {shortened(child.status, room.fact)}."),
            said(f"Lives with: {shortened(child.lives_with, room.fact)}."),
        ),
        (said(*seen, f"Attempts since: {child.attempts_without_seeing_since}."),),
        (said(f"{_sentence(row)}."),),
        (said(f"{days[0] if days else 'No day'}; {count_of(len(child.kept_to), 'step')} kept to."),),
    )


def _day_and_row(report: Report, seen: Sighting | None) -> str:
    if seen is None:
        return "no entry."
    row = row_words(seen.row, seen.sheet, seen.file if several(report) else "")
    return f"{days_words(seen.earliest, seen.latest)} ({row})."


def _seen(report: Report, child: Child) -> Iterator[Paragraph]:
    certain, possible = child.last_seen.certain, child.last_seen.possible
    yield said(strong("Certain:"), _sighting(report, certain) if certain else "no entry.")
    if possible:
        yield said(strong("Possible:"), _sighting(report, possible))
    alone = shortened(child.seen_alone, 2 * NAME)
    yield said("Alone and listened to, or awake and handled:", f"{alone}.")
    attempts = child.attempts_without_seeing_since
    yield said("Attempts without seeing since:", f"at least {attempts}." if attempts else "none recorded.")


def _sighting(report: Report, seen: Sighting) -> str:
    where = shortened(seen.where, NAME)
    by = shortened(seen.by, NAME) or "agency not named"
    row = row_words(seen.row, seen.sheet, seen.file if several(report) else "")
    return f"{days_words(seen.earliest, seen.latest)}, {seen.words}, {where}, {by} ({row})."


def own_words(report: Report, child: Child, room: Room) -> str:
    """What the child said or how a baby's day was, with its row; of a restricted entry the row alone."""
    words = child.own_words
    if words is None:
        return "This chronology has no entry."
    row = row_words(words.row, words.sheet, words.file if several(report) else "")
    if not words.words:
        return f"Restricted, {row}." if words.restricted else f"The words were not read: {row}."
    return f"“{shortened(words.words, room.words)}” ({shortened(words.when, NAME)}, {row})"


def _next(child: Child, room: Room) -> Iterator[Paragraph]:
    for one in child.next_days[:1]:
        yield said(
            strong("Next:"), f"{days_words(one.earliest, one.latest)}: {shortened(one.what, max(room.fact, 80))}."
        )
    kept = child.kept_to[len(child.kept_to) - room.kept :] if room.kept else ()
    for step in kept:
        yield said(strong("Kept to:"), f"{shortened(step, max(room.fact, 80))}.")
    more = len(child.kept_to) - len(kept)
    if more and kept:
        yield said(f"and {count_of(more, 'more step')}.")
    elif more:
        yield said(strong("Kept to:"), f"{count_of(more, 'step')}.")
    if not child.kept_to:
        yield said(strong("Kept to:"), "no entry.")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


__all__ = ["children_blocks", "own_words"]
