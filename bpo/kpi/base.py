"""What every KPI has: its needs, its result as a ratio of sums, its target, and what follows when it was not measured."""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Annotated, Any, ClassVar, Self, cast, get_args

from pydantic import Field, PrivateAttr, model_validator

from bpo.core.expr import Expr, both
from bpo.core.fields import (
    REQUIRED,
    UNUSED,
    FileModel,
    Identifier,
    Label,
    Mistake,
    Number,
    Positive,
    WholeNumber,
    answers_all,
)
from bpo.core.figure_names import part_name, side_name
from bpo.core.filters import read_filter, read_quantity
from bpo.core.measures import KpiResult, Need, Op, Quantity
from bpo.core.periods import Period
from bpo.core.quantity import filter_at
from bpo.core.tables import Table, known_table
from bpo.core.words import Sentence, Text
from bpo.kpi.aim import Aim, Better
from bpo.kpi.average import Average
from bpo.kpi.bounds import check_bound, check_rounding
from bpo.kpi.excused import Excused, with_excused, without_excused
from bpo.kpi.relief import NO_FORECAST, NOT_FOR_EACH, Relief
from bpo.kpi.target_range import check_range, with_range
from bpo.kpi.unmeasured import TARGET_NEEDED, IfNotMeasured, KnownLater
from bpo.kpi.where import read_other_where

ALL = Fraction(1)

COUNTED_KPIS = Text(
    zh="由系统统计的指标；外部提供的指标可写 month 或 miss",
    en="KPIs that are counted; one from outside takes month or miss",
)


