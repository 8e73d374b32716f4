"""Until when a month takes facts (关账): it is closed, counts the facts as they were then, and is opened again with a reason."""

import getpass
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError, Problem, fail
from bpo.core.words import Words
from bpo.desk.run import load
from bpo.desk.workspace import Workspace
from bpo.ledger import Closing, Ledger, open_ledger

CLOSED_ALREADY = Words(
    "period-closed-already",
    en="{period} of '{contract}' is closed since {since} by {who}; open it first",
    zh="合同 '{contract}' 的 {period} 已由 {who} 于 {since} 关账；请先重新开账",
)
NOT_CLOSED = Words(
    "period-not-closed", en="{period} of '{contract}' is not closed", zh="合同 '{contract}' 的 {period} 未关账"
)
NO_CONTRACTS = Words(
    "period-no-contracts",
    en="there is no contract in {folder}; name the contracts whose month is meant",
    zh="{folder} 中没有合同；请写明是哪些合同的账期",
)
REASON_NEEDED = Words(
    "period-reason-needed",
    en="a month is opened again for a reason: write --reason; it is kept",
    zh="重新开账须有原因：请写 --reason，将予保存",
)


CLOSED_SINCE = Words(
    "finding-period-closed",
    en="{period} was closed on {since} (UTC) by {who}: the facts count as they were then, and nothing came since",
    zh="{period} 已由 {who} 于 {since}（UTC）关账：按当时的数据统计，此后没有新数据",
)
CAME_SINCE = Words(
    "finding-came-after-closing",
    en="{period} was closed on {since} (UTC) by {who}: {came} records that came since and {gone} that left do not count; "
    "bpo late says what they would change",
    zh="{period} 已由 {who} 于 {since}（UTC）关账：此后新增 {came} 条、减少 {gone} 条记录不计入；bpo late 列出其影响",
)


@dataclass(frozen=True, slots=True)
class State:
    """What holds of a month of a contract: how it was closed or opened last; None if it never was."""

    contract: str
    period: str
    last: Closing | None

    @property
    def closed(self) -> bool:
        return self.last is not None and self.last.closed

    @property
    def when(self) -> str | None:
        return None if self.last is None else self.last.created_at.isoformat()


def contracts_of(workspace: Workspace, paths: Sequence[Path], period_name: str) -> list[str]:
    """The contracts that are named, of which each must have the period; or those of the workspace that have it.

    Raises:
        BpoError: with what is wrong in them, or if there is none.
    """
    meant = list(paths) or sorted(workspace.contracts.glob("*.yaml"))
    found = [load(path).contract for path in meant]
    if paths:
        for contract in found:
            contract.cycle.period(period_name)
    elif found:
        fit = [one for one in found if one.cycle.has(period_name)]
        if not fit:
            found[0].cycle.period(period_name)
        found = fit
    if not found:
        raise fail(NO_CONTRACTS, folder=str(workspace.contracts))
    return list(dict.fromkeys(one.contract for one in found))


def close(
    workspace: Workspace, paths: Sequence[Path], period_name: str, reason: str, now: datetime, who: str | None = None
) -> list[State]:
    """Close a month of contracts: all of them, or none. Of all contracts of the workspace those that are closed already stay so.

    Raises:
        BpoError: if one that is named is closed already, or all are.
    """
    from bpo.facts.lake.lake import Lake, reading_lake

    contracts = contracts_of(workspace, paths, period_name)
    with open_ledger(workspace.database) as ledger, reading_lake(workspace.lake):
        closed = {name: one for name in contracts if (one := ledger.closed(name, period_name)) is not None}
        if closed and (paths or len(closed) == len(contracts)):
            raise BpoError(
                Problem(
                    CLOSED_ALREADY,
                    None,
                    {"period": one.period_name, "contract": one.contract, "who": one.who, "since": _minute(one)},
                )
                for one in closed.values()
            )
        versions = Lake(workspace.lake).versions()
        made = [
            Closing(name, period_name, True, versions, who or system_user(), reason, now)
            for name in contracts
            if name not in closed
        ]
        for one in made:
            ledger.close_period(one)
    last = {**closed, **{one.contract: one for one in made}}
    return [State(name, period_name, last[name]) for name in contracts]


def reopen(
    workspace: Workspace, paths: Sequence[Path], period_name: str, reason: str, now: datetime, who: str | None = None
) -> list[State]:
    """Open a closed month of contracts again: all of them, or none.

    Raises:
        BpoError: without a reason, or if one that is named is not closed.
    """
    if not reason:
        raise fail(REASON_NEEDED)
    contracts = contracts_of(workspace, paths, period_name)
    with open_ledger(workspace.database) as ledger:
        closed = [name for name in contracts if ledger.closed(name, period_name) is not None]
        missing = [name for name in contracts if name not in closed]
        if missing and (paths or not closed):
            raise BpoError(Problem(NOT_CLOSED, None, {"period": period_name, "contract": name}) for name in missing)
        made = [Closing(name, period_name, False, {}, who or system_user(), reason, now) for name in closed]
        for one in made:
            ledger.close_period(one)
    return [State(one.contract, period_name, one) for one in made]


def states(workspace: Workspace, paths: Sequence[Path], period_name: str) -> list[State]:
    """What holds of a month of contracts."""
    contracts = contracts_of(workspace, paths, period_name)
    with open_ledger(workspace.database) as ledger:
        found = {name: [one for one in ledger.closings(name) if one.period_name == period_name] for name in contracts}
    return [State(name, period_name, marks[-1] if marks else None) for name, marks in found.items()]


def closing_note(workspace: Workspace, ledger: Ledger, contract: Contract, statement: Statement) -> list[Problem]:
    """What the reviewer should know of a month that is closed: since when, and whether facts came that do not count; nothing of others."""
    closed = ledger.closed(contract.contract, statement.period.name)
    if closed is None:
        return []
    from bpo.desk.late import files_since
    from bpo.facts.lake.lake import Lake, reading_lake

    read = {one.table for one in statement.measures.evidence.values()}
    versions = {name: version for name, version in closed.lake_versions.items() if name in read}
    with reading_lake(workspace.lake):
        files = files_since(Lake(workspace.lake), contract, statement, versions)
    values = {"period": statement.period.name, "since": _minute(closed), "who": closed.who}
    if not files:
        return [Problem(CLOSED_SINCE, None, values)]
    moved = {"came": sum(one.came for one in files), "gone": sum(one.gone for one in files)}
    return [Problem(CAME_SINCE, None, {**values, **moved})]


def system_user() -> str:
    """The name under which somebody works on this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account that has no name
        return "?"


def _minute(one: Closing) -> str:
    return f"{one.created_at:%Y-%m-%d %H:%M}"
