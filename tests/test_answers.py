"""The file of answers: strict, kept whole, written so that a person can read and edit it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from engine.answers import (
    ANSWERS,
    HOLDS,
    AnswerBook,
    Answered,
    Given,
    RowRead,
    merged,
    parse_answers,
    sound,
    whole,
    with_answer,
    without_answer,
    written,
)
from engine.dates.dayzero import DAY_ZERO
from engine.errors import UsageError

FIRST = date(2022, 3, 1).toordinal()
ROW = RowRead("case.csv", 12, "", "00ff00ff00ff00ff")

words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40).filter(
    lambda text: any(char.isprintable() and not char.isspace() for char in text)
)
days = st.one_of(st.integers(FIRST, FIRST + 800), st.integers(DAY_ZERO, DAY_ZERO + 800))


@st.composite
def answers(draw: st.DrawFn) -> Given:
    """Any answer that is whole."""
    day = draw(days)
    digest = st.text("0123456789abcdef", min_size=1)
    rows = st.builds(RowRead, words.map(_line), st.integers(1, 9999), st.just(""), digest)
    return whole(
        Given(
            draw(st.sampled_from(ANSWERS)), draw(words), draw(words), draw(words), day, day + draw(st.integers(0, 90)),
            draw(words), draw(st.none() | st.integers(day, day + 30)), tuple(draw(st.lists(rows, max_size=3))),
        )
    )  # fmt: skip


def _line(text: str) -> str:
    return " ".join(text.split())


def book(*given: Given, prompt: str = "child-not-seen/ava/-/1") -> AnswerBook:
    """A book with answers to one prompt, the first the one that holds."""
    return AnswerBook((Answered(prompt, "child-not-seen", "ava", given),), "case.answers.yaml")


def answer(day: int = FIRST, **others: object) -> Given:
    """An answer with nothing left out."""
    told = {"answer": "disagree", "reason": "seen at nursery", "role": "teacher", "owner": "head", "until": 0, **others}
    return whole(Given(day=day, **told))  # type: ignore[arg-type]


@for_all(st.lists(answers(), min_size=1, max_size=4))
def test_what_is_written_is_read_again(given: list[Given]) -> None:
    one = book(*given)
    assert parse_answers(written(one), one.file) == one


@for_all(answers(), answers())
def test_re_answering_loses_no_word_of_the_former_answer(first: Given, second: Given) -> None:
    kept = with_answer(book(first), "child-not-seen/ava/-/1", "child-not-seen", "ava", second)
    assert set(kept.answered[0].given) == {first, second}
    assert kept.answered[0].given[0] == second


def test_comments_and_entries_that_did_not_change_stay_as_they_were_typed() -> None:
    typed = written(book(answer())).replace("answers:\n", "answers:\n  # asked at the core group\n")
    typed += "  # the next one is about B\n"
    now = with_answer(parse_answers(typed, "case.answers.yaml"), "other/b/-/1", "other", "b", answer(FIRST + 1))
    text = written(now, typed)
    assert text.startswith(typed)
    assert parse_answers(text, "case.answers.yaml").answered == now.answered


def test_a_changed_entry_leaves_the_comment_below_it() -> None:
    typed = written(book(answer())) + "  # mine\n"
    now = with_answer(parse_answers(typed, "case.answers.yaml"), "child-not-seen/ava/-/1", "child-not-seen", "ava",
                      answer(FIRST + 1, reason="seen at home"))  # fmt: skip
    text = written(now, typed)
    assert text.endswith("  # mine\n")
    assert parse_answers(text, "case.answers.yaml").answered == now.answered


def test_an_answer_without_a_last_day_holds_four_weeks() -> None:
    assert answer().until == FIRST + HOLDS == date(2022, 3, 29).toordinal()


def test_nothing_in_an_answer_can_mislead_a_terminal_or_an_eye() -> None:
    assert answer(reason="\x1b[2Jseen\u202e at\x07 home\n").reason == "[2Jseen at home"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"answer": "sorted"}, "'answer'"), ({"reason": " "}, "'reason'"), ({"role": ""}, "'role'"),
        ({"owner": ""}, "'owner'"), ({"answer": "done"}, "'where'"), ({"answer": "recorded elsewhere"}, "'where'"),
        ({"answer": "will raise"}, "'until'"), ({"until": FIRST - 1}, "'until'"),
    ],
)  # fmt: skip
def test_what_is_lacking_is_named(change: dict[str, object], key: str) -> None:
    with pytest.raises(UsageError, match=key):
        answer(**change)


def test_an_answer_is_none_before_its_day_and_none_after_it_was_taken_back() -> None:
    one = book(answer(FIRST + 10, withdrawn=FIRST + 20), answer(FIRST)).answered[0]
    assert one.on(FIRST - 1) is None
    assert one.on(FIRST + 9) == one.given[1], "the former answer was the answer then"
    assert one.on(FIRST + 19) == one.given[0]
    assert one.on(FIRST + 20) is None


def test_taking_back_needs_an_answer() -> None:
    taken = without_answer(book(answer()), "child-not-seen/ava/-/1", FIRST + 3)
    assert taken.answered[0].given[0].withdrawn == FIRST + 3
    with pytest.raises(UsageError, match="no answer to take back"):
        without_answer(taken, "child-not-seen/ava/-/1", FIRST + 4)
    with pytest.raises(UsageError, match="no answer to take back"):
        without_answer(taken, "nothing/ava/-/1", FIRST + 4)


BROKEN = """\
answers:
  - prompt: one/ava/-/1
    answer: disagree
    reason: Zebedee was seen
    role: teacher
    owner: head
    day: 1 March
  - prompt: two/ava/-/1
    answer: disagree
    reason: Zebedee was seen
    role: teacher
    ownr: head
    day: 2022-03-01
  - prompt: three/ava/-/1
    answer: Zebedee
    reason: no
    role: teacher
    owner: head
    day: 2022-03-01
  - prompt: four/ava/-/1
    answer: disagree
    reason: no
    role: teacher
    owner: head
    day: 2022-03-01
