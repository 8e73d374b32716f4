"""Streams and people as a user writes them: the forms of a volume, and every mistake with its line in both languages."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from bpo.core.calendars import Calendar
from bpo.core.cycles import Months
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.validation import read_model
from bpo.economics.scenario.volume import Volume
from bpo.economics.staffing.bot import Bot
from bpo.economics.staffing.call_back import CallBack
from bpo.economics.staffing.concurrency import Concurrency
from bpo.economics.staffing.pattern import Holidays, Pattern
from bpo.economics.staffing.people import People
from bpo.economics.staffing.queueing import Queue
from bpo.economics.staffing.staffing import staff
from bpo.economics.staffing.streams import Goal, Stream, Workload, volumes_of
from tests.economics.working import HOTLINE, OFFICE, work


def stream(volume: str) -> str:
    return OFFICE.replace("volume: 22000", f"volume: {volume}")


@pytest.mark.parametrize(
    ("volume", "month", "contacts"),
    [
        ("52000", "2029-12", "52000"),
        ("{2027-01: 52000, 2027-02: 48,000}", "2027-02", "48000"),
        ("{2027-01: 52000, 2027-02: 0}", "2027-02", "0"),
        ("{a_month: 52000, growth_a_year: 3%}", "2027-12", "52000"),
        ("{a_month: 52000, growth_a_year: 3%}", "2028-01", "53560"),
        ("{a_month: 52000, growth_a_year: 3%}", "2029-12", "55166.8"),  # 52,000 × 1.03²
        ("{a_month: 52000, growth_a_year: -10%}", "2028-06", "46800"),
        ("{a_month: 52000, season: {02: 80%}}", "2028-02", "41600"),
        ("{a_month: 52000, season: {02: 80%, 2028-02: 90%}}", "2028-02", "46800"),
        ("{a_month: 52000, season: {2027-02: 80%}}", "2028-02", "52000"),
        ("{a_month: 52000, growth_a_year: 10%, season: {06: 150%}}", "2028-06", "85800"),
    ],
)
def test_forms_of_a_volume(volume: str, month: str, contacts: str) -> None:
    streams = work(stream(volume.replace("48,000", "48000"))).streams
    assert volumes_of(streams, month, "2027-01") == {"calls": Fraction(contacts)}


def test_a_volume_out_of_facts() -> None:
    """March 2026 had 1,000 interactions; × 1.05, and a year later 3% more: 1,081.5."""
    read = work(stream("{facts: \"direction = 'inbound'\", year: 2026, times: 105%, growth_a_year: 3%}"))
    counted = {"calls": {"2026-03": Fraction(1000)}}
    assert volumes_of(read.streams, "2027-03", "2027-01", counted) == {"calls": 1050}
    assert volumes_of(read.streams, "2028-03", "2027-01", counted) == {"calls": Fraction("1081.5")}
    facts = read.streams[0].volume.facts
    assert facts is not None
    assert (facts.count, facts.where_) == ("interactions", "direction = 'inbound'")


def told(text: str) -> list[tuple[str, str, str]]:
    """Place, English and Chinese of every message."""
    with pytest.raises(BpoError) as error:
        work(text)
    return [
        (str(problem.where), problem.say("en").split("\n")[0], problem.say("zh").split("\n")[0])
        for problem in error.value.problems
    ]


WRONG = [
    ("volume: 22000", "volume: 0", 5, "without volume there is nothing to staff; leave the stream out, or write its volume", "没有业务量就无需排班；请删去该业务流或写明业务量"),
    ("volume: 22000", "volume: {2027-01: 0}", 5, "without volume there is nothing to staff; leave the stream out, or write its volume", "没有业务量就无需排班；请删去该业务流或写明业务量"),
    ("volume: 22000", "volume: -5", 5, "-5 is below zero", "-5 小于零"),
    ("volume: 22000", "volume: {a_month: 5, season: {02: -10%}}", 5, "-10% is below zero", "-10% 小于零"),
    ("volume: 22000", "volume: {2027-13: 5}", 5, "'2027-13' is not a month; write 2026-01", "'2027-13' 不是月份；请写 2026-01"),
    ("volume: 22000", "volume: {a_month: 5, year: 2026}", 5, "write the volume as a number a month, as months (2027-01: 52000), with a_month, with facts and year, or with forecast", "业务量须写成每月数值、按月列出（2027-01: 52000）、a_month、facts 与 year，或 forecast"),
    ("volume: 22000", "volume: {a_month: 5, times: 2}", 5, "'times' has no effect here: it goes with facts or forecast", "'times' 在此不起作用：它与 facts 或 forecast 同用"),
    ("volume: 22000", "volume: {a_month: 5, growth_a_year: -100%}", 5, "growth of -100% a year leaves nothing", "每年增长 -100%，业务量将归零"),
    ("volume: 22000", "volume: {a_month: 5, season: {feb: 80%}}", 5, "'feb' is not a month; write 2027-02, or 02 for every February", "'feb' 不是月份；请写 2027-02，或写 02 表示每年二月"),
    ("volume: 22000", "volume: {facts: \"directions = 'inbound'\", year: 2026}", 5, "unknown column 'directions'", "未知的列 'directions'"),
    ("volume: 22000", "volume: {facts: {given: call}, year: 2026}", 5, "this counts rows: write a condition on interactions, or count: with another table", "此处用于统计数据行：请写 interactions 的条件，或用 count: 指定其他表"),
    ("volume: 22000", "volume: 22000%", 5, "'22000%' is a percentage; write the number itself, without its sign", "'22000%' 是百分比；此处请直接写数字，不带百分号"),
    ("volume: 22000", "volume: {a_month: 5, growth_a_year: 3}", 5, "3 means 300% here; write 3% or 300%, whichever is meant", "3 在此即 300%；请按本意写 3% 或 300%"),
    ("volume: 22000", "volume: {a_month: 5, season: {02: 82}}", 5, "82 means 8,200% here; write 82% or 8,200%, whichever is meant", "82 在此即 8,200%；请按本意写 82% 或 8,200%"),
    ("volume: 22000", "volume: {facts: \"direction = 'inbound'\", year: 2026, times: 105}", 5, "105 means 10,500% here; write 105% or 10,500%, whichever is meant", "105 在此即 10,500%；请按本意写 105% 或 10,500%"),
    ("volume: 22000", "volume: {forecast: {given: call}}", 5, "this counts rows: write a condition on interactions, or count: with another table", "此处用于统计数据行：请写 interactions 的条件，或用 count: 指定其他表"),
    ("volume: 22000", "volume: {forecast: \"direction = 'inbound'\", growth_a_year: 3%}", 5, "'growth_a_year' has no effect here: it goes with a_month or facts", "'growth_a_year' 在此不起作用：它与 a_month 或 facts 同用"),
    ("volume: 22000", "volume: {a_month: 5, until: 2026-12-31}", 5, "'until' has no effect here: it goes with forecast", "'until' 在此不起作用：它与 forecast 同用"),
    ("volume: 22000", "volume: {a_month: 5, from: 2026-12-31}", 5, "'from' has no effect here: it goes with forecast", "'from' 在此不起作用：它与 forecast 同用"),
    ("volume: 22000", "volume: {forecast: \"direction = 'inbound'\", from: 2026-12-31, until: 2026-12-30}", 5, "from 2026-12-31 until 2026-12-30 there is no day", "自 2026-12-31 起至 2026-12-30 止没有任何一天"),
    ("volume: 22000", "volume: 22000\n    call_back: {taken_by: 0%}", 6, "if nobody takes a call-back there is none: write a share above 0%, or leave 'call_back' out", "无人选择回呼即无回呼：请写大于 0% 的比例，或删去 call_back"),
    ("volume: 22000", "volume: 22000\n    concurrency: 2\n    call_back: {taken_by: 30%}", 7, "'call_back' has no effect here: it goes with contacts taken one at a time, without 'concurrency'", "'call_back' 在此不起作用：它与逐件受理的业务（不写 concurrency）同用"),
    ("fri: 20%", "fri: 21%", 8, "these shares make 101%; they must make 100%", "各份额合计 101%，应为 100%"),
    ("fri: 20%", "fry: 20%", 8, "unknown weekday 'fry'", "未知的星期：'fry'"),
    ('"09:00-14:00": 100%', '"09:15": 100%', 9, "'09:15' is not a half hour; write \"09:00\", \"09:30\", or several with the same share each as \"09:00-12:00\"", "'09:15' 不是半小时；请写 \"09:00\"、\"09:30\"，或用 \"09:00-12:00\" 表示平均分布的时段"),
    ('"09:00-14:00": 100%', '"23:30-24:30": 100%', 9, "'23:30-24:30' is not a half hour; write \"09:00\", \"09:30\", or several with the same share each as \"09:00-12:00\"", "'23:30-24:30' 不是半小时；请写 \"09:00\"、\"09:30\"，或用 \"09:00-12:00\" 表示平均分布的时段"),
    ('"09:00-14:00": 100%', '"21:00-02:00": 100%', 9, "'21:00-02:00' goes past midnight: write its two parts, such as \"21:00-24:00\" and \"00:00-02:00\", each with its share", "'21:00-02:00' 跨越午夜：请拆成两段分别写明份额，例如 \"21:00-24:00\" 与 \"00:00-02:00\""),
    ('"09:00-14:00": 100%', '"09:00-10:00": 50%, 9:30: 50%', 9, "the half hour 09:30 stands here twice", "半小时 09:30 重复"),
    ('"09:00-14:00": 100%', '"09:00-14:00": 90%', 9, "these shares make 90%; they must make 100%", "各份额合计 90%，应为 100%"),
    ("fri: 20%}", "fri: 10%, mon-tue: 10%}", 8, "Mon stands here twice", "周一重复"),
    ("fri: 20%}", "fri-fun: 20%}", 8, "unknown weekday 'fun'", "未知的星期：'fun'"),
    ('{"09:00-14:00": 100%}', '{mon-thu: {"09:00-14:00": 100%}}', 9, "Fri has a share of the week under 'days', but no half hours; put it in one of these groups", "周五在 days 中有份额，但没有半小时分布；请归入其中一组"),
    ('{"09:00-14:00": 100%}', '{mon-fri: {"09:00-14:00": 100%}, fri: {"09:00": 100%}}', 9, "Fri stands here twice", "周五重复"),
    ('{"09:00-14:00": 100%}', '{mon-sat: {"09:00-14:00": 100%}}', 9, "Sat has half hours here, but no share of the week under 'days'; add it there, or leave it out here", "周六在此有半小时分布，但 days 中没有份额；请在 days 中补充，或在此删去"),
    ('{"09:00-14:00": 100%}', '{mon-thu: {"09:00-14:00": 100%}, fri: {"09:00-14:00": 80%}}', 9, "these shares make 80%; they must make 100%", "各份额合计 80%，应为 100%"),
    ('{"09:00-14:00": 100%}', '{mon-thu: {"09:00-14:00": 100%}, fri: {"09:00-25:00": 100%}}', 9, "'09:00-25:00' is not a half hour; write \"09:00\", \"09:30\", or several with the same share each as \"09:00-12:00\"", "'09:00-25:00' 不是半小时；请写 \"09:00\"、\"09:30\"，或用 \"09:00-12:00\" 表示平均分布的时段"),
    ('{"09:00-14:00": 100%}', '{mon-thu: {"09:00-14:00": 100%}, "09:00": 100%}', 9, "write half hours (\"09:00-12:00\": …) for every day alike, or groups of days (mon-fri: {…}) with their own; not both", "请统一写半小时（\"09:00-12:00\": …），或按日期分组（mon-fri: {…}）分别写明；二者不能混用"),
    ('"09:00-14:00": 100%}', '"09:00-14:00": 100%}\n      at_least: {"08:00-10:00": 2, "09:30-11:00": 3}', 10, "the half hour 09:30 stands here twice", "半小时 09:30 重复"),
    ('"09:00-14:00": 100%}', '"09:00-14:00": 100%}\n      at_least: {"08:00": 1.5}', 10, "'1.5' is not a whole number", "'1.5' 不是整数"),
    ('"09:00-14:00": 100%}', '"09:00-14:00": 100%}\n      holidays: snu', 10, "unknown weekday 'snu'", "未知的星期：'snu'"),
    ('"09:00-14:00": 100%}', '"09:00-14:00": 100%}\n      holidays: {like: closed, times: 50%}', 10, "'times' has no effect here: it goes with like: a weekday", "'times' 在此不起作用：它与 like: 星期同用"),
    ("answered: 80%", "answered: 100%", 10, "no number of agents answers every call in time; write less than 100%, such as 95%", "无论多少座席都无法保证全部及时接通；请写小于 100% 的目标，例如 95%"),
    ("answered: 80%", "answered: 0%", 10, "0% cannot be here; write a share above it", "此处不能为 0%；请写大于零的份额"),
    ("answered: 80%", "answered: 80", 10, "80 means 8,000% here; write 80% or 8,000%, whichever is meant", "80 在此即 8,000%；请按本意写 80% 或 8,000%"),
    ("    goal: {answered: 80%, within_seconds: 20}", "    occupancy_at_most: 105%\n    goal: {answered: 80%, within_seconds: 20}", 10, "105% is more than 100%", "105% 超过 100%"),
    ("    goal: {answered: 80%, within_seconds: 20}\n", "", 3, "'goal' is missing here", "此处缺少 'goal'"),
    ("handle_seconds: 180", "handle_seconds: 0", 6, "0 must be above zero", "0 必须大于零"),
    ("shrinkage: 30%", "shrinkage: {leave: 20%, absence: 100%}", 11, "shrinkage of 100% leaves no time to work; write less than 100%", "缩减率 100% 意味着没有工作时间；请写小于 100% 的数值"),
    ("shrinkage: 30%", "attrition_a_month: 101%", 11, "101% is more than 100%", "101% 超过 100%"),
    ("shrinkage: 30%", "ramp: [0%, 80%]", 11, "0% cannot be here; write a share above it", "此处不能为 0%；请写大于零的份额"),
    ("handle_seconds: 180", "handle_seconds: 180%", 6, "'180%' is a percentage; write the number itself, without its sign", "'180%' 是百分比；此处请直接写数字，不带百分号"),
    ("shrinkage: 30%", "seats_per_position: 105", 11, "105 means 10,500% here; write 105% or 10,500%, whichever is meant", "105 在此即 10,500%；请按本意写 105% 或 10,500%"),
    ("hours_a_month: 160", "hours_a_month: 745", 11, "745 hours are more than a month has (744); write the paid hours of one head, such as 174", "745 小时超过一个月的总时数（744）；请写每人每月计薪工时，例如 174"),
    ("handle_seconds: 180", "handle_seconds: 180\n    concurrency: 0", 7, "an agent cannot hold 0 contacts at once; write a number from 1 to 20", "座席不能同时处理 0 件业务；请写 1 至 20"),
    ("handle_seconds: 180", "handle_seconds: 180\n    concurrency: 21", 7, "an agent cannot hold 21 contacts at once; write a number from 1 to 20", "座席不能同时处理 21 件业务；请写 1 至 20"),
    ("handle_seconds: 180", "handle_seconds: 180\n    concurrency: 1.7", 7, "'1.7' is not a whole number", "'1.7' 不是整数"),
    ("handle_seconds: 180", "handle_seconds: 180\n    concurrency: {each_adds: 25%}", 7, "write how many contacts an agent holds at once (3), {at_once: 3, each_adds: 25%}, or {times: [100%, 125%, 160%]}", "请写座席同时处理的业务数（3）、{at_once: 3, each_adds: 25%} 或 {times: [100%, 125%, 160%]}"),
    ("handle_seconds: 180", "handle_seconds: 180\n    concurrency: {times: [100%, 125%], each_adds: 25%}", 7, "'each_adds' has no effect here: it goes with at_once", "'each_adds' 在此不起作用：它与 at_once 同用"),
    ("handle_seconds: 180", "handle_seconds: 180\n    concurrency: {times: [110%, 125%]}", 7, "the first is a contact that an agent has alone, which takes handle_seconds: write 100%, not 110%", "第一项为单独处理一件时的时长，即 handle_seconds：应写 100%，而非 110%"),
    ("handle_seconds: 180", "handle_seconds: 180\n    concurrency: {times: [100%, 130%, 120%]}", 7, "with 3 at once a contact takes 120%, less than 130% with one fewer; no contact is done sooner beside others", "同时处理 3 件时每件时长为 120%，小于少处理一件时的 130%；并行处理不会使单件更快"),
    ("handle_seconds: 180", "handle_seconds: 180\n    concurrency: {times: [100%, 125%, 200%]}", 7, "with 3 at once an agent finishes 150% of what one at a time does, with 2 160%: hold 2 at most", "同时处理 3 件时产出为单件处理的 150%，而 2 件时为 160%：最多应同时处理 2 件"),
    ("handle_seconds: 180", "handle_seconds: 180\n    concurrency: {at_once: 2, each_adds: 101%}", 7, "with 2 at once an agent finishes 99.5% of what one at a time does, with 1 100%: hold 1 at most", "同时处理 2 件时产出为单件处理的 99.5%，而 1 件时为 100%：最多应同时处理 1 件"),
    ("shrinkage: 30%", "heads: half", 11, "unknown heads 'half'", "未知的 heads：'half'"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "line", "english", "chinese"), WRONG, ids=[case[1][:40] for case in WRONG])
def test_a_mistake_is_told_where_it_stands(right: str, wrong: str, line: int, english: str, chinese: str) -> None:
    assert right in OFFICE
    place = f"work.yaml:{line}"
    assert told(OFFICE.replace(right, wrong)) == [(place, f"{place}: {english}", f"{place}: {chinese}")]


def test_a_stream_says_how_it_is_worked() -> None:
    letters = "{id: letters, volume: 5, handle_seconds: 900%s}\n"
    people = "people: {hours_a_month: 160}\n"
    ((_, english, _),) = told("streams:\n  - " + letters % "" + people)
    assert english.endswith(
        "write 'goal' and 'pattern' for contacts that wait in a queue, or 'workload' for work that can wait"
    )
    ((_, english, _),) = told("streams:\n  - " + letters % ", workload: {}, patience_seconds: 5" + people)
    assert (
        english
        == "work.yaml:2: 'patience_seconds' has no effect here: it goes with contacts that wait in a queue, without 'workload'"
    )
    twice = "streams:\n" + f"  - {letters % ', workload: {}'}" * 2
    ((place, english, _),) = told(twice + people)
    assert (place, english) == ("work.yaml:3", "work.yaml:3: two streams are named 'letters'")


def test_no_stream_at_all() -> None:
    ((place, english, _),) = told("streams: []\npeople: {hours_a_month: 160}\n")
    assert (place, english) == ("work.yaml:1", "work.yaml:1: the list is empty; write at least one entry")


def test_every_mistake_at_once() -> None:
    wrong = OFFICE.replace("fri: 20%", "fri: 10%").replace("answered: 80%", "answered: 100%").replace("30%", "100%")
    assert [place for place, _, _ in told(wrong)] == ["work.yaml:8", "work.yaml:10", "work.yaml:11"]


def test_shares_rounded_when_they_were_typed() -> None:
    """Six sixths typed as 16.7% make 100.2%: used in proportion. 101% is a mistake."""
    text = OFFICE.replace('"09:00-14:00": 100%', ", ".join(f'"{hour}:00": 16.7%' for hour in range(9, 15)))
    pattern = work(text).streams[0].pattern
    assert pattern is not None
    assert len({cell.weight for cell in pattern.cells}) == 1


def test_a_month_without_a_volume() -> None:
    """Both streams at once, each at its place; a month of facts that was not counted is named as the facts' month."""
    two = OFFICE.replace("volume: 22000", "volume: {2027-01: 5}").replace(
        "people:",
        "  - {id: mail, volume: {facts: \"channel = 'email'\", year: 2026}, handle_seconds: 60, workload: {}}\npeople:",
    )
    with pytest.raises(BpoError) as error:
        volumes_of(work(two).streams, "2027-02", "2027-01")
    assert [problem.say("en").split("\n")[0] for problem in error.value.problems] == [
        "work.yaml:5: 'Calls' has no volume for 2027-02; add it here",
        "work.yaml:11: the volume of 'mail' comes from facts, which were not counted for 2026-02; ingest that month, or type the volume in",
    ]


