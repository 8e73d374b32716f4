"""What the gate costs: call records let into a lake, beside a script that only reads, casts, filters and writes them with Polars.

Both are whole processes, in turn on the same machine; processor time (of the process and its threads) and the peak of the memory are
what the system says of them when they end. Then the same file again: the lake knows every row.

Each is run three times in turn, and the median counts: what else the machine does falsifies a single run by a fifth.

``--rows 1000000`` and ``--times 1`` for a shorter run, ``--folder`` for where the files of some gigabytes are made (and removed).
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

import polars as pl

ROWS = 10_000_000
TIMES = 3
ROWS_A_BLOCK = 250_000
BAD_ONE_IN = 100
PLAINLY, FIRST, AGAIN = "plain Polars", "bpo ingest", "bpo ingest, the same file again"
AIM_TIMES_PLAIN, AIM_GIB, AIM_TIMES_FIRST = 2.5, 1.5, 1.0
BPO = str(Path(sys.executable).with_name("bpo"))

SOURCE = """\
source: calls
table: interactions
account: acme
timezone: Europe/Berlin
format: {kind: delimited}
map:
  interaction_id: id
  started_at: started
  queued_at: queued
  answered_at: answered
  ended_at: ended
  channel: channel
  direction: direction
  queue: queue
  skill: skill
  language: language
  agent: agent
  customer: customer
  outcome: {from: outcome, codes: {ANS: handled, ABN: abandoned, IVR: ivr}}
  disposition: disposition
  wait_seconds: wait
  talk_seconds: talk
  wrap_up_seconds: wrap
"""

PLAIN = """
import sys
import polars as pl

moments = ["started", "queued", "answered", "ended"]
seconds = ["wait", "talk", "wrap"]
calls = pl.scan_csv(sys.argv[1], infer_schema=False)
calls = calls.with_columns(
    *(pl.col(name).str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False) for name in moments),
    *(pl.col(name).cast(pl.Int64, strict=False) for name in seconds),
)
usable = (
    pl.col("started").is_not_null()
    & pl.col("outcome").is_in(["ANS", "ABN", "IVR"])
    & (pl.col("ended") >= pl.col("started"))
    & pl.all_horizontal(pl.col(name) >= 0 for name in seconds)
)
calls.filter(usable).sink_parquet(sys.argv[2])
"""


def made(first: int, rows: int, of: int) -> pl.DataFrame:
    """Some of the call records of a year, in the order of their time; one in a hundred is bad, in one of five ways."""
    number = pl.int_range(first, first + rows, dtype=pl.Int64)
    mixed = (number * 2_654_435_761) % 4_294_967_296
    abandoned = mixed % 20 == 0
    start = pl.datetime(2026, 1, 1) + pl.duration(seconds=number * 31_000_000 // of)
    wait, talk, wrap = mixed % 61, 30 + mixed // 64 % 600, mixed // 1024 % 90

    def of_set(prefix: str, many: int, shift: int) -> pl.Expr:
        return pl.format("{}{}", pl.lit(prefix), mixed // shift % many)

    return pl.select(number.alias("n")).select(
        id=pl.format("C{}", 100_000_000 + number),
        started=start,
        queued=start + pl.duration(seconds=2),
        answered=pl.when(~abandoned).then(start + pl.duration(seconds=2 + wait)),
        ended=start + pl.duration(seconds=2 + wait + pl.when(abandoned).then(0).otherwise(talk)),
        channel=pl.lit("voice"),
        direction=pl.lit("inbound"),
        queue=of_set("queue-", 12, 7),
        skill=of_set("skill-", 5, 11),
        language=pl.when(mixed % 3 == 0).then(pl.lit("de")).otherwise(pl.lit("en")),
        agent=of_set("agent", 800, 13),
        customer=of_set("+4930", 3_000_000, 3),
        outcome=pl.when(abandoned).then(pl.lit("ABN")).otherwise(pl.lit("ANS")),
        disposition=of_set("D", 30, 17),
        wait=wait.cast(pl.String),
        talk=pl.when(abandoned).then(0).otherwise(talk).cast(pl.String),
        wrap=wrap.cast(pl.String),
    )


def spoilt(calls: pl.DataFrame, first: int) -> pl.DataFrame:
    """Of each five hundred rows five: no start, an end before the start, an unknown code, no number, one below nothing."""
    place = pl.int_range(first, first + calls.height) % (5 * BAD_ONE_IN)
    changed = {
        "started": (0, pl.lit("unknown")),
        "ended": (1, pl.lit("2001-01-01 00:00:00")),
        "outcome": (2, pl.lit("???")),
        "wait": (3, pl.lit("n/a")),
        "talk": (4, pl.lit("-5")),
    }
    moments = [pl.col(name).dt.strftime("%Y-%m-%d %H:%M:%S") for name in ("started", "queued", "answered", "ended")]
    return calls.with_columns(moments).with_columns(
        pl.when(place == BAD_ONE_IN * kind).then(value).otherwise(name).alias(name)
        for name, (kind, value) in changed.items()
    )


def write_calls(path: Path, rows: int) -> None:
    with path.open("wb") as file:
        for first in range(0, rows, ROWS_A_BLOCK):
            block = spoilt(made(first, min(ROWS_A_BLOCK, rows - first), rows), first)
            block.write_csv(file, include_header=first == 0)


@dataclass(frozen=True)
class Taken:
    """Processor time and peak of the memory of a process that ended."""

    seconds: float
    gib: float


def run(command: list[str], folder: Path) -> Taken:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Taken(used.ru_utime + used.ru_stime, used.ru_maxrss / 2**20)


def measured(folder: Path, rows: int, times: int) -> dict[str, Taken]:
    calls = folder / "calls.csv"
    write_calls(calls, rows)
    print(f"{rows:,} call records of 17 columns, {calls.stat().st_size / 2**30:.2f} GiB, one in {BAD_ONE_IN} bad")
    desk, ingest = folder / "desk", [BPO, "ingest", str(calls), "--source", "sources/calls.yaml"]
    taken: dict[str, list[Taken]] = {PLAINLY: [], FIRST: [], AGAIN: []}
    for _ in range(times):
        shutil.rmtree(desk, ignore_errors=True)
        run([BPO, "init", str(desk)], folder)
        (desk / "sources" / "calls.yaml").write_text(SOURCE)
        taken[PLAINLY].append(run([sys.executable, "-c", PLAIN, str(calls), str(folder / "plain.parquet")], folder))
        taken[FIRST].append(run(ingest, desk))
        taken[AGAIN].append(run(ingest, desk))
    return {
        name: Taken(median(one.seconds for one in runs), max(one.gib for one in runs)) for name, runs in taken.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ingest-", dir=given.folder))
    try:
        taken = measured(folder, given.rows, given.times)
    finally:
        shutil.rmtree(folder)
    versions = ", ".join(f"{name} {version(name)}" for name in ("polars", "deltalake"))
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {versions}")
    plain, first, again = taken.values()
    print(f"{'':34} {'processor s':>12} {'x plain':>8} {'x first':>8} {'peak GiB':>9}")
    for name, one in taken.items():
        of_first = f"{one.seconds / first.seconds:8.2f}" if one is again else " " * 8
        print(f"{name:34} {one.seconds:12.1f} {one.seconds / plain.seconds:8.2f} {of_first} {one.gib:9.2f}")
    print(f"aims: {AIM_TIMES_PLAIN} x plain, {AIM_TIMES_FIRST} x first, {AIM_GIB} GiB")


if __name__ == "__main__":
    main()
