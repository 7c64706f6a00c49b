"""Loading escalation files: strict, collecting every mistake. What they mean stands in `escalation`."""

from __future__ import annotations

from pathlib import Path

import yaml

from engine.choosing import THEMES
from engine.language.document import Document, Mistake, RuleFileError, compose, guess_of
from engine.language.escalation import FACT_KINDS, Escalation, Fact
from engine.language.loader import URGENCIES
from engine.language.rule import Reference

_KEYS = (
    "escalation", "version", "title", "theme", "urgency", "why", "ask", "options", "all", "references", "about_agency",
)  # fmt: skip


def load_escalations(paths: list[Path], rules: list[str], base: Path) -> list[Escalation]:
    """Every escalation of the files, sorted by name. Raises RuleFileError with all mistakes."""
    mistakes: list[Mistake] = []
    found: dict[str, Escalation] = {}
    names = [path.stem for path in paths]
    for path in sorted(paths):
        file = path.relative_to(base).as_posix()
        document, root = compose(path.read_text(encoding="utf-8"), file)
        escalation = _escalation(document, root, rules, names) if root is not None else None
        mistakes.extend(document.mistakes)
        if escalation is not None:
            if escalation.name != path.stem:
                mistakes.append(Mistake(file, 1, 1, f"the file is not named after '{escalation.name}'."))
            found[escalation.name] = escalation
    cycle = _cycle(found)
    if cycle:
        mistakes.append(Mistake("escalations", 1, 1, f"these escalations rest on each other: {', '.join(cycle)}."))
    if mistakes:
        raise RuleFileError(mistakes)
    return [found[name] for name in sorted(found)]


def _escalation(document: Document, root: yaml.Node, rules: list[str], names: list[str]) -> Escalation:
    required = ("escalation", "version", "title", "theme", "urgency", "why", "ask", "all", "references")
    parts = document.mapping(root, _KEYS, required, "an escalation")
    groups = []
    for node in document.sequence(parts.get("all"), "all"):
        inner = document.mapping(node, ("any", *FACT_KINDS, "times"), (), "a fact")
        if "any" in inner:
            groups.append(tuple(_fact(document, item, rules, names) for item in document.sequence(inner["any"], "any")))
        else:
            groups.append((_fact(document, node, rules, names),))
    references = []
    for node in document.sequence(parts.get("references"), "references"):
        entry = document.mapping(node, ("title", "paragraph"), ("title",), "a reference")
        references.append(
            Reference(document.text(entry.get("title"), "title"), document.text(entry.get("paragraph"), "paragraph"))
        )
    return Escalation(
        name=document.text(parts.get("escalation"), "escalation"),
        version=document.whole_number(parts.get("version"), "version", 1),
        title=document.text(parts.get("title"), "title"),
        theme=document.choice(parts.get("theme"), (*THEMES, "combination"), "theme", "combination"),
        urgency=document.choice(parts.get("urgency"), URGENCIES, "urgency", "note"),
        why=document.text(parts.get("why"), "why"),
        ask=document.text(parts.get("ask"), "ask"),
        options=document.texts(parts.get("options"), "options") if "options" in parts else (),
        groups=tuple(groups),
        references=tuple(references),
        about_agency=document.truth(parts.get("about_agency"), "about_agency"),
    )


def _fact(document: Document, node: yaml.Node, rules: list[str], names: list[str]) -> Fact:
    inner = document.mapping(node, (*FACT_KINDS, "times"), (), "a fact")
    kinds = [kind for kind in FACT_KINDS if kind in inner]
    if len(kinds) != 1:
        document.mistake(node, f"a fact is exactly one of: {', '.join(FACT_KINDS)}.")
        return Fact("finding", "")
    kind = kinds[0]
    value = document.text(inner[kind], kind)
    known = {"finding": rules, "other child": rules, "escalation": names}.get(kind, list(THEMES))
    if value not in known:
        document.mistake(inner[kind], f"there is no {kind} '{value}'.", guess_of(value, known))
    if kind != "tally":
        return Fact(kind, value)
    times = document.choice(inner.get("times"), ("2", "3", "4", "5"), "times", "3")
    return Fact(kind, value, times)


def _cycle(escalations: dict[str, Escalation]) -> list[str]:
    """The escalations that rest on each other in a circle, if any."""
    waiting = {
        name: {fact.name for fact in escalation.facts() if fact.kind == "escalation"}
        for name, escalation in escalations.items()
    }
    while True:
        free = [name for name, needs in waiting.items() if not needs & waiting.keys()]
        if not free:
            return sorted(waiting)
        for name in free:
            del waiting[name]
