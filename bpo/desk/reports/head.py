"""What every report on a month's facts has on its first page."""

from collections.abc import Mapping

from bpo.contracts.model import Contract
from bpo.core.periods import Period
from bpo.core.words import Text, Words
from bpo.invoice.face import party_of
from bpo.report.headings import named
from bpo.report.model import Masthead

HEADINGS = named(
    {
        "report_number": ("报表编号", "Report no."),
        "report_days": ("统计日期", "Days"),
        "report_by": ("分组", "Kept apart by"),
    }
)


def head_of(
    name: str, document: Words, contract: Contract, window: Period, by: str, choices: Mapping[str, Text]
) -> Masthead:
    """Its number is ``<contract>-<month>-<name>``, with what is kept apart unless that is the first of the ``choices``."""
    more = "" if by == next(iter(choices)) else f"-{by}"
    return Masthead(
        document=document,
        title=contract.title,
        contract=contract.contract,
        number=f"{contract.contract}-{window.name}-{name}{more}",
        number_name=HEADINGS["report_number"],
        day=window.end,
        supplier=party_of(contract.supplier),
        meta=((HEADINGS["report_days"], f"{window.start} – {window.end}"), (HEADINGS["report_by"], choices[by])),
    )
