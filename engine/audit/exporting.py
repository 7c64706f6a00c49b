"""Prompts and events for other tools: Parquet tables, and event logs that process-mining tools open.

prompts.parquet     a row for each finding
events.parquet      a row for each event and child
referrals.parquet   a row for each referral
children.parquet    a row for each child
events.xes          an event log after IEEE 1849, a trace for each case
events.ocel.json    an object-centric event log (OCEL 2.0): events with their case and children

Where the Standard Safeguarding Dataset has a column for something, it has that name here (`pers_person_id`,
`cine_referral_date`, `cine_referral_source_desc`, `cine_referral_nfa`). No word of a record is in any of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.audit.facts import NO_FURTHER_ACTION, Kinds
from engine.audit.folder import AuditFolder
from engine.audit.parquet import arrow
from engine.audit.record import CaseKept, Days, EventKept
from engine.dates.dayzero import DAY_ZERO, is_relative
from engine.dates.when import Day
from engine.errors import UsageError
from engine.output import PART
from engine.timeline import Status
from engine.values import dataclass

if TYPE_CHECKING:
    import pyarrow

TABLES = ("prompts", "events", "referrals", "children")
LOGS = ("xes", "ocel")
_GROUP = 20_000
"""Rows of a Parquet row group."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: file name and number of rows or events."""

    file: str
    rows: int


def export(folder: AuditFolder, output: Path, wanted: Iterable[str], kinds: Kinds) -> list[Written]:
    """Write what is wanted of TABLES and LOGS into a folder. Raises UsageError where the run kept no events."""
    names = list(wanted)
    if not folder.header.events and {"events", *LOGS} & set(names):
        raise UsageError(
            "This audit kept no events.",
            "Run it again with --events, or ask for prompts, referrals and children alone.",
        )
    written = []
    try:
        output.mkdir(exist_ok=True)
        for name in names:
            if name in TABLES:
                written.append(_parquet(output / f"{name}.parquet", name, folder))
            elif name == "xes":
                written.append(_whole(output / "events.xes", lambda path: write_xes(path, folder)))
            else:
                written.append(_whole(output / "events.ocel.json", lambda path: write_ocel(path, folder, kinds)))
    except OSError as error:
        raise UsageError(
            f"This could not be written ({error.strerror or 'no reason given'}).", "Make room, or choose another place."
        ) from None
    return written


def _whole(path: Path, write: Callable[[Path], int]) -> Written:
    """A file that has its name only when it is whole."""
    part = path.with_name(path.name + PART)
    try:
        rows = write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Written(path.name, rows)


# --- days -----------------------------------------------------------------------------------------------


def _date(day: Day | None) -> date | None:
    """A calendar day; none for a day that counts from a Day 0."""
    return date.fromordinal(day) if day is not None and not is_relative(day) else None


def _relative(day: Day | None) -> int | None:
    return day - DAY_ZERO if day is not None and is_relative(day) else None


def _pair(name: str, days: Days | None) -> dict[str, Any]:
    """Two columns: earliest and latest."""
    return {f"{name}_earliest": _date(days[0] if days else None), f"{name}_latest": _date(days[1] if days else None)}


# --- Parquet --------------------------------------------------------------------------------------------


def _schema(name: str) -> pyarrow.Schema:
    lib = arrow()
    text, day, number, yes = lib.string(), lib.date32(), lib.int32(), lib.bool_()
    texts = lib.list_(text)
    head = [("case", text), ("team", text), ("as_at", day), ("as_at_relative_day", number)]
    columns = {
        "prompts": [
            ("id", text), ("rule", text), ("rule_version", number), ("theme", text), ("kind", text),
            ("pers_person_id", text), ("children", texts), ("certainty", text), ("state", text),
            ("ever_breached", text), ("urgency", text), ("opened_earliest", day), ("opened_latest", day),
            ("raised_earliest", day), ("raised_latest", day), ("first_possible", day), ("first_definite", day),
            ("ended_earliest", day), ("ended_latest", day), ("rows", texts), ("agencies", texts),
        ],
        "events": [
            ("id", text), ("kind", text), ("status", text), ("pers_person_id", text), ("surely_about", yes),
            ("event_earliest", day), ("event_latest", day), ("relative_day", number), ("agency", text),
            ("certain", yes), ("attributes", text), ("file", text), ("sheet", text), ("row", number),
        ],
        "referrals": [
            ("cine_referral_date", day), ("referral_latest", day), ("cine_referral_source_desc", text),
            ("agency", text), ("outcome", text), ("cine_referral_nfa", text), ("reason_recorded", text),
            ("certain", yes),
        ],
        "children": [
            ("pers_person_id", text), ("age_least", number), ("age_most", number), ("plans", texts),
            ("days_unseen_least", number), ("days_unseen_most", number), ("attempts_since", number),
            ("closed_earliest", day), ("closed_latest", day),
        ],
    }  # fmt: skip
    return lib.schema([*head, *columns[name]])


