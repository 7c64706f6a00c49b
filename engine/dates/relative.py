"""Dates counted from another day: "two weeks later", "the following day", "6/52 ago", "last week"."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from engine.dates.calendar import add_months, month_end
from engine.dates.grammar import Grammar
from engine.dates.points import BadDate, Point, Span, span, with_nearest_year
from engine.dates.when import Day, When
from engine.dates.words import NUMBERS, UNITS, WEEKDAYS, month_of

_VAGUE = {"couple": (1, 3), "few": (2, 5), "several": (3, 7)}
_VAGUE_LONG = {"couple": (2, 2), "few": (2, 5), "several": (3, 8)}
_CLINICAL = {"7": "days", "52": "weeks", "12": "months"}
_BEFORE_AMOUNT = frozenset(["the", "about", "approximately", "around", "approx", "roughly", "some", "on"])
_LATER = frozenset({"later", "after", "afterwards", "on", "following"})
_EARLIER = frozenset({"before", "earlier", "prior", "previously", "beforehand"})
_NEXT = frozenset({"following", "next", "subsequent"})
_PRIOR = frozenset({"previous", "preceding", "prior"})
_SAME = frozenset({"same", "that", "this"})
_PIECES_OF_DAY = frozenset({"day", "morning", "afternoon", "evening", "night", "date"})
_PERIODS = frozenset({"week", "month", "year", "weekend"})


class Base(NamedTuple):
    """The days that relative words count from: `told` for "later", `now` for "ago" and "last week"."""

    told: When | None
    now: When | None

    def later(self) -> When:
        """What "later" and "the following day" count from. Raises BadDate where there is nothing."""
        if self.told is None:
            raise BadDate("it counts from another row, and no dated row comes before it")
        return self.told

    def today(self) -> When:
        """What "ago" and "last week" count from. Raises BadDate where there is nothing."""
        if self.now is None:
            raise BadDate("it counts from the day it was written, which the row does not give")
        return self.now


Counted = tuple[Span, int] | None


def relative(grammar: Grammar, i: int, base: Base) -> Counted:
    """The days a relative phrase at `i` names and the place after it, or None."""
    start = i
    while grammar.at(i).text in _BEFORE_AMOUNT:
        i += 1 + (grammar.at(i + 1).text == "." and not grammar.in_text)
    found = _counted(grammar, i, base, loose=grammar.at(start).text not in ("", "the", "on") and i > start)
    return found or _named_day(grammar, i, base, article=i > start and grammar.at(i - 1).text == "the")


def _counted(grammar: Grammar, i: int, base: Base, loose: bool) -> Counted:
    amount = _amount(grammar, i)
    if amount is None:
        return None
    low, high, unit, i = amount
    word = grammar.at(i).text
    if word == "ago":
        found = shift(base.today(), low, high, unit, -1)
        return _loosened(found, loose), i + 1
    sign = 1 if word in _LATER else -1 if word in _EARLIER else 0
    if not sign or (word == "on" and grammar.at(i + 1).kind):
        return None
    i += 1
    if word in ("after", "following", "before") or (word == "prior" and grammar.at(i).text == "to"):
        i += grammar.at(i).text == "to"
        return _from_anchor(grammar, i, base, low, high, unit, sign)
    return _loosened(shift(base.later(), low, high, unit, sign), loose), i


def _amount(grammar: Grammar, i: int) -> tuple[int, int, str, int] | None:
    """An amount and its unit: least, most, unit, place after."""
    token = grammar.at(i)
    if token.kind == "n" and len(token.text) <= 3:
        over = grammar.at(i + 2)
        if grammar.at(i + 1).text == "/" and grammar.at(i + 1).glued and over.text in _CLINICAL:
            return int(token.text), int(token.text), _CLINICAL[over.text], i + 3
        number, i = (int(token.text), int(token.text)), i + 1
    else:
        vague = ""
        if token.text == "a" and grammar.at(i + 1).text in _VAGUE:
            i += 1
        if grammar.at(i).text in _VAGUE:
            vague = grammar.at(i).text
            i += 1 + (grammar.at(i + 1).text == "of")
        elif token.text not in NUMBERS:
            return None
        unit = UNITS.get(grammar.at(i).text if vague else grammar.at(i + 1).text, "")
        if vague:
            number = (_VAGUE if unit == "days" else _VAGUE_LONG)[vague]
        else:
            number, i = (NUMBERS[token.text],) * 2, i + 1
    unit = UNITS.get(grammar.at(i).text, "")
    if not unit or (number[1] > 200 and unit != "days"):
        return None
    i += 1
    if grammar.at(i).text == "'":  # "two weeks' later"
        i += 1
    return *number, unit, i


def shift(base: When, low: int, high: int, unit: str, sign: int) -> Span:
    """`base` moved by low..high units, with the give or take that the unit's convention allows."""
    if sign < 0:
        low, high = -high, -low
    if unit == "fortnights":
        low, high, unit = 2 * low, 2 * high, "weeks"
    one = max(abs(low), abs(high)) == 1
    if unit == "hours":
        return Span(base.earliest + low // 24, base.latest - (-high // 24), "hours-later")
    if unit == "days":
        return Span(base.earliest + low, base.latest + high, "days-later")
    if unit == "weeks":
        slack = 1 if one else 3
        return Span(base.earliest + 7 * low - slack, base.latest + 7 * high + slack, "weeks-later")
    months, slack = (1, 7 if one else 15) if unit == "months" else (12, 31 if one else 183)
    lo = add_months(base.earliest, months * low) - slack
    return Span(lo, add_months(base.latest, months * high) + slack, unit + "-later")


def _loosened(found: Span, loose: bool) -> Span:
    if not loose:
        return found
    return found._replace(lo=found.lo - 1, hi=found.hi + 1, rule=found.rule + "+circa")


def _from_anchor(grammar: Grammar, i: int, base: Base, low: int, high: int, unit: str, sign: int) -> tuple[Span, int]:
    """ "a week after 3 March" counts from that day; "a week after the visit" from the row before."""
    point = grammar.point(i)
    if point is not None:
        near = base.now or base.told
        anchor = span(with_nearest_year(point[0], near.latest if near else None))
        found = shift(When(anchor.lo, anchor.hi, "", "day"), low, high, unit, sign)
        return found, point[1]
    found = shift(base.later(), low, high, unit, sign)
    return _after_event(grammar, i, found)


def _after_event(grammar: Grammar, i: int, found: Span) -> tuple[Span, int]:
    """Take in the words that name the event, up to eight, as long as they hold no number."""
    if not grammar.at(i).kind or grammar.in_text:
        named = grammar.at(i).kind == "w"
        return (found._replace(rule=found.rule + "+after-event") if named else found), i
    end = i
    while grammar.at(end).kind == "w" and end - i < 8:
        end += 1
    return found._replace(rule=found.rule + "+after-event"), end


def _named_day(grammar: Grammar, i: int, base: Base, article: bool) -> Counted:
    first, second, third = (grammar.at(i + k).text for k in range(3))
    if first in ("yesterday", "today", "tomorrow", "tonight"):
        by = {"yesterday": -1, "tomorrow": 1}.get(first, 0)
        return _days(base.today(), by, ("day-before", "same-day", "next-day")[by + 1]), i + 1
    if first == "last" and second == "night":
        now = base.today()
        return Span(now.earliest - 1, now.latest, "night-before"), i + 2
    if first in ("later", "earlier") and second in ("that", "the", "same"):
        return _within(grammar, i, base, first)
    if first in _SAME and second in _PIECES_OF_DAY and not (first == "this" and second == "date"):
        return _days(base.today() if first == "this" else base.later(), 0, "same-day"), i + 2
    if first in ("ditto", "same") and not second and not grammar.in_text:
        return _days(base.later(), 0, "same-day"), i + 1
    if first == "day" and second in ("after", "following", "before", "prior"):
        end = i + 2 + (second == "prior" and third == "to")
        by = 1 if second in ("after", "following") else -1
        if article or not grammar.in_text:
            return _beside(grammar, end, base, by)
        return None
    if (first in _NEXT and second == "few" and third == "days") or (first in _NEXT and second == "days"):
        told = base.later()
        return Span(told.earliest + 1, told.latest + 7, "next-days"), i + (3 if second == "few" else 2)
    if (first in _NEXT or first in _PRIOR) and second in _PIECES_OF_DAY:
        by = 1 if first in _NEXT else -1
        return _days(base.later(), by, "next-day" if by > 0 else "day-before"), i + 2
    return _named_period(grammar, i, base, article)


def _beside(grammar: Grammar, i: int, base: Base, by: int) -> Counted:
    rule = "next-day" if by > 0 else "day-before"
    point = grammar.point(i)
    if point is not None and point[0].year is not None:
        anchor = span(point[0])
        return Span(anchor.lo + by, anchor.hi + by, rule), point[1]
    return _after_event(grammar, i, _days(base.later(), by, rule))


def _days(base: When, by: int, rule: str) -> Span:
    return Span(base.earliest + by, base.latest + by, rule)


def _within(grammar: Grammar, i: int, base: Base, order: str) -> Counted:
    place = i + 1
    while grammar.at(place).text in ("that", "the", "same", "on"):
        place += 1
    period, told = grammar.at(place).text, base.later()
    if period in _PIECES_OF_DAY:
        return _days(told, 0, "same-day"), place + 1
    if period == "week":
        if order == "later":
            return Span(told.earliest, told.latest + 6 - (told.latest - 1) % 7, "rest-of-week"), place + 1
        return Span(told.earliest - (told.earliest - 1) % 7, told.latest, "start-of-week"), place + 1
    if period in _PERIODS:
        return period_beside(told, period, 0), place + 1
    return None


def _named_period(grammar: Grammar, i: int, base: Base, article: bool) -> Counted:
    first, second = grammar.at(i).text, grammar.at(i + 1).text
    if first in _PERIODS and second in ("after", "before", "following") and (article or not grammar.in_text):
        return _after_event(grammar, i + 2, period_beside(base.later(), first, -1 if second == "before" else 1))
    by = -1 if first == "last" or first in _PRIOR else 1 if first in _NEXT else 0 if first in _SAME else None
    if by is None:
        return None
    from_row = first in ("last", "this") or (first == "next" and grammar.in_text)
    if second in _PERIODS:
        if first == "last" and (article or grammar.at(i + 2).text == "of" or _in_a_month(grammar, i + 2)):
            return None  # "the last week of May", "in the last year"
        return period_beside(base.today() if from_row else base.later(), second, by), i + 2
    if first == "last" and second in WEEKDAYS:
        now = base.today()
        return Span(
            _weekday_before(now.earliest, WEEKDAYS[second]) - 7,
            _weekday_before(now.latest, WEEKDAYS[second]),
            "last-weekday",
        ), i + 2
    if first in _NEXT and second in WEEKDAYS and not grammar.in_text:
        told = base.later()
        lo, hi = (day + 1 + (WEEKDAYS[second] - day) % 7 for day in (told.earliest, told.latest))
        return Span(lo, hi + 7 * (first == "next"), "next-weekday"), i + 2
    if first in ("last", "next") and grammar.at(i + 1).kind == "w" and month_of(second):
        if grammar.in_text and not grammar.at(i + 1).capital:
            return None
        return _month_beside(base.today(), month_of(second), by), i + 2
    return None


def _in_a_month(grammar: Grammar, i: int) -> bool:
    """ "last week in Feb 2021" names a week of the month, not the week before."""
    return grammar.at(i).text == "in" and bool(month_of(grammar.at(i + 1).text))


def _weekday_before(day: Day, weekday: int) -> Day:
    return day - 1 - (day - 2 - weekday) % 7


def _month_beside(base: When, month: int, by: int) -> Span:
    near = base.earliest + 183 * by
    return span(with_nearest_year(Point("month", None, month), near))


def period_beside(base: When, period: str, by: int) -> Span:
    """The week (Monday to Sunday), weekend, month or year `by` after the one that `base` is in."""
    if period in ("week", "weekend"):
        lo = base.earliest - (base.earliest - 1) % 7 + 7 * by
        hi = base.latest - (base.latest - 1) % 7 + 6 + 7 * by
        return Span(lo + 5, hi, "weekend") if period == "weekend" else Span(lo, hi, "week")
    if period == "month":
        lo, hi = add_months(base.earliest, by), add_months(base.latest, by)
        return Span(_month_start(lo), _month_last(hi), "calendar-month")
    lo, hi = add_months(base.earliest, 12 * by), add_months(base.latest, 12 * by)
    return Span(_year_edge(lo, first=True), _year_edge(hi, first=False), "calendar-year")


def _month_start(day: Day) -> Day:
    return date.fromordinal(day).replace(day=1).toordinal()


def _month_last(day: Day) -> Day:
    found = date.fromordinal(day)
    return month_end(found.year, found.month)


def _year_edge(day: Day, first: bool) -> Day:
    year = date.fromordinal(day).year
    return date(year, 1, 1).toordinal() if first else date(year, 12, 31).toordinal()
