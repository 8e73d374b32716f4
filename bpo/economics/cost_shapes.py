"""The shapes that an item of cost can have, each as lines of ``quantity × rate`` with the sentences that explain them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from bpo.economics.cost_file import Costs
from bpo.economics.cost_item import Growing, Item
from bpo.economics.cost_levies import Said, in_force
from bpo.economics.cost_line import CostLine
from bpo.economics.driver_names import driver_name
from bpo.periods import Period, months_between
from bpo.words import Pct, Text, Words

A_MONTH = Words("cost-a-month", en="{rate} a month", zh="每月 {rate}")
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


def of_driver(costs: Costs, item: Item, total: Fraction, period: Period) -> Iterator[CostLine]:
    """``amount`` for each of a driver, or for each begun so many of it."""
    assert item.amount is not None
    rate, grown = _price(costs, item, item.amount, period)
    yield from _taxed(item, _quantity(item, total), rate * item.factor, total, grown)


def of_wage(costs: Costs, item: Item, total: Fraction, period: Period) -> Iterator[CostLine]:
    """A grade's wage for each head, then each levy that is due on it."""
    assert item.wage is not None
    wage, quantity = costs.wages[item.wage], _quantity(item, total)
    exchange = costs.rate_of(wage) * item.factor
    rate, grown = _price(costs, wage, wage.a_month, period)
    rate *= item.factor
    graded: Said = (GRADE, {"grade": wage.label or Text.of(item.wage)})
    line = _line(item, quantity, rate, (*_counted(item, quantity, total, rate), graded, *grown))
    yield line
    if wage.levies is None:
        return
    levies = in_force(costs.levies[wage.levies], period.end)
    assert levies is not None, "a gap was refused before"
    earned = _grown(costs, wage, wage.a_month, period)
    for name, levy in levies.items():
        due, why = levy.on(earned)
        rate = due * exchange
        amount = quantity * rate
        yield replace(
            line, item=f"{item.id}.{name}", label=spoken(LEVY, label=line.label, levy=levy.name(name)), amount=amount,
            paid=amount, rate=rate,
            said=(*_counted(item, quantity, total, rate), *why, *_exchanged(costs, wage, due)),
        )  # fmt: skip


def of_percent(costs: Costs, item: Item, base: Fraction, fixed: bool) -> Iterator[CostLine]:
    """``percent`` of what else the month costs, or of its revenue."""
    assert item.percent is not None and item.of is not None
    labels = {other.id: other.label for other in costs.items if other.label is not None}
    of = [labels.get(name) or driver_name(name, costs.name_of(name)) for name in item.of]
    said: list[Said] = [(PERCENT, {"percent": Pct(item.percent), "of": of, "base": base})]
    if item.times != 1:
        said.append((OF_THAT, {"times": Pct(item.times)}))
    line = _line(item, base, item.percent * item.times * item.factor, tuple(said))
    yield replace(line, driver=", ".join(item.of), fixed=fixed if item.fixed is None else item.fixed)


def of_once(costs: Costs, item: Item, number: int, period: Period) -> Iterator[CostLine]:
    """A one-off in equal parts, from its month or the term's first on; it is paid, and its tax recovered, in the first."""
    assert item.once is not None
    months = item.over_months or costs.term_months
    assert months, "the reader asked for them"
    nth = months_between(item.start, period.name) + 1 if item.start else number
    if not 1 <= nth <= months:
        return
    once, exchanged = _price(costs, item, item.once, period)
    once *= item.factor
    spread: Said = (SPREAD, {"once": once, "months": months, "number": nth})
    for line in _taxed(item, Fraction(1, months), once, Fraction(1), exchanged, spread):
        first = int(nth == 1)
        yield replace(
            line, driver="term", paid=line.rate * first, input_tax=line.input_tax * months * first,
            unrecovered=line.rate * (months - nth + 1) / months,
        )  # fmt: skip


def _taxed(
    item: Item,
    quantity: Fraction,
    gross: Fraction,
    total: Fraction,
    said: tuple[Said, ...],
    instead: Said | None = None,
) -> Iterator[CostLine]:
    """The item without the tax that is recovered; what is not is a line of its own. ``instead`` stands for the count."""
    tax = item.with_tax or Fraction(0)
    net = gross / (1 + tax)

    def counted(rate: Fraction) -> tuple[Said, ...]:
        return (instead,) if instead else _counted(item, quantity, total, rate)

    stripped: tuple[Said, ...] = ((STRIPPED, {"gross": gross, "tax": Pct(tax)}),) if tax else ()
    line = _line(item, quantity, net, (*counted(net), *stripped, *said))
    yield replace(line, input_tax=quantity * (gross - net) * (1 - item.unrecoverable))
    if item.unrecoverable:
        lost = (gross - net) * item.unrecoverable
        share: Said = (NOT_RECOVERED, {"share": Pct(item.unrecoverable)})
        lost_line = _line(item, quantity, lost, (*counted(lost), share, *stripped))
        yield replace(lost_line, item=f"{item.id}.tax", label=spoken(LOST_TAX, label=line.label))


def _line(item: Item, quantity: Fraction, rate: Fraction, said: tuple[Said, ...]) -> CostLine:
    """A line of the item; what is a price a month, or a one-off, does not move with volume unless the item says so."""
    fixed = item.once is not None or item.driver == "month" if item.fixed is None else item.fixed
    amount = quantity * rate
    return CostLine(
        item.id, item.label or Text.of(item.id), item.in_category, amount, item.driver, quantity, rate, fixed,
        item.cost_centre, item.site, item.position or item.wage or "", str(item.where or ""), said, item.allocated,
        paid=amount,
    )  # fmt: skip


def _quantity(item: Item, total: Fraction) -> Fraction:
    quantity = total * item.times
    return quantity if item.begun is None else Fraction(math.ceil(quantity / item.begun))


def _counted(item: Item, quantity: Fraction, total: Fraction, rate: Fraction) -> tuple[Said, ...]:
    """How many, at how much each."""
    driver = driver_name(item.driver)
    counted: Said = (COUNT, {"quantity": quantity, "rate": rate})
    if item.begun is not None:
        return counted, (BEGUN, {"begun": item.begun, "driver": driver, "total": total * item.times})
    if item.driver == "month":
        return (counted,) if item.times != 1 else ((A_MONTH, {"rate": rate}),)
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
