"""The JSON document keeps its contract."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from cli import flag
from engine.report.json_report import json_schema, parse_json, render_json
from engine.report.model import Report
from engine.session import Options, open_session

ROOT = Path(__file__).parent.parent.parent
CASE = ROOT / "chronologies" / "ava.csv"


@cache
def report() -> Report:
    return open_session((CASE,), Options()).report()


@cache
def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(render_json(report()))
    return loaded


def test_the_published_schema_is_the_one_the_program_writes() -> None:
    published = (ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8")
    assert published == json_schema(), "run: flag rules schema > docs/report.schema.json"


def test_a_document_can_be_read_back() -> None:
    assert parse_json(render_json(report())) == report()


def test_it_has_the_keys_of_the_contract_and_the_schema_version_first() -> None:
    assert next(iter(document())) == "schema"
    assert document()["schema"] == "1"
    wanted = {
        "flag", "sources", "agencies", "case", "as_at", "as_at_from", "knowledge", "children", "prompts", "due",
        "not_evaluated", "unread", "warnings",
    }  # fmt: skip
    assert wanted <= set(document())


def test_every_prompt_carries_rule_version_number_source_and_rows() -> None:
    assert document()["prompts"]
    for prompt in document()["prompts"]:
        assert prompt["references"], prompt["id"]
        if prompt["kind"] == "escalation":
            assert prompt["because_of"], prompt["id"]
        else:
            assert prompt["evidence"] or prompt["rule"] == "child-not-seen-n-days", prompt["id"]
        for threshold in prompt["thresholds"]:
            assert threshold["basis"] in ("statutory", "local", "seed", "ours")
            assert threshold["source"]


def test_ids_are_unique_and_hold_no_row_number_or_date() -> None:
    ids = [prompt["id"] for prompt in document()["prompts"]]
    assert len(ids) == len(set(ids))
    assert not any("2022" in known or "row" in known for known in ids)


def test_every_possible_prompt_that_is_open_says_what_would_settle_it_or_rests_on_others() -> None:
    for prompt in document()["prompts"]:
        if prompt["state"] == "open" and prompt["certainty"] == "possible" and prompt["kind"] == "rule":
            assert prompt["settles"] or prompt["rests_on_possible"], prompt["id"]


def test_the_same_input_gives_the_same_bytes() -> None:
    again = open_session((CASE,), Options()).report()
    assert render_json(again) == render_json(report())


def test_restricted_words_are_shown_only_to_professionals() -> None:
    shown = open_session((CASE,), Options(professionals=True)).report()
    for prompt, open_prompt in zip(report().prompts, shown.prompts, strict=True):
        for item, open_item in zip(prompt.evidence, open_prompt.evidence, strict=True):
            if item.restricted:
                assert item.quote.startswith("restricted, row")
                assert open_item.quote != item.quote


def test_exit_code_one_where_prompts_are_open_and_asked_for() -> None:
    assert CliRunner().invoke(flag, [str(CASE), "--exit-code", "--format", "json"]).exit_code == 1
    assert CliRunner().invoke(flag, [str(CASE), "--format", "json"]).exit_code == 0
