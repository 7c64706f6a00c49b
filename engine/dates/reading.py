"""Reading dates: one for a date cell, any number from narrative. Day-first; refused rather than repaired."""

from __future__ import annotations

import re

from engine.dates.ages import age
from engine.dates.calendar import OutsideCalendar
from engine.dates.cells import rewritten, special
from engine.dates.dayzero import days_from_zero
from engine.dates.grammar import CIRCA, Grammar
from engine.dates.phrases import Around, phrase
from engine.dates.points import BadDate, Span, a_day, year_of
from engine.dates.relative import Base
from engine.dates.tokens import Token, cut
from engine.dates.when import FAR_FUTURE, FAR_PAST, Day, When
from engine.dates.words import FEASTS, MONTHS, NUMBERS, SEASONS, UNITS, WEEKDAYS
from engine.values import dataclass

LONGEST_CELL = 200
"""A date cell longer than this holds narrative, and is refused."""

_REMEDY = "Write the day first, such as 14/02/2022, or what is known, such as March 2022 or mid-May 2021."
_PLAIN = re.compile(r"([0-9]{1,2}) ?[/.-] ?([0-9]{1,2}) ?[/.-] ?([0-9]{4}|[0-9]{2})")
_MONTH_IN_WORDS = re.compile(r"([0-9]{1,2}) ([A-Za-z]{3,9}) ([0-9]{4})")
_STARTS = re.compile(
    r"[0-9]|\b(?:yesterday|today|tomorrow|tonight|last|next|later|earlier|following|previous|preceding|prior"
    r"|subsequent|days?|nights?|weeks?|wks?|weekend|fortnights?|months?|mths?|years?|yrs?|hours?|hrs?"
    r"|(?:same|that|this)\s+(?:date|morning|afternoon|evening)"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|winter|christmas|xmas|easter"
    r"|new\s+year)",
    re.IGNORECASE,
)
"""Narrative without any of these holds no date, and is not cut into tokens."""
_NOT_KNOWN = frozenset(
    [
        "n/k",
        "nk",
        "n/a",
        "na",
        "unknown",
        "undated",
        "none",
        "?",
        "??",
        "???",
        "-",
        "--",
        "—",
        "tbc",
        "tbd",
        "unclear",
        "ongoing",
        "various",
        "nil",
        "blank",
    ]
) | {
    "not known",
    "not recorded",
    "not stated",
    "no date",
    "no date given",
    "date unknown",
    "date not known",
    "not given",
    "24/7",
    "date not recorded",
    "not dated",
    "unknown date",
    "not available",
    "not applicable",
}
_DOUBT = CIRCA | {"?", "uncertain", "unsure", "unclear", "tbc", "unconfirmed", "estimate", "ish", "unknown"}
_LEADS = frozenset({"on", "in", "at", "of", "dated", "date", "during", ":", "the"})
_DAY_WORDS = frozenset(["day", "morning", "afternoon", "evening", "night", "date"])
_PERIOD_WORDS = frozenset(["week", "month", "year", "weekend"])
_AFTER_SAME = _DAY_WORDS | _PERIOD_WORDS
_AFTER_NEXT = _AFTER_SAME | frozenset(["days", "few"]) | frozenset(WEEKDAYS) | frozenset(MONTHS)
_VAGUE = frozenset(["couple", "few", "several"])
_ANY: frozenset[str] = frozenset()
_STARTS_TEXT: dict[str, frozenset[str]] = {
    **dict.fromkeys([*MONTHS, *SEASONS, *FEASTS, *WEEKDAYS, *CIRCA], _ANY),
    **dict.fromkeys(["yesterday", "today", "tomorrow", "tonight", "between", "from", "since"], _ANY),
    **dict.fromkeys(["before", "pre", "by", "until", "till", "til", "after", "post"], _ANY),
    **dict.fromkeys(["early", "mid", "middle", "late", "end", "beginning", "start", "latter"], _ANY),
    **dict.fromkeys(NUMBERS, frozenset(UNITS) | _VAGUE),
    **dict.fromkeys(_VAGUE, frozenset(UNITS) | {"of"}),
    **dict.fromkeys(["same", "that", "this"], _AFTER_SAME),
    **dict.fromkeys(["next", "following", "subsequent", "previous", "preceding"], _AFTER_NEXT),
    **dict.fromkeys(["first", "second", "third", "fourth"], frozenset(["week", "wk"])),
    **dict.fromkeys(["later", "earlier"], frozenset(["that", "the", "same", "than"])),
    **dict.fromkeys(["week", "month", "year", "weekend", "wk"], _ANY),
    "prior": frozenset(["to"]) | _AFTER_NEXT,
    "last": _AFTER_NEXT | {"wk"},
    "w": frozenset(["/", "."]),
    "wc": _ANY,
    "c": frozenset(["."]),
    "no": frozenset(["later"]),
    "on": frozenset(["or"]),
    "up": frozenset(["to"]),
    "new": frozenset(["year"]),
    "as": frozenset(["of", "from"]),
    "day": frozenset(["after", "before", "following", "prior"]),
}
"""Words that can start a date in narrative -> the words one of which must follow, if any."""
_AFTER_THE = frozenset(_STARTS_TEXT) - frozenset(NUMBERS) - CIRCA - {"by", "from", "since", "no", "on"}