def _parquet(path: Path, name: str, folder: AuditFolder) -> Written:
    arrow()
    import pyarrow
    import pyarrow.parquet

    schema = _schema(name)
    rows_of = {"prompts": _prompts, "events": _events, "referrals": _referrals, "children": _children}[name]

    def write(part: Path) -> int:
        total = 0
        with pyarrow.parquet.ParquetWriter(part, schema) as writer:
            waiting: list[dict[str, Any]] = []
            for record in folder.records():
                if record.problem:
                    continue
                head = {
                    "case": record.case, "team": record.team or None, "as_at": _date(record.as_at),
                    "as_at_relative_day": _relative(record.as_at),
                }  # fmt: skip
                waiting += [head | row for row in rows_of(record)]
                if len(waiting) >= _GROUP:
                    total += len(waiting)
                    writer.write_table(pyarrow.Table.from_pylist(waiting, schema))
                    waiting = []
            writer.write_table(pyarrow.Table.from_pylist(waiting, schema))
            return total + len(waiting)

    return _whole(path, write)


def _prompts(record: CaseKept) -> Iterator[dict[str, Any]]:
    for one in record.findings:
        yield {
            "id": one.id, "rule": one.rule, "rule_version": one.version, "theme": one.theme, "kind": one.kind,
            "pers_person_id": one.child, "children": list(one.children), "certainty": one.certainty,
            "state": one.state, "ever_breached": one.ever_breached, "urgency": one.urgency,
            **_pair("opened", one.opened), **_pair("raised", one.raised),
            "first_possible": _date(one.first_possible), "first_definite": _date(one.first_definite),
            **_pair("ended", one.ended), "agencies": list(one.agencies),
            "rows": [f"{row.file}{f', {row.sheet}' if row.sheet else ''} row {row.row}" for row in one.rows],
        }  # fmt: skip


def _events(record: CaseKept) -> Iterator[dict[str, Any]]:
    for event in record.events:
        about: list[tuple[str | None, bool]] = [(child, True) for child in event.about]
        about += [(child, False) for child in event.perhaps_about]
        for child, surely in about or [(None, False)]:
            yield {
                "id": event.id, "kind": event.kind, "status": event.status, "pers_person_id": child,
                "surely_about": surely, **_pair("event", event.days), "relative_day": _relative(event.days[0]),
                "agency": event.agency, "certain": event.certain,
                "attributes": json.dumps(dict(event.attributes), sort_keys=True), "file": event.file,
                "sheet": event.sheet, "row": event.row,
            }  # fmt: skip


def _referrals(record: CaseKept) -> Iterator[dict[str, Any]]:
    for one in record.referrals:
        nfa = {"": None, NO_FURTHER_ACTION: "Y"}.get(one.outcome, "N")
        yield {
            "cine_referral_date": _date(one.days[0]), "referral_latest": _date(one.days[1]),
            "cine_referral_source_desc": one.source or None, "agency": one.agency, "outcome": one.outcome or None,
            "cine_referral_nfa": nfa, "reason_recorded": one.reason, "certain": one.certain,
        }  # fmt: skip


def _children(record: CaseKept) -> Iterator[dict[str, Any]]:
    for child in record.children:
        age, unseen = child.age or (None, None), child.unseen or (None, None)
        yield {
            "pers_person_id": child.id, "age_least": age[0], "age_most": age[1], "plans": list(child.plans),
            "days_unseen_least": unseen[0], "days_unseen_most": unseen[1], "attempts_since": child.attempts,
            **_pair("closed", child.closed),
        }  # fmt: skip


# --- event logs -----------------------------------------------------------------------------------------


def _instant(day: Day) -> str:
    """The earliest day of an event as an instant; the logs have no way to say that a day is imprecise."""
    return f"{date.fromordinal(day).isoformat()}T00:00:00.000+00:00"


def activity(event: EventKept) -> str:
    """What a log calls an event: its kind alone only where it happened, so that no plan is taken for a deed."""
    return event.kind if event.status == Status.HAPPENED else f"{event.kind} ({event.status})"


