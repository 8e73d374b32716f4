"""The command line: parse, call, print, exit code. What a verb needs is imported when that verb is asked for."""

import gc
import io
import os
import sys

import click

from bpo import __version__
from bpo.cli.lazy import LazyGroup, Verb
from bpo.cli.speech import SpokenOption, lang_and_arguments
from bpo.core.words import LANGS, Text, Words

VERBS = {
    "init": Verb(
        "bpo.cli.desk:init",
        en="Make a workspace: bpo.yaml, contracts, sources, lake.",
        zh="建立工作区：bpo.yaml、合同、数据源、事实数据。",
    ),
    "check": Verb(
        "bpo.cli.checking:check",
        en="Report every mistake in contracts, and what is unwise.",
        zh="检查合同：列出错误与不妥之处。",
    ),
    "ingest": Verb("bpo.cli.ingesting:ingest_files", en="Read exports into the lake.", zh="导入数据文件。"),
    "source": Verb(
        "bpo.cli.sourcing:source", en="Draft a source file from an export.", zh="根据导出文件起草数据源文件。"
    ),
    "quarantine": Verb(
        "bpo.cli.quarantining:quarantine",
        en="Rows that could not be used: list, mend, dismiss.",
        zh="隔离区：列出、改正或处理无法使用的行。",
    ),
    "withdraw": Verb(
        "bpo.cli.withdrawing:withdraw",
        en="Take a file or records out of the lake again.",
        zh="从事实库撤回文件或记录。",
    ),
    "forget": Verb(
        "bpo.cli.forgetting:forget_customer",
        en="Take a person out of the lake; counts stay.",
        zh="从事实库删除某个客户，计数不变。",
    ),
    "rehash": Verb(
        "bpo.cli.forgetting:rehash_customers",
        en="Hash customers that are in the clear.",
        zh="将事实库中的明文客户散列。",
    ),
    "measure": Verb("bpo.cli.facts:measure", en="Count a month's quantities and KPIs.", zh="统计某账期的数量与指标。"),
    "report": Verb("bpo.cli.reporting:report", en="Report on a month: agents' work.", zh="当月报表：座席作业。"),
    "leakage": Verb(
        "bpo.cli.leaking:leaking", en="Contacts that no clause bills, or several do.", zh="未计费与重复计费的联络。"
    ),
    "bill": Verb(
        "bpo.cli.billing:bill", en="Bill a month: statement, PDFs, workbook.", zh="出账：结算单、PDF 与工作簿。"
    ),
    "audit": Verb(
        "bpo.cli.auditing:audit_invoice",
        en="Hold a supplier's invoice against the contract.",
        zh="按合同核对供应商发票。",
    ),
    "review": Verb(
        "bpo.cli.reviewing:review_drafts",
        en="A month's drafts, what deserves a look first.",
        zh="当月草稿，需要关注者在前。",
    ),
    "accrue": Verb(
        "bpo.cli.accruing:accrue_period",
        en="What is earned and not issued yet.",
        zh="已实现而未出具结算单的收入（暂估）。",
    ),
    "reviewed": Verb("bpo.cli.living:reviewed", en="Mark drafts as reviewed.", zh="标记草稿已复核。"),
    "approve": Verb("bpo.cli.living:approve", en="Approve drafts.", zh="审批结算单。"),
    "return": Verb("bpo.cli.living:return_", en="Send back to draft, with a reason.", zh="退回草稿并写明原因。"),
    "issue": Verb(
        "bpo.cli.issuing:issue", en="Number approved statements; draw what is sent.", zh="编号并生成待发送的单据。"
    ),
    "void": Verb("bpo.cli.living:void", en="Void what was not sent.", zh="作废尚未发送的结算单。"),
    "send": Verb("bpo.cli.sending:send", en="Mail issued statements, once.", zh="以邮件发送已出具的结算单。"),
    "sent": Verb("bpo.cli.issuing:sent", en="Note that one was sent by other means.", zh="登记以其他方式送达。"),
    "confirm": Verb("bpo.cli.answering:confirm", en="The client confirms, or is deemed to.", zh="客户确认或视为确认。"),
    "dispute": Verb("bpo.cli.answering:dispute", en="The client disputes lines.", zh="客户对部分行提出争议。"),
    "settle": Verb("bpo.cli.answering:settle", en="A dispute is settled.", zh="争议解决。"),
    "ledger": Verb("bpo.cli.ledgering:ledger", en="The journal; is the ledger whole?", zh="日志与台账完整性核验。"),
    "fapiao": Verb(
        "bpo.cli.registering:fapiao",
        en="Tax invoices: record, red ones, reissue, list.",
        zh="发票台账：登记、红冲、重开、列表。",
    ),
    "credit": Verb(
        "bpo.cli.crediting:credit_note",
        en="A credit or debit note on a sent statement.",
        zh="对已发送的结算单出具更正单据。",
    ),
    "late": Verb(
        "bpo.cli.late:late", en="What came after a month was billed, and its worth.", zh="出账后迟到的数据及其影响。"
    ),
    "period": Verb("bpo.cli.closing:period", en="Close a month to facts, or open it again.", zh="关账与重新开账。"),
    "pay": Verb(
        "bpo.cli.paying:pay", en="Enter a bank's file; use its lines for statements.", zh="登记银行流水并核销。"
    ),
    "ageing": Verb("bpo.cli.receivables:ageing", en="How old is what is owed, as of a day.", zh="截至某日的账龄表。"),
    "account": Verb("bpo.cli.receivables:account", en="The account of a client.", zh="客户往来对账单。"),
    "remind": Verb(
        "bpo.cli.receivables:send_reminders", en="Reminders that are due, as PDF.", zh="应发的催款函（PDF）。"
    ),
    "interest": Verb("bpo.cli.interest:interest", en="Bill late interest, in notes of its own.", zh="计收逾期利息。"),
    "price": Verb(
        "bpo.cli.contracts:price", en="Price given figures; nothing is stored.", zh="按给定数据计价，不入账。"
    ),
    "curve": Verb(
        "bpo.cli.curves:show_curve", en="What is paid as a KPI or a quantity moves.", zh="应付金额随指标或数量的变化。"
    ),
    "forecast": Verb(
        "bpo.cli.forecasting:show_forecast",
        en="What the facts let expect, and how wrong that was.",
        zh="按历史数据预测业务量，并给出实测误差。",
    ),
    "staffing": Verb(
        "bpo.cli.staffing:staffing", en="How many people a scenario's volumes need.", zh="方案的业务量需要多少人。"
    ),
    "quote": Verb(
        "bpo.cli.quoting:quote",
        en="A bid's quote, calculation sheet and workbook.",
        zh="投标：报价单、测算表与工作簿。",
    ),
    "solve": Verb(
        "bpo.cli.solving:solve", en="Which prices give a margin or a markup.", zh="求达到目标毛利率或加成率的单价。"
    ),
    "breakeven": Verb(
        "bpo.cli.breaking_even:breakeven",
        en="Where a contract breaks even, and what costs may be.",
        zh="盈亏平衡点与成本临界点。",
    ),
    "compare": Verb(
        "bpo.cli.comparing_bids:compare", en="Scenarios and variants side by side.", zh="并列比较测算方案与情景。"
    ),
    "backtest": Verb(
        "bpo.cli.backtesting:backtest_drafts",
        en="What a draft contract would have billed.",
        zh="回测：合同草案在以往账期的金额。",
    ),
    "risk": Verb(
        "bpo.cli.risking:risk",
        en="A bid under uncertainty: percentiles, chances, causes.",
        zh="不确定条件下的投标：分布、概率与来源。",
    ),
    "board": Verb(
        "bpo.cli.boarding:board",
        en="A bid on one page for the board: price, risk, approval.",
        zh="投标决策页：价格、风险与审批。",
    ),
    "explain": Verb("bpo.cli.billing:explain", en="Why is this amount what it is?", zh="说明金额的由来。"),
    "rows": Verb(
        "bpo.cli.rows:rows", en="The rows behind a number, with file and line.", zh="数字背后的明细，含文件与行号。"
    ),
    "evidence": Verb(
        "bpo.cli.evidence:evidence", en="Pack a statement with what it was made from.", zh="将结算单连同依据打包。"
    ),
    "verify": Verb(
        "bpo.cli.evidence:verify",
        en="Compute a pack's statement again, from it alone.",
        zh="仅凭证据包重新计算并核验。",
    ),
    "e-invoice": Verb(
        "bpo.cli.e_invoicing:e_invoice",
        en="Write a statement as an electronic invoice.",
        zh="将结算单写成电子发票（EN 16931）。",
    ),
    "vouchers": Verb(
        "bpo.cli.vouchers:vouchers", en="The double entry of a month's statements.", zh="当期结算单的记账凭证。"
    ),
    "show": Verb("bpo.cli.billing:show_statement", en="Print a stored statement.", zh="显示已登记的结算单。"),
    "test": Verb(
        "bpo.cli.testing:test_scenarios",
        en="Run scenario folders against their expectations.",
        zh="运行场景文件夹并核对预期。",
    ),
    "diff": Verb(
        "bpo.cli.comparing:diff",
        en="Which clauses changed, and what the month would cost.",
        zh="比较两份合同的条款与金额。",
    ),
    "schema": Verb(
        "bpo.cli.schemas:schema",
        en="Print the JSON Schema of contracts and bids.",
        zh="输出合同与投标文件的 JSON Schema。",
    ),
    "sample": Verb(
        "bpo.cli.desk:sample", en="Write the sample data of three invented clients.", zh="生成三个虚构客户的样例数据。"
    ),
    "demo": Verb("bpo.cli.desk:demo", en="Bill the sample month of every example contract.", zh="为每份示例合同出账。"),
    "docs": Verb(
        "bpo.cli.docs:docs",
        en="Explain a clause, KPI, table, check or verb.",
        zh="说明条款、指标、数据表、检查项或命令。",
    ),
    "doctor": Verb(
        "bpo.cli.doctor:doctor", en="Check that everything bpo needs is here.", zh="检查 bpo 所需的一切是否齐备。"
    ),
}

