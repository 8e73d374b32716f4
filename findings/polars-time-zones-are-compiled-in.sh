#!/usr/bin/env bash
# polars 2.1.0 beside tzdata 2026.6: Polars converts by a table of its own, in which Winnipeg still has winter time in December 2026;
# one would expect the rules that are installed. Matters to bpo because a call at half past midnight would count in the month before.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet polars==2.1.0 tzdata==2026.6
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo
import polars as pl, tzdata
moment = datetime(2026, 12, 1, 5, 30, tzinfo=UTC)
with (Path(tzdata.__file__).parent / "zoneinfo" / "America" / "Winnipeg").open("rb") as file:
    ours = moment.astimezone(ZoneInfo.from_file(file))
theirs = pl.Series([moment]).dt.convert_time_zone("America/Winnipeg").dt.to_string("%Y-%m-%d %H:%M")[0]
print(f"tzdata {ours:%Y-%m-%d %H:%M}, polars {theirs}")
PYTHON
)
expected='tzdata 2026-12-01 00:30, polars 2026-11-30 23:30'
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
