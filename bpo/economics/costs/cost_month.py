"""The rates of a month: every item of a cost file in its order, each by its shape, with the sentences that explain it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache, partial
from itertools import takewhile

from bpo.core.periods import Period, months_between
from bpo.core.sums import exact_sum
from bpo.core.words import Pct, Text, Words
from bpo.economics.costs.cost_file import Costs
from bpo.economics.costs.cost_item import CARRIED, OF_PRICE, PROFIT, VAT_PAYABLE, Growing, Item
from bpo.economics.costs.cost_levies import Said, in_force
from bpo.economics.costs.cost_line import A_MONTH, ZERO, Counted, ItemRates, MonthRates, Rate
from bpo.economics.costs.driver_names import driver_name


def month_rates(costs: Costs, number: int, period: Period) -> MonthRates:
    """The rates of a month; its levies have no gap.

    Args:
        number: the month's number in the term, from 1.
    """
    if costs.priced_like is not None:
        others, id = costs.priced_like
        if (known := others.known_rates((number, period))) is not None and id not in known.on_profit:
            return (
                known if id not in known.items else known.with_item(_repriced(costs, number, period, known.items[id]))
            )
    items = {item.id: item for item in costs.items}
    found: dict[str, ItemRates] = {}
    for id in costs.order:
        if items[id].in_month(period.name):
            found[id] = _rates_of(costs, items[id], number, period, found)
    on_profit = {id: found.pop(id) for id in list(found) if items[id].of_profit}
    needs = {one.item.driver for one in found.values()} - {A_MONTH}
    for one in found.values():
        needs |= {*(one.item.of or ())} & {*OF_PRICE}
    of = {name for item in costs.items for name in item.of or ()}
    needs |= {CARRIED[name] for name in of & CARRIED.keys()}
    plain = tuple(takewhile(lambda one: one.item.percent is None, found.values()))
    drivers = tuple(dict.fromkeys(one.item.driver for one in plain if not one.once and one.item.driver != A_MONTH))
    rest = tuple(found.values())[len(plain) :]
    return MonthRates(found, frozenset(needs), on_profit, VAT_PAYABLE in of, plain, rest, drivers)


def _repriced(costs: Costs, number: int, period: Period, before: ItemRates) -> ItemRates:
    """An item at the price that it has in these costs."""
    item = next(one for one in costs.items if one.id == before.item.id)
    if item.percent is None:
        return _alone(costs, item, number, period)
    rate = of_percent(costs, item, before.rates[0].fixed)
    return replace(before, item=item, rates=(rate,), each=rate.rate)


def _rates_of(costs: Costs, item: Item, number: int, period: Period, before: Mapping[str, ItemRates]) -> ItemRates:
    if item.percent is not None:
        return _percent(costs, item, before)
    return costs.item_rates_in((number, period), item, lambda: _alone(costs, item, number, period))


def _alone(costs: Costs, item: Item, number: int, period: Period) -> ItemRates:
    """The rates of an item that hang on no other item."""
    if item.once is not None:
        rates = tuple(of_once(costs, item, number, period))
    else:
        rates = tuple((of_driver if item.wage is None else of_wage)(costs, item, period))
    each, input_tax, unrecovered = (
        exact_sum(getattr(one, name) for one in rates) for name in ("rate", "input_tax", "unrecovered")
    )
    once = months_of_once(costs, item) if item.once is not None else 0
    return ItemRates(item, rates, each, input_tax, unrecovered, once)


def _percent(costs: Costs, item: Item, before: Mapping[str, ItemRates]) -> ItemRates:
    names = set(item.of or ())
    alone = {name: wage.id for name in names if (wage := costs.wage_alone(name)) is not None}
    ids = {member.id for name in names - {VAT_PAYABLE, PROFIT, *alone} for member in costs.members(name)}
    wages = [name for name, id in alone.items() if id in before and id not in ids]
    members = (*(id for id in before if id in ids), *wages)
    fixed = all(
        rate.fixed for id in before if id in {*ids, *(alone[name] for name in wages)} for rate in before[id].rates
    ) and not names & {*OF_PRICE, *CARRIED}
    rate = of_percent(costs, item, fixed)
    return ItemRates(item, (rate,), rate.rate, ZERO, members=members)


EACH_MONTH = Words("cost-a-month", en="{rate} a month", zh="每月 {rate}")
PER = Words("cost-per-driver", en="{driver} {quantity} × {rate}", zh="{driver} {quantity} × {rate}")
TIMES = Words("cost-times", en="{times} for each of {driver} {total}", zh="{driver} {total}，每一计 {times}")
COUNT = Words("cost-count", en="{quantity} × {rate}", zh="{quantity} × {rate}")
BEGUN = Words(
    "cost-begun",
    en="one for each begun {begun} of {driver} {total}",
    zh="{driver} {total}，每 {begun} 配一，不足亦配一",
)
GRADE = Words("cost-wage", en="the monthly wage of '{grade}'", zh="'{grade}' 月工资")
GROWN = Words(
    "cost-grown",
    en="with yearly growth {first} × (1 + {growth})^{years}",
    zh="按年增长 {first} × (1 + {growth})^{years}",
)
EXCHANGED = Words("cost-exchanged", en="{amount} {currency} at {exchange}", zh="{amount} {currency}，汇率 {exchange}")
STRIPPED = Words("cost-stripped", en="{gross} with {tax} of tax in it", zh="含 {tax} 税价 {gross}")
NOT_RECOVERED = Words(
    "cost-tax-not-recovered", en="{share} of the input tax is not recovered", zh="进项税的 {share} 不能抵扣"
)
LOST_TAX = Words("cost-lost-tax", en="{label}: input tax not recovered", zh="{label}：不能抵扣的进项税")
PERCENT = Words("cost-percent", en="{percent} of {of} ({base})", zh="{of}（{base}）的 {percent}")
OF_THAT = Words("cost-percent-times", en="of {times} of that", zh="仅就其中 {times} 计")
SPREAD = Words(
    "cost-spread",
    en="{once} once, spread over {months} months: month {number}",
    zh="一次性 {once}，按 {months} 个月摊销：第 {number} 个月",
)
LEVY = Words("cost-levy-label", en="{label}: {levy}", zh="{label}：{levy}")


def of_driver(costs: Costs, item: Item, period: Period) -> Iterator[Rate]:
    """``amount`` for each of a driver, or for each begun so many of it."""
    assert item.amount is not None
    gross, grown = _price(costs, item, item.amount, period)
    yield from _taxed(item, gross * item.factor, partial(_counted, item), grown)


def of_wage(costs: Costs, item: Item, period: Period) -> Iterator[Rate]:
    """A grade's wage for each head, then each levy that is due on it."""
    assert item.wage is not None
    wage, counted = costs.wages[item.wage], partial(_counted, item)
    first, grown = _price(costs, wage, wage.a_month, period)
    graded: Said = (GRADE, {"grade": wage.label or Text.of(item.wage)})
    head = _rate(item, first * item.factor, counted, (graded, *grown))
    yield head
    if wage.levies is None:
        return
    levies = in_force(costs.levies[wage.levies], period.end)
    assert levies is not None, "a gap was refused before"
    earned, exchange = _grown(costs, wage, wage.a_month, period), costs.rate_of(wage) * item.factor
    for name, levy in levies.items():
        due, why = levy.on(earned)
        rate = due * exchange
        yield replace(
            head, item=f"{item.id}.{name}", label=spoken(LEVY, label=head.label, levy=levy.name(name)), rate=rate, paid=rate,
            said=(*why, *_exchanged(costs, wage, due)),
        )  # fmt: skip


