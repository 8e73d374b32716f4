"""Baseline with ARC and RRC (基准量计费): a fee for an agreed volume, a charge for what exceeds it, a credit for what falls short."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar, Literal

from bpo.contracts.blocks.prices import FEE as FIXED_FEE
from bpo.contracts.blocks.prices import Credit, Price, PriceRow, Quoted, Rows
from bpo.contracts.clause import Reference, in_month, named_in
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.contracts.terms.term import Term
from bpo.core.fields import Share
from bpo.core.figure import FigureField
from bpo.core.measures import Quantity
from bpo.core.proration import Prorated
from bpo.core.quantity import QuantityRef, QuantitySpec
from bpo.core.words import Condition, Pct, Text, Words

FEE = Words("baseline-fee", en="Fee for the baseline of {baseline}", zh="基准量 {baseline} 的费用")
FEE_PART = Words(
    "baseline-fee-part", en="Fee for the baseline of {baseline}, for {part}", zh="基准量 {baseline} 的费用，按 {part}计"
)
WITHIN = Words(
    "baseline-within",
    en="{volume} lies between {least} and {most}: neither charge nor credit",
    zh="{volume} 在 {least} 至 {most} 之间：不加收也不返还",
)
ARC = Words(
    "baseline-arc",
    en="Additional resource charge (ARC): {volume} counted, charged above {start}",
    zh="增量费用（ARC）：数量 {volume}，超过 {start} 的部分加收",
)
RRC = Words(
    "baseline-rrc",
    en="Reduced resource credit (RRC): {volume} counted, credited below {start}",
    zh="减量返还（RRC）：数量 {volume}，低于 {start} 的部分返还",
)
ABOVE = Words("offer-above-baseline", en="Each above the baseline", zh="超出基准量，每单位加收")
BELOW = Words("offer-below-baseline", en="Each below the baseline", zh="低于基准量，每单位减收")
DEAD_BAND = Words("offer-dead-band", en="no change within {share} of the baseline", zh="基准量 ±{share} 以内不增减")
WITH_A_BAND = Text(zh="dead_band（不计区间）", en="a dead_band")


class Baseline(Term):
    """``fee + arc × excess − rrc × shortfall``, neither within ``dead_band`` of the baseline.

    Once the volume leaves the dead band, what counts begins at its edge, or with ``counted_from: baseline`` at the baseline. Fee and
    baseline are for a whole period; where the contract holds for a part of one, for its days, unless ``prorated: no``.
    """

    kind_name: ClassVar[Text] = Text(zh="基准量（ARC/RRC）", en="Baseline with ARC and RRC")
    whole_month: ClassVar[tuple[str, ...]] = ("baseline",)

    model: Literal["baseline"]
    quantity: QuantityRef
    baseline: FigureField
    fee: Price
    arc: Price
    rrc: Credit
    dead_band: Share = Fraction(0)
    counted_from: Literal["dead_band", "baseline"] = "dead_band"
    prorated: Prorated = "days"

    def check_fields(self) -> None:
        super().check_fields()
        if not self.dead_band:
            self.only_with(WITH_A_BAND, "counted_from")

    @property
    def may_be_negative(self) -> bool:
        """Whether the credit of a month without volume may exceed the fee; of a baseline that is not written here it may."""
        written = [self.baseline.always] if self.baseline.always is not None else [*(self.baseline.by or {}).values()]
        edge = 1 - min(self.dead_band, Fraction(1)) if self.counted_from == "dead_band" else Fraction(1)
        return self.rrc * max(written) * edge > self.fee if written else bool(self.rrc)

    def references(self) -> list[Reference]:
        return [*super().references(), *named_in(self.baseline, ("baseline",))]

    def used(self, month: Month) -> bool:
        return self._counted(month).total > 0

    def price_rows(self, contract: Quoted) -> Rows:
        unit = contract.unit_of(self.counted_as)
        yield PriceRow(FIXED_FEE, {}, "month", self.fee)
        yield PriceRow(ABOVE, {}, unit, self.arc)
        yield PriceRow(BELOW, {}, unit, -self.rrc)

    def own_conditions(self) -> list[Condition]:
        counted = self.quantity.conditions() if isinstance(self.quantity, QuantitySpec) else []
        return [*counted, *([(DEAD_BAND, {"share": Pct(self.dead_band)})] if self.dead_band else [])]

    def charge(self, month: Month) -> Charge:
        return self.line(month, list(self._steps(month)))

    def _counted(self, month: Month) -> Quantity:
        return month.quantity(self.counted_as, self)

    def _steps(self, month: Month) -> Iterator[Step]:
        share = month.share(self.prorated, self.where)
        baseline = in_month(self.baseline, month, self) * share
        part = {"part": month.part_said(self.prorated, self.where)} if share != 1 else {}
        words, said = FEE_PART if part else FEE, {"baseline": baseline, **part}
        yield self.step(words, said, self.fee * share, share, "month", self.fee)
        counted = self._counted(month)
        volume, unit = counted.total, counted.unit
        least, most = baseline * (1 - min(self.dead_band, Fraction(1))), baseline * (1 + self.dead_band)
        from_edge = self.counted_from == "dead_band"
        if least <= volume <= most:
            yield self.step(WITHIN, {"volume": volume, "least": least, "most": most})
        elif volume > most:
            start = most if from_edge else baseline
            yield self._beyond(ARC, volume, start, volume - start, self.arc, unit)
        else:
            start = least if from_edge else baseline
            yield self._beyond(RRC, volume, start, start - volume, -self.rrc, unit)

    def _beyond(
        self, words: Words, volume: Fraction, start: Fraction, units: Fraction, rate: Fraction, unit: str
    ) -> Step:
        values: dict[str, Any] = {"volume": volume, "start": start}
        return self.step(words, values, units * rate, units, unit, rate)
