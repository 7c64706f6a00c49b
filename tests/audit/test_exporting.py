"""Prompts and events for other tools."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from small_cases import CLOSED, NO_ACCESS, asked, write_csv
from test_running import here

from engine.audit.exporting import LOGS, TABLES, export
from engine.audit.folder import AuditFolder
from engine.audit.running import run
from engine.errors import UsageError
from engine.pack import load_pack

parquet = pytest.importorskip("pyarrow.parquet")
KINDS = load_pack().vocabulary.kinds


@pytest.fixture
def audited(tmp_path: Path) -> AuditFolder:
    write_csv(tmp_path / "cases" / "maple.csv", NO_ACCESS)
    write_csv(tmp_path / "cases" / "row<an>.csv", CLOSED)
    (tmp_path / "cases" / "empty.csv").write_text("", encoding="utf-8")
    run(asked(tmp_path / "cases", tmp_path / "audit", rules=("all",), events=True), evaluate=here)
    return AuditFolder(tmp_path / "audit")


def test_every_finding_and_event_is_there_once(audited: AuditFolder, tmp_path: Path) -> None:
    written = {one.file: one.rows for one in export(audited, tmp_path / "out", (*TABLES, *LOGS), KINDS)}
    records = [record for record in audited.records() if not record.problem]
    assert written["prompts.parquet"] == sum(len(record.findings) for record in records)
    assert written["events.xes"] == written["events.ocel.json"] == sum(len(record.events) for record in records)
    prompts = parquet.read_table(tmp_path / "out" / "prompts.parquet").to_pylist()
    found = {(record.case, one.id, one.state) for record in records for one in record.findings}
    assert {(row["case"], row["id"], row["state"]) for row in prompts} == found
    assert len(prompts) == len(found)


def test_the_dataset_s_names_are_used_where_they_exist(audited: AuditFolder, tmp_path: Path) -> None:
    export(audited, tmp_path / "out", ("referrals", "children"), KINDS)
    (referral,) = parquet.read_table(tmp_path / "out" / "referrals.parquet").to_pylist()
    assert referral["cine_referral_date"] == date(2022, 3, 1)
    assert (referral["cine_referral_source_desc"], referral["cine_referral_nfa"]) == ("anonymous", "Y")
    assert referral["reason_recorded"] == "no"
    children = parquet.read_table(tmp_path / "out" / "children.parquet").to_pylist()
    assert {row["pers_person_id"] for row in children} == {"child"}


def test_the_xes_log_has_a_trace_for_each_case_and_is_well_formed(audited: AuditFolder, tmp_path: Path) -> None:
    from lxml import etree

    export(audited, tmp_path / "out", ("xes",), KINDS)
    log = etree.parse(tmp_path / "out" / "events.xes").getroot()
    names = [trace.find("string[@key='concept:name']").get("value") for trace in log.iter("trace")]
    assert names == ["maple", "row<an>"]
    stamps = [one.get("value") for one in log.iter("date")]
    assert stamps[0] == "2022-01-03T00:00:00.000+00:00"
    for trace in log.iter("trace"):
        days = [one.get("value") for one in trace.iter("date")]
        assert days == sorted(days)


def test_the_ocel_log_names_only_objects_and_types_that_it_declares(audited: AuditFolder, tmp_path: Path) -> None:
    export(audited, tmp_path / "out", ("ocel",), KINDS)
    log = json.loads((tmp_path / "out" / "events.ocel.json").read_text(encoding="utf-8"))
    objects = {one["id"] for one in log["objects"]}
    types = {one["name"]: {attribute["name"] for attribute in one["attributes"]} for one in log["eventTypes"]}
    assert len({event["id"] for event in log["events"]}) == len(log["events"])
    for event in log["events"]:
        assert {attribute["name"] for attribute in event["attributes"]} <= types[event["type"]]
        assert {one["objectId"] for one in event["relationships"]} <= objects
    assert {one["objectId"] for item in log["objects"] for one in item["relationships"]} <= objects


def test_the_logs_open_in_a_process_mining_tool(audited: AuditFolder, tmp_path: Path) -> None:
    pm4py = pytest.importorskip("pm4py")
    export(audited, tmp_path / "out", LOGS, KINDS)
    total = sum(len(record.events) for record in audited.records())
    assert len(pm4py.read_xes(str(tmp_path / "out" / "events.xes"))) == total
    assert len(pm4py.read_ocel2_json(str(tmp_path / "out" / "events.ocel.json")).events) == total


def test_a_run_without_events_says_how_to_keep_them(tmp_path: Path) -> None:
    write_csv(tmp_path / "cases" / "maple.csv", NO_ACCESS)
    run(asked(tmp_path / "cases", tmp_path / "audit"), evaluate=here)
    with pytest.raises(UsageError, match="kept no events"):
        export(AuditFolder(tmp_path / "audit"), tmp_path / "out", ("xes",), KINDS)
    assert not (tmp_path / "out").exists()


def test_what_was_only_planned_is_an_activity_of_its_own(tmp_path: Path) -> None:
    """A process map had shown twice as many strategy discussions as there were."""
    from engine.audit.exporting import activity
    from engine.audit.record import EventKept

    held = EventKept("a", "visit", (1, 1), "", "happened", {}, (), (), True, "f", None, 1)
    planned = EventKept("b", "visit", (1, 1), "", "planned", {}, (), (), True, "f", None, 1)
    assert [activity(held), activity(planned)] == ["visit", "visit (planned)"]
