"""What a month costs: the lines of a cost file for the month's drivers. Pure and exact."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bpo.core.errors import BpoError, Problem, choices, in_order
from bpo.core.periods import Period
from bpo.core.sums import exact_sum
from bpo.core.traced import Traced, not_below
from bpo.core.words import Pct, Words
from bpo.economics.costs.cost_checks import costs_of, read_costs
from bpo.economics.costs.cost_file import Costs, WorkingCapital
from bpo.economics.costs.cost_item import CARRIED, OF_PRICE, SHORT, VAT_PAYABLE
from bpo.economics.costs.cost_levies import Said, in_force
from bpo.economics.costs.cost_line import ZERO, CostLine, DriverCosts, ItemRates, MonthRates, cost_of, costs_by
from bpo.economics.costs.cost_month import month_rates, spoken

__all__ = ["CostLine", "Costs", "MonthCosts", "cost_of", "costs_by", "costs_of", "month_costs", "read_costs"]

UNKNOWN_DRIVER = Words(
    "cost-driver-unknown",
    en="the figures of {month} have no driver '{given}'",
    zh="{month} 的数据中没有驱动量 '{given}'",
)
LEVY_GAP = Words(
    "levy-gap",
    en="no levies of '{place}' are in force on {day}; add the row that is, or begin an earlier one sooner",
    zh="'{place}' 在 {day} 没有生效的缴费标准；请补充该日适用的一行，或提前已有行的起始日",
)
NO_RECEIPT_DAYS = Words(
    "cost-no-receipt-days",
    en="how many days lie between cost and receipt is not known; write 'receipt_days'",
    zh="不知道从付出成本到收款相隔几天；请写 receipt_days",
)
INTEREST = Words(
    "cost-interest",
    en="{rate} a year on {base} for {days} days until the client pays",
    zh="{base} 按年利率 {rate} 计 {days} 天，至委托方付款",
)
INTEREST_ONCE = Words(
    "cost-interest-once",
    en="{rate} a year on the {base} of one-offs that no earlier month has borne, for a month",
    zh="尚未摊销的一次性费用 {base} 按年利率 {rate} 计一个月",
)
OF_ONCE = Words("cost-interest-once-label", en="{label}: one-offs", zh="{label}：一次性投入")
LEFT_OVER_BEFORE = Words(
    "cost-input-tax-before", en="less {left} of input tax left over from earlier months", zh="已减上期留抵税额 {left}"
)
LEFT_OVER = Words(
    "cost-input-tax-left", en="{left} of input tax is left over for later months", zh="期末留抵税额 {left}，结转下期"
)
PROFIT_SO_FAR = Words(
    "cost-profit-so-far",
    en="profit since the first month is {profit}, up to the month before {before}; a loss bears no tax",
    zh="自首月起累计利润总额 {profit}，截至上月 {before}；累计亏损不计税",
)
WORKING_CAPITAL = "working_capital"


@dataclass(frozen=True, slots=True)
class Carried:
    """What the months so far leave behind. Money is exact, in the price's currency.

    ``input_tax`` is what output VAT has not met yet (留抵税额): ``max(0, input + carried − output)`` of each month. It is set off,
    not refunded. ``profit`` is revenue less all costs but taxes on it, of all months so far (累计利润总额), below zero for a loss.
    """

    input_tax: Fraction = Fraction(0)
    profit: Fraction = Fraction(0)

    @property
    def taxable(self) -> Fraction:
        """The profit so far, if it is none below zero: losses of earlier months are set off."""
        return not_below(self.profit, ZERO)


NOTHING_CARRIED = Carried()
"""What a month on its own begins with, and the first of a term."""


@dataclass(frozen=True, slots=True)
class MonthCosts:
    """What a month costs: its sum at once, its lines when they are asked for."""

    total: Fraction
    rates: MonthRates
    _items: tuple[tuple[ItemRates, Fraction, Fraction], ...]
    """Each with its quantity and what that was counted from, in the order of the file."""
    _capital: WorkingCapital | None
    receipt_days: int
    """Days from cost to receipt: as the cost file says, else by the contract's due rule; 0 where neither tells."""
    income_tax: Fraction
    """Of the total, what is a percent of the profit; below zero where a loss takes back what earlier months bore."""
    _before: Carried
    left: Carried
    """What it leaves behind for the next month."""
    interest: Fraction = ZERO
    """Of the total, what is interest on working capital."""
    input_tax: Fraction = ZERO
    """On top of the total, what is paid to suppliers and recovered."""

    @property
    def quantities(self) -> Iterator[Fraction]:
        """How many of each item there are, but for taxes on profit."""
        return (quantity for one, quantity, _ in self._items if one.item.id in self.rates.items)

    @property
    def paid(self) -> Fraction:
        """What is paid in the month without tax: one-offs whole in their first month; no interest, for which a discount rate stands."""
        once = ((quantity, rate) for one, quantity, _ in self._items if one.once for rate in one.rates)
        return self.total - self.interest + exact_sum(quantity * (rate.paid - rate.rate) for quantity, rate in once)

    def tax_due(self, vat: Fraction) -> Fraction:
        """Output VAT less input VAT: where the file has a percent of the VAT payable what is too much is carried on, else it is set off at once."""
        due = vat - self.input_tax - self._before.input_tax
        return not_below(due, ZERO) if self.rates.carries_vat else due

    @property
    def lines(self) -> tuple[CostLine, ...]:
        """The costs of the month, in the order of the file, and the interest on them."""
        found = tuple(
            rate.line(quantity, total, tuple(self._carried(one)))
            for one, quantity, total in self._items
            for rate in one.rates
        )
        if self._capital is None:
            return found
        borne = [line for line in found if line.item not in self.rates.on_profit]
        return (*found, *_interest(self._capital, borne, self.receipt_days))

    def _carried(self, one: ItemRates) -> Iterator[Said]:
        """What an item's sentences say of other months: of a tax on profit, and of the VAT payable where input tax goes over."""
        if one.item.of_profit:
            yield PROFIT_SO_FAR, {"profit": self.left.profit, "before": self._before.profit}
        elif VAT_PAYABLE in (one.item.of or ()):
            if self._before.input_tax:
                yield LEFT_OVER_BEFORE, {"left": self._before.input_tax}
            if self.left.input_tax:
                yield LEFT_OVER, {"left": self.left.input_tax}


