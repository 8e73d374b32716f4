"""What the user is told about mistakes in measures, scenarios, costs, settings and on the command line, in both languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.cli.test_breaking_even import BIDS

PRICE = ("price", "letters-contract.yaml", "--measures", "letters-measures.yaml")
BILL = ("bill", "letters-contract.yaml", "--measures", "letters-measures.yaml")
COMPARE = ("compare", "letters.yaml")
TOLD: dict[str, tuple[tuple[str, ...], str, str, str, str, str]] = {
    # verb, the file that is changed, what is written there, instead of what; what is said in English and in Chinese
    "a KPI of 960%": (
        PRICE, "letters-measures.yaml", "96%", "960%",
        "letters-measures.yaml:3: the KPI 'qa' of 2027-01: 960% (9.6) is far above what a ratio can be, about 100% at most: see whether "
        "a digit or the point slipped",
        "letters-measures.yaml:3: 2027-01 的指标 'qa'：960%（9.6）超出合理范围：比率一般不超过 100%，请核对是否多写一位或漏了小数点",
    ),
    "a KPI without its sign": (
        PRICE, "letters-measures.yaml", "96%", "96",
        "letters-measures.yaml:3: the KPI 'qa' of 2027-01: 96 means 9,600%; a ratio is written with a percent sign, such as 80% or 0.1%",
        "letters-measures.yaml:3: 2027-01 的指标 'qa'：96 即 9,600%；比率应写百分号，例如 80% 或 0.1%",
    ),
    "a figure that is not known": (
        PRICE, "letters-measures.yaml", "96%", "N/A",
        "letters-measures.yaml:3: 'N/A' is not a number; where there is none, leave the field out",
        "letters-measures.yaml:3: 'N/A' 不是数字；如无此项，请删去该字段",
    ),
    "a decimal comma inside braces": (
        PRICE, "letters-measures.yaml", "1200", "1200,5",
        "letters-measures.yaml:2: the comma before '5' ends the number inside { }; write 1684500 and 3.80, without commas",
        "letters-measures.yaml:2: 在 { } 中，'5' 前的逗号会截断数字；请写 1684500、3.80，不用逗号",
    ),
    "measures of another contract": (
        BILL, "letters-measures.yaml", "{letters: 1200, complaints: 2}\nkpis: {qa: 96%}", "{calls: 5}\nkpis: {sl20: 80%}",
        "letters-measures.yaml: not one of these figures is of contract 'letters', which reads: complaints, letters, qa; this is the "
        "file of another contract",
        "letters-measures.yaml: 这些数据无一属于合同 'letters'（该合同的数据：complaints、letters、qa）；此为另一份合同的数据文件",
    ),
    "a misspelt figure of a bill": (
        BILL, "letters-measures.yaml", "qa: 96%", "qaa: 96%",
        "letters-measures.yaml:3: the measures of 2027-01 have the KPI 'qaa', which contract 'letters' does not know",
        "letters-measures.yaml:3: 2027-01 的数据含有指标 'qaa'，但合同 'letters' 中没有",
    ),
    "a figure left out": (
        PRICE, "letters-measures.yaml", "letters: 1200, ", "",
        "letters-contract.yaml:12: 'letters' needs the quantity 'letters' of 2027-01, which was neither counted nor given; write it under "
        "quantities in the measures file (--measures)",
        "letters-contract.yaml:12: 条款 'letters' 需要 2027-01 的数量 'letters'，但既未统计也未提供；请写入数据文件的 quantities（--measures）",
    ),
    "a contract as measures": (
        ("price", "letters-contract.yaml", "--measures", "letters-contract.yaml"), "", "", "",
        "letters-contract.yaml:11: this is a contract, where a measures file is expected; a contract goes with bpo check, price, bill and "
        "the like",
        "letters-contract.yaml:11: 这是合同，而此处需要数据文件（measures）；合同用于 bpo check、price、bill 等命令",
    ),
    "a change as a factor": (
        COMPARE, "letters.yaml", "high: {volume: 110%}", "high: {volume: +10%}",
        "letters.yaml:11: '+10%' is a change, where a factor stands, which multiplies; write 110%",
        "letters.yaml:11: '+10%' 是增减幅度，而此处应为倍数；请写 110%",
    ),
    "fewer as a factor": (
        COMPARE, "letters.yaml", "high: {volume: 110%}", "low: {volume: -10%}",
        "letters.yaml:11: '-10%' is a change, where a factor stands, which multiplies; write 90%",
        "letters.yaml:11: '-10%' 是增减幅度，而此处应为倍数；请写 90%",
    ),
    "a workload that is a number": (
        ("staffing", "letters.yaml"), "letters.yaml", "workload: {productive: 75%}", "workload: 75%",
        "letters.yaml:5: expected 'name: value' pairs here; write {productive: 75%}",
        "letters.yaml:5: 此处应为“名称: 值”的键值对；请写 {productive: 75%}",
    ),
    "a contract that is not there": (
        ("staffing", "letters.yaml"), "letters.yaml", "letters-contract.yaml", "leters-contract.yaml",
        "letters.yaml:2: there is no file 'leters-contract.yaml' beside this one; mend its name",
        "letters.yaml:2: 同一目录下没有文件 'leters-contract.yaml'；请更正文件名",
    ),
    "minutes for seconds": (
        ("staffing", "letters.yaml"), "letters.yaml", "handle_seconds: 900", "handle_seconds: 15:00",
        "letters.yaml:5: '15:00' is a time, where a number stands; a length of time is written in the unit of its field, such as 300 "
        "for seconds",
        "letters.yaml:5: '15:00' 是时间，此处应为数字；时长按该字段的单位书写，例如以秒计写 300",
    ),
    "templates that are not there": (
        BILL, "bpo.yaml", "database: ledger.db", "database: ledger.db\ntemplates: nowhere",
        "{root}/bpo.yaml:2: there is no folder 'nowhere' of templates; make it, mend its name, or leave the line out for bpo's own",
        "{root}/bpo.yaml:2: 没有模板文件夹 'nowhere'；请建立该文件夹、更正名称，或删去此行以使用 bpo 自带的模板",
    ),
    "statements that are a file": (
        BILL, "bpo.yaml", "database: ledger.db", "statements: letters.yaml",
        "{root}/bpo.yaml:1: the place of statements is a folder, and 'letters.yaml' is a file; name another folder, or move the file away",
        "{root}/bpo.yaml:1: 结算单目录应为文件夹，而 'letters.yaml' 是文件；请改用其他文件夹，或移走该文件",
    ),
    "a range that goes down": (
        ("curve", "letters-contract.yaml", "--vary", "letters", "--from", "9", "--to", "7"), "", "", "",
        "--to must lie above --from, which is 9", "--to 必须大于 --from（9）",
    ),
    "a month that is not the file's": (
        ("curve", "letters-contract.yaml", "--vary", "qa", "--from", "70%", "--to", "90%", "--measures", "letters-measures.yaml",
         "--period", "2027-02"), "", "", "",
        "letters-measures.yaml:1: these measures are of 2027-01, but 2027-02 is billed",
        "letters-measures.yaml:1: 该数据文件为 2027-01，而本次账期为 2027-02",
    ),
    "a paper": (
        ("check", "paper.pdf"), "paper.pdf", "", "%PDF-1.7",
        "paper.pdf: this is a PDF, not a text; what bpo reads is written as a YAML file, such as those that 'bpo init' makes",
        "paper.pdf: 该文件为PDF 文件，而 bpo 读取的是 YAML 文本文件；示例可用 'bpo init' 生成",
    ),
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    for file in BIDS.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    made = Desk(tmp_path)
    made.write("bpo.yaml", "database: ledger.db\n")
    made.write("paper.pdf", "")
    return made


@pytest.mark.parametrize("case", TOLD)
def test_what_is_told(desk: Desk, case: str) -> None:
    verb, file, old, new, english, chinese = TOLD[case]
    if file:
        desk.change(file, old, new)
    for lang, wanted in (("en", english), ("zh", chinese)):
        said = desk.run("--lang", lang, *verb)
        assert said.code == 1
        assert said.err.splitlines()[0] == wanted.replace("{root}", str(desk.root))


NEAREST = [
    # where the trade's name stands, instead of what; which name is proposed
    (COMPARE, "letters.yaml", "letters: letters.handled", "letters: letters.answered", "letters.handled"),
    (COMPARE, "letters-costs.yaml", "per: head", "per: agent", "head"),
    (COMPARE, "letters-costs.yaml", "of: revenue", "of: turnover", "revenue"),
    (COMPARE, "letters-costs.yaml", "amount: 500", "amount: 9000元", "9000"),
    (COMPARE, "letters-costs.yaml", "amount: 500", "amount: 5 000", "5000"),
    (PRICE, "letters-measures.yaml", "1200", "'1200,5'", "1200.5"),
    (PRICE, "letters-measures.yaml", "1200", "1200 letters each month", None),
]


@pytest.mark.parametrize(("verb", "file", "old", "new", "nearest"), NEAREST)
def test_which_name_or_number_is_proposed(
    desk: Desk, verb: tuple[str, ...], file: str, old: str, new: str, nearest: str | None
) -> None:
    desk.change(file, old, new)
    said = desk.run(*verb)
    assert said.code == 1
    assert ("Did you mean" in said.err) == (nearest is not None)
    assert nearest is None or f"Did you mean '{nearest}'?" in said.err


def test_verbs_and_pages_are_known_by_other_names(desk: Desk) -> None:
    assert "Did you mean 'bill'?" in desk.run("invoice", "letters-contract.yaml").err
    assert "是否想写 'bill'？" in desk.run("--lang", "zh", "出账").err
    assert "Did you mean: penalty?" in desk.run("docs", "罚款").err
