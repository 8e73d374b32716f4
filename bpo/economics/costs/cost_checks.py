"""Reads a cost file, finds what is wrong though each entry is well formed, and holds it against the contract: its currency, its due rule."""

from collections.abc import Iterator
from pathlib import Path

from bpo.contracts.header.due import due_dates
from bpo.contracts.model import Contract
from bpo.core.documents import Document, expect, read_document
from bpo.core.errors import BpoError, Problem, choices, in_order
from bpo.core.periods import Period
from bpo.core.validation import read_model
from bpo.core.words import Text, Words
from bpo.economics.costs.cost_file import RESERVED, Costs
from bpo.economics.costs.cost_item import OF_PRICE, Growing, Item
from bpo.economics.costs.driver_names import RATES

SAME_ITEM = Words(
    "cost-item-twice",
    en="the id '{given}' is there twice; every item needs its own",
    zh="编号 '{given}' 重复；每个成本项须有各自的编号",
)
UNKNOWN = Words("cost-name-unknown", en="there is no {kind} '{given}'", zh="没有名为 '{given}' 的{kind}")
OF_ITSELF = Words(
    "cost-percent-of-itself",
    en="'{item}' is a percent of itself; name what it is a percent of without it, or give it a category of its own",
    zh="'{item}' 以自身为计算基数；请列明不含自身的基数，或为其另设类别",
)
CIRCLE = Words(
    "cost-circle",
    en="each of these is a percent of the next: {circle}; take one of them out",
    zh="下列成本项互为计算基数：{circle}；请去掉其中一环",
)
ITEM_AND_CATEGORY = Words(
    "cost-item-and-category",
    en="'{given}' is both an item and a category; call one of them otherwise",
    zh="'{given}' 既是成本项又是类别；请改其一",
)
GROWTH_WITHOUT_START = Words(
    "cost-growth-without-start",
    en="growth needs a month to start from: write 'from: 2027-01' here, or once for the whole file",
    zh="年增长须有起始月：请在此处或文件开头写 from: 2027-01",
)
NO_EXCHANGE = Words(
    "cost-no-exchange",
    en="how much {priced_in} one {given} is, is not said; write 'exchange: {{{given}: …}}'",
    zh="未说明 1 {given} 合多少 {priced_in}；请写 exchange: {{{given}: …}}",
)
OWN_EXCHANGE = Words(
    "cost-exchange-of-its-own",
    en="one {given} is one {given}: 'exchange' says what other currencies are in it",
    zh="1 {given} 就是 1 {given}：exchange 只写其他货币折合的数额",
)
NO_TERM = Words(
    "cost-over-no-term",
    en="over how many months this one-off is spread is not said; write 'over_months' here, or 'term_months' for the whole file",
    zh="未说明一次性费用摊销的月数；请在此写 over_months，或在文件开头写 term_months",
)
RATE_AS_DRIVER = Words(
    "cost-rate-as-driver",
    en="'{given}' is a rate: there are none of it to pay for; write what is paid for, such as head, seat or minute",
    zh="'{given}' 是比率，不能作为计价数量；请写 head、seat、minute 等驱动量",
)
GRADE, PLACE, ITEM_OR_CATEGORY = (
    Text(zh="工资等级", en="wage grade"),
    Text(zh="缴费地（levies）", en="place under levies"),
    Text(zh="成本项或类别", en="item or category"),
)


def read_costs(path: str | Path) -> Costs:
    """Read a cost file.

    Raises:
        BpoError: with every mistake in it, each at its line.
    """
    return costs_of(read_document(path))


def costs_of(document: Document) -> Costs:
    """The same for a document that was read already."""
    expect(document, "costs")
    costs = read_model(document, Costs)
    circles, order = _circles(costs)
    problems = [*_names(costs, document), *_prices(costs, document), *_of(costs, document)]
    problems += [_circle(costs, document, circle) for circle in circles]
    if problems:
        raise BpoError(in_order(problems))
    costs.computed_in(order, document)
    return costs


def _problem(document: Document, words: Words, *loc: int | str, **values: object) -> Problem:
    return Problem(words, document.place(*loc), values)


def _names(costs: Costs, document: Document) -> Iterator[Problem]:
    ids = costs.item_ids()
    for i, item in enumerate(costs.items):
        if item.id in ids[:i]:
            yield _problem(document, SAME_ITEM, "items", i, "id", given=item.id)
        if item.wage is not None and item.wage not in costs.wages:
            yield _problem(document, UNKNOWN, "items", i, "wage", kind=GRADE, **choices(item.wage, costs.wages))
        if item.driver.rpartition(".")[2] in RATES:
            yield _problem(document, RATE_AS_DRIVER, "items", i, "per", given=item.per)
        if item.once is not None and item.over_months is None and not costs.term_months:
            yield _problem(document, NO_TERM, "items", i, "once")
    for name, wage in costs.wages.items():
        if wage.levies is not None and wage.levies not in costs.levies:
            yield _problem(document, UNKNOWN, "wages", name, "levies", kind=PLACE, **choices(wage.levies, costs.levies))


