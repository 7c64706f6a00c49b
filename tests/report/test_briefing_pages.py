"""The Word briefing turned into pages by LibreOffice: what was reckoned to fit two pages does fit.

Where LibreOffice or pdfinfo is not installed these tests say so and are left out.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from report.meetings import hostile, prompt, report, worst
from stories import day

from engine.report.briefing.document import briefing
from engine.report.briefing.word import render_document
from engine.report.model import Report
from engine.session import Options, open_session

ROOT = Path(__file__).parent.parent.parent
LACKING = [name for name in ("soffice", "pdfinfo", "pdftotext") if shutil.which(name) is None]

SIZES = ((6, 40, "now"), (1, 40, "now"), (3, 20, "now"), (12, 40, "soon"), (30, 7, "now"), (6, 80, "note"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(LACKING), reason=f"not installed: {', '.join(LACKING)}"),
]


def turned(reports: Mapping[str, Report], folder: Path) -> dict[str, Path]:
    """Each briefing as a PDF."""
    names = []
    for name, told in reports.items():
        (folder / f"{name}.docx").write_bytes(render_document(briefing(told)))
        names.append(f"{name}.docx")
    home = (folder / "office").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={home}", "--convert-to", "pdf", *names]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    return {name: folder / f"{name}.pdf" for name in reports}


def page_count(pdf: Path) -> int:
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    return int(next(line.split()[-1] for line in told.splitlines() if line.startswith("Pages:")))


def words(pdf: Path) -> str:
    told = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return " ".join(told.split())


def test_every_chronology_and_some_busy_cases_are_two_pages_at_most(tmp_path: Path) -> None:
    paths = sorted((ROOT / "chronologies").glob("*.csv")) + sorted((ROOT / "tests/cases/busy").glob("*.csv"))[1::6]
    reports = {path.stem: open_session((path,), Options()).report() for path in paths}
    ava = ROOT / "chronologies" / "ava.csv"
    reports["ava-meeting"] = open_session((ava,), Options(as_at=day("2022-02-22"))).report()
    counts = {name: page_count(pdf) for name, pdf in turned(reports, tmp_path).items()}
    assert {name: count for name, count in counts.items() if count > 2} == {}


def test_the_worst_cases_are_two_pages_at_most(tmp_path: Path) -> None:
    """Six children with forty prompts for today, and others as large; and text that breaks lines in odd places."""
    reports = {
        f"worst-{children}-{prompts}-{urgency}": worst(children, prompts, urgency)
        for children, prompts, urgency in SIZES
    }
    for name, text in {"wide": "W" * 100_000, "words": "a long entry " * 8_000, "signs": "記錄" * 50_000}.items():
        reports[name] = hostile(text)
    counts = {name: page_count(pdf) for name, pdf in turned(reports, tmp_path).items()}
    assert {name: count for name, count in counts.items() if count > 2} == {}


def test_no_word_of_the_briefing_is_cut_off_on_the_page(tmp_path: Path) -> None:
    answer = {"answer": "done", "reason": "seen at school", "owner": "J. Shah"}
    told = report([prompt("not-seen", answer=answer), prompt("no-visit", urgency="soon")])
    pdf = turned({"meeting": told}, tmp_path)["meeting"]
    assert page_count(pdf) == 1
    text = words(pdf)
    for part in (
        "call 999 and children's social care.",
        "1. Not seen",
        "Answer on file: done;",
        "Page 1 of 1",
        "By when",
    ):
        assert part in text
