"""Leads (销售线索): a price for each accepted lead by region and receiving party, and a reward to the agent who found it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from bpo.contracts.blocks.prices import OTHERWISE, UNIT_PRICE, VALUE, Price, PriceRow, Quoted, Rows
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.contracts.terms.term import Term
from bpo.core.errors import fail
from bpo.core.fields import FileModel, Mistake
from bpo.core.figure_names import side_name
from bpo.core.measures import Need
from bpo.core.quantity import filter_at
from bpo.core.sums import exact_sum
from bpo.core.tables import LEADS
from bpo.core.words import Condition, Text, Words

NEVER_REACHED = Words(
    "leads-price-never-reached",
    en="the price of line {above} already holds for these leads; write the narrower one first",
    zh="第 {above} 行的价格已适用于这些线索；请把范围较窄的写在前面",
)
NO_PRICE = Words(
    "leads-without-price",
    en="{leads} leads of region '{region}' were accepted by '{receiver}', for which '{clause}' has no price; add it, or end with a "
    "price for all others",
    zh="区域 '{region}'、接收方 '{receiver}' 有 {leads} 条线索被接收，但条款 '{clause}' 未定其价格；请补上，或在最后写一个适用其余的价格",
)
ACCEPTED = Words("leads-accepted", en="Accepted leads: {region}, {receiver}", zh="被接收的线索：{region}，{receiver}")
REWARD = Words("leads-reward", en="Reward to {agents} agents who found them", zh="奖励来源座席，共 {agents} 人")
NONE = Words("leads-none", en="No lead was accepted", zh="本期无线索被接收")
ANY_REGION = Text(zh="所有其他区域", en="any other region")
ANY_RECEIVER = Text(zh="所有其他接收方", en="any other receiver")


REWARD_OF_LEAD = Words("offer-reward", en="Reward to the agent who found it", zh="来源座席奖励")


class LeadPrice(FileModel):
    """The ``price`` of a lead; without a ``region`` or a ``receiver`` it holds for any."""

    region: str | None = None
    receiver: str | None = None
    price: Price

    def holds(self, region: str, receiver: str) -> bool:
        return self.region in (None, region) and self.receiver in (None, receiver)

    def covers(self, other: LeadPrice) -> bool:
        """Whether no lead is left for the other."""
        return self.region in (None, other.region) and self.receiver in (None, other.receiver)


def _reachable(prices: list[LeadPrice]) -> list[LeadPrice]:
    for i, price in enumerate(prices):
        above = next((one for one in prices[:i] if one.covers(price)), None)
        if above is not None:
            raise Mistake(NEVER_REACHED, (i,), above=above.where.line if above.where else "")
    return prices


class Leads(Term):
    """``Σ accepted leads × the first price that holds for them``, and ``reward`` for each lead that an agent found."""

    kind_name: ClassVar[Text] = Text(zh="销售线索", en="Leads")
    sides: ClassVar[Mapping[str, Text]] = {"agents": Text(zh="来源座席", en="by the agent who found them")}

    model: Literal["leads"]
    prices: Annotated[list[LeadPrice], Field(min_length=1), AfterValidator(_reachable)]
    reward: Price | None = None
    where_: str | None = Field(None, alias="where")

    def needs(self) -> list[Need]:
        where, at = filter_at(self.where_, LEADS), "accepted_at"
        priced = Need(self.id, "leads", "count", where=where, by=("region", "receiver"), at=at, unit="lead")
        found = Need(side_name(self.id, "agents"), "leads", "count", where=where, by=("agent",), at=at, unit="lead")
        return [priced] if self.reward is None else [priced, found]

    def price_rows(self, contract: Quoted) -> Rows:
        for price in self.prices:
            names = [name for name in (price.region, price.receiver) if name]
            words = VALUE if names else UNIT_PRICE if len(self.prices) == 1 else OTHERWISE
            yield PriceRow(words, {"value": " · ".join(names)}, "lead", price.price)
        if self.reward is not None:
            yield PriceRow(REWARD_OF_LEAD, {}, "lead", self.reward)

    def own_conditions(self) -> list[Condition]:
        return []

    def charge(self, month: Month) -> Charge:
        counts = [Fraction(0)] * len(self.prices)
        for key, leads in month.parts(self.id, "region|receiver", self).items():
            if leads:
                counts[self._price_of(key, leads)] += leads
        steps = [self._accepted(price, leads) for price, leads in zip(self.prices, counts, strict=True) if leads]
        if self.reward is not None:
            agents = month.parts(side_name(self.id, "agents"), "agent", self)
            found = {agent: leads for agent, leads in agents.items() if agent and leads}
            leads = exact_sum(found.values())
            steps.append(self.step(REWARD, {"agents": len(found)}, leads * self.reward, leads, "lead", self.reward))
        return self.line(month, steps or [self.step(NONE)])

    def _price_of(self, key: str, leads: Fraction) -> int:
        region, _, receiver = key.partition("|")
        found = next((i for i, price in enumerate(self.prices) if price.holds(region, receiver)), None)
        if found is None:
            raise fail(NO_PRICE, self.where, leads=leads, region=region, receiver=receiver, clause=self.id)
        return found

    def _accepted(self, price: LeadPrice, leads: Fraction) -> Step:
        values = {"region": price.region or ANY_REGION, "receiver": price.receiver or ANY_RECEIVER}
        return self.step(ACCEPTED, values, leads * price.price, leads, "lead", price.price)
