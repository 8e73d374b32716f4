"""The example contracts, their measures, and their months."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from bpo.contracts.load import load_contract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.measures import Measures
from bpo.core.measures_file import read_measures
from bpo.facts.lake.lake import Lake
from bpo.metering import measure
from bpo.pricing.price import price

EXAMPLES = Path(__file__).parents[2] / "contracts" / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.yaml"))
GIVEN = sorted(path.stem for path in (EXAMPLES / "measures").glob("*.yaml"))
"""Examples with a month's figures beside them."""
LATER = sorted((path.parent.name, path.stem) for path in (EXAMPLES / "measures").glob("*/*.yaml"))
"""Examples with the figures of months after that one, each in a file named by its month."""
CLIENTS = ("city-hotline", "insurer-telesales", "tech-support")
"""Those that are billed from the sample's facts."""
MONTHS = ("2026-01", "2026-02")


def example(name: str) -> Contract:
    return load_contract(EXAMPLES / f"{name}.yaml")


def given(name: str) -> Measures:
    return read_measures(EXAMPLES / "measures" / f"{name}.yaml")


def priced(name: str, month: str = "") -> Statement:
    """An example with the figures beside it; or a later month, with those before it as its history."""
    statement = price(example(name), given(name))
    history = [statement]
    for later in [stem for folder, stem in LATER if folder == name and stem <= month]:
        figures = read_measures(EXAMPLES / "measures" / name / f"{later}.yaml", later)
        history.append(price(example(name), figures, tuple(history)))
    assert not month or history[-1].period.name == month, "a month that there are figures of"
    return history[-1]


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
