"""Whole phrases about time: one point, a period, an open range, or days counted from another row."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from engine.dates.grammar import Grammar
from engine.dates.points import BadDate, Point, Span, span, with_nearest_year
from engine.dates.relative import Base, relative
from engine.dates.when import FAR_FUTURE, FAR_PAST, Day

_BEFORE = frozenset({"before", "pre"})
_BY = frozenset({"by", "until", "till", "til", "upto"})
_SINCE = frozenset({"since", "from"})
_AFTER = frozenset({"after", "post"})
_TO = frozenset({"to", "until", "till", "-", "through", "/"})
_AND = frozenset({"and", "&", "+", ",", ";", "or"})
_PHRASES_BEFORE = (("prior", "to"), ("earlier", "than"))
_PHRASES_BY = (("up", "to"), ("on", "or", "before"), ("no", "later", "than"), ("not", "later", "than"))
_PHRASES_SINCE = (("on", "or", "after"), ("as", "of"), ("as", "from"))
_PHRASES_AFTER = (("later", "than"),)
_ONWARDS = (
    ("onwards",),
    ("onward",),
    ("on", "wards"),
    ("to", "date"),
    ("to", "present"),
    ("ongoing",),
    ("-", "ongoing"),
    ("-", "present"),
    ("and", "ongoing"),
    ("to", "the", "present"),
)


_KINDS = (
    ("before", _BEFORE, _PHRASES_BEFORE),
    ("by", _BY, _PHRASES_BY),
    ("since", _SINCE, _PHRASES_SINCE),
    ("after", _AFTER, _PHRASES_AFTER),
)
_OPENERS = frozenset(word for _, single, _ in _KINDS for word in single) | frozenset(
    words[0] for _, _, several in _KINDS for words in several
)


class Around(NamedTuple):
    """What a phrase is read beside: the bases of relative words, the day that settles a missing year, and
    the ends of open ranges (`floor` for "before", `ceiling` for "since")."""

    base: Base
    near: Day | None
    floor: Day
    ceiling: Day


Phrase = tuple[Span, int]


def phrase(grammar: Grammar, i: int, around: Around) -> Phrase | None:
    """The days the phrase at `i` means, and the place after it; None where no phrase starts here.

    Raises BadDate for what is written like a date but cannot be one.
    """
    return relative(grammar, i, around.base) or _open(grammar, i, around) or _period(grammar, i, around)


def _words(grammar: Grammar, i: int, choices: tuple[tuple[str, ...], ...]) -> int:
    """How many tokens at `i` one of the choices takes, or 0."""
    first = grammar.at(i).text
    for words in choices:
        if words[0] == first and all(grammar.at(i + k).text == word for k, word in enumerate(words)):
            return len(words)
    return 0


def _open(grammar: Grammar, i: int, around: Around) -> Phrase | None:
    word = grammar.at(i).text
    if word == "between":
        return _between(grammar, i + 1, around)
    kind, taken = _opening(grammar, i)
    if not taken:
        return None
    i += taken
    i += grammar.at(i).text == "-"
    if word == "from":
        found = _period(grammar, i, around, after_from=True)
        if found is None or found[0].rule.startswith("range"):
            return found
    point = grammar.point(i, bare_year=True)
    if point is None:
        return None
    kept, end = point
    not_after = around.ceiling if kind in ("since", "after") and around.ceiling != FAR_FUTURE else None
    found_span = span(with_nearest_year(kept, around.near, not_after))
    end += _words(grammar, end, _ONWARDS)
    return _opened(kind, found_span, around), end


def _opening(grammar: Grammar, i: int) -> tuple[str, int]:
    """The kind of open range that starts at `i`, and how many tokens say so; ("", 0) where none does."""
    word = grammar.at(i).text
    if word not in _OPENERS:
        return "", 0
    for kind, single, several in _KINDS:
        taken = 1 if word in single else _words(grammar, i, several)
        if taken:
            return kind, taken
    return "", 0


def _opened(kind: str, found: Span, around: Around) -> Span:
    minute = found.minute
    if kind in ("before", "by"):
        hi = found.lo - 1 if kind == "before" else found.hi
        lo = around.floor if around.floor <= hi else min(FAR_PAST, hi)
        return Span(lo, hi, _ruled(kind, found.rule), minute)
    lo = found.lo if kind == "since" else found.hi + 1
    hi = around.ceiling if around.ceiling >= lo else FAR_FUTURE
    return Span(lo, hi, _ruled(kind, found.rule), minute)


def _ruled(kind: str, rule: str) -> str:
    return f"{kind}+{rule}"


def _between(grammar: Grammar, i: int, around: Around) -> Phrase | None:
    return _period(grammar, i, around, between=True)


def _period(grammar: Grammar, i: int, around: Around, between: bool = False, after_from: bool = False) -> Phrase | None:
    """A point, or two points as the ends of a period (in a cell, also several points in a row)."""
    bare = _bare_start(grammar, i, around, between)
    if bare is not None:
        return bare
    bare_year = between or after_from
    first = grammar.point(i, bare_year or _years_follow(grammar, i))
    if first is None:
        return None
    point, end = first
    points = [point]
    taken = _words(grammar, end, _ONWARDS)
    if taken and not between:
        return _opened("since", span(with_nearest_year(point, around.near)), around), end + taken
    limit = 1 if grammar.in_text else 12
    while len(points) <= limit:
        step = _join(grammar, end, between)
        second = grammar.point(end + step, True) if step else None
        if second is None:
            break
        points.append(second[0])
        end = second[1]
    if len(points) == 1:
        return None if between else (span(with_nearest_year(point, around.near)), end)
    return _hull(points, around), end


def _years_follow(grammar: Grammar, i: int) -> bool:
    """True at "2019-2020" and "2019 to 2020", which are believed in text as a lone 2019 is not."""
    return (
        len(grammar.at(i).text) == len(grammar.at(i + 2).text) == 4
        and grammar.at(i + 1).text in ("-", "to")
        and grammar.at(i).text[:2] in ("19", "20")
        and grammar.at(i + 2).text[:2] in ("19", "20")
        and grammar.at(i).kind == grammar.at(i + 2).kind == "n"
    ) or grammar.at(i - 1).text == "in"


def _join(grammar: Grammar, i: int, between: bool) -> int:
    """The tokens that join two ends of a period at `i`: "to", "-", "and" (in text only after "between")."""
    word = grammar.at(i).text
    if word in _TO:
        return 1
    if word in _AND and (between or not grammar.in_text):
        return 1 + (word in (",", ";") and grammar.at(i + 1).text in ("and", "&"))
    return 0


def _bare_start(grammar: Grammar, i: int, around: Around, between: bool) -> Phrase | None:
    """ "3-9 March 2012", "3rd to 9th March", "between 3 and 9 March": one month said once."""
    day = grammar.bare_day(i)
    if day is None:
        return None
    number, end = day
    step = _join(grammar, end, between=True)
    if not step or (grammar.in_text and grammar.at(end).text == ","):
        return None
    if grammar.bare_day(end + step) is None:
        return None
    if _is_numeric_date(grammar, end + step):
        return _numeric_end(grammar, i, number, end + step, around)
    second = grammar.point(end + step)
    if second is None or second[0].unit != "day" or not grammar.at(second[1] - 1).kind:
        return None
    last = second[0]
    if not _month_named(grammar, end + step, second[1]):
        return None
    first = last._replace(day=number, minute=None, note="")
    return _hull([first, last], around), second[1]


def _numeric_end(grammar: Grammar, i: int, day: int, end: int, around: Around) -> Phrase | None:
    """ "12-15/03/21": the last day carries the month and the year for both."""
    if grammar.at(i + 1).text not in ("-", "to") or len(grammar.at(i + 3 + 3).text) not in (2, 4):
        return None
    second = grammar.point(end)
    if second is None or second[0].unit != "day" or second[0].year is None:
        return None
    return _hull([second[0]._replace(day=day, minute=None), second[0]], around), second[1]


def _is_numeric_date(grammar: Grammar, i: int) -> bool:
    return grammar.at(i + 1).text in ("/", ".") and grammar.at(i + 2).kind == "n" and grammar.at(i + 2).glued


def _month_named(grammar: Grammar, i: int, end: int) -> bool:
    return any(grammar.at(k).kind == "w" and len(grammar.at(k).text) > 2 for k in range(i, end))


def _hull(points: list[Point], around: Around) -> Span:
    """From the start of the first to the end of the last; a year said at one end serves the other."""
    if points[0].circa:
        points = [point._replace(circa=True) for point in points]  # "circa March to May" doubts both ends
    last = points[-1]
    if last.year is None and last.unit != "span":
        with_year = [p for p in points if p.year is not None or p.unit == "span"]
        last = with_nearest_year(last, around.near) if not with_year else _after_year(last, span(with_year[-1]))
    end = span(last)
    lo, hi, minute = end.lo, end.hi, None
    for point in points[:-1]:
        found = span(_before_year(point, last, end))
        if point is points[0]:
            minute = found.minute
            if found.lo > end.hi or (found.lo > end.lo and len(points) == 2):
                raise BadDate("the period ends before it starts")
        lo, hi = min(lo, found.lo), max(hi, found.hi)
    return Span(lo, hi, "range" + ("+nearest-year" if last.note else ""), minute)


def _before_year(point: Point, last: Point, end: Span) -> Point:
    """The point with the year of the end of its period, or the year before if it would come after it."""
    if point.year is not None or point.unit == "span":
        return point
    if last.year is None:
        return with_nearest_year(point, end.lo)
    tried = point._replace(year=last.year)
    if point.month != last.month and span(tried).lo > end.hi:
        return point._replace(year=last.year - 1)
    return tried


def _after_year(point: Point, start: Span) -> Point:

    tried = point._replace(year=date.fromordinal(start.lo).year)
    if span(tried).hi < start.lo:
        return tried._replace(year=date.fromordinal(start.lo).year + 1)
    return tried
