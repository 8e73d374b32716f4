"""Prices that were solved for: what each price is and must be, the cost in each unit, the tender."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.bid.discount import Discounted, HighestDiscount, places_of_rows
from bpo.bid.front import masthead
from bpo.bid.headings import BOOK, INTERNAL
from bpo.bid.plan_headings import PLAN
from bpo.bid.turns import money
from bpo.contracts.blocks.prices import Place
from bpo.contracts.model import Contract
from bpo.core.errors import Problem
from bpo.core.words import Pct, Text, Words, show_number
from bpo.economics.margin.margin_curve import Sums
from bpo.economics.margin.solve import WORDS, Goal
from bpo.economics.margin.written_prices import Needed, NeededPrice
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.quoted import PER, OneCost
from bpo.economics.scenario.scenario import Bid
from bpo.report import model as m
from bpo.report.shown import rounded
from bpo.report.speech import NOTHING, Speech

HEAD = Words(
    "solve-head",
    en="{title}: prices for a {word} of {goal} ({variant}, {first} to {last}, {currency})",
    zh="{title}：{word} {goal} 所需单价（{variant}，{first} 至 {last}，{currency}）",
)
WITH_TAX = Words(
    "solve-prices-with-tax", en="Prices are as the contract writes them, with tax.", zh="单价按合同写法，含税。"
)
WITHOUT_TAX = Words(
    "solve-prices-without-tax", en="Prices are as the contract writes them, without tax.", zh="单价按合同写法，不含税。"
)
FIGURE = Words("solve-figure", en="over the term", zh="合同期")
TODAY = Words("solve-today", en="today", zh="现状")
THEN = Words("solve-then", en="at these prices", zh="按所需单价")
TERMS = Words("solve-terms", en="terms", zh="条款")
PRICE = Words("solve-price", en="price", zh="单价项")
EXACT = Words("solve-exact", en="exact", zh="精确值")
NEEDED = Words("solve-needed", en="needed", zh="所需")
GIVES = Words("solve-gives", en="gives", zh="得到")
ALL_TERMS = Words("solve-all-terms", en="all together", zh="全部条款同比例")
TIMES = Words("solve-times", en="× {factor}", zh="× {factor}")
FREE = Words("solve-free", en="reached at any price: the other lines pay for it", zh="任何单价均可达到：其他条款已足够")
JUMPS = Words(
    "solve-jumps",
    en="× {factor}, behind a jump: a step lower {before} are lacking",
    zh="× {factor}，位于跳变之后：低一步即差 {before}",
)
LEAST = Words("solve-least", en="Least fee", zh="最低收费")
SINCE = Words("solve-since", en="{price}, from {day}", zh="{price}（{day} 起）")
QUOTES = Words(
    "solve-quotes",
    en="One cost, several quotes: {cost} of cost, {revenue} of revenue without tax",
    zh="一个成本，多种报价：成本 {cost}，不含税收入 {revenue}",
)
PER_ONE = Words("solve-per", en="per", zh="每")
QUANTITY = Words("solve-quantity", en="over the term", zh="合同期数量")
NET = Words("solve-net", en="without tax", zh="不含税")
GROSS = Words("solve-gross", en="with tax", zh="含税")
DISCOUNT = Words(
    "solve-discount",
    en="Tender: {word} {goal} is reached with a discount of up to {discount} on the ceilings ({written} is written). The term then "
    "comes to {total} with tax, a {word} of {gives}.",
    zh="投标：下浮率不超过 {discount} 可达到{word} {goal}（方案写为 {written}）。此时合同期含税总价 {total}，{word} {gives}。",
)
NOT_WITHIN = Words(
    "solve-discount-none",
    en="Tender: within the ceilings the {word} of {goal} is out of reach. Without any discount the term comes to {total} with tax, a "
    "{word} of {gives}.",
    zh="投标：在最高限价内达不到{word} {goal}。不下浮时合同期含税总价 {total}，{word} {gives}。",
)
TOTAL_NOT_WITHIN = Words(
    "solve-total-not-within",
    en="Tender: no prices within the ceiling reach the {word} of {goal}: the term would come to {total} with tax.",
    zh="投标：在总价最高限价内达不到{word} {goal}：所需合同期含税总价为 {total}。",
)
KEPT = Words("solve-ceiling-kept", en="That keeps the ceiling of {ceiling}.", zh="未超过总价最高限价 {ceiling}。")
BROKEN = Words(
    "solve-ceiling-broken",
    en="That is {over} above the ceiling of {ceiling}: the bid would be void.",
    zh="超过总价最高限价 {ceiling}，超出 {over}：将被视为无效投标。",
)
KEPT_FROM = Words(
    "solve-ceiling-kept-from",
    en="The ceiling is kept from a discount of {discount} on, at a {word} of {gives}.",
    zh="下浮率达到 {discount} 起不超过总价限价，{word}为 {gives}。",
)
NONE_WRITTEN = Words("solve-no-discount-written", en="none", zh="未写")


@dataclass(frozen=True)
class Asked:
    """What is solved for."""

    bid: Bid
    case: Case
    goal: Goal
    variant: str

    @property
    def contract(self) -> Contract:
        return self.case.contract

    @property
    def today(self) -> Sums:
        """Revenue and cost as billed, at the prices of the contract."""
        plan = self.case.at()
        return plan.revenue, plan.cost

    @property
    def with_tax(self) -> bool:
        return self.contract.prices.tax == "included"


@dataclass(frozen=True)
class Answer:
    """The prices of these terms (none: of all) that reach the goal, or why none do."""

    terms: tuple[str, ...]
    needed: Needed | None
    problems: tuple[Problem, ...] = ()


def solved_report(asked: Asked, answers: Sequence[Answer], cost: OneCost, highest: HighestDiscount | None) -> m.Report:
    """What it comes to today and at the first of these prices, the prices, the quotes, the tender."""
    contract, goal, months = asked.contract, asked.goal, asked.case.at().months
    speech = Speech(contract.language, contract.currency)
    first, last = months[0].period.name, months[-1].period.name
    said = m.filled(
        HEAD,
        title=contract.title,
        word=WORDS[goal.word],
        goal=Pct(goal.share),
        variant=asked.variant,
        first=first,
        last=last,
        currency=contract.currency,
    )
    quotes = m.filled(QUOTES, cost=money(speech, cost.cost), revenue=money(speech, cost.revenue))
    sections = (
        m.Section("sums", "", (m.Note((said,)), _sums(asked, answers[0]))),
        m.Section(
            "needed", "", (_needed(asked, answers, speech), m.Note((WITH_TAX if asked.with_tax else WITHOUT_TAX,)))
        ),
        m.Section("quotes", "", (m.Note((quotes,)), _quotes(cost))),
        m.Section("tender", "", (m.Note((_tender(asked, highest, speech),)),) if highest is not None else ()),
    )
    head = masthead(asked.bid.scenario, contract, NEEDED, PLAN["plan_number"], [(BOOK["variant"], asked.variant)])
    return m.Report(head, sections, contract.language, contract.currency)


def _sums(asked: Asked, first: Answer) -> m.Table:
    sides = {"today": (TODAY, asked.today)}
    if first.needed is not None:
        sides["then"] = (THEN, first.needed.sums)
    revenue, cost = ({side: sums[n] for side, (_, sums) in sides.items()} for n in (0, 1))
    h = INTERNAL
    rows = (
        m.Row({"figure": h["revenue"], **revenue}, "revenue"),
        m.Row({"figure": h["cost"], **cost}, "cost"),
        m.Row({"figure": h["margin"]}, "margin", relation="{revenue} - {cost}"),
        m.Row({"figure": h["margin_rate"]}, "margin_rate", relation="{margin} / {revenue}", format=m.PERCENT),
        m.Row({"figure": h["markup_rate"]}, "markup_rate", relation="{margin} / {cost}", format=m.PERCENT),
    )
    columns = (
        m.Column("figure", FIGURE, width=34),
        *(m.Column(side, words, m.MONEY) for side, (words, _) in sides.items()),
    )
    return m.Table("sums", columns, rows, sheet=FIGURE)


def _needed(asked: Asked, answers: Sequence[Answer], speech: Speech) -> m.Table:
    """For each set of terms by what their prices are multiplied, then every price."""
    columns = (
        m.Column("terms", TERMS),
        m.Column("price", PRICE, width=40, wraps=True),
        m.Column("today", TODAY, m.RATE),
        m.Column("exact", EXACT, m.RATE),
        m.Column("needed", NEEDED, m.RATE),
        m.Column("gives", GIVES, m.PERCENT),
    )
    rows = tuple(row for one in answers for row in _rows(asked, one, speech))
    return m.Table("needed", columns, rows, sheet=NEEDED)


def _rows(asked: Asked, answer: Answer, speech: Speech) -> Iterator[m.Row]:
    name, needed = ", ".join(answer.terms) or ALL_TERMS, answer.needed
    if needed is None:
        told = [m.filled(problem.words, **problem.values) for problem in answer.problems]
        yield m.Row({"terms": name, "price": Text(zh=" ".join(t.zh for t in told), en=" ".join(t.en for t in told))})
        return
    solved = needed.solved
    words = FREE if not solved.factor else TIMES if not solved.before else JUMPS
    factor = m.filled(words, factor=solved.factor, before=money(speech, solved.before))
    yield m.Row({"terms": name, "price": factor, "gives": asked.goal.of(needed.sums)}, kind="head")
    for one in needed.prices if solved.factor else ():
        label = price_name(asked.contract, one)
        if len(answer.terms) != 1:
            label = Text(zh=f"{one.now.term} · {label.zh}", en=f"{one.now.term} · {label.en}")
        prices = {"today": one.now.value, "exact": one.exact, "needed": one.needed}
        cells = {key: m.Cell(price, said=Text.of(_written(one, price))) for key, price in prices.items()}
        yield m.Row({"price": label, **cells})


def _written(one: NeededPrice, price: Fraction) -> str:
    """A price with the decimals of the contract, digits in groups; one that no decimals say is rounded to six."""
    shown = show_number(price)
    sign = one.now.text(one.needed)[-1:]
    if not sign.isdigit():
        shown = show_number(price * (1 / _unit(sign))) + sign
    return shown if shown.startswith("≈") else one.now.text(price, grouped=True)


def _unit(sign: str) -> Fraction:
    return {"%": Fraction(1, 100), "‰": Fraction(1, 1000), "‱": Fraction(1, 10_000)}[sign]


def price_name(contract: Contract, one: NeededPrice) -> Text:
    """What a price is of, as the price table says it; of an amended term with the day from which it holds."""
    versions = [version.contract for version in contract.versions] or [contract]
    version = versions[one.now.version]
    term = next(term for term in version.terms if term.id == one.now.term)
    row = places_of_rows(term, version).get(one.now.place)
    if row is not None:
        found = list(term.price_rows(version))[row]
        name = m.filled(found.rule, **found.values)
    else:
        name = m.filled(LEAST) if one.now.place[0] == "minimum" else Text.of(dotted(one.now.place))
    return m.filled(SINCE, price=name, day=contract.versions[one.now.version].start) if one.now.version else name


def dotted(place: Place) -> str:
    """``tiers.1.rate``: the place of a price in its term, lists counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


