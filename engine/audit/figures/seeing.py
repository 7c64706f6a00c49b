"""Days since each child was last seen in person, in bands, on the day on which its case was looked at.

A child is not put into one band where the record leaves two or more: it is counted under both, by name.
"""

from __future__ import annotations

from engine.audit.figures.counting import Number, cover
from engine.audit.figures.tables import Chart, Column, Table, cell_of
from engine.audit.record import CaseKept, Days

BANDS = ((0, "0 to 14 days"), (15, "15 to 28 days"), (29, "29 to 42 days"), (43, "43 to 90 days"), (91, "over 90 days"))
"""The first day of each band, and its name."""
NEVER = "no certain sighting recorded"


class SeenCounts:
    """Counts children over the cases, one after another."""

    def __init__(self) -> None:
        self.children = Number()
        self.stopped = Number()
        self.unborn = Number()
        self.closed = Number()
        self.bands: dict[tuple[int, int], Number] = {(at, at): Number() for at in (*range(len(BANDS)), len(BANDS))}

    def take(self, case: CaseKept) -> None:
        """Count the children of one case that was read."""
        found: dict[tuple[int, int], int] = {}
        closed = sum(1 for child in case.children if child.closed is not None)
        born = [child for child in case.children if not child.unborn and child.closed is None]
        for child in born:
            found[band_of(child.unseen)] = found.get(band_of(child.unseen), 0) + 1
        for band, times in found.items():
            self.bands.setdefault(band, Number()).add(times)
        self.children.add(len(born))
        self.closed.add(closed)
        self.unborn.add(len(case.children) - len(born) - closed)
        self.stopped.add(len(case.stopped))

    def protect(self) -> None:
        """Withhold what is small, and what it could be worked out from."""
        cover(list(self.bands.values()), total=self.children)
        for number in (self.stopped, self.unborn, self.closed):
            number.withheld = number.small

    def tables(self, *, show_small: bool) -> list[Table]:
        """Bands in order, then the total."""
        rows = [(_told(band), cell_of(number, show_small=show_small)) for band, number in sorted(self.bands.items())]
        rows.append(("all children whose clocks run", cell_of(self.children, show_small=show_small)))
        closed = "beside these: closed to social care, and not opened again"
        rows.append((closed, cell_of(self.closed, show_small=show_small)))
        rows.append(("beside these: unborn on that day", cell_of(self.unborn, show_small=show_small)))
        rows.append(("beside these: children whose clocks have stopped", cell_of(self.stopped, show_small=show_small)))
        return [
            Table(
                "unseen", "Days since each child was last seen",
                ("Seen: in person, by a professional who looked at this child. The days run to the day on which the"
                 " case was looked at: its own last entry unless a day was given.",
                 "“15 to 28 days or 29 to 42 days”: an imprecise day, or an entry that may be a sighting, leaves both"
                 " possible."),
                (Column("Since the last sighting", "words"), Column("Children")),
                tuple(rows),
                (Chart("Children by days since they were last seen.", (1,)),),
            )
        ]  # fmt: skip


def band_of(unseen: Days | None) -> tuple[int, int]:
    """The first and the last band in which a child may stand."""
    if unseen is None:
        return len(BANDS), len(BANDS)
    return _band(unseen[0]), _band(unseen[1])


def _band(days: int) -> int:
    return max(at for at, (first, _) in enumerate(BANDS) if days >= first or at == 0)


def _told(band: tuple[int, int]) -> str:
    first, last = band
    names = [*(name for _, name in BANDS), NEVER]
    if last - first < 2:
        return " or ".join(names[first : last + 1])
    end = names[last].removeprefix(f"{BANDS[last][0]} to ")
    return f"anywhere from {BANDS[first][0]} to {end}"
