"""What the risk report says of its own accord."""

from collections.abc import Mapping

from bpo.bid.headings import BOOK
from bpo.core.words import Text, Words
from bpo.report.headings import named

RISK: Mapping[str, Words] = named({
    "risk_report": ("风险测算", "Risk report"),
    "risk_of": ("结果分布", "How the bid may turn out"),
    "figure": ("合计", "Total"),
    "outcome": ("结果", "Outcome"),
    "quoted": ("报价", "As quoted"),
    "mean": ("均值", "Mean"),
    "stands_at": ("报价所处百分位", "Quoted at"),
    "penalties": ("扣款", "Reductions"),
    "bonuses": ("奖励", "Additions"),
    "distribution": ("毛利分布", "Margin: distribution"),
    "sheet_bins": ("毛利分段", "Histogram"),
    "chances": ("概率", "Chances"),
    "what_happens": ("事项", "What happens"),
    "of_draws": ("合同期内至少一次", "At least once in the term"),
    "of_months": ("占各月", "Of all months"),
    "hangs_on": ("方差贡献", "What the spread hangs on"),
    "input": ("输入项", "Input"),
    "share_of_variance": ("方差贡献", "Of the variance"),
    "rank": ("与毛利的秩相关", "Rank correlation"),
    "low_tenth": ("最低一成时毛利均值", "Mean margin, lowest tenth"),
    "high_tenth": ("最高一成时毛利均值", "Mean margin, highest tenth"),
    "weighed": ("各情景加权", "Scenarios by weight"),
    "weight": ("权重", "Weight"),
    "expected_margin": ("毛利期望", "Expected margin"),
    "by_weight": ("加权合计", "All by weight"),
    "indices": ("Sobol' 敏感性指数", "Sobol' indices of the margin"),
    "sheet_indices": ("Sobol 指数", "Sobol indices"),
    "first_order": ("一阶指数", "First order"),
    "total_order": ("总指数", "Total"),
    "interval": ("95% 区间", "95% interval"),
    "by_clause": ("按条款", "By clause"),
    "clause": ("条款", "Clause"),
    "worst": ("95% 的情形不低于", "95% stay above"),
    "margin_by_month": ("逐月毛利", "Margin by month"),
    "month": ("月份", "Month"),
    "loss": ("亏损概率", "Chance of a loss"),
    "sure": ("收敛", "How sure this is"),
    "first_half": ("中位数：前半", "Median, first half"),
    "second_half": ("中位数：后半", "Median, second half"),
    "cash": ("现金流", "Cash"),
    "cash_figure": ("指标", "Figure"),
    "has": ("有此值的抽样", "Draws that have it"),
    "net_present_value": ("净现值", "Net present value"),
    "irr": ("内部收益率", "IRR, a year"),
    "peak": ("现金占用峰值", "Most cash tied up"),
    "payback_months": ("现金回收期（月）", "Payback, months"),
    "standard_error": ("标准误", "Standard error"),
})  # fmt: skip
RISK_BOOK: Mapping[str, Words] = {**BOOK, **RISK}
PERCENTILE = Words("risk-percentile", en="P{percent}", zh="P{percent}")
ERROR_OF = Words("risk-error-of", en="Error of P{percent}", zh="P{percent} 标准误")
DRAWN = Words(
    "risk-drawn",
    en="{draws} quasi-random draws, seed {seed}; each is projected and priced over the whole term as the quote is. P5 is what 5% of draws "
    "do not exceed.",
    zh="准随机抽样 {draws} 次，种子 {seed}；每次均按报价的同一方法逐月测算并计价。P5 表示 5% 的抽样结果不超过该值。",
)
STANDS = Words(
    "risk-stands",
    en="The quoted margin {margin} stands at the {percent} mark: so many draws come to less.",
    zh="报价毛利 {margin} 处于 {percent} 分位：低于报价毛利的抽样占该比例。",
)
LOSS = Words("risk-loss", en="A loss over the term", zh="合同期整体亏损")
BELOW_FLOOR = Words(
    "risk-below-floor", en="Margin below {floor}: {who} must approve", zh="毛利率低于 {floor}：须{who}审批"
)
MISSES = Words("risk-misses-target", en="{kpi} misses its target", zh="{kpi}未达标")
AT_BAND = Words("risk-at-band", en="{clause}: {band}", zh="{clause}：{band}")
BAND = Words("risk-band", en="band {number} of {count}", zh="第 {number} 档（共 {count} 档）")
BAND_FACTOR = Words("risk-band-factor", en="coefficient {factor}", zh="系数 {factor}")
BITES = Words("risk-bites", en="{clause} takes effect", zh="{clause}生效")
HISTOGRAM = Text(zh="抽样次数（按毛利分段）", en="Draws by margin")
S_CURVE = Text(zh="毛利不超过该值的概率", en="Chance that the margin is no more")
MARKED = Words(
    "risk-marked",
    en="Marked: the quoted margin {margin}{zero}; the line across is one half.",
    zh="标记点：报价毛利 {margin}{zero}；横线为一半。",
)
AND_ZERO = Words("risk-and-zero", en=", and zero", zh="与零点")
VARIANCE = Words(
    "risk-variance",
    en="Of the variance: the squared rank correlation of input and margin, as a share of the sum of all. Inputs that are correlated share what "
    "they do together. Each bar goes from the mean margin where the input is in its lowest tenth to that in its highest; the line is the mean of all draws.",
    zh="方差贡献为输入项与毛利的秩相关系数之平方占全部之和的比例；相关的输入项共同作用的部分由其分摊。每条横线由输入项处于最低一成时的毛利均值到最高一成时的毛利均值；竖线为全部抽样的均值。",
)
MARGIN_BELOW = Words("risk-margin-below", en="Below {floor}", zh="低于 {floor}")
WEIGHED = Words(
    "risk-weighed",
    en="Each scenario by its own draws, or by its plan where nothing is uncertain; together each draw weighs the scenario's weight over its draws.",
    zh="各情景按自身抽样（无不确定输入项的按计划）；合计时每次抽样的权重为情景权重除以抽样次数。",
)
INDICES = Words(
    "risk-indices",
    en="First order: the share of the margin's variance that the input has by itself; total: with all that it does together with others. Correlated "
    "inputs are one group. {draws} further draws were priced, {base} a sample (Saltelli 2010); intervals by resampling.",
    zh="一阶指数为该输入项单独引起的毛利方差占比；总指数另含其与其他输入项的交互作用。相关的输入项合为一组。另计价 {draws} 次抽样，"
    "每样本 {base} 次（Saltelli 2010）；区间由重抽样得出。",
)
CLAUSES = Words(
    "risk-clauses",
    en="Over the term, without tax. The clause that takes most stands first.",
    zh="合同期合计，不含税；减少最多的条款在前。",
)
CONVERGENCE = Words(
    "risk-convergence",
    en="Standard errors are those of independent draws; quasi-random ones err less. Medians of the first and the second half of the draws stand beside "
    "each other; more draws bring them together.",
    zh="标准误按独立抽样计算，准随机抽样的误差更小。前后两半抽样的中位数并列；增加抽样次数可使其更接近。",
)
CASH = Words(
    "risk-cash",
    en="With tax. A month's costs and the VAT due are paid on its last day, its bill is received after the days of the due rule; one-offs are paid in "
    "their first month, no interest is counted.{rate} Cash is back when the running sum is below zero for the last time.",
    zh="含税。各月成本与应交增值税于月末支付，账款于约定账期收回；一次性费用于首月支付，不计利息。{rate}累计现金流最后一次为负之后即为回收。",
)
BEYOND_RATE = Words("risk-irr-beyond", en="> 1,000%", zh="> 1,000%")
CASH_RATE = Words(
    "risk-cash-rate",
    en=" Values are those of the first day at {rate} a year.",
    zh="净现值按年折现率 {rate} 折算至首日。",
)
