"""Sightings in prose and in columns brought together; their rungs; and what each visit saw."""

from __future__ import annotations

from collections.abc import Sequence

from engine.code.clauses import Clause
from engine.code.drafts import Draft
from engine.code.seencell import Marked
from engine.code.subjects import Scene
from engine.timeline import RUNGS, Special, Status

_MEETINGS = frozenset(
    [
        "strategy_discussion",
        "initial_conference",
        "review_conference",
        "core_group",
        "supervision",
        "management_oversight",
        "legal_advice",
        "information_shared",
        "assessment",
    ]
)
_IN_PERSON = frozenset(("visit", "attended", "police_protection", "police_welfare_check", "medical"))


def settle(
    prose: Sequence[Draft],
    marked: Sequence[Marked],
    others: Sequence[Draft],
    scene: Scene,
    column: Clause | None,
) -> list[Draft]:
    """Prose and column together: they may support, narrow or contradict one another."""
    out = list(prose)
    if column is None or not marked:
        return _telephone(out, others)
    kinds = {one.kind for one in others if one.status is Status.HAPPENED}
    remote = (
        "contact" in kinds
        and not kinds & _IN_PERSON
        and any(
            one.kind == "contact" and one.attributes.get("mode") in ("phone", "letter", "text", "e-mail")
            for one in others
        )
    )
    for mark in marked:
        out = _with_mark(out, mark, scene, column, kinds, remote=remote)
    return _telephone(out, others)


def _with_mark(
    prose: list[Draft], mark: Marked, scene: Scene, column: Clause, kinds: set[str], *, remote: bool
) -> list[Draft]:
    wanted = {"yes": Status.HAPPENED, "no": Status.NOT_HAPPENED}.get(mark.answer, Status.HAPPENED)
    if mark.answer == "no" and mark.sure:  # "asleep upstairs" beside an outright "N" is no sighting
        prose = [one for one in prose if not _asleep_only(one, mark)]
    told = [one for one in prose if one.status in (Status.HAPPENED, Status.NOT_HAPPENED)]
    against = [
        one
        for one in told
        if mark.answer != "unknown"
        and one.status is not wanted
        and set(one.about or one.perhaps) & set(mark.ids)
        and "by" not in one.extra
        and (one.certain or mark.sure)
    ]
    agreeing = [one for one in told if one.status is wanted and mark.answer == "yes"]
    if mark.answer == "yes" and agreeing:
        for one in agreeing:
            one.extra["marked"] = "yes"
            if set(one.about) & set(mark.ids) and not one.extra.get("unclear") and (mark.sure or len(one.about) == 1):
                one.certain = True
        covered = {i for one in agreeing for i in one.about}
        if not mark.sure or covered >= set(mark.ids) or not covered:
            if mark.sure and not covered:
                for one in agreeing:
                    one.about, one.perhaps, one.certain = mark.ids, (), True
            return _doubted(prose, against)
        mark = Marked("yes", tuple(i for i in mark.ids if i not in covered), True, mark.rung)
    made = Draft("sighting", wanted, True, {}, column, 0, len(column.text), reader="column")
    if mark.answer != "no":
        made.attributes["rung"] = mark.rung
    if remote and mark.answer == "yes":
        return prose  # a telephone call lets nobody see a child
    if mark.answer == "unknown":
        made.about, made.certain = mark.ids, False
        made.extra["unclear"] = "yes"
    elif mark.sure:
        made.about = mark.ids
    else:
        named = scene.last_child if scene.last_child and scene.last_child[1] and len(scene.last_child[0]) == 1 else None
        if named and mark.answer == "yes":
            made.about = named[0]
        else:
            made.perhaps, made.certain = mark.ids, False
    if mark.answer == "yes" and kinds and kinds <= _MEETINGS:
        made.certain = False  # a meeting's "Y" may mean that a child's being seen was discussed
    if against:
        made.certain = False
    if mark.answer == "no" and any(
        one.status is Status.NOT_HAPPENED and one.certain and set(one.about) >= set(made.about) for one in told
    ):
        return _doubted(prose, against)
    return [*_doubted(prose, against), made]


