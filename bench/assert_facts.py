"""Assert thousands of facts through the escalation module: what bench/valgrind-escalations watches."""

from __future__ import annotations

from itertools import combinations

from engine.escalate import _chain
from engine.library import load_library


def main() -> None:
    """Every combination of up to four facts that the shipped escalations name."""
    escalations = load_library().escalations
    facts = sorted({(fact.kind, fact.name, fact.detail) for item in escalations for fact in item.facts()})
    asserted = drawn = states = 0
    for size in (1, 2, 3, 4):
        for chosen in combinations(facts, size):
            drawn += len(_chain(frozenset(chosen), escalations))
            asserted += size
            states += 1
    print(f"asserted {asserted} facts in {states} states; {drawn} escalations")


if __name__ == "__main__":
    main()
