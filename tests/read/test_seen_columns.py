""" "Seen" columns as forms fill them: read onto the ladder, and never over-read."""

from __future__ import annotations

from datetime import date

import pytest

from engine.code.people import Cast
from engine.code.seen import read_column, read_mark
from engine.dates.when import When
from engine.timeline import Person

DAY = date(2022, 2, 10).toordinal()
WHEN = When(DAY, DAY, "10/02/2022", "exact")
ONE = (Person("maya", "child", ("Maya",)),)
TWO = (*ONE, Person("tom", "child", ("Tom",)))


def said(cell: str, people: tuple[Person, ...]) -> str:
    """What a cell says: "yes" of someone for sure, "one" of nobody in particular, "no", "unknown" or nothing."""
    marks = read_column(cell, Cast(people), (), WHEN)
    told = {
        ("one" if mark.answer == "yes" and not mark.sure else mark.answer) + ("/a" if mark.rung == "a" else "")
        for mark in marks
    }
    return " ".join(sorted(told))


@pytest.mark.parametrize(
    ("cell", "of_one", "of_two"),
    [
        ("Y", "yes", "one"),
        ("✓", "yes", "one"),
        ("☑", "yes", "one"),
        ("TRUE", "yes", "one"),
        ("a) Yes", "yes", "one"),
        ("b) No", "no", "no"),
        ("N", "no", "no"),
        ("✗", "no", "no"),
        ("NK", "unknown", "unknown"),
        ("varied", "unknown", "unknown"),
        ("Y/N", "unknown", "unknown"),
        ("X", "unknown", "unknown"),
        ("☒", "unknown", "unknown"),
        ("☐", "", ""),
        ("☒ Yes ☐ No", "yes", "one"),
        ("☐ Yes ☒ No", "no", "no"),
        ("Yes ☑ No ☐", "yes", "one"),
        ("Yes ☐ No ☐", "", ""),
        ("☑ Yes ☑ No", "unknown", "unknown"),
        ("☒ Yes ☐ No asleep", "yes/a", "one/a"),
        ("Y - asleep, not woken", "yes/a", "one/a"),
        ("Y (video call)", "yes/a", "one/a"),
        ("N (phone)", "", ""),
        ("Y by phone", "", ""),
        ("Y by MGM", "", ""),
        ("seen by her grandmother", "", ""),
        ("seen by HV", "yes", "one"),
        ("10/02/2022", "yes", "one"),
        ("10.02.22 at 14:30", "yes", "one"),
        ("08/02/2022", "", ""),
        ("both", "yes", "yes"),
        ("Mum", "unknown", "unknown"),
        ("HV", "unknown", "unknown"),
    ],
)
def test_a_cell_of_a_seen_column(cell: str, of_one: str, of_two: str) -> None:
    assert said(cell, ONE) == of_one
    assert said(cell, TWO) == of_two


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ("Y", "yes"),
        ("✓", "yes"),
        ("☒ Yes ☐ No", "yes"),
        ("☐ Yes ☒ No", "no"),
        ("☐ Yes ☐ No", ""),
        ("X", ""),
        ("N", "no"),
    ],
)
def test_a_cell_of_seen_alone_or_bedroom_seen(cell: str, mark: str) -> None:
    assert read_mark(cell) == mark
