"""A party's address and tax number, as paper and e-invoices have them."""

from __future__ import annotations

from typing import Any

import pytest

from bpo.contracts.header.parties import Party


def party(**fields: Any) -> Party:
    return Party.model_validate({"name": "Acme", **fields})


@pytest.mark.parametrize(
    ("country", "tax_no", "number"),
    [
        ("DE", "DE123456789", "DE123456789"),
        ("DE", "de 123 456 789", "DE123456789"),
        ("GB", "GB 000 5550 14", "GB000555014"),
        ("GB", "XI000555014", "XI000555014"),
        ("GR", "EL123456789", "EL123456789"),
        ("DE", "12/345/67890", ""),  # of the local tax office
        ("FR", "DE123456789", ""),
        ("DE", "DE", ""),
        (None, "DE123456789", ""),
        ("CN", "91310000MA1K00000X", ""),
    ],
)
def test_a_vat_number_has_its_country_before_it(country: str | None, tax_no: str, number: str) -> None:
    fields = {"tax_no": tax_no, **({"country": country} if country else {})}
    assert party(**fields).vat_number == number


@pytest.mark.parametrize(
    ("fields", "printed"),
    [
        ({}, None),
        ({"address": "Musterstr. 5, 10115 Berlin", "country": "DE"}, "Musterstr. 5, 10115 Berlin"),
        (
            {"address": "Musterstr. 5", "postcode": "10115", "city": "Berlin", "country": "DE"},
            "Musterstr. 5, 10115 Berlin, DE",
        ),
        ({"city": "Berlin"}, "Berlin"),
        ({"address": "Musterstr. 5", "postcode": "10115"}, "Musterstr. 5, 10115"),
    ],
)
def test_the_address_on_paper_is_whole(fields: dict[str, str], printed: str | None) -> None:
    found = party(**fields).postal_address
    assert (found.en if found else None) == printed
