"""Shares of contacts that may change with the months."""

from collections.abc import Mapping

from bpo.economics.scenario.volume import ByMonth
from bpo.economics.staffing.shares import ShareOfWhole


class SharesByMonth(ByMonth):
    """``30%``, alike in all months, or ``{2027-01: 10%, 2027-07: 25%}``, each from its month on."""

    months: Mapping[str, ShareOfWhole]
