"""How far auditors agree with the prompts: counts first, rates with their intervals only where there are enough.

A judgement counts once it is settled: by the moderated answer, else by two auditors who say the same, else by the one
who judged. What two auditors left open between them, or two workbooks tell differently, counts for neither side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isclose

from engine.audit.workbook.layout import ABOUT_NUMBERS, AGREE, DISAGREE, JUDGEMENTS
from engine.audit.workbook.manifest import NumberTold, PromptTold
from engine.values import dataclass

ENOUGH = 20
"""Judgements from which on a rate and its interval are shown."""
CONFIDENCE = 0.95
EMPTY, OTHER_WORDS, UNSETTLED, CONFLICT = "left empty", "other words", "not moderated", "two workbooks differ"
OUTCOMES = (*JUDGEMENTS, EMPTY, OTHER_WORDS, UNSETTLED, CONFLICT)
"""What may have become of a prompt, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was typed beside one prompt in one workbook."""

    run: str
    book: str
    half: str
    """ "read with prompts" or "read blind first"."""
    case: str
    prompt: PromptTold
    first: str
    first_reason: str
    first_note: str
    second: str
    second_reason: str
    second_note: str
    moderated: str

    @property
    def outcome(self) -> str:
        """What it comes to."""
        words = [word.casefold() for word in (self.first, self.second, self.moderated) if word]
        if not words:
            return EMPTY
        if any(word not in JUDGEMENTS for word in words):
            moderated = self.moderated.casefold()
            return moderated if moderated in JUDGEMENTS else OTHER_WORDS
        if self.moderated:
            return words[-1]
        return words[0] if len(set(words)) == 1 else UNSETTLED

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons of whoever disagreed, where disagreement is what it comes to."""
        if self.outcome != DISAGREE:
            return ()
        given = [(self.first, self.first_reason), (self.second, self.second_reason)]
        told = [reason.casefold() for word, reason in given if word.casefold() == DISAGREE and reason]
        return tuple(dict.fromkeys(told)) or ("no reason given",)


@dataclass(frozen=True, slots=True)
class Settled:
    """One prompt of one case, from all the workbooks that hold it."""

    judgements: tuple[Judgement, ...]
    outcome: str

    @property
    def reasons(self) -> tuple[str, ...]:
        """Reasons for disagreeing, each once."""
        if self.outcome != DISAGREE:
            return ()
        return tuple(dict.fromkeys(reason for one in self.judgements for reason in one.reasons))


@dataclass(frozen=True, slots=True)
class Interval:
    """A rate and the two intervals in which, at 95%, it may lie: parts of one."""

    rate: float
    wilson: tuple[float, float]
    exact: tuple[float, float]


@dataclass(frozen=True, slots=True)
class RuleAgreement:
    """What became of the prompts of one rule and version, in one half."""

    run: str
    half: str
    rule: str
    version: int
    counts: Mapping[str, int]
    reasons: Mapping[str, int]
    interval: Interval | None
    """Of agreeing among agreeing and disagreeing; none where there are too few, or scipy is missing."""


@dataclass(frozen=True, slots=True)
class BetweenAuditors:
    """How two auditors of the same prompts agreed: prompts by what each said, first auditor first."""

    run: str
    table: Mapping[tuple[str, str], int]
    kappa: float | None
    """Cohen's kappa; none below `ENOUGH`, or where chance alone would make them agree always."""

    @property
    def number(self) -> int:
        """Prompts that both judged."""
        return sum(self.table.values())

    @property
    def same(self) -> int:
        """Prompts of which both said the same."""
        return sum(count for (one, other), count in self.table.items() if one == other)


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """A rule whose local numbers are worth a look: never a proposal of another value."""

    run: str
    rule: str
    version: int
    disagreements: int
    reasons: Mapping[str, int]
    numbers: tuple[NumberTold, ...]


def settle(judgements: Iterable[Judgement]) -> list[Settled]:
    """Each prompt once, however many workbooks hold it; empty ones give way to those that were filled in."""
    together: dict[tuple[str, str, str, str], list[Judgement]] = {}
    for one in judgements:
        together.setdefault((one.run, one.half, one.case, one.prompt.id), []).append(one)
    settled = []
    for same in together.values():
        told = [one for one in same if one.outcome != EMPTY] or same[:1]
        outcomes = {one.outcome for one in told}
        settled.append(Settled(tuple(told), told[0].outcome if len(outcomes) == 1 else CONFLICT))
    return settled


