"""Invoices made from random contracts: every planted error is found and named, and a right invoice has none."""

from __future__ import annotations

import itertools
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from bpo.audit.causes import OTHER_MONTH, Cause, CauseName, Otherwise
from bpo.audit.held import Held, hold
from bpo.audit.received import Received, ReceivedLine
from bpo.contracts.billed import is_quantity_times_rate, priced_steps
from bpo.contracts.model import Contract
from bpo.contracts.statement import Charge, Statement
from bpo.core.errors import BpoError
from bpo.core.money import exact
from bpo.desk.auditing import other_kpis
from bpo.desk.run import Measured, Priced
from bpo.pricing.in_force import in_force
from bpo.pricing.limits import is_limit
from bpo.pricing.price import price
from tests.contracts.choices import Seeded
from tests.contracts.random_contracts import written_contract
from tests.contracts.random_measures import figures_of
from tests.pricing.laws_of_contracts import load

ERRORS = 2000 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 60


@dataclass(frozen=True)
class Month:
    """A priced month of a random contract, and the month before it."""

    priced: Priced
    others: tuple[Otherwise, ...]

    @property
    def statement(self) -> Statement:
        return self.priced.statement

    @property
    def contract(self) -> Contract:
        return self.priced.contract

    def held(self, received: Received) -> Held:
        about = {clause.id: clause.about() for clause in self.contract.clauses}
        return hold(received, self.statement, self.contract.money, about, self.others)


def months() -> Iterator[Month]:
    """The second months of random contracts, as many as are asked for."""
    for seed in itertools.count():
        choices = Seeded(seed)
        contract = load(written_contract(choices)).contract
        first = contract.cycle.containing(contract.effective.start).name
        history, before = [], []
        try:
            for n in range(2):
                figures = figures_of(choices, contract, contract.cycle.after(first, n), before)
                history.append(price(contract, figures, list(history)))
                before.append(figures)
        except BpoError:
            continue
        earlier, statement = history
        priced = Priced(
            in_force(contract, statement.period), statement.period, Measured(statement.measures), statement, (earlier,)
        )
        amounts = {line.clause: line.amount for line in (*earlier.charges, *earlier.deductions)}
        month = Otherwise(Cause.of("other_month", OTHER_MONTH, period=earlier.period.name), amounts)
        yield Month(priced, (*other_kpis(priced), month))


def lines_of(statement: Statement) -> list[Charge]:
    return [*statement.charges, *statement.deductions]


def right(month: Month) -> Received:
    """The invoice that the contract yields: its lines by clause and label, with one quantity where a line has one."""
    statement = month.statement
    lines = []
    for row, charge in enumerate(lines_of(statement), 2):
        priced = priced_steps(charge)
        plain = len({step.rate for step in priced}) == 1 and is_quantity_times_rate(charge)
        quantity = sum((step.quantity or Fraction(0) for step in priced), Fraction(0)) if plain else None
        lines.append(ReceivedLine(row, charge.label.en, charge.amount, charge.clause, quantity))
    return Received(
        "invoice.csv", tuple(lines), net=None, tax=statement.tax, total=statement.payable, payable=statement.payable
    )


Planted = tuple[Received, str, CauseName]


def changed(month: Month, clause: str, amount: Decimal, cause: CauseName) -> Planted:
    """One line of another amount; the tax and the total are as the supplier would reckon them from it."""
    received = right(month)
    lines = tuple(replace(line, amount=amount) if line.clause == clause else line for line in received.lines)
    return billed_again(month, replace(received, lines=lines)), clause, cause


def billed_again(month: Month, received: Received) -> Received:
    """With the tax and the sum of its own lines."""
    held = month.held(replace(received, tax=None, total=None, payable=None))
    (tax,) = (one.billed for one in held.sums if one.part == "tax")
    return replace(received, tax=tax, total=held.asked, payable=held.asked)


def wrong_rate(month: Month, draw: random.Random) -> Iterator[Planted]:
    for charge in month.statement.charges:
        rates = {step.rate for step in priced_steps(charge)}
        if len(rates) == 1 and is_quantity_times_rate(charge) and charge.amount:
            (rate,) = rates
            quantity = sum((step.quantity or Fraction(0) for step in priced_steps(charge)), Fraction(0))
            billed = month.contract.money.round(quantity * (rate or 0) * Fraction(11, 10))
            if abs(billed - charge.amount) > 1 and len({step.unit for step in priced_steps(charge)}) == 1:
                yield changed(month, charge.clause, billed, "rate")


