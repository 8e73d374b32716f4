"""Consequences, one a file. A new one is one file, one line here, one page and one test."""

from typing import Annotated

from pydantic import Field

from bpo.contracts.adjustments.advance import Advance
from bpo.contracts.adjustments.at_risk_pool import AtRiskPool
from bpo.contracts.adjustments.bonus import Bonus
from bpo.contracts.adjustments.cap import CapTogether
from bpo.contracts.adjustments.earn_back import EarnBack
from bpo.contracts.adjustments.exchange_rate import ExchangeRate
from bpo.contracts.adjustments.indexation import Indexation
from bpo.contracts.adjustments.minimum import Minimum
from bpo.contracts.adjustments.multiplier import Multiplier
from bpo.contracts.adjustments.penalty import Penalty
from bpo.contracts.adjustments.rebate import Rebate
from bpo.contracts.adjustments.retention import Retention
from bpo.contracts.adjustments.seat_shortfall import SeatShortfall
from bpo.contracts.adjustments.service_points import ServicePoints
from bpo.contracts.adjustments.set_off import SetOff
from bpo.contracts.adjustments.short_notice import ShortNotice
from bpo.contracts.adjustments.single_incident import SingleIncident
from bpo.contracts.adjustments.termination_fee import TerminationFee
from bpo.core.fields import Called
from bpo.core.words import Text

AnyAdjustment = Annotated[
    Advance
    | AtRiskPool
    | Bonus
    | CapTogether
    | EarnBack
    | Minimum
    | ExchangeRate
    | Indexation
    | Multiplier
    | Penalty
    | Rebate
    | Retention
    | SeatShortfall
    | ServicePoints
    | SetOff
    | ShortNotice
    | SingleIncident
    | TerminationFee,
    Field(discriminator="kind"),
    Called(Text(zh="调整方式", en="kind of adjustment")),
]

__all__ = ["AnyAdjustment"]
