"""How far one word is from another, and the forms by which words near each other are found at once."""

from __future__ import annotations


def slips_allowed(name: str) -> int:
    """How many slips a misspelling of this name may have."""
    return 2 if len(name) >= 8 else 1


def near_forms(name: str, slips: int) -> set[str]:
    """The name with up to `slips` letters left out: two names that share such a rest are near each other."""
    found = {name}
    edge = {name}
    for _ in range(slips):
        edge = {one[:k] + one[k + 1 :] for one in edge for k in range(len(one))}
        found |= edge
    return found


def slips_between(one: str, other: str) -> int:
    """Letters added, left out, changed or exchanged with a neighbour to get from one word to the other."""
    older: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        newer = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j] + 1, newer[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            newer.append(cost)
        older, row = row, newer
    return row[-1]
