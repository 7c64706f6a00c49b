"""Writing what a command made to the place its user named: whole or not at all, and nothing overwritten unasked.

The bytes go to a file of another name in the same folder first, which then takes the name: a disk that
fills up half way leaves neither half a file nor a spoilt older one. That folder is the user's own choice,
so no record text goes anywhere else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from engine.errors import Place, UsageError

Ask = Callable[[str], bool]
"""Puts a yes-or-no question to the user."""

PART = ".flag-part"
"""The ending of a file that is being written."""


def check_output(path: Path, *, force: bool = False, ask: Ask | None = None, inputs: Iterable[Path] = ()) -> None:
    """Whether a file may be written to `path`: asked before long work. Raises UsageError where it may not.

    One that exists is overwritten with `force`, or where the user says yes to `ask`; one of the `inputs`, never.
    """
    place = Place(path.name or str(path))
    if path.exists() and any(one.exists() and one.samefile(path) for one in inputs):
        raise UsageError("This is the file that is read: it would be lost.", "Choose another name.", place)
    if path.is_dir():
        raise UsageError("This is a folder.", "Give the name of a file to write.", place)
    folder = path.parent
    if not folder.is_dir():
        raise UsageError("Its folder is not there.", "Make the folder, or choose another place.", place)
    if path.exists() and not path.is_file():
        raise UsageError("This is no ordinary file.", "Choose another place.", place)
    if path.exists() and not force and not (ask is not None and ask(f"{path.name} exists. Write over it?")):
        raise UsageError("A file of this name exists and was left as it is.", "Choose another name, or --force.", place)
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise UsageError("This cannot be written to.", "Choose another place.", place)


def write_output(path: Path, content: bytes, *, force: bool = False, ask: Ask | None = None) -> None:
    """Write one file whole. Raises UsageError where it may not or cannot be written; what was there stays."""
    write_outputs({path: content}, force=force, ask=ask)


def write_outputs(files: Mapping[Path, bytes], *, force: bool = False, ask: Ask | None = None) -> None:
    """Write several files that belong together: all of them are ready before the first takes its name."""
    for path in files:
        check_output(path, force=force, ask=ask)
    parts = {path: path.with_name(path.name + PART) for path in files}
    at = next(iter(files), Path())
    made: list[Path] = []
    try:
        for at, content in files.items():
            with open(parts[at], "xb") as part:
                made.append(parts[at])
                part.write(content)
                part.flush()
                os.fsync(part.fileno())
        for at, part_path in parts.items():
            os.replace(part_path, at)
            made.remove(part_path)
    except FileExistsError:
        raise UsageError(
            f"The file {parts[at].name} is in the way: another run may be writing.",
            "Wait for it to end, or delete that file.", Place(at.name),
        ) from None  # fmt: skip
    except OSError as error:
        why = error.strerror or "no reason given"
        raise UsageError(
            f"This could not be written ({why}); nothing was left half done.",
            "Make room, or choose another place.", Place(at.name),
        ) from None  # fmt: skip
    finally:
        for left in made:
            left.unlink(missing_ok=True)
