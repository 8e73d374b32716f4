"""What the break-even report says of its own accord, on paper and on the terminal."""

from collections.abc import Mapping

from bpo.core.words import Text, Words

ONE_MORE = Words("report-safety", en="margin of safety {safety}", zh="安全边际 {safety}")
NO_TURN = Words("report-no-turn", en="does not turn in this range", zh="该范围内无盈亏平衡点")
HELD = Words("report-coefficient", en="K*, {name}", zh="系数临界值 K*：{name}")
MAY_FALL = Words("report-may-fall", en="may fall by {safety}", zh="可下降 {safety}")
INSTEAD_OF = Words("report-instead-of", en="instead of {planned}", zh="计划为 {planned}")
MAY_TURN_MORE = Words(
    "report-may-turn-more",
    en="Not every stretch of the curve was followed: see “{section}”.",
    zh="曲线并未逐段跟踪，见“{section}”一节。",
)
ALL = Text(zh="全部系数", en="all together")
SHARED = Text(zh="各行共担的变动成本", en="Variable costs of all lines")
FIXED = Text(zh="固定成本", en="Fixed costs")
BEFORE_ALLOCATED = Text(zh="分摊前贡献毛益", en="Contribution before allocated overhead")
ALLOCATED = Text(zh="分摊费用", en="Allocated overhead")
NOBODY = Text(zh="非岗位成本", en="Costs of no position")
UNASSIGNED = Text(zh="未指定", en="Not assigned")
PRICES = Words("report-prices", en="Prices, of today's", zh="单价（占现价）")
OF_INPUT = Words("report-input", en="{name}, of the plan", zh="{name}（占计划）")
EXCHANGE = Words("report-exchange", en="Rate of exchange of {currency}", zh="{currency} 汇率")
WITHOUT_TAX = Words("report-cost-without-tax", en="Cost without taxes on profit", zh="成本（不含所得税）")
INPUTS: Mapping[str, Text] = {
    "volume": Text(zh="业务量", en="Volume"), "price": Text(zh="单价", en="Prices"), "occupancy": Text(zh="占用率上限", en="Occupancy limits"),
    "attrition": Text(zh="流失率", en="Attrition"), "wage": Text(zh="工资", en="Wages"), "shrinkage": Text(zh="缩减率", en="Shrinkage"),
    "hours": Text(zh="月工时", en="Hours a month"),
}  # fmt: skip

