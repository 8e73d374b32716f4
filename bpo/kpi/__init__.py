"""How well it went: one KPI a file. A new KPI is one file, one line here, one page and one test."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bpo.kpi.base import Kpi
from bpo.kpi.entered import Entered
from bpo.kpi.service_level import ServiceLevel

AnyKpi = Annotated[
    ServiceLevel | Entered,
    Field(discriminator="kpi"),
]

__all__ = ["AnyKpi", "Kpi"]
