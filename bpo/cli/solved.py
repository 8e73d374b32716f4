"""How prices that were solved for are printed: what each price is and must be, the cost in each unit, the tender; and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.bid.discount import Discounted, HighestDiscount, places_of_rows
from bpo.bid.headings import INTERNAL
from bpo.bid.turns import money
from bpo.contracts.blocks.prices import Place
from bpo.contracts.model import Contract
from bpo.core.errors import Problem
from bpo.core.money import round_to
from bpo.core.words import Lang, Pct, Words, show, show_number
from bpo.economics.margin.margin_curve import Sums
from bpo.economics.margin.markup import margin_of, markup_of
from bpo.economics.margin.solve import WORDS, Goal
from bpo.economics.margin.written_prices import Needed, NeededPrice
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.quoted import PER, OneCost
from bpo.economics.scenario.scenario import Bid
from bpo.report import model as m
from bpo.report.screen import Column, table
from bpo.report.shown import value_said
from bpo.report.speech import Speech

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


def answer_text(
    asked: Asked, answers: Sequence[Answer], cost: OneCost, highest: HighestDiscount | None, lang: Lang
) -> str:
    """What it comes to today and at the first of these prices, the prices, the quotes, the tender."""
    speech, goal, months = Speech(lang, asked.contract.currency), asked.goal, asked.case.at().months
    head = HEAD.say(lang, {
        "title": asked.contract.title, "word": WORDS[goal.word], "goal": Pct(goal.share), "variant": asked.variant,
        "first": months[0].period.name, "last": months[-1].period.name, "currency": asked.contract.currency,
    })  # fmt: skip
    columns: list[Column] = [
        (TERMS, "left"), (PRICE, "fold"), (TODAY, "right"), (EXACT, "right"), (NEEDED, "right"), (GIVES, "right"),
    ]  # fmt: skip
    rows = [row for one in answers for row in _rows(asked, one, speech, lang)]
    parts = [head, _sums_text(asked, answers[0], speech, lang), table(columns, rows, lang)]
    parts[-1] += "\n" + (WITH_TAX if asked.with_tax else WITHOUT_TAX).say(lang)
    parts.append(_quotes_text(cost, speech, lang))
    if highest is not None:
        parts.append(_tender_text(asked, highest, speech, lang))
    return "\n\n".join(parts)


def _sums_text(asked: Asked, first: Answer, speech: Speech, lang: Lang) -> str:
    sides = [asked.today, *([first.needed.sums] if first.needed is not None else [])]
    rows = [[INTERNAL[name].say(lang), *cells] for name, cells in (
        ("revenue", [money(speech, revenue) for revenue, _ in sides]),
        ("cost", [money(speech, cost) for _, cost in sides]),
        ("margin", [money(speech, revenue - cost) for revenue, cost in sides]),
        ("margin_rate", [percent(margin_of(cost, revenue)) for revenue, cost in sides]),
        ("markup_rate", [percent(markup_of(cost, revenue)) for revenue, cost in sides]),
    )]  # fmt: skip
    columns: list[Column] = [(FIGURE, "left"), (TODAY, "right"), (THEN, "right")]
    return table(columns[: len(sides) + 1], rows, lang)


def _rows(asked: Asked, answer: Answer, speech: Speech, lang: Lang) -> Iterator[list[str]]:
    name, needed = ", ".join(answer.terms) or ALL_TERMS.say(lang), answer.needed
    if needed is None:
        told = " ".join(problem.words.say(lang, problem.values) for problem in answer.problems)
        yield [name, told, "", "", "", ""]
        return
    solved = needed.solved
    said = {"factor": show(solved.factor, lang), "before": money(speech, solved.before)}
    words = FREE if not solved.factor else TIMES if not solved.before else JUMPS
    yield [name, words.say(lang, said), "", "", "", percent(asked.goal.of(needed.sums))]
    if not solved.factor:
        return
    several = len(answer.terms) != 1
    for one in needed.prices:
        label = (f"{one.now.term} · " if several else "") + price_name(asked.contract, one, lang)
        yield ["", label, _written(one, one.now.value), _written(one, one.exact), _written(one, one.needed), ""]


def _written(one: NeededPrice, price: Fraction) -> str:
    """A price with the decimals of the contract, digits in groups; one that no decimals say is rounded to six."""
    shown = show_number(price)
    sign = one.now.text(one.needed)[-1:]
    if not sign.isdigit():
        shown = show_number(price * (1 / _unit(sign))) + sign
    return shown if shown.startswith("≈") else one.now.text(price, grouped=True)


def _unit(sign: str) -> Fraction:
    return {"%": Fraction(1, 100), "‰": Fraction(1, 1000), "‱": Fraction(1, 10_000)}[sign]


def price_name(contract: Contract, one: NeededPrice, lang: Lang) -> str:
    """What a price is of, as the price table says it; of an amended term with the day from which it holds."""
    versions = [version.contract for version in contract.versions] or [contract]
    version = versions[one.now.version]
    term = next(term for term in version.terms if term.id == one.now.term)
    row = places_of_rows(term, version).get(one.now.place)
    if row is not None:
        found = list(term.price_rows(version))[row]
        name = found.rule.say(lang, found.values)
    else:
        name = LEAST.say(lang) if one.now.place[0] == "minimum" else dotted(one.now.place)
    day = contract.versions[one.now.version].start if one.now.version else None
    return name if day is None else SINCE.say(lang, {"price": name, "day": day})


def dotted(place: Place) -> str:
    """``tiers.1.rate``: the place of a price in its term, lists counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


