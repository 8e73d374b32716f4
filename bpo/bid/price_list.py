"""The prices of a term as a buyer reads them: a row for each unit price, and what a month of it holds besides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from bpo.bid import price_words as w
from bpo.contracts.blocks.bands import Band
from bpo.contracts.blocks.rates import OTHERWISE, Rates
from bpo.contracts.blocks.tiers import Tier
from bpo.contracts.model import Contract
from bpo.contracts.part import NAMES
from bpo.contracts.terms.baseline import Baseline
from bpo.contracts.terms.commission import Commission
from bpo.contracts.terms.consulting import Consulting
from bpo.contracts.terms.contingency import Contingency
from bpo.contracts.terms.fixed import Fixed
from bpo.contracts.terms.gainshare import Gainshare
from bpo.contracts.terms.hours import Hours
from bpo.contracts.terms.leads import Leads
from bpo.contracts.terms.pass_through import PassThrough
from bpo.contracts.terms.piece_rate import PieceRate
from bpo.contracts.terms.priced import Priced, RateOf
from bpo.contracts.terms.seats import Seats
from bpo.contracts.terms.staff_lease import StaffLease
from bpo.contracts.terms.term import Term
from bpo.contracts.terms.workload import Workload
from bpo.core.measures import Measures
from bpo.core.units import UNITS
from bpo.core.words import Pct, Text, Words
from bpo.pricing.given import unit_of


@dataclass(frozen=True)
class PriceRow:
    """One price: of a ``unit`` (of the whole, if it has none), or a ``percent`` of an amount of money."""

    rule: Words
    values: Mapping[str, Any] = field(default_factory=dict)
    unit: str = ""
    price: Fraction | None = None
    percent: Fraction | None = None


Rows = Iterator[PriceRow]
Condition = tuple[Words, Mapping[str, Any]]


def price_rows(term: Term, contract: Contract) -> list[PriceRow]:
    """Every unit price of a term, in written order; none of a model that is not known here, whose prices the contract has."""
    rows = ROWS.get(type(term))
    return list(rows(term, contract)) if rows is not None else []


def _priced(term: Any, contract: Contract) -> Rows:
    """Workload, seats and hours: a rate, rates by the values of a column, or tiers."""
    unit = _unit(term, contract)
    if isinstance(term.rate, RateOf):
        base = next(one.rate for one in contract.terms if one.id == term.rate.of and isinstance(one, Priced))
        assert isinstance(base, Fraction), "checked when the contract was read"
        yield PriceRow(w.UNIT_PRICE, {}, unit, base * term.rate.times)
    elif term.rate is not None:
        yield PriceRow(w.UNIT_PRICE, {}, unit, term.rate)
    rates = getattr(term, "rates", None)
    if isinstance(rates, Rates):
        yield from _by_values(rates.each, unit, ())
        if rates.otherwise is not None:
            yield PriceRow(w.OTHERWISE, {}, unit, rates.otherwise)
    elif rates:
        yield from (PriceRow(w.VALUE, {"value": name}, unit, rate) for name, rate in rates.items())
    yield from _tiers(term.tiers or (), unit, term.tier_mode)


def _unit(term: Any, contract: Contract) -> str:
    if term.package is not None:
        return "package"
    if isinstance(term, Workload):
        return unit_of(contract, Measures(""), term.counted_as)
    return "seat_month" if isinstance(term, Seats) else "hour"


def _by_values(level: Mapping[str, Any], unit: str, at: tuple[str, ...]) -> Rows:
    for name, price in level.items():
        row = at if name == OTHERWISE else (*at, name)
        if isinstance(price, Mapping):
            yield from _by_values(price, unit, row)
        else:
            words = w.OTHERWISE_OF if name == OTHERWISE else w.VALUE
            yield PriceRow(words, {"value": " · ".join(row)}, unit, price)


def _tiers(tiers: list[Tier] | tuple[()], unit: str, mode: str) -> Rows:
    lower = Fraction(0)
    for tier in tiers:
        bounds = {"lower": lower, "upper": tier.up_to}
        fee, rate = (w.FEES, w.WHOLE if mode == "whole_volume" else w.PART)
        which = 2 if tier.up_to is None else int(lower > 0)
        if tier.fee is not None:
            yield PriceRow(fee[which], bounds, "month", tier.fee)
        if tier.rate is not None:
            yield PriceRow(rate[which], bounds, unit, tier.rate)
        lower = tier.up_to if tier.up_to is not None else lower


def _piece_rate(term: PieceRate, contract: Contract) -> Rows:
    unit = unit_of(contract, Measures(""), term.id)
    if term.rate is not None:
        yield PriceRow(w.UNIT_PRICE, {}, unit, term.rate)
    yield from _tiers(term.tiers or (), unit, term.tier_mode)


def _fixed(term: Fixed, contract: Contract) -> Rows:
    if term.once_on is None:
        yield PriceRow(w.FEE, {}, "month", term.amount)
    else:
        yield PriceRow(w.ONCE, {"day": term.once_on}, "", term.amount)


def _consulting(term: Consulting, contract: Contract) -> Rows:
    if term.day_rate is not None:
        yield PriceRow(w.UNIT_PRICE, {}, "person_day", term.day_rate)
    for milestone in term.milestones or ():
        yield PriceRow(w.VALUE, {"value": milestone.label}, "milestone", milestone.amount)


def _staff_lease(term: StaffLease, contract: Contract) -> Rows:
    if term.price is not None:
        yield PriceRow(w.UNIT_PRICE, {}, "person_month", term.price)
    for grade, price in (term.prices or {}).items():
        yield PriceRow(w.VALUE, {"value": grade}, "person_month", price)
    fee = term.fee if term.fee is not None else term.rate - 1 if term.rate is not None else None
    if fee is not None:
        yield PriceRow(w.SERVICE_FEE, {}, percent=fee)


def _baseline(term: Baseline, contract: Contract) -> Rows:
    name = term.quantity if isinstance(term.quantity, str) else term.id
    unit = unit_of(contract, Measures(""), name)
    yield PriceRow(w.FEE, {}, "month", term.fee)
    yield PriceRow(w.ABOVE_BASELINE, {}, unit, term.arc)
    yield PriceRow(w.BELOW_BASELINE, {}, unit, -term.rrc)


def _leads(term: Leads, contract: Contract) -> Rows:
    for price in term.prices:
        names = [name for name in (price.region, price.receiver) if name]
        words = w.VALUE if names else w.UNIT_PRICE if len(term.prices) == 1 else w.OTHERWISE
        yield PriceRow(words, {"value": " · ".join(names)}, "lead", price.price)
    if term.reward is not None:
        yield PriceRow(w.REWARD, {}, "lead", term.reward)


def _commission(term: Commission, contract: Contract) -> Rows:
    if term.percent is not None:
        yield PriceRow(w.OF_SALES, {}, percent=term.percent)
    else:
        yield PriceRow(w.UNIT_PRICE, {}, "sale", term.amount)


def _contingency(term: Contingency, contract: Contract) -> Rows:
    what = w.BY_AGE if term.by == "age" else w.BY_BALANCE
    for band in term.bands:
        values = {"by": what, "band": band_text(band)}
        yield PriceRow(w.OF_RECOVERED, values, percent=band.percent)
        if band.floor:
            yield PriceRow(w.OF_RECOVERED_AT_LEAST, values, "case", band.floor)


def _gainshare(term: Gainshare, contract: Contract) -> Rows:
    yield PriceRow(w.TARGET_PRICE, {}, "month", term.target + term.profit)
    yield PriceRow(w.GAIN_SHARE, {}, percent=term.share)
    yield PriceRow(w.AT_MOST, {}, "month", term.ceiling)


def _pass_through(term: PassThrough, contract: Contract) -> Rows:
    if term.margin is not None:
        yield PriceRow(w.ADDED, {}, percent=term.margin / (1 - term.margin))
    else:
        yield PriceRow(w.ADDED if term.markup else w.AS_INVOICED, {}, percent=term.markup)


def band_text(band: Band) -> Text:
    """What a band holds: ``≥ 85%``."""
    bound = band.bound()
    if bound is None:
        return w.REST
    sign, limit = {"at_least": "≥", "above": ">", "at_most": "≤", "below": "<"}[bound[0]], bound[1]
    shown = Pct(limit) if abs(limit) <= 1 and limit.denominator > 1 else limit
    return Text(
        zh=w.BOUND.say("zh", {"sign": sign, "limit": shown}), en=w.BOUND.say("en", {"sign": sign, "limit": shown})
    )


ROWS: Mapping[type[Term], Callable[[Any, Contract], Rows]] = {
    Workload: _priced, Seats: _priced, Hours: _priced, PieceRate: _piece_rate, Fixed: _fixed, Consulting: _consulting,
    StaffLease: _staff_lease, Baseline: _baseline, Leads: _leads, Commission: _commission, Contingency: _contingency,
    Gainshare: _gainshare, PassThrough: _pass_through,
}  # fmt: skip


def conditions(term: Term, money: Callable[[Fraction], str]) -> list[Condition]:
    """What a month of the term holds besides its unit prices: minimum and maximum, what is free, multiples, packages.

    ``money`` says how an amount is printed.
    """
    found: list[Condition] = []
    if term.for_each is not None:
        part = NAMES.get(term.for_each, Text.of(term.for_each))
        found.append((w.FOR_EACH, {"part": Text(zh=part.zh, en=part.en.lower())}))
    if term.minimum is not None:
        found.append((w.MINIMUM, {"amount": money(term.minimum.amount)}))
    if term.maximum is not None:
        found.append((w.MAXIMUM, {"amount": money(term.maximum.amount)}))
    if isinstance(term, Seats) and term.contracted is not None:
        found.append((w.CONTRACTED, {"seats": term.contracted}))
    if isinstance(term, Priced):
        if term.package is not None:
            found.append((w.PACKAGE, {"size": term.package}))
        if term.rollover is not None:
            found.append((w.ROLLOVER, {"share": Pct(term.rollover.share), "months": term.rollover.months}))
    for one in getattr(term, "multipliers", None) or ():
        found.append((w.TIMES, {"label": one.label, "times": one.times}))
    if isinstance(term, Workload):
        if term.free is not None:
            found.append((w.FREE, {"first": Fraction(term.free.first)}))
        if term.forecast is not None and term.forecast.pay_at_least is not None:
            found.append((w.PAY_AT_LEAST, {"share": Pct(term.forecast.pay_at_least)}))
    if isinstance(term, Baseline):
        found += [(w.DEAD_BAND, {"share": Pct(term.dead_band)})] if term.dead_band else []
    return found


def unit_name(row: PriceRow, per: Fraction) -> Text:
    """What the price is of: a call, 1,000 calls, a month."""
    if not row.unit:
        return w.WHOLE_SUM if row.percent is None else Text.of("%")
    name = w.ONE_UNIT.get(row.unit) or UNITS.get(row.unit, Text.of(row.unit))
    if per == 1:
        return name
    several = UNITS.get(row.unit, Text.of(row.unit))
    values = {"per": per, "unit": several}
    return Text(zh=w.PER_UNITS.say("zh", values), en=w.PER_UNITS.say("en", values))
