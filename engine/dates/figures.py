"""Dates written in figures: 12/03/21, 2021-03-12, 03/2021, ??/03/2021, 20210312, 44621."""

from __future__ import annotations

from datetime import date

from engine.dates.points import FIRST_YEAR, LAST_YEAR, BadDate, Point, a_day, year_of
from engine.dates.tokens import END, Token
from engine.dates.words import MONTHS, ORDINALS

UNKNOWN_DAY = frozenset({"x", "xx", "dd"})

LOOKAHEAD = 40
"""ENDs after the last token, more than any phrase looks ahead; place -1 is an END too."""

Read = tuple[Point, int] | None
"""A point and the place after it."""


class Figures:
    """Reads points written in figures. In narrative (`in_text`) it asks for more before it believes a number.

    Every method looks at the tokens from place `i` on and gives what it read with the place after it, or
    None. It looks a fixed number of tokens ahead, so reading takes time in proportion to the text.
    """

    __slots__ = ("_tokens", "at", "in_text")

    def __init__(self, tokens: list[Token], in_text: bool) -> None:
        self._tokens = [*tokens, *(END,) * LOOKAHEAD]
        self.in_text = in_text
        self.at = self._tokens.__getitem__

    def _glued_before(self, i: int) -> bool:
        """True where the number is the tail of something else: S47/12, 1.2.3, £400, #12."""
        if not self.in_text or not self.at(i).glued:
            return False
        before = self.at(i - 1)
        if before.text == "-" and self.at(i + 1).text in ("/", ".") and self.at(i + 2).kind == "n":
            return False  # the second half of 12/03/21-15/03/21
        return before.kind in ("n", "w") or (before.text in "/.:£#-+_" and before.glued)

    def _joined(self, i: int, marks: str = "/.-") -> Token:
        """The number joined to what is before `i` by a single mark without spaces, or END."""
        mark, number = self.at(i), self.at(i + 1)
        if mark.glued and mark.kind == "p" and mark.text in marks and number.glued and number.kind == "n":
            return number
        return END

    def _ordinal(self, i: int) -> int:
        return i + (self.at(i).text in ORDINALS and self.at(i).kind == "w")

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
        return None

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
        if self.at(i + 1).text in UNKNOWN_DAY or self.at(i + 1).text == "?":
            inner = i + 1 + (2 if self.at(i + 2).text == "?" else 1)
            year = self._joined(inner)
            return (Point("year", year_of(year.text)), inner + 2) if len(year.text) in (2, 4) else None
        month, year = self.at(i + 1), self._joined(i + 2)
        if month.kind != "n" or len(month.text) > 2 or len(year.text) not in (2, 4):
            return None
        return self._month_year(i, int(month.text), year_of(year.text), i + 4)

    def _spaced(self, i: int, token: Token) -> Read:
        """ "03 03 22", as the boxes of a form leave it."""
        second, third = self.at(i + 1), self.at(i + 2)
        if self.in_text or not second.kind == third.kind == "n":
            return None
        if len(second.text) > 2 or len(third.text) not in (2, 4):
            return None
        return self._whole(i, third.text, second.text, token.text, i + 3)
