"""Ways in which a whole date cell is typed that the grammar of phrases does not know, put into words it does.

Only for cells, never for narrative, and only where the grammar alone found nothing. Each rule keeps what
was said: nothing is repaired, and nothing is made more exact than it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from engine.dates.calendar import month_end
from engine.dates.points import BadDate, Span, a_day, year_of
from engine.dates.when import Day
from engine.dates.words import easter_sunday, month_of

_MONTH = r"(?P<month>[a-z]{3,10})\.?"
_YEAR = r"'?(?P<year>\d{4}|\d{2})"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WEEKDAY = re.compile(
    r"\b(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:day|nesday|rsday|urday|sday)?\b\.?,? ?", re.I
)

_REWRITTEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"(?<=\d)\\(?=\d)", "/"),
        (r"(?<=\d)([/.-])\1(?=\d)", r"\1"),
        (r"^(\d{1,2}),(\d{1,2}),(\d{4}|\d{2})$", r"\1.\2.\3"),
        (r"^(?:some ?time|at some point|one day|various|various dates|various days|several dates|throughout|during|all)"
         r"(?: (?:in|during|between|throughout))? (?!later)", ""),
        (r"^(?:in the )?(?:early|small) (?:hrs|hours)(?: of)?(?: the)? (?:morning of )?", ""),
        (r"^over (?:the )?", ""),
        (r"\bbeg(?:in|inning)?\.? (?:of )?(?=[a-z])", "beginning of "),
        (r"^(?:up to and including|up to & including|up til|up until)\b", "by"),
        (r"^(?:w\.?e\.?f\.?|with effect from|effective(?: from)?|starting(?: from)?|commencing)\s+(.+)$",
         r"\1 onwards"),
        (r"^(?:on-?going|continuing|continues|present)\s+(since|from)\b", r"\1"),
        (r"\b(?:thru to|through to|thru|up to)\b", "to"),
        (r"\baut(?= term)", "autumn"),
        (r"\bspr(?= term)", "spring"),
        (r"\bsumm?(?= term)", "summer"),
        (r"\bterm '(\d\d)$", r"term 20\1"),
        (r"\bwknd\b|\bw/end\b", "weekend"),
    )
)  # fmt: skip


def rewritten(cell: str) -> list[str]:
    """The cell in other words, to be read one after the other; empty where nothing applies."""
    out: list[str] = []
    text = cell
    for pattern, instead in _REWRITTEN:
        text = pattern.sub(instead, text).strip()
    if text and text != cell:
        out.append(text)
    bare = _WEEKDAY.sub("", text)
    if bare != text and re.search(r"[-–&]|\bto\b|\band\b", bare):
        out.append(bare)
    return out


def special(cell: str) -> Span | None:
    """A whole cell that names its days in a way of its own. Raises BadDate where they cannot be meant."""
    folded = " ".join(cell.lower().replace("–", "-").replace("’", "'").split())
    for pattern, read in _SPECIAL:
        found = pattern.fullmatch(folded)
        if found:
            return read(found)
    return None


def _year_in(found: re.Match[str]) -> int:
    return year_of(found["year"])


def _month_in(found: re.Match[str]) -> int:
    month = month_of(found["month"])
    if not month:
        raise BadDate("the month is not one that is known")
    return month


def _night(found: re.Match[str]) -> Span:
    """The night of a day runs into the next."""
    day = a_day(_year_in(found), _month_in(found), int(re.sub(r"\D", "", found["day"])))
    return Span(day, day + 1, "night-of")


def _several(found: re.Match[str]) -> Span:
    """ "12th, 15th & 19th Nov 2021": the period that holds them."""
    year, month = _year_in(found), _month_in(found)
    days = sorted(a_day(year, month, int(one)) for one in re.findall(r"\d+", found["days"]))
    return Span(days[0], days[-1], "range")


def _two_nights(found: re.Match[str]) -> Span:
    """ "overnight 3/4 March 2021" and "weekend of 6/7 March 2021": two days one after the other."""
    year, month = _year_in(found), _month_in(found)
    first, last = a_day(year, month, int(found["first"])), a_day(year, month, int(found["last"]))
    if last != first + 1:
        raise BadDate("the two days do not follow one another")
    return Span(first, last, "range")


def _over_months(found: re.Match[str]) -> Span:
    """ "overnight 30th April/1st May 2021"."""
    year, month, before = _year_in(found), _month_in(found), month_of(found["before"])
    if not before:
        raise BadDate("the month is not one that is known")
    first = a_day(year - (before > month), before, int(found["first"]))
    last = a_day(year, month, int(found["last"]))
    if last != first + 1:
        raise BadDate("the two days do not follow one another")
    return Span(first, last, "range")


def _figures(found: re.Match[str]) -> Span:
    """ "28/9-2/10/20": the year is said once, at the end."""
    year = _year_in(found)
    last = a_day(year, int(found["to_month"]), int(found["to_day"]))
    first = a_day(
        year - (int(found["from_month"]) > int(found["to_month"])), int(found["from_month"]), int(found["from_day"])
    )
    return Span(first, last, "range")


def _one_day(found: re.Match[str]) -> Span:
    """ "a day from 4/3/2019 to 2/4/2019": one day, not a period, and it is not known which."""
    first, last = (
        a_day(int(found[f"{end}_year"]), int(found[f"{end}_month"]), int(found[f"{end}_day"])) for end in ("from", "to")
    )
    return Span(first, last, "one-day")


def _quarter(found: re.Match[str]) -> Span:
    """A quarter: of the financial year where two years are written, else either reading of it."""
    number, year = int(found["quarter"]), _year_in(found)
    if found["next"]:
        if year_of(found["next"]) != year + 1:
            raise BadDate("the two years do not follow one another")
        start = (year, 4 + 3 * (number - 1)) if number < 4 else (year + 1, 1)
        return Span(a_day(*start, 1), month_end(start[0], start[1] + 2), "financial-quarter")
    calendar = a_day(year, 3 * number - 2, 1), month_end(year, 3 * number)
    start = (year, 3 * number + 1) if number < 4 else (year + 1, 1)
    return Span(calendar[0], month_end(start[0], start[1] + 2), "quarter")


def _financial(found: re.Match[str]) -> Span:
    year = _year_in(found)
    if year_of(found["next"]) != year + 1:
        raise BadDate("the two years do not follow one another")
    return Span(a_day(year, 4, 1), a_day(year + 1, 3, 31), "financial-year")


def _new_year(found: re.Match[str]) -> Span:
    year = _year_in(found)
    if year_of(found["next"]) != year + 1:
        raise BadDate("the two years do not follow one another")
    return Span(a_day(year, 12, 31), a_day(year + 1, 1, 1), "feast")


def _fixed(month: int, day: int) -> Callable[[re.Match[str]], Span]:
    def read(found: re.Match[str]) -> Span:
        there = a_day(_year_in(found), month, day)
        return Span(there, there, "feast")

    return read


def _beside_easter(first: int, last: int) -> Callable[[re.Match[str]], Span]:
    def read(found: re.Match[str]) -> Span:
        sunday = easter_sunday(_year_in(found))
        return Span(sunday + first, sunday + last, "feast")

    return read


def _bank_holiday(month: int, *, last: bool) -> Callable[[re.Match[str]], Span]:
    """The first or the last Monday of a month, and the weekend before it where that is said."""

    def read(found: re.Match[str]) -> Span:
        year = _year_in(found)
        day = month_end(year, month) if last else a_day(year, month, 7)
        day -= (day - 1) % 7
        if not last and year in _MOVED:
            day = a_day(year, month, _MOVED[year])
        return Span(day - 2 if found.groupdict().get("weekend") else day, day, "feast")

    return read


_MOVED = {1995: 8, 2020: 8}
"""Years in which the first Monday of May was no holiday, and the day that was: the anniversaries of the war's end."""


