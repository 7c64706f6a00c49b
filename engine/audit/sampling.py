"""Drawing a sample of cases that somebody else, on another machine, draws again from the same seed.

No random numbers are used. Each eligible case is given the SHA-256 of the seed and its identifier; the cases with the
smallest digests are drawn. That is as good as chance for anybody who does not choose the seed by its outcome, and
depends on no version of any program. Nothing about a family decides who is drawn first.

Divided samples: the cases of a stratum are ordered in the same way. A case that belongs to several strata counts in
each, and is drawn at most once: strata are filled from the smallest to the largest (of equal ones by name), so that a
rare one is not emptied by a common one. Where that leaves places of a proportional sample empty, they go to the first
cases left, each counted in the first of its strata by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from unicodedata import normalize

from engine.audit.eligible import Target, target_of
from engine.audit.record import CaseKept
from engine.audit.strata import WAYS, belonging
from engine.errors import UsageError
from engine.truth import MAYBE, NO
from engine.values import dataclass

WHOLE = "all eligible cases"
"""The one stratum of a sample that is not divided."""
_MARK = "flag audit sample 1"
"""Stands before what is digested, so that another way of drawing could be told apart."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a sample is drawn."""

    seed: str
    size: int = 0
    """Cases in all; 0 where `each` says how many."""
    by: str = ""
    """One of `engine.audit.strata.WAYS`; empty: not divided."""
    each: int = 0
    """Cases from each stratum; 0: `size` is shared out in proportion, by largest remainder."""
    only: tuple[str, ...] = ()
    """Targets, all of which a case must meet."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the frame: eligible cases that belong to it, places it was given, and cases drawn for it."""

    name: str
    members: int
    places: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A case of the sample."""

    case: str
    team: str
    stratum: str
    """The stratum that it was drawn for."""
    blind: bool
    """Whether it is read without prompts first."""
    perhaps: tuple[str, ...] = ()
    """Targets that it may or may not meet, and why."""


@dataclass(frozen=True, slots=True)
class NotEligible:
    """A case that could not be drawn, and why."""

    case: str
    why: str


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, and from what."""

    plan: Plan
    cases: int
    """Cases of the audit in all."""
    eligible: int
    perhaps: int
    """Eligible cases of which the record leaves open whether they meet the target."""
    strata: tuple[Stratum, ...]
    drawn: tuple[Drawn, ...]
    """Those read blind first, then the others; within each half in the order of the seed."""
    not_eligible: tuple[NotEligible, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    case: str
    team: str
    strata: tuple[str, ...]
    perhaps: tuple[str, ...]


def draw(records: Iterable[CaseKept], plan: Plan, themes: Mapping[str, str]) -> Sample:
    """Draw a sample from the cases of an audit; `themes` are its rules with their themes.

    Raises UsageError where the plan cannot be followed, or no case is eligible.
    """
    check(plan)
    targets = [target_of(words, themes, themes.values()) for words in plan.only]
    candidates: dict[str, _Candidate] = {}
    left_out: list[NotEligible] = []
    count = 0
    for record in records:
        count += 1
        found = "another case has this identifier" if record.case in candidates else _candidate(record, plan, targets)
        if isinstance(found, str):
            left_out.append(NotEligible(record.case, found))
        else:
            candidates[record.case] = found
    if not candidates:
        raise UsageError(
            "No case of this audit can be drawn: all were left out.",
            "Ask for less with --only; " + "; ".join(_reasons(left_out)) + ".",
        )
    taken, strata = _taken(candidates, plan)
    halved = _halved(taken, plan.seed)
    drawn = tuple(
        Drawn(case, candidates[case].team, taken[case], blind, candidates[case].perhaps) for case, blind in halved
    )
    perhaps = sum(1 for one in candidates.values() if one.perhaps)
    return Sample(plan, count, len(candidates), perhaps, strata, drawn, tuple(left_out))


def check(plan: Plan) -> None:
    """Raise UsageError where a plan contradicts itself or leaves something out."""
    if not plan.seed.strip():
        raise UsageError(
            "A sample needs a seed, so that somebody else can draw it again.",
            "Choose any number before you look at the cases, by dice for instance, and add --seed NUMBER.",
        )
    if plan.by and plan.by not in WAYS:
        raise UsageError("--by was not understood.", f"A sample is divided by {', '.join(WAYS)}.")
    if plan.each and not plan.by:
        raise UsageError("--each says how many of each part, but not of which.", f"Add --by {' or '.join(WAYS)}.")
    if bool(plan.size) == bool(plan.each):
        raise UsageError(
            "How many cases?", "Give --size for the sample as a whole, or --by with --each for each part: one of them."
        )
    if min(plan.size, plan.each) < 0:
        raise UsageError("A sample has at least one case.", "Give a number above zero.")


def rank(seed: str, case: str, purpose: str = "draw") -> str:
    """What a case is ordered by: 64 hexadecimal digits, the same on every machine.

    The SHA-256 of four lines in UTF-8: what this is, what it is for ("draw" or "blind"), the seed, and the
    identifier in Unicode's composed form, because file systems differ in how they spell accents.
    """
    text = "\n".join((_MARK, purpose, seed.strip(), normalize("NFC", case)))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def method(plan: Plan) -> str:
    """How the sample was drawn, in words that somebody can follow."""
    order = (
        "Each eligible case is ordered by the SHA-256 of the seed and its identifier (docs/audit-sampling.md says how),"
        " and the first are taken."
    )
    if not plan.by:
        return f"Simple random. {order}"
    shared = (
        f"{plan.each} from each part"
        if plan.each
        else "places shared out in proportion to the cases of each part, by largest remainder"
    )
    return (
        f"Divided by {plan.by}: {shared}. {order} A case that belongs to several parts counts in each and is drawn"
        " once: parts are filled from the smallest to the largest."
    )


# --- who can be drawn ---------------------------------------------------------------------------------


def _candidate(record: CaseKept, plan: Plan, targets: Sequence[Target]) -> _Candidate | str:
    """A case that can be drawn, or why it cannot."""
    if record.problem:
        return f"could not be read: {record.problem}"
    perhaps = []
    for target in targets:
        truth, why = target.fits(record)
        if truth is NO:
            return f"not in the target {target.words}: {why}"
        if truth is MAYBE:
            perhaps.append(f"{target.words}: {why}")
    if not plan.by:
        return _Candidate(record.case, record.team, (WHOLE,), tuple(perhaps))
    found = belonging(record, plan.by)
    if not found.strata:
        return found.why_none
    return _Candidate(record.case, record.team, found.strata, tuple(perhaps))


def _reasons(left_out: Sequence[NotEligible]) -> list[str]:
    """The reasons with their numbers, the most frequent first."""
    told: dict[str, int] = {}
    for one in left_out:
        told[one.why] = told.get(one.why, 0) + 1
    order = sorted(told.items(), key=lambda item: (-item[1], item[0]))
    return [f"{why} ({number})" for why, number in order[:3]] or ["the audit holds no case"]


# --- who is drawn -------------------------------------------------------------------------------------


def _taken(candidates: Mapping[str, _Candidate], plan: Plan) -> tuple[dict[str, str], tuple[Stratum, ...]]:
    """The cases drawn, each with the stratum it was drawn for; and the strata."""
    members: dict[str, list[str]] = {}
    for one in candidates.values():
        for name in one.strata:
            members.setdefault(name, []).append(one.case)
    places = _places({name: len(cases) for name, cases in members.items()}, plan, len(candidates))
    taken: dict[str, str] = {}
    for name in sorted(members, key=lambda one: (len(members[one]), one)):
        free = sorted((case for case in members[name] if case not in taken), key=lambda case: rank(plan.seed, case))
        taken.update(dict.fromkeys(free[: places[name]], name))
    free = sorted((case for case in candidates if case not in taken), key=lambda case: rank(plan.seed, case))
    left = max(0, plan.size - len(taken)) if not plan.each else 0
    taken.update((case, candidates[case].strata[0]) for case in free[:left])
    drawn = list(taken.values())
    return taken, tuple(
        Stratum(name, len(members[name]), places[name], drawn.count(name)) for name in sorted(members)
    )


def _places(sizes: Mapping[str, int], plan: Plan, eligible: int) -> dict[str, int]:
    """How many cases each stratum is to give."""
    if plan.each:
        return {name: min(plan.each, size) for name, size in sizes.items()}
    return shared_out(min(plan.size, eligible), sizes)


def shared_out(places: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """Places in proportion to sizes: whole parts first, then the largest remainders, of equal ones by name."""
    total = sum(sizes.values())
    given = {name: places * size // total for name, size in sizes.items()}
    rest = places - sum(given.values())
    order = sorted(sizes, key=lambda name: (-(places * sizes[name] % total), name))
    for name in order[:rest]:
        given[name] += 1
    return given


def _halved(taken: Iterable[str], seed: str) -> list[tuple[str, bool]]:
    """Every drawn case with whether it is read blind first: half of them, of an odd number the larger half."""
    by_blind = sorted(taken, key=lambda case: rank(seed, case, "blind"))
    blind = set(by_blind[: (len(by_blind) + 1) // 2])
    order = sorted(by_blind, key=lambda case: (case not in blind, rank(seed, case)))
    return [(case, case in blind) for case in order]
