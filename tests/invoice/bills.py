"""Invented bills for the tests of the documents, priced by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bpo.contracts.header.due import DueDates
from bpo.contracts.header.header import Header
from bpo.contracts.header.tax import apply_tax
from bpo.contracts.statement import Charge, KpiVerdict, Score, Statement, Step, rounded
from bpo.core.cycles import Months
from bpo.core.errors import Problem, Where
from bpo.core.filters import read_filter, read_quantity
from bpo.core.measures import Evidence, Increments, KpiResult, Measures, Need, Quantity
from bpo.core.tables import table
from bpo.core.words import Text, Words
from bpo.invoice.bill import Bill
from bpo.kpi.service_level import FORMULAS

TIER = Words("test-tier", en="tier from {lower} to {upper}", zh="第 {lower} 至 {upper} 档")
FLAT = Words("test-flat", en="quantity × unit price", zh="数量 × 单价")
FACTOR = Words("test-factor", en="score {score}: factor {factor}", zh="得分 {score}，系数 {factor}")
PER_EVENT = Words("test-per-event", en="{count} events at {amount} each", zh="{count} 起，每起 {amount}")
QA_FORMULA = Words(
    "test-qa", en="evaluations of at least {mark} / evaluations", zh="得分不低于 {mark} 的质检数 / 质检数"
)
TOO_FEW = Words("test-too-few", en="sample below 100: judged as the target", zh="样本少于 100：按目标值计")
FINDING = Words("test-finding", en="{rows} rows without an agent were kept out", zh="{rows} 条记录缺少坐席，未入库")


def header(**changes: Any) -> Header:
    """A contract's header; ``changes`` replace its fields."""
    given: dict[str, Any] = {
        "contract": "city-hotline-2026",
        "title": {"zh": "12345 市民热线外包服务", "en": "12345 city hotline services"},
        "language": "both",
        "currency": "CNY",
        "reference": "海信采〔2025〕118 号",
        "effective": {"from": "2026-01-01", "to": "2026-12-31"},
        "supplier": {
            "name": {"zh": "远声客户联络服务有限公司", "en": "Yuansheng Contact Services Ltd."},
            "address": "海州市高新区云桥路 88 号 5 栋",
            "tax_no": "91320700MA1XK2B34C",
            "contact": "林晓",
            "phone": "0518-5550 1200",
            "email": "billing@yuansheng.example",
            "bank": {"name": "中国工商银行", "branch": "海州高新支行", "account": "1107 0231 0900 8765 432"},
        },
        "client": {
            "name": {"zh": "海州市政务服务管理办公室", "en": "Haizhou Government Services Office"},
            "address": "海州市朝阳东路 1 号",
            "tax_no": "11320700014302917X",
            "po": "4500123",
            "cost_centre": "CC12",
        },
        "billing": {"due": "30 days after confirmation"},
        "prices": {"tax": "included", "rate": "6%", "tax_rounding": "line"},
    }
    return Header.model_validate({**given, **changes})


def flat(clause: str, label: Text, quantity: str, unit: str, rate: str, head: Header, **more: Any) -> Charge:
    """A line of one price."""
    q, r = Fraction(quantity), Fraction(rate)
    steps, amount = rounded([Step(FLAT, {}, q * r, q, unit, r, more.get("source", ""))], head.money)
    return Charge(clause, label, "workload", steps, amount, "standard", "contracts/hotline.yaml:30", **more)


def tiered(clause: str, label: Text, unit: str, parts: Sequence[tuple[int, str]], head: Header) -> Charge:
    """A line of bands: (quantity in the band, rate)."""
    steps, lower = [], 0
    for quantity, rate in parts:
        values = {"lower": lower, "upper": lower + quantity}
        steps.append(Step(TIER, values, quantity * Fraction(rate), Fraction(quantity), unit, Fraction(rate), "§4.1"))
        lower += quantity
    closed, amount = rounded(steps, head.money)
    return Charge(clause, label, "workload", closed, amount, "standard", "contracts/hotline.yaml:21", "§4.1")


