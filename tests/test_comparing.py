"""Which prompts appear only when the records are put together, and since when each agency could have seen its own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import day

from cli import flag
from engine.comparing import Alone, Knowledge, comparison
from engine.evaluate import evaluate
from engine.knowing import known_to, who_knows
from engine.pack import load_pack
from engine.report.eyes import merged, render_eyes
from engine.report.terminal import Style
from engine.session import Options, Session, open_session
from engine.values import replace

ROOT = Path(__file__).parents[1]
AVA = ROOT / "chronologies" / "ava.csv"
CSC, HV, POLICE, MATERNITY = "Children's Social Care", "Health Visiting", "Police", "Maternity"


SPRING = ("significant-event-not-shared", "crime-disclosed-no-strategy-discussion", "gp-not-registered")


@cache
def ava(as_at: str, rules: tuple[str, ...] = ()) -> Session:
    """Ava's case on a day."""
    return open_session([AVA], Options(as_at=day(as_at), rules=rules))


def of(known: tuple[Knowledge, ...], rule: str, row: int) -> Knowledge:
    """The prompt of a rule that rests on a row alone, or begins with it."""
    return next(one for one in known if one.rule == rule and row in [place.number for place in one.rows[:1]])


def alone(one: Knowledge, agency: str) -> Alone:
    """What an agency could have seen of a prompt."""
    return next(each for each in one.alone if each.agency == agency)


@cache
def spring() -> tuple[Knowledge, ...]:
    """What the agencies knew on the day before the health visitor's telephone call ended, by all the rules."""
    return comparison(ava("2021-03-15", SPRING))


def test_the_loss_of_the_pregnancy_could_be_seen_by_maternity_and_not_by_health_visiting() -> None:
    """The review's own point (2.9, 3.1.1): nobody told the health visitor, who went on trying to visit."""
    one = of(spring(), "significant-event-not-shared", 25)
    assert one.agencies == (MATERNITY,)
    assert alone(one, MATERNITY).possible is not None
    assert [alone(one, agency).possible for agency in (HV, CSC, POLICE)] == [None, None, None]


def test_health_visiting_could_see_it_once_the_mother_had_told_her_and_not_before() -> None:
    later = comparison(ava("2021-04-15", ("significant-event-not-shared",)))
    by_her = [alone(one, HV).possible for one in later if alone(one, HV).possible is not None]
    told = min(when.earliest for ref, (when, _, _) in ava("2021-04-15").read.case.rows.items()
               if ref.number == 28 and when is not None)  # fmt: skip
    assert by_her
    assert min(by_her) >= told
    assert not any(alone(one, HV).possible for one in spring() if one.rule == "significant-event-not-shared")


def test_what_needs_two_agencies_rows_appears_only_when_they_are_put_together() -> None:
    one = of(spring(), "crime-disclosed-no-strategy-discussion", 10)
    assert one.only_together
    assert one.possible_since == day("2020-09-03")
    assert "no Children's Social Care rows" in alone(one, POLICE).why_not


def test_what_an_agency_recorded_itself_it_could_see_alone() -> None:
    one = of(spring(), "gp-not-registered", 18)
    assert not one.only_together
    assert {agency for agency in (CSC, HV, POLICE) if alone(one, agency).possible} == {CSC, HV}


def test_no_agency_sees_a_day_of_the_future() -> None:
    for one in spring():
        for each in one.alone:
            for since in (each.possible, each.definite):
                assert since is None or since <= day("2021-03-15")


def test_what_is_known_later_changes_no_earlier_day() -> None:
    """Evaluated from scratch on a case that ends there, the first days are the same."""
    session = ava("2021-03-15", ("significant-event-not-shared", "gp-not-registered"))
    case = session.read.case
    until = {ref: told for ref, told in case.rows.items() if told[0] is not None and told[0].earliest <= session.as_at}
    cut = replace(case, rows=until, events=tuple(event for event in case.events
                  if event.row in until or event.row not in case.rows))  # fmt: skip
    ended = replace(session, read=replace(session.read, case=cut))
    assert [(one.rule, one.possible_since, one.definite_since, one.alone) for one in comparison(ended)] == [
        (one.rule, one.possible_since, one.definite_since, one.alone) for one in comparison(session)
    ]


