"""`flag rules`: list, explain, test and lint the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.code.vocabulary import Vocabulary, load_vocabulary
from engine.data import data_path
from engine.dates.calendars import calendar_for
from engine.errors import UsageError
from engine.language.document import RuleFileError, guess_of
from engine.language.examples import Example, Examples, load_examples
from engine.language.kinds import Kinds
from engine.language.lint import lint_rules
from engine.language.render import describe
from engine.language.rule import Deadline, Gap, Rule
from engine.library import Library, load_library
from engine.outcomes import OPEN, Outcome
from engine.proving.coverage import exercised, lacking
from engine.proving.mutation import survivors
from engine.proving.narrative import narrative_reader
from engine.proving.overlap import Spoken, same_on_the_cases, too_talkative
from engine.proving.trial import run
from engine.report.terminal import Style
from engine.report.words import count_of
from engine.session import Options, open_session
from engine.sidefacts import ATTENDERS
from engine.timeline import RUNGS
from engine.view import Standards

WIDTH = 100


def render_list() -> str:
    """The rules by theme, a line each."""
    library = load_library()
    lines: list[str] = []
    for theme in dict.fromkeys(rule.theme for rule in sorted(library.rules, key=lambda rule: rule.theme)):
        lines.append(theme.upper())
        for rule in library.rules:
            if rule.theme == theme:
                lines.append(f"  {rule.name}  ({', '.join(rule.packs)})")
                lines.append(f"      {rule.title}")
    lines.append("ESCALATIONS")
    for escalation in library.escalations:
        lines.append(f"  {escalation.name}")
        lines.append(f"      {escalation.title}")
    return "\n".join(lines) + "\n"


def render_rule(name: str) -> str:
    """One rule in plain English. Raises UsageError where there is none of that name."""
    library = load_library()
    rule = _named(library, name)
    style = Style(WIDTH)
    lines = [rule.title, f"rule {rule.name}, version {rule.version}, theme {rule.theme}, packs {', '.join(rule.packs)}"]
    lines.append("")
    for sentence in describe(rule):
        lines.extend(style.filled(sentence, 0, 2))
    lines.append("")
    lines.extend(style.filled("Why it matters: " + rule.why))
    lines.extend(style.filled("It asks: " + rule.ask))
    for reference in rule.references:
        lines.extend(style.filled(f"Source: {reference.title} {reference.paragraph}".rstrip(), 0, 2))
    return "\n".join(lines) + "\n"


def _named(library: Library, name: str) -> Rule:
    rule = library.rule(name)
    if rule is None:
        guess = guess_of(name, [known.name for known in library.rules])
        hint = f" Did you mean '{guess}'?" if guess else ""
        raise UsageError(f"There is no rule '{name}'.{hint}", "`flag rules` lists them.")
    return rule


def examples_of(rule: Rule, kinds: Kinds) -> Examples:
    """The tests inside a rule's file. Raises RuleFileError with every mistake in them."""
    path = data_path("rules") / rule.source
    examples, mistakes = load_examples(path.read_text(encoding="utf-8"), rule.source, kinds)
    if mistakes:
        raise RuleFileError(mistakes)
    return examples


def render_tests(names: Sequence[str], mutate: bool) -> tuple[str, bool]:
    """Run the tests of the rules; with `mutate`, the mutants too. The text, and whether all is well."""
    library = load_library()
    rules = [_named(library, name) for name in names] or list(library.rules)
    standards = Standards(library.states, calendar_for("england"))
    reader = narrative_reader(load_vocabulary())
    lines, passed, failed, tried, alive_total = [], 0, 0, 0, 0
    for rule in rules:
        examples = examples_of(rule, library.kinds)
        problems = [str(failure) for failure in run(rule, examples.tests, standards, reader)]
        passed += len(examples.tests) - len(problems)
        problems.extend(f"{rule.name}: {gap}" for gap in gaps(rule, examples.tests))
        failed += len(problems)
        lines.extend(problems)
        if mutate:
            alive, number = survivors(rule, examples.tests, standards, examples.equivalent)
            tried += number
            alive_total += len(alive)
            lines.extend(f"{rule.name}: no test notices the mutant '{mutant.name}'" for mutant in alive)
            declared = f", {len(examples.equivalent)} declared the same" if examples.equivalent else ""
            lines.append(f"{rule.name}: {number - len(alive)} of {number} mutants noticed{declared}")
    lines.append(f"{count_of(len(rules), 'rule')}: {passed} passed, {failed} failed")
    if mutate:
        lines.append(f"{tried - alive_total} of {tried} mutants noticed")
    return "\n".join(lines) + "\n", failed == 0 and alive_total == 0