def _quotes(cost: OneCost) -> m.Table:
    columns = (
        m.Column("per", PER_ONE),
        m.Column("quantity", QUANTITY, m.NUMBER),
        m.Column("price", NET, m.MONEY),
        m.Column("with_tax", GROSS, m.MONEY),
    )
    rows = tuple(
        m.Row({"per": PER[one.per], "quantity": one.quantity, "price": one.price, "with_tax": one.with_tax})
        for one in cost.quotes
    )
    return m.Table("quotes", columns, rows, sheet=PER_ONE)


def _tender(asked: Asked, highest: HighestDiscount, speech: Speech) -> Text:
    tender = asked.bid.scenario.quote.tender if asked.bid.scenario.quote is not None else None
    assert tender is not None, "a highest discount is that of a tender"
    chosen, goal = highest.at or highest.lowest, asked.goal
    said = {
        "word": WORDS[goal.word],
        "goal": Pct(goal.share),
        "discount": Pct(chosen.discount),
        "total": money(speech, chosen.total),
        "gives": _gives(asked, chosen),
        "written": Pct(tender.discount) if tender.discount is not None else NONE_WRITTEN,
    }
    parts = [
        m.filled(DISCOUNT if highest.at is not None else NOT_WITHIN if tender.ceilings else TOTAL_NOT_WITHIN, **said)
    ]
    if highest.ceiling is not None:
        values = {"ceiling": money(speech, highest.ceiling), "over": money(speech, chosen.total - highest.ceiling)}
        parts.append(m.filled(KEPT if highest.keeps_ceiling else BROKEN, **values))
    if highest.kept_from is not None:
        kept = {"discount": Pct(highest.kept_from.discount), "gives": _gives(asked, highest.kept_from)}
        parts.append(m.filled(KEPT_FROM, **{**said, **kept}))
    return Text(zh="".join(one.zh for one in parts), en=" ".join(one.en for one in parts))


def _gives(asked: Asked, one: Discounted) -> str:
    given = asked.goal.of((one.plan.revenue, one.plan.cost))
    return NOTHING if given is None else rounded(given * 100, m.PERCENT.places) + "%"
