#!/usr/bin/env bash
# factur-x 7.8: generate_cii_xml() of an invoice without a day or place of delivery (BT-72, BG-13, both optional in EN 16931) writes an
# element that is nil, and then refuses its own file as invalid. Matters to bpo because the day of delivery has to be given to it always.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet factur-x==7.8
seen=$("$folder/venv/bin/python" - <<'PYTHON' 2>/dev/null
from facturx.generate_xml import generate_cii_xml


def outcome(**more):
    party = {"name": "A", "country_code": "DE", "vat_identifier": "DE123456789"}
    line = {"BT-126": "1", "BT-129": "1", "BT-130": "C62", "BT-131": "100.00", "BT-146": "100.00", "BT-151": "S", "BT-152": "19", "BT-153": "Fee"}
    terms = {
        "BT-1": "1", "BT-2": "2026-02-03", "BT-3": "380", "BT-5": "EUR", "BT-20": "30 days", "BG-4": dict(party), "BG-7": dict(party),
        "BG-25": [line], "BG-23": [{"BT-116": "100.00", "BT-117": "19.00", "BT-118": "S", "BT-119": "19"}],
        "BT-106": "100.00", "BT-109": "100.00", "BT-110": "19.00", "BT-112": "119.00", "BT-115": "119.00", **more,
    }
    try:
        generate_cii_xml(terms, level="en16931", check_schematron=False)
    except Exception as error:
        return "refused: not nillable" if "nillable" in str(error) else str(error)
    return "written"


print("without a day of delivery", outcome(), "/ with one", outcome(**{"BT-72": "2026-01-31"}))
PYTHON
)
expected='without a day of delivery refused: not nillable / with one written'
printf 'seen: %s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'no longer as described; it was: %s\n' "$expected"; exit 1; }
