"""Stretches of a text that are to be replaced, gathered by several hands that must not overlap."""

from __future__ import annotations

from collections.abc import Iterable

from engine.values import dataclass, field

MASK = "\x00"
"""Stands for what is already taken, so that nobody else reads it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """text[start:end], what stands there instead, and the kind of thing it was."""

    start: int
    end: int
    instead: str
    kind: str
    counted: bool = True
    """Whether it counts as replaced; dates that stay as they are do not."""


@dataclass(slots=True)
class Taken:
    """The stretches of one text so far."""

    text: str
    stretches: list[Stretch] = field(default_factory=list)
    free: str = ""
    """The text with everything taken masked; as long as `text`."""

    def __post_init__(self) -> None:
        self.free = self.text

    def take(self, found: Iterable[Stretch]) -> None:
        """Add stretches, leaving out any that touch one taken before."""
        for one in found:
            if one.end > one.start and MASK not in self.free[one.start : one.end]:
                self.stretches.append(one)
                self.free = self.free[: one.start] + MASK * (one.end - one.start) + self.free[one.end :]

    def replaced(self) -> str:
        """The text with every stretch replaced."""
        out: list[str] = []
        at = 0
        for one in sorted(self.stretches, key=lambda one: one.start):
            out += (self.text[at : one.start], one.instead)
            at = one.end
        return "".join((*out, self.text[at:]))
