"""The contract's KPIs (考核指标报表): each with its value and target, and day by day where it can be told of days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem
from bpo.core.measures import KpiResult, Measures
from bpo.core.periods import Period
from bpo.core.vocabulary import yes_or_no
from bpo.core.words import Text, Words
from bpo.desk.reports.head import head_of
from bpo.kpi.base import Kpi
from bpo.kpi.judge import judge
from bpo.metering import measure
from bpo.metering.findings import FactsWithQuarantine, data_findings
from bpo.report import model as m
from bpo.report.headings import named
from bpo.report.speech import Speech

BY: Mapping[str, Text] = {"month": Text(zh="账期", en="Month"), "day": Text(zh="日期", en="Day")}
HEADINGS = named(
    {
        "kpis_kpis": ("考核指标报表", "KPIs"),
        "kpis_kpi": ("指标", "KPI"),
        "kpis_value": ("实际值", "Value"),
        "kpis_target": ("目标", "Target"),
        "kpis_met": ("达标", "Met"),
        "kpis_counts": ("分子 / 分母", "Counts"),
        "kpis_days_met": ("达标天数", "Days on target"),
        "kpis_worst": ("最差日", "Worst day"),
        "kpis_why": ("说明", "Note"),
        "kpis_no_kpis": ("合同没有指标", "the contract has no KPIs"),
        "kpis_by_day": ("每日", "Day by day"),
    }
)
OF_MONTH = Words(
    "kpis-of-month",
    en="Values are counted as the contract says and judged by its targets; what it puts in place of a missing value is not shown here, and "
    "nothing is priced.",
    zh="按合同口径统计并按其目标判定；合同对缺失值的替代不在此列示，也不计价。",
)
OF_DAYS = Words(
    "kpis-of-days",
    en="A day is held against the month's target, which the contract may not ask of a day. Without a value: the day has nothing to count, "
    "or the KPI cannot be told of single days.",
    zh="每日值与账期目标比较，合同未必对单日有要求。无值：当日无可统计内容，或该指标不能按日拆分。",
)
ENTERED = Words(
    "kpis-entered", en="comes with the month's figures, and is not counted", zh="随当期数据给出，不由明细统计"
)
NO_FACTS = Words("kpis-no-facts", en="facts are missing", zh="缺少数据")
OF_ALL = Words("kpis-days", en="{met} of {all}", zh="{met} / {all}")


def kpis(lake: FactsWithQuarantine, contract: Contract, window: Period, by: str = "month") -> m.Report:
    """The report on the contract's KPIs over these days.

    Args:
        lake: the facts.
        contract: as it holds on these days.
        window: the days that count.
        by: ``month`` for a row a KPI, ``day`` for a row a day as well.

    Raises:
        BpoError: if there are facts for none of the KPIs.
    """
    counted = [kpi for kpi in contract.kpis if kpi.needs()]
    measures, missing = _measured_of(lake, contract, counted, window)
    head = head_of("kpis", HEADINGS["kpis_kpis"], contract, window, by, BY)
    series = {kpi.id: measures.series.get(kpi.id, {}) for kpi in counted}
    told = [kpi for kpi in counted if series[kpi.id]]
    days = [day.isoformat() for day in window.each_day()]
    charts = [_chart(kpi, contract, series[kpi.id], days) for kpi in told]
    findings = [m.filled(one.words, **one.values) for one in data_findings(lake, contract, window)]
    notes = m.Note((OF_MONTH, *([OF_DAYS] if told else []), *_said_missing(missing), *findings), "notes")
    sections = [m.Section("kpis", "", (_table(contract, measures, series, window, missing), *charts, notes))]
    if told and by == "day":
        sections.append(m.Section("by_day", HEADINGS["kpis_by_day"], (_days(told, contract, series, days),)))
    return m.Report(head, tuple(sections), contract.language, contract.currency)


def _measured_of(
    lake: FactsWithQuarantine, contract: Contract, counted: Sequence[Kpi], window: Period
) -> tuple[Measures, Mapping[str, Problem]]:
    """The KPIs measured together; where facts are missing each by itself, and why those are not that count them.

    Raises:
        BpoError: if there are facts for none.
    """
    alone = contract.model_copy(update={"terms": (), "adjustments": ()})
    try:
        return measure(lake, alone, window), {}
    except BpoError as error:
        told = error
    found, missing = Measures(window.name), dict[str, Problem]()
    for kpi in counted:
        try:
            lines: dict[str, Any] = {} if kpi.relief is not None else {"quantities": {}, "allocation": None}
            one = measure(lake, alone.model_copy(update={"kpis": (kpi,), **lines}), window)
        except BpoError as error:
            missing[kpi.id] = error.problems[0]
        else:
            found = replace(found, kpis={**found.kpis, **one.kpis}, series={**found.series, **one.series})
    if not found.kpis:
        raise told
    return found, missing


def _said_missing(missing: Mapping[str, Problem]) -> Iterator[m.Label]:
    for one in missing.values():
        yield m.filled(one.words, **one.values)


def _label(contract: Contract, kpi: Kpi) -> m.Label:
    return contract.labels().get(kpi.id, kpi.id)


def _table(
    contract: Contract, measures: Measures, series: Mapping[str, Mapping[str, Fraction]], window: Period,
    missing: Mapping[str, Problem],
) -> m.Table:  # fmt: skip
    h = HEADINGS
    columns = (
        m.Column("kpi", h["kpis_kpi"], width=28),
        m.Column("value", h["kpis_value"], width=12),
        m.Column("target", h["kpis_target"], width=12),
        m.Column("met", h["kpis_met"], width=8),
        m.Column("counts", h["kpis_counts"], width=20),
        m.Column("days_met", h["kpis_days_met"], width=14),
        m.Column("worst", h["kpis_worst"], width=22),
        m.Column("why", h["kpis_why"], width=34, wraps=True),
    )
    number = _number(contract, window)
    rows = [
        _row(contract, kpi, missing.get(kpi.id) or measures.kpis.get(kpi.id), series.get(kpi.id, {}), number)
        for kpi in contract.kpis
    ]
    return m.Table("kpis", columns, tuple(rows), sheet=h["kpis_kpis"], look="sides", empty=h["kpis_no_kpis"])


def _number(contract: Contract, window: Period) -> int:
    """The contract's month from 1, for targets that ramp up."""
    names = contract.cycle
    first, here = names.containing(contract.effective.start).name, names.containing(window.start).name
    return next((n for n in range(1, 1200) if names.after(first, n - 1) == here), 0)


