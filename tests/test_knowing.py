"""With one agency's eyes: nothing that it neither recorded, was sent nor was present for; no doubt rounded away."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from eyes_stories import Told, numbers, read_story, vocabulary
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import day, standards

from cli import flag
from engine.case import ReadCase
from engine.code.vocabulary import Vocabulary
from engine.errors import UsageError
from engine.evaluate import Evaluation, FindingState, evaluate
from engine.knowing import Acquaintance, Knowers, agency_meant, known_to, who_knows
from engine.language.rule import Rule
from engine.pack import load_pack
from engine.sidesheet import SideSheet, read_side_sheet
from engine.timeline import Case, RowRef, Twice
from engine.values import replace
from engine.view import UNTOLD

ROOT = Path(__file__).parents[1]
CSC, HV, POLICE, SCHOOL = "Children's Social Care", "Health Visiting", "Police", "School"


def eyes_of(read: ReadCase, agency: str) -> Case:
    """The case as an agency knows it."""
    return known_to(read.case, who_knows(read, vocabulary()), agency)


def surely(case: Case) -> list[int]:
    """The rows whose words an agency has."""
    return numbers(list({event.row for event in case.events if event.reader != UNTOLD}))


def perhaps(case: Case) -> list[int]:
    """The rows that are there only as a doubt."""
    return numbers(list({event.row for event in case.events if event.reader == UNTOLD}))


def test_a_row_is_known_to_its_recorder_and_to_whom_it_was_passed_on() -> None:
    read = read_story(
        ("03/05/2021", HV, "Home visit. Maya seen awake and weighed."),
        ("02/07/2021", SCHOOL, "Brother came in hungry and in dirty clothes.", "Referred to CSC"),
        ("05/07/2021", CSC, "Home visit attempted. No access gained."),
    )
    assert surely(eyes_of(read, HV)) == [2]
    assert surely(eyes_of(read, SCHOOL)) == [3]
    assert surely(eyes_of(read, CSC)) == [3, 4]
    assert numbers(list(eyes_of(read, CSC).rows)) == [3, 4]


def test_of_a_conversation_only_its_sentence_is_known() -> None:
    read = read_story(
        ("03/05/2021", HV, "Home visit attempted. No access gained. Spoke with police: father was arrested."),
        ("04/05/2021", POLICE, "Incident at the address."),
    )
    case = eyes_of(read, POLICE)
    assert {event.kind for event in case.events if event.row.number == 2 and event.reader != UNTOLD} >= {"arrest"}
    doubts = [event for event in case.events if event.reader == UNTOLD]
    assert "visit" in {event.kind for event in doubts}
    assert {event.quote for event in doubts} == {"(not said who was told)"}
    assert not any(event.certain for event in doubts)


def test_a_meeting_that_does_not_say_who_was_there_is_a_doubt_for_all() -> None:
    read = read_story(
        ("03/05/2021", CSC, "Strategy discussion held."),
        ("03/05/2021", HV, "Home visit. Maya seen."),
        ("04/05/2021", POLICE, "Incident at the address."),
    )
    for agency in (HV, POLICE):
        assert perhaps(eyes_of(read, agency)) == [2]
        assert 2 not in surely(eyes_of(read, agency))


def test_who_was_at_a_meeting_by_the_side_sheet(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(
        "people:\n  - {id: maya, role: child, name: Maya}\n"
        "plans:\n  - {child: maya, plan: child protection, category: neglect, from: 2021-05-03}\n"
        "meetings:\n  - {on: 2021-05-03, attended: [police, health], apologies: [education]}\n"
    )
    sheet: SideSheet = read_side_sheet(path)
    read = read_story(
        ("03/05/2021", CSC, "Initial Child Protection Conference held."),
        ("02/05/2021", HV, "Home visit. Maya seen."),
        ("02/05/2021", POLICE, "Incident at the address."),
        ("02/05/2021", SCHOOL, "Brother came to school hungry."),
        ("02/05/2021", "Maternity", "Mother seen."),
        sheet=sheet,
    )
    police = eyes_of(read, POLICE)
    assert 2 in surely(police)
    assert [event.reader for event in police.events if event.kind == "plan_started"] == ["side sheet"]
    for agency in (HV, "Maternity", SCHOOL):
        case = eyes_of(read, agency)
        assert 2 not in surely(case), "“health” may be either of two, and apologies are no attendance"
        assert 2 in perhaps(case)
        assert [event.reader for event in case.events if event.kind == "plan_started"] == [UNTOLD]


def test_another_agency_that_is_known_of_is_not_covered() -> None:
    """One letter from social care once made its silence count as an omission in the health visitor's eyes."""
    read = read_story(
        ("03/05/2021", HV, "Home visit. Maya seen."),
        ("05/05/2021", CSC, "Assessment completed.", "HV told"),
    )
    case = eyes_of(read, HV)
    assert surely(case) == [2, 3]
    assert [agency for _, agency, _ in case.rows.values()] == [HV, ""]


