"""Files of two families given as one case: their rows would tell of one child who does not exist."""

from __future__ import annotations

from pathlib import Path

from engine.session import Options, open_session

OTHER = "the files name different children above their tables"


def block(path: Path, child: str) -> Path:
    path.write_text(
        f"Name of child:,{child}\n\nDate,Agency,Event\n01/02/2022,School,Seen at school in {path.stem} class.\n",
        encoding="utf-8",
    )
    return path


def test_different_children_above_the_tables_are_told_without_their_names(tmp_path: Path) -> None:
    told = open_session([block(tmp_path / "a.csv", "Oakley Fern"), block(tmp_path / "b.csv", "Rowan Birch")], Options())
    (said,) = [warning for warning in told.warnings if OTHER in warning]
    assert "Oakley" not in said
    assert "Rowan" not in said


def test_the_same_child_above_both_is_one_case(tmp_path: Path) -> None:
    told = open_session([block(tmp_path / "a.csv", "Oakley Fern"), block(tmp_path / "b.csv", "OAKLEY FERN")], Options())
    assert not any(OTHER in warning for warning in told.warnings)