class Kpi(FileModel):
    """One KPI of a contract. A subclass is one KPI in one file: its variants, its pair of needs, its formula in words."""

    unit: ClassVar[str] = "ratio"
    usually_better: ClassVar[Better] = "high"
    name: ClassVar[Text]
    scale: ClassVar[int] = 1
    """The ratio is multiplied by this: 10,000 for a rate per ten thousand."""
    facts: ClassVar[str] = "interactions"
    """The table that ``where`` is about."""
    where_of: ClassVar[Mapping[str, str]] = {}
    """Other tables it counts, each with the field that says which of their rows count."""
    may_be_negative: ClassVar[bool] = False
    is_share: ClassVar[bool] = False
    """Whether its ratio is a part of a whole, and so never above 100%. Sales for each contact, or hours worked for each hour
    paid, are no parts of one whole."""

    id: Identifier
    label: Label | None = None
    clause: str = ""
    where_: Annotated[str | None, Field(alias="where")] = None
    target: Number | None = None
    target_at_most: Number | None = None
    ramp: list[Number] = []
    better: Better | None = None
    minimum_sample: WholeNumber = 0
    if_not_measured: IfNotMeasured = None
    known_later: KnownLater | None = None
    round_to: Positive | None = None
    average: Average | None = None
    excused: list[Excused] = []
    relief: Relief | None = None
    for_each: Identifier | None = None
    _days: Period | None = PrivateAttr(default=None)

    # -- to be written by each KPI ---------------------------------------------------------------------------------

    def numerator(self) -> Need:
        """What is counted above the line; its id is ``<kpi id>.numerator``. A KPI that is no such pair answers ``needs`` instead."""
        raise NotImplementedError

    def denominator(self) -> Need:
        """What is counted below the line; its id is ``<kpi id>.denominator``. The same holds for it."""
        raise NotImplementedError

    @abstractmethod
    def formula(self) -> Sentence:
        """The variant in words, as the annex of the invoice prints it, with the values of its places."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if "kpi" in cls.model_fields:
            answers_all(cls)
            cls.page = f"docs/kpi/{get_args(cls.model_fields['kpi'].annotation)[0]}.md"

    def check(self) -> None:
        """Whether the fields of the chosen variant fit together; called before the needs are made.

        Raises:
            Mistake: if one is missing, or has no effect.
        """

    # -- the same for all ------------------------------------------------------------------------------------------

    def needs(self) -> list[Need]:
        """What is to be counted: usually a pair."""
        return [self.numerator(), self.denominator()]

    @property
    def where_is_about(self) -> str:
        """The table that ``where`` is about."""
        return self.facts

    def counted(self) -> list[Need]:
        """What is counted for it in a month, for each part that it is measured for, over the days that it is measured on."""
        return [self.in_its_parts(need) for need in self.month_needs()]

    def in_its_parts(self, need: Need) -> Need:
        """The need for each part that the KPI is measured for, over its days."""
        return replace(need, each=self.for_each, on_days=self._days)

    def on_days(self, days: Period) -> Self:
        """The KPI of a part of the month, under the name of that part."""
        # Not altered: no contract may name a KPI so.
        part = self.model_copy(update={"id": part_name(self.id, days.start.isoformat())})
        part._days = days
        return part

    @property
    def judged_on(self) -> Period | None:
        """The days that it is judged on, of one that is judged by itself on a part of the month."""
        return cast("Period | None", self.private("_days"))

    def result(self, counted: Mapping[str, Quantity]) -> KpiResult:
        """The KPI from its counted needs, by their ids: Σ numerator / Σ denominator × scale."""
        return self.ratio(
            counted[side_name(self.id, "numerator")].total, counted[side_name(self.id, "denominator")].total
        )

    def result_in(self, counted: Mapping[str, Quantity], window: Period, without: Collection[str] = ()) -> KpiResult:
        """The KPI of a period, for one whose value depends on which it is; ``window`` is the part on which the contract holds,
        ``without`` the days or intervals that a relief took out of it."""
        return self.result(counted)

    def month_needs(self) -> list[Need]:
        """What is counted for a month: its needs, kept apart where a relief takes days or hours out of them, with the volume."""
        if self.relief is None or not self.relief.in_parts:
            return self.needs()
        return [*map(self.relief.split, self.needs()), self.relief.split(self.volume_need())]

    def volume_need(self) -> Need:
        """The contacts that a relief holds against the forecast: those of excused events too, which were forecast as well."""
        assert self.relief is not None
        # Not altered: it is asked for while the KPI is read.
        need = self.model_copy(update={"excused": []}).need("volume", "count", "interactions", self.relief.own)
        return replace(need, unit="contact")

    def in_month(self, counted: Mapping[str, Quantity], window: Period) -> tuple[KpiResult, str]:
        """The KPI of a month without what a relief takes out of it, and what that was.

        Args:
            counted: by id, what ``month_needs`` count, and the month's other quantities, among them forecasts.
        """
        relief = self.relief
        if relief is None or not relief.in_parts:
            return self.result_in(counted, window), ""
        out = relief.exceeded(counted[side_name(self.id, "volume")], counted)
        if out is None:
            return KpiResult(self.id, None, unit=self.measured_in(), why_not=NO_FORECAST), ""
        own = {need.id: relief.kept(counted[need.id], out, whole=not need.by) for need in self.needs()}
        return self.result_in({**counted, **own}, window, [one.key for one in out]), relief.evidence(out)

    def quantity_names(self) -> list[tuple[str, tuple[str, ...]]]:
        """The contract's quantities that it reads, with the places of their names."""
        named = self.relief.forecast.named if self.relief is not None else None
        return [(named, ("relief", "forecast"))] if named is not None else []

    def ratio(self, numerator: Fraction, denominator: Fraction, scale: int | Fraction | None = None) -> KpiResult:
        """``numerator / denominator × scale``, exact. The sample is the denominator, without its fraction.

        A fraction (hours, average heads) reaches a whole minimum exactly when its whole part does.
        """
        result = KpiResult.ratio(
            self.id, numerator, denominator, self.measured_in(), self.scale if scale is None else scale
        )
        return replace(result, sample=floor(denominator))

    def measured_in(self) -> str:
        """The unit of the value: ``ratio`` (shown as a percentage), ``second``, ``score``, …"""
        return self.unit

    @property
    def highest(self) -> Fraction | None:
        """The highest value that it can have, if there is one."""
        return ALL if self.is_share and self.measured_in() == "ratio" else None

    @property
    def each_aim(self) -> Aim | None:
        """What each of its intervals is held against, of one that is taken of these."""
        return None

    @property
    def also_bounds(self) -> Sequence[Fraction]:
        """Values besides its targets at which a clause may turn that names it."""
        return ()

    @property
    def good(self) -> Better:
        """Which way is better, as the contract says or as the trade takes it; up to a range, if the target is one."""
        if self.target_at_most is not None:
            return "high"
        return self.better or self.usually_better

    @cached_property
    def aim(self) -> Aim:
        """What its values are held against."""
        return Aim(self.target, self.target_at_most, tuple(self.ramp), self.good)

    @property
    def shown_label(self) -> Text:
        return self.label or self.name

    def shown_formula(self) -> Sentence:
        """The formula, with the average of months that counts and the range of the target, if there are such."""
        said = self.formula()
        if self.average is not None:
            said = self.average.said(said)
        if self.excused:
            said = with_excused(said, self.excused)
        if self.relief is not None:
            said = self.relief.said(said)
        if self.target is None or self.target_at_most is None:
            return said
        return with_range(said, self.target, self.target_at_most, self.measured_in())

    @property
    def events(self) -> Sequence[Excused]:
        """What is left out of its counts."""
        return self.excused

    # -- for the making of needs -----------------------------------------------------------------------------------

    def need(self, which: str, op: Op, facts: str, own: str = "", of: str = "", **more: Any) -> Need:
        """A need over ``facts`` with the id ``<kpi id>.<which>``: the KPI's own condition AND the contract's ``where``.

        ``of`` is a column, or columns joined by + and -; ``more`` are further fields of :class:`Need`.
        """
        known = known_table(facts)
        column = known.column(of)
        expr = Expr("column", column.type, value=of) if column else read_quantity(of, known) if of else None
        where = both(read_filter(own, known) if own else None, self._where_on(known))
        need = Need(side_name(self.id, which), facts, op, of=expr, where=where, **more)
        return without_excused(need, self.excused)

    def count(self, which: str, facts: str, own: str = "") -> Need:
        """A need that counts rows."""
        return self.need(which, "count", facts, own, unit=known_table(facts).unit)

    def total(self, which: str, facts: str, of: str, unit: str, own: str = "") -> Need:
        """A need that adds up ``of`` over the rows."""
        return self.need(which, "sum", facts, own, of, unit=unit)

    def goes_with(self, field: str, choice: str, chosen: bool) -> None:
        """``field`` must be there with the choice it belongs to, and nowhere else: what has no effect misleads.

        Raises:
            Mistake: if it is missing, or would not be read.
        """
        given = getattr(self, field) is not None
        if chosen and not given:
            raise Mistake(REQUIRED, given=field)
        if given and not chosen:
            raise Mistake(UNUSED, (field,), given=field, goes_with=choice)

    def _where_on(self, known: Table) -> Expr | None:
        """The contract's condition on a table: ``where``, or what stands in the field for a second table."""
        field = self.where_of.get(known.name)
        if field is None:
            return filter_at(self.where_, known)
        return read_other_where(getattr(self, field), field, self.where_, known)

    # -- checks when a contract is read ----------------------------------------------------------------------------

    @model_validator(mode="after")
    def _checked(self) -> Self:
        self.check()
        self._where_on(
            known_table(self.where_is_about)
        )  # a misspelt column is a mistake of 'where', not of the other table
        tables = {need.table for need in self.needs()}
        for other, field in self.where_of.items():
            if other not in tables and getattr(self, field) is not None:
                raise Mistake(UNUSED, (field,), given=field, goes_with=other)
        if self.relief is not None:
            self._check_relief(self.relief)
        if self.if_not_measured == "as_target" and self.target is None:
            raise Mistake(TARGET_NEEDED, ("if_not_measured",))
        if self.known_later is not None:
            self._check_known_later(self.known_later)
        if self.target_at_most is not None:
            check_range(self.target, self.target_at_most, {"better": self.better, "ramp": self.ramp})
        for at in ("target", "target_at_most", "if_not_measured"):
            value = getattr(self, at)
            if isinstance(value, Fraction):
                self.check_bound(value, (at,))
        for i, value in enumerate(self.ramp):
            self.check_bound(value, ("ramp", i))
        if self.ramp and self.target is None:
            raise Mistake(REQUIRED, ("ramp",), given="target")
        if self.round_to is not None:
            check_rounding(self.round_to, self.measured_in(), ("round_to",))
        return self

    def _check_known_later(self, later: KnownLater) -> None:
        at = ("known_later", "provisionally")
        if later.provisionally == "as_target" and self.target is None:
            raise Mistake(TARGET_NEEDED, at)
        if isinstance(later.provisionally, Fraction):
            self.check_bound(later.provisionally, at)

    def _check_relief(self, relief: Relief) -> None:
        if self.for_each is not None:
            raise Mistake(NOT_FOR_EACH, ("relief",), each=self.for_each)
        if relief.excuses == "miss" and self.target is None:
            raise Mistake(REQUIRED, ("relief",), given="target")
        if relief.in_parts and not self.needs():
            raise Mistake(UNUSED, ("relief", "excuses"), given="excuses", goes_with=COUNTED_KPIS)
        self.month_needs()
        self.volume_need()

    def check_bound(self, value: Fraction, at: tuple[int | str, ...]) -> None:
        """80 instead of 80% would never be reached, nor 90% where 90 points are meant; every bound passes here.

        Raises:
            Mistake: see :func:`bpo.kpi.bounds.check_bound`.
        """
        check_bound(value, self.measured_in(), self.may_be_negative, at)
