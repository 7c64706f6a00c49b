"""Which cases of an audit a targeted sample is drawn from: one test for each target, three-valued.

A target looks only at what is kept of a case, on the case's own as-at day. Where the record leaves it open whether a
case is meant ("closed about March"), the case may be drawn, and the sample says so: to leave it out would audit only
well-dated records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from engine.audit.facts import PUBLIC
from engine.audit.record import CaseKept, ChildKept, FindingKept
from engine.dates.calendar import Duration, before
from engine.dates.dayzero import is_relative
from engine.dates.when import Day
from engine.errors import UsageError
from engine.truth import MAYBE, NO, YES, Truth
from engine.values import dataclass

SOURCES = (*PUBLIC, "school", "health", "police", "professional")
PLANS = ("child protection plan", "child in need plan", "open to social care")

Fit = tuple[Truth, str]
"""Whether a case is meant, and, where it is not or may not be, why in a few words."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a case must be like to be drawn: the words it was asked in, and the test."""

    words: str
    fits: Callable[[CaseKept], Fit]


def target_of(words: str, rules: Iterable[str], themes: Iterable[str]) -> Target:
    """The target that "NAME:VALUE" asks for. Raises UsageError with what can be asked for."""
    name, colon, value = (part.strip().lower() for part in words.partition(":"))
    make = _TARGETS.get(name)
    if make is None or not colon or not value:
        known = ", ".join(f"{one}:{example}" for one, example in EXAMPLES.items())
        raise UsageError("--only was not understood.", f"Write one of these with a value of your own: {known}.")
    known_names = {"rule-open": tuple(rules), "theme-open": tuple(themes)}.get(name, ())
    return Target(f"{name}:{value}", make(value, known_names))


EXAMPLES: Mapping[str, str] = {
    "closed-within": "6 months",
    "referral-from": "public",
    "plan": "child protection plan",
    "rule-open": "child-not-seen-n-days",
    "theme-open": "seeing",
    "unseen": "28 days",
    "team": "North",
}
"""Every target with a value as it might be asked."""


def open_findings(case: CaseKept) -> Iterable[FindingKept]:
    """The findings of a case that call for a prompt on its day; questions are no prompts of a rule."""
    return (one for one in case.findings if one.prompts)


def _best(fits: Iterable[Fit], otherwise: str) -> Fit:
    """The surest of several: a case is meant where one of its children, findings or referrals is."""
    found = list(fits)
    for wanted in (YES, MAYBE):
        for truth, why in found:
            if truth is wanted:
                return truth, why
    return NO, next((why for _, why in found if why), otherwise)


# --- the targets --------------------------------------------------------------------------------------


def _closed_within(value: str, _: Sequence[str]) -> Callable[[CaseKept], Fit]:
    duration = _duration(value, "closed-within")

    def fits(case: CaseKept) -> Fit:
        if is_relative(case.as_at) and duration.unit in ("months", "years"):
            return NO, "runs on relative days, so that months cannot be counted"
        since = before(case.as_at, duration, None)
        return _best((_closed(child, since) for child in case.children), "no certain closure to social care")

    return fits


def _closed(child: ChildKept, since: Day) -> Fit:
    if child.closed is None:
        return NO, ""
    first, last = child.closed
    if first >= since:
        return YES, ""
    return (MAYBE, "the day of closing is not exact") if last >= since else (NO, "closed to social care before that")


def _referral_from(value: str, _: Sequence[str]) -> Callable[[CaseKept], Fit]:
    wanted = PUBLIC if value == "public" else tuple(part.strip() for part in value.split(","))
    unknown = [one for one in wanted if one not in SOURCES]
    if unknown:
        raise UsageError(
            "--only referral-from names a source that no referral has.", f"Known are: {', '.join(SOURCES)}."
        )

    def fits(case: CaseKept) -> Fit:
        found = [one for one in case.referrals if one.source in wanted]
        if any(one.certain for one in found):
            return YES, ""
        if found:
            return MAYBE, "the row may be read otherwise"
        if any(not one.source for one in case.referrals):
            return NO, "no such referral; of one or more the rows do not say from whom"
        return NO, "no such referral"

    return fits


def _plan(value: str, _: Sequence[str]) -> Callable[[CaseKept], Fit]:
    if value not in PLANS:
        raise UsageError("--only plan names no plan that is known.", f"Known are: {', '.join(PLANS)}.")

    def fits(case: CaseKept) -> Fit:
        held = {plan for child in case.children for plan in child.plans}
        if value in held:
            return YES, ""
        if f"perhaps {value}" in held:
            return MAYBE, "whether it was in force is not clear"
        return NO, f"no {value} in force" if value != "open to social care" else "not open to social care"

    return fits


def _rule_open(value: str, rules: Sequence[str]) -> Callable[[CaseKept], Fit]:
    if value not in rules:
        raise UsageError("--only rule-open names a rule that was not asked in this audit.", "See `flag rules`.")
    return lambda case: _found((one for one in open_findings(case) if one.rule == value), "no open prompt of this rule")


def _theme_open(value: str, themes: Sequence[str]) -> Callable[[CaseKept], Fit]:
    if value not in themes:
        known = ", ".join(sorted(set(themes)))
        raise UsageError("--only theme-open names a theme that was not asked in this audit.", f"Asked were: {known}.")
    return lambda case: _found(
        (one for one in open_findings(case) if one.theme == value), "no open prompt on this theme"
    )


def _found(findings: Iterable[FindingKept], otherwise: str) -> Fit:
    return _best(
        ((YES, "") if one.certainty == "definite" else (MAYBE, "the prompt is a possible one") for one in findings),
        otherwise,
    )


def _unseen(value: str, _: Sequence[str]) -> Callable[[CaseKept], Fit]:
    duration = _duration(value, "unseen")
    if duration.unit not in ("days", "weeks"):
        raise UsageError("--only unseen is counted in days or weeks.", "Write unseen:28 days.")
    days = duration.amount * (7 if duration.unit == "weeks" else 1)

    def fits(case: CaseKept) -> Fit:
        return _best((_child_unseen(child, days) for child in case.children), "no child of the household on the record")

    return fits


def _child_unseen(child: ChildKept, days: int) -> Fit:
    if child.unseen is None:
        return MAYBE, "this chronology has no certain entry of a sighting in person"
    fewest, most = child.unseen
    if fewest >= days:
        return YES, ""
    return (MAYBE, "a later sighting is possible, or its day is not exact") if most >= days else (NO, "seen since")


def _team(value: str, _: Sequence[str]) -> Callable[[CaseKept], Fit]:
    return lambda case: (YES, "") if case.team.strip().lower() == value else (NO, "another team")


def _duration(value: str, name: str) -> Duration:
    try:
        found = Duration.parse(value)
    except ValueError:
        found = None
    if found is None or found.unit == "working days":
        raise UsageError(f"--only {name} needs a length of time.", f"Write {name}:{EXAMPLES[name]}.")
    return found


_TARGETS: Mapping[str, Callable[[str, Sequence[str]], Callable[[CaseKept], Fit]]] = {
    "closed-within": _closed_within,
    "referral-from": _referral_from,
    "plan": _plan,
    "rule-open": _rule_open,
    "theme-open": _theme_open,
    "unseen": _unseen,
    "team": _team,
}
