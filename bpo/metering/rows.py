"""The rows of one table in one period, and how every kind of need is counted over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import polars as pl

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem
from bpo.core.expr import Expr
from bpo.core.figure_names import FigureName, keys_of, part_name
from bpo.core.measures import CLASS, INTERVALS, Need
from bpo.core.periods import Period
from bpo.core.proration import counted_days
from bpo.core.tables import Table, table
from bpo.core.words import Words, exact_text
from bpo.facts.expressions import compile_expression, local_day_of
from bpo.metering.following import flag_of, with_flag

NEVER_INGESTED = Words(
    "facts-never-ingested",
    en="'{need}' counts {table}, but none of account '{account}' was ever ingested; ingest its export, or give the figure in a "
    "measures file (--measures)",
    zh="'{need}' 需统计 {table}，但账户 '{account}' 从未导入过该表数据；请导入导出文件，或在数据文件中给出数值（--measures）",
)
NONE_IN_PERIOD = Words(
    "facts-none-in-period",
    en="'{need}' counts {table}, but account '{account}' has none from {start} to {end}; ingest the month's export, or give the "
    "figure in a measures file (--measures)",
    zh="'{need}' 需统计 {table}，但账户 '{account}' 在 {start} 至 {end} 没有数据；请导入当月导出文件，或在数据文件中给出数值（--measures）",
)
WITHOUT_ROWS_ZERO = ("events", "sales", "leads", "cases", "evaluations", "surveys")
"""Tables of which a month may rightly hold none; without any contact, timesheet or roster row an export is missing."""

VALUE_MISSING = Words(
    "roster-value-missing",
    en="'{need}' adds up {column}, but the roster has none for agent '{agent}' from {start}; missing is never zero: complete the "
    "roster's export and ingest it again",
    zh="'{need}' 需汇总 {column}，但花名册中座席 '{agent}' 自 {start} 起缺少该值；缺失不等于零：请补全花名册后重新导入",
)

NOT_IN_A_PART = Words(
    "facts-in-no-part",
    en="'{need}' is counted for each {column}, but {rows} rows of {table} from {start} to {end} have none; complete them and ingest "
    "them again, or give the figures in a measures file (--measures)",
    zh="'{need}' 需按 {column} 逐一统计，但 {table} 在 {start} 至 {end} 有 {rows} 行未填写；请补全后重新导入，或在数据文件中给出数值（--measures）",
)

DAY = "·day"
"""The day of a row, beside the table's own columns (timesheets have a ``day`` of their own)."""
_AGENT_RANGE_OPS = ("head_days", "heads", "heads_at_start", "heads_at_end")


class Facts(Protocol):
    """What metering asks of a lake."""

    def scan(self, table: Table, version: int | None = None) -> pl.LazyFrame: ...
    def versions(self) -> dict[str, int]: ...


