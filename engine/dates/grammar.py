"""The grammar of one point on the calendar with what stands around it: "w/c 14.02.22", "early Feb 22"."""

from __future__ import annotations

from engine.dates.clock import minute_at
from engine.dates.figures import UNKNOWN_DAY, Read
from engine.dates.named import Named
from engine.dates.points import PARTS
from engine.dates.tokens import Token
from engine.dates.words import WEEKDAYS

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


class Grammar(Named):
    """Reads a point with its doubt, week, weekday, part of a month and time of day."""

    __slots__ = ()

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

    def _core(self, i: int, bare_year: bool) -> Read:
        token = self.at(i)
        if token.kind == "n":
            if self._glued_before(i):
                return None
            return self._number(i, token, bare_year)
        if token.text in UNKNOWN_DAY or token.text == "?":
            return self._unknown_day(i)
        if token.kind == "w":
            return self._word(i, token)
        if token.text == "'" and self.at(i + 1).kind == "n" and bare_year and not self.in_text:
            return self._year(i, bare_year=True)
        return None

    def _number(self, i: int, token: Token, bare_year: bool) -> Read:
        length = len(token.text)
        if length <= 2:
            return self._day_first(i, token) or self._day_month(i, token) or self._spaced(i, token)
        if length == 4:
            return self._year_first(i, token) or self._year(i, bare_year)
        if self.in_text:
            return None
        if length == 8:
            return self._run_together(i, token.text)
        if length == 5:
            return self._serial(i, token.text)
        return None