def statement(
    charges: Sequence[Charge],
    head: Header,
    verdicts: Sequence[KpiVerdict] = (),
    measures: Measures | None = None,
    period: str = "2026-02",
) -> Statement:
    taxed = apply_tax(charges, head.prices, head.money, Months().period(period).end)
    return Statement(
        contract=head.contract,
        title=head.title,
        document=head.document,
        period=Months().period(period),
        currency=head.currency,
        prices_include_tax=head.prices.tax == "included",
        charges=tuple(charges),
        verdicts={verdict.result.kpi: verdict for verdict in verdicts},
        taxes=taxed.taxes,
        line_taxes=taxed.by_charge,
        net=taxed.net,
        tax=taxed.tax,
        total=taxed.total,
        measures=measures or Measures(period),
    )


def hotline_charges(head: Header, calls: int = 61_237) -> list[Charge]:
    """Tiers, a KPI coefficient that builds on them, and a penalty."""
    inbound = tiered(
        "inbound",
        Text(zh="呼入话务量", en="Inbound calls handled"),
        "call",
        [(50_000, "3.80"), (calls - 50_000, "3.20")],
        head,
    )
    outbound = flat("callback", Text(zh="回访外呼", en="Call-backs"), "4218.35", "minute", "0.855", head, source="§4.2")
    explained = Step(FACTOR, {"score": Fraction("83.5"), "factor": Fraction("0.95")}, Fraction(0))
    step = Step(
        FACTOR,
        {"score": Fraction("83.5"), "factor": Fraction("0.95")},
        inbound.exact * Fraction("-0.05"),
        inbound.exact,
        "money",
        Fraction("-0.05"),
        "§6.3",
    )
    steps, amount = rounded([explained, step], head.money, inbound.exact * Fraction("0.95"), inbound.amount)
    coefficient = Charge(
        "coefficient", Text(zh="KPI 考核系数", en="KPI coefficient"), "multiplier", steps, amount, "standard",
        "contracts/hotline.yaml:44", "§6.3",
        (Score("sl20", Fraction(60), Fraction("43.5")), Score("qa", Fraction(40), Fraction(40))),
    )  # fmt: skip
    values = {"count": 3, "amount": Decimal("500.00")}
    steps, amount = rounded(
        [Step(PER_EVENT, values, Fraction(-1500), Fraction(3), "event", Fraction(-500), "§6.5")], head.money
    )
    penalty = Charge(
        "complaints", Text(zh="有责投诉扣款", en="Upheld complaints"), "penalty", steps, amount, "standard",
        "contracts/hotline.yaml:58", "§6.5",
    )  # fmt: skip
    return [inbound, outbound, coefficient, penalty]


def hotline_verdicts() -> list[KpiVerdict]:
    level = KpiResult("sl20", Fraction(48_210, 61_237), Fraction(48_210), Fraction(61_237), 61_237, "ratio")
    quality = KpiResult("qa", Fraction(82, 86), Fraction(82), Fraction(86), 86, "ratio")
    speed = KpiResult("asa", Fraction(857_318, 58_902), Fraction(857_318), Fraction(58_902), 58_902, "second")
    threshold = {"threshold": 20, "short": 5}
    return [
        KpiVerdict(
            level, Text(zh="20 秒接通率", en="Service level 20 s"), FORMULAS["short_excluded"], threshold,
            level.value, Fraction(4, 5), "high", False, Fraction("43.5"), Fraction(60), None,
            "contracts/hotline.yaml:36", "§6.1",
        ),
        KpiVerdict(
            quality, Text(zh="质检合格率", en="QA pass rate"), QA_FORMULA, {"mark": 85},
            Fraction(19, 20), Fraction(19, 20), "high", True, Fraction(40), Fraction(40), TOO_FEW,
            "contracts/hotline.yaml:37", "§6.2",
        ),
        KpiVerdict(
            speed, Text(zh="平均应答速度", en="Average speed of answer"), FLAT, {},
            speed.value, Fraction(15), "low", True, None, None, None, "contracts/hotline.yaml:38", "",
        ),
    ]  # fmt: skip


