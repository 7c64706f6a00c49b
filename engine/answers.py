"""The answers that people gave to prompts: a plain file beside the chronology, `ava.answers.yaml` beside `ava.csv`.

    answers:
      - prompt: child-not-seen-n-days/ava/-/beginning of the record
        rule: child-not-seen-n-days
        child: ava
        answer: will raise
        reason: ...
        role: health visitor
        owner: ...
        day: 2022-03-01        the day of the answer
        until: 2022-03-08      the last day on which it holds; then the prompt returns
        where: ...             where it is recorded; needed for `done` and `recorded elsewhere`
        evidence:              the rows as they were read when the answer was given; no word of the record
          - {file: ava.csv, row: 40, reading: 3f2a9c0d11e2b744}
        before:                former answers to the same prompt, the latest first
          - {answer: ..., ...}

An answer says what people decided to do about a question. It is never an input of a rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.dates.dayzero import is_relative, one_day, told
from engine.dates.when import Day
from engine.errors import Place, UsageError
from engine.values import dataclass, replace

if TYPE_CHECKING:
    import yaml

    from engine.language.document import Document

ANSWERS = ("done", "already in plan", "recorded elsewhere", "will raise", "disagree", "does not apply")
"""What a prompt can be answered with."""

NEED_WHERE = ("done", "recorded elsewhere")
"""Answers that must say where it is recorded."""

NEED_UNTIL = ("will raise",)
"""Answers that must say on which day the prompt returns."""

HOLDS: Day = 28
"""Days for which an answer holds where it names no day: four weeks, so that no answer settles a matter for good."""

HEAD = """\
# Answers to the prompts of `flag`. Plain text: it may be read and edited by hand.
# An answer never changes what the rules say. It holds content of the case: keep it as you keep the record.
"""

_GIVEN = ("answer", "reason", "role", "owner", "day", "until", "where", "withdrawn", "evidence")
_NEEDED = ("answer", "reason", "role", "owner", "day")


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row that an answer was given on: its place as a person finds it, and a digest of how it was read."""

    file: str
    row: int
    sheet: str
    reading: str


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as given: what, why, by whom, when, until when, where it is recorded, and on which rows."""

    answer: str
    reason: str
    role: str
    owner: str
    day: Day
    until: Day
    where: str = ""
    withdrawn: Day | None = None
    """The day on which it was taken back."""
    evidence: tuple[RowRead, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers to one prompt, the one that holds first, then the former ones."""

    prompt: str
    rule: str
    child: str
    given: tuple[Given, ...]

    def on(self, day: Day) -> Given | None:
        """The answer as it stood on a day: none before it was given, none after it was taken back."""
        known = next((given for given in self.given if given.day <= day), None)
        if known is None or (known.withdrawn is not None and known.withdrawn <= day):
            return None
        return known


@dataclass(frozen=True, slots=True)
class AnswerBook:
    """The answers of a case, the file they came from, and what of it could not be used."""

    answered: tuple[Answered, ...] = ()
    file: str = ""
    left_out: tuple[str, ...] = ()
    """Entries that are not used, with their place and key; never their words."""

    def of(self, prompt: str) -> Answered | None:
        """The answers to a prompt, by its id."""
        return next((one for one in self.answered if one.prompt == prompt), None)


