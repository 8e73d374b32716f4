"""The measures file: a month's quantities and KPIs as YAML or JSON, written by ``bpo measure`` or by hand.

By hand a quantity may be a number and a KPI just its value: ``quantities: {inbound: 67380}``, ``kpis: {sl20: 83.02%}``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ValidationError, WithJsonSchema, model_validator

from bpo.core.documents import Document, expect, parse_document, read_document
from bpo.core.errors import BpoError, Problem, in_order
from bpo.core.fields import NUMBER_SCHEMA, REQUIRED, Day, FileModel, Mistake, WholeNumber, normal, read_number
from bpo.core.measures import (
    NO_ROWS,
    NOT_GIVEN,
    Clock,
    Dispute,
    Evidence,
    KpiResult,
    Late,
    Measures,
    Quantity,
    Restated,
)
from bpo.core.sides import Side, Sides
from bpo.core.validation import problems_of
from bpo.core.words import Words

WRONG_PERIOD = Words(
    "measures-wrong-period",
    en="these measures are of {given}, but {wanted} is billed",
    zh="该数据文件为 {given}，而本次账期为 {wanted}",
)

LEADING_ZERO = Words(
    "measures-leading-zero",
    en="'{given}' begins with a zero; write {number} if that is meant",
    zh="'{given}' 以零开头；如确为 {number}，请直接写 {number}",
)
OURS_TWICE = Words(
    "measures-ours-twice",
    en="'{given}' is our own figure already; leave out 'ours', or '{given}'",
    zh="'{given}' 即为我方数值；请去掉 ours 或 '{given}'",
)


def _exact(given: Any) -> Fraction:
    number = read_number(given)
    if isinstance(given, str) and re.match(r"[+-]?0[\d,]", normal(given)):  # a digit was lost, or this is a code
        raise Mistake(LEADING_ZERO, given=given, number=number)
    return number


Exact = Annotated[Fraction, BeforeValidator(_exact), WithJsonSchema(NUMBER_SCHEMA)]


class PartIn(FileModel):
    key: str
    value: Exact


class ValueOfPartIn(FileModel):
    """Of a day, a week or another interval; one without a value is left out."""

    key: str
    value: Exact | None = None


class SideIn(FileModel):
    total: Exact
    parts: list[PartIn] = []


def _total(given: Any) -> Any:
    return given if isinstance(given, Mapping) else {"total": given}


SideField = Annotated[SideIn, BeforeValidator(_total, json_schema_input_type=SideIn | Exact)]


STORY = {"ours", "agreed", "who", "when", "why", "attachment"}
"""What only has a meaning beside the client's figure."""


class BothIn(FileModel):
    """``theirs`` beside our own figure, and what was ``agreed`` on, with ``who`` agreed, ``when``, and ``why`` the counts differ; the
    ``attachment`` is what shows it: a mail, a protocol, a file."""

    who: str = ""
    when: Day | None = None
    why: str = ""
    attachment: str = ""

    def check_sides(self, own: str) -> None:
        """Raises Mistake if our figure is there twice, or the client's is not there though another of both is."""
        if getattr(self, own) is not None and getattr(self, "ours", None) is not None:
            raise Mistake(OURS_TWICE, ("ours",), given=own)
        if getattr(self, "theirs", None) is None and STORY & self.model_fields_set:
            raise Mistake(REQUIRED, given="theirs")


class QuantityIn(BothIn):
    total: Exact | None = None
    unit: str = ""
    parts: list[PartIn] = []
    ours: SideField | None = None
    theirs: SideField | None = None
    agreed: SideField | None = None

    @model_validator(mode="after")
    def _checked(self) -> Self:
        self.check_sides("total")
        if self.total is None and self.theirs is None:
            raise Mistake(REQUIRED, given="total")
        return self

    def own(self) -> Side | None:
        """Our own figure, if it is given."""
        return Side(self.total, _pairs(self.parts)) if self.total is not None else _side(self.ours)

    def sides(self) -> Sides | None:
        theirs = _side(self.theirs)
        if theirs is None:
            return None
        found = Sides(theirs, self.own(), _side(self.agreed), self.who, self.why)
        return replace(found, when=self.when, attachment=self.attachment)


