"""The rules as pages to read: one for each rule, an index, and what of each source document is carried.

Everything is generated from the rule files, so that what is read and what is run cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from engine.data import data_path
from engine.dates.calendar import Duration
from engine.language.document import RuleFileError
from engine.language.escalation import Escalation, Fact
from engine.language.examples import Example
from engine.language.render import condition_words, describe, parameter_words, selector_words
from engine.language.rule import Deadline, Gap, Parameter, Reference, Rule, Selector
from engine.language.sources import Document, carried_by, load_sources, unexplained
from engine.library import Library, load_library
from engine.outcomes import OPEN
from engine.report.rulebook import examples_of
from engine.report.words import count_of

GENERATED = "<!-- Generated from the rule files by `flag rules pages`. Do not edit: change the rule. -->"

URGENCIES = {"now": "for today", "soon": "before the meeting", "note": "for supervision or audit"}


def pages() -> dict[str, str]:
    """File name -> text of every page. Raises RuleFileError where the list of sources has mistakes."""
    library = load_library()
    documents = sources()
    made = {f"{rule.name}.md": rule_page(rule, examples_of(rule, library.kinds).tests) for rule in library.rules}
    made["escalations.md"] = escalation_page(library.escalations)
    made["sources.md"] = source_page(documents, library)
    made["README.md"] = index_page(library, documents)
    return made


def sources() -> tuple[Document, ...]:
    """The documents of `rules/sources.yaml`. Raises RuleFileError with every mistake in it."""
    documents, mistakes = load_sources(data_path("rules") / "sources.yaml")
    if mistakes:
        raise RuleFileError(mistakes)
    return documents


def write_pages(folder: Path, *, check: bool) -> tuple[str, bool]:
    """Write every page, or with `check` only say which are out of date; the text, and whether all is well."""
    library, made = load_library(), pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")} if folder.is_dir() else {}
    stale = sorted(name for name, text in made.items() if there.get(name) != text)
    gone = sorted(set(there) - set(made))
    gaps = unexplained(sources(), library.rules, library.escalations)
    if not check:
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (folder / name).write_text(made[name], encoding="utf-8")
        for name in gone:
            (folder / name).unlink()
        return "".join(f"{gap}\n" for gap in gaps) + f"{count_of(len(made), 'page')} in {folder.name}\n", not gaps
    lines = [f"{name} is out of date" for name in stale] + [f"{name} belongs to no rule" for name in gone] + gaps
    lines.append("Write them anew with `flag rules pages FOLDER`." if stale or gone else "the pages are up to date")
    return "\n".join(lines) + "\n", not (stale or gone or gaps)


# --- one rule -----------------------------------------------------------------------------------------


def rule_page(rule: Rule, tests: Sequence[Example]) -> str:
    """What one rule looks for, why, its numbers, examples, what settles and what resolves it, its references."""
    asks = "A question for people to weigh, never a finding." if rule.kind == "question" else ""
    head = f"`{rule.name}`, version {rule.version}. Theme: {rule.theme}. Packs: {', '.join(rule.packs)}."
    lines = [GENERATED, f"# {rule.title}", "", " ".join(filter(None, (head, asks))), ""]
    numbers = {parameter_words(parameter) for parameter in rule.parameters.values()}
    told = [sentence for sentence in describe(rule) if sentence not in numbers]
    lines += _section("What it looks for", [f"{sentence}\n" for sentence in told])
    lines += _section("Why it matters", [f"{rule.why}\n", f"It asks: *{rule.ask}*\n"])
    lines += _section("The numbers", _numbers(rule.parameters.values()))
    raising, clear = _shown(tests, raising=True), _shown(tests, raising=False)
    if raising is not None:
        lines += _section("An example that raises it", _example(raising))
    if clear is not None:
        lines += _section("An example that does not", _example(clear))
    lines += _section("What would settle a doubt", _doubts(tests))
    lines += _section("What ends it", _endings(rule))
    lines += _section("Where it comes from", [f"- {_cited(reference)}" for reference in rule.references])
    return "\n".join(lines).rstrip() + "\n"


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [f"## {title}", "", *lines, ""] if lines else []


def _numbers(parameters: Iterable[Parameter]) -> list[str]:
    rows = []
    for parameter in parameters:
        bounds = f"{parameter.bounds[0]} to {parameter.bounds[1]}" if parameter.bounds else ""
        name = parameter.name.replace("_", " ")
        for branch in parameter.branches:
            number, where = branch.quantity, condition_words(branch.condition)
            rows.append(_row(name, number.value, where, number.basis, number.source, bounds))
        otherwise = "otherwise" if parameter.branches else ""
        number = parameter.default
        rows.append(_row(name, number.value, otherwise, number.basis, number.source, bounds))
    if not rows:
        return []
    head = _row("Number", "Value", "Where", "Basis", "Source", "A local value may lie between")
    return [head, _row(*["---"] * 6), *rows]


def _row(*cells: Duration | int | str) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _shown(tests: Sequence[Example], *, raising: bool) -> Example | None:
    """The first test told in rows as agencies write them that raises the rule, or that does not."""
    return next((test for test in tests if test.narrative and bool(test.expect & OPEN) == raising), None)


def _example(test: Example) -> list[str]:
    head = [_row("Date", "Agency", "What happened", "Child seen", "Action"), _row(*["---"] * 5)]
    rows = [_row(*(*cells, *[""] * 5)[:5]) for cells in test.narrative]
    return [f"{test.name}:", "", *head, *rows]


def _doubts(tests: Sequence[Example]) -> list[str]:
    named = dict.fromkeys(test.name.partition(" (")[0] for test in tests if len(test.expect) > 1 and test.expect & OPEN)
    if not named:
        return []
    lead = "The prompt is only possible, and the report names the row and the fact to ask for, where for example:\n"
    return [lead, *(f"- {name}" for name in list(named)[:6])]


def _endings(rule: Rule) -> list[str]:
    lines = []
    if isinstance(rule.operator, Deadline):
        lines.append(f"- Kept to, or made good: {selector_words(rule.operator.expect)}")
        if rule.operator.cancelled_by is not None:
            lines.append(f"- No longer called for: {selector_words(rule.operator.cancelled_by)}")
    if isinstance(rule.operator, Gap):
        lines.append(f"- {selector_words(rule.operator.between).capitalize()}")
    if rule.resolved_by is not None:
        lines.append(f"- Resolved by {selector_words(rule.resolved_by)}")
    if rule.answered_by is not None:
        lines.append(f"- Answered, and still shown, by {selector_words(rule.answered_by)}")
    closing = "shown as closed while open" if rule.lapses else "not ended by it"
    return [*lines, f"- When the case is closed: {closing}"]


def _cited(reference: Reference) -> str:
    return f"{reference.title}, {reference.paragraph}" if reference.paragraph else reference.title


# --- the other pages ----------------------------------------------------------------------------------


def index_page(library: Library, documents: Sequence[Document]) -> str:
    """Every rule by theme, by agency whose entries it looks for, and by source paragraph."""
    core = sum("core" in rule.packs for rule in library.rules)
    lines = [
        GENERATED,
        "# The rules",
        "",
        f"{count_of(len(library.rules), 'rule')}, of which {core} stand on the first screen, and"
        f" [{count_of(len(library.escalations), 'escalation')}](escalations.md). What each paragraph of the source"
        " documents has become is in [sources](sources.md).",
        "",
        "## By theme",
        "",
    ]
    for theme in sorted({rule.theme for rule in library.rules}):
        lines += [f"### {theme.capitalize()}", ""]
        for rule in library.rules:
            if rule.theme == theme:
                kind = "a question" if rule.kind == "question" else URGENCIES[rule.urgency]
                lines.append(f"- {_link(rule.name)}: {rule.title} ({kind}; {', '.join(rule.packs)})")
        lines.append("")
    lines += ["## By agency", "", "The agencies whose entries a rule names or would expect.", ""]
    for agency, names in sorted(_by_agency(library.rules).items()):
        lines.append(f"- {agency}: {', '.join(map(_link, names))}")
    lines += ["", "## By source paragraph", ""]
    for document in documents:
        carried, _ = carried_by(document, library.rules, ())
        lines += [f"### {document.title}", ""]
        lines += [f"- {paragraph}: {', '.join(map(_link, names))}" for paragraph, names in carried.items() if names]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _link(name: str) -> str:
    return f"[{name}]({name}.md)"


def _by_agency(rules: Sequence[Rule]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for rule in rules:
        agencies = dict.fromkeys([*rule.held_by, *(name for one in rule.events.values() for name in _agencies(one))])
        for agency in agencies:
            found.setdefault(agency, []).append(rule.name)
    return found


def _agencies(selector: Selector) -> list[str]:
    return [name for pattern in selector.patterns if not pattern.agencies_negated for name in pattern.agencies]


def escalation_page(escalations: Sequence[Escalation]) -> str:
    """Every escalation: which open findings draw it together, what it asks, where it comes from."""
    lines = [GENERATED, "# Escalations", "", "What a combination of open prompts asks.", ""]
    for escalation in escalations:
        lines += [f"## {escalation.title}", "", f"`{escalation.name}`, {URGENCIES[escalation.urgency]}.", ""]
        lines += [f"{escalation.why}", "", f"It asks: *{escalation.ask}*", "", "It is drawn where there is:", ""]
        lines += [f"- {' or '.join(map(_fact, group))}" for group in escalation.groups]
        lines += ["", *(f"- Option: {option}" for option in escalation.options)]
        lines += ["", *(f"- {_cited(reference)}" for reference in escalation.references), ""]
    return "\n".join(lines).rstrip() + "\n"


def _fact(fact: Fact) -> str:
    name = fact.name.replace("_", " ")
    match fact.kind:
        case "finding":
            return _link(fact.name)
        case "other child":
            return f"{_link(fact.name)} of another child of the household"
        case "theme":
            return f"any open prompt of the theme {name}"
        case "other child theme":
            return f"any open prompt of the theme {name} of another child"
        case "tally":
            return f"at least {fact.detail} open prompts of the theme {name}, told by two agencies or more"
        case _:
            return f"the escalation {name}"


def source_page(documents: Sequence[Document], library: Library) -> str:
    """Every numbered paragraph, recommendation or learning point, and the rules that carry it or why none does."""
    lines = [
        GENERATED,
        "# From the source documents to the rules",
        "",
        "Every numbered paragraph, recommendation or learning point of the published documents, in our words, and the"
        " rules that carry it. Where none does, the reason stands in its place.",
        "",
    ]
    for document in documents:
        carried, _ = carried_by(document, library.rules, library.escalations)
        without = sum(not carried[point.paragraph] for point in document.points)
        lines += [
            f"## {document.title}",
            "",
            f"{count_of(len(document.points), 'point')}, {without} of them carried by no rule.",
            "",
            _row("Paragraph", "What it says", "Rules"),
            _row(*["---"] * 3),
        ]
        drawn = {escalation.name for escalation in library.escalations}
        for point in document.points:
            names = [f"[{n}](escalations.md)" if n in drawn else _link(n) for n in carried[point.paragraph]]
            lines.append(_row(point.paragraph, point.says, ", ".join(names) or f"None: {point.why_none}"))
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"