def test_a_copy_word_for_word_is_known_by_its_own_recorder() -> None:
    same = "Mother and father argued at the school gate in front of the children and were asked to leave."
    read = read_story(("03/05/2021", HV, same), ("03/05/2021", SCHOOL, same))
    assert [one.sure for one in read.case.told_twice] == [True]
    for agency, number in ((HV, 2), (SCHOOL, 3)):
        case = eyes_of(read, agency)
        assert surely(case) in ([number], [])
        assert len(case.events) == len(read.case.events)
        assert {event.agency for event in case.events} <= {agency}
    twice: tuple[Twice, ...] = eyes_of(read, HV).told_twice
    assert twice == ()


def test_what_was_not_read_of_others_rows_is_left_out() -> None:
    read = read_story(
        ("03/05/2021", HV, "Fzz grmbl childs wibble unreadable xx."),
        ("03/05/2021", SCHOOL, "Brother came to school hungry."),
    )
    assert {item.row.number for item in eyes_of(read, SCHOOL).unread} <= {3}


# --- properties ---------------------------------------------------------------------------------------

AGENCIES = (CSC, HV, POLICE, SCHOOL)
FORMS = {CSC: ("CSC", "social worker"), HV: ("HV", "health visitor"), POLICE: ("police",), SCHOOL: ("school",)}
HAPPENED = (
    "Home visit attempted. No access gained.", "Maya seen at home, awake.", "Mother said father is back in the home.",
    "Maya was not brought to the clinic.", "Home conditions extremely poor.", "Maya not registered with a GP.",
)  # fmt: skip
SURELY = ("{} informed", "Referred to {}", "Reported to {}", "Spoke with {}", "Shared with {}")
PERHAPS = ("{} to be told", "Discuss with {}", "Consider referral to {}")


Names = tuple[str, ...]


@st.composite
def told_rows(draw: st.DrawFn) -> list[tuple[Told, frozenset[str], frozenset[str]]]:
    """Rows, each with who surely knows it and who may: by how the row was put together, not by reading it."""
    rows = []
    for at in range(draw(st.integers(1, 5))):
        recorder = draw(st.sampled_from(AGENCIES))
        other = draw(st.sampled_from([agency for agency in AGENCIES if agency != recorder]))
        form = draw(st.sampled_from(FORMS[other]))
        how = draw(st.sampled_from(("nobody", "surely", "perhaps", "meeting")))
        action = {"surely": draw(st.sampled_from(SURELY)), "perhaps": draw(st.sampled_from(PERHAPS))}.get(how, "")
        event = "Strategy discussion held." if how == "meeting" else draw(st.sampled_from(HAPPENED))
        date = f"{1 + 4 * at:02}/0{draw(st.integers(5, 8))}/2021"
        sure = frozenset([recorder, other] if how == "surely" else [recorder])
        may = frozenset(AGENCIES if how == "meeting" else [recorder, other] if how != "nobody" else [recorder])
        rows.append(((date, recorder, event, action.format(form)), sure, sure | may))
    return rows


