"""The vocabulary: wording and what it means, checked against the closed list of kinds.

kinds.yaml         every kind of event, its attributes and their values
lists.yaml         lists of alternatives that phrases name in braces
misspellings.yaml  ways our own words are mistyped
phrases/*.yaml     entries: wording -> kind, attributes, status
context.yaml       cues: wording that changes what a clause claims
subjects.yaml      whom a kind concerns where the clause does not say
screen.yaml        words that show what an unread clause could hold
agencies.yaml      canonical agency names and their variants
restricted.yaml    wording that must not leave the professionals' room
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engine.code.wording import Wording
from engine.data import data_path
from engine.errors import Place
from engine.timeline import Status
from engine.values import dataclass, field, replace

if TYPE_CHECKING:
    from pathlib import Path

    import yaml

    from engine.code.phrases import Compiler
    from engine.code.strictyaml import Reader

EFFECTS: tuple[str, ...] = (
    "negated",
    "planned",
    "conditional",
    "historical",
    "declined",
    "doubt",
    "reference",
    "not recorded",
    "elsewhere",
    "happened",
    "reason",
)
DIRECTIONS: tuple[str, ...] = ("forward", "backward", "both", "clause")
SUBJECTS: tuple[str, ...] = ("child", "children", "adult", "mother", "none")


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of wording and what it tells."""

    kind: str
    """The kind of event, or "" for an entry that only adds attributes to events of other kinds."""
    attributes: Mapping[str, str]
    status: Status
    wordings: tuple[Wording, ...]
    adds_to: tuple[str, ...] = ()
    certain: bool = True
    subject: str = ""
    place: str = ""
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """Wording that changes what the clause claims of the events near it."""

    effect: str
    direction: str
    words: int
    wordings: tuple[Wording, ...]
    through: bool = False
    """Reaches past the first event that it meets."""
    kinds: frozenset[str] = frozenset()
    """Only these kinds are touched (empty: all)."""
    spares: frozenset[str] = frozenset()
    """These kinds are never touched."""
    start: bool = False
    """Only where it opens the clause."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that reading needs to know about wording. Made once, shared by all coders."""

    kinds: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Kind -> attribute -> the values it may take (empty: the words as written)."""
    entries: tuple[Entry, ...]
    cues: tuple[Cue, ...]
    terminators: tuple[Wording, ...]
    pseudo: tuple[Wording, ...]
    """Cue words inside this wording are no cues."""
    nonevents: tuple[Wording, ...]
    """Event words inside this wording tell of nothing."""
    subjects: Mapping[str, str]
    screen: Mapping[str, tuple[Wording, ...]]
    """Kind -> words that may mean it, asked of stretches in which nothing was read."""
    beside: Mapping[str, tuple[Wording, ...]]
    """Kind -> narrower words, asked of what is left over beside something that was read."""
    restricted: tuple[Wording, ...]
    agencies: Mapping[str, str]
    """Folded variant -> canonical name."""
    teams: Mapping[str, str] = field(default_factory=dict)
    """Folded variant -> the team that it names inside the agency, where it names one."""
    glossary: Mapping[str, str] = field(default_factory=dict)
    """Abbreviation of this case or office, folded -> the words that it stands for."""


def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """The vocabulary under `folder` (the shipped one by default); all mistakes are raised together."""
    # Here, because a vocabulary that comes ready made from the pack needs neither YAML nor the phrase language.
    from engine.code.phrases import Compiler
    from engine.code.strictyaml import Reader, VocabularyError

    base = folder or data_path("rules/vocabulary")
    mistakes: list[tuple[Place, str]] = []
    kinds = _kinds(Reader(base / "kinds.yaml", mistakes))
    lists = _named(Reader(base / "lists.yaml", mistakes), "lists")
    misspelt = _named(Reader(base / "misspellings.yaml", mistakes), "misspellings")
    load = _Load(Compiler(lists, misspelt), kinds)
    entries = tuple(
        entry for path in sorted((base / "phrases").glob("*.yaml")) for entry in load.entries(Reader(path, mistakes))
    )
    cues, terminators, pseudo, nonevents = load.context(Reader(base / "context.yaml", mistakes))
    subjects = load.subjects(Reader(base / "subjects.yaml", mistakes))
    wide = Reader(base / "screen.yaml", mistakes)
    screen, beside = load.screen(wide, "screen"), load.screen(wide, "beside")
    restricted = load.one(Reader(base / "restricted.yaml", mistakes), "restricted")
    agencies, teams = _agencies(Reader(base / "agencies.yaml", mistakes))
    if mistakes:
        raise VocabularyError(mistakes)
    return Vocabulary(
        kinds,
        entries,
        cues,
        terminators,
        pseudo,
        nonevents,
        subjects,
        screen,
        beside,
        restricted,
        agencies,
        teams,
    )


def with_local_words(
    vocabulary: Vocabulary, paths: Sequence[Path], glossary: Mapping[str, str] | None = None
) -> Vocabulary:
    """The vocabulary with an office's own wording and a case's abbreviations; the shipped files stay as they are.

    A file of local words has `words:` (entries as in rules/vocabulary/phrases, examples not needed), `not_events:`
    (wording that tells of nothing) and `glossary:` (abbreviation: what it stands for). All mistakes are raised at once.
    """
    from engine.code.clauses import fold
    from engine.code.phrases import Compiler
    from engine.code.strictyaml import Reader, VocabularyError

    known = {fold(short).strip(): fold(words).strip() for short, words in (glossary or {}).items()}
    if not paths:
        return replace(vocabulary, glossary=known) if known else vocabulary
    base = data_path("rules/vocabulary")
    mistakes: list[tuple[Place, str]] = []
    lists = _named(Reader(base / "lists.yaml", mistakes), "lists")
    misspelt = _named(Reader(base / "misspellings.yaml", mistakes), "misspellings")
    load = _Load(Compiler(lists, misspelt), vocabulary.kinds)
    entries, nonevents = list(vocabulary.entries), list(vocabulary.nonevents)
    for path in paths:
        reader = Reader(path, mistakes)
        if reader.root is None:
            continue
        given = reader.pairs(reader.root, ["words", "not_events", "glossary"])
        if "words" in given:
            entries += load.entries(reader, given["words"], examples=False)
        if "not_events" in given:
            nonevents += load.wordings(reader, given["not_events"])
        if "glossary" in given:
            pairs = reader.pairs(given["glossary"]).items()
            known |= {fold(short).strip(): fold(reader.text(words)).strip() for short, words in pairs}
    if mistakes:
        raise VocabularyError(mistakes)
    return replace(vocabulary, entries=tuple(entries), nonevents=tuple(nonevents), glossary=known)


def _kinds(reader: Reader) -> dict[str, dict[str, tuple[str, ...]]]:
    import yaml

    out: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, node in reader.pairs(reader.pairs(reader.root, ["kinds"]).get("kinds")).items():
        given = reader.pairs(node, ["means", "attributes"])
        out[name] = {
            attribute: () if isinstance(values, yaml.ScalarNode) else reader.texts(values)
            for attribute, values in reader.pairs(given.get("attributes")).items()
        }
    return out


def _named(reader: Reader, key: str) -> dict[str, tuple[str, ...]]:
    return {name: reader.texts(node) for name, node in reader.pairs(reader.pairs(reader.root, [key]).get(key)).items()}


def _agencies(reader: Reader) -> tuple[dict[str, str], dict[str, str]]:
    known: dict[str, str] = {}
    teams: dict[str, str] = {}
    for name, node in reader.pairs(reader.pairs(reader.root, ["agencies"]).get("agencies")).items():
        given = reader.pairs(node, ["variants", "teams"])
        variants = [*reader.texts(given["variants"])] if "variants" in given else []
        for team, forms in (reader.pairs(given["teams"]) if "teams" in given else {}).items():
            for form in reader.texts(forms):
                variants.append(form)
                teams[form] = team
        for variant in (name.lower(), *variants):
            if known.setdefault(variant, name) != name:
                reader.wrong(node, f"{variant} already stands for {known[variant]}")
    return known, teams


class _Load:
    """Reads entries and cues, compiling phrases as it goes."""

    def __init__(self, compiler: Compiler, kinds: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
        self._compiler = compiler
        self._kinds = kinds

    def wordings(self, reader: Reader, node: yaml.Node) -> tuple[Wording, ...]:
        """The phrases of a list."""
        return self._pattern(reader, node)

    def one(self, reader: Reader, key: str) -> tuple[Wording, ...]:
        return self._pattern(reader, reader.pairs(reader.root, [key]).get(key))

    def entries(self, reader: Reader, root: yaml.Node | None = None, *, examples: bool = True) -> list[Entry]:
        """The entries of a file, or of one list in it; `examples` are wanted of shipped entries."""
        out: list[Entry] = []
        keys = ["kind", "adds_to", "attributes", "status", "certain", "subject", "phrases", "match", "not"]
        for node in reader.items(root or reader.root):
            given = reader.pairs(node, keys)
            kind = reader.text(given["kind"]) if "kind" in given else ""
            adds_to = reader.texts(given["adds_to"]) if "adds_to" in given else ()
            if bool(kind) == bool(adds_to):
                reader.wrong(node, "an entry has either kind or adds_to")
                continue
            attributes = self._attributes(reader, given, (kind,) if kind else adds_to)
            status = self._status(reader, given)
            for key in ("match", "not", "phrases") if examples else ("phrases",):
                if key not in given:
                    reader.wrong(node, f"the entry has no {key}")
            if "phrases" not in given:
                continue
            common = (kind, attributes, status)
            rest = {
                "adds_to": adds_to,
                "certain": self._flag(reader, given, "certain", True),
                "subject": self._choice(reader, given, "subject", SUBJECTS),
                "place": f"{reader.file} line {node.start_mark.line + 1}",
                "examples": reader.texts(given.get("match")) if "match" in given else (),
                "counterexamples": reader.texts(given.get("not")) if "not" in given else (),
            }
            out.append(Entry(*common, self._pattern(reader, given["phrases"]), **rest))  # type: ignore[arg-type]
        return out

    def _attributes(self, reader: Reader, given: Mapping[str, yaml.Node], kinds: Sequence[str]) -> dict[str, str]:
        node = given.get("attributes")
        out = {name: reader.text(value) for name, value in reader.pairs(node).items()} if node else {}
        for kind in kinds:
            if kind not in self._kinds:
                reader.wrong(node or given.get("kind"), f"kinds.yaml has no kind called {kind}")
                continue
            for name, value in out.items():
                allowed = self._kinds[kind].get(name)
                if allowed is None:
                    reader.wrong(node, f"{kind} has no attribute {name}")
                elif allowed and value not in allowed:
                    reader.wrong(node, (f"{kind}.{name} cannot be {value}; it is one of {', '.join(allowed)}"))
        return out

    @staticmethod
    def _status(reader: Reader, given: Mapping[str, yaml.Node]) -> Status:
        if "status" not in given:
            return Status.HAPPENED
        try:
            return Status(reader.text(given["status"]))
        except ValueError:
            reader.wrong(given["status"], f"a status is one of {', '.join(Status)}")
            return Status.HAPPENED

    @staticmethod
    def _flag(reader: Reader, given: Mapping[str, yaml.Node], key: str, default: bool) -> bool:
        value = reader.text(given[key]) if key in given else ("yes" if default else "no")
        if value not in ("yes", "no"):
            reader.wrong(given[key], f"{key} is yes or no")
        return value == "yes"

    @staticmethod
    def _choice(reader: Reader, given: Mapping[str, yaml.Node], key: str, allowed: Sequence[str]) -> str:
        value = reader.text(given[key]) if key in given else ""
        if value and value not in allowed:
            reader.wrong(given[key], f"{key} is one of {', '.join(allowed)}")
        return value

    def _pattern(self, reader: Reader, node: yaml.Node | None) -> tuple[Wording, ...]:
        from engine.code.phrases import PhraseError

        out: list[Wording] = []
        for phrase in reader.texts(node):
            try:
                out += self._compiler.wordings(phrase)
            except PhraseError as mistake:
                reader.wrong(node, str(mistake))
        return tuple(out)

    def _kind_set(self, reader: Reader, given: Mapping[str, yaml.Node], key: str) -> frozenset[str]:
        named = reader.texts(given[key]) if key in given else ()
        for kind in named:
            if kind not in self._kinds:
                reader.wrong(given[key], f"kinds.yaml has no kind called {kind}")
        return frozenset(named)

    def context(
        self, reader: Reader
    ) -> tuple[tuple[Cue, ...], tuple[Wording, ...], tuple[Wording, ...], tuple[Wording, ...]]:
        top = reader.pairs(reader.root, ["cues", "terminators", "pseudo", "nonevents"])
        cues: list[Cue] = []
        keys = ["effect", "direction", "words", "through", "kinds", "spares", "start", "phrases"]
        for node in reader.items(top.get("cues")):
            given = reader.pairs(node, keys)
            words = reader.text(given["words"]) if "words" in given else "8"
            if not words.isdecimal():
                reader.wrong(given["words"], "words is a whole number")
            cue = Cue(
                effect=self._choice(reader, given, "effect", EFFECTS),
                direction=self._choice(reader, given, "direction", DIRECTIONS) or "forward",
                words=int(words) if words.isdecimal() else 0,
                wordings=self._pattern(reader, given.get("phrases")),
                through=self._flag(reader, given, "through", False),
                kinds=self._kind_set(reader, given, "kinds"),
                spares=self._kind_set(reader, given, "spares"),
                start=self._flag(reader, given, "start", False),
                place=f"{reader.file} line {node.start_mark.line + 1}",
            )
            if not cue.effect:
                reader.wrong(node, "a cue needs an effect")
            cues.append(cue)
        stops, pseudo, nonevents = (
            self._pattern(reader, top.get(key)) for key in ("terminators", "pseudo", "nonevents")
        )
        return tuple(cues), stops, pseudo, nonevents

    def subjects(self, reader: Reader) -> dict[str, str]:
        given = reader.pairs(reader.pairs(reader.root, ["subjects"]).get("subjects"))
        out = {kind: self._choice(reader, given, kind, SUBJECTS) for kind in given}
        for kind in sorted(set(self._kinds) ^ set(out)):
            reader.wrong(given.get(kind), f"subjects.yaml and kinds.yaml disagree about {kind}")
        return out

    def screen(self, reader: Reader, part: str) -> dict[str, tuple[Wording, ...]]:
        given = reader.pairs(reader.pairs(reader.root, ["screen", "beside"]).get(part))
        for kind, node in given.items():
            if kind not in self._kinds:
                reader.wrong(node, f"kinds.yaml has no kind called {kind}")
        return {kind: self._pattern(reader, node) for kind, node in given.items()}
