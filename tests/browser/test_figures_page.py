"""The page of an audit's figures, opened in a browser without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from audit.figured import CSC, audit, case, child, finding, on, pack, referral, row
from browser.pages import open_page, violations

from engine.audit.figures.gathering import Wanted, figures_of
from engine.audit.figures.page import render_figures
from engine.audit.figures.tables import Figures
from engine.audit.folder import AuditFolder
from engine.audit.record import AgencyKept, MetKept

HELD = "strategy-discussion-not-held"
HELD_ON = on("2024-01-03")[0]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    cases = [
        case(
            f"c{at:03}",
            [finding(state="open" if at % 2 else "answered", rows=[row(CSC, "2024-02-03")])] if at % 3 else [],
            met=[MetKept(HELD, "ruby", on("2024-01-03"), (HELD_ON, HELD_ON + at % 20), "strategy_discussion")],
            referrals=[referral("anonymous" if at % 2 else "school", "yes" if at % 3 else "no")],
            agencies=[AgencyKept(CSC, on("2023-01-02")[0], on("2024-05-31")[0], 20, (on("2024-01-01")[0],))],
            children=[child("ruby", (at * 2, at * 2))],
        )
        for at in range(60)
    ]  # fmt: skip
    folder = audit(tmp_path_factory.mktemp("audit"), cases)
    return figures_of(AuditFolder(folder), Wanted(), pack())


@pytest.mark.parametrize("width", [1280, 390, 320], ids=["desktop", "phone", "enlarged"])
def test_axe_finds_nothing_nothing_is_asked_for_and_nothing_runs_off(
    browser: Any, tmp_path: Path, made: Figures, width: int
) -> None:
    opened = open_page(browser, tmp_path, render_figures(made), width=width)
    assert violations(opened.page) == []
    assert opened.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    assert opened.said == []
    assert opened.asked == [opened.page.url]


def test_bars_are_as_long_as_their_figures_say(browser: Any, tmp_path: Path, made: Figures) -> None:
    page = open_page(browser, tmp_path, render_figures(made)).page
    bars = page.evaluate(
        """() => Array.from(document.querySelectorAll('#unseen ~ figure .bar'), bar => [
          bar.lastElementChild.textContent,
          bar.querySelector('rect') ? bar.querySelector('rect').getBoundingClientRect().width : 0])"""
    )
    counted = [(int(told.replace(",", "")), width) for told, width in bars if told != "withheld"]
    longest, of_longest = max(counted)
    assert longest > 10
    for figure, width in counted:
        assert width == pytest.approx(of_longest * figure / longest, abs=2)
    assert all(width == 0 for told, width in bars if told == "withheld")


def test_every_chart_has_its_figures_in_the_table_beneath(browser: Any, tmp_path: Path, made: Figures) -> None:
    page = open_page(browser, tmp_path, render_figures(made)).page
    pairs = page.evaluate(
        """() => Array.from(document.querySelectorAll('figure'), figure => {
          const table = figure.parentElement.querySelector('table');
          return [Array.from(figure.querySelectorAll('.bar > span:last-child'), s => s.textContent),
                  Array.from(table.querySelectorAll('tbody td'), c => c.textContent)];
        })"""
    )
    assert len(pairs) >= 3
    for bars, cells in pairs:
        assert set(bars) <= set(cells)


def test_wide_tables_can_be_moved_by_keyboard_and_links_lead_to_tables(
    browser: Any, tmp_path: Path, made: Figures
) -> None:
    page = open_page(browser, tmp_path, render_figures(made), width=390).page
    regions = page.query_selector_all(".scroll")
    assert len(regions) == sum(bool(table.rows) for table in made.tables)
    wide = page.query_selector(".scroll[aria-label='Table: Cases by rule']")
    wide.focus()
    page.keyboard.press("ArrowRight")
    for _ in range(100):  # the page's policy forbids the browser's own way of waiting for this
        if page.evaluate("() => document.activeElement.scrollLeft > 0"):
            break
        page.wait_for_timeout(50)
    assert page.evaluate("() => document.activeElement.scrollLeft > 0")
    links = page.evaluate("Array.from(document.querySelectorAll('nav a'), a => a.hash)")
    assert links == [f"#{table.name}" for table in made.tables]
    assert all(page.query_selector(f"h2{link}") for link in links)


def test_printed_nothing_is_cut_off_and_patterns_need_no_colour(browser: Any, tmp_path: Path, made: Figures) -> None:
    page = open_page(browser, tmp_path, render_figures(made), width=1000).page
    page.emulate_media(media="print")
    wide = page.evaluate("Array.from(document.querySelectorAll('table'), t => t.getBoundingClientRect().right)")
    assert max(wide) <= 1001
    fills = page.evaluate("Array.from(document.querySelectorAll('.key li:first-child rect, .key li:nth-child(2) rect'),"
                          " r => getComputedStyle(r).fill)")  # fmt: skip
    assert len(set(fills)) == 2
