"""What is unwise in a bid: each warning from one change of a bid that has none, with its figures by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bpo.economics.scenario.bid_checks import bid_advice
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import read_bid
from tests.cli.desk import Desk

BIDS = Path(__file__).parents[1] / "bids"
EXAMPLES = sorted((Path(__file__).parents[3] / "contracts" / "examples" / "bids").glob("*/scenario.yaml"))
CALLS = """  - id: calls
    volume: {2027-01: 21000, 2027-02: 20000, 2027-03: 23000}
    handle_seconds: 180
    pattern:
      days: {mon: 20%, tue: 20%, wed: 20%, thu: 20%, fri: 20%}
      half_hours: {"09:00-14:00": 100%}
    goal: {answered: 80%, within_seconds: 20}
"""
"""100 calls of 180 s in a half hour of the 21, 20 and 23 working days: 14 agents, 88.84% within 20 s (clauses.md, section 7)."""
SL = """  - {id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%}
"""
STAFFED = [("letters.yaml", "streams:\n", "streams:\n" + CALLS), ("letters-contract.yaml", "kpis:\n", "kpis:\n" + SL)]
KPI = "kpis: {qa: 96%"

Change = tuple[str, str, str]
TWO = "  - {id: chats, volume: 1000, handle_seconds: 1080, workload: {productive: 75%}}\npeople:"
ONCE = "  - {id: set_up, once: %s}\n  - {id: rent"
TENDER = "quote: {number: L-1, date: 2026-11-16, valid_days: 30, tender: {ceiling: 200000}}\nvariants:"
WARNED: dict[str, tuple[list[Change], str, str]] = {
    # 120,000 over 12 months, three of them here: nine twelfths, 90,000, are left.
    "one-off-beyond": (
        [("letters-costs.yaml", "  - {id: rent", ONCE % "120000, over_months: 12")],
        "letters-costs.yaml:5: 'set_up' is spread over 12 months, of which 3 are in the scenario: 90,000 of it is borne by no month here",
        "'set_up' 按 12 个月摊销，其中 3 个月在方案之内：有 90,000 不由本方案任何月份承担",
    ),
    # 12,720 with 6% are 12,000; two of four months from February on are here: 6,000.
    "one-off-with-tax": (
        [("letters-costs.yaml", "  - {id: rent", ONCE % "12720, with_tax: 6%, over_months: 4, from: 2027-02")],
        "'set_up' is spread over 4 months, of which 2 are in the scenario: 6,000 of it",
        "有 6,000 不由",
    ),
    "never-costs": (
        [("letters-costs.yaml", "per: month}", "per: leaver}")],
        "letters-costs.yaml:5: 'rent' costs nothing in any month: leavers is 0 throughout",
        "'rent' 在各月均无成本：leavers 始终为 0",
    ),
    "outside": (
        [("letters-costs.yaml", "per: month}", "per: month, from: 2028-01}")],
        "'rent' costs nothing in any month",
        "'rent' 在各月均无成本",
    ),
    "unused": (
        [("letters-costs.yaml", "items:\n", "wages: {leader: {a_month: 6000}}\nitems:\n")],
        "letters-costs.yaml:3: no item uses 'leader': it costs nothing",
        "没有成本项使用 'leader'",
    ),
    "name-unused": (
        [("letters-costs.yaml", "items:\n", "names: {agnet: Agents, rent: Rent, labour: Pay}\nitems:\n")],
        "letters-costs.yaml:3: nothing in this file is called 'agnet': the name is shown nowhere",
        "本文件中没有 'agnet'",
    ),
    "parts-unread": (
        [("letters.yaml", "letters: letters.handled,", "letters: {of: letters.handled, parts: {simple: 60%, hard: 40%}},")],
        "letters.yaml:8: no clause reads the parts of 'letters': only its total is billed",
        "没有条款读取 'letters' 的 parts",
    ),
    "unbilled": (
        [("letters.yaml", "people:", "  - {id: chats, volume: 100, handle_seconds: 60, workload: {}}\npeople:")],
        "letters.yaml:6: 'chats' has volume and costs people's time, but no quantity under measures comes from it",
        "'chats' 有业务量并占用人力",
    ),
    # 36,000 a month for letters; 2.5 heads at 16,000 are 40,000, and 5% of the revenue 1,800; three months.
    "below-unit-cost": (
        [("letters-costs.yaml", "amount: 8000", "amount: 16000")],
        "letters-contract.yaml:12: 'letters' earns 108,000, less than the 125,400 of costs that move with it",
        "'letters' 收入 108,000，低于随其变动的成本 125,400",
    ),
    # 20,000 a month move with no line's own figures: letters earn 36,000, portal 1,000, less complaints 100; 2.5 heads at 8,000 are
    # 20,000 too: three times 40,000.
    "all-below-unit-cost": (
        [("letters-costs.yaml", "percent: 5%, of: revenue", "amount: 20000, fixed: no")],
        "letters-contract.yaml:12: all lines together earn 110,700, less than the 120,000 of costs that move with volume",
        "各行合计收入 110,700，低于随业务量变动的成本 120,000",
    ),
    # Two streams: 2.5 heads at 16,000 are the letters', as many the chats'; and 5% of what each earns.
    "each-below-unit-cost": (
        [("letters-costs.yaml", "amount: 8000", "amount: 16000"), ("letters.yaml", "people:", TWO),
         ("letters.yaml", "quantities: {", "quantities: {chats: chats.handled, "),
         ("letters-contract.yaml", "  - {id: portal", "  - {id: chats, model: workload, quantity: {given: contact}, rate: 1}\n  - {id: portal")],
        "letters-contract.yaml:12: 'letters' earns 108,000, less than the 125,400 of costs that move with it",
        "'letters' 收入 108,000，低于随其变动的成本 125,400",
    ),
    "other-threshold": (
        [*STAFFED, ("letters-contract.yaml", "threshold_seconds: 20", "threshold_seconds: 15"),
         ("letters.yaml", KPI, KPI + ", sl: calls.service_level")],
        "letters.yaml:16: 'sl' is measured at 15 s, but the staffing of 'calls' answers within 20 s; write 'within_seconds: 15' in its goal",
        "请将 goal 的 within_seconds 写为 15",
    ),
    "better-than-staffed": (
        [*STAFFED, ("letters.yaml", KPI, KPI + ", sl: 95%")],
        "letters.yaml:16: 'sl' is expected at 95%, but the staffing of 'calls' comes to 88.84% in 2027-01; write 'calls.service_level'",
        "'sl' 预期为 95%，而 'calls' 的人力在 2027-01 只能达到 88.84%",
    ),
    "ceiling-of-a-part": (
        [("letters.yaml", "streams:", "months: {from: 2027-02, to: 2027-03}\nstreams:"), ("letters.yaml", "variants:", TENDER)],
        "letters.yaml:4: the scenario covers 2027-02 to 2027-03, the contract 2027-01 to 2027-03: the total held against",
        "方案覆盖 2027-02 至 2027-03，合同期为 2027-01 至 2027-03",
    ),
    "months-never-read": (
        [("letters.yaml", "volume: 1200", "volume: {a_month: 1200, season: {2031-02: 80%, 02: 90%}}")],
        "letters.yaml:5: 'letters' has a figure for 2031-02, which is not in the scenario: nothing reads it",
        "'letters' 写有 2031-02 的数值，但该月不在方案之内",
    ),
    "unusual-hours": (
        [("letters.yaml", "hours_a_month: 160", "hours_a_month: 8")],
        "letters.yaml:6: hours_a_month of 8 is unusual; 20 to 300 is what is met: check the unit, and that it is a month's",
        "hours_a_month 为 8，不常见；通常在 20 至 300 之间：请核对单位与是否为月度数值",
    ),
    # 40 × 52 / 12 = 173.33…
    "hours-of-a-week": (
        [("letters.yaml", "hours_a_month: 160", "hours_a_month: 40")],
        "letters.yaml:6: 40 hours a month look like those of a week: weeks of 40 hours make 173.3 a month",
        "每月 40 小时疑为每周工时：每周 40 小时合每月 173.3 小时",
    ),
    "unusual-seats": (
        [("letters.yaml", "hours_a_month: 160", "hours_a_month: 160, seats_per_position: 0.105")],
        "letters.yaml:6: seats_per_position of 0.105 is unusual; 0.5 to 2 is what is met", "seats_per_position 为 0.105，不常见",
    ),
    "times-without-percent": (
        [("letters.yaml", "times: 0.2%", "times: 0.02")],
        "letters.yaml:8: 0.02 without a percent sign is 2% of letters.handled: write 2% if that is meant, or 0.02%",
        "0.02 未写百分号，即 letters.handled 的 2%：如确为此意请写 2%，否则请写 0.02%",
    ),
    # 2.5 heads over three months at 1,100 × 0.14 are 1,155, rent 1,500 and the fee 5,535: 8,190 of 110,700 earned.
    # 1 / 0.14 = 7.142857…: 58,928.57 and 7,035 are 65,963.57.
    "exchange-inverted": (
        [("letters-costs.yaml", "currency: CNY", "currency: CNY\nexchange: {USD: 0.14}"), ("letters-costs.yaml", "amount: 8000", "amount: 1100, currency: USD")],
        "letters-costs.yaml:3: 1 USD is 0.14 CNY here, and costs come to 7.4% of the revenue; at 7.142857, which is the other way round, "
        "they would come to 59.59%: write how much CNY one USD is",
        "此处 1 USD 合 0.14 CNY，成本为收入的 7.4%；如汇率写反，按 7.142857 计则为 59.59%",
    ),
    # 65,000 × 8 × 7.5 = 3,900,000, and 7,035; 65,000 / 8 × 7.5 = 60,937.50, and 7,035.
    "exchange-inverted-of-a-small-unit": (
        [("letters-costs.yaml", "currency: CNY", "currency: CNY\nexchange: {PHP: 8}"), ("letters-costs.yaml", "amount: 8000", "amount: 65000, currency: PHP")],
        "1 PHP is 8 CNY here, and costs come to 3,529.39% of the revenue; at 0.125, which is the other way round, they would come to 61.4%",
        "成本为收入的 3,529.39%；如汇率写反，按 0.125 计则为 61.4%",
    ),
    "holidays-assumed": (
        [*STAFFED, ("letters.yaml", "      half_hours:", "      holidays: closed\n      half_hours:"),
         ("letters-contract.yaml", "timezone: Asia/Shanghai", "timezone: Asia/Shanghai, calendar: CN")],
        "letters.yaml:10: the holidays of 2027 are not announced yet in the calendar CN: the staffing assumes the days that its rule expects",
        "日历 CN 尚未公布 2027 年的放假安排：人力按其规则推定的日期测算",
    ),
    # 1 − (1 − 45%) × (1 − 40%) = 67%
    "unusual-shrinkage": (
        [("letters.yaml", "hours_a_month: 160", "hours_a_month: 160, shrinkage: {leave: 45%, breaks: 40%}")],
        "shrinkage of 67% is unusual; 0% to 60% is what is met", "shrinkage 为 67%，不常见；通常在 0% 至 60% 之间",
    ),
    "unusual-attrition": (
        [("letters.yaml", "hours_a_month: 160", "hours_a_month: 160, attrition_a_month: 36%")],
        "attrition_a_month of 36% is unusual", "attrition_a_month 为 36%，不常见",
    ),
    "unusual-growth": (
        [("letters.yaml", "volume: 1200", "volume: {a_month: 1200, growth_a_year: 300%}")],
        "growth_a_year of 300% is unusual; -50% to 50% is what is met", "growth_a_year 为 300%，不常见",
    ),
    "unusual-handling": (
        [*STAFFED, ("letters.yaml", "handle_seconds: 180", "handle_seconds: 3")],
        "handle_seconds of 3 is unusual; 10 to 7,200 is what is met", "handle_seconds 为 3，不常见",
    ),
    "unusual-occupancy": (
        [*STAFFED, ("letters.yaml", "handle_seconds: 180", "handle_seconds: 180\n    patience_seconds: 2\n    occupancy_at_most: 0.85%")],
        "occupancy_at_most of 0.85% is unusual; 40% to 100% is what is met", "occupancy_at_most 为 0.85%，不常见",
    ),
}  # fmt: skip
NOT_WARNED: dict[str, list[Change]] = {
    "as it is": [],
    "spread over just its months": [("letters-costs.yaml", "  - {id: rent", ONCE % "120000, over_months: 3")],
    "a ceiling of the whole term": [("letters.yaml", "variants:", TENDER)],
    "parts that have their own prices": [
        (
            "letters-contract.yaml",
            "tiers: [{up_to: 1200, rate: 30}, {rate: 20}]",
            "rates: {by: category, simple: 25, hard: 40}",
        ),
        (
            "letters.yaml",
            "letters: letters.handled,",
            "letters: {of: letters.handled, parts: {simple: 60%, hard: 40%}},",
        ),
    ],
    "names of all sorts": [("letters-costs.yaml", "items:\n", "names: {agents: Crew, labour: Pay}\nitems:\n")],
    "a season of its months": [
        ("letters.yaml", "volume: 1200", "volume: {a_month: 1200, season: {2027-02: 80%, 03: 90%}}")
    ],
    "half a head's hours": [
        ("letters.yaml", "hours_a_month: 160", "hours_a_month: 60.01"),
        ("letters-costs.yaml", "amount: 8000", "amount: 3000"),
    ],
    "seats at the bound": [("letters.yaml", "hours_a_month: 160", "hours_a_month: 160, seats_per_position: 0.5")],
    "a whole multiple, and a percentage": [("letters.yaml", "times: 0.2%", "times: 1")],
    "holidays that nobody looks at": [
        *STAFFED,
        ("letters-contract.yaml", "timezone: Asia/Shanghai", "timezone: Asia/Shanghai, calendar: CN"),
    ],
    "holidays that were announced": [
        *STAFFED,
        ("letters.yaml", "      half_hours:", "      holidays: closed\n      half_hours:"),
        ("letters-contract.yaml", "timezone: Asia/Shanghai", "timezone: Asia/Shanghai, calendar: US"),
    ],
    "a rate of exchange that is right": [
        ("letters-costs.yaml", "currency: CNY", "currency: CNY\nexchange: {USD: 7.2}"),
        ("letters-costs.yaml", "amount: 8000", "amount: 1100, currency: USD"),
    ],
    "as good as staffed": [*STAFFED, ("letters.yaml", KPI, KPI + ", sl: 88.84%")],
    "at the agreed threshold": [*STAFFED, ("letters.yaml", KPI, KPI + ", sl: calls.service_level")],
}


def written(folder: Path, changes: list[Change]) -> Path:
    for file in BIDS.glob("letters*.yaml"):
        shutil.copy(file, folder)
    for name, old, new in changes:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return folder / "letters.yaml"


def told(path: Path) -> list[tuple[str, str]]:
    bid = read_bid(path)
    return [(one.say("en"), one.say("zh")) for one in bid_advice(bid, project(bid))]


@pytest.mark.parametrize("case", WARNED)
def test_what_is_unwise_is_told_at_its_line(tmp_path: Path, case: str) -> None:
    changes, english, chinese = WARNED[case]
    said = told(written(tmp_path, changes))
    found = [one for one in said if english in one[0]]
    assert found, said
    assert chinese in found[0][1] and "docs/economics/bid-checks.md" in found[0][0]


@pytest.mark.parametrize("case", NOT_WARNED)
def test_what_is_sound_is_not(tmp_path: Path, case: str) -> None:
    said = [one for one, _ in told(written(tmp_path, NOT_WARNED[case]))]
    assert [one for one in said if "'calls' has volume" not in one and "all lines together" not in one] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_example_bids_are_not_warned_of_but_for_a_surplus(path: Path) -> None:
    """The hotline releases in slack months whom it hires again: 14.39% by its months, and 14.52% by those with ``surplus: kept``."""
    surplus = "the margin is 14.39%, and 14.52% where they are kept"
    assert [surplus in english for english, _ in told(path)] == ([True] if path.parent.name == "hotline" else [])


def test_the_verb_checks_a_bid_with_its_contract_and_costs(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    path = written(tmp_path, WARNED["unused"][0])
    said = desk.run("check", path.name, "letters-costs.yaml", "letters-contract.yaml")
    assert said.code == 0
    assert "letters.yaml: no mistakes (months 3, streams 1, cost items 3, variants 1, warnings" in said.out
    assert "letters-costs.yaml: no mistakes (cost items 3, wage grades 1)" in said.out
    assert said.err.count("no item uses 'leader'") == 1
    assert desk.run("check", path.name, "--strict").code == 1


def test_the_verb_tells_what_no_variant_can_be_computed_with(tmp_path: Path) -> None:
    path = written(tmp_path, [("letters.yaml", "high: {volume: 110%}", "high: {volum: 110%}")])
    said = Desk(tmp_path).run("check", path.name)
    assert said.code == 1 and "volum" in said.err and "Traceback" not in said.err
