"""The whole workbook. The first holds no prompt of a case that is read blind; the second holds nothing else.

The same audit, sample and program give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from engine.audit.folder import RECORDS, AuditFolder, Header
from engine.audit.sampling import Drawn, Plan, Sample
from engine.audit.workbook.casesheet import Seen, case_page, second_page
from engine.audit.workbook.content import CaseShown, case_shown, rule_told
from engine.audit.workbook.front import agencies_of, frame_page, front_page, hidden_sheet, rules_page, words_page
from engine.audit.workbook.layout import FRAME, FRONT, HIDDEN, RULES, WORDS
from engine.audit.workbook.manifest import CaseTold, Manifest, PlanTold, RuleTold
from engine.audit.workbook.writing import Page, Styles, sheet_name
from engine.errors import FlagError, UsageError
from engine.report.safetext import plain
from engine.session import Session
from engine.values import dataclass

_NARROW = (34, 110)
"""Widths of the sheets that hold text and boxes, not a case."""


@dataclass(frozen=True, slots=True)
class Made:
    """A workbook, and what is to be told of its making."""

    content: bytes
    manifest: Manifest
    left_out: tuple[str, ...]
    """Cases of the sample that have no sheet, and why."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A case of the sample that could be opened again."""

    drawn: Drawn
    shown: CaseShown


def run_of(folder: AuditFolder) -> str:
    """A digest of what an audit was asked and what it found, wherever its files stand."""
    header = folder.header
    asked = header.model_dump_json(exclude={"inputs", "reading", "purpose"})
    digest = sha256(asked.encode())
    digest.update((folder.path / RECORDS).read_bytes())
    return digest.hexdigest()


def plan_told(plan: Plan, rules: Sequence[str], themes: Sequence[str], *, closed: bool) -> PlanTold:
    """How a sample is drawn and which prompts are judged, as the workbook keeps it."""
    return PlanTold(
        seed=plan.seed, size=plan.size, by=plan.by, each=plan.each, only=plan.only, rules=tuple(rules),
        themes=tuple(themes), closed=closed,
    )  # fmt: skip


def plan_of(told: PlanTold) -> Plan:
    """How the sample of a workbook was drawn."""
    return Plan(told.seed, told.size, told.by, told.each, told.only)


def first_book(folder: AuditFolder, sample: Sample, plan: PlanTold, *, professionals: bool) -> Made:
    """The workbook that auditors begin with. Raises UsageError where no case can be opened again."""
    return _made(folder, sample, plan, {}, professionals=professionals)


def second_book(
    folder: AuditFolder, sample: Sample, plan: PlanTold, seen: Mapping[str, Seen], *, professionals: bool
) -> Made:
    """The prompts of the cases that were read blind: of those for which `seen` says what the auditor had written."""
    return _made(folder, sample, plan, seen, professionals=professionals, second=True)


def _made(
    folder: AuditFolder, sample: Sample, plan: PlanTold, seen: Mapping[str, Seen], *, professionals: bool,
    second: bool = False,
) -> Made:  # fmt: skip
    wanted = [one for one in sample.drawn if not second or one.case in seen]
    left_out: list[str] = []
    shown = list(_opened(folder, wanted, plan, left_out, professionals=professionals))
    if not shown:
        raise UsageError(
            "No case of the sample can be opened again, so there is nothing to write. " + left_out[0],
            "Call this from the folder in which the audit was run, with its files where they were.",
        )
    manifest = _manifest(folder, shown, plan, seen, professionals=professionals, second=second)
    content = _written(folder.header, sample, manifest, shown, left_out, seen)
    return Made(content, manifest, tuple(left_out))


def _opened(
    folder: AuditFolder, wanted: Sequence[Drawn], plan: PlanTold, left_out: list[str], *, professionals: bool
) -> Iterator[Shown]:
    """Each case of the sample, opened again; one that has gone or changed since the audit is told."""
    cases = {one.case for one in wanted}
    digests = {
        record.case: {file.file: file.sha256 for file in record.files}
        for record in folder.records()
        if record.case in cases
    }
    shown: dict[str, CaseShown] = {}
    troubles: dict[str, str] = {}
    for case, session in _sessions(folder, cases, troubles):
        if {source.file: source.sha256 for source in session.read.sources} != digests[case]:
            troubles[case] = "its file has changed since the audit. Run the audit again."
        else:
            shown[case] = case_shown(session, plan, professionals=professionals)
    for drawn in wanted:
        if drawn.case in shown:
            yield Shown(drawn, shown[drawn.case])
        else:
            left_out.append(f"No sheet for case {plain(drawn.case)}: {troubles[drawn.case]}")


