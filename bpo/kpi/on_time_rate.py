"""On-time rate (及时率): the share of cases that were closed within their limit, in three variants."""

from typing import ClassVar, Literal

from bpo.core.measures import Need
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.base import Kpi

FORMULAS = {
    "opened": Words(
        "on-time-opened", en="cases opened in the month and closed in time / cases opened", zh="当期受理且按时办结的工单 / 当期受理的工单"
    ),
    "due": Words(
        "on-time-due", en="cases due in the month and closed in time / cases due", zh="当期到期且按时办结的工单 / 当期到期的工单"
    ),
    "closed": Words(
        "on-time-closed", en="cases closed in the month in time / cases closed", zh="当期按时办结的工单 / 当期办结的工单"
    ),
}  # fmt: skip


class OnTimeRate(Kpi):
    """Cases closed by ``due_at`` / cases; ``cases`` says which month a case belongs to: by when it was opened, due or closed.

    The limit itself is in time. A case that is still open is not closed in time; one without a limit is on neither side.
    """

    name: ClassVar[Text] = Text(zh="及时率", en="On-time rate")
    facts: ClassVar[str] = "cases"
    is_share: ClassVar[bool] = True

    kpi: Literal["on_time_rate"]
    cases: Literal["opened", "due", "closed"]

    def numerator(self) -> Need:
        return self._cases("numerator", "closed_at <= due_at")

    def denominator(self) -> Need:
        return self._cases("denominator", "due_at IS NOT NULL")

    def _cases(self, which: str, own: str) -> Need:
        return self.need(which, "count", "cases", own, at=f"{self.cases}_at", unit="case")

    def formula(self) -> Sentence:
        return Sentence(FORMULAS[self.cases])
