"""Small contracts for tests: the header is given, the clauses are written out where they are tested."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from textwrap import dedent

from bpo.contracts.load import read_contract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Charge, Statement
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.measures import KpiResult, Measures, Quantity
from bpo.pricing.price import price

HEADER = """\
contract: test
title: Test
currency: {currency}
effective: {effective}
supplier: {{name: Supplier}}
client: {{name: Client}}
prices: {prices}
"""

Number = str | int | Fraction
"""Never a float: ``Fraction(value)`` of 0.1 would not be 0.1."""


def contract(
    body: str, currency: str = "USD", prices: str = "{}", effective: str = "{from: 2026-01-01, to: 2026-12-31}"
) -> Contract:
    """A contract with these clauses, of the year 2026."""
    header = HEADER.format(currency=currency, prices=prices, effective=effective)
    return read_contract(parse_document(header + dedent(body), "test.yaml")).contract


def measures(
    quantities: Mapping[str, Number | Quantity] | None = None,
    kpis: Mapping[str, Number | None] | None = None,
    period: str = "2026-01",
) -> Measures:
    """Figures as a person gives them: bare numbers."""
    return Measures(
        period,
        {name: q if isinstance(q, Quantity) else Quantity(Fraction(q)) for name, q in (quantities or {}).items()},
        {name: KpiResult(name, None if value is None else Fraction(value)) for name, value in (kpis or {}).items()},
    )


def bill(
    body: str,
    quantities: Mapping[str, Number | Quantity] | None = None,
    kpis: Mapping[str, Number | None] | None = None,
    period: str = "2026-01",
    **header: str,
) -> Statement:
    """The statement of a month for these clauses and figures."""
    return price(contract(body, **header), measures(quantities, kpis, period))


def line(statement: Statement, clause: str) -> Charge:
    return next(charge for charge in statement.charges if charge.clause == clause)


def amounts(statement: Statement) -> dict[str, Decimal]:
    """The amount of each line by its clause."""
    return {charge.clause: charge.amount for charge in statement.charges}


def codes(error: BpoError) -> list[str]:
    """The codes of an error's problems, in their order."""
    return [problem.code for problem in error.problems]
