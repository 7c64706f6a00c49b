"""The `flag` command: arguments in, exit status out, no logic.

Each command imports what it needs when it runs, so that `flag FILE` starts at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine import __version__
from engine.asked import agencies_asked as _agencies
from engine.asked import columns_asked as _columns
from engine.asked import day_asked as _day

if TYPE_CHECKING:
    from engine.report.briefing.blocks import Document
    from engine.report.model import Report
    from engine.session import Options, Session

FILES = click.Path(path_type=Path)


class MainJobFirst(click.Group):
    """`flag FILE` is `flag prompts FILE`: the main job needs no word of its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the main command first where the first word names no command."""
        first = next((word for word in args if not word.startswith("-")), None)
        if first is not None and first not in self.commands:
            args = ["prompts", *args]
        return super().parse_args(ctx, args)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how files are read, shared by the commands that read them."""
    for option in (
        click.option("--side-sheet", type=FILES, help="Side sheet to use (else NAME.yaml beside NAME.csv)."),
        click.option(
            "--columns",
            metavar="HEADER=COLUMN,...",
            help='Name columns by hand: "Day=date,What=event,Weather=ignore" (see `flag columns FILE`).',
        ),
        click.option("--local", type=FILES, help="Local practice (else local.yaml beside the chronology)."),
        click.option("--words", type=FILES, multiple=True, help="Local wording to read with, beside the shipped one."),
        click.option("--encoding", metavar="NAME", help="Character encoding of the files, if it is misread."),
        click.option(
            "--agency",
            metavar="NAME or FILE=NAME",
            multiple=True,
            help="The agency of files that have no agency column; for several files, FILE=NAME once for each.",
        ),
        click.option("--hindsight", is_flag=True, help="Ignore when rows were recorded; count them from their date."),
        click.option("--as-at", metavar="DAY", help="The day to look from: 2022-03-01, or `today`."),
    ):
        command = option(command)
    return command  # fmt: skip


