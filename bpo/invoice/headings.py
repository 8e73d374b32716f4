"""Everything that the documents say of their own accord: headings and notes.

Templates get the headings by name (``h.supplier``); ``docs/templates.md`` lists them.
"""

from collections.abc import Mapping

from bpo.core import vocabulary as words
from bpo.core.words import Words
from bpo.report.headings import named

HEADINGS: Mapping[str, Words] = named({
    # the face
    "draft": ("草稿", "DRAFT"),
    "number": ("编号", "No."),
    "revision": ("修订", "Revision"),
    "contract": ("合同标识", "Contract id"),
    "reference": ("合同编号", "Contract no."),
    "title": ("合同名称", "Contract title"),
    "period": ("账期", "Period"),
    "corrects": ("更正的单据", "Corrects"),
    "correction_reason": ("更正原因", "Reason for the correction"),
    "drawn_on": ("出账日期", "Date"),
    "due": ("付款期限", "Payment due"),
    "late_interest": ("逾期利息", "Late interest"),
    "accepted": ("视为确认", "Deemed accepted"),
    "currency": ("币种", "Currency"),
    "shown_in": ("第二币种", "Second currency"),
    "limit": ("限额", "Limit"),
    "supplier": ("服务方", "Supplier"),
    "client": ("客户", "Client"),
    "address": ("地址", "Address"),
    "tax_no": ("税号", "Tax no."),
    "contact": ("联系人", "Contact"),
    "phone": ("电话", "Telephone"),
    "email": ("邮箱", "E-mail"),
    "po": ("采购订单号", "Purchase order"),
    "cost_centre": ("成本中心", "Cost centre"),
    "line": ("项目", "Item"),
    "line_no": ("序号", "No."),
    "clause": ("条款", "Clause"),
    "clause_id": ("条款标识", "Clause id"),
    "kind": ("类别", "Kind"),
    "quantity": words.QUANTITY,
    "unit": words.UNIT,
    "unit_price": words.UNIT_PRICE,
    "tax_rate": ("税率", "Tax"),
    "tax_share": ("税率", "Tax rate"),
    "tax_code": ("税码", "Tax code"),
    "exact": ("舍入前金额", "Before rounding"),
    "amount": words.AMOUNT,
    "tax_base": ("计税金额", "Taxable amount"),
    "net": words.NET,
    "tax": words.TAX,
    "total": words.TOTAL,
    "total_untaxed": words.TOTAL_UNTAXED,
    "payable": words.PAYABLE,
    "sum": ("合计", "Sum"),
    "in_words": ("大写金额", "Amount in words"),
    "payment": ("收款账户", "Payment details"),
    "bank": ("开户银行", "Bank"),
    "branch": ("支行", "Branch"),
    "holder": ("户名", "Account holder"),
    "account": ("账号", "Account no."),
    "iban": ("IBAN", "IBAN"),
    "swift": ("SWIFT", "SWIFT"),
    "for_supplier": ("服务方（盖章）", "For the supplier (seal or signature)"),
    "for_client": ("客户（盖章）", "For the client (seal or signature)"),
    "signed_on": ("日期", "Date"),
    # the annex
    "annex": ("附件", "Annex"),
    "annex_steps": ("计费明细", "How each line was calculated"),
    "annex_kpis": ("考核指标", "KPI sheet"),
    "annex_counted": ("数据统计口径", "How each number was counted"),
    "both_counts": ("双方统计", "Counted by both parties"),
    "entities": ("各主体分摊", "Allocated to the client's entities"),
    "entity": words.ENTITY,
    "allocated": ("分摊依据", "Allocated by"),
    "share": ("份额", "Share"),
    "rule": ("计算规则", "Rule"),
    "rate": ("单价或比率", "Rate"),
    "kpi": ("考核指标", "KPI"),
    "formula": ("计算公式", "Formula"),
    "marks": ("分值", "Marks"),
    "target": words.TARGET,
    "actual": ("实际", "Actual"),
    "judged": ("考核值", "Judged as"),
    "score": ("得分", "Score"),
    "met": words.MET,
    "reason": ("说明", "Reason"),
    "evidence": ("依据", "Evidence"),
    "numerator": ("分子", "numerator"),
    "denominator": ("分母", "denominator"),
    "opening_heads": ("期初人数", "opening heads"),
    "closing_heads": ("期末人数", "closing heads"),
    "consequence": ("考核结果", "Consequence"),
    "total_score": ("总分", "Total score"),
    "counted": ("统计项", "Number"),
    "counted_how": ("统计方法", "Counted"),
    "counted_where": ("统计条件", "Condition"),
    "rows": ("记录数", "Rows"),
    "result": ("结果", "Result"),
    # for the reviewer
    "review": ("内部复核", "For the reviewer"),
    "review_note": ("内部资料，不随结算单发送客户", "Internal: not sent to the client"),
    "in_short": ("概要", "In short"),
    "looks": ("需要关注", "What deserves a look"),
    "sign_off": ("复核签字", "Sign-off"),
    "role": ("环节", "Step"),
    "name": ("姓名", "Name"),
    "signature": ("签字", "Signature"),
    "conditions": ("统计条件（SQL）", "Conditions as SQL"),
    "daily": ("每日数据", "Daily figures"),
    "day": ("日期", "Day"),
    "comparison": ("与上期比较", "Compared with the month before"),
    "before": ("此前", "Before"),
    "now": ("本次", "Now"),
    "difference": ("差额", "Difference"),
    "change": words.CHANGE,
    "findings": ("数据检查发现", "Data findings"),
    "places": ("条款出处", "Where each clause stands"),
    "place": ("文件与行号", "File and line"),
    "version": ("数据版本", "Table version"),
    # sheets of the workbook
    "sheet_face": ("结算单", "Statement"),
    "sheet_lines": ("明细", "Lines"),
    "sheet_steps": ("计算步骤", "Steps"),
    "sheet_kpis": ("指标", "KPIs"),
    "sheet_daily": ("每日", "Daily"),
    "sheet_entities": ("主体", "Entities"),
    "sheet_entity_lines": ("主体明细", "Lines by entity"),
})  # fmt: skip

