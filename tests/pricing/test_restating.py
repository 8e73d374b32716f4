"""The law of amendments: restating, inside a month, what does not change changes nothing, whatever the contract is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.load import read_contract
from bpo.contracts.model import Contract, Wording
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.measures import Measures, Quantity
from bpo.pricing.price import price
from tests.contracts.making import amounts, codes
from tests.contracts.random_contracts import contracts
from tests.contracts.random_measures import REFUSED, measures
from tests.laws import examples

HEADER = {
    "orders": [""],
    "effective": ["{from: 2026-01-01}", "{from: 2026-01-04, to: 2026-12-31}"],
    "cycle": ["monthly"],
    "changed": [""],
}
starts = st.lists(st.sampled_from(range(5, 32)), min_size=1, max_size=2, unique=True).map(sorted)


def load(text: str) -> Contract:
    return read_contract(parse_document(text, "random.yaml")).contract


def restated(text: str, names: Sequence[str], days: Sequence[int], judged: str) -> str:
    """The contract with amendments that say the same once more: of the terms, only these."""
    found = text + "amendments:\n"
    for day in days:
        found += f"  - from: 2026-01-{day:02d}\n    month_judged: {judged}\n"
        for section in ("terms", "kpis", "adjustments"):
            clauses = re.search(rf"^{section}:\n((?:  - .*\n)*)", text, re.MULTILINE)
            kept = [
                line
                for line in (clauses[1] if clauses else "").splitlines()
                if section != "terms" or re.match(r"  - \{id: (\w+)", line)[1] in names
            ]  # type: ignore[index]
            found += "".join([f"    {section}:\n", *(f"    {line}\n" for line in kept)]) if kept else ""
    return found


def whole(figures: Measures) -> Measures:
    """The same month without its parts by days."""
    by_days = re.compile(r"@2026-01-\d\d")
    found = {name: quantity for name, quantity in figures.quantities.items() if not by_days.search(name)}
    sums = {by_days.sub("", name) for name in figures.quantities if by_days.search(name)} - set(found)
    for name, quantity in figures.quantities.items():
        own = by_days.sub("", name)
        if own not in sums:
            continue
        before = found.get(own, Quantity(Fraction(0), quantity.unit))
        keys = {**before.parts, **quantity.parts}
        parts = {key: before.parts.get(key, Fraction(0)) + quantity.parts.get(key, Fraction(0)) for key in keys}
        found[own] = Quantity(before.total + quantity.total, quantity.unit, parts)
    return replace(figures, quantities=found)


def outcome(contract: Contract, figures: Measures) -> Any:
    """Every amount; or why the figures are refused."""
    try:
        statement = price(contract, figures)
    except BpoError as error:
        assert set(codes(error)) <= set(REFUSED), error
        return codes(error)
    return amounts(statement), [line.amount for line in statement.deductions], statement.total


@examples(80)
@given(st.data(), contracts(header=HEADER), starts, st.sampled_from(["under_old_terms", "under_new_terms"]))
def test_restating_changes_nothing(data: Any, text: str, days: list[int], judged: str) -> None:
    once = load(text)
    names = [term.id for term in once.terms if not Wording.of(term, once).counts_whole_month()]
    again = load(restated(text, names, days, judged))
    figures = data.draw(measures(again, "2026-01"))
    assert outcome(again, figures) == outcome(once, whole(figures))