"""


def test_every_mistake_is_named_by_place_and_key_and_the_rest_is_read() -> None:
    read = parse_answers(BROKEN, "case.answers.yaml")
    assert [one.prompt for one in read.answered] == ["four/ava/-/1"]
    assert read.answered[0].given[0].reason == "no", "YAML's own word for false is a word like others here"
    told = "\n".join(read.left_out)
    assert "line 7: left out: 'day'" in told
    assert "line 12: left out: an answer has no key 'ownr'. Did you mean 'owner'?" in told
    assert "line 14: left out: 'answer' is not one of" in told
    assert "Zebedee" not in told, "what is written about people is never repeated in a message"


SPOILT = ["answers: [", "{", "- a\n- b\n", "answers: yes\n", "", "answers:\n  - prompt: \x00\n"]


@pytest.mark.parametrize("text", SPOILT)
def test_a_spoilt_file_is_said_and_raises_nothing(text: str) -> None:
    read = parse_answers(text, "case.answers.yaml")
    assert read.answered == ()
    assert read.left_out
    assert all(said.startswith("case.answers.yaml, line ") for said in read.left_out)
    with pytest.raises(UsageError, match="Correct the file first"):
        sound(read)


def test_of_two_files_the_later_answer_comes_first() -> None:
    early, late = answer(FIRST), answer(FIRST + 5, reason="later")
    both = merged([book(late), book(early)])
    assert both == merged([book(early), book(late)])
    assert both.answered[0].given == (late, early)


def test_two_entries_for_one_prompt_are_a_mistake_not_a_choice() -> None:
    twice = written(book(answer())) + written(book(answer(FIRST + 1))).partition("answers:\n")[2]
    read = parse_answers(twice, "case.answers.yaml")
    assert len(read.answered) == 1
    assert "answered twice" in read.left_out[0]


def test_rows_are_kept_one_to_a_line() -> None:
    text = written(book(answer(evidence=(ROW, ROW))))
    assert text.count("- {file: case.csv, row: 12, reading: 00ff00ff00ff00ff}\n") == 2
