"""What is restricted is shown to professionals only, and legal advice to nobody."""

from __future__ import annotations

import pytest
from stories import case, day, row, standards

from engine.report.document import Setting, _evidence
from engine.report.model import Program


def quoted(kind: str, professionals: bool) -> str:
    """How a restricted row of this kind is quoted."""
    event = row("r5", "2022-02-01", "Legal", kind, "the words of the row", restricted=True)
    setting = Setting(
        case(event), standards(), Program("1", "f"), (), "given", "as-dated", (), {}, professionals=professionals
    )
    return _evidence(setting, (event,), day("2022-03-01"))[0].quote


@pytest.mark.parametrize("kind", ["child_words", "disclosure"])
def test_a_restricted_row_is_quoted_to_professionals_only(kind: str) -> None:
    assert quoted(kind, professionals=False) == "restricted, row 5"
    assert quoted(kind, professionals=True) == "the words of the row"


def test_legal_advice_is_quoted_to_nobody() -> None:
    assert (
        quoted("legal_advice", professionals=False) == quoted("legal_advice", professionals=True) == "restricted, row 5"
    )
