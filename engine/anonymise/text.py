"""One text of a case without what identifies: numbers, dates, people and places taken out in that order."""

from __future__ import annotations

from collections import Counter

from engine.anonymise.days import Move, in_text
from engine.anonymise.identifiers import Places, numbers
from engine.anonymise.people import Known, replaced
from engine.anonymise.spans import Stretch, Taken
from engine.anonymise.strangers import collar_numbers, common_names, learn
from engine.dates.reading import DateContext, find_dates
from engine.dates.when import When
from engine.values import dataclass, field


@dataclass(slots=True)
class Words:
    """What is known of a case, and the changing of its texts."""

    known: Known
    places: Places
    move: Move
    counts: Counter[str] = field(default_factory=Counter)
    """How much of each kind was replaced."""
    inexact: list[str] = field(default_factory=list)
    """Places at which a date could not be moved exactly."""

    def learn(self, text: str) -> None:
        """Learn names and places from a text before any is changed."""
        taken = Taken(text)
        taken.take(_dates_kept(text))
        taken.take(numbers(text, self.known))
        learn(taken.free, self.known)
        self.places.learn(taken.free)

    def changed(self, text: str, when: When | None = None, place: str = "") -> str:
        """The text without what identifies. `when` are the true days of its row."""
        if not text or text.isspace():
            return text
        taken = Taken(text)
        dates, inexact = in_text(text, when, self.move)
        surely = [one for one in numbers(text, self.known) if one.kind not in ("references", "telephone numbers")]
        taken.take(surely)
        taken.take(dates)
        taken.take(numbers(taken.free, self.known))
        for start, end in collar_numbers(taken.free):
            label = self.known.labels.label("Number", taken.free[start:end])
            self.known.labels.used(label, taken.free[start:end])
            taken.take([Stretch(start, end, label, "personal numbers")])
        taken.take(replaced(taken.free, self.known))
        taken.take(self.places.find(taken.free))
        for start, end, label in common_names(taken.free, self.known):
            self.known.labels.used(label, text[start:end])
            taken.take([Stretch(start, end, label, "people")])
        taken.take(self.places.elsewhere(taken.free))
        self.counts.update(one.kind for one in taken.stretches if one.counted)
        if inexact and place:
            self.inexact.append(place)
        return taken.replaced()

    def only_people(self, text: str) -> str:
        """A text that stays but for people: the name of an agency."""
        taken = Taken(text)
        taken.take(one for one in replaced(text, self.known))
        self.counts.update(one.kind for one in taken.stretches)
        return taken.replaced()


def _dates_kept(text: str) -> list[Stretch]:
    return [Stretch(one.start, one.end, "", "dates") for one in find_dates(text, DateContext())]
