"""What the documents of a bid say of their own accord. Templates get these by name beside those of the statement."""

from collections.abc import Mapping

from bpo.core.words import Words
from bpo.invoice.headings import HEADINGS
from bpo.report.headings import named

BASE = "base"
"""The variant without changes."""

OFFER: Mapping[str, Words] = named({
    "quote": ("报价单", "Quotation"),
    "quote_number": ("报价编号", "Quotation no."),
    "quoted_on": ("报价日期", "Date"),
    "valid_until": ("有效期至", "Valid until"),
    "term": ("服务期限", "Term"),
    "prices": ("价格表", "Prices"),
    "price_without_tax": ("不含税单价", "Price without tax"),
    "price_with_tax": ("含税单价", "Price with tax"),
    "price_per": ("计价单位", "For each"),
    "indexed": ("调价后单价", "Unit prices as they change"),
    "included": ("价格包含", "Included in the prices"),
    "tender": ("投标报价", "Tender form"),
    "ceiling": ("最高限价", "Ceiling price"),
    "discount": ("下浮率", "Discount"),
    "offered": ("投标价", "Price offered"),
    "whole_term": ("合同期总价（含税）", "Whole term, with tax"),
    "expected": ("预计数量与金额", "Expected quantities and amounts"),
    "year": ("年度", "Year"),
    "whole": ("合同期", "Term"),
    "amount_of_term": ("合同期金额", "Amount, term"),
    "months": ("月份", "Months"),
    "regime": ("服务考核", "Service levels"),
    "follows": ("考核结果", "What follows"),
    "assumptions": ("报价前提", "Assumptions"),
    "accepted_by_client": ("客户确认（盖章）", "Accepted by the client (seal or signature)"),
})  # fmt: skip
"""Those of the quote: it has no others."""

INTERNAL: Mapping[str, Words] = named({
    "calculation": ("测算表", "Calculation sheet"),
    "internal_only": ("内部资料，不得提供给客户", "Internal: never sent to the client"),
    "scenario": ("方案", "Scenario"),
    "variant": ("情景", "Variant"),
    "exchange": ("汇率", "Rate of exchange"),
    "summary": ("测算结果", "Result"),
    "total_offered": ("报价总额（含税，按约定指标）", "Total quoted, at the agreed KPIs"),
    "total_expected": ("预计结算总额（含税）", "Total expected to be billed"),
    "above_ceiling": ("超出最高限价", "Above the ceiling"),
    "revenue": ("收入（不含税）", "Revenue (without tax)"),
    "cost": ("成本", "Cost"),
    "margin": ("毛利", "Margin"),
    "margin_rate": ("毛利率", "Margin %"),
    "markup_rate": ("成本加成率", "Markup %"),
    "cumulative": ("累计毛利", "Cumulative margin"),
    "floor": ("毛利率底线", "Margin floor"),
    "approval": ("须审批", "Approval needed"),
    "per_unit": ("一个成本，多种报价", "One cost, several quotes"),
    "as_quoted": ("现报价", "As quoted"),
    "at_floor": ("按毛利率底线", "At the margin floor"),
    "with_tax": ("含税", "With tax"),
    "price": ("价格", "Price"),
    "build_up": ("成本构成", "Cost build-up"),
    "cost_item": ("成本项", "Cost item"),
    "category": ("类别", "Category"),
    "driver": ("驱动量", "Driver"),
    "rate_average": ("平均单价", "Average rate"),
    "fixed": ("固定", "Fixed"),
    "position": ("岗位", "Position"),
    "site": ("职场", "Site"),
    "why": ("依据", "Why"),
    "by_month": ("逐月测算", "Month by month"),
    "month": ("月份", "Month"),
    "staffing": ("排班", "Staffing"),
    "revenue_section": ("收入", "Revenue"),
    "cost_section": ("成本", "Cost"),
    "result_section": ("结果", "Result"),
    "break_even": ("盈亏平衡报告", "Break-even report"),
    "break_even_points": ("盈亏平衡点", "Break-even points"),
    "margin_curve": ("毛利曲线", "Margin curve"),
    "cost_target": ("成本临界点", "Cost-control target"),
    "target_by_item": ("成本临界点：按成本项", "Cost-control target by item"),
    "target_by_position": ("成本临界点：按岗位", "Cost-control target by position"),
    "planned": ("计划", "Planned"),
    "may_come_to": ("控制目标", "May come to"),
    "to_save": ("需节约", "To save"),
    "headroom": ("余量", "Headroom"),
    "payback": ("现金回收月", "Cash is back in month"),
    "kpi_worth": ("指标的价值", "What KPIs are worth"),
    "kpi_bands": ("指标区间的价值（相对计划）", "What bands of KPIs are worth, against the plan"),
    "band_from": ("自", "From"),
    "band_to": ("至", "To"),
    "at_from": ("各月均为起值", "Each month at the first"),
    "at_to": ("各月均为止值", "Each month at the last"),
    "sheet_kpi_bands": ("指标区间", "KPI bands"),
    "point_more": ("提高一个点", "A point more"),
    "point_less": ("降低一个点", "A point less"),
    "must_be": ("盈亏平衡值", "Breaks even at"),
    "goals": ("目标分解", "Goals by owner"),
    "goals_by_month": ("目标分解：逐月", "Goals by month"),
    "owner": ("责任方", "Owner"),
    "owner_id": ("责任方编号", "Owner id"),
    "answers": ("责任方", "Answers for it"),
    "ceiling_term": ("合同期控制目标", "Ceiling, term"),
    "ceiling_month": ("月均控制目标", "Ceiling a month, mean"),
    "odd_cent": ("尾差", "Rounding"),
    "kpi_goals": ("指标目标", "KPI goals"),
    "at_least": ("不低于", "At least"),
    "at_most": ("不高于", "At most"),
    "none": ("无", "None"),
    "of_a_unit": ("每单位的收入与成本", "Revenue and cost of a unit"),
    "turning_points": ("转折点", "Turning points"),
    "varied": ("变化的输入项", "What is varied"),
    "of_plan": ("占计划", "Of the plan"),
    "sheet_points": ("盈亏平衡点", "Break-even points"),
    "sheet_curve": ("毛利曲线", "Margin curve"),
    "sheet_target": ("成本临界点", "Cost target"),
    "sheet_categories": ("按类别", "By category"),
    "sheet_positions": ("按岗位", "By position"),
    "sheet_contribution": ("贡献毛益", "Contribution"),
    "contribution": ("贡献毛益", "Contribution"),
    "sheet_summary": ("测算结果", "Result"),
    "sheet_months": ("逐月", "Months"),
    "sheet_quotes": ("多种报价", "Quotes"),
    "sheet_build_up": ("成本构成", "Build-up"),
    "sheet_costs": ("成本明细", "Costs"),
    "sheet_revenue": ("收入明细", "Revenue"),
    "sheet_staffing": ("排班明细", "Staffing"),
})  # fmt: skip