TITLE = Words(
    "breakeven-title",
    en="{title}: the margin as {name} moves ({currency})",
    zh="{title}：毛利随{name}变化（{currency}）",
)
OF_VARIANT = Words("breakeven-of-variant", en="{title}, {variant}", zh="{title}（{variant}）")
TARGETS = Words("breakeven-targets", en="Cost-control target", zh="成本临界点")
LOSES = Words(
    "breakeven-every-further-loses",
    en="at this price each one more loses {loss}; raise prices above {factor} of today's, or lower the cost of one",
    zh="按此价格每多一件亏损 {loss}；请将单价提高到现价的 {factor} 以上，或降低单位成本",
)
EARNS_NOTHING = Words(
    "breakeven-further-earns-nothing",
    en="each one more costs {loss} and earns nothing: no price per unit is charged here",
    zh="每多一件成本为 {loss}，而不产生收入：此处未按量计价",
)
PLACE, CONTACTS = Words("margin-place", en="value", zh="取值"), Words("margin-contacts", en="contacts", zh="业务量")
ITEM, PLAN = Words("target-item", en="cost", zh="成本项"), Words("target-plan", en="planned", zh="计划")
TARGET, SAVING = Words("target-target", en="target", zh="控制目标"), Words("target-saving", en="to save", zh="需节约")
HEADROOM = Words("target-headroom", en="headroom", zh="余量")
KPI = Words("target-kpi", en="KPI", zh="指标")
PLANNED = Words("target-kpi-planned", en="planned", zh="计划值")
MORE, LESS = (
    Words("target-kpi-more", en="a point more", zh="提高一个点"),
    Words("target-kpi-less", en="a point less", zh="降低一个点"),
)
MUST_BE = Words("target-kpi-must-be", en="breaks even at", zh="盈亏平衡值")
BANDS = Words("target-kpi-bands", en="What bands of KPIs are worth, against the plan", zh="指标区间的价值（相对计划）")
BAND_FROM, BAND_TO = Words("target-band-from", en="from", zh="自"), Words("target-band-to", en="to", zh="至")
AT_FROM = Words("target-band-at-from", en="all months at the first", zh="各月均为起值")
AT_TO = Words("target-band-at-to", en="all months at the last", zh="各月均为止值")
TOTAL = Words("target-total", en="all costs", zh="成本合计")
FIGURE, VALUE = Words("breakeven-figure", en="figure", zh="指标"), Words("breakeven-value", en="value", zh="数值")
PRICE_FACTOR = Words("breakeven-price-factor", en="break-even price, of today's", zh="盈亏平衡单价（占现价）")
COEFFICIENT = Words("breakeven-coefficient", en="K* of {name}", zh="系数临界值 K*：{name}")
SEATS = Words("breakeven-seats", en="Break-even seats a month: {name}", zh="盈亏平衡席位（每月）：{name}")
SEATS_OF = Words("breakeven-seats-of", en="{seats} of {planned}", zh="{seats}（计划 {planned}）")
SEATS_PLANNED = Words(
    "report-seats-planned", en="instead of {planned}, with the same people", zh="计划 {planned}，人员不变"
)
SAFETY = Words("breakeven-safety", en="margin of safety", zh="安全边际")
PER = {
    "seats": Words("breakeven-per-seat", en="revenue / cost a seat-month", zh="每席月收入 / 成本"),
    "productive_hours": Words("breakeven-per-hour", en="revenue / cost a productive hour", zh="每有效工时收入 / 成本"),
    "heads": Words("breakeven-per-head", en="revenue / cost a head-month", zh="每人月收入 / 成本"),
    "contacts": Words("breakeven-per-contact", en="revenue / cost a contact", zh="每次业务收入 / 成本"),
}
CONTRIBUTION = Words("breakeven-contribution", en="contribution of {name}", zh="贡献毛益：{name}")
SHARED_COSTS = Words("breakeven-shared", en="variable costs of all lines", zh="各行共担的变动成本")
ROUNDING = Words("breakeven-rounding", en="rounding of the bills", zh="账单舍入")
ROUNDED = Text(zh="账单舍入", en="Rounding of the bills")
FIXED_COSTS = Words("breakeven-fixed", en="fixed costs", zh="固定成本")
CONTRIBUTED = Words("breakeven-before-allocated", en="contribution before allocated overhead", zh="分摊前贡献毛益")
OVERHEAD = Words("breakeven-allocated", en="allocated overhead", zh="分摊费用")
PAYBACK = Words("breakeven-payback", en="cash is back in month", zh="现金回收月（第几个月）")
NEVER = Words("breakeven-never", en="never", zh="不会")
EVEN_AT_NOTHING = Words("breakeven-even-at-nothing", en="none: it pays even at 0", zh="无：为 0 时仍盈利")
TOGETHER = Words("breakeven-together", en="all together", zh="全部系数")
GOALS = Words(
    "breakeven-goals",
    en="Each item at the same share of its plan as the whole target; the ceilings of items, owners and months add up to it to the cent. The "
    "mean is of the months in which an item is planned.",
    zh="各成本项按整体目标占计划的同一比例分解；按成本项、责任方、月份相加均与整体目标分文不差。月均按有计划的月份计。",
)
GOALS_SHEET = Words("breakeven-goals-sheet", en="Goals by month {number}", zh="目标分解逐月 {number}")
KPI_GOALS = Words(
    "breakeven-kpi-goals",
    en="Within these values, the same in every month and the others as planned, the margin is at least {floor} of the revenue.",
    zh="各月均处于此范围、其他指标按计划时，毛利率不低于 {floor}。",
)
NO_BOUND = Text(zh="不限", en="any")
NOWHERE = Text(zh="无法达到", en="out of reach")
NOT_PROVEN = Text(zh="并未逐一核对", en="not every value was looked at")
