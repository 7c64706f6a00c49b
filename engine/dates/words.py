"""The words of dates: months and their misspellings, weekdays, numbers, units, seasons, feasts."""

from __future__ import annotations

from engine.dates.calendar import month_end
from engine.dates.when import Day

MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

MONTHS: dict[str, int] = {name: at for at, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {name[:3]: at for at, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {"sept": 9, "janry": 1, "febr": 2, "apr": 4, "apirl": 4, "arpil": 4, "aprl": 4, "april": 4}
MONTHS |= {"marh": 3, "mrach": 3, "jly": 7, "jun": 6, "agust": 8, "augst": 8, "juen": 6, "juy": 7}

ALSO_WORDS = frozenset({"may", "march", "mar", "jan", "dec", "sep", "jun", "april", "june", "august"})
"""Months that are also ordinary words or names: in narrative they need more than themselves."""

_BY_LETTER: dict[str, tuple[str, int, int]] = {
    "f": ("february", 2, 2),
    "s": ("september", 9, 2),
    "o": ("october", 10, 2),
    "n": ("november", 11, 2),
    "d": ("december", 12, 2),
    "j": ("january", 1, 2),
    "a": ("august", 8, 1),
}

WEEKDAYS: dict[str, int] = {}
for _at, _names in enumerate(
    (
        "mon monday",
        "tue tues tuesday",
        "wed weds wednesday wensday",
        "thu thur thurs thursday",
        "fri friday",
        "sat saturday",
        "sun sunday",
    )
):
    WEEKDAYS |= dict.fromkeys(_names.split(), _at)

NUMBERS: dict[str, int] = {
    word: at
    for at, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
        ],
        1,
    )
}
NUMBERS |= {"a": 1, "an": 1}

UNITS: dict[str, str] = {}
for _unit, _names in {
    "hours": "hour hours hr hrs",
    "days": "day days night nights",
    "weeks": "week weeks wk wks",
    "fortnights": "fortnight fortnights",
    "months": "month months mth mths",
    "years": "year years yr yrs",
}.items():
    UNITS |= dict.fromkeys(_names.split(), _unit)

SEASONS: dict[str, int] = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""The first month of each season of three months."""

TERMS: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "autumn": ((9, 1), (12, 31)),
    "spring": ((1, 1), (4, 15)),
    "summer": ((4, 1), (7, 31)),
}
"""School terms, as (month, day) of their first and last day, wide enough for any local calendar."""

FEASTS = frozenset({"christmas", "xmas", "easter"})

ORDINALS = frozenset({"st", "nd", "rd", "th"})


def month_of(word: str) -> int:
    """The number of the month `word` names or nearly names, else 0.

    A misspelling must start with the right letter and be one slip away, or two for the long names.
    """
    known = MONTHS.get(word)
    if known:
        return known
    if not 5 <= len(word) <= 11:
        return 0
    near = _BY_LETTER.get(word[0])
    if near and _slips(word, near[0]) <= min(near[2], len(word) - 4):
        return near[1]
    return 0


def _slips(one: str, other: str) -> int:
    """Letters added, left out, changed or exchanged with a neighbour to get from one to the other."""
    if abs(len(one) - len(other)) > 2:
        return 9
    older: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        newer = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j] + 1, newer[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            newer.append(cost)
        older, row = row, newer
    return row[-1]


def easter_sunday(year: int) -> Day:
    """The day of Easter in the Gregorian calendar."""
    golden = year % 19
    century, rest = divmod(year, 100)
    skipped, leap = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - skipped - moon + 15) % 30
    weekday = (32 + 2 * leap + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return month_end(year, month - 1) + day + 1
