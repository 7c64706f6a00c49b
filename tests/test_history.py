"""The history of a case, worked out once, gives on every day the report that is worked out for that day alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.history import History
from engine.session import Options, Session, open_session

CHRONOLOGIES = sorted(Path("chronologies").glob("*.csv"))
BUSY = sorted(Path("tests/cases/busy").glob("*.csv"))


def days_to_ask(session: Session, past: History) -> list[int]:
    """Days on which something may change, and the days beside them."""
    rows = [when for when, _, _ in session.read.case.rows.values() if when is not None]
    edges = {day for when in rows for day in (when.earliest, when.latest)} | past.days
    first = min(when.earliest for when in rows)
    return sorted({day + beside for day in edges for beside in (-1, 0, 1) if first <= day + beside <= session.as_at})


def compare(path: Path, stride: int, words: tuple[str, ...] = ()) -> int:
    session = open_session((path,), Options(rules=words))
    past = session.history()
    days = days_to_ask(session, past)[::stride]
    for day in days:
        assert session.report(day, past) == session.report(day), f"{path.name} on day {day}"
    return len(days)


@pytest.mark.parametrize("name", ["jack", "child-h", "five-week-old", "example-1"])
def test_the_history_says_of_every_day_what_that_day_says_alone(name: str) -> None:
    assert compare(Path(f"chronologies/{name}.csv"), 1) > 3


@pytest.mark.slow
@pytest.mark.parametrize("path", [*CHRONOLOGIES, *BUSY], ids=lambda path: path.stem)
def test_the_history_says_so_of_every_case_and_rule(path: Path) -> None:
    assert compare(path, 3, ("all",)) > 3
