"""Everything on one page: `render_page` gives the whole file, which asks nothing of the network.

The policy in its head lets run only the very script and style that stand in it, and nothing else of any kind.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from importlib import resources
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from engine.dates.dayzero import DAY_ZERO, is_relative
from engine.dates.when import FAR_FUTURE, Day
from engine.language.rule import Rule
from engine.replay import Replay
from engine.report.model import Report
from engine.report.page.eyes import eyes_table
from engine.report.page.pieces import SLOTS, Pieces, anchor, machine, row_id, templates, told
from engine.report.page.pool import Ages, Pool
from engine.report.page.rows import RowShown, rows_shown
from engine.report.page.timeline import drawing
from engine.report.words import age_on
from engine.training import Stop
from engine.values import dataclass

MOST_AT_FIRST = 300_000
"""Characters of prompts up to which their working stands in the page twice: for viewers that run no script too."""
WORKING = ("<details><summary>Its working",)
MOST_PROMPTS = 6
"""Prompts named beside a row; the prompts themselves name all their rows."""


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule in the table of rules: its numbers as (name, value, basis, source)."""

    name: str
    title: str
    version: int
    numbers: tuple[tuple[str, str, str, str], ...]
    references: tuple[str, ...]


def render_page(replayed: Replay, *, training: bool = False, stops: Sequence[Stop] = ()) -> str:
    """The page of a case: as a report with a slider, or for training, revealed row by row."""
    environment = templates()
    pool = Pool()
    session = replayed.session
    names = [child.id for child in session.read.case.children]
    pieces = Pieces(pool, environment, names, training=training)
    states = [pieces.of(told_then.report) for told_then in replayed.days]
    report = replayed.days[-1].report
    rows = rows_shown(session.read, replayed.rows, professionals=session.options.professionals)
    drawn = drawing(replayed)
    ages = _ages(replayed)
    data = {
        "training": training,
        "zero": DAY_ZERO if is_relative(replayed.last) else None,
        "last": replayed.last,
        "slots": SLOTS,
        "most": MOST_PROMPTS,
        "days": [told_then.day for told_then in replayed.days],
        "states": states,
        "pieces": pool.pieces,
        "ages": ages,
        "axis": drawn.axis,
        "steps": _steps(rows, replayed.last, stops) if training else [],
    }
    day = replayed.first if training else replayed.last
    shown = {
        name: _at_first(pool, number, day, ages) if name == "opening" or not training else Markup("")
        for name, number in zip(SLOTS, states[0 if training else -1], strict=True)
    }
    return _whole(environment, replayed, report, shown, drawn, rows, data, training=training)


def _at_first(pool: Pool, number: int, day: Day, ages: Ages) -> Markup:
    """What stands in the page before its script runs: of very many prompts without their working."""
    html = pool.shown(number, day, ages, told)
    return Markup(html if len(html) <= MOST_AT_FIRST else pool.shown(number, day, ages, told, WORKING))


def _whole(
    environment: Environment, replayed: Replay, report: Report, shown: dict[str, Markup], drawn: Any,
    rows: Sequence[RowShown], data: dict[str, Any], *, training: bool,
) -> str:  # fmt: skip
    session = replayed.session
    style, script = _text("style.css"), _text("script.js")
    relative = is_relative(replayed.last)
    made = environment.get_template("page.html").render(
        policy=Markup(policy(style, script)),
        title=f"{'TRAINING: ' if training else ''}{report.case}: prompts from a chronology",
        style=Markup(style),
        script=Markup(script),
        data=Markup(_json(data)),
        training=training,
        case=report.case,
        slots=shown,
        audience=_audience(session.options.professionals),
        knowledge=knowledge(report.knowledge),
        day_words=told(replayed.last),
        last_index=len(replayed.days) - 1,
        relative=relative,
        begins_late=replayed.first > replayed.rows[0].first,
        first_words=told(replayed.first),
        first_machine=machine(replayed.first),
        last_machine=machine(replayed.last),
        first_number=replayed.first - DAY_ZERO,
        last_number=replayed.last - DAY_ZERO,
        drawing=Markup(environment.get_template("drawing.html").render(d=drawn, hidden=training)),
        rows=Markup(
            environment.get_template("rows.html").render(
                rows=rows, hidden=training, last=replayed.last, prompts=not training, resting=_resting(report),
                most=MOST_PROMPTS
            )
        ),
        eyes="" if training else eyes_table(session, environment),
        rules=Markup(
            environment.get_template("rules.html").render(
                rules=[_rule(rule) for rule in session.rules],
                not_asked=len(report.not_asked),
                broken=[file for file, _ in session.library.broken],
            )
        ),
        version=report.flag.version,
        fingerprint=report.flag.fingerprint[:12],
        local=report.flag.local,
        sources=report.sources,
        warnings=() if training else report.warnings,
        answers=() if training else report.answers,
        known_by=report.known_by,
    )
    return made + "\n"


