"""What counts for a KPI in a month: its value, rounded as agreed, or what the contract puts in place of a missing one."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from bpo.core.measures import NOT_GIVEN, KpiResult
from bpo.core.money import round_to
from bpo.core.words import Sentence, Words
from bpo.kpi.base import Kpi
from bpo.kpi.unmeasured import PROVISIONAL

SAMPLE_TOO_SMALL = Words(
    "kpi-sample-too-small", en="the sample is below the contract's minimum", zh="样本量低于合同约定的下限"
)
AS_TARGET = Words("as-target", en="judged as exactly on target", zh="按恰好达标计")
LEFT_OUT = Words("left-out", en="left out, without consequence", zh="不计入考核，不产生影响")
SUBSTITUTE = Words(
    "substitute", en="judged by the value that the contract puts in its place", zh="按合同约定的替代值计"
)


INSTEAD = Words("kpi-judged-instead", en="{why}; {instead}", zh="{why}；{instead}")
Because = Literal["", "provisional", "excused", "forgiven"]
"""Reasons that others ask for: what is judged until the value is known; a month, or a miss, that its volume excuses."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """``judged`` is the value that has consequences; ``met`` is None without a target or without a value.

    ``reason`` says why the judged value is not the measured one. ``refused``: the contract does not say what follows, so
    the month cannot be priced by this KPI.
    """

    judged: Fraction | None
    met: bool | None
    reason: Sentence | None = None
    refused: bool = False
    because: Because = ""


def judge(kpi: Kpi, result: KpiResult, number: int = 0) -> Judgement:
    """Round half up to ``round_to`` first, then compare with the target exactly.

    ``number`` is the contract's month from 1, for targets that ramp up; 0 judges by the final target.
    A value without a sample passes the gate: it was agreed between the parties, not counted here.
    """
    target = kpi.aim.in_month(number)
    why = _why_missing(kpi, result)
    if why is None:
        assert result.value is not None
        value = result.value if kpi.round_to is None else round_to(result.value, kpi.round_to, "half_up")
        return Judgement(value, _met(kpi, value, target))
    if kpi.known_later is not None and result.value is None:
        return replace(_instead(kpi, kpi.known_later.provisionally, PROVISIONAL, target), because="provisional")
    if kpi.if_not_measured is None:
        return Judgement(None, None, Sentence(why), refused=True)
    return _instead(kpi, kpi.if_not_measured, why, target)


def _instead(
    kpi: Kpi, of_it: Literal["as_target", "left_out"] | Fraction, why: Words, target: Fraction | None
) -> Judgement:
    """What the contract puts in place of a missing value."""

    def said(instead: Words) -> Sentence:
        return Sentence(INSTEAD, {"why": Sentence(why), "instead": Sentence(instead)})

    if of_it == "left_out":
        return Judgement(None, None, said(LEFT_OUT))
    if of_it == "as_target":
        assert target is not None, "the model refuses as_target without a target"
        return Judgement(target, True, said(AS_TARGET))
    return Judgement(of_it, _met(kpi, of_it, target), said(SUBSTITUTE))


def _why_missing(kpi: Kpi, result: KpiResult) -> Words | None:
    if result.value is None:
        return result.why_not or NOT_GIVEN
    if result.sample is not None and result.sample < kpi.minimum_sample:
        return SAMPLE_TOO_SMALL
    return None


def _met(kpi: Kpi, value: Fraction, target: Fraction | None) -> bool | None:
    return None if target is None else kpi.aim.meets(value, target)
