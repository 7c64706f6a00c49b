"""Where the data that ships with the program stands: rules, vocabulary, calendars, chronologies."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_path(name: str) -> Path:
    """The file or folder called `name`: inside the installed package, or beside it in a checkout."""
    packaged = _PACKAGE / "_data" / name
    return packaged if packaged.exists() else _PACKAGE.parent / name
