"""Kills ingests at random points and runs them again: does the lake then equal that of an ingest nobody disturbed?

Each ingest is a process of its own, killed by SIGKILL after a random part of the time that an undisturbed one takes, then once more
run to its end. Facts and unusable rows are compared row by row, and nothing may be left of the killed one: no folder of its files and no
file of a table that no version names. ``--kills 60 --rows 200000``.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

import polars as pl
from deltalake import DeltaTable

from bpo.core.tables import INTERACTIONS
from bpo.facts.lake.lake import Lake

SOURCE = """\
source: calls
table: interactions
account: acme
timezone: Europe/Berlin
format: {kind: delimited}
map:
  interaction_id: id
  direction: "'inbound'"
  started_at: began
  outcome: {from: result, codes: {A: handled, H: abandoned}}
  wait_seconds: wait
"""
INGEST = """
import sys
from pathlib import Path
from bpo.facts.ingest import ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.sources.load import load_source

print("ready", flush=True)
ingest(Path(sys.argv[1]), load_source(Path(sys.argv[2])), Lake(sys.argv[3]))
"""


@dataclass(frozen=True)
class Found:
    """What was killed, and what of it was wrong afterwards."""

    killed: int
    ended_before: int
    wrong: tuple[str, ...]


def write_calls(path: Path, rows: int) -> None:
    """Calls in the order of their numbers; of a hundred one has an unknown code, and one is there twice with other content."""
    number = pl.int_range(rows, dtype=pl.Int64)
    calls = pl.select(
        id=pl.when(number % 100 == 50).then(number - 1).otherwise(number),
        began=pl.datetime(2026, 1, 1) + pl.duration(seconds=number * 7919 % 2_000_000),
        result=pl.when(number % 100 == 7).then(pl.lit("?")).otherwise(pl.lit("A")),
        wait=number % 60,
    )
    calls.write_csv(path, datetime_format="%Y-%m-%d %H:%M:%S")


def start(folder: Path, lake: Path) -> subprocess.Popen[str]:
    """An ingest that has loaded its libraries and begins now."""
    command = [sys.executable, "-c", INGEST, str(folder / "calls.csv"), str(folder / "calls.yaml"), str(lake)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def ended(process: subprocess.Popen[str]) -> int:
    """Its exit code."""
    with process:
        return process.wait()


def content(lake: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    found = Lake(lake)
    return (
        found.scan(INTERACTIONS).sort("interaction_id", "line").collect(),
        found.quarantine().sort("line", "rules").collect(),
    )


def left_over(lake: Path) -> list[str]:
    """Files that nothing names."""
    named = {Path(uri).name for table in ("interactions", "quarantine") for uri in DeltaTable(lake / table).file_uris()}
    files = [file.name for file in lake.glob("*/*.parquet") if file.name not in named]
    return files + [str(file.relative_to(lake)) for file in (lake / ".staging").iterdir()]


def try_kills(folder: Path, kills: int, rows: int, seed: int) -> Found:
    """Kill so many ingests, each into a lake of its own."""
    write_calls(folder / "calls.csv", rows)
    (folder / "calls.yaml").write_text(SOURCE)
    begin = perf_counter()
    assert ended(start(folder, folder / "undisturbed")) == 0
    takes, expected = perf_counter() - begin, content(folder / "undisturbed")
    chance, wrong, before = random.Random(seed), [], 0
    for number in range(kills):
        lake = folder / "killed"
        process = start(folder, lake)
        after = chance.uniform(0, takes)
        sleep(after)
        process.kill()
        before += ended(process) == 0
        if ended(start(folder, lake)) != 0:
            wrong.append(f"{number}, killed after {after:.3f} s: the second run failed")
        elif not all(one.equals(other) for one, other in zip(content(lake), expected, strict=True)):
            wrong.append(f"{number}, killed after {after:.3f} s: the lake is another one")
        elif left := left_over(lake):
            wrong.append(f"{number}, killed after {after:.3f} s: left behind are {', '.join(left)}")
        shutil.rmtree(lake)
    return Found(kills, before, tuple(wrong))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        found = try_kills(Path(folder), given.kills, given.rows, given.seed)
    lines = [
        f"{found.killed} ingests of {given.rows:,} rows were killed, {found.ended_before} of them had ended before",
        f"{len(found.wrong)} lakes differ from an undisturbed one after the second run",
        *found.wrong,
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