def _may_start(token: Token, after: Token) -> bool:
    """A cheap look that spares the grammar most of the words of a narrative."""
    if token.kind == "n":
        return True
    if token.kind == "p":
        return token.text in "~?"
    if token.text == "the":
        return after.text in _AFTER_THE
    follows = _STARTS_TEXT.get(token.text)
    return follows is not None and (not follows or after.text in follows)


@dataclass(frozen=True, slots=True)
class DateContext:
    """What a date is read beside.

    `previous` is the dated row before (for "two weeks later"), `row` the row's own date (for "last week",
    and in narrative). `near` settles a missing year where `previous` is not known. `floor` is the earliest
    day assumed for "before ..."; `born` replaces it where it is known.
    """

    previous: When | None = None
    row: When | None = None
    floor: Day = FAR_PAST
    born: Day | None = None
    near: When | None = None
    relative: bool = False
    """Whether the case counts from a Day 0, so that "Day 35" is a day of the case and no child's age."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A date cell that was not read: its text, why, and what to write. Only `text` holds record words."""

    text: str
    why: str
    remedy: str = _REMEDY


@dataclass(frozen=True, slots=True)
class Found:
    """A date mentioned in narrative: text[start:end] and the days it means."""

    start: int
    end: int
    when: When


def read_when(text: str, context: DateContext) -> When | Refusal:
    """The days a date cell means, or why it cannot be said. Never raises and never repairs."""
    cell = text.strip()
    plain = _PLAIN.fullmatch(cell)
    if plain is not None:
        return _plain(text, *plain.groups())
    if not cell:
        return Refusal(text, "the date cell is empty", "Give the date, or what is known of it.")
    if (named := _month_in_words(text, cell)) is not None:
        return named
    if len(cell) > LONGEST_CELL:
        return Refusal(text, f"a date cell longer than {LONGEST_CELL} characters holds more than a date")
    if cell.lower().rstrip(".") in _NOT_KNOWN:
        return Refusal(text, "the cell says that the date is not known", "Give what is known, such as a year.")
    try:
        found = _in_any_words(cell, context)
    except BadDate as bad:
        return Refusal(text, bad.why)
    except (OutsideCalendar, ValueError, OverflowError):
        return Refusal(text, "the date lies outside 1900 to 2099")
    if found is None:
        return Refusal(text, "it is not written in a way that is read as a date")
    if found.lo > found.hi or not _in_range(found):
        return Refusal(text, "the date lies outside 1900 to 2099")
    return When(found.lo, found.hi, text, found.rule, found.minute)


def _plain(text: str, day: str, month: str, year: str) -> When | Refusal:
    """The commonest cell by far, 14/02/2022, without the grammar."""
    try:
        found = a_day(year_of(year), int(month), int(day))
    except BadDate as bad:
        return Refusal(text, bad.why)
    return When(found, found, text, "day")


def _month_in_words(text: str, cell: str) -> When | None:
    """The next commonest cell, 14 February 2022, without the grammar; None for any other."""
    found = _MONTH_IN_WORDS.fullmatch(cell)
    month = MONTHS.get(found[2].lower()) if found is not None else None
    if found is None or month is None:
        return None
    try:
        day = a_day(int(found[3]), month, int(found[1]))
    except BadDate:
        return None  # the grammar says what is wrong with it
    return When(day, day, text, "day")


