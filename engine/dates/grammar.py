"""The grammar of one point on the calendar: "w/c 14.02.22", "early Feb 22", "??/03/2021", "Summer term 2021".

Every method looks at the tokens from place `i` on and gives what it read with the place after it, or
None. It looks a fixed number of tokens ahead, so reading takes time in proportion to the text.
"""

from __future__ import annotations

from datetime import date

from engine.dates.clock import minute_at
from engine.dates.points import FIRST_YEAR, LAST_YEAR, PARTS, BadDate, Point, a_day, year_of
from engine.dates.tokens import END, Token
from engine.dates.words import ALSO_WORDS, FEASTS, MONTHS, ORDINALS, SEASONS, WEEKDAYS, month_of

CIRCA = frozenset(
    [
        "circa",
        "ca",
        "approx",
        "approximately",
        "around",
        "about",
        "roughly",
        "estimated",
        "est",
        "poss",
        "possibly",
        "prob",
        "probably",
    ]
)
SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "but",
        "by",
        "due",
        "for",
        "from",
        "had",
        "has",
        "he",
        "in",
        "is",
        "it",
        "mother",
        "father",
        "of",
        "on",
        "or",
        "she",
        "so",
        "that",
        "the",
        "then",
        "they",
        "to",
        "until",
        "was",
        "were",
        "when",
        "which",
        "who",
        "with",
    ]
)
BEFORE_MONTH = frozenset(
    [
        "in",
        "since",
        "during",
        "by",
        "until",
        "till",
        "before",
        "after",
        "early",
        "mid",
        "late",
        "from",
        "to",
        "of",
        "around",
        "about",
        "between",
        "last",
        "next",
        "this",
        "and",
        "pre",
    ]
)
_WEEK_WORDS = {
    "commencing": "from",
    "beginning": "from",
    "beg": "from",
    "starting": "from",
    "comm": "from",
    "com": "from",
    "commences": "from",
    "ending": "to",
    "end": "to",
    "of": "of",
}
_PART_WORDS = {
    "early": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "late",
    "latter": "late",
}
_PART_WORDS |= {"beginning": "early", "start": "early"}
_WHICH_WEEK = {
    "1": (1, 7),
    "2": (8, 14),
    "3": (15, 21),
    "4": (22, 28),
    "first": (1, 7),
    "second": (8, 14),
    "third": (15, 21),
    "fourth": (22, 28),
    "last": (-7, -1),
}
_UNKNOWN_DAY = frozenset({"x", "xx", "dd"})

LOOKAHEAD = 40
"""ENDs after the last token, more than any phrase looks ahead; place -1 is an END too."""

Read = tuple[Point, int] | None


