"""The days of a month on which the contract holds."""

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem
from bpo.core.periods import Period
from bpo.core.words import Words
from bpo.pricing.pricing import Pricing

NOT_EFFECTIVE = Words(
    "contract-not-effective",
    en="the contract holds from {start} to {end}: nothing in {period} can be billed",
    zh="合同有效期为 {start} 至 {end}：{period} 无可计费日",
)


def effective(pricing: Pricing) -> Pricing:
    """A month is billed only if the contract holds on one of its days. 合同在账期内至少一日有效，方可出账。"""
    effective_days(pricing.contract, pricing.month.period)
    return pricing


def effective_days(contract: Contract, period: Period) -> Period:
    """The part of a period on which the contract holds; raises BpoError if there is none."""
    days = contract.effective_part(period)
    if days is None:
        values = {"start": contract.effective.start, "end": contract.effective.end or "…", "period": period.name}
        raise BpoError([Problem(NOT_EFFECTIVE, contract.effective.where, values)])
    return days
