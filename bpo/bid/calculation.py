"""The calculation sheet (测算表) as its template sees it: result, cost build-up, and each year month by month. Internal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.bid import headings as b
from bpo.bid.build_up import Built, built_up
from bpo.bid.months import Months, Row, months_of, ratio
from bpo.bid.result import Result, result_of
from bpo.bid.unit_prices import UnitPrices
from bpo.bid.years import MONTHS_OF_A_YEAR
from bpo.core.money import round_to, round_units
from bpo.core.words import Pct, Text, show_number
from bpo.economics.costs.cost_file import Costs
from bpo.economics.scenario.offer import Offer
from bpo.economics.scenario.projection import Projection
from bpo.economics.scenario.quoted import PER
from bpo.invoice import headings as h
from bpo.invoice.face import party_of
from bpo.report.page import Pair, PartyBox, party_box
from bpo.report.page_words import PageWords, page_words
from bpo.report.speech import NOTHING, Said, Speech


@dataclass(frozen=True, slots=True)
class Figure:
    """A result with its name; ``strong`` ones stand out."""

    name: Said
    value: str
    detail: Said | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class PerUnit:
    """What one unit costs, what is quoted for it, and what the margin floor asks for it; empty where there is none."""

    name: Said
    quantity: str
    cost: str
    price: str
    with_tax: str
    floor: str
    floor_with_tax: str


@dataclass(frozen=True, slots=True)
class BuiltRow:
    label: Said
    driver: Said
    quantity: str
    rate: str
    amount: str
    share: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class BuiltCategory:
    label: Said
    amount: str
    share: str
    rows: tuple[BuiltRow, ...]


@dataclass(frozen=True, slots=True)
class MonthRow:
    label: Said
    values: tuple[str, ...]
    total: str
    strong: bool


@dataclass(frozen=True, slots=True)
class MonthSection:
    name: Said
    rows: tuple[MonthRow, ...]


@dataclass(frozen=True, slots=True)
class YearBlock:
    """Twelve months beside each other, or those that remain; ``missing`` are the empty columns."""

    name: Said
    months: tuple[str, ...]
    missing: tuple[str, ...]
    sections: tuple[MonthSection, ...]


@dataclass(frozen=True, slots=True)
class CalculationSheet:
    """Everything that the calculation sheet prints; ``docs/templates.md`` describes it."""

    lang: str
    bilingual: bool
    h: Mapping[str, Said]
    document: Said
    title: Said
    contract: str
    number: str
    date: str
    pages: tuple[PageWords, ...]
    meta: tuple[Pair, ...]
    supplier: PartyBox
    result: tuple[Figure, ...]
    years: tuple[tuple[Figure, ...], ...]
    per_unit: tuple[PerUnit, ...]
    built: tuple[BuiltCategory, ...]
    cost: str
    blocks: tuple[YearBlock, ...]
    note: Said


def calculation_of(projection: Projection, offer: Offer, variant: str, prices: UnitPrices) -> CalculationSheet:
    """The sheet of a projection; ``variant`` is the name of the changes that it was made with, ``prices`` are those of its units."""
    contract, scenario = projection.contract, projection.bid.scenario
    speech = Speech(offer.language or contract.language, contract.currency)
    months, result = months_of(projection), result_of(projection, offer)
    return CalculationSheet(
        lang="en" if speech.language == "en" else "zh-CN",
        bilingual=speech.language == "both",
        h={name: speech.words(words) for name, words in b.BOOK.items()},
        document=speech.words(b.INTERNAL["calculation"]),
        title=speech.text(contract.title),
        contract=contract.contract,
        number=offer.number,
        date=offer.date.isoformat(),
        pages=page_words(speech),
        meta=tuple(
            Pair(speech.words(words), value)
            for words, value in (
                (b.OFFER["quoted_on"], Said(speech.day(offer.date))),
                (b.INTERNAL["scenario"], speech.text(scenario.label or Text.of(scenario.scenario))),
                (b.INTERNAL["variant"], Said(variant)),
                (h.HEADINGS["period"], Said(f"{months.names[0]} – {months.names[-1]}")),
                *((b.INTERNAL["exchange"], Said(rate)) for rate in _exchange(projection, variant)),
            )
        ),
        supplier=party_box(party_of(contract.supplier), speech),
        result=tuple(_result(result, speech)),
        years=tuple(_years(months, speech)),
        per_unit=tuple(_per_unit(prices, speech)),
        built=tuple(_built(projection, speech)),
        cost=money(projection.cost),
        blocks=tuple(_blocks(months, speech)),
        note=speech.words(b.WHOLE_UNITS, {"currency": contract.currency}),
    )


def money(amount: Fraction | None) -> str:
    """An amount in whole units of the currency."""
    return NOTHING if amount is None else f"{round_units(amount, 'half_up'):,}"


def percent(share: Fraction | None, places: int = 2) -> str:
    return NOTHING if share is None else show_number(round_to(share * 100, Fraction(1, 10**places)), places) + "%"


def approval_said(result: Result, speech: Speech) -> Said:
    """Who must approve the margin, or that nobody must."""
    if result.floor is None:
        return speech.words(b.NO_FLOOR)
    if result.approval is None:
        return speech.words(b.NO_APPROVAL)
    return speech.words(b.APPROVED_BY, {"who": result.approval.approved_by, "below": Pct(result.approval.below)})


def _result(result: Result, speech: Speech) -> Iterator[Figure]:
    def name(key: str) -> Said:
        return speech.words(b.INTERNAL[key])

    yield Figure(speech.words(h.HEADINGS["total"]), money(result.price))
    if result.over is not None:
        yield Figure(name("above_ceiling"), money(result.over))
    yield Figure(name("revenue"), money(result.revenue))
    yield Figure(name("cost"), money(result.cost))
    yield Figure(name("margin"), money(result.margin), strong=True)
    yield Figure(name("margin_rate"), percent(result.margin_rate), strong=True)
    yield Figure(name("markup_rate"), percent(result.markup_rate))
    if result.floor is not None:
        yield Figure(name("floor"), percent(result.floor))
    yield Figure(name("approval"), "", approval_said(result, speech))


def _years(months: Months, speech: Speech) -> Iterator[tuple[Figure, ...]]:
    """Revenue, cost, margin and its rate of each year, then of the term."""
    revenue, cost = (next(row for row in months.result if row.name == name).values for name in ("revenue", "cost"))
    cuts = [(at, at + MONTHS_OF_A_YEAR) for at in range(0, len(months.names), MONTHS_OF_A_YEAR)]
    for number, (start, end) in enumerate([*cuts, (0, len(months.names))], start=1):
        name = speech.words(b.OFFER["whole"] if number > len(cuts) else b.YEAR_NUMBER, {"number": number})
        earned, spent = (sum((one or Fraction(0) for one in row[start:end]), Fraction(0)) for row in (revenue, cost))
        amounts = [money(earned), money(spent), money(earned - spent), percent(ratio(earned - spent, earned))]
        yield tuple(Figure(name, amount, strong=number > len(cuts)) for amount in amounts)


def _per_unit(prices: UnitPrices, speech: Speech) -> Iterator[PerUnit]:
    """Cost and price for each month, contact, handle minute, seat-month, productive hour and head-month."""

    def shown(amount: Fraction | None) -> str:
        return "" if amount is None else speech.exact_money(_cents(amount))

    for one in prices.quoted:
        quantity = show_number(round_to(one.quantity, Fraction(1, 10)), 1)
        yield PerUnit(speech.text(PER[one.per]), quantity, *(shown(amount) for amount in prices.of(one)))


def _cents(amount: Fraction) -> Fraction:
    return round_to(amount, Fraction(1, 100))


def _exchange(projection: Projection, variant: str) -> Iterator[str]:
    """What the currencies of the costs are in that of the price, as the variant has them."""
    costs = projection.bid.costs.changed(projection.bid.variant(variant))
    for currency, rate in costs.exchange.items():
        yield f"1 {currency} = {show_number(rate, 6)} {costs.price_currency}"


def _built(projection: Projection, speech: Speech) -> Iterator[BuiltCategory]:
    every, name_of = built_up(projection, whole=True), projection.bid.costs.name_of
    whole = projection.cost
    for category in dict.fromkeys(one.category for one in every):
        own = [one for one in every if one.category == category]
        amount = sum((one.amount for one in own), Fraction(0))
        rows = tuple(_built_row(one, whole, speech, projection.bid.costs) for one in own)
        yield BuiltCategory(speech.text(name_of(category)), money(amount), percent(ratio(amount, whole), 1), rows)


def _built_row(one: Built, whole: Fraction, speech: Speech, costs: Costs) -> BuiltRow:
    texts = [costs.called(name) for name in one.driver.split(", ")]
    driver = Text(zh="、".join(text.zh for text in texts), en=", ".join(text.en for text in texts))
    small = one.rate is not None and abs(one.rate) < 1
    rate = NOTHING if one.rate is None else show_number(round_to(one.rate, Fraction(1, 10**6 if small else 100)), 6)
    return BuiltRow(
        speech.text(one.label), speech.text(driver), show_number(round_to(one.quantity, Fraction(1, 10)), 1), rate,
        money(one.amount), percent(ratio(one.amount, whole), 1), one.fixed,
    )  # fmt: skip


def _blocks(months: Months, speech: Speech) -> Iterator[YearBlock]:
    sections: Sequence[tuple[str, tuple[Row, ...]]] = (
        ("staffing", months.staffing), ("revenue_section", months.revenue), ("cost_section", months.cost),
        ("result_section", months.result),
    )  # fmt: skip
    for number, start in enumerate(range(0, len(months.names), MONTHS_OF_A_YEAR), start=1):
        cut = slice(start, start + MONTHS_OF_A_YEAR)
        names = months.names[cut]
        yield YearBlock(
            speech.words(b.YEAR_NUMBER, {"number": number}),
            names,
            ("",) * (MONTHS_OF_A_YEAR - len(names)),
            tuple(
                MonthSection(
                    speech.words(b.INTERNAL[name]),
                    tuple(_month_row(row, cut, months, speech) for row in rows if any(row.values[cut])),
                )
                for name, rows in sections
            ),
        )


def _month_row(row: Row, cut: slice, months: Months, speech: Speech) -> MonthRow:
    values = row.values[cut]
    shown = tuple(_shown(value, row.kind) for value in values)
    total: Fraction | None = None
    if row.name == "margin_rate":
        by_name = {
            one.name: sum((value or Fraction(0) for value in one.values[cut]), Fraction(0)) for one in months.result
        }
        total = ratio(by_name["margin"], by_name["revenue"])
    elif row.name == "cumulative":
        total = values[-1]
    elif row.total is not None:
        total = sum((value or Fraction(0) for value in values), Fraction(0))
    return MonthRow(speech.text(row.label), shown, _shown(total, row.kind) if total is not None else "", row.strong)


def _shown(value: Fraction | None, kind: str) -> str:
    if value is None:
        return NOTHING
    if kind == "percent":
        return percent(value, 1)
    if kind == "money" or abs(value) >= 100:
        return money(value)
    return show_number(round_to(value, Fraction(1, 10)), 1)
