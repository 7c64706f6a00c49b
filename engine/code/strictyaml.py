"""YAML read strictly: every scalar is text, every mistake has a line, and all mistakes are told at once.

YAML 1.1 would turn `no`, `on` and 12:30 into something else; here they stay what was typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from engine.errors import FlagError, Place

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class VocabularyError(FlagError):
    """Mistakes in the vocabulary files, collected; `mistakes` holds each with its place."""

    def __init__(self, mistakes: Sequence[tuple[Place, str]]) -> None:
        self.mistakes = tuple(mistakes)
        told = "; ".join(f"{place}: {what}" for place, what in self.mistakes[:20])
        more = len(self.mistakes) - 20
        super().__init__(
            f"the vocabulary has mistakes: {told}{f'; and {more} more' if more > 0 else ''}.",
            "Mend the files named and try again.",
        )


class Reader:
    """One file on the way in: hands out its parts as text and gathers what is wrong with them."""

    def __init__(self, path: Path, mistakes: list[tuple[Place, str]]) -> None:
        self.file = path.name
        self._mistakes = mistakes
        self.root: yaml.Node | None = None
        try:
            self.root = yaml.compose(path.read_text("utf-8"), Loader=_LOADER)
        except OSError:
            mistakes.append((Place(self.file), "the file cannot be read"))
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            mistakes.append((Place(self.file, line=line), f"not YAML: {error.problem}"))

    def wrong(self, node: yaml.Node | None, what: str) -> None:
        """Note a mistake at `node`."""
        line = node.start_mark.line + 1 if node is not None else None
        self._mistakes.append((Place(self.file, line=line), what))

    def pairs(self, node: yaml.Node | None, allowed: Sequence[str] | None = None) -> dict[str, yaml.Node]:
        """A mapping's keys and value nodes; duplicate and unknown keys are mistakes."""
        out: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, "a mapping (key: value) is wanted here")
            return out
        for key, value in node.value:
            name = self.text(key)
            if name in out:
                self.wrong(key, f"{name} stands here twice")
            elif allowed is not None and name not in allowed:
                self.wrong(key, f"unknown key {name}; it may be {', '.join(allowed)}")
            else:
                out[name] = value
        return out

    def items(self, node: yaml.Node | None) -> Iterator[yaml.Node]:
        """The nodes of a list."""
        if isinstance(node, yaml.SequenceNode):
            yield from node.value
        else:
            self.wrong(node, "a list is wanted here")

    def text(self, node: yaml.Node | None) -> str:
        """A scalar exactly as typed."""
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        self.wrong(node, "plain text is wanted here")
        return ""

    def texts(self, node: yaml.Node | None) -> tuple[str, ...]:
        """A list of scalars; one scalar stands for a list of one."""
        if isinstance(node, yaml.ScalarNode):
            return (str(node.value),)
        return tuple(self.text(item) for item in self.items(node))