@dataclass(frozen=True, slots=True)
class Pinned:
    """A lake as it was at some versions of its tables."""

    lake: Facts
    at: Mapping[str, int]

    def scan(self, table: Table, version: int | None = None) -> pl.LazyFrame:
        return self.lake.scan(table, self.at.get(table.name) if version is None else version)

    def versions(self) -> dict[str, int]:
        return dict(self.at)


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted need: its total and parts in the counted unit, the rows behind it, and by day where it adds up over days."""

    total: Fraction
    rows: int
    parts: Mapping[str, Fraction]
    daily: Mapping[str, Fraction] | None = None


def count_all(lake: Facts, contract: Contract, window: Period, needs: Sequence[Need]) -> dict[str, Counted]:
    """Every need, table by table: each table (and time column) is read once."""
    counted: dict[str, Counted] = {}
    problems: list[Problem] = []
    for facts, time_column, group in grouped(needs):
        try:
            counted |= Rows.read(lake, contract, facts, time_column, window, group).count_parts(group)
        except BpoError as error:
            problems += error.problems
    if problems:
        raise BpoError(problems)
    return _with_empty_parts(counted, needs)


def _with_empty_parts(counted: dict[str, Counted], needs: Sequence[Need]) -> dict[str, Counted]:
    """A site or team of which some need found rows has none for the others: that is a count of 0."""
    of_column: dict[str, set[str]] = {}
    for need in needs:
        if need.each is not None:
            of_column.setdefault(need.each, set()).update(keys_of(need.id, counted))
    for need in needs:
        for key in sorted(of_column.get(need.each or "", ())):
            counted.setdefault(part_name(need.id, key), Counted(Fraction(0), 0, {}))
    return counted


def grouped(needs: Sequence[Need]) -> Iterator[tuple[Table, str, list[Need]]]:
    """The needs by the table and the time column that they count by."""
    groups: dict[tuple[str, str], list[Need]] = {}
    for need in needs:
        facts = _table_of(need)
        # A row of the roster is a range of days: without ``at`` it counts in every period that it reaches into.
        time_column = need.at or ("" if facts.until else facts.time)
        groups.setdefault((need.table, time_column), []).append(need)
    for (_, time_column), group in groups.items():
        yield _table_of(group[0]), time_column, group


@dataclass(frozen=True)
class Rows:
    """The rows of one table that lie in the window, with the columns that the needs read and the ``day`` of each."""

    frame: pl.DataFrame
    window: Period
    contract: Contract

    @property
    def timezone(self) -> str:
        return self.contract.billing.timezone

    @classmethod
    def read(
        cls, lake: Facts, contract: Contract, facts: Table, time_column: str, window: Period, needs: Sequence[Need]
    ) -> Rows:
        zone = contract.billing.timezone
        account = contract.account_of_facts
        mine = lake.scan(facts).filter(pl.col("account") == account)
        inside = in_window(facts, time_column, window, zone)
        columns = sorted(
            {name for need in needs for name in _columns(need)}
            | ({"agent", facts.time, str(facts.until)} if not time_column else set())
        )
        day = local_day(facts, time_column, zone) if time_column else pl.lit(None, pl.Date)
        frame = mine.filter(inside).select(*columns, day.alias(DAY)).collect(engine="streaming")
        if frame.is_empty():
            cls._refuse_if_missing(mine, contract, facts, window, needs)
        start, after = _midnight(window.start, zone), _midnight(window.end + timedelta(days=1), zone)
        for follow in {flag_of(need.followed): need.followed for need in needs if need.followed is not None}.values():
            frame = with_flag(frame, mine, facts, follow, start, after, contract.billing)
        rows = cls(frame, window, contract)
        rows._require_known_days(needs)
        return rows

    def _require_known_days(self, needs: Sequence[Need]) -> None:
        """Whether a day is a holiday is asked only of days that the contract's calendar knows."""
        calendar = self.contract.billing.calendar
        for need in needs:
            where = self.contract.where_of(FigureName.of(need.id).owner)
            for call in need.calendar_calls():
                assert calendar is not None, "a contract that asks for a calendar has one"
                if need.followed is not None:
                    calendar.require(self.window.start, self.window.end + timedelta(hours=need.followed.hours), where)
                if call.columns() <= set(self.frame.columns):
                    days = self.frame.select(local_day_of(call.args[0], self.timezone, calendar).alias(DAY))[DAY]
                    for day in days.dt.truncate("1y").unique().sort().drop_nulls():
                        calendar.require(day, day, where)

    def compiled(self, expr: Expr) -> pl.Expr:
        return compile_expression(expr, self.timezone, self.contract.billing.calendar)

    @staticmethod
    def _refuse_if_missing(
        mine: pl.LazyFrame, contract: Contract, facts: Table, window: Period, needs: Sequence[Need]
    ) -> None:
        ever = mine.select(pl.len()).collect().item() > 0
        if ever and facts.name in WITHOUT_ROWS_ZERO:
            return
        values = {"table": facts.name, "account": contract.account_of_facts, "start": window.start, "end": window.end}
        words = NONE_IN_PERIOD if ever else NEVER_INGESTED
        named = {FigureName.of(need.id).owner for need in needs}
        raise BpoError([Problem(words, contract.where_of(name), {**values, "need": name}) for name in sorted(named)])

    def count_parts(self, needs: Sequence[Need]) -> dict[str, Counted]:
        """Every need, and those that are counted for each value of a column for each of them by itself."""
        ranges = [need for need in needs if _is_range(need)]
        found = {**self.count_ranges(ranges), **self.count([need for need in needs if need not in ranges])}
        for column in sorted({need.each for need in needs if need.each is not None}):
            alike = [need for need in needs if need.each == column]
            for (key,), rows in self.frame.partition_by(column, as_dict=True).items():
                if key is None or not str(key).strip():
                    self._refuse_without(alike, rows, column)
                    continue
                named = [replace(need, id=part_name(need.id, str(key)), each=None) for need in alike]
                found |= replace(self, frame=rows).count_parts(named)
        return found

    def _refuse_without(self, needs: Sequence[Need], rows: pl.DataFrame, column: str) -> None:
        """Rows of no site are nobody's: what they would have cost is never left out silently."""
        problems = []
        for need in needs:
            counts = rows.filter(self._keep(need)).height
            name = FigureName.of(need.id).owner
            values = {"need": name, "column": column, "rows": counts, "table": need.table}
            values |= {"start": self.window.start, "end": self.window.end}
            problems += [Problem(NOT_IN_A_PART, self.contract.where_of(name), values)] if counts else []
        if problems:
            raise BpoError(problems)

    def count(self, needs: Sequence[Need]) -> dict[str, Counted]:
        plain = [need for need in needs if need.op in ("count", "sum") and not need.by and need.first is None]
        rest = [need for need in needs if need not in plain]
        return {**self._by_day(plain), **{need.id: self._apart(need) for need in rest}}

    def _by_day(self, needs: Sequence[Need]) -> dict[str, Counted]:
        """All plain counts and sums in one pass over the rows."""
        if not needs:
            return {}
        aggregates = []
        for i, need in enumerate(needs):
            keep = self._keep(need)
            value = keep.cast(pl.Int64) if need.op == "count" else pl.when(keep).then(self._value(need))
            aggregates += [value.sum().alias(f"v{i}"), keep.sum().alias(f"n{i}")]
        days = self.frame.group_by(DAY).agg(aggregates).sort(DAY)
        found = {}
        for i, need in enumerate(needs):
            daily = {day.isoformat(): Fraction(0) for day in self.window.each_day()}
            daily |= {day.isoformat(): _exact(value) for day, value in zip(days[DAY], days[f"v{i}"], strict=True)}
            found[need.id] = Counted(sum(daily.values(), Fraction(0)), int(days[f"n{i}"].sum()), {}, daily)
        return found

    def kept(self, need: Need) -> pl.DataFrame:
        """The rows that a need counts."""
        return self._first(need, self.frame.filter(self._keep(need)))

    def _apart(self, need: Need) -> Counted:
        rows = self.kept(need)
        if need.op in ("distinct", "distinct_days"):
            assert need.of is not None
            keys = [pl.col(str(need.of.value)), *([pl.col(DAY)] if need.op == "distinct_days" else [])]
            members = rows.filter(keys[0].is_not_null()).group_by(keys).len().filter(pl.col("len") >= need.at_least)
            days = members.group_by(DAY).len().sort(DAY).iter_rows() if need.by == ("day",) else ()
            parts = {day.isoformat(): Fraction(number) for day, number in days}
            return Counted(Fraction(members.height), rows.height, parts)
        if need.by == ("value",):
            return self._histogram(need, rows)
        value = pl.len() if need.op == "count" else self._value(need).sum()
        if not need.by:
            return Counted(_exact(rows.select(value).item()), rows.height, {})
        keys = [self._key(need, name).cast(pl.String).fill_null("") for name in need.by]
        groups = rows.group_by(pl.concat_str(keys, separator="|").alias("key")).agg(value.alias("value")).sort("key")
        parts = {str(key): _exact(amount) for key, amount in groups.select("key", "value").iter_rows()}
        return Counted(sum(parts.values(), Fraction(0)), rows.height, parts)

    @staticmethod
    def _first(need: Need, rows: pl.DataFrame) -> pl.DataFrame:
        """The earliest rows, if only those count; of the same moment the one whose key comes first, so that it never varies."""
        if need.first is None:
            return rows
        return rows.sort(*_order(need), nulls_last=True).head(need.first)

    def _histogram(self, need: Need, rows: pl.DataFrame) -> Counted:
        groups = (
            rows.group_by(self._value(need).fill_null(0).alias("value")).agg(pl.len().alias("records")).sort("value")
        )
        parts = {exact_text(_exact(value)): Fraction(records) for value, records in groups.iter_rows()}
        return Counted(sum((Fraction(v) * n for v, n in parts.items()), Fraction(0)), rows.height, parts)

    def count_ranges(self, needs: Sequence[Need]) -> dict[str, Counted]:
        """Needs over ranges of days (the roster); so few rows that plain Python keeps the sums exact."""
        return {
            need.id: self._range(need, self.frame.filter(self._keep(need)).rows(named=True))
            if need.op in _AGENT_RANGE_OPS
            else self._apart(need)
            for need in needs
        }

    def _range(self, need: Need, rows: Sequence[Mapping[str, Any]]) -> Counted:
        start, end = (need.on_days or self.window).start, (need.on_days or self.window).end
        if need.op == "heads":
            rows = list({row["agent"]: row for row in sorted(rows, key=lambda row: row["from_day"])}.values())
        elif need.op != "head_days":
            day = start if need.op == "heads_at_start" else end
            agents = {row["agent"] for row in rows if row["from_day"] <= day <= (row["to_day"] or date.max)}
            return Counted(Fraction(len(agents)), len(rows), {})
        parts: dict[str, Fraction] = {}
        for row in rows:
            days = (
                1
                if need.op == "heads"
                else self._days_of(need, max(row["from_day"], start), min(row["to_day"] or end, end))
            )
            each = self._of_range(need, row) if need.of is not None else Fraction(1)
            key = "|".join(str(row[name] or "") for name in need.by)
            parts[key] = parts.get(key, Fraction(0)) + days * each
        total = sum(parts.values(), Fraction(0))
        return Counted(total, len(rows), dict(sorted(parts.items())) if need.by else {})

    def _days_of(self, need: Need, first: date, last: date) -> int:
        billing = self.contract.billing
        days = Period(first, last, self.window.name)
        return counted_days(days, need.days, billing.calendar, self.contract.where_of(need.id))

    def _of_range(self, need: Need, row: Mapping[str, Any]) -> Fraction:
        assert need.of is not None
        column = str(need.of.value)
        if row[column] is None:
            values = {"need": need.id, "column": column, "agent": row["agent"], "start": row["from_day"]}
            raise BpoError([Problem(VALUE_MISSING, self.contract.where_of(need.id), values)])
        return _exact(row[column])

    def _keep(self, need: Need) -> pl.Expr:
        """Rows for which the condition is true; unknown is not true."""
        every_row = pl.col(DAY).is_not_null() | True  # a bare literal would be one row, not one for each
        keep = every_row if need.where is None else self.compiled(need.where).fill_null(False)
        if need.followed is not None:
            keep &= pl.col(flag_of(need.followed)) == need.followed.happened
        if need.lapses_after is not None:
            keep &= ~lapsed(need, self.contract, self.window)
        if need.on_days is not None and not _is_range(need):
            keep &= pl.col(DAY).is_between(need.on_days.start, need.on_days.end).fill_null(False)
        elif need.on_days is not None:
            keep &= in_window(_table_of(need), "", need.on_days, self.timezone).fill_null(False)
        return keep if need.within is None else keep & self._within(need, *need.within)

    def _within(self, need: Need, column: str, when: str) -> pl.Expr:
        day, start = local_day(_table_of(need), column, self.timezone), self.window.start
        if when == "period":
            return day.is_between(start, self.window.end).fill_null(False)
        return ((day >= self.contract.effective.start) & (day < start)).fill_null(False)

    def _key(self, need: Need, name: str) -> pl.Expr:
        """What a row is kept apart by: its day, an interval, a column, or the billing period of a column of days or moments."""
        column = _table_of(need).column(name)
        if name == "day":
            return pl.col(DAY)
        if name == CLASS and need.classes is not None:
            return self.compiled(need.classes)
        if name in INTERVALS:
            moment = pl.col(need.at or _table_of(need).time).dt.convert_time_zone(self.timezone)
            return moment.dt.truncate(f"{INTERVALS[name]}m").dt.strftime("%Y-%m-%d %H:%M %z")
        if column is None or column.type not in ("instant", "day"):
            return pl.col(name)
        day = local_day(_table_of(need), name, self.timezone)
        first = self.contract.cycle.first_day
        later = (day.dt.day() >= first) & (first > 1)  # a period is named by the month that it ends in
        month = day.dt.month_start()
        return pl.when(later).then(month.dt.offset_by("1mo")).otherwise(month).dt.strftime("%Y-%m")

    def _value(self, need: Need) -> pl.Expr:
        assert need.of is not None, need.id
        value = self.compiled(need.of)
        if need.increments is None:
            return value
        first, then = need.increments.first, need.increments.then
        begun = ((value - first).clip(lower_bound=0) + (then - 1)) // then * then + first
        return pl.when(value > 0).then(begun).otherwise(0)


