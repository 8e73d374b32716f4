"""A statement in two currencies: its sums in the second one, at the month's rate; what is owed is owed in the first."""

from dataclasses import replace
from fractions import Fraction

from bpo.contracts.adjustments.exchange_rate import NOT_A_RATE
from bpo.contracts.second_currency import SecondCurrency
from bpo.core.errors import fail
from bpo.core.money import Money
from bpo.core.words import Text
from bpo.pricing.pricing import Pricing


def shown_in_both(pricing: Pricing) -> Pricing:
    """Tax, total and what is payable are said in a second currency too, at the month's rate.
    税额、合计与应付金额按当期汇率以第二币种一并列示。

    Raises:
        BpoError: if the rate is missing or not above zero.
    """
    contract, month = pricing.contract, pricing.month
    shown = contract.shown_in
    if shown is None:
        return pricing
    rate = month.quantity(shown.exchange, shown).total
    if rate <= 0:
        raise fail(NOT_A_RATE, shown.where, given=shown.exchange, period=month.period.name, rate=rate)
    money, statement = Money(shown.currency, contract.money.mode), pricing.statement()
    evidence, name = month.measures.evidence.get(shown.exchange), month.label_of(shown.exchange)
    if evidence is not None and evidence.note:
        name = Text(zh=f"{name.zh}，{evidence.note}", en=f"{name.en}, {evidence.note}")
    tax, total, payable = (
        money.round(Fraction(one) / rate) for one in (statement.tax, statement.total, statement.payable)
    )
    return replace(pricing, second=SecondCurrency(shown.currency, rate, name, tax, total, payable))
