"""Records of invented cases for the tests of figures, and folders of audits made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from engine.audit.folder import HEADER, RECORDS, Header
from engine.audit.record import (
    AgencyKept,
    CaseKept,
    ChildKept,
    Days,
    FileKept,
    FindingKept,
    MetKept,
    NotEvaluatedKept,
    ReferralKept,
    RowKept,
    as_line,
)
from engine.pack import Pack, load_pack

CSC, SCHOOL = "Children's Social Care", "School"
RULES = {
    "strategy-discussion-not-held": "strategy",
    "strategy-request-declined": "strategy",
    "child-not-seen-n-days": "seeing",
    "phone-or-remote-review-only": "seeing",
}
PURPOSE = "Whether agencies met in time, spring 2024"


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def on(text: str, until: str = "") -> Days:
    return day(text), day(until or text)


def finding(
    rule: str = "child-not-seen-n-days",
    state: str = "open",
    certainty: str = "definite",
    *,
    kind: str = "rule",
    key: str = "1",
    raised: Days | None = None,
    opened: Days | None = None,
    ended: Days | None = None,
    rows: Sequence[RowKept] = (),
    child: str | None = "ruby",
    ended_by: str = "",
) -> FindingKept:
    raised = raised or on("2024-02-10")
    return FindingKept(
        id=f"{rule}/{child}/-/{key}", rule=rule, version=1, theme=RULES.get(rule, "seeing"), kind=kind, child=child,
        children=(child,) if child else (), certainty=certainty, state=state,
        ever_breached="yes" if certainty == "definite" else "possible", urgency="soon", opened=opened, raised=raised,
        first_possible=raised[0], first_definite=raised[1] if certainty == "definite" else None, ended=ended,
        rows=tuple(rows), standing="row 2", agencies=(CSC,), possibly=(), surely=(), ended_by=ended_by,
    )  # fmt: skip


def row(agency: str, text: str, until: str = "", number: int = 7) -> RowKept:
    return RowKept("ruby.csv", None, number, agency, on(text, until))


def child(name: str = "ruby", unseen: Days | None = (3, 3)) -> ChildKept:
    return ChildKept(name, (4, 4), (), day("2019-05-01"), unseen, 0, None)


def referral(
    source: str = "anonymous", reason: str = "yes", outcome: str = "no further action", text: str = "2024-02-01",
    agency: str = CSC, *, certain: bool = True, until: str = "",
) -> ReferralKept:  # fmt: skip
    return ReferralKept(agency, on(text, until), source, outcome, reason, certain)


def case(
    name: str,
    findings: Sequence[FindingKept] = (),
    *,
    rules: Iterable[str] = RULES,
    children: Sequence[ChildKept] | None = None,
    lacking: Sequence[NotEvaluatedKept] = (),
    met: Sequence[MetKept] = (),
    referrals: Sequence[ReferralKept] = (),
    agencies: Sequence[AgencyKept] = (),
    problem: str = "",
) -> CaseKept:
    if problem:
        return CaseKept(name, "North team", problem)
    return CaseKept(
        case=name, team="North team", problem="", files=(FileKept(f"{name}.csv", "0" * 64, 20, 2),),
        as_at=day("2024-05-31"), as_at_from="last-entry", knowledge="as-dated",
        children=tuple(children if children is not None else (child(),)), agencies=tuple(agencies),
        findings=tuple(findings), met=tuple(met), not_evaluated=tuple(lacking), asked=tuple(rules),
        referrals=tuple(referrals),
    )  # fmt: skip


def header(**changed: object) -> Header:
    told = {
        "purpose": PURPOSE, "program": "0.1.0", "fingerprint": "f" * 64, "rules": dict.fromkeys(RULES, 1),
        "themes": dict(RULES), "wanted": ("strategy", "seeing"),
    }  # fmt: skip
    return Header.model_validate({**told, **changed})


def audit(folder: Path, cases: Iterable[CaseKept], **changed: object) -> Path:
    """The folder of a finished audit with these records."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / HEADER).write_text(header(**changed).model_dump_json(), encoding="utf-8")
    (folder / RECORDS).write_bytes(b"".join(as_line(one) for one in sorted(cases, key=lambda one: one.case)))
    return folder


@cache
def pack() -> Pack:
    return load_pack()
