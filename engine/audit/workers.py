"""Processes that evaluate cases: each has one case at a time, so that when one is killed it is known over what.

The process that starts them hands out cases and takes in records; it evaluates nothing itself. A case over which a
process was killed is tried once more in a fresh one, and then told as not evaluated. The order in which records come
says nothing; what is in them does not depend on the number of processes.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from engine.audit.judging import Given, Setup, judge
from engine.audit.record import CaseKept, as_line
from engine.values import dataclass, replace

KILLED = (
    "The process that evaluated it was stopped by the system twice, perhaps for want of memory."
    " Try it alone with `flag FILE`, or with fewer processes."
)


@dataclass(frozen=True, slots=True)
class Judged:
    """The record of a case as a line, and whether a process was killed over it."""

    case: str
    line: bytes
    problem: str
    definite: int = 0
    """Prompts that stand for certain on the day; questions are not counted."""
    possible: int = 0
    """Prompts that stand in some readings only."""
    killed: int = 0
    """How often a process was killed over it."""


def judged(record: CaseKept, killed: int = 0) -> Judged:
    """A record, ready to be written down."""
    standing = [one for one in record.findings if one.prompts]
    definite = sum(1 for one in standing if one.certainty == "definite")
    return Judged(record.case, as_line(record), record.problem, definite, len(standing) - definite, killed)


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    given: Given | None = None


def judge_all(givens: Iterable[Given], setup: Setup, processes: int) -> Iterator[Judged]:
    """The records of all cases as they come. Raises what taking the next case raises, once the others are done."""
    context = multiprocessing.get_context("spawn")
    waiting = iter(givens)
    again: list[Given] = []
    killed: dict[str, int] = {}
    error: Exception | None = None
    workers: list[_Worker] = []

    def next_case() -> Given | None:
        nonlocal error
        if again:
            return again.pop()
        if error is None:
            try:
                return next(waiting, None)
            except Exception as raised:  # told when the cases under way are done
                error = raised
        return None

    def hand_on(worker: _Worker) -> None:
        worker.given = next_case()
        if worker.given is None:
            return
        with contextlib.suppress(BrokenPipeError, ConnectionError):  # its end is met when it is waited for
            worker.pipe.send(worker.given)

    try:
        for _ in range(processes):
            workers.append(_start(context, setup))
            hand_on(workers[-1])
        while busy := [worker for worker in workers if worker.given is not None]:
            for ready in wait([worker.pipe for worker in busy]):
                worker = next(one for one in busy if one.pipe is ready)
                given = worker.given
                assert given is not None
                try:
                    done: Judged = worker.pipe.recv()
                except (EOFError, ConnectionError):
                    workers[workers.index(worker)] = fresh = _replace(context, setup, worker)
                    killed[given.case] = killed.get(given.case, 0) + 1
                    if killed[given.case] == 1:
                        again.append(given)
                    else:
                        yield judged(CaseKept(given.case, given.team, KILLED), 2)
                    hand_on(fresh)
                    continue
                hand_on(worker)
                yield replace(done, killed=1) if given.case in killed else done
            for worker in workers:
                if worker.given is None and again:
                    hand_on(worker)
    finally:
        for worker in workers:
            _stop(worker)
    if error is not None:
        raise error


def _start(context: multiprocessing.context.SpawnContext, setup: Setup) -> _Worker:
    mine, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, setup), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, mine)


def _replace(context: multiprocessing.context.SpawnContext, setup: Setup, worker: _Worker) -> _Worker:
    _stop(worker)
    return _start(context, setup)


def _stop(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.terminate()
    worker.process.join()


def _work(pipe: Connection, setup: Setup) -> None:
    """What a process does: a case in, its record out, until nobody asks any more."""
    import signal

    from engine.pack import load_pack

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started it stops the others in order
    pack = load_pack()
    while True:
        try:
            given: Given = pipe.recv()
        except (EOFError, ConnectionError):
            return
        try:
            pipe.send(judged(judge(given, setup, pack)))
        except (BrokenPipeError, ConnectionError):
            return