def test_the_hotline_reads() -> None:
    calls, letters = work(HOTLINE).streams
    assert calls.pattern is not None and letters.workload is not None
    assert len(calls.pattern.cells) == 7 * 48
    assert letters.workload.productive == Fraction(9, 10)


def test_the_page_reads_and_says_what_is_computed() -> None:
    """The example on the page is a scenario's; every field of the models and every driver stands on it."""
    page = (Path(__file__).parents[3] / "docs" / "economics" / "staffing.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    read = work(example)
    (pattern,) = re.findall(r"^```yaml pattern\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert {cell.least for cell in read_model(parse_document(pattern, "page"), Pattern).cells} == {0, 2}
    (chats,) = re.findall(r"^```yaml stream\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    held = read_model(parse_document(chats, "page"), Stream)
    june, coming = Months().period("2026-06"), {"chats": Fraction(24000)}
    alone = held.altered(concurrency=None)
    assert (
        staff([held], read.people, june, coming).positions == 12
        and staff([alone], read.people, june, coming).positions == 25
    )
    busiest = Queue.of(held, "2026-06")
    assert (
        round(busiest.service(100 * 420 / 1800, 9).service_level, 2) == 0.49
    )  # 24,000 × 55% / 22 / 6 = 100 in a half hour
    (month,) = staff([held], read.people, june, coming).streams
    assert month.aht_seconds is not None and round(month.aht_seconds) == 582
    (due,) = re.findall(r"^```yaml due\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert read_model(parse_document(due, "page"), Stream).is_due
    (told_bot,) = re.findall(r"^```yaml bot\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    taking = read_model(parse_document(told_bot.removeprefix("bot: "), "page"), Bot)
    for month_name, taken, solved in (("2027-01", 2400, 1920), ("2027-06", 2400, 1920), ("2027-07", 6000, 4800)):
        found = taking.taken(Fraction(24000), month_name), taking.solved(Fraction(24000), month_name)
        assert found == (taken, solved)
    (told_call_back,) = re.findall(r"^```yaml call-back\ncall_back: (.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert read_model(parse_document(told_call_back, "page"), CallBack).within_minutes == 5
    for model in (Stream, People, Volume, Pattern, Holidays, Goal, Workload, Concurrency, Bot, CallBack):
        for name, field in model.model_fields.items():
            written = field.alias or name
            assert written == "months" or f"`{written}`" in page or f"{written}:" in page, written
    month = staff(
        read.streams, read.people, Months().period("2026-06"), {"calls": Fraction(52000), "letters": Fraction(1200)},
        calendar=Calendar.model_validate({"country": "CN"}),
    )  # fmt: skip
    assert all(f"`{name}`" in page for name in month.drivers() if not name.startswith("letters."))
    assert round(float(read.people.productive_hours_a_month), 2) == 135.77
