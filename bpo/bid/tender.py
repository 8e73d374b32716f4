"""A tender's ceilings and the discount on them, held against the contract's own prices: price = ceiling × (1 − discount)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.core.documents import Document
from bpo.core.errors import Problem, Where, choices
from bpo.core.money import round_to
from bpo.core.words import Pct, Words
from bpo.economics.scenario.agreed import as_agreed, total_of
from bpo.economics.scenario.offer import Offer, Tender
from bpo.economics.scenario.projection import Projection

UNKNOWN_TERM = Words(
    "quote-term-unknown", en="contract '{contract}' has no term '{given}'", zh="合同 '{contract}' 没有条款 '{given}'"
)
ROWS = Words(
    "tender-rows",
    en="'{term}' has {rows} unit prices, and {given} ceilings are given; write one for each, in the order of the price table",
    zh="'{term}' 有 {rows} 个单价，而给出了 {given} 个限价；请按价格表顺序逐一写明",
)
PRICE_DIFFERS = Words(
    "tender-price-differs",
    en="'{term}' costs {price} in the contract; the ceiling {ceiling} less {discount} is {offered}; mend the contract's price, the ceiling or the discount",
    zh="合同中 '{term}' 的单价为 {price}；最高限价 {ceiling} 下浮 {discount} 后为 {offered}；请更正合同单价、限价或下浮率",
)
TOTAL_DIFFERS = Words(
    "tender-total-differs",
    en="the contract comes to {total}, {actual} below the ceiling {ceiling}; the discount says {discount}; mend it, or the contract's prices",
    zh="按合同合计 {total}，较最高限价 {ceiling} 下浮 {actual}；而下浮率写为 {discount}；请更正下浮率或合同单价",
)
ABOVE_CEILING = Words(
    "tender-above-ceiling",
    en="the contract comes to {total}, {over} more than the ceiling {ceiling}: the bid would be void; lower the prices",
    zh="按合同合计 {total}，超过最高限价 {ceiling}，超出 {over}：将被视为无效投标；请降低单价",
)
PRICES_ARE_WRONG = (PRICE_DIFFERS, TOTAL_DIFFERS, ABOVE_CEILING)
"""What keeps a quote from the client; whoever asks what would be may still see it."""
DISCOUNT_STEP = Fraction(1, 10_000)


@dataclass(frozen=True)
class TenderRow:
    """A ceiling with the price offered for it; ``row`` counts the unit prices of a term, and has none for the total."""

    term: str
    row: int | None
    ceiling: Fraction
    discount: Fraction
    price: Fraction


def tender_rows(tender: Tender, contract: Contract, total: Decimal) -> list[TenderRow]:
    """The tender form. A discount that is not written is what the total comes to, to a hundredth of a percent."""
    rows = []
    for name, ceilings in tender.ceilings.items():
        term = next(term for term in contract.terms if term.id == name)
        for i, (ceiling, row) in enumerate(zip(ceilings, term.price_rows(contract), strict=True)):
            rows.append(TenderRow(name, i, ceiling, tender.discount or Fraction(0), row.price or Fraction(0)))
    if tender.ceiling is not None:
        rows.append(TenderRow("", None, tender.ceiling, _discount(tender.ceiling, total), Fraction(total)))
    return rows


def offer_problems(offer: Offer, projection: Projection) -> Iterator[Problem]:
    """Terms of the price table that the contract does not know, and what :func:`tender_problems` finds."""
    contract, document = projection.contract, projection.bid.document
    known = [term.id for term in contract.terms]
    for i, shown in enumerate(offer.prices):
        if shown.term not in known:
            node, _ = document.find(("quote", "prices", i))
            yield Problem(
                UNKNOWN_TERM, document.where(node), {"contract": contract.contract, **choices(shown.term, known)}
            )
    if offer.tender is not None:
        total = total_of(as_agreed(contract, [month.statement for month in projection.months]))
        yield from tender_problems(offer.tender, contract, total, document)


def tender_problems(tender: Tender, contract: Contract, total: Decimal, document: Document) -> Iterator[Problem]:
    """Where the tender form and the contract say different prices, at the places in the scenario."""

    def place(*names: int | str) -> Where:
        node, _ = document.find(("quote", "tender", *names))
        return document.where(node)

    known = {term.id: term for term in contract.terms}
    for name, ceilings in tender.ceilings.items():
        where = place("ceilings", name)
        if name not in known:
            yield Problem(UNKNOWN_TERM, where, {"contract": contract.contract, **choices(name, known)})
            continue
        prices = [row.price for row in known[name].price_rows(contract)]
        if len(prices) != len(ceilings):
            yield Problem(ROWS, where, {"term": name, "rows": len(prices), "given": len(ceilings)})
            continue
        for ceiling, price in zip(ceilings, prices, strict=True):
            offered = ceiling * (1 - (tender.discount or Fraction(0)))
            offered = round_to(offered, tender.round_to) if tender.round_to is not None else offered
            if price != offered:
                said = {"term": name, "price": price or Fraction(0), "ceiling": ceiling, "offered": offered}
                yield Problem(PRICE_DIFFERS, where, {**said, "discount": Pct(tender.discount or Fraction(0))})
    if tender.ceiling is not None:
        actual = _discount(tender.ceiling, total)
        said = {"total": total, "ceiling": tender.ceiling, "actual": Pct(actual)}
        if total > tender.ceiling:
            yield Problem(ABOVE_CEILING, place("ceiling"), {**said, "over": Fraction(total) - tender.ceiling})
        elif tender.discount is not None and not tender.ceilings and actual != tender.discount:
            yield Problem(TOTAL_DIFFERS, place("discount"), {**said, "discount": Pct(tender.discount)})


def _discount(ceiling: Fraction, total: Decimal) -> Fraction:
    return round_to(1 - Fraction(total) / ceiling, DISCOUNT_STEP)
