"""A source bound to an open export: the expressions that make canonical rows, and the rules that rows must keep.

The work is done in three steps, so that Polars does it in one pass: what each column is given (an expression over the
export), what that means (numbers, days, moments, codes), and what depends on other columns (midnight, differences).
"""

from dataclasses import dataclass

import polars as pl

from bpo.core.errors import BpoError, Problem
from bpo.core.expr import TYPE_NAMES, Expr
from bpo.core.fields import Mistake
from bpo.core.sql import UNKNOWN_COLUMN, WRONG_TYPE, read_expression
from bpo.core.words import Words
from bpo.facts.export import Export
from bpo.facts.expressions import compile_expression
from bpo.facts.rules import GIVEN, MISSING, OUT, Rule, table_rules
from bpo.facts.source import Account, Source
from bpo.facts.types import trimmed
from bpo.facts.values import LOCAL, Value, moment_in_utc, read_value

ACCOUNT = OUT + "account"
DAY_MICROSECONDS = 86_400_000_000

NOT_IN_EXPORT = Words("export-column-missing", en="{file} has no column '{given}'", zh="{file} 中没有列 '{given}'")
QUOTED_TEXT = Words(
    "export-column-quoted",
    en="{file} has no column '{given}': what stands in double quotes is a column; text stands in single quotes, as in \"'{given}'\"",
    zh="{file} 中没有列 '{given}'：双引号内是列名；文字用单引号，例如 \"'{given}'\"",
)
REPEATED = Words(
    "export-column-repeated", en="{file} has two columns named '{given}'", zh="{file} 中有两列同名 '{given}'"
)
REJECTED = Words("row-rejected", en="{reason}", zh="{reason}")


@dataclass(frozen=True)
class Plan:
    """How an export's rows become canonical rows: steps to be applied in order, the rules, and the columns it reads."""

    steps: tuple[tuple[pl.Expr, ...], ...]
    rules: tuple[Rule, ...]
    reads: frozenset[str]

    def apply(self, rows: pl.DataFrame) -> pl.LazyFrame:
        frame = rows.lazy()
        for step in self.steps:
            frame = frame.with_columns(step)
        return frame


def bind(source: Source, export: Export) -> Plan:
    """Fit a source to an open export.

    Raises:
        BpoError: with every column that the export lacks and every expression whose type does not fit.
    """
    return _Binder(source, export).plan()


