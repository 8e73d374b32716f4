"""Groups in a scenario: what is refused, which half hour is simulated, and what pooling saves."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bpo.core.documents import read_document
from bpo.core.errors import BpoError
from bpo.core.periods import Period
from bpo.core.validation import read_model
from bpo.economics.scenario.scenario import Scenario
from bpo.economics.staffing.shared_half_hour import shared_half_hour
from bpo.economics.staffing.staffing import staff

MARCH = Period(date(2027, 3, 1), date(2027, 3, 31), "2027-03")
DESK = """\
scenario: desk
contract: contract.yaml
costs: costs.yaml
streams:
  - {id: chinese, volume: 8000, handle_seconds: 180, patience_seconds: 120, goal: {answered: 80%, within_seconds: 20},
     pattern: {days: {mon-fri: 100%}, half_hours: {"09:00": 40%, "09:30": 60%}}}
  - {id: english, volume: 2000, handle_seconds: 180, patience_seconds: 120, goal: {answered: 80%, within_seconds: 20},
     pattern: {days: {mon-fri: 100%}, half_hours: {"09:00": 40%, "09:30": 60%}}}
  - {id: chats, volume: 100, handle_seconds: 180, concurrency: 2, goal: {answered: 80%, within_seconds: 20},
     pattern: {days: {mon-fri: 100%}, half_hours: {"09:00": 100%}}}
  - {id: letters, volume: 100, handle_seconds: 180, workload: {productive: 75%}}
groups:
  - {id: chinese-only, takes: [chinese], positions: 20}
  - {id: both, takes: [english, chinese], positions: 13}
people: {hours_a_month: 160}
"""


def read(tmp_path: Path, text: str) -> Scenario:
    (tmp_path / "desk.yaml").write_text(text, encoding="utf-8")
    return read_model(read_document(tmp_path / "desk.yaml"), Scenario)


WRONG = [
    ("takes: [chinese]", "takes: [chinesse]", 13, "unknown stream 'chinesse'", "未知的业务流：'chinesse'"),
    ("takes: [chinese]", "takes: []", 13, "the list is empty; write at least one entry", "列表为空，至少写一项"),
    ("takes: [chinese]", "takes: [chinese, chinese]", 13, "'chinese' stands twice in the order of this group", "“chinese”在该组中列出了两次"),
    ("takes: [chinese]", "takes: [chats]", 13, "'chats' does not wait in a queue of one contact an agent: groups take streams with 'goal' and without 'concurrency' or 'call_back'", "“chats”不是逐件受理的排队业务：座席组只能受理写有 goal 且不写 concurrency 与 call_back 的业务流"),
    ("takes: [chinese]", "takes: [letters]", 13, "'letters' does not wait in a queue of one contact an agent: groups take streams with 'goal' and without 'concurrency' or 'call_back'", "“letters”不是逐件受理的排队业务：座席组只能受理写有 goal 且不写 concurrency 与 call_back 的业务流"),
    ("id: both", "id: chinese-only", 14, "two groups are named 'chinese-only'", "有两个座席组同名：“chinese-only”"),
    ("positions: 20", "positions: 0", 13, "a group of 0 positions cannot be simulated; write 1 to 2,000", "0 个岗位的座席组无法模拟；请写 1 至 2,000"),
    ("positions: 20", "positions: 1988", 14, "a group of 2,001 positions cannot be simulated; write 1 to 2,000", "2,001 个岗位的座席组无法模拟；请写 1 至 2,000"),
    ("positions: 20", "positions: 2.5", 13, "'2.5' is not a whole number", "'2.5' 不是整数"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "line", "en", "zh"), WRONG)
def test_what_is_refused_is_told_with_its_line(
    tmp_path: Path, right: str, wrong: str, line: int, en: str, zh: str
) -> None:
    with pytest.raises(BpoError) as error:
        read(tmp_path, DESK.replace(right, wrong))
    (problem,) = error.value.problems
    assert problem.say("en").split("\n")[0] == f"{tmp_path}/desk.yaml:{line}: {en}"
    assert problem.say("zh").split("\n")[0] == f"{tmp_path}/desk.yaml:{line}: {zh}"


def test_as_many_as_can_be_simulated_are_read(tmp_path: Path) -> None:
    assert read(tmp_path, DESK.replace("positions: 20", "positions: 1987")).groups[0].positions == 1987


def test_busiest_half_hour_is_simulated_and_pooling_saves(tmp_path: Path) -> None:
    """March 2027 has 23 working days: 8,000 × 60% / 23 = 208.7 Chinese and 52.2 English contacts at 09:30.

    Alone, 20.87 and 5.22 erlangs need 23 (83.6% in 20 s by Erlang A; 22 answer 78.3%) and 7 agents (82.3%; 6 answer 70.3%). All 26.09 pooled
    need 28: 83.3%, where 27 answer 78.5%.
    """
    scenario = read(tmp_path, DESK)
    volumes = {one.id: Fraction(volume) for one, volume in zip(scenario.streams, (8000, 2000, 100, 100), strict=True)}
    month = staff(scenario.streams, scenario.people, MARCH, volumes)
    shared = shared_half_hour(scenario.groups, scenario.streams, month)
    assert shared is not None
    assert (shared.start, [one.stream.id for one in shared.streams]) == ("09:30", ["chinese", "english"])
    assert [one.interval.contacts for one in shared.streams] == [Fraction(4800, 23), Fraction(1200, 23)]
    assert shared.written == 33
    assert [one.judged for one in shared.streams] == ["met", "met"]
    assert (shared.separate, shared.pooled) == (23 + 7, 28)


def test_no_group_nothing_simulated(tmp_path: Path) -> None:
    scenario = read(tmp_path, DESK)
    volumes = dict.fromkeys((one.id for one in scenario.streams), Fraction(0))
    month = staff(scenario.streams, scenario.people, MARCH, volumes)
    assert shared_half_hour(scenario.groups, scenario.streams, month) is None
    assert shared_half_hour((), scenario.streams, month) is None
