"""Make so many e-invoices (200 unless said) and hold each to the published rules: ``python scripts/e_invoices.py [COUNT]``.

The tests try the first 30 of the same. Prints what was made and what was found, and ends with 1 if anything was.
"""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bpo.invoice.electronic.net_lines import standard_invoice
from bpo.invoice.electronic.terms import terms_of
from bpo.invoice.electronic.written import written
from tests.invoice.electronic.made import cases
from tests.invoice.electronic.rules import networked, schematron


def main() -> int:
    kinds: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for case in cases(int(sys.argv[1]) if len(sys.argv) > 1 else 200):
        standard, _ = standard_invoice(case.bill.statement, case.bill.header, "en", case.own)
        xml = written(terms_of(case.bill, case.issue, case.own), case.form)
        findings = schematron(xml, "cii" if case.form == "factur-x" else "ubl")
        findings += networked(xml) if case.form != "factur-x" else []
        found.update(f"{case.form}: {one}" for one in findings)
        kinds.update([case.form, f"tax: {case.taxes}", case.issue.kind.replace("_", " ")])
        kinds.update(
            name
            for name, has in {
                "tax in the prices": case.bill.statement.prices_include_tax,
                "allowances": standard.allowances,
                "deducted from the payment": standard.settled,
                "rounding amount": standard.rounding,
                "of an entity": case.own,
            }.items()
            if has
        )
    for name, count in (*sorted(kinds.items()), *found.most_common()):
        sys.stdout.write(f"{count:5} {name}\n")
    sys.stdout.write(f"{sum(found.values())} findings\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
