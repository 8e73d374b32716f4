#!/usr/bin/env bash
# iso4217 1.16.20260101: currencies that ended are unknown, as ISO 4217 strikes them out; one would expect that what a program read last
# year it reads this year. Matters to bpo because a contract of their time is priced again.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet iso4217==1.16.20260101
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from iso4217 import Currency
known = {one.code for one in Currency}
print(" ".join(f"{code} {code in known}" for code in ("EUR", "BGN", "HRK", "ANG")))
PYTHON
)
expected='EUR True BGN False HRK False ANG False'
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
