"""The sheets that are not of a case: the report to fill in, how the sample was drawn, the rules, the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from engine.audit.folder import Header
from engine.audit.sampling import Sample, method
from engine.audit.workbook.content import rule_told
from engine.audit.workbook.layout import HEADINGS, choices, mark
from engine.audit.workbook.manifest import Manifest, RuleTold, as_cells
from engine.audit.workbook.writing import LIST_NAME, Page, Styles
from engine.language.rule import Rule
from engine.report.safetext import plain
from engine.report.words import count_of

BY_PROMPTS = ("rule", "theme")
"""Ways of dividing a sample that would tell of a blind case what its prompts are about."""
HIDDEN_UNTIL_READ = "told in the second workbook"
_AGENCIES = 30
"""Agencies with a box of their own on the front sheet."""


def front_page(
    page: Page, manifest: Manifest, sample: Sample, agencies: Sequence[str], sheets: Mapping[str, str],
    left_out: Sequence[str],
) -> None:  # fmt: skip
    """The first sheet: what this is, where to go, and the headings of the quality group's report to fill in."""
    second = manifest.stage == "second"
    page.say(
        "A reading of chronologies by rules, for auditors to agree or disagree with. Not evidence, an assessment, a"
        " threshold decision or anybody's record. It judges records and practice, never a family or a worker.",
    )
    page.fact("Purpose", manifest.purpose or "not given")
    page.fact("Sample", f"{len(sample.drawn)} of {count_of(sample.eligible, 'eligible case')}, {sample.cases} in all")
    page.fact("Method", method(sample.plan))
    page.fact("Seed", sample.plan.seed)
    page.fact("As at", manifest.as_at or "each case on the day of its last entry, or that its side sheet gives")
    page.fact("Versions", f"flag {manifest.program}; rules, wording and calendars {manifest.fingerprint[:16]}")
    page.fact("Audit run", manifest.run[:16])
    page.fact("Words shown", "all, for professionals" if manifest.professionals else "without restricted clauses")
    for line in left_out:
        page.say(line)
    page.heading("How to use this workbook")
    page.say(*(_SECOND_HELP if second else _HELP))
    page.heading("Sheets")
    for text, name in sheets.items():
        page.links({text: 1}, sheet=name)
    if second:
        return
    page.heading("Report")
    page.head("front")
    for name, heading in HEADINGS.items():
        if name == "agencies":
            for at, agency in enumerate(agencies[:_AGENCIES], start=1):
                page.row("front", {"what": f"{heading}: {agency}"}, mark("f", name, at))
        else:
            page.row("front", {"what": heading}, mark("f", name))
    page.gap()
    page.say("End of this sheet.")


_HELP = (
    "1. Half of the sheets have “blind” in their names. Read these first, without prompts; the prompts of these cases"
    " are not in this workbook at all.",
    "2. On the other sheets judge each prompt: agree, disagree or not applicable, with a reason for disagreeing.",
    "3. On every sheet write down what you saw and the tool did not.",
    "4. A second auditor judges in the columns of the second auditor. Once they have talked,"
    " “After moderation” is what counts.",
    "5. Then: flag audit sample FOLDER --after-blind THIS.xlsx --output SECOND.xlsx, and judge those prompts.",
    "6. Then: flag audit collect FOLDER-OF-WORKBOOKS. What you typed is never changed.",
    "Only the boxes can be typed in; the rest is locked without a password. Give roles, not names, of whoever audits.",
    "This workbook holds parts of records. Keep it as you keep the records.",
)
_SECOND_HELP = (
    "These are the prompts of the cases that were read without prompts first. Judge each, say of what you had written"
    " whether a prompt says it, and write down what both missed.",
    "Then: flag audit collect FOLDER-OF-WORKBOOKS, with the first workbook and this one in that folder.",
    "This workbook holds parts of records. Keep it as you keep the records.",
)


