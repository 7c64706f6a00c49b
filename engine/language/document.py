"""Strict YAML with places: scalars stay text, keys are closed, every mistake says where and how to mend it.

YAML turns `no` into False and 12:30 into 750; here nothing is turned into anything. Mistakes are
collected, so that one wrong key does not hide the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

import yaml

from engine.errors import FlagError
from engine.values import dataclass, field

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a file: line and column from 1, the line as written, and a guess where there is one."""

    file: str
    line: int
    column: int
    message: str
    source_line: str = ""
    width: int = 1
    guess: str = ""

    def __str__(self) -> str:
        hint = f" Did you mean '{self.guess}'?" if self.guess else ""
        head = f"{self.file}, line {self.line}, column {self.column}: {self.message}{hint}"
        if not self.source_line.strip():
            return head
        caret = " " * (self.column - 1) + "^" * max(1, self.width)
        return f"{head}\n    {self.source_line}\n    {caret}"


class RuleFileError(FlagError):
    """Mistakes in rule or vocabulary files, all of them."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        number = len(self.mistakes)
        head = f"{number} mistake{'s' if number != 1 else ''} in the rule files:"
        super().__init__("\n".join([head, *map(str, self.mistakes)]), "")


@dataclass(slots=True)
class Document:
    """A YAML file being read: its lines, and the mistakes found so far."""

    file: str
    lines: list[str] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    quotes: bool = True
    """Whether mistakes show the line: yes for rule files, never for files about people."""

    def mistake(self, node: yaml.Node | None, message: str, guess: str = "") -> None:
        """Note a mistake at a node (or at the start of the file)."""
        line = node.start_mark.line if node is not None else 0
        column = node.start_mark.column if node is not None else 0
        width = 1
        if node is not None and node.end_mark.line == line:
            width = node.end_mark.column - column
        text = self.lines[line] if self.quotes and line < len(self.lines) else ""
        self.mistakes.append(Mistake(self.file, line + 1, column + 1, message, text, width, guess))

    # --- shapes -----------------------------------------------------------------------------------

    def mapping(
        self, node: yaml.Node | None, allowed: Sequence[str], required: Sequence[str] = (), what: str = "this"
    ) -> dict[str, yaml.Node]:
        """The values of a mapping by key; unknown, duplicate and missing keys are mistakes."""
        found: dict[str, yaml.Node] = {}
        for key, key_node, value in self.items(node, what):
            if key not in allowed:
                self.mistake(key_node, f"{what} has no key '{key}'.", guess_of(key, allowed))
            elif key in found:
                self.mistake(key_node, f"the key '{key}' stands twice; keep one of them.")
            else:
                found[key] = value
        for key in required:
            if key not in found and node is not None:
                self.mistake(node, f"{what} needs the key '{key}'.")
        return found

    def items(self, node: yaml.Node | None, what: str) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        """Key, key node and value node of a mapping whose keys are free."""
        if node is None:
            return
        if not isinstance(node, yaml.MappingNode):
            self.mistake(node, f"{what} must be a mapping of keys to values.")
            return
        for key_node, value in node.value:
            if isinstance(key_node, yaml.ScalarNode):
                yield str(key_node.value), key_node, value
            else:
                self.mistake(key_node, "a key must be plain text.")

    def free_mapping(self, node: yaml.Node | None, what: str) -> dict[str, yaml.Node]:
        """A mapping whose keys are free; duplicates are mistakes."""
        found: dict[str, yaml.Node] = {}
        for key, key_node, value in self.items(node, what):
            if key in found:
                self.mistake(key_node, f"the key '{key}' stands twice; keep one of them.")
            found[key] = value
        return found

    def sequence(self, node: yaml.Node | None, what: str, single: bool = False) -> list[yaml.Node]:
        """The items of a list; with `single`, one value stands for a list of one."""
        if node is None:
            return []
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        if single:
            return [node]
        self.mistake(node, f"{what} must be a list.")
        return []

    def text(self, node: yaml.Node | None, what: str, default: str = "") -> str:
        """A scalar as the text written."""
        if node is None:
            return default
        if not isinstance(node, yaml.ScalarNode):
            self.mistake(node, f"{what} must be plain text.")
            return default
        return " ".join(str(node.value).split()) if node.style != "|" else str(node.value)

    def texts(self, node: yaml.Node | None, what: str) -> tuple[str, ...]:
        """One scalar or a list of them."""
        return tuple(self.text(item, what) for item in self.sequence(node, what, single=True))

    def choice(self, node: yaml.Node | None, choices: Sequence[str], what: str, default: str = "") -> str:
        """A scalar that must be one of `choices`."""
        value = self.text(node, what, default)
        if node is not None and value not in choices:
            self.mistake(node, f"'{value}' is no {what}; use one of: {', '.join(choices)}.", guess_of(value, choices))
            return default
        return value

    def whole_number(self, node: yaml.Node | None, what: str, default: int = 0) -> int:
        """A scalar that must be a whole number."""
        value = self.text(node, what, str(default))
        if not value.isascii() or not value.isdigit():
            self.mistake(node, f"{what} must be a whole number.")
            return default
        return int(value)

    def truth(self, node: yaml.Node | None, what: str, default: bool = False) -> bool:
        """A scalar that must be true or false."""
        if node is None:
            return default
        return self.choice(node, ("true", "false"), what, "false") == "true"


def compose(text: str, file: str, quotes: bool = True) -> tuple[Document, yaml.Node | None]:
    """Parse YAML into nodes with places. A syntax error is a mistake like any other."""
    document = Document(file, text.splitlines(), quotes=quotes)
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        source = document.lines[line] if quotes and line < len(document.lines) else ""
        problem = error.problem if quotes else "the text cannot be parsed here"
        document.mistakes.append(Mistake(file, line + 1, column + 1, f"this is not valid YAML: {problem}.", source))
        return document, None
    except yaml.YAMLError:
        document.mistakes.append(Mistake(file, 1, 1, "the file holds characters that YAML does not allow."))
        return document, None
    if node is None:
        document.mistake(None, "the file is empty.")
    return document, node


def guess_of(word: str, choices: Sequence[str]) -> str:
    """The choice nearest to a word, or an empty string."""
    close = get_close_matches(word, choices, n=1, cutoff=0.6)
    return close[0] if close else ""
