#!/usr/bin/env bash
# polars 2.1.0: read_ndjson reads a number with a fraction as a float even where the schema says text, so its digits are lost, and with a schema
# of decimals refuses it; one would expect the digits of the file. Matters to bpo because amounts and ids have to stay exact.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet polars==2.1.0
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import polars as pl
line = b'{"amount": 90071992547409.9301}\n'
print(pl.read_ndjson(line, schema={"amount": pl.String}).item(), end=" ")
try:
    print(pl.read_ndjson(line, schema={"amount": pl.Decimal(18, 4)}).item())
except pl.exceptions.SchemaError:
    print("SchemaError")
PYTHON
)
expected='90071992547409.94 SchemaError'
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
