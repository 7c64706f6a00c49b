"""What somebody asked for on the command line, put into the values that the program works with."""

from __future__ import annotations

from pathlib import Path


def agencies_asked(given: tuple[str, ...]) -> tuple[str | None, dict[str, str]]:
    """The agency of all files, and those of single files (FILE=NAME). Raises UsageError where it was not understood."""
    from engine.errors import UsageError

    for_all: str | None = None
    by_file: dict[str, str] = {}
    for one in given:
        file, equals, name = one.rpartition("=")
        if not name.strip() or (equals and not file.strip()):
            raise UsageError("--agency was not understood.", "Write --agency NAME, or --agency FILE=NAME for one file.")
        if equals:
            by_file[Path(file.strip()).name] = name.strip()
        elif for_all is not None:
            raise UsageError("--agency names two agencies for all files.", "Write --agency FILE=NAME for each file.")
        else:
            for_all = name.strip()
    return for_all, by_file


def day_asked(text: str | None) -> int | None:
    """The day asked for. `today` is the only use of a clock in the program. Raises UsageError where it is no day."""
    import re
    from datetime import date

    from engine.dates.dayzero import one_day
    from engine.errors import UsageError

    if text is None:
        return None
    if text == "today":
        return date.today().toordinal()
    day_first = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text.strip())
    try:
        return one_day("{2}-{1:0>2}-{0:0>2}".format(*day_first.groups()) if day_first else text)
    except ValueError:
        raise UsageError(
            f"'{text}' is no day.", "Write it as 2022-03-01 (Day 35 in a case on relative days), or say `today`."
        ) from None


def columns_asked(text: str | None) -> dict[str, str] | None:
    """Columns named by hand: header -> column. Raises UsageError where it was not understood."""
    from engine.errors import UsageError

    if text is None:
        return None
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if not all(equals and header.strip() and column.strip() for header, equals, column in pairs):
        raise UsageError("--columns was not understood.", 'Write header=column pairs: --columns "Day=date,What=event".')
    return {header.strip(): column.strip() for header, _, column in pairs}
