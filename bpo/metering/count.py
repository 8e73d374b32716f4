"""How every kind of need is counted over rows: in one pass by day, by what they are kept apart by, over ranges of days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem
from bpo.core.figure_names import FigureName, keys_of, part_name
from bpo.core.measures import Need
from bpo.core.periods import Period
from bpo.core.proration import counted_days
from bpo.core.words import Words, exact_text
from bpo.facts.lake.seen import Facts
from bpo.metering import at_once, stretches
from bpo.metering.needs import DAY, is_range, keep, key_of, member_of, value_of
from bpo.metering.rows import Rows, grouped
from bpo.metering.shifts import scale_of

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

_AGENT_RANGE_OPS = ("head_days", "heads", "heads_at_start", "heads_at_end")


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
            counted |= count_parts(Rows.read(lake, contract, facts, time_column, window, group), group)
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


def count_parts(rows: Rows, needs: Sequence[Need]) -> dict[str, Counted]:
    """Every need, and those that are counted for each value of a column for each of them by itself."""
    ranges = [need for need in needs if is_range(need)]
    found = {need.id: _range(rows, need) if need.op in _AGENT_RANGE_OPS else _apart(rows, need) for need in ranges}
    found |= count(rows, [need for need in needs if need not in ranges])
    for column in sorted({need.each for need in needs if need.each is not None}):
        alike = [need for need in needs if need.each == column]
        for (key,), frame in rows.frame.partition_by(column, as_dict=True).items():
            part = replace(rows, frame=frame)
            if key is None or not str(key).strip():
                _refuse_without(part, alike, column)
                continue
            named = [replace(need, id=part_name(need.id, str(key)), each=None) for need in alike]
            found |= count_parts(part, named)
    return found


def _refuse_without(without: Rows, needs: Sequence[Need], column: str) -> None:
    """Rows of no site are nobody's: what they would have cost is never left out silently."""
    problems = []
    for need in needs:
        counts = without.keeping(need).height
        name = FigureName.of(need.id).owner
        values = {"need": name, "column": column, "rows": counts, "table": need.table}
        values |= {"start": without.window.start, "end": without.window.end}
        problems += [Problem(NOT_IN_A_PART, without.contract.place(name), values)] if counts else []
    if problems:
        raise BpoError(problems)


def count(rows: Rows, needs: Sequence[Need]) -> dict[str, Counted]:
    plain = [need for need in needs if _in_one_pass(need)]
    rest = [need for need in needs if need not in plain]
    return {**_by_day(rows, plain), **{need.id: _apart(rows, need) for need in rest}}


def _in_one_pass(need: Need) -> bool:
    """Whether it is told by what each day has."""
    by_day = need.op in ("count", "sum") or (need.op == "distinct" and need.stretch == "day" and need.at_least == 1)
    return by_day and need.stretch in (None, "day") and not need.by and need.first is None


def _by_day(rows: Rows, needs: Sequence[Need]) -> dict[str, Counted]:
    """All plain counts and sums, and what is counted day by day, in one pass over the rows."""
    if not needs:
        return {}
    aggregates = []
    for i, need in enumerate(needs):
        kept = keep(need, rows.contract, rows.window)
        if need.op == "distinct":
            value = member_of(need, rows.contract).filter(kept).drop_nulls().n_unique()
        else:
            each = kept.cast(pl.Int64) if need.op == "count" else pl.when(kept).then(value_of(need, rows.contract))
            value = each.sum()
        aggregates += [value.alias(f"v{i}"), kept.sum().alias(f"n{i}")]
    days = rows.frame.group_by(DAY).agg(aggregates).sort(DAY)
    found = {}
    for i, need in enumerate(needs):
        daily = {day.isoformat(): Fraction(0) for day in rows.window.each_day()}
        values = (_exact(value) / scale_of(need) for value in days[f"v{i}"])
        daily |= {day.isoformat(): value for day, value in zip(days[DAY], values, strict=True)}
        total = stretches.total(rows, need, daily.values())
        adds_up = need.op != "distinct" or need.take is not None
        behind = rows.behind(need, int(days[f"n{i}"].sum()))
        found[need.id] = Counted(total, behind, {}, daily if adds_up else None)
    return found


