"""Which rules run: packs, themes and names, put together as in a linter.

    --rules core                      the rules of a pack
    --rules core,health               those of a pack and those of a theme
    --rules core,-health              a pack without a theme
    --rules all,-audit,late-entry     everything but a pack, and one rule of that pack after all

The nearest word wins: a rule's own name before its theme, a theme before a pack, a pack before `all`. Where two
words are equally near, leaving out wins. Where nothing is asked for, or something is only left out, it is the core.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.errors import UsageError
from engine.language.rule import Rule
from engine.values import dataclass

ALL = "all"
CORE = "core"
PACKS = (CORE, "wider", "stopp", "statutory", "audit", "entitlements")
"""Packs by name. `core` stands on the first screen; `audit` is for auditors and trainers; `wider` is the rest."""

THEMES = (
    "seeing", "instructions", "referrals", "plans", "strategy", "adults", "health", "home", "exploitation",
    "engagement", "record",
)  # fmt: skip
"""What a rule is about; each theme can be chosen like a pack."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rules to run, and what was asked for that holds no rule."""

    rules: tuple[Rule, ...]
    empty: tuple[str, ...] = ()

    def names_alone(self, name: str) -> bool:
        """Whether a rule is among them."""
        return any(rule.name == name for rule in self.rules)


def choose(rules: Sequence[Rule], wanted: Iterable[str]) -> Chosen:
    """The rules that `wanted` names; the core where it names none. Raises UsageError for words that name nothing."""
    words = [(word.lstrip("-!"), not word.startswith(("-", "!"))) for word in wanted]
    _check_words(rules, [word for word, _ in words])
    if not any(taken for _, taken in words):
        words.insert(0, (CORE, True))
    chosen = tuple(rule for rule in rules if _taken(rule, words))
    empty = tuple(word for word, taken in words if taken and not any(_nearness(rule, word) for rule in rules))
    if not chosen:
        raise UsageError(
            f"No rule is left of {', '.join(repr(word) for word, _ in words)}.",
            "Name a pack, theme or rule that holds some; `flag rules` lists them.",
        )
    return Chosen(chosen, empty)


def _taken(rule: Rule, words: Sequence[tuple[str, bool]]) -> bool:
    nearest, taken = 0, False
    for word, takes in words:
        nearness = _nearness(rule, word)
        if nearness > nearest or (nearness == nearest > 0 and not takes):
            nearest, taken = nearness, takes
    return taken


def _nearness(rule: Rule, word: str) -> int:
    """How near a word is to a rule: its name, its theme, a pack, everything; 0 where it is none of them."""
    if word == rule.name:
        return 4
    if word == rule.theme:
        return 3
    if word in rule.packs:
        return 2
    return 1 if word == ALL else 0


def _check_words(rules: Sequence[Rule], words: Sequence[str]) -> None:
    known = sorted({ALL, *PACKS, *THEMES, *(rule.name for rule in rules)})
    unknown = [word for word in words if word not in known]
    if not unknown:
        return
    from engine.language.document import guess_of  # here, because only a mistake needs it

    told = []
    for word in unknown:
        guess = guess_of(word, known)
        told.append(f"'{word}'" + (f" (did you mean '{guess}'?)" if guess else ""))
    raise UsageError(f"There is no rule, theme or pack {', '.join(told)}.", "`flag rules` lists them.")
