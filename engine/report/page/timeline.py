"""The drawing of the case: a lane for each child's sightings, a lane for each agency's rows.

A row whose day is not exact is drawn as a bar over the days it may lie on; time without a certain sighting is
hatched. Where for long no row stands the axis is shortened, and a break drawn across it says so. Only black, greys
and one blue are used, and shape alone carries the meaning: it reads the same on paper.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from engine.dates.when import Day
from engine.replay import Replay, RowKnown
from engine.report.children import ATTEMPTS, SEEN
from engine.report.page.pieces import row_id
from engine.report.words import name_of, short, span
from engine.timeline import Person
from engine.values import dataclass
from engine.view import UNTOLD, Mark, Scene, View

WIDTH, LEFT, LANE, TOP = 1000, 170, 26, 34
WIDEST_BAR = 366
"""Days: a row that may lie anywhere in a longer time is drawn at its last day."""
NOT_NAMED = "Agency not named"
LONGEST_EMPTY = 60
"""Days without any row that are drawn to scale; a longer stretch is shortened to this."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A mark: where it begins and ends, in which lane, from which day it is there, and what it stands for."""

    shape: str
    lane: int
    left: float
    right: float
    first: Day
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane and what it is called."""

    number: int
    name: str
    child: bool
    first: Day
    """From which day on it is known that there is such a lane."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A day named on the axis, or a break in it."""

    at: float
    words: str
    broken: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that the template draws, and the axis for the script: pairs of day and place."""

    lanes: tuple[Lane, ...]
    marks: tuple[Drawn, ...]
    ticks: tuple[Tick, ...]
    hatched: tuple[tuple[int, float], ...]
    """For each child its lane and where its time begins."""
    axis: tuple[tuple[Day, float], ...]
    height: int
    left: int = LEFT
    width: int = WIDTH
    lane: int = LANE
    top: int = TOP


class Axis:
    """Where a day lies on the drawing. Stretches without rows are shortened."""

    def __init__(self, days: Iterable[Day], last: Day) -> None:
        edges = sorted({*days, last})
        self.breaks: list[tuple[Day, Day]] = []
        lengths = [0.0]
        for before, after in pairwise(edges):
            apart = after - before
            if apart > LONGEST_EMPTY:
                self.breaks.append((before, after))
            lengths.append(lengths[-1] + min(apart, LONGEST_EMPTY))
        scale = (WIDTH - LEFT - 20) / (lengths[-1] or 1)
        self.points = tuple((day, round(LEFT + at * scale, 1)) for day, at in zip(edges, lengths, strict=True))

    def at(self, day: Day) -> float:
        """The place of a day."""
        after = bisect_right(self.points, (day, float("inf")))
        if after == 0:
            return self.points[0][1]
        if after == len(self.points):
            return self.points[-1][1]
        (before, left), (behind, right) = self.points[after - 1], self.points[after]
        return round(left + (right - left) * (day - before) / (behind - before), 1)


def drawing(replayed: Replay) -> Drawing:
    """The drawing of a case up to its last day."""
    rows = replayed.rows
    case, last = replayed.session.read.case, replayed.last
    view = View(case, replayed.session.standards, last)
    children = [child for child in case.children if child.household]
    agencies = list(dict.fromkeys(row.agency or NOT_NAMED for row in sorted(rows, key=lambda row: row.words)))
    axis = Axis([day for row in rows for day in _ends(row, last)], last)
    lanes = [Lane(number, f"{name_of(child)} seen", True, _known(child, rows)) for number, child in enumerate(children)]
    begun = {agency: min(row.first for row in rows if (row.agency or NOT_NAMED) == agency) for agency in agencies}
    lanes += [Lane(len(children) + number, agency, False, begun[agency]) for number, agency in enumerate(agencies)]
    marks: list[Drawn] = []
    for number, child in enumerate(children):
        marks += _sightings(Scene(view, child), number, axis, child, last)
    for row in rows:
        lane = len(children) + agencies.index(row.agency or NOT_NAMED)
        marks.append(_row(row, lane, axis, last))
    height = TOP + LANE * len(lanes) + 10
    hatched = tuple((number, axis.at(_begins(child, rows))) for number, child in enumerate(children))
    return Drawing(tuple(lanes), tuple(marks), _ticks(axis), hatched, axis.points, height)


def _ends(row: RowKnown, last: Day) -> tuple[Day, Day]:
    """Between which days a row is drawn: of one that may lie anywhere in years, only the last day."""
    latest = min(row.when.latest, last)
    earliest = row.when.earliest if row.when.latest - row.when.earliest <= WIDEST_BAR else latest
    return min(earliest, latest), latest


def _begins(child: Person, rows: Sequence[RowKnown]) -> Day:
    first = min(_ends(row, row.when.latest)[0] for row in rows)
    return first if child.born is None else max(child.born.earliest, first)


def _known(child: Person, rows: Sequence[RowKnown]) -> Day:
    return rows[0].first if child.born is None else child.born.earliest


def _row(row: RowKnown, lane: int, axis: Axis, last: Day) -> Drawn:
    earliest, latest = _ends(row, last)
    words = f"Row {row.ref.shown}, {row.when.text}, {row.agency or 'agency not named'}"
    shape = "row" if earliest == latest else "bar"
    place = row_id(row.ref.file, row.ref.number, row.ref.sheet)
    return Drawn(shape, lane, axis.at(earliest), axis.at(latest), row.first, place, words)


def _sightings(scene: Scene, lane: int, axis: Axis, child: Person, last: Day) -> Iterable[Drawn]:
    """Certain sightings twice: as possible from the day they can be known of, and as certain from the day they are."""
    name = name_of(child)
    for mark in scene.marks(SEEN):
        if mark.event.reader == UNTOLD:
            continue
        earliest, latest = axis.at(mark.lo), axis.at(min(mark.hi, last))
        place = row_id(mark.event.row.file, mark.event.row.number, mark.event.row.sheet)
        when = span(mark.lo, mark.hi) if mark.hi <= last else f"from {short(mark.lo)} on"
        if mark.sure and mark.settled <= last:
            words = f"{name} seen in person, {when}, row {mark.event.row.shown}"
            yield Drawn("seen", lane, earliest, latest, mark.settled, place, words)
        else:
            words = f"{name} possibly seen in person, {when}, row {mark.event.row.shown}"
            yield Drawn("perhaps", lane, earliest, latest, mark.first, place, words)
    for mark in scene.marks(ATTEMPTS):
        if _counts(mark):
            words = f"Attempt without seeing {name}, {span(mark.lo, min(mark.hi, last))}, row {mark.event.row.shown}"
            place = row_id(mark.event.row.file, mark.event.row.number, mark.event.row.sheet)
            first = max(mark.first, min(mark.hi, last))
            yield Drawn("attempt", lane, axis.at(mark.lo), axis.at(min(mark.hi, last)), first, place, words)


def _counts(mark: Mark) -> bool:
    return mark.sure and not mark.guessed and mark.event.reader != UNTOLD


def _ticks(axis: Axis) -> tuple[Tick, ...]:
    """Days named under the axis, as many as there is room for, and its breaks."""
    ticks: list[Tick] = []
    taken = -1000.0
    for day, at in axis.points:
        if at - taken >= 95 and at < WIDTH - 60:
            ticks.append(Tick(at, short(day), False))
            taken = at
    for before, after in axis.breaks:
        middle = (axis.at(before) + axis.at(after)) / 2
        ticks.append(Tick(round(middle, 1), f"{after - before} days without a row: the axis is shortened", True))
    return tuple(ticks)
