"""What the board's page says of its own accord."""

from collections.abc import Mapping

from bpo.bid.risk_words import RISK_BOOK
from bpo.core.words import Words
from bpo.report.headings import named

BOARD: Mapping[str, Words] = named(
    {
        "board_page": ("投标决策页", "Board page"),
        "recommendation": ("建议", "Recommendation"),
        "in_figures": ("主要数字", "In figures"),
        "approvals": ("审批", "Approval"),
        "by_plan": ("计划毛利率低于底线", "Planned below it"),
        "chance_of_missing": ("低于底线的概率", "Chance of missing it"),
        "chance_borne": ("可承受概率", "Borne"),
        "who_approves": ("审批人", "Who approves"),
        "is_needed": ("须审批", "Needed"),
        "corridor": ("价格区间", "Price corridor"),
        "goal_of_price": ("目标", "For"),
        "chance_at_price": ("概率", "Chance"),
        "prices_times": ("全部单价", "All prices"),
        "total_at_price": ("总价（含税）", "Total, with tax"),
        "to_ceiling": ("距最高限价", "Below the ceiling"),
        "planned_rate": ("计划毛利率", "Planned margin"),
        "waterfall": ("从报价到毛利", "From price to margin"),
        "must_be_true": ("成立条件", "What must be true"),
        "drawn_between": ("抽样范围", "Drawn between"),
        "must_stay": ("须处于", "Must stay"),
        "chance_it_does_not": ("不成立的概率", "Chance it does not"),
        "sheet_approvals": ("审批", "Approval"),
    }
)
BOARD_BOOK: Mapping[str, Words] = {**RISK_BOOK, **BOARD}
NO_NEED = Words(
    "board-no-need",
    en="Bid at the quoted prices: no approval is needed. The chance of a loss over the term is {loss}.",
    zh="建议按现报价投标，无须审批。合同期整体亏损的概率为 {loss}。",
)
IF_APPROVED = Words(
    "board-if-approved",
    en="Bid at the quoted prices only with the approval of: {who}. The margin comes to less than {floor} with a chance of {chance}; {borne} is borne "
    "without it. The chance of a loss over the term is {loss}.",
    zh="按现报价投标须经{who}审批：毛利率低于 {floor} 的概率为 {chance}，无须审批的上限为 {borne}。合同期整体亏损的概率为 {loss}。",
)
IF_PLANNED_BELOW = Words(
    "board-if-planned-below",
    en="Bid at the quoted prices only with the approval of: {who}. The margin is planned below {floor}, and comes to less with a chance of {chance}. The "
    "chance of a loss over the term is {loss}.",
    zh="按现报价投标须经{who}审批：计划毛利率低于 {floor}，低于该值的概率为 {chance}。合同期整体亏损的概率为 {loss}。",
)
VOID = Words(
    "board-void",
    en="Do not bid at these prices: the total is {over} above the tender's ceiling, and the bid would be void.",
    zh="不得按现报价投标：总价超过最高限价 {over}，将被视为无效投标。",
)
NO_FLOORS = Words(
    "board-no-floors",
    en="The scenario names no margin floor (quote.margin_floor), so that nothing says who must approve. The chance of a loss over the term is {loss}.",
    zh="方案未设毛利率底线（quote.margin_floor），无从判断由谁审批。合同期整体亏损的概率为 {loss}。",
)
ALONE_AT = Words(
    "board-without-approval-at",
    en="No approval would be needed from {factor} of these prices on: {total} with tax{ceiling}.",
    zh="全部单价达到现报价的 {factor} 起无须审批：含税总价 {total}{ceiling}。",
)
ALONE_NOWHERE = Words(
    "board-without-approval-nowhere",
    en="No price up to ten times these would do without an approval.",
    zh="单价提高至十倍以内均须审批。",
)
WITHIN = Words("board-within-ceiling", en=", within the tender's ceiling", zh="，未超过最高限价")
BEYOND = Words(
    "board-beyond-ceiling", en=", {over} above the tender's ceiling: out of reach", zh="，超过最高限价 {over}，不可行"
)
RULE = Words(
    "board-rule",
    en="The rule: whoever is named for a floor (quote.margin_floor) approves a bid whose margin is planned below it, or whose chance of missing it, over all "
    "draws, is above what is borne ('chance_at_most').",
    zh="审批规则：计划毛利率低于底线，或全部抽样中低于底线的概率超过可承受概率（chance_at_most）时，由该底线的审批人（quote.margin_floor）审批。",
)
FLOOR = Words("board-floor", en="below {floor}", zh="低于 {floor}")
FOR_LOSS = Words("board-for-loss", en="a loss over the term", zh="合同期整体亏损")
FOR_FLOOR = Words("board-for-floor", en="a margin below {floor}", zh="毛利率低于 {floor}")
AT_MOST = Words("board-at-most", en="at most {chance}", zh="不超过 {chance}")
NOT_REACHED = Words("board-not-reached", en="at no price", zh="任何单价均达不到")
CORRIDOR = Words(
    "board-corridor", en="The same {draws} draws at every price. {how}", zh="各价格采用相同的 {draws} 次抽样。{how}"
)
STRAIGHT = Words(
    "board-corridor-straight",
    en="Each goes straight with the price, within what bills round, so that the factor is that of its own line, rounded up to 0.01%.",
    zh="各次抽样的毛利随单价直线变化（舍入除外），倍数由直线求得，向上取至 0.01%。",
)
SEARCHED = Words(
    "board-corridor-searched",
    en="They do not all go straight with the price; the factor is the first one found, in steps of 0.01%, at which all draws, priced again, keep the chance.",
    zh="抽样毛利并非都随单价直线变化；倍数以 0.01% 为步长逐次重新计价搜索得到。",
)
MUST = Words(
    "board-must",
    en="The three inputs on which most of the variance hangs; each by itself, all else as planned, must stay there for the margin to reach {goal}. "
    "KPIs are values, the others multiples of the plan.",
    zh="对方差贡献最大的三个输入项；其余按计划时，各项须处于所列范围，毛利率方可达到 {goal}。指标为数值，其余为计划的倍数。",
)
ANYWHERE = Words("board-anywhere", en="anywhere in it", zh="范围内任意值")
NOWHERE = Words("board-nowhere", en="reached at no value of it", zh="范围内任何值均达不到")
AT_LEAST = Words("board-at-least", en="at least {value}", zh="不低于 {value}")
NO_MORE = Words("board-no-more", en="at most {value}", zh="不高于 {value}")
BETWEEN = Words("board-between", en="{least} to {most}", zh="{least} 至 {most}")
OFFERED = Words("board-offered", en="Price, with tax", zh="报价（含税）")
EXPECTED_KPIS = Words("board-expected-kpis", en="KPIs as expected", zh="指标按预期")
TAX = Words("board-tax", en="Tax", zh="税额")
UNCERTAINTY = Words("board-uncertainty", en="Uncertainty", zh="不确定性")
MEAN_MARGIN = Words("board-mean-margin", en="Margin, mean", zh="毛利均值")
OTHER_COSTS = Words("board-other-costs", en="Other costs", zh="其他成本")
STEPS = Words("board-steps", en="what is taken or added", zh="增减")
SUMS = Words("board-sums", en="what is left", zh="余额")
