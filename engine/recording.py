"""`flag answer`: which prompt is meant, and the answers file as it will be with one answer more or taken back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.answers import AnswerBook, Given, read_answers, sound, whole, with_answer, without_answer, written
from engine.answersheet import answers_in
from engine.beside import answers_beside
from engine.dates.dayzero import is_relative
from engine.dates.when import Day
from engine.errors import Place, UsageError
from engine.output import write_output
from engine.read.files import read_sources
from engine.report.answered import rows_read, with_answers
from engine.report.model import Prompt, Report
from engine.report.words import count_of
from engine.session import Session
from engine.values import dataclass

_LISTED = "`flag answer CASE` lists the prompts with their numbers."


@dataclass(frozen=True, slots=True)
class Words:
    """An answer as somebody gives it on the command line."""

    answer: str
    reason: str
    role: str
    owner: str
    where: str = ""
    until: Day | None = None


def files_and_prompt(words: Sequence[Path]) -> tuple[tuple[Path, ...], str]:
    """The files of a case, and the prompt that the last word may name. Raises UsageError where there is no file."""
    last = words[-1]
    named = len(words) > 1 and not last.is_file() and last.suffix.lower() not in _CHRONOLOGIES
    files = tuple(words[:-1] if named else words)
    # As a path a word may have been changed ("a//b"); an id has no such parts.
    return files, last.as_posix() if named else ""


_CHRONOLOGIES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".docx", ".doc")


def open_prompts(report: Report) -> list[Prompt]:
    """The prompts that can be answered by number, in the order of the report."""
    return [prompt for prompt in report.prompts if prompt.state in ("open", "answered") and prompt.kind != "question"]


def chosen(report: Report, word: str, child: str | None = None) -> Prompt:
    """The prompt that a number, an id or the name of a rule means. Raises UsageError where it is none or several."""
    listed = open_prompts(report)
    if word.isascii() and word.isdigit():
        if not 1 <= int(word) <= len(listed):
            raise UsageError(f"There are {len(listed)} open prompts; number {word} is none of them.", _LISTED)
        return listed[int(word) - 1]
    found = [prompt for prompt in report.prompts if prompt.id == word]
    if not found:
        found = [prompt for prompt in listed if prompt.rule == word and (child is None or child == prompt.child)]
    if len(found) == 1:
        return found[0]
    if found:
        numbers = ", ".join(str(listed.index(prompt) + 1) for prompt in found)
        raise UsageError(f"Several open prompts are meant: numbers {numbers}.", "Give one number, or --child.")
    raise UsageError("No prompt of this case on this day has that id, rule or number.", _LISTED)


def record(session: Session, files: Sequence[Path], word: str, child: str | None, words: Words, day: Day | None) -> str:
    """Keep an answer beside the chronology; what was done, in words. Raises UsageError with nothing written."""
    answered_on = session.as_at if day is None else day
    if is_relative(answered_on) != is_relative(session.as_at):
        raise UsageError("'day' counts in another way than the days of this case.", "Write it as the rows do.")
    if answered_on < session.as_at:
        raise UsageError(
            "The day of the answer is before the as-at day, whose rows it would rest on.",
            "Give the same day with --as-at.",
        )
    report = session.report()
    prompt = chosen(report, word, child)
    given = whole(Given(
        words.answer.lower(), words.reason, words.role, words.owner, answered_on, words.until or 0, words.where,
        None, rows_read(prompt.evidence),
    ))  # fmt: skip
    path, old, book = _kept(files, prompt.id)
    _write(path, with_answer(book, prompt.id, prompt.rule, prompt.child or "household", given), old)
    told = [f"Kept in {path.name}: {prompt.title}: {given.answer}."]
    if prompt.urgency == "now":
        told.append("It is a prompt for today, so it stays in full, with the answer beside it.")
    if answered_on > session.as_at:
        told.append("Reports show it from the day of the answer on: give them that day with --as-at.")
    return " ".join(told)


def withdraw(session: Session, files: Sequence[Path], word: str, child: str | None, day: Day | None) -> str:
    """Take back the answer to a prompt; it stays in the file with the day on which it was taken back."""
    try:
        id = chosen(session.report(), word, child).id
    except UsageError:
        # The answer of a prompt that is gone can be taken back by its id.
        known = session.answers.of(word) if session.answers is not None else None
        if known is None:
            raise
        id = known.prompt
    path, old, book = _kept(files, id)
    _write(path, without_answer(book, id, session.as_at if day is None else day), old)
    return f"Taken back in {path.name}; the former answer is kept there."


def take_over(session: Session, files: Sequence[Path], workbook: Path) -> str:
    """Keep the answers given in a workbook beside the chronology. Raises UsageError where one of them is not whole."""
    source = read_sources(workbook)[0]
    given = answers_in(source.answers, source.file)
    if given.left_out:
        sound(given)
    if not given.answered:
        raise UsageError("Nothing is answered in this workbook.", "Fill in its sheet Prompts.", Place(source.file))
    path, old, book = _kept(files, "")
    before = book
    for one in given.answered:
        book = with_answer(book, one.prompt, one.rule, one.child, one.given[0])
    changed = sum(1 for one in given.answered if before.of(one.prompt) != book.of(one.prompt))
    if changed:
        _write(path, book, old)
    told = f"Kept in {path.name}: {changed} of {len(given.answered)} answers; the others were there already."
    astray = _without_prompt(session, given)
    if astray:
        told += f" {count_of(astray, 'answer')} of the workbook named no prompt of this case on this day."
    return told


def _without_prompt(session: Session, given: AnswerBook) -> int:
    """How many answers belong to no prompt: their ids were changed, or the record was."""
    notes = with_answers(session.report(), given).answers
    return sum(1 for note in notes if note.status == "unmatched")


def _kept(files: Sequence[Path], prompt: str) -> tuple[Path, str, AnswerBook]:
    """The file that an answer goes to, its text, and its answers."""
    there = [beside for path in files if (beside := answers_beside(path)).is_file()]
    books = {path: sound(read_answers(path)) for path in there}
    path = next((path for path, book in books.items() if book.of(prompt)), there[0] if there else None)
    if path is None:
        path = answers_beside(files[0])
        return path, "", AnswerBook(file=path.name)
    return path, path.read_text(encoding="utf-8-sig"), books[path]


def _write(path: Path, book: AnswerBook, old: str) -> None:
    write_output(path, written(book, old).encode(), force=True)
