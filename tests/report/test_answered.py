"""Answers beside prompts: they change nothing else, come back when their day or rows change, and know no future."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from stories import day

from engine.answers import ANSWERS, AnswerBook, Answered, Given, whole
from engine.dates.when import Day
from engine.report.answered import rows_read, with_answers
from engine.report.model import Evidence, Prompt, Report
from engine.report.terminal import Style, render_text
from engine.session import Options, open_session
from engine.values import replace

ROOT = Path(__file__).parents[2]
TODAY = day("2022-03-01")


@cache
def ava() -> Report:
    """Ava's document on the day that her side sheet gives, without answers."""
    return open_session([ROOT / "chronologies" / "ava.csv"], Options()).report()


def prompt(number: int = 0, urgency: str = "now") -> Prompt:
    """An open prompt of Ava's of an urgency that rests on rows and leads its concern."""
    found = [
        one for one in ava().prompts
        if one.urgency == urgency and one.state == "open" and one.kind == "rule" and one.evidence
        and one.same_concern_as is None and one.child == "ava"
    ]  # fmt: skip
    return found[number]


def given(to: Prompt, answered: str = "already in plan", on: Day = TODAY, until: Day = 0) -> Given:
    """An answer to a prompt on its rows of today."""
    return whole(
        Given(answered, "core group agreed", "health visitor", "social worker", on, until, "file",
              None, rows_read(to.evidence))
    )  # fmt: skip


def book(to: Prompt, *answers: Given, id: str = "") -> AnswerBook:
    """The answers of one prompt."""
    return AnswerBook((Answered(id or to.id, to.rule, to.child or "household", answers),), "ava.answers.yaml")


def answer_to(one: Prompt, report: Report) -> dict[str, str] | None:
    """What a document says was answered."""
    return next(other.answer for other in report.prompts if other.id == one.id)


@st.composite
def books(draw: st.DrawFn) -> AnswerBook:
    """Any answers to any prompts, on any rows, of any days, some to prompts that there are not."""
    answered = []
    for number in draw(st.lists(st.integers(0, len(ava().prompts) - 1), unique=True, max_size=25)):
        one, other = ava().prompts[number], draw(st.sampled_from(ava().prompts))
        on = TODAY + draw(st.integers(-100, 30))
        said = draw(st.sampled_from(ANSWERS))
        rows = rows_read(draw(st.sampled_from([one, other])).evidence)
        kept = Given(said, "reason", "role", "owner", on, on + draw(st.integers(0, 90)), "place", None, rows)
        id = draw(st.sampled_from([one.id, f"{one.id}/moved"]))
        answered.append(Answered(id, one.rule, one.child or "household", (whole(kept),)))
    return AnswerBook(tuple(answered), "ava.answers.yaml")


@for_all(books())
@settings(max_examples=20)
def test_whatever_is_answered_everything_but_the_answer_stays(answers: AnswerBook) -> None:
    report = with_answers(ava(), answers)
    bare = replace(report, answers=(), prompts=tuple(replace(one, answer=None) for one in report.prompts))
    assert bare == ava()


@for_all(books())
@settings(max_examples=8)
def test_whatever_is_answered_prompts_for_today_stay_in_full(answers: AnswerBook) -> None:
    """An answered prompt for today once lost its question: the line that must not go is the one that asks."""
    plain = _of_today(render_text(ava(), Style(110)))
    answered = _of_today(render_text(with_answers(ava(), answers), Style(110)))
    assert len(plain) > 10
    assert [line for line in plain if line not in answered] == []


def _of_today(text: str) -> list[str]:
    """The sentences under "for today", each in one line, without what is said of answers."""
    out: list[str] = []
    today = False
    for line in text.splitlines():
        if line.strip() in ("FOR TODAY", "BEFORE THE MEETING", "FOR SUPERVISION"):
            today = line.strip() == "FOR TODAY"
        if today and line.startswith("     ") and "Same concern" not in line and "answered by" not in line:
            out += [word for word in line.split(";") if "?" in word or "Rests on" in word]
    return out


def test_an_answer_stands_beside_its_prompt() -> None:
    one = prompt()
    told = answer_to(one, with_answers(ava(), book(one, given(one))))
    assert told == {
        "answer": "already in plan", "reason": "core group agreed", "role": "health visitor",
        "owner": "social worker", "day": "2022-03-01", "until": "2022-03-29", "where": "file",
        "status": "current", "note": "",
    }  # fmt: skip
    assert with_answers(ava(), book(one, given(one))).answers == ()


def test_an_answer_given_after_the_day_is_not_there() -> None:
    one = prompt()
    assert with_answers(ava(), book(one, given(one, on=TODAY + 1))) == ava()
    both = book(one, given(one, on=TODAY + 1), given(one, "disagree", on=TODAY - 1))
    told = answer_to(one, with_answers(ava(), both))
    assert told is not None
    assert told["answer"] == "disagree", "the former answer was the answer on that day"


