"""The Word file: real styles and tables, nothing that acts, the same bytes, and whatever a record may hold."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import docx
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from report.meetings import HOSTILE, hostile, prompt, report, text_of, worst

from engine.report.briefing.blocks import Document, Heading, Paragraph, Run, Table
from engine.report.briefing.document import briefing
from engine.report.briefing.fitting import pages
from engine.report.briefing.word import render_document
from engine.report.safetext import plain

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


# --- how it is made -----------------------------------------------------------------------------------


def test_it_has_headings_lists_and_tables_of_its_styles() -> None:
    file = opened(render_document(briefing(report([prompt("not-seen")]))))
    styles = [paragraph.style.name for paragraph in file.paragraphs]
    assert styles[0] == "Heading 1"
    assert {"Heading 2", "Heading 3", "List Bullet", "Briefing Notice", "Normal"} <= set(styles)
    assert {table.style.name for table in file.tables} == {"Briefing Table"}
    assert file.styles["Briefing Table"].base_style.name == "Table Grid"


def test_the_header_row_of_each_table_is_repeated_and_rows_are_not_broken() -> None:
    file = opened(render_document(briefing(worst(2, 10))))
    for table in file.tables:
        marked = [row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in table.rows]
        assert marked == [True] + [False] * (len(marked) - 1)
        assert all(row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in table.rows)
        assert table._tbl.tblPr.find(f"{W}tblCaption") is not None


def test_it_is_in_british_english_with_properties_of_its_own() -> None:
    content = render_document(briefing(report([prompt("not-seen")])))
    file = opened(content)
    known = file.core_properties
    assert known.title == "Ava: briefing as at 22 Feb 2022"
    assert (known.author, known.comments, known.language) == ("flag", "", "en-GB")
    assert known.created == known.modified == datetime(2000, 1, 1, tzinfo=known.created.tzinfo)
    languages = etree.fromstring(parts(content)["word/styles.xml"]).iter(f"{W}lang")
    assert {one.get(f"{W}val") for one in languages} == {"en-GB"}
    assert not [name for name in parts(content) if "thumbnail" in name]
    assert not [name for name, part in parts(content).items() if b"en-US" in part or b"Macintosh" in part]


def test_its_foot_has_version_fingerprint_day_and_page_of_pages() -> None:
    file = opened(render_document(briefing(report())))
    foot = file.sections[0].footer.paragraphs[0]
    assert foot.text.startswith("flag 1.2.3, rules and words abcdef012345, as at 22 Feb 2022. Page ")
    assert [one.get(f"{W}instr") for one in foot._p.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]


def test_the_same_document_gives_the_same_bytes() -> None:
    made = briefing(worst(3, 20))
    assert render_document(made) == render_document(made)


def test_it_says_the_same_as_the_document_it_is_made_from() -> None:
    made = briefing(worst(3, 20))
    assert words_of(render_document(made)) == [plain(line) for line in text_of(made).split("\n")]


def words_of(content: bytes) -> list[str]:
    """The paragraphs in order, those in cells too, without the header rows of tables and empty cells."""
    lines = []
    for element in opened(content).element.body.iter(f"{W}p"):
        row = next(element.iterancestors(f"{W}tr"), None)
        text = "".join(one.text or "" for one in element.iter(f"{W}t"))
        if row is None or (row.find(f"{W}trPr/{W}tblHeader") is None and text):
            lines.append(text)
    return lines


# --- what a record may hold ---------------------------------------------------------------------------


def test_hostile_text_in_every_field_is_only_text() -> None:
    plain_parts = parts(render_document(briefing(hostile("No answer at the door"))))
    for text in HOSTILE:
        content = render_document(briefing(hostile(text)))
        made = parts(content)
        assert set(made) == set(plain_parts)
        opened(content)
        for name, part in made.items():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(part, etree.XMLParser(resolve_entities=False))
            if name.endswith(".rels"):
                assert b"External" not in part
        body = etree.fromstring(made["word/document.xml"])
        acting = ("hyperlink", "fldSimple", "instrText", "object", "drawing", "altChunk", "script")
        assert not [one for tag in acting for one in body.iter(f"{W}{tag}")]
        assert not {"vbaProject", "activeX", "embeddings"} & {
            name.split("/")[1].split(".")[0] for name in made if "/" in name
        }


def test_a_hundred_thousand_characters_in_every_field_still_fit_two_pages() -> None:
    for text in ("long words " * 10_000, "W" * 100_000, "記" * 100_000):
        made = briefing(hostile(text))
        assert pages(made) <= 2
        assert "more characters]" in text_of(made)


@settings(max_examples=10)
@given(ANY_TEXT)
def test_any_text_in_every_field_is_read_back_as_it_is_shown(text: str) -> None:
    made = briefing(hostile(text))
    shown = [line for line in text_of_lines(made) if line]
    assert [line for line in words_of(render_document(made)) if line] == shown


def text_of_lines(made: Document) -> list[str]:
    """The words of each paragraph as they should stand in the file."""
    lines = []
    for block in made.blocks:
        if isinstance(block, Heading):
            lines.append(plain(block.text))
        elif isinstance(block, Paragraph):
            lines.append(joined(block))
        else:
            lines.extend(joined(one) for row in block.rows for cell in row for one in cell)
    return lines


def joined(paragraph: Paragraph) -> str:
    return " ".join(plain(run.text) for run in paragraph.runs)


@settings(max_examples=15)
@given(st.lists(ANY_TEXT, min_size=1, max_size=4))
def test_any_words_in_any_block_make_a_file_that_opens(texts: list[str]) -> None:
    runs = tuple(Run(text, number % 2 == 0) for number, text in enumerate(texts))
    cell = (Paragraph(runs),)
    table = Table(texts[0], (texts[0], "b"), (1, 1), ((cell, ()),))
    made = Document(
        texts[0], texts[-1],
        (Heading(1, texts[0]), Paragraph(runs), Paragraph(runs, "bullet"), table),
    )  # fmt: skip
    file = opened(render_document(made))
    expected = " ".join(plain(text) for text in texts)
    assert file.paragraphs[1].text == file.paragraphs[2].text == expected
    assert file.tables[0].rows[1].cells[0].text == expected
    assert file.tables[0].rows[0].cells[0].text == plain(texts[0])
