"""Small sources and exports for the tests of facts."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from bpo.core.documents import parse_document
from bpo.facts.gate.checking import Checker
from bpo.facts.gate.mapping import bind
from bpo.facts.personal import key_of_environment
from bpo.facts.reading.export import open_export
from bpo.facts.sources.load import read_source
from bpo.facts.sources.source import Source

CALLS = """\
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
HEADER = "id,began,result,wait\n"
GOOD = "1,2026-01-05 09:00:00,A,7\n"


def hashed(customer: str | None) -> str | None:
    """A customer as the lake keeps it, under the key of the tests."""
    key = key_of_environment()
    assert key is not None
    return str(key.hashed(pl.Series([customer], dtype=pl.String))[0]) if customer is not None else None


def source(text: str = CALLS, path: str = "calls.yaml") -> Source:
    return read_source(parse_document(text, path))


def with_map(more: str, fmt: str = "{kind: delimited}") -> Source:
    return source(CALLS.replace("{kind: delimited}", fmt) + "".join(f"  {line}\n" for line in more.splitlines()))


def divide(folder: Path, text: str | bytes, given: Source | None = None) -> tuple[pl.DataFrame, pl.DataFrame, Checker]:
    """Read an export: its usable rows, its unusable ones, and the counts. Nothing enters a lake."""
    path = folder / "calls.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return divide_file(path, given or source())


def divide_file(path: Path, given: Source) -> tuple[pl.DataFrame, pl.DataFrame, Checker]:
    export = open_export(path, given)
    plan = bind(given, export)
    checker = Checker(given, plan, path, "0" * 64, export.fields)
    parts = [checker.divide(batch) for batch in export.batches(given, set(plan.reads))]
    usable = pl.concat([checker.no_facts(), *(usable for usable, _ in parts)])
    return usable, pl.concat([bad for _, bad in parts]) if parts else pl.DataFrame(), checker
