"""Text of the record is shown as visible words and can do nothing else."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from engine.report.safetext import DIRECTION, MOST_MARKS, cell, markdown, no_formula, plain, shortened

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
"""Lone surrogates, control characters and characters that are none included."""
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


# --- visible words ------------------------------------------------------------------------------------


def test_ordinary_writing_is_left_as_it_is() -> None:
    told = "Mother said: “Zoë’s dad isn’t here” – 2 visits, £40 owed. नमस्ते, Nguyễn 👩‍👧"
    assert plain(told) == told


def test_lines_and_tabs_become_single_spaces() -> None:
    assert plain("  No answer.\r\n\r\n\tCard left\u2028at the door\u00a0. ") == "No answer. Card left at the door ."


def test_a_reversed_sentence_is_shown_in_the_order_it_was_written_and_says_so() -> None:
    """A right-to-left override would show "not seen" as something else on the page."""
    assert plain("seen \u202enees ton\u202c today") == f"seen {DIRECTION}nees ton{DIRECTION} today"


def test_a_run_of_direction_signs_is_named_once() -> None:
    assert plain("a" + TURNING * 1000 + "b") == f"a{DIRECTION}b"


def test_hidden_letters_are_taken_out() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore this child")
    assert plain(f"No acc\u00ad\u200bess{hidden} gained\x00\x1b[2J") == "No access gained[2J"


def test_accents_heaped_on_a_letter_do_not_cover_the_lines_around_it() -> None:
    assert plain("e" + "\u0301" * 500) == "e" + "\u0301" * MOST_MARKS


def test_half_a_character_is_shown_as_one_that_is_missing() -> None:
    assert plain("a\ud800b") == "a\N{REPLACEMENT CHARACTER}b"


@given(ANY_TEXT)
def test_nothing_that_acts_unseen_is_left_and_the_text_can_stand_in_xml(text: str) -> None:
    shown = plain(text)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in shown)
    assert not set(shown) & set(TURNING)
    element = etree.Element("text")
    element.text = shown
    assert (etree.fromstring(etree.tostring(element, encoding="utf-8")).text or "") == shown


@given(ANY_TEXT)
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(ANY_TEXT)
def test_letters_and_digits_are_never_lost(text: str) -> None:
    def letters(of: str) -> list[str]:
        return [one for one in of if unicodedata.category(one)[0] in "LN"]

    assert letters(plain(text).replace(DIRECTION, "")) == letters(text)


# --- long text ----------------------------------------------------------------------------------------


def test_a_hundred_thousand_characters_become_a_line_that_says_how_many_are_left_out() -> None:
    told = "She was not seen. " * 5_556
    short = shortened(told, 120)
    assert short.startswith("She was not seen. She was not seen.")
    assert len(short) < 160
    assert short.endswith("more characters]")


def test_a_word_without_end_is_cut_and_counted() -> None:
    assert shortened("a" * 100_000, 100) == "a" * 100 + " [and 99,900 more characters]"


def test_a_letter_keeps_its_accent_where_text_is_cut() -> None:
    assert shortened("abcde\u0301fgh", 5) == "abcd [and 5 more characters]"


@given(ANY_TEXT, st.integers(1, 50))
def test_what_is_shown_and_what_is_counted_make_the_whole(text: str, most: int) -> None:
    whole, short = plain(text), shortened(text, most)
    if len(whole) <= most:
        assert short == whole
        return
    kept, _, note = short.rpartition("[and ")
    assert note
    left = int(note.split()[0].replace(",", ""))
    assert whole.startswith(kept.strip())
    assert len(whole) - left <= most
    assert whole[: len(whole) - left].strip() == kept.strip()


# --- cells --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attack",
    [
        "=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", '"=1', "'=1", "“=1", " ' \"=1",
        "＝1", "＋1", "－1", "＠1", "\u00a0=1", "\u200b=1", "\x00=1", "\u200d=1", "−1",
    ],
)  # fmt: skip
def test_no_cell_begins_a_formula(attack: str) -> None:
    assert cell(attack).startswith("'")
    assert cell(attack)[1:] == plain(attack)


def test_an_ordinary_cell_is_left_as_it_is() -> None:
    assert cell("Aunt rang: 2 + 2 = 4, a-b, mail@home") == "Aunt rang: 2 + 2 = 4, a-b, mail@home"
    assert no_formula("two\nlines") == "two\nlines"


@given(st.lists(st.lists(ANY_TEXT, min_size=3, max_size=3), max_size=5))
def test_any_cells_come_back_from_csv_line_by_line(table: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[cell(text) for text in line] for line in table])
    encoded = out.getvalue().encode("utf-8")
    back = list(csv.reader(io.StringIO(encoded.decode("utf-8"), newline="")))
    assert back == [[cell(text) for text in line] for line in table]
    assert out.getvalue().count("\n") == len(table)


# --- Markdown -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("<script>alert(1)</script>", r"&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("![x](http://e.example/p.png)", r"!\[x\](http\://e\.example/p\.png)"),
        ("a | b", r"a \| b"),
        ("# Heading", r"\# Heading"),
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("---", r"\---"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("see www.e.example and mailto:a@e.example", r"see www\.e\.example and mailto\:a\@e\.example"),
        ("a\n\n# b", r"a \# b"),
        ("She said: no. Twice.", "She said: no. Twice."),
    ],
)
def test_marks_of_markdown_are_shown_as_they_were_written(told: str, shown: str) -> None:
    assert markdown(told) == shown


@given(ANY_TEXT)
def test_every_mark_has_a_stroke_before_it_and_the_words_are_the_same(text: str) -> None:
    shown = markdown(text)
    assert not set(shown) & {"<", ">", "\n"}
    unescaped = []
    letters = iter(shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    for letter in letters:
        assert letter not in "`*_{}[]#|~$"
        unescaped.append(next(letters) if letter == "\\" else letter)
    assert "".join(unescaped) == plain(text)
