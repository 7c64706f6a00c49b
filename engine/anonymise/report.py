"""The report for the person who checks an anonymised case: what was replaced, by kind, and what is left."""

from __future__ import annotations

from collections.abc import Mapping

from engine.anonymise.left import Left, lines_of
from engine.values import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to say; never a word that was replaced."""

    files: tuple[str, ...]
    side_sheet: str
    counts: Mapping[str, int]
    left: Left
    inexact: tuple[str, ...]
    unread: int
    dropped: tuple[str, ...]
    people_known: bool
    relative: bool
    differences: tuple[str, ...] | None
    agencies: bool


_FIRST = """\
This is still personal data. People who know the family, the place or the news may recognise the case from what
happened, whatever the names. Keep it as you would keep the record, and share it only with those who need it.

Read everything once before anybody else does. This report repeats words that are left in the files; keep it with
them only while you check, and delete it before you share them.
"""
_NO_PEOPLE = """\
NO SIDE SHEET NAMES THE PEOPLE. Without one it cannot be known who is who: names were taken only from what stands after
titles and words such as "friend", from the block above the table and from common given names. Write a side sheet
with everybody's names (people: name, also) and run this again.
"""


def render(told: Told) -> str:
    """The report as text."""
    out = ["Anonymised case", "", _FIRST]
    if not told.people_known:
        out.append(_NO_PEOPLE)
    out.append(f"Files: {', '.join(told.files)}; side sheet {told.side_sheet}.")
    out.append(
        "Row numbers are those of the original. The text was written into new files, so comments, notes, pictures,"
    )
    out.append("formulas, document properties and text outside the tables of the originals are not there.")
    out += [f"Left out: {one}." for one in told.dropped]
    if told.agencies:
        out.append("The agencies were given by hand (--agency) and must be given again for these files.")
    out += ["", "Replaced"]
    out += [f"  {kind}: {number}" for kind, number in sorted(told.counts.items())] or ["  nothing"]
    out += ["", *_dates(told), "", *_same(told), ""]
    for head, kept in (
        ("Words with a capital that are left", told.left.capitals),
        ("Numbers that are left", told.left.numbers),
        ("Words that may tell when it happened", told.left.times),
    ):
        lines = lines_of(kept)
        out += [f"{head}: {len(lines) or 'none'}", *lines, ""]
    return "\n".join(out)


def _dates(told: Told) -> list[str]:
    if told.relative:
        return ["The case counts its days from a Day 0: they stay as they are."]
    out = [
        "Every day was moved by the same number of weeks, which is written in none of these files. Weekdays "
        "and the number",
        "of days between two entries are as they were. The side sheet carries the counts that bank holidays and the",
        "lengths of months would change (moved_days); from them somebody may work out about when the case happened.",
    ]
    if told.unread:
        out.append(f"{told.unread} date cells could not be read; they were taken out and say [date].")
    if told.inexact:
        shown = "; ".join(told.inexact[:20]) + (f" and {len(told.inexact) - 20} more" if len(told.inexact) > 20 else "")
        out.append(
            f"Dates that could only be moved roughly (a year standing alone, a wording not understood): {shown}."
        )
    return out


def _same(told: Told) -> list[str]:
    if told.differences is None:
        return ["Whether the prompts are the same as before could not be looked at: these files cannot be read."]
    if not told.differences:
        return ["The prompts are the same as before."]
    return [
        "These rules do not prompt exactly as before (a name that was misspelt may be recognised now, or a wording was",
        f"read otherwise): {', '.join(told.differences)}.",
    ]