def hotline_measures() -> Measures:
    days = [date(2026, 2, 1) + timedelta(days=n) for n in range(28)]
    volume = {
        day.isoformat(): Fraction(2500 - 900 * (day.weekday() >= 5) + 37 * (i * i % 11)) for i, day in enumerate(days)
    }
    level = {
        day.isoformat(): Fraction(760 + 17 * (i * 7 % 13) - 90 * (i == 16), 1000)
        for i, day in enumerate(days)
        if i != 20
    }
    return Measures(
        "2026-02",
        quantities={
            "inbound": Quantity(Fraction(61_237), "call"),
            "callback": Quantity(Fraction("4218.35"), "minute"),
            "upheld_complaints": Quantity(Fraction(3), "event"),
        },
        kpis={verdict.result.kpi: verdict.result for verdict in hotline_verdicts()},
        series={"inbound": volume, "sl20": level},
        evidence={
            "inbound": Evidence(61_237, "interactions", 14),
            "callback": Evidence(2_904, "interactions", 14),
            "sl20.numerator": Evidence(48_210, "interactions", 14),
            "sl20.denominator": Evidence(61_237, "interactions", 14),
        },
    )


def hotline_needs() -> list[Need]:
    calls = table("interactions")
    assert calls is not None
    handled = read_filter("direction = 'inbound' AND outcome = 'handled'", calls)
    in_time = read_filter("direction = 'inbound' AND outcome = 'handled' AND wait_seconds <= 20", calls)
    return [
        Need("inbound", "interactions", "count", where=handled, unit="call"),
        Need(
            "callback", "interactions", "sum", of=read_quantity("talk_seconds", calls),
            where=read_filter("direction = 'outbound'", calls), increments=Increments(30, 6), unit="minute", divisor=60,
        ),
        Need("sl20.numerator", "interactions", "count", where=in_time),
        Need("sl20.denominator", "interactions", "count"),
    ]  # fmt: skip


def hotline(**changes: Any) -> Bill:
    """A whole month of the hotline with all that a bill can have; ``changes`` replace fields of its header."""
    head = header(**changes)
    now = statement(hotline_charges(head), head, hotline_verdicts(), hotline_measures())
    before = statement(hotline_charges(head, 58_004)[:3], head, period="2026-01")
    finding = Problem(FINDING, Where("lake/quarantine", 0), {"rows": 34})
    return Bill(now, head, "S-0042", date(2026, 3, 2), DueDates(), hotline_needs(), before, (finding,))


def many_lines(count: int = 40, **changes: Any) -> Bill:
    head = header(**changes)
    charges = [
        flat(
            f"line-{i}", Text(zh=f"第 {i} 组座席", en=f"Seats of group {i}"), str(10 + i), "seat_month", "6738.00", head
        )
        for i in range(1, count + 1)
    ]
    return Bill(statement(charges, head), head, "S-0043", date(2026, 3, 2), DueDates(date(2026, 4, 1)))


def credit(**changes: Any) -> Bill:
    """A statement whose deductions outweigh its charges."""
    head = header(**changes)
    charge = flat("refund", Text(zh="服务费返还", en="Service credit"), "1", "month", "-12500.50", head, source="§7")
    return Bill(statement([charge], head), head, "S-0044", date(2026, 3, 2), DueDates(date(2026, 4, 1)), revision=2)


def with_name(bill: Bill, name: str) -> Bill:
    """The bill with another name of its client."""
    client = bill.header.client.model_copy(update={"name": Text.of(name)})
    return replace(bill, header=bill.header.model_copy(update={"client": client}))
