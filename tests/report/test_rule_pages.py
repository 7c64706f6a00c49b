"""The pages made from the rules: current, whole, and honest about what no rule carries."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.language.rule import Reference, Rule
from engine.language.sources import Document, Point, carried_by, load_sources, unexplained
from engine.library import load_library
from engine.report.rulebook import examples_of
from engine.report.rulepages import rule_page, write_pages
from engine.values import replace

ROOT = Path(__file__).parents[2]
LIBRARY = load_library()
TITLE = "A review"


def citing(*paragraphs: str) -> Rule:
    return replace(LIBRARY.rules[0], references=tuple(Reference(TITLE, paragraph) for paragraph in paragraphs))


def numbered(*points: Point) -> tuple[Document, ...]:
    return (Document(TITLE, points),)


def test_a_page_says_what_a_reader_needs_in_this_order() -> None:
    rule = LIBRARY.rule("doorstep-only-contact")
    assert rule is not None
    page = rule_page(rule, examples_of(rule, LIBRARY.kinds).tests)
    heads = [line[3:] for line in page.splitlines() if line.startswith("## ")]
    assert heads == [
        "What it looks for", "Why it matters", "The numbers", "An example that raises it",
        "An example that does not", "What would settle a doubt", "What ends it", "Where it comes from",
    ]  # fmt: skip
    for parameter in rule.parameters.values():
        assert f"| {parameter.default.value} |" in page
        assert parameter.default.source in page


@pytest.mark.parametrize("name", [rule.name for rule in LIBRARY.rules])
def test_every_rule_has_both_examples_its_numbers_and_its_references(name: str) -> None:
    rule = LIBRARY.rule(name)
    assert rule is not None
    page = rule_page(rule, examples_of(rule, LIBRARY.kinds).tests)
    assert page.count("| Date | Agency |") == 2
    for reference in rule.references:
        assert reference.title in page
    assert rule.ask in page


def test_a_paragraph_without_rule_or_reason_is_found() -> None:
    points = numbered(Point("1.1", "x"), Point("1.2", "x", "Not about a child."), Point("2.1", "x"))
    told = unexplained(points, [citing("2.1")], [])
    assert told == ["no rule carries 1.1 of A review, and no reason is given"]


def test_a_reason_beside_a_rule_that_carries_the_paragraph_is_out_of_date() -> None:
    assert "one does" in unexplained(numbered(Point("2.1", "x", "No rule.")), [citing("2.1")], [])[0]


def test_a_reference_to_a_paragraph_that_is_not_listed_is_found() -> None:
    assert "'2.9'" in unexplained(numbered(Point("2.1", "x")), [citing("2.1, 2.9")], [])[0]


def test_in_a_document_without_numbers_the_points_name_the_rules_and_both_must_agree() -> None:
    rule = citing("")
    document = Document(TITLE, (Point("Learning", "x", rules=(rule.name, "no-such-rule")),), numbered=False)
    carried, strangers = carried_by(document, [rule, replace(rule, name="another")], [])
    assert carried == {"Learning": [rule.name]}
    assert len(strangers) == 2
    assert "no-such-rule" in strangers[0]
    assert "another" in strangers[1]


def test_a_mistake_in_the_list_has_its_line(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("sources:\n- title: A\n  points:\n  - {paragraph: one}\n", encoding="utf-8")
    _, mistakes = load_sources(tmp_path / "sources.yaml")
    assert [mistake.line for mistake in mistakes] == [4]


def test_writing_anew_leaves_nothing_stale_and_takes_away_what_belongs_to_no_rule(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text("x", encoding="utf-8")
    assert not write_pages(tmp_path, check=True)[1]
    write_pages(tmp_path, check=False)
    assert not (tmp_path / "gone.md").exists()
    text, _ = write_pages(tmp_path, check=True)
    assert "out of date" not in text


def test_the_pages_in_docs_are_those_of_the_rules() -> None:
    text, well = write_pages(ROOT / "docs" / "rules", check=True)
    assert well, text
