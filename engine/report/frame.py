"""Findings as a pandas table, for audits and notebooks. Needs the `tables` extra."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.report.model import Report
from engine.report.words import rows_named

if TYPE_CHECKING:
    import pandas

COLUMNS = (
    "case", "as_at", "child", "kind", "rule", "version", "theme", "urgency", "state", "certainty", "ever_breached",
    "first_possible", "first_definite", "raised_earliest", "raised_latest", "rows",
)  # fmt: skip


def to_frame(report: Report) -> pandas.DataFrame:
    """One line for each prompt: rule, child, state, certainty, days and rows; no words of the record."""
    import pandas

    lines = [
        (
            report.case, report.as_at, prompt.child or ", ".join(prompt.children), prompt.kind, prompt.rule,
            prompt.version, prompt.theme, prompt.urgency, prompt.state, prompt.certainty, prompt.ever_breached,
            prompt.first_prompted.possible, prompt.first_prompted.definite,
            prompt.raised.earliest if prompt.raised else None, prompt.raised.latest if prompt.raised else None,
            ", ".join(rows_named([(item.row, item.sheet, "") for item in prompt.evidence])),
        )
        for prompt in report.prompts
    ]  # fmt: skip
    frame = pandas.DataFrame(lines, columns=list(COLUMNS))
    for name in ("as_at", "first_possible", "first_definite", "raised_earliest", "raised_latest"):
        frame[name] = pandas.to_datetime(frame[name], errors="coerce", format="%Y-%m-%d")
    return frame
