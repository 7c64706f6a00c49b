"""Building the document from an evaluation: prompts with rows and words, what would settle them, what was not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.dates.dayzero import one_day
from engine.dates.when import FAR_FUTURE, Day
from engine.escalate import Drawn, Escalations
from engine.evaluate import Evaluation, Finding, FindingState, NotEvaluated
from engine.language.rule import Conflict, Count, Deadline, Gap, Missing, Quantity, Rule
from engine.local import Step
from engine.lookingback import without_looking_back
from engine.report.children import child_summary
from engine.report.lacking import lacking, silent
from engine.report.model import (
    DANGER,
    EYES,
    NOTICE,
    Agency,
    Cited,
    DueItem,
    Ended,
    Evidence,
    FirstPrompted,
    NotEvaluatedItem,
    Program,
    Prompt,
    Report,
    Settles,
    SourceFile,
    Span,
    Threshold,
    ToldTwice,
    UnreadItem,
)
from engine.report.words import NOT_KNOWN, iso, name_of, read_as, short
from engine.settling import Settler, Tried, settlers
from engine.timeline import Case, Coverage, Event, Person, RowRef
from engine.values import dataclass, replace
from engine.view import GUESSES, UNTOLD, Scene, Standards, View

URGENCY_ORDER = ("now", "soon", "note")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document needs to know besides the evaluation itself."""

    case: Case
    standards: Standards
    program: Program
    sources: tuple[SourceFile, ...]
    as_at_from: str
    knowledge: str
    warnings: tuple[str, ...]
    questions: Mapping[str, str]
    broken: tuple[tuple[str, str], ...] = ()
    not_asked: tuple[str, ...] = ()
    """Rule files that do not load, and why."""
    resolution: tuple[Step, ...] = ()
    """The steps of the local resolution policy."""
    professionals: bool = False
    """Whether restricted clauses may be shown."""
    known_by: str = ""
    """The agency with whose eyes the case is seen; empty for everybody's."""


def build_report(setting: Setting, evaluation: Evaluation, escalations: Escalations) -> Report:
    """The document for one case on one day."""
    view = View(setting.case, setting.standards, evaluation.as_at)
    scenes = {child.id: Scene(view, child, guesses_open=False) for child in evaluation.children}
    household = Scene(view, None, guesses_open=False)
    tried = Tried()
    shown, shown_in = _surely_known(setting, view, scenes)
    prompts = [
        _finding_prompt(
            setting,
            finding,
            scenes.get(finding.child.id, household) if finding.child else household,
            evaluation.coverage,
            tried,
        )
        for finding in evaluation.findings
    ]
    rank = {finding.id: _breadth(finding.rule) for finding in evaluation.findings}
    rank |= {drawn.id: 0 if drawn.leads else 1 for drawn in escalations.drawn}
    prompts.extend(_escalation_prompt(setting, drawn, evaluation) for drawn in escalations.drawn)
    not_evaluated = [_not_evaluated(item) for item in evaluation.not_evaluated]
    not_evaluated.extend(
        NotEvaluatedItem(file, None, mistake, "a correction of the rule file") for file, mistake in setting.broken
    )
    if escalations.not_evaluated:
        not_evaluated.append(
            NotEvaluatedItem("escalations", None, escalations.not_evaluated, "the durable-rules package")
        )
    return Report(
        flag=setting.program,
        sources=setting.sources,
        agencies=tuple(Agency(c.agency, iso(c.first), iso(c.last), c.rows) for c in evaluation.coverage),
        case=setting.case.name,
        as_at=iso(evaluation.as_at),
        as_at_from=setting.as_at_from,
        knowledge=setting.knowledge,
        notice=_notice(setting, evaluation, prompts),
        children=tuple(
            child_summary(child, shown, shown_in[child.id], evaluation, setting.professionals)
            for child in evaluation.children
        ),
        prompts=tuple(_grouped(sorted(prompts, key=_order), rank)),
        due=tuple(
            DueItem(
                rule=item.rule.name,
                title=item.rule.title,
                child=item.child.id if item.child else None,
                due=Span(iso(item.earliest), iso(item.latest)),
                certainty="definite" if item.definite else "possible",
                evidence=_evidence(setting, item.episode.evidence, evaluation.as_at),
            )
            for item in evaluation.due
        ),
        not_evaluated=tuple(not_evaluated),
        unread=tuple(_unread(setting, evaluation.as_at)),
        warnings=(*setting.warnings, *(f"{name_of(child)}: {why}." for child, why in evaluation.stopped)),
        told_twice=tuple(_told_twice(setting.case, evaluation.as_at)),
        not_asked=setting.not_asked,
        known_by=setting.known_by,
    )


