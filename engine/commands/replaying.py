"""`flag replay` and `flag training`: a case as it became known, and the page of whoever leads a training."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.asked import day_asked
from engine.commands.shared import (
    FILES,
    check,
    colour,
    guarded,
    reading_options,
    session_of,
    width_of,
    write,
    writing_options,
)  # fmt: skip

if TYPE_CHECKING:
    from engine.session import Session


@click.command(short_help="Step through a case day by day, as it became known.")
@click.argument("files", nargs=-1, required=True, type=FILES)
@reading_options
@click.option("--rules", metavar="WORD,...", help="These packs, themes or rules in place of the core.")
@click.option("--by", type=click.Choice(["row", "prompts"]), default="row", show_default=True, help="Where to stop.")
@click.option("--from", "since", metavar="DAY", help="Begin on this day.")
@click.option("--to", "until", metavar="DAY", help="Print every step up to this day, without waiting.")
@click.option("--training", is_flag=True, help="Ask the group before the prompts of each step are shown.")
@click.option(
    "--format", "form", type=click.Choice(["text", "html"]),
    help="html is a training page that reveals the case row by row. Else as --output NAME ends, else text.",
)  # fmt: skip
@click.option("--for", "audience", type=click.Choice(["professionals"]), help="Show whole rows and what is restricted.")
@click.option(
    "--as-known-by", "known_by", metavar="AGENCY", default="",
    help="Only what this agency recorded, was sent, or was present for.",
)  # fmt: skip
@writing_options("Write to this file instead of the terminal.")
def replay(
    files: tuple[Path, ...], rules: str | None, by: str, since: str | None, until: str | None, training: bool,
    form: str | None, audience: str | None, known_by: str, output: Path | None, force: bool, **reading: Any,
) -> None:  # fmt: skip
    """Step through a case as it became known: what was raised, answered, resolved and due, and nothing of what comes.

    \b
    flag replay chronology.csv                          step by step; Enter goes on, ? tells the other words
    flag replay chronology.csv --training               the group speaks first
    flag replay chronology.csv --to 2021-06-30          everything up to a day, at once
    flag replay chronology.csv --format html --output training.html       a page for a trainer
    """
    check(output, force, files)
    session = session_of(files, reading, rules=rules, audience=audience, known_by=known_by)
    if form == "html" or (form is None and output is not None and output.suffix.lower() == ".html"):
        write(page_of(files, session, since, training=True), output)
        return
    from engine.report.stepping import Replayer
    from engine.report.terminal import Style
    from engine.walk import run_through, walk

    replayed = replay_of(session, since)
    live = output is None and until is None and sys.stdin.isatty() and sys.stdout.isatty()
    style = Style(width_of(live), live and colour())
    replayer = Replayer(replayed, style, stops_of(files))
    if live:
        walk(replayed, replayer, click.echo, typed, by=by, training=training, read_day=one_day_of)
        return
    lines: list[str] = []
    day = guarded(lambda: day_asked(until))
    guarded(lambda: run_through(replayed, replayer, lines.append, by=by, until=day))
    write("\n".join(lines) + "\n", output)


def replay_of(session: Session, since: str | None, *, whole: bool = True) -> Any:
    from engine.progress import days_on_terminal
    from engine.replay import MOST_DAYS, SHORT_CASE
    from engine.replay import replay as replay_case

    most = None if whole or len(session.read.case.rows) <= SHORT_CASE else MOST_DAYS
    return guarded(lambda: replay_case(session, day_asked(since), days_on_terminal(), most))


def page_of(files: tuple[Path, ...], session: Session, since: str | None, *, training: bool = False) -> str:
    from engine.report.page.page import render_page

    stops = stops_of(files) if training else ()
    replayed = replay_of(session, since, whole=training)
    text: str = guarded(lambda: render_page(replayed, training=training, stops=stops))
    return text


def stops_of(files: tuple[Path, ...]) -> Any:
    from engine.training import training_beside

    return guarded(lambda: training_beside(files[0])).stops


def typed(question: str) -> str | None:
    try:
        return input(f"{question} ")
    except EOFError:
        return None


def one_day_of(text: str) -> int:
    from engine.errors import UsageError

    day = day_asked(text.strip() or None)
    if day is None:
        raise UsageError("No day was given.", "Write g and the day: g 2021-06-30.")
    return day


@click.command(short_help="The facilitator's page of a case: when to stop, what could be known, what was found.")
@click.argument("files", nargs=-1, required=True, type=FILES, metavar="CASE")
@reading_options
@click.option("--rules", metavar="WORD,...", help="These packs, themes or rules in place of the core.")
@click.option("--for", "audience", type=click.Choice(["professionals"]), help="Show whole rows and what is restricted.")
@writing_options("Write to this file instead of the terminal.")
def training(
    files: tuple[Path, ...], rules: str | None, output: Path | None, force: bool, audience: str | None, **reading: Any
) -> None:
    """Print as Markdown the page of whoever leads a training on CASE, from NAME.training.yaml beside it.

    The group works with `flag replay CASE --training`, or with the page of `flag replay CASE --format html`.
    """
    from engine.report.facilitator import render_training
    from engine.training import training_beside

    check(output, force, files)
    beside = guarded(lambda: training_beside(files[0]))
    session = session_of(files, reading, rules=rules, audience=audience)
    write(guarded(lambda: render_training(session, beside)), output)