def wrong_tier(month: Month, draw: random.Random) -> Iterator[Planted]:
    for charge in month.statement.charges:
        steps = priced_steps(charge)
        if (
            len({step.rate for step in steps}) > 1
            and is_quantity_times_rate(charge)
            and len({s.unit for s in steps}) == 1
        ):
            quantity = sum((step.quantity or Fraction(0) for step in steps), Fraction(0))
            billed = month.contract.money.round(quantity * (steps[0].rate or 0))
            if billed != charge.amount and steps[0].rate:
                yield changed(month, charge.clause, billed, "tier")


def wrong_band(month: Month, draw: random.Random) -> Iterator[Planted]:
    own = {line.clause: line.amount for line in lines_of(month.statement)}
    for other in month.others:
        for clause, amount in other.amounts.items() if other.cause.name == "kpi" else ():
            if clause in own and own[clause] != amount:
                yield changed(month, clause, amount, "kpi")


def missing_credit(month: Month, draw: random.Random) -> Iterator[Planted]:
    for charge in lines_of(month.statement):
        if charge.amount < 0:
            received = right(month)
            lines = tuple(line for line in received.lines if line.clause != charge.clause)
            yield billed_again(month, replace(received, lines=lines)), charge.clause, "not_given"


def without_limit(month: Month, draw: random.Random) -> Iterator[Planted]:
    for charge in month.statement.charges:
        steps = [step for step in charge.steps if is_limit(charge, step) and step.amount]
        if steps:
            billed = month.contract.money.round(charge.exact - sum((step.amount for step in steps), Fraction(0)))
            if billed != charge.amount and billed:
                yield changed(month, charge.clause, billed, "limit")


def wrong_tax(month: Month, draw: random.Random) -> Iterator[Planted]:
    received = right(month)
    tax = month.contract.money.round(exact(month.statement.tax) * Fraction(7, 6))
    if abs(tax - month.statement.tax) > len(received.lines):
        asked = month.statement.payable + (tax - month.statement.tax) * (not month.statement.prices_include_tax)
        yield replace(received, tax=tax, total=asked, payable=asked), "tax", "tax"


def doubled(month: Month, draw: random.Random) -> Iterator[Planted]:
    received = right(month)
    for line in received.lines:
        if line.amount:
            again = replace(line, row=len(received.lines) + 2)
            yield billed_again(month, replace(received, lines=(*received.lines, again))), line.clause, "doubled"


def wrong_month(month: Month, draw: random.Random) -> Iterator[Planted]:
    own = {line.clause: line.amount for line in lines_of(month.statement)}
    for clause, amount in month.others[-1].amounts.items():
        if clause in own and own[clause] not in (amount, -amount) and amount:
            yield changed(month, clause, amount, "other_month")


WAYS: tuple[Callable[[Month, random.Random], Iterator[Planted]], ...] = (
    wrong_rate, wrong_tier, wrong_band, missing_credit, without_limit, wrong_tax, doubled, wrong_month,
)  # fmt: skip


def test_every_planted_error_is_found_and_named_and_a_right_invoice_has_none() -> None:
    found, draw = Counter[str](), random.Random(7)
    for month in months():
        held = month.held(right(month))
        assert held.agreed and not held.difference, (month.contract.contract, held)
        ways = sorted(WAYS, key=lambda way: found[way.__name__])
        for way in ways[:3]:
            planted = list(way(month, draw))
            if planted:
                received, clause, cause = draw.choice(planted)
                named = causes(month.held(received), clause)
                assert cause in named, (way.__name__, clause, named)
                found[way.__name__] += 1
        if sum(found.values()) >= ERRORS:
            break
    assert min(found[way.__name__] for way in WAYS) >= ERRORS // 20, found


def causes(held: Held, clause: str) -> list[str]:
    """What is named of a clause, or of the tax."""
    lines = [one.causes for one in held.lines if one.pair.expected is not None and one.pair.expected.clause == clause]
    sums = [one.causes for one in held.sums if one.part == clause]
    return [cause.name for several in (*lines, *sums) for cause in several]