def _prices(costs: Costs, document: Document) -> Iterator[Problem]:
    """Growth that starts nowhere, and currencies without a rate of exchange."""
    if costs.price_currency in costs.exchange:
        yield _problem(document, OWN_EXCHANGE, "exchange", costs.price_currency, given=costs.price_currency)
    priced: list[tuple[tuple[int | str, ...], Growing]] = [
        *((("wages", name), wage) for name, wage in costs.wages.items()),
        *((("items", i), item) for i, item in enumerate(costs.items)),
    ]
    for loc, one in priced:
        if one.growth_a_year and not (one.start or costs.start):
            yield _problem(document, GROWTH_WITHOUT_START, *loc, "growth_a_year")
        of_money = not (isinstance(one, Item) and (one.percent is not None or one.wage is not None))
        currency = one.currency or costs.currency
        if of_money and currency != costs.price_currency and currency not in costs.exchange:
            yield _problem(document, NO_EXCHANGE, *loc, "currency", given=currency, priced_in=costs.price_currency)


def _of(costs: Costs, document: Document) -> Iterator[Problem]:
    ids, categories = set(costs.item_ids()), {item.in_category for item in costs.items}
    for i, item, n, name in costs.percents():
        at = ("items", i, "of", n)
        if name in RESERVED:
            continue
        if name in ids and name in categories and costs.members(name)[0].in_category != name:
            yield _problem(document, ITEM_AND_CATEGORY, *at, given=name)
        elif name not in ids | categories and costs.wage_alone(name) is None:
            wages = {f"{one.id}.wage" for one in costs.items if one.wage is not None}
            known = choices(name, {*ids, *categories, *wages, *RESERVED} - {item.id})
            yield _problem(document, UNKNOWN, *at, kind=ITEM_OR_CATEGORY, **known)


def _circle(costs: Costs, document: Document, circle: list[str]) -> Problem:
    i = costs.item_ids().index(circle[0])
    if len(circle) == 1:
        return _problem(document, OF_ITSELF, "items", i, "of", item=circle[0])
    return _problem(document, CIRCLE, "items", i, "of", circle=" → ".join([*circle, circle[0]]))


def _circles(costs: Costs) -> tuple[list[list[str]], tuple[str, ...]]:
    """Each circle of percents once, and the order in which the items can be computed if there is none."""
    built_on = {
        item.id: [member.id for name in item.of or () if name not in OF_PRICE for member in costs.members(name)]
        for item in costs.items
    }
    circles, done, path = list[list[str]](), list[str](), list[str]()

    def visit(id: str) -> None:
        if id in path:
            circles.append(path[path.index(id) :])
        elif id not in done:
            path.append(id)
            for member in dict.fromkeys(built_on[id]):
                visit(member)
            done.append(path.pop())

    for id in built_on:
        visit(id)
    return circles, tuple(done)


OTHER_CURRENCY = Words(
    "cost-other-currency",
    en="costs come out in {given}, but contract '{contract}' is priced in {priced_in}; "
    "write 'priced_in: {priced_in}' and 'exchange: {{{given}: …}}'",
    zh="成本以 {given} 计，而合同 '{contract}' 以 {priced_in} 计价；请写 priced_in: {priced_in} 和 exchange: {{{given}: …}}",
)


def currency_problems(costs: Costs, contract: Contract) -> list[Problem]:
    """A margin of two currencies means nothing."""
    if costs.price_currency == contract.currency:
        return []
    values = {"given": costs.price_currency, "contract": contract.contract, "priced_in": contract.currency}
    return [Problem(OTHER_CURRENCY, costs.place("priced_in" if costs.priced_in else "currency"), values)]


def receipt_days(contract: Contract, period: Period) -> int | None:
    """Days from the end of a month, when its costs are paid, until the client pays its statement.

    It is drawn on the day that the contract names for statements, else on the month's last. None where the contract's rule starts from a day that only the client knows, or from working days that are not known yet.
    """
    billing = contract.billing
    try:
        drawn_on = billing.dated(period) if billing.statement_date is not None else period.end
        dates = due_dates(billing.due, billing.accepted_after, billing.calendar, period.end, drawn_on, billing.where)
    except BpoError:
        return None
    day = dates.due_on or dates.due_at_latest
    return None if day is None else (day - period.end).days