class ValueIn(FileModel):
    """The value of a KPI, with the fraction that it is."""

    value: Exact | None = None
    numerator: Exact | None = None
    denominator: Exact | None = None
    sample: WholeNumber | None = None
    unit: str = ""
    parts: list[ValueOfPartIn] = []

    def of_parts(self) -> dict[str, Fraction | None]:
        """The values of its days or other intervals."""
        return {part.key: part.value for part in self.parts}


class KpiIn(ValueIn, BothIn):
    ours: Exact | None = None
    theirs: Exact | None = None
    agreed: Exact | None = None

    @model_validator(mode="after")
    def _checked(self) -> Self:
        self.check_sides("value")
        return self

    @property
    def counted(self) -> bool:
        """Whether our own figure is given, if only as its fraction or as none at all."""
        return self.own is not None or self.numerator is not None or bool(self.parts) or self.theirs is None

    @property
    def own(self) -> Fraction | None:
        return self.value if self.value is not None else self.ours

    def sides(self) -> Sides | None:
        theirs, ours, agreed = (
            (Side(one) if one is not None else None) for one in (self.theirs, self.own, self.agreed)
        )
        if theirs is None:
            return None
        found = Sides(theirs, ours, agreed, self.who, self.why, of_kpi=True)
        return replace(found, when=self.when, attachment=self.attachment)


class LateIn(ValueIn):
    note: str = ""

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if self.value is None and self.numerator is None and not self.parts:
            raise Mistake(REQUIRED, given="value")
        return self

    def result(self, name: str) -> KpiResult:
        return KpiResult(
            name, self.value, self.numerator, self.denominator, self.sample, self.unit, parts=self.of_parts()
        )


def _side(given: SideIn | None) -> Side | None:
    return Side(given.total, _pairs(given.parts)) if given is not None else None


class EvidenceIn(FileModel):
    rows: WholeNumber
    table: str = ""
    version: WholeNumber | None = None
    note: str = ""


class DisputeIn(FileModel):
    amount: Exact | None = None
    why: str


def _kpi(given: Any) -> Any:
    return given if isinstance(given, Mapping) else {"value": given}


def _evidence(given: Any) -> Any:
    """What a given figure rests on is a sentence."""
    return given if isinstance(given, Mapping) else {"rows": 0, "note": given}


class ClockIn(FileModel):
    zone: str
    rules: str


class FiguresIn(FileModel):
    """The figures of a month."""

    quantities: dict[
        str, Annotated[QuantityIn, BeforeValidator(_total, json_schema_input_type=QuantityIn | Exact)]
    ] = {}
    kpis: dict[str, Annotated[KpiIn, BeforeValidator(_kpi, json_schema_input_type=KpiIn | Exact)]] = {}
    series: dict[str, list[PartIn]] = {}
    evidence: dict[str, Annotated[EvidenceIn, BeforeValidator(_evidence, json_schema_input_type=EvidenceIn | str)]] = {}
    clock: ClockIn | None = None


class RestatedIn(FiguresIn):
    """An earlier month as it is counted now."""

    original: str = ""
    note: str = ""


class MeasuresIn(FiguresIn):
    """The file as it is written."""

    period: str
    late: dict[str, dict[str, Annotated[LateIn, BeforeValidator(_kpi, json_schema_input_type=LateIn | Exact)]]] = {}
    disputed: dict[str, DisputeIn] = {}
    paid_later: dict[str, dict[str, Exact]] = {}
    restated: dict[str, RestatedIn] = {}


def read_measures(path: str | Path, period: str | None = None) -> Measures:
    """Read a measures file.

    Raises:
        BpoError: if it is not understood, or is of another period than the one asked for.
    """
    return measures_of(read_document(path), period)


def parse_measures(text: str, path: str = "<text>") -> Measures:
    """The same for a text at hand."""
    return measures_of(parse_document(text, path))


def measures_of(document: Document, period: str | None = None) -> Measures:
    """The same for a document that was read already."""
    measures, problems, _ = read_what_is_sound(document, period)
    if problems:
        raise BpoError(problems)
    return measures


