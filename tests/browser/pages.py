"""Opening a page that was made, and listening to what it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from engine.pack import load_pack
from engine.replay import Replay, replay
from engine.session import Options, session_for

CASES = sorted(Path("chronologies").glob("*.csv"))


@cache
def replayed(path: Path, since: int | None = None, professionals: bool = False) -> Replay:
    pack = load_pack()
    options = Options(professionals=professionals)
    return replay(session_for([path], options, pack.library, pack.vocabulary, pack.calendars), since)


@dataclass
class Opened:
    """A page with everything it said and asked for."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def open_page(browser: Any, folder: Path, html: str, width: int = 1280, height: int = 900) -> Opened:
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
    opened = Opened(context.new_page())
    opened.page.on("console", lambda message: opened.said.append(message.text))
    opened.page.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.page.on("request", lambda request: opened.asked.append(request.url))
    opened.page.goto(file.as_uri())
    return opened


def violations(page: Any) -> list[str]:
    """What axe finds, and where first."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
