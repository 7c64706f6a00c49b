"""The rest of the briefing: questions to each agency, what falls due, and what the record does not say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.report.briefing.blocks import Block, Heading, Table, said, strong
from engine.report.briefing.concerns import questions
from engine.report.briefing.room import NAME, Room, days_words, listed, names_of, rows_words, several
from engine.report.model import Report, Settles
from engine.report.safetext import shortened
from engine.report.words import count_of

USUAL = {
    "Children’s Social Care": ("Children's Social Care",),
    "Police": ("Police",),
    "health": ("Health", "Health Visiting", "School Nursing", "Maternity", "GP", "Hospital", "Mental Health"),
    "GP": ("GP",),
    "School": ("School",),
}
"""Agencies that most strategy discussions hear, and whose rows count as theirs."""
NEED = 90
"""Characters of what a rule needs."""


def question_blocks(report: Report, room: Room) -> Iterator[Block]:
    """What would settle the possible prompts, grouped to the agency that can say."""
    asked = questions(report)
    if not asked:
        return
    yield Heading(2, "Questions to each agency")
    order = sorted(asked, key=lambda name: (name is None, name == "", name or ""))
    rows = []
    left = 0
    for at, agency in enumerate(order):
        items = list(asked[agency].items())
        shown = items[: room.questions] if at < room.agencies else []
        left += len(items) - len(shown)
        if shown:
            words = tuple(
                said(f"{_rows(report, settles, room)}{shortened(question, room.ask)}") for question, settles in shown
            )
            rows.append(((said(strong(_whom(agency))),), words, ()))
    yield Table(
        "Questions to each agency, with room for answers", ("Agency", "Question", "Answer"), (18, 52, 30), tuple(rows)
    )
    if left:
        yield said(f"{count_of(left, 'more question')}: see them with flag FILE --all.", style="small")


def _whom(agency: str | None) -> str:
    if agency is None:
        return "Everyone"
    return shortened(agency, NAME) or "Whoever wrote the row"


def _rows(report: Report, asked: Sequence[Settles], room: Room) -> str:
    """The rows that a question is about, before it."""
    rows = sorted({(one.file or "", one.row or 0, one.sheet or "") for one in asked})
    if not rows:
        return ""
    text = rows_words([(row, sheet or None, file if several(report) else "") for file, row, sheet in rows], room.rows)
    return f"{text[:1].upper()}{text[1:]}: "


def due_blocks(report: Report, room: Room) -> Iterator[Block]:
    """What falls due if nothing more is recorded: each once, whatever number of rows began it."""
    found: dict[tuple[str, str], list[str]] = {}
    for item in report.due:
        children = found.setdefault((days_words(item.due.earliest, item.due.latest), item.title), [])
        children.extend([item.child] if item.child and item.child not in children else [])
    if not found:
        return
    yield Heading(2, "Falls due if nothing more is recorded")
    for (days, title), children in list(found.items())[: room.due]:
        who = f" ({names_of(report, children)})" if children else ""
        yield said(f"{days}{who}: {shortened(title, NEED)}", style="bullet")
    if len(found) > room.due:
        yield said(f"and {len(found) - room.due} more: see them with flag FILE --all", style="bullet")


def record_blocks(report: Report, room: Room) -> Iterator[Block]:
    """What the record does not say: agencies without rows, rows not read, rules not evaluated, notes."""
    yield Heading(2, "What this record does not say")
    names = {agency.name for agency in report.agencies}
    without = [name for name, theirs in USUAL.items() if not names & set(theirs)]
    if without:
        yield said(f"This chronology has no entry from: {listed(without)}.", style="bullet")
    yield said(f"Rows are from: {_covered(report, room)}.", style="bullet")
    unread = [(item.row, item.sheet, item.file if several(report) else "") for item in report.unread]
    if unread:
        text = rows_words(unread, max(room.rows, 6))
        yield said(
            f"{count_of(len(set(unread)), 'row')} not read, or not in full: {text}. See flag code FILE.", style="bullet"
        )
    else:
        yield said("All rows were read in full.", style="bullet")
    yield from _not_evaluated(report, room)
    closed = [
        prompt for prompt in report.prompts if prompt.state in ("resolved", "lapsed") and prompt.kind != "question"
    ]
    if closed:
        yield said(
            f"{count_of(len(closed), 'prompt')} resolved or closed by this day: flag FILE --all.", style="bullet"
        )
    if report.told_twice:
        told = f"{count_of(len(report.told_twice), 'pair')} of rows tell, or may tell, of one event: flag FILE --all."
        yield said(told, style="bullet")
    for warning in report.warnings[: room.needs]:
        yield said(f"Note: {shortened(warning, room.ask)}", style="bullet")
    if len(report.warnings) > room.needs:
        yield said(f"{count_of(len(report.warnings) - room.needs, 'more note')}: flag FILE.", style="bullet")


def _covered(report: Report, room: Room) -> str:
    """Each agency with the days of its first and last row."""
    parts = [
        f"{shortened(agency.name, NAME)} ({days_words(agency.first, agency.last)})"
        for agency in report.agencies[: 2 * room.agencies]
    ]
    more = len(report.agencies) - len(parts)
    parts += [f"{count_of(more, 'more agency', 'more agencies')}"] if more else []
    return ", ".join(parts) or "no agency that a row names"


def _not_evaluated(report: Report, room: Room) -> Iterator[Block]:
    """Rules that could not be evaluated, by what they need: never counted as clear."""
    needs: dict[str, set[str]] = {}
    for item in report.not_evaluated:
        needs.setdefault(item.needs, set()).add(item.rule)
    order = sorted(needs, key=lambda need: (-len(needs[need]), need))
    for need in order[: room.needs]:
        count = count_of(len(needs[need]), "rule")
        yield said(f"{count} not evaluated, for want of {shortened(need, NEED)}.", style="bullet")
    rest = {rule for need in order[room.needs :] for rule in needs[need]}
    if rest:
        yield said(f"{count_of(len(rest), 'more rule')} not evaluated: flag FILE says what they need.", style="bullet")
    if report.not_asked:
        yield said(f"{count_of(len(report.not_asked), 'rule')} of other packs not asked: --rules all.", style="bullet")