def read_answers(path: Path) -> AnswerBook:
    """Read an answers file. What cannot be used is left out and said, so that no prompt is lost over it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return AnswerBook(file=path.name, left_out=(f"{path.name}: this cannot be read as UTF-8 text.",))
    return parse_answers(text, path.name)


def parse_answers(text: str, file: str) -> AnswerBook:
    """The answers in the text of a file; mistakes name place and key."""
    from engine.language.document import compose  # here, because only an answers file needs YAML

    document, root = compose(text, file, quotes=False)
    answered: list[Answered] = []
    left_out: list[str] = []
    if root is not None:
        parts = document.mapping(root, ("answers",), ("answers",), "a file of answers")
        for node in document.sequence(parts.get("answers"), "answers"):
            left_out += _mistakes(document)
            one = _answered(document, node, {known.prompt for known in answered})
            if one is not None:
                answered.append(one)
    left_out += _mistakes(document)
    return AnswerBook(tuple(answered), file, tuple(left_out))


def _mistakes(document: Document) -> list[str]:
    """What the document complained of, as sentences; the document forgets them."""
    said = []
    for mistake in document.mistakes:
        guess = f" Did you mean '{mistake.guess}'?" if mistake.guess else ""
        said.append(f"{mistake.file}, line {mistake.line}: left out: {mistake.message}{guess}")
    document.mistakes.clear()
    return said


def _answered(document: Document, node: yaml.Node, known: set[str]) -> Answered | None:
    """One entry, or None where a mistake in it was noted."""
    keys = ("prompt", "rule", "child", *_GIVEN, "before")
    parts = document.mapping(node, keys, ("prompt", *_NEEDED), "an answer")
    prompt = line_of(document.text(parts.get("prompt"), "prompt"))
    if prompt in known:
        document.mistake(parts["prompt"], "'prompt': this prompt is answered twice; put one of them under `before`.")
    given = [_given(document, node, parts)]
    for former in document.sequence(parts.get("before"), "before"):
        given.append(_given(document, former, document.mapping(former, _GIVEN, _NEEDED, "an answer under 'before'")))
    if document.mistakes:
        return None
    rule, _, rest = prompt.partition("/")
    return Answered(
        prompt=prompt,
        rule=document.text(parts.get("rule"), "rule", rule),
        child=document.text(parts.get("child"), "child", rest.partition("/")[0]),
        given=tuple(one for one in given if one is not None),
    )


def _given(document: Document, node: yaml.Node, parts: dict[str, yaml.Node]) -> Given | None:
    text = {key: document.text(parts.get(key), key) for key in ("answer", "reason", "role", "owner", "where")}
    days = {key: _day(document, parts.get(key), key) for key in ("day", "until", "withdrawn")}
    evidence = tuple(_row(document, one) for one in document.sequence(parts.get("evidence"), "evidence"))
    if document.mistakes or days["day"] is None:
        return None
    try:
        given = whole(Given(
            text["answer"], text["reason"], text["role"], text["owner"], days["day"],
            days["until"] or 0, text["where"], days["withdrawn"], evidence,
        ))  # fmt: skip
    except UsageError as error:
        document.mistake(node, error.what)
        return None
    return given


def whole(given: Given) -> Given:
    """An answer that says all it must, with the usual last day where it names none (`until` 0).

    Raises UsageError naming the key; never the words.
    """
    given = replace(
        given, reason=line_of(given.reason), role=line_of(given.role), owner=line_of(given.owner),
        where=line_of(given.where),
    )  # fmt: skip
    if given.answer not in ANSWERS:
        raise UsageError(f"'answer' is not one of: {', '.join(ANSWERS)}.", "Choose one of them.")
    for key, words in (("reason", given.reason), ("role", given.role), ("owner", given.owner)):
        if not words:
            raise UsageError(f"An answer needs '{key}'.", f"Add {key}.")
    if given.answer in NEED_WHERE and not given.where:
        raise UsageError(f"'{given.answer}' needs 'where': where it is recorded.", "Add where it is recorded.")
    if given.answer in NEED_UNTIL and not given.until:
        raise UsageError(f"'{given.answer}' needs 'until': the day on which the prompt returns.", "Add until.")
    until = given.until or given.day + HOLDS
    if is_relative(until) != is_relative(given.day):
        raise UsageError("'day' and 'until' are not both dates, or both days from Day 0.", "Write both alike.")
    if until < given.day:
        raise UsageError("'until' is before the day of the answer.", "Correct one of the two days.")
    return replace(given, until=until)


def line_of(words: str) -> str:
    """Words as one line, without characters that a terminal or a reader's eye could be misled by."""
    return " ".join("".join(char for char in words if char.isprintable() or char.isspace()).split())


def _day(document: Document, node: yaml.Node | None, key: str) -> Day | None:
    if node is None:
        return None
    try:
        return one_day(document.text(node, key))
    except ValueError:
        document.mistake(node, f"'{key}' is a day, written as 2022-03-01 (Day 35 in a case on relative days).")
        return None


def _row(document: Document, node: yaml.Node) -> RowRead:
    parts = document.mapping(node, ("file", "row", "sheet", "reading"), ("file", "row", "reading"), "a row of evidence")
    return RowRead(
        document.text(parts.get("file"), "file"),
        document.whole_number(parts.get("row"), "row"),
        document.text(parts.get("sheet"), "sheet"),
        document.text(parts.get("reading"), "reading"),
    )


# --- changing -----------------------------------------------------------------------------------------


def with_answer(book: AnswerBook, prompt: str, rule: str, child: str, given: Given) -> AnswerBook:
    """The book with an answer to a prompt; a former one is kept behind it."""
    old = book.of(prompt)
    if old is None:
        return replace(book, answered=(*book.answered, Answered(prompt, rule, child, (given,))))
    if old.given[0] == given:
        return book
    return _changed(book, replace(old, given=(given, *old.given)))


