"""What must not matter: the order of rows, how they are split over files, and another family's child."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from engine.session import Options, Session, open_session

CASE = Path(__file__).parent.parent / "chronologies" / "ava.csv"
HEADER = "Date,Agency,Event,Child seen,Action or outcome"
ROWS = [
    "03/01/2022,School,Ben seen in school.,Ben - Y,",
    "10/01/2022,CSC,Referral received from school about home conditions.,,Assessment to be started",
    "24/01/2022,CSC,Home visit. No access gained.,N,",
    "27/01/2022,CSC,Home visit. No access gained.,N,",
    "31/01/2022,CSC,Management oversight: further visits to be made.,,",
    "02/02/2022,Health Visiting,T/C with Mum. Chloe not registered with a GP.,phone only,",
    "mid-February 2022,CSC,Spoke with mother at the front door. Children not seen.,N,",
    "21/02/2022,Police,Mother's new partner has moved in to the address.,,",
    "28/02/2022,CSC,Anonymous referral received. No further action.,,NFA",
    "March 2022,CSC,Home visit. Access gained. Not clear if Chloe was seen.,not clear,",
]
SHEET = """people:
  - {id: ben, role: child, name: Ben, born: 01/02/2014}
  - {id: chloe, role: child, name: Chloe, born: 01/02/2021}
  - {id: mother, role: mother, name: Mum}
  - {id: partner, role: partner, name: Mother's new partner, household: no}
"""
STRANGER = "  - {id: zed, role: child, name: Zed, born: 01/02/2018, household: no}\n"


def session(folder: Path, files: dict[str, list[str]], sheet: str = SHEET) -> Session:
    folder.mkdir(exist_ok=True)
    paths = []
    for name, rows in files.items():
        path = folder / name
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        paths.append(path)
    side = folder / "case.yaml"
    side.write_text(sheet, encoding="utf-8")
    return open_session(tuple(paths), Options(side_sheet=side))


def said(read: Session) -> list[str]:
    """The report's prompts and dues without file and row numbers."""
    report = read.report()
    prompts = [
        (
            p.id, p.kind, p.state, p.certainty, p.urgency, p.outcomes, p.first_prompted, p.raised, p.ever_breached,
            sorted((e.date, e.agency, e.quote, e.read_as) for e in p.evidence if not e.restricted),
        )
        for p in report.prompts
    ]  # fmt: skip
    dues = [(d.rule, d.child, d.due, d.certainty) for d in report.due]
    return sorted(map(str, [*prompts, *dues, report.as_at, report.agencies]))


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_changes_nothing(tmp_path: Path, seed: int) -> None:
    shuffled = random.Random(seed).sample(ROWS, len(ROWS))
    assert said(session(tmp_path / "a", {"case.csv": ROWS})) == said(session(tmp_path / "b", {"case.csv": shuffled}))


def test_splitting_a_file_in_two_changes_nothing(tmp_path: Path) -> None:
    whole = session(tmp_path / "a", {"case.csv": ROWS})
    split = session(tmp_path / "b", {"one.csv": ROWS[::2], "two.csv": ROWS[1::2]})
    assert said(whole) == said(split)


def test_splitting_ava_changes_nothing_but_file_and_row_numbers(tmp_path: Path) -> None:
    lines = CASE.read_text(encoding="utf-8").splitlines()
    # Row 31 begins with a date of its own, so that nothing in the second file counts from the first.
    (tmp_path / "early.csv").write_text("\n".join(lines[:30]) + "\n", encoding="utf-8")
    (tmp_path / "late.csv").write_text("\n".join([lines[0], *lines[30:]]) + "\n", encoding="utf-8")
    options = Options(side_sheet=CASE.with_suffix(".yaml"))
    split = open_session((tmp_path / "early.csv", tmp_path / "late.csv"), options)
    assert said(split) == said(open_session((CASE,), options))


def test_another_familys_child_changes_nothing(tmp_path: Path) -> None:
    stranger = [*ROWS, "15/02/2022,School,Zed was seen in school with a bruise.,Zed - Y,"]
    alone = session(tmp_path / "a", {"case.csv": ROWS})
    beside = session(tmp_path / "b", {"case.csv": stranger}, SHEET + STRANGER)
    mine = [line for line in said(alone) if "Agency(" not in line]
    assert mine == [line for line in said(beside) if "Agency(" not in line]
