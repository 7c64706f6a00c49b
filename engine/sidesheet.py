"""The side sheet beside a chronology: people, dates of birth, plans, complete contributions, the as-at day.

Everything works without it. It is about people, so its mistakes name the place and the key, never the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from engine.dates.dayzero import WEEKDAYS, one_day
from engine.dates.moved import MovedDays, read_change, read_count
from engine.dates.reading import DateContext, Refusal, read_when
from engine.dates.when import FAR_FUTURE, Day, When
from engine.errors import Place, SideSheetError
from engine.rows import COLUMNS
from engine.sidefacts import side_facts
from engine.timeline import Event, Person, RowRef
from engine.values import dataclass, field, replace

if TYPE_CHECKING:
    import yaml

    from engine.language.document import Document

_KEYS = (
    "case", "source", "day_zero", "as_at", "nation", "people", "notes", "plans", "actions", "meetings", "bail",
    "attendance", "complete", "columns", "glossary", "moved_days",
)  # fmt: skip
_PERSON_KEYS = ("id", "role", "name", "also", "born", "sex", "parent_of", "household")
_PLAN_KEYS = ("child", "plan", "category", "from", "to")


@dataclass(frozen=True, slots=True)
class SideSheet:
    """What a side sheet says. `events` are its plan periods and other facts, told as if by rows of their own."""

    case: str = ""
    as_at: Day | None = None
    nation: str = "england"
    day_zero: str = ""
    """Of a case on relative days: the weekday on which its Day 0 is taken to have been, or "unknown"."""
    people: tuple[Person, ...] = ()
    events: tuple[Event, ...] = ()
    complete: Mapping[str, tuple[Day, Day]] = field(default_factory=dict)
    file: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Headers of the chronology, and the column that each stands for."""
    glossary: Mapping[str, str] = field(default_factory=dict)
    """Abbreviations of this case, such as PA: paternal aunt."""
    moved: MovedDays | None = None
    """What is carried where all days were moved (`flag anonymise`); None where they are the true ones."""


def find_side_sheet(chronology: Path) -> Path | None:
    """The side sheet beside a chronology: the same name, ending in .yaml or .yml."""
    for ending in (".yaml", ".yml"):
        beside = chronology.with_suffix(ending)
        if beside.is_file():
            return beside
    return None


