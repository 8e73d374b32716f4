"""The drafts of a month, sorted by what deserves a look: against the month before and why, findings, what is parked, limits, ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

from bpo import __version__
from bpo.contracts.drawdown import Drawdown
from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError, Problem, Where, fail, refused
from bpo.core.words import Sentence, Text, Words
from bpo.desk.billing import Gathered, gathered, not_due
from bpo.desk.months import contract_then
from bpo.desk.revisions import next_date
from bpo.desk.run import load
from bpo.desk.workspace import Workspace
from bpo.ledger import Ledger, StoredStatement, open_ledger
from bpo.pricing.moved import Known, Moved, moved

NOTHING_BILLED = Words(
    "review-nothing-billed",
    en="nothing was billed yet: write --period for the month that is meant",
    zh="尚未出账：请用 --period 写明账期",
)
NOT_BILLED_YET = Words("review-not-billed", en="not billed yet", zh="尚未出账")
STALE = Words(
    "review-stale",
    en="contract, figures or facts have changed since {id} was billed: it would come to {now} now; bill it again",
    zh="自 {id} 出账后，合同、数据或事实已变化：现应为 {now}；请重新出账",
)
NO_LONGER_PRICED = Words(
    "review-no-longer-priced", en="{id} could not be billed again: {why}", zh="{id} 现已无法重新出账：{why}"
)
FINDING = Words("review-finding", en="data: {finding}", zh="数据：{finding}")
LIMIT_NEAR = Words(
    "review-limit-near", en="another month like this does not fit: {limit}", zh="再有一个同样的账期即超限：{limit}"
)
ENDS = Words("review-ends", en="the contract ends on {day}", zh="合同于 {day} 到期")
END_IS_NEAR = timedelta(days=90)
"""A contract whose end is no further than this from the period's is told: what follows it takes a quarter to agree."""


