"""Small numbers are withheld, and cannot be found again: held against every table that would look the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.audit.figures.counting import Number, cover, loosen, rest_of, withhold_within
from engine.audit.figures.referrals import cover_cells


def numbers(values: Sequence[int]) -> list[Number]:
    return [Number(value, value) for value in values]


def small(value: int) -> bool:
    return 1 <= value <= 5


def test_nought_and_six_are_shown() -> None:
    for value in (0, 6, 300):
        assert not Number(value, value).small
    for value in range(1, 6):
        assert Number(value, value).small


def test_a_large_number_from_few_cases_is_small() -> None:
    """Failure prevented: forty findings of one family were shown, since forty is more than five."""
    assert Number(40, 1).small
    assert not Number(40, 6).small


def test_counting_notes_how_many_cases_stand_behind() -> None:
    number = Number()
    for times in (3, 0, 2, 0):
        number.add(times)
    assert (number.value, number.cases) == (5, 2)


def test_one_small_part_takes_the_next_smallest_with_it() -> None:
    parts = numbers([40, 3, 12, 0])
    cover(parts, total=Number(55, 55))
    assert [part.withheld for part in parts] == [False, True, True, False]


def test_two_small_parts_of_two_are_no_hiding_place() -> None:
    """Failure prevented: 1 and 1 withheld of a total of 22 with 20 shown could both only be 1."""
    parts = numbers([20, 1, 1])
    cover(parts, total=Number(22, 22))
    assert all(part.withheld for part in parts)


def test_what_follows_but_is_not_printed_counts_too() -> None:
    """Failure prevented: 10 of 13 cases were shown as raised, and so the 3 in which it was not."""
    raised = Number(10, 10)
    withhold_within(raised, Number(13, 13))
    assert raised.withheld
    none_left = Number(13, 13)
    withhold_within(none_left, Number(13, 13))
    assert not none_left.withheld


def ways(total: int, shown: Sequence[int | None], least: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every way to fill in the withheld parts of a total."""
    free = [at for at, value in enumerate(shown) if value is None]
    left = total - sum(value for value in shown if value is not None)
    for filled in product(*(range(least[at], left + 1) for at in free[:-1])):
        last = left - sum(filled)
        if free and last >= least[free[-1]]:
            yield (*filled, last)


PARTS = st.lists(st.integers(0, 9), min_size=1, max_size=4)


@given(PARTS)
def test_no_withheld_part_of_a_total_can_be_found(values: list[int]) -> None:
    parts = numbers(values)
    total = Number(sum(values), sum(values))
    cover(parts, total=total)
    if total.withheld:
        assert all(part.withheld for part in parts)
        return
    shown = [None if part.withheld else part.value for part in parts]
    assert not any(small(value) for value in shown if value is not None)
    # One who is told which of the withheld ones are nought knows more than any reader.
    least = [1 if value and not all(part.withheld for part in parts) else 0 for value in values]
    possible = list(ways(total.value, shown, least))
    free = [at for at, value in enumerate(shown) if value is None]
    for place, at in enumerate(free):
        if small(values[at]):
            told = {filled[place] for filled in possible}
            assert len(told) > 1, (values, shown)
            assert max(told) >= 6, (values, shown)


@given(PARTS)
def test_nothing_is_withheld_without_need(values: list[int]) -> None:
    parts = numbers(values)
    cover(parts, total=Number(sum(values), sum(values)))
    assert any(map(small, (*values, sum(values)))) or not any(part.withheld for part in parts)


@given(PARTS, st.integers(0, 9))
def test_nor_beside_a_part_that_is_not_printed(values: list[int], hidden: int) -> None:
    parts, beside = numbers(values), Number(hidden, hidden)
    cover(parts, (beside,))
    shown = [None if part.withheld else part.value for part in parts]
    assert not any(small(value) for value in shown if value is not None)
    if not any(small(value) for value in (*values, hidden)):
        return
    everything = all(part.withheld for part in parts)
    least = [*(1 if value and not everything else 0 for value in values), 0]
    possible = list(ways(sum(values) + hidden, [*shown, None], least))
    free = [*(at for at, value in enumerate(shown) if value is None), len(values)]
    for place, at in enumerate(free):
        if small([*values, hidden][at]):
            assert len({filled[place] for filled in possible}) > 1


