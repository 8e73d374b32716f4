"""How much of each ceiling and purchase order is drawn with a month."""

from dataclasses import replace
from fractions import Fraction

from bpo.contracts.drawdown import Drawdown
from bpo.core.errors import BpoError, Problem
from bpo.core.words import Words
from bpo.pricing.limits import amount, before, limits_of
from bpo.pricing.pricing import Pricing

REACHED = Words(
    "limit-reached",
    en="{period} comes to {now}, but of {what} only {room} remains ({limit}, of which {before} was billed before)",
    zh="{period} 应计 {now}，但{what}仅余 {room}（限额 {limit}，此前已计 {before}）",
)


def drawn(pricing: Pricing) -> Pricing:
    """What is drawn of each limit is said, and a month beyond one that refuses is refused.
    列明各限额的已用与剩余；超出不予出账（refuse）的限额时，拒绝出账。

    Raises:
        BpoError: for a limit that is exceeded and refuses.
    """
    found, problems = [], []
    for limit in limits_of(pricing):
        billed, now = before(pricing, limit), amount(pricing, limit)
        if limit.when_reached == "refuse" and now > 0 and billed + now > limit.limit:
            room = max(Fraction(0), limit.limit - billed)
            amounts = {"limit": limit.limit, "before": billed, "now": now, "room": room}
            said = {name: pricing.contract.money.round(one) for name, one in amounts.items()}
            problems.append(Problem(REACHED, limit.where, {"what": limit.what, "period": pricing.period.name, **said}))
        top, taken, here = (pricing.contract.money.round(one) for one in (limit.limit, billed, now))
        found.append(Drawdown(limit.number, limit.entity, top, limit.includes_tax, taken, here))
    if problems:
        raise BpoError(problems)
    return replace(pricing, drawn=tuple(found)) if found else pricing
