"""Written days moved by whole weeks, in the form in which they were written wherever that form can say the moved day.

A day keeps its form. A month, a season or a year cannot be moved by weeks and stay one: in a date cell it becomes
"a day from 4/3/2019 to 2/4/2019", in narrative "between 4 March 2019 and 2 April 2019", the same days to the day.
Whatever is written is read back and must give the moved days; what does not is counted and told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from engine.anonymise.spans import Stretch
from engine.dates.dayzero import is_relative
from engine.dates.points import BadDate, a_day, year_of
from engine.dates.reading import DateContext, Found, Refusal, find_dates, read_when
from engine.dates.when import FAR_FUTURE, FAR_PAST, Day, When
from engine.dates.words import MONTH_NAMES, MONTHS, month_of
from engine.values import dataclass, replace

_MONTH = r"(?P<month>[A-Za-z]{3,10})"
_YEAR = r"(?P<year>\d{4}|'?\d{2})"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\d/.])(?P<year>\d{4})(?P<one>[-/.])(?P<m>\d{2})(?P=one)(?P<d>\d{2})(?!\d)",
        r"(?<![\d/.])(?P<d>\d{1,2})(?P<one> ?[/.\\-]{1,2} ?)(?P<m>\d{1,2})(?P<two> ?[/.\\-]{1,2} "
        r"?)(?P<year>\d{4}|\d{2})(?![\d])",
        rf"(?<![\d/.])(?P<d>\d{{1,2}})(?P<th>st|nd|rd|th)?(?P<one>(?: of)?[ "
        rf",/.-]{{0,2}}){_MONTH}(?P<two>\.?(?: of)?[ ,/.-]{{0,2}}){_YEAR}(?![\d:])",
        rf"\b{_MONTH}(?P<one>\.? )(?P<d>\d{{1,2}})(?P<th>st|nd|rd|th)?(?P<two>,? ){_YEAR}(?![\d:])",
        rf"(?<![\d/.])(?P<d>\d{{1,2}})(?P<th>st|nd|rd|th)?(?P<one>(?: of)?[ -]?){_MONTH}\b",
        rf"\b{_MONTH}(?P<one>\.? )(?P<d>\d{{1,2}})(?P<th>st|nd|rd|th)?\b",
        r"(?<![\d/.])(?P<d>\d{1,2})(?P<one>[/.])(?P<m>\d{1,2})(?![\d/.])",
    )
)
"""Ways in which one day is written: year first, figures, day and month and year, month first, and without a year."""
_CALENDAR = re.compile(r"\d{4}|\d[/.\\-]{1,2}\d|[a-z]{3,10}|\d{1,2}(?:st|nd|rd|th)\b", re.I)
_SEASONAL = re.compile(
    r"(?i)\b(?:spring|summer|autumn|winter|christmas|xmas|easter|new year|half[ -]?term|term|bonfire"
    r"|halloween|boxing|valentine"
    r"|whitsun|shrove|pancake|mother'?s|mothering|may day|bank holiday|quarter|q[1-4]|fy|financial)"
)
_LONE_YEAR = re.compile(
    r"(?<![\w£$#@/.:-])(?:19[5-9]\d|20[0-4]\d)(?P<next>[/-](?:\d{4}|\d{2}))?(?![\w/:]|\.\d|-\d| ?(?:hrs?"
    r"|hours|kcal|calories|ml|mls|g|kg|mg|pounds|steps)\b)"
)
_DAY_MONTH = re.compile(
    r"(?i:(?P<lead>\b(?:on|since|dated|until|till|by|from|before|after|visit|seen|review|next|due|held|booked|mon|tues?|weds?|thurs?"
    r"|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)[ :]{1,2})?)"
    r"(?<![\w/.-])(?P<d>\d{1,2})(?P<one>[/.])(?P<m>0?[1-9]|1[0-2])(?![\d/%-]|\.\d|\s?(?:weeks|wks|months|days|old|yrs|ago|kg|hrs|pm|am)\b)"
)
_ANY_DATE = re.compile(r"(?<![\d/.-])\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})(?![\d/])|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_LEAD = re.compile(r"(?i)\b(?:in|during|on|throughout|over|at) (?:the )?\Z")
_LONGEST_LEAD = 16
UNREAD = "[date]"
"""Stands for something written like a date from which no day was read."""


@dataclass(frozen=True, slots=True)
class Move:
    """By how many days everything moves, and from which days open ranges count before and after."""

    offset: int
    floor: Day = FAR_PAST
    """The earliest day assumed for "before ...", which does not move."""

    def day(self, day: Day) -> Day:
        """A day, moved; days counted from a Day 0 and the ends of open ranges stay."""
        if day in (FAR_PAST, FAR_FUTURE) or is_relative(day):
            return day
        return day + self.offset

    def same(self, before: When, after: When | Refusal) -> bool:
        """Whether a moved text gives the moved days, and is treated as the first was."""
        if isinstance(after, Refusal) or after.minute != before.minute:
            return False
        first, last = self.day(before.earliest), self.day(before.latest)
        open_start = any(word in before.rule for word in ("before", "by+"))
        lo = (open_start and "by+" in before.rule) or open_start or after.earliest == first
        return lo and after.latest == last and _treated(before.rule) == _treated(after.rule)


def _treated(rule: str) -> tuple[bool, ...]:
    return ("range" in rule, rule in ("same-day", "next-day"), "before" in rule)


# --- date cells ---------------------------------------------------------------------------------------


def cell_candidates(text: str, when: When, move: Move) -> Iterator[str]:
    """What may stand in a date cell instead of `text`, the likest first; the last says the days themselves."""
    if is_relative(when.earliest):
        yield text
        return
    if not _names_a_date(text):
        yield text
    moved = _in_place(text, when, move)
    if moved != text:
        yield moved
    yield plainly(when, move)


def plainly(when: When, move: Move) -> str:
    """The moved days of a cell in words that the reader takes exactly."""
    first, last = move.day(when.earliest), move.day(when.latest)
    rule = when.rule
    if rule.startswith(("before", "by")):
        return f"before {_figures(last + 1)}" if rule.startswith("before") else f"by {_figures(last)}"
    if rule.startswith(("since", "after")) and when.latest == FAR_FUTURE:
        return f"since {_figures(first)}"
    time = f" {when.minute // 60:02d}:{when.minute % 60:02d}" if when.minute is not None else ""
    if first == last:
        return _figures(first) + time
    if "range" in rule:
        return f"{_figures(first)} - {_figures(last)}"
    return f"a day from {_figures(first)} to {_figures(last)}"


def moved_cell(text: str, move: Move, context: DateContext | None = None) -> str:
    """A cell that stands alone (a date of birth, a day recorded): the likest wording that reads as the moved days."""
    before = read_when(text, context or DateContext(relative=True))
    if isinstance(before, Refusal):
        return UNREAD if _names_a_date(text) and any(char.isdigit() for char in text) else text
    for candidate in cell_candidates(text, before, move):
        if move.same(before, read_when(candidate, context or DateContext(relative=True))):
            return candidate
    return plainly(before, move)


def _figures(day: Day) -> str:
    return f"{date.fromordinal(day):%d/%m/%Y}"


def _names_a_date(text: str) -> bool:
    """Whether a text names a day, month, season or year, and does not only count from another day."""
    if re.search(r"\d{4}|\d[/.\\-]\d{1,2}[/.\\-]|'\d\d|\d\d?[/.]\d\d?(?!\d)", text) and not re.fullmatch(
        r"\s*\d{1,3}/(?:7|52|12)(?![\d/.-]).{0,20}", text
    ):
        return True
    if _SEASONAL.search(text):
        return True
    words = re.findall(r"[a-z]{3,10}", text.lower())
    return any(word in MONTHS or month_of(word) for word in words) or bool(re.search(r"\d(?:st|nd|rd|th)\b", text))


def _in_place(text: str, when: When, move: Move) -> str:
    """The text with each day in it moved, in the form in which it stands."""
    out = text
    for form in _FORMS:
        done = form.sub(lambda found: _one(found, when, move), text)
        if done != text:
            out = done
            break
    return out


def _one(found: re.Match[str], when: When, move: Move) -> str:
    parts = found.groupdict()
    month = int(parts["m"]) if parts.get("m") else month_of(parts["month"].lower())
    if not month:
        return found.group()
    written = (parts.get("year") or "").lstrip("'")
    years = [year_of(written)] if written else _years_near(when)
    for year in years:
        try:
            day = a_day(year, month, int(parts["d"]))
        except (BadDate, ValueError):
            continue
        if written or when.earliest <= day <= when.latest:
            return _written(found, date.fromordinal(move.day(day)))
    return found.group()


def _years_near(when: When) -> list[int]:
    return list(range(date.fromordinal(when.earliest).year, date.fromordinal(when.latest).year + 1))


def _written(found: re.Match[str], day: date) -> str:
    """A day written with the zeros, capitals, short forms and marks of the match."""
    parts = found.groupdict()
    pieces: list[tuple[int, int, str]] = []
    for name, text in parts.items():
        if text is None:
            continue
        new = text
        if name == "d":
            new = (
                f"{day.day:02d}"
                if text.startswith("0") or (len(text) == 2 and parts.get("m") and _padded(parts))
                else str(day.day)
            )
        elif name == "m":
            new = f"{day.month:02d}" if text.startswith("0") or (len(text) == 2 and _padded(parts)) else str(day.month)
        elif name == "month":
            new = _month_like(text, day.month)
        elif name == "year":
            new = (
                f"{day.year:04d}" if len(text) == 4 else ("'" if text.startswith("'") else "") + f"{day.year % 100:02d}"
            )
        elif name == "th":
            new = _ordinal(day.day)
        pieces.append((*found.span(name), new))
    out, at = [], found.start()
    for start, end, new in sorted(pieces):
        out += [found.string[at:start], new]
        at = end
    return "".join(out) + found.string[at : found.end()]


def _padded(parts: dict[str, str | None]) -> bool:
    """Whether figures are written with a zero before; "12/10" says nothing, and is taken so."""
    figures = [parts.get("d") or "", parts.get("m") or ""]
    return all(len(one) == 2 for one in figures)


def _month_like(text: str, month: int) -> str:
    name = MONTH_NAMES[month - 1]
    if len(text) <= 4 and text.lower() not in ("may", "june", "july"):
        name = name[:3]
    elif len(text) == 3:
        name = name[:3] if text.lower() != "may" else name
    if text.isupper():
        return name.upper()
    return name.capitalize() if text[0].isupper() else name


def _ordinal(day: int) -> str:
    if 11 <= day <= 13:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


# --- narrative ----------------------------------------------------------------------------------------


def in_text(text: str, when: When | None, move: Move) -> tuple[list[Stretch], int]:
    """The dates of a narrative to be replaced, and how many could not be moved exactly.

    `when` are the true days of the row.
    """
    if when is not None and is_relative(when.earliest):
        when = None
    context = DateContext(row=when)
    found = _dates_in(text, context)
    moved_row = (
        replace(when, earliest=move.day(when.earliest), latest=move.day(when.latest)) if when is not None else None
    )
    stretches: list[Stretch] = []
    exact = True
    rough: list[Stretch | None] = []
    for way in (_likest, _said):
        rough = [_roughly(text, one, move) for one in found]
        stretches = [
            stretch
            for one, told in zip(found, rough, strict=True)
            for stretch in ((told,) if told is not None else way(text, one.start, one.end, one.when, move))
        ]
        whole = _apply(text, stretches)
        again = _dates_in(whole, DateContext(row=moved_row))
        exact = len(again) == len(found) and all(
            told is not None or _alike(one.when, other.when, move)
            for one, other, told in zip(found, again, rough, strict=True)
        )
        if exact:
            break
    spans = [(one.start, one.end) for one in found]
    rest, inexact = _never_read(text, spans, when, move)
    return [*stretches, *rest], inexact + (not exact) + sum(told is not None for told in rough)


_WEEKS_OLD = re.compile(r"\d{1,2} ?[-–/] ?\d{1,2}/(?:52|12|7)")


def _dates_in(text: str, context: DateContext) -> list[Found]:
    """The dates of a narrative; "6-8/52" is six to eight weeks, and no day of 1952."""
    return [one for one in find_dates(text, context) if not _WEEKS_OLD.fullmatch(text, one.start, one.end)]


def _alike(one: When, other: When, move: Move) -> bool:
    """Whether the days are those moved, but for the open end of a range."""
    first = one.earliest in (FAR_PAST, FAR_FUTURE) or other.earliest == move.day(one.earliest)
    return first and (one.latest == FAR_FUTURE or other.latest == move.day(one.latest))


def _apply(text: str, stretches: list[Stretch]) -> str:
    out, at = [], 0
    for one in sorted(stretches, key=lambda one: one.start):
        out += [text[at : one.start], one.instead]
        at = one.end
    return "".join(out) + text[at:]


_OPENED = re.compile(
    r"(?i)^(?:(?:since|before|after|by|until|till|from|early|mid|middle|late|end|beginning|start|of|in|the"
    r"|to|part|pre|post)[ -])*"
)
_SEASON_OF = (
    *("winter",) * 2, *("spring",) * 3, *("summer",) * 3, *("autumn",) * 3, "winter",
)  # fmt: skip
"""The season of each month."""


def _roughly(text: str, found: Found, move: Move) -> Stretch | None:
    """A month, season or feast without its year, as the month or season in which most of it now lies."""
    written, when = text[found.start : found.end], found.when
    if when.exact or re.search(r"\d", written):
        return None
    lead = _OPENED.match(written)
    opening = written[: lead.end()] if lead else ""
    rest = written[len(opening) :].strip()
    noun = _PERIOD_WORD.search(rest)
    bare = rest[: noun.start()] if noun else rest
    plain = bare.lower()
    season, month = plain in _SEASON_OF, month_of(plain)
    if not (season or month or plain in _FEASTS):
        return None
    if noun and not month:
        return Stretch(found.start, found.end, opening + noun.group().strip(), "dates")  # "in Easter hols": "in hols"
    # Of an open range the days next to its one end say which month or season was written.
    open_end = when.rule.partition("+")[0]
    half = 15 if month else 45 if season else 1
    middle = (when.earliest + when.latest) // 2
    if open_end in ("before", "by"):
        middle = when.latest - half
    elif open_end in ("since", "after"):
        middle = when.earliest + half
    moved = date.fromordinal(move.day(middle)).month
    if season:
        new = _SEASON_OF[moved - 1]
        new = new.capitalize() if bare[0].isupper() else new
    elif plain in _FEASTS:
        new = MONTH_NAMES[moved - 1].capitalize()
    else:
        new = _month_like(bare, moved)
    return Stretch(found.start, found.end, opening + new, "dates")


_PERIOD_WORD = re.compile(r"(?i)[ ](?:term|holidays?|hols|break|time|period|day|eve)$")
_FEASTS = ("christmas", "xmas", "easter", "new year")


def _likest(text: str, start: int, end: int, when: When, move: Move) -> Iterator[Stretch]:
    """In the same form where that gives the moved days, else in words that do."""
    written = text[start:end]
    if not _names_a_date(written):
        yield Stretch(start, end, written, "dates", counted=False)
        return
    moved = _in_place(written, when, move)
    if moved != written:
        shifted = replace(when, earliest=move.day(when.earliest), latest=move.day(when.latest))
        again = find_dates(moved, DateContext(row=shifted))
        if len(again) == 1 and _alike(when, again[0].when, move):
            yield Stretch(start, end, moved, "dates")
            return
    yield from _said(text, start, end, when, move)


def _said(text: str, start: int, end: int, when: When, move: Move) -> Iterator[Stretch]:
    """In words that say the days themselves, with the year."""
    written = text[start:end]
    if not _names_a_date(written):
        yield Stretch(start, end, written, "dates", counted=False)
        return
    first, last = move.day(when.earliest), move.day(when.latest)
    rule = when.rule
    if rule.startswith("before"):
        said = f"before {_words(last + 1)}"
    elif rule.startswith("by"):
        said = f"by {_words(last)}"
    elif rule.startswith("since"):
        said = f"since {_words(first)}"
    elif rule.startswith("after"):
        said = f"after {_words(first - 1)}"
    elif first == last:
        said = _words(first)
        if when.minute is not None:
            said += f" at {when.minute // 60:02d}:{when.minute % 60:02d}"
    else:
        said = f"between {_words(first)} and {_words(last)}"
        if lead := _LEAD.search(text, max(0, start - _LONGEST_LEAD), start):
            start = lead.start()
    yield Stretch(start, end, said, "dates")


def _words(day: Day) -> str:
    there = date.fromordinal(day)
    return f"{there.day} {MONTH_NAMES[there.month - 1].capitalize()} {there.year}"


def _never_read(text: str, taken: list[tuple[int, int]], when: When | None, move: Move) -> tuple[list[Stretch], int]:
    """What is written like a date and was not read as one: figures, day and month, lone years."""
    out: list[Stretch] = []
    inexact = 0
    covered = bytearray(len(text))
    for first, last in taken:
        covered[first:last] = bytes([1]) * (last - first)
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
        (_ANY_DATE, lambda found: _unread(found, move)),
        (_DAY_MONTH, lambda found: _day_month(found, when, move)),
        (_LONE_YEAR, lambda found: _year(found, move)),
    )
    for pattern, read in readers:
        for found in pattern.finditer(text):
            start = found.start("d") if "d" in pattern.groupindex else found.start()
            if any(covered[start : found.end()]):
                continue
            instead = read(found)
            if instead is not None:
                out.append(Stretch(start, found.end(), instead, "dates"))
                covered[start : found.end()] = bytes([1]) * (found.end() - start)
                inexact += pattern is _LONE_YEAR
    return out, inexact


def _unread(found: re.Match[str], move: Move) -> str:
    """A day in figures that narrative did not read: moved where a cell would read it, else taken out."""
    before = read_when(found.group(), DateContext())
    if isinstance(before, Refusal) or not before.exact:
        return UNREAD
    return _in_place(found.group(), before, move)


_BOOKED = ("on", "due", "next", "booked", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _day_month(found: re.Match[str], when: When | None, move: Move) -> str | None:
    """ "visit 12/3": the day and month nearest to the row's own day."""
    written, month = int(found["d"]), int(found["m"])
    padded = found["d"].startswith("0") or found["m"].startswith("0")
    if when is None or not 1 <= written <= 31:
        return None
    if not padded and (month == 12 or (month == 7 and written < 15) or found["one"] == ".") and not found["lead"]:
        return None  # 18/12 is an age in months, 10/7 are ten days, 3.6 is a weight
    if (
        not padded
        and month in (7, 12)
        and written < 15
        and not (found["lead"] or "").strip().lower().startswith(_BOOKED)
    ):
        return None
    if (written, month) == (24, 7) and not (found["lead"] or "").strip().lower().startswith(_BOOKED):
        return None  # at all hours
    if not (found["lead"] or padded or written > month):
        return None  # 2/3 is a share
    middle = (when.earliest + when.latest) // 2
    best: Day | None = None
    for year in range(date.fromordinal(middle).year - 1, date.fromordinal(middle).year + 2):
        try:
            day = a_day(year, int(found["m"]), int(found["d"]))
        except BadDate:
            continue
        if best is None or abs(day - middle) < abs(best - middle):
            best = day
    if best is None:
        return None
    there = date.fromordinal(move.day(best))
    return f"{there.day:02d}{found['one']}{there.month:02d}" if padded else f"{there.day}{found['one']}{there.month}"


def _year(found: re.Match[str], move: Move) -> str:
    """A year standing alone becomes the year in which most of it falls."""
    year = int(found.group()[:4])
    moved = date.fromordinal(date(year, 7, 1).toordinal() + move.offset).year
    if not found["next"]:
        return str(moved)
    gap = (int(found["next"][1:]) - year) % 100
    last = moved + gap
    return f"{moved}{found['next'][0]}{last if len(found['next']) == 5 else f'{last % 100:02d}'}"
