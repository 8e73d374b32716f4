"""What a clause rewards: cliffs, and perverse incentives, where a better KPI or a contact more pays less."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from bpo.advice.check.asked import Advice, Asked
from bpo.advice.probe import Move, Tried
from bpo.contracts.adjustments.rebate import Rebate, RebateTier
from bpo.contracts.blocks.tiers import Stepped, Tier, TierMode, slices
from bpo.contracts.clause import Clause, Loc
from bpo.contracts.terms.contingency import Contingency, FeeBand
from bpo.core.fields import FileModel
from bpo.core.money import to_places
from bpo.core.words import Pct, Words

FALLS = Words(
    "check-cliff",
    en="'{clause}': when '{kpi}' goes from {better} to {worse}, {share} of the lines it is about is lost",
    zh="条款 '{clause}'：指标 '{kpi}' 从 {better} 变为 {worse} 时，所涉各行金额损失 {share}",
)


def cliff(asked: Asked) -> Iterator[Advice]:
    """Cliffs: one step of a KPI, such as from 79.99% to 80%, moves more than 2% of the lines that a clause is about.

    The highest cliff of each clause. One that judges each day by itself has none: every day moves only its own part.
    """
    by_day = {clause.id for _, clause in asked.adjustments() if clause.judges_each}
    one_step = [replace(move, moved=move.moved - by_day) for move in asked.moves if move.one_step]
    for at, clause, share, move in _highest(asked, one_step, _fall, asked.cliff):
        yield asked.advice(FALLS, at, clause, share=Pct(share), **_values(asked, move))


def _fall(before: Tried, after: Tried) -> Fraction:
    """Which share of its lines an adjustment moves; 0 of no lines."""
    return abs(after.share - before.share) / abs(after.lines) if after.lines else Fraction(0)


def _highest(
    asked: Asked, moves: Iterable[Move], size: Callable[[Tried, Tried], Fraction], least: Fraction = Fraction(0)
) -> Iterator[tuple[Loc, str, Fraction, Move]]:
    """Of each adjustment, the move of a KPI of its own, its lines unmoved, whose size is the highest and above ``least``."""
    highest: dict[str, tuple[Fraction, Move]] = {}
    for move in moves:
        for name in move.moved:
            before, after = move.before[name], move.after[name]
            found = size(before, after) if before.lines == after.lines else Fraction(0)
            if found > (highest[name][0] if name in highest else least):
                highest[name] = (found, move)
    for at, clause in asked.adjustments():
        if clause.id in highest:
            yield at, clause.id, *highest[clause.id]


def _values(asked: Asked, move: Move) -> dict[str, Any]:
    worse, better = (asked.kpi_value(move.kpi.id, value) for value in (move.worse, move.better))
    return {"kpi": move.kpi.id, "better": better, "worse": worse}


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
    for at, clause, _, move in _highest(asked, asked.moves, _loss):
        before, after, values = move.before[clause], move.after[clause], _values(asked, move)
        if before.share > after.share and before.lines:
            less = Pct((before.share - after.share) / before.lines)
            yield asked.advice(LESS_OF_LINES, at, clause, less=less, **values)
        else:
            yield asked.advice(PAYS_LESS, at, clause, less=before.fixed - after.fixed, **values)


def _loss(before: Tried, after: Tried) -> Fraction:
    """How much less is paid after a KPI became better: of the lines, or as a sum; 0 if one of the two gains."""
    share, fixed = before.share - after.share, before.fixed - after.fixed
    return max(share, fixed) if share >= 0 and fixed >= 0 else Fraction(0)


def _volumes(asked: Asked) -> Iterator[Advice]:
    for clause, at, part, tiers in _tiers(asked):
        if getattr(part, "tier_by", None) is not None:
            continue  # another month's volume chooses the tier: more in this one is always paid
        for i, tier in enumerate(tiers[:-1]):
            assert tier.up_to is not None, "only the last tier is open"
            here, above = (_amount(part, tiers, volume) for volume in (tier.up_to, tier.up_to + Fraction(1, 10**6)))
            if above < here:
                said = {"bound": tier.up_to, "here": here, "above": to_places(above, 2)}
                yield asked.advice(MORE_VOLUME, (*at, i + 1), clause.id, **said)
                break


def _tiers(asked: Asked) -> Iterator[tuple[Clause, Loc, FileModel, Sequence[Stepped]]]:
    yield from asked.lists_of(Tier)
    yield from asked.lists_of(RebateTier)


def _amount(part: Any, tiers: Sequence[Stepped], volume: Fraction) -> Fraction:
    """What a volume costs; what an amount comes to after its rebate."""
    mode: TierMode = getattr(part, "tier_mode", "graduated")
    total = sum((one.amount for one in slices(tiers, volume, mode)), Fraction(0))
    return volume - total if isinstance(part, Rebate) else total


FLOOR = Words(
    "check-perverse-floor",
    en="'{clause}': a case with less than {floor} to recover costs {floor} all the same, more than it can bring",
    zh="条款 '{clause}'：可回款不足 {floor} 的案件仍收 {floor}，超过其可回款额",
)
FLOOR_BY_AGE = Words(
    "check-perverse-floor-by-age",
    en="'{clause}': a case on which less than {floor} is recovered costs {floor} all the same, whatever its balance",
    zh="条款 '{clause}'：回款不足 {floor} 的案件，不论余额均收 {floor}",
)


def perverse_floors(asked: Asked) -> Iterator[Advice]:
    """A least fee for a case that may be more than the whole debt: whoever collects the last few coins is paid more than they bring.

    The first such floor of each contingency fee.
    """
    for at, clause in asked.clauses():
        if not isinstance(clause, Contingency):
            continue
        for i, band in enumerate(clause.bands):
            if band.floor > (_least_balance(clause.bands, i) if clause.by == "balance" else 0):
                words = FLOOR if clause.by == "balance" else FLOOR_BY_AGE
                at_band = (*at, "bands", i, "floor")
                yield asked.advice(words, at_band, clause.id, floor=band.floor)
                break


def _least_balance(bands: list[FeeBand], i: int) -> Fraction:
    """The least balance that lies in a band."""
    own = bands[i].bound()
    if own is not None and own[0] in ("at_least", "above"):
        return own[1]
    before = bands[i - 1].bound() if i else None
    return before[1] if before is not None and before[0] in ("at_most", "below") else Fraction(0)
