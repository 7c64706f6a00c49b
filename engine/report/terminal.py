"""The terminal report: a first screen for each child, then everything else as counts.

Pure: a document, a width and whether colour may be used give a text. Colour only repeats what the words
say, and never marks a child, a family or a worker.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from engine.report.model import DANGER, Child, Evidence, Prompt, Report, Settles, Sighting, ToldTwice
from engine.report.words import answer_stands, answered_by, count_of, row_named, rows_named
from engine.values import dataclass

FIRST_SCREEN = 6
"""Prompts for each child on the first screen."""
QUESTIONS_PER_AGENCY = 3
NARROWEST, WIDEST = 60, 110

_BOLD, _DIM, _PLAIN = "\033[1m", "\033[2m", "\033[0m"

URGENCY_TITLES = {"now": "FOR TODAY", "soon": "BEFORE THE MEETING", "note": "FOR SUPERVISION"}


@dataclass(frozen=True, slots=True)
class Style:
    """How the text is laid out: width in columns, colour or not, and whether everything is shown."""

    width: int = 80
    colour: bool = False
    everything: bool = False

    def strong(self, text: str) -> str:
        """Emphasis, where the terminal has it."""
        return f"{_BOLD}{text}{_PLAIN}" if self.colour else text

    def quiet(self, text: str) -> str:
        """Something that can be skipped, where the terminal can show so."""
        return f"{_DIM}{text}{_PLAIN}" if self.colour else text

    def filled(self, text: str, indent: int = 0, hanging: int | None = None) -> list[str]:
        """A paragraph wrapped to the width."""
        width = max(NARROWEST, min(self.width, WIDEST))
        later = indent if hanging is None else hanging
        return textwrap.wrap(
            text, width, initial_indent=" " * indent, subsequent_indent=" " * later, break_long_words=False
        ) or [""]


def render_text(report: Report, style: Style) -> str:
    """The whole report as text, ending in a newline."""
    lines = [*_heading(report, style), ""]
    for child in report.children:
        lines.extend(_child(report, child, style))
        lines.append("")
    if not report.children:
        lines.extend(style.filled("No child of the household is on the record by this day."))
        lines.append("")
    lines.extend(_questions(report, style))
    lines.extend(_due(report, style))
    lines.extend(_footer(report, style))
    return "\n".join(line.rstrip() for line in lines) + "\n"


# --- the head -----------------------------------------------------------------------------------------


def _heading(report: Report, style: Style) -> list[str]:
    opening, danger, rest = report.notice.partition(DANGER)
    lines = style.filled(opening)
    if danger:
        lines.extend(style.filled(danger + rest))
    lines.append("")
    lines.extend(style.filled(f"{report.case}: {_as_at(report)}; {_knowledge(report)}."))
    lines.extend(style.filled(_counts(report)))
    return lines


def _as_at(report: Report) -> str:
    origin = {
        "last-entry": "the last entry; days since are not counted; for a meeting give its day with --as-at",
        "side-sheet": "the day that the side sheet gives",
        "given": "the day you gave",
    }[report.as_at_from]
    return f"as at {report.as_at}, {origin}"


def _knowledge(report: Report) -> str:
    return {
        "as-dated": "rows count from the day they are dated (no column says when they were recorded)",
        "as-recorded": "rows count from the day they were recorded",
        "hindsight": "with hindsight: rows count from the day they are dated, whenever they were recorded",
    }[report.knowledge]


def _counts(report: Report) -> str:
    rows = sum(source.rows for source in report.sources)
    known = f"known to {report.known_by}" if report.known_by else "in the file"
    unread = sum(source.unread for source in report.sources)
    opened = [prompt for prompt in report.prompts if _is_open(prompt)]
    today = sum(1 for prompt in opened if prompt.urgency == "now")
    parts = [
        f"{count_of(rows, 'row')} {known}, {unread} not read in full",
        f"{count_of(len(opened), 'open prompt')} ({today} for today)",
        f"{count_of(len({item.rule for item in report.not_evaluated}), 'rule')} not evaluated",
    ]
    if not opened:
        parts[1] = "no prompts from the rules that could be evaluated"
    return "; ".join(parts) + "."


# --- one child ----------------------------------------------------------------------------------------


def _child(report: Report, child: Child, style: Style) -> list[str]:
    name = child.name[:1].upper() + child.name[1:]
    lines = [style.strong(f"{name}, {child.age}; {child.status}.")]
    lines.extend(_fact("Lives with", child.lives_with, style))
    lines.extend(_fact("Seen in person", _seen(child), style))
    lines.extend(_fact("Alone, or awake and handled", child.seen_alone, style))
    attempts = child.attempts_without_seeing_since
    lines.extend(_fact("Attempts without seeing since", f"at least {attempts}" if attempts else "none recorded", style))
    lines.extend(_fact("Own words or observed day", _words(child), style))
    for next_day in child.next_days[:1]:
        lines.extend(
            _fact("Next day that matters", f"{_between(next_day.earliest, next_day.latest)}: {next_day.what}", style)
        )
    for kept in child.kept_to if style.everything else child.kept_to[-1:]:
        lines.extend(_fact("Kept to", kept, style))
    lines.extend(_child_prompts(report, child, style))
    return lines


def _fact(name: str, text: str, style: Style) -> list[str]:
    return style.filled(f"{name}: {text}", 2, 4)


def _between(earliest: str, latest: str) -> str:
    return earliest if earliest == latest else f"between {earliest} and {latest}"


def _seen(child: Child) -> str:
    certain, possible = child.last_seen.certain, child.last_seen.possible
    text = "no certain entry" if certain is None else f"last for certain {_sighting(certain)}"
    if possible is not None:
        text += f"; possibly {_sighting(possible)}"
    return text


def _sighting(seen: Sighting) -> str:
    when = seen.earliest if seen.earliest == seen.latest else f"{seen.earliest} to {seen.latest}"
    return f"{when} (row {row_named(seen.row, seen.sheet)}, {seen.by or 'agency not named'}, {seen.where})"


def _words(child: Child) -> str:
    if child.own_words is None:
        return "no entry"
    words = child.own_words
    if words.restricted and not words.words:
        return f"restricted, row {row_named(words.row, words.sheet)}"
    return f'"{words.words}" (row {row_named(words.row, words.sheet)})'


def _child_prompts(report: Report, child: Child, style: Style) -> list[str]:
    mine = [prompt for prompt in report.prompts if child.id in prompt.children]
    opened = [prompt for prompt in mine if _is_open(prompt)]
    leading = [prompt for prompt in opened if prompt.same_concern_as is None]
    core = [prompt for prompt in leading if "core" in prompt.packs] or leading
    shown = leading if style.everything else core[:FIRST_SCREEN]
    lines: list[str] = []
    urgency = ""
    for number, prompt in enumerate(shown, start=1):
        if prompt.urgency != urgency:
            urgency = prompt.urgency
            lines.extend(["", "  " + style.strong(URGENCY_TITLES[urgency])])
        beneath = [other for other in opened if other.same_concern_as == prompt.id]
        lines.extend(_prompt(prompt, beneath, number, style))
    if not opened:
        lines.append("  No prompts from the rules that could be evaluated.")
    lines.extend(_not_shown(len(core) - len(shown), 0 if style.everything else len(leading) - len(core)))
    lines.extend(_closed(mine, style))
    return lines


def _not_shown(more: int, outside: int) -> list[str]:
    """One line for what the first screen leaves out: further prompts, and those of rules outside the core."""
    parts = [f"{count_of(more, 'more prompt')}"] if more > 0 else []
    parts += [f"{count_of(outside, 'prompt')} of rules outside the core"] if outside > 0 else []
    return [f"  and {' and '.join(parts)}: see them with --all"] if parts else []


def _closed(mine: list[Prompt], style: Style) -> list[str]:
    lines = []
    for state, words in (("resolved", "Resolved by this day"), ("lapsed", "Closed while open, or lost its subject")):
        closed = [prompt for prompt in mine if prompt.state == state and prompt.kind != "question"]
        if not closed:
            continue
        if style.everything:
            titles = dict.fromkeys(f"{prompt.title} ({_ended(prompt)}{_answer_beside(prompt)})" for prompt in closed)
            lines.extend(style.filled(f"{words}: {'; '.join(titles)}.", 2, 4))
        else:
            lines.append(f"  {words}: {count_of(len(closed), 'prompt')} (--all names them)")
    return lines


def _ended(prompt: Prompt) -> str:
    if prompt.resolved is None or prompt.resolved.row is None:
        return "no row"
    return f"row {row_named(prompt.resolved.row, prompt.resolved.sheet)}"


def _answer_beside(prompt: Prompt) -> str:
    return f"; {answered_by(prompt.answer)}" if prompt.answer is not None else ""


def _short_answer(prompt: Prompt) -> str:
    answer = prompt.answer
    return f"; answered by {answer['role']}, {answer['answer']}" if answer and answer_stands(answer) else ""


def _prompt(prompt: Prompt, beneath: list[Prompt], number: int, style: Style) -> list[str]:
    lines = style.filled(f"{number}. {prompt.title} [{_standing(prompt)}]", 2, 5)
    lines = [style.strong(line) for line in lines]
    if prompt.answer is not None:
        said = answered_by(prompt.answer)
        lines.extend(style.filled(said[:1].upper() + said[1:], 5))
        if prompt.urgency != "now" and answer_stands(prompt.answer) and not style.everything:
            # An answer may shorten what need not be done today; what stands beneath it is not answered by it.
            return [*lines, *_beneath(prompt, beneath, style)]
    if prompt.lacks and (style.everything or prompt.rule == "child-not-seen-n-days"):
        lines.extend(style.filled(prompt.lacks, 5))
    lines.extend(style.filled(prompt.ask, 5))
    if prompt.options and style.everything:
        lines.extend(style.filled("Options: " + "; ".join(prompt.options) + ".", 5))
    if prompt.evidence:
        lines.extend(style.filled(_rows(prompt), 5))
    if style.everything:
        lines.extend(_working(prompt, style))
    lines.extend(_beneath(prompt, beneath, style))
    return lines


def _standing(prompt: Prompt) -> str:
    certainty = "on this record" if prompt.certainty == "definite" else "possible"
    since = prompt.first_prompted.definite if prompt.certainty == "definite" else prompt.first_prompted.possible
    parts = [certainty]
    if since:
        parts.append(f"since {since}")
    if prompt.state == "answered" and prompt.resolved is not None:
        parts.append(f"answered in row {row_named(prompt.resolved.row, prompt.resolved.sheet)}")
    return ", ".join(parts)


def _rows(prompt: Prompt) -> str:
    """The rows a prompt rests on: all numbers, the dates of the first and the last, and whose rows they are."""
    first, last = prompt.evidence[0], prompt.evidence[-1]
    numbers = _numbers(prompt.evidence)
    numbers[0] += f" ({first.date})"
    if last is not first:
        numbers[-1] += f" ({last.date})"
    agencies = ", ".join(dict.fromkeys(item.agency for item in prompt.evidence if item.agency))
    return f"Rests on {'rows' if len(numbers) > 1 else 'row'} {', '.join(numbers)}; {agencies or 'agency not named'}."


def _numbers(evidence: Sequence[Evidence]) -> list[str]:
    """Rows by number, with the sheet or table, and with the file where the report has several."""
    return rows_named([(item.row, item.sheet, item.file if item.several else "") for item in evidence])


def _row_numbers(prompt: Prompt) -> str:
    numbers = _numbers(prompt.evidence)
    if not numbers:
        return "no row"
    return f"row{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"


def _beneath(prompt: Prompt, others: list[Prompt], style: Style) -> list[str]:
    """The other prompts of the same concern: of the same rule by their rows, of others by title and rows."""
    own = _row_numbers(prompt)
    again = dict.fromkeys(_row_numbers(other) for other in others if other.rule == prompt.rule)
    again.pop(own, None)
    titles = [
        _lower(other.title) + (f" ({_row_numbers(other)}{_short_answer(other)})" if other.evidence else "")
        for other in others
        if other.rule != prompt.rule
    ]
    lines = style.filled(f"Also {'; '.join(again)}.", 5) if again else []
    return [*lines, *(style.filled(f"Same concern: {'; '.join(titles).rstrip('?')}.", 5) if titles else [])]


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _working(prompt: Prompt, style: Style) -> list[str]:
    lines = style.filled("Why: " + prompt.why, 5)
    for item in prompt.evidence:
        lines.extend(
            style.filled(
                f'row {row_named(item.row, item.sheet)}, {item.date}, {item.agency}: "{item.quote}"'
                f" (read as {item.read_as})",
                7,
                9,
            )
        )
    for number in prompt.thresholds:
        lines.extend(style.filled(f"{number.name}: {number.value} ({number.basis}: {number.source})", 7, 9))
    for reference in prompt.references:
        paragraph = f", {reference.paragraph}" if reference.paragraph else ""
        lines.extend(style.filled(f"{reference.title}{paragraph}", 7, 9))
    lines.append(f"       rule {prompt.rule}, version {prompt.version}")
    return lines


def _is_open(prompt: Prompt) -> bool:
    return prompt.state in ("open", "answered") and prompt.kind != "question"


# --- the tail -----------------------------------------------------------------------------------------


def _questions(report: Report, style: Style) -> list[str]:
    """What would settle the possible prompts, by the agency to ask; rows with one question stand together."""
    asked: dict[str | None, dict[str, list[tuple[str, int]]]] = {}
    for settles in _all_settles(report):
        rows = asked.setdefault(settles.to_agency, {}).setdefault(settles.question, [])
        if settles.row is not None and (settles.sheet or "", settles.row) not in rows:
            rows.append((settles.sheet or "", settles.row))
    if not asked:
        return []
    lines = [style.strong("WHAT WOULD SETTLE THE POSSIBLE ONES")]
    for agency in sorted(asked, key=lambda name: (name is None, name or "")):
        questions = asked[agency]
        if agency is not None:
            lines.append(f"  Ask {agency or 'whoever wrote the row'}:")
        indent = 2 if agency is None else 4
        shown = list(questions) if style.everything else list(questions)[:QUESTIONS_PER_AGENCY]
        for question in shown:
            lines.extend(style.filled(f"- {_rows_named(questions[question])}{question}", indent, indent + 2))
        if len(shown) < len(questions):
            lines.append(f"{' ' * indent}and {len(questions) - len(shown)} more with --all")
    return [*lines, ""]


def _rows_named(rows: list[tuple[str, int]]) -> str:
    if not rows:
        return ""
    named = rows_named([(row, sheet or None, "") for sheet, row in sorted(rows)])
    return f"row{'s' if len(rows) > 1 else ''} {', '.join(named)}: "


def _all_settles(report: Report) -> Iterable[Settles]:
    """Of open prompts first, in their order, then of questions."""
    for prompt in (*filter(_is_open, report.prompts), *(p for p in report.prompts if p.kind == "question")):
        if prompt.state in ("open", "answered"):
            yield from prompt.settles


def _due(report: Report, style: Style) -> list[str]:
    if not report.due:
        return []
    lines = [style.strong("FALLS DUE IF NOTHING MORE IS RECORDED")]
    for item in report.due if style.everything else report.due[:5]:
        who = f" ({item.child})" if item.child else ""
        lines.extend(style.filled(f"- {_between(item.due.earliest, item.due.latest)}{who}: {item.title}", 2, 4))
    return [*lines, ""]


def _footer(report: Report, style: Style) -> list[str]:
    lines = []
    by_need: dict[str, set[str]] = {}
    for item in report.not_evaluated:
        by_need.setdefault(item.needs, set()).add(item.rule)
    for need, rules in sorted(by_need.items()):
        names = ", ".join(sorted(rules))
        lines.extend(
            style.filled(f"Not evaluated, for want of {need}: {count_of(len(rules), 'rule')} ({names}).", 0, 2)
        )
    if report.unread:
        several = len(report.sources) > 1
        named = dict.fromkeys((item.row, item.sheet, item.file if several else "") for item in report.unread[:12])
        rows = ", ".join(rows_named(list(named)))
        more = f" and {len(report.unread) - 12} more" if len(report.unread) > 12 else ""
        lines.extend(style.filled(f"Not read, or not in full: rows {rows}{more}. `flag code FILE` shows why.", 0, 2))
    if report.not_asked:
        count = count_of(len(report.not_asked), "rule")
        lines.extend(style.filled(f"Not asked: {count} outside the packs chosen. `--rules all` asks every rule.", 0, 2))
    lines.extend(_told_twice(report, style))
    for note in report.answers:
        what = f"{note.id}: {note.what}" if note.id else note.what
        lines.extend(style.filled(f"Answers, {note.status}: {what}.".replace("..", "."), 0, 2))
    covered = "; ".join(f"{agency.name} {agency.first} to {agency.last}" for agency in report.agencies)
    no_agency = "no row names an agency; say whose rows they are with --agency NAME"
    lines.extend(style.filled(f"Rows from: {covered or no_agency}.", 0, 2))
    for warning in report.warnings:
        lines.extend(style.filled(f"Note: {warning}", 0, 2))
    lines.extend(
        style.filled(
            f"Rules and words: {report.flag.fingerprint[:12]}. Everything: --all. How a rule was judged: `flag why`.",
            0,
            2,
        )
    )
    return [style.quiet(line) for line in lines]


def _told_twice(report: Report, style: Style) -> list[str]:
    """Rows in which two agencies tell of one event: counted once where that is sure, named where it may be."""
    several = len(report.sources) > 1
    copied = [_pair(one, several) for one in report.told_twice if one.sure]
    perhaps = [_pair(one, several) for one in report.told_twice if not one.sure]
    lines: list[str] = []
    if copied:
        more = f" and {len(copied) - 8} more" if len(copied) > 8 else ""
        told = f"Told twice in the same words and counted once: {'; '.join(copied[:8])}{more}."
        lines += style.filled(told, 0, 2)
    if perhaps:
        counted = f"{count_of(len(perhaps), 'pair')} of rows (--all names them)"
        named = "; ".join(perhaps) if style.everything else counted
        lines += style.filled(f"Perhaps one event told by two agencies: {named}.", 0, 2)
    return lines


def _pair(one: ToldTwice, several: bool) -> str:
    first = row_named(one.same_as_row, one.same_as_sheet, one.same_as_file if several else "")
    return f"{first} and {row_named(one.row, one.sheet, one.file if several else '')}"
