"""What break-even, solving and sensitivity are computed over: a bid month by month, or one month as stated, with its costs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from bpo.contracts.altered import repriced
from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, choices, fail
from bpo.core.figure_names import FigureName
from bpo.core.measures import KpiResult, Measures, Quantity
from bpo.core.money import to_places
from bpo.core.units import WHOLE
from bpo.core.words import Words
from bpo.economics.costs.cost_checks import currency_problems, receipt_days
from bpo.economics.costs.costs import Costs, month_costs
from bpo.economics.margin.exact import exact_sums
from bpo.economics.margin.margin_curve import Sums
from bpo.economics.scenario.changes import NOT_AN_INPUT, inputs
from bpo.economics.scenario.projection import ProjectedMonth, Projection, project, sums_of
from bpo.economics.scenario.scenario import Bid
from bpo.economics.staffing.people import Team
from bpo.economics.staffing.staffed import StaffedMonth
from bpo.pricing.checked_measures import unit_of
from bpo.pricing.price import price

NOTHING_BILLED = Words(
    "case-without-volume",
    en="no quantity of this month is above zero: state the month's figures with --measures, or a scenario with --scenario",
    zh="本月没有大于零的数量：请用 --measures 给出当月数据，或用 --scenario 给出测算方案",
)
Changes = Mapping[str, Fraction]
ONE = Fraction(1)
DRIVERS_BY_UNIT: Mapping[str, str] = {
    "contact": "contacts", "call": "contacts", "minute": "minutes", "hour": "productive_hours", "seat_month": "seats",
    "agent": "heads", "person_month": "heads",
}  # fmt: skip
"""What a quantity of the contract is, where nobody is staffed: its unit says it."""


@dataclass(frozen=True)
class Case:
    """A contract with its costs and the figures expected: ``run`` computes it under any changes of its ``inputs``."""

    contract: Contract
    costs: Costs
    inputs: tuple[str, ...]
    run: Callable[[Contract, Changes], Projection]
    bid: Bid | None = None
    """The bid, where there is one: only then is anything staffed."""
    of_bid: "Callable[[Bid], Case] | None" = None
    """The same case of another bid: in a variant, under the same changes."""
    _plan: list[Projection] = field(default_factory=list, repr=False)
    _sums: dict[frozenset[tuple[str, Fraction]], Sums] = field(default_factory=dict, repr=False)
    """What was computed before; of all but the plan the sums alone, as hundreds of projections would fill the memory."""

    def at(self, changes: Changes | None = None, contract: Contract | None = None) -> Projection:
        """The projection under these changes; of another contract if one is given.

        Raises:
            BpoError: for a name that is no input, or if the figures do not price.
        """
        for name in changes or ():
            if name not in self.inputs:
                raise fail(NOT_AN_INPUT, **choices(name, self.inputs))
        if contract is not None or not self._is_plan(changes or {}):
            return self.run(self.contract if contract is None else contract, changes or {})
        if not self._plan:
            self._plan.append(self.run(self.contract, {}))
        return self._plan[0]

    def _is_plan(self, changes: Changes) -> bool:
        """Whether nothing is changed: inputs of a bid are factors, but for KPIs."""
        return not changes or (
            self.bid is not None
            and all(
                type(value) is Fraction and value == 1 and not name.startswith("kpi.")
                for name, value in changes.items()
            )
        )

    def sums(self, changes: Changes | None = None, contract: Contract | None = None) -> Sums:
        """Revenue before rounding, and cost."""
        if contract is not None:
            return sums_of(self.at(changes, contract))
        key = frozenset((changes or {}).items())
        if key not in self._sums:
            self._sums[key] = sums_of(self.at(changes))
        return self._sums[key]

    def margin(self, changes: Changes | None = None, contract: Contract | None = None) -> Fraction:
        """Revenue less cost, before rounding."""
        revenue, cost = self.sums(changes, contract)
        return revenue - cost


def case_of_bid(bid: Bid) -> Case:
    """A bid over its term.

    Raises:
        BpoError: if cost and price are of two currencies: another contract or other costs may stand in for the bid's own.
    """
    if problems := currency_problems(bid.costs, bid.contract):
        raise BpoError(problems)

    def run(contract: Contract, changes: Changes) -> Projection:
        if contract is bid.contract:
            return project(bid, changes)
        return project(_with_contract(bid, contract), changes)

    return Case(bid.contract, bid.costs, tuple(inputs(bid)), run, bid, case_of_bid)


def _with_contract(bid: Bid, contract: Contract) -> Bid:
    """The bid under another contract; figures that it would not read are left out."""
    expected = bid.scenario.measures
    kpis = {kpi.id for kpi in contract.kpis}
    names = contract.figure_names()
    kept = expected.altered(
        quantities={k: v for k, v in expected.quantities.items() if FigureName.of(k).whole in names},
        kpis={k: v for k, v in expected.kpis.items() if FigureName.of(k).whole in kpis},
    )
    scenario = bid.scenario.altered(measures=kept)
    return replace(bid, scenario=scenario, loaded=replace(bid.loaded, contract=contract))


def case_of_month(contract: Contract, costs: Costs, measures: Measures) -> Case:
    """One month with the figures stated: ``volume`` is a factor on all its quantities, and each is an input by its own name.

    Raises:
        BpoError: if cost and price are of two currencies, or nothing is stated.
    """
    if problems := currency_problems(costs, contract):
        raise BpoError(problems)
    if not any(quantity.total > 0 for quantity in measures.quantities.values()) and any(
        t.counts for t in contract.terms
    ):
        raise fail(NOTHING_BILLED)
    names = [
        "volume", *measures.quantities, *costs.inputs(),
        "price", *(f"price.{term.id}" for term in contract.terms), *(f"kpi.{kpi.id}" for kpi in contract.kpis),
    ]  # fmt: skip

    def run(one: Contract, changes: Changes) -> Projection:
        return _stated(one, costs, _changed_measures(one, measures, changes), changes)

    return Case(contract, costs, tuple(names), run)


def _changed_measures(contract: Contract, measures: Measures, changes: Changes) -> Measures:
    factor, names = changes.get("volume", ONE), contract.figure_names()
    quantities = {}
    for name, quantity in measures.quantities.items():
        if FigureName.of(name).whole not in names:
            continue
        unit = quantity.unit or unit_of(contract, measures, FigureName.of(name).whole)
        total = changes.get(name, quantity.total * factor)
        if unit in WHOLE and total != quantity.total:
            total = to_places(total, 0)
        quantities[name] = quantity if total == quantity.total else Quantity(total, quantity.unit)
    known = {kpi.id for kpi in contract.kpis}
    kpis = {name: result for name, result in measures.kpis.items() if FigureName.of(name).whole in known}
    kpis |= {
        name[4:]: KpiResult(name[4:], value, assumed=True) for name, value in changes.items() if name.startswith("kpi.")
    }
    return replace(measures, quantities=quantities, kpis=kpis)


def _stated(contract: Contract, costs: Costs, measures: Measures, changes: Changes) -> Projection:
    """The month priced as stated, with nobody staffed: drivers are what its quantities are."""
    prices = {term.id: changes.get("price", ONE) * changes.get(f"price.{term.id}", ONE) for term in contract.terms}
    if any(factor != 1 for factor in prices.values()):
        contract = repriced(contract, prices)
    costs = costs.changed(changes)
    period = contract.cycle.period(measures.period)
    statement = price(contract, measures)
    named = {name: quantity.total for name, quantity in statement.measures.quantities.items()}
    by_unit: dict[str, Fraction] = {}
    for quantity in statement.measures.quantities.values():
        if driver := DRIVERS_BY_UNIT.get(quantity.unit):
            by_unit[driver] = by_unit.get(driver, Fraction(0)) + quantity.total
    drivers = {**by_unit, **named, "month": ONE}
    revenue, vat = exact_sums(contract, statement)
    drivers |= {"revenue": revenue, "vat": vat}
    spent = month_costs(costs, drivers, 1, period, receipt_days(contract, period))
    nobody = StaffedMonth(period, (), 0, 0, Team(Fraction(0), Fraction(0), Fraction(0)), Fraction(0))
    month = ProjectedMonth(period, nobody, drivers, statement, spent)
    return Projection(None, contract, (month,))  # type: ignore[arg-type] # a stated month is no bid; nothing here asks for it
