"""What goes on the sheet of a case: the timeline as it may be shown, and the prompts with their rows quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from engine.audit.workbook.manifest import NumberTold, PlanTold, PromptTold, RuleTold
from engine.language.rule import Parameter, Rule
from engine.replay import rows_known
from engine.report.model import DANGER, Prompt, Report
from engine.report.safetext import plain, shortened
from engine.report.words import count_of, row_named
from engine.session import Session
from engine.timeline import RowRef
from engine.told import Words, words_by_row
from engine.values import dataclass, replace

_QUOTE = 600
"""Characters of a quoted row: the whole row stands in the timeline."""
_ROWS = 30
"""Rows quoted with one prompt; the others are named."""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A row as it is read by the auditor."""

    row: str
    date: str
    agency: str
    words: str
    file: str


@dataclass(frozen=True, slots=True)
class PromptShown:
    """A prompt as it is read by the auditor, and what is kept of it."""

    told: PromptTold
    about: str
    rule: str
    prompt: str
    rows: str


@dataclass(frozen=True, slots=True)
class CaseShown:
    """Everything that the sheet of a case says."""

    as_at: str
    knowledge: str
    children: str
    agencies: str
    agency_names: tuple[str, ...]
    timeline: tuple[TimelineRow, ...]
    later: int
    """Rows after the as-at day, which are not shown."""
    prompts: tuple[PromptShown, ...]
    left_out: str
    """How many prompts are not listed, and why."""
    not_evaluated: str
    notice: str
    rules: tuple[Rule, ...]


def case_shown(session: Session, plan: PlanTold, *, professionals: bool) -> CaseShown:
    """The content of a case's sheet, from the opened case."""
    session = replace(session, options=replace(session.options, professionals=professionals))
    report = session.report()
    wanted = [prompt for prompt in report.prompts if _asked(prompt, plan)]
    standing = [prompt for prompt in wanted if prompt.state in ("open", "answered") or plan.closed]
    shown = told_once(standing)
    timeline = tuple(_timeline(session, professionals=professionals))
    return CaseShown(
        as_at=report.as_at,
        knowledge=report.knowledge,
        children="; ".join(plain(f"{child.name}, {child.age}") for child in report.children),
        agencies="; ".join(
            plain(f"{one.name}: {count_of(one.rows, 'row')}, {one.first} to {one.last}") for one in report.agencies
        ),
        agency_names=tuple(plain(one.name) for one in report.agencies),
        timeline=timeline,
        later=len(session.read.case.rows) - len({(one.file, one.row) for one in timeline}),
        prompts=tuple(_prompts(report, shown, professionals=professionals)),
        left_out=_left_out(report, wanted, standing, shown),
        not_evaluated=_not_evaluated(report),
        # Said on every sheet: a report says it where there is a prompt for today, which a blind sheet must not tell.
        notice=f"{report.notice.partition(DANGER)[0].strip()} {DANGER}",
        rules=session.rules,
    )


def _asked(prompt: Prompt, plan: PlanTold) -> bool:
    """Whether a prompt is one that is judged: no question to an agency, and of the rules or themes asked for."""
    if prompt.kind == "question":
        return False
    if not plan.rules and not plan.themes:
        return True
    return prompt.rule in plan.rules or prompt.theme in plan.themes


def told_once(prompts: Sequence[Prompt]) -> list[Prompt]:
    """The prompts without those that say of the same rows what one before them says, of the same rule and child.

    One row can open a rule twice ("referral, no further action"): that is one thing to judge.
    """
    kept: dict[object, Prompt] = {}
    for prompt in prompts:
        rows = frozenset((item.file, item.sheet, item.row) for item in prompt.evidence)
        key = (prompt.rule, prompt.child, prompt.children, prompt.person, prompt.certainty, prompt.state, rows)
        kept.setdefault(key if rows else prompt.id, prompt)
    return list(kept.values())


def _left_out(report: Report, wanted: Sequence[Prompt], standing: Sequence[Prompt], shown: Sequence[Prompt]) -> str:
    questions = sum(1 for prompt in report.prompts if prompt.kind == "question")
    parts = [
        (len(standing) - len(shown), "of the same rule on the same rows as one that is listed"),
        (len(wanted) - len(standing), "resolved, or lapsed when the case closed (--closed lists them)"),
        (len(report.prompts) - questions - len(wanted), "of other rules or themes"),
        (questions, "questions to agencies, which are no prompts"),
    ]
    return "; ".join(f"{number} {what}" for number, what in parts if number)


def _not_evaluated(report: Report) -> str:
    """Rules that could not be evaluated, by what they need: never counted as clear."""
    needs: dict[str, set[str]] = {}
    for item in report.not_evaluated:
        needs.setdefault(item.needs, set()).add(item.rule)
    order = sorted(needs, key=lambda need: (-len(needs[need]), need))
    return "; ".join(plain(f"{count_of(len(needs[need]), 'rule')} for want of {need}") for need in order)


# --- the timeline -------------------------------------------------------------------------------------


