"""Short ways of looking through marks find what looking at every mark finds."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from stories import AVA, case, row, seen_in_person, standards

from engine.marks import Mark, by_days
from engine.operators.deadline import _soonest_forced, _told_by
from engine.timeline import Event
from engine.view import Scene, View

DAYS = st.integers(737_000, 737_030)


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    """Sightings on days, or ranges of days, of one month, some certain, some recorded later."""
    drawn = []
    for number in range(draw(st.integers(0, 9))):
        lo = draw(DAYS)
        hi = lo + draw(st.sampled_from((0, 0, 0, 3, 12)))
        later = draw(st.sampled_from((None, None, 0, 5, 25)))
        event = row(
            f"r{number}", f"{_date(lo)}..{_date(hi)}", "Health Visiting", "sighting", "Ava seen",
            attributes={"rung": "b"}, certain=draw(st.booleans()),
            recorded=None if later is None else _date(lo + later),
        )  # fmt: skip
        drawn.append(event)
    return drawn


def _date(day: int) -> str:
    return date.fromordinal(day).isoformat()


def marks_of(told: list[Event]) -> tuple[Scene, list[Mark]]:
    scene = Scene(View(case(*told, people=(AVA,)), standards(), 737_200), AVA)
    return scene, scene.marks(SEEN)


SEEN = seen_in_person()


@given(events(), DAYS)
def test_the_marks_that_may_lie_on_or_after_a_day(told: list[Event], day: int) -> None:
    scene, marks = marks_of(told)
    assert marks == sorted(marks, key=by_days)
    assert scene.ending_from(SEEN, day) == [mark for mark in marks if mark.hi >= day]


@given(events(), DAYS)
def test_what_is_settled_first_and_what_is_told_before_it(told: list[Event], day: int) -> None:
    _, marks = marks_of(told)
    forced = [mark for mark in marks if mark.sure and mark.lo >= day]
    wanted = min(forced, key=lambda mark: (mark.settled, mark.hi), default=None)
    found = _soonest_forced(marks, day)
    assert found == wanted
    if found is not None:
        told_by = [mark for mark in marks if mark.lo <= found.hi or mark.first < found.settled]
        assert _told_by(marks, found) == told_by


@given(events(), DAYS)
def test_whether_an_event_is_among_the_marks(told: list[Event], as_at: int) -> None:
    scene, marks = marks_of([*told, row("r99", "2021-01-05", "GP", "visit", "Home visit")])
    assert [scene.concerns(SEEN, event) for event in scene.view.case.events] == [
        any(mark.event.id == event.id for mark in marks) for event in scene.view.case.events
    ]
