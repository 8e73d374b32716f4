"""A month while it is priced: what every pass takes and returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.drawdown import Drawdown
from bpo.contracts.header.tax import Taxed
from bpo.contracts.model import Contract
from bpo.contracts.month import Month
from bpo.contracts.portions import Portion
from bpo.contracts.second_currency import SecondCurrency
from bpo.contracts.statement import Charge, Statement, Step, TaxLine
from bpo.contracts.taken_over import taken_over
from bpo.core.measures import Measures
from bpo.core.periods import Period
from bpo.kpi.base import Kpi
from bpo.pricing.in_force import in_force

NO_TAX = Taxed((), (), Decimal(0), Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class MovedTax:
    """What a tax of a restated month comes to now, less what was billed: the difference of its base and amount, in all and of each
    entity, and a step that says it."""

    line: TaxLine
    by_entity: Mapping[str, tuple[Decimal, Decimal]]
    said: Step


@dataclass(frozen=True, slots=True)
class TrueUp:
    """What an earlier month comes to now, less what was billed for it: a line, and what each entity has of it. ``taxes``, of a month
    that is restated, are the differences of its own taxes; None of a line that is taxed as the month in which it stands."""

    line: Charge
    by_entity: Mapping[str, Decimal]
    taxes: tuple[MovedTax, ...] | None = None


@dataclass(frozen=True, slots=True)
class Pricing:
    """A contract applied to a month, as far as the passes have come; each returns it with what it adds."""

    whole: Contract
    """As it was loaded, with all its amendments."""
    contract: Contract
    """As it is in force in the month."""
    month: Month
    """The month as clauses see it, with the lines of all of them so far. Until the true-ups are billed its earlier months are as
    they are known now."""
    billed: tuple[Statement, ...]
    """The earlier months as they were billed, oldest first."""
    parts_of_wholes: bool = False
    """Whether there may be half a contact, as where a total is shared out by proportions."""
    true_ups: tuple[TrueUp, ...] = ()
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The sites, teams, … of the month, by the column that says which."""
    refused: Mapping[str, Kpi] = field(default_factory=dict)
    """The KPIs that cannot be judged, by the names of their figures."""
    taxed: Taxed = NO_TAX
    kept_back: tuple[Charge, ...] = ()
    """What is taken from the payment besides what clauses take: tax that is withheld, disputes, and rounding."""
    portions: tuple[Portion, ...] = ()
    drawn: tuple[Drawdown, ...] = ()
    second: SecondCurrency | None = None

    @property
    def measures(self) -> Measures:
        return self.month.measures

    @property
    def period(self) -> Period:
        return self.month.period

    @property
    def net(self) -> Decimal:
        return self.taxed.net

    @property
    def total(self) -> Decimal:
        return self.taxed.total

    @property
    def lines(self) -> list[Charge]:
        """The lines that make the price; damages and what only moves a payment do not change it."""
        return [charge for charge in self.month.charges if not charge.is_deducted]

    @property
    def deductions(self) -> list[Charge]:
        """What is taken from the payment and not from the price."""
        return [*(charge for charge in self.month.charges if charge.is_deducted), *self.kept_back]

    def with_measures(self, measures: Measures) -> Pricing:
        if measures is self.month.measures:
            return self
        return replace(self, month=replace(self.month, measures=measures))

    def statement(self) -> Statement:
        """The priced month."""
        contract, month, taxed = self.contract, self.month, self.taxed
        reads_history = contract.reads_history or bool(self.true_ups) or bool(month.measures.paid_later)
        statement = Statement(
            contract=contract.contract, title=contract.title, document=contract.document, period=month.period,
            currency=contract.currency, prices_include_tax=contract.prices.tax == "included", charges=tuple(self.lines),
            verdicts=month.verdicts, taxes=taxed.taxes, line_taxes=taxed.by_charge,
            net=taxed.net, tax=taxed.tax, total=taxed.total, measures=month.measures,
            history=tuple(earlier.period.name for earlier in self.billed) if reads_history else (),
            deductions=tuple(self.deductions), portions=self.portions, drawn=self.drawn, second=self.second,
        )  # fmt: skip
        return taken_over(statement, month.missing)


def begun(
    whole: Contract, measures: Measures, history: Sequence[Statement] = (), parts_of_wholes: bool = False
) -> Pricing:
    """A month of which nothing is priced yet, by the contract as its amendments make it in that month."""
    period = whole.cycle.period(measures.period)
    contract = in_force(whole, period)
    effective, days = contract.effective_part(period) or period, contract.days_in(period) or period
    month = Month(
        period=period,
        effective=effective,
        so_far=Fraction(effective.days, days.days),
        money=contract.money,
        tax_code=next(iter(contract.prices.codes)),
        measures=measures,
        verdicts={},
        history=tuple(history),
        number=contract.cycle.between(contract.cycle.containing(contract.effective.start).name, period.name) + 1,
        cycle=contract.cycle,
        contract_days=(contract.effective.start, contract.effective.end),
        terminated=contract.terminated,
        calendar=contract.billing.calendar,
        labels=contract.labels(),
    )
    return Pricing(whole, contract, month, month.history, parts_of_wholes)
