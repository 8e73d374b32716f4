"""Claims on records: how much of a statement hangs on rows that the client does not accept.

A month without some of its records is counted on the versions of the lake on which it was billed, and priced by its contract: tiers,
limits and KPIs move with the quantity. What the statement would be less is what is in dispute.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError, Problem, Where, choices, fail
from bpo.core.tables import TABLES, Table, known_table
from bpo.core.words import Words
from bpo.desk.evidence.manifest import given_of
from bpo.desk.months import contract_then
from bpo.desk.workspace import Workspace
from bpo.ledger import Ledger, StoredStatement
from bpo.ledger.document import recorded_event
from bpo.life.faults import DISPUTE_UNKNOWN
from bpo.life.life import ZERO, Life, total_of
from bpo.pricing.in_force import in_force
from bpo.pricing.price import price

if TYPE_CHECKING:
    from bpo.facts.sources.excel import Excel
    from bpo.facts.sources.source import Delimited

BY_KEY: Mapping[str, Table] = {one.key[0]: one for one in TABLES if len(one.key) == 1}
"""The tables whose rows have a name of their own, by the column with it."""
SEPARATORS = (",", ";", "\t")

NO_IDS = Words(
    "claim-no-column",
    en="the file has no column that names records; its header has one of {known}",
    zh="该文件没有记录编号列；表头须含其一：{known}",
)
NO_ID = Words("claim-no-id", en="this row names no record", zh="该行没有记录编号")
TWICE = Words(
    "claim-twice", en="record '{given}' stands in line {first} already", zh="记录 '{given}' 已在第 {first} 行列出"
)
NOTHING_CLAIMED = Words("claim-empty", en="the file names no record", zh="该文件没有列出记录")
NOT_IN_MONTH = Words(
    "claim-unknown-record",
    en="record '{given}' is not among the {table} of {statement}: they are those of account '{account}' from {start} to {end}, as they "
    "were when it was billed",
    zh="记录 '{given}' 不在 {statement} 的 {table} 中：该结算单依据账户 '{account}' 在 {start} 至 {end} 的、出账时的记录",
)
NOT_CLAIMED = Words(
    "claim-not-in-dispute",
    en="record '{given}' is not in dispute '{dispute}'",
    zh="记录 '{given}' 不在争议 '{dispute}' 中",
)
OF_NO_RECORDS = Words(
    "claim-of-no-records",
    en="dispute '{dispute}' names no records; write --conceded AMOUNT",
    zh="争议 '{dispute}' 未列出记录；请写 --conceded 金额",
)
NOT_COUNTED = Words(
    "claim-not-counted",
    en="nothing of {statement} was counted over {table}; dispute its lines with --line",
    zh="{statement} 没有按 {table} 统计的内容；请用 --line 对行提出争议",
)
ALL_RECORDS = Words(
    "claim-all-records",
    en="these are all {table} of the month, and without any it cannot be counted; dispute the lines with --line",
    zh="所列为当月全部 {table}，无从统计；请用 --line 对行提出争议",
)
NOTHING_LESS = Words(
    "claim-nothing-less",
    en="without these {count} records {statement} would come to {then} {currency}, no less than {now}: nothing can be disputed by them",
    zh="不含这 {count} 条记录时 {statement} 为 {then} {currency}，并不少于 {now}：无可争议",
)
BILLED_ELSEWHERE = Words(
    "claim-elsewhere",
    en="{statement} rests on {period}, which was billed elsewhere, so it cannot be priced without these records; dispute its lines with --line",
    zh="{statement} 依据在别处出账的 {period}，无法重新计价；请用 --line 对行提出争议",
)


@dataclass(frozen=True, slots=True)
class Records:
    """Rows of a table by their keys, each with where it is named."""

    table: str
    places: Mapping[str, Where | None]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.places)


def read_records(path: Path) -> Records:
    """The records that a file names: delimited text or a workbook with a column such as ``interaction_id``.

    Raises:
        BpoError: if the file cannot be read or names none; with every line that names none, or one that stands above.
    """
    from bpo.facts.reading.mapped import mapped_rows

    form, key = _laid_out(path)
    found: dict[str, Where | None] = {}
    problems: list[Problem] = []
    for line, row in mapped_rows(path, form, {"id": (key,)}):
        where, name = Where(str(path), line), "" if row is None else row["id"]
        if not name:
            problems.append(Problem(NO_ID, where))
        elif (first := found.get(name)) is not None:
            problems.append(Problem(TWICE, where, {"given": name, "first": first.line}))
        else:
            found[name] = where
    if not found and not problems:
        problems.append(Problem(NOTHING_CLAIMED, Where(str(path))))
    if problems:
        raise BpoError(problems)
    return Records(BY_KEY[key].name, found)


def _laid_out(path: Path) -> "tuple[Delimited | Excel, str]":
    """How the file is read, and its column that names records."""
    from bpo.facts.reading.export import is_workbook
    from bpo.facts.reading.mapped import columns_in
    from bpo.facts.sources.excel import Excel
    from bpo.facts.sources.source import Delimited

    forms: list[Delimited | Excel] = [Excel(kind="excel")]
    if not is_workbook(path):
        forms = [Delimited(kind="delimited", separator=one) for one in SEPARATORS]
    for form in forms:
        for column in columns_in(path, form):
            if column in BY_KEY:
                return form, column
    raise fail(NO_IDS, Where(str(path), 1), known=list(BY_KEY))


def named_records(workspace: Workspace, ledger: Ledger, life: Life, names: Sequence[str]) -> Records:
    """Records by their names alone: of the table over which the statement was counted that has them all in the month.

    Raises:
        BpoError: if none has; or nothing of the statement was counted over rows that have names.
    """
    stored = ledger.stored(life.standing_lines)
    tried = [Records(name, dict.fromkeys(names)) for name in _counted(stored)]
    if not tried:
        raise fail(NOT_COUNTED, statement=stored.id, table=", ".join(one.name for one in BY_KEY.values()))
    return next((one for one in tried if not _not_in_month(workspace, ledger, stored, one)), tried[0])


def _counted(stored: StoredStatement) -> list[str]:
    """The tables with named rows over which figures of the statement were counted."""
    counted = {one.table for one in stored.statement.measures.evidence.values() if one.version is not None}
    return [one.name for one in BY_KEY.values() if one.name in counted]


def claimed(workspace: Workspace, ledger: Ledger, life: Life, records: Records) -> dict[str, Decimal]:
    """What a statement would be less without these records: of each line so much, with tax, as it can be disputed.

    Where a line would be more (a KPI that these records lift), it is taken from what others would be less, the largest first.

    Raises:
        BpoError: if a record is not of the month, nothing would be less, or the month cannot be counted and priced again.
    """
    stored = ledger.stored(life.standing_lines)
    was, now = (recorded_event(one, "", "") for one in (stored.statement, _without(workspace, ledger, stored, records)))
    lines = dict.fromkeys([*was.lines, *was.deductions, *now.lines, *now.deductions])
    less = {
        line: total_of(
            sign * part.get(line, ZERO) for sign, one in ((1, was), (-1, now)) for part in (one.lines, one.deductions)
        )
        for line in lines
    }
    disputed = fitted(less, {line: life.undisputed(line) for line in life.amounts})
    if total_of(disputed.values()) <= 0:
        then, count = life.payable - total_of(less.values()), len(records.ids)
        raise fail(
            NOTHING_LESS, count=count, statement=life.statement, then=then, now=life.payable, currency=life.currency
        )
    return disputed


def fitted(less: Mapping[str, Decimal], most: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Amounts by line that add up to the same as far as the lines reach: each lies between nothing and the most of its line."""
    kept = {line: _between(less.get(line, ZERO), whole) for line, whole in most.items()}
    rest = total_of(less.values()) - total_of(kept.values())
    for line in sorted(most, key=lambda one: -abs(kept[one])):
        moved = _between(kept[line] + rest, most[line]) - kept[line]
        kept[line], rest = kept[line] + moved, rest - moved
    return {line: amount for line, amount in kept.items() if amount}


