"""The page of a report, opened in a browser without a network."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from browser.pages import CASES, open_page, replayed, violations

from engine.replay import Replay
from engine.report.model import Prompt, Report
from engine.report.page.page import render_page
from engine.report.page.pieces import anchor
from engine.report.words import short

FEW = [path for path in CASES if path.stem in ("jack", "five-week-old")]
EVERY = pytest.mark.cases


def expected_prompts(report: Report) -> list[str]:
    """The prompts that `flag --as-at` leads with on the day: place on the page, state and certainty."""
    leading = [
        (child.id, prompt)
        for child in report.children
        for urgency in ("now", "soon", "note")
        for prompt in report.prompts
        if child.id in prompt.children and is_open(prompt) and prompt.urgency == urgency and not prompt.same_concern_as
    ]
    return [f"{anchor(f'{child}/{prompt.id}')} {prompt.state} {prompt.certainty}" for child, prompt in leading]


def expected_ended(report: Report) -> list[str]:
    return sorted(
        anchor(prompt.id)
        for child in report.children
        for prompt in report.prompts
        if child.id in prompt.children and prompt.state in ("resolved", "lapsed") and prompt.kind != "question"
    )


def is_open(prompt: Prompt) -> bool:
    return prompt.state in ("open", "answered") and prompt.kind != "question"


STATE = """() => ({
  prompts: Array.from(document.querySelectorAll('#slot-prompts .prompt'), p => p.id + ' ' + p.dataset.state),
  asks: Array.from(document.querySelectorAll('#slot-prompts .prompt'), p => p.querySelector('.ask').textContent),
  lacks: document.getElementById('slot-prompts').textContent,
  ended: Array.from(document.querySelectorAll('[data-ended]'), e => e.dataset.ended).sort(),
  children: document.getElementById('slot-children').textContent.replace(/\\s+/g, ' '),
  due: document.querySelectorAll('#slot-due li').length,
  opening: document.getElementById('slot-opening').textContent,
  rows: Array.from(document.querySelectorAll('#rows tbody tr:not([hidden])'), r => r.querySelector('th').textContent),
  worded: document.querySelectorAll('#rows tbody tr:not([hidden]) .words:not([hidden])').length,
})"""


def check_day(page: Any, case: Replay, day: int) -> None:
    """Hold what the page shows for a day against the report that is worked out for that day alone."""
    page.evaluate("day => window.flagGoTo(day)", day)
    shown = page.evaluate(STATE)
    report = case.session.report(day)
    assert shown["prompts"] == expected_prompts(report), short(day)
    assert shown["ended"] == expected_ended(report), short(day)
    assert shown["due"] == len(report.due), short(day)
    assert f"as at {short(day)}." in shown["opening"]
    for child in report.children:
        name = child.name[:1].upper() + child.name[1:]
        assert f"{name}, {child.age}" in shown["children"], short(day)
        assert child.status[1:] in shown["children"], short(day)
        certain = child.last_seen.certain
        assert (f"row {certain.row}" in shown["children"]) if certain else ("No certain entry" in shown["children"])
    leading = [p for p in report.prompts if is_open(p) and p.lacks and not p.same_concern_as]
    for prompt in leading:
        assert " ".join(prompt.lacks.split()) in " ".join(shown["lacks"].split()), short(day)
    known = [row for row in case.rows if row.first <= day]
    assert sorted(shown["rows"]) == sorted(str(row.ref.shown) for row in known)
    assert shown["worded"] == sum(1 for row in known if row.words <= day)


def days_to_try(case: Replay, most: int) -> Sequence[int]:
    """Every day of a short case; of a long one the days of change, those beside them and others, by a fixed draw."""
    every = range(case.first, case.last + 1)
    if len(every) <= most:
        return every
    turning = {told.day + beside for told in case.days for beside in (-1, 0, 1)} & set(every)
    others = random.Random(case.last).sample(every, min(len(every), most // 3))
    drawn = random.Random(case.first).sample(sorted(turning), min(len(turning), most - len(others)))
    return sorted({case.first, case.last, *drawn, *others})


@pytest.mark.parametrize(
    "path", [path if path in FEW else pytest.param(path, marks=EVERY) for path in CASES], ids=lambda path: path.stem
)
def test_the_page_says_of_each_day_what_the_report_of_that_day_says(browser: Any, tmp_path: Path, path: Path) -> None:
    case = replayed(path)
    opened = open_page(browser, tmp_path, render_page(case))
    days = days_to_try(case, 93 if case.last - case.first < 93 else 45)
    for day in days:
        check_day(opened.page, case, day)
    assert len(days) > 3
    assert opened.said == []
    assert opened.asked == [opened.page.url]


@pytest.mark.parametrize(
    "path", [path if path in FEW else pytest.param(path, marks=EVERY) for path in CASES], ids=lambda path: path.stem
)
@pytest.mark.parametrize("width", [1280, 390], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_nothing_runs_off_the_page(browser: Any, tmp_path: Path, path: Path, width: int) -> None:
    opened = open_page(browser, tmp_path, render_page(replayed(path)), width=width)
    for details in opened.page.query_selector_all("details"):
        details.evaluate("one => { one.open = true }")
    assert violations(opened.page) == []
    assert opened.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    assert opened.said == []


def test_the_slider_and_the_drawing_work_by_keyboard(browser: Any, tmp_path: Path) -> None:
    case = replayed(Path("chronologies/jack.csv"))
    page = open_page(browser, tmp_path, render_page(case)).page
    page.focus("#slider")
    page.keyboard.press("Home")
    assert page.evaluate("window.flagDay()") == case.first
    assert page.get_attribute("#slider", "aria-valuetext") == short(case.first)
    page.keyboard.press("ArrowRight")
    assert page.evaluate("window.flagDay()") == case.days[1].day
    page.keyboard.press("End")
    assert page.evaluate("window.flagDay()") == case.last
    page.focus(".time .mark[tabindex='0']")
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert first != second
    assert page.evaluate("document.querySelectorAll('.time .mark[tabindex=\"0\"]').length") == 1


def test_prompts_lead_to_rows_and_rows_to_prompts(browser: Any, tmp_path: Path) -> None:
    case = replayed(Path("chronologies/five-week-old.csv"))
    page = open_page(browser, tmp_path, render_page(case)).page
    links = page.evaluate("Array.from(document.querySelectorAll('#slot-prompts .rests-on a'), a => a.hash)")
    assert links
    assert all(page.query_selector(link) for link in links)
    back = page.evaluate("Array.from(document.querySelectorAll('#rows .rests a'), a => a.hash)")
    assert back
    assert all(page.query_selector(link) for link in back)


def test_without_scripts_the_last_day_is_there_to_read(browser: Any, tmp_path: Path) -> None:
    """A preview in an e-mail program runs no script."""
    case = replayed(Path("chronologies/five-week-old.csv"))
    file = tmp_path / "page.html"
    file.write_text(render_page(case), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    text = page.inner_text("main")
    for prompt in case.days[-1].report.prompts:
        if is_open(prompt) and not prompt.same_concern_as:
            assert prompt.title in text
    assert "runs no scripts" in text
