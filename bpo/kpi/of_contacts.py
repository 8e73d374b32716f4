"""KPIs that are counted from contacts, or from the totals of days and half-hours where these are sent instead (``table: traffic``)."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Literal

from bpo.core.filters import read_quantity
from bpo.core.measures import Need
from bpo.core.tables import TRAFFIC
from bpo.core.words import Words
from bpo.kpi.base import Kpi
from bpo.kpi.conditions import INBOUND

NOT_IN_TOTALS = Words(
    "kpi-not-in-totals",
    en="'{given}' asks how long single contacts waited, which totals ('table: traffic') do not tell; write another variant, or count "
    "contacts",
    zh="'{given}' 需要每次联络的等待时长，汇总表（table: traffic）没有；请改用其他变体，或按联络明细统计",
)


@dataclass(frozen=True)
class Totals:
    """The columns of totals that are added up above and below the line, and the condition on their rows."""

    above: str
    below: str
    own: str = INBOUND

    @property
    def columns(self) -> list[str]:
        """The figures that a row must have: one that lacks any is on neither side, for a missing figure is not 0."""
        return sorted({name for side in (self.above, self.below) for name in read_quantity(side, TRAFFIC).columns()})

    @property
    def known(self) -> str:
        """The condition on rows that have all of these figures."""
        return " AND ".join([*([self.own] if self.own else []), *(f"{name} IS NOT NULL" for name in self.columns)])


class ContactKpi(Kpi):
    """A KPI of contacts. From totals it is Σ / Σ as well, so that every day weighs as much as it had contacts."""

    table: Literal["interactions", "traffic"] = "interactions"

    @abstractmethod
    def totals(self) -> Totals:
        """What is added up of totals.

        Raises:
            Mistake: if they cannot tell it.
        """

    @property
    def of_totals(self) -> bool:
        return self.table == TRAFFIC.name

    @property
    def where_is_about(self) -> str:
        return self.table

    def numerator(self) -> Need:
        totals = self.totals()
        unit = "second" if totals.above.endswith("_seconds") else "contact"
        return self.total("numerator", TRAFFIC.name, totals.above, unit, totals.known)

    def denominator(self) -> Need:
        totals = self.totals()
        return self.total("denominator", TRAFFIC.name, totals.below, "contact", totals.known)

    def volume_need(self) -> Need:
        if not self.of_totals:
            return super().volume_need()
        assert self.relief is not None
        offered = self.relief.contacts == "offered"
        # Not altered: it is asked for while the KPI is read.
        whole = self.model_copy(update={"excused": []})
        return whole.total("volume", TRAFFIC.name, "offered" if offered else "answered", "contact", INBOUND)
