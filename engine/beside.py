"""Files that stand beside a chronology by their name."""

from __future__ import annotations

from pathlib import Path

ANSWERS = ".answers.yaml"
"""What the name of an answers file ends in."""


def answers_beside(chronology: Path) -> Path:
    """Where the answers to a chronology's prompts stand, or would stand."""
    return chronology.with_name(chronology.stem + ANSWERS)