def read_what_is_sound(document: Document, period: str | None = None) -> tuple[Measures, list[Problem], frozenset[str]]:
    """What can be read of a measures file, every problem of it, and the names of the figures that were left out for it.

    Raises:
        BpoError: if nothing can be read, or not even of which month it is.
    """
    expect(document, "measures")
    plain, problems, left_out = document.plain(), list[Problem](), frozenset[str]()
    try:
        found = MeasuresIn.model_validate(plain)
    except ValidationError as error:
        problems = problems_of(error, document, MeasuresIn)
        left_out = frozenset(_take_out(plain, [detail["loc"] for detail in error.errors(include_url=False)]))
        try:
            found = MeasuresIn.model_validate(plain)
        except ValidationError:
            raise BpoError(problems) from None
    measures = measures_from(found)
    if period is not None and found.period != period:
        node, _ = document.find(("period",))
        problems.append(Problem(WRONG_PERIOD, document.where(node), {"given": found.period, "wanted": period}))
        measures = replace(measures, period=period)
    return measures, in_order(problems), left_out


def _take_out(plain: Any, places: list[tuple[int | str, ...]]) -> Iterator[str]:
    """Removes the figures in which these places lie, or whole sections that are none; yields the names."""
    for section, *names in places:
        figures = plain.get(section) if isinstance(plain, dict) else None
        if names and isinstance(figures, dict):
            figures.pop(names[0], None)
            yield str(names[0])
        elif isinstance(plain, dict):
            plain.pop(section, None)
            yield from map(str, figures if isinstance(figures, dict) else ())


def measures_from(found: MeasuresIn) -> Measures:
    """The measures that a file, or a part of one, says."""
    return replace(
        _figures(found, found.period),
        late={
            month: {name: Late(one.result(name), one.note) for name, one in kpis.items()}
            for month, kpis in found.late.items()
        },
        disputed={name: Dispute(one.amount, one.why) for name, one in found.disputed.items()},
        paid_later=found.paid_later,
        restated={
            month: Restated(_figures(one, month), one.original, one.note) for month, one in found.restated.items()
        },
    )


def _figures(found: FiguresIn, period: str) -> Measures:
    sides = {name: q.sides() for name, q in found.quantities.items()}
    sides |= {name: kpi.sides() for name, kpi in found.kpis.items()}
    return Measures(
        period=period,
        quantities={
            name: Quantity(own.value, q.unit, own.parts) for name, q in found.quantities.items() if (own := q.own())
        },
        kpis={name: _result(name, kpi) for name, kpi in found.kpis.items() if kpi.counted},
        sides={name: both for name, both in sides.items() if both is not None},
        clock=Clock(found.clock.zone, found.clock.rules) if found.clock is not None else None,
        series={name: _pairs(days) for name, days in found.series.items()},
        evidence={name: Evidence(e.rows, e.table, e.version, e.note) for name, e in found.evidence.items()},
    )


def placed(problem: Problem, document: Document) -> Problem:
    """A problem about a figure of this file, at the line where that figure stands."""
    names = [problem.values.get("name"), problem.values.get("given")]
    if problem.where is None and "restated" in problem.values:
        node, key = document.find(("restated", str(problem.values["restated"])))
        return replace(problem, where=document.where(key or node))
    if problem.where is None and "late" in problem.values:
        node, _ = document.find(("late", str(problem.values["late"]), str(names[0] or names[1])))
        return replace(problem, where=document.where(node))
    for section in ("disputed", "paid_later"):
        if problem.where is None and section in problem.values:
            node, key = document.find((section, str(problem.values[section])))
            return replace(problem, where=document.where(key or node))
    for section in ("quantities", "kpis", "evidence"):
        figures, _ = document.find((section,))
        for name in names:
            if problem.where is None and isinstance(figures.value, dict) and name in figures.value:
                return replace(problem, where=document.where(figures.value[name][0]))
    return problem


def _result(name: str, kpi: KpiIn) -> KpiResult:
    """The KPI as given; why there is no value is said, since missing is never zero."""
    why = None if kpi.own is not None else NO_ROWS if kpi.denominator == 0 else NOT_GIVEN
    return KpiResult(name, kpi.own, kpi.numerator, kpi.denominator, kpi.sample, kpi.unit, why, kpi.of_parts())


def _pairs(parts: list[PartIn]) -> dict[str, Fraction]:
    return {part.key: part.value for part in parts}
