"""The contracts of a backtest: drafts as they are read, the contract in force beside them, and what keeps them from being compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem, Where, fail, refused
from bpo.core.periods import Period
from bpo.core.words import Words
from bpo.desk.run import load
from bpo.desk.workspace import Workspace, near

SAME_DRAFT = Words("backtest-same-draft", en="this draft was named twice", zh="该草案重复列出")
OTHER_ACCOUNT = Words(
    "backtest-other-account",
    en="this contract counts the facts of account '{given}', {than} those of '{wanted}': they are other calls; write 'account: {wanted}', or "
    "backtest it by itself",
    zh="该合同统计账户 '{given}' 的数据，而 {than} 统计 '{wanted}'：两者话务不同；请写 account: {wanted}，或单独回测",
)
OTHER_CURRENCY = Words(
    "backtest-other-currency",
    en="this contract is in {given}, {than} is in {wanted}: their amounts cannot stand side by side; backtest it by itself",
    zh="该合同以 {given} 计价，而 {than} 以 {wanted} 计价：金额不能并列；请单独回测",
)
OTHER_CYCLE = Words(
    "backtest-other-cycle",
    en="this contract is billed by other periods than {than}: their months cannot stand side by side; backtest it by itself",
    zh="该合同的账期与 {than} 不同：各期不能并列；请单独回测",
)
OTHER_ZONE = Words(
    "backtest-other-zone",
    en="{name} puts calls on days by {given}, {than} by {wanted}: calls around midnight count on other days",
    zh="{name}按 {given} 划分日期，{than}按 {wanted}：午夜前后的话务计入不同日期",
)
NO_OTHER = Words(
    "backtest-none-in-force",
    en="no contract of account '{account}' lies in {folder}, so there is nothing to compare with; name one with --against",
    zh="{folder} 中没有账户 '{account}' 的合同，无可比较；可用 --against 指明",
)
SEVERAL = Words(
    "backtest-several-in-force",
    en="several contracts of account '{account}' lie in {folder}, so none is compared with; name the one in force with --against: {found}",
    zh="{folder} 中有多份账户 '{account}' 的合同，因此未作比较；请用 --against 指明现行合同：{found}",
)
BEGINS_LATER = Words(
    "backtest-begins-later",
    en="{name} holds from {start} to {end}, after these periods: it is priced as though it began on {day}. What is agreed by months of "
    "the contract (ramps, grace) counts from there; days that are written out stay as they are",
    zh="{name}的有效期为 {start} 至 {end}，晚于所回测的账期：按自 {day} 起生效计价。按合同月次约定的内容（爬坡、宽限等）由此起算；写明日期的约定不变",
)
ENDED_EARLIER = Words(
    "backtest-ended-earlier",
    en="{name} holds from {start} to {end}, before these periods: it is priced as though it went on",
    zh="{name}的有效期为 {start} 至 {end}，早于所回测的账期：按继续有效计价",
)


@dataclass(frozen=True)
class Side:
    """One contract of a backtest. ``name`` tells it from the others; ``contract`` is what is priced."""

    name: str
    path: Path
    loaded: LoadedContract
    contract: Contract
    in_force: bool = False

    def place(self, *loc: str) -> Where:
        return self.loaded.document.place(*loc)


def read_drafts(paths: Sequence[Path]) -> tuple[list[Side], list[Problem]]:
    """The drafts that can be read, and the problems of the others."""
    sides: list[Side] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            if any(path.resolve() == side.path.resolve() for side in sides):
                raise fail(SAME_DRAFT, Where(str(path)))
            loaded = load(path)
            sides.append(Side(_name(path, paths), path, loaded, loaded.contract))
        except BpoError as error:
            problems += [
                one if one.where is not None else replace(one, where=Where(str(path))) for one in error.problems
            ]
        except OSError as error:
            problems.append(refused(error))
    return sides, problems


def _name(path: Path, paths: Sequence[Path]) -> str:
    """The name of its file, or its path where another is called so."""
    alike = {other.resolve() for other in paths if other.stem == path.stem}
    return path.stem if len(alike) == 1 else str(path)


def found_in_force(
    workspace: Workspace, drafts: Sequence[Side], against: Path | None
) -> tuple[Side | None, Problem | None]:
    """The contract that the account has in the workspace; or none, and why.

    A draft that lies among the contracts is itself the one only where there is no other.

    Raises:
        BpoError: if ``against`` cannot be read.
    """
    first = drafts[0]
    if against is not None:
        loaded = load(against)
        return Side(_called(against, drafts), against, loaded, loaded.contract, in_force=True), None
    account, own = first.contract.account_of_facts, {side.path.resolve() for side in drafts}
    known = list(_of_account(workspace, account))
    folder, others = str(near(workspace.contracts)), [one for one in known if one[0].resolve() not in own]
    same = [one for one in others if one[1].contract.contract == first.contract.contract]
    found = same or others or known
    if len(found) != 1:
        values = {"account": account, "folder": folder, "found": [str(path) for path, _ in found]}
        return None, Problem(SEVERAL if found else NO_OTHER, first.place("account"), values)
    path, loaded = found[0]
    return Side(_called(path, drafts), path, loaded, loaded.contract, in_force=True), None


def _called(path: Path, drafts: Sequence[Side]) -> str:
    return path.stem if all(path.stem != side.name for side in drafts) else str(path)


def _of_account(workspace: Workspace, account: str) -> Iterator[tuple[Path, LoadedContract]]:
    """The contracts of the workspace that can be read and count this account's facts."""
    for path in sorted(workspace.contracts.glob("*.yaml")):
        try:
            if account not in path.read_text("utf-8"):
                continue
            loaded = load(near(path))
        except (BpoError, OSError, UnicodeDecodeError):  # it is not this one; bpo check tells what is wrong with it
            continue
        if loaded.contract.account_of_facts == account:
            yield near(path), loaded


