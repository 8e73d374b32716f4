"""Contracts for the checks, whose header is given unless they write their own."""

from __future__ import annotations

import re

from bpo.contracts.load import LoadedContract, read_contract
from bpo.core.documents import parse_document

HEADER = {
    "contract": "test",
    "title": "Test",
    "currency": "CNY",
    "effective": "{from: 2026-01-01, to: 2026-12-31}",
    "supplier": "{name: Supplier}",
    "client": "{name: Client}",
}


def loaded(body: str) -> LoadedContract:
    """A contract with these clauses, of the year 2026."""
    missing = {name: value for name, value in HEADER.items() if not re.search(rf"^{name}:", body, re.MULTILINE)}
    header = "".join(f"{name}: {value}\n" for name, value in missing.items())
    return read_contract(parse_document(header + body, "test.yaml"))
