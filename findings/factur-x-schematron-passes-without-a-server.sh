#!/usr/bin/env bash
# factur-x 7.8: the check against the Schematron, which is on by default, is asked of a server on this machine (localhost:5000); where none
# answers an invoice whose total is wrong by 100 is written as if it had been checked. Matters to bpo because its own tests have to run the
# rules, and because no invoice should be posted to whatever listens there.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet factur-x==7.8
seen=$("$folder/venv/bin/python" - <<'PYTHON' 2>/dev/null
from facturx.generate_xml import generate_ubl_xml

party = {"name": "A", "country_code": "DE", "vat_identifier": "DE123456789"}
line = {"BT-126": "1", "BT-129": "1", "BT-130": "C62", "BT-131": "100.00", "BT-146": "100.00", "BT-151": "S", "BT-152": "19", "BT-153": "Fee"}
terms = {
    "BT-1": "1", "BT-2": "2026-02-03", "BT-3": "380", "BT-5": "EUR", "BT-20": "30 days", "BG-4": party, "BG-7": party,
    "BG-25": [line], "BG-23": [{"BT-116": "100.00", "BT-117": "19.00", "BT-118": "S", "BT-119": "19"}],
    "BT-106": "100.00", "BT-109": "100.00", "BT-110": "19.00", "BT-112": "219.00", "BT-115": "219.00",
}
try:
    generate_ubl_xml(terms, level="en16931")
except Exception as error:
    print("refused", type(error).__name__)
else:
    print("written")
PYTHON
)
expected='written'
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