def _may_day(found: re.Match[str]) -> Span:
    """May Day is the first of May to some and the holiday near it to others: both, and what lies between."""
    holiday = _bank_holiday(5, last=False)(found)
    first = a_day(_year_in(found), 5, 1)
    return Span(min(first, holiday.lo), max(first, holiday.hi), "feast")


def _half_term(found: re.Match[str]) -> Span:
    """Half-term weeks differ between areas: the span that holds the usual ones."""
    name, year = found["name"], _year_in(found)
    if name in ("autumn", "october", "oct"):
        return Span(a_day(year, 10, 15), a_day(year, 11, 6), "half-term")
    if name in ("spring", "february", "feb"):
        return Span(a_day(year, 2, 8), a_day(year, 2, 26), "half-term")
    return Span(a_day(year, 5, 24), a_day(year, 6, 6), "half-term")


def _weekend(found: re.Match[str]) -> Span:
    """The Saturday and Sunday at or next to the day named."""
    day = a_day(_year_in(found), _month_in(found), int(re.sub(r"\D", "", found["day"])))
    weekday = date.fromordinal(day).weekday()
    saturday: Day = day - 1 if weekday == 6 else day + (5 - weekday)
    return Span(saturday, (date.fromordinal(saturday) + timedelta(1)).toordinal(), "weekend")


