"""The three clients' months: quantities against counts of the raw exports, amounts against the arithmetic of the paper."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest

from bpo.facts.lake.lake import Lake
from tests.examples import raw_counts as raw
from tests.examples.examples import MONTHS, billed, cents, lines, measured
from tests.examples.raw_counts import Exports

each_month = pytest.mark.parametrize("month", MONTHS)
Ratio = tuple[int, int]


def ratios(lake: Lake, name: str, month: str) -> dict[str, tuple[Fraction | None, Fraction | None]]:
    return {kpi: (r.numerator, r.denominator) for kpi, r in measured(lake, name, month).kpis.items()}


def totals(lake: Lake, name: str, month: str) -> dict[str, Fraction]:
    return {quantity: q.total for quantity, q in measured(lake, name, month).quantities.items()}


def together(line: Fraction, factor: Fraction) -> tuple[str, str]:
    """A line and its coefficient: they add up to the rounded product."""
    shown = Fraction(cents(line))
    return cents(line), cents(Fraction(cents(line * factor)) - shown)


# -- 12345 -------------------------------------------------------------------------------------------------------------


def hotline(exports: Exports, month: str) -> tuple[dict[str, int], dict[str, Ratio]]:
    """Quantities and KPIs by the definitions of the contract's clauses 4.1 and 5.1 to 5.5."""
    calls = raw.hotline_calls(exports, month)
    answered = [row for row in calls if row["结果"] == "人工接听"]
    abandoned = [row for row in calls if row["结果"] == "排队放弃"]
    in_time = [row for row in answered if int(row["等待秒数"]) <= 20]
    short = sum(int(row["等待秒数"]) < 5 for row in abandoned)
    urgent = [sum(row["技能组"] == "应急热线" for row in rows) for rows in (in_time, answered, abandoned)]
    checks = raw.hotline_evaluations(exports, month)
    passed = sum(Fraction(row["得分"]) >= 85 and row["致命错误"] != "是" for row in checks)
    answers = [row["评价"] for row in raw.hotline_surveys(exports, month)]
    events = [(row["事件类别"], row["是否有责"]) for row in raw.hotline_events(exports, month)]
    quantities = {
        "inbound": len(answered),
        "upheld_complaints": events.count(("投诉", "是")),
        "praises": sum(kind == "表扬" for kind, _ in events),
    }
    offered = len(answered) + len(abandoned)
    return quantities, {
        "sl20": (len(in_time), offered - short),
        "qa": (passed, len(checks)),
        "satisfaction": (answers.count("满意") + answers.count("非常满意"), len(answers)),
        "abandonment": (len(abandoned), offered),
        "emergency": (urgent[0], urgent[1] + urgent[2]),
    }


@each_month
def test_the_hotline_is_measured_as_its_exports_say(lake: Lake, exports: Exports, month: str) -> None:
    quantities, kpis = hotline(exports, month)
    assert totals(lake, "city-hotline", month) == quantities
    assert ratios(lake, "city-hotline", month) == kpis


def hotline_marks(kpis: dict[str, Fraction]) -> Fraction:
    """Clause 6.1: 40 marks on a straight line from 70% to 85%, 30, 20 and 10 by bands; two decimals, half up."""
    line = 40 * min(Fraction(1), max(Fraction(0), (kpis["sl20"] - Fraction(70, 100)) / Fraction(15, 100)))
    quality = 30 if kpis["qa"] >= Fraction(95, 100) else 24 if kpis["qa"] >= Fraction(92, 100) else 10
    callers = 20 if kpis["satisfaction"] >= Fraction(95, 100) else 0
    lost = 10 if kpis["abandonment"] <= Fraction(5, 100) else 6 if kpis["abandonment"] <= Fraction(8, 100) else 0
    return Fraction(cents(line + quality + callers + lost))