def policy(style: str, script: str) -> str:
    """The content security policy: the page's own style and script by their digests, and nothing else."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}';"
        " base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _text(name: str) -> str:
    return resources.files("engine.report.page").joinpath("templates", name).read_text(encoding="utf-8")


def _json(data: dict[str, Any]) -> str:
    """JSON that can stand in a script element: no sign in it can end the element or begin a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("</", "<\\/").replace("<!", "\\u003c!")
    text = re.sub("<(?=script)", r"\\u003c", text, flags=re.IGNORECASE)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _audience(professionals: bool) -> str:
    if professionals:
        return "For professionals only: restricted clauses are shown. Do not hand this page to the family."
    return "Restricted clauses, and what was not read, are left out. Professionals can make a page with them."


def knowledge(known: str) -> str:
    """From when a row counts, in words."""
    return {
        "as-dated": "rows count from the day they are dated, since no column says when they were recorded",
        "as-recorded": "rows count from the day they were recorded",
        "hindsight": "with hindsight: rows count from the day they are dated, whenever they were recorded",
    }.get(known, known)


def _ages(replayed: Replay) -> list[list[tuple[Day, str]]]:
    """For each child, from which day on it is how old."""
    ages: list[list[tuple[Day, str]]] = []
    for child in replayed.session.read.case.children:
        steps = [(replayed.first, age_on(None, replayed.first))]
        if child.born is not None:
            for day in range(max(replayed.first, child.born.earliest), replayed.last + 1):
                words = age_on(child.born, day)
                if words != steps[-1][1]:
                    steps.append((day, words))
        ages.append(steps)
    return ages


def _steps(rows: Sequence[RowShown], last: Day, stops: Sequence[Stop]) -> list[tuple[str, Day, dict[str, Any] | None]]:
    """The rows in the order in which their words became known; with the last row of a stop's day, the stop."""
    known = sorted((row for row in rows if row.words_from <= last), key=lambda row: row.words_from)
    steps: list[tuple[str, Day, dict[str, Any] | None]] = []
    for row, following in zip(known, [*known[1:], None], strict=True):
        until = following.words_from if following is not None else FAR_FUTURE
        stop = next((one for one in stops if row.words_from <= one.day < until), None)
        told_stop = {"ask": stop.ask, "sense": list(stop.made_sense)} if stop is not None else None
        steps.append((row.place, row.words_from, told_stop))
    return steps


def _resting(report: Report) -> dict[str, list[tuple[str, str]]]:
    """For each row the prompts that rest on it: where they stand, and their titles, each once."""
    resting: dict[str, dict[str, str]] = {}
    for child in report.children:
        for prompt in report.prompts:
            stands = prompt.state in ("open", "answered") and prompt.kind != "question"
            if not stands or child.id not in prompt.children or prompt.same_concern_as is not None:
                continue
            for one in prompt.evidence:
                place = row_id(one.file, one.row, one.sheet)
                resting.setdefault(place, {}).setdefault(prompt.title, anchor(f"{child.id}/{prompt.id}"))
    return {place: [(where, title) for title, where in titles.items()] for place, titles in resting.items()}


def _rule(rule: Rule) -> RuleShown:
    numbers = []
    for name, parameter in rule.parameters.items():
        for quantity in dict.fromkeys((parameter.default, *(branch.quantity for branch in parameter.branches))):
            numbers.append((name.replace("_", " "), str(quantity.value), quantity.basis, quantity.source))
    references = tuple(f"{one.title}{f', {one.paragraph}' if one.paragraph else ''}" for one in rule.references)
    return RuleShown(rule.name, rule.title, rule.version, tuple(numbers), references)
