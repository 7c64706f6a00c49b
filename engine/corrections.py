"""Readings as a person corrected them: kept apart from what was read, and used instead of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.dates.when import When
from engine.errors import Place, Warning
from engine.rows import Correction
from engine.timeline import Event, Person, RowRef, Status
from engine.values import dataclass, replace

CORRECTED = "correction"
"""The reader of an event that a person wrote or changed."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What became of one correction: the reading before it (None: nothing was read) and after it (None: taken out)."""

    row: RowRef
    was: Event | None
    now: Event | None
    words: str = ""
    """The words of the row that tell it, as the person named them."""


def corrected(
    events: Sequence[Event],
    corrections: Iterable[Correction],
    rows: Mapping[int, tuple[RowRef, When, str]],
    people: Sequence[Person],
    kinds: Iterable[str],
    file: str,
) -> tuple[list[Event], list[Corrected], list[Warning]]:
    """The events of one chronology with its corrections. `rows`: number -> place, days and agency of a dated row.

    A correction whose reading is no longer made (the vocabulary has changed) still adds what should be read;
    one that can do nothing is warned of.
    """
    out = list(events)
    done: list[Corrected] = []
    warnings: list[Warning] = []
    known = set(kinds)
    for correction in corrections:
        place = Place(file, "sheet Readings", correction.line)
        if correction.row not in rows:
            warnings.append(Warning("this correction is of a row without a day, and was not used", place))
            continue
        wrong_kind = correction.should.get("kind", correction.kind)
        if wrong_kind and wrong_kind not in known:
            warnings.append(Warning("this correction names a kind there is not, and was not used", place))
            continue
        was = _reading(out, correction, rows[correction.row][0])
        now = _now(correction, was, rows[correction.row], people)
        if was is None and now is None:
            if correction.wrong:
                warnings.append(Warning("what this correction calls wrong is no longer read", place))
            continue
        if was is not None:
            out.remove(was)
        if now is not None:
            out.append(now)
        done.append(Corrected(rows[correction.row][0], was, now, correction.should.get("words", "")))
    return out, done, warnings


def _reading(events: Sequence[Event], correction: Correction, row: RowRef) -> Event | None:
    """The event that the line of a correction showed."""
    mine = [event for event in events if event.row == row and event.kind == correction.kind and correction.kind]
    alike = [event for event in mine if not correction.status or event.status == correction.status]
    same = [event for event in alike if event.quote == correction.words]
    return next(iter([*same, *(alike if len(alike) == 1 else ())]), None)


def _now(
    correction: Correction, was: Event | None, row: tuple[RowRef, When, str], people: Sequence[Person]
) -> Event | None:
    """The event as it should be; None where there should be none."""
    kind = correction.should.get("kind", "" if correction.wrong else correction.kind)
    if not kind or (correction.wrong and not correction.should):
        return None
    ref, when, agency = row
    status = correction.should.get("status") or (was.status if was else correction.status) or Status.HAPPENED
    about, person = _who(correction.should.get("about", ""), was, people)
    words = correction.should.get("words", "")
    if was is not None:
        attributes = was.attributes if kind == was.kind else {}
        return replace(
            was, kind=kind, status=Status(status), attributes=attributes, about=about, perhaps_about=(), person=person,
            certain=True, reader=CORRECTED, quote=words or was.quote,
        )  # fmt: skip
    return Event(
        id=f"{agency}:{kind}:corrected:{correction.line}", kind=kind, when=when, row=ref, agency=agency,
        status=Status(status), about=about, person=person, quote=words, reader=CORRECTED,
    )  # fmt: skip


def _who(said: str, was: Event | None, people: Sequence[Person]) -> tuple[tuple[str, ...], str | None]:
    """The children and the adult that a person named by id or name; else those of the reading, else everybody."""
    if not said:
        if was is not None:
            return was.about or was.perhaps_about, was.person
        return tuple(one.id for one in people if one.is_child and one.household), None
    told = said.lower().replace(",", " ").replace(" and ", " ").split()
    named = [one for one in people if one.id.lower() in told or any(name.lower() in told for name in one.names)]
    children = tuple(one.id for one in named if one.is_child)
    adults = [one.id for one in named if not one.is_child]
    if not children and adults and was is not None:
        children = was.about
    return children, adults[0] if adults else (was.person if was else None)