def _asleep_only(one: Draft, mark: Marked) -> bool:
    return (
        one.status is Status.HAPPENED
        and not one.certain
        and one.attributes.get("rung") == "a"
        and set(one.about or one.perhaps) <= set(mark.ids)
    )


def _doubted(prose: list[Draft], against: Sequence[Draft]) -> list[Draft]:
    for one in against:
        one.certain = False
    return prose


def _telephone(prose: list[Draft], others: Sequence[Draft]) -> list[Draft]:
    """Talk on the telephone is no sighting; other words of seeing beside a call are at most possible."""
    in_person = any(one.kind in _IN_PERSON for one in others)
    out = []
    for one in prose:
        call = any(
            other.kind == "contact" and other.attributes.get("mode") == "phone" and other.clause is one.clause
            for other in others
        )
        if one.status is Status.HAPPENED and call and not in_person and one.reader != "column":
            words = one.clause.folded[one.start : one.end]
            if words.startswith(("spoke", "met")):
                continue
            one.certain = False
        out.append(one)
    return out


def agree(sightings: Sequence[Draft]) -> None:
    """A child said to be seen and said not to be, in one row, is not surely seen."""
    unseen = {
        child
        for one in sightings
        if one.status is Status.NOT_HAPPENED and one.certain and "by" not in one.extra
        for child in one.about
    }
    for one in sightings:
        if one.status is Status.HAPPENED and unseen & set(one.about):
            one.certain = False


def finish(sightings: Sequence[Draft], alone: str, bedroom: str, visited: bool) -> None:
    """Rungs from the columns "seen alone" and "bedroom seen", and where it was."""
    for one in sightings:
        if one.status is not Status.HAPPENED:
            one.attributes.pop("rung", None)
            one.attributes.pop("alone", None)
            continue
        rung = one.attributes.get("rung", "b")
        if (alone and one.reader == "column") or (alone and one.extra.get("marked")):
            one.attributes.setdefault("alone", alone)
        if one.attributes.get("alone") == "yes" and rung in "bc":
            rung = "d"
        if one.attributes.get("alone") == "no" and rung in "de":
            rung = "b"
        if (
            bedroom == "yes"
            and rung in "bcd"
            and one.attributes.get("alone") != "no"
            and (one.reader == "column" or one.extra.get("marked"))
        ):
            rung = "e"
        if rung == "a" and visited and one.about and not one.extra.keys() & {"unclear", "doubted"}:
            one.certain = True
        if visited:
            one.attributes.setdefault("where", "home")
        if one.extra.get("unclear"):
            rung = "b" if RUNGS.index(rung) > 1 else rung
        one.attributes["rung"] = rung


def visit_groups(visit: Draft, sightings: Sequence[Draft], children: tuple[str, ...]) -> list[Draft]:
    """The visit once for each group of children whose being seen differs: yes, no, unclear, not stated."""
    if visit.status is not Status.HAPPENED or visit.attributes.get("outcome") == "cancelled":
        return [visit]
    said: dict[str, str] = {}
    for child in visit.about or children:
        of_child = [one for one in sightings if child in one.about or child in one.perhaps]
        yes = [one for one in of_child if one.status is Status.HAPPENED]
        no = [one for one in of_child if one.status is Status.NOT_HAPPENED and "by" not in one.extra]
        if any(one.certain and child in one.about for one in yes):
            said[child] = "yes"
        elif any(one.certain for one in no) and not yes:
            said[child] = "no"
        elif of_child and (yes or no):
            said[child] = Special.UNKNOWN
        else:
            said[child] = ""
    groups: dict[str, list[str]] = {}
    for child, answer in said.items():
        groups.setdefault(answer, []).append(child)
    if not groups:
        return [visit]
    out: list[Draft] = []
    for answer, ids in groups.items():
        one = (
            visit
            if not out
            else Draft(
                visit.kind,
                visit.status,
                visit.certain,
                dict(visit.attributes),
                visit.clause,
                visit.start,
                visit.end,
                effects=visit.effects,
                times=visit.times,
                restricted=visit.restricted,
                reader=visit.reader,
                extra=dict(visit.extra),
            )
        )
        one.about = tuple(ids)
        one.attributes.pop("child_seen", None)
        if answer:
            one.attributes["child_seen"] = answer
        out.append(one)
    return out
