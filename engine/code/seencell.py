""" "Child seen" cells that name children: "Ava - N", "B yes, Ava no", "Y - Ava asleep".

Each child's own part is read by itself. A child whose part holds a "not" is never read as seen, and where
a cell holds a "not" that may be anybody's, a child without an answer of its own is unknown.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import pairwise

from engine.code.clauses import Clause
from engine.code.people import Cast, Mention
from engine.dates.when import When
from engine.values import dataclass, field

PHONE = re.compile(r"\b(?:phone|telephone|tel|t/c|tc|call|text|virtual(?:ly)?)\b")
VIDEO = re.compile(r"\b(?:video|facetime|whatsapp|teams|zoom)\b")
ASLEEP = re.compile(r"\b(?:asleep|sleeping|napping|not woken|window|doorstep|distance|door)\b")
UNKNOWN = re.compile(
    r"\bn/?k\b|\bnot (?:known|clear|recorded|stated|sure|documented)\b|\b(?:unknown|unclear|unsure"
    r"|varied|various"
    r"|some|partial(?:ly)?|possibly|maybe|probably|sometimes|variable|mixed|poss|tbc|attempted|heard|crying)\b|\?"
)
ALL = re.compile(r"\b(?:both|all)\b")
NEGATIVE = re.compile(
    r"\b(?:n|no|not|none|nil|nobody|never|neither|nor|unseen|without|unable|unsuccessful|cannot|couldn't|can't"
    r"|didn't|wasn't|weren't|hasn't|haven't|isn't|except|excepting|excluding|apart from|other than|bar|refused"
    r"|declined|absent|missing|missed|hiding|hidden|away|out|failed|cancelled|dna|wnb|false|x|0)\b|n't\b"
)
_POSITIVE = re.compile(r"\b(?:y|yes|seen|saw|sighted|true|present|awake|ok|only|1)\b")
HARMLESS = re.compile(
    r"\b(?:no (?:new |further |other |visible |obvious )?(?:concerns?|injur(?:y|ies)|marks?|issues|worries"
    r"|bruis(?:e|es|ing))"
    r"|not (?:seen |spoken to )?alone|not woken|not awake|out of (?:bed|school)|not on (?:his|her|their) own)\b"
)
_ADJOINING_NO = re.compile(r"(?:\b(?:not|except|excepting|excluding|without|bar|apart from|other than)\s+(?:for\s+)?)$")
_SEPARATOR = re.compile(r"[,;+\n]|&|\.(?=\s|$)|\b(?:and|or|but|nor|whereas|while|whilst|however|though)\b|\s?/\s?")
_JOINING = re.compile(r"\b(?:and|or|but|whereas|while|whilst|however|though)\b")
_PAIR = re.compile(r"^\s*(?:&|\+|/|and|or)\s*$")
_DAY = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2,4}))?\b")
_OTHER_DAY = re.compile(
    r"\b(?:last|since|previously|ago|until|yesterday|tomorrow|earlier|before|next|to be|due"
    r"|(?:\d{1,2}(?:st|nd|rd|th)? )?(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z]*|may \d{4}"
    r"|\d{1,2}(?:st|nd|rd|th)? may|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:19|20)\d\d)\b"
)
RELATIVE = re.compile(
    r"\b(?:by|per|via|says|according to) (?:the |her |his |their )?"
    r"(?:mgm|mgf|pgm|pgf|neighbours?|mother|mum|father|dad|family|nan|aunt|uncle"
    r"|grandmother|grandparents?|friends?|partner|parents?|relatives?)\b"
)
_BESIDE = re.compile(r"\b(?:with|by|at|per|via) (?:the |her |his )?$")
_PLAIN = re.compile(
    r"^(?:y|yes|seen|saw|was|were|is|only|just|both|all|by|sw|hv|gp|police|worker|social|visitor|health"
    r"|at|in|on|the|home|visit|during|with|and|alone|asleep|sleeping|awake|well|happy|clean|playing|briefly|cot|bed"
    r"|bedroom|to|spoken|lounge|present|him|her|them|he|she|they|also|baby|child"
    r"|children|face|f2f|person|mum|mother|paediatrician|doctor|dr|midwife|nurse|dsl|teacher|staff"
    r"|window|door|doorstep|from|a|through|not|woken|video|facetime|whatsapp|teams|zoom|distance|via|ok|fine|today)$"
)
_WORD = re.compile(r"[a-z0-9]+")
_TICKED, _EMPTY = "\u2611\u2612\u2713\u2714\u2705\u2717\u2718", "\u2610"
_BOX_FIRST = re.compile(rf"([{_TICKED}{_EMPTY}])\s*(yes|no|y|n)\b", re.IGNORECASE)
_BOX_AFTER = re.compile(rf"\b(yes|no|y|n)\s*([{_TICKED}{_EMPTY}])", re.IGNORECASE)
CROSS = re.compile(r"^\W*x\W*$|^\W*\u2612\W*$")
"""A cross alone: "no" to some, a ticked box to others."""


def ticked(cell: str) -> str:
    """A cell of boxes to tick ("\u2612 Yes \u2610 No") as the answer that is ticked, with any words beside it.

    On such a form a crossed box is a ticked one. Two ticks answer nothing, and no tick is no answer.
    """
    if _EMPTY not in cell:
        return cell
    first = cell.lstrip()[:1]
    found = [(label, box) for box, label in _BOX_FIRST.findall(cell)] if first in _TICKED + _EMPTY else []
    pattern = _BOX_FIRST if found else _BOX_AFTER
    found = found or _BOX_AFTER.findall(cell)
    if not found:
        return cell
    answers = {label[:1].lower() for label, box in found if box != _EMPTY}
    rest = pattern.sub(" ", cell).strip()
    if not answers:
        return rest
    return f"{'NK' if len(answers) > 1 else answers.pop().upper()} {rest}".strip()


@dataclass(frozen=True, slots=True)
class Marked:
    """What a seen column says of one group of children."""

    answer: str
    """"yes", "no" or "unknown"."""
    ids: tuple[str, ...]
    sure: bool
    """True where it is surely about every one of `ids`; False for "one of them"."""
    rung: str = "b"


@dataclass(slots=True)
class _Part:
    """A stretch of the cell with the people it names and the answer it gives."""

    words: str = ""
    ids: list[str] = field(default_factory=list)
    named: bool = False
    leads: bool = False
    """The answer stands before the names: "Y - Ava"."""
    paired: bool = False
    """Joined to what follows by "and" or "/"."""
    answer: str = ""


def negative(words: str) -> bool:
    """Whether `words` (folded) hold a "not" that may be about being seen."""
    return bool(NEGATIVE.search(HARMLESS.sub(" ", words)))


def same_day(words: str, when: When | None) -> bool | None:
    """Whether a date in `words` is the row's own day; None where they hold no other day at all."""
    found = _DAY.search(words)
    if found and when is not None and when.exact and not re.search(r"\b(?:since|last|until)\b", words):
        day = datetime.date.fromordinal(when.earliest)
        year = int(found[3]) % 100 if found[3] else day.year % 100
        return (int(found[1]), int(found[2]), year) == (day.day, day.month, day.year % 100)
    return False if found or _OTHER_DAY.search(words) else None


