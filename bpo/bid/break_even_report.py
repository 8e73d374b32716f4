"""The break-even report as its template sees it: one page with the figures, the curve and the cost-control target, then the detail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bpo.bid import headings as b
from bpo.bid import number_of_case, offer_of_case, turns
from bpo.bid.calculation import Figure, money, percent
from bpo.bid.margin_chart import margin_curve
from bpo.contracts.model import Contract
from bpo.core.money import round_to
from bpo.core.words import Pct, Text, Words, show, show_number
from bpo.economics.costs.driver_names import driver_name
from bpo.economics.margin.breakeven import BreakEven, safety
from bpo.economics.margin.crossings import Turn
from bpo.economics.margin.targets import KpiWorth, Target, Targets
from bpo.economics.margin.vary import Swept
from bpo.economics.scenario.case import Case
from bpo.invoice.face import party_of
from bpo.report.charts import Plot, curve_plot
from bpo.report.model import PERCENT, Format
from bpo.report.page import Pair, PartyBox, party_box
from bpo.report.page_words import PageWords, page_words
from bpo.report.speech import NOTHING, Said, Speech

ONE_MORE = Words("report-safety", en="margin of safety {safety}", zh="安全边际 {safety}")
NO_TURN = Words("report-no-turn", en="does not turn in this range", zh="该范围内无盈亏平衡点")
HELD = Words("report-coefficient", en="K*, {name}", zh="系数临界值 K*：{name}")
MAY_FALL = Words("report-may-fall", en="may fall by {safety}", zh="可下降 {safety}")
INSTEAD_OF = Words("report-instead-of", en="instead of {planned}", zh="计划为 {planned}")
MAY_TURN_MORE = Words(
    "report-may-turn-more",
    en="Not every stretch of the curve was followed: see {section}.",
    zh="曲线并未逐段跟踪，见第 {section} 节。",
)
NOT_FOLLOWED = Words(
    "report-curve-not-followed",
    en="The margin bends more often than at the {count} places drawn: between them there may be further turning points.",
    zh="毛利的转折多于绘出的 {count} 个位置，其间可能还有其他转折点。",
)
ALL = Text(zh="全部系数", en="all together")
SHARED = Text(zh="各行共担的变动成本", en="Variable costs of all lines")
FIXED = Text(zh="固定成本", en="Fixed costs")
BEFORE_ALLOCATED = Text(zh="分摊前贡献毛益", en="Contribution before allocated overhead")
ALLOCATED = Text(zh="分摊费用", en="Allocated overhead")
NOBODY = Text(zh="非岗位成本", en="Costs of no position")
UNASSIGNED = Text(zh="未指定", en="Not assigned")
PRICES = Words("report-prices", en="Prices, of today's", zh="单价（占现价）")
OF_INPUT = Words("report-input", en="{name}, of the plan", zh="{name}（占计划）")
EXCHANGE = Words("report-exchange", en="Rate of exchange of {currency}", zh="{currency} 汇率")
INPUTS: Mapping[str, Text] = {
    "volume": Text(zh="业务量", en="Volume"), "price": Text(zh="单价", en="Prices"), "occupancy": Text(zh="占用率上限", en="Occupancy limits"),
    "attrition": Text(zh="流失率", en="Attrition"), "wage": Text(zh="工资", en="Wages"), "shrinkage": Text(zh="缩减率", en="Shrinkage"),
    "hours": Text(zh="月工时", en="Hours a month"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TargetRow:
    label: Said
    plan: str
    target: str
    saving: str
    rows: tuple[TargetRow, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnsRow:
    """An input that was varied: where the margin turns, and whether the curve was followed along every stretch."""

    label: Said
    turns: tuple[Said, ...]
    not_followed: Said | None


@dataclass(frozen=True, slots=True)
class PerRow:
    label: Said
    revenue: str
    cost: str
    margin: str


@dataclass(frozen=True, slots=True)
class KpiRow:
    label: Said
    planned: str
    more: str
    less: str
    must_be: str


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """Everything that the break-even report prints; ``docs/templates.md`` describes it."""

    lang: str
    bilingual: bool
    h: Mapping[str, Said]
    document: Said
    title: Said
    contract: str
    number_name: Said
    number: str
    date: str
    pages: tuple[PageWords, ...]
    meta: tuple[Pair, ...]
    supplier: PartyBox
    figures: tuple[Figure, ...]
    curve_of: Said
    curve: Plot
    curve_note: Said | None
    target: TargetRow
    positions: tuple[TargetRow, ...]
    elsewhere: tuple[tuple[Said, tuple[TargetRow, ...]], ...]
    kpis: tuple[KpiRow, ...]
    turns: tuple[TurnsRow, ...]
    contributions: tuple[Figure, ...]
    per: tuple[PerRow, ...]
    note: Said


def report_of(case: Case, found: BreakEven, targets: Targets, swept: tuple[Swept, ...]) -> ReportSheet:
    """The report.

    Args:
        case: the contract with its costs and what is expected.
        found: its break-even figures.
        targets: the cost-control target.
        swept: inputs that were varied; the first one's curve is drawn, each has its place among the figures.
    """
    contract, offer, speech = case.contract, offer_of_case(case), speech_of_case(case)
    months = case.at().months
    if case.bid is not None:
        name = case.bid.scenario.label or Text.of(case.bid.scenario.scenario)
        meta = [Pair(speech.words(b.BOOK["scenario"]), speech.text(name))]
    else:
        meta = []
    name_of = case.costs.name_of
    labels = {line.item: line.label for month in months for line in month.costs}

    def row(target: Target, level: int = 0) -> TargetRow:
        label = (Text.of(""), name_of(target.name), labels.get(target.name, Text.of(target.name)))[min(level, 2)]
        parts = tuple(row(part, level + 1) for part in target.parts) if level < 2 else ()
        return _row(label, target, parts, speech)

    def level(name: str, nowhere: Text) -> tuple[TargetRow, ...]:
        return tuple(
            _row(name_of(part.name) if part.name else nowhere, part, (), speech) for part in targets.by.get(name, ())
        )

    return ReportSheet(
        lang="en" if speech.language == "en" else "zh-CN",
        bilingual=speech.language == "both",
        h={name: speech.words(words) for name, words in b.BOOK.items()},
        document=speech.words(b.INTERNAL["break_even"]),
        title=speech.text(contract.title),
        contract=contract.contract,
        number_name=speech.words(b.BOOK["quote_number" if offer else "contract"]),
        number=number_of_case(case),
        date=(offer.date if offer else contract.effective.start).isoformat(),
        pages=page_words(speech),
        meta=(
            *meta,
            Pair(speech.words(b.BOOK["term" if months[1:] else "period"]), Said(_months(case))),
        ),
        supplier=party_box(party_of(contract.supplier), speech),
        figures=tuple(_figures(case, found, swept, speech)),
        curve_of=speech.words(OF_INPUT, {"name": input_name(swept[0].varied.name, contract)}),
        curve=curve_plot(margin_curve(swept[0], _places(swept[0], contract)), speech),
        curve_note=None if swept[0].curve.complete else speech.words(MAY_TURN_MORE, {"section": 6}),
        target=row(targets.whole),
        positions=level("position", NOBODY),
        elsewhere=tuple(
            (speech.words(b.BOOK[name]), level(name, UNASSIGNED))
            for name in ("cost_centre", "site")
            if any(part.name for part in targets.by.get(name, ()))
        ),
        kpis=tuple(_kpi(worth, contract, speech) for worth in targets.kpis),
        turns=tuple(_turns(one, contract, speech) for one in swept),
        contributions=tuple(_contributions(contract, found, speech)),
        per=tuple(_per(found, speech)),
        note=speech.words(b.WHOLE_UNITS, {"currency": contract.currency}),
    )


def speech_of_case(case: Case) -> Speech:
    """The language of the quote, else of the contract."""
    offer = offer_of_case(case)
    return Speech(offer.language if offer and offer.language else case.contract.language, case.contract.currency)


def _months(case: Case) -> str:
    months = case.at().months
    return " – ".join(dict.fromkeys((months[0].period.name, months[-1].period.name)))


def _turns(one: Swept, contract: Contract, speech: Speech) -> TurnsRow:
    said = zip(*(turns.turns_said(one, contract, lang) for lang in speech.langs), strict=True)
    missed = speech.words(NOT_FOLLOWED, {"count": len(one.curve.spots)})
    label = speech.words(OF_INPUT, {"name": input_name(one.varied.name, contract)})
    return TurnsRow(label, tuple(Said(*both) for both in said), None if one.curve.complete else missed)


def input_name(name: str, contract: Contract) -> Text:
    """An input as people call it; a KPI by its label, one of a stream by what it is."""
    owner, _, what = name.rpartition(".")
    if owner == "kpi":
        return contract.labels().get(what, Text.of(what))
    if owner == "exchange":
        return Text(zh=EXCHANGE.say("zh", {"currency": what}), en=EXCHANGE.say("en", {"currency": what}))
    return INPUTS.get(name) or driver_name(name)


def _figures(case: Case, found: BreakEven, swept: tuple[Swept, ...], speech: Speech) -> Iterator[Figure]:
    contract = case.contract
    for name, turn in found.coefficients.items():
        of = contract.labels()[name] if name else ALL
        value = (
            NOTHING
            if turn is None
            else show_number(round_to(turn.end if turn.kind == "jump" else turn.place, Fraction(1, 10_000)), 4)
        )
        yield Figure(speech.words(HELD, {"name": of}), value, strong=True)
    yield Figure(speech.words(PRICES), _share(found.price), _may_fall(found.price, speech), strong=True)
    for one in swept:
        turn = turning(one)
        label = speech.text(input_name(one.varied.name, contract))
        if turn is None:
            yield Figure(label, NOTHING, speech.words(NO_TURN), strong=True)
            continue
        place = turn.end if turn.kind == "jump" and turn.rising else turn.place
        shown = _place(one, place, contract)
        if one.varied.contacts is not None:
            shown = f"{money(place * one.varied.contacts)}"
        safe, limit = safety(one), _limit(case) if one.varied.name == "occupancy" else None
        detail = None if safe is None else speech.words(ONE_MORE, {"safety": percent(safe)})
        if limit is not None:
            shown, detail = percent(limit * place), speech.words(INSTEAD_OF, {"planned": percent(limit)})
        yield Figure(label, shown, detail, strong=True)
    for key, amount in (("revenue", found.revenue), ("cost", found.cost), ("margin", found.margin)):
        yield Figure(speech.words(b.INTERNAL[key]), money(amount))
    payback = NOTHING if found.payback is None else str(found.payback)
    yield Figure(speech.words(b.INTERNAL["payback"]), payback)


def _per(found: BreakEven, speech: Speech) -> Iterator[PerRow]:
    for name, (revenue, cost) in found.per.items():
        shown = (turns.money(speech, amount) for amount in (revenue, cost, revenue - cost))
        yield PerRow(speech.text(driver_name(name)), *shown)


def turning(one: Swept) -> Turn | None:
    """Where the margin passes zero nearest to the plan."""
    paying = [turn for turn in one.curve.turns if turn.rising or turn.after < 0 <= turn.before]
    return min(paying, key=lambda turn: abs(turn.place - (one.varied.now or 0)), default=None)


def _share(turn: Turn | None) -> str:
    return NOTHING if turn is None else percent(turn.end if turn.kind == "jump" else turn.place)


def _may_fall(turn: Turn | None, speech: Speech) -> Said:
    """By how much all prices may fall; by less than nothing where they must rise."""
    if turn is None:
        return speech.words(NO_TURN)
    place = turn.end if turn.kind == "jump" else turn.place
    return speech.words(MAY_FALL, {"safety": percent(1 - place)})


def _limit(case: Case) -> Fraction | None:
    """The occupancy limit of the streams, if they have the same."""
    streams = case.bid.scenario.streams if case.bid is not None else ()
    limits = {stream.occupancy_at_most for stream in streams if stream.occupancy_at_most is not None}
    return limits.pop() if len(limits) == 1 else None


def _place(swept: Swept, place: Fraction, contract: Contract) -> str:
    one = swept.varied
    unit = next((kpi.measured_in() for kpi in contract.kpis if one.name == f"kpi.{kpi.id}"), "")
    return show(Pct(round_to(place, Fraction(1, 10_000))) if one.is_factor or unit == "ratio" else place, "en")


def _places(swept: Swept, contract: Contract) -> Format:
    """How a place of the input is written: a share of the plan, or of a KPI in its own unit."""
    one = swept.varied
    unit = next((kpi.measured_in() for kpi in contract.kpis if one.name == f"kpi.{kpi.id}"), "")
    return PERCENT if one.is_factor or unit == "ratio" else Format("number", 6)


def _row(label: Text, target: Target, rows: tuple[TargetRow, ...], speech: Speech) -> TargetRow:
    return TargetRow(speech.text(label), money(target.plan), money(target.target), money(target.saving), rows)


def _kpi(worth: KpiWorth, contract: Contract, speech: Speech) -> KpiRow:
    unit = next(kpi.measured_in() for kpi in contract.kpis if kpi.id == worth.kpi)
    turn = worth.must_be
    return KpiRow(
        speech.text(contract.labels()[worth.kpi]), speech.measured(worth.planned, unit), money(worth.more), money(worth.less),
        NOTHING if turn is None else speech.measured(turn.end if turn.rising else turn.place, unit),
    )  # fmt: skip


def _contributions(contract: Contract, found: BreakEven, speech: Speech) -> Iterator[Figure]:
    labels = contract.labels()
    for one in found.contributions:
        yield Figure(
            speech.text(labels.get(one.clause, Text.of(one.clause)) if one.clause else SHARED), money(one.amount)
        )
    yield Figure(speech.text(FIXED), money(-found.fixed))
    if found.allocated:
        yield Figure(speech.text(BEFORE_ALLOCATED), money(found.contribution), strong=True)
        yield Figure(speech.text(ALLOCATED), money(-found.allocated))
    yield Figure(speech.words(b.INTERNAL["margin"]), money(found.margin), strong=True)
