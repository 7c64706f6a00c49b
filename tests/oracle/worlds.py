"""Every world of a small record, and the outcome of a rule in each: docs/operators.md, spelled out.

A world gives every event one day and every doubt one answer. `outcomes` enumerates all of them and
collects the outcomes for one opening row (or, for gap and count, for the child). Written from the
meaning in one world alone: nothing here looks at ranges, certainty or the operators' own formulas.

Unknowns of a world: the day of each event and of the birth; whether a possible event is there; the
value of an attribute that is said to be unknown, or that may stand in an unread part (one of the values
that the rule or the record names, another one, or none); the child meant by "one of the children"; the
adult a row leaves unnamed; which entries tell of one episode; the order of opening and closing events of
a state on one day, and what held before a state was spoken of.

An episode told by several entries lies on the day of the earliest of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise, product

from engine.dates.calendar import Calendar, Duration, before, due
from engine.dates.when import Day
from engine.language.rule import (
    Age,
    All,
    Any,
    AttributeTest,
    Condition,
    Conflict,
    Count,
    DateRange,
    Deadline,
    Gap,
    History,
    Missing,
    Not,
    NotSeenFor,
    Parameter,
    Pattern,
    Rule,
    Selector,
    StateHolds,
)
from engine.outcomes import Outcome, Verdict
from engine.timeline import RUNGS, Case, Event, Person, Special
from engine.truth import MAYBE
from engine.view import Standards

OTHER, ANOTHER, STRANGER = "~other", "~another", "~stranger"
SAME_EPISODE_DAYS = 2


class TooManyWorlds(Exception):  # noqa: N818 - not an error: the case is too wide to enumerate
    """The case has more worlds than the caller wants to enumerate."""


@dataclass(frozen=True)
class Fact:
    """One event in one world. `there`: it happened, by the day asked about, and to this child."""

    event: Event = field(compare=False)
    name: str
    day: Day
    row_there: bool
    there: bool
    matched: frozenset[int]
    person: str | None
    stated: tuple[tuple[str, str | None], ...]
    true: tuple[tuple[str, str | None], ...]

    def states(self, name: str) -> str | None:
        """What the row states of a field in this world; None for nothing."""
        return _named(self, name, self.stated)

    def value(self, name: str) -> str | None:
        """The value of a field in this world, stated or not."""
        return _named(self, name, self.true)


def _named(fact: Fact, name: str, values: tuple[tuple[str, str | None], ...]) -> str | None:
    if name == "kind":
        return fact.event.kind
    if name == "agency":
        return fact.event.agency
    if name == "person":
        return fact.person
    return dict(values).get(name)


# --- what a rule looks at --------------------------------------------------------------------------


@dataclass
class Reads:
    """Everything of an event that a rule can tell apart."""

    selectors: list[Selector] = field(default_factory=list)
    tests: list[AttributeTest] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    joined: set[str] = field(default_factory=set)
    states: list[str] = field(default_factory=list)
    person: bool = False
    age: bool = False
    record: bool = False

    def selector(self, selector: Selector | None) -> None:
        if selector is None:
            return
        self.selectors.append(selector)
        for pattern in selector.patterns:
            self.person |= bool(pattern.adult_roles)
            self.tests.extend(pattern.tests)

    def parameter(self, parameter: Parameter | None, standards: Standards) -> None:
        for branch in parameter.branches if parameter is not None else ():
            self.condition(branch.condition, standards)

    def condition(self, condition: Condition | None, standards: Standards) -> None:
        match condition:
            case All(parts) | Any(parts):
                for part in parts:
                    self.condition(part, standards)
            case Not(part):
                self.condition(part, standards)
            case StateHolds(name):
                state = standards.states[name]
                if name not in self.states:
                    self.states.append(name)
                self.selector(state.opened_by)
                self.selector(state.closed_by)
                self.person |= state.per_person
            case Age():
                self.age = True
            case History():
                self.selector(condition.selector)
            case NotSeenFor():
                self.record = True
                self.selector(condition.selector)
                self.parameter(condition.duration, standards)

    def join(self, name: str) -> None:
        if name == "person":
            self.person = True
        elif name not in ("kind", "agency"):
            self.joined.add(name)


def reads(rule: Rule, standards: Standards) -> Reads:
    """What the rule reads of the record."""
    found = Reads()
    found.condition(rule.applies, standards)
    found.selector(rule.resolved_by)
    match rule.operator:
        case Gap() as gap:
            found.record = True
            found.selector(gap.between)
            found.parameter(gap.longest, standards)
        case Deadline() as deadline:
            for selector in (deadline.after, deadline.expect, deadline.following, deadline.cancelled_by):
                found.selector(selector)
            found.parameter(deadline.within, standards)
            found.parameter(deadline.or_before, standards)
            for join in deadline.same:
                found.join(join.left[1])
                found.join(join.right[1])
        case Count() as count:
            found.selector(count.of)
            found.selector(count.with_none_of)
            found.parameter(count.at_least, standards)
            found.parameter(count.within, standards)
        case Missing() as missing:
            found.selector(missing.event)
            found.fields.update(missing.fields)
            found.tests.extend(missing.unless)
            found.fields.update(test.attribute for test in missing.unless)
        case Conflict() as conflict:
            found.selector(conflict.between)
            found.fields.add(conflict.differ)
            for name in (*conflict.same, conflict.across):
                found.join(name)
            found.parameter(conflict.within, standards)
    return found


# --- one world ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """One reading of the record on one day."""

    as_at: Day
    facts: tuple[Fact, ...]
    birth: Day | None
    calendar: Calendar | None
    states: Mapping[tuple[str, str | None], Callable[[Day], bool]] = field(default_factory=dict)
    per_person: frozenset[str] = frozenset()
    record: Day | None = None

    def those(self, selector: Selector | None) -> list[Fact]:
        """The events of a selector that are there."""
        return [fact for fact in self.facts if fact.there and id(selector) in fact.matched]

    def due(self, day: Day, duration: Duration | int) -> Day:
        assert isinstance(duration, Duration)
        return due(day, duration, self.calendar)

    def number(self, parameter: Parameter, day: Day, person: str | None = None) -> Duration | int:
        """The number in force on a day: the first branch that holds."""
        for branch in parameter.branches:
            if self.holds(branch.condition, day, person):
                return branch.quantity.value
        return parameter.default.value

    def holds(self, condition: Condition | None, day: Day, person: str | None = None) -> bool:
        """Whether a condition holds on a day."""
        match condition:
            case None:
                return True
            case All(parts):
                return all(self.holds(part, day, person) for part in parts)
            case Any(parts):
                return any(self.holds(part, day, person) for part in parts)
            case Not(part):
                return not self.holds(part, day, person)
            case StateHolds(name):
                return self.states[name, person if name in self.per_person else None](day)
            case DateRange(start, end):
                return (start is None or start <= day) and (end is None or day < end)
            case Age(under, at_least):
                assert self.birth is not None
                young = under is None or day < due(self.birth, under, None)
                return young and (at_least is None or day >= due(self.birth, at_least, None))
            case History(mode, selector, within):
                last = day - 1 if mode == "earlier" else day
                days = [fact.day for fact in self.those(selector) if fact.day <= last]
                if within is not None:
                    days = [known for known in days if self.due(known, within) >= day]
                return not days if mode == "never" else bool(days)
            case NotSeenFor(selector, duration):
                if self.record is None or self.record > day:
                    return False
                last = max([self.record, *(fact.day for fact in self.those(selector) if fact.day <= day)])
                return day > self.due(last, self.number(duration, day, person))
        raise AssertionError(condition)


def state_courses(
    opened: list[Day], closed: list[Day], unspoken_maybe: bool
) -> list[tuple[tuple[tuple[Day, bool], ...], bool]]:
    """Every course a state can take: its turns, and whether it was on before the first."""
    days = sorted({*opened, *closed})
    if not days:
        return [((), False), ((), True)] if unspoken_maybe else [((), False)]
    lasts = []
    for day in days:
        lasts.append([value for value, group in ((True, opened), (False, closed)) if day in group])
    first, courses = days[0], []
    for values in product(*lasts):
        turns = tuple(zip(days, values, strict=True))
        told = opened.count(first) + closed.count(first)
        # Which kind of event came first that day: with one of each, the one that did not come last.
        firsts = {True} if first in opened else set()
        if first in closed:
            firsts.add(False)
        if told == 2 and len(firsts) == 2:
            firsts = {not values[0]}
        courses.extend((turns, before_it) for before_it in ({False} if firsts == {True} else {False, True}))
    return courses


def _course(turns: tuple[tuple[Day, bool], ...], before_it: bool) -> Callable[[Day], bool]:
    def on(day: Day) -> bool:
        value = before_it
        for turn, after in turns:
            if turn <= day:
                value = after
        return value

    return on


# --- outcomes in one world ---------------------------------------------------------------------------


def gap_outcome(rule: Rule, world: World) -> Outcome:
    operator = rule.operator
    assert isinstance(operator, Gap)
    day = world.as_at
    if world.record is None:
        return Outcome.NOT_OPENED
    if not world.holds(rule.applies, day):
        return Outcome.NOT_APPLICABLE
    clock = max([world.record, *(fact.day for fact in world.those(operator.between))])
    began = day
    while began > clock and world.holds(rule.applies, began - 1):
        began -= 1
    return Outcome.OVERDUE if day > world.due(began, world.number(operator.longest, day)) else Outcome.PENDING


def ended_gap_outcome(rule: Rule, world: World, opening: str | None, ending: str) -> Outcome | None:
    """Of the stretch from one certain event (or the record's beginning) to another: were all in time?

    None in a world in which the child is not born yet: then there is no stretch to speak of.
    """
    operator = rule.operator
    assert isinstance(operator, Gap)
    by_id = {fact.event.id: fact.day for fact in world.those(operator.between)}
    end, start = by_id[ending], world.record
    if start is None:
        return None
    if opening is not None:
        start = max(start, by_id[opening])
    if end <= start:
        return Outcome.MET
    days = sorted({start, end, *(day for day in by_id.values() if start < day < end)})
    for last, following in pairwise(days):
        if following > world.due(last, world.number(operator.longest, following)):
            return Outcome.MET_LATE
    return Outcome.MET


def deadline_outcomes(rule: Rule, world: World, opening: str) -> set[Outcome]:
    """The outcome for one opening row; several where two rows of one day may be the trigger."""
    operator = rule.operator
    assert isinstance(operator, Deadline)
    if operator.following is None:
        triggers = [(fact, None) for fact in world.those(operator.after) if fact.event.id == opening]
    else:
        armed = [fact for fact in world.those(operator.following) if fact.event.id == opening]
        triggers = []
        for instruction in armed:
            after = [
                fact for fact in world.those(operator.after) if fact.day >= instruction.day and fact.event.id != opening
            ]
            first = min((fact.day for fact in after), default=None)
            triggers.extend((fact, instruction) for fact in after if fact.day == first)
    return {_deadline(rule, operator, world, *trigger) for trigger in triggers} or {Outcome.NOT_OPENED}


def _deadline(rule: Rule, operator: Deadline, world: World, trigger: Fact, armed: Fact | None) -> Outcome:
    start = trigger.day
    if not world.holds(rule.applies, start, trigger.person):
        return Outcome.NOT_APPLICABLE
    last = world.due(start, world.number(operator.within, start, trigger.person))
    from_day = start
    if operator.or_before is not None:
        lead = world.number(operator.or_before, start, trigger.person)
        assert isinstance(lead, Duration)
        from_day = before(start, lead, world.calendar)
    sides = {operator.after.name: trigger, "after": trigger}
    if operator.following is not None and armed is not None:
        sides |= {operator.following.name: armed, "following": armed}
    met = []
    for fact in world.those(operator.expect):
        if fact.day < from_day or fact.event.id == trigger.event.id:
            continue
        known = {operator.expect.name: fact, "expect": fact, **sides}
        if all(known[j.left[0]].value(j.left[1]) == known[j.right[0]].value(j.right[1]) for j in operator.same):
            met.append(fact.day)
    cancelled = [
        fact.day
        for fact in (world.those(operator.cancelled_by) if operator.cancelled_by else [])
        if fact.day >= start and fact.event.id != trigger.event.id
    ]
    if met and not (cancelled and min(cancelled) < min(met)):
        return Outcome.MET if min(met) <= last else Outcome.MET_LATE
    if cancelled:
        return Outcome.CANCELLED
    return Outcome.PENDING if world.as_at <= last else Outcome.OVERDUE


def count_outcomes(rule: Rule, world: World) -> set[Outcome]:
    """The outcomes for a child, over everything that entries of one world may tell of."""
    operator = rule.operator
    assert isinstance(operator, Count)
    entries = []
    for fact in world.those(operator.of):
        if world.holds(rule.applies, fact.day, fact.person):
            entries.extend([(fact.day, fact.event.agency)] * fact.event.times)
    barred = [fact.day for fact in world.those(operator.with_none_of)] if operator.with_none_of else []
    ended = [*barred, *(fact.day for fact in (world.those(rule.resolved_by) if rule.resolved_by else []))]
    times, window = world.number(operator.at_least, world.as_at), world.number(operator.within, world.as_at)
    assert isinstance(times, int)
    outcomes = set()
    for days in set(_episodes(sorted(entries))):
        runs = []
        for i in range(len(days) - times + 1):
            first, last = days[i], days[i + times - 1]
            if last <= world.due(first, window) and not any(first <= day <= last for day in barred):
                runs.append(last)
        if not runs:
            outcomes.add(Outcome.CLEAR)
        elif any(not any(day >= last for day in ended) for last in runs):
            outcomes.add(Outcome.FOUND)
        else:
            outcomes.add(Outcome.RESOLVED)
    return outcomes


def _episodes(entries: list[tuple[Day, str]]) -> Iterator[tuple[Day, ...]]:
    """The days of the episodes, for every way in which entries may tell of the same ones."""

    def place(index: int, blocks: list[list[tuple[Day, str]]]) -> Iterator[tuple[Day, ...]]:
        if index == len(entries):
            yield tuple(sorted(min(day for day, _ in block) for block in blocks))
            return
        day, agency = entries[index]
        for block in blocks:
            if all(agency != other and abs(day - known) <= SAME_EPISODE_DAYS for known, other in block):
                block.append((day, agency))
                yield from place(index + 1, blocks)
                block.pop()
        blocks.append([(day, agency)])
        yield from place(index + 1, blocks)
        blocks.pop()

    return place(0, [])


def missing_outcome(rule: Rule, world: World, opening: str) -> Outcome:
    operator = rule.operator
    assert isinstance(operator, Missing)
    such = world.those(operator.event)
    fact = next((fact for fact in such if fact.event.id == opening), None)
    if fact is None:
        return Outcome.CLEAR
    if not world.holds(rule.applies, fact.day, fact.person):
        return Outcome.NOT_APPLICABLE
    if not _lacks(operator, fact):
        return Outcome.CLEAR
    if operator.latest and any(other.day > fact.day and not _lacks(operator, other) for other in such):
        return Outcome.CLEAR
    resolving = world.those(rule.resolved_by) if rule.resolved_by else []
    if any(other.day >= fact.day and other.event.id != opening for other in resolving):
        return Outcome.RESOLVED
    return Outcome.FOUND


def _lacks(operator: Missing, fact: Fact) -> bool:
    """Whether every field is missing from what the world says of an event, and nothing excuses it."""
    for name in operator.fields:
        good_as_missing = operator.unknown_is_missing and fact.event.attributes.get(name) == Special.UNKNOWN
        if fact.states(name) is not None and not good_as_missing:
            return False
    return not (operator.unless and all(_passes(test, fact.event, dict(fact.stated)) for test in operator.unless))


def conflict_outcome(rule: Rule, world: World, pair: frozenset[str]) -> Outcome:
    operator = rule.operator
    assert isinstance(operator, Conflict)
    both = sorted((fact for fact in world.those(operator.between) if fact.event.id in pair), key=lambda fact: fact.day)
    if len(both) < 2:
        return Outcome.CLEAR
    if not all(world.holds(rule.applies, fact.day, fact.person) for fact in both):
        return Outcome.NOT_APPLICABLE
    left, right = both
    apart = right.day > world.due(left.day, world.number(operator.within, left.day))
    alike = all(left.value(name) == right.value(name) for name in operator.same)
    values = {left.states(operator.differ), right.states(operator.differ)}
    disagree = len(values) == 2 and None not in values
    if apart or not alike or not disagree or left.value(operator.across) == right.value(operator.across):
        return Outcome.CLEAR
    resolving = world.those(rule.resolved_by) if rule.resolved_by else []
    if any(other.day >= right.day and other.event.id not in pair for other in resolving):
        return Outcome.RESOLVED
    return Outcome.FOUND


# --- every world --------------------------------------------------------------------------------------


def outcomes(
    case: Case,
    rule: Rule,
    standards: Standards,
    as_at: Day,
    child: Person | None,
    opening: str | frozenset[str] | None = None,
    limit: int = 20_000,
    ended_by: str | None = None,
) -> Verdict:
    """The exact set of outcomes over all worlds for one opening row (or pair of rows, or child)."""
    found: set[Outcome] = set()
    for world in worlds(case, rule, standards, as_at, child, limit):
        match rule.operator:
            case Gap() if ended_by is not None:
                assert opening is None or isinstance(opening, str)
                ended = ended_gap_outcome(rule, world, opening, ended_by)
                found |= {ended} if ended is not None else set()
            case Gap():
                found.add(gap_outcome(rule, world))
            case Deadline():
                assert isinstance(opening, str)
                found |= deadline_outcomes(rule, world, opening)
            case Count():
                found |= count_outcomes(rule, world)
            case Missing():
                assert isinstance(opening, str)
                found.add(missing_outcome(rule, world, opening))
            case Conflict():
                assert isinstance(opening, frozenset)
                found.add(conflict_outcome(rule, world, opening))
    return frozenset(found)


def worlds(
    case: Case, rule: Rule, standards: Standards, as_at: Day, child: Person | None, limit: int = 20_000
) -> Iterator[World]:
    """Every world of the case, as far as the rule can tell worlds apart. Raises TooManyWorlds."""
    look = reads(rule, standards)
    choices = [
        facts for event in case.events if (facts := _facts(case, event, look, as_at, child)) and _matters(facts, look)
    ]
    births = _births(case, look, as_at, child)
    total = len(births)
    for group in choices:
        total *= len(group)
    if total > limit:
        raise TooManyWorlds(total)
    adults = [person.id for person in case.people if not person.is_child]
    per_person = frozenset(name for name in look.states if standards.states[name].per_person)
    for birth in births:
        for facts in product(*choices):
            record = _record_start(facts, birth, child, as_at)
            plain = World(as_at, facts, birth, standards.calendar, {}, per_person, record)
            if not look.states:
                yield plain
                continue
            yield from _with_states(plain, look, standards, adults)


def _with_states(plain: World, look: Reads, standards: Standards, adults: list[str]) -> Iterator[World]:
    keys: list[tuple[str, str | None]] = []
    courses = []
    for name in look.states:
        state = standards.states[name]
        for person in [None, STRANGER, *adults] if state.per_person else [None]:
            opened = plain.those(state.opened_by)
            closed = plain.those(state.closed_by) if state.closed_by else []
            if state.per_person:
                opened = [fact for fact in opened if fact.person == person]
                closed = [fact for fact in closed if fact.person == person]
            keys.append((name, person))
            courses.append(state_courses([f.day for f in opened], [f.day for f in closed], state.unspoken is MAYBE))
    for chosen in product(*courses):
        states = {key: _course(*course) for key, course in zip(keys, chosen, strict=True)}
        yield World(plain.as_at, plain.facts, plain.birth, plain.calendar, states, plain.per_person, plain.record)


def _matters(facts: Iterable[Fact], look: Reads) -> bool:
    return look.record or any(fact.matched for fact in facts)


def _births(case: Case, look: Reads, as_at: Day, child: Person | None) -> list[Day | None]:
    if child is None:
        return [None]
    if child.born is not None:
        if not (look.age or look.record):
            return [child.born.earliest]
        return list(range(child.born.earliest, child.born.latest + 1))
    if not look.age:
        return [None]
    # Nobody says when the child was born: some time between twenty years ago and today.
    first = min((event.when.earliest for event in case.events), default=as_at)
    return [first - 7300, *range(min(first, as_at) - 8, as_at + 1, 2)]


def _record_start(facts: tuple[Fact, ...], birth: Day | None, child: Person | None, as_at: Day) -> Day | None:
    """The later of birth and the first row; without a date of birth, the first row about the child."""
    if child is None:
        return min((fact.day for fact in facts if fact.row_there), default=None)
    if child.born is None:
        return min((fact.day for fact in facts if fact.there), default=None)
    assert birth is not None
    first = min((fact.day for fact in facts if fact.row_there), default=None)
    return None if first is None or birth > as_at else max(first, birth)


def _facts(case: Case, event: Event, look: Reads, as_at: Day, child: Person | None) -> list[Fact]:
    """The event in every world, worlds that the rule cannot tell apart taken once."""
    if event.when.earliest > as_at or (event.recorded is not None and event.recorded > as_at):
        return []
    subjects = [True]
    if child is not None and child.id not in event.about and (event.about or event.perhaps_about):
        subjects = [True, False] if child.id in event.perhaps_about else [False]
    presences = [True] if event.certain else [True, False]
    kinds = {kind for selector in look.selectors for pattern in selector.patterns for kind in pattern.kinds}
    told = event.kind in kinds
    names = sorted({test.attribute for test in look.tests} | look.fields | look.joined) if told else []
    values = [_values(case, event, name, look) for name in names]
    people: list[str | None] = [event.person]
    if look.person and event.person is None and told:
        people = [STRANGER, *(person.id for person in case.people if not person.is_child)]
    roles = {person.id: person.role for person in case.people}
    found: dict[Fact, None] = {}
    for day in range(event.when.earliest, event.when.latest + 1):
        for subject, present, person, pairs in product(subjects, presences, people, product(*values)):
            stated = dict(zip(names, (pair[0] for pair in pairs), strict=True))
            there = subject and present and day <= as_at
            matched = frozenset(
                id(selector)
                for selector in (look.selectors if there else [])
                if any(_fits(pattern, event, stated, roles.get(person or "", "")) for pattern in selector.patterns)
            )
            kept = there and bool(matched)
            fact = Fact(
                event=event,
                name=event.id,
                day=(day if day <= as_at else as_at + 1) if kept or look.record else as_at + 1,
                row_there=day <= as_at,
                there=there,
                matched=matched,
                person=person if kept else None,
                stated=tuple((name, stated[name]) for name in names if name in look.fields) if kept else (),
                true=tuple((name, pair[1]) for name, pair in zip(names, pairs, strict=True) if name in look.joined)
                if kept
                else (),
            )
            found.setdefault(fact)
    return list(found)


def _values(case: Case, event: Event, name: str, look: Reads) -> list[tuple[str | None, str | None]]:
    """What the row may state of an attribute, with the value that it may have."""
    known = event.attributes.get(name)
    tests = [test for test in look.tests if test.attribute == name]
    ranked = any(test.comparison == "at least" for test in tests)
    named = {value for test in tests for value in test.values}
    if ranked:
        named |= set(RUNGS)
    else:
        named |= {OTHER}
    for other in case.events:
        value = other.attributes.get(name)
        if value is not None and value not in tuple(Special):
            named.add(value)
    if known == Special.UNKNOWN or (known is None and not event.fully_read):
        stated: list[str | None] = [None, *sorted(named)]
    else:
        stated = [known]
    pairs: list[tuple[str | None, str | None]] = []
    for value in stated:
        if value is not None or name not in look.joined:
            pairs.append((value, value))
        else:
            pairs.extend((None, hidden) for hidden in (*sorted(named), ANOTHER))
    return pairs


def _fits(pattern: Pattern, event: Event, stated: Mapping[str, str | None], role: str) -> bool:
    if event.kind not in pattern.kinds or event.status not in pattern.statuses:
        return False
    if pattern.agencies and (event.agency in pattern.agencies) == pattern.agencies_negated:
        return False
    if pattern.adult_roles and role not in pattern.adult_roles:
        return False
    return all(_passes(test, event, stated) for test in pattern.tests)


def _passes(test: AttributeTest, event: Event, stated: Mapping[str, str | None]) -> bool:
    value = stated[test.attribute]
    match test.comparison:
        case "unknown":
            result = event.attributes.get(test.attribute) == Special.UNKNOWN
        case "absent":
            result = value is None
        case "present":
            result = value is not None
        case "at least":
            result = value is not None and value != Special.NOT_APPLICABLE and rank(value) >= rank(test.values[0])
        case _:
            result = value is not None and value != Special.NOT_APPLICABLE and value in test.values
    return result is not test.negated


def rank(value: str) -> float:
    return float(RUNGS.index(value)) if value in RUNGS else float(value)
