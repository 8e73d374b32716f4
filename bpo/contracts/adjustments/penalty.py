"""Penalty (违约扣款): fixed, per event, for a KPI that is missed, per point of shortfall, or by bands; capped."""

from typing import ClassVar, Literal

from bpo.contracts.adjustments.consequence import Consequence
from bpo.core.words import Text


class Penalty(Consequence):
    """Takes from the statement; see :class:`Consequence` for the ways it is counted.

    ``nature``: a price reduction makes a smaller tax invoice; damages (违约金) leave it full and are netted from the payment.
    """

    kind_name: ClassVar[Text] = Text(zh="扣款", en="Penalty")
    sign: ClassVar[int] = -1

    kind: Literal["penalty"]
    nature: Literal["price_reduction", "damages"] = "price_reduction"

    @property
    def is_damages(self) -> bool:
        return self.nature == "damages"
