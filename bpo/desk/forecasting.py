"""A forecast of what a contract's account will bring, out of the facts of a workspace."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bpo.bid.forecast_report import Forecasted
from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem, Where, choices, fail
from bpo.core.fields import Mistake
from bpo.core.filters import read_filter
from bpo.core.measures import Need
from bpo.core.periods import Period
from bpo.core.tables import INTERACTIONS
from bpo.core.words import Text, Words
from bpo.desk.workspace import Workspace
from bpo.economics.forecast.forecast import forecast
from bpo.facts.lake.lake import Lake, reading_lake
from bpo.kpi.conditions import HANDLED, OFFERED
from bpo.kpi.forecast_accuracy import VOLUMES
from bpo.metering.by_day import count_by_day, half_hours_of

CONTACTS = {"offered": OFFERED, "handled": HANDLED}
"""What may be forecast besides quantities of the contract, as the KPI on the accuracy of forecasts counts it."""
NO_QUANTITY = Words(
    "forecast-no-quantity",
    en="the contract counts nothing that is called '{given}'",
    zh="合同没有名为 '{given}' 的统计量",
)
WHERE_OF_CONTACTS = Words(
    "forecast-where-of-contacts",
    en="--where narrows 'offered' and 'handled'; what '{given}' counts, the contract says",
    zh="--where 只用于 offered 与 handled；'{given}' 的统计条件由合同规定",
)
NOT_IN_ORDER = Words(
    "forecast-periods-order",
    en="{first} does not come before {last}: write the first period, two dots and the last one",
    zh="{first} 不早于 {last}：请依次写首个账期、两个点和最后一个账期",
)
TOO_FAR = Words(
    "forecast-too-far",
    en="{first} to {last} are {count} periods; forecast {most} at most",
    zh="{first} 至 {last} 共 {count} 个账期；最多预测 {most} 个",
)
MOST_PERIODS = 60
PROFILE_DAYS = 56
"""Half hours are those of the last eight weeks: hours of opening change."""


def forecast_of(
    workspace: Workspace, loaded: LoadedContract, quantity: str, periods: str, where: str | None = None,
    first: date | None = None, last: date | None = None,
) -> Forecasted:  # fmt: skip
    """What is expected of a quantity.

    Args:
        workspace: whose lake has the facts.
        loaded: the contract; its account, time zone, billing periods and calendar count.
        quantity: ``offered``, ``handled``, or what the contract counts, by its id.
        periods: billing periods as ``2027-01..2027-06``, or one.
        where: a condition on the contacts offered or handled.
        first: the first day of the facts that is used.
        last: the last one.

    Raises:
        BpoError: for names and conditions that are not understood, and where there is nothing to forecast from.
    """
    contract = loaded.contract
    wanted = periods_named(contract, periods)
    need = _need(loaded, quantity, where)
    account = loaded.document.where(loaded.document.find(("account",))[0])
    with reading_lake(workspace.lake):
        lake = Lake(workspace.lake)
        seen = count_by_day(lake, contract, need, first, last, account)
        place = contract.place(quantity) or account
        found = forecast(quantity, seen, contract.cycle, contract.billing.calendar, wanted, place)
        window = Period(
            max(found.history.first, found.history.last - timedelta(days=PROFILE_DAYS - 1)), found.history.last, ""
        )
        half_hours = half_hours_of(lake, contract, need, window)
    return Forecasted(_name(contract, quantity, where), quantity, found, half_hours)


def periods_named(contract: Contract, written: str) -> Sequence[Period]:
    """The billing periods from one to another.

    Raises:
        BpoError: for names that are no period of the contract's cycle, and for more than so many.
    """
    first, dots, last = written.partition("..")
    start = contract.cycle.period(first)
    count = contract.cycle.between(start.name, contract.cycle.period(last).name) + 1 if dots else 1
    if count < 1:
        raise fail(NOT_IN_ORDER, None, first=first, last=last)
    if count > MOST_PERIODS:
        raise fail(TOO_FAR, None, first=first, last=last, count=count, most=MOST_PERIODS)
    return [contract.cycle.period(contract.cycle.after(start.name, n)) for n in range(count)]


def _need(loaded: LoadedContract, quantity: str, where: str | None) -> Need:
    counted = {need.id: need for need in loaded.contract.quantity_needs()}
    if quantity in counted:
        if where is not None:
            raise fail(WHERE_OF_CONTACTS, loaded.contract.place(quantity), given=quantity)
        return replace(counted[quantity], by=(), each=None, lapses_after=None)
    if quantity not in CONTACTS:
        raise fail(NO_QUANTITY, Where(loaded.document.path), **choices(quantity, [*CONTACTS, *counted]))
    condition = CONTACTS[quantity] if where is None else f"({CONTACTS[quantity]}) AND ({where})"
    if where is not None:
        _condition(where)
    return Need(quantity, INTERACTIONS.name, "count", where=read_filter(condition, INTERACTIONS), unit="contact")


def _condition(where: str) -> None:
    try:
        read_filter(where, INTERACTIONS)
    except Mistake as mistake:
        raise BpoError([Problem(mistake.words, Where("--where"), mistake.values)]) from None


def _name(contract: Contract, quantity: str, where: str | None) -> Text:
    known = contract.labels().get(quantity)
    if known is not None:
        return known
    name = VOLUMES.get(quantity, Text.of(quantity))
    return name if where is None else Text(zh=f"{name.zh}（{where}）", en=f"{name.en} ({where})")
