"""A contract at other prices: the prices of its terms multiplied, or set one by one; everything else as written.

Of a cost-plus price (人员租赁 by labour cost, 代收代付) the price is what is added: a fee of 10%, which ``rate: 110%`` is by another
name, a markup, or the markup that a margin is. A least fee moves with the prices, up to the most that the line may come to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from bpo.contracts.model import Contract
from bpo.contracts.terms.gainshare import Gainshare
from bpo.contracts.terms.pass_through import PassThrough
from bpo.contracts.terms.priced import RateOf
from bpo.contracts.terms.staff_lease import StaffLease
from bpo.contracts.terms.term import Term
from bpo.core.errors import choices, fail
from bpo.core.fields import Part
from bpo.core.words import Words

PRICES = (
    "rate", "rates", "tiers", "fee", "amount", "price", "prices", "day_rate", "milestones", "arc", "rrc", "percent", "bands",
    "each", "otherwise", "reward", "floor", "profit", "markup", "margin",
)  # fmt: skip
"""Fields that hold prices, in terms and in the parts of them; ``up_to`` and other bounds are none."""

NO_TERM = Words(
    "price-of-no-term", en="the contract has no term '{given}' to price", zh="合同没有可定价的条款 '{given}'"
)
Place = tuple[str | int, ...]
"""Where a price stands in its term, as the model names it: ``("tiers", 0, "rate")``."""


def repriced(contract: Contract, factors: Mapping[str, Fraction]) -> Contract:
    """The contract with the prices of these terms multiplied; of a line that is a multiple of another's the multiple stays.

    Raises:
        BpoError: for a name that is no term.
    """
    ids = contract.term_ids()
    for name in factors:
        if name not in ids:
            raise fail(NO_TERM, **choices(name, ids))
    return with_terms(contract, lambda term: scaled(term, factors[term.id]) if term.id in factors else term)


def with_terms(contract: Contract, change: Callable[[Any], Any]) -> Contract:
    """The contract with a change made to every term, in all its versions."""
    return contract.changed_to(lambda one: one.model_copy(update={"terms": [change(term) for term in one.terms]}))


def scaled(term: Any, factor: Fraction) -> Any:
    """A term with all its prices multiplied."""

    def times(place: Place, value: Fraction) -> Fraction:
        if isinstance(term, StaffLease) and place == ("rate",):
            return 1 + (value - 1) * factor
        if isinstance(term, PassThrough) and place == ("margin",):
            on_cost = value / (1 - value) * factor
            return on_cost / (1 + on_cost)
        return value * factor

    return _within_limits(_changed(term, times, ()))


def at_prices(term: Any, prices: Mapping[Place, Fraction]) -> Any:
    """A term with these of its prices."""
    return _within_limits(_changed(term, lambda place, value: prices.get(place, value), ()))


def prices_of(term: Any) -> dict[Place, Fraction]:
    """Every price of a term by its place."""
    found: dict[Place, Fraction] = {}

    def seen(place: Place, value: Fraction) -> Fraction:
        found[place] = value
        return value

    _changed(term, seen, ())
    return found


def _changed(value: Any, change: Callable[[Place, Fraction], Fraction], at: Place) -> Any:
    if isinstance(value, RateOf) or value is None:
        return value
    if isinstance(value, Fraction):
        return change(at, value)
    if isinstance(value, Part):
        return value.model_copy(
            update={name: _changed(getattr(value, name), change, (*at, name)) for name in _priced(value)}
        )
    if isinstance(value, Mapping):
        return {key: _changed(one, change, (*at, key)) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_changed(one, change, (*at, n)) for n, one in enumerate(value))
    return value


def _priced(part: Part) -> Iterator[str]:
    """The fields of a part that hold prices."""
    names = PRICES if not isinstance(part, Term) else (*PRICES, "minimum")
    return (name for name in names if name in type(part).model_fields and getattr(part, name) is not None)


def _within_limits(term: Any) -> Any:
    """A least fee is never above the most that is paid, nor a target price above its ceiling: no such contract could be signed."""
    if isinstance(term, Gainshare) and term.profit > (most := term.ceiling - term.target):
        return term.model_copy(update={"profit": most})
    if isinstance(term, Term) and term.minimum is not None and term.maximum is not None:
        least, most = term.minimum, term.maximum.amount
        if least.amount > most:
            return term.model_copy(update={"minimum": least.model_copy(update={"amount": most})})
    return term
