"""A contract priced month after month, each with figures that are complete for it, held against the laws of every contract."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError
from bpo.core.measures import Measures
from bpo.core.measures_file import parse_measures
from bpo.pricing.in_force import in_force
from bpo.pricing.price import price
from tests.contracts.choices import Choices
from tests.contracts.making import codes
from tests.contracts.random_measures import REFUSED, figures_of
from tests.pricing import laws_of_contracts as laws

MONTHS = (1, 2, 3, 4, 4, 6, 14)
"""How many months a contract is billed for; more than a year now and then, so that every window is filled."""


def hold_for(loaded: LoadedContract, choices: Choices, most: int, words: bool = True) -> Iterator[Statement]:
    """The statements of the contract's first months; fewer, if figures are refused for a reason that is theirs."""
    contract, history = loaded.contract, list[Statement]()
    first = contract.cycle.containing(contract.effective.start).name
    for n in range(most):
        month = contract.cycle.after(first, n)
        if contract.effective_part(contract.cycle.period(month)) is None:
            break
        figures = figures_of(choices, contract, month)
        read_back = parse_measures(json.dumps(figures.as_json()))
        assert (read_back.quantities, read_back.kpis) == (figures.quantities, figures.kpis)
        try:
            statement = price(contract, figures, history)
        except BpoError as error:
            assert set(codes(error)) <= set(REFUSED), error
            break
        assert price(contract, read_back, history) == statement
        billed = in_force(contract, statement.period)
        laws.check_sums(billed, statement)
        laws.check_limits(billed, statement, n + 1)
        if n == 0 and contract.ceiling is None and not contract.purchase_orders:
            check_exposure(contract, figures)
        history.append(statement)
        yield statement
    if words and history:
        laws.check_words(loaded, history[-1])
        laws.check_quote(contract, history)


def check_exposure(contract: Contract, figures: Measures) -> None:
    """The law of the bounds, unless the month with other KPIs would be refused."""
    try:
        laws.check_exposure(contract, figures)
    except BpoError as error:
        assert set(codes(error)) <= set(REFUSED), error