def writing_options(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options that say where the output goes."""

    def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
        command = click.option("--force", is_flag=True, help="Write over a file that exists without asking.")(command)
        return click.option("--output", type=FILES, help=help_text)(command)

    return with_options


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
    flag answer chronology.csv          the open prompts by number, and answering one
    flag kept                           what is kept beside a case
    flag eyes chronology.csv            what each agency could have seen alone, and all together
    flag anonymise CASE --output FOLDER the case with pseudonyms and moved days
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
    "--format", "form", type=click.Choice(["text", "json", "csv", "md", "docx", "html"]), default="text",
    show_default=True, help="docx: two pages for a meeting. html: a page that shows the case on any day.",
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
    files: tuple[Path, ...], rules: str | None, form: str, output: Path | None, force: bool, everything: bool,
    audience: str | None, exit_code: bool, replay_from: str | None, known_by: str, **reading: Any,
) -> None:  # fmt: skip
    """Read the files of one case, evaluate the rules and print the prompts."""
    if form == "docx" and output is None:
        raise click.UsageError("A Word file needs a file to go to: add --output NAME.docx.")
    _check(output, force)
    session = _session(files, reading, rules=rules, audience=audience, known_by=known_by)
    report = session.report()
    if form == "html":
        _write(_page(files, session, replay_from), output)
    else:
        _write(_rendered(report, form, session.options.professionals, output, everything), output)
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
    return render_text(report, Style(_width(to_terminal), to_terminal and _colour(), everything))


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
    _check(output, force)
    session = _session(files, reading)
    form = form or ("xlsx" if output is not None and output.suffix.lower() == ".xlsx" else "text")
    if learn:
        from engine.report.learning import render_words

        _write(render_words(session.read), output)
    elif form == "xlsx":
        from engine.report.codedbook import render_workbook

        if output is None:
            raise click.UsageError("A workbook needs a file to go to: add --output NAME.xlsx.")
        _write(_guarded(lambda: render_workbook(session.read, tuple(_kinds()), session.report())), output)
    else:
        from engine.report.coding import render_coding, render_coding_csv

        to_terminal = output is None and sys.stdout.isatty()
        shown = audience == "professionals"
        width = _width(to_terminal)
        as_csv = form == "csv"
        text = render_coding_csv(session.read, shown) if as_csv else render_coding(session.read, width, shown)
        _write(text, output)


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

    _check(output, force)
    session = _session(files, reading, rules=rules)
    _write(_guarded(lambda: render_eyes(session, Style(_width(output is None and sys.stdout.isatty())))), output)


@flag.command(short_help="Record an answer to a prompt, or list the prompts with their answers.")
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
    given, last = _guarded(lambda: (_day(day), _day(until)))
    session = _session(files, reading, rules=rules)
    if workbook is not None:
        text = _guarded(lambda: recording.take_over(session, files, workbook))
    elif withdraw:
        text = _guarded(lambda: recording.withdraw(session, files, prompt, child, given))
    elif prompt:
        said = recording.Words(answered or "", reason, role, owner, where, last)
        text = _guarded(lambda: recording.record(session, files, prompt, child, said, given))
    else:
        from engine.report.answerlist import render_answers
        from engine.report.terminal import Style

        text = render_answers(session, Style(_width(sys.stdout.isatty())))
    _write(text, None)


@flag.command("kept", short_help="What is kept beside a case, and deleting what flag wrote.")
@click.argument("place", type=FILES, default=Path(), metavar="[CASE or FOLDER]")
@click.option("--delete", "deleting", is_flag=True, help="Delete answers, reports and unfinished files; asks for each.")
@click.option("--yes", is_flag=True, help="With --delete: without asking.")
def kept_beside(place: Path, deleting: bool, yes: bool) -> None:
    """List everything kept beside CASE or in FOLDER: what it is, and whether it holds content of the case.

    The chronology, its side sheet, local practice and workbooks with corrections are never deleted.
    """
    from engine.keeping import delete, kept
    from engine.report.kept import render_deleted, render_kept

    found = _guarded(lambda: kept(place))
    ask = (lambda _: True) if yes else _ask()
    if not deleting or not found:
        _write(render_kept(found), None)
    elif ask is None:
        click.echo("flag: Nobody can be asked here. Add --yes to delete without asking.", err=True)
        raise click.exceptions.Exit(2)
    else:
        asked = delete(found, lambda one: ask(f"Delete {one.path.name} ({one.what})?"))
        _write(render_deleted(asked), None)


@flag.command(short_help="What each table, sheet and column of the files was taken for, and why.")
@click.argument("files", nargs=-1, required=True, type=FILES)
@reading_options
def columns(files: tuple[Path, ...], **reading: Any) -> None:
    """Show which tables of FILES are chronologies, where their headers stand and what each column was taken for.

    Nothing of the rows is shown. What is wrong can be put right with --columns, or with `columns:` in the side sheet.
    """
    from engine.report.columns import render_columns
    from engine.session import read_only

    sources = _guarded(lambda: read_only(files, _options(reading, None, None)))
    _write(render_columns(sources, _width(sys.stdout.isatty())), None)


@flag.command(short_help="Why a rule did, did not or could not fire.")
@click.argument("file", type=FILES)
@click.argument("rule")
@reading_options
@click.option("--child", metavar="ID", help="Only this child.")
@click.option("--plain", is_flag=True, help="In plain words, for somebody who does not use this tool.")
def why(file: Path, rule: str, child: str | None, plain: bool, **reading: Any) -> None:
    """Explain RULE for the case in FILE: what it looked for, the rows, the numbers, the verdict day by day."""
    from engine.report.why import render_why

    session = _session((file,), reading, rules=rule)
    _write(_guarded(lambda: render_why(session, rule, child, plain, _width(sys.stdout.isatty()))), None)


@flag.command(short_help="Step through a case day by day, as it became known.")
@click.argument("files", nargs=-1, required=True, type=FILES)
@reading_options
@click.option("--rules", metavar="WORD,...", help="These packs, themes or rules in place of the core.")
@click.option("--by", type=click.Choice(["row", "prompts"]), default="row", show_default=True, help="Where to stop.")
@click.option("--from", "since", metavar="DAY", help="Begin on this day.")
@click.option("--to", "until", metavar="DAY", help="Print every step up to this day, without waiting.")
@click.option("--training", is_flag=True, help="Ask the group before the prompts of each step are shown.")
@click.option(
    "--format", "form", type=click.Choice(["text", "html"]), default="text", show_default=True,
    help="html is a training page that reveals the case row by row.",
)  # fmt: skip
@click.option("--for", "audience", type=click.Choice(["professionals"]), help="Show whole rows and what is restricted.")
@click.option(
    "--as-known-by", "known_by", metavar="AGENCY", default="",
    help="Only what this agency recorded, was sent, or was present for.",
)  # fmt: skip
@writing_options("Write to this file instead of the terminal.")
def replay(
    files: tuple[Path, ...], rules: str | None, by: str, since: str | None, until: str | None, training: bool,
    form: str, audience: str | None, known_by: str, output: Path | None, force: bool, **reading: Any,
) -> None:  # fmt: skip
    """Step through a case as it became known: what was raised, answered, resolved and due, and nothing of what comes.

    \b
    flag replay chronology.csv                          step by step; Enter goes on, ? tells the other words
    flag replay chronology.csv --training               the group speaks first
    flag replay chronology.csv --to 2021-06-30          everything up to a day, at once
    flag replay chronology.csv --format html --output training.html       a page for a trainer
    """
    _check(output, force)
    session = _session(files, reading, rules=rules, audience=audience, known_by=known_by)
    if form == "html":
        _write(_page(files, session, since, training=True), output)
        return
    from engine.report.stepping import Replayer
    from engine.report.terminal import Style
    from engine.walk import run_through, walk

    replayed = _replayed(session, since)
    live = output is None and until is None and sys.stdin.isatty() and sys.stdout.isatty()
    style = Style(_width(live), live and _colour())
    replayer = Replayer(replayed, style, _stops(files))
    if live:
        walk(replayed, replayer, click.echo, _typed, by=by, training=training, read_day=_one_day)
        return
    lines: list[str] = []
    day = _guarded(lambda: _day(until))
    _guarded(lambda: run_through(replayed, replayer, lines.append, by=by, until=day))
    _write("\n".join(lines) + "\n", output)


def _replayed(session: Session, since: str | None, *, whole: bool = True) -> Any:
    from engine.progress import days_on_terminal
    from engine.replay import MOST_DAYS, SHORT_CASE
    from engine.replay import replay as replay_case

    most = None if whole or len(session.read.case.rows) <= SHORT_CASE else MOST_DAYS
    return _guarded(lambda: replay_case(session, _day(since), days_on_terminal(), most))


def _page(files: tuple[Path, ...], session: Session, since: str | None, *, training: bool = False) -> str:
    from engine.report.page.page import render_page

    stops = _stops(files) if training else ()
    replayed = _replayed(session, since, whole=training)
    text: str = _guarded(lambda: render_page(replayed, training=training, stops=stops))
    return text


def _stops(files: tuple[Path, ...]) -> Any:
    from engine.training import training_beside

    return _guarded(lambda: training_beside(files[0])).stops


def _typed(question: str) -> str | None:
    try:
        return input(f"{question} ")
    except EOFError:
        return None


def _one_day(text: str) -> int:
    from engine.errors import UsageError

    day = _day(text.strip() or None)
    if day is None:
        raise UsageError("No day was given.", "Write g and the day: g 2021-06-30.")
    return day


@flag.command(short_help="The case with pseudonyms by role and moved days (still personal data).")
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
    from engine.anonymise.job import anonymise as write

    wanted = Wanted(files, output, key, offset_weeks, force)
    _write(_guarded(lambda: write(wanted, _options(reading, None, None), _ask())), None)


@flag.command(short_help="The facilitator's page of a case: when to stop, what could be known, what was found.")
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

    _check(output, force)
    beside = _guarded(lambda: training_beside(files[0]))
    session = _session(files, reading, rules=rules, audience=audience)
    _write(_guarded(lambda: render_training(session, beside)), output)


@flag.group(invoke_without_command=True, short_help="The rules: list, explain, test, lint, schema.")
@click.option("--local", type=FILES, help="What this local file changes in the shipped rules, and why.")
@click.option("--as-at", metavar="DAY", help="With --local: what is in force on this day (today if left out).")
@click.pass_context
def rules(ctx: click.Context, local: Path | None, as_at: str | None) -> None:
    """List the rules. `flag rules show NAME` explains one."""
    if ctx.invoked_subcommand is None and local is not None:
        from engine.report.localbook import render_local

        day = _guarded(lambda: _day(as_at or "today"))
        _write(_guarded(lambda: render_local(local, day, _width(sys.stdout.isatty()))), None)
    elif ctx.invoked_subcommand is None:
        from engine.report.rulebook import render_list

        _write(_guarded(render_list), None)


@rules.command("reading", short_help="How well the labelled corpus is read, kind by kind.")
@click.option("--part", type=click.Choice(["set_aside", "train"]), default="set_aside", show_default=True)
@click.option("--faults", is_flag=True, help="With --part train: every miss and every extra.")
@click.option("--vocabulary-only", is_flag=True, help="Without the second reader.")
def rules_reading(part: str, faults: bool, vocabulary_only: bool) -> None:
    """Read every entry of the corpus in rules/corpus and hold the events against its labels."""
    from engine.report.reading import render_reading

    _write(_guarded(lambda: render_reading(part, faults=faults, vocabulary_only=vocabulary_only)), None)


@rules.command("show", short_help="Explain one rule in plain English.")
@click.argument("name")
def show(name: str) -> None:
    """What a rule looks for, its numbers and where they come from, and what resolves it."""
    from engine.report.rulebook import render_rule

    _write(_guarded(lambda: render_rule(name)), None)


@rules.command("test", short_help="Run the tests inside the rule files.")
@click.argument("names", nargs=-1)
@click.option("--mutate", is_flag=True, help="Change each rule in small ways: its tests must notice every change.")
def test(names: tuple[str, ...], mutate: bool) -> None:
    """Run the tests that stand inside the rule files, all of them or those of NAMES."""
    from engine.report.rulebook import render_tests

    text, passed = _guarded(lambda: render_tests(names, mutate))
    _write(text, None)
    if not passed:
        raise click.exceptions.Exit(1)


@rules.command("coverage", short_help="What the rules' own tests exercise, and what they do not.")
@click.argument("names", nargs=-1)
def coverage(names: tuple[str, ...]) -> None:
    """Each event seen matching, not matching and perhaps; each number used; each outcome produced."""
    from engine.report.rulebook import render_coverage

    text, complete = _guarded(lambda: render_coverage(names))
    _write(text, None)
    if not complete:
        raise click.exceptions.Exit(1)


@rules.command("lint", short_help="Look for faults in the rules themselves.")
@click.option(
    "--cases", type=click.Path(exists=True, file_okay=False, path_type=Path), multiple=True, metavar="FOLDER",
    help="Also hold the rules against every CSV chronology under FOLDER: two that say the same, one that cries wolf.",
)  # fmt: skip
def lint(cases: tuple[Path, ...]) -> None:
    """Numbers in prose, blaming words, missing sources, kinds that no vocabulary produces, values out of bounds."""
    from engine.report.rulebook import render_lint

    text, clean = _guarded(lambda: render_lint(cases))
    _write(text, None)
    if not clean:
        raise click.exceptions.Exit(1)


@rules.command("pages", short_help="The rules as pages to read: docs/rules.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing: say which pages are out of date, with exit status 1.")
def pages(folder: Path, check: bool) -> None:
    """Write a page for every rule into FOLDER, an index, and what of each source document is carried by a rule."""
    from engine.report.rulepages import write_pages

    text, well = _guarded(lambda: write_pages(folder, check=check))
    _write(text, None)
    if not well:
        raise click.exceptions.Exit(1)


@rules.command("schema", short_help="The JSON Schema of `flag FILE --format json`.")
def schema() -> None:
    """Print the JSON Schema of the document."""
    from engine.report.json_report import json_schema

    _write(json_schema(), None)


# --- edges --------------------------------------------------------------------------------------------


def _session(
    files: tuple[Path, ...], reading: dict[str, Any], rules: str | None = None, audience: str | None = None,
    known_by: str = "",
) -> Session:  # fmt: skip
    from engine.progress import on_terminal
    from engine.session import open_session

    shown = on_terminal()
    session: Session = _guarded(lambda: open_session(files, _options(reading, rules, audience, known_by), shown))
    return session


def _options(reading: dict[str, Any], rules: str | None, audience: str | None, known_by: str = "") -> Options:
    from engine.session import Options

    agency, agency_of = _agencies(reading["agency"])
    return Options(
        as_at=_day(reading["as_at"]),
        rules=tuple(word.strip() for word in rules.split(",") if word.strip()) if rules else (),
        agency=agency,
        agency_of=agency_of,
        encoding=reading["encoding"],
        columns=_columns(reading["columns"]),
        side_sheet=reading["side_sheet"],
        words=reading["words"],
        local=reading["local"],
        hindsight=reading["hindsight"],
        professionals=audience == "professionals",
        known_by=known_by,
    )


def _guarded(job: Callable[[], Any]) -> Any:
    """Run a job; a typed error becomes one clear sentence on standard error and exit status 2."""
    from engine.errors import FlagError

    try:
        return job()
    except FlagError as error:
        click.echo(f"flag: {error}", err=True)
        raise click.exceptions.Exit(2) from None


def _width(to_terminal: bool) -> int:
    import shutil

    return shutil.get_terminal_size((100, 24)).columns if to_terminal else 100


def _colour() -> bool:
    import os

    return "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _check(output: Path | None, force: bool) -> None:
    """Refuse a place that cannot be written to before the long work begins; ask before writing over a file."""
    if output is not None:
        from engine.output import check_output

        _guarded(lambda: check_output(output, force=force, ask=_ask()))


def _write(text: str | bytes, output: Path | None) -> None:
    """To the terminal, or to a file that `_check` has already asked about."""
    if output is None:
        click.echo(text, nl=isinstance(text, str) and not text.endswith("\n"))
        return
    from engine.output import write_output

    _guarded(lambda: write_output(output, text if isinstance(text, bytes) else text.encode(), force=True))


def _ask() -> Callable[[str], bool] | None:
    """How to put a question to the user; None where input comes from no terminal, so that nobody can answer."""
    return (lambda question: click.confirm(question, err=True)) if sys.stdin.isatty() else None


def main() -> None:
    """The console script."""
    flag(prog_name="flag")


if __name__ == "__main__":
    main()