@pytest.mark.parametrize(("until", "status"), [(TODAY, "current"), (TODAY - 1, "expired")])
def test_an_answer_holds_until_the_end_of_its_last_day(until: Day, status: str) -> None:
    one = prompt()
    report = with_answers(ava(), book(one, given(one, on=TODAY - 10, until=until)))
    told = answer_to(one, report)
    assert told is not None
    assert told["status"] == status
    assert [note.status for note in report.answers] == ([] if status == "current" else ["expired"])


def test_a_row_more_makes_an_answer_outdated() -> None:
    one = prompt()
    report = with_answers(_with_row(one), book(one, given(one)))
    told = answer_to(one, report)
    assert told is not None
    assert told["status"] == "outdated"
    assert "1 row was added" in told["note"]
    assert [(note.id, note.status) for note in report.answers] == [(one.id, "outdated")]


def _with_row(one: Prompt) -> Report:
    """Ava's document with one row more for a prompt."""
    more = Evidence("ava.csv", 900, "1 March 2022", "Police", "", "visit, no access", "vocabulary", False, False, True)
    changed = replace(one, evidence=(*one.evidence, more))
    return replace(ava(), prompts=tuple(changed if other.id == one.id else other for other in ava().prompts))


def test_rows_that_only_moved_down_are_the_same_rows() -> None:
    """A blank line put above the table once made every answer look outdated."""
    one = prompt()
    moved = replace(one, evidence=tuple(replace(item, row=item.row + 1) for item in one.evidence))
    report = replace(ava(), prompts=tuple(moved if other.id == one.id else other for other in ava().prompts))
    told = answer_to(one, with_answers(report, book(one, given(one))))
    assert told is not None
    assert told["status"] == "current"


def test_an_answer_whose_id_moved_is_re_attached_and_says_so() -> None:
    one = prompt()
    report = with_answers(ava(), book(one, given(one), id=f"{one.id}/moved"))
    told = answer_to(one, report)
    assert told is not None
    assert told["status"] == "re-attached"
    assert "re-attached by the rows that both rest on" in told["note"]
    assert [note.status for note in report.answers] == ["re-attached"]


def test_an_id_that_now_names_another_prompt_does_not_take_its_answer() -> None:
    """A row written above the first one made it the second: its answer must follow the rows, not the number."""
    pair = [one for one in ava().prompts if one.rule == "excluded-adult-back-in-home" and one.child == "ava"][:2]
    first, second = pair
    assert first.evidence != second.evidence
    swapped = AnswerBook((Answered(first.id, first.rule, "ava", (given(second),)),), "ava.answers.yaml")
    report = with_answers(ava(), swapped)
    assert answer_to(first, report) is None
    told = answer_to(second, report)
    assert told is not None
    assert told["status"] == "re-attached"


def test_an_answer_without_a_prompt_is_said() -> None:
    one = prompt()
    report = with_answers(ava(), AnswerBook((Answered("gone/ava/-/1", "gone", "ava", (given(one),)),), "f"))
    assert [(note.id, note.status) for note in report.answers] == [("gone/ava/-/1", "unmatched")]
    assert "there is no such prompt on this day" in report.answers[0].what
    unasked = ava().not_asked[0]
    report = with_answers(ava(), AnswerBook((Answered(f"{unasked}/ava/-/1", unasked, "ava", (given(one),)),), "f"))
    assert "was not asked this time" in report.answers[0].what


def test_a_prompt_not_for_today_folds_to_a_line_and_opens_again_when_its_day_has_passed() -> None:
    one = next(
        p for p in ava().prompts
        if p.urgency != "now" and p.child == "b" and p.state == "open" and p.kind == "rule" and p.evidence
        and p.same_concern_as is None
    )  # fmt: skip
    alone = replace(ava(), prompts=(one,))
    folded = render_text(with_answers(alone, book(one, given(one))), Style(110))
    assert "Answered by health visitor on 2022-03-01: already in plan." in folded
    assert "Rests on" not in folded
    back = render_text(with_answers(alone, book(one, given(one, on=TODAY - 60, until=TODAY - 30))), Style(110))
    assert "Rests on" in back
    assert "held until 2022-01-30" in back
    assert "Rests on" in render_text(with_answers(alone, book(one, given(one))), Style(110, everything=True))


def test_an_answer_to_a_prompt_that_is_resolved_stands_beside_it() -> None:
    one = next(p for p in ava().prompts if p.state == "resolved" and p.kind == "rule")
    text = render_text(with_answers(ava(), book(one, given(one))), Style(110, everything=True))
    assert "answered by health visitor on 2022-03-01: already in plan" in " ".join(text.split())


def test_the_reading_of_a_row_holds_no_word_of_it() -> None:
    one = prompt()
    quoted = replace(one, evidence=tuple(replace(item, quote="other words") for item in one.evidence))
    assert rows_read(one.evidence) == rows_read(quoted.evidence)
