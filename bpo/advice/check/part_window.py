"""A window of a minimum that the contract's first or last day cuts, and that owes the whole minimum all the same."""

from collections.abc import Iterator

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.adjustments.minimum import Minimum
from bpo.contracts.blocks.windows import OF_CALENDAR, months_in
from bpo.contracts.model import Contract
from bpo.core.periods import Period
from bpo.core.words import Words

PART = Words(
    "check-part-window",
    en="'{clause}': from {first} to {last} the contract holds on a part of the days, and the whole minimum is owed; write 'prorated: days' "
    "if it shall be less",
    zh="条款 '{clause}'：{first} 至 {last} 合同仅部分有效，但适用全额最低；如应按比例，请写 prorated: days",
)


def part_window(asked: Asked) -> Iterator[Advice]:
    """Minimums of a quarter or a year that the contract holds in part, without a word on whether they are prorated."""
    for at, clause in asked.adjustments():
        if not isinstance(clause, Minimum) or clause.within in ("month", "contract") or clause.amount is None:
            continue
        if clause.prorated == "no":
            for days in _cut(asked.contract, clause):
                yield asked.advice(PART, (*at, "within"), clause.id, first=days.start, last=days.end)


def _cut(contract: Contract, clause: Minimum) -> Iterator[Period]:
    """The first and the last window of the contract, where it does not hold on all of their days."""
    start, end = contract.effective.start, contract.effective.end
    ends = [_window(contract, clause, name) for name in _ends(contract)]
    for days in dict.fromkeys(ends):
        if days.start < start or (end is not None and days.end > end):
            yield days


def _ends(contract: Contract) -> list[str]:
    """The contract's first billing period, and its last one if it has any."""
    days = (contract.effective.start, contract.effective.end)
    return [contract.cycle.containing(day).name for day in days if day is not None]


def _window(contract: Contract, clause: Minimum, name: str) -> Period:
    """The window that a billing period lies in, from its first day to its last."""
    cycle, whole = contract.cycle, months_in(contract.cycle, clause.within)
    assert whole is not None, "only the contract's term has none"
    first = cycle.containing(contract.effective.start).name
    place = cycle.place_in(whole, name) if clause.within in OF_CALENDAR else cycle.between(first, name) % whole
    begins = cycle.after(name, -place)
    return Period(cycle.period(begins).start, cycle.period(cycle.after(begins, whole - 1)).end, begins)
