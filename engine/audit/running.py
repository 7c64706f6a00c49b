"""A run from inputs to a finished folder: find, evaluate, keep, put in order, tell what could not be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from engine import __version__
from engine.audit.escalating import escalation_line
from engine.audit.folder import ESCALATIONS, HEADER, JOURNAL, LOG, RECORDS, AuditFolder, Header, read_header
from engine.audit.found import Found, Reading, find
from engine.audit.journal import Journal
from engine.audit.judging import Files, Setup
from engine.audit.tables import digest_of
from engine.audit.trouble import Trouble, render_log
from engine.audit.workers import Judged, judge_all
from engine.choosing import choose
from engine.digest import sha256
from engine.errors import Place, ReadError, UsageError
from engine.local import Local, read_local, with_local
from engine.output import write_output
from engine.pack import Pack, fingerprint, load_pack
from engine.report.words import iso
from engine.values import dataclass, field

OURS = (RECORDS, JOURNAL, LOG, ESCALATIONS, HEADER)
"""What a run writes, and may take away when it is begun anew."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for."""

    paths: tuple[Path, ...]
    purpose: str
    output: Path
    reading: Reading
    setup: Setup
    processes: int = 1
    anew: bool = False
    """Whether what an earlier run left in the folder is put aside."""


@dataclass(slots=True)
class Summary:
    """What a run came to."""

    cases: int = 0
    not_read: int = 0
    with_prompts: int = 0
    only_possible: int = 0
    went_on: int = 0
    """Cases that had been done when the run went on."""
    troubles: list[Trouble] = field(default_factory=list)


Evaluate = Callable[[Found, frozenset[str], Setup, int], Iterator[Judged]]
"""Takes what was found, the cases that are left, how to evaluate them and in how many processes."""
Tell = Callable[[Judged, int, int], None]
"""Told of each case as it comes: the record, how many are done, how many there are."""


def on_this_machine(found: Found, left: frozenset[str], setup: Setup, processes: int) -> Iterator[Judged]:
    """Evaluate in processes of this machine. Raises ReadError where a table goes while it is read."""
    return judge_all(found.given(left), setup, processes)


def run(request: Request, tell: Tell | None = None, evaluate: Evaluate = on_this_machine) -> Summary:
    """Run an audit, or go on with it. Raises UsageError where it cannot be begun or the disk is full."""
    pack = load_pack()
    local = local_of(request, pack)
    header = header_of(request, pack, local)
    for path in request.paths:
        if not path.exists():
            raise UsageError("There is no such file or folder.", "Check the name.", Place(path.name or str(path)))
    _prepare(request, header)
    found = find(request.paths, request.reading)
    if not found.cases:
        _write_log(request.output, found.troubles)
        why = f" ({found.troubles[0]})" if found.troubles else ""
        raise UsageError(f"There is no case in what was given{why}.", f"The whole list is in {LOG}.")
    summary = Summary(cases=len(found.cases))
    if request.setup.options.local is not None:
        name = request.setup.options.local.name
        summary.troubles += [Trouble(name, words, "See `flag rules --local`.") for words in local.left_out]
    with Journal(request.output) as journal:
        journal.drop(stale(journal, found))
        summary.went_on = len(journal.cases)
        left = found.cases - journal.cases
        done = summary.went_on
        try:
            for one in evaluate(found, left, request.setup, request.processes) if left else ():
                journal.add(one.case, one.line)
                done += 1
                if one.killed == 1:
                    what = "A process was stopped by the system over this case; it was evaluated in a second one."
                    summary.troubles.append(Trouble(f"case {one.case}", what, "Look for a want of memory."))
                if tell is not None:
                    tell(one, done, summary.cases)
        except ReadError as error:  # a table went while it was read; what had come of it is kept
            summary.troubles.append(Trouble(str(error.place or ""), error.what, error.remedy))
        for case in sorted(found.cases - journal.cases):
            what = "Its rows were not there any more when it was its turn."
            summary.troubles.append(Trouble(f"case {case}", what, "Put the file back and run the same command again."))
        journal.finish(request.output)
    _conclude(request, header, pack, found, summary)
    return summary


def _conclude(request: Request, header: Header, pack: Pack, found: Found, summary: Summary) -> None:
    """Draw escalations from the collected records, count, and write the log."""
    names = set(header.rules)
    wanted = [
        one
        for one in pack.library.escalations
        if not (rules := {fact.name for fact in one.facts() if fact.kind in ("finding", "other child")})
        or rules & names
    ]
    lines = []
    for record in AuditFolder(request.output).records():
        if record.problem:
            summary.not_read += 1
            summary.troubles.append(Trouble(f"case {record.case}", record.problem, ""))
            continue
        certainties = {one.certainty for one in record.findings if one.prompts}
        summary.with_prompts += "definite" in certainties
        summary.only_possible += certainties == {"possible"}
        lines.append(escalation_line(record, wanted))
    write_output(request.output / ESCALATIONS, b"".join(lines), force=True)
    summary.troubles += found.troubles
    _write_log(request.output, summary.troubles)


