"""What other systems, contracts and people call the names of the contract language, so that a message names the right one.

``outcome = 'answered'`` is spelled most like ``unanswered``, and means ``handled``: meaning comes before spelling. The words only
choose what a message proposes; none is understood in their place.
"""

from collections.abc import Collection, Mapping
from functools import cache

CALLED: Mapping[str, str] = {
    # outcomes and directions of contacts
    "handled": "answered answer completed complete connected accepted success served 接通 已接通 接听 已接听 已接 应答 人工接听 人工接通",
    "abandoned": "lost hung_up hangup dropped gave_up 放弃 呼损 排队放弃 客户挂断",
    "unanswered": "missed no_answer noanswer not_answered busy 未接 未接通 无应答 无人接听",
    "voicemail": "message 留言 语音信箱 语音留言",
    "ivr": "self_service ivr_only 自助 自助服务",
    "void": "test duplicate invalid wrong_number 无效 测试",
    "inbound": "in incoming 呼入 入呼 来电",
    "outbound": "out outgoing dialled 呼出 外呼 去电",
    # tables
    "interactions": "calls call contacts contact chats cdr call_records 通话 话单 话务 呼叫 联络",
    "cases": "tickets ticket requests 工单",
    "events": "complaints incidents complaint incident 事件 投诉",
    "evaluations": "qa quality quality_checks 质检",
    "surveys": "satisfaction survey_results ratings 满意度 调查",
    "roster": "agents staff employees headcount people 人员 花名册 座席 坐席",
    "timesheets": "attendance working_time 考勤 工时",
    "sales": "orders deals 订单 成交",
    "traffic": "daily_totals interval_data half_hours call_volumes statistics 日报 汇总 时段报表 话务统计 话务报表",
    # columns
    "agent": "agent_id agent_name operator employee_id 坐席 座席 工号",
    "queue": "queue_name skill_group split group 队列 技能组",
    "outcome": "status result call_status 结果 状态",
    "direction": "call_type type 方向 呼叫方向",
    "channel": "media media_type 渠道",
    "started_at": "date call_date start start_time begin_time time created_at 开始时间 呼叫时间",
    "answered_at": "answer_time connect_time 接通时间 应答时间",
    "ended_at": "end_time hangup_time 结束时间 挂断时间",
    "wait_seconds": "wait wait_time queue_time ring_time asa 等待时长 排队时长",
    "talk_seconds": "duration call_duration talk talk_time talktime 通话时长",
    "hold_seconds": "hold hold_time 保持时长",
    "wrap_up_seconds": "acw wrap_up after_call_work wrap_time 话后时长",
    "interaction_id": "call_id contact_id ucid 通话编号 呼叫编号",
    "customer": "caller ani phone phone_number 客户 主叫号码",
    # pricing models
    "workload": "per_call per_contact per_minute per_ticket per_unit unit_price usage volume transaction 按量 按通 按件 按次 按分钟 工作量",
    "seats": "per_seat fte per_fte per_agent workstation 席位 坐席 座席 按席位",
    "hours": "hourly per_hour hourly_rate time_and_material 按小时",
    "fixed": "fixed_fee fixed_price flat flat_fee lump_sum monthly_fee retainer 固定 固定费 固定费用 月费 包干",
    "commission": "佣金 提成",
    "piece_rate": "piecework per_piece 计件",
    "pass_through": "passthrough reimbursable reimbursement expenses at_cost 代垫 实报实销 代收代付",
    "contingency": "success_fee recovery_fee 风险代理",
    "consulting": "project daily_rate 咨询",
    "staff_lease": "dispatch staffing outsourcing labour_lease 派遣 劳务派遣 人员租赁",
    "baseline": "arc rrc base_volume 基准量",
    # adjustments
    "penalty": "deduction deduct malus fine service_credit credit liquidated_damages 扣款 罚款 扣减 违约金",
    "bonus": "incentive reward premium 奖金 奖励",
    "multiplier": "coefficient factor kpi_coefficient 系数 考核系数",
    "cap": "ceiling maximum limit 封顶 上限",
    "minimum": "floor guarantee minimum_fee 保底 最低消费 下限",
    "indexation": "index cpi inflation escalation 调价 指数调价",
    "exchange_rate": "fx forex 汇率",
    "at_risk_pool": "at_risk fee_at_risk 风险金",
    "earn_back": "earnback 返还 扣款返还",
    "termination_fee": "early_termination early_termination_fee break_fee exit_fee cancellation_fee 提前终止 提前终止费 解约金",
    "short_notice": "notice notice_pay pay_in_lieu pay_in_lieu_of_notice 代通知金",
    # KPIs
    "service_level": "sla sl tsf gos 服务水平 秒接通率",
    "answer_rate": "acceptance_rate connection_rate 接通率 应答率",
    "abandonment_rate": "abandon_rate 放弃率 呼损率",
    "average_handle_time": "aht average_handling_time 平均处理时长 平均通话时长",
    "average_speed_of_answer": "asa 平均应答速度",
    "first_contact_resolution": "fcr first_call_resolution 一次解决率 首解率",
    "csat": "customer_satisfaction csat_score satisfaction 满意度 客户满意度",
    "nps": "net_promoter_score 净推荐值",
    "qa_score": "quality_score 质检分 质检得分 质检平均分",
    "qa_pass_rate": "quality quality_rate 质检合格率",
    "complaint_rate": "complaints 投诉率",
    "adherence": "schedule_adherence 遵时率",
    "attrition_rate": "turnover 流失率",
    "conversion_rate": "conversion 成功率 转化率",
    "repeat_contact_rate": "repeat_rate recontact_rate 重复来电率",
    "utilisation": "utilization 利用率",
    "forecast_accuracy": "预测准确率",
    "entered": "manual external 手工 外部录入",
    "interval_value": "daily daily_average mean_of_days average_of_days 日均 逐日",
    # the header, clauses and figures
    "prices": "vat tax taxes gst 税 税率",
    "supplier": "vendor provider contractor 供应商 乙方",
    "client": "customer buyer 客户 甲方",
    "effective": "validity contract_period 合同期",
    "terms": "fees charges price_list pricing 计费 计费条款",
    "adjustments": "penalties bonuses service_credits 奖惩",
    "kpis": "sla slas metrics indicators 指标",
    "quantities": "volumes figures counts 数量",
    "title": "name 名称",
    "label": "name title description 名称",
    "rate": "price unit_price price_each 单价",
    "amount": "value fee price 金额",
    "up_to": "to until max 至",
    "at_least": "min minimum from ge gte 不低于",
    "at_most": "max maximum le lte 不高于",
    "factor": "coefficient multiplier 系数",
    "where": "filter condition when if 条件",
    "of": "base 基数",
    "maximum": "cap ceiling most 封顶 上限",
    "on": "lines applies_to",
    "each": "per every interval 每日 每",
    "allowed": "free free_days tolerated exempt 免扣 免考核",
    "carries": "carry carried carry_over carry_forward rollover 结转",
    "shortfall": "unused missing deficit 差额",
    "excess": "surplus above 超额",
    "minimum_term": "min_term until term commitment minimum_period 最低期限",
    "notice": "days notice_days notice_period 通知期",
    "unamortised": "unamortized set_up set_up_cost 摊销",
    "monthly": "month 每月 按月 月",
    "excluded": "exclusive net no 不含税 未税",
    "included": "inclusive gross yes 含税",
    "negative": "counted_against missed 计入未达标",
    "ignored": "excluded left_out 不计",
    # costs and bids
    "head": "agent person employee fte 人 人头",
    "seat": "workstation desk 席位",
    "contact": "call 通",
    "revenue": "turnover income sales 收入 营业收入",
    "hire": "joiner recruit 入职",
    "once": "one_off set_up capex 一次性",
    # files and verbs
    "delimited": "csv tsv txt text",
    "excel": "xlsx xls xlsm workbook",
    "bill": "invoice settle 出账 结算 开票",
    "price": "calculate compute 计价",
    "check": "validate verify lint 检查 校验",
    "ingest": "import load 导入",
    "breakeven": "break-even break_even 盈亏平衡",
    "quote": "offer bid 报价",
    "docs": "help manual 帮助",
    "show": "list view 查看",
    # currencies
    "CNY": "rmb cnh yuan renminbi 人民币 元",
    "USD": "dollar dollars us$ $ 美元",
    "EUR": "euro euros € 欧元",
    "GBP": "pound pounds £ 英镑",
    "HKD": "hk$ 港币 港元",
    "JPY": "yen 日元",
}


@cache
def _meanings() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, words in CALLED.items():
        for word in words.split():
            found[word] = (*found.get(word, ()), name)
    return found


def meant_by(given: str, known: Collection[str]) -> str | None:
    """The one of the known names that a word of the trade stands for, or that differs in nothing but capitals; else None.

    >>> meant_by("answered", ["abandoned", "handled", "unanswered"]), meant_by("SLA", ["service_level", "csat"])
    ('handled', 'service_level')
    """
    before, dot, last = given.rpartition(".")
    if dot:  # calls.answered is the calls.handled of a stream
        below = meant_by(last, [name.removeprefix(f"{before}.") for name in known if name.startswith(f"{before}.")])
        return f"{before}.{below}" if below else None
    plain = given.strip().casefold().replace(" ", "_")
    alike = [name for name in known if name.casefold() == plain and name != given]
    return next(iter([*alike, *(name for name in _meanings().get(plain, ()) if name in known)]), None)
