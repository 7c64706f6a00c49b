"""Into which groups a sample is divided: team, plan status, theme, rule or age. A case may belong to several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.audit.eligible import PLANS, open_findings
from engine.audit.record import CaseKept, ChildKept
from engine.values import dataclass

NO_TEAM = "no team given"
NO_PLAN = "none of these on this record"
NO_PROMPT = "no open prompt"
AGE_BANDS = ((1, "under 1"), (5, "1 to 4"), (10, "5 to 9"), (16, "10 to 15"), (18, "16 and 17"))
"""The age under which a band ends, and what it is called: the bands of the children in need census."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """The strata that a case belongs to, in order of their names; or why it belongs to none."""

    strata: tuple[str, ...]
    why_none: str = ""


def belonging(case: CaseKept, by: str) -> Belonging:
    """Where a case belongs when a sample is divided by one of `WAYS`."""
    return WAYS[by](case)


def _by_team(case: CaseKept) -> Belonging:
    return Belonging((case.team.strip() or NO_TEAM,))


def _by_plan(case: CaseKept) -> Belonging:
    """Each child counts by its strongest status; one that may be in force counts as if it were."""
    return _named({_strongest(child) for child in case.children}, "no child of the household on the record")


def _strongest(child: ChildKept) -> str:
    held = {plan.removeprefix("perhaps ") for plan in child.plans}
    return next((plan for plan in PLANS if plan in held), NO_PLAN)


def _by_theme(case: CaseKept) -> Belonging:
    return Belonging(tuple(sorted({one.theme for one in open_findings(case)})) or (NO_PROMPT,))


def _by_rule(case: CaseKept) -> Belonging:
    return Belonging(tuple(sorted({one.rule for one in open_findings(case)})) or (NO_PROMPT,))


def _by_age(case: CaseKept) -> Belonging:
    bands = {band for child in case.children for band in _bands(child)}
    if bands:
        return _named(bands, "")
    known = any(child.age is not None for child in case.children)
    return Belonging((), "no child is under 18" if known else "no date of birth is known, so no age band is")


def _bands(child: ChildKept) -> Iterator[str]:
    """Every band in which the child may be."""
    if child.age is None:
        return
    youngest, oldest = child.age
    begins = 0
    for ends, name in AGE_BANDS:
        if youngest < ends and oldest >= begins:
            yield name
        begins = ends


def _named(strata: set[str], why_none: str) -> Belonging:
    return Belonging(tuple(sorted(strata)), "" if strata else why_none)


WAYS: Mapping[str, Callable[[CaseKept], Belonging]] = {
    "team": _by_team,
    "plan": _by_plan,
    "theme": _by_theme,
    "rule": _by_rule,
    "age": _by_age,
}
"""How a sample can be divided."""
