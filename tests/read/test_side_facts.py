"""Actions, meetings, bail and attendance that a side sheet adds to a chronology."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import SideSheetError
from engine.sidesheet import read_side_sheet
from engine.timeline import Status

PEOPLE = "people:\n  - {id: maya, role: child, name: Maya}\n  - {id: father, role: father, name: Lee}\n"


def _told(tmp_path, text):
    path = tmp_path / "case.yaml"
    path.write_text(PEOPLE + text)
    return [
        (event.kind, event.status, event.when.text, dict(event.attributes), event.agency, event.about, event.person)
        for event in read_side_sheet(path).events
    ]


def test_an_action_is_agreed_falls_due_and_is_done(tmp_path):
    told = _told(
        tmp_path,
        "actions:\n  - {what: neglect tool, child: maya, owner: Health Visiting, agreed: 16/02/2022,"
        " due: 02/03/2022, done: 10/03/2022}\n",
    )
    assert [(kind, day, given["stage"]) for kind, _, day, given, *_ in told] == [
        ("action", "16/02/2022", "agreed"),
        ("action", "02/03/2022", "due"),
        ("action", "10/03/2022", "done"),
    ]
    assert {agency for *_, agency, _, _ in told} == {"Health Visiting"}
    assert {about for *_, about, _ in told} == {("maya",)}


def test_an_action_that_is_not_done_has_no_day_of_being_done(tmp_path):
    told = _told(tmp_path, "actions:\n  - {what: GP registration, agreed: 16/02/2022, due: 02/03/2022, done: no}\n")
    assert [given["stage"] for _, _, _, given, *_ in told] == ["agreed", "due"]


def test_a_meeting_says_who_was_asked_who_came_and_when_the_minutes_went_out(tmp_path):
    told = _told(
        tmp_path,
        "meetings:\n  - {on: 08/02/2022, invited: [police, GP], attended: [police], apologies: [GP],"
        " minutes: 22/02/2022}\n",
    )
    assert [(kind, status, given.get("who")) for kind, status, _, given, *_ in told] == [
        ("invitation", Status.HAPPENED, "police"),
        ("invitation", Status.HAPPENED, "GP"),
        ("meeting_attendance", Status.HAPPENED, "police"),
        ("meeting_attendance", Status.NOT_HAPPENED, "GP"),
        ("minutes", Status.HAPPENED, None),
    ]


def test_bail_is_an_adults_and_may_end_on_a_day_not_known(tmp_path):
    told = _told(tmp_path, "bail:\n  - {person: father, from: 01/09/2020, to: unknown}\n")
    assert [(given["change"], person) for _, _, _, given, _, _, person in told] == [
        ("started", "father"),
        ("ended", "father"),
    ]


def test_attendance_over_a_term_is_known_when_the_term_is_over(tmp_path):
    told = _told(tmp_path, "attendance:\n  - {child: maya, from: 01/09/2021, to: 17/12/2021, level: poor}\n")
    assert told == [
        ("school_attendance", Status.HAPPENED, "17/12/2021", {"level": "poor"}, "School", ("maya",), None)
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("meetings:\n  - {on: 08/02/2022, attended: [polce]}\n", "attended"),
        ("bail:\n  - {person: uncle, from: 01/09/2020}\n", "not among the people"),
        ("actions:\n  - {what: x, agreed: 31/02/2022}\n", "no date that can be read"),
        ("actions:\n  - {agreed: 01/02/2022}\n", "what"),
        ("attendance:\n  - {child: maya, from: 01/09/2021, level: 60}\n", "level"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path, text, says):
    with pytest.raises(SideSheetError) as raised:
        _told(tmp_path, text)
    assert says in str(raised.value)


def test_the_side_sheet_shown_in_the_documentation_is_read(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "side-sheet.md").read_text(encoding="utf-8")
    (tmp_path / "shown.yaml").write_text(text.split("```yaml")[1].split("```")[0], encoding="utf-8")
    sheet = read_side_sheet(tmp_path / "shown.yaml")
    assert sheet.case == "Case 17"
    assert {event.kind for event in sheet.events} == {
        "plan_started", "action", "invitation", "meeting_attendance", "minutes", "bail", "school_attendance",
    }  # fmt: skip
