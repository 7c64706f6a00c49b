"""People whose full names stand in the side sheet are found in the rows by their given names."""

from __future__ import annotations

from engine.sidesheet import with_given_names
from engine.timeline import Person


def names(*people: Person) -> list[tuple[str, ...]]:
    return [person.names for person in with_given_names(people)]


def test_a_full_name_gives_a_given_name() -> None:
    """Rows that said "Elin" were read as perhaps about either child, so that she seemed never to have been seen."""
    elin = Person("elin", "child", ("Elin Prosser",))
    rhys = Person("rhys", "child", ("Rhys Owen Prosser", "Rhysie"))
    assert names(elin, rhys) == [("Elin Prosser", "Elin"), ("Rhys Owen Prosser", "Rhysie", "Rhys")]


def test_two_who_share_it_are_not_told_apart_by_it() -> None:
    father, son = Person("father", "father", ("Tom Hale",)), Person("tom", "child", ("Tom Hale",))
    assert names(father, son) == [("Tom Hale",), ("Tom Hale",)]
    nephew = Person("nephew", "child", ("Tom",))
    assert names(father, nephew) == [("Tom Hale",), ("Tom",)]


def test_what_is_no_given_name_stays_out() -> None:
    for name in ("Child A", "New Partner", "Baby Smith", "B's father", "Mother", "MGM", "Maternal Aunt"):
        assert names(Person("one", "child", (name,))) == [(name,)]