def by_name(cell: str, folded: str, cast: Cast, children: tuple[str, ...], when: When | None) -> list[Marked] | None:
    """What a cell says of the children it names; None where it names none."""
    cell, folded = _loosened(cell, folded)
    parts = _parts(cell, folded, cast, when)
    if not any(part.named for part in parts):
        return None
    _answer(parts, doubtful=negative(folded))
    out: list[Marked] = []
    for part in parts:
        if not part.ids or not part.answer or (PHONE.search(part.words) and part.answer != "no"):
            continue
        answer = part.answer
        if answer == "yes" and RELATIVE.search(part.words):
            continue
        if answer != "no" and (own := same_day(part.words, when)) is not None and not own:
            if re.search(r"\b(?:last|previously|until|to be|due|next|tomorrow)\b", part.words):
                answer = "no"
            elif when is not None and when.exact:
                continue  # seen, but on another day
            else:
                answer = "unknown"
        rung = "a" if ASLEEP.search(part.words) or VIDEO.search(part.words) else "b"
        out.append(Marked(answer, tuple(part.ids), True, rung))
    return _consistent(out) + _rest(folded, parts, out, children)


def _loosened(cell: str, folded: str) -> tuple[str, str]:
    """The cell with "Ava-N" and "all but Ava" written so that they come apart; offsets stay."""
    for found in reversed(list(re.finditer(r"-(?=(?:n|no|not|y|yes|seen|unseen|asleep)\b)", folded))):
        cell = f"{cell[: found.start()]} {cell[found.end() :]}"
    folded = re.sub(r"-(?=(?:n|no|not|y|yes|seen|unseen|asleep)\b)", " ", folded)
    folded = re.sub(r"\b(all|both|everyone) but\b(?! not)", r"\1 bar", folded)
    if "(" not in folded:
        folded = re.sub(r"(?<!\S)[a-h]\)", "  ", folded)
    return cell, folded


