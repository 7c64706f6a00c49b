"""`flag answer`, `flag kept` and `flag anonymise`: what is kept beside a case, and the case made anew."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from engine.asked import day_asked
from engine.commands.shared import (
    FILES,
    asking,
    guarded,
    options_of,
    reading_options,
    session_of,
    width_of,
    write,
)  # fmt: skip


@click.command(short_help="Record an answer to a prompt, or list the prompts with their answers.")
@click.argument("case", nargs=-1, required=True, type=FILES, metavar="FILES... [PROMPT]")
@reading_options
@click.option("--rules", metavar="WORD,...", help="As for `flag FILE`: the prompts of these rules.")
@click.option("--answer", "answered", metavar="ANSWER", help="done, already in plan, recorded elsewhere, will raise, "
              "disagree or does not apply.")
@click.option("--reason", default="", help="Why; without words of the record where they can be spared.")
@click.option("--role", default="", help="The role of whoever answers.")
@click.option("--owner", default="", help="Who sees to it.")
@click.option("--where", default="", help="Where it is recorded (for done, and recorded elsewhere).")
@click.option("--until", metavar="DAY", help="The last day on which it holds: 28 days if left out; needed to raise it.")
@click.option("--day", metavar="DAY", help="The day of the answer (else the as-at day).")
@click.option("--child", metavar="ID", help="Which child's prompt, where a rule is named.")
@click.option("--withdraw", is_flag=True, help="Take the answer back; it stays in the file as a former one.")
@click.option("--from", "workbook", type=FILES, help="Keep the answers given in a workbook of `flag code`.")
def answer(
    case: tuple[Path, ...], rules: str | None, answered: str | None, reason: str, role: str, owner: str, where: str,
    until: str | None, day: str | None, child: str | None, withdraw: bool, workbook: Path | None, **reading: Any,
) -> None:  # fmt: skip
    """Keep an answer to PROMPT (its number in the list, its id, or its rule) beside the chronology.

    Without PROMPT the open prompts are listed with their numbers. An answer never changes what the rules say.
    """
    from engine import recording

    files, prompt = recording.files_and_prompt(case)
    given, last = guarded(lambda: (day_asked(day), day_asked(until)))
    session = session_of(files, reading, rules=rules)
    if workbook is not None:
        text = guarded(lambda: recording.take_over(session, files, workbook))
    elif withdraw:
        text = guarded(lambda: recording.withdraw(session, files, prompt, child, given))
    elif prompt:
        said = recording.Words(answered or "", reason, role, owner, where, last)
        text = guarded(lambda: recording.record(session, files, prompt, child, said, given))
    else:
        from engine.report.answerlist import render_answers
        from engine.report.terminal import Style

        text = render_answers(session, Style(width_of(sys.stdout.isatty())))
    write(text, None)


@click.command("kept", short_help="What is kept beside a case, and deleting what flag wrote.")
@click.argument("place", type=FILES, default=Path(), metavar="[CASE or FOLDER]")
@click.option("--delete", "deleting", is_flag=True, help="Delete answers, reports and unfinished files; asks for each.")
@click.option("--yes", is_flag=True, help="With --delete: without asking.")
def kept_beside(place: Path, deleting: bool, yes: bool) -> None:
    """List everything kept beside CASE or in FOLDER: what it is, and whether it holds content of the case.

    The chronology, its side sheet, local practice and workbooks with corrections are never deleted.
    """
    from engine.keeping import delete, kept
    from engine.report.kept import render_deleted, render_kept

    found = guarded(lambda: kept(place))
    ask = (lambda _: True) if yes else asking()
    if not deleting or not found:
        write(render_kept(found), None)
    elif ask is None:
        click.echo("flag: Nobody can be asked here. Add --yes to delete without asking.", err=True)
        raise click.exceptions.Exit(2)
    else:
        asked = delete(found, lambda one: ask(f"Delete {one.path.name} ({one.what})?"), whole=place.is_dir())
        write(render_deleted(asked), None)


@click.command(short_help="The case with pseudonyms by role and moved days (still personal data).")
@click.argument("files", nargs=-1, required=True, type=FILES)
@click.option("--output", type=FILES, required=True, help="A folder of its own for the new files; it is "
    "made if need be.")
@click.option("--key", type=FILES, help="Also write what stands for what, and the weeks, to this file "
    "outside the folder.")
@click.option("--offset-weeks", type=int, hidden=True, help="Move by this many weeks; else a number drawn by chance.")
@click.option("--force", is_flag=True, help="Write into a folder that holds files, and over files of the same names.")
@reading_options
def anonymise(
    files: tuple[Path, ...], output: Path, key: Path | None, offset_weeks: int | None, force: bool, **reading: Any
) -> None:
    """Write the files of one case anew: people as a role and a letter, days moved, what identifies taken out.

    The result is still personal data. REPORT.txt in the folder says what was replaced and what is left to check.
    """
    from engine.anonymise.job import Wanted
    from engine.anonymise.job import anonymise as anonymise_case

    wanted = Wanted(files, output, key, offset_weeks, force)
    write(guarded(lambda: anonymise_case(wanted, options_of(reading, None, None), asking())), None)