def frame_page(page: Page, sample: Sample) -> None:
    """How the sample was drawn, so that somebody else can draw it again."""
    page.fact("Method", method(sample.plan))
    page.fact("Seed", sample.plan.seed)
    page.fact("Target", "; ".join(sample.plan.only) or "none: every case that could be read")
    page.fact("Cases", f"{sample.cases} in the audit, {sample.eligible} eligible, {len(sample.not_eligible)} not")
    if sample.perhaps:
        page.fact("Not certain", f"of {sample.perhaps} eligible the record leaves open whether they meet the target")
    page.heading("Parts of the sample")
    page.table(
        ("Cases", "Places", "Drawn", "Part"),
        [(str(one.members), str(one.places), str(one.drawn), plain(one.name)) for one in sample.strata],
    )
    page.heading("Cases drawn")
    page.table(("Number", "Read", "Team", "Case", "Drawn for"), list(_drawn(sample)))
    page.heading("Cases that could not be drawn")
    told = [(str(at), "", "", plain(one.case), plain(one.why)) for at, one in enumerate(sample.not_eligible, 1)]
    page.table(("Number", "", " ", "Case", "Why"), told)
    if not told:
        page.say("None.")


def _drawn(sample: Sample) -> Iterator[tuple[str, str, str, str, str]]:
    hide = sample.plan.by in BY_PROMPTS
    for number, one in enumerate(sample.drawn, start=1):
        stratum = HIDDEN_UNTIL_READ if one.blind and hide else one.stratum
        perhaps = "; ".join(one.perhaps)
        told = f"{stratum}; not certain: {perhaps}" if perhaps else stratum
        read = "blind first" if one.blind else "with prompts"
        yield str(number), read, plain(one.team), plain(one.case), plain(told)


def rules_page(page: Page, header: Header, by_case: Mapping[str, Sequence[Rule]]) -> None:
    """The rules asked, their versions and numbers with their sources, and what local practice changes."""
    page.say("Every number with where it comes from. Where cases have their own local practice, they are named.")
    if header.local:
        page.heading("Local practice")
        page.say(*header.local)
    page.heading("Rules and numbers")
    lines = [
        _line(told, cases, number) for told, cases in _rules(by_case) for number in range(max(1, len(told.numbers)))
    ]
    page.table(("Version", "Basis", "Value", "Rule", "Number and source", "Lowest", "Highest", "Cases"), lines)


def _line(told: RuleTold, cases: str, at: int) -> tuple[str, ...]:
    name = f"{told.name}: {plain(told.title)}"
    if not told.numbers:
        return str(told.version), "", "", name, "no number", "", "", cases
    one = told.numbers[at]
    source = plain(f"{one.name}: {one.source}")
    return str(told.version), one.basis, one.value, name, source, one.lowest, one.highest, cases


def _rules(by_case: Mapping[str, Sequence[Rule]]) -> Iterator[tuple[RuleTold, str]]:
    """Each rule as it was asked, with the cases where it was; the cases are left out where they are all."""
    found: dict[str, tuple[RuleTold, list[str]]] = {}
    for case, rules in by_case.items():
        for rule in rules:
            told = rule_told(rule)
            found.setdefault(told.model_dump_json(), (told, []))[1].append(case)
    for told, cases in sorted(found.values(), key=lambda item: (item[0].name, item[1])):
        yield told, "" if len(cases) == len(by_case) else plain(", ".join(cases))


def words_page(book: Any, page: Page, themes: tuple[str, ...]) -> None:
    """The words to choose from and what they mean; the lists of the workbook are these cells, by name."""
    page.say("The lists of this workbook are taken from here.")
    for name, words in choices(themes).items():
        page.heading(_LISTS[name])
        first, last = page.words(words)
        book.define_name(f"{LIST_NAME}{name}", f"='{page.name}'!$A${first}:$A${last}")


_LISTS = {
    "judgements": "Judging a prompt",
    "reasons": "Reasons",
    "why_missed": "Why something was missed",
    "said": "Whether a prompt says what was seen",
    "yes_no": "Read in full",
    "grades": "Grading",
    "themes": "Themes",
}


def hidden_sheet(book: Any, name: str, styles: Styles, manifest: Manifest) -> None:
    """The sheet that says where the workbook comes from."""
    sheet = book.add_worksheet(name)
    for at, text in enumerate(as_cells(manifest)):
        sheet.write_string(at, 0, text, styles.hidden)
    sheet.very_hidden()
    sheet.protect()


def agencies_of(shown: Iterable[Sequence[str]]) -> list[str]:
    """Every agency of the sampled cases once, by name."""
    return sorted({name for names in shown for name in names})

