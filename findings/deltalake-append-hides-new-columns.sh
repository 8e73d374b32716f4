#!/usr/bin/env bash
# deltalake 1.6.6: a commit of files with a column that the table does not have yet is accepted with that schema, and the column is not in the
# table; one would expect the table to grow, or a refusal. Matters to bpo because facts of a new column would be there and never be read.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet deltalake==1.6.6 polars==2.1.0
seen=$("$folder/venv/bin/python" - "$folder/table" <<'PYTHON'
import json, sys
from pathlib import Path
import polars as pl
from deltalake import DeltaTable, Schema, write_deltalake
from deltalake.transaction import AddAction
at = Path(sys.argv[1])
write_deltalake(at, pl.DataFrame({"a": [1]}))
wider = pl.DataFrame({"a": [2], "b": [3]})
wider.write_parquet(at / "wider.parquet")
size = (at / "wider.parquet").stat().st_size
add = AddAction("wider.parquet", size, {}, 0, True, json.dumps({"numRecords": 1}))
DeltaTable(at).create_write_transaction([add], "append", Schema.from_arrow(wider.schema))
table = DeltaTable(at)
print(f"version {table.version()}, columns {[field.name for field in table.schema().fields]}")
PYTHON
)
expected="version 1, columns ['a']"
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