def of_percent(costs: Costs, item: Item, fixed: bool) -> Rate:
    """``percent`` of what else the month costs, or of its revenue."""
    assert item.percent is not None and item.of is not None
    of = [costs.called(name) for name in item.of]

    def counted(base: Fraction, _total: Fraction, _rate: Fraction) -> tuple[Said, ...]:
        return ((PERCENT, {"percent": Pct(item.percent or Fraction(0)), "of": of, "base": base}),)

    part: tuple[Said, ...] = ((OF_THAT, {"times": Pct(item.times)}),) if item.times != 1 else ()
    rate = _rate(item, item.percent * item.times * item.factor, counted, part)
    return replace(rate, driver=", ".join(item.of), fixed=fixed if item.fixed is None else item.fixed)


def of_once(costs: Costs, item: Item, number: int, period: Period) -> Iterator[Rate]:
    """A one-off in equal parts, from its month or the term's first on; it is paid, and its tax recovered, in the first.

    Its quantity is one month of those that it is spread over.
    """
    assert item.once is not None
    months = months_of_once(costs, item)
    nth = months_between(item.start, period.name) + 1 if item.start else number
    if not 1 <= nth <= months:
        return
    once, exchanged = _price(costs, item, item.once, period)
    once *= item.factor
    spread: Said = (SPREAD, {"once": once, "months": months, "number": nth})
    paid_at_once = months if nth == 1 else 0
    for rate in _taxed(item, once, lambda *_: (spread,), exchanged):
        yield replace(
            rate, driver="term", paid=rate.rate * paid_at_once, input_tax=rate.input_tax * paid_at_once,
            unrecovered=rate.rate * (months - nth + 1),
        )  # fmt: skip


