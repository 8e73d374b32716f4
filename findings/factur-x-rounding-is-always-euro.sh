#!/usr/bin/env bash
# factur-x 7.8: generate_ubl_xml() writes the rounding amount (BT-114) of an invoice in any currency with currencyID="EUR"; every other
# amount has the invoice's currency. Peppol refuses such a file (PEPPOL-EN16931-R051). Matters to bpo because an invoice whose contract
# rounds tax by line has that amount.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet factur-x==7.8
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import re
from facturx.generate_xml import generate_ubl_xml

party = {"name": "A", "country_code": "SE", "vat_identifier": "SE123456789701"}
line = {"BT-126": "1", "BT-129": "1", "BT-130": "C62", "BT-131": "100.00", "BT-146": "100.00", "BT-151": "S", "BT-152": "25", "BT-153": "Fee"}
terms = {
    "BT-1": "1", "BT-2": "2026-02-03", "BT-3": "380", "BT-5": "SEK", "BT-20": "30 days", "BG-4": party, "BG-7": party,
    "BG-25": [line], "BG-23": [{"BT-116": "100.00", "BT-117": "25.00", "BT-118": "S", "BT-119": "25"}],
    "BT-106": "100.00", "BT-109": "100.00", "BT-110": "25.00", "BT-112": "125.00", "BT-114": "-0.02", "BT-115": "124.98",
}
xml = generate_ubl_xml(terms, level="en16931", check_schematron=False).decode()
print(*sorted(set(re.findall(r"Payable\w*Amount currencyID=\"\w+\"", xml))), sep="; ")
PYTHON
)
expected='PayableAmount currencyID="SEK"; PayableRoundingAmount currencyID="EUR"'
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
