"""A contract priced month after month, each with figures that are complete for it, held against the laws of every contract."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError
from bpo.core.measures import Dispute, Measures
from bpo.core.measures_file import parse_measures
from bpo.pricing.in_force import in_force
from bpo.pricing.price import price
from tests.contracts.choices import Choices
from tests.contracts.making import codes
from tests.contracts.random_measures import REFUSED, figures_of
from tests.pricing import laws_of_contracts as laws

MONTHS = (1, 2, 3, 4, 4, 6, 14)
"""How many months a contract is billed for; more than a year now and then, so that every window is filled."""


def hold_for(loaded: LoadedContract, choices: Choices, most: int) -> Iterator[Statement]:
    """The statements of the contract's first months; fewer, if figures are refused for a reason that is theirs."""
    contract, history, before = loaded.contract, list[Statement](), list[Measures]()
    first = contract.cycle.containing(contract.effective.start).name
    for n in range(most):
        month = contract.cycle.after(first, n)
        if contract.effective_part(contract.cycle.period(month)) is None:
            break
        figures = figures_of(choices, contract, month, before)
        try:
            statement = price(contract, figures, history)
        except BpoError as error:
            assert set(codes(error)) <= set(REFUSED), error
            break
        check_read_back(contract, figures, history, statement)
        billed = in_force(contract, statement.period)
        laws.check_sums(billed, statement)
        laws.check_limits(billed, statement, n + 1)
        if n == 0 and contract.ceiling is None and not contract.purchase_orders:
            check_exposure(contract, figures)
        if not contract.entities:
            figures, statement = contested(choices, contract, figures, history, statement)
            laws.check_sums(billed, statement)
        before.append(figures)
        history.append(statement)
        yield statement
    if history:
        laws.check_words(loaded, history[-1])
        check_quote(contract, history)


def check_read_back(contract: Contract, figures: Measures, history: Sequence[Statement], statement: Statement) -> None:
    """A month's figures are read back as they were written, and priced a second time come to the same."""
    read_back = parse_measures(json.dumps(figures.as_json()))
    for section in ("quantities", "kpis", "sides", "late"):
        assert getattr(read_back, section) == getattr(figures, section), section
    assert price(contract, read_back, history) == statement


def contested(
    choices: Choices, contract: Contract, figures: Measures, history: Sequence[Statement], statement: Statement
) -> tuple[Measures, Statement]:
    """Now and then the client disputes a line, and pays it with the next statement: neither moves the price."""
    withheld = history[-1].measures.disputed if history else {}
    positive = [n for n, line in enumerate(statement.charges) if line.amount > 0]
    disputed = positive[:1] if positive and choices.one((True, False, False, False)) else []
    if not withheld and not disputed:
        return figures, statement
    tax = [Decimal(0)] * len(statement.charges) if statement.prices_include_tax else statement.line_taxes
    names = {statement.charges[n].clause: Dispute(None, "Counted twice") for n in disputed}
    paid = {
        line.clause.removeprefix("disputed."): -Fraction(line.amount)
        for line in (history[-1].deductions if history else ())
        if line.clause.startswith("disputed.")
    }
    figures = replace(figures, disputed=names, paid_later={history[-1].period.name: paid} if paid else {})
    found = price(contract, figures, history)
    moved = sum(paid.values(), Fraction(0)) - sum(
        (Fraction(statement.charges[n].amount + tax[n]) for n in disputed), Fraction(0)
    )
    if contract.prices.payable_round_to is None:
        assert Fraction(found.payable - statement.payable) == moved
    assert (found.charges, found.net, found.tax, found.total) == (
        statement.charges,
        statement.net,
        statement.tax,
        statement.total,
    )
    return figures, found


def check_quote(contract: Contract, history: Sequence[Statement]) -> None:
    """The law of the quote, unless the months at the agreed KPIs would be refused: they may come to more than what was expected."""
    try:
        laws.check_quote(contract, history)
    except BpoError as error:
        assert set(codes(error)) <= set(REFUSED), error


def check_exposure(contract: Contract, figures: Measures) -> None:
    """The law of the bounds, unless the month with other KPIs would be refused."""
    try:
        laws.check_exposure(contract, figures)
    except BpoError as error:
        assert set(codes(error)) <= set(REFUSED), error
