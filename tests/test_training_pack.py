"""The training pack: stops that give nothing away, and pages that are what the command writes."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from engine.dates.dayzero import DAY_ZERO, is_relative, one_day
from engine.dates.when import Day
from engine.replay import RowKnown, replay, rows_known
from engine.report.facilitator import render_training
from engine.report.page.page import render_page
from engine.report.safetext import markdown
from engine.session import Options, Session, open_session
from engine.training import Stop, Training, training_beside

ROOT = Path(__file__).resolve().parent.parent
CHRONOLOGIES = sorted((ROOT / "chronologies").glob("*.csv"))
NAMES = [path.stem for path in CHRONOLOGIES]
LONG = ("ava", "example-3", "example-4", "example-5")
BY_SIZE = [pytest.param(name, marks=[pytest.mark.cases] if name in LONG else []) for name in NAMES]

HINDSIGHT = re.compile(
    r"\b(later|afterwards|eventually|ultimately|turn(?:s|ed)? out|hindsight|should(?: not|n't)? have|could(?: not|n't)?"
    r" have|would(?: not|n't)? have|missed|mistakes?|errors?|wrong(?:ly)?|overlooked|ignored|tragic(?:ally)?|fatal"
    r"|too late|last chance|opportunity|in the end|before (?:it|she|he|they) (?:was|were|died)|died|dies|death|killed"
    r"|murder(?:ed)?|warning signs?|red flags?|preventable|prevented|review found|inevitabl[ey]|unfortunately)\b",
    re.IGNORECASE,
)
"""Words with which somebody speaks who knows how it went on."""
NOT_OURS = re.compile(
    r"\b(failed|fails|malicious|anonymous caller|hard to reach|DNA|non-engagement|disguised compliance|over-optimistic"
    r"|flagged|refused to engage|chaotic)\b"
)
LEADING = re.compile(
    r"(?:^|[.?:;] )(?:Isn't|Wasn't|Weren't|Didn't|Don't you|Shouldn't|Surely|Why did nobody|Who is to blame)"
)
NUMBERED_ROWS = re.compile(r"\brows? (\d+)")
NUMBERED_DAYS = re.compile(r"\b[Dd]ay (-?\d+)")
DATES = re.compile(r"\b(?:19|20)\d\d\b")


@cache
def session_of(name: str, professionals: bool = True) -> Session:
    return open_session([ROOT / "chronologies" / f"{name}.csv"], Options(professionals=professionals))


@cache
def training_of(name: str) -> Training:
    return training_beside(ROOT / "chronologies" / f"{name}.csv")


@cache
def known(name: str) -> tuple[RowKnown, ...]:
    return tuple(sorted(rows_known(session_of(name)), key=lambda row: row.words))


@cache
def events(name: str) -> dict[int, str]:
    """What each row says, read with nothing of the program: row number as in a spreadsheet -> its event."""
    with (ROOT / "chronologies" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {number: row["Event"] for number, row in enumerate(csv.DictReader(file), start=2)}


STOPS = [pytest.param(name, stop, id=f"{name}-{n}") for name in NAMES for n, stop in enumerate(training_of(name).stops)]


def texts_of(training: Training) -> list[str]:
    parts = [training.source, training.about, *training.after]
    for stop in training.stops:
        parts += [stop.title, stop.ask, stop.found, stop.paragraph, *stop.made_sense]
    return parts


def day_after(text: str, day: Day, name: str) -> list[str]:
    """What a text names that lies after a day: days counted from Day 0, years, rows."""
    found = [f"day {one}" for one in NUMBERED_DAYS.findall(text) if DAY_ZERO + int(one) > day]
    rows = {row.ref.number for row in known(name) if row.words <= day}
    found += [f"row {one}" for one in NUMBERED_ROWS.findall(text) if int(one) not in rows]
    if not is_relative(day):
        from datetime import date

        found += [year for year in DATES.findall(text) if int(year) > date.fromordinal(day).year]
    return found


# --- the training files -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_case_says_where_to_stop(name: str) -> None:
    training = training_of(name)
    fewest = 2 if len(events(name)) < 8 else 3
    assert fewest <= len(training.stops) <= 7
    assert 2 <= len(training.after) <= 4
    assert training.source
    assert "Content:" in training.about
    assert "hard" in training.about


@pytest.mark.parametrize("name", NAMES)
def test_every_stop_lies_within_the_days_and_reveals_something(name: str) -> None:
    rows, last = known(name), session_of(name).as_at
    before = 0
    for stop in training_of(name).stops:
        assert rows[0].words <= stop.day <= last
        assert any(before < row.words <= stop.day for row in rows), f"nothing is revealed by {stop.title}"
        before = stop.day


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_every_row_before_a_stop_can_be_read_out_by_its_day(name: str) -> None:
    """Each page shows the rows that a spreadsheet has up to there, but for those dated over a stretch of days."""
    for stop in training_of(name).stops:
        shown = {row.ref.number for row in known(name) if row.words <= stop.day}
        loose = {row.ref.number for row in known(name) if row.first <= stop.day < row.words}
        assert set(range(2, max(shown) + 1)) - shown <= loose


@pytest.mark.parametrize(("name", "stop"), STOPS)
def test_what_is_asked_gives_nothing_away(name: str, stop: Stop) -> None:
    for text in (stop.title, stop.ask):
        assert not HINDSIGHT.findall(text)
        assert not LEADING.findall(text)
        assert day_after(text, stop.day, name) == []
    assert "?" in stop.ask


@pytest.mark.parametrize(("name", "stop"), STOPS)
def test_what_is_said_after_a_stop_names_no_later_day_or_row(name: str, stop: Stop) -> None:
    assert stop.made_sense
    assert stop.found
    assert stop.paragraph
    for text in (*stop.made_sense, stop.found):
        assert day_after(text, stop.day, name) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_we_write_blames(name: str) -> None:
    assert [text for text in texts_of(training_of(name)) if NOT_OURS.search(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_copied_from_the_rows(name: str) -> None:
    """A question that quotes a row at length says which row matters."""
    for stop in training_of(name).stops:
        asked = " ".join((stop.title, stop.ask)).lower().split()
        runs = {" ".join(asked[at : at + 8]) for at in range(len(asked) - 7)}
        for event in events(name).values():
            assert not any(run in event.lower() for run in runs)


# --- the tests of the words themselves ----------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        "What should have been done?",
        "Which opportunity was missed here?",
        "Why was this overlooked?",
        "What would have prevented her death?",
        "Nobody came, as it turned out. What now?",
    ],
)
def test_a_question_with_hindsight_is_noticed(asked: str) -> None:
    assert HINDSIGHT.search(asked)


def test_a_later_day_row_or_year_is_noticed() -> None:
    stop = one_day("Day 20")
    assert day_after("What of day 32, and of row 8?", stop, "jack") == ["day 32", "row 8"]
    assert day_after("What of Day 15 and row 5?", stop, "jack") == []
    assert day_after("What will be in 2022?", one_day("2021-05-20"), "ava") == ["2022"]


# --- the pages ----------------------------------------------------------------------------------------


@cache
def page_of(name: str) -> str:
    return render_training(session_of(name), training_of(name))


@pytest.mark.parametrize("name", BY_SIZE)
def test_the_page_in_the_repository_is_what_the_command_writes(name: str) -> None:
    committed = (ROOT / "docs" / "training" / f"{name}.md").read_text(encoding="utf-8")
    assert committed == page_of(name), "flag training CASE --for professionals --output docs/training/NAME.md --force"


@pytest.mark.parametrize("name", NAMES)
def test_no_page_shows_a_row_before_its_stop(name: str) -> None:
    """The committed page against the file itself: up to the end of a stop nothing stands of a row not yet known."""
    page = (ROOT / "docs" / "training" / f"{name}.md").read_text(encoding="utf-8")
    assert page.startswith("<!--")
    assert "\n> **TRAINING." in page
    assert "**Distress.**" in page
    assert "**Somebody may recognise it.**" in page
    sections = page.split("\n## ")
    told = [section for section in sections if section.startswith("Stop ")]
    assert len(told) == len(training_of(name).stops)
    so_far = ""
    for stop, section in zip(training_of(name).stops, told, strict=True):
        so_far += section
        hidden = {row.ref.number for row in known(name) if row.words > stop.day}
        for number in hidden:
            sentences = [one for one in re.split(r"(?<=[.:]) ", events(name)[number]) if len(one) > 30]
            shared = {
                one for other, event in events(name).items() if other not in hidden for one in sentences if one in event
            }
            assert not [one for one in sentences if markdown(one) in so_far and one not in shared], number
        before, _, after = section.partition("### Only after the group has spoken")
        assert markdown(stop.ask) in before
        assert markdown(stop.found) not in before
        assert markdown(stop.found) in after
        assert not any(markdown(one) in before for one in stop.made_sense)


@pytest.mark.parametrize("name", NAMES)
def test_the_list_of_cases_says_how_many_rows_and_stops_there_are(name: str) -> None:
    listing = (ROOT / "docs" / "training" / "README.md").read_text(encoding="utf-8")
    row = next(line for line in listing.splitlines() if f"({name}.md)" in line)
    cells = [cell.strip() for cell in row.split("|")]
    assert (int(cells[3]), int(cells[4])) == (len(events(name)), len(training_of(name).stops))
    said = re.search(r"(\d+) rows", training_of(name).about)
    assert said is not None
    assert int(said[1]) == len(events(name))


# --- the trainer's page in the browser ----------------------------------------------------------------

IN_BROWSER = [
    pytest.param(name, marks=[] if name in ("jack", "five-week-old") else [pytest.mark.cases]) for name in NAMES
]


@pytest.mark.parametrize("name", IN_BROWSER)
def test_the_trainers_page_holds_each_stop_at_its_row_and_nothing_that_the_review_found(name: str) -> None:
    import html
    import json

    training = training_of(name)
    page = render_page(replay(session_of(name)), training=True, stops=training.stops)
    whole, data, rest = re.split(r'<script type="application/json" id="data">|</script>', page, maxsplit=2)
    steps = json.loads(data)["steps"]
    visible = html.unescape(whole + rest)
    asked = {step[2]["ask"]: step for step in steps if step[2] is not None}
    assert list(asked) == [stop.ask for stop in training.stops]
    for stop in training.stops:
        step = asked[stop.ask]
        assert step[2]["sense"] == list(stop.made_sense)
        assert step[1] <= stop.day
        assert all(other[1] > stop.day for other in steps[steps.index(step) + 1 :])
        for text in (stop.ask, *stop.made_sense):
            assert text not in visible
        assert stop.found not in html.unescape(page)
        assert json.dumps(stop.found)[1:-1] not in data


def test_the_source_of_every_case_is_named_by_its_title() -> None:
    for path in CHRONOLOGIES:
        sheet = yaml.load(path.with_suffix(".yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        title = training_of(path.stem).source.split(",")[0]
        assert title.strip("'") in sheet["source"], path.stem
