"""What a billing cycle cannot hold: fields that count months, quarters or years where its periods make none."""

from collections.abc import Iterator

from bpo.contracts.header.header import Header
from bpo.core.cycle import Cycle
from bpo.core.cycles import Months
from bpo.core.documents import Document
from bpo.core.errors import Problem
from bpo.core.words import Words
from bpo.core.yaml_tree import texts_in

THIRTY_DAYS = Words(
    "cycle-thirty-days",
    en="months of 30 days are counted from a day that every month has; in this billing cycle write 'days' or 'working_days'",
    zh="每月按 30 天折算须自每月都有的日期起算；该账期规则下请写 days 或 working_days",
)
NO_MONTHS = Words(
    "cycle-no-months",
    en="'{field}' counts months, but the contract is not billed by months; leave it out, or bill monthly",
    zh="'{field}' 按月计算，但合同不按月出账；请删去该字段，或改为按月出账",
)
NOT_IN_CYCLE = Words(
    "cycle-no-window",
    en="no whole number of billing periods makes '{given}'; leave '{field}' out, or bill by months",
    zh="账期不能合成 '{given}'；请删去 '{field}'，或改为按月出账",
)
NO_END = Words(
    "within-contract-without-end",
    en="'{field}: contract' goes by the contract's term, but 'effective' has no 'to'; write it, or another window",
    zh="{field}: contract 按整个合同期计，但 effective 未写 to；请写明，或改用其他期间",
)
IS_ONE = Words(
    "cycle-is-the-quarter",
    en="each billing period is a quarter already; leave '{field}' out",
    zh="账期本身即为季度；请删去 '{field}'",
)
OF_MONTHS = frozenset(
    {
        "grace_months",
        "ramp",
        "months",
        "months_ago",
        "months_in_a_row",
        "final_after_months",
        "binding_months_ahead",
        "minimum_term",
    }
)
OF_QUARTERS = frozenset({"quarter", "calendar_quarter", "quarterly", "calendar_quarterly"})
OF_YEARS = frozenset({"contract_year", "calendar_year", "rolling_12_months"})
WINDOWS = frozenset({"within", "tiers_within", "every", "paid"})


def against_cycle(contract: Header, document: Document) -> Iterator[Problem]:
    """The fields that mean nothing in the contract's billing cycle; those of amendments are read with the version each makes."""
    cycle = contract.cycle
    even = isinstance(cycle, Months) and cycle.first_day <= 28
    for name, node in texts_in(document.root, but="amendments"):
        given = str(node.value)
        if name == "prorated" and given == "thirty_days" and not even:
            yield Problem(THIRTY_DAYS, document.where(node))
        elif _counts_months(name, given) and cycle.a_year != 12:
            yield Problem(NO_MONTHS, document.where(node), {"field": name})
        elif name in WINDOWS and _has_none(cycle, given):
            yield Problem(NOT_IN_CYCLE, document.where(node), {"field": name, "given": given})
        elif name in ("every", "paid") and given in OF_QUARTERS and cycle.a_quarter == 1:
            yield Problem(IS_ONE, document.where(node), {"field": name})
        elif name in ("within", "tiers_within") and given == "contract" and contract.effective.end is None:
            yield Problem(NO_END, document.where(node), {"field": name})


def _counts_months(name: str, given: str) -> bool:
    return (name in OF_MONTHS and given != "0") or (name == "excess" and given == "next_month")


def _has_none(cycle: Cycle, window: str) -> bool:
    """Whether no whole number of the cycle's periods makes the window; a year from April is none of the calendar."""
    if isinstance(cycle, Months) and cycle.first_month > 1 and window.startswith("calendar"):
        shifted = (cycle.first_month - 1) % cycle.months
        if shifted or window == "calendar_year":
            return True
    return (window in OF_QUARTERS and cycle.a_quarter is None) or (window in OF_YEARS and cycle.a_year is None)