def month_costs(
    costs: Costs, drivers: Mapping[str, Fraction], number: int, period: Period, receipt_days: int | None = None,
    carried: Carried = NOTHING_CARRIED,
) -> MonthCosts:  # fmt: skip
    """The costs of a month.

    Args:
        costs: as :func:`read_costs` gave them.
        drivers: what the month has of everything that costs go with; ``revenue`` and ``vat`` once it is priced.
        number: the month's number in the term, from 1; one-offs are spread by it.
        period: the month; growth and levies go by its name and its last day.
        receipt_days: days from cost to receipt as the contract has them, if the file does not say.
        carried: what the month before left behind; a month on its own has nothing.

    Raises:
        BpoError: with every driver that is not there and every gap in the levies.
    """

    def made() -> MonthRates:
        problems = list(_missing(costs, drivers, period, receipt_days))
        if problems:
            raise BpoError(in_order(problems))
        return month_rates(costs, number, period)

    rates, capital = costs.rates_in((number, period), made), costs.working_capital
    days = receipt_days if capital is None or capital.receipt_days is None else capital.receipt_days
    if not rates.needs <= drivers.keys() or (capital is not None and days is None):
        raise BpoError(in_order(list(_missing(costs, drivers, period, receipt_days))))
    first = _of_drivers(rates, drivers)
    before = replace(first, input_tax=carried.input_tax + first.input_tax)
    spent = _with_items(rates.after_drivers, drivers, before)
    counted, whole, input_tax = dict(spent.counted), spent.whole, spent.input_tax
    interest = ZERO
    if capital is not None:
        interest = whole * _rate(capital, days or 0) + spent.owed * _rate_of_once(capital)
        whole += interest
    left = Carried(
        not_below(input_tax - drivers["vat"], ZERO) if rates.carries_vat else Fraction(0),
        carried.profit + drivers["revenue"] - whole if rates.on_profit else Fraction(0),
    )
    taxed = left.taxable - carried.taxable
    counted |= {id: (one, taxed, taxed) for id, one in rates.on_profit.items()}
    income_tax = taxed * rates.share_of_profit
    in_file = tuple(counted[item.id] for item in costs.items if item.id in counted)
    return MonthCosts(
        whole + income_tax,
        rates,
        in_file,
        capital,
        days or 0,
        income_tax,
        carried,
        left,
        interest,
        input_tax - carried.input_tax,
    )


def _of_drivers(rates: MonthRates, drivers: Mapping[str, Fraction]) -> DriverCosts:
    """What goes with drivers alone: the same as last time for the very same drivers, as while prices or KPIs are varied."""
    values = [drivers[name] for name in rates.drivers]
    if (kept := _kept(rates, values)) is not None:
        return kept
    known = _kept(rates.like[0], values) if rates.like is not None else None
    if known is not None and rates.like is not None:
        return _with_other(known, *rates.like[1:])
    found = _with_items(rates.of_drivers, drivers, DriverCosts({}, {}, ZERO, ZERO, ZERO))
    if not any(isinstance(one, Traced) for one in (*values, found.whole)):
        rates.kept[:] = [(values, found)]
    return found