def _apart(rows: Rows, need: Need) -> Counted:
    if need.stretch is not None:
        found, counted = stretches.counts(rows, need)
        each = {key: _exact(value) / scale_of(need) for key, value in found.items()}
        behind = rows.behind(need, counted)
        return Counted(stretches.total(rows, need, each.values()), behind, each if need.by == ("day",) else {})
    if need.op == "covered":
        return Counted(*at_once.covered(rows, need), {})
    kept = rows.kept(need)
    if need.op == "distinct":
        members = kept.select(member=member_of(need, rows.contract)).drop_nulls().group_by("member").len()
        return Counted(Fraction(members.filter(pl.col("len") >= need.at_least).height), kept.height, {})
    if need.by == ("value",):
        return _histogram(need, kept, rows.contract)
    value = pl.len() if need.op == "count" else value_of(need, rows.contract).sum()
    if not need.by:
        return Counted(_exact(kept.select(value).item()) / scale_of(need), rows.behind(need, kept.height), {})
    keys = [key_of(need, name, rows.contract).cast(pl.String).fill_null("") for name in need.by]
    groups = kept.group_by(pl.concat_str(keys, separator="|").alias("key")).agg(value.alias("value")).sort("key")
    parts = {str(key): _exact(amount) / scale_of(need) for key, amount in groups.select("key", "value").iter_rows()}
    return Counted(sum(parts.values(), Fraction(0)), rows.behind(need, kept.height), parts)


def _histogram(need: Need, rows: pl.DataFrame, contract: Contract) -> Counted:
    groups = rows.group_by(value_of(need, contract).fill_null(0).alias("value")).len().sort("value")
    parts = {exact_text(_exact(value)): Fraction(records) for value, records in groups.iter_rows()}
    return Counted(sum((Fraction(v) * n for v, n in parts.items()), Fraction(0)), rows.height, parts)


def _range(rows: Rows, need: Need) -> Counted:
    found = of_ranges(rows, need)
    parts: dict[str, Fraction] = {}
    for row, value in found:
        key = "|".join(str(row[name] or "") for name in need.by)
        parts[key] = parts.get(key, Fraction(0)) + value
    total = sum(parts.values(), Fraction(0))
    return Counted(total, len(found), dict(sorted(parts.items())) if need.by else {})


def of_ranges(rows: Rows, need: Need) -> list[tuple[Mapping[str, Any], Fraction]]:
    """The ranges of days (of the roster) behind a need, each with what it adds to the count; so few rows that plain Python keeps
    the sums exact."""
    found: Sequence[Mapping[str, Any]] = rows.keeping(need).rows(named=True)
    start, end = (need.on_days or rows.window).start, (need.on_days or rows.window).end
    if need.op in ("heads_at_start", "heads_at_end"):
        day, seen, heads = start if need.op == "heads_at_start" else end, set[str](), []
        for row in found:
            there = row["from_day"] <= day <= (row["to_day"] or date.max) and row["agent"] not in seen
            seen |= {row["agent"]} if there else set()
            heads.append((row, Fraction(int(there))))
        return heads
    if need.op == "heads":
        found = list({row["agent"]: row for row in sorted(found, key=lambda row: row["from_day"])}.values())
    each = []
    for row in found:
        last = min(row["to_day"] or end, end)
        days = 1 if need.op == "heads" else _days_of(rows, need, max(row["from_day"], start), last)
        each.append((row, days * (_of_range(rows, need, row) if need.of is not None else Fraction(1))))
    return each


def _days_of(rows: Rows, need: Need, first: date, last: date) -> int:
    billing = rows.contract.billing
    days = Period(first, last, rows.window.name)
    return counted_days(days, need.days, billing.calendar, rows.contract.place(need.id))


def _of_range(rows: Rows, need: Need, row: Mapping[str, Any]) -> Fraction:
    assert need.of is not None
    column = str(need.of.value)
    if row[column] is None:
        values = {"need": need.id, "column": column, "agent": row["agent"], "start": row["from_day"]}
        raise BpoError([Problem(VALUE_MISSING, rows.contract.place(need.id), values)])
    return _exact(row[column])


def _exact(value: Any) -> Fraction:
    assert not isinstance(value, float), "sums leave Polars as integers or decimals"
    return Fraction(value or 0)