@given(told_rows())
@settings(max_examples=60)
def test_an_agency_never_has_a_row_that_it_neither_recorded_was_sent_nor_attended(
    rows: list[tuple[Told, frozenset[str], frozenset[str]]],
) -> None:
    read = read_story(*(told for told, _, _ in rows))
    knowers = who_knows(read, vocabulary())
    for agency in knowers.agencies:
        case = known_to(read.case, knowers, agency)
        sure = {at for at, (_, knows, _) in enumerate(rows, start=2) if agency in knows}
        may = {at for at, (_, _, knows) in enumerate(rows, start=2) if agency in knows}
        assert set(numbers(list(case.rows))) == sure
        assert set(surely(case)) <= sure
        assert set(perhaps(case)) <= may - sure
        assert {item.row.number for item in case.unread} <= sure
        own = {ref for ref, (_, whose, _) in read.case.rows.items() if whose == agency}
        assert {ref for ref, (_, whose, _) in case.rows.items() if whose} == own


@given(told_rows(), st.sampled_from(AGENCIES))
@settings(max_examples=30)
def test_with_one_agency_in_the_case_its_eyes_are_everybodys(
    rows: list[tuple[Told, frozenset[str], frozenset[str]]], agency: str
) -> None:
    read = read_story(*((told[0], agency, *told[2:]) for told, _, _ in rows))
    assert eyes_of(read, agency) == read.case


@st.composite
def visits(draw: st.DrawFn) -> list[tuple[Told, frozenset[str], frozenset[str]]]:
    """The health visitor's rows of one child, and social care's, of which she may have been told."""
    rows: list[tuple[Told, frozenset[str], frozenset[str]]] = []
    for week in sorted(draw(st.sets(st.integers(0, 16), min_size=2, max_size=5))):
        recorder = draw(st.sampled_from((HV, CSC)))
        action = draw(st.sampled_from(("", "HV to be told"))) if recorder == CSC else ""
        date_ = date.fromordinal(day("2021-05-03") + 7 * week)
        told = (f"{date_:%d/%m/%Y}", recorder, draw(st.sampled_from(HAPPENED[:2])), action)
        rows.append((told, frozenset(), frozenset()))
    return rows


@given(visits())
@settings(max_examples=40)
def test_no_sighting_that_she_may_have_been_told_of_is_rounded_away(
    rows: list[tuple[Told, frozenset[str], frozenset[str]]],
) -> None:
    """Leaving such rows out once made it certain, in her eyes, that nobody had seen the child."""
    _definite_in_every_world(rows, ("child-not-seen-n-days", "repeated-no-access-visits"))


@pytest.mark.slow
@given(told_rows())
@settings(max_examples=40)
def test_what_is_definite_in_an_agencys_eyes_holds_whether_or_not_it_was_told(
    rows: list[tuple[Told, frozenset[str], frozenset[str]]],
) -> None:
    _definite_in_every_world(rows)


def _definite_in_every_world(rows: list[tuple[Told, frozenset[str], frozenset[str]]], names: Names = ()) -> None:
    """The oracle decides each doubt both ways; a definite prompt is open in every one of those cases."""
    read = read_story(*(told for told, _, _ in rows))
    knowers = who_knows(read, vocabulary())
    for agency in knowers.agencies:
        found = _evaluated(known_to(read.case, knowers, agency), names)
        definite = {
            (finding.rule.name, finding.child.id if finding.child else "")
            for finding in found.findings
            if finding.definite and finding.state in (FindingState.OPEN, FindingState.ANSWERED) and not finding.guessed
        }
        for decided in _worlds(knowers, agency):
            world = _evaluated(known_to(read.case, decided, agency), names)
            still = {
                (finding.rule.name, finding.child.id if finding.child else "")
                for finding in world.findings
                if finding.state in (FindingState.OPEN, FindingState.ANSWERED, FindingState.LAPSED)
            }
            assert definite <= still


