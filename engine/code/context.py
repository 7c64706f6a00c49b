"""What a clause claims of each event that it names: did it happen, was it planned, told of earlier times?

A cue reaches forward or backward over a number of words. Its scope ends at a terminator ("but") and,
unless it reaches through, at the first event that it meets; only "or" and "nor" carry it on.
"""

from __future__ import annotations

import re

from engine.code.clauses import Clause
from engine.code.matcher import CueMatch, Found, Match
from engine.timeline import Status
from engine.values import dataclass

_RANK = {
    "conditional": 6,
    "historical": 5,
    "declined": 4,
    "negated": 3,
    "not recorded": 3,
    "planned": 2,
}
_STATUS = {
    "conditional": Status.CONDITIONAL,
    "historical": Status.HISTORICAL,
    "declined": Status.DECLINED,
    "negated": Status.NOT_HAPPENED,
    "not recorded": Status.NOT_HAPPENED,
    "planned": Status.PLANNED,
    "reason": Status.HISTORICAL,
}
_TELLING = frozenset(("contact", "information_shared", "letter"))
_PAST = re.compile(
    r"\b(?:rang|told|spoke|sent|left|wrote|posted|emailed|phoned|texted|informed|notified|called|visited)\b"
)
_AND = re.compile(r"(?:\band|&|\+)(?: \w+)? *$")
_TURNS = ("negated", "declined")
_LASTING = frozenset(
    [
        "home_conditions",
        "neglect",
        "injury",
        "substance_misuse",
        "domestic_abuse",
        "criminality",
        "mental_health",
        "concern",
        "school_attendance",
        "was_not_brought",
        "exclusion",
        "supervised_contact",
        "dismissal",
        "no_further_action",
    ]
)
"""States and findings: a heading "Plan:" does not turn them into plans."""


_HELD = re.compile(r"\b(?<!be )(?:held|convened|took place|attended|chaired)\b")
"""Words of a match that say it took place; a plan named after it is another."""

_ASKED_BEFORE = re.compile(r"(?:requested|recommended|booked|planned|needed|arranged|scheduled),")


@dataclass(frozen=True, slots=True)
class Claim:
    """The claim about one match."""

    status: Status
    certain: bool = True
    effects: frozenset[str] = frozenset()

    @property
    def dropped(self) -> bool:
        """The words only refer to an event told elsewhere, or to another family's."""
        return "reference" in self.effects or "elsewhere" in self.effects


def claims(clause: Clause, found: Found) -> list[Claim]:
    """One claim for each of `found.events`, in their order."""
    cues = _standing(found)
    return [_claim(clause, found, match, cues) for match in found.events]


def conditional_from(found: Found) -> int | None:
    """Where the clause's first condition begins, or None."""
    return min((cue.start for cue in _standing(found) if cue.cue.effect == "conditional"), default=None)


def _standing(found: Found) -> list[CueMatch]:
    """Cues that count: not part of a longer cue, nor of wording that holds its own "no"."""
    if len(found.cues) < 2:
        return found.cues
    out: list[CueMatch] = []
    for cue in found.cues:
        longer = any(
            other.start <= cue.start
            and cue.end <= other.end
            and other.end - other.start > cue.end - cue.start
            and (other.cue.effect != cue.cue.effect or other.cue.direction == cue.cue.direction)
            for other in found.cues
        )
        if not longer:
            out.append(cue)
    return out


def _spoken_for(found: Found, cue: CueMatch, kind: str) -> bool:
    """Whether the cue is the "no" of wording that holds its own: it turns nothing else round."""
    return cue.cue.effect in _TURNS and any(
        match.denies
        and match.start <= cue.start
        and cue.end <= match.end
        and not (match.entry.kind == "service_ended" and kind in ("visit", "contact"))  # "no more visits"
        for match in found.events
    )


def _claim(clause: Clause, found: Found, match: Match, cues: list[CueMatch]) -> Claim:
    effects = {
        cue.cue.effect for cue in cues if _touches(cue, match.entry.kind) and _reaches(clause, found, cue, match)
    }
    asked = clause.folded.endswith("?")
    if "planned" in effects and match.entry.kind == "sighting" and _new_subject(clause, cues, match):
        effects.discard("planned")  # "at their request ..., both children seen": possibly seen
        effects.add("doubt")
    certain = match.entry.certain and not asked and not effects & {"doubt", "not recorded"}
    if match.entry.status is not Status.HAPPENED:  # the wording states its own status
        stated: Status = Status.CONDITIONAL if "conditional" in effects else match.entry.status
        if stated is Status.PLANNED and "declined" in effects:
            stated = Status.DECLINED  # "request for a strategy meeting turned down"
        elif stated is Status.NOT_HAPPENED and "happened" in effects:
            stated = Status.HAPPENED  # "not held until 8 February"
        return Claim(stated, certain, frozenset(effects))
    if "happened" in effects and not effects & {"planned", "conditional"}:
        return Claim(Status.HAPPENED, certain, frozenset(effects))
    if "outcome" in match.entry.attributes and match.entry.kind == "visit":
        effects.discard("planned")  # "planned visit, no access": it has its outcome
    told = {effect for effect in effects if effect in _RANK} | {_section(clause, match)}
    strongest = max((effect for effect in told if effect), key=lambda e: _RANK[e], default=None)
    if strongest is None and "reason" in effects:
        strongest = "reason"
    return Claim(_STATUS[strongest] if strongest else Status.HAPPENED, certain, frozenset(effects))