def _surely_known(setting: Setting, view: View, scenes: Mapping[str, Scene]) -> tuple[Case, Mapping[str, Scene]]:
    """The case and its scenes for what is shown of the children: without what an agency is not said to know."""
    if not setting.known_by:
        return setting.case, scenes
    case = replace(setting.case, events=tuple(event for event in setting.case.events if event.reader != UNTOLD))
    known = View(case, setting.standards, view.as_at)
    return case, {id: Scene(known, scene.child, guesses_open=False) for id, scene in scenes.items()}


def _told_twice(case: Case, as_at: Day) -> Iterator[ToldTwice]:
    """The pairs of rows that tell, or may tell, of one event, where both can be known of."""
    for one in case.told_twice:
        days = [case.rows[ref][0] for ref in (one.first, one.second)]
        if all(when is not None and when.earliest <= as_at for when in days):
            yield ToldTwice(
                file=one.second.file, row=one.second.number, sheet=one.second.sheet, sure=one.sure, kinds=one.kinds,
                same_as_file=one.first.file, same_as_row=one.first.number, same_as_sheet=one.first.sheet,
            )  # fmt: skip


def _notice(setting: Setting, evaluation: Evaluation, prompts: Sequence[Prompt]) -> str:
    """The sentence that opens every output, and with a prompt for today what comes before any meeting."""
    notice = NOTICE.format(version=setting.program.version, day=iso(evaluation.as_at))
    if setting.known_by:
        notice = f"{notice} {EYES.format(agency=setting.known_by)}"
    urgent = any(prompt.urgency == "now" and prompt.state in ("open", "answered") for prompt in prompts)
    return f"{notice} {DANGER}" if urgent else notice


def _order(prompt: Prompt) -> tuple[int, Day, int, str, str]:
    """By urgency, then the day raised; escalations before the findings of a day; never by certainty."""
    return (
        URGENCY_ORDER.index(prompt.urgency),
        _since(prompt),
        0 if prompt.kind == "escalation" else 1,
        prompt.rule,
        prompt.id,
    )


def _since(prompt: Prompt) -> Day:
    """The first day on which a prompt was raised, or could have been said: where its clock may begin anew each day,
    the day raised may lie ahead."""
    told = (prompt.raised.earliest if prompt.raised else None, prompt.first_prompted.possible)
    return min((one_day(day) for day in told if day is not None and day != NOT_KNOWN), default=0)


# --- findings -----------------------------------------------------------------------------------------


def _finding_prompt(
    setting: Setting, finding: Finding, scene: Scene, coverage: Sequence[Coverage], tried: Tried
) -> Prompt:
    rule, episode, as_at = finding.rule, finding.episode, scene.as_at
    open_now = finding.state in (FindingState.OPEN, FindingState.ANSWERED, FindingState.LAPSED)
    opening = episode.opening
    return Prompt(
        id=finding.id,
        kind=finding.kind,
        rule=rule.name,
        version=rule.version,
        theme=rule.theme,
        child=finding.child.id if finding.child else None,
        children=finding.children,
        person=opening.person if opening is not None else None,
        certainty="definite" if finding.definite else "possible",
        outcomes=tuple(sorted(outcome.value for outcome in finding.verdict)),
        state=str(finding.state),
        ever_breached=finding.ever_breached,
        urgency="note" if finding.guessed else finding.urgency,
        raised=Span(iso(episode.raised[0]), iso(episode.raised[1])) if episode.raised else None,
        first_prompted=FirstPrompted(
            iso(finding.first_possible) if finding.first_possible else None,
            iso(finding.first_definite) if finding.first_definite else None,
        ),
        resolved=_ended(finding),
        title=rule.title,
        why=rule.why,
        lacks=lacking(finding, coverage, as_at) if open_now else "",
        ask=rule.ask,
        options=(),
        thresholds=_thresholds(rule, episode.quantities),
        evidence=_evidence(setting, (*episode.evidence, *episode.joined), as_at),
        settles=tuple(
            _settles(setting, settler, finding.child, finding.guessed)
            for settler in _doubts(finding, scene, open_now, tried)
        ),
        rests_on_possible=tuple(
            f"row {event.row.shown}"
            for event in episode.evidence
            if event.reader != UNTOLD and (not event.certain or event.when.latest > as_at)
        ),
        because_of=(),
        same_concern_as=None,
        references=tuple(Cited(reference.title, reference.paragraph) for reference in rule.references),
        packs=rule.packs,
        silent=silent(finding, as_at) if open_now else None,
    )


def _doubts(finding: Finding, scene: Scene, open_now: bool, tried: Tried) -> tuple[Settler, ...]:
    """What would settle a finding; of a guessed one, the row that was not read."""
    if not open_now:
        return ()
    if finding.guessed and finding.episode.opening is not None:
        return (Settler(event=finding.episode.opening),)
    return settlers(finding, scene, tried)