@each_month
def test_the_hotline_pays_tiers_times_coefficient_plus_bonus_less_penalties(
    lake: Lake, exports: Exports, month: str
) -> None:
    counted, pairs = hotline(exports, month)
    kpis = {name: Fraction(*pair) for name, pair in pairs.items()}
    inbound = 20_000 * Fraction(4) + (counted["inbound"] - 20_000) * Fraction("3.60")
    marks = hotline_marks(kpis)
    factor = next(f for least, f in ((95, "1.02"), (85, "1.00"), (75, "0.97"), (0, "0.93")) if marks >= least)
    urgent = Fraction(floor(kpis["emergency"] * 1000 + Fraction(1, 2)), 10)  # per cent with one decimal, half up
    shortfall = max(Fraction(0), 85 - urgent)
    line, coefficient = together(inbound, Fraction(factor))
    expected = {
        "inbound": line,
        "coefficient": coefficient,
        "praise": cents(Fraction(min(50 * counted["praises"], 800))),
        "complaints": cents(-min(500 * counted["upheld_complaints"], inbound * Fraction(5, 100))),
        "emergency-shortfall": cents(-min(200 * shortfall, Fraction(2000))),
    }
    statement = billed(lake, "city-hotline", month)
    assert lines(statement) == expected
    assert str(statement.total) == cents(sum(map(Fraction, expected.values()), Fraction(0)))
    net = sum((Fraction(cents(Fraction(amount) / Fraction("1.06"))) for amount in expected.values()), Fraction(0))
    assert str(statement.net) == cents(net), "the price without tax is rounded line by line"


def test_the_hotline_s_two_months_differ_as_its_service_did(lake: Lake) -> None:
    january, february = (billed(lake, "city-hotline", month) for month in MONTHS)
    assert 90_000 < january.total < 110_000 and 90_000 < february.total < 110_000
    assert lines(january)["coefficient"].startswith("-") and not lines(february)["coefficient"].startswith("-")


# -- telesales ---------------------------------------------------------------------------------------------------------


def telesales(exports: Exports, month: str) -> tuple[dict[str, Fraction], dict[str, Ratio]]:
    """Quantities and KPIs by the definitions of the contract's clauses 3.1 to 3.3, 5.1 and 5.2."""
    standing = [row for row in raw.telesales_sales(exports, month) if row["cancelled_at"] == ""]
    premiums = [Fraction(row["premium"]) for row in standing if row["product"] == "PENSION"]
    hours = raw.telesales_hours(exports, month)
    effective = [
        row for row in raw.telesales_dials(exports, month) if row["disposition"] in ("SALE", "NOTINT", "CALLBK")
    ]
    checks = raw.telesales_evaluations(exports, month)
    passed = sum(Fraction(row["score"]) >= 85 and row["critical_error"] != "1" for row in checks)
    quantities = {
        "policies": Fraction(len(standing) - len(premiums)),
        "pension-commission": sum(premiums, Fraction(0)),
        "phone-hours": hours["DIAL"] + hours["TRAINING"],
    }
    return quantities, {"conversion": (len(standing), len(effective)), "qa": (passed, len(checks))}


@each_month
def test_telesales_is_measured_as_its_exports_say(lake: Lake, exports: Exports, month: str) -> None:
    quantities, kpis = telesales(exports, month)
    assert totals(lake, "insurer-telesales", month) == quantities
    assert ratios(lake, "insurer-telesales", month) == kpis


@each_month
def test_telesales_pays_policies_premiums_and_hours_with_a_bonus_for_conversion(
    lake: Lake, exports: Exports, month: str
) -> None:
    counted, kpis = telesales(exports, month)
    hours = raw.telesales_hours(exports, month)
    policies, commission = counted["policies"] * 360, counted["pension-commission"] * Fraction(4, 100)
    on_the_phone = hours["DIAL"] * 68 + hours["TRAINING"] * 45
    conversion = Fraction(cents(100 * Fraction(*kpis["conversion"])))  # per cent with two decimals
    share = next(s for least, s in (("1.80", 8), ("1.50", 4), ("0", 0)) if conversion >= Fraction(least))
    full_points = max(0, floor(95 - 100 * Fraction(*kpis["qa"])))
    limit = (policies + commission + on_the_phone) * Fraction(5, 100)
    expected = {
        "policies": cents(policies),
        "pension-commission": cents(commission),
        "phone-hours": cents(on_the_phone),
        "conversion-bonus": cents((policies + commission) * Fraction(share, 100)),
        "qa-penalty": cents(-min(Fraction(800 * full_points), limit)),
    }
    statement = billed(lake, "insurer-telesales", month)
    assert lines(statement) == expected
    net = sum(map(Fraction, expected.values()), Fraction(0))
    assert (str(statement.net), str(statement.tax)) == (cents(net), cents(net * Fraction(6, 100)))


