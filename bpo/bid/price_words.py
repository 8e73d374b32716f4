"""What the price table says of prices."""

from __future__ import annotations

from collections.abc import Mapping

from bpo.core.words import Text, Words

UNIT_PRICE = Words("offer-unit-price", en="Unit price", zh="单价")
VALUE = Words("offer-value", en="{value}", zh="{value}")
OTHERWISE = Words("offer-otherwise", en="All others", zh="其余")
OTHERWISE_OF = Words("offer-otherwise-of", en="{value}: all others", zh="{value}：其余")
PART = (
    Words("offer-tier-first", en="Up to {upper}", zh="不超过 {upper} 的部分"),
    Words("offer-tier", en="Above {lower} up to {upper}", zh="超过 {lower} 至 {upper} 的部分"),
    Words("offer-tier-last", en="Above {lower}", zh="超过 {lower} 的部分"),
)
"""The first tier, those after it, and the last, which is open."""
WHOLE = (
    Words("offer-whole-first", en="All, if up to {upper}", zh="总量不超过 {upper} 时，全部数量"),
    Words("offer-whole", en="All, if above {lower} up to {upper}", zh="总量超过 {lower} 至 {upper} 时，全部数量"),
    Words("offer-whole-last", en="All, if above {lower}", zh="总量超过 {lower} 时，全部数量"),
)
FEES = (
    Words("offer-fee-first", en="Fee, includes up to {upper}", zh="固定费用，含 {upper} 以内"),
    Words("offer-fee-tier", en="Fee, from above {lower} up to {upper}", zh="固定费用，超过 {lower} 至 {upper}"),
    Words("offer-fee-last", en="Fee, from above {lower}", zh="固定费用，超过 {lower}"),
)
FEE = Words("offer-fee", en="Fixed fee", zh="固定费用")
ONCE = Words("offer-once", en="Once, on {day}", zh="一次性，{day}")
SERVICE_FEE = Words("offer-service-fee", en="Service fee on labour", zh="人工费用的服务费")
ABOVE_BASELINE = Words("offer-above-baseline", en="Each above the baseline", zh="超出基准量，每单位加收")
BELOW_BASELINE = Words("offer-below-baseline", en="Each below the baseline", zh="低于基准量，每单位减收")
REWARD = Words("offer-reward", en="Reward to the agent who found it", zh="来源座席奖励")
OF_SALES = Words("offer-of-sales", en="Of the amount sold", zh="按成交金额")
OF_RECOVERED = Words("offer-of-recovered", en="Of what is recovered, {by} {band}", zh="按回款金额，{by} {band}")
OF_RECOVERED_AT_LEAST = Words(
    "offer-of-recovered-at-least", en="At least, for each case, {by} {band}", zh="每件最低，{by} {band}"
)
BY_BALANCE = Text(zh="欠款余额", en="balance")
BY_AGE = Text(zh="账龄（天）", en="age in days")
REST = Text(zh="其余", en="all others")
BOUND = Words("offer-bound", en="{sign} {limit}", zh="{sign} {limit}")
TARGET_PRICE = Words("offer-target-price", en="Target price", zh="目标价格")
GAIN_SHARE = Words("offer-gain-share", en="Share of what is saved or overspent", zh="节约或超支的分享比例")
AT_MOST = Words("offer-at-most", en="Highest price", zh="最高价格")
ADDED = Words("offer-added", en="Added to what was paid to others", zh="在代付金额上加收")
AS_INVOICED = Words("offer-as-invoiced", en="As others invoiced it", zh="按实际代付金额")

MINIMUM = Words("offer-minimum", en="at least {amount} a month", zh="每月不低于 {amount}")
MAXIMUM = Words("offer-maximum", en="at most {amount} a month", zh="每月不超过 {amount}")
CONTRACTED = Words("offer-contracted", en="{seats} seats contracted", zh="约定 {seats} 席")
PACKAGE = Words(
    "offer-package", en="in packages of {size}; a begun one counts whole", zh="每包 {size}，不足一包按一包计"
)
ROLLOVER = Words(
    "offer-rollover",
    en="up to {share} of what was not used may be used within {months} months",
    zh="未用量的 {share} 可结转使用 {months} 个月",
)
TIMES = Words("offer-times", en="{label}: {times} times the price", zh="{label}：单价的 {times} 倍")
FREE = Words("offer-free", en="the first {first} contacts a month are free", zh="每月前 {first} 次免费")
FOR_EACH = Words("offer-for-each", en="for each {part} by itself", zh="按{part}分别计")
PAY_AT_LEAST = Words(
    "offer-pay-at-least", en="at least {share} of the forecast volume is paid", zh="至少按预测量的 {share} 计费"
)
DEAD_BAND = Words("offer-dead-band", en="no change within {share} of the baseline", zh="基准量 ±{share} 以内不增减")

WHOLE_SUM = Text(zh="项", en="sum")
PER_UNITS = Words("offer-per-units", en="{per} {unit}", zh="{per} {unit}")
ONE_UNIT: Mapping[str, Text] = {
    "contact": Text(zh="次", en="contact"),
    "call": Text(zh="通", en="call"),
    "sale": Text(zh="单", en="sale"),
    "lead": Text(zh="条线索", en="lead"),
    "case": Text(zh="件", en="case"),
    "evaluation": Text(zh="次质检", en="evaluation"),
    "survey": Text(zh="份", en="survey"),
    "event": Text(zh="起", en="event"),
    "second": Text(zh="秒", en="second"),
    "minute": Text(zh="分钟", en="minute"),
    "hour": Text(zh="小时", en="hour"),
    "day": Text(zh="天", en="day"),
    "person_day": Text(zh="人日", en="person-day"),
    "person_month": Text(zh="人月", en="person-month"),
    "seat_day": Text(zh="席·日", en="seat-day"),
    "seat_month": Text(zh="席·月", en="seat-month"),
    "month": Text(zh="月", en="month"),
    "agent": Text(zh="人", en="agent"),
    "package": Text(zh="包", en="package"),
    "milestone": Text(zh="个里程碑", en="milestone"),
}
"""Units of one, as they stand beside a price."""
