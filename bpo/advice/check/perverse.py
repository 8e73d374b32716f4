"""Perverse incentives: a better KPI pays less, or one contact more makes the whole month cheaper."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from bpo.advice.check.asked import Advice, Asked
from bpo.advice.check.perverse_floor import perverse_floors
from bpo.advice.check.trying import Move
from bpo.advice.probe import Tried
from bpo.contracts.blocks.tiers import Tier, TierMode, slices
from bpo.contracts.header.accepts import Check
from bpo.core.money import to_places
from bpo.core.words import Pct, Words

NAME = Check.PERVERSE
PAYS_LESS = Words(
    "check-perverse",
    en="'{clause}' pays {less} less when '{kpi}' is better: at {better} than at {worse}",
    zh="条款 '{clause}'：指标 '{kpi}' 变好反而少付 {less}：{better} 低于 {worse} 时",
)
LESS_OF_LINES = Words(
    "check-perverse-share",
    en="'{clause}' pays {less} of its lines less when '{kpi}' is better: at {better} than at {worse}",
    zh="条款 '{clause}'：指标 '{kpi}' 变好反而少付所涉各行的 {less}：{better} 低于 {worse} 时",
)
MORE_VOLUME = Words(
    "check-perverse-volume",
    en="'{clause}': more volume pays less: {bound} cost {here}, and a little above them only {above}",
    zh="条款 '{clause}'：数量增加反而少付：{bound} 时为 {here}，略多则只有 {above}",
)


def perverse(asked: Asked) -> Iterator[Advice]:
    """The worst case of each adjustment, of each list of tiers, and of least fees for a case."""
    yield from _volumes(asked)
    yield from perverse_floors(asked)
    worst: dict[str, tuple[Fraction, Move]] = {}
    for move in asked.moves:
        for clause in asked.contract.adjustments:
            before, after = move.before[clause.id], move.after[clause.id]
            own = clause.id in move.moved and before.lines == after.lines
            loss = _loss(before, after) if own else Fraction(0)
            if loss > worst.get(clause.id, (Fraction(0), move))[0]:
                worst[clause.id] = (loss, move)
    for i, clause in enumerate(asked.contract.adjustments):
        if clause.id in worst:
            yield _told(asked, i, clause.id, worst[clause.id][1])


def _loss(before: Tried, after: Tried) -> Fraction:
    """How much less is paid after a KPI became better: of the lines, or as a sum; 0 if one of the two gains."""
    share, fixed = before.share - after.share, before.fixed - after.fixed
    return max(share, fixed) if share >= 0 and fixed >= 0 else Fraction(0)


def _told(asked: Asked, i: int, clause: str, move: Move) -> Advice:
    before, after = move.before[clause], move.after[clause]
    worse, better = (asked.kpi_value(move.kpi.id, value) for value in (move.worse, move.better))
    values: dict[str, Any] = {"clause": clause, "kpi": move.kpi.id, "better": better, "worse": worse}
    if before.share > after.share and before.lines:
        less = Pct((before.share - after.share) / before.lines)
        return asked.advice(NAME, LESS_OF_LINES, ("adjustments", i), clause, less=less, **values)
    return asked.advice(NAME, PAYS_LESS, ("adjustments", i), clause, less=before.fixed - after.fixed, **values)


def _volumes(asked: Asked) -> Iterator[Advice]:
    for clause, at, part in asked.parts():
        tiers = getattr(part, "tiers", None)
        if not (isinstance(tiers, list) and tiers and all(isinstance(tier, Tier) for tier in tiers)):
            continue
        if getattr(part, "tier_by", None) is not None:
            continue  # another month's volume chooses the tier: more in this one is always paid
        for i, tier in enumerate(tiers[:-1]):
            assert tier.up_to is not None, "only the last tier is open"
            here, above = (_amount(part, tiers, volume) for volume in (tier.up_to, tier.up_to + Fraction(1, 10**6)))
            if above < here:
                said = {"bound": tier.up_to, "here": here, "above": to_places(above, 2)}
                yield asked.advice(NAME, MORE_VOLUME, (*at, "tiers", i + 1), clause.id, clause=clause.id, **said)
                break


def _amount(part: Any, tiers: list[Tier], volume: Fraction) -> Fraction:
    mode: TierMode = getattr(part, "tier_mode", "graduated")
    return sum((one.amount for one in slices(tiers, volume, mode)), Fraction(0))
