"""KPIs held against their targets: each by itself, as an average, or excused by what came in."""

from dataclasses import replace

from bpo.contracts.clause import in_month
from bpo.contracts.month import Month, only_lacks_months
from bpo.contracts.part import PartOfMonth
from bpo.contracts.statement import KpiVerdict
from bpo.contracts.taken_over import Problems
from bpo.core.errors import BpoError, fail
from bpo.core.fields import Mistake
from bpo.core.figure_names import FigureName, part_name, side_name
from bpo.core.measures import NOT_GIVEN, KpiResult, Measures
from bpo.core.words import Sentence, Text
from bpo.kpi.average import JUDGED_BY
from bpo.kpi.base import Kpi
from bpo.kpi.judge import Judgement, judge
from bpo.kpi.relief import FORGIVEN, RELIEVED
from bpo.pricing.checked_measures import kpis_of
from bpo.pricing.late import said_provisional
from bpo.pricing.part_by_part import parts_of
from bpo.pricing.pricing import Pricing


def judged(pricing: Pricing) -> Pricing:
    """Every KPI is held against its target, that of each site or team by itself where it is measured so.
    各项指标与目标值比较；按职场或班组考核的，逐一比较。
    """
    contract, month = pricing.contract, pricing.month
    parts = parts_of(contract, month.measures)
    verdicts: dict[str, KpiVerdict] = {}
    refused: dict[str, Kpi] = {}
    missing: dict[str, Problems] = {}
    pooled = contract.named_of_all()
    for kpi in contract.kpis:
        keys = parts[kpi.for_each] if kpi.for_each is not None else ()
        whole = (
            [(kpi.id, "")] if not keys or FigureName.of(kpi.id).id in pooled or kpi.id in month.measures.kpis else []
        )
        for name, key in [*whole, *((part_name(kpi.id, key), key) for key in keys)]:
            try:
                verdict, fails = _judged(kpi, name, key, month)
            except BpoError as error:
                if not (month.elsewhere and only_lacks_months(error.problems)):
                    raise
                verdict, fails = _judged(kpi.altered(average=None), name, key, month)
                if verdict.because != "excused":  # which it is whatever its average
                    missing[name] = error.problems
                    continue
            verdicts[name] = verdict
            if fails:
                refused[name] = kpi
    if any(one.provisional for one in verdicts.values()):
        kpis = kpis_of(contract, Measures(month.period.name, kpis={name: one.result for name, one in verdicts.items()}))
        verdicts = {
            name: said_provisional(pricing.whole, kpis.get(name), one, month.period.name)
            for name, one in verdicts.items()
        }
    month = replace(
        month, verdicts=verdicts, missing=replace(month.missing, kpis=missing) if missing else month.missing
    )
    return replace(pricing, month=month, parts=parts, refused=refused)


def _judged(kpi: Kpi, name: str, key: str, month: Month) -> tuple[KpiVerdict, bool]:
    """A KPI of the month or, under ``name``, of one of its parts; and whether it cannot be judged."""
    given = month.measures.kpis.get(name) or KpiResult(name, None, why_not=NOT_GIVEN)
    unit = kpi.measured_in()
    result = given if given.unit == unit else replace(given, unit=unit)
    counts = _averaged(kpi, result, month)
    judged = _relieved(kpi, judge(kpi, counts, month.number), month.seen_as(PartOfMonth(key)) if key else month)
    formula = kpi.shown_formula()
    target, better = kpi.aim.of(judged.judged, month.number)
    label, part = kpi.label or kpi.name, FigureName.of(name).part
    averaged = Sentence(JUDGED_BY[kpi.average.of]) if kpi.average and counts is not result else None
    why = judged.reason or averaged
    verdict = KpiVerdict(
        result=result, label=Text(zh=f"{label.zh} · {part}", en=f"{label.en} · {part}") if part else label,
        formula=formula.words, formula_values=formula.values, judged=judged.judged, target=target, better=better, met=judged.met,
        reason=why.words if why else None, reason_values=why.values if why else {}, because=judged.because,
        where=str(kpi.where or ""), source=kpi.clause,
        each_target=kpi.each_aim.target if kpi.each_aim else None, each_better=kpi.each_aim.better if kpi.each_aim else "high",
        target_range=kpi.aim.range,
    )  # fmt: skip
    return verdict, judged.refused


def _relieved(kpi: Kpi, judged: Judgement, month: Month) -> Judgement:
    """The judgement that holds, once the volume has been held against the forecast: far above it, the month is excused, or a
    miss is forgiven.

    Raises:
        BpoError: if the volume or its forecast is not there.
    """
    relief, volume = kpi.relief, side_name(kpi.id, "volume")
    if relief is None or relief.in_parts or (judged.judged is None and volume not in month.measures.quantities):
        return judged
    contacts = month.quantity(volume, kpi).total
    if contacts <= relief.above * in_month(relief.forecast, month, kpi):
        return judged
    if relief.excuses == "month":
        return Judgement(None, None, Sentence(RELIEVED), because="excused")
    if judged.met is False:
        return Judgement(kpi.aim.of(judged.judged, month.number)[0], True, Sentence(FORGIVEN), because="forgiven")
    return judged


def _was_excused(verdict: KpiVerdict | None) -> bool:
    """Whether a month was excused, so that it is in no average either."""
    return verdict is not None and verdict.because == "excused"


def _averaged(kpi: Kpi, own: KpiResult, month: Month) -> KpiResult:
    """What counts of a KPI: its own result, or the average with the months before that the contract has had."""
    if kpi.average is None or own.value is None:
        return own
    counting = [
        one for one in month.back_to(kpi.average.months - 1, kpi) if not _was_excused(one.verdicts.get(own.kpi))
    ]
    before = [(one.period.name, one.measures.kpis[own.kpi]) for one in counting if own.kpi in one.measures.kpis]
    if not any(result.value is not None for _, result in before):
        return own
    try:
        return kpi.average.over([(month.period.name, own), *before])
    except Mistake as mistake:
        raise fail(mistake.words, kpi.where, **mistake.values) from None
