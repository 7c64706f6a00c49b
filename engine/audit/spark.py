"""The same evaluation on Apache Spark: for data that is too large for one machine, where it already lies.

Parquet in, a record for each case out. The rows of a case are brought together and put in their order by Spark; what
is done with them is `engine.audit.judging.judge`, as on one machine, and the records are written down by the same
journal. Escalations follow where the records are collected. The function that the executors run imports nothing but
our own core. Written against the interface of Spark 3.5.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from engine.audit.judging import Setup, Tabled, TableRows, judge
from engine.audit.parquet import ParquetTable, is_parquet, table_rows
from engine.audit.workers import Judged, judged
from engine.errors import Place, UsageError
from engine.timeline import Person

if TYPE_CHECKING:
    import pyarrow

    from engine.audit.found import Found
    from engine.audit.running import Evaluate, Request

SCHEMA = "case string, line binary, problem string, definite int, possible int"
SMALL = 64
"""Records that an executor hands on at once."""


def on_spark(request: Request, master: str) -> Evaluate:
    """What evaluates the cases of a run on Spark. Raises UsageError where it cannot be used for this run."""
    if len(request.paths) != 1 or not is_parquet(request.paths[0]) or request.reading.listed is not None:
        raise UsageError("Spark reads one Parquet file or folder.", "Give that alone, or leave --spark out.")
    try:
        import pyspark  # noqa: F401
    except ImportError:
        remedy = "Install the package with [spark], and Java 17 or 21."
        raise UsageError("Apache Spark is not installed.", remedy) from None

    def evaluate(found: Found, left: frozenset[str], setup: Setup, processes: int) -> Iterator[Judged]:
        table = found.tables[0][0]
        assert isinstance(table, ParquetTable)
        yield from judge_on_spark(table, found.people, left, setup, master)

    return evaluate


def judge_on_spark(
    table: ParquetTable, people: Mapping[str, tuple[Person, ...]], wanted: frozenset[str], setup: Setup, master: str
) -> Iterator[Judged]:
    """The records of the wanted cases as they come from the executors; no row passes through this process."""
    if table.number is None:
        raise UsageError(
            "Spark does not keep the order of rows, and no column numbers them.",
            "Add a column of whole numbers headed row_no.", Place(table.file),
        )  # fmt: skip
    session = _session(master)
    try:
        from pyspark.sql import functions as of

        frame = session.read.parquet(str(table.path))
        frame = frame.withColumn(table.case, of.regexp_replace(of.col(table.case).cast("string"), r"^\s+|\s+$", ""))
        cases = session.createDataFrame([(case,) for case in sorted(wanted)], [table.case])
        ordered = (
            frame.join(of.broadcast(cases), table.case, "left_semi")
            .repartition(table.case)
            .sortWithinPartitions(table.case, table.number)
        )
        with warnings.catch_warnings():  # about pandas, which nothing here goes through
            warnings.simplefilter("ignore", FutureWarning)
            found = ordered.mapInArrow(_on_executor(table, dict(people), setup), SCHEMA)
        for row in found.toLocalIterator(prefetchPartitions=True):
            yield Judged(row.case, bytes(row.line), row.problem, row.definite, row.possible)
    finally:
        session.stop()


def _session(master: str) -> Any:
    """A Spark session that tells nobody anything. Raises UsageError where it does not start."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    try:
        builder = (
            SparkSession.builder.master(master)
            .appName("flag audit")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.bindAddress", "127.0.0.1" if master.startswith("local") else "0.0.0.0")
            .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
        )
        if master.startswith("local"):
            # A case takes long and its rows are few: partitions are many enough for the cores, never joined by size.
            builder = builder.config("spark.sql.adaptive.coalescePartitions.enabled", "false")
            builder = builder.config("spark.sql.shuffle.partitions", str(4 * (os.cpu_count() or 1)))
        made = builder.getOrCreate()
    except Exception as error:  # what starting Java raises has many names
        raise UsageError(
            f"Spark did not start ({type(error).__name__}).", "Check that Java 17 or 21 is installed, and the address."
        ) from None
    made.sparkContext.setLogLevel("ERROR")
    return made


def _on_executor(
    table: ParquetTable, people: dict[str, tuple[Person, ...]], setup: Setup
) -> Callable[[Iterator[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    """The function that executors run over one partition: rows sorted by case and number in, records out."""

    def evaluate(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        from engine.pack import load_pack

        pack = load_pack()
        done: list[Judged] = []
        for given in _cases(batches, table, people):
            done.append(judged(judge(given, setup, pack)))
            if len(done) == SMALL:
                yield _batch(done)
                done = []
        if done:
            yield _batch(done)

    return evaluate


def _cases(
    batches: Iterator[pyarrow.RecordBatch], table: ParquetTable, people: dict[str, tuple[Person, ...]]
) -> Iterator[Tabled]:
    """The cases of a sorted partition; the open one is carried from batch to batch."""
    case, lines, teams = "", list[tuple[int, tuple[str, ...]]](), set[str]()
    for batch in batches:
        for row in table_rows(batch, table, 0):
            if row.case != case:
                if case:
                    yield _tabled(case, lines, teams, table, people)
                case, lines, teams = row.case, [], set()
            lines.append((row.number, row.cells))
            teams.add(row.team)
    if case:
        yield _tabled(case, lines, teams, table, people)


def _tabled(
    case: str, lines: list[tuple[int, tuple[str, ...]]], teams: set[str], table: ParquetTable,
    people: dict[str, tuple[Person, ...]],
) -> Tabled:  # fmt: skip
    told = teams - {""}
    rows = TableRows(table.file, table.sha256, table.header, tuple(lines))
    return Tabled(case, told.pop() if len(told) == 1 else "", (rows,), people.get(case, ()))


def _batch(done: list[Judged]) -> pyarrow.RecordBatch:
    import pyarrow

    columns = {
        "case": pyarrow.array([one.case for one in done], pyarrow.string()),
        "line": pyarrow.array([one.line for one in done], pyarrow.binary()),
        "problem": pyarrow.array([one.problem for one in done], pyarrow.string()),
        "definite": pyarrow.array([one.definite for one in done], pyarrow.int32()),
        "possible": pyarrow.array([one.possible for one in done], pyarrow.int32()),
    }
    return pyarrow.RecordBatch.from_pydict(columns)
