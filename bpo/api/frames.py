"""Frames as facts: a notebook's tables in place of a lake, and results as frames."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem, choices
from bpo.core.figure_names import FigureName, is_given
from bpo.core.measures import Measures, Need
from bpo.core.money import round_to
from bpo.core.tables import TABLES, Column, Table, known_table
from bpo.core.words import Words
from bpo.facts.clock import in_utc
from bpo.facts.gate.rules import GIVEN, OUT, table_rules
from bpo.facts.types import DTYPES, PROVENANCE, schema_of

NO_TABLE = Words("frame-table-unknown", en="there is no table '{given}'", zh="没有数据表 '{given}'")
NO_COLUMN = Words(
    "frame-column-unknown", en="the table '{table}' has no column '{given}'", zh="数据表 '{table}' 没有列 '{given}'"
)
COLUMN_MISSING = Words(
    "frame-column-missing",
    en="the frame of '{table}' lacks the column '{given}', which every row needs",
    zh="'{table}' 的数据缺少必需的列 '{given}'",
)
COLUMN_NEEDED = Words(
    "frame-column-needed",
    en="'{need}' reads the column '{given}' of '{table}', which the frame lacks: it would count as nothing; add the column, empty "
    "where there is no value",
    zh="'{need}' 需要 '{table}' 的列 '{given}'，但所给数据中没有该列，将按无数据计算；请补上该列，无值处留空",
)
TABLE_NEEDED = Words(
    "frame-table-needed",
    en="'{need}' counts '{table}', of which no frame was given; give one, or give the figure",
    zh="'{need}' 需统计 '{table}'，但未给出该表数据；请给出该表，或直接给出数值",
)
NO_FRAME = Words(
    "frame-unreadable",
    en="what was given as '{table}' is of type {found}, of which Polars makes no frame; give a frame or a dict of columns of equal length",
    zh="作为 '{table}' 给出的对象类型为 {found}，Polars 无法据此生成数据框；请给出数据框，或由等长列组成的字典",
)
WRONG_TYPE = Words(
    "frame-column-type",
    en="'{table}.{given}' is {found} and must be {wanted}",
    zh="'{table}.{given}' 的类型为 {found}，应为 {wanted}",
)
WRONG_VALUE = Words(
    "frame-column-value",
    en="'{table}.{given}' must be {wanted}, which {value} is not",
    zh="'{table}.{given}' 应为 {wanted}，而 {value} 不是",
)
BROKEN = Words(
    "frame-rows-broken",
    en="{count} of the rows of '{table}' cannot be facts: {why} (the first: {first})",
    zh="'{table}' 中有 {count} 行不能作为事实数据：{why}（首例：{first}）",
)
SAME_KEY = Words(
    "frame-key-twice",
    en="{count} rows of '{table}' have a key that another row has, such as {first}",
    zh="'{table}' 中有 {count} 行的键重复，例如 {first}",
)
PLACES = 12
"""Decimals of an exact number in a frame; what has no end there is rounded half up."""


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """Frames of canonical columns by the names of their tables, as metering reads a lake; a table that is not there has no rows.

    Every frame was checked: its columns have the table's types, and every row keeps the table's rules.
    """

    frames: Mapping[str, pl.LazyFrame]
    columns: Mapping[str, frozenset[str]]
    """What each had when it was given: the columns that it has not are empty now."""

    def scan(self, table: Table, version: int | None = None) -> pl.LazyFrame:
        return self.frames.get(table.name, pl.LazyFrame(schema=schema_of(table)))

    def versions(self) -> dict[str, int]:
        return {}


def facts_of(frames: Mapping[str, Any], account: str, timezone: str) -> FrameFacts:
    """Frames of a notebook as facts of one account.

    Args:
        frames: by the name of a canonical table: whatever Polars makes a frame of. Columns that are left out are empty. A
            moment without a zone is one of the wall clock in ``timezone``.
        account: whose rows they are, unless a column ``account`` says so.

    Raises:
        BpoError: for a table or column that is not known, a type that does not fit, or rows that break the table's rules.
    """
    tables = {table.name: table for table in TABLES}
    problems = [Problem(NO_TABLE, None, choices(name, tables)) for name in frames if name not in tables]
    made: dict[str, pl.LazyFrame] = {}
    columns: dict[str, frozenset[str]] = {}
    for name, given in frames.items():
        if name in tables:
            try:
                frame = _frame(given)
                made[name] = _facts(frame, tables[name], account, timezone).lazy()
                columns[name] = frozenset(frame.columns)
            except BpoError as error:
                problems += error.problems
            except (pl.exceptions.PolarsError, TypeError, ValueError):
                problems.append(Problem(NO_FRAME, None, {"table": name, "found": type(given).__name__}))
    if problems:
        raise BpoError(problems)
    return FrameFacts(made, columns)


def needed(facts: FrameFacts, contract: Contract, given: Measures) -> list[Problem]:
    """What a contract reads and no frame has: a table, or a column. Without it a clause would count nothing, and bill that.

    Of the columns that are added up together one is enough where the others may be missing: holding is unknown to many.

    Args:
        facts: as given.
        contract: in force in the month.
        given: figures that are not counted.
    """
    found: dict[tuple[str, str, str], Problem] = {}
    for need in contract.needs():
        owner = FigureName.of(need.id).owner
        if is_given(need.id, given.quantities) or is_given(owner, given.kpis):
            continue
        values, where = {"need": owner, "table": need.table}, contract.place(owner)
        has = facts.columns.get(need.table)
        if has is None:
            found.setdefault((owner, need.table, ""), Problem(TABLE_NEEDED, where, values))
            continue
        for name in sorted(_columns_needed(need, has) - has):
            found.setdefault((owner, need.table, name), Problem(COLUMN_NEEDED, where, {**values, "given": name}))
    return list(found.values())


def _columns_needed(need: Need, has: Collection[str]) -> set[str]:
    """The columns of its table that a frame for this need has to have."""
    read = need.columns_asked() | ({need.within[0]} if need.within is not None else set())
    if need.of is not None:
        added = need.of.columns()
        read |= need.of.columns_asked() | (set() if added & set(has) else added)
    return read & set(known_table(need.table).names)


def _frame(given: Any) -> pl.DataFrame:
    """Whatever Polars makes a frame of; the columns of a pandas frame as plain values, so that pyarrow need not be there.

    Raises:
        PolarsError, TypeError, ValueError: if it makes none of it.
    """
    if isinstance(given, pl.LazyFrame):
        return given.collect()
    if hasattr(given, "notna") and hasattr(given, "to_dict"):
        given = given.astype(object).where(given.notna(), None).to_dict("list")
    if given is None or isinstance(given, str):
        raise TypeError("a name is no frame")
    return pl.DataFrame(given)


def _facts(frame: pl.DataFrame, table: Table, account: str, timezone: str) -> pl.DataFrame:
    wanted = schema_of(table)
    unknown = [name for name in frame.columns if name not in wanted]
    missing = [column.name for column in table.columns if column.required and column.name not in frame.columns]
    problems = [Problem(NO_COLUMN, None, {"table": table.name, **choices(name, table.names)}) for name in unknown]
    problems += [Problem(COLUMN_MISSING, None, {"table": table.name, "given": name}) for name in missing]
    made = {"account": account, "source": "frame", "file": "frame", "batch": ""}
    columns = {"line": pl.Series(range(1, frame.height + 1), dtype=pl.Int64)}
    columns |= {name: pl.repeat(value, frame.height, dtype=pl.String, eager=True) for name, value in made.items()}
    for column in table.columns:
        if column.name in frame.columns:
            try:
                columns[column.name] = _typed(frame[column.name], column, timezone)
            except pl.exceptions.PolarsError:
                problems.append(_wrong(frame[column.name], column.name, column.type, DTYPES[column.type], table))
    for name in PROVENANCE:
        if name in frame.columns:
            try:
                columns[name] = frame[name].cast(PROVENANCE[name])
            except pl.exceptions.PolarsError:
                kind = "whole" if PROVENANCE[name].is_integer() else "text"
                problems.append(_wrong(frame[name], name, kind, PROVENANCE[name], table))
    if problems:
        raise BpoError(problems)
    checked = pl.DataFrame([one.alias(name) for name, one in columns.items()])
    _check(checked, table)
    empty = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in wanted.items() if name not in columns]
    return checked.with_columns(empty).select(*wanted)


def _wrong(series: pl.Series, name: str, kind: str, dtype: pl.DataType, table: Table) -> Problem:
    """Which value of a column does not fit its type; or, where none would, the column's own type."""
    values = {"table": table.name, "given": name, "wanted": kind}
    try:
        made = series.cast(dtype, strict=False)
        unfit = series.filter(series.is_not_null() & (made.is_null() | (made != series).fill_null(True)))
    except pl.exceptions.PolarsError:
        unfit = series.clear()
    if unfit.len() and kind not in ("instant", "day"):
        return Problem(WRONG_VALUE, None, {**values, "value": repr(unfit[0])})
    return Problem(WRONG_TYPE, None, {**values, "found": str(series.dtype)})