def _between(amount: Decimal, whole: Decimal) -> Decimal:
    return max(ZERO, min(amount, whole)) if whole >= 0 else min(ZERO, max(amount, whole))


def _without(workspace: Workspace, ledger: Ledger, stored: StoredStatement, records: Records) -> Statement:
    """The month without some rows, counted on the versions on which it was billed, and priced."""
    from bpo.facts.lake.lake import Lake, reading_lake
    from bpo.facts.lake.seen import Pinned, Without
    from bpo.metering import measure
    from bpo.metering.rows import NEVER_INGESTED, NONE_IN_PERIOD

    was, contract = stored.statement, contract_then(ledger, stored).contract
    ids = set(ledger.ids())
    if elsewhere := [one for one in was.history if one not in ids]:
        raise fail(BILLED_ELSEWHERE, statement=stored.id, period=elsewhere[0])
    if records.table not in _counted(stored):
        raise fail(NOT_COUNTED, statement=stored.id, table=records.table)
    if strange := _not_in_month(workspace, ledger, stored, records):
        raise BpoError(strange)
    rest = Without(Pinned(Lake(workspace.lake), stored.lake_versions), records.table, records.ids)
    with reading_lake(workspace.lake):
        try:
            measures = measure(rest, contract, was.period, given_of(was.measures, contract.kpis))
        except BpoError as error:
            if any(one.is_a(NONE_IN_PERIOD, NEVER_INGESTED) for one in error.problems):
                raise fail(ALL_RECORDS, table=records.table) from None
            raise
    return price(contract, measures, [ledger.statement(one) for one in was.history])


