"""Local practice: what a partnership may change, and what is left out and said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.dates.calendar import Duration
from engine.errors import UsageError
from engine.library import load_library
from engine.local import read_local, with_local
from engine.report.localbook import render_local

LIBRARY = load_library()
EXAMPLE = Path(__file__).parent.parent / "docs" / "local-practice" / "local.yaml"
DAY = date(2026, 6, 1).toordinal()
WHY = "reason: agreed, owner: business manager, until: 2027-03-31"


def _local(tmp_path, text, day=DAY):
    path = tmp_path / "local.yaml"
    path.write_text(text)
    return read_local(path, LIBRARY, day)


def _rules(local, kept=()):
    return {rule.name: rule for rule in with_local(LIBRARY.rules, local, kept)}


def test_the_worked_example_is_used_whole():
    local = read_local(EXAMPLE, LIBRARY, DAY)
    rules = _rules(local)
    interval = rules["child-not-seen-n-days"].parameters["interval"]
    assert local.left_out == ()
    assert interval.default.value == Duration(28, "days")
    assert interval.branches[0].quantity.value == Duration(5, "working days")
    assert interval.default.basis == "local"
    assert "agencies-differ-on-child-seen" not in rules
    assert "eastshire-two-worker-visit" in rules
    assert [step.name for step in local.steps] == ["worker to worker", "manager to manager", "designated leads"]


def test_the_operator_uses_the_local_number():
    rule = _rules(read_local(EXAMPLE, LIBRARY, DAY))["child-not-seen-n-days"]
    assert rule.operator.longest is rule.parameters["interval"]


def test_the_shipped_rules_stay_as_they_are():
    with_local(LIBRARY.rules, read_local(EXAMPLE, LIBRARY, DAY))
    assert LIBRARY.rule("child-not-seen-n-days").parameters["interval"].default.value == Duration(42, "days")


def test_an_entry_that_has_expired_by_the_as_at_day_is_left_out_and_said(tmp_path):
    text = f"off:\n  - {{rule: gp-not-registered, {WHY}}}\n"
    assert _local(tmp_path, text, date(2027, 3, 31).toordinal()).off == ("gp-not-registered",)
    late = _local(tmp_path, text, date(2027, 4, 1).toordinal())
    assert late.off == ()
    assert "line 2" in late.left_out[0]
    assert "expired" in late.left_out[0]


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("numbers:\n  - {rule: gp-not-registred, number: limit, value: 10 days, source: x, WHY}", "gp-not-registered"),
        ("numbers:\n  - {rule: gp-not-registered, number: limt, value: 10 days, source: x, WHY}", "no number 'limt'"),
        ("numbers:\n  - {rule: child-not-seen-n-days, number: interval, value: 300 days, source: x, WHY}", "bounds"),
        ("numbers:\n  - {rule: child-not-seen-n-days, number: interval, row: 9, value: 3 days, source: x, WHY}", "row"),
        ("numbers:\n  - {rule: child-not-seen-n-days, number: interval, value: often, source: x, WHY}", "duration"),
        (
            "numbers:\n  - {rule: bail-relied-on-beyond-limit, number: limit, value: 6 months, source: x, WHY}",
            "statutory",
        ),
        ("off:\n  - {rule: gp-not-registered, owner: x, until: 2027-03-31}", "reason"),
        ("off:\n  - {rule: gp-not-registered, reason: x, owner: x, until: soon}", "until"),
        ("rules:\n  - {file: ours.yaml, WHY}", "no such rule file"),
        ("rules:\n  - {file: ../ours.yaml, WHY}", "no such rule file"),
        ("turned_off: []", "turned_off"),
    ],
)
def test_what_cannot_be_used_is_left_out_with_its_place_and_the_rest_is_used(tmp_path, entry, says):
    good = f"\npartnership: Eastshire\nresolution: {{steps: [{{name: a, within: b, contact: c}}], {WHY}}}\n"
    local = _local(tmp_path, entry.replace("WHY", WHY) + good)
    assert len(local.left_out) == 1
    assert says in local.left_out[0]
    assert "line" in local.left_out[0]
    assert local.steps
    assert not local.off
    assert not local.numbers


def test_switching_every_core_rule_off_is_refused(tmp_path):
    core = [rule.name for rule in LIBRARY.rules if "core" in rule.packs]
    text = "off:\n" + "".join(f"  - {{rule: {name}, {WHY}}}\n" for name in core)
    local = _local(tmp_path, text)
    assert local.off == ()
    assert not local.changes
    assert "no rule of the core pack" in local.left_out[0]


def test_a_broken_own_rule_is_left_out_with_its_mistakes(tmp_path):
    (tmp_path / "ours.yaml").write_text("rule: ours\nversion: 1\n")
    local = _local(tmp_path, f"rules:\n  - {{file: ours.yaml, {WHY}}}\n")
    assert local.added == ()
    assert "ours.yaml" in local.left_out[0]


def test_an_own_rule_may_not_take_the_name_of_a_shipped_one(tmp_path):
    rule = (EXAMPLE.parent / "eastshire-two-worker-visit.yaml").read_text()
    (tmp_path / "ours.yaml").write_text(rule.replace("rule: eastshire-two-worker-visit", "rule: gp-not-registered"))
    local = _local(tmp_path, f"rules:\n  - {{file: ours.yaml, {WHY}}}\n")
    assert local.added == ()
    assert "shipped already" in local.left_out[0]


def test_a_rule_named_on_the_command_line_runs_though_it_is_switched_off(tmp_path):
    local = _local(tmp_path, f"off:\n  - {{rule: gp-not-registered, {WHY}}}\n")
    assert "gp-not-registered" not in _rules(local)
    assert "gp-not-registered" in _rules(local, kept=("gp-not-registered",))


def test_a_file_that_is_no_yaml_stops_with_its_place(tmp_path):
    with pytest.raises(UsageError, match="line 2"):
        _local(tmp_path, "off: [\n")


def test_what_differs_is_told_with_the_shipped_value_reason_owner_and_end():
    text = render_local(EXAMPLE, DAY, 100)
    assert "child-not-seen-n-days, interval" in text
    assert "shipped: 42 days (local)" in text
    assert "here: 28 days (local: Eastshire procedures, seeing and hearing the child)" in text
    assert "until 2027-03-31" in text
