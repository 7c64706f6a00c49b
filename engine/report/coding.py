"""`flag code`: how each row was read - its days, its events, the words matched, and what was not read."""

from __future__ import annotations

import csv
import io
import textwrap

from engine import __version__
from engine.case import ReadCase
from engine.corrections import CORRECTED
from engine.report.resembling import resembling
from engine.report.safetext import no_formula
from engine.report.words import iso, read_as
from engine.timeline import Event, RowRef

HEADERS = (
    "file", "row", "sheet", "date as written", "earliest", "latest", "date read by", "agency", "kind", "status",
    "attributes", "about", "perhaps about", "person", "certain", "times", "words matched", "read by", "note",
)  # fmt: skip
OPENING = (
    f"A reading of this chronology by rules, version {__version__}. Not evidence, an assessment, a threshold"
    " decision or the child's record."
)


def render_coding(read: ReadCase, width: int, professionals: bool = False) -> str:
    """Every row with what was read of it, as text."""
    lines: list[str] = textwrap.wrap(OPENING, width)
    for source in read.sources:
        part = f", {source.part}" if source.part else ""
        lines.append(f"{source.file}{part}: {len(source.rows)} rows, read as {source.encoding}.")
        columns = ", ".join(
            f"{one.header} -> {' and '.join(one.columns) or 'kept, not used'}" for one in source.mapping
        )
        lines.extend(textwrap.wrap(f"Columns: {columns}.", width, subsequent_indent="  "))
    lines.extend(f"Note: {warning}" for warning in read.warnings)
    events, unread = _by_row(read)
    taken: dict[RowRef, list[Event]] = {}
    for change in read.corrected:
        if change.was is not None:
            taken.setdefault(change.row, []).append(change.was)
    same: dict[RowRef, list[str]] = {}
    for one in read.case.told_twice:
        what = "the same words as" if one.sure else f"perhaps the same {' and '.join(one.kinds).replace('_', ' ')} as"
        after = ": counted once, there" if one.sure else ""
        same.setdefault(one.second, []).append(f"{what} row {one.first.shown} of {one.first.file}{after}")
    for ref, (when, agency, _) in read.case.rows.items():
        days = f"{iso(when.earliest)} to {iso(when.latest)} ({when.rule})" if when else "no day read"
        lines.append("")
        lines.append(f"row {ref.shown}  {days}  {agency}")
        for event in events.get(ref, ()):
            who = _who(event)
            lines.extend(
                textwrap.wrap(f"{read_as(event)} - {who}", width, initial_indent="    ", subsequent_indent="      ")
            )
            words = _words(event, professionals)
            lines.extend(textwrap.wrap(words, width, initial_indent="      ", subsequent_indent="       "))
            if event.reader == CORRECTED:
                lines.append("      corrected by hand")
            if like := "; ".join(resembling(event, read.case.people)):
                told = f"a guess, from labelled entries like {like}"
                lines.extend(textwrap.wrap(told, width, initial_indent="      ", subsequent_indent="       "))
        for was in taken.get(ref, ()):
            lines.append(f"    by hand: not {read_as(was)}")
        for other in same.get(ref, ()):
            lines.append(f"    {other}")
        for why in unread.get(ref, ()):
            lines.extend(textwrap.wrap(f"not read: {why}", width, initial_indent="    ", subsequent_indent="      "))
        if ref not in events and ref not in unread:
            lines.append("    background: no event read, none suspected")
    return "\n".join(lines) + "\n"


def _words(event: Event, professionals: bool) -> str:
    """The words matched, or that they are restricted."""
    return f'"{event.quote}"' if professionals or not event.restricted else f"restricted, row {event.row.shown}"


def _who(event: Event) -> str:
    sure = " and ".join(event.about)
    perhaps = f"perhaps {' or '.join(event.perhaps_about)}" if event.perhaps_about else ""
    adult = f"adult: {event.person}" if event.person else ""
    return ", ".join(filter(None, (sure, perhaps, adult))) or "the household"


def _by_row(read: ReadCase) -> tuple[dict[RowRef, list[Event]], dict[RowRef, list[str]]]:
    events: dict[RowRef, list[Event]] = {}
    for event in read.case.events:
        events.setdefault(event.row, []).append(event)
    for row_events in events.values():
        row_events.sort(key=lambda event: (event.column, event.span))
    unread: dict[RowRef, list[str]] = {}
    for item in read.case.unread:
        unread.setdefault(item.row, []).append(item.why)
    return events, unread


def render_coding_csv(read: ReadCase, professionals: bool = False) -> str:
    """Every event as a line of a sheet to check and correct; rows without one have a line with a note."""
    events, unread = _by_row(read)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADERS)
    for ref, (when, agency, _) in read.case.rows.items():
        first = (ref.file, str(ref.number), ref.sheet or "")
        days = (when.text, iso(when.earliest), iso(when.latest), when.rule) if when else ("", "", "", "")
        note = "; ".join(unread.get(ref, ()))
        for event in events.get(ref, ()):
            attributes = "; ".join(f"{name}={value}" for name, value in event.attributes.items())
            cells = (
                *first, *days, agency, event.kind, str(event.status), attributes, " ".join(event.about),
                " ".join(event.perhaps_about), event.person or "", "yes" if event.certain else "no",
                str(event.times), _words(event, professionals), event.reader, note,
            )  # fmt: skip
            writer.writerow([no_formula(cell) for cell in cells])
        if ref not in events:
            blank = ("",) * (len(HEADERS) - len(first) - len(days) - 2)
            writer.writerow([no_formula(cell) for cell in (*first, *days, agency, *blank, note)])
    return out.getvalue()