def _typed(series: pl.Series, column: Column, timezone: str) -> pl.Series:
    """A column in its table's type: a day is its first moment on the wall clock.

    Raises:
        PolarsError: if the type does not fit, or a value would not be the same.
    """
    timed = column.type in ("instant", "day")
    if timed and series.dtype.is_numeric():
        raise pl.exceptions.InvalidOperationError("a number is no moment")
    if column.type == "instant" and series.dtype == pl.Date:
        series = series.cast(pl.Datetime("us"))
    if column.type == "instant" and isinstance(series.dtype, pl.Datetime) and series.dtype.time_zone is None:
        found = pl.select(in_utc(pl.lit(series), timezone)).to_series()
        skipped = series.filter(found.is_null() & series.is_not_null())
        if skipped.len():
            raise pl.exceptions.InvalidOperationError(f"{skipped[0]} was skipped by the clock")
        series = found
    made = series.cast(DTYPES[column.type], strict=True)
    if column.type == "whole" and not series.dtype.is_integer() and series.dtype.is_numeric():
        changed = series.filter((made != series).fill_null(False))
        if changed.len():
            raise pl.exceptions.InvalidOperationError(f"{changed[0]} is not whole")
    return made


def _check(frame: pl.DataFrame, table: Table) -> None:
    """Raises BpoError for rows that break a rule of the table, and for keys that stand twice."""
    named = frame.select(
        *(pl.col(name).alias(OUT + name) for name in frame.columns),
        *(pl.col(name).alias(GIVEN + name) for name in frame.columns),
    )
    problems = []
    for rule in table_rules(table, set(frame.columns)):
        assert rule.broken is not None, "the rules of a table are conditions"
        bad = named.filter(rule.broken.fill_null(False))
        if bad.height:
            key = ", ".join(str(bad[OUT + name][0]) for name in table.key)
            values = {"count": bad.height, "table": table.name, "why": rule.title(), "first": key}
            problems.append(Problem(BROKEN, None, values))
    keys = ["account", *(name for name in table.key if name in frame.columns)]
    again = frame.filter(pl.struct(keys).is_duplicated())
    if again.height:
        first = ", ".join(str(again[name][0]) for name in keys[1:])
        problems.append(Problem(SAME_KEY, None, {"count": again.height, "table": table.name, "first": first}))
    if problems:
        raise BpoError(problems)


def exact_column(values: Sequence[Fraction | Decimal | None]) -> pl.Series:
    """Exact numbers as decimals of twelve places."""
    step = Fraction(1, 10**PLACES)
    rounded = [None if value is None else Decimal(int(round_to(Fraction(value), step) / step)) for value in values]
    texts = [None if value is None else f"{value}E-{PLACES}" for value in rounded]
    return pl.Series([None if text is None else Decimal(text) for text in texts], dtype=pl.Decimal(38, PLACES))


def frame_of(rows: Iterable[Mapping[str, Any]], exact: Collection[str], columns: Sequence[str]) -> pl.DataFrame:
    """Rows as a frame of these columns; those in ``exact`` hold exact numbers, whole numbers and texts are as they are."""
    listed = list(rows)
    given = {name: [row.get(name) for row in listed] for name in columns}
    return pl.DataFrame(
        {name: exact_column(values) if name in exact else pl.Series(values) for name, values in given.items()}
    )
