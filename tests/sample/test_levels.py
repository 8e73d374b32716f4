"""The sample shows the KPI levels that ``docs/sample.md`` promises, counted here by the formulas alone."""

from __future__ import annotations

from collections import Counter

import pytest

from bpo.sample import SampleFile
from tests.sample.raw import records

Written = dict[str, SampleFile]
MONTHS = ("2026-01", "2026-02")


def clean(sample: Written, name: str, required: str) -> list[dict[str, str]]:
    """Records with the required field, each once, without outer space: about what enters."""
    file = sample[name]
    rows = [{key: text.strip() for key, text in row.items()} for row in records(file.path, file.source)]
    first = next(iter(rows[0]))
    return list({row[first]: row for row in rows if row[required]}.values())


@pytest.mark.parametrize(
    ("month", "low", "high"), [pytest.param("2026-01", 0.78, 0.84), pytest.param("2026-02", 0.85, 0.88)]
)
def test_the_hotline_misses_its_service_level_in_january_at_most(
    sample: Written, month: str, low: float, high: float
) -> None:
    rows = clean(sample, f"city-hotline/calls-{month}.csv", "呼入时间")
    rows = [row for row in rows if row["来电日期"].startswith(f"2026/{int(month[5:])}/")]
    assert 24_000 < len(rows) < 31_000
    answered = [int(row["等待秒数"]) for row in rows if row["结果"] == "人工接听"]
    abandoned = [int(row["等待秒数"]) for row in rows if row["结果"] == "排队放弃"]
    in_time, offered = sum(wait <= 20 for wait in answered), len(answered) + len(abandoned)
    assert low <= in_time / offered <= high, "abandons against us"
    assert low <= in_time / (offered - sum(wait < 5 for wait in abandoned)) <= high, "short abandons excluded"
    assert 0.04 <= len(abandoned) / offered <= 0.06


def test_the_hotline_is_quiet_at_night_at_weekends_and_in_the_spring_festival(sample: Written) -> None:
    hours: Counter[int] = Counter()
    days: Counter[str] = Counter()
    for row in clean(sample, "city-hotline/calls-2026-02.csv", "呼入时间"):
        hours[int(row["呼入时间"].split(":")[0])] += 1
        days[row["来电日期"]] += 1
    assert hours[9] > 1.6 * hours[12] < hours[14], "two peaks around the midday dip"
    assert hours[9] > 10 * hours[3]
    assert days["2026/2/7"] < 0.7 * days["2026/2/5"], "Saturday against Thursday"
    assert days["2026/2/17"] < 0.3 * days["2026/2/10"], "New Year's day against the Tuesday before"


@pytest.mark.parametrize(("month", "upheld"), [("2026-01", 3), ("2026-02", 2)])
def test_the_hotline_is_well_judged(sample: Written, month: str, upheld: int) -> None:
    scores = [float(row["得分"]) for row in clean(sample, f"city-hotline/evaluations-{month}.xlsx", "得分")]
    assert 0.94 <= sum(score >= 85 for score in scores) / len(scores) <= 0.97
    answers = Counter(row["评价"] for row in clean(sample, f"city-hotline/surveys-{month}.csv", "评价"))
    assert 0.95 <= (answers["满意"] + answers["非常满意"]) / answers.total() <= 0.98
    events = clean(sample, f"city-hotline/events-{month}.csv", "事件类别")
    assert sum(row["事件类别"] == "投诉" and row["是否有责"] == "是" for row in events) == upheld
    cases = clean(sample, f"city-hotline/cases-{month}.txt", "受理时间")
    in_time = sum("" != row["办结时间"] <= row["办理时限"] for row in cases)
    assert 0.95 <= in_time / len(cases) <= 0.98


@pytest.mark.parametrize("month", MONTHS)
def test_telesales_reaches_three_in_ten_and_sells_to_two_in_a_hundred(sample: Written, month: str) -> None:
    dials = clean(sample, f"insurer-telesales/dials-{month}.tsv", "start_epoch")
    assert 18_500 < len(dials) < 21_500
    results = Counter(row["disposition"] for row in dials)
    contacts = sum(results[code] for code in ("SALE", "NOTINT", "CALLBK", "WRONGP", "DNC"))
    assert 0.28 <= contacts / len(dials) <= 0.32
    assert 0.015 <= results["SALE"] / contacts <= 0.02
    sales = clean(sample, f"insurer-telesales/sales-{month}.tsv", "policy_no")
    assert len(sales) == results["SALE"], "every sale has its dial"
    assert {row["call_uuid"] for row in sales} == {row["call_uuid"] for row in dials if row["disposition"] == "SALE"}
    assert 0.08 <= sum(row["cancelled_at"] != "" for row in sales) / len(sales) <= 0.16
    scores = [float(row["score"]) for row in clean(sample, f"insurer-telesales/evaluations-{month}.tsv", "score")]
    assert 0.92 <= sum(score >= 85 for score in scores) / len(scores) <= 0.98


@pytest.mark.parametrize("month", MONTHS)
def test_tech_support_answers_and_satisfies(sample: Written, month: str) -> None:
    rows = clean(sample, f"tech-support/contacts-{month}.csv", "started_at")
    assert 7_400 < len(rows) < 8_600
    done = [row for row in rows if row["status"] == "completed"]
    offered = len(done) + sum(row["status"] == "abandoned" for row in rows)
    assert 0.82 <= sum(int(row["wait_s"]) <= 30 for row in done) / offered <= 0.90
    assert 0.25 <= sum(row["channel"] == "chat" for row in rows) / len(rows) <= 0.45
    stars = Counter(row["stars"] for row in clean(sample, f"tech-support/surveys-{month}.csv", "stars"))
    assert set(stars) == set("12345")
    assert 0.82 <= (stars["4"] + stars["5"]) / stars.total() <= 0.91


def test_tech_support_has_forty_seats_with_joiners_leavers_and_a_promotion(sample: Written) -> None:
    file = sample["tech-support/roster.csv"]
    spans = {(row["agent_id"], row["start_date"]): row for row in records(file.path, file.source)}
    assert len({row["seat"] for row in spans.values()}) == 40
    assert sum(row["left_on"] != "" for row in spans.values()) == 3
    joined = {agent for agent, start in spans if start.endswith("2026")}
    promoted = {agent for agent, start in spans if stints_of(spans, agent) == 2}
    assert (len(joined - promoted), len(promoted)) == (3, 2)


def stints_of(spans: dict[tuple[str, str], dict[str, str]], agent: str) -> int:
    return sum(name == agent for name, _ in spans)
