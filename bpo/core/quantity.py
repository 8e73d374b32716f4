"""How a quantity is counted: the building block under every term, and under the contract's own ``quantities``."""

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from bpo.core.at_once import Lasting
from bpo.core.expr import Expr
from bpo.core.fields import UNUSED, Called, FileModel, Label, Mistake, WholeNumber, told_at
from bpo.core.figure import ForecastField
from bpo.core.filters import read_filter, read_member, read_quantity
from bpo.core.increments import Increments, IncrementsField
from bpo.core.measures import Need
from bpo.core.repeats import Repeats
from bpo.core.returns import NoReturn, Thread
from bpo.core.stretches import STRETCHES, Stretch, Take, condition
from bpo.core.tables import INTERACTIONS, Table, table
from bpo.core.units import SECONDS_IN
from bpo.core.vocabulary import TABLE
from bpo.core.words import Condition, Text, Words

TableName = Annotated[
    Literal[
        "interactions", "sales", "leads", "cases", "evaluations", "surveys", "roster", "timesheets", "events", "traffic"
    ],
    Called(TABLE),
]

ONE_WAY = Words(
    "quantity-one-way",
    en="write exactly one of: count, sum, distinct, at_once, covered (each with a table), given (its unit), or agreed (its figures)",
    zh="count、sum、distinct、at_once、covered（后接数据表）、given（后接单位）或 agreed（约定数值）须且只能写一个",
)
NOT_NAMED = Words(
    "quantity-agreed-named",
    en="'{given}' is no figure: 'agreed' holds the figures themselves, such as {{2026-01: 50000, 2026-02: 52000}}",
    zh="'{given}' 不是数值：agreed 须直接写明数值，例如 {{2026-01: 50000, 2026-02: 52000}}",
)
SUM_NEEDS_OF = Words(
    "quantity-needs-of",
    en="'{given}' needs 'of': the column that is counted by it, such as 'of: talk_seconds' or 'of: agent'",
    zh="'{given}' 需要写明 of：统计哪一列，例如 of: talk_seconds 或 of: agent",
)
NOT_A_COLUMN = Words(
    "quantity-not-a-column",
    en="'of' must be one column here, or the first that is known of several, such as coalesce(case_id, interaction_id)",
    zh="此处 of 必须是一个列名，或若干列中首个有值的，例如 coalesce(case_id, interaction_id)",
)
INCREMENTS_OF_SECONDS = Words(
    "increments-of-seconds",
    en="increments apply to a sum of seconds or hours",
    zh="计费单元只适用于以秒或小时为单位的求和",
)
NOT_THAT_UNIT = Words(
    "quantity-unit",
    en="time can be billed as second, minute or hour, not as '{given}'",
    zh="时长只能按 second、minute、hour 计费，不能按 '{given}'",
)
ONE_OF_CUSTOMERS = Words(
    "quantity-thread-or-return",
    en="'{given}' does not go with '{other}': each says in its own way which contacts of a customer count",
    zh="{given} 不能与 {other} 同用：两者各自规定同一客户的哪些联络计入",
)
ADDS_UP = Words(
    "quantity-each-adds-up",
    en="the figures of every {given} only add up to that of the month: write 'take: most', or a percentile such as 'take: 95%'",
    zh="{given}的数值相加即为当月数值：请写 take: most，或百分位（如 take: 95%）",
)
ONLY_DAYS = Words(
    "quantity-each-only-days",
    en="{table} are recorded by day, no hour is known: write 'each: day'",
    zh="{table} 按日记录，没有时刻：请写 each: day",
)
DAYS_AT_ONCE = Text(zh="at_once（且 each 为 day）", en="at_once, and as 'each: day'")
NO_REPEATS = Text(zh="没有 repeats 的数量", en="a quantity without repeats")
NOT_A_TIME = Words(
    "quantity-at", en="'{given}' is not a column of days or moments of {table}", zh="'{given}' 不是 {table} 的时间列"
)


