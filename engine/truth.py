"""Three-valued truth, used only to glue selectors and guards; operators reason on day ranges instead."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """How far the record decides a statement. Ordered, so that `min` is "and" and `max` is "or"."""

    NO = 0
    """False in every reading of the record."""
    MAYBE = 1
    """True in some readings and false in others."""
    YES = 2
    """True in every reading of the record."""


NO, MAYBE, YES = Truth.NO, Truth.MAYBE, Truth.YES
_NEGATED = (YES, MAYBE, NO)


def negate(truth: Truth) -> Truth:
    """NO for YES, YES for NO, MAYBE for itself."""
    return _NEGATED[truth]


def every(truths: Iterable[Truth]) -> Truth:
    """YES where all are YES, NO where one is NO; YES for none at all."""
    return min(truths, default=YES)


def some(truths: Iterable[Truth]) -> Truth:
    """YES where one is YES, NO where all are NO; NO for none at all."""
    return max(truths, default=NO)
