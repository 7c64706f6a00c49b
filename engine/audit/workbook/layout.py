"""Sections and columns of the workbook, the words to choose from, and the marks by which lines are found again.

Every line that is written carries a mark in a hidden column: what it is, never where it stands. Columns are found by
their headings on the line marked as the section's heading. So rows that were inserted, moved or sorted, columns that
were moved and sheets that were renamed do no harm when the workbook comes back; what cannot be placed is told.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.values import dataclass

LAYOUT = 1
"""Number of this layout; a workbook of another is not guessed at."""
HIDDEN = "flag"
"""The sheet that holds the manifest."""
WORDS = "Words to choose"
FRONT = "Report"
FRAME = "Sample"
RULES = "Rules"
MARK = "flag:"
"""What a mark begins with."""
MARK_COLUMN = 12
"""Where marks stand, counted from 0: column M."""

AGREE, DISAGREE, NOT_APPLICABLE = "agree", "disagree", "not applicable"
JUDGEMENTS = (AGREE, DISAGREE, NOT_APPLICABLE)
REASONS: Mapping[str, str] = {
    "recorded elsewhere": "it was done and stands in a record that this chronology does not hold",
    "words misread": "the tool took the words of a row for something else",
    "wrong child or adult": "it is about somebody else",
    "wrong day": "the day was read wrongly",
    "told twice": "one event was counted more than once",
    "number too strict here": "our practice allows more time, or asks for fewer",
    "number too loose here": "our practice allows less time, or asks for more",
    "another local standard": "our procedures measure this otherwise",
    "true, but does not matter here": "what the prompt says is so, and it changes nothing for this child",
    "being done already": "it is in a plan or under way, and the record shows it",
    "rule does not suit this case": "the rule is not meant for such a child or family",
    "other": "say which, in your own words",
}
"""Reasons to choose from, and what each means."""
ABOUT_NUMBERS = ("number too strict here", "number too loose here", "another local standard")
"""The reasons that ask whether a local number is right."""
WHY_MISSED: Mapping[str, str] = {
    "a rule should have seen it": "there is a rule for this, and it stayed silent",
    "no rule looks for this": "there is no such rule, and there should be one",
    "no rule could": "it takes judgement; no rule should try",
    "words not read": "the rows that tell it were not read, or not in full",
    "not in this chronology": "it stands in a record that was not in the files",
    "not known": "",
}
SAID = ("yes", "in part", "no")
"""Whether a prompt says what the auditor had seen."""
YES_NO = ("yes", "no")
GRADES = ("Outstanding", "Good", "Requires improvement", "Inadequate")
"""The four words of the inspectorate; the grading itself is a person's."""

MOST = 1_000
"""Characters of a word that is broken where it stands in the way: no language has such words."""
SEEN_LINES = 20
MISSED_LINES = 10


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a section: its name for the program, its heading, and what may be typed."""

    name: str
    heading: str
    typed: bool = False
    choices: str = ""
    """The list to choose from, by its name in `CHOICES`."""


_SECOND = (
    Column("second", "Second auditor: judgement", True, "judgements"),
    Column("second_reason", "Second auditor: reason", True, "reasons"),
    Column("second_note", "Second auditor: in own words", True),
)

SECTIONS: Mapping[str, tuple[Column, ...]] = {
    "timeline": (
        Column("row", "Row"),
        Column("date", "Date as written"),
        Column("agency", "Agency"),
        Column("words", "What the row says"),
        Column("file", "File"),
    ),
    "prompts": (
        Column("number", "Prompt"),
        Column("about", "About, and since when"),
        Column("rule", "Rule and version"),
        Column("prompt", "What the prompt says"),
        Column("rows", "Rows it rests on"),
        Column("first", "Auditor: judgement", True, "judgements"),
        Column("first_reason", "Auditor: reason", True, "reasons"),
        Column("first_note", "Auditor: in own words", True),
        *_SECOND,
        Column("moderated", "After moderation", True, "judgements"),
    ),
    "seen": (
        Column("number", "Line"),
        Column("rows", "Row or day", True),
        Column("theme", "Theme", True, "themes"),
        Column("saw", "What the auditor saw", True),
        Column("ask", "What should be asked or done", True),
    ),
    "missed": (
        Column("number", "Line"),
        Column("rows", "Row or day", True),
        Column("theme", "Theme", True, "themes"),
        Column("saw", "Seen by the auditor, missed by the tool", True),
        Column("ask", "What should have been asked", True),
        Column("why", "Why it was missed", True, "why_missed"),
        Column("second", "Second auditor: judgement", True, "judgements"),
        Column("note", "In own words", True),
    ),
    "compared": (
        Column("number", "Line"),
        Column("rows", "Row or day"),
        Column("theme", "Theme"),
        Column("saw", "What the auditor saw before the prompts"),
        Column("ask", "What should be asked or done"),
        Column("said", "Does a prompt say it?", True, "said"),
        Column("why", "If not: why it was missed", True, "why_missed"),
        Column("note", "In own words", True),
        Column("second", "Second auditor: judgement", True, "judgements"),
    ),
    "closing": (
        Column("what", "About the case"),
        Column("choose", "Choose from"),
        Column("help", "Help"),
        Column("first", "Auditor", True),
        Column("second", "Second auditor, moderation", True),
    ),
    "front": (Column("what", "Heading"), Column("first", "What the auditors found", True)),
}
"""The sections and their columns, from the left."""

CLOSING: Mapping[str, tuple[str, str]] = {
    "role": ("Role of the auditor", "A role, no name."),
    "well": ("What is working well", ""),
    "improve": ("What could be improved", ""),
    "action": ("Action", ""),
    "owner": ("Who will do it (role), and by when", ""),
    "grade": ("Grading", "Yours alone: the tool has no opinion. May stay empty."),
}
"""The boxes about a case as a whole: name -> heading and help."""
READ_IN_FULL = "read"
"""The box in which an auditor says that a blind sheet was read in full."""
HEADINGS: Mapping[str, str] = {
    "well": "What is working well",
    "improve": "What could be improved",
    "agencies": "What each agency is doing",
    "multi": "Improvements that need a multi-agency response",
    "escalate": "What to escalate, and to whom",
}
"""The headings of the quality group's report."""


def mark(*parts: str | int) -> str:
    """The mark of a line: "flag:p.3.17"."""
    return MARK + ".".join(str(part) for part in parts)


def mark_of(text: object) -> tuple[str, ...] | None:
    """The parts of a mark; None where a cell holds none."""
    if not isinstance(text, str) or not text.startswith(MARK):
        return None
    return tuple(text.removeprefix(MARK).split("."))


def choices(themes: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
    """Every list to choose from: its words, and what each means."""
    return {
        "judgements": {
            AGREE: "the record says what the prompt says, and it is worth asking",
            DISAGREE: "it is not so, or not worth asking; choose a reason",
            NOT_APPLICABLE: "the prompt cannot be judged from this record",
        },
        "reasons": REASONS,
        "why_missed": WHY_MISSED,
        "said": {"yes": "a prompt says it", "in part": "a prompt touches it", "no": "missed by the tool"},
        "yes_no": {"yes": "", "no": ""},
        "grades": dict.fromkeys(GRADES, ""),
        "themes": dict.fromkeys(themes, ""),
    }
