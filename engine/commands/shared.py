"""What all commands share: the options for reading and writing, errors as one sentence, the edges of the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.asked import agencies_asked, columns_asked, day_asked

if TYPE_CHECKING:
    from engine.session import Options, Session

FILES = click.Path(path_type=Path)


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


# --- edges --------------------------------------------------------------------------------------------


def session_of(
    files: tuple[Path, ...], reading: dict[str, Any], rules: str | None = None, audience: str | None = None,
    known_by: str = "",
) -> Session:  # fmt: skip
    from engine.progress import on_terminal
    from engine.session import open_session

    shown = on_terminal()
    session: Session = guarded(lambda: open_session(files, options_of(reading, rules, audience, known_by), shown))
    return session


def options_of(reading: dict[str, Any], rules: str | None, audience: str | None, known_by: str = "") -> Options:
    from engine.session import Options

    agency, agency_of = agencies_asked(reading["agency"])
    return Options(
        as_at=day_asked(reading["as_at"]),
        rules=tuple(word.strip() for word in rules.split(",") if word.strip()) if rules else (),
        agency=agency,
        agency_of=agency_of,
        encoding=reading["encoding"],
        columns=columns_asked(reading["columns"]),
        side_sheet=reading["side_sheet"],
        words=reading["words"],
        local=reading["local"],
        hindsight=reading["hindsight"],
        professionals=audience == "professionals",
        known_by=known_by,
    )


def guarded(job: Callable[[], Any]) -> Any:
    """Run a job; a typed error becomes one clear sentence on standard error and exit status 2."""
    from engine.errors import FlagError

    try:
        return job()
    except FlagError as error:
        click.echo(f"flag: {error}", err=True)
        raise click.exceptions.Exit(2) from None


def width_of(to_terminal: bool) -> int:
    import shutil

    return shutil.get_terminal_size((100, 24)).columns if to_terminal else 100


def colour() -> bool:
    import os

    return "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def check(output: Path | None, force: bool, inputs: Iterable[Path] = ()) -> None:
    """Refuse a place that cannot be written to before the long work begins; ask before writing over a file."""
    if output is not None:
        from engine.output import check_output

        beside = [one.with_suffix(ending) for one in inputs for ending in (".yaml", ".yml")]
        read = [*inputs, *beside]
        guarded(lambda: check_output(output, force=force, ask=asking(), inputs=read))


def write(text: str | bytes, output: Path | None) -> None:
    """To the terminal, or to a file that `_check` has already asked about."""
    if output is None:
        click.echo(text, nl=isinstance(text, str) and not text.endswith("\n"))
        return
    from engine.output import write_output

    guarded(lambda: write_output(output, text if isinstance(text, bytes) else text.encode(), force=True))


def asking() -> Callable[[str], bool] | None:
    """How to put a question to the user; None where input comes from no terminal, so that nobody can answer."""
    return (lambda question: click.confirm(question, err=True)) if sys.stdin.isatty() else None
