"""Replaying a case: what was known on a day, what each day changed, and nothing of what came after."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import flag
from engine.dates.dayzero import one_day
from engine.errors import UsageError
from engine.pack import load_pack
from engine.replay import Replay, changed, replay
from engine.report.stepping import Replayer, steps_of
from engine.report.terminal import Style
from engine.session import Options, Session, session_for
from engine.training import training_beside
from engine.walk import run_through, walk

JACK = Path("chronologies/jack.csv")
LATE = """Date,Agency,Event,Recorded on
01/03/2021,CSC,Home visit. No access gained.,01/03/2021
05/03/2021,School,Kim seen in class by her teacher. It later emerged that she had been hurt.,20/03/2021
10/03/2021,CSC,Home visit. No access gained.,10/03/2021
"""
COMMENT = """Date,Agency,Event,Analysis
01/03/2021,CSC,Home visit. No access gained.,With hindsight the team should have asked the police.
10/03/2021,CSC,Social worker saw Kim at home.,This was too late.
"""


def session_of(path: Path, **asked: object) -> Session:
    pack = load_pack()
    options = Options(**asked)  # type: ignore[arg-type]
    return session_for([path], options, pack.library, pack.vocabulary, pack.calendars)


@cache
def jack() -> Replay:
    return replay(session_of(JACK))


def case(folder: Path, rows: str) -> Path:
    path = folder / "case.csv"
    path.write_text(rows, encoding="utf-8")
    side = "people:\n  - {id: kim, role: child, name: Kim, born: 2015-02-01}\n"
    path.with_suffix(".yaml").write_text(side, encoding="utf-8")
    return path


def texts(replayed: Replay) -> str:
    lines: list[str] = []
    run_through(replayed, Replayer(replayed, Style(100)), lines.append, by="row", until=None)
    return "\n".join(lines)


def test_a_row_is_known_from_the_day_it_was_recorded(tmp_path: Path) -> None:
    replayed = replay(session_of(case(tmp_path, LATE), as_at=one_day("2021-03-25")))
    first = {row.ref.number: row.first for row in replayed.rows}
    assert first[3] == one_day("2021-03-20")
    before, after = (replayed.on(one_day(day)).report for day in ("2021-03-19", "2021-03-20"))
    assert before.children[0].last_seen.certain is None
    assert after.children[0].last_seen.certain is not None
    assert after.children[0].last_seen.certain.when == "05/03/2021"
    assert "recorded 20 Mar 2021" in texts(replayed)


def test_comment_and_words_that_look_back_are_not_shown(tmp_path: Path) -> None:
    for rows in (LATE, COMMENT):
        shown = texts(replay(session_of(case(tmp_path, rows), professionals=True, as_at=one_day("2021-03-25"))))
        assert "seen in class" in shown or "saw Kim at home" in shown
        for words in ("emerged", "hindsight", "too late"):
            assert words not in shown


def test_the_report_of_each_day_of_change_is_that_of_as_at() -> None:
    for one in jack().days[::5]:
        told, alone = one.report, jack().session.report(one.day)
        assert told == alone


def test_each_change_is_told_once_and_adds_up() -> None:
    standing: set[str] = set()
    for told, change in jack().steps():
        standing |= {prompt.id for prompt in change.raised}
        standing -= {prompt.id for prompt in (*change.resolved, *change.lapsed, *change.gone)}
        opened = {p.id for p in told.report.prompts if p.state in ("open", "answered") and p.kind != "question"}
        assert standing == opened
    assert not changed(jack().days[-1].report, jack().days[-1].report)


def test_a_step_at_every_row_and_at_every_change() -> None:
    rows = [row for step in steps_of(jack(), "row") for row in step.rows]
    assert [row.ref for row in rows] == [row.ref for row in jack().rows]
    by_prompts = [change for step in steps_of(jack(), "prompts") for change in step.changes]
    by_row = [change for step in steps_of(jack(), "row") for change in step.changes]
    assert by_prompts == by_row


@pytest.mark.parametrize("day", ["Day -400", "Day 93"])
def test_a_day_outside_the_case_is_refused(day: str) -> None:
    with pytest.raises(UsageError, match=r"runs from Day 0 to Day 92"):
        jack().on(one_day(day))
    done = CliRunner().invoke(flag, ["replay", str(JACK), "--to", day])
    assert done.exit_code == 2
    assert "The replay has no such day: it runs from Day 0 to Day 92." in done.stderr


def test_a_replay_that_would_begin_after_its_end_is_refused() -> None:
    with pytest.raises(UsageError, match="begin after the day it is to end on"):
        replay(jack().session, since=jack().last + 1)


def test_a_long_case_begins_with_its_last_days() -> None:
    short = replay(jack().session, most=10)
    assert len(short.days) == 10
    assert short.days[-1] == jack().days[-1]


def heard(typed: list[str], *, training: bool = False, by: str = "row") -> str:
    said: list[str] = []
    waiting = iter(typed)
    stops = training_beside(JACK).stops if training else ()
    replayer = Replayer(jack(), Style(100), stops)
    walk(jack(), replayer, said.append, lambda _: next(waiting, None), by=by, training=training, read_day=one_day)
    return "\n".join(said)


def test_nothing_of_a_later_row_is_said_before_its_step() -> None:
    said = heard(["", ""])
    assert "row 3," in said
    assert "row 4," not in said


def test_going_to_a_day_and_back() -> None:
    assert "row 9," in heard(["g Day 40"])
    assert "row 8," not in heard(["g Day 40"])
    assert heard(["g Day 40", "b"]).count("row 8,") == 1
    assert "no such day" in heard(["g Day 400"])


def test_the_prompts_wait_for_the_group() -> None:
    said = heard(["", "Who has met the father?", ""], training=True)
    assert said.index("Your group:") < said.index("The rules:") < said.index("Open now")
    assert "Who has met the father?" in said
    assert "Open now" not in heard([""], training=True).split("what would you ask")[0]


def test_a_word_that_is_none_is_explained() -> None:
    assert "There is no such word here." in heard(["jump"])
