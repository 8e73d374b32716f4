"""Mistakes of a bid as its verbs meet them: every message stands at its line, says what to change, and does so in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from bpo.bid import checked_offer
from bpo.cli.bids import bid_of
from bpo.core.errors import BpoError
from bpo.economics.scenario.projection import project
from tests.cli.desk import Desk

BIDS = Path(__file__).parents[1] / "bids"
Change = tuple[str, str, str]
"""A file, a text in it, and what stands there instead."""
QUOTE = "quote: {number: L-1, date: 2026-11-16, %s}\nvariants:"
TOLD: dict[str, tuple[list[Change], list[tuple[str, str]]]] = {
    "a day for a month": (
        [("letters.yaml", "streams:", "months: {from: 2027-01-01, to: 2027-13}\nstreams:")],
        [
            ("letters.yaml:4: '2027-01-01' is not a month; write 2026-01", "'2027-01-01' 不是月份；请写 2026-01"),
            ("letters.yaml:4: '2027-13' is not a month; write 2026-01", "'2027-13' 不是月份；请写 2026-01"),
        ],
    ),
    "a day for a KPI's month": (
        [("letters.yaml", "{qa: 96%}", "{qa: {2027-01: 96%, 2027-02-01: 95%}}")],
        [("letters.yaml:9: '2027-02-01' is not a month; write 2026-01", "'2027-02-01' 不是月份；请写 2026-01")],
    ),
    "a quote valid for months": (
        [("letters.yaml", "variants:", QUOTE % "valid_days: 3 months")],
        [
            (
                "letters.yaml:10: '3 months' is not a number of days; write '90 days', or a day with 'valid_until'",
                "'3 months' 不是天数；请写 90 天，或用 valid_until 写明截止日",
            )
        ],
    ),
    "a figure below zero": (
        [("letters.yaml", "{of: letters.handled, times: 0.2%}", "-3")],
        [("letters.yaml:8: the quantity 'complaints' of 2027-01 is -3: nothing is counted below zero",
          "2027-01 的数量 'complaints' 为 -3：计数不会小于零")],
    ),
    "a KPI of 96": (
        [("letters.yaml", "96%", "96")],
        [("letters.yaml:9: the KPI 'qa' of 2027-01: 96 means 9,600%; a ratio is written with a percent sign, such as 80% or 0.1%",
          "2027-01 的指标 'qa'：96 即 9,600%；比率应写百分号，例如 80% 或 0.1%")],
    ),
    "a KPI above the whole": (
        [("letters.yaml", "96%", "120%")],
        [("letters.yaml:9: the KPI 'qa' of 2027-01 is 120%: a share of a whole never exceeds 100%",
          "2027-01 的指标 'qa' 为 120%：占比不会超过 100%")],
    ),
    "nothing of what the contract needs": (
        [("letters.yaml", "  quantities: {letters: letters.handled, complaints: {of: letters.handled, times: 0.2%}}\n", ""),
         ("letters.yaml", "  kpis: {qa: 96%}", "  kpis: {}")],
        [("letters.yaml:7: 'letters' needs the quantity 'letters', which the scenario does not give; "
          "write it under measures: quantities: {letters: …}",
          "条款 'letters' 需要数量 'letters'，而方案没有给出；请写在 measures 下：quantities: {letters: …}"),
         ("letters.yaml:8: 'coefficient' depends on the KPI 'qa', which the scenario does not give; "
          "write it under measures: kpis: {qa: …}",
          "条款 'coefficient' 依赖指标 'qa'，而方案没有给出；请写在 measures 下：kpis: {qa: …}"),
         ("letters.yaml:7: 'complained' needs the quantity 'complaints', which the scenario does not give; "
          "write it under measures: quantities: {complaints: …}",
          "条款 'complained' 需要数量 'complaints'，而方案没有给出；请写在 measures 下：quantities: {complaints: …}")],
    ),
    "a month without a figure": (
        [("letters.yaml", "96%", "{2027-01: 96%, 2027-03: 95%}")],
        [("letters.yaml:9: 'qa' has no figure for 2027-02; add it here", "'qa' 没有 2027-02 的数值；请在此补充")],
    ),
    "names that the contract does not know": (
        [("letters.yaml", "complaints: {of", "complaint: {of"), ("letters.yaml", "qa: 96%", "quality: 96%")],
        [("letters.yaml:8: contract 'letters' has no quantity 'complaint'", "合同 'letters' 没有数量 'complaint'"),
         ("letters.yaml:9: contract 'letters' has no KPI 'quality'", "合同 'letters' 没有指标 'quality'")],
    ),
    "a rate for a number, and a percentage": (
        [("letters.yaml", "letters: letters.handled", "letters: letters.service_level"),
         ("letters.yaml", "{of: letters.handled, times: 0.2%}", "0.2%")],
        [("letters.yaml:8: 'letters.service_level' is a rate, and 'letters' is a number of cases; "
          "name what is counted, such as 'letters.handled'",
          "'letters.service_level' 是比率，而 'letters' 按件计数；请写计数的驱动量，例如 'letters.handled'"),
         ("letters.yaml:8: 'complaints' is a number of events, not 0.2%; write the number, or a share of something: "
          "{of: calls.handled, times: 0.2%}",
          "'complaints' 按起计数，不能写 0.2%；请写数字，或写某驱动量的比例：{of: calls.handled, times: 0.2%}")],
    ),
    "a month without contacts has no service level": (
        [("letters.yaml", "volume: 1200, handle_seconds: 900, workload: {productive: 75%}",
          "volume: {2027-01: 9, 2027-02: 0, 2027-03: 9}, handle_seconds: 180, goal: {answered: 80%, within_seconds: 20}, "
          'pattern: {days: {mon: 100%}, half_hours: {"09:00": 100%}}'),
         ("letters.yaml", "96%", "letters.service_level")],
        [("letters.yaml:9: 'letters' has no contacts in 2027-02, and so no figure for the KPI 'qa', on which 'coefficient' depends; "
          "write 'qa' month by month, or let the contract say what follows (if_not_measured)",
          "“letters”在 2027-02 没有业务量，因而指标 'qa' 无数值，而条款 'coefficient' 依赖它；"
          "请逐月填写 'qa'，或在合同中写明未测得时如何处理（if_not_measured）")],
    ),
    "months outside the contract": (
        [("letters.yaml", "streams:", "months: {from: 2027-02, to: 2027-04}\nstreams:")],
        [("letters.yaml:4: the contract holds from 2027-01-01 to 2027-03-31: 2027-04 is outside of it; mend the scenario's 'months'",
          "合同有效期为 2027-01-01 至 2027-03-31，2027-04 不在其内；请更正方案的 months")],
    ),
    "files that are not there": (
        [("letters.yaml", "letters-contract.yaml", "leters-contract.yaml"), ("letters.yaml", "letters-costs.yaml", ".")],
        [("letters.yaml:2: there is no file 'leters-contract.yaml' beside this one; mend its name",
          "同一目录下没有文件 'leters-contract.yaml'；请更正文件名"),
         ("letters.yaml:3: there is no file '.' beside this one; mend its name", "同一目录下没有文件 '.'；请更正文件名")],
    ),
    "the contract and the costs exchanged": (
        [("letters.yaml", "contract: letters-contract.yaml\ncosts: letters-costs.yaml",
          "contract: letters-costs.yaml\ncosts: letters-contract.yaml")],
        [("letters-costs.yaml:3: this is a cost file, where a contract is expected; a cost file is named by 'costs' of a scenario, or by --costs",
          "这是成本文件，而此处需要合同；成本文件由方案的 costs 指明，或写 --costs"),
         ("letters-contract.yaml:11: this is a contract, where a cost file is expected; a contract goes with bpo check, price, bill and the like",
          "这是合同，而此处需要成本文件；合同用于 bpo check、price、bill 等命令")],
    ),
    "mistakes in all three files at once": (
        [("letters.yaml", "hours_a_month: 160", "hours_a_month: many"), ("letters-contract.yaml", "rate: 20", "rate: 20元"),
         ("letters-costs.yaml", "amount: 500", "amount: some")],
        [("letters.yaml:6: 'many' is not a number; write 1684500, 1,684,500.00, 3.80 or 80%",
          "'many' 不是数字；请写 1684500、1,684,500.00、3.80 或 80%"),
         ("letters-contract.yaml:12: '20元' is not a number; write 1684500, 1,684,500.00, 3.80 or 80%",
          "'20元' 不是数字；请写 1684500、1,684,500.00、3.80 或 80%"),
         ("letters-costs.yaml:5: 'some' is not a number; write 1684500, 1,684,500.00, 3.80 or 80%",
          "'some' 不是数字；请写 1684500、1,684,500.00、3.80 或 80%")],
    ),
    "a variant of values where factors are meant": (
        [("letters.yaml", "high: {volume: 110%}", "high: {volume: 85, hours: 160, attrition: 3%}\n  base: {volume: 90%}")],
        [("letters.yaml:11: 'volume' multiplies what is planned: 85 would be 8,500% of it; "
          "write a factor from 10% to 1,000%, such as 90%",
          "'volume' 是对计划值的倍数：85 即计划值的 8,500%；请写 10% 至 1,000% 之间的倍数，例如 90%"),
         ("letters.yaml:11: 'hours' multiplies what is planned: 160 would be 16,000% of it; "
          "write a factor from 10% to 1,000%, such as 90%",
          "'hours' 是对计划值的倍数：160 即计划值的 16,000%；请写 10% 至 1,000% 之间的倍数，例如 90%"),
         ("letters.yaml:11: 'attrition' multiplies what is planned: 0.03 would be 3% of it; "
          "write a factor from 10% to 1,000%, such as 90%",
          "'attrition' 是对计划值的倍数：0.03 即计划值的 3%；请写 10% 至 1,000% 之间的倍数，例如 90%"),
         ("letters.yaml:12: the base is the scenario as it is written; call this variant otherwise",
          "基准即方案本身；请为该情景另取名称")],
    ),
    "a variant of what is not there, and of too much": (
        [("letters.yaml", "hours_a_month: 160", "hours_a_month: 160, shrinkage: 30%"),
         ("letters.yaml", "high: {volume: 110%}", "high: {volum: 110%, cost.rents: 90%, shrinkage: 400%, kpi.qa: 90}")],
        [("letters.yaml:11: this bid has no input 'volum'", "本测算没有输入项 'volum'"),
         ("letters.yaml:11: this bid has no input 'cost.rents'", "本测算没有输入项 'cost.rents'"),
         ("letters.yaml:11: 'shrinkage' is 30% as planned, and 400% of it 120%: too much; 333.3% is the most",
          "'shrinkage' 计划为 30%，其 400% 为 120%，过大；最多写 333.3%"),
         ("letters.yaml:11: the KPI 'qa' of high: 90 means 9,000%; a ratio is written with a percent sign, such as 80% or 0.1%",
          "high 的指标 'qa'：90 即 9,000%；比率应写百分号，例如 80% 或 0.1%")],
    ),
}  # fmt: skip
RANGES = [
    (["--from", "-50%"], "'volume' cannot be -50%; begin above 0%, such as at 50%", "'volume' 不能为 -50%；起点须大于 0%，例如 50%"),
    (["--vary", "hours", "--from", "0"], "'hours' cannot be 0%; begin above 0%, such as at 50%", "'hours' 不能为 0%；起点须大于 0%，例如 50%"),
    (["--from", "120%", "--to", "80%"], "--to must lie above --from, which is 120%", "--to 必须大于 --from（120%）"),
    (["--vary", "wage", "--from", "50", "--to", "150"], "150 is 15,000% of what is planned; write 150% if that is meant, 1,000% at most", "150 即计划值的 15,000%；如指 150%，请写百分号，最多 1,000%"),
    (["--vary", "shrinkage", "--to", "500%"], "'shrinkage' is 30% as planned, and 500% of it 150%: too much; 333.3% is the most", "'shrinkage' 计划为 30%，其 500% 为 150%，过大；最多写 333.3%"),
    (["--vary", "shrinkage", "--from", "250%", "--to", "10/3"], "'shrinkage' is 30% as planned, and ≈333.3333% of it 100%: too much; 333.3% is the most", "'shrinkage' 计划为 30%，其 ≈333.3333% 为 100%，过大；最多写 333.3%"),
    (["--vary", "kpi.qa", "--to", "200%"], "the KPI 'qa' of 2027-01 is 200%: a share of a whole never exceeds 100%", "2027-01 的指标 'qa' 为 200%：占比不会超过 100%"),
    (["--measures", "letters-measures.yaml"], "Error: write --scenario FILE for a bid, or --measures FILE for one month, not both", "错误：整个投标请写 --scenario FILE，单月请写 --measures FILE，二者只能选一"),
]  # fmt: skip


def written(folder: Path, changes: Sequence[Change]) -> Path:
    """The bid of the letters with these changes."""
    for file in BIDS.glob("letters*.yaml"):
        shutil.copy(file, folder)
    for name, old, new in changes:
        text = (folder / name).read_text("utf-8")
        assert old in text, old
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return folder / "letters.yaml"


def compute(path: Path) -> None:
    """Everything that the verbs do with a bid: read, computed as planned and in each variant, the offer checked."""
    bid = bid_of(path)
    plan = project(bid)
    for changes in bid.scenario.variants.values():
        project(bid, changes)
    if bid.scenario.quote is not None:
        checked_offer(plan)


@pytest.mark.parametrize("case", TOLD)
def test_a_mistake_is_told_where_it_stands(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes, expected = TOLD[case]
    path = written(tmp_path, changes)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BpoError) as error:
        compute(Path(path.name))
    said = [[one.say(lang).split("\n")[0] for one in error.value.problems] for lang in ("en", "zh")]
    assert said[0] == [english for english, _ in expected]
    assert [one.split(": ", 1)[1] for one in said[1]] == [chinese for _, chinese in expected]


@pytest.mark.parametrize(("options", "english", "chinese"), RANGES, ids=[" ".join(case[0]) for case in RANGES])
def test_a_range_that_cannot_be_is_refused(options: list[str], english: str, chinese: str, tmp_path: Path) -> None:
    written(tmp_path, [("letters.yaml", "hours_a_month: 160", "hours_a_month: 160, shrinkage: 30%")])
    for lang, expected in (("en", english), ("zh", chinese)):
        said = Desk(tmp_path).run(
            "--lang", lang, "breakeven", "letters-contract.yaml", "--scenario", "letters.yaml", *options
        )
        assert said.code in (1, 2) and said.err.strip().splitlines()[-1] == expected


MONTHS = [
    ("letters.yaml", ["--scenario", "letters.yaml"], [("letters-contract.yaml", "currency: CNY", "currency: USD")],
     "letters-costs.yaml:2: costs come out in CNY, but contract 'letters' is priced in USD; write 'priced_in: USD' and 'exchange: {CNY: …}'"),
    ("a month", ["--costs", "month-costs.yaml", "--measures", "letters-measures.yaml", "--vary", "letters", "--from", "-5"], [],
     "the quantity 'letters' of 2027-01 is -5: nothing is counted below zero"),
    ("a percentage", ["--costs", "month-costs.yaml", "--measures", "letters-measures.yaml"],
     [("letters-measures.yaml", "letters: 1200", "letters: 96%")],
     "the quantity 'letters' of 2027-01 is 0.96 cases: there is no part of one"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "changes", "english"), [case[1:] for case in MONTHS], ids=[case[0] for case in MONTHS]
)
def test_what_stands_in_for_the_bids_own_files_is_checked_too(
    options: list[str], changes: list[Change], english: str, tmp_path: Path
) -> None:
    shutil.copy(BIDS / "month-costs.yaml", tmp_path)
    written(tmp_path, [])
    shutil.copy(tmp_path / "letters-contract.yaml", tmp_path / "own.yaml")
    written(tmp_path, changes)
    (tmp_path / "letters.yaml").write_text((tmp_path / "letters.yaml").read_text().replace("letters-contract", "own"))
    said = Desk(tmp_path).run("breakeven", "letters-contract.yaml", *options)
    assert said.code == 1 and said.err.strip().splitlines()[0] == english
