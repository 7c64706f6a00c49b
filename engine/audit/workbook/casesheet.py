"""The sheet of a case: read first, judge then. On a sheet that is read blind no prompt stands."""

from __future__ import annotations

from engine.audit.sampling import Drawn
from engine.audit.workbook.content import CaseShown
from engine.audit.workbook.layout import (
    CLOSING,
    GRADES,
    MISSED_LINES,
    READ_IN_FULL,
    SEEN_LINES,
    YES_NO,
    mark,
)
from engine.audit.workbook.writing import Page
from engine.report.words import count_of

KNOWLEDGE = {
    "as-dated": "rows count from the day they are dated",
    "as-recorded": "rows count from the day they were recorded",
    "hindsight": "rows count from the day they are dated, whenever they were recorded",
}
NARROW = (
    "Words that are restricted, and words that the tool did not read, are left out (“[restricted]”, “…”). Read the"
    " record itself beside this sheet: what was missed may stand in what is left out."
)
Seen = tuple[tuple[str, str, str, str], ...]
"""What an auditor had seen before the prompts: row, theme, what, what to ask."""


def case_page(page: Page, number: int, drawn: Drawn, shown: CaseShown, *, professionals: bool) -> None:
    """A sheet of the first workbook: with prompts, or to be read blind."""
    _facts(page, drawn, shown)
    if drawn.blind:
        page.say(
            "Read this case without prompts first. Read the timeline (and the record itself), then write down what you"
            " would raise, a line for each matter, and choose “yes” beside “Read in full”.",
            "The prompts of this case are not in this workbook. They are written to a second one once this sheet has"
            " been filled in: flag audit sample FOLDER --after-blind THIS.xlsx --output SECOND.xlsx",
        )
    else:
        page.say(
            "Read the timeline, judge each prompt, and write down what you saw that no prompt says. Where there is"
            " nothing, leave the lines empty.",
        )
    _timeline(page, shown, professionals=professionals)
    if drawn.blind:
        _to_be_seen(page, number)
    else:
        _prompts(page, number, shown)
        _missed(page, number)
    _closing(page, number, blind=drawn.blind)
    page.gap()
    page.say("End of this sheet.")
    page.close()


def second_page(page: Page, number: int, drawn: Drawn, shown: CaseShown, seen: Seen, *, professionals: bool) -> None:
    """A sheet of the second workbook: what was seen before, the prompts, and how the two compare."""
    _facts(page, drawn, shown)
    page.say(
        "This case was read without prompts. Beneath the timeline stand its prompts, and after them what you had"
        " written: say of each line whether a prompt says it.",
    )
    _timeline(page, shown, professionals=professionals)
    _prompts(page, number, shown)
    page.heading("What was seen before the prompts")
    page.head("compared")
    for at, (rows, theme, saw, ask) in enumerate(seen, start=1):
        line = {"number": str(at), "rows": rows, "theme": theme, "saw": saw, "ask": ask}
        page.row("compared", line, mark("s", number, at))
    if not seen:
        page.say("No line was written.")
    _missed(page, number)
    page.gap()
    page.say("End of this sheet.")
    page.close()


# --- parts --------------------------------------------------------------------------------------------


def _facts(page: Page, drawn: Drawn, shown: CaseShown) -> None:
    page.say(shown.notice)
    page.fact("Case", drawn.case)
    page.fact("Team", drawn.team or "not given")
    page.fact("As at", f"{shown.as_at}; {KNOWLEDGE.get(shown.knowledge, shown.knowledge)}")
    page.fact("Children", shown.children or "none of the household on the record")
    page.fact("Agencies", shown.agencies or "none that a row names")
    page.gap()


def _timeline(page: Page, shown: CaseShown, *, professionals: bool) -> None:
    page.heading(f"Timeline: {count_of(len(shown.timeline), 'row')}")
    if not professionals:
        page.say(NARROW)
    if shown.later:
        page.say(f"{count_of(shown.later, 'row')} after the as-at day: not shown, and not used by any rule.")
    page.head("timeline")
    for row in shown.timeline:
        line = {"row": row.row, "date": row.date, "agency": row.agency, "words": row.words, "file": row.file}
        page.row("timeline", line, mark("t", 5))


def _prompts(page: Page, number: int, shown: CaseShown) -> None:
    page.heading(f"Prompts: {len(shown.prompts)}")
    if not shown.prompts:
        page.say("No prompts from the rules that could be evaluated.")
    if shown.left_out:
        page.say(f"Not listed: {shown.left_out}.")
    if shown.not_evaluated:
        page.say(f"Could not be evaluated, which is not the same as no prompt: {shown.not_evaluated}.")
    page.head("prompts")
    for at, prompt in enumerate(shown.prompts, start=1):
        line = {
            "number": str(at),
            "about": prompt.about,
            "rule": prompt.rule,
            "prompt": prompt.prompt,
            "rows": prompt.rows,
        }
        page.row("prompts", line, mark("p", number, at))


def _to_be_seen(page: Page, number: int) -> None:
    page.heading("What did you see?")
    page.head("seen")
    for at in range(1, SEEN_LINES + 1):
        page.row("seen", {"number": str(at)}, mark("b", number, at))


def _missed(page: Page, number: int) -> None:
    page.heading("Seen by the auditor, missed by the tool")
    page.head("missed")
    for at in range(1, MISSED_LINES + 1):
        page.row("missed", {"number": str(at)}, mark("m", number, at))


def _closing(page: Page, number: int, *, blind: bool) -> None:
    page.heading("The case as a whole")
    page.head("closing")
    if blind:
        told = "“yes” once you have read the record without prompts."
        line = {"what": "Read in full", "choose": " or ".join(YES_NO), "help": told}
        page.row("closing", line, mark("e", number, READ_IN_FULL), {"first": "yes_no"})
    for name, (label, told) in CLOSING.items():
        graded = name == "grade"
        line = {"what": label, "choose": ", ".join(GRADES) if graded else "", "help": told}
        lists = {"first": "grades", "second": "grades"} if graded else {}
        page.row("closing", line, mark("e", number, name), lists)
