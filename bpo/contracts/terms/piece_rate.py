"""Piece-rate (计件): the work of each agent by itself at a price, flat or along tiers that each agent climbs alone."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from bpo.contracts.blocks.prices import UNIT_PRICE, Price, PriceRow, Quoted, Rows
from bpo.contracts.blocks.tiers import Slice, TierMode, Tiers, slices, tier_rows
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.contracts.terms.term import Term
from bpo.core.errors import fail
from bpo.core.fields import Mistake
from bpo.core.measures import Need
from bpo.core.quantity import QuantitySpec
from bpo.core.sums import exact_sum
from bpo.core.words import Condition, Text, Words

ONE_PRICE = Words("piece-rate-one-price", en="write either 'rate' or 'tiers'", zh="'rate' 与 'tiers' 须且只能写一个")
NOT_DISTINCT = Words(
    "piece-rate-distinct",
    en="pieces are counted or summed for each agent; 'distinct' and 'each' do not add up over agents",
    zh="计件按座席计数或求和；distinct 与 each 无法按座席相加",
)
NOBODY = Words(
    "piece-rate-without-agent",
    en="'{clause}' pays each agent's pieces, but {quantity} have no agent; leave them out with 'where', such as \"agent IS NOT NULL\"",
    zh="条款 '{clause}' 按座席计件，但有 {quantity} 没有座席；请用 where 排除，例如 \"agent IS NOT NULL\"",
)
FLAT = Words("piece-rate-flat", en="Pieces of {agents} agents at one price", zh="{agents} 名座席的计件量，按单价")
FIRST_BAND = Words(
    "piece-rate-tier-first",
    en="Of each of {agents} agents, the pieces up to {upper}",
    zh="{agents} 名座席各自不超过 {upper} 的部分",
)
BAND = Words(
    "piece-rate-tier",
    en="Of each of {agents} agents, the pieces above {lower} up to {upper}",
    zh="{agents} 名座席各自超过 {lower} 至 {upper} 的部分",
)
LAST_BAND = Words(
    "piece-rate-tier-last",
    en="Of each of {agents} agents, the pieces above {lower}",
    zh="{agents} 名座席各自超过 {lower} 的部分",
)
WHOLE = Words(
    "piece-rate-whole-volume",
    en="All pieces of the {agents} agents that reach the tier up to {upper}",
    zh="达到“至 {upper}”档的 {agents} 名座席的全部数量",
)
WHOLE_LAST = Words(
    "piece-rate-whole-volume-last",
    en="All pieces of the {agents} agents that reach the tier above {lower}",
    zh="达到“超过 {lower}”档的 {agents} 名座席的全部数量",
)
FIRST_FEE = Words(
    "piece-rate-fee-first",
    en="Fee of the first tier for each of {agents} agents",
    zh="{agents} 名座席达到首档，每人固定奖励",
)
FEE = Words(
    "piece-rate-fee",
    en="Fee of the tier above {lower} for each of {agents} agents that reach it",
    zh="{agents} 名座席达到“超过 {lower}”档，每人固定奖励",
)


class PieceRate(Term):
    """``Σ over agents of pieces × rate``, or of each agent's pieces along the ``tiers``."""

    kind_name: ClassVar[Text] = Text(zh="计件", en="Piece-rate")
    whole_month: ClassVar[tuple[str, ...]] = ("tiers",)

    model: Literal["piece_rate"]
    quantity: QuantitySpec
    rate: Price | None = None
    tiers: Tiers | None = None
    tier_mode: TierMode = "graduated"

    def check_fields(self) -> None:
        super().check_fields()
        if (self.rate is None) == (self.tiers is None):
            raise Mistake(ONE_PRICE)
        if self.tiers is None:
            self.only_with("tiers", "tier_mode")
        if self.quantity.facts is not None and not self.quantity.by_record:
            raise Mistake(NOT_DISTINCT, ("quantity", "each" if self.quantity.each is not None else "distinct"))

    def needs(self) -> list[Need]:
        return self.quantity.needs(self.id, ("agent",))

    def price_rows(self, contract: Quoted) -> Rows:
        unit = contract.unit_of(self.id)
        if self.rate is not None:
            yield PriceRow(UNIT_PRICE, {}, unit, self.rate)
        yield from tier_rows(self.tiers or (), unit, self.tier_mode)

    def own_conditions(self) -> list[Condition]:
        return list(self.quantity.conditions())

    def charge(self, month: Month) -> Charge:
        quantity = month.quantity(self.id, self)
        parts = month.parts(self.id, "agent", self)
        if parts.get(""):
            raise fail(NOBODY, self.where, clause=self.id, quantity=parts[""])
        pieces = [volume for volume in parts.values() if volume]
        if self.rate is not None or not pieces:
            values = {"agents": len(pieces)}
            flat = quantity.total * (self.rate or 0)
            return self.line(month, [self.step(FLAT, values, flat, quantity.total, quantity.unit, self.rate)])
        return self.line(month, list(self._along_tiers(pieces, quantity.unit)))

    def _along_tiers(self, pieces: list[Fraction], unit: str) -> Iterator[Step]:
        """A step for each tier that any agent reaches, with what all of them have in it."""
        found: dict[Fraction, list[Slice]] = {}
        for volume in pieces:
            for one in slices(self.tiers or [], volume, self.tier_mode):
                found.setdefault(one.lower, []).append(one)
        rates = (
            (WHOLE, WHOLE, WHOLE_LAST, FLAT)
            if self.tier_mode == "whole_volume"
            else (FIRST_BAND, BAND, LAST_BAND, FLAT)
        )
        for lower, parts in sorted(found.items()):
            upper = parts[0].upper
            bounds: Mapping[str, Fraction] = {"lower": lower} if upper is None else {"lower": lower, "upper": upper}
            quantity = exact_sum(one.quantity for one in parts)
            agents, rate, fee = Fraction(len(parts)), parts[0].rate, parts[0].fee
            if fee is not None:
                yield self.step(
                    FEE if lower else FIRST_FEE, {"agents": agents, "lower": lower}, agents * fee, agents, "agent", fee
                )
            if rate is not None:
                values = {"agents": agents, **bounds}
                yield self.step(parts[0].worded(rates), values, quantity * rate, quantity, unit, rate)
