"""Bonus (奖金): fixed, per event, for a KPI that is met, per point above it, or by bands; capped."""

from typing import ClassVar, Literal

from bpo.contracts.adjustments.consequence import Consequence
from bpo.core.words import Text


class Bonus(Consequence):
    """Adds to the statement; see :class:`Consequence` for the ways it is counted."""

    kind_name: ClassVar[Text] = Text(zh="奖金", en="Bonus")
    sign: ClassVar[int] = 1

    kind: Literal["bonus"]
