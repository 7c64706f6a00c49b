"""Wording met in records, and what each way of saying it must and must not be read as.

`expect` is written as in the corpus: kind, /n did not happen /p planned /c only if /hist earlier, attributes,
@who, ? only possible. "never" kinds must not be read as happened, "nor may" kinds not even suspected, and
"unsure" kinds not certain. `people` is two (the default), one, or none: no roster at all.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from labelled import label
from story import ONE, TWO, read

from engine.code.people import discover_people
from engine.timeline import Status

FILES = sorted((Path(__file__).resolve().parent.parent / "corpus" / "wording").glob("*.yaml"))
STORIES = [
    pytest.param(
        one,
        id=f"{path.stem}: {one['text'][:60]}{'|' + one['action'][:20] if 'action' in one else ''}"
        f"{'|' + one['seen'] if 'seen' in one else ''}{'|' + one['people'] if 'people' in one else ''}",
    )
    for path in FILES
    for one in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
]
CASTS = {"two": TWO, "one": ONE, "none": discover_people(())}
CELLS = {"seen": "child_seen", "action": "action", "agency": "agency", "rationale": "rationale", "source": "source"}


@pytest.mark.parametrize("story", STORIES)
def test_each_wording_says_this_and_not_more(story):
    cells = {CELLS[name]: value for name, value in story.items() if name in CELLS}
    coded = read(story["text"], CASTS[story.get("people", "two")], **cells)
    told = [one for one in coded.events if one.reader != "screen"]
    shown = [(e.kind, e.status.value, dict(e.attributes), e.certain, e.person or e.about) for e in told]
    for text in story.get("expect", []):
        wanted = label(text)
        fitting = [event for event in told if wanted.fits(event)]
        assert fitting, f"no {text} in {shown}"
        faults = min((wanted.faults(event) for event in fitting), key=len)
        if not wanted.unsure and wanted.status is Status.HAPPENED:
            assert any(event.certain and not wanted.faults(event) for event in fitting), f"{text}: {shown}"
        assert not faults, f"{text} {faults} in {shown}"
    for kind in story.get("never", []):
        name, _, value = kind.partition(" ")
        assert not [
            event
            for event in told
            if event.kind == name
            and event.status is Status.HAPPENED
            and (not value or event.attributes.get(value.split("=")[0]) == value.split("=")[1])
        ], f"{kind} in {shown}"
    for kind in story.get("unsure", []):
        assert not [e for e in told if e.kind == kind and e.status is Status.HAPPENED and e.certain], shown
    for kind in story.get("nor_may", []):
        assert kind not in {event.kind for event in coded.events if event.status is Status.HAPPENED}, (
            f"{kind} suspected: {[(e.kind, e.reader, e.quote) for e in coded.events]}"
        )
    if story.get("whole") == "yes":
        assert not coded.unread, [one.text for one in coded.unread]
        assert all(event.fully_read for event in coded.events), shown
