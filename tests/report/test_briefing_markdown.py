"""The briefing as Markdown: the same words, and nothing of the record is taken for a mark."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from report.meetings import HOSTILE, hostile, prompt, report, worst

from engine.report.briefing.document import briefing
from engine.report.briefing.markdown import render_document


def shape(text: str) -> list[str]:
    """What each line is: its mark, and how many cells it has."""
    lines = []
    for line in text.split("\n"):
        mark = re.match(r"#+ |- |> |\| |", line)
        cells = len(re.findall(r"(?<!\\)\|", line))
        lines.append(f"{mark[0] if mark else ''}{cells}")
    return lines


def test_it_has_headings_a_framed_warning_tables_and_lists() -> None:
    text = render_document(briefing(report([prompt("not-seen")])))
    assert text.startswith("# Ava: briefing as at 22 Feb 2022\n\nA reading of this chronology by rules")
    assert "\n> **If a child may be in immediate danger" in text
    assert (
        "\n| What to ask, and on which rows it rests | Answer | Owner | By when |\n| --- | --- | --- | --- |\n| **1\\. "
        in text
    )
    assert "\n- Rows are from: " in text
    assert text.endswith("as at 22 Feb 2022\n")


def test_every_line_of_a_table_has_as_many_cells_as_its_header() -> None:
    text = render_document(briefing(worst(3, 20)))
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.strip().split("\n")}) == 1


def test_hostile_text_in_every_field_changes_no_line_of_it() -> None:
    known = shape(render_document(briefing(hostile("No answer at the door"))))
    for text in HOSTILE[:9]:
        written = render_document(briefing(hostile(text)))
        assert set(shape(written)) <= set(known), text
        assert "<script" not in written
        assert not re.search(r"<(?!br>)|(?<!\\)\]\(|(?<!\\)!\[", written)
        assert "\u202e" not in written
        assert "\x00" not in written


@settings(max_examples=30)
@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=40))
def test_any_text_leaves_tables_whole_and_holds_no_tag(text: str) -> None:
    written = render_document(briefing(hostile(text)))
    assert not re.search(r"<(?!br>)", written)
    for table in re.findall(r"(?:^\|.*\n)+", written, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line.replace("\\\\", ""))) for line in table.strip().split("\n")}) == 1
