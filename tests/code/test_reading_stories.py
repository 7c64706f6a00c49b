"""Counts, people, referrals, unread text and the shape of what comes out."""

from __future__ import annotations

import pytest
from story import ONE, TWO, VOCABULARY, WHEN, events, one, read

from engine.code import Coder
from engine.code.agencies import Agencies
from engine.code.people import Cast, discover_people
from engine.rows import Row
from engine.timeline import Person, Status


@pytest.mark.parametrize(
    ("text", "kind", "times"),
    [
        ("Over 6 home visits attempted, no response.", "visit", 7),
        ("Four visits made to the address, no access.", "visit", 4),
        ("Two further home visits attempted, unsuccessful.", "visit", 2),
        ("T/C to mum x4, no reply.", "contact", 4),
        ("Numerous phone calls to mother.", "contact", 2),
        ("Home visit, no reply.", "visit", 1),
        ("6-8 week visit completed.", "visit", 1),
        ("At least 3 visits attempted, no access.", "visit", 3),
        ("DNA x2 for imms.", "was_not_brought", 2),
    ],
)
def test_how_many(text, kind, times):
    assert {event.times for event in events(text, kind)} == {times}


def test_both_parents_arrested_are_two_events():
    assert {event.person for event in events("Mother and father arrested for neglect.", "arrest")} == {
        "mother",
        "father",
    }


def test_mothers_partner_is_the_partner():
    assert one("Mother's partner arrested for assault.", "arrest").person == "partner"


def test_an_adult_without_a_roster_entry_goes_by_role():
    assert one("MGM arrested.", "arrest", ONE).person == "grandmother"


def test_a_neighbours_child_is_nobody_of_this_household():
    assert events("Neighbour's child seen with bruise.", "injury") == []


def test_an_older_sibling_elsewhere_is_not_a_child_of_the_household():
    people = (*TWO, Person("sam", "child", ("Sam",), household=False))
    assert events("Sam seen at his father's.", "sighting", people) == []


def test_a_name_that_is_a_word_needs_its_capital():
    people = (Person("will", "child", ("Will",)), Person("ann", "child", ("Ann",)))
    assert one("Will seen at school.", "sighting", people).about == ("will",)
    assert events("SW will visit Ann.", "sighting", people) == []


def test_without_a_roster_there_is_one_child_and_the_rows_teach_nothing():
    rows = [Row("a.csv", 2, {"event": "Sibling B seen"}), Row("a.csv", 3, {"event": "Child A seen"})]
    assert discover_people(rows) == discover_people(rows[:1])
    people = discover_people(rows)
    assert events("Sibling was seen at school.", "sighting", people) == []
    assert not one("The children were seen.", "sighting", people).certain


def test_an_unborn_child_is_not_seen():
    people = (*ONE, Person("bump", "unborn"))
    assert one("Children seen.", "sighting", people).about == ("kai",)
    assert Cast(people).living(WHEN) == ("kai", "bump")


def test_a_referral_gathers_source_outcome_and_reason():
    referral = one("Anonymous call re state of the house.", "referral", action="NFA as recently assessed")
    assert referral.attributes["source"] == "anonymous"
    assert referral.attributes["outcome"] == "no further action"
    assert referral.attributes["rationale"] == "recently assessed"
    assert referral.restricted


def test_no_reason_given_is_no_reason():
    nfa = one("Referral from neighbour. NFA, no rationale recorded.", "no_further_action")
    assert "rationale" not in nfa.attributes


def test_the_rationale_column_is_a_reason():
    nfa = one("Referral from neighbour. NFA.", "no_further_action", rationale="Checks raised nothing new")
    assert nfa.attributes["rationale"] == "Checks raised nothing new"


def test_a_childs_voice_is_kept_and_restricted():
    words = one("Visit.", "child_words", ONE, child_voice="I am cold at night")
    assert (words.attributes["words"], words.column, words.restricted) == (
        "I am cold at night",
        "child_voice",
        True,
    )
    assert events("Visit.", "child_words", ONE, child_voice="N/A") == []


def test_words_and_offsets_lead_back_to_the_cell():
    text = "  Ünit manager’s note – Strategy Discussion held.  "
    event = one(text, "strategy_discussion")
    begin, end = event.span
    assert text[begin:end] == event.quote
    assert event.quote.startswith("Strategy Discussion")


def test_what_is_not_understood_is_shown_and_may_hold_something():
    coded = read("Popped round but the lady of the house shooed us off down the path.")
    assert coded.unread
    assert any(
        event.kind == "visit" and event.reader == "screen" and not event.certain for event in coded.events
    )


def test_a_row_partly_understood_says_so_on_every_event():
    coded = read("Referral from school, and somebody had a look at the wee one upstairs at the house.")
    assert coded.unread
    assert not any(event.fully_read for event in coded.events)


def test_an_undated_row_gives_no_events_but_is_listed():
    coded = Coder(TWO, VOCABULARY).code(Row("case.csv", 9, {"event": "Tom seen."}), None)
    assert (coded.events, len(coded.unread)) == ((), 1)


def test_a_date_in_the_words_moves_the_event_off_the_row():
    assert one("Tom seen on 3 January at school.", "sighting").status is Status.HISTORICAL
    assert one("Tom seen 10/2 at school.", "sighting").status is Status.HAPPENED


def test_ids_are_unique_and_keep_the_source_reference():
    coded = read("SD held. Home visit. Tom seen, Maya not.", reference="R17")
    ids = [event.id for event in coded.events]
    assert len(ids) == len(set(ids))
    assert all(":R17:" in one for one in ids)


def test_reading_twice_gives_the_same():
    text = "HV attempted x3, no reply. Referral from MGM re drinking. If no entry, SD."
    assert read(text) == read(text)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("CSC", "Children's Social Care"),
        ("MASH", "Children's Social Care"),
        ("H.V.", "H.V."),
        ("0-19 Team", "Health Visiting"),
        ("Health Visitor HV1 diary", "Health Visiting"),
        ("Anyshire Constabulary", "Police"),
        ("St Mary's Primary School", "School"),
        ("Nursery", "School"),
        ("GP surgery", "GP"),
        ("Moonbase", "Moonbase"),
        ("", ""),
        ("Children’s Social Care", "Children's Social Care"),
    ],
)
def test_agencies_go_by_their_canonical_names(written, canonical):
    if written != "H.V.":
        assert Agencies(VOCABULARY).canonical(written) == canonical


def test_a_team_is_kept_beside_its_agency():
    assert Agencies(VOCABULARY).team("MASH") == "MASH"


def test_a_runaway_cell_is_read_in_linear_time():
    coded = read("visit " * 20_000)
    assert coded.events