class Grammar:
    """Reads points from tokens. In narrative (`in_text`) it asks for more before it believes a number."""

    __slots__ = ("_tokens", "at", "in_text")

    def __init__(self, tokens: list[Token], in_text: bool) -> None:
        self._tokens = [*tokens, *(END,) * LOOKAHEAD]
        self.in_text = in_text
        self.at = self._tokens.__getitem__

    def point(self, i: int, bare_year: bool = False) -> Read:
        """A point with what stands around it: doubt, week, weekday, part of a month, time of day."""
        i, circa = self._circa(i)
        if self.at(i).text == "the":
            i += 1
        i, week = self._week(i)
        minute, i = self._time_first(i)
        i, weekday = self._weekday(i)
        i, thirds, days = self._part(i)
        if self.at(i).text == "the" and (week or weekday >= 0):
            i += 1
        read = self._core(i, bare_year or not self.in_text or circa or thirds is not None)
        if read is None:
            return None
        point, i = read
        if (thirds or days) and point.unit in ("day", "span", "term", "feast", "holiday"):
            return None
        if minute is None and not week and point.unit in ("day", "span"):
            minute, i = minute_at(self._tokens, i)
        if self.at(i).text == "?" and not self.in_text:
            i, circa = i + 1, True
        return (
            point._replace(
                thirds=thirds,
                days=days,
                circa=circa,
                week=week,
                weekday=weekday,
                minute=point.minute if minute is None else minute,
            ),
            i,
        )

    def bare_day(self, i: int) -> tuple[int, int] | None:
        """A day of the month on its own, as at the start of "3rd to 9th March"."""
        if self.at(i).text == "the":
            i += 1
        token = self.at(i)
        if token.kind != "n" or len(token.text) > 2 or self._glued_before(i):
            return None
        return int(token.text), self._ordinal(i + 1)

    # What stands before the date itself.

    def _circa(self, i: int) -> tuple[int, bool]:
        token, after = self.at(i), self.at(i + 1)
        if token.text in CIRCA:
            return i + 1 + (after.text == "."), True
        if token.text == "c" and (after.text == "." or (after.kind == "n" and len(after.text) == 4)):
            return i + 1 + (after.text == "."), True
        if token.text == "~" or (token.text == "?" and after.text not in ("?", "/", ".", "-")):
            return i + 1, True
        return i, False

    def _week(self, i: int) -> tuple[int, str]:
        first, second, third = self.at(i), self.at(i + 1), self.at(i + 2)
        if first.text == "w" and second.text in ("/", ".", "\\") and third.text in ("c", "b", "e"):
            return i + 3 + (self.at(i + 3).text in (".", ":")), "to" if third.text == "e" else "from"
        if first.text in ("wc", "wb", "we") and second.kind == "n":
            return i + 1, "to" if first.text == "we" else "from"
        if first.text in ("week", "wk"):
            place = i + 1 + (second.text == ".")
            kind = _WEEK_WORDS.get(self.at(place).text, "")
            if kind:
                return place + 1 + (self.at(place + 1).text == "."), kind
        return i, ""

    def _weekday(self, i: int) -> tuple[int, int]:
        weekday = WEEKDAYS.get(self.at(i).text, -1)
        if weekday < 0:
            return i, -1
        after = i + 1 + (self.at(i + 1).text in (",", "."))
        return (after, weekday) if self.at(after).kind else (i, -1)

    def _time_first(self, i: int) -> tuple[int | None, int]:
        if self.in_text or self.at(i + 1).text != ":":
            return None, i
        minute, after = minute_at(self._tokens, i)
        return minute, after + (self.at(after).text in (",", "on", "-"))

    def _part(self, i: int) -> tuple[int, tuple[int, int] | None, tuple[int, int] | None]:
        which = _WHICH_WEEK.get(self.at(i).text)
        if self._ordinal(i + 1) > i + 1 and self.at(i + 2).text == "week":
            which, i = _WHICH_WEEK.get(self.at(i).text), i + 1
        if which and self.at(i + 1).text in ("week", "wk"):
            return self._skip(i + 2, "of", "in", "the"), None, which
        first = _PART_WORDS.get(self.at(i).text)
        if first is None:
            return i, None, None
        i += 1
        last = first
        joined = self.at(i).text in ("to", "-", "/") and _PART_WORDS.get(self.at(i + 1).text)
        if joined:
            last, i = joined, i + 2
        i = self._skip(i, "-", "part", "of", "in", "the")
        thirds = (PARTS[first][0], PARTS[last][1])
        return i, (thirds if thirds[0] <= thirds[1] else thirds[::-1]), None

    def _skip(self, i: int, *words: str) -> int:
        for word in words:
            i += self.at(i).text == word
        return i

    # The date itself.

    def _core(self, i: int, bare_year: bool) -> Read:
        token = self.at(i)
        if token.kind == "n":
            if self._glued_before(i):
                return None
            return self._number(i, token, bare_year)
        if token.text in _UNKNOWN_DAY or token.text == "?":
            return self._unknown_day(i)
        if token.kind == "w":
            return self._word(i, token)
        if token.text == "'" and self.at(i + 1).kind == "n" and bare_year and not self.in_text:
            return self._year(i, bare_year=True)
        return None

    def _glued_before(self, i: int) -> bool:
        """True where the number is the tail of something else: S47/12, 1.2.3, £400, #12."""
        if not self.in_text or not self.at(i).glued:
            return False
        before = self.at(i - 1)
        return before.kind in ("n", "w") or (before.text in "/.:£#-+_" and self.at(i - 1).glued)

    def _number(self, i: int, token: Token, bare_year: bool) -> Read:
        length = len(token.text)
        if length <= 2:
            return self._day_first(i, token)
        if length == 4:
            return self._year_first(i, token) or self._year(i, bare_year)
        if self.in_text:
            return None
        if length == 8:
            return self._run_together(i, token.text)
        if length == 5:
            return self._serial(i, token.text)
        return None

    def _joined(self, i: int, marks: str = "/.-") -> Token:
        """The number joined to what is before `i` by a single mark without spaces, or END."""
        mark, number = self.at(i), self.at(i + 1)
        if mark.glued and mark.kind == "p" and mark.text in marks and number.glued and number.kind == "n":
            return number
        return END

    def _day_first(self, i: int, token: Token) -> Read:
        second = self._joined(i + 1)
        if second.kind:
            third = self._joined(i + 3)
            if third.kind and len(second.text) <= 2 and len(third.text) in (2, 4):
                return self._whole(i, third.text, second.text, token.text, i + 5)
            if third.kind:
                return None
            if len(second.text) == 4 and (not self.in_text or self.at(i + 1).text == "/"):
                return self._month_year(i, int(token.text), int(second.text), i + 3)
            if self.at(i + 1).text == "/" and len(second.text) <= 2 and self._day_month_allowed(i):
                month_after = self.at(i + 3)
                if month_after.kind == "w" and month_after.text in MONTHS:
                    return None  # "3/4 March" is a period
                if int(second.text) > 12 or self.at(i + 3).text == "/":
                    return None
                return Point("day", None, int(second.text), int(token.text)), i + 3
        read = self._day_month(i, token)
        if read is None and not self.in_text:
            second, third = self.at(i + 1), self.at(i + 2)
            if second.kind == third.kind == "n" and len(second.text) <= 2 and len(third.text) in (2, 4):
                return self._whole(i, third.text, second.text, token.text, i + 3)
        return read

    def _day_month_allowed(self, i: int) -> bool:
        return not self.in_text or self.at(i - 1).text in ("on", "since", "dated", "for")

    def _whole(self, i: int, year: str, month: str, day: str, after: int) -> Read:
        if self.at(after).kind == "n" and self.at(after).glued:
            return None
        try:
            a_day(year_of(year), int(month), int(day))
        except BadDate as bad:
            raise BadDate(bad.why, after) from None
        return Point("day", year_of(year), int(month), int(day)), after

    def _month_year(self, i: int, month: int, year: int, after: int) -> Read:
        if not 1 <= month <= 12:
            raise BadDate("the month is not 1 to 12", after)
        return Point("month", year, month), after

    def _day_month(self, i: int, token: Token) -> Read:
        after = self._ordinal(i + 1)
        has_ordinal = after > i + 1
        after += self.at(after).text == "of"
        after += self.at(after).text in ("-", "/", ".", ",")
        word = self.at(after)
        month = month_of(word.text) if word.kind == "w" else 0
        if not month:
            return None
        year, end = self._year_after(after + 1)
        sure = year is not None or has_ordinal or word.capital
        if self.in_text and word.text in ALSO_WORDS and not sure:
            return None
        day = int(token.text)
        try:
            a_day(2000 if year is None else year, month, day)
        except BadDate as bad:
            raise BadDate(bad.why, end) from None
        return Point("day", year, month, day), end

    def _ordinal(self, i: int) -> int:
        return i + (self.at(i).text in ORDINALS and self.at(i).kind == "w")

    def _year_after(self, i: int) -> tuple[int | None, int]:
        """The year that follows a month, and the place after it; (None, i) where there is none."""
        start = i
        i += self.at(i).text in (",", "-", "/", ".")
        if self.at(i).text == "of":
            i += 1
        if self.at(i).text == "'":
            token = self.at(i + 1)
            if token.kind == "n" and len(token.text) == 2:
                return year_of(token.text), i + 2
            return None, start
        token = self.at(i)
        if token.kind != "n" or (self.at(i + 1).text in ORDINALS and self.at(i + 1).glued):
            return None, start
        if len(token.text) == 4:
            return int(token.text), i + 1
        if len(token.text) == 2 and self.at(i + 1).text not in (":", "%") and not self._goes_on(i, start):
            return year_of(token.text), i + 1
        return None, start

    def _goes_on(self, i: int, start: int) -> bool:
        """True where two digits after a month begin something else: "3 March 12 calls", "28 Dec - 3 Jan"."""
        after = self.at(i + 1)
        if i > start and not self.at(i).glued:
            return True
        if after.kind == "w" and month_of(after.text):
            return True
        if after.text in ("/", ".") and self.at(i + 2).kind == "n" and self.at(i + 2).glued:
            return True
        return self.in_text and after.kind in ("w", "n") and after.text not in SMALL_WORDS

    def _year_first(self, i: int, token: Token) -> Read:
        second = self._joined(i + 1)
        if not second.kind or len(second.text) > 2:
            return None
        third = self._joined(i + 3)
        if third.kind:
            if len(third.text) > 2:
                return None
            return self._whole(i, token.text, second.text, third.text, i + 5)
        if len(second.text) < 2 or self.at(i + 1).text == ".":
            return None
        return self._month_or_years(int(token.text), int(second.text), i + 3)

    def _month_or_years(self, year: int, number: int, after: int) -> Read:
        follows = number == (year + 1) % 100
        if follows and number > 12:
            return Point("years", year, last_year=year + 1), after
        if follows and number >= 1:
            return Point("years", year, last_year=year + 1, name="month-or-years"), after
        if 1 <= number <= 12:
            return Point("month", year, number), after
        if number > year % 100:
            return Point("years", year, last_year=year - year % 100 + number), after
        raise BadDate("the month is not 1 to 12", after)

    def _year(self, i: int, bare_year: bool) -> Read:
        if not bare_year:
            return None
        i += self.at(i).text == "'"
        year = year_of(self.at(i).text)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise BadDate("the year is outside 1900 to 2099", i + 1)
        tail = i + 1 + (self.at(i + 1).text == "'")
        if self.at(tail).text == "s" and self.at(tail).glued:
            if year % 10:
                return None
            return Point("years", year, last_year=year + 9, name="decade"), tail + 1
        return Point("year", year), i + 1

    def _run_together(self, i: int, digits: str) -> Read:
        year = int(digits[:4])
        if FIRST_YEAR <= year <= LAST_YEAR:
            return self._whole(i, digits[:4], digits[4:6], digits[6:], i + 1)
        return self._whole(i, digits[4:], digits[2:4], digits[:2], i + 1)

    def _serial(self, i: int, digits: str) -> Read:
        """A day as Excel counts it, from 30 December 1899; the part after the point is the time."""
        number = int(digits)
        if not 20000 <= number <= 60000:
            return None
        minute: int | None = None
        part = self._joined(i + 1, ".")
        if part.kind:
            minute = round(float("0." + part.text[:12]) * 1440) % 1440 or None
            i += 2
        day = date(1899, 12, 30).toordinal() + number
        return Point("span", lo=day, hi=day, minute=minute, name="serial"), i + 1

    def _unknown_day(self, i: int) -> Read:
        """ "??/03/2021", "xx/03/2021", "?/?/2021": the day, or the day and month, are not known."""
        mark = self.at(i).text
        i += 2 if mark == "?" and self.at(i + 1).text == "?" else 1
        if self.at(i).text not in ("/", ".", "-"):
            return None
        if self.at(i + 1).text in _UNKNOWN_DAY or self.at(i + 1).text == "?":
            inner = i + 1 + (2 if self.at(i + 2).text == "?" else 1)
            year = self._joined(inner)
            return (Point("year", year_of(year.text)), inner + 2) if len(year.text) in (2, 4) else None
        month, year = self.at(i + 1), self._joined(i + 2)
        if month.kind != "n" or len(month.text) > 2 or len(year.text) not in (2, 4):
            return None
        return self._month_year(i, int(month.text), year_of(year.text), i + 4)

    def _word(self, i: int, token: Token) -> Read:
        if token.text in SEASONS or token.text in FEASTS or self._new_year(i):
            return self._season(i, token)
        month = MONTHS.get(token.text, 0)
        if not month and (not self.in_text or self.at(i + 1).kind == "n"):
            month = month_of(token.text)
        if not month:
            return None
        day = self.at(i + 1)
        if day.kind == "n" and len(day.text) <= 2:
            after = self._ordinal(i + 2)
            comma = after + (self.at(after).text == ",")
            year = self.at(comma)
            if year.kind == "n" and len(year.text) == 4:
                return self._whole(i, year.text, str(month), day.text, comma + 1)
            if after > i + 2:
                return Point("day", None, month, int(day.text)), after
        year_read, end = self._year_after(i + 1)
        if self.in_text and not self._month_believed(i, token, year_read, end):
            return None
        return Point("month", year_read, month), end

    def _new_year(self, i: int) -> bool:
        return self.at(i).text == "new" and self.at(i + 1).text == "year"

    def _month_believed(self, i: int, token: Token, year: int | None, end: int) -> bool:
        if token.text not in MONTHS and year is None:
            return False
        if year is not None:
            return token.capital or len(self.at(end - 1).text) == 4
        return token.capital and self.at(i - 1).text in BEFORE_MONTH | {"-", "/"}

    def _season(self, i: int, token: Token) -> Read:
        name, after, unit = token.text, i + 1, "season"
        if name == "new":
            after = i + 2 + (2 if self.at(i + 2).text == "'" and self.at(i + 3).text == "s" else 0)
            name, unit = "new year", "feast"
            after += self.at(after).text in ("day", "eve")
        if name in FEASTS:
            name, unit = ("easter" if name == "easter" else "christmas"), "feast"
            if self.at(after).text in ("day", "time", "period"):
                after += 1
        if self.at(after).text == "term" and name in SEASONS and name != "winter":
            unit, after = "term", after + 1
        elif self.at(after).text in ("holiday", "holidays", "break", "hols") and name in (
            "summer",
            "easter",
            "christmas",
        ):
            unit, after = "holiday", after + 1
        year, end = self._year_after(after)
        if year is None:
            return (
                None
                if self.in_text and not (token.capital or unit != "season")
                else (Point(unit, None, name=name), after)
            )
        last = self._joined(end, "/-")
        if last.kind and len(last.text) in (2, 4) and year_of(last.text) == year + 1:
            return Point(unit, year, name=name, last_year=year + 1), end + 2
        return Point(unit, year, name=name), end
