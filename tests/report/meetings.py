"""Documents made by hand for the tests of what is written from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.report.briefing.blocks import Document, Heading, Paragraph
from engine.report.model import (
    DANGER,
    NOTICE,
    Agency,
    Child,
    Cited,
    DueItem,
    Evidence,
    FirstPrompted,
    LastSeen,
    NextDay,
    NotEvaluatedItem,
    OwnWords,
    Program,
    Prompt,
    Report,
    Settles,
    Sighting,
    SourceFile,
    Span,
    UnreadItem,
)
from engine.values import replace

DAY = "2022-02-22"
WORDS = "He shouts at night and then I go under the bed with my sister. "
KEPT = "A strategy discussion, enquiry or conference stands beside the grounds for one"
ASKED = "who was told and what was decided then?"
DUE = "No access gained after the conference, and the child not seen since"

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd|'/c calc'!A0",
    "seen \u202eton\u202c today",
    "a\x00b\x08c\ufffed\ud800e",
    "word/../../etc <w:p/> ]]> &amp; &#0; <!DOCTYPE a>",
    "[link](javascript:alert(1)) | ![x](http://e.example/x.png)\n\n# Heading\n---\n",
    '{ HYPERLINK "http://e.example" } { DDEAUTO c:\\\\x }',
    "MERGEFIELD \\* MERGEFORMAT",
    "e" + "\u0301" * 5_000,
    "x" * 100_000,
    "long words " * 10_000,
)


def evidence(row: int = 5, quote: str = "no answer at the door", **others: Any) -> Evidence:
    """A row of Children's Social Care."""
    known = {
        "file": "chronology.csv",
        "row": row,
        "date": "3 February 2022",
        "agency": "Children's Social Care",
        "quote": quote,
        "read_as": "visit, no access",
        "reader": "pattern",
        "restricted": False,
        "several": False,
        "firm": True,
    }
    return Evidence(**{**known, **others})


def prompt(name: str, children: Sequence[str] = ("ava",), urgency: str = "now", **others: Any) -> Prompt:
    """An open prompt of the rule of this name, on row 5."""
    title = others.pop("title", f"{name.replace('-', ' ').capitalize()} and nobody has seen the child since")
    known: dict[str, Any] = {
        "id": f"{name}/{'+'.join(children)}",
        "kind": "rule",
        "rule": name,
        "version": 1,
        "theme": "seeing",
        "child": children[0] if len(children) == 1 else None,
        "children": tuple(children),
        "person": None,
        "certainty": "possible",
        "outcomes": ("overdue",),
        "state": "open",
        "ever_breached": "yes",
        "urgency": urgency,
        "raised": Span("2022-02-01", "2022-02-10"),
        "first_prompted": FirstPrompted("2022-02-01", None),
        "resolved": None,
        "title": title,
        "why": "A child who is not seen cannot be listened to.",
        "lacks": "",
        "ask": "Who has seen the child since, when, where and awake? If nobody has, who will see the child, and when?",
        "options": (),
        "thresholds": (),
        "evidence": (evidence(), evidence(9)),
        "settles": (Settles("was the child seen?", "chronology.csv", 9, "Children's Social Care"),),
        "rests_on_possible": (),
        "because_of": (),
        "same_concern_as": None,
        "references": (Cited("A review of practice", "2.1"),),
        "packs": ("core",),
    }
    return Prompt(**{**known, **others})


def child(name: str = "Ava", **others: Any) -> Child:
    """A child who was perhaps seen once."""
    seen = Sighting(
        "early February 2022", "2022-02-01", "2022-02-10", "chronology.csv", 40, "School", "b", "school", "in person"
    )
    known: dict[str, Any] = {
        "id": name.lower(),
        "name": name,
        "age": "4 y 2 m",
        "lives_with": "mother; unclear (father, row 44)",
        "status": "child protection plan (neglect) since 8 Feb 2022 (row 49)",
        "own_words": OwnWords("I sleep on the sofa", "3 Feb 2022", "chronology.csv", 7, False),
        "last_seen": LastSeen(seen, seen),
        "seen_alone": "no entry",
        "attempts_without_seeing_since": 3,
        "next_days": (NextDay("2022-03-01", "2022-03-04", "A core group"),),
        "kept_to": ("The first core group met in time (row 22)",),
    }
    return Child(**{**known, **others})


