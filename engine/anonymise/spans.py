"""Stretches of a text that are to be replaced, gathered by several hands that must not overlap."""

from __future__ import annotations

from collections.abc import Iterable

from engine.values import dataclass, field

MASK = "\x00"
"""Stands for what is already taken, so that nobody else reads it."""
MASK_BYTE = 1


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
        # All are looked for in the text as it is now; it is rewritten once.
        told = list(found)
        covered = bytearray(MASK_BYTE if char == MASK else 0 for char in self.free)
        for one in told:
            if one.end > one.start and not any(covered[one.start : one.end]):
                self.stretches.append(one)
                covered[one.start : one.end] = bytes([MASK_BYTE]) * (one.end - one.start)
        if told:
            self.free = "".join(MASK if hidden else char for char, hidden in zip(self.free, covered, strict=True))

    def replaced(self) -> str:
        """The text with every stretch replaced."""
        out: list[str] = []
        at = 0
        for one in sorted(self.stretches, key=lambda one: one.start):
            out += (self.text[at : one.start], one.instead)
            at = one.end
        return "".join((*out, self.text[at:]))
