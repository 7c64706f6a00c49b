"""Small numbers are withheld, and with them what they could be worked out from.

A number from 1 to 5, or one that rests on 1 to 5 cases, may tell about a child whom somebody knows. It is withheld;
nought is shown. Where it could be found again by subtraction, other numbers are withheld beside it until every
withheld small number could, as far as the published ones tell, be six or more. Both kinds bear one mark: which of
them is the small one is not said. Numbers are never rounded or changed.

What is not printed but follows from what is ("evaluated" less "raised" is "not raised") counts as a number too: it
is called hidden here, and if it is small it makes others be withheld.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.values import dataclass

SMALLEST = 6
"""The smallest number that is shown, nought aside."""
CANDIDATES = 3
"""Small values that must stay possible for a number that is bounded by others."""


@dataclass(slots=True)
class Number:
    """A number of things (cases, children, findings, referrals), and of the cases that they come from."""

    value: int = 0
    cases: int = 0
    withheld: bool = False

    def add(self, value: int = 1) -> None:
        """Count what one case has; a case that has none does not count."""
        if value:
            self.value += value
            self.cases += 1

    @property
    def small(self) -> bool:
        """Whether it must not be shown."""
        return 1 <= self.value < SMALLEST or 1 <= self.cases < SMALLEST


def rest_of(whole: Number, *parts: Number) -> Number:
    """What is left of a number of cases; nothing where the parts overlap beyond it."""
    left = max(0, whole.value - sum(part.value for part in parts))
    return Number(left, left)


def withhold(numbers: Iterable[Number]) -> None:
    """Withhold every one, noughts included."""
    for number in numbers:
        number.withheld = True


def cover(parts: Sequence[Number], hidden: Sequence[Number] = (), total: Number | None = None) -> None:
    """Withhold the small ones among parts that add up, with the hidden ones, to a total that can be known.

    Where the total is withheld (or is itself small), so is every part. Beside a small part the smallest others are
    withheld, until each small one could be six or more though the withheld ones are known to be at least 1 each.
    Where that cannot be reached, all parts are withheld, noughts included.
    """
    if total is not None and (total.small or total.withheld):
        total.withheld = True
        withhold(parts)
        return
    withheld = [part for part in parts if part.small or part.withheld]
    if not withheld and not any(number.small for number in hidden):
        return
    shown = sorted((part for part in parts if part.value and not (part.small or part.withheld)), key=_by_value)
    while not _safe(withheld, hidden):
        if not shown:
            withhold(parts)
            return
        withheld.append(shown.pop(0))
    withhold(withheld)


def _by_value(number: Number) -> int:
    return number.value


def _safe(withheld: Sequence[Number], hidden: Sequence[Number]) -> bool:
    """Whether no small number among the unknown ones can be told from their sum.

    A withheld number is known to be at least 1, since noughts are shown; a hidden one may be nought.
    """
    total = sum(number.value for number in (*withheld, *hidden))
    room = total - len(withheld)
    if any(number.small and room + 1 < _must_reach(number) for number in withheld):
        return False
    if any(number.small and room < _must_reach(number) for number in hidden):
        return False
    most = SMALLEST - 1
    all_few = not hidden and all(number.value <= most for number in withheld)
    return not all_few or total < most * len(withheld)  # not all of them five, for one who knows that all are small


def _must_reach(number: Number) -> int:
    return max(SMALLEST, number.value + 1)


# --- numbers that overlap ------------------------------------------------------------------------------


def withhold_within(part: Number, whole: Number) -> None:
    """Withhold a number of cases if it, or what it leaves of the whole, is small."""
    if part.small or rest_of(whole, part).small or (whole.withheld and whole.small):
        part.withheld = True


def loosen(union: Number, parts: Sequence[Number], whole: Number) -> None:
    """Withhold more where a union and its parts bound each other too closely.

    The union (cases of a theme) is at least as large as each part (cases of a rule) and at most as large as their
    sum. Each withheld one is known to lie from 1 to 5, or 1 to 5 under the whole: enough such values must stay
    possible.
    """
    while not union.withheld and not _parts_are_free(union, parts, whole):
        union.withheld = True
    while union.withheld and not _union_is_free(union, parts, whole):
        largest = max((part for part in parts if part.value and not part.withheld), key=_by_value, default=None)
        if largest is None:
            return
        largest.withheld = True


def _possible(whole: Number) -> set[int]:
    """What a withheld number of cases can be, for one who knows how numbers are withheld."""
    few = range(1, SMALLEST)
    return {*few, *(whole.value - number for number in few if whole.value - number > 0)}


def _parts_are_free(union: Number, parts: Sequence[Number], whole: Number) -> bool:
    withheld = [part for part in parts if part.withheld]
    shown = sum(part.value for part in parts if not part.withheld)
    possible = {value for value in _possible(whole) if value <= union.value}
    if not withheld or not possible:
        return True
    least = union.value - shown - max(possible) * (len(withheld) - 1)
    return len([value for value in possible if value >= least]) >= CANDIDATES


def _union_is_free(union: Number, parts: Sequence[Number], whole: Number) -> bool:
    shown = [part.value for part in parts if not part.withheld]
    least = max(shown, default=0)
    most = sum(shown) if len(shown) == len(parts) else whole.value
    return len([value for value in _possible(whole) if least <= value <= most]) >= CANDIDATES
