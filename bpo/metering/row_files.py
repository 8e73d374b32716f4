"""Rows as files: Parquet and CSV, written frame by frame, so that a big month is never held at once."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from bpo.core.zones import zone
from bpo.facts.clock import distance_from_utc, wall_clock


def write_parquet(frames: Iterable[pl.DataFrame], target: Path) -> int:
    """One Parquet file of all frames, which have the same columns; the same rows give the same bytes. Returns how many rows."""
    rows = 0
    with tempfile.TemporaryDirectory(prefix="bpo-rows-", dir=target.parent) as folder:
        parts = []
        for number, frame in enumerate(frames):
            parts.append(Path(folder) / f"{number:05d}.parquet")
            frame.write_parquet(parts[-1], compression="lz4")
            rows += frame.height
        together = pl.scan_parquet(parts, glob=False)
        together.sink_parquet(target, compression="zstd", row_group_size=ROW_GROUP, maintain_order=True)
    return rows


ROW_GROUP = 250_000


def write_csv(frames: Iterable[pl.DataFrame], target: Path, timezone: str) -> int:
    """One CSV file of all frames, for spreadsheets (UTF-8 with its mark); moments by the clock of ``timezone``."""
    rows = 0
    with target.open("wb") as file:
        for frame in frames:
            moments = [pl.col(name) for name, dtype in frame.schema.items() if isinstance(dtype, pl.Datetime)]
            local = frame.with_columns(_written(moment, timezone) for moment in moments)
            local.write_csv(file, include_header=not rows, include_bom=not rows)
            rows += frame.height
    return rows


def _written(moment: pl.Expr, timezone: str) -> pl.Expr:
    """A moment as the clock of a zone shows it, with its distance from UTC."""
    shown = wall_clock(moment, timezone).dt.strftime("%Y-%m-%d %H:%M:%S")
    ahead = distance_from_utc(moment, timezone)
    return pl.concat_str(shown, ahead.str.head(3), pl.lit(":"), ahead.str.tail(2))


def records(frames: Iterable[pl.DataFrame], timezone: str) -> Iterator[Mapping[str, Any]]:
    """Every row as plain values by the names of its columns; moments by the clock of ``timezone``, decimals without idle zeros."""
    clock = zone(timezone)
    for frame in frames:
        for row in frame.iter_rows(named=True):
            yield {name: _plain(value, clock) for name, value in row.items()}


def _plain(value: Any, clock: Any) -> str | int | bool | date | Decimal | None:
    if isinstance(value, datetime):
        return value.astimezone(clock).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    assert value is None or isinstance(value, (str, int, date)), f"facts hold no {type(value)}"
    return value
