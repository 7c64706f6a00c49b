"""Dates with a month, a season or a feast in words: 23rd February 2022, Mar '21, Summer term 2021."""

from __future__ import annotations

from engine.dates.figures import Figures, Read
from engine.dates.points import BadDate, Point, a_day, year_of
from engine.dates.tokens import Token
from engine.dates.words import ALSO_WORDS, FEASTS, MONTHS, ORDINALS, SEASONS, month_of

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


NAMES = frozenset(["april", "may", "june", "august", "summer", "autumn"])
"""Months and seasons that are also given names: "spoke to April" tells no date."""
BEFORE_NAME = frozenset(
    ["in", "since", "during", "until", "till", "before", "after", "early", "mid", "late", "last", "next"]
) | {"this", "pre", "over", "the", "between"}


class Named(Figures):
    """Adds to figures the points that name their month or season."""

    __slots__ = ()

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

    def _month_believed(self, i: int, token: Token, year: int | None, end: int) -> bool:
        if token.text not in MONTHS and year is None:
            return False
        if year is not None:
            return token.capital or len(self.at(end - 1).text) == 4
        return token.capital and self._introduced(i, token)

    def _introduced(self, i: int, token: Token) -> bool:
        """True where the word before makes a time of a month or season that may also be someone's name."""
        before = self.at(i - 1).text
        if token.text not in NAMES:
            return before in BEFORE_MONTH or before in ("-", "/")
        if before in ("and", "to", "-", "/") and self.at(i - 2).text in MONTHS:
            return self.at(i - 3).text in BEFORE_NAME or self.at(i - 3).text == "from"
        return before in BEFORE_NAME

    def _new_year(self, i: int) -> bool:
        return self.at(i).text == "new" and self.at(i + 1).text == "year"

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
            if self.in_text and unit == "season" and not self._introduced(i, token):
                return None
            return Point(unit, None, name=name), after
        last = self._joined(end, "/-")
        if last.kind and len(last.text) in (2, 4) and year_of(last.text) == year + 1:
            return Point(unit, year, name=name, last_year=year + 1), end + 2
        return Point(unit, year, name=name), end