def _evaluated(case: Case, names: Names) -> Evaluation:
    return evaluate(case, _rules(names), standards(), day("2021-08-30"))


@cache
def _rules(names: Names) -> list[Rule]:
    rules = load_pack().library.rules
    return [rule for rule in rules if rule.name in names or (not names and "core" in rule.packs)]


def _worlds(knowers: Knowers, agency: str) -> list[Knowers]:
    """All doubts decided the one way, and the other, and each by itself."""
    known = knowers.rows[agency]
    doubtful = [row for row, how in known.items() if how.how == "may"]
    out = []
    for told in [[], doubtful, *([row] for row in doubtful)]:
        rows: dict[RowRef, Acquaintance] = {
            row: Acquaintance("told") if row in told else how
            for row, how in known.items()
            if row in told or row not in doubtful
        }
        out.append(replace(knowers, rows={**knowers.rows, agency: rows}))
    return out


# --- the command --------------------------------------------------------------------------------------

STORY = """\
Date,Agency,Event,Action or outcome
03/05/2021,Health Visiting,New birth visit at home. Maya seen awake and weighed.,
02/07/2021,School,Brother Jonah came in hungry and in dirty clothes. Zebra crossing mentioned.,Referred to CSC
05/07/2021,CSC,Strategy discussion held.,
20/07/2021,CSC,Home visit attempted. No response at the address.,
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A short case as a file."""
    path = tmp_path / "maya.csv"
    path.write_text(STORY)
    path.with_suffix(".yaml").write_text("people:\n  - {id: maya, role: child, name: Maya, born: 20 April 2021}\n")
    return path


def test_the_report_shows_only_what_the_agency_knew(story: Path) -> None:
    for form in (["--all"], ["--format", "json"]):
        done = CliRunner().invoke(flag, [str(story), "--as-known-by", "HV", "--for", "professionals", *form])
        assert done.exit_code == 0, done.stderr
        text = " ".join(done.stdout.split())
        assert "As known by Health Visiting: only what it recorded, was sent, or was present for." in text
        for word in ("hungry", "Zebra", "dirty", "No response", "School"):
            assert word not in text
        assert "may have known of 1 row more" in text


def test_a_doubt_of_a_later_day_is_not_told(story: Path) -> None:
    done = CliRunner().invoke(flag, [str(story), "--as-known-by", "HV", "--as-at", "2021-06-01"])
    assert "may have known" not in done.stdout


def test_an_agency_that_is_not_in_the_case_is_said_with_those_that_are(story: Path) -> None:
    done = CliRunner().invoke(flag, [str(story), "--as-known-by", "Helth Visiting"])
    assert done.exit_code == 2
    assert "Did you mean 'Health Visiting'?" in done.stderr
    assert "Children's Social Care, Health Visiting, School" in done.stderr


def test_a_family_is_no_agency() -> None:
    read = read_story(("03/05/2021", "Family", "Grandmother rang about Maya."), ("04/05/2021", HV, "Maya seen."))
    words: Vocabulary = vocabulary()
    with pytest.raises(UsageError, match="Its agencies are: Health Visiting"):
        agency_meant("Family", who_knows(read, words), words)


def test_a_prompt_keeps_its_id_in_whosever_eyes() -> None:
    read = read_story(
        ("01/05/2021", CSC, "Maya not registered with a GP."),
        ("03/05/2021", HV, "Maya not registered with a GP."),
    )
    ids = {event.row: event.id for event in read.case.events}
    assert all(ids[event.row] == event.id for event in eyes_of(read, HV).events if event.kind == "gp_registration")
