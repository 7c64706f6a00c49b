"""`flag audit` as somebody types it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from small_cases import QUIET, long_table, three_cases

from cli import flag


def typed(*words: str | Path) -> Result:
    return CliRunner().invoke(flag, ["audit", *map(str, words)])


def test_a_folder_is_audited_and_told_in_a_few_lines(tmp_path: Path) -> None:
    result = typed(three_cases(tmp_path / "cases"), "--purpose", "To try it", "--output", tmp_path / "out", "--each")
    assert result.exit_code == 0, result.stderr
    assert "Purpose: To try it" in result.stdout
    assert "3 cases found, 3 read and evaluated, 0 not." in result.stdout
    assert "in 1 the rules that could be evaluated prompt nothing" in result.stdout
    assert "maple: " in result.stdout
    assert "No access" not in result.stdout + result.stderr


def test_what_is_missing_is_asked_for_before_anything_is_read(tmp_path: Path) -> None:
    folder = three_cases(tmp_path / "cases")
    for words, says in (
        ((folder, "--output", tmp_path / "out"), "--purpose"),
        ((folder, "--purpose", "x"), "--output FOLDER"),
        (("--purpose", "x", "--output", tmp_path / "out"), "Nothing was given"),
        ((folder, "--purpose", "x", "--output", tmp_path / "out", "--rules", "sleeping"), "sleeping"),
        ((folder, "--purpose", "x", "--output", tmp_path / "no" / "out"), "folder above it"),
        ((tmp_path / "nowhere", "--purpose", "x", "--output", tmp_path / "out"), "no such file or folder"),
        ((folder, "--purpose", "x", "--output", tmp_path / "o2", "--spark", "local[2]"), "Spark reads one Parquet"),
    ):
        result = typed(*words)
        assert result.exit_code == 2
        assert says in result.stderr
        assert "Traceback" not in result.stderr


def test_the_help_names_every_step() -> None:
    result = typed("--help")
    assert result.exit_code == 0
    for word in ("sample", "collect", "figures", "diff", "export"):
        assert f"flag audit {word}" in result.stdout


def test_exporting_what_there_is_not(tmp_path: Path) -> None:
    typed(three_cases(tmp_path / "cases"), "--purpose", "x", "--output", tmp_path / "out")
    told = typed("export", tmp_path / "out", "--output", tmp_path / "e", "--what", "all,x").stderr
    assert "nothing that can be exported" in told
    assert "not the output folder of an audit" in typed("export", tmp_path / "cases", "--output", tmp_path / "e").stderr


def test_an_identifier_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    table = long_table(tmp_path / "all.csv", {"\x1b[31m7": QUIET, "8": QUIET})
    result = typed(table, "--purpose", "x", "--output", tmp_path / "out", "--each")
    assert result.exit_code == 0, result.stderr
    assert "\x1b" not in result.stdout
