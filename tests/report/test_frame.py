"""Findings as a table: a line for each prompt, days as days, no words of the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.report.frame import COLUMNS, to_frame
from engine.session import Options, open_session

CASE = Path(__file__).parent.parent.parent / "chronologies" / "ava.csv"

pytest.importorskip("pandas", reason="pandas is not installed: the `tables` extra")


def test_each_prompt_is_a_line() -> None:
    report = open_session((CASE,), Options()).report()
    frame = to_frame(report)
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == len(report.prompts)
    opened = frame[(frame["child"] == "ava") & (frame["state"].isin(["open", "answered"]))]
    assert "child-not-seen-n-days" in set(opened["rule"])
    assert str(frame["first_possible"].dtype).startswith("datetime64")


def test_no_words_of_the_record_are_in_it() -> None:
    frame = to_frame(open_session((CASE,), Options()).report())
    assert not frame.astype(str).apply(lambda column: column.str.contains("front door")).any().any()