def read_side_sheet(path: Path) -> SideSheet:
    """Read a side sheet. Raises SideSheetError with the first mistake's place and the number of others."""
    if not path.is_file():
        raise SideSheetError(
            "There is no such side sheet.", "Check the name, or leave --side-sheet out.", Place(path.name)
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SideSheetError(
            "The side sheet cannot be read as UTF-8 text.", "Save it as UTF-8, or rename it.", Place(path.name)
        ) from error
    from engine.language.document import compose  # here, because only a side sheet needs YAML

    document, root = compose(text, path.name, quotes=False)
    sheet = _sheet(document, root, path.name)
    if document.mistakes:
        first = document.mistakes[0]
        more = len(document.mistakes) - 1
        others = f" (and {more} more)" if more else ""
        raise SideSheetError(
            f"{first.message}{f' Did you mean {first.guess!r}?' if first.guess else ''}{others}",
            "Correct the side sheet, or move it away: the chronology can be read without it.",
            Place(path.name, line=first.line, column=first.column),
        )
    return sheet


def _sheet(document: Document, root: yaml.Node | None, file: str) -> SideSheet:
    parts = document.mapping(root, _KEYS, (), "a side sheet")
    people = tuple(_person(document, node) for node in document.sequence(parts.get("people"), "people"))
    people = with_given_names(people)
    ids = [person.id for person in people]
    for name in {name for name in ids if ids.count(name) > 1}:
        document.mistake(parts.get("people"), f"two people have the id '{name}'.")
    for person in people:
        for parent in set(person.parent_of) - set(ids):
            document.mistake(parts.get("people"), f"parent_of names '{parent}', who is not among the people.")
    plans = document.sequence(parts.get("plans"), "plans")
    events: list[Event] = []
    for number, node in enumerate(plans, start=1):
        events.extend(_plan(document, node, number, file, ids))
    events.extend(side_facts(document, parts, file, ids))
    complete = {}
    for agency, node in document.free_mapping(parts.get("complete"), "complete").items():
        period = document.mapping(node, ("from", "to"), ("from", "to"), "a period of complete contribution")
        first, last = _day(document, period.get("from")), _day(document, period.get("to"))
        if first is not None and last is not None:
            complete[agency] = (first, last)
    return SideSheet(
        case=document.text(parts.get("case"), "case"),
        as_at=_day(document, parts.get("as_at")),
        nation=document.text(parts.get("nation"), "nation", "england"),
        day_zero=document.choice(parts["day_zero"], (*WEEKDAYS, "unknown"), "day_zero") if "day_zero" in parts else "",
        people=people,
        events=tuple(events),
        complete=complete,
        file=file,
        columns=_columns(document, parts.get("columns")),
        glossary={
            short: document.text(words, short)
            for short, words in document.free_mapping(parts.get("glossary"), "glossary").items()
        },
        moved=_moved(document, parts["moved_days"]) if "moved_days" in parts else None,
    )


def _moved(document: Document, node: yaml.Node) -> MovedDays:
    parts = document.mapping(node, ("counts", "law"), (), "'moved_days'")
    counts, law = {}, {}
    for entry in document.sequence(parts.get("counts"), "counts"):
        try:
            asked, answer = read_count(document.text(entry, "count"))
        except ValueError:
            document.mistake(entry, "a count is written as 2019-03-04 + 10 working days = 2019-03-19.")
        else:
            counts[asked] = answer
    for changed, entry in document.free_mapping(parts.get("law"), "law").items():
        try:
            law[read_change(changed)] = read_change(document.text(entry, "law"))
        except ValueError:
            document.mistake(entry, "a change of the law is a day, and where it lies: a day, past or ahead.")
    return MovedDays(counts, law)


_NO_GIVEN_NAME = frozenset(
    (
        "adult", "aunt", "baby", "birth", "brother", "child", "children", "cousin", "father", "foster", "grand",
        "great", "half", "maternal", "mother", "new", "nan", "older", "paternal", "partner", "person",
        "sibling", "sister", "step", "the", "uncle", "unborn", "young", "younger", "mrs", "miss", "mum", "dad",
        "social", "family", "male", "female", "boy", "girl",
    )
)  # fmt: skip
"""First words of names such as "Child A" or "New Partner" that are no given names."""


def with_given_names(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """People whose full name is given are found by their given name too, where no two share it."""
    given = [_given_name(person) for person in people]
    taken = [name.lower() for person in people for name in person.names] + [name.lower() for name in given if name]
    return tuple(
        replace(person, names=_longest_first((*person.names, name)))
        if name and taken.count(name.lower()) == 1
        else person
        for person, name in zip(people, given, strict=True)
    )


def _longest_first(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda known: (-len(known), known)))


def _given_name(person: Person) -> str:
    """ "Elin" of "Elin Prosser"; nothing where a name is no given name and surname."""
    for name in person.names:
        words = name.split()
        if 2 <= len(words) <= 3 and all(word.isalpha() and word.istitle() and len(word) > 2 for word in words):
            return words[0] if words[0].lower() not in _NO_GIVEN_NAME else ""
    return ""


def _columns(document: Document, node: yaml.Node | None) -> dict[str, str]:
    """`columns:` as header: column. A column may be joined to another by "+", or be `ignore`."""
    named: dict[str, str] = {}
    for header, value in document.free_mapping(node, "columns").items():
        column = document.text(value, "column")
        wanted = ["_".join(word.lower().replace("-", " ").split()) for word in column.split("+")]
        if wanted != ["ignore"] and not all(word in COLUMNS for word in wanted):
            document.mistake(value, f"there is no such column; the columns are {', '.join(COLUMNS)}, or ignore.")
        named[header] = column
    return named


def _person(document: Document, node: yaml.Node) -> Person:
    parts = document.mapping(node, _PERSON_KEYS, ("id", "role"), "a person")
    name = document.text(parts.get("name"), "name")
    names = tuple(filter(None, (name, *document.texts(parts.get("also"), "also"))))
    household = document.text(parts.get("household"), "household", "yes").lower()
    if household not in ("yes", "no", "true", "false"):
        document.mistake(parts.get("household"), "household is yes or no.")
    return Person(
        id=document.text(parts.get("id"), "id"),
        role=document.text(parts.get("role"), "role"),
        names=_longest_first(names),
        born=_when(document, parts.get("born"), "born"),
        sex=document.text(parts.get("sex"), "sex") or None,
        parent_of=document.texts(parts.get("parent_of"), "parent_of"),
        household=household in ("yes", "true"),
    )


def _plan(document: Document, node: yaml.Node, number: int, file: str, ids: list[str]) -> list[Event]:
    parts = document.mapping(node, _PLAN_KEYS, ("child", "plan", "from"), "a plan")
    plan = document.choice(parts.get("plan"), ("child protection", "child in need", "early help"), "plan")
    child = document.text(parts.get("child"), "child")
    if child not in ids:
        document.mistake(parts.get("child"), "a plan names a child who is not among the people.")
    began = _when(document, parts.get("from"), "from")
    if began is None:
        return []
    row = RowRef(file, node.start_mark.line + 1)
    attributes = {"plan": plan}
    if "category" in parts:
        attributes["category"] = document.text(parts["category"], "category")
    events = [_event("plan_started", began, row, number, attributes, child)]
    end = document.text(parts.get("to"), "to")
    if end == "unknown":
        unknown = When(began.earliest, FAR_FUTURE, "unknown", "unknown end")
        events.append(_event("plan_ended", unknown, row, number, {"plan": plan}, child))
    elif end and end != "open":
        ended = _when(document, parts.get("to"), "to")
        if ended is not None:
            if ended.latest < began.earliest:
                document.mistake(parts["to"], "this plan ends before it begins.")
            events.append(_event("plan_ended", ended, row, number, {"plan": plan}, child))
    return events


def _event(kind: str, when: When, row: RowRef, number: int, attributes: dict[str, str], child: str) -> Event:
    return Event(
        id=f"side sheet/{kind}/{number}", kind=kind, when=when, row=row, agency="Children's Social Care",
        attributes=attributes, about=(child,), column="plans", reader="side sheet",
    )  # fmt: skip


def _when(document: Document, node: yaml.Node | None, what: str) -> When | None:
    if node is None:
        return None
    read = read_when(document.text(node, what), DateContext(relative=True))
    if isinstance(read, Refusal):
        document.mistake(node, f"'{what}' is no date that can be read: {read.why}.")
        return None
    return read


def _day(document: Document, node: yaml.Node | None) -> Day | None:
    if node is None:
        return None
    text = document.text(node, "day")
    try:
        return one_day(text)
    except ValueError:
        document.mistake(node, "a day is written as 2022-03-01, or as Day 35 in a case on relative days.")
        return None
