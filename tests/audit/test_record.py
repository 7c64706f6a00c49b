"""What is kept of a case: everything that is counted, and not a word of the record."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_cases import CLOSED, NO_ACCESS, QUIET, write_csv

from engine.audit.judging import Files, Setup, judge
from engine.audit.record import CaseKept, ChildKept, FindingKept, ReferralKept, RowKept, as_line, from_line
from engine.pack import load_pack
from engine.session import Options

PACK = load_pack()
ALL = Setup(Options(rules=("all",)), events=True)

DAYS = st.tuples(st.integers(1, 800_000), st.integers(1, 800_000))
WORDS = st.text(max_size=8)
ROWS = st.builds(RowKept, WORDS, st.none() | WORDS, st.integers(1, 10**6), WORDS, DAYS)
SPELLS = st.lists(st.tuples(st.integers(1, 800_000), st.booleans()), max_size=3).map(tuple)
FINDINGS = st.builds(
    FindingKept, *[WORDS, WORDS, st.integers(1, 9), WORDS, WORDS, st.none() | WORDS, st.tuples(WORDS)],
    *[WORDS] * 4, *[st.none() | DAYS] * 2, *[st.none() | st.integers(1, 800_000)] * 2, st.none() | DAYS,
    st.lists(ROWS, max_size=2).map(tuple), WORDS, st.tuples(WORDS), SPELLS, SPELLS,
)  # fmt: skip
CHILDREN = st.builds(
    ChildKept, WORDS, st.none() | DAYS, st.tuples(WORDS), st.integers(0, 9), st.none() | DAYS, st.integers(0, 9),
    st.none() | DAYS,
)  # fmt: skip
RECORDS = st.builds(
    CaseKept, case=WORDS, team=WORDS, problem=WORDS, children=st.lists(CHILDREN, max_size=2).map(tuple),
    findings=st.lists(FINDINGS, max_size=2).map(tuple), stopped=st.tuples(st.tuples(WORDS, WORDS)),
    referrals=st.lists(st.builds(ReferralKept, WORDS, DAYS, *[WORDS] * 3, st.booleans()), max_size=2).map(tuple),
)  # fmt: skip


@given(RECORDS)
def test_a_record_comes_back_as_it_was(record: CaseKept) -> None:
    line = as_line(record)
    assert line.count(b"\n") == 1
    assert from_line(line) == record
    assert as_line(from_line(line)) == line


@pytest.mark.parametrize("line", [b"{}", b"[]", b'{"record": 2, "case": "x"}', b'{"record": 1, "case": "x"}', b"\xff"])
def test_another_line_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_line(line)


def test_no_word_of_a_row_is_kept(tmp_path: Path) -> None:
    """Narratives hold names and places; an audit's folder is passed around more widely than the records are."""
    told = "Zebedee Quillfeather at 14 Larkspur Way, worker Ingrid."
    marked = [(day, agency, f"{event} {told}", seen) for day, agency, event, seen in NO_ACCESS]
    line = as_line(judge(Files("maple", "", (write_csv(tmp_path / "maple.csv", marked),)), ALL, PACK)).decode()
    record = json.loads(line)
    assert record["findings"]
    assert record["events"]
    for word in ("Zebedee", "Quillfeather", "Larkspur", "Ingrid", "knocking", "Card"):
        assert word not in line


def test_a_referral_closed_without_a_reason_and_one_with(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "rowan.csv", CLOSED)
    (without,) = judge(Files("rowan", "", (path,)), ALL, PACK).referrals
    assert (without.source, without.outcome, without.reason) == ("anonymous", "no further action", "no")
    reason = "No further action because the child was seen well by the health visitor."
    reasoned = [CLOSED[0], ("04/03/2022", "Children's Social Care", reason, "")]
    (with_reason,) = judge(Files("r", "", (write_csv(tmp_path / "r.csv", reasoned),)), ALL, PACK).referrals
    assert (with_reason.outcome, with_reason.reason) == ("no further action", "yes")
    (open_still,) = judge(Files("o", "", (write_csv(tmp_path / "o.csv", CLOSED[:1]),)), ALL, PACK).referrals
    assert (open_still.outcome, open_still.reason) == ("", "no decision")


