"""The figures as a workbook, and as a folder of CSV files. The same figures give the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from engine.audit.figures.gathering import READING
from engine.audit.figures.tables import Figures, Table, flat
from engine.errors import Place, UsageError
from engine.output import Ask, write_outputs
from engine.report.safetext import cell, plain

ABOUT = "about"
_WIDTHS = {"words": 34, "title": 60, "number": 13, "range": 12}
_LONGEST_NAME = 31
"""Characters that Excel lets a sheet's name have."""


def about(figures: Figures) -> list[tuple[str, str]]:
    """What must be known to read the tables, in lines of (name, words)."""
    lines = [(figures.title, figures.opening), *(("", sentence) for sentence in figures.sentences), *figures.run]
    lines += [("How to read it", sentence) for sentence in READING]
    for table in figures.tables:
        lines += [(table.name, " ".join((f"{table.title}.", *table.notes)))]
    return lines


def as_csv(figures: Figures) -> dict[str, bytes]:
    """File name -> bytes: about.csv, and a file for each table."""
    from engine.report.prompts_csv import for_excel

    made = {f"{ABOUT}.csv": for_excel(_csv([("about", "words"), *about(figures)]))}
    for table in figures.tables:
        made[f"{table.name}.csv"] = for_excel(_csv(flat(table)))
    return made


def _csv(rows: Iterable[Sequence[str | float | None]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([cell(value) if isinstance(value, str) else value for value in row])
    return out.getvalue()


def as_workbook(figures: Figures) -> bytes:
    """A sheet that says what this is, and a sheet for each table."""
    from datetime import datetime

    import xlsxwriter  # here, because only a workbook needs it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": figures.title, "created": datetime(2000, 1, 1)})
    styles = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        "number": book.add_format({"valign": "top", "num_format": "#,##0.##"}),
    }
    styles["count"] = book.add_format({"valign": "top", "num_format": "#,##0"})
    sheet = book.add_worksheet(ABOUT)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 110)
    for line, (name, words) in enumerate(about(figures)):
        sheet.write_string(line, 0, plain(name), styles["head" if line == 0 else "text"])
        sheet.write_string(line, 1, plain(words), styles["text"])
    for table in figures.tables:
        _sheet(book.add_worksheet(table.name[:_LONGEST_NAME]), table, styles)
    book.close()
    return out.getvalue()


def _sheet(sheet: Any, table: Table, styles: dict[str, Any]) -> None:
    at = 0
    for column in table.columns:
        wide = 2 if column.kind == "range" else 1
        sheet.set_column(at, at + wide - 1, _WIDTHS[column.kind])
        at += wide
    for line, row in enumerate(flat(table)):
        for across, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, across, plain(value), styles["head" if line == 0 else "text"])
            elif value is not None:
                sheet.write_number(line, across, value, styles["count" if isinstance(value, int) else "number"])
    sheet.freeze_panes(1, 1)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), at - 1)


# --- a folder of CSV files -----------------------------------------------------------------------------


def check_folder(folder: Path, audits: Sequence[Path], *, force: bool) -> None:
    """Whether CSV files may be written into a folder. Raises UsageError where they may not."""
    place = Place(folder.name or str(folder))
    if any(folder.exists() and audit.exists() and folder.samefile(audit) for audit in audits):
        raise UsageError("This is the audit's own folder.", "Choose a folder of its own for the figures.", place)
    if folder.exists() and not folder.is_dir():
        remedy = "Name a folder for CSV files, NAME.html for a page or NAME.xlsx for a workbook."
        raise UsageError("A file of this name is in the way of the folder.", remedy, place)
    if folder.is_dir() and any(folder.iterdir()) and not force:
        raise UsageError("This folder holds files already.", "Choose another folder, or --force.", place)
    if not folder.parent.is_dir():
        raise UsageError("The folder that it would stand in is not there.", "Make it, or choose another place.", place)


def write_folder(folder: Path, figures: Figures, *, force: bool = False, ask: Ask | None = None) -> None:
    """Write the CSV files. Raises UsageError where they cannot be written."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        why = error.strerror or "no reason given"
        raise UsageError(f"This folder cannot be made ({why}).", "Choose another place.", Place(folder.name)) from None
    write_outputs({folder / name: content for name, content in as_csv(figures).items()}, force=force, ask=ask)
