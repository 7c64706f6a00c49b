"""One invented case, written in the templates that agencies use: a function for each, each in its own file type.

`HOLDS` says which fields a template has a place for; what it has none for is not in the plain CSV file that its
reading is compared with.
"""

# ruff: noqa: E501 (the entries of the case are easier to compare on long lines)
from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import docx
import xlsxwriter


class Entry(NamedTuple):
    """One entry of the case."""

    date: str
    agency: str
    source: str
    event: str
    seen: str = ""
    action: str = ""
    comment: str = ""
    by: str = ""
    category: str = ""
    recorded: str = ""


CASE = (
    Entry("04/01/2022", "Children's Social Care", "Case note", "Home visit. Rowan seen and spoken to at home.", "Rowan - Y",
          "Continue visits.", "Good engagement.", "SW1", "Visit", "05/01/2022"),
    Entry("11/01/2022", "Health Visiting", "HV1 diary", "Home visit. No access gained.", "N", "Card left.", "", "HV1", "Visit",
          "11/01/2022"),
    Entry("18/01/2022", "Health Visiting", "HV1 diary", "Home visit. No access gained.", "N", "Letter sent.", "", "HV1",
          "Visit", "18/01/2022"),
    Entry("20/01/2022", "School", "Concern log", "Willow told her teacher that there was no food at home.", "", "DSL informed.",
          "This fits with neglect.", "DSL", "Concern", "20/01/2022"),
    Entry("21/01/2022", "Police", "PPN", "Police attended a domestic incident. Both children were asleep upstairs.", "", "",
          "", "PC1", "Incident", "21/01/2022"),
    Entry("24/01/2022", "Children's Social Care", "Referral", "Referral received from police.", "",
          "No further action because the threshold was not met.", "", "SW1", "Referral", "24/01/2022"),
    Entry("late January 2022", "Health Visiting", "HV1 diary", "Telephone call with mother.", "", "", "", "HV1", "Contact",
          "01/02/2022"),
    Entry("02/02/2022", "Children's Social Care", "Case note", "Strategy discussion held.", "", "Section 47 enquiry begun.", "",
          "SW1", "Meeting", "02/02/2022"),
    Entry("03/02/2022", "Children's Social Care", "Case note", "Home visit. Willow not seen.", "Rowan - Y, Willow - N", "", "",
          "SW1", "Visit", "03/02/2022"),
    Entry("07/02/2022", "GP", "GP record", "Rowan was not brought to an appointment.", "", "", "", "GP1", "Appointment",
          "07/02/2022"),
    Entry("14/02/2022", "Children's Social Care", "Minutes",
          "Initial child protection conference. Rowan and Willow made subject to child protection plans (neglect).", "",
          "Core group agreed.", "Timely.", "Chair", "Conference", "16/02/2022"),
    Entry("w/c 21/02/2022", "School", "Attendance", "Willow absent from school all week.", "", "", "", "DSL", "Attendance",
          "28/02/2022"),
    Entry("01/03/2022", "Health Visiting", "HV1 diary", "Home visit. Rowan seen awake.", "Rowan - Y", "", "", "HV1", "Visit",
          "01/03/2022"),
    Entry("08/03/2022", "Children's Social Care", "Case note", "Core group held.", "", "", "", "SW1", "Meeting",
          "08/03/2022"),
    Entry("15/03/2022", "Police", "PPN", "Mother's partner arrested for assault on mother.", "", "Bail conditions.", "", "PC1",
          "Incident", "15/03/2022"),
)  # fmt: skip

ALL = ("date", "agency", "source", "event", "seen", "action", "comment", "by", "category", "recorded")
PLAIN_HEADERS = {
    "date": "Date", "agency": "Agency", "source": "Source", "event": "Event", "seen": "Child seen",
    "action": "Action", "comment": "Comment", "by": "Recorded by", "category": "Category", "recorded": "Date recorded",
}  # fmt: skip


def plain_csv(path: Path, fields: Sequence[str] = ALL, entries: Sequence[Entry] = CASE) -> Path:
    """The case as a plain CSV file with the fields asked for."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([PLAIN_HEADERS[name] for name in fields])
        writer.writerows([[getattr(entry, name) for name in fields] for entry in entries])
    return path


def grid(document: Any, rows: Sequence[Sequence[str]]) -> Any:
    """A Word table of these rows."""
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return table


# --- the templates --------------------------------------------------------------------------------------


def chronolator(folder: Path) -> Path:
    """Chronolator's merged Word table: the agency begins the source, an author's note, one doubtful date."""
    document = docx.Document()
    document.add_paragraph("Combined chronology")
    rows = [["Event Ref", "Start Date", "Start Time", "End Date", "End Time", "Source of Information", "What happened",
             "Was the child seen?", "Outcome"]]  # fmt: skip
    for n, entry in enumerate(CASE, 1):
        day = entry.date.replace("/", ".") if n % 2 else entry.date
        source = f"{entry.agency} {entry.source}"
        rows.append([str(n), day, "", "", "", source, entry.event, entry.seen, entry.action])
    rows.insert(4, ["", "01/01/0100", "", "", "", "#Author", "Check the HV record here. Home visit.", "", ""])
    grid(document, rows)
    path = folder / "Combined.docx"
    document.save(path)
    return path


def tayside(folder: Path) -> Path:
    """Tayside multi-agency chronology: the child's block above as a small table, then the Word table."""
    document = docx.Document()
    grid(document, [["Name of Child", "Rowan"], ["DOB", "03/05/2019"]])
    document.add_paragraph("Multi-agency chronology")
    rows = [["Date or Period of Event", "Review", "Significant Event", "Source", "Impact (Either Positive or Negative)",
             "Action Taken to Mitigate Adverse Impact on Child"]]  # fmt: skip
    rows += [[e.date, "", e.event, f"{e.agency} {e.source}", e.comment, e.action] for e in CASE]
    grid(document, rows)
    path = folder / "Tayside template.docx"
    document.save(path)
    return path