def _told(event: EventKept) -> dict[str, str]:
    """What a log says of an event besides its kind and day."""
    return {
        "id": event.id,
        "status": event.status,
        "agency": event.agency,
        "certain": "yes" if event.certain else "no",
        "latest": date.fromordinal(event.days[1]).isoformat(),
        **dict(event.attributes),
    }


def write_xes(path: Path, folder: AuditFolder) -> int:
    """An XES log: a trace for each case, an event for each entry; returns the number of events."""
    from lxml import etree

    total = 0
    with etree.xmlfile(str(path), encoding="utf-8") as xml:
        xml.write_declaration()
        head = {"xes.version": "1849-2016", "xes.features": ""}
        with xml.element("log", head):
            for name, prefix in (("Concept", "concept"), ("Time", "time"), ("Organizational", "org")):
                uri = f"http://www.xes-standard.org/{prefix}.xesext"
                xml.write(etree.Element("extension", name=name, prefix=prefix, uri=uri))
            xml.write(_string("flag:purpose", folder.header.purpose))
            for record in folder.records():
                if record.problem:
                    continue
                with xml.element("trace"):
                    xml.write(_string("concept:name", record.case))
                    for event in record.events:
                        xml.write(_xes_event(event))
                        total += 1
    return total


def _xes_event(event: EventKept) -> Any:
    from lxml import etree

    made = etree.Element("event")
    made.append(_string("concept:name", activity(event)))
    made.append(etree.Element("date", key="time:timestamp", value=_instant(event.days[0])))
    if event.agency:
        made.append(_string("org:group", event.agency))
    for child in event.about:
        made.append(_string(f"flag:about:{child}", "yes"))
    for key, value in _told(event).items():
        made.append(_string(f"flag:{key}", value))
    return made


def _string(key: str, value: str) -> Any:
    from lxml import etree

    return etree.Element("string", key=_allowed(key), value=_allowed(value))


def _allowed(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return "".join(letter for letter in text if letter in "\t\n\r" or (letter >= " " and letter not in "\ufffe\uffff"))


def write_ocel(path: Path, folder: AuditFolder, kinds: Kinds) -> int:
    """An OCEL 2.0 log in JSON: events with the case and the children that they are about; the number of events."""
    seen: dict[str, str] = {}
    objects: dict[str, tuple[str, str]] = {}
    for record in folder.records():
        if not record.problem:
            objects[_object("case", record.case)] = ("case", record.case)
            objects |= {_object("child", record.case, child.id): ("child", record.case) for child in record.children}
            for event in record.events:
                seen[activity(event)] = event.kind
                about = (*event.about, *event.perhaps_about)
                objects |= {_object("child", record.case, child): ("child", record.case) for child in about}
    total = 0
    with path.open("w", encoding="utf-8") as out:
        out.write('{"objectTypes": [{"name": "case", "attributes": []}, {"name": "child", "attributes": []}],\n')
        types = [_event_type(name, seen[name], kinds) for name in sorted(seen)]
        out.write(f'"eventTypes": {json.dumps(types)},\n"objects": [')
        out.write(",\n".join(_ocel_object(name, of, case) for name, (of, case) in sorted(objects.items())))
        out.write('],\n"events": [')
        for record in folder.records():
            for event in record.events if not record.problem else ():
                out.write(",\n" if total else "\n")
                json.dump(_ocel_event(record.case, event), out, ensure_ascii=False)
                total += 1
        out.write("]}\n")
    return total


def _object(of: str, *names: str) -> str:
    return "/".join((of, *names))


def _event_type(name: str, kind: str, kinds: Kinds) -> Mapping[str, Any]:
    names = ("id", "status", "agency", "certain", "latest", *sorted(kinds.get(kind, ())))
    return {"name": name, "attributes": [{"name": one, "type": "string"} for one in names]}


def _ocel_object(name: str, of: str, case: str) -> str:
    relation = [{"objectId": _object("case", case), "qualifier": "of"}] if of == "child" else []
    return json.dumps({"id": name, "type": of, "attributes": [], "relationships": relation}, ensure_ascii=False)


def _ocel_event(case: str, event: EventKept) -> Mapping[str, Any]:
    about = [(_object("case", case), "in")]
    about += [(_object("child", case, child), "about") for child in event.about]
    about += [(_object("child", case, child), "perhaps about") for child in event.perhaps_about]
    return {
        "id": f"{case}/{event.id}",
        "type": activity(event),
        "time": _instant(event.days[0]),
        "attributes": [{"name": name, "value": value} for name, value in _told(event).items()],
        "relationships": [{"objectId": name, "qualifier": how} for name, how in about],
    }