def by_rule(settled: Iterable[Settled]) -> list[RuleAgreement]:
    """The counts of each rule, version and half, and under the rule "all rules" those of the half."""
    groups: dict[tuple[str, str, str, int], list[Settled]] = {}
    for one in settled:
        first = one.judgements[0]
        groups.setdefault((first.run, first.half, first.prompt.rule, first.prompt.version), []).append(one)
        groups.setdefault((first.run, first.half, ALL_RULES, 0), []).append(one)
    order = sorted(groups, key=lambda key: (key[0], key[1], key[2] == ALL_RULES, key[2], key[3]))
    return [_of_rule(*key, groups[key]) for key in order]


ALL_RULES = "all rules"


def _of_rule(run: str, half: str, rule: str, version: int, settled: Sequence[Settled]) -> RuleAgreement:
    counts = {outcome: sum(1 for one in settled if one.outcome == outcome) for outcome in OUTCOMES}
    reasons: dict[str, int] = {}
    for one in settled:
        for reason in one.reasons:
            reasons[reason] = reasons.get(reason, 0) + 1
    judged = counts[AGREE] + counts[DISAGREE]
    interval = interval_of(counts[AGREE], judged) if judged >= ENOUGH else None
    return RuleAgreement(run, half, rule, version, counts, dict(sorted(reasons.items())), interval)


def scipy_is_there() -> bool:
    """Whether intervals can be worked out."""
    from importlib.util import find_spec

    return find_spec("scipy") is not None


def interval_of(agreed: int, judged: int) -> Interval | None:
    """The rate with the intervals of Wilson and of Clopper and Pearson; None where scipy is not installed."""
    if not scipy_is_there():
        return None
    from scipy.stats import binomtest  # here, because only a rate needs it

    test = binomtest(agreed, judged)
    wilson = test.proportion_ci(CONFIDENCE, method="wilson")
    exact = test.proportion_ci(CONFIDENCE, method="exact")
    return Interval(
        agreed / judged, (float(wilson.low), float(wilson.high)), (float(exact.low), float(exact.high))
    )


def between(judgements: Iterable[Judgement]) -> list[BetweenAuditors]:
    """For each run how the first and the second auditor judged the same prompts, before moderation."""
    tables: dict[str, dict[tuple[str, str], int]] = {}
    for one in judgements:
        pair = (one.first.casefold(), one.second.casefold())
        if pair[0] in JUDGEMENTS and pair[1] in JUDGEMENTS:
            table = tables.setdefault(one.run, dict.fromkeys(_PAIRS, 0))
            table[pair] += 1
    return [BetweenAuditors(run, table, kappa(table)) for run, table in sorted(tables.items())]


_PAIRS = tuple((one, other) for one in JUDGEMENTS for other in JUDGEMENTS)


def kappa(table: Mapping[tuple[str, str], int]) -> float | None:
    """Cohen's kappa of a table; None where it is not defined or rests on too little."""
    number = sum(table.values())
    if number < ENOUGH:
        return None
    words = {word for pair in table for word in pair}
    same = sum(table.get((word, word), 0) for word in words) / number
    chance = sum(
        sum(count for (one, _), count in table.items() if one == word)
        * sum(count for (_, other), count in table.items() if other == word)
        for word in words
    ) / (number * number)
    return None if isclose(chance, 1.0) else (same - chance) / (1 - chance)


def to_look_at(
    settled: Iterable[Settled], numbers: Mapping[tuple[str, str, int], tuple[NumberTold, ...]], least: int
) -> list[ToLookAt]:
    """The rules with at least so many disagreements that are about their numbers, and these numbers as they are.

    Both halves count: a number is too strict whether the prompt was read before or after the record.
    """
    told: dict[tuple[str, str, int], list[Settled]] = {}
    for one in settled:
        if set(one.reasons) & set(ABOUT_NUMBERS):
            prompt = one.judgements[0].prompt
            told.setdefault((one.judgements[0].run, prompt.rule, prompt.version), []).append(one)
    found = []
    for key, disagreed in sorted(told.items()):
        if len(disagreed) >= least and numbers.get(key):
            reasons = {word: sum(1 for one in disagreed if word in one.reasons) for word in ABOUT_NUMBERS}
            found.append(ToLookAt(*key, len(disagreed), {w: n for w, n in reasons.items() if n}, numbers[key]))
    return found
