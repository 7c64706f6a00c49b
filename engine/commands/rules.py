"""`flag rules`: list, explain, test, lint and publish the rules."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from engine.asked import day_asked
from engine.commands.shared import FILES, guarded, width_of, write


@click.group(invoke_without_command=True, short_help="The rules: list, explain, test, lint, schema.")
@click.option("--local", type=FILES, help="What this local file changes in the shipped rules, and why.")
@click.option("--as-at", metavar="DAY", help="With --local: what is in force on this day (today if left out).")
@click.pass_context
def rules(ctx: click.Context, local: Path | None, as_at: str | None) -> None:
    """List the rules. `flag rules show NAME` explains one."""
    if ctx.invoked_subcommand is None and local is not None:
        from engine.report.localbook import render_local

        day = guarded(lambda: day_asked(as_at or "today"))
        write(guarded(lambda: render_local(local, day, width_of(sys.stdout.isatty()))), None)
    elif ctx.invoked_subcommand is None:
        from engine.report.rulebook import render_list

        write(guarded(render_list), None)


@rules.command("reading", short_help="How well the labelled corpus is read, kind by kind.")
@click.option("--part", type=click.Choice(["set_aside", "train"]), default="set_aside", show_default=True)
@click.option("--faults", is_flag=True, help="With --part train: every miss and every extra.")
@click.option("--vocabulary-only", is_flag=True, help="Without the second reader.")
def rules_reading(part: str, faults: bool, vocabulary_only: bool) -> None:
    """Read every entry of the corpus in rules/corpus and hold the events against its labels."""
    from engine.report.reading import render_reading

    write(guarded(lambda: render_reading(part, faults=faults, vocabulary_only=vocabulary_only)), None)


@rules.command("show", short_help="Explain one rule in plain English.")
@click.argument("name")
def show(name: str) -> None:
    """What a rule looks for, its numbers and where they come from, and what resolves it."""
    from engine.report.rulebook import render_rule

    write(guarded(lambda: render_rule(name)), None)


@rules.command("test", short_help="Run the tests inside the rule files.")
@click.argument("names", nargs=-1)
@click.option("--mutate", is_flag=True, help="Change each rule in small ways: its tests must notice every change.")
def test(names: tuple[str, ...], mutate: bool) -> None:
    """Run the tests that stand inside the rule files, all of them or those of NAMES."""
    from engine.report.rulebook import render_tests

    text, passed = guarded(lambda: render_tests(names, mutate))
    write(text, None)
    if not passed:
        raise click.exceptions.Exit(1)


@rules.command("coverage", short_help="What the rules' own tests exercise, and what they do not.")
@click.argument("names", nargs=-1)
def coverage(names: tuple[str, ...]) -> None:
    """Each event seen matching, not matching and perhaps; each number used; each outcome produced."""
    from engine.report.rulebook import render_coverage

    text, complete = guarded(lambda: render_coverage(names))
    write(text, None)
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

    text, clean = guarded(lambda: render_lint(cases))
    write(text, None)
    if not clean:
        raise click.exceptions.Exit(1)


@rules.command("pages", short_help="The rules as pages to read: docs/rules.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing: say which pages are out of date, with exit status 1.")
def pages(folder: Path, check: bool) -> None:
    """Write a page for every rule into FOLDER, an index, and what of each source document is carried by a rule."""
    from engine.report.rulepages import write_pages

    text, well = guarded(lambda: write_pages(folder, check=check))
    write(text, None)
    if not well:
        raise click.exceptions.Exit(1)


@rules.command("schema", short_help="The JSON Schema of `flag FILE --format json`.")
def schema() -> None:
    """Print the JSON Schema of the document."""
    from engine.report.json_report import json_schema

    write(json_schema(), None)
