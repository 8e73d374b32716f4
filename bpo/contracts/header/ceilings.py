"""What the client has released: the ceiling of the whole contract, and purchase orders with a limit and an expiry."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bpo.core.documents import Document
from bpo.core.errors import Problem, choices
from bpo.core.fields import Amount, Day, FileModel, Mistake, Positive
from bpo.core.words import Words

BACKWARDS = Words(
    "purchase-order-days", en="it ends ({end}) before it begins ({start})", zh="截止日 {end} 早于起始日 {start}"
)
TOGETHER = Words(
    "purchase-orders-together",
    en="purchase orders {first} and {second} hold on the same days, so nobody knows which is drawn on; give each its own days",
    zh="采购订单 {first} 与 {second} 有效期重叠，无法确定占用哪一张；请分别写明有效期",
)
NO_ENTITY = Words(
    "purchase-order-entity", en="there is no entity '{given}' under entities", zh="entities 下没有名为 '{given}' 的主体"
)
STOP_OF_WHOLE = Words(
    "purchase-order-stop-entity",
    en="'stop' cuts the whole month, not one entity's part: write 'refuse' or 'warn' for the order of an entity",
    zh="stop 会截减整月账单，不能只用于某一主体的订单：请写 refuse 或 warn",
)
WhenReached = Literal["refuse", "warn", "stop"]


class Ceiling(FileModel):
    """The most that may be billed under the contract. ``used`` is what was billed before the first statement here.

    ``tax`` says whether the amount holds tax; default: as the contract's prices.
    """

    amount: Positive
    tax: Literal["included", "excluded"] | None = None
    used: Amount | None = None
    when_reached: WhenReached = "refuse"


class PurchaseOrder(FileModel):
    """A purchase order, of the whole client or of an ``entity``: a month is billed on the one that holds on its last day."""

    number: Annotated[str, Field(min_length=1)]
    limit: Positive | None = None
    start: Annotated[Day | None, Field(alias="from")] = None
    end: Annotated[Day | None, Field(alias="to")] = None
    entity: str = ""
    tax: Literal["included", "excluded"] | None = None
    used: Amount | None = None
    when_reached: WhenReached = "refuse"

    def check_fields(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise Mistake(BACKWARDS, ("to",), start=self.start, end=self.end)
        if self.limit is None:
            self.only_with("limit", "tax", "used")
        if self.entity and self.when_reached == "stop":
            raise Mistake(STOP_OF_WHOLE, ("when_reached",))

    def holds_on(self, day: date) -> bool:
        return (self.start or date.min) <= day <= (self.end or date.max)


def order_problems(orders: Sequence[PurchaseOrder], entities: Collection[str], document: Document) -> Iterator[Problem]:
    """Orders of entities that do not exist, and two orders of the same party on the same days."""
    for i, order in enumerate(orders):
        if order.entity and order.entity not in entities:
            where = document.place("purchase_orders", i, "entity")
            yield Problem(NO_ENTITY, where, choices(order.entity, entities))
        for earlier in orders[:i]:
            first = max(order.start or date.min, earlier.start or date.min)
            last = min(order.end or date.max, earlier.end or date.max)
            if earlier.entity == order.entity and first <= last:
                values = {"first": earlier.number, "second": order.number}
                yield Problem(TOGETHER, document.place("purchase_orders", i), values)
