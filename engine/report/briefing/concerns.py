"""The open prompts of a case as a meeting takes them: each question once, for all the children that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.report.model import Prompt, Report, Settles
from engine.report.words import count_of
from engine.values import dataclass

URGENCIES = ("now", "soon", "note")
URGENCY_WORDS = {"now": "for today", "soon": "before the meeting", "note": "for supervision"}


@dataclass(frozen=True, slots=True)
class Concern:
    """Prompts of one rule for one or more children, and the prompts of the same concern beneath them."""

    prompts: tuple[Prompt, ...]
    beneath: tuple[Prompt, ...]

    @property
    def first(self) -> Prompt:
        """The prompt in whose words the concern is put."""
        return self.prompts[0]

    @property
    def urgency(self) -> str:
        """The urgency, which all its leading prompts share."""
        return self.first.urgency


def is_open(prompt: Prompt) -> bool:
    """Whether a prompt is still to be answered by what people do."""
    return prompt.state in ("open", "answered") and prompt.kind != "question"


def open_concerns(report: Report) -> tuple[list[Concern], list[Concern]]:
    """The open concerns by urgency, then day raised; and those of rules outside the core that are not for today.

    Where no open prompt is of the core, the user has chosen other rules, and all of theirs are in the first list.
    """
    opened = [prompt for prompt in report.prompts if is_open(prompt)]
    ids = {prompt.id for prompt in opened}
    led: dict[str, list[Prompt]] = {}
    grouped: dict[tuple[str, str, str], list[Prompt]] = {}
    for prompt in opened:
        if prompt.same_concern_as in ids:
            led.setdefault(str(prompt.same_concern_as), []).append(prompt)
        else:
            grouped.setdefault((prompt.urgency, prompt.kind, prompt.rule), []).append(prompt)
    concerns = [
        Concern(tuple(prompts), tuple(other for prompt in prompts for other in led.get(prompt.id, ())))
        for prompts in grouped.values()
    ]
    any_core = any("core" in concern.first.packs for concern in concerns)
    concerns.sort(key=lambda one: (URGENCIES.index(one.urgency), any_core and "core" not in one.first.packs))
    apart = [one for one in concerns if any_core and "core" not in one.first.packs and not _for_today(one)]
    return [one for one in concerns if one not in apart], apart


def _for_today(concern: Concern) -> bool:
    return any(prompt.urgency == "now" for prompt in (*concern.prompts, *concern.beneath))


def left_out(concerns: Sequence[Concern], apart: Sequence[Concern]) -> str:
    """How many prompts are not shown, by urgency: "9 more prompts for supervision"; nothing where all are."""
    parts = []
    prompts = [prompt for one in concerns for prompt in (*one.prompts, *one.beneath)]
    for urgency in URGENCIES:
        number = sum(prompt.urgency == urgency for prompt in prompts)
        if number:
            parts.append(f"{count_of(number, 'more prompt')} {URGENCY_WORDS[urgency]}")
    outside = sum(len(one.prompts) + len(one.beneath) for one in apart)
    if outside:
        parts.append(f"{count_of(outside, 'prompt')} of rules outside the core")
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def questions(report: Report) -> dict[str | None, dict[str, list[Settles]]]:
    """What would settle the possible prompts: agency -> question -> the rows it is asked of, each once."""
    asked: dict[str | None, dict[str, list[Settles]]] = {}
    for settles in _all_settles(report):
        rows = asked.setdefault(settles.to_agency, {}).setdefault(settles.question, [])
        if settles.row is not None and settles not in rows:
            rows.append(settles)
    return asked


def _all_settles(report: Report) -> Iterator[Settles]:
    """Of open prompts first, in their order, then of questions."""
    for prompt in (*filter(is_open, report.prompts), *(one for one in report.prompts if one.kind == "question")):
        if prompt.state in ("open", "answered"):
            yield from prompt.settles
