"""Reports on what happened in a month: one file each, and its line in ``REPORTS``."""

from collections.abc import Callable, Collection, Mapping, Sequence

from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem, choices, fail
from bpo.core.fields import UNKNOWN_CHOICE
from bpo.core.periods import Period
from bpo.core.words import Words
from bpo.desk.reports import agents, cases, kpis, queues, sales
from bpo.desk.workspace import Workspace
from bpo.facts.lake.lake import Lake, reading_lake
from bpo.metering.findings import FactsWithQuarantine
from bpo.metering.rows import NEVER_INGESTED, NONE_IN_PERIOD
from bpo.pricing.in_force import in_force
from bpo.pricing.passes.effective import effective_days
from bpo.report.model import Report

Maker = Callable[[FactsWithQuarantine, Contract, Period, str], Report]
"""Makes a report of the facts, the contract as it holds, the days of the month on which it holds, and what is kept apart."""

REPORTS: Mapping[str, tuple[Maker, Collection[str]]] = {
    "agents": (agents.agents, agents.BY),
    "queues": (queues.queues, queues.BY),
    "kpis": (kpis.kpis, kpis.BY),
    "sales": (sales.sales, sales.BY),
    "cases": (cases.cases, cases.BY),
}
"""Each with what it can keep apart; unless said, the first."""

NO_FACTS = Words(
    "report-no-facts",
    en="account '{account}' has no {table} from {start} to {end}; ingest that month's export (its source file names the account)",
    zh="账户 '{account}' 在 {start} 至 {end} 没有 {table} 数据；请导入当月导出文件（账户由数据源文件指定）",
)


def month_report(workspace: Workspace, loaded: LoadedContract, period: Period, kind: str, by: str | None) -> Report:
    """A report on one month of one contract's account.

    Raises:
        BpoError: if it cannot keep ``by`` apart, the contract does not hold in the period, or what the report is about was not
            ingested: missing is never zero.
    """
    make, known = REPORTS[kind]
    if by is not None and by not in known:
        raise fail(UNKNOWN_CHOICE, None, what="--by", **choices(by, known))
    contract = in_force(loaded.contract, period)
    window = effective_days(contract, period)
    with reading_lake(workspace.lake):
        try:
            return make(Lake(workspace.lake), contract, window, by or next(iter(known)))
        except BpoError as error:
            raise BpoError(_told_once(error.problems, loaded)) from None


def _told_once(problems: Sequence[Problem], loaded: LoadedContract) -> list[Problem]:
    """Facts that are missing, once a table, at the account that has none."""
    where = loaded.document.where(loaded.document.find(("account",))[0])
    missing = {one.values["table"]: one for one in problems if one.is_a(NONE_IN_PERIOD, NEVER_INGESTED)}
    told = [Problem(NO_FACTS, where, one.values) for one in missing.values()]
    return [*told, *(one for one in problems if not one.is_a(NONE_IN_PERIOD, NEVER_INGESTED))]
