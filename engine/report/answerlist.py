"""`flag answer CASE`: the open prompts with their numbers, and what was answered."""

from __future__ import annotations

from engine.recording import open_prompts
from engine.report.model import Prompt
from engine.report.terminal import URGENCY_TITLES, Style
from engine.report.words import answered_by, count_of
from engine.session import Session


def render_answers(session: Session, style: Style) -> str:
    """The list as text, ending in a newline."""
    report = session.report()
    lines = style.filled(report.notice)
    lines += ["", f"Open prompts of {report.case}, as at {report.as_at}."]
    opened = open_prompts(report)
    urgency = ""
    for number, prompt in enumerate(opened, start=1):
        if prompt.urgency != urgency:
            urgency = prompt.urgency
            lines += ["", style.strong(URGENCY_TITLES[urgency])]
        lines += _prompt(prompt, number, style)
    if not opened:
        lines.append("No prompts from the rules that could be evaluated.")
    closed = [prompt for prompt in report.prompts if prompt.answer and prompt not in opened]
    if closed:
        lines += ["", style.strong("NO LONGER OPEN")]
        for prompt in closed:
            lines += _prompt(prompt, None, style)
    lines.append("")
    for note in report.answers:
        lines += style.filled(f"{note.status.capitalize()}: {note.id or 'an entry'}: {note.what}.", 0, 2)
    later = _later(session)
    if later:
        lines += style.filled(f"{count_of(later, 'answer')} given after this day: see --as-at.", 0, 2)
    lines += style.filled(
        'To answer: flag answer CASE NUMBER --answer "will raise" --reason ... --role ... --owner ... --until DAY', 0, 2
    )
    return "\n".join(lines) + "\n"


def _prompt(prompt: Prompt, number: int | None, style: Style) -> list[str]:
    who = prompt.child or "household"
    head = f"{number}. " if number is not None else "- "
    lines = [*style.filled(f"{head}{prompt.title} ({who})", 2, 6), f"      {prompt.id}"]
    if prompt.answer is not None:
        said = answered_by(prompt.answer)
        lines += style.filled(said[:1].upper() + said[1:], 6)
    return lines


def _later(session: Session) -> int:
    """Answers that were given only after the session's day."""
    book = session.answers
    return sum(1 for one in book.answered if one.given[-1].day > session.as_at) if book is not None else 0
