"""Compare each operator with every world of many random records, and print the figures.

    python tests/oracle/measure.py [cases] [operator ...]

`asked` counts verdicts compared; `undetermined` those with more than one outcome; `exact` those where the
operator gives the very set of the worlds; `unsound` must be 0, and so must `hindsight`, the days on which
the step function differs from the verdict worked out on that day alone.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from oracle.checks import Tally, check_ended, check_lifecycle, check_sound
from oracle.records import Drawn, Maker
from oracle.worlds import TooManyWorlds

from engine.dates.calendar import OutsideCalendar

NAMES = ("gap", "deadline", "count", "missing", "conflict")


def draw(name: str, seed: int, applies: bool) -> Drawn:
    """The case with this number."""
    return getattr(Maker(Random(f"{name}/{applies}/{seed}")), name)(applies)


def measure(name: str, applies: bool, cases: int, show: int = 0) -> tuple[Tally, int, list[str]]:
    """Figures for one operator: the tally, the cases too wide to enumerate, and days of hindsight."""
    tally, skipped, hindsight = Tally(), 0, []
    for seed in range(cases):
        drawn = draw(name, seed, applies)
        before = len(tally.lost)
        try:
            check_sound(drawn, tally)
            if name == "gap" and not applies:
                check_ended(drawn, tally)
        except TooManyWorlds:
            skipped += 1
        except OutsideCalendar:
            continue
        tally.lost[before:] = [f"#{seed} {text}" for text in tally.lost[before:]]
        hindsight.extend(f"#{seed} {text}" for text in check_lifecycle(drawn))
    return tally, skipped, hindsight


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    names = sys.argv[2:] or NAMES
    for name in names:
        for applies in (False, True):
            tally, skipped, hindsight = measure(name, applies, cases)
            share = 100 * tally.exact / max(tally.asked, 1)
            print(  # noqa: T201
                f"{name:9} {'guarded' if applies else 'plain':8} asked {tally.asked:7,}  undetermined"
                f" {tally.undetermined:7,}  exact {share:5.1f}%  unsound {len(tally.lost)}  hindsight"
                f" {len(hindsight)}  too wide {skipped}",
                flush=True,
            )
            for text in (*tally.lost[:4], *hindsight[:4]):
                print("   ", text)  # noqa: T201


if __name__ == "__main__":
    main()
