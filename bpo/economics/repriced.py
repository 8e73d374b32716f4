"""A contract at other prices: the rates of a term times a factor, everything else as written."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from bpo.contracts.model import Contract
from bpo.contracts.terms.priced import RateOf
from bpo.contracts.terms.term import Term
from bpo.errors import choices, fail
from bpo.fields import Part
from bpo.words import Words

PRICES = (
    "rate", "rates", "tiers", "fee", "amount", "price", "prices", "day_rate", "milestones", "arc", "rrc", "percent", "bands",
    "each", "otherwise", "reward",
)  # fmt: skip
"""Fields that hold prices, in terms and in the parts of them; ``up_to`` and other bounds are none."""

NO_TERM = Words(
    "price-of-no-term", en="the contract has no term '{given}' to price", zh="合同没有可定价的条款 '{given}'"
)


def repriced(contract: Contract, factors: Mapping[str, Fraction]) -> Contract:
    """The contract with the prices of these terms multiplied; of a line that is a multiple of another's the multiple stays.

    Raises:
        BpoError: for a name that is no term.
    """
    ids = contract.term_ids()
    for name in factors:
        if name not in ids:
            raise fail(NO_TERM, **choices(name, ids))

    def priced_anew(one: Contract) -> Contract:
        terms = [scaled(term, factors[term.id]) if term.id in factors else term for term in one.terms]
        return one.model_copy(update={"terms": terms})

    return contract.changed_to(priced_anew)


def scaled(part: Any, factor: Fraction) -> Any:
    """A term, or a part of one, with all its prices multiplied."""
    names = PRICES if not isinstance(part, Term) else (*PRICES, "minimum")
    update = {
        name: _times(getattr(part, name), factor)
        for name in names
        if name in type(part).model_fields and getattr(part, name) is not None
    }
    return part.model_copy(update=update)


def _times(value: Any, factor: Fraction) -> Any:
    if isinstance(value, RateOf):
        return value
    if isinstance(value, Fraction):
        return value * factor
    if isinstance(value, Part):
        return scaled(value, factor)
    if isinstance(value, Mapping):
        return {key: _times(one, factor) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_times(one, factor) for one in value)
    return value
