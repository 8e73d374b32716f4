"""Whether a contract says by whose clock moments are put on days and hours, before any is."""

from bpo.contracts.model import Contract
from bpo.core.errors import fail
from bpo.core.measures import Need
from bpo.core.tables import known_table
from bpo.core.words import Words

ZONE_NOT_SAID = Words(
    "billing-timezone-missing",
    en="a contract in {currency} says by whose clock its calls are put on days and hours before they are counted: write the time zone, "
    "such as 'timezone: America/New_York', under 'billing'",
    zh="以 {currency} 计价的合同须先写明按哪个时区划分日期和小时，然后才能统计：请在 billing 下写明时区，例如 timezone: America/New_York",
)


def asks_the_clock(need: Need) -> bool:
    """Whether it counts moments. Rows of a table with spans may all be of days; then none is put on one."""
    facts = known_table(need.table)
    moments = {column.name for column in facts.columns if column.type == "instant"}
    return bool(moments & need.columns_asked() if facts.span is not None else moments)


def require_zone(contract: Contract) -> None:
    """A contract says where its days begin, before moments are put on days.

    Raises:
        BpoError: if a contract in another currency than China's leaves that to the default, which is China's clock.
    """
    if contract.zone_is_assumed:
        raise fail(ZONE_NOT_SAID, contract.billing.where or contract.where, currency=contract.currency)