def _quotes_text(cost: OneCost, speech: Speech, lang: Lang) -> str:
    columns: list[Column] = [(PER_ONE, "left"), (QUANTITY, "right"), (NET, "right"), (GROSS, "right")]
    rows = [
        [
            PER[one.per].say(lang),
            show_number(round_to(one.quantity, Fraction(1, 100)), 2),
            money(speech, one.price),
            money(speech, one.with_tax) if one.with_tax is not None else "",
        ]
        for one in cost.quotes
    ]
    said = {"cost": money(speech, cost.cost), "revenue": money(speech, cost.revenue)}
    return QUOTES.say(lang, said) + "\n\n" + table(columns, rows, lang)


def _tender_text(asked: Asked, highest: HighestDiscount, speech: Speech, lang: Lang) -> str:
    tender = asked.bid.scenario.quote.tender if asked.bid.scenario.quote is not None else None
    assert tender is not None, "a highest discount is that of a tender"
    chosen, goal = highest.at or highest.lowest, asked.goal
    said = {
        "word": WORDS[goal.word], "goal": Pct(goal.share), "discount": Pct(chosen.discount), "total": money(speech, chosen.total),
        "gives": _gives(asked, chosen),
        "written": Pct(tender.discount) if tender.discount is not None else NONE_WRITTEN,
    }  # fmt: skip
    words = DISCOUNT if highest.at is not None else NOT_WITHIN if tender.ceilings else TOTAL_NOT_WITHIN
    parts = [words.say(lang, said)]
    if highest.ceiling is not None:
        over = money(speech, chosen.total - highest.ceiling)
        values = {"ceiling": money(speech, highest.ceiling), "over": over}
        parts.append((KEPT if highest.keeps_ceiling else BROKEN).say(lang, values))
    if highest.kept_from is not None:
        values = {"discount": show(Pct(highest.kept_from.discount), lang), "gives": _gives(asked, highest.kept_from)}
        parts.append(KEPT_FROM.say(lang, {**said, **values}))
    return ("" if lang == "zh" else " ").join(parts)


def percent(share: Fraction | None) -> str:
    return value_said(share, m.PERCENT, Speech("en", ""), m.PAPER).main


def _gives(asked: Asked, one: Discounted) -> str:
    return percent(asked.goal.of((one.plan.revenue, one.plan.cost)))