class QuantitySpec(FileModel):
    """``{count: interactions, where: …}``, ``{sum: interactions, of: talk_seconds, unit: minute}``, ``{distinct: interactions, of: agent}``
    ``{at_once: timesheets, of: agent}``: the most that go on at the same time; ``{covered: interactions, of: agent}``: the time in which each
    has any; or ``{given: call}``: a figure that is not counted but comes with the measures; or ``{agreed: {2026-01: 50000}}``: one that the
    contract itself has for each month.

    ``increments`` round every record up (30/6: at least 30 s, then begun blocks of 6 s), or as they say, before they are added. ``at``
    says by which time column a row belongs to the period, if not by the table's own. ``repeats`` leaves out rows of the same customer
    within some hours; ``thread`` makes contacts of one customer one, until a silence; ``no_return`` counts only contacts after which the
    customer does not come again. ``each`` counts every day, or part of a day, by itself, and ``take`` is what is taken of that: ``most``,
    or a percentile. ``label`` names a quantity of the contract's own.
    """

    count: TableName | None = None
    sum_: Annotated[TableName | None, Field(alias="sum")] = None
    distinct: TableName | None = None
    at_once: Lasting | None = None
    covered: Lasting | None = None
    given: str | None = None
    agreed: ForecastField | None = None
    of: str | None = None
    where_: Annotated[str | None, Field(alias="where")] = None
    at: str | None = None
    at_least: WholeNumber = 1
    repeats: Repeats | None = None
    each: Stretch | None = None
    take: Take | None = None
    increments: IncrementsField | None = None
    thread: Thread | None = None
    no_return: NoReturn | None = None
    unit: str | None = None
    label: Label | None = None

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if sum(way is not None for way in (*self._of_rows(), self.given, self.agreed)) != 1:
            raise Mistake(ONE_WAY)
        if self.facts is None:
            self.only_with(
                "count, sum, distinct",
                *("of", "where_", "at", "at_least", "increments", "repeats", "thread", "no_return", "each", "take"),
            )
            self.only_with("count, sum, distinct, agreed", *(["unit"] if self.given is not None else []))
            if self.agreed is not None and self.agreed.named is not None:
                raise Mistake(NOT_NAMED, ("agreed",), given=self.agreed.named)
            return self
        if self.distinct is None:
            self.only_with("distinct", "at_least")
            if self.each is not None and self.take is None and self.at_once is None:
                raise Mistake(ADDS_UP, ("each",), given=STRETCHES[self.each])
        if self.each is None:
            self.only_with("each", "take")
        if self.repeats is not None and self.at is not None:
            raise Mistake(UNUSED, ("at",), given="at", goes_with=NO_REPEATS)
        if self.at_once is not None or self.covered is not None:
            self.only_with("count, sum, distinct", "at", "repeats", "thread", "no_return", "increments")
            if self.covered is not None or self.each != "day":
                self.only_with(DAYS_AT_ONCE, "each", "take")
        if self.count is not None:
            self.only_with("sum, distinct", "of")
            self.only_with("sum", "increments")
        if self.facts is not INTERACTIONS:
            self.only_with("interactions", "thread", "no_return")
        if self.distinct is not None:
            self.only_with("count, sum", "thread", "no_return")
        written = [name for name in ("repeats", "thread", "no_return") if getattr(self, name) is not None]
        if len(written) > 1:
            raise Mistake(ONE_OF_CUSTOMERS, (written[1],), given=written[1], other=written[0])
        self.need("check")
        return self

    @property
    def facts(self) -> Table | None:
        return table(next((one for one in self._of_rows() if one is not None), ""))

    def _of_rows(self) -> tuple[str | None, ...]:
        """The ways of counting rows: the table, where it is written."""
        return self.count, self.sum_, self.distinct, self.at_once, self.covered

    @property
    def by_record(self) -> bool:
        """Whether it is the sum of what each of its rows has, so that it may be split by them."""
        return (self.count is not None or self.sum_ is not None) and self.each is None

    def conditions(self) -> list[Condition]:
        """How it reads in a price list beside the unit that is counted."""
        written = (self.repeats, self.thread, self.no_return, self.increments)
        found: list[Condition] = [one.condition() for one in written if one is not None]
        if self.at_once is not None:
            return [condition("day", self.take or Fraction(1))]
        return found if self.each is None or self.take is None else [*found, condition(self.each, self.take)]

    @property
    def counted_unit(self) -> str:
        """The unit before conversion: that of the column summed, or of the rows counted."""
        facts = self.facts
        if facts is None:
            return self.given or ""
        if self.covered is not None:
            return "second"
        if self.sum_ is None:
            pairs = self.each == "day" and self.take is None
            return ("person_day" if pairs else "agent") if self.of == "agent" else facts.unit
        units = {column.unit for name in self._of(facts).columns() if (column := facts.column(name)) and column.unit}
        return units.pop() if len(units) == 1 else ""

    @property
    def billed_unit(self) -> str:
        return self.unit or self.counted_unit

    def needs(self, name: str, by: tuple[str, ...] = ()) -> list[Need]:
        """The need under this name; none for a figure that is given or agreed."""
        return [self.need(name, by)] if self.facts is not None else []

    def need(self, name: str, by: tuple[str, ...] = ()) -> Need:
        """The quantity as plain data, counted under ``name``.

        Raises:
            Mistake: if a condition or column is not understood.
        """
        facts = self.facts
        assert facts is not None
        of = self._of(facts) if self.of is not None else None
        if self.sum_ and of is None:
            raise Mistake(SUM_NEEDS_OF, given="sum")
        by_member = self.distinct or self.covered
        columns = ("column", "coalesce") if self.distinct else ("column",)
        if (by_member and of is None) or ((by_member or self.at_once) and of is not None and of.op not in columns):
            raise Mistake(NOT_A_COLUMN, ("of",)) if of else Mistake(SUM_NEEDS_OF, given=self._op)
        where, followed = filter_at(self.where_, facts), None
        alone = self.thread or self.no_return
        if alone is not None:
            where, followed = alone.narrowed(where)
        if self.repeats is not None:
            followed = self.repeats.follow_up(facts, where)
        return Need(
            name, facts.name, self._op, of=of, where=where, by=by, at=self._at(facts),
            increments=self._of_a_record(), at_least=self.at_least, unit=self.billed_unit, divisor=self._divisor(),
            stretch=self._stretch(facts), take=self._take, followed=followed,
        )  # fmt: skip

    @property
    def _op(self) -> Literal["count", "sum", "distinct", "at_once", "covered"]:
        if self.at_once or self.covered:
            return "at_once" if self.at_once else "covered"
        return "count" if self.count else "sum" if self.sum_ else "distinct"

    @property
    def _take(self) -> Fraction | None:
        """Of what goes on at once the most of any day, unless a percentile of the days is asked for."""
        return Fraction(1) if self.at_once is not None and self.take is None else self.take

    def _of(self, facts: Table) -> Expr:
        with told_at("of"):
            if self.sum_ is None and (column := facts.column(self.of or "")):
                return Expr("column", column.type, value=column.name)
            if self.distinct and (self.of or "").lstrip().lower().startswith("coalesce"):
                return read_member(self.of or "", facts)
            return read_quantity(self.of or "", facts)

    def _at(self, facts: Table) -> str | None:
        column = facts.column(self.at) if self.at else None
        if self.at and (column is None or column.type not in ("instant", "day")):
            raise Mistake(NOT_A_TIME, ("at",), given=self.at, table=facts.name)
        return self.at

    def _stretch(self, facts: Table) -> Stretch | None:
        """Raises Mistake if it is a part of a day, and the rows have only days."""
        if self.at_once is not None:
            return "day"
        column = facts.column(self.at or facts.time)
        if self.each not in (None, "day") and (column is None or column.type != "instant"):
            raise Mistake(ONLY_DAYS, ("each",), table=facts.name)
        return self.each

    def _of_a_record(self) -> Increments | None:
        if self.increments is None:
            return None
        if self.counted_unit not in ("second", "hour"):
            raise Mistake(INCREMENTS_OF_SECONDS, ("increments",))
        return self.increments.of_a_record

    def _divisor(self) -> int:
        """Seconds of one unit that is billed; hours are seconds once their records are rounded, and otherwise stay hours."""
        in_seconds = self.counted_unit == "second" or self.increments is not None
        if (self.sum_ is None and self.covered is None) or not in_seconds:
            return 1
        if self.billed_unit not in SECONDS_IN:
            raise Mistake(NOT_THAT_UNIT, ("unit",), given=self.billed_unit)
        return int(SECONDS_IN[self.billed_unit])


QuantityRef = Annotated[
    Annotated[str, Tag("by-name")] | Annotated[QuantitySpec, Tag("written-out")],
    Discriminator(lambda given: "by-name" if isinstance(given, str) else "written-out"),
]
"""The name of one of the contract's ``quantities``, or a quantity written out."""


def filter_at(text: str | None, facts: Table, at: tuple[str | int, ...] = ("where",)) -> Expr | None:
    """A ``where`` field as a checked filter, its mistakes placed inside the field."""
    if text is None:
        return None
    with told_at(*at):
        return read_filter(text, facts)