def _new_subject(clause: Clause, cues: list[CueMatch], match: Match) -> bool:
    """Whether a comma parts the plan from the sighting."""
    ends = [cue.end for cue in cues if cue.cue.effect == "planned" and cue.end <= match.start]
    after = any(cue.start >= match.start and cue.cue.effect == "planned" for cue in cues)
    return bool(ends) and not after and "," in clause.folded[max(ends) : match.start]


def _section(clause: Clause, match: Match) -> str | None:
    if clause.section == "historical":
        return "historical"
    if clause.section == "planned" and match.entry.kind not in _LASTING:
        return "planned"
    return None


def _touches(cue: CueMatch, kind: str) -> bool:
    return kind not in cue.cue.spares and (not cue.cue.kinds or kind in cue.cue.kinds)


def _reaches(clause: Clause, found: Found, cue: CueMatch, match: Match) -> bool:
    if cue.start < match.end and match.start < cue.end:  # the cue stands among the matched words
        if cue.cue.effect == "reference" and cue.cue.direction == "backward":
            return cue.start > match.start  # "SD form completed"
        if cue.cue.effect in ("reason", "reference", "historical", "elsewhere", "conditional"):
            return False
        if cue.cue.effect == "planned" and match.entry.kind == "agreement" and cue.start > match.start:
            return False  # "aunt agreed to stay": the promise was made
        if cue.cue.effect == "planned" and match.entry.kind in _TELLING and _is_the_telling(clause, cue, match):
            return False
        if match.denies and match.entry.kind == "service_ended" and cue.cue.effect == "planned":
            return False  # "no more appointments will be offered": the service is at its end
        return not (match.denies and cue.cue.effect in _TURNS)
    if _spoken_for(found, cue, match.entry.kind):
        return False
    forward = cue.end <= match.start
    if cue.cue.direction == "clause":
        return True
    if cue.cue.direction != "both" and forward != (cue.cue.direction == "forward"):
        return False
    begin, end = (cue.end, match.start) if forward else (match.end, cue.start)
    if clause.folded.count(" ", begin, end) > cue.cue.words:
        return False
    declined_after = cue.cue.effect == "declined" and not forward  # "requested but declined"
    then = cue.cue.effect == "conditional" and forward  # "if not seen, then ..."
    if not declined_after and not then and any(begin <= stop and stop_end <= end for stop, stop_end in found.stops):
        return False
    if cue.cue.effect == "planned" and forward and _new_verb(clause, begin, match):
        return False
    if match.entry.kind in _TELLING and not forward and ":" in clause.folded[begin:end]:
        return False  # "SW phoned: conference yesterday": what was told, not when
    if cue.cue.effect == "planned" and forward and _ASKED_BEFORE.match(clause.folded, cue.start):
        return False  # "survey requested, social work contacted": what was requested stands before
    if cue.cue.effect == "planned" and not forward:
        if match.entry.attributes.get("stage") == "completed" or _HELD.search(clause.folded, match.start, match.end):
            return False  # "assessment signed off: mum will keep him away"
        if "," in clause.folded[begin:end] and _interrupted(clause, found, begin, end, match):
            return False  # "strategy discussion held, medical requested": the plan is the medical
    if forward and cue.cue.effect == "doubt" and match.denies and "," in clause.folded[begin:end]:
        return False  # "?neglect, possible risks, not registered with a GP": a list, and this is no doubt
    if forward and cue.cue.effect == "negated" and "," in clause.folded[begin:end]:
        return False
    return cue.cue.through or not _interrupted(clause, found, begin, end, match)


def _is_the_telling(clause: Clause, cue: CueMatch, match: Match) -> bool:
    """Whether the cue is what was told or asked: "requested records from GP", "rang mum to arrange"."""
    opens = cue.start == match.start and match.entry.kind == "letter"  # "report for conference went in"
    return cue.end > match.end or opens or clause.folded[: cue.end].endswith("ed")


def _new_verb(clause: Clause, begin: int, match: Match) -> bool:
    """Whether a verb of its own begins after the plan: "told mum to ring 101 and rang SW", "booked, letter sent"."""
    if not _PAST.search(clause.folded[match.start : match.end]):
        return False
    between = clause.folded[begin : match.start]
    return "," in between or bool(_AND.search(between))


def _interrupted(clause: Clause, found: Found, begin: int, end: int, match: Match) -> bool:
    """Whether another event between `begin` and `end` takes the cue for itself."""
    for other in found.events:
        if not other.entry.kind or other.start < begin or other.end > end or other.entry.kind == match.entry.kind:
            continue
        after = clause.folded[other.end : end].lstrip(" ,/").split(" ", 1)[0]
        if after not in ("or", "nor", "&") and clause.folded[other.end : other.end + 1] not in ("/", ","):
            return True
    return False
