"""Where the shipped data (rules, vocabulary, calendars, chronologies) stands on this machine."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_path(name: str) -> Path:
    """The folder or file `name` of the shipped data: `rules`, `rules/calendars`, `chronologies`.

    An installed wheel carries its data inside the package; a working copy has it beside the package.
    The path is not promised to exist: whoever opens it says what is missing.
    """
    shipped = _PACKAGE / "_data" / name
    return shipped if shipped.exists() else _PACKAGE.parent / name