def family_court(folder: Path) -> Path:
    """Family-court chronology, saved from Word as tab-separated text in UTF-16."""
    lines = ["serial number\tdate\tevent-detail\twitness or document reference (where applicable)"]
    lines += [f"{n}\t{e.date}\t{e.event}\t{e.agency} {e.source}" for n, e in enumerate(CASE, 1)]
    path = folder / "court.txt"
    path.write_bytes("\r\n".join(lines).encode("utf-16"))
    return path


def mosaic(folder: Path) -> Path:
    """A Mosaic export: title rows, real dates beside text, newest first, rows hidden by a filter."""
    path = folder / "mosaic export.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Case chronology")
    day_format = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_string(0, 0, "Case chronology - printed from Mosaic")
    sheet.write_row(2, 0, ["Event date", "Age", "Category", "Organisation", "Source", "Description", "Analysis"])
    for n, entry in enumerate(reversed(CASE)):
        _dated(sheet, 3 + n, 0, entry.date, day_format)
        sheet.write_row(3 + n, 1, ["2", entry.category, entry.agency, entry.source, entry.event, entry.comment])
    sheet.set_row(6, None, None, {"hidden": True})
    book.close()
    return path


def _dated(sheet: Any, row: int, column: int, text: str, day_format: Any) -> None:
    try:
        sheet.write_datetime(row, column, datetime.strptime(text, "%d/%m/%Y"), day_format)
    except ValueError:
        sheet.write_string(row, column, text)


def school_log(folder: Path) -> Path:
    """School concern log: a front sheet of people as a table, then three columns, printed and signed."""
    document = docx.Document()
    grid(document, [["Name", "Relationship to child", "DOB/Age", "Tel No"], ["Adult A", "Mother", "", ""]])
    document.add_paragraph("Status of child: CP")
    rows = [["Date", "Information/Details of concerns or contact", "Print Name and Signature"]]
    rows += [[e.date, e.event, e.by] for e in CASE]
    grid(document, rows)
    path = folder / "Oak Lane Primary School concern log.docx"
    document.save(path)
    return path


def kent(folder: Path) -> Path:
    """Kent education template: action, reasons and outcomes in one cell; the date by the signature."""
    document = docx.Document()
    rows = [["Date of incident/concern: (DD MM YY)", "Incident / concern (who what where when)",
             "Any other relevant information (witnesses, immediate action taken)",
             "Action taken (including reasons for decisions) and Outcomes", "Signature of DSL", "Date (DD MM YY)"]]  # fmt: skip
    rows += [[e.date, e.event, "", e.action, e.by, e.recorded] for e in CASE]
    grid(document, rows)
    path = folder / "Kent.docx"
    document.save(path)
    return path


def column_for_each_agency(folder: Path) -> Path:
    """Agency information side by side, as on an inter-agency referral discussion form."""
    names = list(dict.fromkeys(entry.agency for entry in CASE))
    path = folder / "integrated.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Integrated")
    sheet.write_row(0, 0, ["Date", *(f"Agency Information – {name}" for name in names)])
    for n, entry in enumerate(CASE, 1):
        sheet.write_string(n, 0, entry.date)
        sheet.write_string(n, 1 + names.index(entry.agency), entry.event)
    book.close()
    return path


def annex_a(folder: Path) -> Path:
    """An extract in the manner of Annex A: semicolons, Windows-1252, a column for each of the three marks."""
    lines = ["Date of Visit;Agency;Details;Child Seen;Was the Child Seen Alone?;Child Bedroom Seen"]
    lines += [f'{e.date};{e.agency};"{e.event}";{e.seen};;' for e in CASE]
    path = folder / "annex a.csv"
    path.write_bytes("\r\n".join(lines).replace("w/c", "w/c").encode("cp1252"))
    return path


def rapid_review(folder: Path) -> Path:
    """Rapid review: a family table, then key events under a title with an empty header beside it."""
    document = docx.Document()
    people = [["Anonymised name", "Gender", "Relationship", "Ethnicity"], ["CHILD A", "Female", "Subject", "[removed]"]]
    grid(document, people)
    document.add_paragraph("Key events")
    rows = [["DATES (removed)", ""]]
    rows += [[e.date, e.event] for e in CASE]
    grid(document, rows)
    path = folder / "rapid review.docx"
    document.save(path)
    return path


