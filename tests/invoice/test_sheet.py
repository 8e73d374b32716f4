"""What the templates get: strings in the document's language."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from bpo.contracts.adjustments.scorecard import SUM
from bpo.contracts.header.due import DueDates
from bpo.contracts.statement import Score, Step
from bpo.core.filters import read_quantity
from bpo.core.measures import Evidence, KpiResult, Measures, Need, Quantity
from bpo.core.tables import table
from bpo.core.words import Text
from bpo.invoice.annex import annex_of
from bpo.invoice.bill import Bill
from bpo.invoice.counted import label_of
from bpo.invoice.face import accepted_text, due_text, face_of
from bpo.invoice.lines import ROWS_OF_A_FACE
from bpo.invoice.review import review_of
from bpo.invoice.sheet import sheet_of, speech_of
from bpo.report.charts import bars_plot
from bpo.report.model import Bars
from bpo.report.speech import Speech, clause_number
from tests.invoice import bills


@pytest.mark.parametrize(
    ("currency", "amount", "text"),
    [
        ("CNY", "1684500.00", "1,684,500.00"),
        ("CNY", "-0.50", "-0.50"),
        ("JPY", "-1500", "-1,500"),
        ("KWD", "1004.755", "1,004.755"),
        ("CNY", "123456789012345678901234567890.12", "123,456,789,012,345,678,901,234,567,890.12"),
    ],
)
def test_money_has_the_places_of_its_currency(currency: str, amount: str, text: str) -> None:
    assert Speech("en", currency).money(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("language", "currency", "text"),
    [("zh", "CNY", "-¥12.50"), ("both", "CNY", "CNY -12.50"), ("en", "CNY", "CNY -12.50"), ("zh", "USD", "USD -12.50")],
)
def test_the_total_names_its_currency(language: str, currency: str, text: str) -> None:
    assert Speech(language, currency).payable(Decimal("-12.50")) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "target", "text"),
    [
        ("0.79996", "ratio", "0.8", "79.996%"),  # two decimals would say 80%, and not met
        ("0.8", "ratio", "0.8", "80%"),
        ("48210/61237", "ratio", "0.8", "78.73%"),
        ("14.999", "second", "15", "14.999 seconds"),
        ("14.554", "second", "15", "14.55 seconds"),
        ("-1/3", "score", None, "-0.33 points"),
    ],
)
def test_a_kpi_is_never_shown_as_its_target_unless_it_is(value: str, unit: str, target: str | None, text: str) -> None:
    against = None if target is None else Fraction(target)
    assert Speech("en", "CNY").measured(Fraction(value), unit, against) == text


def test_exact_amounts_keep_their_decimals() -> None:
    speech = Speech("en", "CNY")
    assert speech.exact_money(Fraction("3606.68925")) == "3,606.68925"
    assert speech.exact_money(Fraction(1, 3)) == "≈0.333333"
    assert (speech.ratio(Fraction(-1, 3)), speech.ratio(Fraction("3.8"))) == ("-1/3", "")
    assert (speech.rate(Fraction(1, 3), "money"), speech.rate_ratio(Fraction(1, 3), "money")) == ("≈33.333333%", "1/3")
    assert speech.rate_ratio(Fraction("0.0071875"), "money") == ""  # 0.71875% ends
    assert speech.rate(Fraction("3.8")) == "3.80"
    assert speech.rate(Fraction("-0.05"), "money") == "-5%"


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("30 days after confirmation", "双方确认后 30 天", "30 days after confirmation"),
        ("60 days after statement", "出账后 60 天", "60 days after the date of this document"),
        (
            "60 days after tax invoice, next 25th",
            "收到发票后 60 天，于其后最近的 25 日付款",
            "60 days after the tax invoice, then the next payday (day 25)",
        ),
        ("10 working days after confirmation", "双方确认后 10 个工作日", "10 working days after confirmation"),
        (
            "30 days after tax invoice, next working day",
            "收到发票后 30 天，遇非工作日顺延",
            "30 days after the tax invoice; if that is no working day, on the next one",
        ),
    ],
)
def test_a_due_date_that_nobody_knows_is_printed_as_its_rule(rule: str, zh: str, en: str) -> None:
    bill = bills.hotline(billing={"due": rule})
    said = due_text(bill, speech_of(bill))
    assert (said.main, said.second) == (zh, en)


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        ("26.178571428571", "seat_month", "≈26.1786"),
        ("4218.355", "minute", "4,218.355"),
        ("209108.2142857", "money", "≈209,108.21"),
        ("209108.2", "money", "209,108.20"),
        ("500000001/1000000000", "money", "≈0.50"),
        ("61237", "call", "61,237"),
    ],
)
def test_the_face_is_brief_where_a_number_does_not_end(number: str, unit: str, text: str) -> None:
    assert Speech("en", "USD").brief(Fraction(number), unit) == text


def test_deemed_acceptance_is_printed_with_its_day_and_the_latest_due_date() -> None:
    billing = {"calendar": "CN", "accepted_after": "5 working days", "due": "30 days after confirmation"}
    known = DueDates(None, date(2026, 4, 8), date(2026, 3, 9))
    bill = replace(bills.hotline(billing=billing), dates=known)
    rows = {str(row.name): row.value for row in face_of(bill, speech_of(bill)).meta}
    due, accepted = rows["付款期限 Payment due"], rows["视为确认 Deemed accepted"]
    assert (due.main, due.second) == (
        "双方确认后 30 天，最迟 2026-04-08",
        "30 days after confirmation, at the latest on 2026-04-08",
    )
    assert (accepted.main, accepted.second) == (
        "出账后 5 个工作日内未提出异议，即截至 2026-03-09",
        "if not contested within 5 working days of the date of this document, that is by 2026-03-09",
    )


def test_deemed_acceptance_is_printed_as_its_rule_where_the_day_is_not_known() -> None:
    bill = bills.hotline(billing={"accepted_after": "10 days"})
    assert accepted_text(bill, speech_of(bill)).main == "出账后 10 天内未提出异议"
    assert str(accepted_text(bills.hotline(), speech_of(bill))) == ""


def test_late_interest_stands_beside_the_due_day() -> None:
    bill = bills.hotline(billing={"late_interest": {"rate": "0.05% a day", "after": "5 days", "most": "20%"}})
    rows = {str(row.name): row.value for row in face_of(bill, speech_of(bill)).meta}
    said = rows["逾期利息 Late interest"]
    assert (said.main, said.second) == (
        "每日 0.05%，自到期后第 6 天起，最高为应付金额的 20%",
        "0.05% a day, from day 6 after the due day on, at most 20% of the amount payable",
    )
    assert "逾期利息 Late interest" not in {str(row.name) for row in face_of(bills.hotline(), speech_of(bill)).meta}


def test_a_known_due_date_is_printed_as_a_day() -> None:
    bill = bills.many_lines(3, language="en")
    assert str(due_text(bill, speech_of(bill))) == "1 April 2026"


def test_bands_stand_on_the_face_while_there_is_room() -> None:
    bill = bills.hotline()
    lines = face_of(bill, speech_of(bill)).lines
    assert [(band.quantity, band.price, band.amount) for band in lines[0].bands] == [
        ("50,000", "3.80", "190,000.00"),
        ("11,237", "3.20", "35,958.40"),
    ]
    assert (lines[0].quantity, str(lines[0].unit), str(lines[0].price)) == ("61,237", "通 calls", "")
    assert (lines[2].quantity, str(lines[2].unit), str(lines[2].price)) == ("225,958.40", "CNY", "-5%")


def test_bands_of_a_long_bill_are_left_to_the_annex() -> None:
    head = bills.header()
    seats = bills.many_lines(ROWS_OF_A_FACE).statement.charges
    bill = Bill(bills.statement([*bills.hotline_charges(head)[:1], *seats], head), head, "S-1", date(2026, 3, 2))
    first = face_of(bill, speech_of(bill)).lines[0]
    assert first.bands == () and first.quantity == "61,237" and str(first.price) == "见附件 see annex"


def test_net_tax_and_total_of_inclusive_prices() -> None:
    bill = bills.hotline(language="en")
    face = face_of(bill, speech_of(bill))
    # 225,958.40 + 3,606.69 − 11,297.92 − 1,500.00, each line divided by 1.06 and rounded
    assert face.total.amount == "CNY 216,767.17"
    assert face.net.amount == "204,497.33"
    assert [(str(t.name), t.detail, t.amount) for t in face.taxes] == [("VAT", "6% × 204,497.33", "12,269.84")]
    assert face.spelled == ("Two hundred and sixteen thousand, seven hundred and sixty-seven Chinese yuan and 17/100",)


def test_a_credit_says_to_whom_it_is_owed() -> None:
    bill = bills.credit(language="zh")
    face = face_of(bill, speech_of(bill))
    assert face.total.amount == "-¥12,500.50"
    assert any("由服务方付给客户" in note.main for note in face.notes)
    assert face.payment == ()  # the supplier's account is not where this is paid


def test_how_numbers_were_counted() -> None:
    bill = bills.hotline(language="en")
    rows = annex_of(bill, speech_of(bill)).counted
    assert [str(row.label) for row in rows] == [
        "Inbound calls handled", "Call-backs", "Service level 20 s (numerator)", "Service level 20 s (denominator)",
    ]  # fmt: skip
    assert str(rows[1].how) == "sum of talk seconds in contact records, each record billed as 30/6 s, divided by 60"
    assert str(rows[0].where) == "direction is inbound and outcome is handled"
    assert (rows[2].rows, rows[2].result) == ("48,210", "48,210")
    assert str(rows[3].where) == "every row"


def test_every_operation_has_a_sentence() -> None:
    roster = table("roster")
    assert roster is not None
    column = next(c for c in roster.columns if c.type in ("whole", "decimal"))
    of = read_quantity(column.name, roster)
    needs = [
        Need("a", "roster", "head_days", of=of, per_day=True),
        Need("b", "roster", "heads_at_start"),
        Need("c", "roster", "heads_at_end"),
        Need("d", "roster", "distinct", of=of, at_least=5),
        Need("e", "interactions", "count", first=100),
    ]
    head = bills.header(language="en")
    measures = Measures("2026-02", evidence={need.id: Evidence(0, need.table, 1) for need in needs})
    priced = bills.statement(bills.hotline_charges(head), head, measures=measures)
    bill = Bill(priced, head, "S-1", date(2026, 3, 2), needs=needs)
    assert [str(row.how) for row in annex_of(bill, speech_of(bill)).counted] == [
        f"days in the period, over the rows of roster, times {column.name.replace('_', ' ')}, divided by the days of the period",
        "agents in roster on the first day",
        "agents in roster on the last day",
        f"distinct {column.name.replace('_', ' ')} in roster, with at least 5 rows each",
        "rows counted in contact records, only the first 100 of them in time",
    ]


def test_a_figure_that_was_given_is_not_said_to_be_counted() -> None:
    bill = bills.hotline(language="en")
    note = "agreed by e-mail on 3 February"
    measures = replace(bill.statement.measures, evidence={"callback": Evidence(0, note=note)})
    level = KpiResult("sl20", Fraction("0.784"), unit="ratio")  # a value without the sides of its fraction
    verdict = replace(bill.statement.verdicts["sl20"], result=level, judged=level.value)
    verdicts = {**bill.statement.verdicts, "sl20": verdict}
    measures = replace(measures, kpis={**measures.kpis, "sl20": level})
    given = replace(bill, statement=replace(bill.statement, measures=measures, verdicts=verdicts))
    rows = annex_of(given, speech_of(bill)).counted
    assert [(str(row.label), str(row.how), str(row.where), row.rows, row.result) for row in rows] == [
        ("Inbound calls handled", "given, not counted", "", "", "61,237 calls"),
        ("Call-backs", f"given, not counted: {note}", "", "", "4,218.35 minutes"),
        ("Service level 20 s", "given, not counted", "", "", "78.4%"),
    ]


def test_a_quantity_that_nobody_counts_is_told_with_what_it_rests_on() -> None:
    bill = bills.hotline(language="en")
    measures = replace(
        bill.statement.measures,
        quantities={**bill.statement.measures.quantities, "visits": Quantity(Fraction(3), "visit"), "idle": Quantity(Fraction(1))},
        evidence={**bill.statement.measures.evidence, "visits": Evidence(0, note="sheet 14")},
    )  # fmt: skip
    noted = replace(
        bill, statement=replace(bill.statement, measures=measures), labels={"visits": Text.of("Site visits")}
    )
    before, after = (annex_of(one, speech_of(bill)).counted for one in (bill, noted))
    assert len(after) == len(before) + 1
    row = after[-1]
    assert (str(row.label), str(row.how), row.result) == ("Site visits", "given, not counted: sheet 14", "3 visit")


def test_the_heads_of_a_kpi_are_told_apart() -> None:
    bill = bills.hotline(language="en")
    found = [label_of(f"sl20.{side}", bill) for side in ("opening_heads", "closing_heads", "actual")]
    assert [(label.en, label.zh.partition("（")[2]) for label in found] == [
        ("Service level 20 s (opening heads)", "期初人数）"),
        ("Service level 20 s (closing heads)", "期末人数）"),
        ("Service level 20 s (actual)", "实际）"),
    ]


def test_a_number_without_an_end_stands_with_its_ratio() -> None:
    head = bills.header(language="en", prices={"tax": "excluded"})
    seats = bills.flat("seats", Text.of("Seats"), "264/31", "seat_month", "412", head)
    bill = Bill(bills.statement([seats], head), head, "S-1", date(2026, 3, 2))
    (line,) = face_of(bill, speech_of(bill)).lines
    assert (line.quantity, line.quantity_ratio, str(line.price)) == ("≈8.5161", "", "412.00")
    asked = replace(bill, header=bills.header(language="en", billing={"shows": ["ratios"]}))
    (line,) = face_of(asked, speech_of(bill)).lines
    assert (line.quantity_ratio, line.price_ratio) == ("264/31", "")
    assert [one.amount_ratio for made in (sheet_of(bill), sheet_of(asked), sheet_of(bill, internal=True))
            for one in made.annex.lines[0].steps[:1]] == ["", "108,768/31", "108,768/31"]  # fmt: skip
    first, rounding = annex_of(bill, speech_of(bill)).lines[0].steps
    # 264 × 412 = 108,768; / 31 = 3,508.645161…
    assert (first.quantity, first.amount, first.amount_ratio) == ("≈8.516129", "≈3,508.645161", "108,768/31")
    assert rounding.amount == "≈0.004839" and rounding.amount_ratio == ""


def test_without_tax_the_face_has_one_total() -> None:
    head = bills.header(language="zh", prices={"tax": "excluded"})
    bill = Bill(
        bills.statement([bills.flat("seats", Text.of("座席"), "2", "seat_month", "412", head)], head),
        head,
        "S-1",
        date(2026, 3, 2),
    )
    face = face_of(bill, speech_of(bill))
    assert (face.taxes, str(face.total.name), face.lines[0].tax) == ((), "合计", "")
    assert "不计税。" in [str(note) for note in face.notes]


def test_what_is_priced_twice_is_not_counted_twice() -> None:
    head = bills.header(language="en")
    leads = bills.tiered(
        "leads", Text.of("Leads"), "lead", [(35, "50"), (33, "5")], head
    )  # 33 of the 35 earn a premium
    for total, shown in ((35, ""), (68, "68")):
        measures = Measures("2026-02", quantities={"leads": Quantity(Fraction(total), "lead")})
        bill = Bill(bills.statement([leads], head, measures=measures), head, "S-1", date(2026, 3, 2))
        assert face_of(bill, speech_of(bill)).lines[0].quantity == shown


@pytest.mark.parametrize(
    ("source", "shown"), [("6.3", "§6.3"), ("§4.1", "§4.1"), ("SOW 2, 3.1", "SOW 2, 3.1"), ("", "")]
)
def test_a_bare_clause_number_gets_its_sign(source: str, shown: str) -> None:
    assert clause_number(source) == shown


def test_a_scorecard_shows_the_total_that_was_put_in_a_band() -> None:
    bill = bills.hotline(language="en")
    card = bill.statement.charges[2]
    step = Step(SUM, {"score": Fraction("83.5"), "full": Fraction(100)}, Fraction(0), kind="score")
    scores = (Score("sl20", Fraction(60), Fraction("43.46")), Score("qa", Fraction(40), Fraction(40)))
    charges = (
        *bill.statement.charges[:2],
        replace(card, scores=scores, steps=(step, *card.steps)),
        bill.statement.charges[3],
    )
    (shown,) = annex_of(replace(bill, statement=replace(bill.statement, charges=charges)), speech_of(bill)).scorecards
    assert ([row.score for row in shown.rows], shown.score) == (["43.46", "40"], "83.5")


def test_the_kpi_sheet() -> None:
    bill = bills.hotline(language="en")
    annex = annex_of(bill, speech_of(bill))
    level, quality, speed = annex.kpis
    assert (level.target, level.actual, level.fraction, level.met) == ("≥ 80%", "78.73%", "48,210 / 61,237", "no")
    assert (quality.actual, quality.judged, str(quality.reason)) == (
        "95.35%",
        "95%",
        "sample below 100: judged as the target",
    )
    assert (speed.target, speed.met, speed.marks) == ("≤ 15 seconds", "yes", "")
    (card,) = annex.scorecards
    assert [(row.marks, row.score) for row in card.rows] == [("60", "43.5"), ("40", "40")]
    assert (card.marks, card.score, card.amount) == ("100", "83.5", "-11,297.92")


def test_what_a_given_figure_rests_on_is_printed_under_its_kpi() -> None:
    bill = bills.hotline(language="en")
    measures = bill.statement.measures
    note = "client's quality report of 3 February 2026"
    noted = replace(measures, evidence={**measures.evidence, "qa": Evidence(0, note=note)})
    with_note = replace(bill, statement=replace(bill.statement, measures=noted))
    found = [row.evidence for row in annex_of(with_note, speech_of(bill)).kpis]
    assert sorted(found) == ["", "", note]
    assert "0" not in {source.rows for source in review_of(with_note, speech_of(bill)).sources}


def test_the_month_before_is_compared_line_by_line() -> None:
    bill = bills.hotline(language="en")
    rows = {str(row.label): row for row in review_of(bill, speech_of(bill)).against[0].lines}
    # January: 50,000 × 3.80 + 8,004 × 3.20 = 215,612.80
    inbound = rows["Inbound calls handled"]
    assert (inbound.before, inbound.now, inbound.difference, inbound.change) == (
        "215,612.80", "225,958.40", "+10,345.60", "+4.8%",
    )  # fmt: skip
    assert (rows["Upheld complaints"].before, rows["Upheld complaints"].change) == ("–", "–")
    assert rows["Total"].is_total


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [("-800", "100", "–"), ("100", "-800", "–"), ("-800", "0", "+100.0%"), ("0", "50", "–"), ("200", "150", "-25.0%")],
)
def test_no_percentage_where_a_sign_changes(before: str, now: str, change: str) -> None:
    head = bills.header(language="en")
    old, new = (
        bills.statement([bills.flat("a", Text.of("A"), "1", "month", price, head)], head) for price in (before, now)
    )
    bill = Bill(new, head, "S-1", date(2026, 3, 2), previous=old)
    assert review_of(bill, speech_of(bill)).against[0].lines[0].change == change


def test_a_chart_has_a_gap_where_a_day_has_no_figure() -> None:
    bill = bills.hotline(language="en")
    volume, level = review_of(bill, speech_of(bill)).daily
    assert len(volume.chart.bars) == 28 and volume.chart.target == ""
    assert len(level.chart.dots) == 27 and len(level.chart.points) == 2
    assert str(level.note) == "target 80%" and level.chart.grid[-1].text == "100%"


def test_one_language_says_everything_once() -> None:
    sheet = sheet_of(bills.hotline(language="zh"))
    assert not sheet.bilingual and sheet.h["total"].second == "" and str(sheet.h["total"]) == "价税合计"
    assert [str(row.value) for row in sheet.face.meta][3:5] == ["2026年2月1日至28日", "2026年3月2日"]


def test_charts_of_counts_have_whole_steps_and_no_value_on_the_axis() -> None:
    days = tuple(str(day) for day in range(1, 29))

    def of(**values: Fraction) -> tuple[Fraction | None, ...]:
        return tuple(values.get(f"day{day}") for day in days)

    few = bars_plot(Bars(days, bars=of(day4=Fraction(1), day10=Fraction(2))))
    assert [tick.text for tick in few.grid] == ["0", "1", "2"]
    line = of(day1=Fraction(9, 10), day2=Fraction(4, 5))
    high = bars_plot(Bars(days, line=line, level=Fraction(4, 5), unit="%"))
    assert [high.grid[0].text, high.grid[-1].text] == ["75%", "100%"]
    low = bars_plot(Bars(days, line=of(day1=Fraction(4, 100), day2=Fraction(6, 100)), level=Fraction(5, 100), unit="%"))
    assert [low.grid[0].text, low.grid[-1].text] == ["0%", "6%"]


def test_a_name_below_a_chart_has_the_room_between_its_neighbours() -> None:
    """656 between the margins: 131 for each of five, which is 21 letters or 10 Chinese ones and the dots;
    with fifty 13, of which four share a name of 8."""

    def names(*given: str) -> list[str]:
        return [tick.text for tick in bars_plot(Bars(given, bars=(Fraction(1),) * len(given))).days]

    assert names("Billing and payments of the city", "cards", "政务服务便民热线企业服务", "d", "e") == [
        "Billing and payments…", "cards", "政务服务便民热线企业…", "d", "e",
    ]  # fmt: skip
    fifty = names(*(f"agent-{n:04d}" for n in range(50)))
    assert len(fifty) == 13 and set(fifty) == {"agent-0…"}
    assert names("2027-01", *["2027-02"] * 49)[0] == "2027-01"


def test_a_band_is_no_line() -> None:
    """The line has its points; the band around it two edges of its own, which paper draws otherwise."""
    names, line = ("a", "b"), (Fraction(2), Fraction(3))
    drawn = bars_plot(Bars(names, line=line, band=((Fraction(1), Fraction(3)), (Fraction(2), Fraction(4)))))
    alone = bars_plot(Bars(names, line=line))
    assert len(drawn.points) == 1 and len(drawn.edges) == 2 and not alone.edges