def compared_with(side: Side, other: Side) -> Problem | None:
    """Why the two cannot stand side by side, at the place in the first one's file."""
    one, with_ = side.contract, other.contract
    checks = (
        (OTHER_ACCOUNT, "account", one.account_of_facts, with_.account_of_facts),
        (OTHER_CURRENCY, "currency", one.currency, with_.currency),
        (OTHER_CYCLE, "billing", one.cycle, with_.cycle),
    )
    for words, field, given, wanted in checks:
        if given != wanted:
            values = {"given": given, "wanted": wanted} if words is not OTHER_CYCLE else {}
            return Problem(words, side.place(field), {"than": other.name, **values})
    return None


def zone_differs(side: Side, other: Side) -> Problem | None:
    given, wanted = side.contract.billing.timezone, other.contract.billing.timezone
    values = {"name": side.name, "than": other.name, "given": given, "wanted": wanted}
    return Problem(OTHER_ZONE, side.place("billing"), values) if given != wanted else None


def held_in(side: Side, periods: Sequence[Period]) -> tuple[Side, Problem | None]:
    """The draft as it is priced: one that begins after the periods is taken to begin with them, one that ended before to go on."""
    contract, days = side.contract, side.contract.effective
    first, last = periods[0].start, periods[-1].end
    values = {"name": side.name, "start": days.start, "end": days.end or "…"}
    if days.start > last:
        changed = _beginning(contract, first)
        return replace(side, contract=changed), Problem(BEGINS_LATER, side.place("effective"), {**values, "day": first})
    if days.end is not None and days.end < first:
        longer = days.model_copy(update={"end": last})
        changed = contract.changed_to(lambda one: one.altered(effective=longer))
        return replace(side, contract=changed), Problem(ENDED_EARLIER, side.place("effective"), values)
    return side, None


def _beginning(contract: Contract, start: date) -> Contract:
    """The contract as though it, and what was signed first, began on another day."""
    moved = contract.effective.model_copy(update={"start": start})
    changed = contract.changed_to(lambda one: one.altered(effective=moved))
    if changed.versions:
        signed, *amended = changed.versions
        changed.amended_to([replace(signed, start=start), *amended])
    return changed
