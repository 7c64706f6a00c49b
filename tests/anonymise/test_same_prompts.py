"""The anonymised case is read as the first was: the same prompts for the same children, the days moved."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.anonymise import job
from engine.anonymise.job import Wanted, anonymise, prompts_of
from engine.dates.dayzero import is_relative
from engine.session import Options, Session, open_session

HERE = Path(__file__).resolve().parent.parent.parent
CASES = sorted(path.name for path in (HERE / "chronologies").glob("*.csv"))
QUICK = ("child-h.csv", "eleanor.csv", "jack.csv")
BUSY = ("busy-01.csv", "busy-02.csv", "busy-08.csv", "busy-30.csv")


def anonymised(path: Path, folder: Path, weeks: int = -61) -> tuple[Session, Session, str]:
    """The case before and after, and the report."""
    out = folder / "out"
    report = anonymise(Wanted((path,), out, weeks=weeks), Options(), chance=random.Random(1))
    return open_session([path], Options()), open_session([out / "case-1.csv"], Options()), report


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in CASES]
)
def test_a_published_case_has_the_same_prompts(name: str, tmp_path: Path) -> None:
    before, after, report = anonymised(HERE / "chronologies" / name, tmp_path)
    offset = 0 if is_relative(before.as_at) else -427
    assert prompts_of(before, offset) == prompts_of(after)
    assert "The prompts are the same as before." in report


@pytest.mark.slow
@pytest.mark.parametrize("weeks", [-26, -313, 52, -520])
def test_ava_has_the_same_prompts_by_any_number_of_weeks(weeks: int, tmp_path: Path) -> None:
    before, after, _ = anonymised(HERE / "chronologies" / "ava.csv", tmp_path, weeks)
    assert prompts_of(before, 7 * weeks) == prompts_of(after)


@pytest.mark.slow
@pytest.mark.parametrize("name", BUSY)
def test_the_rules_of_a_busy_case_prompt_the_same(name: str, tmp_path: Path) -> None:
    """Questions rest on guesses from single words, and a name that is gone may change a guess: they are left aside."""
    before, after, _ = anonymised(HERE / "tests" / "cases" / "busy" / name, tmp_path)
    old, new = (
        [one for one in prompts_of(session, by) if one[1] != "question"] for session, by in ((before, -427), (after, 0))
    )
    assert old == new


# --- intervals, ages and counts of working days, on cases made for it ---------------------------------

TOLD = (
    ("Health Visiting", "HV record", "Home visit. No access gained, nobody in.", "N"),
    ("Health Visiting", "HV record", "Home visit. Wilhelmina seen at home with mother, awake and handled.", "Y"),
    ("CSC", "Case note", "Strategy discussion held with police and health. Section 47 enquiry started.", ""),
    ("CSC", "Referral", "Referral received from school: home conditions poor.", ""),
    ("CSC", "Case note", "Assessment started.", ""),
    ("CSC", "ICPC minutes", "Initial child protection conference. Plan for Wilhelmina, category neglect.", ""),
    ("CSC", "Core group", "Core group held. Parents attended.", ""),
    ("School", "CPOMS", "Wilhelmina came in hungry. DSL made a referral to CSC.", "Y"),
    ("Police", "Incident", "Domestic incident, Wilhelmina upstairs. Father arrested and bailed.", ""),
    ("Hospital", "Clinic", "Was not brought to the appointment.", "N"),
)
FORMS = ("%d/%m/%Y", "%d %B %Y", "%B %Y", "early %B %Y", "mid-%B %Y", "w/c %d/%m/%Y", "%d.%m.%y", "about %d/%m/%Y")
ROWS = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(TOLD), st.sampled_from(FORMS)), min_size=3, max_size=12)


def invented(folder: Path, start: date, rows: list[tuple[int, tuple[str, str, str, str], str]], age: int) -> Path:
    """A chronology of rows so many days after one another about one child."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["Date,Agency,Source,Event,Child seen"]
    day = start
    for gap, (agency, source, event, seen), form in rows:
        day += timedelta(days=gap)
        lines.append(f'{day.strftime(form)},{agency},{source},"{event}",{seen}')
    path = folder / "invented.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    born = start - timedelta(days=age)
    path.with_suffix(".yaml").write_text(
        f"nation: england\npeople:\n  - {{id: w, role: child, name: Wilhelmina, born: {born:%d/%m/%Y}}}\n"
        "  - {id: m, role: mother, name: Augusta, parent_of: [w]}\n",
        encoding="utf-8",
    )
    return path


def check_kept(
    folder: Path, start: date, rows: list[tuple[int, tuple[str, str, str, str], str]], age: int, weeks: int
) -> None:
    """Intervals, ages in days, weekdays, prompts and due days are as they were."""
    before, after, _ = anonymised(invented(folder, start, rows, age), folder, weeks)
    old = [when for when, _, _ in before.read.case.rows.values() if when is not None]
    new = [when for when, _, _ in after.read.case.rows.values() if when is not None]
    assert [(one.earliest + 7 * weeks, one.latest + 7 * weeks) for one in old] == [
        (one.earliest, one.latest) for one in new
    ]
    born, later = before.read.case.children[0].born, after.read.case.children[0].born
    assert born is not None
    assert later is not None
    assert later.earliest - born.earliest == 7 * weeks
    assert prompts_of(before, 7 * weeks) == prompts_of(after)


CHECKED = {
    "start": st.dates(date(2005, 1, 1), date(2023, 6, 1)),
    "rows": ROWS,
    "age": st.integers(20, 5000),
    "weeks": st.integers(-520, 300).filter(bool),
}


@given(**CHECKED)
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_intervals_ages_and_counts_of_working_days_are_kept(
    tmp_path_factory: pytest.TempPathFactory, **case: object
) -> None:
    check_kept(tmp_path_factory.mktemp("kept"), **case)  # type: ignore[arg-type]


@pytest.mark.slow
@given(**CHECKED)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_intervals_ages_and_counts_are_kept_in_many_cases(
    tmp_path_factory: pytest.TempPathFactory, **case: object
) -> None:
    check_kept(tmp_path_factory.mktemp("kept"), **case)  # type: ignore[arg-type]


def test_without_what_is_carried_a_count_over_christmas_would_change(tmp_path: Path) -> None:
    """Against a test that could not fail: the bank holidays of the true days do count in these cases."""
    rows = [(0, TOLD[3], FORMS[0]), (3, TOLD[4], FORMS[0]), (60, TOLD[6], FORMS[0])]
    _, after, _ = anonymised(invented(tmp_path, date(2021, 12, 20), rows, 900), tmp_path)
    carried = after.read.sheet.moved
    assert carried is not None
    assert any(unit == "working days" for _, _, unit in carried.counts)
    assert job.REPORT in {path.name for path in (tmp_path / "out").iterdir()}