BOOK: Mapping[str, Words] = {**HEADINGS, **OFFER, **INTERNAL}

EXPECTED_NOTE = Words(
    "quote-expected-note",
    en="Expected quantities, at the agreed service levels; what is billed follows the quantities and results of each month.",
    zh="以上为预计数量，按达到约定指标计；实际按每月发生的数量与考核结果结算。",
)
FROM_DAY = Words("quote-price-from", en="From {day}", zh="自 {day} 起")
SINCE = Words("quote-price-since", en="{label}, from {day} on", zh="{label}（自 {day} 起）")
AS_IN_CONTRACT = Words("quote-as-in-contract", en="as in the contract", zh="见合同条款")
YEAR_NUMBER = Words("quote-year", en="Year {number}", zh="第 {number} 年")
VALID = Words(
    "quote-valid",
    en="This quotation is valid until {day}. Prices hold for the term of the contract unless it says otherwise.",
    zh="本报价有效期至 {day}。除合同另有约定外，价格在合同期内有效。",
)
CALCULATED = Words(
    "quote-head",
    en="{title}: {number}, {variant}, {first} to {last} ({currency})",
    zh="{title}：{number}，{variant}，{first} 至 {last}（{currency}）",
)
SHIFTS_COST = Words(
    "calculation-shifts",
    en="Shifts: {scheduled} h are scheduled for {needed} h that are needed ({share} more), which costs {money} {currency} of the term.",
    zh="班次：所需 {needed} 小时，排班 {scheduled} 小时（多 {share}），合同期内因此增加成本 {money} {currency}。",
)
TWO_HEADINGS = Words("calculation-two-headings", en="{first}, {second}", zh="{first}，{second}")
NO_APPROVAL = Words(
    "calculation-no-approval", en="none: the margin is not below the floor", zh="无须审批：毛利率不低于底线"
)
SURPLUS = Words(
    "calculation-surplus",
    en="Who is not needed in slack months is released: a margin of {released}. Kept until needed again: {kept}.",
    zh="淡季富余人员释放：毛利率 {released}；保留至再次需要：{kept}。",
)
NO_FLOOR = Words("calculation-no-floor", en="no margin floor is set", zh="未设毛利率底线")
APPROVED_BY = Words("calculation-approval", en="{who} (below {below})", zh="{who}（低于 {below}）")
WHOLE_UNITS = Words(
    "calculation-whole-units",
    en="Amounts are without tax, shown in whole {currency}; the workbook has them in full.",
    zh="金额不含税，取整显示（{currency}）；完整数值见工作簿。",
)
