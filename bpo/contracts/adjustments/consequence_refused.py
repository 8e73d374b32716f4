"""What a bonus or a penalty may not say, in words."""

from collections.abc import Mapping

from bpo.contracts.blocks.windows import Within
from bpo.core.words import Text, Words

AMOUNT_OR_PERCENT = Words(
    "consequence-amount-or-percent",
    en="write either 'amount', or 'percent' with 'of'",
    zh="'amount' 与 'percent'（须写 of）须且只能写一个",
)
PERCENT_OF = Words(
    "consequence-percent-of",
    en="'percent' needs 'of': the lines it is a share of",
    zh="'percent' 需要 of：按哪些行计算",
)
ONE_COUNT = Words(
    "consequence-one-count",
    en="write at most one of 'per' (events), 'kpi', 'kpis' and 'scorecard'; 'per_point' and 'bands' go with 'kpi' or 'scorecard', 'when' with "
    "'kpi' or 'kpis', 'once' with 'kpis', 'beyond' with 'per' or 'per_point', 'tolerated' with 'per' in its place",
    zh="'per'（按事件）、'kpi'、'kpis'、'scorecard' 至多写一个；per_point、bands 与 kpi 或 scorecard 同用，when 与 kpi 或 kpis 同用，"
    "once 与 kpis 同用，beyond 与 per 或 per_point 同用，tolerated 代替 beyond 与 per 同用",
)
BANDS_HAVE_AMOUNTS = Words(
    "consequence-bands-amounts",
    en="with 'bands' every band has its own 'amount' or 'percent'",
    zh="使用 bands 时，每档各写 amount 或 percent",
)
SCORED_HOW = Words(
    "consequence-scored-how",
    en="a score has no target: write 'bands', or 'per_point' ('full_points', 'begun_points') with 'beyond', the score from which they count",
    zh="总得分没有目标值：请写 bands，或 per_point（full_points、begun_points）并以 beyond 写明起算分",
)
CAP_OF_QUARTER = Words(
    "consequence-cap-of-quarter",
    en="with 'every: {every}' the cap holds for as long or longer: write within: {ways}",
    zh="every: {every} 时封顶的期间不得更短：请写 within: {ways}",
)
OF_A_YEAR: tuple[Within, ...] = ("contract_year", "calendar_year", "rolling_12_months", "contract")
OF_A_QUARTER: tuple[Within, ...] = ("quarter", "calendar_quarter", *OF_A_YEAR)
LONG_CAPS: Mapping[str, tuple[Within, ...]] = {
    "quarter": OF_A_QUARTER,
    "calendar_quarter": OF_A_QUARTER,
    "contract_year": OF_A_YEAR,
    "calendar_year": OF_A_YEAR,
}
"""The caps of what is due once in so many months."""
IN_A_ROW_OF_ONE = Words(
    "consequence-in-a-row-of-one",
    en="months in a row are 2 or more; for each month by itself leave 'months_in_a_row' out",
    zh="连续月数至少为 2；逐月计算请去掉 months_in_a_row",
)
POINTS_ONE_WAY = Words(
    "consequence-points-one-way",
    en="a begun point counts whole or not at all: write either 'full_points' or 'begun_points'",
    zh="不足一点的或按一点计、或不计：full_points 与 begun_points 只能写一个",
)
OF_EACH = Text(zh="each（逐日、逐周或逐时段）", en="each, of days, weeks or intervals")
ONE_KPI = Text(zh="kpi", en="kpi")
A_PERCENT = Text(zh="percent 加 of", en="percent with of")
EVERY_MONTH = Text(zh="every: month", en="every: month")
LONGER = Text(zh="scorecard 加按季度或年度的 every", en="a scorecard with an 'every' of a quarter or year")
COUNTED = Text(zh="per、kpi、kpis 或 scorecard", en="per, kpi, kpis or scorecard")
MET_OR_MISSED = Text(zh="kpi（不写 per_point）", en="kpi, without per_point")