def _in_any_words(cell: str, context: DateContext) -> Span | None:
    """The cell as it stands; else what it says in another way; else its age; else its words put differently."""
    wrong: BadDate | None = None
    if found := days_from_zero(cell, bare=context.relative) or special(cell):
        return found
    try:
        found = _whole_cell(cell, context)
    except BadDate as bad:
        found, wrong = None, bad
    if found is None:
        found = age(cell, context.born)
    for other in rewritten(cell) if found is None else ():
        try:
            found = special(other) or _whole_cell(other, context)
        except BadDate as bad:
            wrong = wrong or bad
        if found is not None:
            break
    if found is None and wrong is not None:
        raise wrong
    return found


def _whole_cell(cell: str, context: DateContext) -> Span | None:
    cell, doubt = _without_note(cell)
    grammar = Grammar(tokens := cut(cell), in_text=False)
    near = context.previous or context.near or context.row
    around = Around(
        Base(context.previous, context.row),
        _middle(near),
        context.floor if context.born is None else context.born,
        context.row.latest if context.row else FAR_FUTURE,
    )
    count = len(tokens)
    while count and tokens[count - 1].text in (".", ",", ";", ":"):
        count -= 1
    i = 0
    if doubt:
        # The note's doubt is put in front, so that it widens by the unit of what was written.
        grammar = Grammar(tokens := cut("circa " + cell), in_text=False)
        count = count + 1
    first_error: BadDate | None = None
    while True:
        try:
            found = phrase(grammar, i, around)
        except BadDate as bad:
            found, first_error = None, first_error or bad
        if found is not None and found[1] >= count:
            return found[0]
        if i < count and tokens[i].text in _LEADS:
            i += 1
            continue
        if first_error is not None:
            raise first_error
        return None


def _without_note(cell: str) -> tuple[str, bool]:
    """The cell without a bracketed note at its end, and whether the note says that the date is doubtful.

    A note that holds another date, and does not say that it is when the row was written, is refused.
    """
    opening = {")": "(", "]": "["}.get(cell[-1])
    start = cell.rfind(opening) if opening else -1
    if start <= 0:
        return cell, False
    words = [token.text for token in cut(cell[start + 1 : -1])]
    doubt = any(word in _DOUBT for word in words) or "not" in words
    dated = find_dates(cell[start + 1 : -1], DateContext())
    if dated and not any(word[:6] in _WRITTEN for word in words):
        raise BadDate("a second date stands in brackets: keep one date, or a period, in the cell")
    return cell[:start].rstrip(), doubt


_WRITTEN = frozenset({"record", "entere", "entry", "writte", "report", "added", "update", "receiv", "shared"})


def _middle(when: When | None) -> Day | None:
    return None if when is None else (when.earliest + when.latest) // 2


def _in_range(found: Span) -> bool:
    return found.lo >= FAR_PAST and found.hi <= FAR_FUTURE


def find_dates(text: str, context: DateContext) -> list[Found]:
    """The dates mentioned in narrative, in order and not overlapping; what is doubtful is left out.

    "Later" and "the following day" count from the mention before, else from the row's own date;
    "ago", "last week" and a missing year are settled by the row's own date.
    """
    if _STARTS.search(text) is None:
        return []
    tokens = cut(text)
    grammar = Grammar(tokens, in_text=True)
    row = context.row or context.previous
    floor = context.floor if context.born is None else context.born
    ceiling = row.latest if row else FAR_FUTURE
    around = Around(Base(row, row), _middle(row), floor, ceiling)
    found: list[Found] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if not _may_start(token, grammar.at(i + 1)):
            i += 1
            continue
        try:
            read = phrase(grammar, i, around)
        except BadDate as bad:
            i = max(bad.end, i + 1)
            continue
        except (OutsideCalendar, ValueError, OverflowError):
            read = None
        if read is None or read[0].lo > read[0].hi or not _in_range(read[0]):
            i += 1
            continue
        span, end = read
        if "after-event" in span.rule and found and _only_marks(text[found[-1].end : token.start]):
            i = end  # "on 23 February, a week following the conference" tells one day twice
            continue
        start = token.start
        when = When(span.lo, span.hi, text[start : tokens[end - 1].end], span.rule, span.minute)
        found.append(Found(start, tokens[end - 1].end, when))
        if when.earliest > FAR_PAST and when.latest < FAR_FUTURE and span.rule.partition("+")[0] not in _OPEN:
            around = Around(Base(when, row), around.near, floor, ceiling)
        i = end
    return found


def _only_marks(between: str) -> bool:
    return len(between) < 4 and not between.strip(" ,(-–")


_OPEN = frozenset({"before", "by", "since", "after"})
