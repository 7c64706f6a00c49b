"""The same evaluation on a real local Spark session, where Spark and Java are installed."""

from __future__ import annotations

import random
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from small_cases import CLOSED, NO_ACCESS, QUIET, asked, long_table
from test_running import contents, here

from engine.audit.found import Reading
from engine.audit.running import run
from engine.errors import UsageError

pytest.importorskip("pyspark", reason="Apache Spark is not installed: install the package with [spark]")
pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
if shutil.which("java") is None:
    pytest.skip("no Java on this machine, which Spark needs", allow_module_level=True)

from engine.audit.spark import on_spark  # noqa: E402

WORDS = [row[2] for row in (*NO_ACCESS, *CLOSED, *QUIET)]
AGENCIES = ["Children's Social Care", "Health Visiting", "School", "Police"]


def authority(path: Path, cases: int, seed: int = 4) -> Path:
    """Rows of many cases in no order but numbered, several on one day, some cases with identifiers that sort oddly."""
    chance = random.Random(seed)
    rows = []
    for case in range(cases):
        name = f"{case:03}" if case % 3 else f" {case}\u00e9 "
        for _ in range(chance.randint(1, 9)):
            day = date(2022, 1, 1) + timedelta(days=chance.randrange(60))
            rows.append((name, day, chance.choice(AGENCIES), chance.choice(WORDS), chance.choice(["Y", "N", None])))
    numbered = [(*row, number) for number, row in enumerate(rows, start=2)]
    chance.shuffle(numbered)
    names = ("case", "date", "agency", "event", "child_seen", "row_no")
    parquet.write_table(pyarrow.table(dict(zip(names, map(list, zip(*numbered, strict=True)), strict=True))), path)
    return path


def test_spark_many_processes_and_one_give_the_same_bytes_on_500_cases(tmp_path: Path) -> None:
    path = authority(tmp_path / "authority.parquet", 500)
    run(asked(path, tmp_path / "one", rules=("all",)), evaluate=here)
    run(asked(path, tmp_path / "two", rules=("all",), processes=2))
    request = asked(path, tmp_path / "spark", rules=("all",))
    run(request, evaluate=on_spark(request, "local[2]"))
    assert contents(tmp_path / "one") == contents(tmp_path / "two") == contents(tmp_path / "spark")


def test_spark_goes_on_with_the_cases_that_are_left(tmp_path: Path) -> None:
    path = authority(tmp_path / "authority.parquet", 12)
    run(asked(path, tmp_path / "whole"), evaluate=here)
    whole = contents(tmp_path / "whole")
    out = tmp_path / "out"
    out.mkdir()
    (out / "audit.json").write_bytes(whole["audit.json"])
    (out / "journal.jsonl").write_bytes(b"".join(whole["findings.jsonl"].splitlines(keepends=True)[:5]))
    request = asked(path, out)
    summary = run(request, evaluate=on_spark(request, "local[2]"))
    assert summary.went_on == 5
    assert contents(out) == whole


def test_spark_reads_parquet_alone_and_needs_numbered_rows(tmp_path: Path) -> None:
    request = asked(long_table(tmp_path / "all.csv", {"17": CLOSED}), tmp_path / "out")
    with pytest.raises(UsageError, match="one Parquet file or folder"):
        on_spark(request, "local[2]")
    columns = {"case": ["1"], "date": ["01/03/2022"], "event": ["Child seen."]}
    parquet.write_table(pyarrow.table(columns), tmp_path / "bare.parquet")
    bare = asked(tmp_path / "bare.parquet", tmp_path / "bare", reading=Reading())
    with pytest.raises(UsageError, match="no column numbers them"):
        run(bare, evaluate=on_spark(bare, "local[2]"))