DAYS = ["2020-10-01", "2020-12-20", "2021-06-01", "2022-02-01"]


@given(st.sampled_from(DAYS), st.sampled_from([HV, POLICE, "School"]))
@settings(max_examples=3)
def test_each_agencys_days_are_those_of_its_own_case_evaluated_by_itself(as_at: str, agency: str) -> None:
    session = ava(as_at, ("child-not-seen-n-days", "gp-not-registered", "repeated-no-access-visits"))
    knowers = who_knows(session.read, load_pack().vocabulary)
    own = evaluate(known_to(session.read.case, knowers, agency), session.rules, session.standards, session.as_at)
    days = {(finding.first_possible, finding.first_definite) for finding in own.findings} | {(None, None)}
    for one in comparison(session):
        for each in one.alone:
            if each.agency == agency and one.kind == "rule":
                assert (each.possible, each.definite) in days


def test_with_one_agency_all_together_see_what_it_sees(tmp_path: Path) -> None:
    path = tmp_path / "maya.csv"
    path.write_text(
        "Date,Agency,Event\n"
        "03/05/2021,Health Visiting,New birth visit at home. Maya seen awake and weighed.\n"
        "07/06/2021,Health Visiting,Home visit attempted. No access gained.\n"
        "14/06/2021,Health Visiting,Home visit attempted. No access gained. Not registered with a GP.\n"
        "01/10/2021,Health Visiting,Record reviewed.\n"
    )
    path.with_suffix(".yaml").write_text("people:\n  - {id: maya, role: child, name: Maya, born: 20 April 2021}\n")
    known = comparison(open_session([path], Options()))
    assert known
    for one in known:
        assert [(each.agency, each.possible, each.definite) for each in one.alone] == [
            (HV, one.possible_since, one.definite_since)
        ]
        assert one.days_earlier == 0


def test_looking_with_one_agencys_eyes_the_table_is_still_of_the_whole_case() -> None:
    eyes = open_session([AVA], Options(as_at=day("2021-03-15"), rules=SPRING, known_by="HV"))
    assert comparison(eyes) == spring()


def test_the_table_says_what_only_all_together_could_see() -> None:
    text = render_eyes(ava("2021-03-15", SPRING), Style(100))
    head, _, rest = text.partition("ONLY WHEN THE RECORDS ARE PUT TOGETHER")
    assert "4 only when they are put together" in " ".join(head.split())
    assert "A crime against a child was told of" in rest.partition("COULD BE SEEN")[0]
    assert "Health Visiting alone: possible since 2021-02-13" in rest
    assert "of its own" in rest


def test_prompts_that_say_the_same_are_told_once_with_all_their_rows() -> None:
    told = merged(spring())
    assert sum(one.times for one in told) == len(spring())
    assert len(told) < len(spring())


def test_the_command(tmp_path: Path) -> None:
    out = tmp_path / "eyes.txt"
    words = [str(AVA), "--as-at", "2021-03-15", "--rules", "gp-not-registered"]
    done = CliRunner().invoke(flag, ["eyes", *words])
    assert done.exit_code == 0, done.stderr
    assert "WHAT EACH AGENCY KNEW" in done.stdout
    assert CliRunner().invoke(flag, ["eyes", *words, "--output", str(out)]).exit_code == 0
    assert out.read_text() == done.stdout


@pytest.mark.slow
def test_every_prompt_of_ava_is_somebodys_or_only_all_agencies_together() -> None:
    """On her last day social care, which knew 41 of the 54 rows, could have seen nearly every core prompt by itself."""
    known = comparison(ava("2022-03-01"))
    assert len(known) > 50
    assert [one.rule for one in known if one.only_together] == []
    assert all(alone(one, CSC).possible or alone(one, HV).possible for one in known)
    assert {one.rule for one in known if one.days_earlier} == {"concerns-add-up"}
