"""The documents that the rules come from, paragraph by paragraph, and which rules carry each.

`rules/sources.yaml` lists every numbered paragraph, recommendation or learning point of the documents, in our own
words. One that no rule carries must say why; a rule may name no paragraph of them that is not listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from engine.language.document import Mistake, compose
from engine.language.escalation import Escalation
from engine.language.rule import Reference, Rule
from engine.values import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One paragraph, recommendation or learning point: what it says, and why no rule carries it where none does.

    `rules` names the rules of a point in a document without numbered paragraphs.
    """

    paragraph: str
    says: str
    why_none: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One published document and its points in order.

    Where it numbers its paragraphs, the rules' references name them; where it does not, each point names its rules.
    """

    title: str
    points: tuple[Point, ...]
    numbered: bool = True


def load_sources(path: Path) -> tuple[tuple[Document, ...], list[Mistake]]:
    """The documents of `rules/sources.yaml`, and every mistake in the file."""
    text, root = compose(path.read_text(encoding="utf-8"), path.name)
    top = text.mapping(root, ("sources",), ("sources",), "the list of sources")
    documents = []
    for node in text.sequence(top.get("sources"), "sources"):
        parts = text.mapping(node, ("title", "numbered", "points"), ("title", "points"), "a source")
        points = []
        for item in text.sequence(parts.get("points"), "points"):
            point = text.mapping(item, ("paragraph", "says", "none", "rules"), ("paragraph", "says"), "a point")
            points.append(
                Point(
                    text.text(point.get("paragraph"), "paragraph"),
                    text.text(point.get("says"), "says"),
                    text.text(point.get("none"), "none") if "none" in point else "",
                    text.texts(point.get("rules"), "rules"),
                )
            )
        numbered = text.choice(parts.get("numbered"), ("yes", "no"), "numbered", "yes") == "yes"
        documents.append(Document(text.text(parts.get("title"), "title"), tuple(points), numbered))
    return tuple(documents), text.mistakes


def paragraphs_of(reference: Reference) -> list[str]:
    """The numbered paragraphs that a reference names: "2.12, 3.1.3"."""
    return [part.strip() for part in reference.paragraph.split(",") if part.strip()]


def carried_by(
    document: Document, rules: Sequence[Rule], escalations: Sequence[Escalation]
) -> tuple[dict[str, list[str]], list[str]]:
    """Paragraph -> the rules and escalations that carry it, and where document and references do not agree."""
    citing = [
        (name, reference)
        for name, references in _references(rules, escalations)
        for reference in references
        if reference.title == document.title
    ]
    if not document.numbered:
        return _named_by_points(document, {name for name, _ in citing})
    carried: dict[str, list[str]] = {point.paragraph: [] for point in document.points}
    strangers: list[str] = []
    for name, reference in citing:
        for paragraph in paragraphs_of(reference):
            if paragraph not in carried:
                strangers.append(f"{name} names '{paragraph}' of {document.title}, which is not listed")
            elif name not in carried[paragraph]:
                carried[paragraph].append(name)
    return carried, strangers


def _named_by_points(document: Document, citing: set[str]) -> tuple[dict[str, list[str]], list[str]]:
    """A document without numbered paragraphs: the rules that its points name, held against those that cite it."""
    carried = {point.paragraph: [name for name in point.rules if name in citing] for point in document.points}
    named = {name for point in document.points for name in point.rules}
    strangers = [f"{name} does not cite {document.title}, which names it" for name in sorted(named - citing)]
    strangers += [f"{name} cites {document.title}, and no point names the rule" for name in sorted(citing - named)]
    return carried, strangers


def unexplained(
    documents: Sequence[Document], rules: Sequence[Rule], escalations: Sequence[Escalation]
) -> list[str]:
    """Points that no rule carries and no reason excuses, reasons given for points that are carried, and strangers."""
    found = []
    for document in documents:
        carried, strangers = carried_by(document, rules, escalations)
        found += strangers
        for point in document.points:
            if not carried[point.paragraph] and not point.why_none:
                found.append(f"no rule carries {point.paragraph} of {document.title}, and no reason is given")
            if carried[point.paragraph] and point.why_none:
                found.append(f"{point.paragraph} of {document.title} says why no rule carries it, and one does")
    return found


def _references(
    rules: Sequence[Rule], escalations: Sequence[Escalation]
) -> Iterable[tuple[str, tuple[Reference, ...]]]:
    for rule in rules:
        yield rule.name, rule.references
    for escalation in escalations:
        yield escalation.name, escalation.references
