"""What every KPI has: its needs, its result as a ratio of sums, its target, and what follows when it was not measured."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from bpo.fields import Identifier, Label, Mistake, Number, Part, Positive, WholeNumber, read_number
from bpo.filters import Expr, read_filter
from bpo.measures import KpiResult, Need, Quantity
from bpo.tables import table
from bpo.words import Text, Words

Better = Literal["high", "low"]

PERCENT_EXPECTED = Words(
    "percent-expected",
    en="{given} means {percent}%; a {unit} is written with a percent sign, such as 80%",
    zh="{given} 即 {percent}%；此处应写百分号，例如 80%",
)


def _missing(given: Any) -> Any:
    return given if given in ("as_target", "left_out", None) else read_number(given)


IfNotMeasured = Annotated[Literal["as_target", "left_out"] | Fraction | None, BeforeValidator(_missing)]
"""``as_target``: judged as if it met its target exactly; ``left_out``: it has no consequence, and a scorecard is scaled up
without it; a value: judged as that. Without it a month with the KPI unmeasured is refused."""


class Kpi(Part):
    """One KPI of a contract. A subclass is one KPI in one file: its variants, its pair of needs, its formula in words."""

    unit: ClassVar[str] = "ratio"
    usually_better: ClassVar[Better] = "high"
    name: ClassVar[Text]
    scale: ClassVar[int] = 1
    """The ratio is multiplied by this: 10,000 for a rate per ten thousand."""

    id: Identifier
    label: Label | None = None
    clause: str = ""
    where_: Annotated[str | None, Field(alias="where")] = None
    target: Number | None = None
    better: Better | None = None
    minimum_sample: WholeNumber = 0
    if_not_measured: IfNotMeasured = None
    round_to: Positive | None = None

    # -- to be written by each KPI ---------------------------------------------------------------------------------

    def numerator(self) -> Need:
        """What is counted above the line; its id is ``<kpi id>.numerator``."""
        raise NotImplementedError

    def denominator(self) -> Need:
        raise NotImplementedError

    def formula(self) -> tuple[Words, Mapping[str, Any]]:
        """The variant in words, as the annex of the invoice prints it."""
        raise NotImplementedError

    # -- the same for all ------------------------------------------------------------------------------------------

    def needs(self) -> list[Need]:
        return [self.numerator(), self.denominator()]

    def result(self, counted: Mapping[str, Quantity]) -> KpiResult:
        """The KPI from its counted needs: Σ numerator / Σ denominator × scale."""
        top, bottom = counted[f"{self.id}.numerator"].total, counted[f"{self.id}.denominator"].total
        return KpiResult.ratio(self.id, top, bottom, self.measured_in(), self.scale)

    def measured_in(self) -> str:
        """The unit of the value: ``ratio`` (shown as a percentage), ``second``, ``score``, …"""
        return self.unit

    @property
    def good(self) -> Better:
        return self.better or self.usually_better

    def meets(self, value: Fraction, target: Fraction) -> bool:
        """Exactly on the target is met."""
        return value >= target if self.good == "high" else value <= target

    def count(self, which: str, table_name: str, where: str | None = None, at: str | None = None) -> Need:
        """A need that counts rows of a table: the KPI's own condition AND the contract's ``where``."""
        return Need(f"{self.id}.{which}", table_name, "count", where=self.filter(table_name, where), at=at)

    def total(self, which: str, table_name: str, of: Expr, where: str | None = None, at: str | None = None) -> Need:
        return Need(f"{self.id}.{which}", table_name, "sum", of=of, where=self.filter(table_name, where), at=at)

    def filter(self, table_name: str, own: str | None) -> Expr | None:
        """The KPI's own condition and the contract's ``where``, as far as the table has the columns it names."""
        from bpo.filters import both

        facts = table(table_name)
        assert facts is not None, table_name
        return both(read_filter(own, facts) if own else None, self._where_on(table_name))

    def _where_on(self, table_name: str) -> Expr | None:
        facts = table(table_name)
        assert facts is not None
        if self.where_ is None:
            return None
        try:
            return read_filter(self.where_, facts)
        except Mistake as mistake:
            raise Mistake(mistake.words, ("where",), mistake.offset, mistake.width, **mistake.values) from None

    @model_validator(mode="after")
    def _checked(self) -> Self:
        self.needs()  # a condition that is not understood, or names no column, is found here
        for at in ("target", "if_not_measured"):
            value = getattr(self, at)
            if isinstance(value, Fraction):
                self.check_bound(value, (at,))
        return self

    def check_bound(self, value: Fraction, at: tuple[int | str, ...]) -> None:
        """80 instead of 80% would never be reached; every bound on a ratio passes here.

        Raises:
            Mistake: for a ratio above 2.
        """
        if self.measured_in() == "ratio" and abs(value) > 2:
            raise Mistake(PERCENT_EXPECTED, at, given=value, percent=value * 100, unit=Text(zh="比率", en="ratio"))