class _Binder:
    def __init__(self, source: Source, export: Export) -> None:
        self.source, self.export = source, export
        self.problems: list[Problem] = []
        self.reads: set[str] = set()

    def plan(self) -> Plan:
        given, made, rules = [], [], self._rejections()
        local = set()
        for name, entry in self.source.map.items():
            column = self.source.table.column(name)
            if column is None or entry.source is None:
                continue
            expr = self._expression(entry.source, "map", name, "from")
            if expr is None:
                continue
            try:
                value = read_value(column, entry, expr.type, self.source.timezone, self.export.day_zero)
            except Mistake as mistake:
                self.problems.append(self.source.problem(mistake, "map", name, "from"))
                continue
            text = compile_expression(expr, self.source.timezone)
            given.append((trimmed(text) if expr.type == "text" else text).alias(GIVEN + name))
            made.append(value.made.alias((LOCAL if value.local else OUT) + name))
            rules += _value_rules(name, value)
            local |= {name} if value.local else set()
        account = self._account()
        if self.problems:
            raise BpoError(self.problems)
        moments = self._moments(local)
        rules += [Rule("account.required", MISSING, {"column": "account"}, pl.col(ACCOUNT).is_null())]
        rules += table_rules(self.source.table, set(self.source.map))
        steps = (tuple(given), (*made, account), *moments, tuple(self._differences()))
        return Plan(tuple(step for step in steps if step), tuple(rules), frozenset(self.reads))

    def _expression(self, text: str, *loc: int | str) -> Expr | None:
        try:
            expr = read_expression(text, self.export.columns)
        except Mistake as mistake:
            if mistake.words is UNKNOWN_COLUMN:
                where = self.source.place(*loc, offset=mistake.offset, width=mistake.width)
                named = {**mistake.values, "file": self.export.path.name}
                quoted = f'"{mistake.values["given"]}"' in text
                if quoted and not mistake.values.get("nearest"):
                    self.problems.append(Problem(QUOTED_TEXT, where, {**named, "known": None}))
                    return None
                if any(problem.words is NOT_IN_EXPORT for problem in self.problems):
                    del named["known"]  # a file of another kind lacks every column: its header is told once
                self.problems.append(Problem(NOT_IN_EXPORT, where, named))
            else:
                self.problems.append(self.source.problem(mistake, *loc))
            return None
        for name in sorted(expr.columns() & self.export.repeated):
            twice = {"given": name, "file": self.export.path.name}
            self.problems.append(Problem(REPEATED, self.source.place(*loc), twice))
        self.reads |= expr.columns()
        return expr

    def _rejections(self) -> list[Rule]:
        rules = []
        for index, rejection in enumerate(self.source.reject):
            expr = self._expression(rejection.when, "reject", index, "when")
            if expr is None:
                continue
            if expr.type != "yes_no":
                mistake = Mistake(
                    WRONG_TYPE, given=rejection.when, got=TYPE_NAMES[expr.type], expected=TYPE_NAMES["yes_no"]
                )
                self.problems.append(self.source.problem(mistake, "reject", index, "when"))
            broken = compile_expression(expr, self.source.timezone)
            rules.append(Rule(f"reject.{index + 1}", REJECTED, {"reason": rejection.reason}, broken))
        return rules

    def _account(self) -> pl.Expr:
        account = self.source.account
        if not isinstance(account, Account):
            return pl.lit(account, dtype=pl.String).alias(ACCOUNT)
        expr = self._expression(account.source, "account", "from")
        if expr is None:
            return pl.lit(None, dtype=pl.String).alias(ACCOUNT)
        return trimmed(compile_expression(expr, self.source.timezone).cast(pl.String)).alias(ACCOUNT)

    def _moments(self, local: set[str]) -> list[tuple[pl.Expr, ...]]:
        """Local times in the order in which they lean on one another, then all of them in UTC."""
        steps, settled = [], {name for name in local if self.source.map[name].not_before is None}
        waiting = local - settled
        while waiting:
            ready = {name for name in waiting if self.source.map[name].not_before not in waiting}
            assert ready, "circles were refused when the file was read"
            steps.append(tuple(_after_midnight(name, self.source, local) for name in sorted(ready)))
            waiting -= ready
        return [*steps, tuple(moment_in_utc(name, self.source.timezone) for name in sorted(local))]

    def _differences(self) -> list[pl.Expr]:
        found = []
        for name, entry in self.source.map.items():
            if entry.seconds_from is not None:
                seconds = (pl.col(OUT + str(entry.to)) - pl.col(OUT + entry.seconds_from)).dt.total_seconds()
                found += [seconds.alias(OUT + name), seconds.cast(pl.String).alias(GIVEN + name)]
        return found


def _after_midnight(name: str, source: Source, local: set[str]) -> pl.Expr:
    """More than half a day earlier is the next day. Less is two clocks that disagree: kept, or emptied if so written."""
    entry = source.map[name]
    other = str(entry.not_before)
    value = pl.col(LOCAL + name)
    floor = pl.col(LOCAL + other) if other in local else _wall_clock(OUT + other, source.timezone)
    back = (floor - value).dt.total_microseconds()
    wrapped = pl.when(back > DAY_MICROSECONDS // 2).then(value.dt.offset_by("1d")).otherwise(value)
    if entry.if_earlier == "empty":
        wrapped = pl.when((back <= 0) | (back > DAY_MICROSECONDS // 2) | back.is_null()).then(wrapped)
    return wrapped.alias(LOCAL + name)


def _wall_clock(name: str, timezone: str) -> pl.Expr:
    return pl.col(name).dt.convert_time_zone(timezone).dt.replace_time_zone(None)


def _value_rules(name: str, value: Value) -> list[Rule]:
    given = pl.col(GIVEN + name)
    return [
        Rule(f"{name}.{id_}", words, {"column": name}, given.is_not_null() & broken, given)
        for id_, words, broken in value.rules
    ]
