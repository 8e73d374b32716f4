"""The quote (报价单) as its template sees it. It is made of the contract, the offer and the expected statements alone: no cost is
there to be printed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from bpo.bid import headings as b
from bpo.bid.price_list import unit_name
from bpo.bid.regime import Regime, regime_of
from bpo.bid.tender import TenderRow, tender_rows
from bpo.bid.years import Line, Year, lines_of, years_of
from bpo.contracts.blocks.prices import PriceRow
from bpo.contracts.model import Contract, Version, Wording
from bpo.contracts.statement import Statement
from bpo.contracts.terms.term import Term
from bpo.core.words import Text
from bpo.economics.scenario.figure_sources import versions_of
from bpo.economics.scenario.offer import Offer, Shown
from bpo.invoice import headings as h
from bpo.invoice.face import party_of, payable_note, tax_words
from bpo.report.page import Pair, PartyBox, party_box
from bpo.report.page_words import PageWords, page_words
from bpo.report.speech import Said, Speech, clause_number

YEARS_OF_A_TABLE = 4
"""More years than this do not fit beside each other: their quantities are shown for the whole term."""


@dataclass(frozen=True, slots=True)
class Price:
    rule: Said
    unit: Said
    without_tax: str
    with_tax: str


@dataclass(frozen=True, slots=True)
class PricedTerm:
    """A term with its prices; those without a price of their own say where it stands."""

    number: str
    label: Said
    clause: str
    model: Said
    tax: str
    conditions: tuple[Said, ...]
    prices: tuple[Price, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    label: Said
    ceiling: str
    discount: str
    price: str


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    label: Said
    clause: str
    unit: Said
    quantities: tuple[str, ...]
    quantity: str
    amount: str


@dataclass(frozen=True, slots=True)
class ExpectedYear:
    name: Said
    days: str
    months: str
    net: str
    tax: str
    total: str


@dataclass(frozen=True, slots=True)
class QuoteSheet:
    """Everything that the quote prints; ``docs/templates.md`` describes it."""

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
    client: PartyBox
    taxed: bool
    terms: tuple[PricedTerm, ...]
    valid: Said
    included: tuple[Said, ...]
    tender: tuple[Offered, ...]
    years: tuple[Said, ...]
    tax_note: Said
    payable_note: Said
    lines: tuple[ExpectedLine, ...]
    totals: tuple[ExpectedYear, ...]
    total: ExpectedYear
    regime: Regime
    assumptions: tuple[Said, ...]


def quote_of(offer: Offer, contract: Contract, statements: Sequence[Statement]) -> QuoteSheet:
    """The quote of a contract.

    Args:
        offer: as the scenario has it.
        contract: as it would be signed.
        statements: what the contract makes of each expected month, in order.
    """
    speech = Speech(offer.language or contract.language, contract.currency)
    years, first = years_of(statements), statements[0]
    shown = years if 1 < len(years) <= YEARS_OF_A_TABLE else ()
    billed = {term.id for one in versions_of(contract) for term in one.terms}
    whole = Year(0, tuple(statements))
    return QuoteSheet(
        lang="en" if speech.language == "en" else "zh-CN",
        bilingual=speech.language == "both",
        h={name: speech.words(words) for name, words in {**h.HEADINGS, **b.OFFER}.items()},
        document=speech.words(b.OFFER["quote"]),
        title=speech.text(contract.title),
        contract=contract.contract,
        number=offer.number,
        date=offer.date.isoformat(),
        pages=page_words(speech),
        meta=tuple(_meta(offer, contract, statements, speech)),
        supplier=party_box(party_of(contract.supplier), speech),
        client=party_box(party_of(contract.client), speech),
        taxed=bool(first.taxes),
        terms=tuple(_terms(offer, contract, first, speech)),
        valid=speech.words(b.VALID, {"day": speech.day(offer.last_day)}),
        included=tuple(speech.text(text) for text in offer.included),
        tender=tuple(_offered(row, contract, speech) for row in _tender(offer, contract, whole)),
        years=tuple(speech.words(b.YEAR_NUMBER, {"number": year.number}) for year in shown),
        tax_note=speech.words(tax_words(first)),
        payable_note=payable_note(contract.prices, speech),
        lines=tuple(
            _expected(line, line.clause in billed, len(shown), speech)
            for line in lines_of(years)
            if line.amount or line.clause in billed
        ),
        totals=tuple(_year(year, speech.words(b.YEAR_NUMBER, {"number": year.number}), speech) for year in years),
        total=_year(whole, speech.words(b.OFFER["whole"]), speech),
        regime=regime_of(contract, first, speech),
        assumptions=(*(speech.text(text) for text in offer.assumptions), speech.words(b.EXPECTED_NOTE)),
    )


def _tender(offer: Offer, contract: Contract, whole: Year) -> list[TenderRow]:
    return tender_rows(offer.tender, contract, whole.total) if offer.tender is not None else []


def _meta(offer: Offer, contract: Contract, statements: Sequence[Statement], speech: Speech) -> list[Pair]:
    code, name = contract.currency, speech.currency_name()
    last = contract.effective.end or statements[-1].period.end
    rows = [
        (b.OFFER["quoted_on"], Said(speech.day(offer.date))),
        (b.OFFER["valid_until"], Said(speech.day(offer.last_day))),
        (b.OFFER["term"], Said(speech.days(contract.effective.start, last))),
        (h.HEADINGS["currency"], speech.text(Text(zh=f"{name.zh}（{code}）", en=f"{name.en} ({code})"))),
        (h.HEADINGS["reference"], Said(contract.reference)),
    ]
    return [Pair(speech.words(words), value) for words, value in rows if value]


def _terms(offer: Offer, contract: Contract, first: Statement, speech: Speech) -> list[PricedTerm]:
    by_id = {term.id: term for term in contract.terms}
    shown = offer.prices or [Shown(term=name) for name in by_id]
    per = {one.term: one.per for one in shown}
    priced = [_term(n, by_id[one.term], one.per, contract, first, speech) for n, one in enumerate(shown, start=1)]
    for n, (term, version) in enumerate(_restated(contract, {*by_id} - {*per}), start=len(priced) + 1):
        row = _term(n, term, per.get(term.id, Fraction(1)), version.contract, first, speech)
        since = speech.words(b.SINCE, {"label": term.shown_label, "day": speech.day(version.start)})
        priced.append(replace(row, label=since))
    return priced


def _restated(contract: Contract, hidden: set[str]) -> Iterator[tuple[Term, Version]]:
    """The terms that amendments add or word anew, with the version that does; without those that the offer leaves out."""
    for before, version in pairwise(contract.versions):
        known = {term.id: Wording.of(term, before.contract) for term in before.contract.terms}
        for term in version.contract.terms:
            one = known.get(term.id)
            if term.id not in hidden and (one is None or not Wording.of(term, version.contract).same_as(one)):
                yield term, version


def _term(
    number: int, term: Term, per: Fraction, contract: Contract, first: Statement, speech: Speech
) -> PricedTerm:  # fmt: skip
    code = term.tax or next(iter(contract.prices.codes))
    kind = contract.prices.codes[code]
    day, charged = first.period.end, not kind.reverse_charge
    rate = kind.rate_on(day) if charged else Fraction(0)
    rates = [part.rate for part in kind.parts_on(day)] if charged else [rate]
    included = contract.prices.tax == "included"

    def price(row: PriceRow) -> Price:
        size = row.price * (per if row.unit not in ("month", "") else 1) if row.price is not None else None
        without = None if size is None or kind.deducts else size / (1 + rate) if included else size
        with_tax = None if size is None else size if included else size * (1 + rate)
        unit = speech.text(unit_name(row, per if row.unit not in ("month", "") else Fraction(1)))
        rule = speech.words(row.rule, row.values)
        if row.percent is not None:
            return Price(rule, unit, speech.percent(row.percent), speech.percent(row.percent))
        return Price(rule, unit, speech.brief_rate(without), speech.brief_rate(with_tax))

    rows = [price(row) for row in term.price_rows(contract)]
    return PricedTerm(
        number=str(number),
        label=speech.text(term.shown_label),
        clause=clause_number(term.clause),
        model=speech.text(term.kind_name),
        tax=" + ".join(speech.percent(one) for one in rates),
        conditions=tuple(speech.words(words, values) for words, values in term.conditions(speech.exact_money)),
        prices=tuple(rows) or (Price(speech.words(b.AS_IN_CONTRACT), Said(""), "", ""),),
    )


def _offered(row: TenderRow, contract: Contract, speech: Speech) -> Offered:
    if row.row is None:
        money = contract.money.round
        return Offered(
            speech.words(b.OFFER["whole_term"]), speech.money(money(row.ceiling)), speech.percent(row.discount),
            speech.money(money(row.price)),
        )  # fmt: skip
    term = next(term for term in contract.terms if term.id == row.term)
    rows = list(term.price_rows(contract))
    label = speech.text(term.shown_label)
    if len(rows) > 1:
        rule = speech.words(rows[row.row].rule, rows[row.row].values)
        label = Said(f"{label.main} · {rule.main}", f"{label.second} · {rule.second}" if label.second else rule.second)
    return Offered(label, speech.rate(row.ceiling), speech.percent(row.discount), speech.rate(row.price))


def _expected(line: Line, counted: bool, years: int, speech: Speech) -> ExpectedLine:
    """A line; what an adjustment counts, such as points of a KPI, is no quantity that a buyer orders."""
    return ExpectedLine(
        label=speech.text(line.label),
        clause=clause_number(line.source),
        unit=speech.unit(line.unit) if line.unit and counted else Said(""),
        quantities=tuple(speech.brief(one) if counted else "" for one in line.quantities[:years]),
        quantity=speech.brief(line.quantity) if counted else "",
        amount=speech.money(line.amount),
    )


def _year(year: Year, name: Said, speech: Speech) -> ExpectedYear:
    first, last = year.statements[0].period, year.statements[-1].period
    return ExpectedYear(
        name, speech.days(first.start, last.end), str(len(year.statements)), speech.money(year.net),
        speech.money(year.tax), speech.money(year.total),
    )  # fmt: skip
