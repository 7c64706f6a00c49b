"""Walking through a replay with somebody who decides when to go on: `flag replay` on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.dates.when import Day
from engine.errors import FlagError
from engine.replay import Replay
from engine.report.stepping import Replayer, Step, steps_of

Say = Callable[[str], None]
Ask = Callable[[str], str | None]
"""Puts a question and gives what was typed; None where no more will come."""

HELP = (
    "Enter: the next step. r: go on to the next row. p: go on to the next change of prompts. g DAY: go to a day."
    " b: back. a: all prompts as they stand now. q: end."
)
PAUSE = "[Enter, r, p, g DAY, b, a, ?, q]"


def walk(
    replayed: Replay, replayer: Replayer, say: Say, ask: Ask, *, by: str, training: bool, read_day: Callable[[str], Day]
) -> None:
    """Show step after step, waiting before each; in training the group speaks before the prompts are shown."""
    say(replayer.heading(training=training))
    say(HELP)
    every = {way: steps_of(replayed, way) for way in ("row", "prompts")}
    way = by
    day: Day | None = None
    while True:
        typed = ask(PAUSE)
        if typed is None or typed.strip().lower() in ("q", "quit", "exit"):
            return
        word, _, rest = typed.strip().partition(" ")
        word = word.lower()
        if word in ("?", "h", "help"):
            say(HELP)
            continue
        if word == "a":
            say(replayer.everything(day) if day is not None else "Nothing has been shown yet.")
            continue
        if word in ("r", "p"):
            way = "row" if word == "r" else "prompts"
        elif word == "b":
            day = _before(every[way], day)
        elif word == "g":
            try:
                wanted = read_day(rest)
                replayed.check(wanted)
            except FlagError as error:
                say(str(error))
                continue
            day = _before_or_on(every[way], wanted)
        elif word:
            say(f"There is no such word here. {HELP}")
            continue
        step = _after(every[way], day)
        if step is None:
            say("This was the last step.")
            return
        if not _tell(replayer, step, _after(every[way], step.day), say, ask, training=training):
            return
        day = step.day


def _tell(replayer: Replayer, step: Step, following: Step | None, say: Say, ask: Ask, *, training: bool) -> bool:
    """Show a step; False where the user ends the replay instead of writing down what the group asks."""
    say(replayer.rows(step))
    stop = replayer.stop(step, following)
    own: list[str] = []
    if training or stop is not None:
        say(replayer.asked(stop))
        while (line := ask("yours (an empty line shows the prompts, q ends)")) is not None and line.strip():
            if line.strip().lower() in ("q", "quit", "exit"):
                return False
            own.append(line.strip())
    if own:
        say("\n  Your group:")
        for line in own:
            say(f"    {line}")
        say("  The rules:")
    say(replayer.changes(step))
    if training and stop is not None:
        for sense in stop.made_sense:
            say(f"  Why it made sense then: {sense}")
    return True


def _after(steps: Sequence[Step], day: Day | None) -> Step | None:
    return next((step for step in steps if day is None or step.day > day), None)


def _before(steps: Sequence[Step], day: Day | None) -> Day | None:
    """The day after which the step before the one just shown comes."""
    shown = [step.day for step in steps if day is not None and step.day < day]
    return shown[-2] if len(shown) > 1 else None


def _before_or_on(steps: Sequence[Step], wanted: Day) -> Day | None:
    """The day after which the last step up to the wanted day comes."""
    upto = [step.day for step in steps if step.day <= wanted]
    return upto[-2] if len(upto) > 1 else None


def run_through(replayed: Replay, replayer: Replayer, say: Say, *, by: str, until: Day | None) -> None:
    """Every step up to a day, without waiting: for a pipe or a file."""
    if until is not None:
        replayed.check(until)
    say(replayer.heading(training=False))
    for step in steps_of(replayed, by):
        if until is not None and step.day > until:
            break
        say(replayer.rows(step))
        say(replayer.changes(step))