def _parts(cell: str, folded: str, cast: Cast, when: When | None) -> list[_Part]:
    """The cell cut so that each part holds the people of one answer."""
    clause = Clause(cell, folded, 0, "child_seen")
    people = [
        one
        for one in cast.mentions(clause)
        if one.kind in ("child", "other", "baby", "sibling")
        or (one.kind == "adult" and not _BESIDE.search(folded[: one.start]))
    ]
    if not any(one.kind in ("child", "other") for one in people):
        return []
    cuts = {0, len(folded)}
    pairs: set[int] = set()
    for found in _SEPARATOR.finditer(folded):
        if any(one.start < found.end() and found.start() < one.end for one in people):
            continue
        if found.group().strip() == "/" and re.match(r"\d", folded[found.end() :]):
            continue  # a date
        cuts.add(found.start() if found.group() == "nor" else found.end())
        if _PAIR.match(found.group()):
            pairs.add(found.end())
    for one in people:
        before = folded[: one.start]
        if adjoining := _ADJOINING_NO.search(before):
            cuts.add(adjoining.start())
    bounds = sorted(cuts)
    out: list[_Part] = []
    for begin, end in pairwise(bounds):
        inside = [(one.start, one.end, one) for one in people if begin <= one.start < end]
        starts = [begin, *_inner_cuts(folded, begin, end, [(s, e) for s, e, _ in inside]), end]
        for left, right in pairwise(starts):
            out.append(_part(folded, left, right, [one for s, _, one in inside if left <= s < right], cast, when))
            out[-1].paired = right in pairs
    return [part for part in out if part.named or part.answer or _WORD.search(part.words)]


def _inner_cuts(folded: str, begin: int, end: int, names: Sequence[tuple[int, int]]) -> list[int]:
    """Further cuts where one stretch holds several names with an answer each: "Ava Y Ben N"."""
    if len(names) < 2:
        return []
    if re.search(r"[a-z0-9]", folded[begin : names[0][0]]):  # "Y Ava N Ben": the answers stand before
        out = []
        for (_, done), (start, _) in pairwise(names):
            mark = NEGATIVE.search(folded, done, start) or _POSITIVE.search(folded, done, start)
            out.append(mark.start() if mark else start)
        return out
    return [start for start, _ in names[1:]]


def _part(folded: str, begin: int, end: int, people: Sequence[Mention], cast: Cast, when: When | None) -> _Part:
    words = list(folded[begin:end])
    part = _Part()
    first = end
    doubt = False
    for one in people:
        words[one.start - begin : one.end - begin] = " " * (one.end - one.start)
        part.named = True
        doubt = doubt or one.possessive  # "Ava's pram seen"
        first = min(first, one.start)
        if one.kind in ("child", "baby", "sibling"):
            ids, sure = cast.resolve(one, when)
            part.ids += [i for i in ids if sure and i not in part.ids]
    part.words = _JOINING.sub(" ", "".join(words))
    part.answer = _said(part.words)
    if doubt and part.answer != "no":
        part.answer = "unknown"
    part.leads = part.named and bool(re.search(r"[a-z0-9]", folded[begin:first]))
    return part


