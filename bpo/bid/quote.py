"""The quote (报价单): prices, what is expected to be billed, service levels, assumptions. It is made of the contract, the offer and the
expected statements alone: no cost is there to be printed. Amounts are those of the agreed KPIs: what we expect to miss or exceed is ours."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from bpo.bid import headings as b
from bpo.bid.front import CLAUSE, head_of, of_clause
from bpo.bid.indexed_prices import indexed_prices
from bpo.bid.price_list import unit_name
from bpo.bid.regime import regime_tables
from bpo.bid.tender import TenderRow, tender_rows
from bpo.bid.years import Line, Year, lines_of, years_of
from bpo.contracts.blocks.prices import PriceRow
from bpo.contracts.model import Contract, Version, Wording
from bpo.contracts.statement import Statement
from bpo.contracts.terms.term import Term
from bpo.core.money import Money
from bpo.core.units import MONEY_UNIT
from bpo.core.words import Text, Words
from bpo.economics.scenario.agreed import as_agreed
from bpo.economics.scenario.figure_sources import versions_of
from bpo.economics.scenario.offer import Offer
from bpo.invoice import headings as h
from bpo.invoice.face import party_of, tax_words
from bpo.report import model as m
from bpo.report.speech import Speech

YEARS_OF_A_TABLE = 4
"""More years than this do not fit beside each other: their quantities are shown for the whole term."""
QUANTITY, UNIT_PRICE = m.Format("number", brief=True), m.Format("rate", brief=True)
SHARE = m.Format("percent", brief=True)
HEADINGS: Mapping[str, Words] = {**h.HEADINGS, **b.OFFER}


def _column(name: str, form: m.Format = m.TEXT, key: str = "", **more: Any) -> m.Column:
    """A column of the heading of this name, which is its key unless said otherwise."""
    return m.Column(key or name, HEADINGS[name], form, **more)


CHARGED_BACK = "charged_back"
LINE = _column("line", width=40, wraps=True)


def quote_report(offer: Offer, contract: Contract, statements: Sequence[Statement]) -> m.Report:
    """The quote of a contract.

    Args:
        offer: as the scenario has it.
        contract: as it would be signed.
        statements: what the contract makes of each expected month, in order.
    """
    speech = Speech(offer.language or contract.language, contract.currency)
    offered, first = as_agreed(contract, statements), statements[0]
    years, whole = years_of(offered), Year(0, offered)
    priced = list(_priced(offer, contract, speech))
    tender = tender_rows(offer.tender, contract, whole.total) if offer.tender is not None else []
    valid = m.filled(b.VALID, day=speech.day(offer.last_day))
    step = contract.prices.payable_round_to
    payable = () if step is None else (m.filled(h.PAYABLE_ROUNDED, step=step),)
    assumptions = m.Note((*offer.assumptions, b.EXPECTED_NOTE), "assumptions")
    sections = (
        m.Section(
            "prices",
            b.OFFER["prices"],
            (_prices(offer, contract, first, speech), *indexed_prices(priced, contract, speech), m.Note((valid,))),
        ),
        m.Section("included", "", (m.Note(tuple(offer.included), "included"),) if offer.included else ()),
        m.Section("tender", "", (_tender(tender, contract),) if tender else ()),
        m.Section(
            "expected",
            b.OFFER["expected"],
            (
                m.Note((tax_words(first), *payable), "tax_note"),
                _lines(years, contract, speech),
                _years(years, bool(first.taxes), speech),
            ),
        ),
        m.Section("regime", b.OFFER["regime"], regime_tables(contract, first, speech)),
        m.Section("assumptions", b.OFFER["assumptions"], (assumptions,), kept=True),
    )
    meta = _meta(offer, contract, statements, speech)
    head = head_of(contract, offer, b.OFFER["quote"], offer.number, b.OFFER["quote_number"], meta, internal=False)
    head = replace(head, client=party_of(contract.client))
    return m.Report(head, sections, speech.language, contract.currency, HEADINGS, MOVED)


def _meta(
    offer: Offer, contract: Contract, statements: Sequence[Statement], speech: Speech
) -> list[tuple[m.Label, m.Label]]:
    code, name = contract.currency, speech.currency_name()
    last = contract.effective.end or statements[-1].period.end
    rows: list[tuple[m.Label, m.Label]] = [
        (b.OFFER["quoted_on"], speech.day(offer.date)),
        (b.OFFER["valid_until"], speech.day(offer.last_day)),
        (b.OFFER["term"], speech.days(contract.effective.start, last)),
        (h.HEADINGS["currency"], Text(zh=f"{name.zh}（{code}）", en=f"{name.en} ({code})")),
    ]
    return [*rows, (h.HEADINGS["reference"], contract.reference)] if contract.reference else rows


def _prices(offer: Offer, contract: Contract, first: Statement, speech: Speech) -> m.Table:
    """A term a row, with its price, or with its prices below it; and its conditions."""
    rows: list[m.Row] = []
    for number, (label, term, per, version) in enumerate(_priced(offer, contract, speech), start=1):
        rows += _term(str(number), label, term, per, version, first, speech)
    columns = [_column("line_no", key="no", width=6), LINE, CLAUSE, _column("price_per", key="unit")]
    if first.taxes:
        columns += [_column("price_without_tax", UNIT_PRICE, "without_tax"), _column("tax_rate", SHARE, "tax")]
    columns.append(_column("price_with_tax" if first.taxes else "unit_price", UNIT_PRICE, "with_tax"))
    return m.Table("prices", tuple(columns), tuple(rows), look="price-table")


def _priced(offer: Offer, contract: Contract, speech: Speech) -> Iterator[tuple[Text, Term, Fraction, Contract]]:
    """What each term is called, the number of units that its prices are of, and the wording of the contract that has it."""
    by_id = {term.id: term for term in contract.terms}
    shown = {one.term: one.per for one in offer.prices} or dict.fromkeys(by_id, Fraction(1))
    for name, per in shown.items():
        yield by_id[name].shown_label, by_id[name], per, contract
    for term, version in _restated(contract, {*by_id} - {*shown}):
        since = m.filled(b.SINCE, label=term.shown_label, day=speech.day(version.start))
        yield since, term, shown.get(term.id, Fraction(1)), version.contract


def _restated(contract: Contract, hidden: set[str]) -> Iterator[tuple[Term, Version]]:
    """The terms that amendments add or word anew, with the version that does; without those that the offer leaves out."""
    for before, version in pairwise(contract.versions):
        known = {term.id: Wording.of(term, before.contract) for term in before.contract.terms}
        for term in version.contract.terms:
            one = known.get(term.id)
            if term.id not in hidden and (one is None or not Wording.of(term, version.contract).same_as(one)):
                yield term, version


def _term(
    number: str, label: Text, term: Term, per: Fraction, contract: Contract, first: Statement, speech: Speech
) -> Iterator[m.Row]:
    kind = contract.prices.codes[term.tax or next(iter(contract.prices.codes))]
    day, charged = first.period.end, not kind.reverse_charge
    tax = kind.rate_on(day) if charged else Fraction(0)
    rates = [part.rate for part in kind.parts_on(day)] if charged else [tax]
    shown = rates[0] if len(rates) == 1 else " + ".join(speech.percent(rate) for rate in rates)
    included = contract.prices.tax == "included"

    def price(row: PriceRow) -> dict[str, m.Value | m.Cell]:
        several = per if row.unit not in ("month", "") else Fraction(1)
        without = with_tax = m.Cell(row.percent, SHARE) if row.percent is not None else m.BLANK
        if row.percent is None and row.price is not None:
            size = row.price * several
            without = m.BLANK if kind.deducts else m.Cell(size / (1 + tax) if included else size)
            with_tax = m.Cell(size if included else size * (1 + tax))
        return {"unit": unit_name(row, several), "without_tax": without, "with_tax": with_tax}

    rows = list(term.price_rows(contract))
    conditions = [m.told(one) for one in term.conditions(speech.exact_money)]
    named = of_clause(m.stacked(label, *conditions), term.clause)
    alone = price(rows[0]) if len(rows) == 1 else {"unit": "" if rows else b.AS_IN_CONTRACT}
    yield m.Row({"no": number, **named, "tax": shown, **alone}, kind="head")
    for row in rows if len(rows) > 1 else ():
        yield m.Row({"line": m.filled(row.rule, **row.values), **price(row)}, kind="band")


def _tender(rows: Sequence[TenderRow], contract: Contract) -> m.Table:
    """A ceiling a row, with the discount on it and the price that is offered."""
    columns = (LINE, _column("ceiling", m.RATE), _column("discount", SHARE), _column("offered", m.RATE))
    offered = []
    for row in rows:
        form = m.MONEY if row.row is None else m.RATE
        ceiling, price = m.Cell(row.ceiling, form), m.Cell(row.price, form)
        line = _ceiling_of(row, contract)
        offered.append(m.Row({"line": line, "ceiling": ceiling, "discount": row.discount, "offered": price}))
    return m.Table("tender", columns, tuple(offered), b.OFFER["tender"], look="tender")


def _ceiling_of(row: TenderRow, contract: Contract) -> m.Label:
    if row.row is None:
        return b.OFFER["whole_term"]
    term = next(term for term in contract.terms if term.id == row.term)
    rows, label = list(term.price_rows(contract)), term.shown_label
    if len(rows) == 1:
        return label
    rule = m.filled(rows[row.row].rule, **rows[row.row].values)
    return Text(zh=f"{label.zh} · {rule.zh}", en=f"{label.en} · {rule.en}")


def _lines(years: Sequence[Year], contract: Contract, speech: Speech) -> m.Table:
    """What is expected of each line in each year and in the term."""
    shown = years if 1 < len(years) <= YEARS_OF_A_TABLE else ()
    terms = [term for one in versions_of(contract) for term in one.terms]
    billed, taken_back = {term.id for term in terms}, {term.id for term in terms if CHARGED_BACK in term.sides}
    rows: list[m.Row] = []
    for line in lines_of(years, taken_back):
        if line.amount or line.clause in billed:
            rows.append(_line(line, line.clause in billed, speech))
            rows += _at_each_price(line, speech)
    each = (m.Column(f"y{year.number}", m.filled(b.YEAR_NUMBER, number=year.number), QUANTITY) for year in shown)
    whole = (_column("whole", QUANTITY, "quantity"), _column("amount_of_term", m.MONEY, "amount"))
    columns = (LINE, CLAUSE, _column("unit"), *each, *whole)
    return m.Table("lines", columns, tuple(rows), look="expected")


def _line(line: Line, counted: bool, speech: Speech) -> m.Row:
    """A line; what an adjustment counts, such as points of a KPI, is no quantity that a buyer orders."""
    cells: dict[str, m.Value | m.Cell] = {**of_clause(line.label, line.source), "amount": line.amount}
    if counted:
        money = line.unit == MONEY_UNIT
        cells["unit"] = speech.currency if money else speech.unit_name(line.unit) if line.unit else ""
        quantities = {"quantity": line.quantity, **{f"y{n}": one for n, one in enumerate(line.quantities, start=1)}}
        cells |= {name: m.BLANK if one is None else one for name, one in quantities.items()}
    return m.Row(cells)


def _at_each_price(line: Line, speech: Speech) -> Iterator[m.Row]:
    """What is expected in each tier, or at each of several prices; it adds up to the line."""
    exact = [one.amount for one in line.prices]
    odd = Fraction(line.amount) - sum(exact, Fraction(0))
    amounts = Money(speech.currency).apportion([*exact[:-1], exact[-1] + odd]) if exact else []
    for one, amount in zip(line.prices, amounts, strict=True):
        each = {f"y{n}": quantity for n, quantity in enumerate(one.quantities, start=1)}
        cells: dict[str, m.Value | m.Cell] = {"line": m.told((one.rule, one.values)), **each}
        cells |= {"quantity": one.quantity, "amount": amount}
        yield m.Row(cells, kind="band")


def _years(years: Sequence[Year], taxed: bool, speech: Speech) -> m.Table:
    """What each year comes to; below them the term."""
    rows = [
        m.Row(
            {
                "year": m.filled(b.YEAR_NUMBER, number=year.number),
                "period": speech.days(year.statements[0].period.start, year.statements[-1].period.end),
                "months": len(year.statements),
                "net": year.net,
                "tax": year.tax,
                "total": year.total,
            }
        )
        for year in years
    ]
    sums = {"net": "net", "tax": "tax", "total": "total"} if taxed else {"total": "total_untaxed"}
    amounts = (_column(heading, m.MONEY, key, sum=True) for key, heading in sums.items())
    columns = (_column("year"), _column("period", width=30), _column("months", m.COUNT, width=10, sum=True), *amounts)
    return m.Table("years", columns, tuple(rows), sheet=b.OFFER["year"], look="years", total=b.OFFER["whole"])


MOVED: Mapping[str, str] = {
    "taxed": "sheet.parts.prices.columns",
    "terms": "sheet.parts.prices.rows",
    "valid": "sheet.sections.prices.rest",
    "included": "sheet.parts.included.lines",
    "tender": "sheet.parts.tender.rows",
    "years": "sheet.parts.lines.columns",
    "tax_note": "sheet.parts.tax_note.lines",
    "lines": "sheet.parts.lines.rows",
    "totals": "sheet.parts.years.rows",
    "total": "sheet.parts.years.rows",
    "regime": "sheet.parts.kpis.rows' and 'sheet.parts.consequences.rows",
    "assumptions": "sheet.parts.assumptions.lines",
}
"""Where a template finds today what it had by these names before."""
