"""`flag audit`: many cases at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.asked import agencies_asked, columns_asked, day_asked
from engine.commands.auditing_figures import diff, figures
from engine.commands.auditing_sample import collect, sample
from engine.commands.shared import FILES, guarded
from engine.report.safetext import plain

if TYPE_CHECKING:
    from engine.audit.running import Request, Summary, Tell
    from engine.audit.workers import Judged


class CasesFirst(click.Group):
    """`flag audit PATHS` is `flag audit run PATHS`, and `flag audit --collect DIR` is `flag audit collect DIR`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command first where the first word names none."""
        if args and args[0] == "--collect":
            args = ["collect", *args[1:]]
        elif args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group(cls=CasesFirst, short_help="Many cases: evaluate, sample, workbook, figures.")
def audit() -> None:
    """Read and evaluate many cases, and keep what the rules found without a word of the records.

    \b
    flag audit CASES --purpose "..." --output AUDIT     evaluate every case of a folder, list or table
    flag audit sample AUDIT --size 8 --seed 1           a sample that anybody can draw again, as a workbook
    flag audit collect WORKBOOKS                        what auditors filled in
    flag audit figures AUDIT                            counts over all cases, small ones suppressed
    flag audit diff AUDIT OTHER                         two periods, two rule versions
    flag audit export AUDIT                             prompts and events for other tools

    A folder of files is one case a file; a table with a column headed Case or Case ID holds many.
    """


@audit.command(short_help="Evaluate every case (the same as `flag audit PATHS`).")
@click.argument("paths", nargs=-1, type=FILES)
@click.option("--purpose", help="What the audit is for, in your words; printed with every result. Required.")
@click.option("--output", type=FILES, help="The folder for the results; a run that was stopped goes on there.")
@click.option("--list", "listed", type=FILES, help="A list of cases: a file on each line, or columns file, case, team.")
@click.option("--case-column", metavar="HEADER", help="The column of a table that says which case a row belongs to.")
@click.option("--team-column", metavar="HEADER", help="The column that says which team works with the case.")
@click.option("--join", is_flag=True, help="One identifier in several tables is one case.")
@click.option("--per-folder", is_flag=True, help="The files of a folder are one case.")
@click.option("--people", type=FILES, help="A table of the people of each case: case, person, role, name, born, sex.")
@click.option("--side-sheets", type=FILES, help="A folder with a side sheet CASE.yaml for each case of a table.")
@click.option("--rules", metavar="WORD,...", help="Packs, themes or rules in place of the core, as for `flag FILE`.")
@click.option("--local", type=FILES, help="Local practice for every case (else local.yaml beside each).")
@click.option("--words", type=FILES, multiple=True, help="Local wording to read with.")
@click.option("--columns", metavar="HEADER=COLUMN,...", help="Name columns by hand, as for `flag FILE`.")
@click.option("--encoding", metavar="NAME", help="Character encoding of the files, if it is misread.")
@click.option("--agency", metavar="NAME", multiple=True, help="The agency of files without an agency column.")
@click.option("--hindsight", is_flag=True, help="Ignore when rows were recorded; count them from their date.")
@click.option("--as-at", metavar="DAY", help="Look at every case on this day (else each on its own last day).")
@click.option("--day-only", is_flag=True, help="Quicker: only what stands on the day, nothing of the past.")
@click.option("--events", is_flag=True, help="Keep the events as well, for `flag audit export`.")
@click.option("--processes", type=click.IntRange(1), help="How many processes work at once (else one for each core).")
@click.option("--spark", metavar="MASTER", help='Evaluate Parquet on Apache Spark: "local[2]", or an address.')
@click.option("--each", is_flag=True, help="Print a line for each case as it comes.")
@click.option("--anew", is_flag=True, help="Put aside what an earlier run left in the folder, and begin anew.")
def run(**asked: Any) -> None:
    """Evaluate every case in PATHS: folders, files, tables of many cases, Parquet."""
    from engine.audit.running import run as run_audit

    request = guarded(lambda: _request(asked))
    evaluate: dict[str, Any] = {}
    if asked["spark"]:
        from engine.audit.spark import on_spark

        evaluate = {"evaluate": guarded(lambda: on_spark(request, asked["spark"]))}
    show = _Shown(asked["each"])
    try:
        summary = guarded(lambda: run_audit(request, show.tell, **evaluate))
    except KeyboardInterrupt:
        show.end()
        click.echo("flag: Stopped. What was done is kept; the same command goes on where it was.", err=True)
        raise click.exceptions.Exit(130) from None
    finally:
        show.end()
    click.echo(_told(request, summary), nl=False)


def _request(asked: dict[str, Any]) -> Request:
    import os

    from engine.audit.found import Reading
    from engine.audit.judging import Setup
    from engine.audit.running import Request
    from engine.errors import UsageError
    from engine.session import Options

    if not asked["paths"] and asked["listed"] is None:
        raise UsageError("Nothing was given to audit.", "Name folders or files, or a list with --list.")
    if asked["output"] is None:
        raise UsageError("An audit needs a folder for its results.", "Add --output FOLDER.")
    agency, _ = agencies_asked(asked["agency"])
    words = {
        name: str(asked[name]) if asked[name] is not None else None for name in ("listed", "people", "side_sheets")
    }
    options = Options(
        as_at=day_asked(asked["as_at"]),
        rules=tuple(word.strip() for word in (asked["rules"] or "").split(",") if word.strip()),
        agency=agency,
        encoding=asked["encoding"],
        columns=columns_asked(asked["columns"]),
        words=asked["words"],
        local=asked["local"],
        hindsight=asked["hindsight"],
    )
    return Request(
        paths=asked["paths"],
        purpose=asked["purpose"] or "",
        output=asked["output"],
        reading=Reading(asked["case_column"], asked["team_column"], asked["join"], asked["per_folder"], **words),
        setup=Setup(options, lifecycle=not asked["day_only"], events=asked["events"]),
        processes=asked["processes"] or os.cpu_count() or 1,
        anew=asked["anew"],
    )


SHOWN = 5
"""Lines of the log that are shown on the terminal."""


class _Shown:
    """A bar on the terminal, and a line for each case where it was asked for."""

    def __init__(self, each: bool) -> None:
        self._each = each
        self._bar: Any = None
        self.tell: Tell = self._tell

    def _tell(self, one: Judged, done: int, total: int) -> None:
        if self._each:
            click.echo(f"{plain(one.case)}: {plain(_line(one))}")
        if sys.stderr.isatty():
            if self._bar is None:
                self._bar = click.progressbar(length=total, label="Cases", file=sys.stderr, show_pos=True)
                self._bar.__enter__()
                self._bar.update(done - 1)
            self._bar.update(1)

    def end(self) -> None:
        """Leave the terminal as it was."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


