"""A label of the corpus: `kind/status attribute=value @who xN ?`, in brackets where either reading is fair."""

from __future__ import annotations

import re

from engine.errors import Place, ReadError
from engine.timeline import Status
from engine.values import dataclass

STATUSES: dict[str, Status] = {
    "": Status.HAPPENED,
    "n": Status.NOT_HAPPENED,
    "p": Status.PLANNED,
    "c": Status.CONDITIONAL,
    "hist": Status.HISTORICAL,
    "d": Status.DECLINED,
}
"""How docs/labelling.md writes a status."""

_LABEL = re.compile(r"(\()?\s*([a-z_0-9]+)(?:/([a-z]+))?([^()]*)(\))?")


@dataclass(frozen=True, slots=True)
class Label:
    """One event that a labeller saw in an entry."""

    kind: str
    status: Status
    attributes: tuple[tuple[str, str], ...] = ()
    who: tuple[str, ...] = ()
    times: int = 1
    unsure: bool = False
    optional: bool = False
    """Neither reading it nor leaving it is a mistake."""

    @property
    def unit(self) -> tuple[str, Status]:
        """What is compared: the kind with its status."""
        return self.kind, self.status


def read_label(text: str) -> Label:
    """Read one label. Raises ReadError where it is not in the form of docs/labelling.md."""
    found = _LABEL.fullmatch(text.strip())
    if not found or (found[3] or "") not in STATUSES or bool(found[1]) != bool(found[5]):
        raise ReadError(f"This is no label: {text}", "Write it as docs/labelling.md says.", Place("the corpus"))
    attributes: list[tuple[str, str]] = []
    who: tuple[str, ...] = ()
    times, unsure = 1, False
    for word in found[4].split():
        if "=" in word:
            name, _, value = word.partition("=")
            attributes.append((name, value.replace("_", " ")))
        elif word.startswith("@"):
            who += tuple(one.lstrip("@") for one in word[1:].split("+"))
        elif word == "?":
            unsure = True
        elif word.startswith("x") and word[1:].isdigit():
            times = int(word[1:])
        else:
            raise ReadError(f"This is no label: {text}", "Write it as docs/labelling.md says.", Place("the corpus"))
    return Label(found[2], STATUSES[found[3] or ""], tuple(attributes), who, times, unsure, bool(found[1]))