def _columns(need: Need) -> set[str]:
    read = {name for expr in (need.of, need.where, need.classes) if expr is not None for name in expr.columns()}
    other_time = {need.within[0]} if need.within is not None else set()
    ordered = _order(need) if need.first is not None else ()
    followed = (*need.followed.same, _table_of(need).time) if need.followed is not None else ()
    interval = {need.at or _table_of(need).time} if any(name in INTERVALS for name in need.by) else set()
    split = {name for name in need.by if name not in ("day", "value", CLASS, *INTERVALS)} | interval
    own_time = {_table_of(need).time} if need.lapses_after is not None else set()
    part = {need.each} if need.each is not None else set()
    return read | other_time | split | {*ordered, *followed} | own_time | part


def lapsed(need: Need, contract: Contract, window: Period) -> pl.Expr:
    """Rows that count in the window by another time, but are themselves too old to be billed; counted to the period's end."""
    assert need.lapses_after is not None, need.id
    first = contract.cycle.containing(window.end).end - timedelta(days=need.lapses_after)
    facts = _table_of(need)
    return (local_day(facts, facts.time, contract.billing.timezone) < first).fill_null(False)


def _is_range(need: Need) -> bool:
    """Whether it counts ranges of days, such as those of the roster, and not rows at a time."""
    return need.at is None and _table_of(need).until is not None


