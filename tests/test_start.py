"""The console script says of one file what the click command says of it, and ends with the same status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
AT_ONCE = "from engine.start import main; main()"
BY_CLICK = "from cli import main; main()"


def run(code: str, *words: str) -> tuple[int, str, str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code, *words], env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("file", ["ava.csv", "none.csv", "ava.expected.yaml"])
def test_one_file_is_answered_as_click_would(file: str) -> None:
    word = str(ROOT / "chronologies" / file)
    assert run(AT_ONCE, word) == run(BY_CLICK, word)


@pytest.mark.parametrize("words", [("--version",), ("rules",), (), ("--no-such.option",)])
def test_everything_else_goes_to_click(words: tuple[str, ...]) -> None:
    assert run(AT_ONCE, *words) == run(BY_CLICK, *words)