def _not_in_month(workspace: Workspace, ledger: Ledger, stored: StoredStatement, records: Records) -> list[Problem]:
    """Every record that the account did not have in the month when it was billed: of none of which a day or moment lies in it."""
    from bpo.facts.lake.lake import Lake, reading_lake
    from bpo.facts.lake.seen import Pinned
    from bpo.metering.behind import keys_in_window

    table, contract = known_table(records.table), contract_then(ledger, stored).contract
    held, period = in_force(contract, stored.statement.period), stored.statement.period
    window, account = held.effective_part(period) or period, held.account_of_facts
    with reading_lake(workspace.lake):
        facts = Pinned(Lake(workspace.lake), stored.lake_versions)
        there = keys_in_window(facts, table, account, window, held.billing.timezone, records.ids)
    values = {"table": table.name, "statement": stored.id, "account": account, "start": window.start, "end": window.end}
    strange = [one for one in records.ids if one not in there]
    return [Problem(NOT_IN_MONTH, records.places[one], {"given": one, **values}) for one in strange]


def conceded_for(workspace: Workspace, ledger: Ledger, life: Life, name: str, records: Records) -> Decimal:
    """What is conceded of a dispute where some of its records are accepted: what the statement would be less without them.

    Raises:
        BpoError: if the dispute names no records, or not these.
    """
    dispute = life.dispute(name)
    if dispute is None:
        raise fail(DISPUTE_UNKNOWN, id=life.statement, **choices(name, [one.name for one in life.disputes]))
    if not dispute.records:
        raise fail(OF_NO_RECORDS, dispute=name)
    if strange := [one for one in records.ids if one not in dispute.records]:
        raise BpoError([Problem(NOT_CLAIMED, records.places[one], {"given": one, "dispute": name}) for one in strange])
    before = replace(life, disputes=tuple(one for one in life.disputes if one.name != name))
    return min(total_of(claimed(workspace, ledger, before, records).values()), dispute.amount)
