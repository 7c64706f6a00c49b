"""`flag audit sample` and `flag audit collect`: cases for auditors to read, and what came back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from engine.commands.shared import FILES, check, guarded, width_of, write

FOLDER = click.Path(path_type=Path)
BY = click.Choice(["team", "plan", "theme", "rule", "age"])


@click.command(short_help="Draw a sample of cases and write the workbook that auditors fill in.")
@click.argument("folder", type=FOLDER)
@click.option("--seed", default="", help="Any number or word, chosen before the cases are looked at.")
@click.option("--size", type=int, default=0, help="Cases in all.")
@click.option("--by", type=BY, help="Divide the sample by this; --size is then shared out in proportion.")
@click.option("--each", type=int, default=0, help="With --by: so many cases from each part, in place of --size.")
@click.option(
    "--only", multiple=True, metavar="TARGET",
    help='Only cases like this, such as "closed-within:6 months", "referral-from:public", "plan:child protection '
    'plan", "unseen:28 days", "rule-open:RULE", "theme-open:THEME", "team:NAME"; several must all hold.',
)
@click.option("--rule", "rules", multiple=True, metavar="RULE", help="Show only prompts of this rule; may be repeated.")
@click.option("--theme", "themes", multiple=True, metavar="THEME", help="Show only prompts on this theme.")
@click.option("--closed", is_flag=True, help="Show prompts that were resolved or lapsed as well.")
@click.option("--for", "audience", type=click.Choice(["professionals"]), help="Show restricted clauses as well.")
@click.option("--after-blind", type=FILES, metavar="BOOK", help="Write the prompts of the cases that were read blind.")
@click.option("--output", type=FILES, help="The workbook, NAME.xlsx; without it the sample is only told.")
@click.option("--force", is_flag=True, help="Write over a workbook in which nothing was typed without asking.")
@click.option("--discard-answers", is_flag=True, help="With --force: even where auditors have typed answers.")
def sample(
    folder: Path, seed: str, size: int, by: str | None, each: int, only: tuple[str, ...], rules: tuple[str, ...],
    themes: tuple[str, ...], closed: bool, audience: str | None, after_blind: Path | None, output: Path | None,
    force: bool, discard_answers: bool,
) -> None:  # fmt: skip
    """Draw a sample from the audit in FOLDER. The same seed gives everybody the same cases.

    Half of the sample is read blind first: its prompts are written with --after-blind, to a second workbook, once
    the first has been filled in.
    """
    from engine.audit import sampled
    from engine.audit.sampling import Plan

    if output is not None and output.suffix.lower() != ".xlsx":
        raise click.UsageError("The workbook needs a name that ends in .xlsx.")
    if after_blind is not None and output is None:
        raise click.UsageError("The second workbook needs a file to go to: add --output NAME.xlsx.")
    if output is not None:
        if not discard_answers:
            guarded(lambda: sampled.refuse_to_lose(output))
        check(output, force, [after_blind] if after_blind is not None else [])
    width = width_of(sys.stdout.isatty())
    if after_blind is not None:
        done = guarded(lambda: sampled.after_blind(folder, after_blind, width))
    else:
        plan = Plan(seed, size, by or "", each, only)
        asked = sampled.Asked(plan, rules, themes, closed, audience == "professionals")
        done = guarded(lambda: sampled.sample(folder, asked, width, book=output is not None))
    if done.book is not None:
        write(done.book, output)
    write(done.text, None)


@click.command(short_help="Put together the workbooks that auditors filled in.")
@click.argument("folder", type=FOLDER)
@click.option("--audit", type=FOLDER, help="The audit's output folder: workbooks of another run are then not counted.")
@click.option("--look-from", type=click.IntRange(1), default=3, show_default=True,
              help="Disagreements about a rule's numbers from which on they are worth a look.")  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "md", "csv", "xlsx", "json"]), help="Else as --output ends."
)
@click.option("--output", type=FILES, help="Write to this file instead of the terminal.")
@click.option("--force", is_flag=True, help="Write over a file that exists without asking.")
def collect(
    folder: Path, audit: Path | None, look_from: int, form: str | None, output: Path | None, force: bool
) -> None:
    """Read the filled-in workbooks in FOLDER: agreement with the prompts, what the tool missed, why auditors disagree.

    The workbooks are only read. What was typed and cannot be counted is listed as it was typed.
    """
    from engine.audit import collectedforms
    from engine.audit.collecting import collect as put_together
    from engine.audit.folder import AuditFolder
    from engine.audit.sampled import refuse_to_lose
    from engine.audit.workbook.book import run_of

    ending = output.suffix.lower().lstrip(".") if output is not None else ""
    form = form or (ending if ending in collectedforms.FORMS else "text")
    if form == "xlsx" and output is None:
        raise click.UsageError("A workbook needs a file to go to: add --output NAME.xlsx.")
    if output is not None and ending == "xlsx":
        guarded(lambda: refuse_to_lose(output, remedy=""))
    check(output, force)
    run = guarded(lambda: run_of(AuditFolder(audit))) if audit is not None else ""
    collected = guarded(lambda: put_together(folder, run, look_from))
    write(collectedforms.render(collected, form, width_of(output is None and sys.stdout.isatty())), output)


