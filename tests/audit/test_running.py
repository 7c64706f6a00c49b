"""A run from beginning to end, in one process and in several, stopped and gone on with."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_cases import CLOSED, NO_ACCESS, QUIET, asked, long_table, three_cases, write_csv

from engine.audit.folder import AuditFolder
from engine.audit.found import Found
from engine.audit.journal import Journal
from engine.audit.judging import Files, Setup, judge
from engine.audit.record import as_line
from engine.audit.running import run
from engine.audit.workers import KILLED, Judged, judge_all, judged
from engine.errors import UsageError
from engine.pack import load_pack

PACK = load_pack()
FILES = ("findings.jsonl", "escalations.jsonl", "log.csv", "audit.json")


def here(found: Found, left: frozenset[str], setup: Setup, processes: int) -> Iterator[Judged]:
    """Evaluate in this process: quick, and the order is known."""
    for given in found.given(left):
        yield judged(judge(given, setup, PACK))


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def log(folder: Path) -> str:
    return (folder / "log.csv").read_text(encoding="utf-8")


def test_a_run_keeps_every_case_in_order(tmp_path: Path) -> None:
    summary = run(asked(three_cases(tmp_path / "cases"), tmp_path / "out"), evaluate=here)
    assert (summary.cases, summary.not_read) == (3, 0)
    assert [record.case for record in AuditFolder(tmp_path / "out").records()] == ["maple", "north/rowan", "willow"]
    assert not (tmp_path / "out" / "journal.jsonl").exists()


def test_the_same_input_gives_the_same_bytes_whatever_the_number_of_processes(tmp_path: Path) -> None:
    folder = three_cases(tmp_path / "cases")
    (folder / "broken.csv").write_text("nothing that is a chronology\n", encoding="utf-8")
    alone = asked(folder, tmp_path / "alone", rules=("all",), events=True)
    run(alone, evaluate=here)
    run(asked(folder, tmp_path / "three", rules=("all",), events=True, processes=3))
    assert contents(tmp_path / "alone") == contents(tmp_path / "three")


def test_a_case_in_a_table_is_judged_as_the_same_rows_in_a_file(tmp_path: Path) -> None:
    run(asked(three_cases(tmp_path / "cases"), tmp_path / "files"), evaluate=here)
    table = long_table(tmp_path / "all.csv", {"maple": NO_ACCESS, "north/rowan": CLOSED, "willow": QUIET})
    run(asked(table, tmp_path / "table"), evaluate=here)

    def told(folder: Path) -> list[tuple[str, list[tuple[str, str, str]]]]:
        return [
            (record.case, [(one.id, one.state, one.certainty) for one in record.findings])
            for record in AuditFolder(folder).records()
        ]

    assert told(tmp_path / "files") == told(tmp_path / "table")


def test_a_case_that_cannot_be_read_does_not_stop_the_rest(tmp_path: Path) -> None:
    folder = three_cases(tmp_path / "cases")
    (folder / "broken.csv").write_text("nothing that is a chronology\n", encoding="utf-8")
    (folder / "photo.jpg").write_bytes(b"\xff")
    summary = run(asked(folder, tmp_path / "out"), evaluate=here)
    assert (summary.cases, summary.not_read) == (4, 1)
    assert "case broken" in log(tmp_path / "out")
    assert "photo.jpg" in log(tmp_path / "out")


def test_escalations_follow_from_the_collected_records(tmp_path: Path) -> None:
    pytest.importorskip("durable.lang")
    from engine.session import Options, open_session

    path = write_csv(tmp_path / "cases" / "maple.csv", [*NO_ACCESS[:4], *CLOSED, NO_ACCESS[4]])
    run(asked(tmp_path / "cases", tmp_path / "out", rules=("all",)), evaluate=here)
    lines = (tmp_path / "out" / "escalations.jsonl").read_text(encoding="utf-8").splitlines()
    drawn = [(one["id"], one["certainty"], tuple(one["because_of"])) for one in json.loads(lines[0])["drawn"]]
    report = open_session([path], Options(rules=("all",))).report()
    expected = [(one.id, one.certainty, one.because_of) for one in report.prompts if one.kind == "escalation"]
    assert expected
    assert sorted(drawn) == sorted(expected)


# --- going on ---------------------------------------------------------------------------------------------


def stopping_after(number: int) -> object:
    def evaluate(found: Found, left: frozenset[str], setup: Setup, processes: int) -> Iterator[Judged]:
        for at, one in enumerate(here(found, left, setup, processes)):
            if at == number:
                raise KeyboardInterrupt
            yield one

    return evaluate


@pytest.mark.parametrize("done", [0, 1, 2])
def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path, done: int) -> None:
    folder = three_cases(tmp_path / "cases")
    run(asked(folder, tmp_path / "whole"), evaluate=here)
    with pytest.raises(KeyboardInterrupt):
        run(asked(folder, tmp_path / "out"), evaluate=stopping_after(done))  # type: ignore[arg-type]
    summary = run(asked(folder, tmp_path / "out"), evaluate=here)
    assert summary.went_on == done
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_a_journal_cut_off_at_any_byte_loses_no_case_and_has_none_twice(tmp_path: Path) -> None:
    """Killed while it writes: whatever part of the journal reached the disk, the result is the same."""
    folder = three_cases(tmp_path / "cases")
    run(asked(folder, tmp_path / "whole"), evaluate=here)
    whole = contents(tmp_path / "whole")
    journal = whole["findings.jsonl"]
    for cut in [*range(0, len(journal), 997), len(journal) - 1, len(journal)]:
        out = tmp_path / f"out{cut}"
        out.mkdir()
        (out / "audit.json").write_bytes(whole["audit.json"])
        (out / "journal.jsonl").write_bytes(journal[:cut])
        summary = run(asked(folder, out), evaluate=here)
        assert contents(out) == whole
        assert summary.went_on == journal[:cut].count(b"\n")


def test_a_case_that_changed_since_is_done_again(tmp_path: Path) -> None:
    folder = three_cases(tmp_path / "cases")
    with pytest.raises(KeyboardInterrupt):
        run(asked(folder, tmp_path / "out"), evaluate=stopping_after(2))  # type: ignore[arg-type]
    write_csv(folder / "maple.csv", QUIET)
    summary = run(asked(folder, tmp_path / "out"), evaluate=here)
    assert summary.went_on == 1
    run(asked(folder, tmp_path / "fresh"), evaluate=here)
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_a_run_with_other_settings_does_not_go_on_in_the_same_folder(tmp_path: Path) -> None:
    folder = three_cases(tmp_path / "cases")
    with pytest.raises(KeyboardInterrupt):
        run(asked(folder, tmp_path / "out"), evaluate=stopping_after(1))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="another rules, themes, wanted"):
        run(asked(folder, tmp_path / "out", rules=("all",)), evaluate=here)
    with pytest.raises(UsageError, match="another lifecycle"):
        run(asked(folder, tmp_path / "out", lifecycle=False), evaluate=here)


def test_a_finished_run_is_not_run_over(tmp_path: Path) -> None:
    folder = three_cases(tmp_path / "cases")
    run(asked(folder, tmp_path / "out"), evaluate=here)
    (tmp_path / "out" / "workbook.xlsx").write_bytes(b"what an auditor typed")
    with pytest.raises(UsageError, match="run to its end"):
        run(asked(folder, tmp_path / "out"), evaluate=here)
    run(asked(folder, tmp_path / "out", anew=True), evaluate=here)
    assert (tmp_path / "out" / "workbook.xlsx").read_bytes() == b"what an auditor typed"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda out: out.write_text("x"), "this is a file"),
        (lambda out: (out.mkdir(), (out / "thesis.docx").write_text("x")), "holds other things"),
        (lambda out: (out.mkdir(), (out / "audit.json").write_text("{")), "cannot be read"),
    ],
)
def test_an_output_that_cannot_be_used_is_left_as_it_is(tmp_path: Path, make: object, says: str) -> None:
    make(tmp_path / "out")  # type: ignore[operator]
    with pytest.raises(UsageError, match=says):
        run(asked(three_cases(tmp_path / "cases"), tmp_path / "out"), evaluate=here)


def test_what_is_read_does_not_lie_in_the_output(tmp_path: Path) -> None:
    folder = three_cases(tmp_path / "cases")
    with pytest.raises(UsageError, match="lies in the output folder"):
        run(asked(folder / "maple.csv", folder), evaluate=here)


def test_an_audit_without_a_purpose_does_not_begin(tmp_path: Path) -> None:
    from engine.values import replace

    request = replace(asked(three_cases(tmp_path / "cases"), tmp_path / "out"), purpose="  ")
    with pytest.raises(UsageError, match="says what it is for"):
        run(request, evaluate=here)
    assert not (tmp_path / "out").exists()


def test_no_case_at_all_is_an_error_that_says_where_the_list_is(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "photo.jpg").write_bytes(b"x")
    with pytest.raises(UsageError, match="There is no case in what was given"):
        run(asked(tmp_path / "cases", tmp_path / "out"), evaluate=here)
    assert "photo.jpg" in log(tmp_path / "out")


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    out = tmp_path / "out"
    out.mkdir()
    with Journal(out), pytest.raises(UsageError, match="Another run"), Journal(out):
        pass


def test_a_table_that_goes_while_it_is_read_is_told_and_what_came_of_it_is_kept(tmp_path: Path) -> None:
    table = long_table(tmp_path / "cases" / "all.csv", {"17": NO_ACCESS, "18": CLOSED})
    write_csv(tmp_path / "cases" / "oak.csv", QUIET)

    def vanishing(found: Found, left: frozenset[str], setup: Setup, processes: int) -> Iterator[Judged]:
        table.unlink()
        yield from here(found, left, setup, processes)

    summary = run(asked(tmp_path / "cases", tmp_path / "out"), evaluate=vanishing)
    assert [record.case for record in AuditFolder(tmp_path / "out").records()] == ["oak"]
    assert "all.csv: The file has gone" in "\n".join(map(str, summary.troubles))
    assert "case 17" in log(tmp_path / "out")


def test_a_full_disk_keeps_what_was_done(tmp_path: Path) -> None:
    """On a file system of 64 kB, where there is one to be had: the run stops, and goes on when there is room."""
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("no right to make a small file system here")
    try:
        folder = tmp_path / "cases"
        for number in range(8):
            write_csv(folder / f"case{number}.csv", NO_ACCESS)
        with pytest.raises(UsageError, match="what was done is kept"):
            run(asked(folder, small / "out", rules=("all",)), evaluate=here)
        done = (small / "out" / "journal.jsonl").read_bytes()
        assert done == b"" or done.endswith(b"}\n")
        subprocess.run(["mount", "-o", "remount,size=8m", str(small)], check=True)
        summary = run(asked(folder, small / "out", rules=("all",)), evaluate=here)
        assert summary.went_on == done.count(b"\n")
        run(asked(folder, tmp_path / "whole", rules=("all",)), evaluate=here)
        assert contents(small / "out") == contents(tmp_path / "whole")
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_the_log_is_a_table_in_which_nothing_acts(tmp_path: Path) -> None:
    folder = three_cases(tmp_path / "cases")
    (folder / "=cmd().bin").write_bytes(b"x")
    run(asked(folder, tmp_path / "out"), evaluate=here)
    rows = list(csv.reader(io.StringIO(log(tmp_path / "out"))))
    assert rows[0] == ["where", "what", "what to do"]
    assert not any(cell.startswith("=") for row in rows for cell in row)


# --- processes that are killed ----------------------------------------------------------------------------


def test_a_killed_run_started_again_gives_the_same_result(tmp_path: Path) -> None:
    """The whole program killed with the signal that nothing can catch, then started again with the same words."""
    folder = tmp_path / "cases"
    for number in range(12):
        write_csv(folder / f"case{number:02}.csv", NO_ACCESS * 4 if number % 2 else CLOSED)
    command = [
        sys.executable, "-m", "cli", "audit", str(folder), "--purpose", "To try the audit", "--rules", "all",
        "--processes", "2", "--output",
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    started = subprocess.Popen([*command, str(tmp_path / "out")], env=environment, stdout=subprocess.DEVNULL)
    journal = tmp_path / "out" / "journal.jsonl"
    ends = time.monotonic() + 60
    while time.monotonic() < ends and started.poll() is None and not (journal.exists() and journal.stat().st_size):
        time.sleep(0.02)
    started.send_signal(signal.SIGKILL)
    started.wait()
    assert journal.exists(), "it was to be killed half way"
    subprocess.run([*command, str(tmp_path / "out")], env=environment, stdout=subprocess.DEVNULL, check=True)
    subprocess.run([*command, str(tmp_path / "whole")], env=environment, stdout=subprocess.DEVNULL, check=True)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_a_process_killed_by_the_system_is_told_and_the_rest_completes(tmp_path: Path) -> None:
    folder = three_cases(tmp_path / "cases")
    givens = [Files(name, "", (folder / f"{name}.csv",)) for name in ("maple", "willow")]
    fatal = Files("fatal", "", (Killer(folder / "maple.csv"),))
    setup = asked(folder, folder).setup
    records = {one.case: one for one in judge_all([givens[0], fatal, givens[1]], setup, 2)}
    assert records["fatal"].problem == KILLED
    assert records["fatal"].killed == 2
    assert not records["maple"].problem
    assert not records["willow"].problem


def test_a_process_killed_once_is_replaced_and_the_case_is_done(tmp_path: Path) -> None:
    folder = three_cases(tmp_path / "cases")
    once = Files("once", "", (Killer(folder / "maple.csv", tmp_path / "killed"),))
    (record,) = judge_all([once], asked(folder, folder).setup, 2)
    assert record.killed == 1
    assert not record.problem
    expected = judge(Files("once", "", (folder / "maple.csv",)), asked(folder, folder).setup, PACK)
    assert record.line == as_line(expected)


class Killer:
    """Stands for a path; the process that unpacks it is killed, each time or (with a marker) the first time."""

    def __init__(self, path: Path, marker: Path | None = None) -> None:
        self.path, self.marker = path, marker

    def __reduce__(self) -> tuple[object, ...]:
        return kill_or, (self.path, self.marker)


def kill_or(path: Path, marker: Path | None) -> Path:
    if marker is None or not marker.exists():
        if marker is not None:
            marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return path


def test_what_is_left_out_of_local_practice_is_in_the_log(tmp_path: Path) -> None:
    from engine.session import Options
    from engine.values import replace

    local = tmp_path / "local.yaml"
    local.write_text("numbers:\n  - {rule: child-not-seen-n-days, number: nonsense, value: 7 days}\n", encoding="utf-8")
    request = asked(three_cases(tmp_path / "cases"), tmp_path / "out")
    run(replace(request, setup=Setup(Options(local=local))), evaluate=here)
    assert "local.yaml, line 2: left out" in log(tmp_path / "out")