def qoria(folder: Path) -> Path:
    """A Qoria / Record Manager log: comma-separated UTF-8 with a byte order mark, date and time in one cell."""
    path = folder / "log.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(
            [
                "Date and time",
                "Submitted by",
                "Verbally Informed a DSL?",
                "Other Students Involved",
                "Record Type",
                "Details",
            ]
        )
        for entry in CASE:
            writer.writerow([entry.date, entry.by, "Yes", "", entry.category, entry.event])
    return path


def sheet_for_each_agency(folder: Path) -> Path:
    """A workbook with a cover, a list of people and a sheet for each agency, without an agency column."""
    path = folder / "multi-agency.xlsx"
    book = xlsxwriter.Workbook(path)
    cover = book.add_worksheet("Cover")
    cover.write_string(0, 0, "Multi-agency chronology")
    people = book.add_worksheet("People")
    people.write_row(0, 0, ["Name", "Relationship", "Date of Birth", "Address"])
    people.write_row(1, 0, ["Rowan", "Subject", "03/05/2019", "[removed]"])
    day_format = book.add_format({"num_format": "d mmm yyyy"})
    for agency in dict.fromkeys(entry.agency for entry in CASE):
        sheet = book.add_worksheet(agency[:31])
        sheet.merge_range(0, 0, 0, 4, f"Chronology of {agency}")
        sheet.write_row(1, 0, ["Date", "Event", "Child seen?", "Action and outcome", "Comments"])
        for n, entry in enumerate((e for e in CASE if e.agency == agency), 2):
            _dated(sheet, n, 0, entry.date, day_format)
            sheet.write_row(n, 1, [entry.event, entry.seen, entry.action, entry.comment])
    book.close()
    return path


def peterborough(folder: Path) -> Path:
    """Peterborough 2011: the date of entry and the person recording; the header again on each page."""
    document = docx.Document()
    header = ["Date of event", "Agency", "Details of event", "Person recording", "Date entry made"]
    rows = [header]
    for n, e in enumerate(CASE):
        rows.append([e.date, e.agency, e.event, e.by, e.recorded])
        if n in (4, 9):
            rows.append(header)
    grid(document, rows)
    path = folder / "2011.docx"
    document.save(path)
    return path


def continued(folder: Path) -> Path:
    """One chronology over three Word tables: the second repeats the header, the third has none."""
    document = docx.Document()
    document.add_paragraph("Name of Child:\tRowan")
    document.add_paragraph("DOB: 03/05/2019")
    header = ["Date", "Organisation", "Significant event", "Seen (Y/N)"]
    rows = [[e.date, e.agency, e.event, e.seen] for e in CASE]
    grid(document, [header, *rows[:6]])
    document.add_page_break()
    grid(document, [header, *rows[6:11]])
    document.add_page_break()
    grid(document, rows[11:])
    path = folder / "continued.docx"
    document.save(path)
    return path


def merged_days(folder: Path) -> Path:
    """A sheet in which somebody merged the cells of a day and month, and set times beside the dates."""
    path = folder / "merged.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Sheet1")
    form = book.add_format({"valign": "top"})
    sheet.merge_range(0, 0, 0, 1, "Date and time", form)
    sheet.write_row(0, 2, ["Agency", "What happened"])
    for n, entry in enumerate(CASE, 1):
        sheet.write_string(n, 0, entry.date)
        sheet.write_row(n, 2, [entry.agency, entry.event])
    sheet.write_string(1, 1, "10:30")
    sheet.write_string(2, 1, "14:00")
    agencies = [entry.agency for entry in CASE]
    sheet.merge_range(2, 2, 3, 2, agencies[1], form)
    book.close()
    return path


Template = tuple[Callable[[Path], Path], tuple[str, ...]]
HOLDS: dict[str, Template] = {
    "Chronolator, merged": (chronolator, ("date", "agency", "event", "seen", "action")),
    "Tayside": (tayside, ("date", "agency", "event", "action", "comment")),
    "family court": (family_court, ("date", "agency", "event")),
    "Mosaic export": (mosaic, ("date", "agency", "event", "comment", "category")),
    "school concern log": (school_log, ("date", "event", "by")),
    "Kent": (kent, ("date", "event", "action", "by", "recorded")),
    "a column for each agency": (column_for_each_agency, ("date", "agency", "event")),
    "Annex A": (annex_a, ("date", "agency", "event", "seen")),
    "rapid review": (rapid_review, ("date", "event")),
    "Qoria": (qoria, ("date", "event", "by", "category")),
    "a sheet for each agency": (sheet_for_each_agency, ("date", "agency", "event", "seen", "action", "comment")),
    "Peterborough 2011": (peterborough, ("date", "agency", "event", "by", "recorded")),
    "continued over three tables": (continued, ("date", "agency", "event", "seen")),
    "merged cells": (merged_days, ("date", "agency", "event")),
}
"""Each template with the fields it has a place for. Times of day are held by none of the plain files."""
