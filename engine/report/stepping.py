"""`flag replay` in the terminal: the case step by step, each with what it changed, and nothing of what comes next.

Texts only: who asks and waits is the command.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from engine.dates.when import Day
from engine.lookingback import without_looking_back
from engine.replay import Changed, DayTold, Replay, RowKnown
from engine.report.model import NOTICE, Prompt
from engine.report.safetext import plain
from engine.report.terminal import Style, render_text
from engine.report.words import count_of, short
from engine.told import Words, words_by_row
from engine.training import Stop
from engine.values import dataclass

KNOWLEDGE = {
    "as-dated": "Rows count from the day they are dated: no column says when they were recorded.",
    "as-recorded": "Rows count from the day they were recorded.",
    "hindsight": "With hindsight: rows count from the day they are dated, whenever they were recorded.",
}
TRAINING_NOTICE = (
    "TRAINING. A child came to harm in this case, or might have. Anybody may step out. It is anonymised, but somebody"
    " in the room may recognise it: do not guess who the family is. People decided on what they knew then."
)
CHANGES = (
    ("raised", "Raised"),
    ("firmer", "Possible until now, from today on this record"),
    ("answered", "Answered"),
    ("resolved", "Resolved"),
    ("lapsed", "Closed while open, or lost its subject"),
    ("gone", "No longer said"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A stop of the replay: a day, the rows whose words became known, and what changed among the prompts since."""

    day: Day
    rows: tuple[RowKnown, ...]
    changes: tuple[tuple[Day, Changed], ...]
    """What changed on this day, and on days before it on which nothing was recorded."""
    told: DayTold


def steps_of(replayed: Replay, by: str) -> tuple[Step, ...]:
    """The stops of a replay: at each day with new words ("row"), or with a change among the prompts ("prompts")."""
    by_day: dict[Day, list[RowKnown]] = {}
    for row in replayed.rows:
        if row.words <= replayed.last:
            by_day.setdefault(row.words, []).append(row)
    steps: list[Step] = []
    waiting_rows: list[RowKnown] = []
    waiting: list[tuple[Day, Changed]] = []
    last = replayed.days[-1]
    for told, change in replayed.steps():
        waiting_rows += by_day.pop(told.day, [])
        if change:
            waiting.append((told.day, change))
        if (waiting_rows if by == "row" else waiting) or (told is last and (waiting_rows or waiting)):
            steps.append(Step(told.day, tuple(waiting_rows), tuple(waiting), told))
            waiting_rows, waiting = [], []
    return tuple(steps)


class Replayer:
    """The texts of a replay."""

    def __init__(self, replayed: Replay, style: Style, stops: Sequence[Stop] = ()) -> None:
        self._replayed = replayed
        self._style = style
        self._stops = stops
        professionals = replayed.session.options.professionals
        self._words = words_by_row(replayed.session.read, professionals=professionals)

    def heading(self, *, training: bool) -> str:
        """What opens a replay."""
        report = self._replayed.days[0].report
        notice = NOTICE.format(version=report.flag.version, day="each day shown")
        lines = self._style.filled(notice)
        if training:
            lines += ["", *self._style.filled(TRAINING_NOTICE)]
        first, last = short(self._replayed.first), short(self._replayed.last)
        rows = count_of(len(self._replayed.rows), "row")
        lines += ["", *self._style.filled(f"{report.case}: {rows}, {first} to {last}. {KNOWLEDGE[report.knowledge]}")]
        return _text(lines)

    def rows(self, step: Step) -> str:
        """The day and the rows whose words became known."""
        lines = ["", self._style.strong(f"{short(step.day)}")]
        for row in step.rows:
            when = "" if row.when.exact and row.first == row.words else f", {row.when.text}"
            late = "" if row.words == row.when.latest else f", recorded {short(row.words)}"
            agency = f", {row.agency}" if row.agency else ""
            lines += self._style.filled(f"row {row.ref.shown}{plain(when)}{plain(agency)}{late}", 2, 4)
            words = self._words.get(row.ref, ())
            for part in words or (Words("", "nothing of this row may be shown here; see --for professionals"),):
                label = f"{part.label}: " if part.label else ""
                lines += self._style.filled(f"{label}{plain(without_looking_back(part.text))}", 4, 6)
        if not step.rows:
            lines.append("  Nothing was recorded on this day.")
        return _text(lines)

    def changes(self, step: Step) -> str:
        """What changed among the prompts, day by day."""
        lines: list[str] = []
        for day, change in step.changes:
            told: list[str] = []
            for name, words in CHANGES:
                told += self._changed(words, getattr(change, name))
            for item in change.due:
                when = item.due.earliest if item.due.earliest == item.due.latest else f"{item.due.earliest} or later"
                who = f" [{item.child}]" if item.child else ""
                told += self._style.filled(f"Now running, until {when}: {item.title}{who}", 4, 6)
            if told and day != step.day:
                lines += ["", f"  By {short(day)}, with nothing more recorded:"]
            lines += told
        if not lines:
            lines.append("  The prompts stay as they were.")
        report = step.told.report
        opened = [one for one in report.prompts if one.state in ("open", "answered") and one.kind != "question"]
        today = sum(1 for one in opened if one.urgency == "now")
        lines.append(f"  Open now: {count_of(len(opened), 'prompt')}, {today} for today.")
        return _text(lines)

    def _changed(self, words: str, prompts: Sequence[Prompt]) -> list[str]:
        """Prompts of one rule about several children are one line."""
        named: dict[tuple[str, str], list[str]] = {}
        beneath = sum(1 for prompt in prompts if prompt.same_concern_as is not None)
        for prompt in prompts:
            if prompt.same_concern_as is None or words != "Raised":
                named.setdefault((prompt.title, prompt.certainty), []).extend(prompt.children)
        lines: list[str] = []
        for (title, certainty), children in named.items():
            who = ", ".join(dict.fromkeys(children))
            how = "on this record" if certainty == "definite" else "possible"
            lines += self._style.filled(f"{words}: {title} [{who}; {how}]", 4, 6)
        if words == "Raised" and beneath:
            lines.append(f"    Raised beside them, of a concern already named: {count_of(beneath, 'prompt')}")
        return lines

    def everything(self, day: Day) -> str:
        """The whole report as it stood on a day."""
        return render_text(self._replayed.session.report(day), self._style)

    def stop(self, step: Step, following: Step | None) -> Stop | None:
        """The facilitator's stop that comes before the next step, if there is one."""
        until = following.day if following is not None else self._replayed.last + 1
        return next((one for one in self._stops if step.day <= one.day < until), None)

    def asked(self, stop: Stop | None) -> str:
        """What the group is asked before it sees the prompts."""
        words = stop.ask if stop is not None else "Before the prompts: what would you ask now, and whom?"
        return _text(["", *textwrap.wrap(words, min(self._style.width, 100))])


def _text(lines: Sequence[str]) -> str:
    return "\n".join(line.rstrip() for line in lines)
