"""Whom a text names: the person meant, and nobody where the word is an ordinary one."""

from __future__ import annotations

import pytest

from engine.anonymise.labels import Labels
from engine.anonymise.people import Known, names_of_their_own, replaced
from engine.anonymise.spans import Taken
from engine.timeline import Person


def changed(text: str) -> str:
    known = Known(Labels())
    known.person(Person("f", "child", ("Florian Abbotsbury", "Florian", "F")), "ChildA")
    known.person(Person("h", "child", ("Hope Abbotsbury", "Hope")), "ChildB")
    known.person(Person("m", "mother", ("Margit Sorley", "Margit")), "MotherA")
    taken = Taken(text)
    taken.take(replaced(text, known))
    return taken.replaced()


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Florian's cot; FLORIAN’S bag", "ChildA's cot; ChildA’S bag"),
        ("Abbotsbury, Florian", "ChildA"),
        ("Floiran and Florain's toast", "ChildA and ChildA's toast"),
        ("Florian/Hope at home", "ChildA/ChildB at home"),
        ("Phone agreed with F. Dry for weeks", "Phone agreed with ChildA. Dry for weeks"),
        ("We hope the florist rang", "We hope the florist rang"),
        ("F/u and T/C booked", "F/u and T/C booked"),
        ("Ms Sorley rang", "Ms MotherA rang"),
        ("The Abbotsbury family", "The XFamilyA family"),
        ("F.A. on the peg, not FA", "ChildA on the peg, not ChildA"),
    ],
)
def test_the_person_meant_and_no_ordinary_word(text: str, after: str) -> None:
    assert changed(text) == after


def test_a_name_that_only_says_whose_father_one_is_is_nobodys_own() -> None:
    ava = Person("ava", "child", ("Ava",))
    father = Person("father", "father", ("father of Ava", "Ava's father", "father"))
    assert names_of_their_own(father, (ava, father)) == ()
    assert names_of_their_own(ava, (ava, father)) == ("Ava",)
