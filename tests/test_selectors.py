"""Whether an attribute passes a test, against the table that the rule language promises."""

from __future__ import annotations

import pytest
from stories import row

from engine.language.rule import AttributeTest
from engine.selectors import attribute_truth
from engine.timeline import Special
from engine.truth import MAYBE, NO, YES, Truth, negate

UNKNOWN, NOT_APPLICABLE = str(Special.UNKNOWN), str(Special.NOT_APPLICABLE)

# comparison -> not stated (row fully read, not fully read), unknown, not applicable, "d", "a"; values are ("c",)
TABLE: dict[str, tuple[Truth, ...]] = {
    "in": (NO, MAYBE, MAYBE, NO, NO, NO),
    "at least": (NO, MAYBE, MAYBE, NO, YES, NO),
    "unknown": (NO, NO, YES, NO, NO, NO),
    "absent": (YES, MAYBE, MAYBE, NO, NO, NO),
    "present": (NO, MAYBE, MAYBE, YES, YES, YES),
}


@pytest.mark.parametrize("comparison", TABLE)
@pytest.mark.parametrize("negated", [False, True])
def test_an_attribute_passes_a_test_as_the_table_says(comparison: str, negated: bool) -> None:
    test = AttributeTest("rung", comparison, ("c",), negated)
    told = [({}, True), ({}, False), *(({"rung": value}, True) for value in (UNKNOWN, NOT_APPLICABLE, "d", "a"))]
    for (attributes, fully_read), plain in zip(told, TABLE[comparison], strict=True):
        event = row("r1", "2021-03-01", "GP", "sighting", "Seen", attributes=attributes, fully_read=fully_read)
        assert attribute_truth(test, event) is (negate(plain) if negated else plain)


@pytest.mark.parametrize(("value", "passes"), [("2", NO), ("3", YES), ("12.5", YES)])
def test_figures_are_compared_as_numbers(value: str, passes: Truth) -> None:
    event = row("r1", "2021-03-01", "School", "school_attendance", "", attributes={"days": value})
    assert attribute_truth(AttributeTest("days", "at least", ("3",)), event) is passes


def test_one_of_several_values_passes() -> None:
    event = row("r1", "2021-03-01", "GP", "visit", "", attributes={"outcome": "no access"})
    assert attribute_truth(AttributeTest("outcome", "in", ("doorstep", "no access")), event) is YES