def report(prompts: Sequence[Prompt] = (), children: Sequence[Child] = (child(),), **others: Any) -> Report:
    """A document as at 22 February 2022."""
    urgent = any(one.urgency == "now" and one.state in ("open", "answered") for one in prompts)
    notice = NOTICE.format(version="1.2.3", day=DAY)
    known: dict[str, Any] = {
        "flag": Program("1.2.3", "abcdef012345" * 5),
        "sources": (SourceFile("chronology.csv", "0" * 64, 58, 57, 1),),
        "agencies": (
            Agency("Children's Social Care", "2014-01-01", "2022-02-16", 31),
            Agency("Police", "2020-09-01", "2022-01-22", 3),
        ),
        "case": "Ava",
        "as_at": DAY,
        "as_at_from": "given",
        "knowledge": "as-dated",
        "notice": f"{notice} {DANGER}" if urgent else notice,
        "children": tuple(children),
        "prompts": tuple(prompts),
        "due": (
            DueItem("core-group", "A core group in time", "ava", Span("2022-03-01", "2022-03-04"), "possible", ()),
        ),
        "not_evaluated": (NotEvaluatedItem("some-rule", None, "no dates.", "a date of birth"),),
        "unread": (UnreadItem("chronology.csv", 20, "December 2020", "", "this part was not understood"),),
        "warnings": (),
    }
    return Report(**{**known, **others})


def worst(children: int = 6, prompts: int = 40, urgency: str = "now") -> Report:
    """Many children, each with long facts, and many prompts that differ from one another."""
    names = [
        "Ava",
        "Bartholomew",
        "Clementine",
        "Dominic",
        "Evangeline",
        "Frederick",
        *(f"Child {n}" for n in range(40)),
    ]
    family = [
        child(
            name,
            lives_with="mother and grandmother and mother's partner; unclear (father, row 44; lodger, row 51)",
            own_words=OwnWords(WORDS * 6, "3 Feb 2022", "chronology.csv", 7, False),
            kept_to=tuple(f"{KEPT} (row {row})" for row in range(30, 36)),
        )
        for name in names[:children]
    ]
    ids = [one.id for one in family]
    agencies = (
        "Children's Social Care",
        "Health Visiting",
        "School Nursing",
        "Substance Misuse Service",
        "Police",
        "School",
        "Domestic Abuse Service",
        "Housing",
        "Probation",
        "GP",
        "Hospital",
        "Maternity",
    )
    asked = [
        prompt(
            f"rule-{number}",
            (ids[number % len(ids)],),
            urgency,
            title=f"The condition of instruction {number} came true and what it asked for is not in the record",
            evidence=tuple(evidence(row, agency=agencies[row % 12]) for row in range(number, number + 25)),
            settles=tuple(
                Settles(
                    f"on which day did step {number} of this plan happen, {ASKED}", "chronology.csv", number, agency
                )
                for agency in agencies
            ),
        )
        for number in range(1, prompts + 1)
    ]
    return report(
        asked,
        family,
        case="The family of many children and a long name that runs over the line",
        agencies=tuple(Agency(name, "2014-01-01", "2022-02-16", 31) for name in agencies),
        due=tuple(
            DueItem(f"due-{n}", DUE, ids[0], Span(f"2022-03-{n:02}", f"2022-04-{n:02}"), "possible", ())
            for n in range(1, 25)
        ),
        not_evaluated=tuple(
            NotEvaluatedItem(f"rule-{n}", None, "", f"a date of birth of person {n}, in the side sheet")
            for n in range(30)
        ),
        unread=tuple(UnreadItem("chronology.csv", n, "", "", "not understood") for n in range(1, 80)),
        warnings=tuple(
            f"row {n} and the date of birth of a child do not agree; the side sheet's is used" for n in range(30)
        ),
    )


def hostile(text: str) -> Report:
    """A document that holds the text in every field that a record, a side sheet or an answer fills."""
    seen = child().last_seen.certain
    assert seen is not None
    bad = replace(seen, by=text, where=text, sheet=text, file=text)
    people = [
        child(
            text, id="ava", age=text, lives_with=text, status=text, seen_alone=text,
            own_words=OwnWords(text, text, text, 7, False, text), kept_to=(text,), last_seen=LastSeen(bad, bad),
        )
    ]  # fmt: skip
    one = prompt(
        "not-seen", title=f"Title {text}", ask=text, lacks=text, answer={"answer": text, "reason": text, "owner": text},
        evidence=(evidence(5, text, agency=text, file=text, sheet=text, several=True, read_as=text, date=text),),
        settles=(Settles(text, text, 9, text, text),),
    )  # fmt: skip
    return report(
        [one, prompt("no-visit", urgency="soon")],
        people,
        case=text,
        warnings=(text,),
        agencies=(Agency(text, text, text, 1),),
        sources=(SourceFile(text, "", 58, 57, 1), SourceFile("other.csv", "", 1, 1, 0)),
        due=(DueItem("core-group", text, text, Span(text, text), "possible", ()),),
        not_evaluated=(NotEvaluatedItem("some-rule", text, text, text),),
        unread=(UnreadItem(text, 20, text, text, text, text),),
    )


def text_of(document: Document) -> str:
    """All the words of a document, a line for each paragraph."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            lines.append(block.text)
        elif isinstance(block, Paragraph):
            lines.append(_words(block))
        else:
            lines.extend(_words(one) for row in block.rows for cell in row for one in cell)
    return "\n".join(lines)


def _words(paragraph: Paragraph) -> str:
    return " ".join(run.text for run in paragraph.runs)
