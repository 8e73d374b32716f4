#!/usr/bin/env bash
# jmespath 1.1.0: what is a number is told by the name of its type, so that a decimal of Python, which json can be asked for, is none to sum();
# and the sum of no number is 0. Matters to bpo because numbers stay exact, and what is missing is not 0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet jmespath==1.1.0
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal
import jmespath
print(jmespath.search("sum(@)", [1.1, 2.2]), jmespath.search("sum(@)", []), end=" ")
try:
    print(jmespath.search("sum(@)", [Decimal("1.1"), Decimal("2.2")]))
except jmespath.exceptions.JMESPathTypeError:
    print("JMESPathTypeError")
PYTHON
)
expected='3.3000000000000003 0 JMESPathTypeError'
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
