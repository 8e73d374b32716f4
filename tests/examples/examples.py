"""The example contracts, their measures, and their months."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from bpo.contracts.load import load_contract
from bpo.contracts.model import Contract
from bpo.contracts.price import price
from bpo.contracts.statement import Statement
from bpo.facts.lake import Lake
from bpo.measures import Measures
from bpo.measures_file import read_measures
from bpo.metering import measure

EXAMPLES = Path(__file__).parents[2] / "contracts" / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.yaml"))
GIVEN = sorted(path.stem for path in (EXAMPLES / "measures").glob("*.yaml"))
"""Examples with a month's figures beside them."""
CLIENTS = ("city-hotline", "insurer-telesales", "tech-support")
"""Those that are billed from the sample's facts."""
MONTHS = ("2026-01", "2026-02")


def example(name: str) -> Contract:
    return load_contract(EXAMPLES / f"{name}.yaml")


def given(name: str) -> Measures:
    return read_measures(EXAMPLES / "measures" / f"{name}.yaml")


def priced(name: str) -> Statement:
    """An example with the figures beside it."""
    return price(example(name), given(name))


def measured(lake: Lake, name: str, month: str) -> Measures:
    contract = example(name)
    return measure(lake, contract, contract.cycle.period(month))


def billed(lake: Lake, name: str, month: str) -> Statement:
    return price(example(name), measured(lake, name, month))


def lines(statement: Statement) -> dict[str, str]:
    return {charge.clause: str(charge.amount) for charge in statement.charges}


def cents(amount: Fraction) -> str:
    """An amount rounded half away from zero to two decimals, by integers alone."""
    whole = (abs(amount) * 200 + 1) // 2
    sign = "-" if amount < 0 and whole else ""
    return f"{sign}{whole // 100}.{whole % 100:02d}"