def _thresholds(rule: Rule, used: Sequence[tuple[str, Quantity]]) -> tuple[Threshold, ...]:
    """The numbers that the verdict rests on, and those of the rule's guards."""
    known = {quantity for _, quantity in used}
    operator = rule.operator
    own = [getattr(operator, name) for name in operator.__match_args__]
    guards = [
        (name, parameter.default)
        for name, parameter in rule.parameters.items()
        if parameter not in own and parameter.default not in known
    ]
    return tuple(_threshold(name, quantity) for name, quantity in (*used, *guards))


def _threshold(name: str, quantity: Quantity) -> Threshold:
    return Threshold(name.replace("_", " "), str(quantity.value), quantity.basis, quantity.source)


def _ended(finding: Finding) -> Ended | None:
    if finding.state is FindingState.OPEN:
        return None
    event = finding.ended_by
    if event is None:
        return Ended(str(finding.state), "", None, None)
    return Ended(str(finding.state), event.when.text, event.row.file, event.row.number, event.row.sheet)


def _evidence(setting: Setting, events: Sequence[Event], as_at: Day) -> tuple[Evidence, ...]:
    """The rows in order, each once; a row's words only once its latest day has come, legal advice never."""
    shown: dict[RowRef, Evidence] = {}
    for event in events:
        if event.reader == UNTOLD:
            continue  # nothing of a row is shown to whom it is not said to have been told
        key = event.row
        if key in shown:
            known = shown[key]
            reading = read_as(event)
            if reading not in known.read_as:
                both = f"{known.read_as}; {reading}"
                shown[key] = replace(known, read_as=both, firm=known.firm or event.certain)
            continue
        restricted = (event.restricted and not setting.professionals) or event.kind == "legal_advice"
        quote = without_looking_back(event.quote)
        if restricted:
            quote = f"restricted, row {event.row.shown}"
        elif as_at < event.when.latest < FAR_FUTURE:
            quote = "the words are shown once the last day of this entry has come"
        shown[key] = Evidence(
            file=event.row.file,
            row=event.row.number,
            date=event.when.text,
            agency=event.agency,
            quote=quote,
            read_as=read_as(event),
            reader=event.reader,
            restricted=event.restricted,
            several=len(setting.sources) > 1,
            firm=event.certain,
            sheet=event.row.sheet,
        )
    return tuple(sorted(shown.values(), key=lambda item: (item.file, _natural(item.sheet), item.row)))


def _natural(sheet: str | None) -> tuple[str, int]:
    """Tables in their order: the tenth comes after the second."""
    words, _, number = (sheet or "").rpartition(" ")
    return (words, int(number)) if number.isdecimal() else (sheet or "", 0)


def _settles(setting: Setting, settler: Settler, child: Person | None, guessed: bool = False) -> Settles:
    name = name_of(child) if child is not None else "each child"
    if settler.event is None:
        state = setting.standards.states[settler.state]
        return Settles(f"Is it so on this day that {state.means}? The chronology does not settle it.", None, None, None)
    event = settler.event
    if event.reader == UNTOLD:
        question = f"was {setting.known_by} told of this row, or there?"
    elif guessed or event.reader in GUESSES:
        unread = any(item.row == event.row for item in setting.case.unread)
        how = "was not read in full and may record" if unread else "may also record"
        kind = event.kind.replace("_", " ")
        question = f"this row {how} {kind}{'' if unread else ' (a guess from its words)'}: check"
    else:
        wording = setting.questions.get(event.kind, "what happened, and on which day?")
        question = wording.replace("{child}", name)
    if settler.threshold is not None:
        question += f" On or before {short(settler.threshold)} it was in time."
    return Settles(question, event.row.file, event.row.number, event.agency, event.row.sheet)


def _resolution(steps: Sequence[Step]) -> str:
    """The steps of the local resolution policy in words."""
    if not steps:
        return "steps, days and contact: not set"
    return "; then ".join(f"{step.name} within {step.within}: {step.contact}" for step in steps)


# --- escalations --------------------------------------------------------------------------------------