TAX_NOTE = Words("note-tax", en="{name} {rate}: {note}.", zh="{name} {rate}：{note}。")
PRICES_INCLUDE_TAX = Words("note-prices-included", en="Prices and amounts include tax.", zh="单价与金额均含税。")
PRICES_EXCLUDE_TAX = Words("note-prices-excluded", en="Prices and amounts are without tax.", zh="单价与金额均不含税。")
NO_TAX = Words("note-no-tax", en="No tax is charged.", zh="不计税。")
PAYABLE_ROUNDED = Words(
    "note-payable-rounded",
    en="The amount payable is rounded to a multiple of {step}.",
    zh="应付金额舍入到 {step} 的整数倍。",
)
IN_CURRENCY = Words("note-currency", en="All amounts in {name} ({code}).", zh="金额单位：{name}（{code}）。")
PROVISIONAL_KPI = Words("note-provisional", en="{kpi}: {reason}.", zh="{kpi}：{reason}。")
OWED_TO_CLIENT = Words(
    "note-credit", en="The total is negative: it is owed to the client.", zh="合计为负数：该金额由服务方付给客户。"
)
SEE_ANNEX = Words("note-see-annex", en="see annex", zh="见附件")
NO_CHARGES = Words("note-no-charges", en="Nothing is charged for this period.", zh="本账期无计费项目。")
NO_KPIS = Words("note-no-kpis", en="The contract has no KPIs.", zh="合同未约定考核指标。")
GIVEN = Words("note-given", en="given, not counted", zh="为给定数据，非统计所得")
GIVEN_BY = Words("note-given-by", en="given, not counted: {note}", zh="为给定数据，非统计所得：{note}")
NO_NEEDS = Words(
    "note-nothing-counted", en="Nothing was counted: the figures were given.", zh="未从数据统计：数值由双方提供。"
)
CLOCK = Words(
    "note-clock",
    en="Days and hours are those of the clock in {zone} (time zone rules {rules}).",
    zh="日期与小时按 {zone} 的时钟划分（时区规则 {rules}）。",
)
REPLACES = Words("against-replaced", en="Compared with {id}, which it replaces", zh="与被取代的 {id} 比较")
POINTS = Words("against-points", en="{number} points", zh="{number} 个百分点")
BECAME = Words("against-became", en="{before} → {now}", zh="{before} → {now}")
NO_PREVIOUS = Words("note-no-previous", en="There is no statement of the month before.", zh="没有上期结算单。")
NO_FINDINGS = Words("note-no-findings", en="The data checks found nothing.", zh="数据检查未发现问题。")
NO_SERIES = Words("note-no-series", en="There are no daily figures for this period.", zh="本账期没有每日数据。")
NOT_MEASURED = Words("note-not-measured", en="not measured", zh="未测量")
WHOLE_TABLE = Words("note-every-row", en="every row", zh="全部记录")
TARGET_LINE = Words("note-target", en="target {target}", zh="目标 {target}")
ZERO_LINES = Words(
    "note-zero-lines",
    en="Items that come to nothing this period are in the annex alone: {numbers}.",
    zh="本期金额为零的项目仅列于附件：{numbers}。",
)
DAYS = Words("days", en="{days} days", zh="{days} 天")
DAY = Words("days-one", en="{days} day", zh="{days} 天")
WORKING_DAYS = Words("working-days", en="{days} working days", zh="{days} 个工作日")
WORKING_DAY = Words("working-days-one", en="{days} working day", zh="{days} 个工作日")
DUE_RULES: Mapping[str, Words] = {
    "statement": Words("due-after-statement", en="{span} after the date of this document", zh="出账后 {span}"),
    "period_end": Words("due-after-period-end", en="{span} after the period's end", zh="账期结束后 {span}"),
    "confirmation": Words("due-after-confirmation", en="{span} after confirmation", zh="双方确认后 {span}"),
    "tax_invoice": Words("due-after-invoice", en="{span} after the tax invoice", zh="收到发票后 {span}"),
}
DUE_NEXT_WORKING_DAY = Words(
    "due-next-working-day", en="{rule}; if that is no working day, on the next one", zh="{rule}，遇非工作日顺延"
)
DUE_AT_LATEST = Words("due-at-latest", en="{rule}, at the latest on {day}", zh="{rule}，最迟 {day}")
ACCEPTED_AFTER = Words(
    "accepted-after", en="if not contested within {span} of the date of this document", zh="出账后 {span}内未提出异议"
)
ACCEPTED_ON = Words("accepted-on", en="{rule}, that is by {day}", zh="{rule}，即截至 {day}")
DUE_RULE_PAY_DAY = Words(
    "due-pay-day", en="{rule}, then the next payday (day {day})", zh="{rule}，于其后最近的 {day} 日付款"
)

WHAT = Words("screen-label", en="what", zh="项目")
COUNTS = Words("screen-counts", en="counted", zh="分子/分母")
VERDICT = Words("screen-verdict", en="verdict", zh="判定")
MET = Words("screen-met", en="met", zh="达标")
MISSED = Words("screen-missed", en="missed", zh="未达标")
ALLOCATED = Words("screen-allocated", en="allocated by", zh="分摊依据")
