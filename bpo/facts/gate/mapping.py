"""A source bound to an open export: the expressions that make canonical rows, and the rules that rows must keep.

The work is done in three steps, so that Polars does it in one pass: what each column is given (an expression over the
export), what that means (numbers, days, moments, codes), and what depends on other columns (midnight, differences).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from bpo.core.errors import BpoError, Problem, choices
from bpo.core.expr import TYPE_NAMES, Expr
from bpo.core.fields import Mistake
from bpo.core.sql import UNKNOWN_COLUMN, WRONG_TYPE, read_expression
from bpo.core.tables import Column
from bpo.core.words import Words
from bpo.facts.expressions import compile_expression
from bpo.facts.gate.means import MEAN, product
from bpo.facts.gate.moments import Moments, Step
from bpo.facts.gate.rules import GIVEN, MISSING, OUT, Rule, table_rules
from bpo.facts.gate.skipping import Skipped
from bpo.facts.gate.spans import hours_between
from bpo.facts.gate.values import IN_ZULU, LOCAL, Value, read_value
from bpo.facts.reading.export import Export
from bpo.facts.sources.json_format import Json
from bpo.facts.sources.same_key import NEWEST, WITHDRAWN
from bpo.facts.sources.source import CELL, HEADING, Account, Delimited, Entry, Source
from bpo.facts.sources.source_fields import fitting
from bpo.facts.types import trimmed

ACCOUNT = OUT + "account"
OF_CELLS = ("map", "reject", "unpivot_columns")
"""Where a source with ``unpivot_columns`` may name the cell and its heading."""

NOT_IN_EXPORT = Words("export-column-missing", en="{file} has no column '{given}'", zh="{file} 中没有列 '{given}'")
NOT_IN_RECORDS = Words(
    "export-key-missing",
    en="no record at the beginning of {file} has the key '{given}'; one that only some records have, or that lies deeper, is named by its "
    "path in the format: columns: {{ {given}: PATH }}",
    zh="{file} 开头的记录都没有键 '{given}'；只有部分记录才有的键或更深层的值，请在 format 中按路径命名：columns: {{ {given}: 路径 }}",
)
QUOTED_TEXT = Words(
    "export-column-quoted",
    en="{file} has no column '{given}': what stands in double quotes is a column; text stands in single quotes, as in \"'{given}'\"",
    zh="{file} 中没有列 '{given}'：双引号内是列名；文字用单引号，例如 \"'{given}'\"",
)
REPEATED = Words(
    "export-column-repeated", en="{file} has two columns named '{given}'", zh="{file} 中有两列同名 '{given}'"
)
ITS_OWN = Words(
    "export-file-as",
    en="{file} has a column '{given}' of its own; write another name",
    zh="{file} 自身已有列 '{given}'；请改用其他名称",
)
NO_HEADINGS = Words(
    "export-no-headings",
    en="{file} has no column whose whole heading fits this pattern",
    zh="{file} 中没有列名与该模式完全相符的列",
)
NOT_ORDERED = Words(
    "same-key-not-ordered",
    en="'newest' is {got}, which does not say which of two copies is newer; write a moment or a whole number, such as cast(version AS INT)",
    zh="newest 是{got}，无法判断两份中哪份更新；请写时刻或整数，例如 cast(version AS INT)",
)
REJECTED = Words("row-rejected", en="{reason}", zh="{reason}")

ORDERED = {
    **dict.fromkeys(("text", "instant"), Column(NEWEST, "instant", "how new a copy is", "新旧")),
    "day": Column(NEWEST, "day", "how new a copy is", "新旧"),
    "whole": Column(NEWEST, "whole", "how new a copy is", "新旧"),
}
"""What says how new a copy is, by the type of its expression; text is a moment, for as text 10 would come before 9."""


@dataclass(frozen=True)
class Part:
    """How an export's row becomes one canonical row of a source: steps to be applied in order, and the rules.

    Of ``if_repeated`` the first tells whether any row needs the others, which stand between ``steps`` and ``last``. ``nothing`` is true of rows that have no value at all for what a source with ``unpivot`` takes from them alone.
    """

    source: Source
    steps: Sequence[Step]
    if_repeated: tuple[pl.Expr, Sequence[Step]]
    last: Sequence[Step]
    rules: tuple[Rule, ...]
    nothing: pl.Expr
    private: frozenset[str] = frozenset()
    """Columns of the export whose values are not said in any text."""

    def apply(self, rows: pl.DataFrame) -> pl.LazyFrame:
        """The rows by all steps. A batch fits into memory, and few have an hour that the clock showed twice."""
        any_repeated, then = self.if_repeated
        frame = _by(self.steps, rows.filter(~self.nothing).lazy())
        if then:
            moments = frame.collect(engine="in-memory")
            frame = _by(then if moments.select(any_repeated).item() else (), moments.lazy())
        return _by(self.last, frame)


def _by(steps: Sequence[Step], frame: pl.LazyFrame) -> pl.LazyFrame:
    for step in steps:
        frame = frame.with_columns(step)
    return frame


@dataclass(frozen=True)
class Plan:
    """What becomes of an export's rows: those left out, the canonical rows that each other one becomes, the columns read."""

    parts: tuple[Part, ...]
    skips: tuple[Skipped, ...]
    reads: frozenset[str]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of all parts, each once."""
        return tuple({rule.id: rule for part in self.parts for rule in part.rules}.values())


def bind(source: Source, export: Export) -> Plan:
    """Fit a source to an open export.

    Raises:
        BpoError: with every column that the export lacks and every expression whose type does not fit.
    """
    problems: list[Problem] = []
    if source.file_as is not None and source.file_as != export.file_as:
        named = {"file": export.path.name, "given": source.file_as}
        problems.append(Problem(ITS_OWN, source.place("file_as"), named))
    binders = [_Binder(variant, export, problems) for variant in source.variants(_headings(source, export))]
    parts, skips = [binder.part() for binder in binders], binders[0].skips()
    if problems:  # of what all rows of an unpivot share, once
        raise BpoError(list({(problem.code, problem.where): problem for problem in reversed(problems)}.values())[::-1])
    reads = frozenset(name for binder in binders for name in binder.reads)
    return Plan(tuple(part for part in parts if part is not None), skips, reads)


def _headings(source: Source, export: Export) -> list[str]:
    """The columns of the export of which every cell becomes a row."""
    if source.unpivot_columns is None:
        return []
    found = fitting(source.unpivot_columns.headings, export.columns)
    if not found:
        values = {"file": export.path.name, "known": list(export.columns)}
        raise BpoError([Problem(NO_HEADINGS, source.place("unpivot_columns", "headings"), values)])
    return found


class _Binder:
    def __init__(self, source: Source, export: Export, problems: list[Problem]) -> None:
        self.source, self.export, self.problems = source, export, problems
        self.reads: set[str] = set()
        self.own: set[str] = set()
        """Columns of the export that only this row of an ``unpivot`` reads."""
        self.private: set[str] = set()

    def part(self) -> Part | None:
        given, made, rules = [], [], self._rejections()
        local, zulu, on_the_wall = set(), set(), set()
        hidden = self.source.hidden
        for name, entry in self.source.entries.items():
            place = self.source.entry_place(name)
            expr = self._expression(entry.source, *place) if entry.source is not None else None
            if expr is None:
                continue
            self.private |= expr.columns() if name in hidden else set()
            self.own |= expr.columns() if self.source.is_unpivoted(name) else set()
            column = self.source.table.column(name) if name != NEWEST else ORDERED.get(expr.type)
            if column is None:
                self.problems.append(Problem(NOT_ORDERED, self.source.place(*place), {"got": TYPE_NAMES[expr.type]}))
                continue
            try:
                comma = self.source.decimal_comma
                value = read_value(column, entry, expr.type, self.source.timezone, self.export.day_zero, comma)
            except Mistake as mistake:
                self.problems.append(self.source.problem(mistake, *place))
                continue
            text = compile_expression(expr, self.source.timezone)
            bare = expr.type != "text" or (expr.op == "column" and isinstance(self.source.format, Delimited))
            given.append((text if bare else trimmed(text)).alias(GIVEN + name))
            made.append(value.made.alias((LOCAL if value.local else MEAN if entry.times else OUT) + name))
            rules += _value_rules(name, value, entry)
            local |= {name} if value.local else set()
            on_the_wall |= {name} if value.local or self._shows_a_wall_clock(expr) else set()
            if value.zulu is not None:
                made.append(value.zulu.alias(IN_ZULU + name))
                zulu.add(name)
        account, withdrawn, nothing = self._account(), self._withdrawn(), self._nothing()
        self._listed_as_personal()
        if self.problems:
            return None
        given_alone = {
            name for name, entry in self.source.map.items() if entry.source is not None and entry.times is None
        }
        moments = Moments(self.source, local, zulu, on_the_wall, given_alone)
        rules += [Rule("account.required", MISSING, {"column": "account"}, pl.col(ACCOUNT).is_null())]
        of_means = {name for name, entry in self.source.map.items() if entry.times is not None}
        rules += table_rules(self.source.table, self.source.filled, of_means)
        products = tuple(
            product(name, self.source.map[name]) for name in self.source.map if self.source.map[name].times
        )
        return Part(
            self.source,
            [tuple(given), (*made, account, *withdrawn), *moments.steps()],
            (moments.any_repeated(), moments.steps_if_repeated()),
            [tuple(self._differences()), tuple(self._hours()), products],
            tuple(rules),
            nothing,
            frozenset(self.private),
        )

    def _listed_as_personal(self) -> None:
        for index, name in enumerate(self.source.personal):
            if name in self.export.columns:
                self.private.add(name)
                self.reads.add(name)
                continue
            where = self.source.place("personal", index)
            named = {"file": self.export.path.name, **choices(name, self.export.columns)}
            self.problems.append(Problem(NOT_IN_EXPORT, where, named))

    def _nothing(self) -> pl.Expr:
        """True for rows of which an ``unpivot`` makes none: they have nothing in what it reads alone, or in the cell."""
        columns = self.source.unpivot_columns
        if columns is None:
            return pl.all_horizontal(pl.col(name).is_null() for name in sorted(self.own)) if self.own else pl.lit(False)
        empty = pl.col(str(self.source.heading)).is_null()
        kept = self._condition(columns.only, "unpivot_columns", "only") if columns.only is not None else None
        return empty if kept is None else empty | ~kept.fill_null(False)

    def skips(self) -> tuple[Skipped, ...]:
        """What is left out on purpose, in the order of the file: ``only`` first."""
        found = []
        if self.source.only is not None and (kept := self._condition(self.source.only, "only")) is not None:
            found.append(Skipped(self.source.place("only"), rows=~kept.fill_null(False)))
        for index, skip in enumerate(self.source.skip):
            if skip.begins is not None:
                found.append(Skipped(self.source.place("skip", index), begins=skip.begins))
            elif (held := self._condition(str(skip.when), "skip", index, "when")) is not None:
                found.append(Skipped(self.source.place("skip", index), rows=held.fill_null(False)))
        return tuple(found)

    def _condition(self, text: str, *loc: int | str) -> pl.Expr | None:
        """A condition on the export's rows; what is no condition is noted as a problem."""
        expr = self._expression(text, *loc)
        if expr is None:
            return None
        if expr.type != "yes_no":
            mistake = Mistake(WRONG_TYPE, given=text, got=TYPE_NAMES[expr.type], expected=TYPE_NAMES["yes_no"])
            self.problems.append(self.source.problem(mistake, *loc))
        return compile_expression(expr, self.source.timezone)

    def _expression(self, text: str, *loc: int | str) -> Expr | None:
        columns, heading = self.export.columns, self.source.heading
        of_cell = heading is not None and loc[0] in OF_CELLS
        if heading is not None and of_cell:
            self.reads.add(heading)
            columns = {**columns, CELL: columns[heading], HEADING: "text"}
        try:
            expr = read_expression(text, columns)
            expr = _of_cell(expr, heading) if heading is not None and of_cell else expr
        except Mistake as mistake:
            if mistake.words.code == UNKNOWN_COLUMN.code:
                where = self.source.place(*loc, offset=mistake.offset, width=mistake.width)
                named = {**mistake.values, "file": self.export.path.name}
                quoted = f'"{mistake.values["given"]}"' in text
                if quoted and not mistake.values.get("nearest"):
                    self.problems.append(Problem(QUOTED_TEXT, where, {**named, "known": None}))
                    return None
                missing = NOT_IN_RECORDS if isinstance(self.source.format, Json) else NOT_IN_EXPORT
                if any(problem.is_a(missing) for problem in self.problems):
                    del named["known"]  # a file of another kind lacks every column: its header is told once
                self.problems.append(Problem(missing, where, named))
            else:
                self.problems.append(self.source.problem(mistake, *loc))
            return None
        for name in sorted(expr.columns() & self.export.repeated):
            twice = {"given": name, "file": self.export.path.name}
            self.problems.append(Problem(REPEATED, self.source.place(*loc), twice))
        self.reads |= expr.columns()
        return expr

    def _withdrawn(self) -> list[pl.Expr]:
        """Whether a row takes its record back, where the source says when one does."""
        same = self.source.same_key
        if same is None or same.withdrawn_when is None:
            return []
        held = self._condition(same.withdrawn_when, "same_key", WITHDRAWN)
        return [] if held is None else [held.fill_null(False).alias(OUT + WITHDRAWN)]

    def _rejections(self) -> list[Rule]:
        rules = []
        for index, rejection in enumerate(self.source.reject):
            broken = self._condition(rejection.when, "reject", index, "when")
            if broken is None:
                continue
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

    def _shows_a_wall_clock(self, expr: Expr) -> bool:
        """Whether it is a column of typed moments that have no zone."""
        return expr.op == "column" and str(expr.value) in self.export.on_the_wall

    def _hours(self) -> list[pl.Expr]:
        """Hours that are not told are those between the two moments of the row."""
        span = self.source.table.span
        if span is None or not self.source.table.follows(span.hours, self.source.map):
            return []
        between = hours_between(pl.col(OUT + span.start), pl.col(OUT + span.end))
        if span.hours not in self.source.map:
            return [between.alias(OUT + span.hours), between.cast(pl.String).alias(GIVEN + span.hours)]
        given = pl.col(GIVEN + span.hours)
        return [pl.when(given.is_null()).then(between).otherwise(OUT + span.hours).alias(OUT + span.hours)]

    def _differences(self) -> list[pl.Expr]:
        found = []
        for name, entry in self.source.map.items():
            if entry.seconds_from is not None:
                seconds = (pl.col(OUT + str(entry.to)) - pl.col(OUT + entry.seconds_from)).dt.total_seconds()
                found += [seconds.alias(OUT + name), seconds.cast(pl.String).alias(GIVEN + name)]
        return found


def _of_cell(expr: Expr, heading: str) -> Expr:
    """An expression over a cell and its heading as one over the export's column."""
    if expr.op != "column":
        return replace(expr, args=tuple(_of_cell(arg, heading) for arg in expr.args))
    if expr.value == HEADING:
        return Expr("literal", "text", value=heading)
    return replace(expr, value=heading) if expr.value == CELL else expr


def _value_rules(name: str, value: Value, entry: Entry) -> list[Rule]:
    given, named = pl.col(GIVEN + name), {"column": name, "times": entry.times or ""}
    return [
        Rule(f"{name}.{id_}", words, named, given.is_not_null() & broken, given) for id_, words, broken in value.rules
    ]