def _timeline(session: Session, *, professionals: bool) -> Iterator[TimelineRow]:
    """The rows known of by the as-at day in the order of their days, then those whose day was not read."""
    words = words_by_row(session.read, professionals=professionals)
    several = len(session.read.sources) > 1
    for known in sorted(rows_known(session), key=lambda row: (row.when.earliest, row.when.latest)):
        told = words.get(known.ref, ()) if known.words <= session.as_at else ()
        text = _said(told) if known.words <= session.as_at else "(its day may lie after the as-at day: not shown)"
        yield _row(known.ref, known.when.text, known.agency, text, several=several)
    dates = {
        RowRef(row.file, row.number, row.sheet): row.cell("date") for source in session.read.sources
        for row in source.rows
    }  # fmt: skip
    for ref, (when, agency, _) in session.read.case.rows.items():
        if when is None:
            date = f"no day read: {dates.get(ref, '')}".rstrip(": ")
            yield _row(ref, date, agency, _said(words.get(ref, ())), several=several)


def _said(told: Iterable[Words]) -> str:
    return "\n".join(plain(f"{one.label}: {one.text}" if one.label else one.text) for one in told)


def _row(ref: RowRef, date: str, agency: str, words: str, *, several: bool) -> TimelineRow:
    return TimelineRow(
        row=row_named(ref.number, ref.sheet),
        date=shortened(date, 200),
        agency=shortened(agency or "not named", 80),
        words=words,
        file=plain(ref.file) if several else "",
    )


# --- the prompts --------------------------------------------------------------------------------------


def _prompts(report: Report, shown: Sequence[Prompt], *, professionals: bool) -> Iterator[PromptShown]:
    names = {child.id: child.name for child in report.children}
    numbers = {prompt.id: number for number, prompt in enumerate(shown, start=1)}
    for prompt in shown:
        about = ", ".join(names.get(one, one) for one in ((prompt.child,) if prompt.child else prompt.children))
        since = prompt.first_prompted.definite or prompt.first_prompted.possible
        certainty = "on this record" if prompt.certainty == "definite" else "possible"
        state = "" if prompt.state == "open" else f"\n{prompt.state}"
        yield PromptShown(
            told=PromptTold(
                id=prompt.id, rule=prompt.rule, version=prompt.version, theme=prompt.theme, certainty=prompt.certainty
            ),
            about=plain(about or "household") + (f"\nsince {since}" if since else "") + state,
            rule=f"{prompt.rule}, version {prompt.version}\n{prompt.theme}\n{certainty}",
            prompt=_says(prompt, numbers),
            rows=_rows(prompt, professionals=professionals),
        )


def _says(prompt: Prompt, numbers: dict[str, int]) -> str:
    parts = [plain(prompt.title), plain(prompt.lacks), plain(f"Why: {prompt.why}"), plain(f"Ask: {prompt.ask}")]
    parts += [plain(f"Options: {'; '.join(prompt.options)}")] if prompt.options else []
    parts += [plain(f"Number: {one.name}, {one.value} ({one.basis}: {one.source})") for one in prompt.thresholds]
    parts += [plain(f"Would settle it: {one.question}") for one in prompt.settles]
    same = numbers.get(prompt.same_concern_as or "")
    parts += [f"The same concern as prompt {same}."] if same is not None else []
    return "\n".join(part for part in parts if part)


def _rows(prompt: Prompt, *, professionals: bool) -> str:
    told = []
    for item in prompt.evidence[:_ROWS]:
        place = f"Row {row_named(item.row, item.sheet, item.file if item.several else '')}"
        quote = shortened(item.quote, _QUOTE)
        hidden = item.restricted and not professionals
        read = "" if hidden else f" (read as: {plain(item.read_as)})"
        said = f": “{quote}”" if not hidden else ": restricted"
        told.append(plain(f"{place}, {item.date}, {item.agency or 'agency not named'}") + said + read)
    if len(prompt.evidence) > _ROWS:
        told.append(f"and {len(prompt.evidence) - _ROWS} more rows")
    return "\n".join(told) or "no row: the prompt is about what this chronology has no entry of"


# --- the rules ----------------------------------------------------------------------------------------


def rule_told(rule: Rule) -> RuleTold:
    """A rule with its numbers as they were in this audit."""
    numbers = tuple(number for parameter in rule.parameters.values() for number in _numbers(parameter))
    return RuleTold(name=rule.name, version=rule.version, title=rule.title, numbers=numbers)


def _numbers(parameter: Parameter) -> Iterator[NumberTold]:
    lowest, highest = parameter.bounds if parameter.bounds is not None else ("", "")
    rows = [(parameter.name, parameter.default)]
    rows += [
        (f"{parameter.name}, row {number}", branch.quantity) for number, branch in enumerate(parameter.branches, 1)
    ]
    for name, quantity in rows:
        yield NumberTold(
            name=name,
            value=str(quantity.value),
            basis=quantity.basis,
            source=quantity.source,
            lowest=str(lowest),
            highest=str(highest),
        )
