"""The console script: `flag FILE` and nothing else runs at once; all other commands go to click.

Importing click takes about a tenth of the time of the whole main job, and one file name needs no parsing. What is
printed, and the exit status, are those of `cli.prompts` without options.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.report.terminal import Style

_SELDOM = 50_000
"""Values made between two collections: nearly all that a run makes it keeps until it ends."""


def main() -> None:
    """The `flag` command."""
    gc.set_threshold(_SELDOM)
    words = sys.argv[1:]
    # On Windows click also translates colours for old terminals.
    if len(words) == 1 and _is_file_name(words[0]) and os.name == "posix":
        status = prompts(words[0])
        # The process ends here: what it made need not be searched for cycles once more.
        gc.freeze()
        sys.exit(status)
    from cli import main as command

    command()


def _is_file_name(word: str) -> bool:
    """Whether a word can only be a file: no option, and with an ending, which no command has."""
    return not word.startswith("-") and "." in os.path.basename(word)


def prompts(file: str) -> int:
    """Print the prompts of the case in one file; the exit status."""
    from pathlib import Path

    from engine.errors import FlagError
    from engine.progress import on_terminal
    from engine.session import Options, open_session

    try:
        report = open_session((Path(file),), Options(), on_terminal()).report()
    except FlagError as error:
        print(f"flag: {error}", file=sys.stderr)  # noqa: T201 - the message of the command
        return 2
    from engine.report.terminal import render_text

    try:
        sys.stdout.write(render_text(report, _style()))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever was reading has stopped, as `head` does; nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def _style() -> Style:
    from engine.report.terminal import Style

    if not sys.stdout.isatty():
        return Style(100)
    import shutil

    width = shutil.get_terminal_size((100, 24)).columns
    return Style(width, colour="NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb")