ABOUT = Text(
    en="Execute the signed contracts of outsourced call centres: what was agreed, what happened, what it costs.",
    zh="执行外包呼叫中心的合同：约定、实绩与结算金额。",
)
LANG = Text(en="Language of messages; otherwise the locale's.", zh="消息的语言；默认依系统区域设置。")
VERSION = Text(en="Show the version and exit.", zh="显示版本后退出。")
OWN_FAULT = Words(
    "own-fault",
    en="This is a fault of bpo itself, not of your files; what happened is written down in {path}, to be reported.",
    zh="这是 bpo 自身的错误，与您的文件无关；经过已记录在 {path}，请据此反馈。",
)
EXIT_OWN_FAULT = 70  # EX_SOFTWARE of sysexits.h


def _show_version(ctx: click.Context, param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(f"bpo {__version__}")
        ctx.exit()


bpo = LazyGroup(
    "bpo",
    words=ABOUT,
    verbs=VERBS,
    params=[
        SpokenOption(["--lang"], words=LANG, type=click.Choice(LANGS), is_eager=True),
        SpokenOption(["--version"], words=VERSION, is_flag=True, is_eager=True, callback=_show_version),
    ],
)


SEARCHED_FOR_CIRCLES_AFTER = 50_000, 20, 50
"""How many new objects it takes before Python looks for circles among them: a projection makes many, and hardly a circle."""
KEEPS_MEMORY = "dirty_decay_ms:10000,muzzy_decay_ms:10000"
"""How long Polars' allocator, jemalloc, keeps memory that was given back: what works batch by batch asks for as much again at once."""


def main() -> None:
    """The entry of the ``bpo`` command.

    Exit codes: 0 done; 1 the user's files or machine have something to mend; 2 the command was written wrongly;
    130 interrupted; 70 a fault of bpo's own, with the traceback in a file instead of on the screen.
    """
    gc.set_threshold(*SEARCHED_FOR_CIRCLES_AFTER)
    os.environ.setdefault("_RJEM_MALLOC_CONF", KEEPS_MEMORY)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without Chinese shows \u7ed3 for it, and the verb goes on
            stream.reconfigure(errors="backslashreplace")
    try:
        bpo.main(prog_name="bpo")
    except Exception as fault:
        lang, _ = lang_and_arguments(sys.argv[1:])
        click.echo(OWN_FAULT.say(lang, {"path": _write_down(fault)}), err=True)
        sys.exit(EXIT_OWN_FAULT)


def _write_down(fault: Exception) -> str:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="bpo-fault-", suffix=".txt", delete=False) as file:
        said = [*sys.argv[:2], "…"] if "forget" in sys.argv else sys.argv  # whom is not written down
        file.write(f"bpo {__version__}, Python {sys.version}\n{said}\n\n")
        file.write("".join(traceback.format_exception(fault)))
    return file.name
