"""The page as a file: one file, its policy, inert text, the same bytes again."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from engine.pack import load_pack
from engine.replay import replay
from engine.report.page.page import policy, render_page
from engine.report.page.pool import Pool, age_then, days_sign, days_since
from engine.session import Options, session_for

SCRIPT = "<script>alert(1)</script>"
HOSTILE = (
    f"Home visit, no access gained. {SCRIPT}",
    'Visit <img src=x onerror="alert(1)"> by SW. Child seen.',
    "</script><script>alert(2)</script> T/C with Mum.",
    "<!-- --><svg onload=alert(3)> Strategy discussion held.",
    "=cmd|'/c calc'!A1 Child seen at school.",
    "\u202egnissim dlihC\u202c Child not seen.",
    "{{ 7*7 }} {% raw %} ${7*7} \x7f3; \x02 1\x03 Child not seen.",
    "javascript:alert(4) http://example.org/x.png Referral received.",
    "Child seen. " + "long words of a record " * 4500,
)
HEADERS = ("Date", "Agency", "Source", "Event", "Child seen", "Action or outcome", "Child's voice", "<b>Other")
SIDE = f"""
case: 'Case "{SCRIPT}"'
people:
  - {{id: "kim{SCRIPT}", role: child, name: 'Kim "onmouseover=alert(5) x="', born: 2019-02-01}}
  - {{id: mother, role: '"><script>alert(6)</script>', name: Mum}}
"""


def page_of(path: Path, professionals: bool = True, training: bool = False) -> str:
    pack = load_pack()
    options = Options(professionals=professionals)
    session = session_for([path], options, pack.library, pack.vocabulary, pack.calendars)
    return render_page(replay(session), training=training)


def hostile_case(folder: Path) -> Path:
    path = folder / "case.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(HEADERS)
        for number, text in enumerate(HOSTILE, start=1):
            agency = "CSC" if number % 2 else f"CSC{SCRIPT}"
            writer.writerow([f"{number:02}/03/2021", agency, text[:60], text, text[:40], text, text, text])
    path.with_suffix(".yaml").write_text(SIDE, encoding="utf-8")
    return path


class Tags(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags_of(html: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Tags()
    reader.feed(html)
    return reader.found


@pytest.mark.parametrize("training", [False, True])
def test_hostile_text_in_every_field_is_inert(tmp_path: Path, training: bool) -> None:
    html = page_of(hostile_case(tmp_path), training=training)
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S).group(1))  # type: ignore[union-attr]
    for part in [html, *data["pieces"]]:
        for tag, attributes in tags_of(part):
            assert tag not in ("img", "iframe", "object", "embed", "base", "link")
            assert tag != "form" or attributes.get("id") == "own"
            assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
            assert "style" not in attributes
            for name in ("href", "src", "action"):
                assert (attributes.get(name) or "#").startswith("#")
    scripts = [attributes for tag, attributes in tags_of(html) if tag == "script"]
    assert len(scripts) == 2
    assert not any("<script" in piece for piece in data["pieces"])
    assert "\u202e" not in html


def test_a_very_long_cell_is_shortened_and_the_rest_is_counted(tmp_path: Path) -> None:
    html = page_of(hostile_case(tmp_path))
    assert len(html) < 1_000_000
    assert "more characters]" in html


def test_the_policy_lets_only_the_pages_own_script_and_style_run(tmp_path: Path) -> None:
    html = page_of(Path("chronologies/five-week-old.csv"))
    style = re.search(r"<style>(.*?)</style>", html, re.S).group(1)  # type: ignore[union-attr]
    script = re.search(r"<script>(.*?)</script>", html, re.S).group(1)  # type: ignore[union-attr]
    assert f'content="{policy(style, script)}"' in html
    assert "unsafe" not in policy(style, script)
    assert "default-src 'none'" in policy(style, script)
    assert "http://" not in html.replace("http://www.w3.org", "")
    assert "https://" not in html


def test_the_same_case_gives_the_same_bytes() -> None:
    assert page_of(Path("chronologies/jack.csv")) == page_of(Path("chronologies/jack.csv"))


def test_what_is_restricted_is_not_in_the_file_at_all() -> None:
    """Hidden text in a file that is sent is still sent."""
    path = Path("chronologies/jack.csv")
    everyone, professionals = page_of(path, professionals=False), page_of(path)
    assert "Restricted clauses, and what was not read, are left out" in everyone
    assert "For professionals only" in professionals
    shown = [cell for row in csv.reader(path.open(encoding="utf-8")) for cell in row]
    restricted = [cell for cell in shown if cell and cell in professionals and cell not in everyone]
    assert restricted


def test_a_sign_in_a_record_is_only_text(tmp_path: Path) -> None:
    html = page_of(hostile_case(tmp_path))
    assert "\x7f3; " not in html


def test_days_since_are_counted_on_the_day_shown() -> None:
    pool = Pool()
    number = pool.number(f"for {days_sign(100, 110)}")
    assert pool.shown(number, 105, [], str) == "for 0 to 5 days"
    assert pool.shown(number, 120, [], str) == "for 10 to 20 days"
    assert days_since(100, 100, 112) == "12 days"
    assert age_then([(1, "age not known"), (5, "3 days"), (9, "1 m")], 8) == "3 days"