def _sessions(folder: AuditFolder, cases: set[str], troubles: dict[str, str]) -> Iterator[tuple[str, Session]]:
    """The cases opened again, all in one go; where one of them stops that, each of those left by itself."""
    left = set(cases)
    try:
        for given, session in folder.open_cases(sorted(left)):
            left.discard(given.case)
            yield given.case, session
    except FlagError:
        for case in sorted(left):
            try:
                yield from ((given.case, session) for given, session in folder.open_cases([case]))
            except FlagError as error:
                troubles[case] = str(error)


def _manifest(
    folder: AuditFolder, shown: Sequence[Shown], plan: PlanTold, seen: Mapping[str, Seen], *, professionals: bool,
    second: bool,
) -> Manifest:  # fmt: skip
    header = folder.header
    cases = tuple(
        CaseTold(
            case=one.drawn.case,
            team=one.drawn.team,
            stratum=one.drawn.stratum,
            blind=one.drawn.blind,
            sheet=sheet_name(number, one.drawn.case, one.drawn.blind and not second),
            prompts=() if one.drawn.blind and not second else tuple(item.told for item in one.shown.prompts),
            seen=tuple(seen.get(one.drawn.case, ())),
        )
        for number, one in enumerate(shown, start=1)
    )
    return Manifest(
        stage="second" if second else "first",
        run=run_of(folder),
        program=header.program,
        fingerprint=header.fingerprint,
        purpose=header.purpose,
        as_at=header.as_at,
        professionals=professionals,
        plan=plan,
        cases=cases,
        rules=tuple(_rules(shown, cases)),
    )


def _rules(shown: Sequence[Shown], cases: Sequence[CaseTold]) -> Iterator[RuleTold]:
    """The rules of which prompts stand in the workbook, as they were asked; the first where cases differ."""
    named = {prompt.rule for case in cases for prompt in case.prompts}
    found = {rule.name: rule for one in reversed(shown) for rule in one.shown.rules if rule.name in named}
    for name in sorted(found):
        yield rule_told(found[name])


def _written(
    header: Header, sample: Sample, manifest: Manifest, shown: Sequence[Shown], left_out: Sequence[str],
    seen: Mapping[str, Seen],
) -> bytes:  # fmt: skip
    import xlsxwriter  # here, because only a workbook needs it

    out = io.BytesIO()
    # In memory: otherwise the cases would stand in temporary files for a while.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": "Audit of chronologies", "created": datetime(2000, 1, 1)})
    styles = Styles(book)
    second = manifest.stage == "second"
    title = "Audit: what was read blind, with its prompts" if second else "Audit: report"
    sheets = {_link(case, one): case.sheet for case, one in zip(manifest.cases, shown, strict=True)}
    agencies = agencies_of(one.shown.agency_names for one in shown)
    more = {} if second else {"How the sample was drawn": FRAME}
    links = {**sheets, **more, "Rules and numbers": RULES, "Words to choose from": WORDS}
    front_page(Page(book, FRONT, styles, title, _NARROW), manifest, sample, agencies, links, left_out)
    for number, (case, one) in enumerate(zip(manifest.cases, shown, strict=True), start=1):
        page = Page(book, case.sheet, styles, _title(number, one.drawn, second=second))
        if second:
            second_page(page, number, one.drawn, one.shown, case.seen, professionals=manifest.professionals)
        else:
            case_page(page, number, one.drawn, one.shown, professionals=manifest.professionals)
    if not second:
        frame_page(Page(book, FRAME, styles, "How the sample was drawn"), sample)
    by_case = {one.drawn.case: one.shown.rules for one in shown}
    rules_page(Page(book, RULES, styles, "Rules and numbers"), header, by_case)
    themes = tuple(sorted(set(header.themes.values())))
    words_page(book, Page(book, WORDS, styles, "Words to choose from", _NARROW), themes)
    hidden_sheet(book, HIDDEN, styles, manifest)
    book.close()
    return out.getvalue()


def _title(number: int, drawn: Drawn, *, second: bool) -> str:
    how = "its prompts, after it was read blind" if second else "read blind first" if drawn.blind else "with prompts"
    return f"Case {number}: {plain(drawn.case)} ({how})"


def _link(case: CaseTold, one: Shown) -> str:
    return f"{case.sheet}: {len(one.shown.timeline)} rows"


