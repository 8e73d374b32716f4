"""Statements that rest on a revision which is no longer the latest: a month was billed again after them, and they read it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bpo.contracts.statement import Charge, Statement
from bpo.core.errors import BpoError
from bpo.core.words import Sentence, Text, Words
from bpo.desk.months import contract_then
from bpo.ledger import Ledger, StatementRow, StoredStatement, period_of
from bpo.pricing.price import price
from bpo.report.speech import Speech

REPLACED = Words("outdated-replaced", en="{id}, which {latest} has replaced", zh="{id}（已由 {latest} 取代）")
ITSELF = Words("outdated-itself", en="{id}, which is outdated itself", zh="{id}（其本身已过时）")
DIFFERS = Words(
    "outdated-differs",
    en="{id} rests on {old}: it came to {then}, and would now come to {now} ({difference}); bill {period} again",
    zh="{id} 依据的是 {old}：原为 {then}，现应为 {now}（差额 {difference}）；请重新出账 {period}",
)
THE_SAME = Words(
    "outdated-the-same",
    en="{id} rests on {old}; it would come to the same, {then}",
    zh="{id} 依据的是 {old}；重新计算结果不变，仍为 {then}",
)
NOT_TOLD = Words(
    "outdated-not-told",
    en="{id} rests on {old}; what it would now come to cannot be told: {why}",
    zh="{id} 依据的是 {old}；现应为多少无法计算：{why}",
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier statement that another one rests on; ``latest`` has replaced it, unless it is outdated itself."""

    id: str
    latest: str = ""

    @property
    def said(self) -> Sentence:
        return (
            Sentence(REPLACED, {"id": self.id, "latest": self.latest})
            if self.latest
            else Sentence(ITSELF, {"id": self.id})
        )


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A line that would now come to something else; None where there is no such line."""

    clause: str
    amount: Decimal | None
    amount_now: Decimal | None


@dataclass(frozen=True, slots=True)
class Outdated:
    """A statement that rests on others which no longer stand, and what it would be by those that do: by the contract and the figures
    that it was billed from. ``now`` is None where that cannot be told, for the reasons in ``why``."""

    id: str
    statement: Statement
    rests_on: tuple[Earlier, ...]
    now: Statement | None = None
    why: tuple[Sentence, ...] = ()

    @property
    def period(self) -> str:
        return self.statement.period.name

    @property
    def total(self) -> Decimal:
        return self.statement.total

    @property
    def total_now(self) -> Decimal | None:
        return None if self.now is None else self.now.total

    @property
    def payable(self) -> Decimal:
        return self.statement.payable

    @property
    def payable_now(self) -> Decimal | None:
        return None if self.now is None else self.now.payable

    @property
    def difference(self) -> Decimal | None:
        """Of what is to be paid."""
        return None if self.now is None else self.now.payable - self.statement.payable

    @property
    def lines(self) -> list[MovedLine]:
        """The lines and deductions that move."""
        return moved_lines(self.statement, self.now or self.statement)

    @property
    def sentence(self) -> Sentence:
        """It in one sentence; amounts are what is to be paid."""
        named = [one.said for one in self.rests_on]
        old = Text(zh="、".join(one.say("zh") for one in named), en=", ".join(one.say("en") for one in named))
        values = {"id": self.id, "old": old, "period": self.period, "then": self._money(self.payable)}
        if self.now is None:
            return Sentence(NOT_TOLD, {**values, "why": self.why[0]})
        if not self.lines:
            return Sentence(THE_SAME, values)
        difference = self.now.payable - self.payable
        sign = "+" if difference > 0 else ""
        moved = {"now": self._money(self.now.payable), "difference": self._money(difference, sign)}
        return Sentence(DIFFERS, {**values, **moved})

    def _money(self, amount: Decimal, sign: str = "") -> Text:
        currency = self.statement.currency
        return Text.of(f"{sign}{Speech('en', currency).money(amount)} {currency}")


def moved_lines(was: Statement, is_now: Statement) -> list[MovedLine]:
    """The lines and deductions that differ."""
    then, now = _amounts(was), _amounts(is_now)
    names = [name for name in dict.fromkeys([*then, *now]) if then.get(name) != now.get(name)]
    return [MovedLine(name, then.get(name), now.get(name)) for name in names]


def _amounts(statement: Statement) -> dict[str, Decimal]:
    every: Iterable[Charge] = (*statement.charges, *statement.deductions)
    return {charge.clause: charge.amount for charge in every}


def outdated(ledger: Ledger, contract: str) -> list[Outdated]:
    """The latest statements of a contract that rest on others which no longer stand, oldest first.

    Each is priced again by those that hold now: the latest revisions of the months before it, or what these would be.

    Raises:
        BpoError: if the ledger cannot be read.
    """
    return list(_outdated(ledger, ledger.current(contract))) if _may_be(ledger.list(contract)) else []


def all_outdated(ledger: Ledger, rows: Sequence[StatementRow]) -> dict[str, Outdated]:
    """Those of all contracts of a list, by their ids."""
    found: dict[str, Outdated] = {}
    for contract in dict.fromkeys(row.contract for row in rows):
        if _may_be([row for row in rows if row.contract == contract]):
            found |= {one.id: one for one in _outdated(ledger, ledger.current(contract))}
    return found


def _may_be(rows: Sequence[StatementRow]) -> bool:
    """Whether a month was billed after a later one: without that, every statement rests on what was the latest, and still is."""
    latest = {row.period_name: row.created_at for row in rows}  # a list ends with the last revision of each
    moments = [latest[name] for name in sorted(latest)]
    return any(earlier >= later for earlier, later in pairwise(moments))


def _outdated(ledger: Ledger, current: Sequence[StoredStatement]) -> Iterator[Outdated]:
    latest = {one.statement.period.name: one.id for one in current}
    now: list[Statement] = []
    found: set[str] = set()
    for one in current:
        rests_on = tuple(_rests_on(one.statement, latest, found))
        if not rests_on:
            now.append(one.statement)
            continue
        found.add(one.id)
        again, why = _again(ledger, one, now)
        now.append(again or one.statement)
        yield Outdated(one.id, one.statement, rests_on, again, why)


def _rests_on(statement: Statement, latest: Mapping[str, str], found: Collection[str]) -> Iterator[Earlier]:
    """The earlier statements that it read and that no longer stand; months that were billed elsewhere then, and here since."""
    for name in statement.history:
        newer = latest.get(period_of(name), name)
        if newer != name:
            yield Earlier(name, newer)
        elif name in found:
            yield Earlier(name)


def _again(
    ledger: Ledger, stored: StoredStatement, history: Sequence[Statement]
) -> tuple[Statement | None, tuple[Sentence, ...]]:
    """A statement by the earlier months as they are now; or why it cannot be priced."""
    try:
        return price(contract_then(ledger, stored).contract, stored.statement.measures, history), ()
    except BpoError as error:
        return None, tuple(Sentence(one.words, one.values) for one in error.problems)
