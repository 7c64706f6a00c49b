"""The time of day beside a date: 14:30, 2.30pm, 1430hrs, 00:00:00."""

from __future__ import annotations

from engine.dates.tokens import END, Token

_HALVES = {"am": 0, "pm": 12}
_LEADS = frozenset({"at", "t", ",", "@"})
_PART_OF_DAY = frozenset({"am", "pm", "morning", "afternoon", "evening", "night", "eve"})
_NAMED = {"midday": 720, "noon": 720}


def minute_at(tokens: list[Token], i: int) -> tuple[int | None, int]:
    """Minutes after midnight if a time of day starts at `i`, and the place after it; else (None, i).

    Midnight is what software writes where there is no time, so 00:00 is read and gives None.
    "Morning" and the like are read and give None too: they name no minute. Of "2pm-3pm" the first counts.
    """
    minute, after = _one_time(tokens, i)
    if after > i and minute is not None and _at(tokens, after).text in ("-", "to"):
        _, end = _one_time(tokens, after + 1)
        if end > after + 1 and _at(tokens, end).text not in ("/", "."):
            return minute, end
    return minute, after


def _one_time(tokens: list[Token], i: int) -> tuple[int | None, int]:
    start = i
    lead = _at(tokens, i).text
    if lead in _LEADS or (lead == "-" and not _at(tokens, i).glued):
        i += 1
    token = _at(tokens, i)
    if token.text in _NAMED:
        return _NAMED[token.text], i + 1
    if token.text in _PART_OF_DAY and lead not in ("t", "-"):
        return None, i + 1
    if token.text in ("in", "on") and _at(tokens, i + 1).text == "the" and _at(tokens, i + 2).text in _PART_OF_DAY:
        return None, i + 3
    if token.kind != "n":
        return None, start
    return _clock(tokens, i, start, lead in ("at", "@", "t"))


def _clock(tokens: list[Token], i: int, start: int, expected: bool) -> tuple[int | None, int]:
    hours = tokens[i].text
    if len(hours) == 4:
        unit = _at(tokens, i + 1)
        named = unit.text in ("hrs", "hours", "hr", "h")
        if named or (expected and unit.kind != "w"):
            return _minutes(int(hours[:2]), int(hours[2:]), "", i + 1 + named, start)
        return None, start
    if len(hours) > 2:
        return None, start
    mark, minutes = _at(tokens, i + 1), _at(tokens, i + 2)
    if mark.text in (":", ".") and mark.glued and len(minutes.text) == 2 and minutes.kind == "n" and minutes.glued:
        after = i + 3
        if mark.text == "." and _at(tokens, after).text in ("/", "-") and _at(tokens, after).glued:
            return None, start  # 14.02/2022 and 14.02-16.02 are dates
        if _at(tokens, after).text in (":", ".") and _at(tokens, after + 1).kind == "n":
            if mark.text == ".":
                return None, start
            after += 2
            if _at(tokens, after).text == "." and _at(tokens, after + 1).kind == "n":
                after += 2
        half = _at(tokens, after).text
        if half in ("am", "pm", "hrs", "hours", "h", "z"):
            after += 1
        return _minutes(int(hours), int(minutes.text), half, after, start)
    if mark.text in _HALVES:
        return _minutes(int(hours), 0, mark.text, i + 2, start)
    return None, start


def _minutes(hours: int, minutes: int, half: str, after: int, start: int) -> tuple[int | None, int]:
    if half in _HALVES:
        if not 1 <= hours <= 12 and not (half == "pm" and hours < 24):
            return None, start
        hours = hours % 12 + _HALVES[half] if hours <= 12 else hours
    if hours > 23 or minutes > 59:
        return None, start
    return (60 * hours + minutes) or None, after


def _at(tokens: list[Token], i: int) -> Token:
    return tokens[i] if i < len(tokens) else END
