"""Targets that are a range: handling time and occupancy are good neither too low nor too high, a forecast error near 0."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from bpo.core.fields import REQUIRED, UNUSED, Mistake
from bpo.core.words import Pct, Sentence, Text, Words

RANGE_ORDER = Words(
    "kpi-range-order",
    en="the target begins at {target}, so that it cannot end at {given}",
    zh="目标区间下限为 {target}，上限不能是 {given}",
)
ONE_TARGET = Text(zh="单一目标值（不写 target_at_most）", en="a single target (without target_at_most)")
ON_TARGET = Words(
    "kpi-formula-range",
    en="{formula}; on target from {target} to {at_most}",
    zh="{formula}；{target} 至 {at_most} 为达标",
)


def check_range(target: Fraction | None, at_most: Fraction, beside: Mapping[str, Any]) -> None:
    """``beside`` are the fields that say something about a single target.

    Raises:
        Mistake: without a lower bound, with an upper one that is not above it, or with a field that would have no effect.
    """
    if target is None:
        raise Mistake(REQUIRED, ("target_at_most",), given="target")
    if at_most <= target:
        raise Mistake(RANGE_ORDER, ("target_at_most",), given=at_most, target=target)
    for name, value in beside.items():
        if value:
            raise Mistake(UNUSED, (name,), given=name, goes_with=ONE_TARGET)


def with_range(formula: Sentence, target: Fraction, at_most: Fraction, unit: str) -> Sentence:
    """The formula and the range in which the KPI is on target."""
    ends = {"target": target, "at_most": at_most}
    shown = {name: Pct(end) if unit == "ratio" else end for name, end in ends.items()}
    return Sentence(ON_TARGET, {"formula": formula, **shown})
