"""Whom an event is about: the child named nearest, the adult who acts, or everybody at home."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.code.clauses import Clause
from engine.code.drafts import Draft
from engine.code.people import Cast, Mention, pronoun_before
from engine.dates.when import When
from engine.values import dataclass, field

_CHILD_KINDS = ("child", "children", "both", "every", "one", "baby", "sibling")
_ADULTS_OWN = frozenset(("injury", "attended", "living_place", "medical", "death", "birth"))
_THE_FAMILY = re.compile(r"^(?:moved|moving) (?:in|into|to)\b")
_OWN_PRONOUN = re.compile(r"(?:he|she) ")
"""The pronoun with which a wording itself begins ("he has moved in")."""
_PLANS = frozenset(("plan_started", "plan_ended"))
_TRUE_OF_EACH = _PLANS | {"neglect", "school_attendance", "gp_registration", "immunisation"}
"""Kinds that, told of "the children", are about each of them."""
_OFTEN_REPORTED = frozenset(("offence_alleged", "arrest", "charge", "bail", "exclusion", "adult_in_home"))
"""Kinds whose teller is often another adult: "mother reports ..." does not make it hers."""
_REPORTS = re.compile(
    r"^\W*(?:has |had |also )?(?:says|said|states|stated|reports|reported|told|informed|disclosed"
    r"|found|rang|called|alleges|alleged|confirmed)\b"
)
_JOINERS = ("and", "&", ",", "and the", "and her", "and his", "/", ", and", "and their", "with", "and both")


@dataclass(slots=True)
class Scene:
    """What the row has said so far of who is meant; made anew for every row."""

    cast: Cast
    when: When | None
    focus: tuple[str, ...]
    """Children that the row's own column names."""
    subjects: Mapping[str, str]
    last_child: tuple[tuple[str, ...], bool] | None = None
    last_adult: str = ""
    speaker: tuple[str, ...] = ()
    """The one child whom the sentence before was about, if it spoke of nobody else."""
    carrier: tuple[str, ...] = ()
    """The one child whom the sentence before began with, whoever else it spoke of."""
    mentions: list[Mention] = field(default_factory=list)

    def enter(self, clause: Clause) -> None:
        """Read who is mentioned in the next clause."""
        self.mentions = self.cast.mentions(clause)

    def leave(self) -> None:
        """Remember the clause's people for pronouns that follow."""
        people = [one for one in self.mentions if one.kind != "thing"]
        if people:
            ids, sure = self.cast.resolve(people[0], self.when)
            alone = sure and len(ids) == 1 and all(one.ids == people[0].ids for one in people)
            one_child = people[0].kind in ("child", "baby", "one", "sibling")
            self.speaker = ids if alone and one_child else ()
            self.carrier = ids if one_child and len(ids) == 1 and not people[0].possessive else ()
        for one in self.mentions:
            if one.kind in _CHILD_KINDS:
                self.last_child = self.cast.resolve(one, self.when)
            elif one.kind == "adult" and one.ids:
                self.last_adult = one.role

    def everyone(self) -> tuple[str, ...]:
        """The household's children on the row's day."""
        return self.cast.living(self.when)

    def place(self, draft: Draft, wanted: str) -> list[Draft]:
        """`draft` with its subject; none if it concerns nobody here, several for several adults."""
        subject = wanted or self.subjects[draft.kind]
        if subject in ("adult", "mother"):
            return self._adult(draft, subject)
        if subject == "none":
            draft.about = self.everyone()
            return [draft]
        if subject == "children":
            draft.about = self._named(draft) or self.focus or self.everyone()
            return [draft]
        return self._child(draft)

    def _named(self, draft: Draft) -> tuple[str, ...]:
        """Children whom the clause calls by name beside the words."""
        text = draft.clause.folded
        near = [
            one
            for one in self.mentions
            if one.kind == "child"
            and one.sure
            and text.count(" ", *sorted((one.end, draft.start) if one.end <= draft.start else (draft.end, one.start)))
            <= 5
        ]
        ids = {i for one in near for i in self.with_joined(one, draft.clause)[0]}
        return tuple(child.id for child in self.cast.children if child.id in ids)

    def _child(self, draft: Draft) -> list[Draft]:
        near = self.nearest_child(draft)
        adult = self._adult_acts(draft)
        if near is None and adult and draft.kind in _ADULTS_OWN:
            return []
        if draft.kind == "gp_registration" and adult and self._none_before(draft):
            return []  # "mother registered with a GP, Maya not": her own
        if near is None and adult and draft.kind == "was_not_brought":
            draft.certain = False
        if near is not None:
            ids, sure = near
            if not ids:
                return []  # somebody's child, but nobody of this household
        elif draft.kind == "health_review":
            ids, sure = self.cast.resolve(Mention(0, 0, "baby"), self.when)
        elif self.last_child is not None:
            ids, sure = self.last_child
        else:
            ids = self.focus or self.cast.living(self.when, unborn=False)
            # A plan that names nobody is that of the case: all of its children.
            sure = bool(self.focus) or len(ids) == 1 or draft.kind in _PLANS
        draft.about, draft.perhaps = (ids, ()) if sure else ((), ids)
        if not sure and draft.kind in _TRUE_OF_EACH:
            # "the children are hungry" is about each of them; only "a child" is about one of them
            plural = any(one.kind == "children" for one in self.mentions)
            draft.about, draft.perhaps = (ids, ()) if plural else ((), ids)
        return [draft]

    def _none_before(self, draft: Draft) -> bool:
        """Whether no child stands before the words, and no comma parts them from who does."""
        before = [one for one in self.mentions if one.start < draft.end]
        if any(one.kind in _CHILD_KINDS for one in before):
            return False
        return bool(before) and "," not in draft.clause.folded[before[-1].end : draft.start]

    def nearest_child(self, draft: Draft) -> tuple[tuple[str, ...], bool] | None:
        """The child or children mentioned nearest to the words, those joined to them by "and" included."""
        children = [one for one in self.mentions if one.kind in (*_CHILD_KINDS, "other")]
        if not children:
            return None
        before = [one for one in children if one.start < draft.end]
        chosen = before[-1] if before else children[0]
        return self.with_joined(chosen, draft.clause)

    def with_joined(self, chosen: Mention, clause: Clause) -> tuple[tuple[str, ...], bool]:
        """The children a mention means, and those coordinated with it ("Ava and Ben")."""
        if chosen.kind == "other":
            return (), True
        ids, sure = self.cast.resolve(chosen, self.when)
        group = list(ids)
        at = self.mentions.index(chosen)
        for step in (-1, 1):
            here = at
            while 0 <= here + step < len(self.mentions):
                left, right = sorted((here, here + step))
                gap = clause.folded[self.mentions[left].end : self.mentions[right].start].strip()
                other = self.mentions[here + step]
                if gap not in _JOINERS:
                    break
                if other.kind in _CHILD_KINDS:
                    more, more_sure = self.cast.resolve(other, self.when)
                    group += [i for i in more if i not in group]
                    sure = sure and more_sure
                here += step
        order = [child.id for child in self.cast.children]
        return tuple(sorted(group, key=lambda i: order.index(i) if i in order else 99)), sure

    def _adult_acts(self, draft: Draft) -> bool:
        """Whether an adult stands right before the words, as the one who did it."""
        for one in reversed([one for one in self.mentions if one.end <= draft.start]):
            if one.kind == "adult" and not one.possessive:
                return draft.clause.folded.count(" ", one.end, draft.start) <= 4
            return False
        return False

    def _adult(self, draft: Draft, subject: str) -> list[Draft]:
        draft.about = self.focus or self.everyone()
        if subject == "mother":
            draft.person = self.cast.adult("mother")
            return [draft]
        adults = [one for one in self.mentions if one.kind == "adult" and not one.possessive]
        if draft.kind in _OFTEN_REPORTED:
            owners = [one for one in self.mentions if one.kind == "adult" and one.possessive and one.ids]
            told = draft.clause.folded
            adults = [one for one in adults if not _REPORTS.match(told[one.end :])] or owners
        nobody = draft.kind == "household_change" and not any(one.kind == "adult" for one in self.mentions)
        if nobody and _THE_FAMILY.search(draft.clause.folded[draft.start : draft.end]):
            return []  # "Moved in. Locks sorted": the family and its new home
        owner = next((one for one in self.mentions if one.start == draft.start and one.possessive), None)
        if owner is not None and draft.kind in ("adult_in_home", "household_change"):
            return []  # "father's assessment is back"
        before = [one for one in adults if one.start < draft.end]
        after = [one for one in adults if one.start >= draft.end]
        if before:
            roles = self._joined_adults(before, draft.clause)
        elif after and draft.clause.folded.count(" ", draft.end, after[0].start) <= 5:
            roles = [after[0]]
        else:
            own = _OWN_PRONOUN.match(draft.clause.folded, draft.start)
            pronoun = pronoun_before(draft.clause, own.end() if own else draft.start)
            role = self.last_adult if self.last_adult and pronoun else ""
            if pronoun == "she" and role not in ("mother", "grandmother", "aunt"):
                role = "mother"
            if pronoun == "he" and role in ("mother", "grandmother", "aunt"):
                role = ""
            draft.person = self.cast.adult(role) if role else None
            return [draft]
        if draft.kind in ("mental_health", "substance_misuse") and any(
            one.kind == "child" and one.end <= draft.start and one.start > roles[0].start for one in self.mentions
        ):
            draft.certain = False  # the child may be the one who is unwell
        draft.person = roles[0].ids[0] if roles[0].ids else None
        extra = [one for one in roles[1:] if one.ids and draft.kind in ("arrest", "charge", "bail")]
        return [draft, *(self._copy(draft, one.ids[0]) for one in extra)]

    def _joined_adults(self, before: list[Mention], clause: Clause) -> list[Mention]:
        group = [before[-1]]
        for one in reversed(before[:-1]):
            if clause.folded[one.end : group[-1].start].strip() not in _JOINERS:
                break
            group.append(one)
        return group

    @staticmethod
    def _copy(draft: Draft, person: str) -> Draft:
        return Draft(
            draft.kind,
            draft.status,
            draft.certain,
            dict(draft.attributes),
            draft.clause,
            draft.start,
            draft.end,
            about=draft.about,
            person=person,
            effects=draft.effects,
            restricted=draft.restricted,
        )
