"""Invented people and what would identify them, as records write it; set down before the program that removes it.

Each variant is a sentence and the pieces of it that must be found nowhere afterwards. `{child}` and the like are
filled from the families; all names, numbers and places are invented (numbers are from ranges set aside for fiction).
"""

from __future__ import annotations

from typing import NamedTuple


class Family(NamedTuple):
    """One invented family: what stands in the side sheet, and what only the rows tell."""

    child: str
    surname: str
    nick: str
    misspelt: str
    mother: str
    mother_surname: str
    mother_nick: str
    father: str
    father_surname: str
    father_nick: str
    worker: str
    worker_surname: str
    doctor: str
    officer: str
    school: str
    street: str
    town: str


FAMILIES = (
    Family("Kezia", "Wrotham", "Kezzie", "Kesia", "Jolanta", "Wrotham", "Jola", "Desmond", "Achterberg", "Desi",
           "Philippa", "Tregonning", "Vukovic", "Ollerenshaw", "Thornycroft", "Quillfeather", "Brackleswade"),
    Family("Thaddeus", "Okonjo-Vale", "Taddy", "Thadeus", "Marisol", "Vale", "Mari", "Lorcan", "Fitzwarren", "Lorc",
           "Gwendoline", "Abernethy", "Szymborski", "Dunderdale", "Hollinsclough", "Larkhaven", "Wexcombe"),
    Family("Xanthe", "Drummondby", "Xan", "Xanthie", "Rosalind", "Drummondby", "Roz", "Callixte", "Mbemba", "Calli",
           "Hortensia", "Featherstonehaugh", "Papadakis", "Cruikshanks", "Ravenmere", "Tanglewhite", "Strathmorley"),
)  # fmt: skip

VARIANTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # full names, first names, surnames
    ("{child} {surname} was quiet today.", ("{child}", "{surname}")),
    ("Spoke with {child} about the weekend.", ("{child}",)),
    ("{surname}, {child}: letter filed.", ("{child}", "{surname}")),
    ("The {surname} family have moved the cot.", ("{surname}",)),
    ("Call from {mother} {mother_surname} at lunch time.", ("{mother}", "{mother_surname}")),
    ("Ms {mother_surname} signed the form.", ("{mother_surname}",)),
    ("Mr {father_surname} rang the office.", ("{father_surname}",)),
    ("{father} {father_surname} collected the bag.", ("{father}", "{father_surname}")),
    ("Email copied to {father} and {mother}.", ("{father}", "{mother}")),
    ("Both {child} and {father} like the park.", ("{child}", "{father}")),
    # nicknames
    ("{nick} likes the sandpit.", ("{nick}",)),
    ("Known at nursery as {nick}.", ("{nick}",)),
    ("{mother_nick} said thank you.", ("{mother_nick}",)),
    ("{father_nick} waved from the van.", ("{father_nick}",)),
    ("little {nick} is growing", ("{nick}",)),
    # possessives, straight and curly
    ("{child}'s coat was warm.", ("{child}",)),
    ("{child}\u2019s shoes were new.", ("{child}",)),
    ("{nick}'s drawing is on the wall.", ("{nick}",)),
    ("{mother}\u2019s phone was charged.", ("{mother}",)),
    ("The {surname}s' garden has a swing.", ("{surname}",)),
    # upper and lower case
    ("{CHILD} in the hall.", ("{child}",)),
    ("SURNAME {SURNAME} ON THE CARD.", ("{surname}",)),
    ("text says {child_lower} ok now", ("{child}",)),
    ("{FATHER_SURNAME} logged by control.", ("{father_surname}",)),
    ("{mother_lower} rang back", ("{mother}",)),
    # misspellings
    ("{misspelt} has a new pencil case.", ("{misspelt}",)),
    ("{child_doubled} sang a song.", ("{child_doubled}",)),
    ("{mother_dropped} was at the gate.", ("{mother_dropped}",)),
    ("{surname_swapped} spelled this way on the list.", ("{surname_swapped}",)),
    # initials
    ("Case of {c}.{s}. filed.", ("{c}.{s}.",)),
    ("{m}. {mother_surname} telephoned.", ("{mother_surname}",)),
    ("{child} {s}. brought a book.", ("{child}",)),
    # joined and hyphenated
    ("{child}-{surname} on the register.", ("{child}", "{surname}")),
    ("{child}/{father} at table.", ("{child}", "{father}")),
    ("({child}) present.", ("{child}",)),
    ("\u201c{child}\u201d on the peg label.", ("{child}",)),
    # staff
    ("Social worker {worker} {worker_surname} will phone.", ("{worker}", "{worker_surname}")),
    ("SW {worker_surname} on leave next week.", ("{worker_surname}",)),
    ("Dr {doctor} wrote to the school.", ("{doctor}",)),
    ("PC {officer} took the note.", ("{officer}",)),
    ("PC 48213 {officer} has the log.", ("{officer}", "48213")),
    ("DS {officer} is the contact.", ("{officer}",)),
    ("Nurse {doctor} booked the room.", ("{doctor}",)),
    ("Mrs {worker_surname} (teacher) rang.", ("{worker_surname}",)),
    ("HV {worker} {worker_surname} off sick.", ("{worker}", "{worker_surname}")),
    ("Miss {doctor}'s class has a trip.", ("{doctor}",)),
    # addresses and postcodes
    ("Lives at 14 {street} Road.", ("{street}", "14 {street}")),
    ("Flat 3, 27 {street} Court.", ("{street}", "27 {street}")),
    ("Moved to 112a {street} Close, ZZ9 9ZY.", ("{street}", "112a", "ZZ9 9ZY")),
    ("Postcode zz99 3vz on the form.", ("zz99 3vz",)),
    ("Seen near {street} Avenue.", ("{street}",)),
    ("Post to 5 {street} Lane, {town}, ZZ1 4WX", ("{street}", "{town}", "ZZ1 4WX")),
    # places and schools
    ("Transferred from {school} Primary School.", ("{school}",)),
    ("At {school} Academy since then.", ("{school}",)),
    ("Starts at {school} Nursery after lunch club.", ("{school}",)),
    ("They went to {town} by bus.", ("{town}",)),
    ("Cousins live in {town}.", ("{town}",)),
    ("Letter from {town} Hospital.", ("{town}",)),
    ("Registered at {street} Surgery.", ("{street}",)),
    ("St {school}'s Primary has space.", ("{school}",)),
    # numbers
    ("Mobile 07700 900123 on file.", ("07700 900123",)),
    ("Tel: 07700900456.", ("07700900456",)),
    ("Landline 01632 960 789.", ("01632 960 789",)),
    ("Rang +44 7700 900321 twice.", ("7700 900321",)),
    ("Office (020) 7946 0018.", ("7946 0018",)),
    ("NHS number 943 476 5919.", ("943 476 5919",)),
    ("NHS no. 9434765870 given.", ("9434765870",)),
    ("UPN A801200001001 on the system.", ("A801200001001",)),
    ("NI number QQ 12 34 56 C noted.", ("QQ 12 34 56 C",)),
    ("Ni: AB123456C.", ("AB123456C",)),
    ("Car reg AB51 CDE outside.", ("AB51 CDE",)),
    ("Silver van, reg. K123 ZZZ.", ("K123 ZZZ",)),
    ("Crime ref 42/123456/22.", ("42/123456/22",)),
    ("Police incident CAD 1822 logged.", ("1822",)),
    ("URN 55AB/9921/23 given.", ("55AB/9921/23",)),
    ("Mosaic ID 1188342.", ("1188342",)),
    ("Court case ZZ22C50123.", ("ZZ22C50123",)),
    # electronic
    ("Email {child_lower}.{surname_lower}@example.org used.", ("{surname_lower}@", "example.org")),
    ("Wrote to head@{school_lower}.sch.example today.", ("{school_lower}",)),
    ("See https://example.org/{child_lower}/page.", ("example.org",)),
    ("On www.example.com/{surname_lower} page.", ("example.com", "{surname_lower}")),
    ("Instagram @{child_lower}_{surname_lower}99 shown.", ("{child_lower}_", "{surname_lower}99")),
    ("Insta is {nick_lower}{surname_lower}x", ("{surname_lower}",)),
    # dates of birth and others
    ("{child} {surname} DOB on card.", ("{child}", "{surname}")),
    ("Letter for {mother_nick}/{father_nick} left.", ("{mother_nick}/", "{father_nick}")),
    ("Neighbour Bartholomew said hello.", ("Bartholomew",)),
    ("Her friend Clementine plays too.", ("Clementine",)),
    ("A man called Zebedee came along.", ("Zebedee",)),
    ("Uncle Ignatius has a dog.", ("Ignatius",)),
    ("Child: {child}", ("{child}",)),
)
"""Ninety ways; the test plants them in two hundred places."""


def filled(template: str, family: Family) -> str:
    """A sentence, or a piece of one, about this family."""
    child, mother, surname = family.child, family.mother, family.surname
    return template.format(
        **family._asdict(),
        CHILD=child.upper(),
        SURNAME=surname.upper(),
        FATHER_SURNAME=family.father_surname.upper(),
        child_lower=child.lower(),
        mother_lower=mother.lower(),
        surname_lower=surname.lower(),
        school_lower=family.school.lower(),
        nick_lower=family.nick.lower(),
        worker_lower=family.worker.lower(),
        worker_surname_lower=family.worker_surname.lower(),
        child_doubled=child[:3] + child[2:],
        mother_dropped=mother[:4] + mother[5:],
        surname_swapped=surname[:3] + surname[4] + surname[3] + surname[5:],
        c=child[0],
        s=surname[0],
        m=mother[0],
    )