def without_answer(book: AnswerBook, prompt: str, day: Day) -> AnswerBook:
    """The book with the answer to a prompt taken back on a day. Raises UsageError where there is none."""
    old = book.of(prompt)
    if old is None or old.given[0].withdrawn is not None:
        raise UsageError("This prompt has no answer to take back.", "`flag answer CASE` lists the answers.")
    if day < old.given[0].day:
        raise UsageError("The answer was given after that day.", "Give the day on which it was taken back.")
    return _changed(book, replace(old, given=(replace(old.given[0], withdrawn=day), *old.given[1:])))


def _changed(book: AnswerBook, one: Answered) -> AnswerBook:
    return replace(book, answered=tuple(one if known.prompt == one.prompt else known for known in book.answered))


# --- writing ------------------------------------------------------------------------------------------


def written(book: AnswerBook, old: str = "") -> str:
    """The text of the answers file. Of the `old` text, entries and comments that did not change stay as they are."""
    if old.strip():
        spliced = _spliced(book, old)
        if spliced is not None:
            return spliced
    return HEAD + "answers:\n" + "".join(map(_entry, book.answered)) if book.answered else HEAD + "answers: []\n"


def _spliced(book: AnswerBook, old: str) -> str | None:
    """The old text with changed entries replaced and new ones added; None where its layout does not allow it."""
    from engine.language.document import compose

    before = parse_answers(old, book.file)
    document, root = compose(old, book.file, quotes=False)
    parts = document.mapping(root, ("answers",))
    nodes = document.sequence(parts.get("answers"), "answers")
    if document.mistakes or before.left_out or len(nodes) != len(before.answered) or not nodes:
        return None
    lines = old.splitlines(keepends=True)
    for node, known in reversed(list(zip(nodes, before.answered, strict=True))):
        now = book.of(known.prompt)
        if now is not None and now != known:
            first, last = node.start_mark.line, node.end_mark.line
            while last > first and not lines[last - 1].partition("#")[0].strip():
                last -= 1
            lines[first:last] = [_entry(now)]
    text = "".join(lines)
    added = [one for one in book.answered if before.of(one.prompt) is None]
    text = text if text.endswith("\n") else text + "\n"
    text += "".join(map(_entry, added))
    return text if parse_answers(text, book.file).answered == book.answered else None


def _entry(one: Answered) -> str:
    import yaml

    current, *former = map(_told, one.given)
    entry: dict[str, Any] = {"prompt": one.prompt, "rule": one.rule, "child": one.child, **current}
    if former:
        entry["before"] = former
    text: str = yaml.dump([entry], Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=120)
    return "".join(f"  {line}" for line in text.splitlines(keepends=True))


def _dumper() -> type[yaml.SafeDumper]:
    """A dumper that keeps each row of evidence on a line of its own."""
    import yaml

    class OnOneLine(yaml.SafeDumper):
        def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
            return super().represent_mapping(tag, mapping, flow_style="reading" in mapping)

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

    return OnOneLine


def _told(given: Given) -> dict[str, Any]:
    told_: dict[str, Any] = {
        "answer": given.answer,
        "reason": given.reason,
        "role": given.role,
        "owner": given.owner,
        "day": _plain(given.day),
        "until": _plain(given.until),
    }
    if given.where:
        told_["where"] = given.where
    if given.withdrawn is not None:
        told_["withdrawn"] = _plain(given.withdrawn)
    if given.evidence:
        told_["evidence"] = [
            {"file": row.file, "row": row.row, **({"sheet": row.sheet} if row.sheet else {}), "reading": row.reading}
            for row in given.evidence
        ]
    return told_


def _plain(day: Day) -> object:
    """A day that YAML writes without quotes: 2022-03-01, or Day 35 in a case on relative days."""
    return told(day) if is_relative(day) else date.fromordinal(day)


def sound(book: AnswerBook) -> AnswerBook:
    """The book, if all of it could be read. Raises UsageError where it could not: nothing is written over it."""
    if book.left_out:
        more = f" (and {len(book.left_out) - 1} more)" if len(book.left_out) > 1 else ""
        raise UsageError(
            f"{book.left_out[0]}{more}", "Correct the file first, so that nothing in it is lost.",
            None if book.left_out[0].startswith(book.file) else Place(book.file),
        )  # fmt: skip
    return book


def merged(books: Sequence[AnswerBook]) -> AnswerBook:
    """Several books as one: of two answers to a prompt, the one of the later day comes first."""
    answered: dict[str, Answered] = {}
    for book in books:
        for one in book.answered:
            known = answered.get(one.prompt)
            if known is not None:
                given = sorted(dict.fromkeys((*one.given, *known.given)), key=lambda each: -each.day)
                one = replace(known, given=tuple(given))
            answered[one.prompt] = one
    file = next((book.file for book in books if book.file), "")
    return AnswerBook(tuple(answered.values()), file, tuple(said for book in books for said in book.left_out))
