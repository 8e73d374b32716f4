"""The uncertain inputs of a bid, checked: every one that is written, what is planned of it, and how they go together."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from bpo.core.errors import BpoError, Problem, Where, choices
from bpo.core.fields import Mistake, read_number
from bpo.core.words import Pct, Sentence, Words
from bpo.economics.risk.distributions import Column, Uncertain
from bpo.economics.scenario.changes import NOT_AN_INPUT, change_problems, inputs
from bpo.economics.scenario.scenario import Bid, factor_problems
from bpo.economics.scenario.volume import ByMonth

NOTHING_UNCERTAIN = Words(
    "risk-nothing-uncertain",
    en="the scenario does not say what is uncertain; write 'uncertain: {{calls.volume: {{pert: [85%, 100%, 115%]}}}}'",
    zh="方案未写明哪些输入项不确定；请写 uncertain: {{calls.volume: {{pert: [85%, 100%, 115%]}}}}",
)
NO_SINGLE_VALUE = Words(
    "uncertain-no-single-value",
    en="'{given}' has no single planned value of which others could be told; write factors of the plan, without 'as: value'",
    zh="'{given}' 没有单一的计划值可供换算；请去掉 as: value，写成计划的倍数",
)
IS_A_VALUE = Words(
    "uncertain-is-a-value",
    en="'{given}' is drawn as its value, such as 95%, never as a factor of it; leave 'as' out",
    zh="'{given}' 抽取的是其数值（如 95%），不是计划的倍数；请去掉 as",
)
BEYOND_SENSE = Words(
    "uncertain-beyond-sense",
    en="'{given}' can come to {end} here: {why}; narrow the distribution, or cut it with 'least' and 'most'",
    zh="'{given}' 在此可达 {end}：{why}；请收窄分布，或用 least、most 截断",
)
NO_HISTORY = Words(
    "uncertain-no-history",
    en="'{file}' has no column '{column}' of at least two numbers beside this scenario",
    zh="本方案所在目录的 '{file}' 中没有至少两个数值的列 '{column}'",
)
NOT_UNCERTAIN = Words(
    "correlated-not-uncertain",
    en="'{given}' is correlated here, but not uncertain: write its distribution under 'uncertain'",
    zh="'{given}' 在此写有相关性，但未写入 uncertain；请补充其分布",
)
TWICE = Words("correlated-twice", en="this pair has a rank correlation already", zh="该组合已写过秩相关系数")
MONTHS_APART = Words(
    "correlated-months-apart",
    en="one of '{first}' and '{second}' is drawn each month and the other once for the term; draw both in the same way",
    zh="'{first}' 与 '{second}' 一个逐月抽取、一个全期一次；请以同一方式抽取",
)
KPI = "kpi."


@dataclass(frozen=True)
class Input:
    """An uncertain input. A draw of its distribution over ``unit`` is what :func:`~bpo.economics.scenario.changes.changed` takes."""

    name: str
    spread: Uncertain
    unit: Fraction

    @property
    def each_month(self) -> bool:
        return self.spread.each_month


@dataclass(frozen=True)
class Inputs:
    """All uncertain inputs in the order of the file, and rank correlations of pairs by their names."""

    all: tuple[Input, ...]
    ranks: tuple[tuple[str, str, Fraction], ...]


def uncertain_inputs(bid: Bid) -> Inputs:
    """The inputs as the scenario has them.

    Raises:
        BpoError: with everything that is wrong with them, each at its line.
    """
    problems: list[Problem] = []
    found = []
    for name, spread in bid.scenario.uncertain.items():
        one = _input(bid, name, spread)
        problems += [one] if isinstance(one, Problem) else _beyond(bid, one)
        if isinstance(one, Input):
            found.append(one)
    problems += _wrong_pairs(bid, found)
    ranks = tuple((one.pair[0], one.pair[1], one.rank) for one in bid.scenario.correlated)
    if problems:
        raise BpoError(problems)
    done = Inputs(tuple(found), ranks)
    if ranks:
        from bpo.economics.risk.correlation import impossible  # numpy, only where something is correlated

        if told := impossible([one.name for one in found], ranks):
            raise BpoError([Problem(told, bid.document.place("correlated"))])
    return done


def _input(bid: Bid, name: str, spread: Uncertain) -> Input | Problem:
    node, key = bid.document.find(("uncertain", name))
    where = bid.document.where(key or node)
    known = inputs(bid)
    if name not in known:
        return Problem(NOT_AN_INPUT, where, choices(name, known))
    if isinstance(spread.history, Column):
        numbers = _column(Path(bid.document.path).parent / spread.history.file, spread.history.column)
        if len(numbers) < 2:
            values = {"file": spread.history.file, "column": spread.history.column}
            return Problem(NO_HISTORY, bid.document.place("uncertain", name, "history"), values)
        spread = spread.altered(history=numbers)
    if name.startswith(KPI):
        if "is_of" in spread.model_fields_set and spread.is_of == "factor":
            return Problem(IS_A_VALUE, bid.document.place("uncertain", name, "as"), {"given": name})
        return Input(name, spread, Fraction(1))
    if spread.is_of == "factor":
        return Input(name, spread, Fraction(1))
    planned = planned_value(bid, name)
    if not planned:
        return Problem(NO_SINGLE_VALUE, bid.document.place("uncertain", name, "as"), {"given": name})
    return Input(name, spread, planned)


def _column(path: Path, column: str) -> list[Fraction]:
    """The numbers of a column; none where there is no such file or column, or it holds something else."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [read_number(row[column]) for row in csv.DictReader(file) if row[column]]
    except (OSError, UnicodeDecodeError, KeyError, Mistake, csv.Error):
        return []


