"""Reports on what happened in a month: one file each, and its line in ``REPORTS``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem
from bpo.core.periods import Period
from bpo.core.words import Words
from bpo.desk.reports.agents import agents
from bpo.desk.workspace import Workspace
from bpo.facts.lake import Lake, reading_lake
from bpo.metering.findings import FactsWithQuarantine
from bpo.metering.rows import NEVER_INGESTED, NONE_IN_PERIOD
from bpo.pricing.in_force import in_force
from bpo.pricing.passes.effective import effective_days
from bpo.report.model import Report

REPORTS: Mapping[str, Callable[[FactsWithQuarantine, Contract, Period, str], Report]] = {"agents": agents}
"""Each is made of the facts, the contract as it holds, the days of the month on which it holds, and what to keep apart."""

NO_FACTS = Words(
    "report-no-facts",
    en="account '{account}' has no {table} from {start} to {end}; ingest that month's export (its source file names the account)",
    zh="账户 '{account}' 在 {start} 至 {end} 没有 {table} 数据；请导入当月导出文件（账户由数据源文件指定）",
)


def month_report(workspace: Workspace, loaded: LoadedContract, period: Period, kind: str, by: str) -> Report:
    """A report on one month of one contract's account.

    Raises:
        BpoError: if the contract does not hold in the period, or what the report is about was not ingested: missing is never zero.
    """
    contract = in_force(loaded.contract, period)
    window = effective_days(contract, period)
    with reading_lake(workspace.lake):
        try:
            return REPORTS[kind](Lake(workspace.lake), contract, window, by)
        except BpoError as error:
            raise BpoError(_told_once(error.problems, loaded)) from None


def _told_once(problems: Sequence[Problem], loaded: LoadedContract) -> list[Problem]:
    """Facts that are missing, once a table, at the account that has none."""
    where = loaded.document.where(loaded.document.find(("account",))[0])
    missing = {one.values["table"]: one for one in problems if one.words in (NONE_IN_PERIOD, NEVER_INGESTED)}
    told = [Problem(NO_FACTS, where, one.values) for one in missing.values()]
    return [*told, *(one for one in problems if one.words not in (NONE_IN_PERIOD, NEVER_INGESTED))]
