"""Writing output: whole or not at all, and nothing overwritten unasked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import flag
from engine.errors import UsageError
from engine.output import write_output, write_outputs

CASE = "chronologies/five-week-old.csv"


def test_a_file_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    there = tmp_path / "report.txt"
    there.write_text("mine")
    done = CliRunner().invoke(flag, [CASE, "--output", str(there)])
    assert done.exit_code == 2
    assert "report.txt: A file of this name exists and was left as it is." in done.stderr
    assert there.read_text() == "mine"


def test_force_writes_over_it(tmp_path: Path) -> None:
    there = tmp_path / "report.txt"
    there.write_text("mine")
    done = CliRunner().invoke(flag, [CASE, "--output", str(there), "--force"])
    assert done.exit_code == 0
    assert "A reading of this chronology by rules" in there.read_text()
    assert os.listdir(tmp_path) == ["report.txt"]


@pytest.mark.parametrize(("answer", "left"), [(True, "new"), (False, "old")])
def test_the_user_is_asked_and_the_answer_counts(tmp_path: Path, answer: bool, left: str) -> None:
    there = tmp_path / "report.txt"
    there.write_text("old")
    asked: list[str] = []

    def ask(question: str) -> bool:
        asked.append(question)
        return answer

    if answer:
        write_output(there, b"new", ask=ask)
    else:
        with pytest.raises(UsageError):
            write_output(there, b"new", ask=ask)
    assert asked == ["report.txt exists. Write over it?"]
    assert there.read_text() == left


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="This is a folder"):
        write_output(tmp_path, b"x")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Its folder is not there"):
        write_output(tmp_path / "nowhere" / "report.txt", b"x")


def test_a_full_disk_leaves_no_half_file_and_the_old_one_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    second.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="No space left on device"):
        write_outputs({first: b"new", second: b"new"}, force=True)
    assert sorted(os.listdir(tmp_path)) == ["b.csv"]
    assert second.read_text() == "old"


def test_a_run_that_is_still_writing_is_not_disturbed(tmp_path: Path) -> None:
    (tmp_path / "a.csv.flag-part").write_text("being written")
    with pytest.raises(UsageError, match="another run may be writing"):
        write_output(tmp_path / "a.csv", b"x")
    assert (tmp_path / "a.csv.flag-part").read_text() == "being written"
