"""The open prompts with room for the meeting's answers: in full, then by title, then counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.report.briefing.blocks import Block, Heading, Paragraph, Table, said, strong
from engine.report.briefing.concerns import URGENCIES, Concern, left_out
from engine.report.briefing.room import NAME, Room, day_words, listed, names_of, row_words, rows_words
from engine.report.model import Evidence, Prompt, Report
from engine.report.safetext import shortened
from engine.report.words import count_of
from engine.values import dataclass

_HEADER = ("What to ask, and on which rows it rests", "Answer", "Owner", "By when")
_TITLES = {"now": "For today", "soon": "Before the meeting", "note": "For supervision"}
TITLE = 110
"""Characters of a title: the shipped ones are shorter, a local rule's may not be."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The concerns in their order: so many in full, then by title up to `titled`, the rest counted.

    Of the rest, those for today are still named. `apart` are those of rules outside the core: counted.
    """

    concerns: Sequence[Concern]
    apart: Sequence[Concern]
    full: int
    titled: int


def prompt_blocks(report: Report, shown: Shown, room: Room) -> Iterator[Block]:
    """The part on the open prompts."""
    yield Heading(2, "Open prompts, with room for the meeting’s answers")
    if not shown.concerns and not shown.apart:
        yield said("No prompts from the rules that could be evaluated.")
        return
    for urgency in URGENCIES:
        rows = []
        for at, concern in enumerate(shown.concerns[: shown.titled]):
            if concern.urgency == urgency:
                cell = _full(report, concern, at + 1, room) if at < shown.full else _title(report, concern, at + 1)
                rows.append((tuple(cell), (), (), ()))
        if rows:
            yield Heading(3, _TITLES[urgency])
            yield Table(
                f"Prompts {_TITLES[urgency].lower()}, with room for answers", _HEADER, (62, 17, 11, 10), tuple(rows)
            )
    yield from _rest(report, shown, room)


def _rest(report: Report, shown: Shown, room: Room) -> Iterator[Paragraph]:
    """What is not in the tables: the prompts for today by title, the others counted."""
    rest = shown.concerns[shown.titled :]
    today = [one for one in rest if any(prompt.urgency == "now" for prompt in (*one.prompts, *one.beneath))]
    if today:
        numbers = {id(one): number for number, one in enumerate(shown.concerns, start=1)}
        titles = [f"{numbers[id(one)]}. {_briefly(report, one)}{_today_beneath(one)}" for one in today]
        if room.close:
            yield said(strong("Also for today:"), f"{'; '.join(titles)}.")
        else:
            yield said(strong("Also for today:"))
            yield from (said(f"{title}.", style="bullet") for title in titles)
    if shown.full < min(shown.titled, len(shown.concerns)) or today:
        yield said("Prompts given by their title alone: their questions are in flag FILE --all.", style="small")
    text = left_out([one for one in rest if one not in today], shown.apart)
    if text:
        yield said(f"Not shown here for want of room: {text}. See them with flag FILE --all.", style="small")


def _full(report: Report, concern: Concern, number: int, room: Room) -> Iterator[Paragraph]:
    first = concern.first
    yield said(strong(f"{number}. {shortened(first.title, TITLE)}"), f"[{_standings(report, concern)}]")
    if first.lacks and first.rule == "child-not-seen-n-days":
        for prompt in concern.prompts:
            whose = f"{_who(report, prompt)}: " if len(concern.prompts) > 1 else ""
            yield said(f"{whose}{shortened(prompt.lacks, room.ask)}")
    yield said(shortened(first.ask, room.ask))
    more = [_rests(report, concern, room), f"Same concern: {_beneath(concern, room)}." if concern.beneath else ""]
    if any(more):
        yield said(*filter(None, more))
    yield from _answers(report, concern)


def _title(report: Report, concern: Concern, number: int) -> Iterator[Paragraph]:
    yield said(strong(f"{number}."), f"{_named(report, concern)}{_today_beneath(concern)}.")
    yield from _answers(report, concern)


def _named(report: Report, concern: Concern) -> str:
    about = [names_of(report, _ids(concern))]
    rows = [row for prompt in concern.prompts for row in _rows(prompt.evidence)]
    if rows:
        about.append(rows_words(rows, 4))
    return f"{shortened(concern.first.title, TITLE)} ({'; '.join(filter(None, about))})"


def _briefly(report: Report, concern: Concern) -> str:
    return f"{shortened(concern.first.title, TITLE)} ({names_of(report, _ids(concern)) or 'household'})"


def _ids(concern: Concern) -> list[str]:
    return list(dict.fromkeys(one for prompt in concern.prompts for one in prompt.children))


def _who(report: Report, prompt: Prompt) -> str:
    return names_of(report, prompt.children) or "The household"


def _standings(report: Report, concern: Concern) -> str:
    """Whose prompt it is, how sure, since when: children who share all of it are named together."""
    told: dict[str, list[str]] = {}
    for prompt in concern.prompts:
        told.setdefault(_standing(prompt), []).extend(prompt.children)
    return "; ".join(f"{names_of(report, dict.fromkeys(ids)) or 'household'}: {text}" for text, ids in told.items())


def _standing(prompt: Prompt) -> str:
    sure = prompt.certainty == "definite"
    since = prompt.first_prompted.definite if sure else prompt.first_prompted.possible
    text = "on this record" if sure else "possible"
    if since:
        text += f", since {day_words(since)}"
    if prompt.state == "answered" and prompt.resolved is not None and prompt.resolved.row is not None:
        text += f", answered in {row_words(prompt.resolved.row, prompt.resolved.sheet)}"
    return text


def _rests(report: Report, concern: Concern, room: Room) -> str:
    """The rows and whose they are: once where all the children's are the same."""
    told: dict[str, list[str]] = {}
    for prompt in concern.prompts:
        if prompt.evidence:
            agencies = list(dict.fromkeys(shortened(item.agency, NAME) for item in prompt.evidence if item.agency))
            whose = listed(agencies[:3] + ([f"{len(agencies) - 3} more"] if len(agencies) > 3 else []))
            text = f"{rows_words(_rows(prompt.evidence), room.rows)}{f' ({whose})' if whose else ''}"
            told.setdefault(text, []).extend(prompt.children)
    if len(told) == 1:
        return f"Rests on {next(iter(told))}."
    each = (f"{names_of(report, dict.fromkeys(ids)) or 'household'}: {text}" for text, ids in told.items())
    return f"Rests on {'; '.join(each)}." if told else ""


