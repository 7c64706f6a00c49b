"""The compiled pack: rules, vocabulary and calendars as they stand after loading, kept between runs.

The only cache of the program. It is keyed by the content of every file under rules/, the version of the
program, its source files and the version of Python, and is made anew when any of these changes. It holds
nothing of any case. It stands in the user's cache folder, readable by the user alone; where that cannot be
read or written, the files are loaded as if there were no cache.

A pack is never trusted to be what we wrote: reading it can make values of our own classes and nothing else, so
that a planted file cannot run code, and a damaged one is made anew.
"""

from __future__ import annotations

import binascii
import contextlib
import io
import os
import pickle
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from engine import __version__
from engine.code.vocabulary import Vocabulary, load_vocabulary
from engine.data import data_path
from engine.dates.calendar import Calendar
from engine.digest import sha256
from engine.library import Library, load_library
from engine.values import dataclass

_MAGIC = b"flagpack"
_KEY = 32
_CHECK = 4
_HEAD = len(_MAGIC) + _KEY + _CHECK

ALLOWED: Mapping[str, tuple[str, ...]] = {
    "engine.pack": ("Pack",),
    "engine.library": ("Library",),
    "engine.standards": ("StateDefinition",),
    "engine.truth": ("Truth",),
    "engine.timeline": ("Status",),
    "engine.dates.calendar": ("Calendar", "Duration"),
    "engine.language.kinds": ("Kind",),
    "engine.language.escalation": ("Escalation", "Fact"),
    "engine.language.rule": (
        "Age", "All", "Any", "AttributeTest", "Branch", "Conflict", "Count", "DateRange", "Deadline", "Gap", "History",
        "Join", "Missing", "Not", "NotSeenFor", "Parameter", "Pattern", "Quantity", "Reference", "Rule", "Selector",
        "StateHolds", "UrgencyBranch",
    ),
    "engine.code.vocabulary": ("Cue", "Entry", "Vocabulary"),
    "engine.code.wording": ("Wording",),
}  # fmt: skip
"""The only classes of which a pack may hold values: module -> names."""


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything under rules/, loaded."""

    library: Library
    vocabulary: Vocabulary
    calendars: Mapping[str, Calendar]


def load_pack(folder: Path | None = None, base: Path | None = None) -> Pack:
    """The shipped rules, vocabulary and calendars (or those under `base`), from the cache `folder` where it has them.

    Raises what `load_library` and `load_vocabulary` raise.
    """
    place = folder or cache_folder()
    base = base or data_path("rules")
    key = _key(base)
    file = place / f"pack-{sys.implementation.cache_tag}" if place is not None else None
    pack = _read(file, key) if file is not None else None
    if pack is None:
        pack = make_pack(base)
        if file is not None:
            _write(file, key, pack)
    return pack


def make_pack(base: Path) -> Pack:
    """The pack of a rules folder, loaded from its files."""
    from engine.dates.calendars import read_calendar

    calendars = {path.stem: read_calendar(path) for path in sorted((base / "calendars").glob("*.yaml"))}
    return Pack(load_library(base, tolerant=True), load_vocabulary(base / "vocabulary"), calendars)


def cache_folder() -> Path | None:
    """Where packs are kept: under XDG_CACHE_HOME, or .cache in the user's home; None where there is no home."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    home = given if os.path.isabs(given) else os.path.join(os.path.expanduser("~"), ".cache")
    return Path(home, "flag") if os.path.isabs(home) else None


@cache
def fingerprint(base: Path | None = None) -> str:
    """A digest of the program's version and every shipped rule, vocabulary and calendar file."""
    digest = sha256(__version__.encode())
    root = os.fspath(base or data_path("rules"))
    for name, path in sorted(_files(root, ""), key=lambda found: found[0].split("/")):
        digest.update(name.encode())
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def _files(folder: str, inside: str) -> Iterator[tuple[str, str]]:
    """The YAML files and tables of a folder and its folders: name from the top, path."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path, f"{inside}{entry.name}/")
            elif entry.name.endswith((".yaml", ".tsv")):
                yield inside + entry.name, entry.path


def _key(base: Path) -> bytes:
    """What a pack must have been made from to be used: rules by content, the program by version and file times."""
    source = sorted(_stamps(os.path.dirname(os.path.abspath(__file__))))
    return sha256(repr((fingerprint(base), sys.version, source)).encode()).digest()


def _stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    """Path, size and time of the source files: they decide how rules are loaded and what a value looks like."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                stat = entry.stat()
                yield entry.path, stat.st_size, stat.st_mtime_ns
            elif entry.name in ("code", "dates", "language") and entry.is_dir():
                yield from _stamps(entry.path)


# --- the file ----------------------------------------------------------------------------------------


class _OurValues(pickle.Unpickler):
    """Makes values of the allowed classes and nothing else: no function can be named, so none can be called."""

    def find_class(self, module: str, name: str) -> Any:
        if name not in ALLOWED.get(module, ()):
            raise pickle.UnpicklingError("a pack may not hold this")
        return getattr(__import__(module, fromlist=[name]), name)


def _read(file: Path, key: bytes) -> Pack | None:
    """The pack in a file; None where there is none, or one of another key, of somebody else's, or damaged."""
    try:
        with open(file, "rb") as opened:
            if not _is_ours(os.fstat(opened.fileno())):
                return None
            head, body = opened.read(_HEAD), opened.read()
        if head != _head(key, body):
            return None
        pack = _OurValues(io.BytesIO(body)).load()
    except Exception:  # whatever is wrong with a cache file, the answer is to make it anew
        return None
    if not (isinstance(pack, Pack) and isinstance(pack.library, Library) and isinstance(pack.vocabulary, Vocabulary)):
        return None
    return pack


def _write(file: Path, key: bytes, pack: Pack) -> None:
    """Put a pack in place at once and whole, for the user alone; where that cannot be done, do without."""
    body = pickle.dumps(pack, 5)
    half = f"{file}.{os.getpid()}"
    with contextlib.suppress(OSError):
        os.makedirs(file.parent, mode=0o700, exist_ok=True)
        opened = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(opened, "wb") as stream:
                stream.write(_head(key, body) + body)
            os.replace(half, file)
        except OSError:
            os.unlink(half)


def _head(key: bytes, body: bytes) -> bytes:
    return _MAGIC + key + binascii.crc32(body).to_bytes(_CHECK, "big")


def _is_ours(stat: os.stat_result) -> bool:
    """Whether the file belongs to the user and nobody else may write it (where the system knows of such things)."""
    if not hasattr(os, "geteuid"):
        return True
    return stat.st_uid == os.geteuid() and not stat.st_mode & 0o022