def test_a_decision_long_after_is_not_taken_for_one_on_the_referral(tmp_path: Path) -> None:
    late = [CLOSED[0], ("20/05/2022", "Children's Social Care", "No further action.", "")]
    (referral,) = judge(Files("r", "", (write_csv(tmp_path / "r.csv", late),)), ALL, PACK).referrals
    assert referral.reason == "no decision"


def test_days_unseen_and_attempts_since(tmp_path: Path) -> None:
    record = judge(Files("maple", "", (write_csv(tmp_path / "maple.csv", NO_ACCESS),)), ALL, PACK)
    (child,) = record.children
    assert child.unseen == (115, 115)  # 3 January to 28 April 2022
    assert child.attempts == 3
    (seen,) = judge(Files("willow", "", (write_csv(tmp_path / "willow.csv", QUIET),)), ALL, PACK).children
    assert (seen.unseen, seen.attempts) == ((0, 0), 0)


def test_an_age_is_a_range_where_the_birth_is_imprecise(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "willow.csv", QUIET)
    sheet = "people:\n  - {id: willow, role: child, born: 2019}\n  - {id: elm, role: child, born: 2018-05-12}\n"
    (tmp_path / "willow.yaml").write_text(sheet, encoding="utf-8")
    ages = {child.id: child.age for child in judge(Files("w", "", (path,)), ALL, PACK).children}
    assert ages == {"willow": (2, 3), "elm": (4, 4)}  # on 12 May 2022


def test_a_case_that_cannot_be_read_is_a_record_that_says_why(tmp_path: Path) -> None:
    gone = judge(Files("gone", "", (tmp_path / "gone.csv",)), ALL, PACK)
    assert gone.problem == "gone.csv: There is no such file. Check the name and the folder."
    empty = tmp_path / "empty.csv"
    empty.write_text("", encoding="utf-8")
    assert "The file is empty" in judge(Files("empty", "", (empty,)), ALL, PACK).problem


def test_a_crash_is_told_of_its_case_without_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise KeyError("Zebedee Quillfeather")

    monkeypatch.setattr("engine.audit.judging.referrals_kept", crash)
    record = judge(Files("maple", "", (write_csv(tmp_path / "maple.csv", QUIET),)), ALL, PACK)
    assert "KeyError" in record.problem
    assert "Zebedee" not in record.problem


def test_a_case_without_an_entry_by_the_day_is_not_judged(tmp_path: Path) -> None:
    """Cases that had not begun were counted as evaluated and their children as never seen."""
    path = write_csv(tmp_path / "maple.csv", NO_ACCESS)
    early = Setup(Options(as_at=date(2021, 12, 31).toordinal()))
    assert "no entry on or before the day looked at" in judge(Files("maple", "", (path,)), early, PACK).problem
    begun = Setup(Options(as_at=date(2022, 1, 3).toordinal()))
    assert not judge(Files("maple", "", (path,)), begun, PACK).problem


@pytest.mark.parametrize("action", ["", "S47 joint", "Section 47 enquiry started", "No further action"])
def test_a_discussion_whose_row_tells_of_an_enquiry_too_is_a_discussion(tmp_path: Path, action: str) -> None:
    rows = [
        ("03/06/2022", "School", "Child came in with an unexplained bruise to the face.", "", "Y"),
        ("04/06/2022", "Children's Social Care", "Strategy discussion held with police and health.", action, ""),
    ]
    path = write_csv(tmp_path / "rowan.csv", rows, ("Date", "Agency", "Event", "Action", "Child seen"))
    record = judge(Files("rowan", "", (path,)), Setup(Options(rules=("strategy-discussion-not-held",))), PACK)
    ended = [one.by for one in record.met] + [one.ended_by for one in record.findings if one.state == "resolved"]
    assert ended
    assert set(ended) == {"strategy_discussion"}


def test_nothing_was_raised_before_it_could_have_been_said(tmp_path: Path) -> None:
    """A clock had run out before the plan began under which it counts: the figures told of the earlier day."""
    path = Path(__file__).parents[2] / "chronologies" / "ava.csv"
    record = judge(Files("ava", "", (path,)), ALL, PACK)
    told = [one for one in record.findings if one.raised is not None and one.first_possible is not None]
    assert told
    assert all(one.raised[0] >= one.first_possible for one in told if one.raised is not None)
