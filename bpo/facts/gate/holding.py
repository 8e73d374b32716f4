"""The checks that a source asks for, held against the usable rows of a file before they enter the lake.

Only broken rows leave the stream of rows, with their number and what they had; the rest is counted where it stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import polars as pl

from bpo.core.errors import Problem
from bpo.core.filters import read_filter
from bpo.core.money import to_places
from bpo.core.tables import INTERACTIONS, ROSTER
from bpo.core.words import LANGS, Pct, Sentence, Words, few
from bpo.facts.clock import local_day
from bpo.facts.expressions import compile_expression
from bpo.facts.gate.rules import Rule
from bpo.facts.lake.lake import Lake
from bpo.facts.reading.batch import NUMBER
from bpo.facts.sources.checks import (
    ByCondition,
    Check,
    DayWithoutRows,
    KnownAgent,
    KnownContact,
    RowCheck,
    RowsADay,
    ShareSetAside,
)
from bpo.facts.sources.source import Source

BROKEN = Words("check-condition", en="{reason}", zh="{reason}")
NOT_ON_ROSTER = Words(
    "check-not-on-roster", en="agent '{given}' is not on the roster on that day", zh="座席 '{given}' 当日不在花名册中"
)
NO_SUCH_CONTACT = Words(
    "check-no-such-contact", en="contact '{given}' is not in the lake", zh="事实库中没有联络 '{given}'"
)
WARNED = Words(
    "check-rows",
    en="{file}: {rows} rows, which entered: {reason}. The first: {listed}",
    zh="{file}：{rows} 行（已导入）：{reason}。前几行：{listed}",
)
STOPPED = Words(
    "check-rows-stop",
    en="{file}: {rows} rows: {reason}; nothing of the file entered. The first: {listed}",
    zh="{file}：{rows} 行：{reason}；整个文件未导入。前几行：{listed}",
)
TOO_MANY_ASIDE = Words(
    "check-share-set-aside",
    en="{file}: {bad} of {rows} rows are unusable, which is more than {above}",
    zh="{file}：{rows} 行中有 {bad} 行无法使用，超过 {above}",
)
OTHER_VOLUME = Words(
    "check-rows-a-day",
    en="{file}: {here} rows a day, where the {days} days before {first} have {before} a day: a change of {change}, beyond {beyond}",
    zh="{file}：日均 {here} 行，而 {first} 之前 {days} 天日均 {before} 行：变化 {change}，超过 {beyond}",
)
EMPTY_DAYS = Words(
    "check-day-without-rows",
    en="{file}: {days} days have no row: {listed}",
    zh="{file}：有 {days} 天没有记录：{listed}",
)
NOTHING_ENTERED = Words("check-nothing-entered", en="{said}; nothing of the file entered", zh="{said}；整个文件未导入")


@dataclass(frozen=True)
class Held:
    """``aside``: the numbers of rows that are set aside, with the ids of the checks they broke and why (NUMBER, rules, reason_en,
    reason_zh), one row each; ``counts`` how many rows broke each check; ``warnings`` are told, ``stops`` keep the file out."""

    aside: pl.DataFrame
    counts: dict[str, int]
    warnings: list[Problem]
    stops: list[Problem]


_ASIDE = {NUMBER: pl.Int64(), "rules": pl.String(), "reason_en": pl.String(), "reason_zh": pl.String()}
_ROW_CHECKS = (ByCondition, KnownAgent, KnownContact)


def rule_of(source: Source, index: int) -> Rule:
    """A check as a rule of the quality gate, whose breaches are counted."""
    check = source.checks[index]
    if isinstance(check, ByCondition):
        return Rule(f"check.{index + 1}", BROKEN, {"reason": check.reason})
    words = {KnownAgent: NOT_ON_ROSTER, KnownContact: NO_SUCH_CONTACT}[type(check)]
    return Rule(
        f"check.{index + 1}", words, {}, given=pl.col("agent" if isinstance(check, KnownAgent) else "interaction_id")
    )


def row_rules(source: Source) -> tuple[Rule, ...]:
    """Those of its checks that rows can break."""
    return tuple(rule_of(source, index) for index, check in enumerate(source.checks) if isinstance(check, _ROW_CHECKS))


def hold(source: Source, staged: pl.LazyFrame, lake: Lake, file: str, read: int, unusable: int) -> Held:
    """Hold the rows of a file against the checks of its source.

    Args:
        staged: Usable rows: the table's columns, account, line, :data:`NUMBER`.
        lake: Holds the roster, the contacts and the earlier days that rows are compared with.
        file: Its name, to be told.
        read: How many rows it has.
        unusable: How many of them the rules set aside already.
    """
    aside, counts = [pl.DataFrame(schema=_ASIDE)], {}
    warnings: list[Problem] = []
    stops: list[Problem] = []
    for index, check in enumerate(source.checks):
        if not isinstance(check, _ROW_CHECKS):
            continue
        rule = rule_of(source, index)
        broken = _broken(check, rule, source, staged, lake).collect(engine="streaming").sort(NUMBER)
        counts[rule.id] = broken.height
        if check.then == "set_aside":
            aside.append(
                broken.select(NUMBER, rules=pl.lit(rule.id), **{f"reason_{lang}": f"reason_{lang}" for lang in LANGS})
            )
        elif broken.height:
            told, words = (stops, STOPPED) if check.then == "stop" else (warnings, WARNED)
            told.append(_of_rows(words, source, index, rule, broken, file))
    together = (
        pl.concat(aside)
        .group_by(NUMBER, maintain_order=True)
        .agg(pl.col("rules").str.join(","), pl.col("reason_en").str.join("; "), pl.col("reason_zh").str.join("；"))
    )
    for index, check in enumerate(source.checks):
        for words, values in _of_file(check, source, staged, lake, read, unusable + together.height):
            said = {**values, "file": file}
            if check.then == "stop":
                stops.append(Problem(NOTHING_ENTERED, source.place("checks", index), {"said": Sentence(words, said)}))
            else:
                warnings.append(Problem(words, source.place("checks", index), said))
    return Held(together, counts, warnings, stops)


def _broken(check: RowCheck, rule: Rule, source: Source, staged: pl.LazyFrame, lake: Lake) -> pl.LazyFrame:
    """The rows that break a check: NUMBER, line and why."""
    said = [rule.reason(lang).alias(f"reason_{lang}") for lang in LANGS]
    if isinstance(check, ByCondition):
        wrong = compile_expression(read_filter(check.when, source.table), source.timezone)
        return staged.filter(wrong.fill_null(False)).select(NUMBER, "line", *said)
    if isinstance(check, KnownContact):
        named = staged.filter(pl.col("interaction_id").is_not_null())
        known = lake.scan(INTERACTIONS).select("account", "interaction_id")
        return named.join(known, on=["account", "interaction_id"], how="anti").select(NUMBER, "line", *said)
    return _off_roster(source, staged, lake).select(NUMBER, "line", *said)


def _off_roster(source: Source, staged: pl.LazyFrame, lake: Lake) -> pl.LazyFrame:
    """Rows whose agent is on no row of the roster on their day."""
    day = _day(source)
    rows = staged.filter(pl.col("agent").is_not_null()).with_columns(day.alias("\x1fday"))
    ends = pl.min_horizontal(str(ROSTER.until), str(ROSTER.ends_on))
    roster = lake.scan(ROSTER).select("account", "agent", pl.col(ROSTER.time).alias("\x1ffrom"), ends.alias("\x1fto"))
    days = rows.select("account", "agent", "\x1fday").unique().join(roster, on=["account", "agent"])
    on = days.filter(
        pl.col("\x1fday") >= pl.col("\x1ffrom"), pl.col("\x1fto").is_null() | (pl.col("\x1fday") <= pl.col("\x1fto"))
    ).select("account", "agent", "\x1fday")
    return rows.join(on.unique(), on=["account", "agent", "\x1fday"], how="anti")


def _day(source: Source) -> pl.Expr:
    time = source.table.column(source.table.time)
    assert time is not None, source.table.name
    return pl.col(time.name) if time.type == "day" else local_day(pl.col(time.name), source.timezone)


def _of_rows(words: Words, source: Source, index: int, rule: Rule, broken: pl.DataFrame, file: str) -> Problem:
    """What is said of rows: each reason with what they had stands once, and their lines."""
    listed = few([str(line) for line in broken["line"]])
    values = {"file": file, "rows": broken.height, "listed": listed, "reason": rule.title()}
    return Problem(words, source.place("checks", index), values)


Said = tuple[Words, dict[str, object]]


def _of_file(
    check: Check, source: Source, staged: pl.LazyFrame, lake: Lake, read: int, unusable: int
) -> Iterator[Said]:
    if isinstance(check, ShareSetAside):
        if unusable > check.above * read:
            yield TOO_MANY_ASIDE, {"bad": unusable, "rows": read, "above": Pct(check.above)}
    elif isinstance(check, RowsADay):
        yield from _volume(check, source, staged, lake)
    elif isinstance(check, DayWithoutRows):
        days = _rows_by_day(source, staged)
        missing = [day for day in _between(days) if day.isoweekday() in check.weekdays]
        if missing:
            yield EMPTY_DAYS, {"days": len(missing), "listed": few(missing)}


def _volume(check: RowsADay, source: Source, staged: pl.LazyFrame, lake: Lake) -> Iterator[Said]:
    """Rows a day with rows here, against days with rows before, of the same accounts."""
    here = _rows_by_day(source, staged)
    if not here:
        return
    first = min(here)
    accounts = staged.select(pl.col("account").unique()).collect(engine="streaming")["account"]
    mine = lake.scan(source.table).filter(pl.col("account").is_in(accounts.implode()))
    near = mine.filter(_day(source).is_between(first - timedelta(days=check.days), first - timedelta(days=1)))
    before = _rows_by_day(source, near)
    if not before:
        return
    now, then = (Fraction(sum(days.values()), len(days)) for days in (here, before))
    change = now / then - 1
    if abs(change) > check.beyond:
        values = {"here": round(now), "before": round(then), "days": check.days, "first": first}
        yield (OTHER_VOLUME, {**values, "change": Pct(to_places(change, 3)), "beyond": Pct(check.beyond)})


def _rows_by_day(source: Source, rows: pl.LazyFrame) -> dict[date, int]:
    counted = rows.group_by(_day(source).alias("day")).len().filter(pl.col("day").is_not_null())
    return dict(counted.collect(engine="streaming").sort("day").iter_rows())


def _between(days: dict[date, int]) -> Sequence[date]:
    """The days without rows between those with rows."""
    return [
        before + timedelta(days=more)
        for before, after in pairwise(sorted(days))
        for more in range(1, (after - before).days)
    ]