def _kept(rates: MonthRates, values: Sequence[Fraction]) -> DriverCosts | None:
    known = rates.kept[0] if rates.kept else None
    return known[1] if known and all(now is before for now, before in zip(values, known[0], strict=True)) else None


def _with_other(known: DriverCosts, before: ItemRates, now: ItemRates) -> DriverCosts:
    """The sums with another price of one item, of which there are as many as before."""
    id = now.item.id
    if id not in known.counted:  # it is a percent, or behind one
        return known
    _, quantity, total = known.counted[id]
    amounts, counted = dict(known.amounts), dict(known.counted)
    amounts[id], counted[id] = quantity * now.each, (now, quantity, total)
    if now.item.wage is not None:
        amounts[f"{id}.wage"] = quantity * now.rates[0].rate
    return DriverCosts(
        amounts,
        counted,
        known.whole + quantity * (now.each - before.each),
        known.owed + quantity * (now.unrecovered - before.unrecovered),
        known.input_tax + quantity * (now.input_tax - before.input_tax),
    )


def _with_items(items: Iterable[ItemRates], drivers: Mapping[str, Fraction], before: DriverCosts) -> DriverCosts:
    """The sums with some items more, each of which may be a percent of those before it."""
    amounts, counted = dict(before.amounts), dict(before.counted)
    whole, owed, input_tax = before.whole, before.owed, before.input_tax
    for one in items:
        id = one.item.id
        quantity, total = one.counted(drivers, amounts, input_tax)
        amounts[id], counted[id] = quantity * one.each, (one, quantity, total)
        whole += amounts[id]
        if one.item.wage is not None:
            amounts[f"{id}.wage"] = quantity * one.rates[0].rate
        if one.input_tax:
            input_tax += quantity * one.input_tax
        if one.unrecovered:
            owed += quantity * one.unrecovered
    return DriverCosts(amounts, counted, whole, owed, input_tax)


def _missing(
    costs: Costs, drivers: Mapping[str, Fraction], period: Period, receipt_days: int | None
) -> Iterator[Problem]:
    """What the month's costs need and have not."""
    short = {driver: name for name, driver in SHORT.items()}
    names = {"month", *(short.get(driver, driver) for driver in drivers)}
    for i, item in enumerate(costs.items):
        if item.in_month(period.name) and item.driver not in {"month", *drivers}:
            values = {"month": period.name, **choices(str(item.per), names)}
            yield Problem(UNKNOWN_DRIVER, costs.place("items", i, "per"), values)
        for n, name in enumerate(item.of or ()):
            needed = CARRIED.get(name, name)  # from every month to those that the item is in
            if (name in CARRIED or item.in_month(period.name)) and needed in OF_PRICE and needed not in drivers:
                values = {"month": period.name, **choices(needed, names)}
                yield Problem(UNKNOWN_DRIVER, costs.place("items", i, "of", n), values)
    graded = {item.wage for item in costs.items if item.wage and item.in_month(period.name)}
    for place in sorted({wage.levies for name, wage in costs.wages.items() if name in graded and wage.levies}):
        if in_force(costs.levies[place], period.end) is None:
            yield Problem(LEVY_GAP, costs.place("levies", place), {"place": place, "day": period.end})
    capital = costs.working_capital
    if capital is not None and capital.receipt_days is None and receipt_days is None:
        yield Problem(NO_RECEIPT_DAYS, costs.place("working_capital"))


def _rate(capital: WorkingCapital, days: int) -> Fraction:
    """Of the month's cost, until the client pays."""
    return capital.rate_a_year * days / 365


def _rate_of_once(capital: WorkingCapital) -> Fraction:
    """Of one-offs that no earlier month has borne, for a month."""
    return capital.rate_a_year / 12


def _interest(capital: WorkingCapital, lines: Sequence[CostLine], days: int) -> Iterator[CostLine]:
    """Interest on the month's cost until the client pays, and on one-offs that are still to be borne."""
    base, rate = cost_of(lines), _rate(capital, days)
    said = ((INTEREST, {"rate": Pct(capital.rate_a_year), "base": base, "days": days}),)
    line = CostLine(
        WORKING_CAPITAL, capital.label, capital.category, "cost", rate, False, capital.cost_centre,
        source=str(capital.where or ""), said=said, paid=base * rate, quantity=base,
    )  # fmt: skip
    yield line
    owed = exact_sum(line.unrecovered for line in lines)
    if owed:
        rate = _rate_of_once(capital)
        said = ((INTEREST_ONCE, {"rate": Pct(capital.rate_a_year), "base": owed}),)
        yield replace(
            line, item=f"{WORKING_CAPITAL}.once", label=spoken(OF_ONCE, label=line.label), driver="unrecovered", quantity=owed, rate=rate,
            fixed=True, said=said, paid=owed * rate,
        )  # fmt: skip
