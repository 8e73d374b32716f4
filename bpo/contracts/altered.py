"""The contract, but …: named changes, each made in all its versions, so that no month is without it."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from bpo.contracts.adjustments import AnyAdjustment
from bpo.contracts.model import Contract
from bpo.contracts.terms import AnyTerm
from bpo.core.errors import choices, fail
from bpo.core.words import Words

NO_TERM = Words(
    "price-of-no-term", en="the contract has no term '{given}' to price", zh="合同没有可定价的条款 '{given}'"
)


def with_terms(contract: Contract, change: Callable[[AnyTerm], AnyTerm]) -> Contract:
    """With a change made to every term."""
    return contract.changed_to(lambda one: one.altered(terms=[change(term) for term in one.terms]))


def with_adjustments(contract: Contract, change: Callable[[AnyAdjustment], AnyAdjustment]) -> Contract:
    """With a change made to every adjustment."""
    return contract.changed_to(lambda one: one.altered(adjustments=[change(each) for each in one.adjustments]))


def repriced(contract: Contract, factors: Mapping[str, Fraction]) -> Contract:
    """With the prices of these terms multiplied; of a line that is a multiple of another's the multiple stays.

    Of a cost-plus price (人员租赁 by labour cost, 代收代付) the price is what is added: a fee of 10%, which ``rate: 110%`` is by
    another name, a markup, or the markup that a margin is. A least fee moves with the prices, up to the most that the line may
    come to.

    Raises:
        BpoError: for a name that is no term.
    """
    ids = contract.term_ids()
    for name in factors:
        if name not in ids:
            raise fail(NO_TERM, **choices(name, ids))
    return with_terms(contract, lambda term: term.scaled(factors[term.id]) if term.id in factors else term)


def with_coefficients(contract: Contract, factors: Mapping[str, Fraction]) -> Contract:
    """With these coefficients at fixed factors, whatever their KPIs are."""
    return with_adjustments(contract, lambda one: one.at_factor(factors[one.id]) if one.id in factors else one)


def without(contract: Contract, clause: str) -> Contract:
    """Without a clause."""
    return contract.changed_to(
        lambda one: one.altered(
            terms=[term for term in one.terms if term.id != clause],
            adjustments=[other for other in one.adjustments if other.id != clause],
        )
    )
