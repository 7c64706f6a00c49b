"""Dating the rows of a file: each beside its neighbour, undated rows kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from engine.dates.reading import Refusal
from engine.dates.when import When
from engine.read.dating import minute_of, newest_first, read_dates, recorded_when
from engine.read.files import read_file
from engine.rows import Source


def source_of(tmp_path: Path, text: str) -> Source:
    path = tmp_path / "ava.csv"
    path.write_text(text, encoding="utf-8")
    return read_file(path)


def shown(when: When | None) -> str:
    if when is None:
        return "-"
    ends = [date.fromordinal(end).isoformat() for end in (when.earliest, when.latest)]
    return ends[0] if when.exact else "/".join(ends)


def days(source: Source) -> list[str]:
    return [shown(when) for _, when, _ in read_dates(source)]


def test_relative_dates_count_from_the_row_above(tmp_path: Path) -> None:
    source = source_of(
        tmp_path,
        "Date,Event\n01/02/2022,Meeting\nThe following day,Visit\na week later,Conference\n14/03,Review\n",
    )
    assert days(source) == ["2022-02-01", "2022-02-02", "2022-02-08/2022-02-10", "2022-03-14"]


def test_in_a_file_that_runs_newest_first_they_count_from_the_row_below(tmp_path: Path) -> None:
    source = source_of(
        tmp_path,
        "Date,Event\n14/03/2022,Review\nThe following day,Visit\n01/02/2022,Meeting\n05/01/2022,Call\n",
    )
    assert newest_first(source)
    assert days(source) == ["2022-03-14", "2022-02-02", "2022-02-01", "2022-01-05"]
    assert [row.number for row, _, _ in read_dates(source)] == [2, 3, 4, 5]


def test_nothing_is_counted_from_a_row_whose_date_was_refused(tmp_path: Path) -> None:
    source = source_of(
        tmp_path,
        "Date,Event\n01/02/2022,Meeting\n31/02/2022,Visit\nthe next day,Call\n,No date\n"
        "5 March,Review\nsame day,Note\n",
    )
    dated = read_dates(source)
    assert days(source) == ["2022-02-01", "-", "-", "-", "2022-03-05", "2022-03-05"]
    assert [refusal is not None for _, _, refusal in dated] == [False, True, True, True, False, False]


def test_authors_notes_are_not_counted_from(tmp_path: Path) -> None:
    source = source_of(
        tmp_path, "Date,Source,Event\n01/02/2022,HV,Visit\n01/06/2022,#me,Note\nsame day,HV,Call\n"
    )
    assert days(source)[2] == "2022-02-01"


def test_an_end_date_makes_a_period(tmp_path: Path) -> None:
    source = source_of(
        tmp_path,
        "Start Date,End Date,Event\n01/02/2022,05/02/2022,a\n01/02/2022,01/02/2022,b\n"
        "mid-May 2021,June 2021,c\n05/02/2022,01/02/2022,d\n05/02/2022,N/K,e\n28/02/2022,2 March,f\n",
    )
    assert days(source) == [
        "2022-02-01/2022-02-05", "2022-02-01", "2021-05-11/2021-06-30", "2022-02-05", "2022-02-05",
        "2022-02-28/2022-03-02",
    ]  # fmt: skip
    refusals = [refusal for _, _, refusal in read_dates(source)]
    assert [isinstance(refusal, Refusal) for refusal in refusals] == [False, False, False, True, True, False]


def test_a_time_column_sets_the_minute_of_an_exact_day(tmp_path: Path) -> None:
    source = source_of(
        tmp_path,
        "Date,Time,Event\n01/02/2022,2.30pm,a\nMarch 2022,14:30,b\n"
        "01/02/2022 09:00,10:00,c\n01/02/2022,am,d\n",
    )
    assert [when.minute for _, when, _ in read_dates(source) if when] == [870, None, 540, None]
    assert (minute_of("0.6041667"), minute_of("1430hrs"), minute_of("25:00"), minute_of("")) == (
        870,
        870,
        None,
        None,
    )
    assert minute_of("1430") == 870


def test_the_day_of_writing_serves_words_that_count_from_it(tmp_path: Path) -> None:
    source = source_of(tmp_path, "Date,Event,Date recorded\nyesterday,Visit,03/02/2022\nyesterday,Visit,\n")
    assert days(source) == ["2022-02-02", "-"]
    recorded = recorded_when(source.rows[0])
    assert isinstance(recorded, When)
    assert recorded_when(source.rows[1]) is None


def test_an_undated_row_is_kept_and_said_with_its_neighbours(tmp_path):
    from engine.case import read_case
    from engine.code.vocabulary import load_vocabulary

    path = tmp_path / "case.csv"
    dates = ("01/02/2022", "TBC", "05/02/2022", "31/02/2022")
    rows = "".join(f"{day},School,Tom hurt his arm.\n" for day in dates)
    path.write_text("Date,Agency,Event\n" + rows, "utf-8")
    read = read_case([path], load_vocabulary())
    told = {item.row.number: item.why for item in read.case.unread if "no day was read" in item.why}
    assert told[3].endswith("it stands after the dated row 2 and before the dated row 4")
    assert told[5].endswith("it stands after the dated row 4")
    assert {event.row.number for event in read.case.events}.isdisjoint({3, 5})
