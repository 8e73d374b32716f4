"""Checks of the contract as a whole: its time zone, its calendar, its orders, what no clause uses, and what an amendment restates."""

from collections.abc import Iterator, Mapping
from datetime import date

from bpo.advice.check.asked import Advice, Asked, parts_of
from bpo.contracts.clause import Kind, Loc
from bpo.contracts.header.tax_codes import TaxRate
from bpo.contracts.load import calendar_places
from bpo.contracts.model import Contract
from bpo.contracts.names import KINDS
from bpo.core.fields import FileModel
from bpo.core.words import Words

DEFAULT = Words(
    "check-timezone",
    en="a contract in {currency} without 'timezone' under 'billing': nothing can be counted for it, since nobody knows when its days begin",
    zh="合同币种为 {currency}，但 billing 下未写 timezone：无法确定日期从何时开始，因此无法统计数据",
)


def timezone(asked: Asked) -> Iterator[Advice]:
    """A contract in another currency than CNY that leaves the time zone to its default, which is China's."""
    contract = asked.contract
    if contract.zone_is_assumed:
        yield asked.advice(DEFAULT, ("currency",), currency=contract.currency)


YEARS_AHEAD = 10
"""How far a contract without a last day is looked into."""
BEYOND = Words(
    "check-calendar-beyond-data",
    en="the contract runs beyond the days that the calendar {calendar} knows: {year} is not announced yet, and a month that asks for "
    "its holidays or working days will be refused until it is",
    zh="合同期超出日历 {calendar} 已知的日期：{year} 年的放假安排尚未公布，在此之前凡需判断其节假日或工作日的月份将无法出账",
)


def calendar_beyond_data(asked: Asked) -> Iterator[Advice]:
    """A contract that reads its calendar in years whose public holidays and moved working days are not announced yet."""
    contract = asked.contract
    calendar = contract.billing.calendar
    if calendar is None or not calendar_places(contract, asked.document):
        return
    start, end = contract.effective.start, contract.effective.end
    last = end.year if end is not None else start.year + YEARS_AHEAD
    year = next((year for year in range(start.year, last + 1) if not calendar.knows(date(year, 1, 1))), None)
    if year is not None:
        yield asked.advice(BEYOND, ("billing", "calendar"), calendar=calendar.country, year=str(year))


EXPIRES = Words(
    "check-expiry",
    en="purchase order {number} expires on {day}, but the contract goes on to {end}: later months cannot be billed",
    zh="采购订单 {number} 于 {day} 到期，而合同持续至 {end}：其后各月将无法出账",
)


def expiry(asked: Asked) -> Iterator[Advice]:
    """A contract that goes on after the last of its purchase orders has expired."""
    contract = asked.contract
    ends = contract.effective.end or date.max
    for entity in dict.fromkeys(order.entity for order in contract.purchase_orders):
        own = [(order.end or date.max, i) for i, order in enumerate(contract.purchase_orders) if order.entity == entity]
        last, i = max(own)
        if last < ends:
            number = contract.purchase_orders[i].number
            values = {"number": number, "day": last, "end": contract.effective.end or "…"}
            yield asked.advice(EXPIRES, ("purchase_orders", i), number, **values)


UNUSED = Words(
    "check-unused",
    en="no clause uses the {kind} '{given}': it is shown, and nothing follows from it",
    zh="没有条款使用{kind} '{given}'：仅作展示，不产生任何影响",
)


def unused(asked: Asked) -> Iterator[Advice]:
    """KPIs, named quantities and tax codes that no clause uses: shown perhaps, but without consequence."""
    contract = asked.contract
    used: dict[Kind, set[str]] = {"line": set(), "kpi": set(), "quantity": set(), "tax": set()}
    for clause in contract.clauses:
        for reference in clause.references():
            used[reference.kind].add(reference.name)
    used["quantity"] |= {
        name for _, part in parts_of(contract.prices, ()) if isinstance(part, TaxRate) for name in part.deducts or ()
    }
    used["quantity"] |= {contract.shown_in.exchange} if contract.shown_in is not None else set()
    used["quantity"] |= {name for kpi in contract.kpis for name, _ in kpi.quantity_names()}
    if contract.allocation is not None:
        used["quantity"] |= {key.named for _, key in contract.allocation.keys}
    for i, kpi in enumerate(contract.kpis):
        if kpi.id not in used["kpi"]:
            yield asked.advice(UNUSED, ("kpis", i), kpi.id, kind=KINDS["kpi"], given=kpi.id)
    for name in contract.quantities:
        if name not in used["quantity"]:
            yield asked.advice(UNUSED, ("quantities", name), name, kind=KINDS["quantity"], given=name)
    default = next(iter(contract.prices.codes))
    for code in contract.prices.codes:
        if code != default and code not in used["tax"]:
            yield asked.advice(UNUSED, ("prices", "rates", code), code, kind=KINDS["tax"], given=code)


SAME = Words(
    "check-restated",
    en="the amendment from {day} restates '{given}' as it already is: nothing changes",
    zh="自 {day} 起的补充协议对 '{given}' 的约定与原来相同，没有任何变化",
)
HEADER = ("supplier", "client", "billing", "prices")


def restated(asked: Asked) -> Iterator[Advice]:
    """An amendment that restates what already holds: nothing changes, and a month in which it begins is priced in two parts for nothing."""
    if asked.before is None or asked.start is None:
        return
    before = _parts(asked.before)
    for name, (at, part) in _parts(asked.contract).items():
        _, was = before.get(name, (at, part))
        if part.where != was.where and type(part) is type(was) and part.model_dump() == was.model_dump():
            on = "" if name in HEADER else name
            yield asked.advice(SAME, at, on, day=asked.start, given=name)


def _parts(contract: Contract) -> Mapping[str, tuple[Loc, FileModel]]:
    """All that an amendment may restate, by name."""
    found: dict[str, tuple[Loc, FileModel]] = {name: ((name,), getattr(contract, name)) for name in HEADER}
    found |= {name: (("quantities", name), spec) for name, spec in contract.quantities.items()}
    for section in ("terms", "kpis", "adjustments"):
        found |= {one.id: ((section, i), one) for i, one in enumerate(getattr(contract, section))}
    return found
