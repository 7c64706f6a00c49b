"""The facilitator's page of an invented case: what stands at a stop, what does not, and what is kept back."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cli import flag
from engine.dates.dayzero import one_day
from engine.errors import UsageError
from engine.report.facilitator import render_training
from engine.session import Options, Session, open_session
from engine.training import Stop, Training, training_beside

ROWS = """Date,Agency,Source,Event,Child seen,Action or outcome
01/02/2023,Health Visiting,HV record,"Home visit. Rosie seen with mother, awake and handled.",Y,
20/02/2023,Police,Incident record,Police called to the home. Father was drunk and had hit mother.,N,Referral to CSC
21/02/2023,CSC,Contact record,Referral received from police.,N/A,No further action
Early March 2023,Nursery,Nursery record,Rosie came in hungry and dirty.,Y,
03/04/2023,CSC,Home visit,Social worker visited. No reply.,N,
02/05/2023,CSC,Legal,Legal advice was taken: the threshold for proceedings is met.,N/A,
08/05/2023,Hospital,Admission record,Rosie admitted with a broken arm.,Y,
"""
SHEET = """case: Rosie
as_at: 2023-05-10
people:
  - {id: rosie, role: child, name: Rosie, born: 3 June 2021, household: yes}
  - {id: mother, role: mother, name: mother, parent_of: [rosie]}
"""
STOPS = """about: An hour. Content, a broken arm.
source: An invented review
stops:
  - {day: 2023-02-21, title: An answer, ask: What do you know?, found: Closed on one page., paragraph: "2.1"}
  - {day: 2023-03-05, title: In the nursery, ask: Who is told?, made_sense: [She was fed at once.], found: No call.}
  - {day: 2023-05-03, title: Before a meeting, ask: What is open?, found: Much was open.}
after: [What would have helped?]
"""


def case(folder: Path, rows: str = ROWS, stops: str = STOPS) -> Path:
    (folder / "rosie.csv").write_text(rows, encoding="utf-8")
    (folder / "rosie.yaml").write_text(SHEET, encoding="utf-8")
    (folder / "rosie.training.yaml").write_text(stops, encoding="utf-8")
    return folder / "rosie.csv"


def page(path: Path, **options: object) -> str:
    return render_training(open_session([path], Options(**options)), training_beside(path))  # type: ignore[arg-type]


@cache
def rosie() -> str:
    """The page of the case as it stands above."""
    with tempfile.TemporaryDirectory() as folder:
        return page(case(Path(folder)))


def sections(text: str) -> list[str]:
    """The stops' sections, each with its heading."""
    return [part for part in re.split(r"\n(?=## )", text) if part.startswith("## Stop ")]


def test_a_stop_shows_the_rows_known_by_its_day_and_none_of_a_later_one() -> None:
    first, second, third = sections(rosie())
    assert "Rosie seen with mother" in first
    assert "Reveal up to **row 4 (Children's Social Care)**. 3 of 7 rows known. 4 more are not counted yet." in first
    assert "hungry" not in first + second
    assert "hungry" in third
    assert "broken arm" not in first + second + third


def test_a_row_of_several_days_is_read_out_from_its_last_day_on() -> None:
    """A nursery's entry of early March stood in the table on 5 March, though it may be of the tenth."""
    _, second, third = sections(rosie())
    assert "Do not read them out: row 5 (Early March 2023)." in second
    assert "| 5 | Early March 2023 |" in third
    assert "nothing new" in second


def test_what_the_review_found_stands_apart_and_after_the_question() -> None:
    first, second, _ = sections(rosie())
    before, after = first.split("### Only after the group has spoken")
    assert "> **Ask:** What do you know?" in before
    assert "Closed on one page." not in before
    assert "What the review found (2\\.1): Closed on one page." in after
    assert second.index("She was fed at once.") > second.index("### Only after")


def test_a_child_is_last_seen_as_it_was_known_that_day() -> None:
    first, _, third = sections(rosie())
    assert "last for certain 1 Feb 2023 (row 2, Health Visiting)" in first
    assert "At least 1 attempt without seeing since." not in first
    assert "At least 1 attempt without seeing since." in third


def test_what_is_restricted_is_left_out_unless_asked_for_and_legal_advice_always(tmp_path: Path) -> None:
    told, whole = page(case(tmp_path)), page(case(tmp_path), professionals=True)
    assert "threshold for proceedings" not in told + whole
    assert "Restricted clauses are left out" in told
    assert "Restricted clauses are shown: for professionals only." in whole


def test_the_end_says_what_became_of_the_questions_and_no_stop_does() -> None:
    text = rosie()
    end = text.partition("## At the end")[2]
    assert "| Raised at stop | Question | What came of it |" in end
    assert "resolved (8 May 2023, row 8)" in end
    assert "8 May 2023" not in text.partition("## At the end")[0]
    assert "- What would have helped?" in end


