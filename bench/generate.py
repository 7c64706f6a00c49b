"""A seeded generator of synthetic authorities: cases with two children each, coded or as narrative CSV.

Nothing here is about a real person. Each case has two children, a mother, a father and sometimes a new partner;
events follow rough frequencies so that every rule has something to do. One in ten dates is imprecise, one in
ten events only possible; in narrative form one row in twenty uses wording that no vocabulary holds, and every
row carries a few words of its own, so that narratives are distinct.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from engine.dates.when import Day, When
from engine.timeline import Case, Event, Person, RowRef

CSC, HV, SCHOOL, POLICE = "Children's Social Care", "Health Visiting", "School", "Police"
START = date(2019, 1, 1).toordinal()
SPAN = 1200
"""Days that a case runs."""

# kind, attributes, agency, weight, person
KINDS: tuple[tuple[str, dict[str, str], str, int, str | None], ...] = (
    ("sighting", {"rung": "b"}, SCHOOL, 24, None),
    ("sighting", {"rung": "d"}, CSC, 8, None),
    ("sighting", {"rung": "a"}, CSC, 3, None),
    ("visit", {"outcome": "no access", "child_seen": "no"}, CSC, 7, None),
    ("visit", {"outcome": "access", "child_seen": "yes"}, CSC, 9, None),
    ("visit", {"outcome": "access"}, HV, 2, None),
    ("visit", {"outcome": "doorstep", "child_seen": "no"}, CSC, 2, None),
    ("contact", {"mode": "phone"}, HV, 14, None),
    ("information_shared", {"to": CSC}, SCHOOL, 8, None),
    ("referral", {"source": "anonymous", "outcome": "no further action"}, CSC, 1, None),
    ("referral", {"source": "school"}, CSC, 3, None),
    ("no_further_action", {}, CSC, 1, None),
    ("no_further_action", {"rationale": "assessed in full last week"}, CSC, 1, None),
    ("dismissal", {}, CSC, 1, None),
    ("strategy_discussion", {}, CSC, 2, None),
    ("management_oversight", {}, CSC, 4, None),
    ("supervision", {}, HV, 2, None),
    ("instruction", {"condition": "no access", "action": "strategy_discussion"}, CSC, 1, None),
    ("home_conditions", {"state": "poor"}, CSC, 3, None),
    ("home_conditions", {"state": "very poor"}, CSC, 1, None),
    ("gp_registration", {"registered": "no"}, HV, 1, None),
    ("gp_registration", {"registered": "yes"}, HV, 1, None),
    ("service_ended", {"reason": "no contact"}, HV, 1, None),
    ("initial_conference", {}, CSC, 1, None),
    ("plan_started", {"plan": "child protection", "category": "neglect"}, CSC, 1, None),
    ("plan_ended", {"plan": "child protection"}, CSC, 1, None),
    ("case_closed", {}, CSC, 1, None),
    ("household_change", {"change": "joined", "role": "partner", "new": "yes"}, CSC, 1, "partner"),
    ("adult_check", {"made": "yes"}, POLICE, 1, "partner"),
    ("exclusion", {"change": "started", "basis": "bail"}, POLICE, 1, "father"),
    ("adult_in_home", {}, SCHOOL, 1, "father"),
    ("bail", {"change": "started"}, POLICE, 1, "father"),
    ("school_attendance", {"level": "poor"}, SCHOOL, 6, None),
    ("was_not_brought", {}, HV, 4, None),
    ("concern", {}, SCHOOL, 6, None),
)
_WEIGHTS = [weight for *_, weight, _ in KINDS]


def cases(number: int, rows: int, seed: int = 1, imprecise: float = 0.1, possible: float = 0.1) -> Iterator[Case]:
    """Coded cases, one at a time."""
    random_ = random.Random(seed)
    for at in range(number):
        yield case(random_, at, rows, imprecise, possible)


def case(random_: random.Random, at: int, rows: int, imprecise: float, possible: float) -> Case:
    """One coded case of so many rows."""
    children = ("older", "younger")
    born = START - random_.randrange(0, 4000)
    people = (
        Person("older", "child", ("older",), When(born, born, "", "day")),
        Person("younger", "child", ("younger",), When(START - 200, START - 200, "", "day")),
        Person("mother", "mother", ("mother",)),
        Person("father", "father", ("father",), household=False),
        Person("partner", "partner", ("partner",), household=False),
    )
    days = sorted(START + random_.randrange(SPAN) for _ in range(rows))
    events, listed = [], {}
    for number, day in enumerate(days, start=2):
        kind, attributes, agency, _, person = random_.choices(KINDS, _WEIGHTS)[0]
        lo, hi = imprecise_range(random_, day, imprecise)
        row = RowRef(f"case{at}.csv", number)
        when = When(lo, hi, "", "day" if lo == hi else "range")
        about = children if random_.random() < 0.5 else (random_.choice(children),)
        events.append(
            Event(
                id=f"{agency}/{kind}/{number}",
                kind=kind,
                when=when,
                row=row,
                agency=agency,
                attributes=attributes,
                about=about,
                person=person,
                certain=random_.random() >= possible,
            )
        )
        listed[row] = (when, agency, None)
    return Case(f"case{at}", people, tuple(events), rows=listed)


def imprecise_range(random_: random.Random, day: Day, share: float) -> tuple[Day, Day]:
    """The day itself, or with the given probability a week or month around it."""
    if random_.random() >= share:
        return day, day
    before = random_.randrange(0, 20)
    return day - before, day + random_.randrange(0, 20)


def last_day() -> Day:
    """The as-at day of every generated case."""
    return START + SPAN + 30


# --- narrative --------------------------------------------------------------------------------------

WORDS: dict[str, tuple[str, ...]] = {
    "sighting": ("Child seen at {place}, awake and settled.", "{who} saw child at {place}."),
    "visit": (
        "Home visit, no access gained.",
        "H/V. No reply at door.",
        "Home visit, access gained. Child seen.",
        "Spoke with mother at the front door, not invited in.",
    ),
    "contact": ("T/C with Mum.", "Telephone call to mother, no reply."),
    "information_shared": ("Spoke with CSC about the family.",),
    "referral": ("Anonymous referral received. NFA.", "Referral from school about home conditions."),
    "no_further_action": ("No further action.", "NFA because the family is open to another team."),
    "dismissal": ("Call felt to be malicious.",),
    "strategy_discussion": ("Strategy discussion held.",),
    "management_oversight": ("Management oversight recorded.",),
    "supervision": ("Case discussed in supervision.",),
    "instruction": ("If no access is gained, a strategy discussion is to be held.",),
    "home_conditions": ("Home conditions poor.", "Home in a very poor state."),
    "gp_registration": ("Child not registered with a GP.", "Child now registered with GP."),
    "service_ended": ("Discharged from caseload, no further appointments.",),
    "initial_conference": ("Initial Child Protection Conference held.",),
    "plan_started": ("Child made subject to a Child Protection Plan, category neglect.",),
    "plan_ended": ("Child Protection Plan ended.",),
    "case_closed": ("Case closed.",),
    "household_change": ("Mother has a new partner who has moved in.",),
    "adult_check": ("Police checks on partner completed.",),
    "exclusion": ("Father not to be at the address.",),
    "adult_in_home": ("Father was in the house.",),
    "bail": ("Father released on bail with conditions.",),
    "school_attendance": ("Attendance is poor.",),
    "was_not_brought": ("Not brought to appointment.",),
    "concern": ("Concerns recorded.",),
}
_UNREAD = ("Pigeonhole quartz under the marmalade stairwell.", "Brass trumpets forecast a blue Wednesday.")
_FILLERS = [
    "garden",
    "kettle",
    "bicycle",
    "blanket",
    "window",
    "ladder",
    "jumper",
    "basket",
    "pencil",
    "cupboard",
    "lantern",
    "button",
]


def narrative_rows(number: int, rows: int, seed: int = 1) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows (case, date, agency, what happened, child seen) of a long table, distinct narratives."""
    random_ = random.Random(seed)
    serial = 0
    for at in range(number):
        for event in case(random_, at, rows, 0.1, 0.1).events:
            serial += 1
            text = random_.choice(_UNREAD) if random_.random() < 0.05 else random_.choice(WORDS[event.kind])
            text = text.format(place=random_.choice(("home", "school", "nursery")), who=random_.choice(("SW", "HV")))
            tail = " ".join(random_.choices(_FILLERS, k=4))
            seen = random_.choice(("Y", "N", "", "N/K"))
            yield f"case{at}", written(random_, event.when), event.agency, f"{text} Ref {serial}: {tail}.", seen


def written(random_: random.Random, when: When) -> str:
    """A date as somebody might type it."""
    day = date.fromordinal(when.earliest)
    if when.exact:
        return day.strftime(random_.choice(("%d/%m/%Y", "%d.%m.%y", "%d %B %Y")))
    return random_.choice((day.strftime("%B %Y"), f"mid-{day.strftime('%B %Y')}", f"w/c {day.strftime('%d/%m/%Y')}"))
