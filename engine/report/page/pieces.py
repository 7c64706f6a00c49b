"""What the report of one day says, as pieces of HTML that the page can show again on other days."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from engine.dates.dayzero import is_relative, one_day
from engine.dates.when import FAR_FUTURE, Day
from engine.report.model import Child, Evidence, Prompt, Report, Settles, Sighting
from engine.report.page.pool import DAY_SIGN, Pool, age_sign, days_sign
from engine.report.safetext import plain, shortened
from engine.report.words import count_of, iso, row_named, rows_named, short
from engine.values import dataclass, replace

LONGEST_TEXT = 3000
"""Characters of one cell that the page shows; the rest is counted and stands in the file."""
MOST_ROWS = 10
"""Rows named at once; all of them stand in a prompt's working."""
URGENCIES = {"now": "For today", "soon": "Before the meeting", "note": "For supervision"}
STATES = {"resolved": "Resolved by this day", "lapsed": "Closed while open, or lost its subject"}
SLOTS = ("opening", "counts", "children", "prompts", "asks", "due", "gaps")
"""The parts of the page that change with the day, in the order in which a state of it names its pieces."""
_BETWEEN = re.compile(r"\s*\n\s*")


def templates() -> Environment:
    """The templates: everything put into them is made safe to show and escaped."""
    made = Environment(
        loader=PackageLoader("engine.report.page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_safe,
    )
    made.filters["rows"] = _rows
    made.filters["day"] = in_words
    made.filters["count"] = count_of
    made.filters["capital"] = lambda text: text[:1].upper() + text[1:]
    made.filters["lower_first"] = lambda text: text[:1].lower() + text[1:]
    made.globals["row_link"] = row_link
    made.globals["anchor"] = anchor
    return made


def _safe(value: Any) -> Any:
    return value if isinstance(value, Markup) else shortened(str(value), LONGEST_TEXT)


def anchor(prompt: str) -> str:
    """The place of a prompt on the page: the same on every day."""
    return "p" + hashlib.sha256(prompt.encode()).hexdigest()[:10]


def row_id(file: str, row: int, sheet: str | None) -> str:
    """The place of a row on the page; a file's name is not part of it, since names may name people."""
    place = hashlib.sha256(f"{file}|{sheet or ''}".encode()).hexdigest()[:4]
    return f"r{place}-{row}"


def row_link(file: str, row: int, sheet: str | None, several: bool = False) -> Markup:
    """ "row 5", leading to the row."""
    named = row_named(row, sheet, file if several else "")
    return Markup("<a href=#{}>row {}</a>").format(row_id(file, row, sheet), plain(named))


def _rows(evidence: Sequence[Evidence], most: int = MOST_ROWS) -> Markup:
    """ "rows 5, 7 and 9", each leading to its row; of many the first and how many more stand in the working."""
    more = len(evidence) - most if len(evidence) > most + 1 else 0
    evidence = evidence[:most] if more else evidence
    named = rows_named([(one.row, one.sheet, one.file if one.several else "") for one in evidence])
    links = [
        Markup("<a href=#{}>{}</a>").format(row_id(one.file, one.row, one.sheet), plain(name))
        for one, name in zip(evidence, named, strict=True)
    ]
    told = Markup("row{} {}").format("s" if len(links) > 1 else "", Markup(", ").join(links))
    return Markup("{} and {} more").format(told, more) if more else told


@dataclass(frozen=True, slots=True)
class Seen:
    """A sighting in words that stay true from day to day."""

    when: str
    sighting: Sighting


class Pieces:
    """Turns the reports of a case into numbers of pieces."""

    def __init__(self, pool: Pool, environment: Environment, children: Sequence[str], *, training: bool) -> None:
        self._pool = pool
        self._places = {child: place for place, child in enumerate(children)}
        self._training = training
        self._made: dict[object, Markup] = {}
        self._parts = environment.get_template("parts.html").module

    def of(self, report: Report) -> tuple[int, ...]:
        """The numbers of the pieces of one day, one for each slot."""
        return tuple(self._pool.number(str(self._slot(name, report))) for name in SLOTS)

    def _slot(self, name: str, report: Report) -> Markup:
        made: Markup = getattr(self, f"_{name}")(report)
        return made

    def _part(self, name: str, *values: Any) -> Markup:
        """One part of the templates, kept as a piece. From day to day most are the same and are not made again."""
        key = (name, *(tuple(value) if isinstance(value, list) else value for value in values))
        try:
            known = self._made.get(key)
        except TypeError:  # an answer beside a prompt has no hash
            return self._make(name, values)
        if known is None:
            known = self._made[key] = self._make(name, values)
        return known

    def _make(self, name: str, values: Sequence[Any]) -> Markup:
        html = str(getattr(self._parts, name)(*values))
        return self._pool.keep(_BETWEEN.sub(" ", html).strip())

    # --- the slots ------------------------------------------------------------------------------------

    def _opening(self, report: Report) -> Markup:
        urgent = any(prompt.urgency == "now" and _stands(prompt) for prompt in report.prompts)
        return self._part("opening", report.flag.version, Markup(DAY_SIGN), urgent)

    def _counts(self, report: Report) -> Markup:
        opened = [prompt for prompt in report.prompts if _is_open(prompt)]
        today = sum(1 for prompt in opened if prompt.urgency == "now")
        unevaluated = len({item.rule for item in report.not_evaluated})
        return self._part("counts", len(opened), today, len(report.unread), unevaluated)

    def _children(self, report: Report) -> Markup:
        as_at = one_day(report.as_at)
        return self._part("children", [self._child(child, as_at) for child in report.children])

    def _child(self, child: Child, as_at: Day) -> Markup:
        certain, perhaps = (
            _seen(one, as_at) if one is not None else None
            for one in (child.last_seen.certain, child.last_seen.possible)
        )
        facts = [
            self._part("status", child),
            self._part("seen", certain),
            self._part("perhaps_seen", perhaps),
            self._part("attempts", child),
            self._part("ahead", child),
        ]
        return self._part("child", self._part("who", child, Markup(age_sign(self._places[child.id]))), facts)

    def _prompts(self, report: Report) -> Markup:
        groups = []
        as_at = one_day(report.as_at)
        for child in report.children:
            mine = [prompt for prompt in report.prompts if child.id in prompt.children]
            opened = [prompt for prompt in mine if _is_open(prompt)]
            by_urgency = []
            for urgency, title in URGENCIES.items():
                leading = [p for p in opened if p.urgency == urgency and p.same_concern_as is None]
                cards = [self._prompt(one, _beneath(one, opened), child.id, as_at) for one in leading]
                if cards:
                    by_urgency.append((title, cards))
            ended = [prompt for prompt in mine if prompt.kind != "question"]
            closed = [(title, [p for p in ended if p.state == state]) for state, title in STATES.items()]
            shut = [
                self._part("closed", child, title, [self._part("ended", one) for one in these])
                for title, these in closed
                if these
            ]
            urgent = [self._part("urgency", title, cards) for title, cards in by_urgency]
            groups.append(self._part("for_child", child, urgent, shut))
        return self._part("prompts", groups)

    def _prompt(self, prompt: Prompt, beneath: list[Prompt], child: str, as_at: Day) -> Markup:
        lacks = Markup(_counted_on(str(Markup.escape(plain(prompt.lacks))), prompt, as_at)) if prompt.lacks else ""
        own = anchor(f"{child}/{prompt.id}")
        working = [self._part("evidence", one) for one in prompt.evidence]
        settles = [self._part("settles", one) for one in prompt.settles]
        return self._part(
            "prompt",
            prompt,
            own,
            lacks,
            self._part("rests", prompt) if prompt.evidence else "",
            self._part("working", prompt, working, settles, self._part("about_rule", prompt)),
            [self._part("same", other) for other in beneath],
            _standing(prompt),
            self._part("asked", prompt),
        )

    def _asks(self, report: Report) -> Markup:
        agencies = [
            (agency, [self._part("question", question, rows) for question, rows in questions])
            for agency, questions in _questions(report)
        ]
        return self._part("asks", agencies)

    def _due(self, report: Report) -> Markup:
        return self._part("due", [self._part("running", item) for item in report.due])

    def _gaps(self, report: Report) -> Markup:
        """What was not evaluated and not read."""
        needs: dict[str, dict[str, None]] = {}
        for item in report.not_evaluated:
            needs.setdefault(item.needs, {})[item.rule] = None
        unread = () if self._training else report.unread
        return self._part(
            "gaps",
            [self._part("need", need, list(rules)) for need, rules in sorted(needs.items())],
            [self._part("unread", one) for one in unread],
            [self._part("agency", one) for one in report.agencies],
        )


# --- words ----------------------------------------------------------------------------------------------


def _counted_on(text: str, prompt: Prompt, as_at: Day) -> str:
    """The text with its number of days since left to be counted on the day it is shown."""
    quiet = prompt.silent
    if quiet is None or "not known" in (quiet.earliest, quiet.latest):
        return text
    earliest, latest = one_day(quiet.earliest), one_day(quiet.latest)
    # Of a row that may still lie ahead only the days up to the one looked at are meant.
    until = FAR_FUTURE if latest >= as_at > earliest else latest
    return text.replace(f": {quiet.days}.", f": {days_sign(earliest, until)}.", 1)


def _seen(sighting: Sighting, as_at: Day) -> Seen:
    """When somebody was seen: between two days, or, while the last of them has not come, from the first on."""
    earliest, latest = one_day(sighting.earliest), one_day(sighting.latest)
    if earliest == latest:
        return Seen(short(earliest), sighting)
    if latest == as_at:
        return Seen(f"on or after {short(earliest)}", replace(sighting, latest=""))
    return Seen(f"between {short(earliest)} and {short(latest)}", sighting)


def _standing(prompt: Prompt) -> str:
    certainty = "On this record" if prompt.certainty == "definite" else "Possible"
    since = prompt.first_prompted.definite if prompt.certainty == "definite" else prompt.first_prompted.possible
    return f"{certainty}, since {in_words(since)}" if since else certainty


def in_words(day: str) -> str:
    """A day of the document as it is written for people: 22 Feb 2022, or Day 35."""
    return day if day == "not known" else short(one_day(day))


def _stands(prompt: Prompt) -> bool:
    return prompt.state in ("open", "answered")


def _is_open(prompt: Prompt) -> bool:
    return _stands(prompt) and prompt.kind != "question"


def _beneath(prompt: Prompt, opened: Sequence[Prompt]) -> list[Prompt]:
    return [other for other in opened if other.same_concern_as == prompt.id]


def _questions(report: Report) -> list[tuple[str, list[tuple[str, list[Settles]]]]]:
    """What would settle the possible prompts: for each agency its questions, each with its rows."""
    asked: dict[str, dict[str, dict[tuple[str, int | None, str | None], Settles]]] = {}
    ordered = [*filter(_is_open, report.prompts), *(p for p in report.prompts if p.kind == "question" and _stands(p))]
    for prompt in ordered:
        for one in prompt.settles:
            agency = "" if one.to_agency is None else one.to_agency or "whoever wrote the row"
            rows = asked.setdefault(agency, {}).setdefault(one.question, {})
            rows.setdefault((one.file or "", one.row, one.sheet), one)
    return [
        (agency, [(question, _in_order(rows.values())) for question, rows in questions.items()])
        for agency, questions in sorted(asked.items(), key=lambda item: (not item[0], item[0]))
    ]


def _in_order(rows: Any) -> list[Settles]:
    named = [one for one in rows if one.row is not None]
    return sorted(named, key=lambda one: (one.file or "", one.sheet or "", one.row))


def told(day: Day) -> str:
    """A day in words, as the script of the page writes it too."""
    return short(day)


def machine(day: Day) -> str:
    """A day for a `time` element or a date field; empty in a case on relative days."""
    return "" if is_relative(day) else iso(day)
