"""The owner's four rules on one coded log: flag against pandas, DuckDB, durable-rules alone and pm4py.

    python -m bench.four_rules 500 200          500 cases of 200 rows

The four rules: child not seen for N days; repeated visits without access; a third-party referral closed without a
reason; a new partner without checks. The peers answer a simpler question than flag does, because none of them
knows imprecise days: they are given each row's earliest day, take every row as certain and about every child,
and say only whether a case has the pattern at the end. Every figure is a ratio within this run.
"""

from __future__ import annotations

import gc
import importlib.util
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.generate import cases, last_day
from engine.dates.calendars import calendar_for
from engine.evaluate import evaluate
from engine.library import load_library
from engine.timeline import Case
from engine.view import Standards

FOUR = (
    "child-not-seen-n-days",
    "repeated-no-access-visits",
    "anonymous-referral-closed-without-rationale",
    "new-partner-unassessed",
)


def timed(job: Callable[[], object]) -> tuple[float, object]:
    """Processor seconds of a job, and what it gave."""
    gc.collect()
    began = time.process_time()
    result = job()
    return time.process_time() - began, result


def frame_of(log: list[Case]) -> Any:
    """The log as a table: a row for each event and child."""
    import pandas as pd

    rows = [
        (
            case.name, event.when.earliest, event.kind, event.attributes.get("outcome", ""),
            event.attributes.get("rung", ""), event.attributes.get("source", ""),
            event.attributes.get("rationale", ""), event.attributes.get("new", ""), event.person or "",
        )
        for case in log
        for event in case.events
    ]  # fmt: skip
    names = ["case", "day", "kind", "outcome", "rung", "source", "rationale", "new", "person"]
    frame = pd.DataFrame(rows, columns=names)
    for name in ("case", "kind", "outcome", "rung", "source", "rationale", "new", "person"):
        frame[name] = frame[name].astype("category")
    return frame.sort_values(["case", "day"], kind="stable").reset_index(drop=True)


def with_pandas(frame: Any, as_at: int) -> dict[str, int]:
    """The four rules vectorised: no loops over cases, no apply."""
    import numpy as np

    seen = frame[(frame["kind"] == "sighting") & frame["rung"].isin(["b", "c", "d", "e"])]
    last_seen = seen.groupby("case", observed=True)["day"].max()
    first_row = frame.groupby("case", observed=True)["day"].min()
    clock = last_seen.reindex(first_row.index).fillna(first_row)
    not_seen = int(((as_at - clock) > 42).sum())

    attempts = frame[(frame["kind"] == "visit") & frame["outcome"].isin(["no access", "doorstep"])]
    attempts = attempts.assign(sightings=_count_before(seen, attempts))
    previous = attempts.groupby("case", observed=True)[["day", "sightings"]].shift(1)
    close = (attempts["day"] - previous["day"]) <= 14
    same_run = attempts["sightings"] == previous["sightings"]
    total = seen.groupby("case", observed=True).size().reindex(attempts["case"]).fillna(0).to_numpy()
    still_open = attempts["sightings"].to_numpy() == total
    repeated = int(attempts[close & same_run & still_open]["case"].nunique())

    decisions = frame[(frame["kind"] == "no_further_action") & (frame["rationale"] == "")]
    third = frame[(frame["kind"] == "referral") & frame["source"].isin(["anonymous", "family", "neighbour", "public"])]
    weighed = frame[frame["kind"].isin(["assessment", "strategy_discussion", "section_47"])]
    paired = decisions.merge(third[["case", "day"]], on="case", suffixes=("", "_third"))
    paired = paired[(paired["day_third"] <= paired["day"]) & (paired["day"] - paired["day_third"] <= 31)]
    last_weighed = weighed.groupby("case", observed=True)["day"].max().reindex(paired["case"]).fillna(-1).to_numpy()
    closed = int(paired[last_weighed < paired["day"].to_numpy()]["case"].nunique())

    joined = frame[(frame["kind"] == "household_change") & (frame["new"] == "yes")]
    checks = frame[frame["kind"] == "adult_check"]
    pairs = joined.merge(checks[["case", "person", "day"]], on=["case", "person"], how="left", suffixes=("", "_check"))
    met = (pairs["day_check"] >= pairs["day"]).groupby([pairs["case"], pairs["day"]], observed=True).any()
    overdue = np.asarray(as_at - met.index.get_level_values(1) > 14) & ~met.to_numpy()
    partner = int(met.index.get_level_values(0)[overdue].nunique())
    return {"not seen": not_seen, "no access": repeated, "third party": closed, "partner": partner}


def _count_before(seen: Any, attempts: Any) -> Any:
    """For each attempt, how many sightings of its case lie on or before its day."""
    import pandas as pd

    marked = pd.concat([seen.assign(is_seen=1), attempts.assign(is_seen=0)])
    marked = marked.sort_values(["case", "day", "is_seen"], ascending=[True, True, False], kind="stable")
    running = marked.groupby("case", observed=True)["is_seen"].cumsum()
    return running[marked["is_seen"] == 0].reindex(attempts.index)