def _row(
    contract: Contract, kpi: Kpi, result: KpiResult | Problem | None, days: Mapping[str, Fraction], number: int
) -> m.Row:
    target = kpi.aim.in_month(number)
    blank = dict.fromkeys(("value", "met", "counts", "days_met", "worst", "why"), m.BLANK)
    cells: dict[str, m.Value | m.Cell] = {"kpi": _label(contract, kpi), **blank}
    cells["target"] = m.BLANK if target is None else _measured(target, kpi.measured_in(), None)
    if isinstance(result, Problem):
        return m.Row({**cells, "why": NO_FACTS}, kpi.id)
    if result is None or (result.value is None and not kpi.needs()):
        return m.Row({**cells, "why": ENTERED}, kpi.id)
    found = judge(kpi, result, number)
    if result.value is None:
        why = result.why_not
        return m.Row({**cells, "why": m.BLANK if why is None else Text(zh=why.say("zh"), en=why.say("en"))}, kpi.id)
    cells["value"] = _measured(result.value, result.unit, target)
    if found.met is not None and found.judged is not None:
        cells["met"] = yes_or_no(found.met)
    if result.numerator is not None and result.denominator is not None:
        numbers = Speech("en", contract.currency)
        cells["counts"] = f"{numbers.quantity(result.numerator)} / {numbers.quantity(result.denominator)}"
    if days and target is not None:
        met = sum(kpi.aim.meets(value, target) for value in days.values())
        cells["days_met"] = m.filled(OF_ALL, met=met, all=len(days))
        day, value = _worst(kpi, days)
        said = _measured(value, result.unit, target)
        cells["worst"] = Text(zh=f"{day[5:]} {said.zh}", en=f"{day[5:]} {said.en}")
    if found.reason is not None:
        cells["why"] = Text(zh=found.reason.say("zh"), en=found.reason.say("en"))
    return m.Row(cells, kpi.id)


def _worst(kpi: Kpi, days: Mapping[str, Fraction]) -> tuple[str, Fraction]:
    """The first day of the value that is furthest on the wrong side."""
    low = kpi.aim.better == "low"
    return max(days.items(), key=lambda one: one[1] if low else -one[1])


def _measured(value: Fraction, unit: str, target: Fraction | None) -> Text:
    zh, en = (Speech(lang, "").measured(value, unit, target) for lang in ("zh", "en"))
    return Text(zh=zh, en=en)


def _chart(kpi: Kpi, contract: Contract, days: Mapping[str, Fraction], names: list[str]) -> m.Chart:
    """The KPI along the days, with its target as a line across."""
    line = tuple(days.get(name) for name in names)
    shown = tuple(str(int(name[-2:])) for name in names)
    bars = m.Bars(shown, (), line, kpi.target, unit="%" if kpi.measured_in() == "ratio" else "")
    return m.Chart(f"kpi_{kpi.id}", bars, (_label(contract, kpi),))


def _days(
    told: Sequence[Kpi], contract: Contract, series: Mapping[str, Mapping[str, Fraction]], names: list[str]
) -> m.Table:
    columns = (
        m.Column("name", BY["day"], m.TEXT, width=14),
        *(m.Column(kpi.id, _label(contract, kpi), width=18) for kpi in told),
    )
    rows = tuple(m.Row({"name": name, **dict(_cells(told, series, name))}) for name in names)
    return m.Table("days", columns, rows, sheet=HEADINGS["kpis_by_day"], look="work")


def _cells(
    told: Sequence[Kpi], series: Mapping[str, Mapping[str, Fraction]], name: str
) -> Iterator[tuple[str, m.Cell]]:
    """The values of a day; one that misses the target is marked."""
    for kpi in told:
        value = series[kpi.id].get(name)
        if value is None:
            yield kpi.id, m.BLANK
            continue
        said = _measured(value, kpi.measured_in(), kpi.target)
        missed = kpi.target is not None and not kpi.aim.meets(value, kpi.target)
        yield kpi.id, m.Cell(Text(zh=f"{said.zh} ×", en=f"{said.en} ×") if missed else said)
