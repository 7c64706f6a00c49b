"""`flag audit sample`: the sample told, or its workbook written; and the second workbook, once the first was read.

Nothing that an auditor typed is written over: a workbook that holds answers is left alone even with --force.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.audit.folder import AuditFolder
from engine.audit.sampling import Plan, Sample, draw, method
from engine.audit.workbook.book import first_book, plan_of, plan_told, run_of, second_book
from engine.audit.workbook.casesheet import Seen
from engine.audit.workbook.filled import Filled, read_filled
from engine.audit.workbook.front import BY_PROMPTS, HIDDEN_UNTIL_READ
from engine.audit.workbook.layout import READ_IN_FULL
from engine.audit.workbook.manifest import CaseTold, Manifest
from engine.errors import FlagError, Place, ReadError, UsageError
from engine.report.safetext import plain
from engine.report.terminal import Style
from engine.report.words import count_of
from engine.values import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for: the sample, and what its workbook shows."""

    plan: Plan
    rules: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    closed: bool = False
    professionals: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: lines for the terminal, and the workbook where one was asked for."""

    text: str
    book: bytes | None = None


def sample(folder: Path, asked: Asked, width: int, *, book: bool) -> Done:
    """Draw a sample; with `book` its first workbook as well. Raises UsageError where that cannot be done."""
    audit = AuditFolder(folder)
    _check_names(audit, asked)
    drawn = draw(audit.records(), asked.plan, audit.header.themes)
    text = render_sample(drawn, width)
    if not book:
        return Done(text + "This is the sample. For the workbook add --output NAME.xlsx.\n")
    plan = plan_told(asked.plan, asked.rules, asked.themes, closed=asked.closed)
    made = first_book(audit, drawn, plan, professionals=asked.professionals)
    return Done(text + _left_out(made.left_out, width), made.content)


def after_blind(folder: Path, first: Path, width: int) -> Done:
    """The second workbook: the prompts of the blind cases that were read, as the first workbook shows.

    Raises UsageError where the first is none of ours, comes from another run, or no blind case was read.
    """
    audit = AuditFolder(folder)
    filled = _first(first)
    manifest = filled.manifest
    assert manifest is not None
    place = Place(first.name)
    if manifest.run != run_of(audit):
        raise UsageError(
            "This workbook is from another run of the audit.", "Give the folder of the run it was made from.", place
        )
    seen, unread = _seen(filled, manifest)
    if not seen:
        raise UsageError(
            "No case that is to be read blind has been read yet.",
            "On each blind sheet write what you saw and choose “yes” beside “Read in full”; then ask again.",
            place,
        )
    plan = plan_of(manifest.plan)
    drawn = draw(audit.records(), plan, audit.header.themes)
    made = second_book(audit, drawn, manifest.plan, seen, professionals=manifest.professionals)
    told = [f"{count_of(len(seen), 'case')} read blind: the second workbook holds their prompts."]
    told += [f"Not read yet, so not in it: {plain(case)}." for case in unread]
    return Done("\n".join(told) + "\n" + _left_out(made.left_out, width), made.content)


def refuse_to_lose(path: Path, remedy: str = " Or add --discard-answers to lose what it holds.") -> None:
    """Raise UsageError where a file holds what an auditor typed, or may hold it and cannot be read."""
    if not path.is_file():
        return
    place = Place(path.name)
    try:
        filled = read_filled(path)
    except ReadError:
        raise UsageError(
            "This file cannot be read, so nobody can tell whether it holds answers. It was left as it is.",
            f"Choose another name.{remedy}", place,
        ) from None  # fmt: skip
    if filled is not None and filled.typed:
        raise UsageError(
            f"This workbook holds {count_of(filled.typed, 'answer')} that somebody typed. It was left as it is.",
            f"Choose another name.{remedy}", place,
        )  # fmt: skip


# --- parts --------------------------------------------------------------------------------------------


def _check_names(audit: AuditFolder, asked: Asked) -> None:
    """Rules and themes that prompts are narrowed to must be among those asked, or be escalations."""
    from engine.pack import load_pack

    escalations = {item.name: item.theme for item in load_pack().library.escalations}
    rules = {*audit.header.rules, *escalations}
    themes = {*audit.header.themes.values(), *escalations.values()}
    for name in asked.rules:
        if name not in rules:
            raise UsageError(f"No rule '{name}' was asked in this audit.", "See `flag rules` for the names.")
    for name in asked.themes:
        if name not in themes:
            raise UsageError(
                f"No theme '{name}' was asked in this audit.", f"Asked were: {', '.join(sorted(themes))}."
            )


def _first(path: Path) -> Filled:
    """The first workbook as it was filled in. Raises UsageError where it is none."""
    place = Place(path.name)
    try:
        filled = read_filled(path)
    except FlagError as error:
        raise UsageError(error.what, error.remedy, place) from None
    if filled is None:
        raise UsageError("This is no workbook of an audit.", "Give the one that `flag audit sample` wrote.", place)
    if filled.manifest is None:
        raise UsageError(f"{filled.problem[:1].upper()}{filled.problem[1:]}.", "Give an unchanged copy.", place)
    if filled.manifest.stage != "first":
        raise UsageError("This is a second workbook already.", "Give the first one, which was read blind.", place)
    return filled


def _seen(filled: Filled, manifest: Manifest) -> tuple[dict[str, Seen], list[str]]:
    """Of each blind case that was read, what was written; and the blind cases that were not."""
    seen: dict[str, Seen] = {}
    unread: list[str] = []
    for number, case in enumerate(manifest.cases, start=1):
        if not case.blind:
            continue
        if _was_read(filled, number):
            seen[case.case] = tuple(_lines(filled, number, case))
        else:
            unread.append(case.case)
    return seen, unread


def _was_read(filled: Filled, number: int) -> bool:
    """Whether the auditor says that the case was read in full."""
    wanted = ("e", str(number), READ_IN_FULL)
    return any(line.mark == wanted and line.typed.get("first", "").casefold() == "yes" for line in filled.lines)


def _lines(filled: Filled, number: int, case: CaseTold) -> Iterator[tuple[str, str, str, str]]:
    for line in filled.lines:
        if line.mark[:2] == ("b", str(number)) and line.typed:
            told = line.typed
            yield told.get("rows", ""), told.get("theme", ""), told.get("saw", ""), told.get("ask", "")


def render_sample(drawn: Sample, width: int) -> str:
    """The sample for the terminal: how it was drawn, from what, who was drawn, and who could not be."""
    style = Style(width)
    plan = drawn.plan
    lines = style.filled(f"Sample of {count_of(len(drawn.drawn), 'case')}, seed {plain(plan.seed)}.")
    lines += style.filled(method(plan))
    if plan.only:
        lines += style.filled(f"Target: {'; '.join(plan.only)}.")
    left = len(drawn.not_eligible)
    lines += style.filled(f"{drawn.cases} cases in the audit: {drawn.eligible} eligible, {left} not.")
    if drawn.perhaps:
        told = "the record leaves open whether they meet the target; they can be drawn"
        lines += style.filled(f"Of {drawn.perhaps} eligible cases {told}.")
    if plan.by:
        lines += ["", "PARTS"]
        for one in drawn.strata:
            lines += style.filled(
                f"{plain(one.name)}: {count_of(one.members, 'case')}, {one.places} wanted, {one.drawn} drawn", 2, 6
            )
    wanted = plan.each * len(drawn.strata) if plan.each else plan.size
    if len(drawn.drawn) < wanted:
        lines += style.filled(f"Fewer than the {wanted} asked for: there are no more.")
    lines += ["", "DRAWN"]
    for number, case in enumerate(drawn.drawn, start=1):
        hide = case.blind and plan.by in BY_PROMPTS
        stratum = f"; for {HIDDEN_UNTIL_READ if hide else plain(case.stratum)}" if plan.by else ""
        perhaps = f"; not certain: {'; '.join(case.perhaps)}" if case.perhaps else ""
        how = "read blind first" if case.blind else "with prompts"
        team = f" ({plain(case.team)})" if case.team else ""
        lines += style.filled(f"{number}. {plain(case.case)}{team}: {how}{stratum}{perhaps}", 2, 6)
    if drawn.not_eligible:
        lines += ["", "NOT ELIGIBLE", *_reasons(drawn, style)]
    return "\n".join(lines) + "\n\n"


_NAMED = 5
"""Cases named with a reason on the terminal; the workbook names all."""


def _reasons(drawn: Sample, style: Style) -> Iterator[str]:
    told: dict[str, list[str]] = {}
    for one in drawn.not_eligible:
        told.setdefault(one.why, []).append(one.case)
    for why, cases in sorted(told.items(), key=lambda item: (-len(item[1]), item[0])):
        more = f" and {len(cases) - _NAMED} more, all in the workbook" if len(cases) > _NAMED else ""
        yield from style.filled(f"{len(cases)}: {plain(why)} ({', '.join(map(plain, cases[:_NAMED]))}{more})", 2, 6)


def _left_out(lines: Sequence[str], width: int) -> str:
    style = Style(width)
    return "".join(f"{line}\n" for told in lines for line in style.filled(told, 0, 2))
