"""Two hundred invented cases in which nothing is wrong: ordinary health visiting, school and surgery rows.

Every child is seen as it should be, every referral is decided with a reason, a visit that finds nobody in is made
good within days. The same seed always gives the same cases. No word was chosen with a rule in view.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

SEED = 20_221_031
CASES = 200
HEADER = ("Date", "Agency", "Source", "Event", "Child seen", "Action or outcome")

Row = tuple[date, str, str, str, str, str]

NAMES = ("Maya", "Oliver", "Zara", "Callum", "Isla", "Tomasz", "Aisha", "Finlay", "Grace", "Yusuf", "Ella", "Jude")

NEW_BIRTH = (
    "New birth visit. {name} seen at home with both parents, awake and alert. Feeding well. Safe sleep discussed, "
    "ICON leaflet given.",
    "Primary birth visit completed. {name} weighed naked, 3.6kg, handled by mother with warmth. Sleeping place "
    "seen. Safe sleep and smoking covered.",
    "NBV. Saw {name} and mum. Baby settled in Moses basket in parents' room. Routine enquiry made, no concerns.",
)
SIX_WEEKS = (
    "6-8 week review at home. {name} seen, smiling, gaining weight on centile. Maternal mood assessed, no low mood.",
    "6/52 review. {name} awake, good eye contact. Mum reports managing well with support of her own mother.",
    "Six week contact completed. {name} examined on mat, tone normal. Immunisations booked at surgery.",
)
GP_CHECK = (
    "6 week baby check. {name} seen and examined, no concerns.",
    "Eight week check completed, hips and heart normal. {name} registered at this surgery. First immunisations "
    "given.",
)
NINE_MONTHS = (
    "9-12 month review at home. {name} seen, crawling and babbling. Home safety discussed.",
    "Ten month developmental review completed in clinic. {name} met all milestones.",
)
TWO_YEARS = (
    "2-2.5 year review. {name} seen with dad at children's centre. ASQ completed, all areas within expected range.",
    "Two year review completed. {name} running, joining two words, happy in play.",
)
JABS = (
    "Attended for immunisations, given today. {name} well.",
    "Routine immunisations given with mother's consent.",
    "Pre-school booster given. {name} well in self.",
)
CLINIC = (
    "Brought to child health clinic. {name} weighed, following the 50th centile.",
    "Seen in clinic with mum. Advice on weaning given.",
    "Drop-in clinic. {name} weighed, mum pleased with progress.",
)
SURGERY = (
    "Seen with cough and cold. Chest clear. Advice given, review if worse.",
    "Attended with ear infection. Antibiotics prescribed.",
    "Eczema review, cream prescribed.",
    "Telephone consultation with mother about a rash. Advice given, brought in same day and seen.",
)
SCHOOL = (
    "{name} in school, settled well into the new class.",
    "Parents' evening. Both parents attended, {name} making good progress.",
    "{name} received an award in assembly for kindness.",
    "Attendance this term 97%.",
    "{name} told teacher about a weekend at the seaside with nan.",
    "School nurse saw {name} for routine height, weight and vision screening. No concerns.",
    "{name} fell in the playground, small graze to knee, cleaned and plaster applied. Mum told at pick up.",
    "Trip to the museum. {name} enjoyed the day.",
)
NURSERY = (
    "{name} attended nursery, played well with other children.",
    "Key person met with mum to talk about {name}'s next steps. Speaking in longer sentences.",
    "{name} settled quickly at drop off.",
)
NOBODY_IN = (
    "Visit to home, nobody in. Card left. Mum phoned back to apologise, had muddled the day. Rebooked.",
    "Called at home as arranged, no reply. Text sent. Mum replied within the hour, visit rearranged for later this"
    " week.",
)
REBOOKED = (
    "Rearranged home visit completed. {name} seen at home with mum, playing with bricks.",
    "Home visit as rebooked. {name} seen and spoken to, well and happy.",
)
EMERGENCY = (
    "Attended with bumped head after fall from scooter, witnessed by father. Account consistent. Observed and "
    "discharged.",
    "Brought in with croup. Treated and discharged home with advice.",
    "Attended with fractured wrist after fall from climbing frame at park, both parents present, explanation "
    "consistent with injury. Plaster applied.",
)
REFERRALS = (
    (
        "School",
        "Referral made to social care as {name} came in upset about parents arguing. Parents aware of and agree to"
        " the referral.",
        "{name} seen at school by duty social worker and spoken to alone. Parents spoken to at home. No further "
        "action as parents"
        " had already sought counselling, {name} happy and school will monitor. Decision agreed by team manager, "
        "school told of outcome.",
    ),
    (
        "Health Visiting",
        "Referral to social care with mother's consent for support with housing repairs.",
        "Screened the same day by team manager. Threshold for social care not met because needs can be met by "
        "family hub;"
        " health visitor and mother told of outcome. {name} seen by health visitor this week and well.",
    ),
)
EARLY_HELP = (
    "Early Help assessment completed with family. {name} seen and spoke about what helps at bedtime.",
    "Team around the family meeting. Mother, school and family worker attended. Progress on all actions.",
    "Family worker saw {name} at home, talked about worries, drew a picture.",
    "Early Help closed, all goals met. Family agree and know how to ask again.",
)


def cases() -> Iterator[tuple[str, str]]:
    """A name and the text of a chronology, two hundred times."""
    for number in range(CASES):
        chance = random.Random(SEED + number)
        yield f"quiet-{number + 1:03}", _written(_case(chance), chance)


def _written(rows: list[Row], chance: random.Random) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    style = chance.choice(("%d/%m/%Y", "%d %B %Y", "%d.%m.%y"))
    for day, *cells in sorted(rows, key=lambda row: row[0]):
        writer.writerow([day.strftime(style), *cells])
    return out.getvalue()


def _case(chance: random.Random) -> list[Row]:
    name = chance.choice(NAMES)
    start = date(chance.randint(2016, 2023), chance.randint(1, 12), chance.randint(1, 28))
    end = start + timedelta(days=chance.randint(240, 760))
    newborn = chance.random() < 0.45
    born = start if newborn else start - timedelta(days=365 * chance.randint(1, 12) + chance.randint(0, 300))
    rows: list[Row] = []

    def add(day: date, agency: str, source: str, texts: tuple[str, ...], seen: str = "Y", outcome: str = "") -> None:
        if start <= day <= end:
            rows.append((day, agency, source, chance.choice(texts).format(name=name), seen, outcome))

    if born == start:
        add(born, "Midwifery", "Birth record", ("{name} born at term, well. Home with parents next day.",))
        for after in (2, 5, 10):
            text = ("Postnatal visit at home. {name} seen, feeding well. Mum well.",)
            add(born + timedelta(after), "Midwifery", "Postnatal record", text)
        add(born + timedelta(chance.randint(10, 14)), "Health Visiting", "HV record", NEW_BIRTH)
        add(born + timedelta(chance.randint(42, 54)), "Health Visiting", "HV record", SIX_WEEKS)
        add(born + timedelta(chance.randint(44, 56)), "GP", "GP record", GP_CHECK)
        add(born + timedelta(chance.randint(280, 350)), "Health Visiting", "HV record", NINE_MONTHS)
        add(born + timedelta(chance.randint(740, 800)), "Health Visiting", "HV record", TWO_YEARS)
    day = start + timedelta(days=chance.randint(3, 20))
    while day < end:
        age = (day - born).days / 365.25
        if age >= 4.5:
            add(day, "School", "School record", SCHOOL)
        elif age >= 2.5:
            add(day, "Nursery", "Nursery record", NURSERY)
        else:
            add(day, "Health Visiting", "HV record", CLINIC)
        if chance.random() < 0.15:
            add(day + timedelta(2), "GP", "GP record", SURGERY)
        if age < 5 and chance.random() < 0.12:
            add(day + timedelta(4), "GP", "GP record", JABS)
        if age > 2 and chance.random() < 0.04:
            add(day + timedelta(5), "Hospital", "Emergency department", EMERGENCY)
        if chance.random() < 0.07:
            add(day + timedelta(6), "Health Visiting" if age < 5 else "School Nursing", "Record", NOBODY_IN, "N")
            add(day + timedelta(9), "Health Visiting" if age < 5 else "School Nursing", "Record", REBOOKED)
        day += timedelta(days=chance.randint(9, 24))
    if chance.random() < 0.35:
        agency, made, decided = chance.choice(REFERRALS)
        when = start + timedelta(days=chance.randint(60, 200))
        add(when, agency, "Referral", (made,), "Y", "Referral to CSC")
        add(when + timedelta(1), "Children's Social Care", "Contact record", (decided,), "Y")
    if chance.random() < 0.25:
        when = start + timedelta(days=chance.randint(80, 160))
        for at, text in enumerate(EARLY_HELP):
            add(when + timedelta(28 * at), "Early Help", "Early Help record", (text,))
    return rows