def months_of_once(costs: Costs, item: Item) -> int:
    """Over how many months a one-off is spread."""
    months = item.over_months or costs.term_months
    assert months, "the reader asked for them"
    return months


def _taxed(item: Item, gross: Fraction, counted: Counted, said: tuple[Said, ...]) -> Iterator[Rate]:
    """The item without the tax that is recovered; what is not is a line of its own."""
    tax = item.with_tax or Fraction(0)
    net = gross / (1 + tax)
    stripped: tuple[Said, ...] = ((STRIPPED, {"gross": gross, "tax": Pct(tax)}),) if tax else ()
    rate = _rate(item, net, counted, (*stripped, *said))
    yield replace(rate, input_tax=(gross - net) * (1 - item.unrecoverable))
    if item.unrecoverable:
        share: Said = (NOT_RECOVERED, {"share": Pct(item.unrecoverable)})
        lost = _rate(item, (gross - net) * item.unrecoverable, counted, (share, *stripped))
        yield replace(lost, item=f"{item.id}.tax", label=spoken(LOST_TAX, label=rate.label))


def _rate(item: Item, rate: Fraction, counted: Counted, said: tuple[Said, ...]) -> Rate:
    """A rate of the item; what is a price a month, or a one-off, does not move with volume unless the item says so."""
    fixed = item.once is not None or item.driver == "month" if item.fixed is None else item.fixed
    return Rate(
        item.id, item.label or Text.of(item.id), item.in_category, item.driver, rate, fixed, item.cost_centre, item.site,
        item.position or item.wage or "", str(item.where or ""), item.allocated, said, paid=rate, counted=counted,
    )  # fmt: skip


def _counted(item: Item, quantity: Fraction, total: Fraction, rate: Fraction) -> tuple[Said, ...]:
    """How many, at how much each."""
    driver = driver_name(item.driver)
    counted: Said = (COUNT, {"quantity": quantity, "rate": rate})
    if item.begun is not None:
        return counted, (BEGUN, {"begun": item.begun, "driver": driver, "total": total * item.times})
    if item.driver == "month":
        return (counted,) if item.times != 1 else ((EACH_MONTH, {"rate": rate}),)
    each: Said = (PER, {"driver": driver, "quantity": quantity, "rate": rate})
    return (counted, (TIMES, {"times": item.times, "driver": driver, "total": total})) if item.times != 1 else (each,)


def _grown(costs: Costs, priced: Growing, first: Fraction, period: Period) -> Fraction:
    return first * (1 + priced.growth_a_year) ** priced.years(period.name, costs.start)


def _price(costs: Costs, priced: Growing, first: Fraction, period: Period) -> tuple[Fraction, tuple[Said, ...]]:
    """A price as grown by this month, in the currency of the lines."""
    years, grown = priced.years(period.name, costs.start), _grown(costs, priced, first, period)
    values = {"first": first, "growth": Pct(priced.growth_a_year), "years": years}
    said: tuple[Said, ...] = ((GROWN, values),) if years else ()
    return grown * costs.rate_of(priced), (*said, *_exchanged(costs, priced, grown))


def _exchanged(costs: Costs, priced: Growing, amount: Fraction) -> tuple[Said, ...]:
    currency, exchange = priced.currency or costs.currency, costs.rate_of(priced)
    if currency == costs.price_currency:
        return ()
    return ((EXCHANGED, {"amount": amount, "currency": currency, "exchange": exchange}),)


def spoken(words: Words, **values: Text) -> Text:
    """A label that has labels in it, in both languages."""
    return _spoken(words, tuple(values.items()))


@lru_cache(maxsize=4096)  # the same few labels in every month of every change that is tried
def _spoken(words: Words, values: tuple[tuple[str, Text], ...]) -> Text:
    return Text(zh=words.say("zh", dict(values)), en=words.say("en", dict(values)))
