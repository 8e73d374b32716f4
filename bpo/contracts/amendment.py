"""Amendments (补充协议): dated changes of a contract, written below it, each clause restated as it holds from then on."""

from typing import Annotated, Literal

from pydantic import Field

from bpo.contracts.adjustments import AnyAdjustment
from bpo.contracts.header.header import Billing
from bpo.contracts.header.parties import Party
from bpo.contracts.header.tax import Prices
from bpo.contracts.header.termination import Terminated
from bpo.contracts.terms import AnyTerm
from bpo.core.fields import Day, FileModel, Identifier
from bpo.core.quantity import QuantitySpec
from bpo.kpi import AnyKpi

MonthJudged = Literal["under_new_terms", "under_old_terms", "in_parts"]
"""Which KPIs and adjustments a month has in which an amendment begins: those after it, those before it, or each on its days."""


class Amendment(FileModel):
    """What changes ``from`` a day: a clause, KPI or quantity that stands here replaces the one of the same id, or is added below
    the one before it; ``removes`` ends others; ``to`` is the contract's new last day, which ``terminated``
    says one side asked for; a new ``to`` without it is agreed. The rest of the contract stays.

    ``month_judged`` is needed where the day lies inside a billing period and KPIs, adjustments or quantities change.
    """

    start: Annotated[Day, Field(alias="from")]
    to: Day | None = None
    terminated: Terminated | None = None
    reference: str = ""
    month_judged: MonthJudged | None = None
    supplier: Party | None = None
    client: Party | None = None
    billing: Billing | None = None
    prices: Prices | None = None
    quantities: dict[Identifier, QuantitySpec] = {}
    terms: list[AnyTerm] = []
    kpis: list[AnyKpi] = []
    adjustments: list[AnyAdjustment] = []
    removes: list[Identifier] = []

    @property
    def touches_judgement(self) -> bool:
        """Whether more changes than prices."""
        return bool(self.kpis or self.adjustments or self.quantities)
