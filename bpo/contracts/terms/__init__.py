"""Pricing models, one a file. A new one is one file, one line here, one page and one test."""

from typing import Annotated

from pydantic import Field

from bpo.contracts.terms.baseline import Baseline
from bpo.contracts.terms.commission import Commission
from bpo.contracts.terms.consulting import Consulting
from bpo.contracts.terms.contingency import Contingency
from bpo.contracts.terms.fixed import Fixed
from bpo.contracts.terms.gainshare import Gainshare
from bpo.contracts.terms.hours import Hours
from bpo.contracts.terms.leads import Leads
from bpo.contracts.terms.pass_through import PassThrough
from bpo.contracts.terms.piece_rate import PieceRate
from bpo.contracts.terms.seats import Seats
from bpo.contracts.terms.staff_lease import StaffLease
from bpo.contracts.terms.workload import Workload
from bpo.core.fields import Called
from bpo.core.words import Text

AnyTerm = Annotated[
    Baseline
    | Commission
    | Consulting
    | Contingency
    | Fixed
    | Gainshare
    | Hours
    | Leads
    | PassThrough
    | PieceRate
    | Seats
    | StaffLease
    | Workload,
    Field(discriminator="model"),
    Called(Text(zh="计价方式", en="pricing model")),
]

__all__ = ["AnyTerm"]