def _write_log(folder: Path, troubles: Iterable[Trouble]) -> None:
    write_output(folder / LOG, render_log(troubles), force=True)


# --- the header, and going on -------------------------------------------------------------------------------


def local_of(request: Request, pack: Pack) -> Local:
    """The local practice given for all cases. Raises what reading it raises."""
    options = request.setup.options
    return read_local(options.local, pack.library, options.as_at or 0) if options.local is not None else Local()


def header_of(request: Request, pack: Pack, local: Local) -> Header:
    """What a run is asked to do, as it is written down. Raises UsageError where it cannot be."""
    options = request.setup.options
    if not request.purpose.strip():
        raise UsageError("An audit says what it is for.", 'Add --purpose "..."; it is printed with every result.')
    chosen = choose(with_local(pack.library.rules, local, options.rules), options.rules)
    reading = request.reading
    return Header(
        purpose=request.purpose.strip(),
        program=__version__,
        fingerprint=fingerprint(),
        rules={rule.name: rule.version for rule in chosen.rules},
        themes={rule.name: rule.theme for rule in chosen.rules},
        wanted=options.rules,
        local=tuple(map(str, local.changes)),
        local_sha256=sha256(options.local.read_bytes()).hexdigest() if options.local is not None else "",
        as_at=iso(options.as_at) if options.as_at is not None else "",
        lifecycle=request.setup.lifecycle,
        events=request.setup.events,
        hindsight=options.hindsight,
        inputs=tuple(str(path) for path in request.paths),
        reading={name: getattr(reading, name) for name in reading.__match_args__}
        | {
            "agency": options.agency,
            "encoding": options.encoding,
            "columns": dict(options.columns or {}),
            "words": [str(path) for path in options.words],
            "local": str(options.local) if options.local is not None else None,
        },
    )


def _prepare(request: Request, header: Header) -> None:
    """The output folder, with its header; what stands there already must be this run's. Raises UsageError."""
    folder, place = request.output, Place(request.output.name)
    if folder.exists() and not folder.is_dir():
        raise UsageError("The output of an audit is a folder; this is a file.", "Choose another name.", place)
    if not folder.parent.is_dir():
        raise UsageError("The folder above it is not there.", "Make it, or choose another place.", place)
    _outside(request)
    try:
        folder.mkdir(exist_ok=True)
        there = {one.name for one in folder.iterdir()}
    except OSError as error:
        why = error.strerror or "no reason given"
        raise UsageError(f"The output folder cannot be made ({why}).", "Choose another place.", place) from None
    if there and HEADER not in there:
        raise UsageError(
            "This folder holds other things and was left as it is.", "Choose a new or empty folder.", place
        )
    if HEADER in there and request.anew:
        for name in OURS:
            (folder / name).unlink(missing_ok=True)
    elif HEADER in there:
        _same(read_header(folder), header, place)
        if RECORDS in there:
            raise UsageError(
                "This audit has run to its end.",
                "Use its results; or run it again from the beginning with --anew.",
                place,
            )
    write_output(folder / HEADER, header.model_dump_json(indent=1).encode() + b"\n", force=True)


def _outside(request: Request) -> None:
    """Raise UsageError where an input lies inside the output."""
    out = request.output.resolve()
    for path in request.paths:
        if path.resolve() == out or out in path.resolve().parents:
            raise UsageError(
                "What is read lies in the output folder.", "Choose another output folder.", Place(path.name)
            )


def _same(before: Header, now: Header, place: Place) -> None:
    """Raise UsageError where a folder holds a run that was asked something else."""
    old, new = before.model_dump(), now.model_dump()
    other = [name.rstrip("_").replace("_", " ") for name in new if old[name] != new[name]]
    if other:
        raise UsageError(
            f"This folder holds a run with another {', '.join(other)}.",
            "Choose another folder, or begin anew in this one with --anew.", place,
        )  # fmt: skip


def stale(journal: Journal, found: Found) -> frozenset[str]:
    """Cases of an earlier run to be done again: not read then, gone now, or with files that have changed since."""
    there = {given.case: given for given in found.files}
    digests = {case: set[str]() for _, index in found.tables for case in index.rows}
    for table, index in found.tables:
        for case in index.rows:
            digests[case].add(table.sha256)
    again: set[str] = set()
    for record in journal.records():
        if record.problem or record.case not in found.cases:
            again.add(record.case)
            continue
        told = {kept.sha256 for kept in record.files}
        now = _digests(there[record.case]) if record.case in there else digests[record.case]
        if told != now:
            again.add(record.case)
    return frozenset(again)


def _digests(given: Files) -> set[str]:
    try:
        return {digest_of(path, path.name) for path in given.paths}
    except ReadError:
        return set()
