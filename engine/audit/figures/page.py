"""The figures as one page that asks nothing of the network and runs no script.

Each chart stands above the table with the same figures. The bars differ in shade and pattern, so that the page can
be read in black and white, and no colour stands for good or bad.
"""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from engine.audit.figures.gathering import READING
from engine.audit.figures.tables import Chart, Figures, Mark, Table, shown
from engine.report.safetext import plain
from engine.values import dataclass

PATTERNS = ("solid", "hatched", "open", "dotted", "crossed")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: of which series (where patterns would not tell), its length in hundredths of the longest, its figure."""

    series: str
    pattern: str
    length: str
    told: str
    withheld: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart: caption, series with patterns, the bars of each row, and whether lines of nought are left out."""

    caption: str
    series: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[Bar, ...]], ...]
    left_out: bool


def render_figures(figures: Figures) -> str:
    """The whole page."""
    environment = Environment(
        loader=PackageLoader("engine.audit.figures", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    environment.filters["shown"] = shown
    environment.tests["mark"] = lambda cell: isinstance(cell, Mark)
    style = _text("engine.report.page", "style.css") + _text("engine.audit.figures", "figures.css")
    made: str = environment.get_template("figures.html").render(
        policy=Markup(policy(style)),
        style=Markup(style),
        figures=figures,
        tables=[(table, [drawn(table, chart) for chart in table.charts if table.rows]) for table in figures.tables],
        reading=READING,
    )
    return made + "\n"


def policy(style: str) -> str:
    """The content security policy: the page's own style by its digest, and nothing else of any kind."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _text(package: str, name: str) -> str:
    return resources.files(package).joinpath("templates", name).read_text(encoding="utf-8")


def drawn(table: Table, chart: Chart) -> Drawn:
    """A chart of some columns of a table, all to one scale."""
    charted = [row for row in table.rows if any(row[at] for at in chart.columns)]
    longest = max((cell for row in charted for at in chart.columns if isinstance(cell := row[at], int)), default=0)
    many = len(chart.columns) > len(PATTERNS)
    series = tuple(
        (table.columns[at].heading, PATTERNS[0 if many else number]) for number, at in enumerate(chart.columns)
    )
    rows = []
    for row in charted:
        bars = []
        for (name, pattern), at in zip(series, chart.columns, strict=True):
            cell = row[at]
            length = f"{100 * cell / longest:.1f}" if isinstance(cell, int) and longest else "0"
            bars.append(Bar(name if many else "", pattern, length, shown(cell), cell is Mark.WITHHELD))
        rows.append((shown(row[chart.label]), tuple(bars)))
    key = series if len(series) > 1 and not many else ()
    return Drawn(chart.caption, key, tuple(rows), left_out=len(charted) < len(table.rows))
