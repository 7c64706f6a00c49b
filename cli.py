"""The `flag` command: arguments in, exit status out, no logic.

Each command imports what it needs when it runs, so that `flag FILE` starts at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine import __version__
from engine.commands.auditing import audit
from engine.commands.keeping import anonymise, answer, kept_beside
from engine.commands.replaying import page_of, replay, training
from engine.commands.rules import rules
from engine.commands.shared import (
    FILES,
    check,
    colour,
    guarded,
    options_of,
    reading_options,
    session_of,
    width_of,
    write,
    writing_options,
)  # fmt: skip

if TYPE_CHECKING:
    from engine.report.briefing.blocks import Document
    from engine.report.model import Report

class MainJobFirst(click.Group):
    """`flag FILE` is `flag prompts FILE`: the main job needs no word of its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the main command first where the first word names no command."""
        first = next((word for word in args if not word.startswith("-")), None)
        if first is not None and first not in self.commands:
            args = ["prompts", *args]
        return super().parse_args(ctx, args)


@click.group(cls=MainJobFirst, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="flag")
def flag() -> None:
    """Read a multi-agency child-safeguarding chronology by rules and print what to ask next.

    \b
    flag chronology.csv                 the prompts
    flag chronology.csv --as-at DAY     the prompts as they could have been that day
    flag columns chronology.xlsx        what each sheet and column was taken for
    flag code chronology.csv            what was read from each row, and what was not
    flag why chronology.csv RULE        why a rule did, did not or could not fire
    flag replay chronology.csv          step by step as it became known; --training for a group
    flag answer chronology.csv          the open prompts by number, and answering one
    flag kept                           what is kept beside a case
    flag eyes chronology.csv            what each agency could have seen alone, and all together
    flag anonymise CASE --output FOLDER the case with pseudonyms and moved days
    flag audit CASES --output FOLDER    many cases: evaluate, sample, workbook, figures
    flag rules                          the rules: list, explain, test

    Everything stays on this machine. Prompts are questions, never decisions.
    """


@flag.command(short_help="The prompts for a case (the same as `flag FILE`).")
@click.argument("files", nargs=-1, required=True, type=FILES)
@reading_options
@click.option(
    "--rules",
    metavar="WORD,...",
    help="These packs, themes or rules in place of the core; -WORD leaves out: core,-health (the nearer word wins).",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv", "md", "docx", "html"]),
    help="docx: two pages for a meeting. html: a page for any day. Else as --output NAME ends, else text.",
)  # fmt: skip
@click.option("--replay-from", metavar="DAY", help="With html: the first day that the page can show.")
@writing_options("Write to this file instead of the terminal.")
@click.option("--all", "everything", is_flag=True, help="Show every prompt with its rows, words and numbers.")
@click.option("--for", "audience", type=click.Choice(["professionals"]), help="Show restricted clauses as well.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 where there are open prompts.")
@click.option(
    "--as-known-by", "known_by", metavar="AGENCY", default="",
    help="Only what this agency recorded, was sent, or was present for.",
)
def prompts(
    files: tuple[Path, ...], rules: str | None, form: str | None, output: Path | None, force: bool, everything: bool,
    audience: str | None, exit_code: bool, replay_from: str | None, known_by: str, **reading: Any,
) -> None:  # fmt: skip
    """Read the files of one case, evaluate the rules and print the prompts."""
    ending = output.suffix.lower().lstrip(".") if output is not None else ""
    form = form or (ending if ending in ("json", "csv", "md", "docx", "html") else "text")
    if form == "docx" and output is None:
        raise click.UsageError("A Word file needs a file to go to: add --output NAME.docx.")
    check(output, force, files)
    session = session_of(files, reading, rules=rules, audience=audience, known_by=known_by)
    report = session.report()
    if form == "html":
        write(page_of(files, session, replay_from), output)
    else:
        write(_rendered(report, form, session.options.professionals, output, everything), output)
    if exit_code and any(
        prompt.state in ("open", "answered") and prompt.kind != "question" for prompt in report.prompts
    ):
        raise click.exceptions.Exit(1)


def _rendered(report: Report, form: str, professionals: bool, output: Path | None, everything: bool) -> str | bytes:
    """The report in one of its forms: text, or the bytes of a file."""
    if form == "json":
        from engine.report.json_report import render_json

        return render_json(report)
    if form == "csv":
        from engine.report.prompts_csv import for_excel, render_csv

        table = render_csv(report, professionals)
        return table if output is None else for_excel(table)
    if form in ("docx", "md"):
        from engine.report.briefing.document import briefing

        return _written(briefing(report, professionals), form)
    from engine.report.terminal import Style, render_text

    to_terminal = output is None and sys.stdout.isatty()
    return render_text(report, Style(width_of(to_terminal), to_terminal and colour(), everything))


def _written(document: Document, form: str) -> str | bytes:
    """The briefing as Word or Markdown."""
    if form == "docx":
        from engine.report.briefing.word import render_document as as_word

        return as_word(document)
    from engine.report.briefing.markdown import render_document as as_markdown

    return as_markdown(document)


@flag.command(short_help="The events read from each row, the words matched, and what was not read.")
@click.argument("files", nargs=-1, required=True, type=FILES)
@reading_options
@click.option("--format", "form", type=click.Choice(["text", "csv", "xlsx"]), help="Text, CSV or a workbook.")
@click.option("--for", "audience", type=click.Choice(["professionals"]), help="Show restricted clauses as well.")
@writing_options("Write to this file instead of the terminal; NAME.xlsx gives the workbook.")
@click.option("--learn", is_flag=True, help="From a corrected workbook, write the wording that it teaches.")
def code(
    files: tuple[Path, ...], form: str | None, output: Path | None, force: bool, audience: str | None, learn: bool,
    **reading: Any,
) -> None:  # fmt: skip
    """Show how each row was read: its days, its events with the words matched, and what was not read.

    \b
    flag code chronology.csv --output coded.xlsx     a workbook to correct
    flag coded.xlsx                                  the prompts, with your corrections
    flag code --learn coded.xlsx --output words.yaml your wording, to read, edit and use with --words
    """
    check(output, force, files)
    session = session_of(files, reading)
    form = form or ("xlsx" if output is not None and output.suffix.lower() == ".xlsx" else "text")
    if learn:
        from engine.report.learning import render_words

        write(render_words(session.read), output)
    elif form == "xlsx":
        from engine.report.codedbook import render_workbook

        if output is None:
            raise click.UsageError("A workbook needs a file to go to: add --output NAME.xlsx.")
        write(guarded(lambda: render_workbook(session.read, tuple(_kinds()), session.report())), output)
    else:
        from engine.report.coding import render_coding, render_coding_csv

        to_terminal = output is None and sys.stdout.isatty()
        shown = audience == "professionals"
        width = width_of(to_terminal)
        as_csv = form == "csv"
        text = render_coding_csv(session.read, shown) if as_csv else render_coding(session.read, width, shown)
        write(text, output)


def _kinds() -> list[str]:
    from engine.pack import load_pack

    return sorted(load_pack().vocabulary.kinds)


@flag.command(short_help="Which prompts each agency could have seen alone, and which only all together.")
@click.argument("files", nargs=-1, required=True, type=FILES)
@reading_options
@click.option("--rules", metavar="WORD,...", help="As for `flag FILE`: the prompts of these rules.")
@writing_options("Write to this file instead of the terminal.")
def eyes(files: tuple[Path, ...], rules: str | None, output: Path | None, force: bool, **reading: Any) -> None:
    """For each prompt open on all records: since when each agency could have seen it alone, and all together.

    What one agency knew alone is shown by `flag FILE --as-known-by AGENCY`.
    """
    from engine.report.eyes import render_eyes
    from engine.report.terminal import Style

    check(output, force, files)
    session = session_of(files, reading, rules=rules)
    write(guarded(lambda: render_eyes(session, Style(width_of(output is None and sys.stdout.isatty())))), output)


@flag.command(short_help="What each table, sheet and column of the files was taken for, and why.")
@click.argument("files", nargs=-1, required=True, type=FILES)
@reading_options
def columns(files: tuple[Path, ...], **reading: Any) -> None:
    """Show which tables of FILES are chronologies, where their headers stand and what each column was taken for.

    Nothing of the rows is shown. What is wrong can be put right with --columns, or with `columns:` in the side sheet.
    """
    from engine.report.columns import render_columns
    from engine.session import read_only

    sources = guarded(lambda: read_only(files, options_of(reading, None, None)))
    write(render_columns(sources, width_of(sys.stdout.isatty())), None)


@flag.command(short_help="Why a rule did, did not or could not fire.")
@click.argument("file", type=FILES)
@click.argument("rule")
@reading_options
@click.option("--child", metavar="ID", help="Only this child.")
@click.option("--plain", is_flag=True, help="In plain words, for somebody who does not use this tool.")
def why(file: Path, rule: str, child: str | None, plain: bool, **reading: Any) -> None:
    """Explain RULE for the case in FILE: what it looked for, the rows, the numbers, the verdict day by day."""
    from engine.report.why import render_why

    session = session_of((file,), reading, rules=rule)
    write(guarded(lambda: render_why(session, rule, child, plain, width_of(sys.stdout.isatty()))), None)


for command in (answer, kept_beside, replay, training, anonymise, audit, rules):
    flag.add_command(command)


def main() -> None:
    """The console script."""
    flag(prog_name="flag")


if __name__ == "__main__":
    main()
