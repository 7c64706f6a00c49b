"""Compare each operator with every world of many random records, and print the figures.

    python tests/oracle/measure.py [cases] [first] [operator ...]

`asked` counts the verdicts compared; `undetermined` those with more than one outcome; `exact` those where the
operator gives the very set of the worlds. `unsound` must be 0, and so must `hindsight`: the days on which the
step function differs from the verdict worked out on that day alone. `first` numbers the first record.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

if __name__ == "__main__":
    root = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(root), str(root / "tests")]

from oracle.checks import Tally, check_ended, check_lifecycle, check_sound
from oracle.records import Drawn, Maker
from oracle.worlds import TooManyWorlds

from engine.dates.calendar import OutsideCalendar

NAMES = ("gap", "deadline", "count", "missing", "conflict")


@dataclass
class Figures:
    """What came of comparing one operator with its worlds."""

    name: str
    applies: bool
    cases: int
    tally: Tally = field(default_factory=Tally)
    hindsight: list[str] = field(default_factory=list)
    too_wide: int = 0

    def __str__(self) -> str:
        tally = self.tally
        return (
            f"{self.name:9} {'guarded' if self.applies else 'plain':8} cases {self.cases:7,}  asked {tally.asked:8,}"
            f"  undetermined {tally.undetermined:8,}  exact {100 * tally.exact / max(tally.asked, 1):5.1f}%"
            f"  unsound {len(tally.lost)}  hindsight {len(self.hindsight)}  too wide {self.too_wide}"
        )


def draw(name: str, seed: int, applies: bool, working: bool | None = None) -> Drawn:
    """The record with this number."""
    drawn: Drawn = getattr(Maker(Random(f"{name}/{applies}/{seed}"), working), name)(applies)
    return drawn


def measure(name: str, applies: bool, cases: int, first: int = 0) -> Figures:
    """Compare one operator with the worlds of `cases` records."""
    figures = Figures(name, applies, cases)
    tally = figures.tally
    for seed in range(first, first + cases):
        drawn = draw(name, seed, applies)
        before = len(tally.lost)
        try:
            check_sound(drawn, tally)
            if name == "gap" and not applies:
                check_ended(drawn, tally)
        except TooManyWorlds:
            figures.too_wide += 1
        except OutsideCalendar:
            continue
        tally.lost[before:] = [f"#{seed} {text}" for text in tally.lost[before:]]
        figures.hindsight.extend(f"#{seed} {text}" for text in check_lifecycle(drawn))
    return figures


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    for name in sys.argv[3:] or NAMES:
        for applies in (False, True):
            figures = measure(name, applies, cases, first)
            print(figures, flush=True)  # noqa: T201
            for text in (*figures.tally.lost[:6], *figures.hindsight[:6]):
                print("   ", text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