def test_a_cancelled_policy_is_not_paid(exports: Exports, lake: Lake) -> None:
    for month in MONTHS:
        sold = raw.telesales_sales(exports, month)
        cancelled = sum(row["cancelled_at"] != "" for row in sold)
        pensions = sum(row["product"] == "PENSION" and row["cancelled_at"] == "" for row in sold)
        assert cancelled > 0
        assert totals(lake, "insurer-telesales", month)["policies"] == len(sold) - cancelled - pensions


# -- tech support ------------------------------------------------------------------------------------------------------


def support(exports: Exports, month: str) -> tuple[dict[str, Fraction], dict[str, Ratio]]:
    """Quantities and KPIs by the definitions of the statement of work, 3.1, 3.2, 5.1 and 5.2."""
    contacts = raw.support_contacts(exports, month)
    done = [row for row in contacts if row["status"] == "completed"]
    seconds = sum(int(row[part]) for row in done for part in ("talk_s", "hold_s", "wrap_s"))
    stars = [int(row["stars"]) for row in raw.support_surveys(exports, month)]
    quantities = {
        "seats-l1": sum((share for share, _ in raw.support_heads(exports, month, "L1")), Fraction(0)),
        "seats-l2": sum((share for share, _ in raw.support_heads(exports, month, "L2")), Fraction(0)),
        "leads": sum((share * cost for share, cost in raw.support_heads(exports, month, "Lead")), Fraction(0)),
    }
    return quantities, {
        "sl30": (sum(int(row["wait_s"]) <= 30 for row in done), len(contacts)),
        "csat": (sum(star >= 4 for star in stars), len(stars)),
        "fcr": (sum(row["resolved"] == "Y" and row["transferred"] != "Y" for row in done), len(done)),
        "aht": (seconds, len(done)),
    }


@each_month
def test_tech_support_is_measured_as_its_exports_say(lake: Lake, exports: Exports, month: str) -> None:
    quantities, kpis = support(exports, month)
    assert totals(lake, "tech-support", month) == quantities
    assert ratios(lake, "tech-support", month) == kpis


@each_month
def test_tech_support_pays_seats_by_days_and_leads_at_cost_plus_ten(lake: Lake, exports: Exports, month: str) -> None:
    counted, kpis = support(exports, month)
    level_1, level_2, leads = counted["seats-l1"] * 5150, counted["seats-l2"] * 6480, counted["leads"] * Fraction("1.1")
    satisfied, in_time = Fraction(*kpis["csat"]), Fraction(*kpis["sl30"])
    share = Fraction(3) if satisfied >= Fraction(90, 100) else Fraction("1.5") if satisfied >= Fraction(85, 100) else 0
    points = max(Fraction(0), 85 - 100 * in_time)
    credit = min(points * Fraction("0.005") * (level_1 + level_2), (level_1 + level_2 + leads) * Fraction(10, 100))
    expected = {
        "seats-l1": cents(level_1),
        "seats-l2": cents(level_2),
        "leads": cents(leads),
        "csat-bonus": cents((level_1 + level_2) * share / 100),
        "service-credit": cents(-credit),
    }
    statement = billed(lake, "tech-support", month)
    assert lines(statement) == expected
    assert str(statement.total) == str(statement.net) == cents(sum(map(Fraction, expected.values()), Fraction(0)))


def test_a_promotion_moves_the_seat_and_a_leaver_counts_to_the_last_day(lake: Lake) -> None:
    """Of 40 seats two are leads', eleven Level 2 all February and 24 Level 1; the other three change within the month."""
    promoted = (Fraction(15, 28), Fraction(13, 28))  # seat S31: Level 1 to the 15th, then Level 2
    replaced = Fraction(13 + 6, 28)  # seat S23: the leaver's last day is the 13th, the joiner's first the 23rd
    joined = Fraction(27, 28)  # seat S17: since the 2nd
    quantities = totals(lake, "tech-support", "2026-02")
    assert quantities["seats-l1"] == 24 + promoted[0] + replaced + joined
    assert quantities["seats-l2"] == 11 + promoted[1]
