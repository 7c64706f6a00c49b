"""One event told twice: a combined sheet, a copied notification, two agencies' accounts of one meeting."""

from __future__ import annotations

from pathlib import Path

from engine.case import ReadCase, read_case
from engine.code.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
HEADER = "Date,Agency,Event,Child seen\n"
CALL = "Officers called to a domestic incident at the address, both children upstairs in bed"


def case(folder: Path, *files: str) -> ReadCase:
    paths = []
    for at, rows in enumerate(files):
        path = folder / f"file{at}.csv"
        path.write_text(HEADER + rows, "utf-8")
        paths.append(path)
    return read_case(paths, VOCABULARY)


def pairs(read: ReadCase) -> list[tuple[int, int, bool]]:
    return [(one.first.number, one.second.number, one.sure) for one in read.case.told_twice]


def test_a_notification_copied_by_another_agency_is_one_incident(tmp_path):
    read = case(tmp_path, f'03/02/2022,Police,"{CALL}",\n03/02/2022,School,"{CALL}",\n')
    assert pairs(read) == [(2, 3, True)]
    assert {event.row.number for event in read.case.events} == {2}


def test_a_combined_sheet_beside_the_one_it_was_made_from_counts_once(tmp_path):
    row = f'03/02/2022,Police,"{CALL}",\n'
    read = case(tmp_path, row, row + "04/02/2022,School,Tom in school today and settled,\n")
    assert [one.sure for one in read.case.told_twice] == [True]
    assert {event.row.file for event in read.case.events if event.kind == "domestic_abuse"} == {"file0.csv"}


def test_short_entries_typed_alike_are_two_events(tmp_path):
    read = case(tmp_path, "03/02/2022,Health Visiting,No access.,\n03/02/2022,School,No access.,\n")
    assert pairs(read) == []
    assert sum(event.kind == "visit" for event in read.case.events) == 2


def test_the_same_words_on_another_day_or_at_another_time_are_another_event(tmp_path):
    read = case(tmp_path, f'03/02/2022,Police,"{CALL}",\n10/02/2022,Police,"{CALL}",\n')
    assert pairs(read) == []
    again = case(tmp_path, f'03/02/2022,Police,"{CALL}",Y\n03/02/2022,Police,"{CALL}",N\n')
    assert pairs(again) == []


def test_two_agencies_accounts_of_one_meeting_are_named_and_both_stand(tmp_path):
    read = case(
        tmp_path,
        "03/02/2022,Police,Strategy discussion held with CSC. Joint investigation agreed.,\n"
        "04/02/2022,Children's Social Care,Strategy discussion convened by TM with police and health.,\n",
    )
    assert [(one.sure, "strategy_discussion" in one.kinds) for one in read.case.told_twice] == [(False, True)]
    assert {event.row.number for event in read.case.events} == {2, 3}


def test_meetings_a_week_apart_or_of_one_agency_are_not_taken_for_one(tmp_path):
    text = "Strategy discussion held, threshold met for s47."
    read = case(tmp_path, f'03/02/2022,Police,"{text}",\n11/02/2022,School,"{text} Reviewed.",\n')
    assert pairs(read) == []
    same = case(tmp_path, f'03/02/2022,Police,"{text}",\n04/02/2022,Police,"{text} Reviewed.",\n')
    assert pairs(same) == []


def test_it_does_not_matter_in_which_file_a_row_stands(tmp_path):
    one, two = f'03/02/2022,Police,"{CALL}",\n', f'03/02/2022,School,"{CALL}",\n'
    together, apart = case(tmp_path, one + two), case(tmp_path, one, two)
    told = [{(event.kind, event.agency) for event in read.case.events} for read in (together, apart)]
    assert told[0] == told[1]