def _said(words: str) -> str:
    """The answer that the words of one part give by themselves."""
    if UNKNOWN.search(words):
        return "unknown"
    if negative(words):
        return "no"
    if _POSITIVE.search(words) or ASLEEP.search(words) or VIDEO.search(words):
        return "yes"
    return ""


def _answer(parts: list[_Part], *, doubtful: bool) -> None:
    """Give each part with names its answer, from itself or from what stands beside it."""
    lead = ""
    waiting: list[_Part] = []
    last: _Part | None = None
    for part in parts:
        if not part.named:
            if waiting and part.answer:
                for one in waiting:
                    one.answer = part.answer
                    one.words += part.words
                waiting, last = [], None
            elif last is not None and part.answer and part.answer != last.answer:
                if part.answer == "no" and re.match(r"^\W*n(?:o|ot)?\W*$", part.words) is None and last.answer == "no":
                    continue
                last.answer = "no" if last.answer == "no" else "unknown"
            elif last is None and part.answer:
                lead = part.answer
            elif last is not None:
                last.words += part.words
            continue
        if part.answer:
            for one in waiting:
                one.answer = _shared(one, part)
            waiting, last = [], part
            if part.leads:
                lead = part.answer if part.answer != "no" or re.match(r"^\W*n(?:o|one)?\b", part.words) else "unknown"
            else:
                lead = ""
            continue
        waiting.append(part)
    for one in waiting:
        plain = all(_PLAIN.match(word) for word in _WORD.findall(one.words))
        one.answer = lead or ("unknown" if doubtful or not plain else "yes")
        if one.answer == "yes" and not plain:
            one.answer = "unknown"


def _shared(waiting: _Part, part: _Part) -> str:
    """The answer of a name without one, from the answer that follows: "Ava and Ben N", "Ava, Ben - N"."""
    if re.search(r"[a-z0-9]", waiting.words):
        return "unknown"
    if part.leads:
        return "unknown" if part.answer == "no" else part.answer
    bare = re.match(r"^\W*(?:n|no|y|yes)\W*$", part.words) is not None
    return part.answer if waiting.paired or bare or part.answer != "no" else "unknown"


def _consistent(marks: list[Marked]) -> list[Marked]:
    """A child with two answers is unknown, and with a "no" among them never seen."""
    said: dict[str, set[str]] = {}
    for mark in marks:
        for child in mark.ids:
            said.setdefault(child, set()).add(mark.answer)
    out: list[Marked] = []
    done: set[str] = set()
    for mark in marks:
        fine = tuple(i for i in mark.ids if len(said[i]) == 1 and i not in done)
        torn = tuple(i for i in mark.ids if len(said[i]) > 1 and i not in done)
        done |= set(mark.ids)
        if fine:
            out.append(Marked(mark.answer, fine, True, mark.rung))
        if torn:
            out.append(Marked("unknown", torn, True))
    return out


_EVERYONE = re.compile(r"\W*(both|all)(?: of them| children| kids| three| four| five|)\W*")
_BUT = re.compile(r"\b(?:not|n|no|except|bar|but|apart|only|unseen|excluding|minus)\b")


def _rest(folded: str, parts: Sequence[_Part], marks: Sequence[Marked], children: tuple[str, ...]) -> list[Marked]:
    """Children whom the cell does not name: "B only", "Y, not Ava", "all except Ava"."""
    rest = tuple(i for i in children if not any(i in part.ids for part in parts))
    if not rest:
        return []
    if re.search(r"\bonly\b", folded) and any(mark.answer == "yes" for mark in marks):
        return [Marked("no", rest, True)]
    opening = next((part for part in parts), None)
    if opening is not None and not opening.named and (opening.answer == "yes" or ALL.search(opening.words)):
        everyone = _EVERYONE.fullmatch(opening.words)
        sure = everyone is not None and (everyone[1] != "both" or len(children) == 2) and not _BUT.search(folded)
        return [Marked("yes", rest, sure)]
    if opening is not None and not opening.named and opening.answer == "no":
        return [Marked("no", rest, True)]
    return []
