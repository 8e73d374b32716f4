"""The words of a backtest's report."""

from bpo.core.words import Text, Words
from bpo.report.headings import named

_HEADINGS = {
    "document": ("合同草案回测", "Backtest of draft contracts"),
    "periods": ("回测账期", "Periods"),
    "drafts": ("草案", "Drafts"),
    "in_force": ("现行合同", "Contract in force"),
    "number": ("报表编号", "Report no."),
    "month": ("账期", "Period"),
    "contract": ("合同", "Contract"),
    "line": ("行", "Line"),
    "label": ("名称", "Name"),
    "amount": ("金额", "Amount"),
    "kpi": ("指标", "KPI"),
    "target": ("目标", "Target"),
    "value": ("实际值", "Value"),
    "unit": ("单位", "Unit"),
    "result": ("结果", "Result"),
    "figure": ("项目", "What"),
    "why": ("原因", "Why"),
    "by_month": ("各期合计", "Totals by period"),
    "by_contract": ("各合同汇总", "Sums by contract"),
    "by_line": ("各期分行金额", "Lines by period"),
    "of_kpis": ("指标考核结果", "KPI results"),
    "by_kpi": ("各指标的扣减与奖励", "Credits and bonuses by KPI"),
    "limits_reached": ("触及的上限与保底", "Caps and minimums that bit"),
    "worst_months": ("最差账期", "Worst period"),
    "not_priced": ("未能计价的账期", "What could not be priced"),
    "about_data": ("数据说明", "On the data"),
    "months_priced": ("计价账期数", "Periods priced"),
    "fees": ("基本费用", "Fees"),
    "credits": ("指标扣减", "KPI credits"),
    "bonuses": ("指标奖励", "KPI bonuses"),
    "other_lines": ("其他行", "Other lines"),
    "whole_total": ("价税合计", "Total"),
    "whole_payable": ("应付金额", "Payable"),
    "months_met": ("达标期数", "Met"),
    "months_missed": ("未达标期数", "Missed"),
    "months_not_judged": ("未判定期数", "Not judged"),
    "worst_value": ("最差值", "Worst"),
    "worst_in": ("最差账期", "Worst in"),
    "months_moved": ("发生期数", "Periods"),
    "what_bit": ("触及的约定", "What bit"),
    "line_months": ("分行明细", "Lines"),
    "kpi_months": ("指标明细", "KPIs by period"),
    "none_bit": ("没有触及任何上限或保底", "no cap or minimum was reached"),
    "no_kpi_moved": ("没有指标产生扣减或奖励", "no KPI took or added anything"),
}
H = {name: named({f"backtest_{name}": pair})[f"backtest_{name}"] for name, pair in _HEADINGS.items()}
CHANGE = Words("backtest-change", en="{name} − in force", zh="{name} − 现行")
MET, MISSED = Text(zh="达标", en="met"), Text(zh="未达标", en="missed")
MARKED = Words("backtest-marked", en="{value} ×", zh="{value} ×")
MARK = Words(
    "backtest-mark",
    en="× the target was missed; * not measured, judged by what the contract puts in its place",
    zh="× 未达目标；* 未测得，按合同约定的替代值考核",
)
STARRED = Words("backtest-starred", en="{value} *", zh="{value} *")
ASSUMED = Words(
    "backtest-assumed",
    en="{name}: nobody measured {figures} in {period}, and what the contract says counts instead; --measures gives figures",
    zh="{name}：{period} 的 {figures} 未测得，按合同约定的替代值计；可用 --measures 给出",
)
NOT_PRICED = Text(zh="未计价", en="not priced")
KPIS_OF = Words("backtest-kpis-of", en="KPIs of {name}, {months}", zh="{name} 的指标，{months}")
LINES_OF = Words("backtest-lines-of", en="Lines of {name}, {months}", zh="{name} 的各行，{months}")
CHART_OF = Words("backtest-chart-of", en="{name}, total", zh="{name} 价税合计")
IN_FORCE = Words("backtest-is-in-force", en="{name}, in force", zh="{name}（现行）")
AS_BILLED = Words(
    "backtest-as-billed", en="{name}, {period}: as billed, {ids}", zh="{name} {period}：按已登记的结算单 {ids}"
)
NEVER_BILLED = Words(
    "backtest-never-billed",
    en="{name}, {period}: never billed, priced now on the facts in the lake",
    zh="{name} {period}：未曾出账，按事实库中的数据计价",
)
TAKEN = Words(
    "backtest-taken",
    en="{name}, {period}: {figures} as in statement {id}, where they were given and not counted",
    zh="{name} {period}：{figures} 取自结算单 {id}（给定数据，未统计）",
)
LACKING = Words(
    "backtest-lacking",
    en="{name} lacks {figures} of {period}: write them into a measures file of each period ('period: {first}', then 'quantities' and "
    "'kpis'), and name the folder of these files with --measures",
    zh="{name} 缺少 {period} 的 {figures}：请为每个账期写一个数据文件（period: {first}，其下为 quantities 与 kpis），并用 --measures 指明其文件夹",
)
PARTLY = Words(
    "backtest-partly",
    en="{name}: the sums leave out {period}, which could not be priced; the difference adds up only periods that both have",
    zh="{name}：合计不含未能计价的 {period}；差额只累计双方均已计价的账期",
)
BEFORE_TAX = Words(
    "backtest-lines-before-tax",
    en="Lines are as the contract states its prices, with or without tax; totals are with tax. Credits and bonuses are what lines that read "
    "a KPI came to, damages included, which are taken from the payment and not from the total.",
    zh="各行按合同报价口径（含税或不含税），合计含税。扣减与奖励为读取指标的各行金额，含违约金（从付款中扣除，不减少合计）。",
)
FINDING_IN = Words("backtest-finding", en="{period}: {finding}", zh="{period}：{finding}")
