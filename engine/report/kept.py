"""`flag kept`: what is kept beside a case, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.keeping import Kept


def render_kept(found: Sequence[Kept]) -> str:
    """A line or two for each file, ending in a newline."""
    if not found:
        return "Nothing is kept here.\n"
    lines = []
    for one in found:
        whose = "flag wrote it" if one.ours else one.stays
        lines += [one.path.name, f"    {one.what}; {one.content}; {whose}"]
    lines.append("`flag kept --delete` deletes the files that flag wrote; it asks for each.")
    return "\n".join(lines) + "\n"


def render_deleted(done: Iterable[tuple[Kept, str]]) -> str:
    """What became of each file, ending in a newline."""
    lines = [f"{one.path.name}: {fate}" for one, fate in done]
    lines.append("Deleting a file does not clear it from backups, copies or the disk itself.")
    return "\n".join(lines) + "\n"