def _order(need: Need) -> tuple[str, ...]:
    """The columns that say which rows came first."""
    facts = _table_of(need)
    return (need.at or facts.time, *facts.key)


def _table_of(need: Need) -> Table:
    facts = table(need.table)
    assert facts is not None, need.table
    return facts


def in_window(facts: Table, time_column: str, window: Period, zone: str) -> pl.Expr:
    if not time_column:
        return (pl.col(facts.time) <= window.end) & (
            pl.col(str(facts.until)).is_null() | (pl.col(str(facts.until)) >= window.start)
        )
    column = facts.column(time_column)
    assert column is not None
    if column.type == "day":
        return pl.col(time_column).is_between(window.start, window.end)
    first, after = (_midnight(day, zone) for day in (window.start, window.end + timedelta(days=1)))
    return (pl.col(time_column) >= first) & (pl.col(time_column) < after)


def local_day(facts: Table, time_column: str, zone: str) -> pl.Expr:
    column = facts.column(time_column)
    assert column is not None
    return pl.col(time_column) if column.type == "day" else pl.col(time_column).dt.convert_time_zone(zone).dt.date()


def _midnight(day: date, zone: str) -> datetime:
    """The moment a day begins where the contract counts days."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


def _exact(value: Any) -> Fraction:
    assert value is None or not isinstance(value, float), "sums leave Polars as integers or decimals"
    return Fraction(value or 0)