def _line(one: Judged) -> str:
    if one.problem:
        return f"not read. {one.problem}"
    return f"{one.definite} prompts stand, {one.possible} more in some readings"


def _told(request: Request, summary: Summary) -> str:
    """What a run came to, for the terminal."""
    from engine.audit.folder import ESCALATIONS, LOG, RECORDS
    from engine.report.words import count_of, iso

    read = summary.cases - summary.not_read
    as_at = request.setup.options.as_at
    lines = [
        f"Purpose: {request.purpose.strip()}",
        f"{count_of(summary.cases, 'case')} found, {read} read and evaluated, {summary.not_read} not.",
        f"Looked at on {iso(as_at)}." if as_at is not None else "Each was looked at on the day of its own last entry"
        " or its side sheet's; give a day with --as-at.",
    ]
    if summary.went_on:
        lines.append(f"{summary.went_on} of them had been done when this run went on.")
    none = read - summary.with_prompts - summary.only_possible
    lines.append(
        f"Of those read, {summary.with_prompts} have prompts that stand, {summary.only_possible} only possible ones;"
        f" in {none} the rules that could be evaluated prompt nothing."
    )
    if summary.troubles:
        told = sorted({plain(str(one)) for one in summary.troubles})
        lines.append(f"{count_of(len(told), 'line')} about what could not be read or done: {LOG}.")
        lines += [f"  {one}" for one in told[:SHOWN]]
        lines += [f"  and {len(told) - SHOWN} more"] if len(told) > SHOWN else []
    lines.append(
        f"Written to {request.output.name}: {RECORDS}, {ESCALATIONS}, {LOG}. They hold no words of the records"
    )
    lines.append("but are still personal data. Next: flag audit sample, flag audit figures, flag audit export.")
    return "\n".join(lines) + "\n"


@audit.command(short_help="Prompts and events as Parquet and as event logs.")
@click.argument("folder", type=FILES)
@click.option("--output", type=FILES, required=True, help="The folder to write to; its files are replaced.")
@click.option(
    "--what", metavar="WORD,...", default="prompts,referrals,children",
    help="Any of prompts, events, referrals, children (Parquet), xes, ocel (event logs); or all.",
)  # fmt: skip
def export(folder: Path, output: Path, what: str) -> None:
    """Write the prompts, events, referrals and children of an audit for other tools. Still personal data."""
    from engine.audit.exporting import LOGS, TABLES
    from engine.audit.exporting import export as write_all
    from engine.audit.folder import AuditFolder
    from engine.errors import UsageError
    from engine.pack import load_pack

    known = (*TABLES, *LOGS)
    words = known if what.strip() == "all" else tuple(word.strip() for word in what.split(",") if word.strip())

    def job() -> None:
        wrong = [word for word in words if word not in known]
        if wrong:
            raise UsageError(f"'{wrong[0]}' is nothing that can be exported.", f"Choose among {', '.join(known)}.")
        for written in write_all(AuditFolder(folder), output, words, load_pack().vocabulary.kinds):
            click.echo(f"{written.file}: {written.rows:,} rows")

    guarded(job)


for command in (sample, collect, figures, diff):
    audit.add_command(command)