# --- cells between totals ------------------------------------------------------------------------------


def tables(rows: Sequence[int], columns: Sequence[int], shown: Sequence[Sequence[int | None]]) -> Iterator[list[int]]:
    """Every table with these totals of lines and columns and these cells shown, as one list."""
    if not rows:
        if not any(columns):
            yield []
        return
    choices = [[cell] if cell is not None else range(columns[at] + 1) for at, cell in enumerate(shown[0])]
    for line in product(*choices):
        if sum(line) == rows[0] and all(cell <= columns[at] for at, cell in enumerate(line)):
            left = [columns[at] - cell for at, cell in enumerate(line)]
            yield from ([*line, *rest] for rest in tables(rows[1:], left, shown[1:]))


@given(st.lists(st.lists(st.sampled_from([0, 0, 1, 3, 5, 6, 7, 8]), min_size=3, max_size=3), min_size=2, max_size=3))
def test_no_withheld_cell_follows_from_the_totals_of_its_line_and_column(values: list[list[int]]) -> None:
    cells = [numbers(line) for line in values]
    rows = [Number(sum(line), sum(line)) for line in values]
    columns = [Number(sum(line), sum(line)) for line in zip(*values, strict=True)]
    total = Number(sum(map(sum, values)), 99)
    cover(rows, total=total)
    cover(columns, total=total)
    cover_cells(cells, rows, columns)
    shown = [[None if cell.withheld else cell.value for cell in line] for line in cells]
    assert not any(small(cell) for line in shown for cell in line if cell is not None)
    if any(one.withheld for one in (*rows, *columns)):
        assert not any(shown_cell for line in shown for shown_cell in line)  # withheld, or of a total that is nought
        return
    flat = [cell for line in values for cell in line]
    possible = list(tables([one.value for one in rows], [one.value for one in columns], shown))
    assert flat in possible
    for at, value in enumerate(flat):
        if small(value):
            assert len({told[at] for told in possible}) > 1, (values, shown)


def test_a_rectangle_is_enough_where_there_is_one() -> None:
    cells = [numbers([30, 3, 9]), numbers([40, 20, 25])]
    cover_cells(cells, numbers([42, 85]), numbers([70, 23, 34]))
    assert [[cell.withheld for cell in line] for line in cells] == [[False, True, True], [False, True, True]]


# --- a union and its parts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("union", "parts", "union_withheld"),
    [
        (20, [18, 3], False),  # at least 2, so anything from 2 to 5
        (20, [15, 5], True),  # at least 5, so exactly 5 for one who knows what is withheld
        (19, [15, 4], True),  # at least 4: two values are too few
        (20, [20, 3], False),
    ],
)
def test_a_theme_does_not_give_away_the_cases_of_a_rule(union: int, parts: list[int], union_withheld: bool) -> None:
    whole, of_rule = Number(union, union), numbers(parts)
    for part in of_rule:
        withhold_within(part, Number(100, 100))
    loosen(whole, of_rule, Number(100, 100))
    assert whole.withheld is union_withheld


def test_a_rule_does_not_give_away_the_cases_of_its_theme() -> None:
    """Failure prevented: the one rule of a theme had its number shown, and that of the theme was withheld."""
    theme, rules = Number(7, 7), numbers([7, 0])
    withhold_within(theme, Number(10, 10))
    loosen(theme, rules, Number(10, 10))
    assert theme.withheld
    assert rules[0].withheld


def test_the_rest_of_overlapping_parts_is_never_below_nought() -> None:
    assert rest_of(Number(5, 5), Number(4, 4), Number(3, 3)).value == 0
