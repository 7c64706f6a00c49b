"""Matched pairs: the same practice, told in more rows or of another family, gives the same prompts.

The pairs change only the characteristics on which no rule may rest, or only how much is written down.
"""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from engine.pack import load_pack
from engine.report.terminal import Style, render_text
from engine.session import Options, session_for

ROWS = """Date,Agency,Event,Child seen,Action or outcome
03/01/2022,School,Ben seen in school.,Ben - Y,
10/01/2022,CSC,Referral received from school about home conditions.,,Assessment to be started
24/01/2022,CSC,Home visit. No access gained.,N,
27/01/2022,CSC,Home visit. No access gained.,N,
02/02/2022,Health Visiting,T/C with Mum. Chloe not registered with a GP.,phone only,
14/02/2022,CSC,Spoke with mother at the front door. Children not seen.,N,
21/02/2022,Police,Mother's new partner has moved in to the address.,,
28/02/2022,CSC,Anonymous referral received. No further action.,,NFA
07/03/2022,CSC,Home visit. Access gained. Not clear if Chloe was seen.,not clear,
"""
SHEET = """people:
  - {id: ben, role: child, name: Ben, born: 01/02/2014}
  - {id: chloe, role: child, name: Chloe, born: 01/02/2021}
  - {id: mother, role: mother, name: Mum}
  - {id: partner, role: partner, name: Mother's new partner, household: no}
"""
CHARACTERISTICS = (
    "Family is White British.",
    "Family is Black Caribbean.",
    "Family is Gypsy Roma Traveller.",
    "Family are practising Muslims.",
    "Family are Catholic.",
    "Mum's first language is Polish.",
    "Mum is a care leaver.",
    "Mum is 18.",
    "Mum is 41.",
    "Mum is a single parent.",
    "Ben has two mums.",
    "Ben has autism.",
    "Mum uses a wheelchair.",
    "Family receive universal credit.",
    "Dad is a teacher.",
    "Family are seeking asylum.",
)
"""Sentences about a family, each of which must change nothing."""
ROUTINE = (
    "E-mail from office: appointment letter printed.",
    "Rang to confirm the time of next week's appointment.",
    "Filing brought up to date.",
    "Reminder text sent.",
    "Diary checked.",
)


def prompts(folder: Path, text: str, *, rules: tuple[str, ...] = ("all", "-entitlements")) -> list[tuple[object, ...]]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.csv").write_text(text, encoding="utf-8")
    (folder / "case.yaml").write_text(SHEET, encoding="utf-8")
    pack = load_pack()
    options = Options(rules=rules, as_at=738226)
    report = session_for([folder / "case.csv"], options, pack.library, pack.vocabulary, pack.calendars).report()
    assert render_text(report, Style(100))
    return sorted(
        (p.rule, p.children, p.state, p.certainty, p.urgency)
        for p in report.prompts
        if p.kind != "question" and "contribution" not in p.rule
    )


def with_sentence(sentence: str) -> str:
    table = list(csv.reader(StringIO(ROWS)))
    table[2][2] += " " + sentence
    table[5][2] += " " + sentence
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue()


@pytest.mark.parametrize("sentence", CHARACTERISTICS)
def test_what_a_family_is_changes_no_prompt(tmp_path: Path, sentence: str) -> None:
    plain = prompts(tmp_path / "plain", ROWS)
    assert len({rule for rule, *_ in plain}) > 5
    assert prompts(tmp_path / "told", with_sentence(sentence)) == plain


def test_twice_as_many_rows_of_the_same_practice_give_the_same_prompts(tmp_path: Path) -> None:
    lines = ROWS.strip().splitlines()
    wordy = [lines[0]]
    for number, line in enumerate(lines[1:]):
        date, agency = line.split(",")[:2]
        wordy += [line, f"{date},{agency},{ROUTINE[number % len(ROUTINE)]},,"]
    assert prompts(tmp_path / "wordy", "\n".join(wordy) + "\n") == prompts(tmp_path / "plain", ROWS)


def test_the_same_event_told_by_two_agencies_is_prompted_once(tmp_path: Path) -> None:
    again = ROWS + '27/01/2022,Health Visiting,"Told by CSC: home visit, no access gained.",,\n'
    core = ("core",)
    told = {one for one in prompts(tmp_path / "again", again, rules=core) if one[0] != "concerns-add-up"}
    assert told == {one for one in prompts(tmp_path / "plain", ROWS, rules=core) if one[0] != "concerns-add-up"}
