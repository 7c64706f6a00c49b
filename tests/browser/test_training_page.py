"""The training page: nothing of the future, and no prompt before the group has written its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser.pages import CASES, open_page, replayed, violations

from engine.report.page.page import render_page
from engine.report.words import short

FEW = [path for path in CASES if path.stem in ("jack", "five-week-old")]
PARAMETERS = [path if path in FEW else pytest.param(path, marks=pytest.mark.cases) for path in CASES]

KNOWN = "Array.from(document.querySelectorAll('#rows tbody tr:not([hidden]) .words:not([hidden])'), w => w.textContent)"


def words_of_later_rows(page: Any, day: int) -> list[str]:
    """The words of rows whose words are known only after a day, as they stand in the page's source."""
    found: list[str] = page.evaluate(
        """day => Array.from(document.querySelectorAll('#rows tbody tr'))
             .filter(row => Number(row.dataset.words) > day)
             .map(row => row.querySelector('.words').textContent.trim()).filter(text => text.length > 12)""",
        day,
    )
    return found


@pytest.mark.parametrize("path", PARAMETERS, ids=lambda path: path.stem)
def test_nothing_later_than_the_day_is_to_be_seen_or_heard(browser: Any, tmp_path: Path, path: Path) -> None:
    case = replayed(path, professionals=True)
    opened = open_page(browser, tmp_path, render_page(case, training=True))
    page = opened.page
    heard = page.locator("body").aria_snapshot()
    assert not [words for words in words_of_later_rows(page, case.first - 1) if words in heard]
    page.click("#begin")
    step = page.evaluate("window.flagStep()")
    while True:
        later = words_of_later_rows(page, step["day"])
        seen, heard = page.inner_text("body"), page.locator("body").aria_snapshot()
        known = {text.strip() for text in page.evaluate(KNOWN)}
        for words in later:
            if any(words in told for told in known):
                continue  # an earlier row says the same
            assert words not in seen, f"{path.stem} on {short(step['day'])}"
            assert words not in heard, f"{path.stem} on {short(step['day'])}"
        assert page.locator("#slot-prompts .prompt").count() == 0
        if step["at"] + 1 >= step["count"]:
            break
        page.click("#next-row")
        step = page.evaluate("window.flagStep()")
    assert opened.said == []
    assert opened.asked == [page.url]


def test_prompts_stay_hidden_until_the_group_has_written_its_own(browser: Any, tmp_path: Path) -> None:
    case = replayed(Path("chronologies/five-week-old.csv"))
    page = open_page(browser, tmp_path, render_page(case, training=True)).page
    page.click("#begin")
    while page.evaluate("window.flagStep()")["at"] + 1 < page.evaluate("window.flagStep()")["count"]:
        page.click("#next-row")
    page.click("#compare")
    assert page.locator(".prompt:visible").count() == 0
    assert "Write down what your group would ask first" in page.inner_text("#where")
    page.fill("#own-prompts", "Who has seen the baby <b>today</b>?")
    page.click("#compare")
    assert page.locator(".prompt:visible").count() > 0
    assert "Who has seen the baby <b>today</b>?" in page.inner_text("#theirs")
    assert "Why did it make sense?" in page.inner_text("#compared")
    assert violations(page) == []


def test_every_sheet_of_a_hand_out_is_marked_and_holds_no_prompt(browser: Any, tmp_path: Path) -> None:
    case = replayed(Path("chronologies/jack.csv"))
    page = open_page(browser, tmp_path, render_page(case, training=True)).page
    page.click("#begin")
    page.click("#next-row")
    page.evaluate("document.body.classList.add('hand-out')")
    page.emulate_media(media="print")
    assert page.is_visible("div.mark")
    assert page.evaluate("getComputedStyle(document.querySelector('div.mark')).position") == "fixed"
    assert page.locator(".flag-output:visible").count() == 0
    assert page.locator("#rows tbody tr:visible").count() == 2


def test_the_page_opens_with_a_notice_and_axe_finds_nothing(browser: Any, tmp_path: Path) -> None:
    case = replayed(Path("chronologies/jack.csv"))
    page = open_page(browser, tmp_path, render_page(case, training=True)).page
    before = page.inner_text("#before")
    assert "anybody may step out" in before
    assert "someone in the room may recognise it" in before
    assert page.inner_text("h1").startswith("TRAINING")
    assert not page.is_visible("#rows")
    assert violations(page) == []
