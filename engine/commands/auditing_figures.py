"""`flag audit figures` and `flag audit diff`: figures over all cases of an audit, and two audits compared."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.asked import day_asked
from engine.commands.shared import FILES, asking, check, guarded, width_of, write

if TYPE_CHECKING:
    from engine.audit.figures.tables import Figures

EVERY = 500
"""Cases after which it is said again how many have been counted."""
OUTPUT = "NAME.html a page, NAME.xlsx a workbook, another name a folder of CSV files; else text."


@click.command(short_help="Figures over all cases of an audit: by rule, theme, agency and period.")
@click.argument("folder", type=FILES)
@click.option("--output", type=FILES, help=OUTPUT)
@click.option("--force", is_flag=True, help="Write over a file that exists without asking.")
@click.option("--from", "first", metavar="DAY", help="Only what was raised, or referred, on or after this day.")
@click.option("--to", "last", metavar="DAY", help="Only what was raised, or referred, on or before this day.")
@click.option(
    "--by",
    type=click.Choice(["quarter", "year"]),
    default="quarter",
    show_default=True,
    help="The periods by which agencies are counted.",
)
@click.option("--show-small", is_flag=True, help="Show numbers under six: for those only who may see the records.")
def figures(
    folder: Path, output: Path | None, force: bool, first: str | None, last: str | None, by: str, show_small: bool
) -> None:  # fmt: skip
    """Count what the rules found over all cases of an audit; FOLDER is the one that `flag audit` wrote.

    No case, child, file or worker is named. Numbers under six are withheld, and what they could be worked out from.
    """
    from engine.audit.figures.gathering import Wanted, figures_of
    from engine.audit.figures.period import period_of
    from engine.audit.folder import AuditFolder
    from engine.pack import load_pack

    period = guarded(lambda: period_of(day_asked(first), day_asked(last)))
    check_place(output, force, (folder,))
    made = guarded(lambda: figures_of(AuditFolder(folder), Wanted(period, by, show_small), load_pack(), on_terminal()))
    give_out(made, output, force)


@click.command(short_help="Two audits compared: periods, rule versions, local practice.")
@click.argument("first", type=FILES)
@click.argument("second", type=FILES)
@click.option("--output", type=FILES, help=OUTPUT)
@click.option(
    "--cases",
    type=FILES,
    metavar="FILE.csv",
    help="Also write which findings changed, by case: only for those who may see the cases.",
)
@click.option("--force", is_flag=True, help="Write over a file that exists without asking.")
@click.option("--show-small", is_flag=True, help="Show numbers under six: for those only who may see the records.")
def diff(first: Path, second: Path, output: Path | None, cases: Path | None, force: bool, show_small: bool) -> None:
    """Say how two audits differ: how they were run, and per rule in how many cases it was raised.

    FIRST and SECOND are the folders that `flag audit` wrote. Cases are matched by their identifiers and counted.
    """
    from engine.audit.differing import compare
    from engine.audit.folder import AuditFolder
    from engine.pack import load_pack

    check_place(output, force, (first, second))
    check(cases, force)
    made = guarded(
        lambda: compare(
            AuditFolder(first), AuditFolder(second), load_pack(),
            show_small=show_small, cases=cases is not None, tell=on_terminal(),
        )
    )
    give_out(made.figures, output, force)
    if cases is not None:
        from engine.audit.differing import as_csv

        write(as_csv(made.changes), cases)
        click.echo(
            f"flag: {cases.name} names cases and their findings: keep it as you keep the records, and do not send it"
            " with the figures.",
            err=True,
        )


def on_terminal() -> Callable[[int], None] | None:
    """What shows how many cases have been counted, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int) -> None:
        if not done % EVERY:
            sys.stderr.write(f"\rCounting: {done:,} cases" if done else "\r\033[K")
            sys.stderr.flush()

    return tell


def check_place(output: Path | None, force: bool, audits: tuple[Path, ...]) -> None:
    """Refuse a place that cannot be written to before the long work begins."""
    if output is None or is_file(output):
        check(output, force)
        return
    from engine.audit.figures.writing import check_folder

    guarded(lambda: check_folder(output, audits, force=force))


def is_file(output: Path) -> bool:
    """Whether a name asks for one file; any other is that of a folder."""
    return output.suffix.lower() in (".html", ".htm", ".xlsx")


def give_out(made: Figures, output: Path | None, force: bool) -> None:
    """The figures to the terminal, or to the file or folder that was named."""
    if output is None:
        from engine.audit.figures.text import render

        write(render(made, min(width_of(sys.stdout.isatty()), 110)), None)
    elif output.suffix.lower() == ".xlsx":
        from engine.audit.figures.writing import as_workbook

        write(as_workbook(made), output)
    elif is_file(output):
        from engine.audit.figures.page import render_figures

        write(render_figures(made), output)
    else:
        from engine.audit.figures.writing import write_folder

        guarded(lambda: write_folder(output, made, force=force, ask=asking()))


__all__ = ["diff", "figures"]