def planned_value(bid: Bid, name: str) -> Fraction | None:
    """What is planned of an input that has one value throughout; None of one that has several, or none."""
    owner, _, what = name.rpartition(".")
    if owner == "exchange":
        return bid.costs.exchange.get(what)
    if owner == "cost":
        item = next(item for item in bid.costs.items if item.id == what)
        return item.amount if item.amount is not None else item.once
    if name == "hours":
        return bid.scenario.people.hours_a_month
    by_month: ByMonth | None = bid.scenario.people.attrition_a_month if name == "attrition" else None
    if what == "handle_seconds":
        by_month = next(one for one in bid.scenario.streams if one.id == owner).handle_seconds
    values: set[Fraction] = set(by_month.months.values()) if by_month is not None else set()
    return values.pop() if len(values) == 1 else None


def _beyond(bid: Bid, one: Input) -> Iterator[Problem]:
    """Ends of a distribution that the input cannot have."""
    where = bid.document.place("uncertain", one.name)
    ends = one.spread.span
    for end in dict.fromkeys(ends):
        factor, shown = end / one.unit, Pct(end) if one.spread.is_of == "factor" else end
        wrong = list(factor_problems(one.name, factor))
        for problem in wrong or change_problems(bid, "uncertain", one.name, factor):
            yield _because(where, one.name, shown, problem)


def _because(where: Where, name: str, end: object, problem: Problem) -> Problem:
    return Problem(BEYOND_SENSE, where, {"given": name, "end": end, "why": Sentence(problem.words, problem.values)})


def _wrong_pairs(bid: Bid, found: Sequence[Input]) -> Iterator[Problem]:
    known, seen = {one.name: one for one in found}, set()
    for n, one in enumerate(bid.scenario.correlated):
        where = bid.document.place("correlated", n)
        if missing := [name for name in one.pair if name not in bid.scenario.uncertain]:
            yield Problem(NOT_UNCERTAIN, where, {"given": missing[0]})
        elif frozenset(one.pair) in seen:
            yield Problem(TWICE, where)
        elif all(name in known for name in one.pair):
            first, second = (known[name] for name in one.pair)
            if first.each_month != second.each_month:
                yield Problem(MONTHS_APART, where, {"first": first.name, "second": second.name})
        seen.add(frozenset(one.pair))
