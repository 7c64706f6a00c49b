"""Answers beside the prompts of a document: by id, else by shared evidence; none given after the document's day.

Only `answer` of a prompt is filled in, and `answers` of the document. Everything else stays as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.answers import AnswerBook, Answered, Given, RowRead
from engine.dates.dayzero import one_day
from engine.dates.when import Day
from engine.digest import sha256
from engine.report.model import AnswerNote, Evidence, Prompt, Report
from engine.report.words import count_of, iso
from engine.values import dataclass, replace

_DIGITS = 16


def rows_read(evidence: Iterable[Evidence]) -> tuple[RowRead, ...]:
    """The rows of a prompt, each with a digest of how it was read: days, agency, kind; none of its words."""
    return tuple(RowRead(item.file, item.row, item.sheet or "", _reading(item)) for item in evidence)


def _reading(item: Evidence) -> str:
    read = "\x1f".join((item.date, item.agency, item.read_as, item.reader, str(item.firm)))
    return sha256(read.encode()).hexdigest()[:_DIGITS]


def with_answers(report: Report, book: AnswerBook) -> Report:
    """The document with the answers that had been given by its day."""
    as_at = one_day(report.as_at)
    known = [(one, given) for one in book.answered if (given := one.on(as_at)) is not None]
    matched = _matched(known, report.prompts)
    told = {prompt.id: _told(prompt, one, given, as_at) for prompt, one, given in matched}
    notes = [AnswerNote("", "not read", said) for said in book.left_out]
    notes += _unmatched(known, {one.prompt for _, one, _ in matched}, report)
    notes += [
        AnswerNote(prompt.id, told[prompt.id]["status"], told[prompt.id]["note"])
        for prompt, _, _ in matched
        if told[prompt.id]["note"]
    ]
    prompts = tuple(replace(prompt, answer=told.get(prompt.id)) for prompt in report.prompts)
    return replace(report, prompts=prompts, answers=tuple(notes))


# --- which prompt an answer belongs to ----------------------------------------------------------------

Known = tuple[Answered, Given]


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well an answer fits a prompt."""

    same_id: bool
    same_rows: bool
    shared: float
    """The part of the rows of either that both have."""

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """The best fit is the greatest: the same rows say more than the same id, which a correction may move."""
        return self.same_rows and (self.same_id or self.shared > 0), self.same_id and self.shared > 0, self.shared


def _matched(known: Sequence[Known], prompts: Sequence[Prompt]) -> list[tuple[Prompt, Answered, Given]]:
    """Each answer with its prompt, the best fits first; where two prompts fit as well as each other, none is taken."""
    fits: list[tuple[_Fit, int, int]] = []
    for at, (one, given) in enumerate(known):
        for to, prompt in enumerate(prompts):
            if prompt.rule == one.rule and (prompt.child or "household") == one.child:
                fit = _fit(one, given, prompt)
                if fit.same_id or fit.shared > 0:
                    fits.append((fit, at, to))
    fits.sort(key=lambda each: (each[0].rank, each[0].same_id), reverse=True)
    answers: dict[int, int] = {}
    for fit, at, to in fits:
        if at in answers or to in answers.values():
            continue
        free = [other for other in fits if other[1] == at and other[2] != to and other[2] not in answers.values()]
        if fit.same_id or not any(other[0].rank == fit.rank for other in free):
            answers[at] = to
    return [(prompts[to], *known[at]) for at, to in sorted(answers.items())]


def _fit(one: Answered, given: Given, prompt: Prompt) -> _Fit:
    then, now = given.evidence, rows_read(prompt.evidence)
    were, are = Counter(row.reading for row in then), Counter(row.reading for row in now)
    places = {(row.file, row.sheet, row.row) for row in then} & {(row.file, row.sheet, row.row) for row in now}
    shared = max((were & are).total(), len(places))
    return _Fit(one.prompt == prompt.id, were == are, shared / max(len(then), len(now), 1))


# --- what is said of it -------------------------------------------------------------------------------


def _told(prompt: Prompt, one: Answered, given: Given, as_at: Day) -> dict[str, str]:
    moved = one.prompt != prompt.id
    change = _change(given.evidence, rows_read(prompt.evidence))
    status = "re-attached" if moved else "current"
    note = ""
    if given.until < as_at:
        status, note = "expired", f"the answer held until {iso(given.until)}, so this prompt is back"
    elif change:
        status, note = "outdated", f"{change} since it was answered, so this prompt is back"
    if moved:
        again = "it was given to a prompt of another id, and re-attached by the rows that both rest on"
        note = f"{note}; {again}" if note else again
    return {
        "answer": given.answer,
        "reason": given.reason,
        "role": given.role,
        "owner": given.owner,
        "day": iso(given.day),
        "until": iso(given.until),
        "where": given.where,
        "status": status,
        "note": note,
    }


def _change(then: Sequence[RowRead], now: Sequence[RowRead]) -> str:
    """What is different in the rows that a prompt rests on; empty where they are read as they were."""
    were, are = Counter(row.reading for row in then), Counter(row.reading for row in now)
    added, gone = (are - were).total(), (were - are).total()
    if not added and not gone:
        return ""
    if not gone:
        return f"{count_of(added, 'row')} {'was' if added == 1 else 'were'} added"
    if not added:
        return f"{count_of(gone, 'row')} {'was' if gone == 1 else 'were'} taken away"
    return "its rows changed"


def _unmatched(known: Sequence[Known], matched: set[str], report: Report) -> Iterator[AnswerNote]:
    rules: Mapping[str, str] = {
        **{item.rule: "its rule could not be evaluated" for item in report.not_evaluated},
        **dict.fromkeys(report.not_asked, "its rule was not asked this time"),
    }
    for one, given in known:
        if one.prompt not in matched:
            why = rules.get(one.rule, "there is no such prompt on this day")
            what = f"an answer of {iso(given.day)} ({given.answer}) has no prompt: {why}"
            yield AnswerNote(one.prompt, "unmatched", what)