_THE_BANK = r" (?:bank(?: holiday)?|holiday)(?P<weekend> weekend)? "
"""After a name that is a month's or a season's too: without the word "August 2021" is the whole of August."""
_SPECIAL: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Span]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"a day from (?P<from_day>\d{1,2})/(?P<from_month>\d{1,2})/(?P<from_year>\d{4}) to (?P<to_day>\d{1,2})/"
         r"(?P<to_month>\d{1,2})/(?P<to_year>\d{4})", _one_day),
        (rf"(?:the )?(?:night|eve|evening) of (?:the )?(?P<day>{_DAY})(?: of)? {_MONTH} {_YEAR}", _night),
        (rf"overnight (?:on )?(?:the )?(?P<day>{_DAY})(?: of)? {_MONTH} {_YEAR}", _night),
        (rf"(?P<days>{_DAY}(?:(?:, ?| ?& ?| and |, and ){_DAY})+)(?: of)? {_MONTH} {_YEAR}", _several),
        (rf"(?:overnight|night of|weekend(?: of)?|w/e) (?:the )?(?P<first>\d{{1,2}})(?:st|nd|rd|th)? ?[/-] ?"
         rf"(?P<last>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH} {_YEAR}", _two_nights),
        (rf"(?:overnight|night of) (?:the )?(?P<first>\d{{1,2}})(?:st|nd|rd|th)? (?P<before>[a-z]{{3,10}}) ?"
         rf"(?:/|-|to|into) ?"
         rf"(?P<last>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH} {_YEAR}", _over_months),
        (rf"weekend (?:of|around)? ?(?:the )?(?P<day>{_DAY}) {_MONTH} {_YEAR}", _weekend),
        (r"(?P<from_day>\d{1,2})[/.](?P<from_month>\d{1,2}) ?(?:-|to) ?(?P<to_day>\d{1,2})[/.](?P<to_month>\d{1,2})[/.]"
         r"(?P<year>\d{4}|\d{2})", _figures),
        (r"(?:q|qtr ?|quarter )(?P<quarter>[1-4])[ ,-]{1,2}'?(?P<year>\d{4}|\d{2})(?: ?[/-] ?(?P<next>\d{4}|\d{2}))?",
         _quarter),
        (r"(?:fy|f/y|financial year) ?(?P<year>\d{4}|\d{2}) ?[/-] ?(?P<next>\d{4}|\d{2})", _financial),
        (r"(?:over )?new year'?s? (?P<year>\d{4}|\d{2}) ?[/-] ?(?P<next>\d{4}|\d{2})", _new_year),
        (rf"(?:bonfire night|guy fawkes(?: night)?|fireworks night) {_YEAR}", _fixed(11, 5)),
        (rf"hallow'?e'?en {_YEAR}", _fixed(10, 31)),
        (rf"boxing day {_YEAR}", _fixed(12, 26)),
        (rf"(?:christmas|xmas) eve {_YEAR}", _fixed(12, 24)),
        (rf"(?:christmas|xmas) day {_YEAR}", _fixed(12, 25)),
        (rf"new year'?s? eve {_YEAR}", _fixed(12, 31)),
        (rf"new year'?s? day {_YEAR}", _fixed(1, 1)),
        (rf"valentine'?s?(?: day)? {_YEAR}", _fixed(2, 14)),
        (rf"good friday {_YEAR}", _beside_easter(-2, -2)),
        (rf"easter sunday {_YEAR}", _beside_easter(0, 0)),
        (rf"easter monday {_YEAR}", _beside_easter(1, 1)),
        (rf"easter (?:bank holiday )?weekend {_YEAR}", _beside_easter(-2, 1)),
        (rf"(?:shrove tuesday|pancake day) {_YEAR}", _beside_easter(-47, -47)),
        (rf"mother(?:s'|'s|s)?(?:ing)? (?:day|sunday) {_YEAR}", _beside_easter(-21, -21)),
        (rf"(?:whitsun|whit week|whitsun week) {_YEAR}", _beside_easter(42, 63)),
        (rf"may day {_YEAR}", _may_day),
        (rf"(?:early |first )?may(?: day)?{_THE_BANK}{_YEAR}", _bank_holiday(5, last=False)),
        (rf"(?:august|late summer){_THE_BANK}{_YEAR}", _bank_holiday(8, last=True)),
        (r"(?P<name>autumn|october|oct|spring|february|feb|may|whitsun|summer)(?: term)? half[ -]?term"
         rf"(?: week| hols| holiday| break)? {_YEAR}", _half_term),
    )
)  # fmt: skip
