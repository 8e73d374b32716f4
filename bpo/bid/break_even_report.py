"""The break-even report as its template sees it: one page with the figures, the curve and the cost-control target, then the detail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bpo.bid import headings as b
from bpo.bid.calculation import Figure, money, percent
from bpo.bid.margin_chart import margin_chart
from bpo.contracts.model import Contract
from bpo.economics.breakeven import BreakEven, safety
from bpo.economics.case import Case
from bpo.economics.crossings import Turn
from bpo.economics.driver_names import driver_name
from bpo.economics.targets import KpiWorth, Target, Targets, by_position
from bpo.economics.vary import Swept
from bpo.invoice.charts import Chart
from bpo.invoice.face import PartyBox, party_box
from bpo.invoice.face import Row as MetaRow
from bpo.invoice.sheet import PageWords, page_words
from bpo.invoice.speech import NOTHING, Said, Speech
from bpo.money import round_to
from bpo.words import Pct, Text, Words, show, show_number

OF_PLAN = Words("report-of-plan", en="{share} of the plan", zh="为计划的 {share}")
ONE_MORE = Words("report-safety", en="margin of safety {safety}", zh="安全边际 {safety}")
NO_TURN = Words("report-no-turn", en="does not turn in this range", zh="该范围内无盈亏平衡点")
HELD = Words("report-coefficient", en="Coefficient K*: {name}", zh="考核系数临界值 K*：{name}")
ALL = Text(zh="全部系数", en="all together")
SHARED = Text(zh="各行共担的变动成本", en="Variable costs of all lines")
FIXED = Text(zh="固定成本", en="Fixed costs")
NOBODY = Text(zh="非岗位成本", en="Costs of no position")
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
    number: str
    date: str
    pages: tuple[PageWords, ...]
    meta: tuple[MetaRow, ...]
    supplier: PartyBox
    figures: tuple[Figure, ...]
    curve_of: Said
    curve: Chart
    target: TargetRow
    positions: tuple[TargetRow, ...]
    kpis: tuple[KpiRow, ...]
    contributions: tuple[Figure, ...]
    note: Said


def report_of(case: Case, found: BreakEven, targets: Targets, swept: tuple[Swept, ...]) -> ReportSheet:
    """The report.

    Args:
        case: the contract with its costs and what is expected.
        found: its break-even figures.
        targets: the cost-control target.
        swept: inputs that were varied; the first one's curve is drawn, each has its place among the figures.
    """
    contract, scenario = case.contract, case.bid.scenario if case.bid is not None else None
    offer = scenario.quote if scenario is not None else None
    speech = Speech(offer.language if offer and offer.language else contract.language, contract.currency)
    months = case.at().months
    name_of = case.costs.name_of
    labels = {line.item: line.label for month in months for line in month.costs}

    def row(target: Target, level: int = 0) -> TargetRow:
        label = (Text.of(""), name_of(target.name), labels.get(target.name, Text.of(target.name)))[min(level, 2)]
        parts = (
            tuple(row(part, level + 1) for part in (_whole(target.parts) if level else target.parts))
            if level < 2
            else ()
        )
        return _row(label, target, parts, speech)

    return ReportSheet(
        lang="en" if speech.language == "en" else "zh-CN",
        bilingual=speech.language == "both",
        h={name: speech.words(words) for name, words in b.BOOK.items()},
        document=speech.words(b.INTERNAL["break_even"]),
        title=speech.text(contract.title),
        contract=contract.contract,
        number=offer.number if offer else contract.contract,
        date=(offer.date if offer else contract.effective.start).isoformat(),
        pages=page_words(speech),
        meta=(MetaRow(speech.words(b.BOOK["period"]), Said(f"{months[0].period.name} – {months[-1].period.name}")),),
        supplier=party_box(contract.supplier, speech),
        figures=tuple(_figures(contract, found, swept, speech)),
        curve_of=speech.words(OF_INPUT, {"name": input_name(swept[0].varied.name, contract)}),
        curve=margin_chart(swept[0], lambda place: _place(swept[0], place, contract)),
        target=row(targets.whole),
        positions=tuple(
            _row(name_of(name) if name else NOBODY, target, (), speech)
            for name, target in by_position(targets.whole).items()
        ),
        kpis=tuple(_kpi(worth, contract, speech) for worth in targets.kpis),
        contributions=tuple(_contributions(contract, found, speech)),
        note=speech.words(b.WHOLE_UNITS, {"currency": contract.currency}),
    )


def _whole(items: tuple[Target, ...]) -> list[Target]:
    """Items with what they bring along, such as the levies on a wage."""
    found: dict[str, Target] = {}
    for item in items:
        name = item.name.partition(".")[0]
        before = found.get(name, Target(name, Fraction(0), Fraction(0)))
        found[name] = Target(name, before.plan + item.plan, before.target + item.target)
    return list(found.values())


def input_name(name: str, contract: Contract) -> Text:
    """An input as people call it; a KPI by its label, one of a stream by what it is."""
    owner, _, what = name.rpartition(".")
    if owner == "kpi":
        return contract.labels().get(what, Text.of(what))
    if owner == "exchange":
        return Text(zh=EXCHANGE.say("zh", {"currency": what}), en=EXCHANGE.say("en", {"currency": what}))
    return INPUTS.get(name) or driver_name(name)


def _figures(contract: Contract, found: BreakEven, swept: tuple[Swept, ...], speech: Speech) -> Iterator[Figure]:
    for name, turn in found.coefficients.items():
        of = contract.labels()[name] if name else ALL
        value = (
            NOTHING
            if turn is None
            else show_number(round_to(turn.end if turn.kind == "jump" else turn.place, Fraction(1, 10_000)), 4)
        )
        yield Figure(speech.words(HELD, {"name": of}), value, strong=True)
    yield Figure(speech.text(INPUTS["price"]), _share(found.price), _of_plan(found.price, speech), strong=True)
    for one in swept:
        paying = [turn for turn in one.curve.turns if turn.rising or turn.after < 0 <= turn.before]
        turn = min(paying, key=lambda turn: abs(turn.place - (one.varied.now or 0)), default=None)
        label = speech.text(input_name(one.varied.name, contract))
        if turn is None:
            yield Figure(label, NOTHING, speech.words(NO_TURN), strong=True)
            continue
        place = turn.end if turn.kind == "jump" and turn.rising else turn.place
        shown = _place(one, place, contract)
        if one.varied.contacts is not None:
            shown = f"{money(place * one.varied.contacts)}"
        safe = safety(one)
        said = [] if safe is None else [(ONE_MORE, {"safety": percent(safe)})]
        share = [(OF_PLAN, {"share": percent(place)})] if one.varied.contacts is not None else []
        yield Figure(label, shown, _joined([*share, *said], speech), strong=True)
    for key, amount in (("revenue", found.revenue), ("cost", found.cost), ("margin", found.margin)):
        yield Figure(speech.words(b.INTERNAL[key]), money(amount))
    payback = NOTHING if found.payback is None else str(found.payback)
    yield Figure(speech.words(b.INTERNAL["payback"]), payback)


def _share(turn: Turn | None) -> str:
    return NOTHING if turn is None else percent(turn.end if turn.kind == "jump" else turn.place)


def _of_plan(turn: Turn | None, speech: Speech) -> Said:
    return speech.words(OF_PLAN, {"share": _share(turn)}) if turn is not None else speech.words(NO_TURN)


def _joined(parts: list[tuple[Words, dict[str, str]]], speech: Speech) -> Said | None:
    said = [
        ("，" if lang == "zh" else ", ").join(words.say(lang, values) for words, values in parts)
        for lang in speech.langs
    ]
    return Said(*said) if parts else None


def _place(swept: Swept, place: Fraction, contract: Contract) -> str:
    one = swept.varied
    unit = next((kpi.measured_in() for kpi in contract.kpis if one.name == f"kpi.{kpi.id}"), "")
    return show(Pct(round_to(place, Fraction(1, 10_000))) if one.is_factor or unit == "ratio" else place, "en")


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
    yield Figure(speech.words(b.INTERNAL["margin"]), money(found.margin), strong=True)
