"""What several KPIs weigh in one clause: a weight each if it is missed, or by bands; and how often in a row one failed."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import ClassVar

from bpo.contracts.blocks.bands import Band, bounds_of, pick
from bpo.contracts.clause import Clause, Loc, Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import KpiVerdict
from bpo.core.errors import BpoError
from bpo.core.fields import FileModel, Mistake
from bpo.core.words import Words

WEIGHT_OR_BANDS = Words(
    "kpi-row-weight-or-bands",
    en="write either '{given}' (if the KPI misses its target) or 'bands', each with its own '{given}'",
    zh="'{given}'（未达标时计）与 'bands'（各档分别写 '{given}'）须且只能写一个",
)


class KpiRow(FileModel):
    """One KPI and what it weighs: a subclass adds the weight under its trade name, and ``bands`` of the same weight."""

    weight_name: ClassVar[str]

    kpi: str

    def check_fields(self) -> None:
        if (self._weight_of(self) is None) == (self._listed_bands() is None):
            raise Mistake(WEIGHT_OR_BANDS, given=self.weight_name)

    def reference(self, at: Loc) -> Reference:
        bounds = bounds_of(self._listed_bands() or (), (*at, "bands"))
        return Reference("kpi", self.kpi, (*at, "kpi"), bounds, needs_target=self._listed_bands() is None)

    def weight(self, verdict: KpiVerdict) -> Fraction | None:
        """What the judged value weighs: 0 if it is good enough; None if the KPI was not measured and is left out."""
        if verdict.judged is None:
            return None
        bands = self._listed_bands()
        if bands is not None:
            return self._weight_of(pick(bands, verdict.judged))
        return Fraction(0) if verdict.met else self._weight_of(self)

    def _weight_of(self, part: FileModel) -> Fraction | None:
        found: Fraction | None = getattr(part, self.weight_name)
        return found

    def _listed_bands(self) -> Sequence[Band] | None:
        found: Sequence[Band] | None = getattr(self, "bands", None)
        return found


def months_in_a_row(month: Month, failed: Callable[[Month], bool], most: int, clause: Clause) -> tuple[int, bool]:
    """For how many months in a row, up to and with this one, ``failed`` holds, and whether there may be more before them.

    At least ``most`` are looked at; those before them only as far as they are there.

    Raises:
        BpoError: if one of the first ``most`` was not billed here.
    """
    run, one = 0, month if most else None
    while one is not None:
        try:
            if not failed(one):
                break
            run += 1
            one = one.back(1, clause)
        except BpoError:
            if run < most:
                raise
            return run, True
    return run, False
