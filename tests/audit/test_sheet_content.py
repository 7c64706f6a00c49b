"""What is judged once stands on the sheet of a case once."""

from __future__ import annotations

from pathlib import Path

from small_cases import write_csv

from engine.audit.workbook.content import case_shown, told_once
from engine.audit.workbook.manifest import PlanTold
from engine.session import Options, open_session

RULE = "anonymous-referral-closed-without-rationale"


def test_one_row_that_opens_a_rule_twice_is_one_prompt_to_judge(tmp_path: Path) -> None:
    """An auditor had to judge it twice, and it counted twice towards the number from which a rate is shown."""
    rows = [("01/03/2022", "Children's Social Care", "Anonymous referral received: child heard crying. NFA.", "")]
    session = open_session([write_csv(tmp_path / "rowan.csv", rows)], Options())
    report = session.report()
    opened = [prompt for prompt in report.prompts if prompt.rule == RULE and prompt.state in ("open", "answered")]
    assert len(opened) == 2, "the row no longer opens the rule twice: this test tells nothing"
    shown = case_shown(session, PlanTold(seed="1"), professionals=True)
    assert [one.told.rule for one in shown.prompts].count(RULE) == 1
    assert "1 of the same rule on the same rows as one that is listed" in shown.left_out


def test_prompts_without_rows_are_all_kept(tmp_path: Path) -> None:
    from engine.values import replace

    rows = [("01/03/2022", "Children's Social Care", "Anonymous referral received: child heard crying. NFA.", "")]
    session = open_session([write_csv(tmp_path / "rowan.csv", rows)], Options())
    bare = [replace(prompt, evidence=()) for prompt in session.report().prompts]
    assert told_once(bare) == bare