def _escalation_prompt(setting: Setting, drawn: Drawn, evaluation: Evaluation) -> Prompt:
    escalation = drawn.escalation
    because = [finding for finding in evaluation.findings if finding.id in drawn.because_of]
    told = [event for finding in because for event in (*finding.episode.evidence, *finding.episode.joined)]
    first = drawn.first_possible
    ask = escalation.ask
    if escalation.about_agency:
        ask += (
            " Any agency may ask for a strategy discussion; if it is refused, use the resolution policy"
            f" ({_resolution(setting.resolution)})."
        )
    return Prompt(
        id=drawn.id,
        kind="escalation",
        rule=escalation.name,
        version=escalation.version,
        theme=escalation.theme,
        child=drawn.child,
        children=(drawn.child,),
        person=None,
        certainty="definite" if drawn.definite else "possible",
        outcomes=(),
        state="open",
        ever_breached="yes" if drawn.definite else "possible",
        urgency=escalation.urgency,
        raised=Span(iso(first), iso(drawn.first_definite or first)) if first is not None else None,
        first_prompted=FirstPrompted(
            iso(first) if first else None, iso(drawn.first_definite) if drawn.first_definite else None
        ),
        resolved=None,
        title=escalation.title,
        why=escalation.why,
        lacks="",
        ask=ask,
        options=escalation.options,
        thresholds=(),
        evidence=_evidence(setting, told, evaluation.as_at),
        settles=(),
        rests_on_possible=tuple(f"{finding.rule.title}" for finding in because if not finding.definite),
        because_of=drawn.because_of,
        same_concern_as=None,
        references=tuple(Cited(reference.title, reference.paragraph) for reference in escalation.references),
        packs=("core",),
    )


# --- one concern --------------------------------------------------------------------------------------


def _grouped(prompts: list[Prompt], rank: Mapping[str, int]) -> list[Prompt]:
    """Mark prompts for one child that rest mostly on the same rows as one concern, led by the most specific."""

    def specific(prompt: Prompt) -> tuple[int, int, int, Day, str]:
        urgency = URGENCY_ORDER.index(prompt.urgency)
        return urgency, rank.get(prompt.id, 0), 0 if prompt.certainty == "definite" else 1, _since(prompt), prompt.id

    leaders: list[Prompt] = []
    led: dict[str, str] = {}
    for prompt in sorted(prompts, key=specific):
        leader = next((other for other in leaders if _same_concern(other, prompt, rank)), None)
        if leader is None:
            leaders.append(prompt)
        else:
            led[prompt.id] = leader.id
    return [replace(prompt, same_concern_as=led.get(prompt.id)) for prompt in prompts]


def _breadth(rule: Rule) -> int:
    """How little a rule says of what should have happened: the least first.

    A step that was agreed comes before a step that is expected, a pattern before its mere length.
    """
    operator = rule.operator
    if isinstance(operator, Deadline):
        return 0 if operator.following is not None else 1
    return {Missing: 2, Conflict: 3, Count: 4, Gap: _MERE_LENGTH}[type(operator)]


_MERE_LENGTH = 5


def _same_concern(leader: Prompt, prompt: Prompt, rank: Mapping[str, int]) -> bool:
    if leader.kind != prompt.kind or prompt.kind == "question" or leader.child != prompt.child:
        return False
    if prompt.kind == "escalation":
        common = set(prompt.because_of) & set(leader.because_of)
        return leader.urgency == prompt.urgency and 2 * len(common) > min(
            len(prompt.because_of), len(leader.because_of)
        )
    if leader.state not in ("open", "answered") or prompt.state not in ("open", "answered"):
        return False
    if prompt.rule == leader.rule:
        return True
    ours, theirs = _rows_of(prompt, firm=True), _rows_of(leader, firm=True)
    if rank.get(prompt.id) == rank.get(leader.id) == _MERE_LENGTH and prompt.theme == leader.theme:
        # No row opens a mere length of time: two of one theme that look at the same rows say the same.
        return _rows_of(prompt, firm=False) == _rows_of(leader, firm=False)
    return 2 * len(ours & theirs) > len(ours)


def _rows_of(prompt: Prompt, *, firm: bool) -> set[tuple[str, str | None, int]]:
    return {(item.file, item.sheet, item.row) for item in prompt.evidence if item.firm or not firm}


# --- the rest -----------------------------------------------------------------------------------------


def _not_evaluated(item: NotEvaluated) -> NotEvaluatedItem:
    return NotEvaluatedItem(item.rule.name, item.child.id if item.child else None, item.reason, item.need)


def _unread(setting: Setting, as_at: Day) -> list[UnreadItem]:
    """Rows that were not read, as far as they can be known of on the day; undated ones always.

    Their words are shown to professionals only: what was not understood may be what is restricted.
    """
    items = []
    for unread in setting.case.unread:
        recorded = setting.case.rows.get(unread.row, (None, "", None))[2]
        first = unread.when.earliest if unread.when is not None else None
        if (first is not None and first > as_at) or (recorded is not None and recorded > as_at):
            continue
        shown = setting.professionals and (unread.when is None or unread.when.latest <= as_at)
        items.append(
            UnreadItem(
                file=unread.row.file,
                row=unread.row.number,
                date=unread.when.text if unread.when else "no date read",
                text=unread.text if shown else "",
                why=unread.why,
                sheet=unread.row.sheet,
            )
        )
    return items