SQL = """
with seen as (
  select "case", max(day) as last from log
  where kind = 'sighting' and rung in ('b','c','d','e') group by "case"
),
first as (select "case", min(day) as first from log group by "case"),
attempts as (
  select l."case", l.day, lag(l.day) over (partition by l."case" order by l.day) as previous, s.last
  from log l left join seen s using ("case")
  where kind = 'visit' and outcome in ('no access', 'doorstep')
),
third as (
  select "case", day from log
  where kind = 'referral' and source in ('anonymous','family','neighbour','public')
),
weighed as (
  select "case", max(day) as last from log
  where kind in ('assessment','strategy_discussion','section_47') group by "case"
)
select
  (select count(*) from first left join seen using ("case") where ? - coalesce(last, first) > 42),
  (select count(distinct "case") from attempts where day - previous <= 14 and previous >= coalesce(last, 0)),
  (select count(distinct d."case") from log d
     join third t on d."case" = t."case" and t.day <= d.day and d.day - t.day <= 31
     left join weighed w on w."case" = d."case"
     where d.kind = 'no_further_action' and d.rationale = '' and coalesce(w.last, -1) < d.day),
  (select count(distinct p."case") from log p
     where p.kind = 'household_change' and p.new = 'yes' and ? - p.day > 14
     and not exists (select 1 from log c where c.kind = 'adult_check' and c."case" = p."case"
                     and c.person = p.person and c.day >= p.day))
"""


def with_duckdb(frame: Any, as_at: int) -> dict[str, int]:
    """The four rules as one SQL statement, on one thread."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("set threads = 1")
    connection.register("log", frame)
    counts = connection.execute(SQL, [as_at, as_at]).fetchall()[0]
    return dict(zip(("not seen", "no access", "third party", "partner"), counts, strict=True))


def with_durable_rules(log: list[Case]) -> dict[str, int]:
    """What durable-rules can do alone: facts in, joins of equals; no days, no absence, no windows.

    Only the one rule of the four that is a plain join is run (a third-party referral and a decision without a
    reason in one case), so its figure is a lower bound.
    """
    from durable.lang import assert_facts, c, m, ruleset, when_all

    found: set[str] = set()
    with ruleset("third_party"):
        when_all(
            c.referral << (m.kind == "referral") & (m.source == "anonymous"),
            c.closed << (m.kind == "no_further_action") & (m.reason == ""),
        )(lambda context: found.add(context.referral.sid))
    for case in log:
        facts = [
            {
                "id": f"{case.name}-{at}", "sid": case.name, "kind": event.kind,
                "source": event.attributes.get("source", ""), "reason": event.attributes.get("rationale", ""),
            }
            for at, event in enumerate(case.events)
            if event.kind in ("referral", "no_further_action")
        ]  # fmt: skip
        for fact in facts:
            try:
                assert_facts("third_party", [fact])
            except Exception:  # a fact that no rule speaks of is refused
                continue
    return {"third party": len(found)}


def main(number: int, rows: int) -> None:
    """Time them and print the table."""
    library = load_library()
    standards = Standards(library.states, calendar_for("england"))
    log = list(cases(number, rows))
    as_at = last_day()
    total = number * rows
    gc.freeze()
    four = [rule for rule in library.rules if rule.name in FOUR]
    core = [rule for rule in library.rules if "core" in rule.packs]
    every = list(library.rules)
    figures: list[tuple[str, float, object]] = []

    def flag_with(rules: list[Any], lifecycle: bool) -> int:
        return sum(len(evaluate(case, rules, standards, as_at, lifecycle).findings) for case in log)

    if importlib.util.find_spec("pandas"):
        frame = frame_of(log)
        with_pandas(frame, as_at)
        figures.append(("pandas, vectorised, four rules", *timed(lambda: with_pandas(frame, as_at))))
        if importlib.util.find_spec("duckdb"):
            with_duckdb(frame, as_at)
            figures.append(("DuckDB SQL, one thread, four rules", *timed(lambda: with_duckdb(frame, as_at))))
    figures.append(("flag, four rules, verdicts of the day", *timed(lambda: flag_with(four, False))))
    figures.append((f"flag, {len(core)} rules of the core, the day", *timed(lambda: flag_with(core, False))))
    figures.append((f"flag, all {len(every)} rules, the day", *timed(lambda: flag_with(every, False))))
    if number <= 1000:
        figures.append((f"flag, {len(core)} rules of the core, whole lifecycle", *timed(lambda: flag_with(core, True))))
    if importlib.util.find_spec("durable"):
        part = log[: min(number, 200)]
        seconds, result = timed(lambda: with_durable_rules(part))
        figures.append(("durable-rules alone, one rule, no days", seconds * number / len(part), result))
    base = figures[0][1]
    print(f"{number} cases, {total} rows; processor seconds, seconds per million rows, ratio to the first line")
    for name, seconds, result in figures:
        print(f"{name:45s} {seconds:8.2f} {seconds / total * 1e6:9.2f} {seconds / base:8.1f}   {result}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500, int(sys.argv[2]) if len(sys.argv) > 2 else 200)
