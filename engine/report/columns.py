"""`flag columns`: which tables of a file were read, and what each of their columns was taken for, and why."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from engine.errors import Warning
from engine.rows import COLUMNS, ColumnRead, Source

_WHY = {
    "known": "a header in use",
    "by its words": "by the words of the header",
    "by what its cells hold": "by what the cells hold",
    "by hand": "said by hand",
}


def render_columns(sources: Sequence[Source], width: int) -> str:
    """For each chronology: file, sheet, header row, each header with its use and the reason, and what is to be said."""
    lines: list[str] = []
    for source in sources:
        lines.append(
            f"{_named(source)}: header in row {source.header}, {len(source.rows)} rows, read as {source.encoding}"
        )
        used = [column for column in source.mapping if column.columns]
        widest = min(40, max((len(column.header) for column in used), default=0))
        for column in used:
            lines.extend(_filled(f"{column.header:<{widest}}  ->  {_use(column)}", width, 2, widest + 8))
        spare = [column.header for column in source.mapping if not column.columns]
        if spare:
            lines.extend(_filled(f"kept, not used: {'; '.join(spare)}", width, 2, 4))
        for column in source.mapping:
            if column.columns and len(column.columns) > 1 and "rationale" in column.columns:
                words = "of this cell, what gives a reason (“because ...”, “reason: ...”) is read as the rationale"
                lines.extend(_filled(f"{column.header}: {words}", width, 2, 4))
        for warning in source.warnings:
            lines.extend(_filled(f"Note: {_told(warning, source)}", width, 2, 4))
        lines.append("")
    names = ", ".join(COLUMNS)
    lines.extend(_filled(f"Columns there are: {names}.", width, 0, 2))
    lines.extend(
        _filled(
            'To say it by hand: --columns "Day=date,What=event,Weather=ignore", or `columns:` in the side sheet.',
            width,
            0,
            2,
        )
    )
    return "\n".join(lines) + "\n"


def _named(source: Source) -> str:
    return f"{source.file}, {source.part}" if source.part else source.file


def _use(column: ColumnRead) -> str:
    if "agency" in column.columns and "event" in column.columns:
        return f"event, of the agency in the header ({_WHY.get(column.why, column.why)})"
    return f"{' and '.join(column.columns)} ({_WHY.get(column.why, column.why)})"


def _told(warning: Warning, source: Source) -> str:
    """A warning without the file and the sheet, which stand above."""
    text = str(warning)
    for start in (
        f"{source.file}, {source.part}, ",
        f"{source.file}, {source.part}: ",
        f"{source.file}, ",
        f"{source.file}: ",
    ):
        if text.startswith(start):
            return text[len(start) :]
    return text


def _filled(text: str, width: int, indent: int, hanging: int) -> list[str]:
    return textwrap.wrap(
        text, max(60, width), initial_indent=" " * indent, subsequent_indent=" " * hanging, drop_whitespace=True
    ) or [""]
