"""A month whose volume was far above its forecast, where that excuses the month of a KPI or forgives a miss."""

from __future__ import annotations

from bpo.contracts.figure import in_month
from bpo.contracts.month import Month
from bpo.contracts.statement import KpiVerdict
from bpo.kpi.base import Kpi
from bpo.kpi.judge import Judgement
from bpo.kpi.relief import FORGIVEN, RELIEVED


def relieved(kpi: Kpi, judged: Judgement, month: Month) -> Judgement:
    """The judgement that holds, once the volume has been held against the forecast.

    Raises:
        BpoError: if the volume or its forecast is not there.
    """
    relief, volume = kpi.relief, f"{kpi.id}.volume"
    if relief is None or relief.in_parts or (judged.judged is None and volume not in month.measures.quantities):
        return judged
    contacts = month.quantity(volume, kpi.id, kpi.where).total
    if contacts <= relief.above * in_month(relief.forecast, month, kpi.id, kpi.where):
        return judged
    if relief.excuses == "month":
        return Judgement(None, None, RELIEVED)
    if judged.met is False:
        return Judgement(kpi.aim.of(judged.judged, month.number)[0], True, FORGIVEN)
    return judged


def was_excused(verdict: KpiVerdict | None) -> bool:
    """Whether that month was excused, so that it is in no average either."""
    return verdict is not None and verdict.reason is not None and verdict.reason.code == RELIEVED.code