def gaps(rule: Rule, tests: Sequence[Example]) -> list[str]:
    """What the tests of a rule lack: a raising, a clear, an uncertain and a running case, and narrative ones."""
    coded = [test for test in tests if not test.narrative]
    told = [test for test in tests if test.narrative]
    missing = []
    if not any(test.expect and test.expect <= OPEN for test in coded):
        missing.append("no coded test raises it")
    if not any(test.expect and not test.expect & OPEN for test in coded):
        missing.append("no coded test leaves it clear")
    if not any(len(test.expect) > 1 and test.expect & OPEN for test in coded):
        missing.append("no coded test is uncertain")
    if isinstance(rule.operator, Deadline | Gap) and not any(
        test.expect == frozenset({Outcome.PENDING}) for test in coded
    ):
        missing.append("no coded test is still running")
    if not any(test.expect & OPEN for test in told):
        missing.append("no narrative test raises it")
    if not any(not test.expect & OPEN for test in told):
        missing.append("no narrative test leaves it clear")
    return missing


def render_coverage(names: Sequence[str]) -> tuple[str, bool]:
    """What the coded tests of the rules bring about, and what they never do; the text, and whether nothing lacks."""
    library = load_library()
    rules = [_named(library, name) for name in names] or list(library.rules)
    standards = Standards(library.states, calendar_for("england"))
    lines: list[str] = []
    selectors = numbers = outcomes = lacks = 0
    for rule in rules:
        done = exercised(rule, examples_of(rule, library.kinds).tests, standards)
        missing = lacking(rule, done)
        lines.extend(f"{rule.name}: {what}" for what in missing)
        lacks += len(missing)
        selectors += len(done.selectors)
        numbers += sum(len(parameter.branches) + 1 for parameter in rule.parameters.values())
        outcomes += len(done.outcomes)
    lines.append(
        f"{count_of(len(rules), 'rule')}: {count_of(selectors, 'event')} seen three ways,"
        f" {count_of(numbers, 'number')}, {count_of(outcomes, 'outcome')}; "
        + (f"{count_of(lacks, 'gap')}" if lacks else "nothing uncovered")
    )
    return "\n".join(lines) + "\n", not lacks


def render_lint(folders: Sequence[Path] = ()) -> tuple[str, bool]:
    """Every fault that lint finds in the rules; the text, and whether there is none.

    Where folders of cases are given, the rules are also held against each other over all of them.
    """
    library, vocabulary = load_library(), load_vocabulary()
    lines = [str(fault) for fault in lint_rules(library.rules, library.escalations, produced_by(vocabulary))]
    looked_at = [count_of(len(library.rules), "rule"), count_of(len(library.escalations), "escalation")]
    if folders:
        spoken = Spoken()
        for path in sorted(path for folder in folders for path in folder.rglob("*.csv")):
            session = open_session([path], Options(rules=("all",)))
            spoken.add(str(path), session.evaluate())
        lines += [*same_on_the_cases(spoken), *too_talkative(spoken, library.rules)]
        looked_at.append(count_of(spoken.cases, "case"))
    faults = len(lines)
    together = f"{', '.join(looked_at[:-1])} and {looked_at[-1]}"
    lines.append(f"{together} looked at: {count_of(faults, 'fault') if faults else 'no fault'}")
    return "\n".join(lines) + "\n", not faults


WRITTEN_BY_CODE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sighting": {"rung": RUNGS},
    "visit": {"child_seen": ("yes", "no")},
    "instruction": {
        "condition": ("no access", "not seen", "consent refused", "other"),
        "action": (
            "strategy_discussion", "police_welfare_check", "section_47", "assessment", "legal_advice", "referral",
        ),
    },
    "referral": {"outcome": ("no further action", "assessment", "strategy discussion", "early help", "section 47")},
    "plan_started": {"plan": ("child protection", "child in need", "early help")},
    "plan_ended": {"plan": ("child protection", "child in need", "early help")},
    "action": {"stage": ("agreed", "due", "done")},
    "invitation": {"who": ATTENDERS},
    "meeting_attendance": {"who": ATTENDERS},
}  # fmt: skip
"""What the reader works out from columns, neighbouring clauses and the side sheet, beside the phrases."""


def produced_by(vocabulary: Vocabulary) -> dict[str, dict[str, set[str]]]:
    """Kind -> attribute -> values that a phrase, a column reading or the side sheet can give."""
    produced: dict[str, dict[str, set[str]]] = {}
    for entry in vocabulary.entries:
        for kind in entry.adds_to or (entry.kind,):
            known = produced.setdefault(kind, {})
            for name, value in entry.attributes.items():
                known.setdefault(name, set()).add(value)
    for kind, attributes in WRITTEN_BY_CODE.items():
        known = produced.setdefault(kind, {})
        for name, values in attributes.items():
            known.setdefault(name, set()).update(values)
    return produced