def test_every_page_is_marked_and_opens_with_the_notices() -> None:
    opening = rosie().partition("## About this case")[0]
    for words in ("# TRAINING: Rosie", "**Distress.**", "Anybody may step out", "**Somebody may recognise it.**"):
        assert words in opening


def test_a_prompt_that_needs_two_agencies_is_named_as_such(tmp_path: Path) -> None:
    """The home's state was told by the police once and the nursery once: neither has a second row."""
    rows = (
        "Date,Agency,Source,Event,Child seen,Action or outcome\n"
        "01/02/2023,Police,Incident record,Officers attended. Home dirty and cluttered.,N,\n"
        "01/03/2023,Health Visiting,HV record,Home visit. Home dirty and unkempt. Rosie seen.,Y,\n"
    )
    stops = "stops:\n  - {day: 2023-03-02, title: A visit, ask: What now?, found: Little.}\n"
    (only,) = sections(page(case(tmp_path, rows, stops)))
    line = next(line for line in only.splitlines() if line.startswith("No single agency could have seen"))
    assert "Poor home conditions again" in line


def test_stops_outside_the_days_are_counted_as_left_out(tmp_path: Path) -> None:
    path = case(tmp_path)
    text = page(path, as_at=one_day("2023-03-06"))
    assert len(sections(text)) == 2
    assert "1 stop outside its days left out." in text


@pytest.mark.parametrize("stops", [(), (Stop(one_day("2030-01-01"), "Later", "What?"),)])
def test_nothing_to_stop_at_is_an_error_that_says_what_to_do(tmp_path: Path, stops: tuple[Stop, ...]) -> None:
    session = open_session([case(tmp_path)], Options())
    with pytest.raises(UsageError) as told:
        render_training(session, Training(stops=stops))
    assert told.value.remedy


HOSTILE = "<script>alert(1)</script> [a](javascript:x) | `cut` # \u202egnp.exe"


def test_hostile_words_in_rows_and_in_the_training_file_are_shown_and_do_nothing(tmp_path: Path) -> None:
    rows = ROWS.replace("Rosie came in hungry and dirty.", HOSTILE)
    stop = Stop(one_day("2023-05-03"), HOSTILE, HOSTILE, (HOSTILE,), HOSTILE, HOSTILE)
    session = open_session([case(tmp_path, rows)], Options(professionals=True))
    text = render_training(session, Training(HOSTILE, HOSTILE, (stop,), (HOSTILE,)))
    assert "<script" not in text
    assert not re.search(r"(?<!\\)\]\(javascript", text)
    assert "\u202e" not in text
    assert all(line.count("|") - line.count("\\|") == 5 for line in text.splitlines() if line.startswith("| 5 |"))


@settings(max_examples=12)
@given(st.lists(st.integers(0, 120), min_size=1, max_size=7, unique=True))
def test_each_row_is_revealed_at_one_stop_and_never_before_its_day(offsets: list[int]) -> None:
    """Whatever days are chosen: the rows told at a stop are those of the file between it and the stop before."""
    days = {2: 0, 3: 19, 4: 20, 5: 37, 6: 61, 7: 90, 8: 96}  # days after 1 February 2023, row 5 by its last day
    start = one_day("2023-02-01")
    session = with_one_rule()
    stops = tuple(Stop(start + offset, "A stop", "What now?", (), "Little.") for offset in sorted(offsets))
    within = [stop for stop in stops if stop.day <= session.as_at]
    if not within:
        return
    told = sections(render_training(session, Training(stops=stops)))
    before = -1
    for stop, section in zip(within, told, strict=True):
        offset = stop.day - start
        shown = {int(number) for number in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)}
        assert shown == {row for row, day in days.items() if before < day <= offset}
        before = offset


@cache
def with_one_rule() -> Session:
    """The case with one rule, so that many pages can be made."""
    with tempfile.TemporaryDirectory() as folder:
        return open_session([case(Path(folder))], Options(rules=("child-not-seen-n-days",)))


def test_the_command_writes_the_page_and_says_when_there_is_none(tmp_path: Path) -> None:
    path, output = case(tmp_path), tmp_path / "page.md"
    done = CliRunner().invoke(flag, ["training", str(path), "--output", str(output)])
    assert done.exit_code == 0, done.output
    assert output.read_text(encoding="utf-8") == page(path)
    (tmp_path / "rosie.training.yaml").unlink()
    lacking = CliRunner().invoke(flag, ["training", str(path)])
    assert lacking.exit_code == 2
    assert "No stops are written for this case." in lacking.output


def test_a_mistake_in_the_training_file_is_told_with_its_place_and_none_of_its_words(tmp_path: Path) -> None:
    path = case(tmp_path, stops="stops:\n  - {day: someday, title: Rosie in the kitchen, ask: What?, found: x}\n")
    done = CliRunner().invoke(flag, ["training", str(path)])
    assert done.exit_code == 2
    assert "rosie.training.yaml, line 2" in done.output
    assert "kitchen" not in done.output