@dataclass(frozen=True)
class Reviewed:
    """A contract's month: its latest statement, or what it would be if none is recorded; parked with ``problems`` if neither is there.

    ``looks`` say what deserves one, ``moved`` why it differs from the month before; None where that month or its currency is missing.
    """

    contract: str
    period: str
    title: Text | None = None
    id: str = ""
    state: str = ""
    statement: Statement | None = None
    before: Statement | None = None
    moved: Moved | None = None
    looks: tuple[Sentence, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """The id of its statement, or the contract where none is recorded."""
        return self.id or self.contract

    @property
    def parked(self) -> bool:
        return self.statement is None

    @property
    def share(self) -> Fraction | None:
        """How much it moved against the month before; None where there is nothing to hold it against."""
        if self.moved is None or not self.moved.before:
            return None
        return Fraction(self.moved.difference) / abs(Fraction(self.moved.before))

    @property
    def rank(self) -> tuple[bool, bool, Fraction, str]:
        """What is parked first, then what has a look to it, then by how much it moved; a first month moved beyond all."""
        moved_by = abs(self.share) if self.share is not None else Fraction(10**9)
        return (not self.parked, not self.looks, -moved_by, self.contract)


def review(workspace: Workspace, period_name: str | None) -> list[Reviewed]:
    """Every contract of the workspace that has something to bill in a period, what deserves a look first; nothing is recorded.

    Args:
        period_name: without it, that of the statement that was recorded last.

    Raises:
        BpoError: if the ledger cannot be read, or no period is named and nothing was billed.
    """
    with open_ledger(workspace.database) as ledger:
        name = period_name or _last_period(ledger)
        found = [_reviewed(workspace, ledger, path, name) for path in sorted(workspace.contracts.glob("*.yaml"))]
    return sorted((one for one in found if one is not None), key=lambda one: one.rank)


def _last_period(ledger: Ledger) -> str:
    rows = ledger.list()
    if not rows:
        raise fail(NOTHING_BILLED)
    return max(rows, key=lambda row: row.created_at).period_name


def _reviewed(workspace: Workspace, ledger: Ledger, path: Path, period_name: str) -> Reviewed | None:
    """A contract's month; None if it has nothing to bill in the period."""
    try:
        loaded = load(path)
    except (BpoError, OSError) as error:
        problems = error.problems if isinstance(error, BpoError) else (refused(error),)
        return Reviewed(path.stem, period_name, problems=tuple(problems))
    contract = loaded.contract
    if not_due(contract, period_name) is not None:
        return None
    stored = ledger.latest(contract.contract, period_name)
    try:
        now = gathered(workspace, ledger, loaded, period_name)
    except BpoError as error:
        problems = tuple(one if one.where else replace(one, where=Where(str(path))) for one in error.problems)
        return _told(ledger, loaded, period_name, stored, None, problems)
    return _told(ledger, loaded, period_name, stored, now)


def _told(
    ledger: Ledger, loaded: LoadedContract, period_name: str, stored: StoredStatement | None, now: Gathered | None,
    problems: tuple[Problem, ...] = (),
) -> Reviewed:  # fmt: skip
    """What is recorded of a month, or would be, beside the month before it."""
    contract = loaded.contract
    found = Reviewed(contract.contract, period_name, contract.title, problems=problems)
    if stored is not None:
        found = replace(found, id=stored.id, state=stored.state, statement=stored.statement)
    elif now is not None:
        found = replace(found, statement=now.statement)
    if found.statement is None:
        return found
    earlier = ledger.history(contract.contract, found.statement.period) if now is None else now.earlier
    name = contract.cycle.before(found.statement.period).name
    before = next((one for one in earlier if one.period.name == name), None)
    billed_by = contract_then(ledger, stored).contract if stored is not None else contract
    why = _moved(ledger, billed_by, found.statement, before, earlier)
    looks = (*_changed(ledger, stored, now, loaded, problems), *_looks(contract, found.statement, now))
    return replace(found, before=before, moved=why, looks=looks)


def _changed(
    ledger: Ledger, stored: StoredStatement | None, now: Gathered | None, loaded: LoadedContract, problems: Sequence[Problem]
) -> Iterator[Sentence]:  # fmt: skip
    """That nothing is recorded yet, or that what is recorded is no longer what would be."""
    if stored is None:
        yield Sentence(NOT_BILLED_YET)
    elif now is None:
        why = Sentence(problems[0].words, problems[0].values)
        yield Sentence(NO_LONGER_PRICED, {"id": stored.id, "why": why})
    elif not _is_same(ledger, stored, now, loaded):
        values = {"id": stored.id, "now": f"{now.statement.payable:,} {now.statement.currency}"}
        yield Sentence(STALE, values)


def _is_same(ledger: Ledger, stored: StoredStatement, now: Gathered, loaded: LoadedContract) -> bool:
    day = next_date(ledger, now.priced.contract, loaded.sha256, stored.statement.period)
    again = replace(now.statement, dated=day)
    return not ledger.foresee(again, contract_text=loaded.document.text, engine=__version__).new


def _moved(
    ledger: Ledger, contract: Contract, statement: Statement, before: Statement | None, earlier: Sequence[Statement]
) -> Moved | None:
    if before is None:
        return None
    stored = ledger.latest(statement.contract, before.period.name)
    then = contract_then(ledger, stored).contract if stored is not None else contract
    older = [one for one in earlier if one.period.name < before.period.name]
    return moved(Known(then, before, older), Known(contract, statement, earlier))


def is_near(limit: Drawdown) -> bool:
    """Whether another month like this one does not fit under a limit."""
    return limit.remaining < limit.now


def _looks(contract: Contract, statement: Statement, now: Gathered | None) -> Iterator[Sentence]:
    """Findings in the data, limits in which another such month does not fit, and an end that is near."""
    for found in now.priced.measured.findings if now is not None else ():
        yield Sentence(FINDING, {"finding": Sentence(found.words, found.values)})
    for limit in statement.drawn:
        if is_near(limit):
            words, values = limit.said()
            yield Sentence(LIMIT_NEAR, {"limit": Sentence(words, values)})
    end = contract.effective.end
    if end is not None and end - statement.period.end <= END_IS_NEAR:
        yield Sentence(ENDS, {"day": end.isoformat()})
