#!/usr/bin/env bash
# sqlglot 30.30.0, dialect duckdb: "Call LIKE 'x%'" is a command that calls something, and the same in brackets a comparison of a column;
# "coalesce(all, id)" is coalesce(id), the column all is gone without a complaint. Matters to bpo because exports have columns called
# Call and All, and conditions are written by people.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet sqlglot==30.30.0
seen=$("$folder/venv/bin/python" - 2>"$folder/log" <<'PYTHON'
import sqlglot
parsed = [sqlglot.parse_one(text, dialect="duckdb") for text in ("Call LIKE 'x%'", "(Call LIKE 'x%')", "coalesce(all, id)")]
print(type(parsed[0]).__name__, type(parsed[1].this).__name__, [column.name for column in parsed[2].find_all(sqlglot.exp.Column)])
PYTHON
)
expected="Command Like ['id']"
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