def _rows(evidence: Sequence[Evidence]) -> list[tuple[int, str | None, str]]:
    return [(item.row, item.sheet, item.file if item.several else "") for item in evidence]


def _beneath(concern: Concern, room: Room) -> str:
    """The other titles of a concern; those not for today are counted where there is little room."""
    named, others = _titles_beneath(concern)
    if room.beneath:
        named += others
        others = []
    parts = [*named, *([count_of(len(others), "other prompt")] if others else [])]
    again = sum(prompt.rule == concern.first.rule for prompt in concern.beneath)
    parts += [f"{count_of(again, 'prompt')} of the same rule on other rows"] if again else []
    return "; ".join(parts)


def _titles_beneath(concern: Concern) -> tuple[list[str], list[str]]:
    """The titles beneath a concern, each once: those for today, and the others."""
    other_rules = [prompt for prompt in concern.beneath if prompt.rule != concern.first.rule]
    today = dict.fromkeys(_lower(prompt.title) for prompt in other_rules if prompt.urgency == "now")
    others = dict.fromkeys(_lower(prompt.title) for prompt in other_rules if prompt.urgency != "now")
    return list(today), [title for title in others if title not in today]


def _today_beneath(concern: Concern) -> str:
    named, others = _titles_beneath(concern)
    counted = [count_of(len(others), "other prompt")] if others else []
    return f"; same concern: {', '.join([*named, *counted])}" if named or counted else ""


def _lower(title: str) -> str:
    title = shortened(title, TITLE)
    return title[:1].lower() + title[1:].rstrip("?.")


def _answers(report: Report, concern: Concern) -> Iterator[Paragraph]:
    """The answers that were given before: they change no verdict and hide nothing."""
    for prompt in concern.prompts:
        if prompt.answer:
            whose = f" ({_who(report, prompt)})" if len(concern.prompts) > 1 else ""
            yield said(strong(f"Answer on file{whose}:"), f"{answer_words(prompt.answer)}.")


def answer_words(answer: dict[str, str]) -> str:
    """An answer in a line: what, why, by whom, on which day, until when, and whether it still holds."""
    told = {name: shortened(answer.get(name) or "", 120) for name in ("answer", "reason", "role", "owner", "status")}
    by = ", ".join(filter(None, (told["role"], told["owner"])))
    day, until = shortened(answer.get("day") or "", NAME), shortened(answer.get("until") or "", NAME)
    parts = [
        told["answer"], told["reason"], f"by {by}" if by else "", f"on {day_words(day)}" if day else "",
        f"until {day_words(until)}" if until else "", told["status"],
    ]  # fmt: skip
    return "; ".join(filter(None, parts))
