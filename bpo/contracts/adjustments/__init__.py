"""Consequences, one a file. A new one is one file, one line here, one page and one test."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bpo.contracts.adjustments.at_risk_pool import AtRiskPool
from bpo.contracts.adjustments.bonus import Bonus
from bpo.contracts.adjustments.multiplier import Multiplier
from bpo.contracts.adjustments.penalty import Penalty
from bpo.contracts.adjustments.service_points import ServicePoints

AnyAdjustment = Annotated[
    AtRiskPool | Bonus | Multiplier | Penalty | ServicePoints,
    Field(discriminator="kind"),
]

__all__ = ["AnyAdjustment"]
